"""What is in the pixels of a DICOM file besides frames: comments in code streams, and what follows the last frame."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sparkocr.deid.channels import Channel, Finding, Noise, Piece
from sparkocr.deid.dicom_facts import Facts, Tag
from sparkocr.deid.loose_text import data_pieces
from sparkocr.dicom.elements import Element

__all__ = ["code_pieces", "hidden_data"]

_JPEG, _JPEG_2000, _JP2 = b"\xff\xd8", b"\xff\x4f\xff\x51", b"\0\0\0\x0cjP"  # ITU-T T.81, table B.1; T.800, A.4 and I.5
_END = b"\xff\xd9"  # of all three
# Segments of applications and comments (T.81, table B.1; T.800, A.9.2), with their length; what is coded has none
_SEGMENT = re.compile(rb"\xff[\xe0-\xef\xfe](..)", re.DOTALL)
_COMMENT_2000 = re.compile(rb"\xff\x64(..)", re.DOTALL)
_SECOND = re.compile(rb"\xff\xd9[\0\xff]*\xff(?:\xd8\xff|\x4f\xff\x51)")  # the end of one, and the start of another
_TILE = b"\xff\x90"  # SOT: where coded data begin
_JFIF = b"JFIF\0"
_JFIF_LENGTH = 14  # bytes, without a thumbnail (T.871, section 10.1)
_RLE = "1.2.840.10008.1.2.5"  # one fragment for each frame (PS3.5, section A.4.2)
_FLOAT_BITS = {0x7FE00008: 32, 0x7FE00009: 64}  # PS3.3, section C.7.6.24


def code_pieces(element: Element) -> Iterator[Finding]:
    """Yield what a fragment of encapsulated pixels holds that is no picture."""
    code = bytes(element.value)
    is_2000 = code.startswith((_JPEG_2000, _JP2))
    if not is_2000 and not code.startswith(_JPEG):
        return
    head = code.partition(_TILE)[0] if is_2000 else code
    for found in (_COMMENT_2000 if is_2000 else _SEGMENT).finditer(head):
        segment = head[found.end() : found.end() + int.from_bytes(found[1]) - len(found[1])]
        if segment.startswith(_JFIF) and any(segment[_JFIF_LENGTH:]):
            yield Channel.UNLISTED  # a thumbnail
        if any(segment):
            yield from _loose(segment)
    if is_2000 and code.startswith(_JP2):
        yield from _loose(code.partition(_JPEG_2000)[0])
    if _SECOND.search(code):
        yield Channel.UNLISTED
    behind = code.rpartition(_END)[2] if _END in code else b""
    if any(behind):
        yield from _loose(behind)


def _loose(data: bytes) -> Iterator[Finding]:
    yield from data_pieces(Channel.CODE, data.strip(b"\0"))
    yield Piece(Channel.CODE, data.decode("latin-1"), noise=Noise.SYNTAX)


def hidden_data(pixels: Sequence[Element], facts: Facts, syntax: str) -> Iterator[Finding]:
    """Yield what the pixels have beyond the frames that the header tells: any of it is a leak by itself.

    Parameters
    ----------
    pixels : sequence of Element
        The element of the pixels, or all its fragments.
    facts : Facts
    syntax : str
        Transfer syntax.
    """
    if not pixels:
        return
    first = pixels[0]
    frames = facts.count(first, Tag.FRAMES)
    if first.is_fragment:
        starts = [bytes(one.value[:6]) for one in pixels]
        codes = len(starts) if syntax == _RLE else sum(one.startswith((_JPEG, _JPEG_2000, _JP2)) for one in starts)
        if codes > frames:
            yield Channel.UNLISTED
        return
    bits = _frame_bits(first, facts)
    size = -(-bits * frames // 8)
    behind = bytes(first.value[size:]) if bits else b""
    if len(pixels) > 1 or any(behind[1:]) or (size % 2 == 0 and any(behind)):
        yield Channel.UNLISTED
    yield from data_pieces(Channel.BYTES, behind.strip(b"\0"))


def _frame_bits(element: Element, facts: Facts) -> int:
    """Return how many bits a frame has that is not encoded; 0 if the header does not tell."""
    samples = facts.number(element, Tag.SAMPLES, 1)
    if facts.text(element, Tag.PHOTOMETRIC) == "YBR_FULL_422":
        samples = 2  # two of three colours are there for every second pixel (PS3.3, section C.7.6.3.1.2)
    bits = _FLOAT_BITS.get(element.tag) or facts.number(element, Tag.ALLOCATED)
    return facts.number(element, Tag.ROWS) * facts.number(element, Tag.COLUMNS) * samples * bits
