"""Take the identifiers out of DICOM files: out of pixels, header, texts and encapsulated PDF, in one call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from sparkocr.deid.dicom_descriptors import is_descriptor
from sparkocr.deid.dicom_header import HeaderOptions, clean_header, erase_texts, find_in_header
from sparkocr.deid.dicom_pixels import FoundPixels, PixelSearch, find_pixel_text
from sparkocr.deid.dicom_secrets import replaced_values
from sparkocr.deid.dicom_text import find_identifiers
from sparkocr.deid.pages import PageReading, find_on_page
from sparkocr.deid.pdf import Deidentified, Masking, deidentify_pdf
from sparkocr.deid.reading import Find
from sparkocr.deid.search import SecretIndex, with_parts
from sparkocr.deid.secrets import Secret
from sparkocr.dicom.copy import with_header
from sparkocr.dicom.document import pdf_in, put_pdf
from sparkocr.dicom.draw import fill_open, has_overlays_in_pixels, has_unused_bits
from sparkocr.dicom.frames import pixel_format
from sparkocr.dicom.library import quiet
from sparkocr.dicom.open import DicomFile, open_dicom, value
from sparkocr.dicom.profile.identifiers import Identifier, identifiers_of
from sparkocr.dicom.profile.table import Option
from sparkocr.dicom.source import Source
from sparkocr.dicom.tag_texts import kept_texts
from sparkocr.engines.engine import Engine
from sparkocr.entities.entity import Entity
from sparkocr.errors import DocumentError
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.redact.report import PageReport

__all__ = ["DeidentifiedDicom", "deidentify_dicom"]

_CLEANED = {  # objects that are made of texts, by what they have (PS3.3), and the option that cleans instead of empties
    "ContentSequence": Option.STRUCTURED,  # section C.17.3: reports
    "GraphicAnnotationSequence": Option.GRAPHICS,  # section C.10.5: presentation states
    "WaveformAnnotationSequence": Option.GRAPHICS,  # section C.10.10
}
_SOUNDS = frozenset({"1.2.840.10008.5.1.4.1.1.9.4.1", "1.2.840.10008.5.1.4.1.1.9.4.2"})  # PS3.4, annex B.5
_AUDIO = "AU"  # their modality (PS3.3, section C.7.3.1.1.1), whatever class the maker of a machine made up


@dataclass(frozen=True, slots=True)
class DeidentifiedDicom:
    """A DICOM file without its identifiers.

    Attributes
    ----------
    content : bytes
    secrets : tuple of Secret
        What had to go, wherever it was found: each once, and the single names of persons.
    counts : dict of str to int
        How many identifiers were found in header, texts, pixels and document, by label.
    pages : tuple of PageReport
        The frames with regions, and those that nobody read, with why; or the pages of the PDF.
    """

    content: bytes
    secrets: tuple[Secret, ...]
    counts: dict[str, int]
    pages: tuple[PageReport, ...]


def deidentify_dicom(source: Source, search: PixelSearch, options: HeaderOptions) -> DeidentifiedDicom:
    """Take the identifiers out of a DICOM file.

    Text in the pixels is masked on all frames; pixels without any stay as they are in the file. The header is cleaned
    by the Basic Profile, and so are the texts of reports, presentation states and waveforms. An encapsulated PDF is
    redacted page by page. What is found in one of them is taken out of the texts of all.

    Parameters
    ----------
    source : bytes-like, str or Path
        The file, or its path, of which then one frame at a time is read.
    search : PixelSearch
        How pixels are read, and how the pages of a PDF are.
    options : HeaderOptions
        Without a strategy. `pixels_cleaned` and `document_cleaned` are set to what was done.

    Returns
    -------
    DeidentifiedDicom

    Raises
    ------
    DocumentError
        The file can't be read or written, has pixels that can't be decoded, sound, or a document that is no PDF or
        can't be redacted; or it is a directory of files (DICOMDIR).

    Notes
    -----
    The file says that the identity of the patient is removed (0012,0062) if all that it has was cleaned, but not if
    `search` leaves the pixels of its modality unread.

    What the finder finds need not be gone from what the profile keeps: codes, numbers, and names of machines and
    methods. What the header tells of persons is gone from there, too.
    """
    with open_dicom(source) as dicom:
        _refuse_sound_and_video(dicom)
        with quiet():
            identifiers = tuple(identifiers_of(dicom.header))
        options = _for_texts(dicom.header, options)
        told = replaced_values(dicom.header, options)
        cleaning = _Cleaning(options, _parts(dicom, identifiers, search))
        content = _written(dicom, cleaning)
        found = _without_kept(cleaning.found(), dicom.header, options)
    counts = Counter(one.label for one in identifiers) + cleaning.counts()
    return DeidentifiedDicom(content, tuple(dict.fromkeys((*told, *found))), dict(counts), cleaning.parts.pages())


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """What was found in the pixels and in the document of a file, which may have none."""

    pixels: FoundPixels | None
    document: Deidentified | None

    def secrets(self) -> tuple[Secret, ...]:
        in_document = self.document.findings.secrets if self.document else ()
        return (*(self.pixels.secrets if self.pixels else ()), *in_document)

    def counts(self) -> Counter[str]:
        in_document = Counter(self.document.findings.counts if self.document else {})
        return Counter(self.pixels.counts if self.pixels else {}) + in_document

    def pages(self) -> tuple[PageReport, ...]:
        return (*(self.pixels.frames if self.pixels else ()), *(self.document.pages if self.document else ()))


@dataclass(slots=True)
class _Cleaning:
    """Cleans the header of an open file, and remembers what was found in its texts."""

    options: HeaderOptions
    parts: _Parts
    in_texts: list[Secret] = field(default_factory=list)

    def __call__(self, dicom: DicomFile) -> None:
        if self.parts.document is not None:
            put_pdf(dicom.header, self.parts.document.content)
        options = replace(
            self.options,
            find=None if self.options.find is None else self._find,
            pixels_cleaned=self.parts.pixels is not None and self.parts.pixels.is_read,
            document_cleaned=self.parts.document is not None,
        )
        clean_header(dicom, options)
        erase_texts(dicom.header, self.found(), self.options)

    def _find(self, text: str) -> Sequence[Entity]:
        entities = find_in_header(text, self.options)
        self.in_texts += [Secret(text[one.begin : one.end], one.label) for one in entities]
        return entities

    def found(self) -> tuple[Secret, ...]:
        """Return what was found in pixels, document and texts, but for words of imaging that were taken for names."""
        found = with_parts((*self.parts.secrets(), *self.in_texts))
        return tuple(secret for secret in found if not is_descriptor(secret.text))

    def counts(self) -> Counter[str]:
        """Count that by label."""
        return Counter(secret.label for secret in self.in_texts) + self.parts.counts()


def _refuse_sound_and_video(dicom: DicomFile) -> None:
    """Refuse what nobody has listened to or looked at.

    Raises
    ------
    DocumentError
        The file holds sound or video, or does not tell how its pixels are stored.
    """
    is_sound = str(value(dicom.header, "SOPClassUID", "")) in _SOUNDS
    if is_sound or str(value(dicom.header, "Modality", "")).strip() == _AUDIO:
        raise DocumentError("The DICOM file holds sound, to which nobody has listened")
    if dicom.pixels is not None:
        pixel_format(dicom)


def _for_texts(header: Any, options: HeaderOptions) -> HeaderOptions:
    """Let texts be cleaned, and not replaced, in an object that is made of them."""
    if options.find is None:
        return options
    return replace(options, options={*options.options, *(_CLEANED[word] for word in _CLEANED if word in header)})


def _parts(dicom: DicomFile, identifiers: Sequence[Identifier], search: PixelSearch) -> _Parts:
    """Look at pixels and document."""
    pixels = None if dicom.pixels is None else find_pixel_text(dicom, identifiers, search)
    find = partial(find_identifiers, identifiers=identifiers, find=search.find)
    return _Parts(pixels, _clean_document(dicom.header, find, search.engine))


def _clean_document(header: Any, find: Find, engine: Engine) -> Deidentified | None:
    """Redact the PDF in a header; None if there is no document.

    Raises
    ------
    DocumentError
        The document is no PDF, or can't be redacted.
    """
    if not value(header, "EncapsulatedDocument"):
        return None
    pdf = pdf_in(header)
    reading = PageReading(engine)
    with open_pdf(pdf) as document:
        pages = {number: find_on_page(document, number, reading=reading, find=find) for number in range(len(document))}
    return deidentify_pdf(pdf, pages, Masking())


def _written(dicom: DicomFile, cleaning: _Cleaning) -> bytes:
    """Write the file with a clean header; its pixels are copied if there is nothing to mask in them."""
    pixels = cleaning.parts.pixels
    if pixels and (not pixels.boxes.is_empty or has_overlays_in_pixels(dicom.header) or has_unused_bits(dicom)):
        return fill_open(dicom, pixels.boxes, edit=cleaning).content
    cleaning(dicom)
    return with_header(dicom)


def _without_kept(found: Sequence[Secret], header: Any, options: HeaderOptions) -> Iterator[Secret]:
    """Return what was found without what the clean header keeps in codes, numbers and names of methods."""
    with quiet():
        kept = "\n".join(kept_texts(header, options.options)) if found else ""
    staying = {secret for _, _, secret in SecretIndex(found).find(kept)}
    return (secret for secret in found if secret not in staying)
