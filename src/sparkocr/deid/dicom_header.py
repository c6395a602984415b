"""Headers of DICOM files without identifiers: the profile or a strategy, joined with the secret key and the finder."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from sparkocr.deid.dicom_descriptors import is_descriptor, without_descriptors
from sparkocr.deid.names import without_umlauts
from sparkocr.deid.reading import Find
from sparkocr.deid.search import SecretIndex, with_parts
from sparkocr.deid.secrets import Secret
from sparkocr.dicom.copy import with_header
from sparkocr.dicom.library import quiet
from sparkocr.dicom.open import DicomFile, open_dicom, value
from sparkocr.dicom.profile.actions import Given, apply_strategy
from sparkocr.dicom.profile.basic import Profile, apply_profile
from sparkocr.dicom.profile.identifiers import Identifier, identifiers_of, ideographic_forms, is_kept
from sparkocr.dicom.profile.marks import mark
from sparkocr.dicom.profile.replacing import Replacing
from sparkocr.dicom.profile.strategy import Strategy
from sparkocr.dicom.profile.table import Option
from sparkocr.dicom.profile.times import is_common_age
from sparkocr.dicom.profile.values import changed, shortened
from sparkocr.dicom.source import Source
from sparkocr.dicom.tag_texts import free_texts
from sparkocr.entities.entity import Entity
from sparkocr.entities.surrogate_dates import days_of, minutes_of
from sparkocr.entities.surrogate_key import Keyed
from sparkocr.entities.surrogates import Surrogates
from sparkocr.errors import DocumentError

__all__ = [
    "HeaderOptions",
    "as_secrets",
    "clean_header",
    "days_back",
    "deidentify_header",
    "erase_texts",
    "find_in_header",
    "is_sure",
]

_MINUTE = 60  # seconds
_PERSON, _AGE = "PERSON", "AGE"
_OF_WORDS = frozenset({"ADDRESS", "ID", "ORGANIZATION", "PROFESSION"})
_NUMBER = re.compile(r"\d.{4}|.{4}\d")  # shorter ones, as of studies, are in any code
_NAME_GAP = 3  # characters between the parts of a name
_NOTHING = Given()


@dataclass(frozen=True, slots=True)
class HeaderOptions:
    """How a header is de-identified.

    Attributes
    ----------
    secret : str
        What all replacements depend on: the same secret gives the same ones.
    strategy : Strategy or None
        None: the Basic Profile.
    options : collection of Option
        Of the Basic Profile.
    find : Callable or None
        Finds the identifiers of texts. Without it, texts are not cleaned but replaced.
    placeholder : str
        What stands in place of texts.
    only : collection of int
        Tags that are looked at; empty: all.
    ignored : collection of str
        Value representations that a strategy leaves as they are.
    drops_private : bool
        Whether private elements are deleted; the Basic Profile always does that, unless an option says otherwise.
    pixels_cleaned : bool
        Whether text was masked in the pixels before.
    document_cleaned : bool
        Whether an encapsulated document was cleaned before, so that it stays.
    """

    secret: str = field(repr=False)
    strategy: Strategy | None = None
    options: Collection[Option] = ()
    find: Find | None = None
    placeholder: str = "anonymous"
    only: Collection[int] = ()
    ignored: Collection[str] = ()
    drops_private: bool = False
    pixels_cleaned: bool = False
    document_cleaned: bool = False


@dataclass(frozen=True)
class _Cleaner:
    """Takes identifiers out of texts: those that the header tells, and those that the finder finds."""

    secrets: Sequence[Secret]
    find: Find | None
    surrogate: Callable[[str, str, str], str]
    placeholder: str
    cache: dict[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def _all(self) -> SecretIndex:
        return SecretIndex(self.secrets)

    @cached_property
    def _sure(self) -> SecretIndex:
        return SecretIndex(filter(is_sure, self.secrets))

    def __call__(self, text: str, mode: str) -> str:
        if (text, mode) not in self.cache:
            self.cache[text, mode] = self._cleaned(text, mode)
        return self.cache[text, mode]

    def _cleaned(self, text: str, mode: str) -> str:
        known = self._sure if mode == "known" else self._all
        spans = [(begin, end, secret.label) for begin, end, secret in known.find(text)]
        if mode != "known" and self.find is not None:
            spans += [(entity.begin, entity.end, entity.label) for entity in self.find(text)]
        made, done = "", 0
        for begin, end, label in _joined(text, spans):
            made += text[done:begin] + self._other(text[begin:end], label, mode)
            done = end
        return made + text[done:]

    def _other(self, text: str, label: str, mode: str) -> str:
        if mode == "remove":
            return ""
        return self.surrogate(text, label, "") if mode == "deid" else self.placeholder


def _joined(text: str, spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return spans in order; those that overlap, and names side by side, become one with the label of the first."""
    found: list[tuple[int, int, str]] = []
    for begin, end, label in sorted(spans):
        if found and (begin < found[-1][1] or _is_one_name(text[found[-1][1] : begin], found[-1][2], label)):
            found[-1] = (found[-1][0], max(end, found[-1][1]), found[-1][2])
        else:
            found.append((begin, end, label))
    return found


