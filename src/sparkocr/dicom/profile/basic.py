"""A header by the Basic Application Confidentiality Profile and its options (PS3.15, annex E)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sparkocr.dicom.document import is_pdf
from sparkocr.dicom.open import PIXEL_KEYWORDS, check_depth
from sparkocr.dicom.profile.actions import make_dummy
from sparkocr.dicom.profile.replacing import Replacing, pseudonym, replaced_uid
from sparkocr.dicom.profile.safe import KEPT_BYTES, KEPT_TEXTS, KEPT_UIDS, PUBLIC_SCHEMES, SAFE_PRIVATE
from sparkocr.dicom.profile.table import Action, Option, action_of, basic_profile
from sparkocr.dicom.profile.times import capped_age, moved_date, moved_datetime
from sparkocr.dicom.profile.values import (
    BYTES,
    NUMBERS,
    TEXTS,
    all_fit,
    changed,
    cleared,
    dummy,
    fits,
    is_text,
    shortened,
    texts_of,
)

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

__all__ = ["Profile", "apply_profile"]

_DROPPED_GROUPS = frozenset({0x0000, 0x0002, 0x0004, 0xFFFA, 0xFFFC})  # commands, file meta, media, signatures, padding
_DECIMALS = frozenset({"DS", "IS"})
_CURVES, _OVERLAYS = 0x50, 0x60  # first bytes of the groups 50xx and 60xx
_DOCUMENT = "EncapsulatedDocument"
_PSEUDONYMS = frozenset({"PatientID", "PatientName"})
_UID_SHAPE = re.compile(r"[0-9.]{1,64}")
_RATIO, _WORD = re.compile(r"[\d.:/]*"), re.compile(r"[A-Z_]{0,16}")
_EMPTY_PDF = (  # ISO 32000-1, section 7.5; of an even length
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<<>>>> endobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \n0000000103 00000 n \n"
    b"trailer<</Root 1 0 R/Size 4>>\nstartxref\n181\n%%EOF\n"
)


@dataclass(frozen=True, slots=True)
class Profile:
    """The Basic Profile with options.

    Attributes
    ----------
    options : collection of Option
    keeps_document : bool
        Whether an encapsulated document stays, because it has been cleaned before. Otherwise it becomes an empty one.
    identity : str
        What tells the patient; the pseudonym in the new file stands for it.
    """

    options: Collection[Option] = ()
    keeps_document: bool = False
    identity: str = ""


def apply_profile(header: Dataset, profile: Profile, replacing: Replacing, *, depth: int = 0) -> None:
    """Take the identifiers out of a header, at all depths.

    Parameters
    ----------
    header : Dataset
        Is changed.
    profile : Profile
    replacing : Replacing
    depth : int
        How many sequences the header is in.

    Raises
    ------
    DocumentError
        There are too many sequences in each other, or a text can't be cleaned.

    Notes
    -----
    Attributes of table E.1-1 get its action. Of others, numbers stay, and codes (CS) that look like codes; texts stay
    only in attributes that `sparkocr.dicom.profile.safe` names, and not what the header tells of persons in other
    places. Dates, names, ages and UIDs are treated as those of the table. Attributes that the dictionary of pydicom
    does not have, private ones, overlays, curves, pixels in sequences, and values that can't be read are deleted.
    """
    check_depth(depth)
    safe = _safe_private(header) if Option.SAFE_PRIVATE in profile.options else set()
    for tag in list(header.keys()):
        if tag in safe:
            continue
        element = None if _is_dropped(tag) else _read(header, tag)
        if element is None or not _stays(element, profile, replacing, depth):
            del header[tag]
    _clean_code(header, profile, replacing)


def _is_dropped(tag: Any) -> bool:
    from pydicom.datadict import dictionary_has_tag

    group = tag.group
    is_graphic = group >> 8 in {_CURVES, _OVERLAYS}
    is_unseen = group in _DROPPED_GROUPS or is_graphic or tag in PIXEL_KEYWORDS  # pixels in sequences
    return tag.is_private or is_unseen or not dictionary_has_tag(tag)


def _read(header: Dataset, tag: Any) -> DataElement | None:
    """Return an element; None if its value can't be read, or does not belong to its tag."""
    from pydicom.datadict import dictionary_VR

    try:
        element = header[tag]
        texts_of(element.value if element.VR != "SQ" else None)
    except Exception:  # noqa: BLE001  pydicom raises anything on values that don't fit
        return None
    belongs = _is_of_kind(str(element.VR), dictionary_VR(tag)) and not _has_too_many(element)
    return element if belongs else None


