"""Empty what is no picture in the code stream of a frame: comments, data of programs, and what follows the picture.

The bytes become zeros, so that the length of a fragment, and the tables that point into it, stay true.
"""

from __future__ import annotations

import struct
from collections.abc import Generator, Iterator

from sparkocr.dicom.fragments import JPEG, JPEG_2000
from sparkocr.dicom.syntaxes import RLE

__all__ = ["bare_code", "starts_code"]

Span = tuple[int, int]
"""Where some bytes begin, and where they end."""

_JP2 = b"\0\0\0\x0cjP"  # how JP2 files start (ITU-T T.800, section I.5.1)
_END = b"\xff\xd9"  # of all three

# JPEG and JPEG-LS (ITU-T T.81, table B.1; T.87): second bytes of markers
_EOI, _SOS, _COMMENT = 0xD9, 0xDA, 0xFE
_ALONE = {0x01, *range(0xD0, 0xD8)}  # have no length: TEM, restarts
_APPLICATIONS, _RESERVED = range(0xE0, 0xF0), {*range(0xF0, 0xF7), *range(0xF9, 0xFE)}
_KEPT = {  # segments that tell how colours are coded, and how many bytes of them do
    b"JFIF\0": 12,  # T.871, section 10.1: without a thumbnail
    b"Adobe": 12,  # T.872, section 6.5.3
    b"SPIFF\0": 30,  # T.84, annex F
    b"\0\0\0\1\xff\xd8": 6,  # the end of SPIFF
    b"mrfx": 5,  # colours of JPEG-LS by HP
}

