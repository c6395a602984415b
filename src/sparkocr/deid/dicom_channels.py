"""Everything that could be read in a DICOM file: all data elements, what is in them, and all bytes around them.

The elements are read one by one from the bytes, by none of the code that de-identifies headers.
"""

from __future__ import annotations

import html
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain

from sparkocr.deid.channels import Allowance, Channel, Data, Finding, Noise, Piece, ReadImage
from sparkocr.deid.dicom_codes import code_pieces, hidden_data
from sparkocr.deid.dicom_facts import Facts
from sparkocr.deid.dicom_pictures import frame_pieces, picture_pieces
from sparkocr.deid.fold import STOP
from sparkocr.deid.image_channels import image_pieces, is_image
from sparkocr.deid.loose_text import binary_piece, data_pieces, looks_like_text
from sparkocr.deid.office_channels import office_pieces
from sparkocr.deid.pdf_channels import is_pdf
from sparkocr.deid.pdf_pieces import pdf_pieces
from sparkocr.dicom.elements import Coding, Element, data_elements, decoded_texts, is_pixels, read_meta
from sparkocr.dicom.open import is_dicom
from sparkocr.errors import DocumentError
from sparkocr.office.package import ZIP_MAGIC

__all__ = ["dicom_pieces"]

_HEAD = 132  # preamble and prefix (PS3.10, section 7.1)
_PREFIX = 4
_EXPLICIT_BIG, _IMPLICIT, _DEFLATED = (  # PS3.5, annex A
    "1.2.840.10008.1.2.2",
    "1.2.840.10008.1.2",
    "1.2.840.10008.1.2.1.99",
)
_DOCUMENT = 0x00420011
_META_GROUP, _GRAPHIC_GROUPS = 0x0002, {0x50, 0x60}  # curves are 50xx, overlays 60xx
# Value representations (PS3.5, section 6.2)
_TEXTS = frozenset("AE AS CS DA DT LO LT PN SH ST UC UR UT".split())  # noqa: SIM905
_NUMBERS_IN_TEXT = frozenset({"DS", "IS", "TM", "UI"})
_NUMBERS = frozenset("AT FD FL SL SS SV UL US UV".split())  # noqa: SIM905
_DATE = 8  # digits of a date, after which the time follows
_SHORT = 1024  # bytes: so few hardly ever spell a word by chance
_ENOUGH = 1 << 20  # characters that are searched together
_LEAST_RUN = 6  # bytes of a text in binary data
_TAG = re.compile(r"<[^>]*>")


def dicom_pieces(content: bytes, read_image: ReadImage | None, allowance: Allowance) -> Iterator[Finding]:
    """Yield what is in a DICOM file.

    Parameters
    ----------
    content : bytes
        The file; one without preamble, too.
    read_image : ReadImage or None
        Reads frames, overlays and icons; None decodes none of them.
    allowance : Allowance
        What may be unpacked.

    Raises
    ------
    DocumentError
        It can't be read to its end, is too large when it is unpacked, or has a document or a frame that can't be read.
    """
    start = _HEAD if is_dicom(content) else 0
    if start and any(content[: start - _PREFIX]):
        yield Piece(Channel.PREAMBLE, STOP.join(_short_texts(content[: start - _PREFIX])))
    whole = memoryview(content)
    meta, place, syntax = read_meta(whole, start)
    if syntax == _DEFLATED:
        yield binary_piece(Channel.BYTES, content[:place])
        whole, place = memoryview(_inflated(whole[place:], allowance)), 0
    coding = _coding(syntax, whole[place : place + 6])
    if place == len(whole):
        raise DocumentError("There is no data set in the DICOM file")
    pixels: list[Element] = []
    facts = Facts(coding.is_little)
    elements = chain(meta, data_elements(whole, place, coding))
    yield from _texts(_element_pieces(elements, facts, read_image, allowance, pixels))
    yield from hidden_data(pixels, facts, syntax)
    yield from _byte_pieces(whole, pixels)
    if read_image and pixels:
        yield from frame_pieces(content, read_image)


def _coding(syntax: str, start: memoryview) -> Coding:
    """Return how a data set is written; by its start if the file does not say."""
    if syntax:
        return Coding(syntax == _IMPLICIT, syntax != _EXPLICIT_BIG)
    vr = bytes(start[4:6])
    return Coding(not (vr.isalpha() and vr.isupper()), is_little=bytes(start[:1]) != b"\0")  # the first group is 0008


def _inflated(data: memoryview, allowance: Allowance) -> bytes:
    """Return a data set that was deflated (PS3.5, section A.5).

    Raises
    ------
    DocumentError
        It is damaged or too large, or something follows it.
    """
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        found = inflater.decompress(data, allowance.left + 1)
    except zlib.error:
        raise DocumentError("The DICOM file can't be read to its end") from None
    allowance.take(len(found))
    trailer = struct.pack("<LL", zlib.crc32(found), len(found))  # some write that of gzip (RFC 1952, section 2.3.1)
    if not inflater.eof or inflater.unused_data not in {b"", b"\0", trailer}:
        raise DocumentError("The DICOM file can't be read to its end")
    return found