def _is_one_name(between: str, *labels: str) -> bool:
    return set(labels) == {_PERSON} and len(between) <= _NAME_GAP and not between.strip(" ,.^")


def deidentify_header(
    source: Source,
    options: HeaderOptions,
    *,
    mapping: Mapping[str, str] | None = None,
    cleaned: Mapping[int, Sequence[str]] | None = None,
) -> bytes:
    """Take the identifiers out of the header of a DICOM file; its pixels are copied as they are.

    Parameters
    ----------
    source : bytes-like, str or Path
    options : HeaderOptions
    mapping : mapping of str to str, optional
        From tags like ``00100020`` to values, for ``replaceWithMapping``.
    cleaned : mapping of int to sequence of str, optional
        From tags to texts, for ``cleanTag``.

    Returns
    -------
    bytes
        A file with an empty preamble and new file meta information, and nothing behind the pixels.

    Raises
    ------
    DocumentError
        The file can't be read or written, it is a directory of files (DICOMDIR), or a value can't be replaced.
    """
    with open_dicom(source) as dicom:
        clean_header(dicom, options, Given(mapping or {}, {tag: list(v) for tag, v in (cleaned or {}).items()}))
        return with_header(dicom)


def clean_header(dicom: DicomFile, options: HeaderOptions, given: Given = _NOTHING) -> None:
    """Take the identifiers out of the header of an open file, which is changed.

    Raises
    ------
    DocumentError
        It is a directory of files (DICOMDIR), or a value can't be replaced.
    """
    if options.strategy is None and not options.only and not options.secret:
        raise ValueError("secret must not be empty")
    if dicom.is_directory:
        raise DocumentError("The file is a directory of DICOM files (DICOMDIR), which is made anew of clean files")
    try:
        with quiet():
            _deidentify(dicom, options, given)
    except DocumentError:
        raise
    except Exception:  # noqa: BLE001  pydicom raises anything on odd headers, and quotes them
        raise DocumentError("The header of the DICOM file can't be de-identified") from None


def erase_texts(header: Any, secrets: Sequence[Secret], options: HeaderOptions) -> None:
    """Take what was found elsewhere out of the free texts of a header that is clean by the profile.

    Parameters
    ----------
    header : pydicom.dataset.Dataset
        Is changed.
    secrets : sequence of Secret
    options : HeaderOptions
        Those by which the header was cleaned.
    """
    placeholder = options.placeholder
    cleaner = _Cleaner(secrets, None, lambda *_: placeholder, placeholder)
    with quiet():
        for element in free_texts(header, options.options) if secrets else ():
            changed(element, partial(_erased, cleaner, str(element.VR)))