# JPEG 2000 (T.800, annexes A and I)
_COMMENT_2000, _TILE, _DATA = 0x64, 0x90, 0x93
_TILE_HEAD = 12  # bytes of SOT with its marker
_BOXES = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})
_HEADER_BOXES = frozenset({b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef", b"res "})

_RLE_HEAD, _MOST_SEGMENTS = 64, 15  # PS3.5, section G.5
_LITERAL, _NOTHING = 127, 128  # section G.3.2: bytes up to this one, and what no bytes follow


def starts_code(fragment: bytes) -> bool:
    """Tell whether a code stream of JPEG, JPEG-LS or JPEG 2000 begins with some bytes."""
    return fragment.startswith((JPEG, JPEG_2000, _JP2))


def bare_code(code: bytes, syntax: str, pixels: int) -> bytes:
    """Fill what is only for people and programs in a code stream with zeros.

    Parameters
    ----------
    code : bytes
        Of one frame.
    syntax : str
        UID of the transfer syntax.
    pixels : int
        Of a frame, rows times columns.

    Returns
    -------
    bytes
        As many, which decode to the same picture. Without comments, data of applications (Exif, XMP, IPTC), boxes that
        say nothing of pixels, and whatever is behind the end.
    """
    if syntax == RLE:
        spans = _beside_runs(code, pixels)
    elif code.startswith(_JP2):
        spans = _in_boxes(code, 0, len(code), _BOXES)
    elif code.startswith(JPEG_2000):
        spans = _in_2000(code, 0, len(code))
    elif code.startswith(JPEG):
        spans = _in_jpeg(code)
    else:
        return code
    made = bytearray(code)
    for begin, end in spans:
        end = min(end, len(code))  # noqa: PLW2901  a damaged length
        made[begin:end] = bytes(max(0, end - begin))
    return bytes(made)


def _word(code: bytes, place: int) -> int:
    return int.from_bytes(code[place : place + 2], "big")


# --- JPEG and JPEG-LS


def _in_jpeg(code: bytes) -> Iterator[Span]:
    """Yield what is no picture in a JPEG or JPEG-LS code stream."""
    place = len(JPEG)
    while place < len(code):
        found = code.find(b"\xff", place)
        if found != place:  # decoders skip what is no marker
            yield place, found if found >= 0 else len(code)
        if found < 0:
            return
        kind, place = code[found + 1 : found + 2], found + 2
        if kind in {b"\xff", b""}:  # a byte that fills up
            place = found + 1
        elif kind[0] == _EOI:
            yield place, len(code)
            return
        elif kind[0] not in _ALONE and kind[0]:
            end = place + max(2, _word(code, place))
            yield from _in_segment(code, kind[0], place + 2, end)
            place = _scan_end(code, end) if kind[0] == _SOS else end


def _in_segment(code: bytes, kind: int, begin: int, end: int) -> Iterator[Span]:
    if kind in {_COMMENT, *_RESERVED}:
        yield begin, end
    elif kind in _APPLICATIONS:
        yield begin + next((size for start, size in _KEPT.items() if code.startswith(start, begin)), 0), end


def _scan_end(code: bytes, place: int) -> int:
    """Return where coded pixels end: at a marker that is no restart; 0xFF in them is followed by less than 0x80."""
    while (place := code.find(b"\xff", place)) >= 0:
        following = code[place + 1 : place + 2]
        if following >= b"\x80" and following != b"\xff" and following[0] not in _ALONE:
            return place
        place += 1
    return len(code)


# --- JPEG 2000


def _in_boxes(code: bytes, place: int, stop: int, kept: frozenset[bytes]) -> Iterator[Span]:
    """Yield what is no picture in the boxes of a JP2 file, or in those of its header."""
    while place + 8 <= stop:
        length, kind = struct.unpack_from(">L4s", code, place)
        begin = place + 8
        if length == 1:
            begin, length = place + 16, int.from_bytes(code[place + 8 : place + 16], "big")
        end = min(place + length, stop) if length else stop
        if end < begin:
            break
        if kind not in kept:
            yield begin, end
        elif kind == b"jp2h":
            yield from _in_boxes(code, begin, end, _HEADER_BOXES)
        elif kind == b"jp2c":
            yield from _in_2000(code, begin, end)
        place = end
    yield place, stop


def _in_2000(code: bytes, place: int, stop: int) -> Iterator[Span]:
    """Yield what is no picture in a JPEG 2000 code stream."""
    data = place = yield from _in_head(code, place + 2, stop, _TILE)
    while code[place : place + 2] == bytes((0xFF, _TILE)):
        length = int.from_bytes(code[place + 6 : place + 10], "big")
        data = yield from _in_head(code, place + _TILE_HEAD, stop, _DATA)
        place = max(place + length, data)  # 0: up to the end
    end = code.find(_END, data, stop)  # there is no such marker in coded data (section D.4.1)
    if end >= 0:
        yield end + len(_END), stop


def _in_head(code: bytes, place: int, stop: int, last: int) -> Generator[Span, None, int]:
    """Yield the comments of a header, and return where the marker is that ends it."""
    while place + 4 <= stop and code[place] == 0xFF and code[place + 1] != last:  # noqa: PLR2004
        end = place + 2 + max(2, _word(code, place + 2))
        if code[place + 1] == _COMMENT_2000:
            yield place + 4, end
        place = end
    return place


# --- Run lengths


def _beside_runs(code: bytes, pixels: int) -> Iterator[Span]:
    """Yield what is beside the runs of the segments of a frame."""
    count, *offsets = struct.unpack("<16L", code[:_RLE_HEAD].ljust(_RLE_HEAD, b"\0"))
    starts = offsets[: min(count, _MOST_SEGMENTS)]
    if not starts or sorted(starts) != starts or starts[0] < _RLE_HEAD or starts[-1] > len(code):
        return  # no decoder takes it
    yield 4 + 4 * len(starts), starts[0]
    for begin, end in zip(starts, [*starts[1:], len(code)], strict=True):
        if not _is_exact(code[begin:end], pixels):
            yield _runs_end(code, begin, end, pixels), end


def _is_exact(segment: bytes, pixels: int) -> bool:
    """Tell whether a segment has bytes for so many pixels and no others; False if a package for that is missing."""
    try:
        from rle.rle import decode_segment

        return len(decode_segment(segment)) == pixels
    except BaseException:  # noqa: BLE001  code in Rust panics on damaged segments with what is no Exception
        return False


def _runs_end(code: bytes, place: int, stop: int, pixels: int) -> int:
    """Return where the runs end that give so many bytes (PS3.5, section G.3.2)."""
    while pixels > 0 and place < stop:
        head = code[place]
        if head <= _LITERAL:
            place, pixels = place + head + 2, pixels - head - 1
        elif head > _NOTHING:
            place, pixels = place + 2, pixels - (257 - head)
        else:
            place += 1
    return min(place, stop)