def _texts(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Join short texts of a kind: to search each by itself takes long."""
    waiting: dict[tuple[Channel, Noise], list[str]] = {}
    sizes: dict[tuple[Channel, Noise], int] = {}
    for finding in findings:
        if not isinstance(finding, Piece) or finding.page is not None:
            yield finding
            continue
        kind = finding.channel, finding.noise
        waiting.setdefault(kind, []).append(finding.text)
        sizes[kind] = sizes.get(kind, 0) + len(finding.text)
        if sizes[kind] > _ENOUGH:
            yield Piece(kind[0], STOP.join(waiting.pop(kind)), noise=kind[1])
            del sizes[kind]
    for (channel, noise), texts in waiting.items():
        yield Piece(channel, STOP.join(texts), noise=noise)


def _element_pieces(
    elements: Iterable[Element],
    facts: Facts,
    read_image: ReadImage | None,
    allowance: Allowance,
    pixels: list[Element],
) -> Iterator[Finding]:
    """Yield what data elements say; those of pixels are gathered."""
    for element in elements:
        facts.note(element)
        if is_pixels(element.tag) and element.depth == 0:
            pixels.append(element)
            if element.is_fragment:
                yield from code_pieces(element)
        else:
            yield from _value_pieces(element, _channel(element, is_behind=bool(pixels)))
            if element.tag == _DOCUMENT:
                yield from _document_pieces(bytes(element.value), read_image, allowance)
            if read_image:
                yield from picture_pieces(element, facts, read_image)


def _channel(element: Element, *, is_behind: bool) -> Channel:
    """Return where the value of an element belongs to."""
    group = element.tag >> 16
    if group == _META_GROUP:
        return Channel.META
    if group >> 8 in _GRAPHIC_GROUPS and not group % 2:
        return Channel.OVERLAY
    if is_behind:
        return Channel.BEHIND
    return Channel.PRIVATE if group % 2 else Channel.ELEMENT


def _value_pieces(element: Element, channel: Channel) -> Iterator[Piece]:
    """Yield what a value may say, by its VR."""
    value = bytes(element.value)
    if not value or (element.vr in _NUMBERS and len(value) < _LEAST_RUN):
        return
    if element.vr in _NUMBERS:
        yield binary_piece(channel, value)
        return
    if element.vr not in _TEXTS and element.vr not in _NUMBERS_IN_TEXT and not looks_like_text(value.rstrip(b"\0")):
        yield from data_pieces(channel, value)
        yield from (Piece(channel, text) for text in _short_texts(value))
        return
    noise = Noise.SYNTAX if element.vr in _NUMBERS_IN_TEXT else Noise.NONE
    for text in dict.fromkeys([*decoded_texts(value, element.charsets), *_short_texts(value)]):
        yield Piece(channel, text, noise=noise)
        if element.vr == "PN" and "^" in text:
            yield Piece(channel, STOP.join(_usual_names(text)))
        if element.vr == "DT":
            yield Piece(channel, STOP.join(one.strip()[:_DATE] for one in text.split("\\")))


def _short_texts(value: bytes) -> list[str]:
    """Return what a short value says, whatever it is: in Latin-1, in UTF-16, without zeros between its letters."""
    if len(value) > _SHORT:
        return []
    text = value.decode("latin-1")
    if "\0" not in text.strip("\0"):
        return [text]
    return [text, text.replace("\0", ""), *(value.decode(form, "replace") for form in ("utf-16-le", "utf-16-be"))]


def _usual_names(text: str) -> Iterator[str]:
    """Yield names as people write them: given name first, with and without the second one (PS3.5, section 6.2.1)."""
    for group in re.split(r"[\\=]", text):
        parts = [part.strip("\0 ") for part in group.split("^")] + [""] * 4
        family, given, middle, prefix, suffix = parts[:5]
        yield " ".join(part for part in (prefix, given, middle, family, suffix) if part)
        yield f"{given} {family}"


def _document_pieces(data: bytes, read_image: ReadImage | None, allowance: Allowance) -> Iterator[Finding]:
    """Yield what is in an encapsulated document (PS3.3, section C.24.2).

    Raises
    ------
    DocumentError
        It can't be read, or is of a kind that may hold anything.
    """
    allowance.take(len(data))
    if is_pdf(data):
        yield from pdf_pieces(data.removesuffix(b"\0"), read_image, allowance)  # values have an even length
    elif data.startswith(ZIP_MAGIC):
        yield from office_pieces(data, read_image, allowance, depth=1)
    elif is_image(data):
        yield from image_pieces(data, read_image, allowance)
    elif looks_like_text(data):
        yield Piece(Channel.DOCUMENT, html.unescape(_TAG.sub("\n", data.decode("utf-8", "replace"))))
        yield from data_pieces(Channel.DOCUMENT, data)
    elif any(data):
        raise DocumentError("The encapsulated document is of a kind that can't be proven")


def _byte_pieces(data: memoryview, pixels: list[Element]) -> Iterator[Finding]:
    """Yield the bytes of a file: pixels as numbers, and what looks like text in the rest."""
    places = sorted((element.start, element.start + len(element.value)) for element in pixels)
    begin = 0
    around = []
    for first, last in places:
        around.append(bytes(data[begin:first]))
        begin = last
    yield binary_piece(Channel.BYTES, b"\0".join([*around, bytes(data[begin:])]))
    yield from (Data(Channel.BYTES, element.value) for element in pixels)