def _is_of_kind(vr: str, known: str) -> bool:
    """Tell whether the VR of a file is one of the dictionary, such as ``US or SS``, or holds the same as one.

    Otherwise the value would be checked as what it is not: any text fits where a date is told to be text.
    """
    vrs = {known, *known.split(" or ")}
    return vr in vrs or any(vr in kind and vrs & kind for kind in (TEXTS, NUMBERS, _DECIMALS, BYTES - {"UN"}))


def _has_too_many(element: DataElement) -> bool:
    """Tell whether there are more numbers than the attribute has, as where a damaged length swallows what follows."""
    from pydicom.datadict import dictionary_VM

    most = dictionary_VM(element.tag).rpartition("-")[2]
    return str(element.VR) in {*NUMBERS, "AT"} and most.isdigit() and int(most) < element.VM


def _safe_private(header: Dataset) -> set[Any]:
    """Return the private tags that identify nobody, and those that say whose they are."""
    kept: set[Any] = set()
    for creator in [tag for tag in header if tag.tag.is_private_creator]:
        block = creator.tag.element << 8
        wanted = {(group, block | low) for group, low in SAFE_PRIVATE.get(str(creator.value).strip(), ())}
        found = {tag for tag in header.keys() if (tag.group, tag.element) in wanted}  # noqa: SIM118
        harmless = {tag for tag in found if _is_harmless(header[tag])}
        if harmless:
            kept |= {creator.tag, *harmless}
    return kept


def _is_harmless(element: DataElement) -> bool:
    """Tell whether a private element has numbers, a ratio as ``1.375:1``, or codes of one word."""
    vr = str(element.VR)
    if vr in {"CS", "SH"}:
        return all((_WORD if vr == "CS" else _RATIO).fullmatch(text) for text in texts_of(element.value))
    return vr in NUMBERS | _DECIMALS and all_fit(element)


def _stays(element: DataElement, profile: Profile, replacing: Replacing, depth: int) -> bool:
    """Change an element as the profile says; tell whether it stays."""
    row = basic_profile().get(int(element.tag))
    if row is None:
        return _unlisted(element, profile, replacing, depth)
    action = action_of(row, profile.options)
    if action is Action.DELETE:
        return False
    if element.keyword in _PSEUDONYMS and element.VM:
        identity = profile.identity if depth == 0 else str(element.value)
        element.value = pseudonym(identity, replacing.keyed)
        return True
    if element.keyword == _DOCUMENT:
        if depth or not profile.keeps_document:
            element.value = _EMPTY_PDF if is_pdf(bytes(element.value or b"")) else b"\0\0"
        return True
    return _listed(element, action, profile, replacing, depth)


def _listed(element: DataElement, action: Action, profile: Profile, replacing: Replacing, depth: int) -> bool:
    """Do what the table says with an element that is not deleted; tell whether it stays."""
    if action is Action.EMPTY:
        cleared(element)
    elif action is Action.UID:
        changed(element, lambda uid: replaced_uid(uid, replacing.keyed))
    elif element.VR == "SQ":
        _sequence(element, action, profile, replacing, depth)
    elif action is Action.DUMMY:
        make_dummy(element, replacing)
    elif action is Action.KEEP:
        return _kept(element)
    else:
        _cleaned(element, replacing)
    return True


_STRUCTURES = frozenset(
    {"ContentSequence", "GraphicAnnotationSequence", "ReferencedPerformedProcedureStepSequence"}
    | {"VerifyingObserverSequence", "WaveformAnnotationSequence"}
)
"""Sequences whose items stay when they become dummies: their texts, names, dates and UIDs are replaced one by one."""


def _sequence(element: DataElement, action: Action, profile: Profile, replacing: Replacing, depth: int) -> None:
    if action is Action.DUMMY and element.keyword not in _STRUCTURES:
        make_dummy(element, replacing)
        return
    for item in element.value or ():
        apply_profile(item, profile, replacing, depth=depth + 1)


def _kept(element: DataElement) -> bool:
    """Let an element stay, if it is what it says; ages of 90 and more identify somebody in any case."""
    if element.VR == "AS":
        changed(element, capped_age)
    return all_fit(element)


def _cleaned(element: DataElement, replacing: Replacing) -> None:
    """Move dates, and clean texts."""
    vr = str(element.VR)
    if vr == "DA":
        changed(element, lambda text: moved_date(text, replacing.days))
    elif vr == "DT":
        changed(element, lambda text: moved_datetime(text, replacing.days))
    elif vr in {*TEXTS, "AE"} and all_fit(element):
        changed(element, lambda text: _clean_text(text, vr, replacing))
    elif vr != "TM" or not all_fit(element):
        make_dummy(element, replacing)