def _erased(cleaner: _Cleaner, vr: str, text: str) -> str:
    return shortened(vr, cleaner(text, "mask"))


def _deidentify(dicom: DicomFile, options: HeaderOptions, given: Given) -> None:
    from pydicom.dataset import FileMetaDataset

    header = dicom.header
    identity = _identity(header)
    replacing = _replacing(header, identity, options)
    if options.strategy is not None:
        apply_strategy(
            header, options.strategy, replacing, given,
            only=options.only, ignored=options.ignored, drops_private=options.drops_private,
        )  # fmt: skip
    else:
        has_document = "EncapsulatedDocument" in header
        profile = Profile(options.options, options.document_cleaned, identity)
        apply_profile(header, profile, replacing)
        if has_document and not options.document_cleaned and "EncapsulatedDocumentLength" in header:
            header.EncapsulatedDocumentLength = len(header.EncapsulatedDocument)
        mark(
            header,
            options.options,
            pixels_cleaned=options.pixels_cleaned,
            has_pixels=dicom.pixels is not None,
        )
    header.file_meta = FileMetaDataset()
    header.preamble = None


def _identity(header: Any) -> str:
    """Return what tells the patient: number, or name and date of birth, or study."""
    number = str(value(header, "PatientID", "")).strip()
    if number:
        return number
    person = [str(value(header, keyword, "")).strip() for keyword in ("PatientName", "PatientBirthDate")]
    return "/".join(person) if person[0] else str(value(header, "StudyInstanceUID", ""))


def _replacing(header: Any, identity: str, options: HeaderOptions) -> Replacing:
    keyed = Keyed(options.secret.encode())
    surrogate = partial(_surrogate, options.secret, identity)
    find = partial(find_in_header, options=options) if options.find is not None else None
    told = as_secrets(one for one in identifiers_of(header) if not is_kept(one, options.options))
    cleaner = _Cleaner(told, find, surrogate, options.placeholder)
    return Replacing(
        keyed=keyed,
        days=days_of(keyed, identity),
        seconds=_MINUTE * minutes_of(keyed, identity),
        surrogate=surrogate,
        clean=cleaner,
        keeps_text=options.find is not None,
        placeholder=options.placeholder,
    )


def _surrogate(secret: str, identity: str, text: str, label: str, salt: str) -> str:
    return Surrogates(f"{secret}\0{salt}" if salt else secret).surrogate(text, label, identity)


def find_in_header(text: str, options: HeaderOptions) -> list[Entity]:
    """Find the identifiers of a text of a header that its options do not keep, and that are no words of imaging."""
    keeps_ages = Option.PATIENT in options.options
    found = without_descriptors(text, options.find(text) if options.find is not None else ())
    return [one for one in found if not (keeps_ages and one.label == _AGE and is_common_age(text[one.begin : one.end]))]


def days_back(header: Any, options: HeaderOptions) -> int:
    """Return by how many days the dates of the patient of a header, which is not cleaned yet, are moved back."""
    return days_of(Keyed(options.secret.encode()), _identity(header))


def is_sure(secret: Secret) -> bool:
    """Tell whether something must be gone even from codes and names of machines: names of persons, and numbers."""
    return secret.label == _PERSON or _NUMBER.search(secret.text) is not None


def as_secrets(identifiers: Iterable[Identifier]) -> tuple[Secret, ...]:
    """Return identifiers as they may be written in texts, and the single names of persons.

    Left out are names of stations and departments that are words of imaging, as "MRI" and "Radiology".
    """
    found = []
    for one in identifiers:
        if one.label in _OF_WORDS and is_descriptor(one.text):
            continue
        forms = [one.text]
        if one.vr == "PN":
            name = " ".join(one.text.replace("^", " ").split())
            forms = [name, without_umlauts(name), *ideographic_forms(one.text)]
        found += [Secret(form, one.label) for form in forms]
    return with_parts(found)