def _clean_text(text: str, vr: str, replacing: Replacing) -> str:
    if not replacing.keeps_text:
        return str(dummy(vr, replacing.placeholder)) if text else ""
    masked = replacing.clean(text, "mask")
    # Where placeholders don't fit, the words behind them would be cut off
    return masked if shortened(vr, masked) == masked else shortened(vr, replacing.clean(text, "remove"))


def _unlisted(element: DataElement, profile: Profile, replacing: Replacing, depth: int) -> bool:
    """Change an element that the table does not have; tell whether it stays."""
    vr = str(element.VR)
    if vr == "SQ":
        for item in element.value or ():
            apply_profile(item, profile, replacing, depth=depth + 1)
        return True
    if vr == "AS" and Option.PATIENT in profile.options:
        return _kept(element)
    change = _CHANGES.get(vr)
    if change is not None:
        change(element, profile, replacing)
        return True
    if vr in BYTES:
        is_known = vr != "OB" or (element.keyword in KEPT_BYTES and _is_as_told(element))
        return is_known and not is_text(element.value)
    if vr == "CS":
        is_charset = element.keyword == "SpecificCharacterSet"
        changed(element, _character_set if is_charset else lambda text: _code(text, replacing))
        return True
    if not all_fit(element):
        cleared(element)
    return True


def _is_as_told(element: DataElement) -> bool:
    """Tell whether a colour profile is one (ICC.1, section 7.2.11), and not elements that a damaged length swallows."""
    return element.keyword != "ICCProfile" or bytes(element.value or b"")[36:40] == b"acsp"


def _code(text: str, replacing: Replacing) -> str:
    """Return a code, or a dummy for what looks like none, or tells what the header tells of persons."""
    if fits("CS", text) and replacing.clean(text, "known") == text:
        return text
    return str(dummy("CS", replacing.placeholder))


def _character_set(term: str) -> str:
    """Return a character set as the standard writes it (PS3.3, section C.12.1.1.2); empty if it has no such one."""
    from pydicom.charset import python_encoding

    return term.upper() if term.upper() in python_encoding else ""


def _uid(element: DataElement, profile: Profile, replacing: Replacing) -> None:
    def change(uid: str) -> str:
        stays = element.keyword in KEPT_UIDS or Option.UIDS in profile.options
        return uid if stays and _UID_SHAPE.fullmatch(uid) else replaced_uid(uid, replacing.keyed)

    changed(element, change)


def _text(element: DataElement, profile: Profile, replacing: Replacing) -> None:
    vr = str(element.VR)
    if element.keyword in KEPT_TEXTS and all_fit(element):
        changed(element, lambda text: shortened(vr, replacing.clean(text, "known")))
    elif all_fit(element) and {Option.DESCRIPTORS, Option.STRUCTURED} & {*profile.options}:
        changed(element, lambda text: _clean_text(text, vr, replacing))
    else:
        make_dummy(element, replacing)


def _date(element: DataElement, profile: Profile, replacing: Replacing) -> None:
    if Option.MODIFIED_DATES in profile.options:
        _cleaned(element, replacing)
    elif Option.FULL_DATES not in profile.options or not all_fit(element):
        make_dummy(element, replacing)


def _no_one(element: DataElement, _profile: Profile, replacing: Replacing) -> None:
    make_dummy(element, replacing)


_CHANGES: dict[str, Callable[[DataElement, Profile, Replacing], None]] = {
    "UI": _uid,
    **dict.fromkeys(TEXTS, _text),
    **dict.fromkeys(("DA", "DT", "TM"), _date),
    **dict.fromkeys(("AE", "AS", "PN", "UR"), _no_one),
}
"""What becomes of values in attributes that the table does not have, by VR."""


def _clean_code(header: Dataset, profile: Profile, replacing: Replacing) -> None:
    """Clean or replace the meaning of a code of one's own scheme, which may be any text (PS3.3, section 8.8)."""
    if "CodeMeaning" not in header:
        return
    scheme = str(header.get("CodingSchemeDesignator") or "").strip()
    if scheme in PUBLIC_SCHEMES:
        return
    if Option.DESCRIPTORS in profile.options:
        changed(header["CodeMeaning"], lambda text: _clean_text(text, "LO", replacing))
    else:
        make_dummy(header["CodeMeaning"], replacing)
