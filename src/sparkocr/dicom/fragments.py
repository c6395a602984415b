"""Encoded frames: where their fragments are in a file, and how large the picture of a code stream is."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby, islice
from typing import BinaryIO, TypeAlias

import numpy as np

__all__ = [
    "ITEM",
    "JPEG",
    "JPEG_2000",
    "SEQUENCE_END",
    "Fragments",
    "code_size",
    "encapsulated",
    "find_fragments",
    "items",
    "piece",
    "segments",
]

Fragments: TypeAlias = tuple[tuple[int, int], ...]
"""Offset in the file and length of each fragment of a frame."""

ITEM, SEQUENCE_END = (0xFFFE, 0xE000), (0xFFFE, 0xE0DD)
"""Tags in a sequence of fragments (PS3.5, section 7.5)."""
_TAIL = 16  # bytes at the end of a fragment in which a JPEG's end marker is
_END_OF_IMAGE = b"\xff\xd9"  # of JPEG, JPEG-LS and JPEG 2000
JPEG = b"\xff\xd8"
"""How code streams of JPEG and JPEG-LS start: SOI (ITU-T T.81, table B.1)."""
JPEG_2000 = b"\xff\x4f\xff\x51"
"""How those of JPEG 2000 start: SOC and SIZ (ITU-T T.800, section A.5.1)."""
_DATA = {0xDA, 0x90}  # SOS, SOT: the first scan of JPEG, the first tile of JPEG 2000
# SOF0 to SOF15 without tables (T.81, table B.1), and SOF55 of JPEG-LS (T.87)
_FRAME_HEADERS = {*range(0xC0, 0xD0), 0xF7} - {0xC4, 0xC8, 0xCC}
_JP2_SIGNATURE = b"jP  "  # of the box that a JP2 file starts with (T.800, section I.5.1)
_MOST_ITEMS = 1 << 22  # of a file: empty ones cost 8 bytes each
_HEAD = 8  # bytes before an item


def find_fragments(file: BinaryIO, start: int, frames: int, extended: bytes = b"") -> tuple[Fragments, ...]:
    """Find the fragments of encoded frames (PS3.5, section A.4).

    Parameters
    ----------
    file : file-like
    start : int
        Offset of the table of offsets, with which the pixels begin.
    frames : int
        How many frames the file claims to have.
    extended : bytes
        The extended table of offsets, which counts instead if it is there.

    Returns
    -------
    tuple of Fragments
        By frame. It may be fewer or more than `frames`.
    """
    end = file.seek(0, 2)
    found = [(place, min(length, end - place)) for place, length in islice(items(file, start), _MOST_ITEMS)]
    table, fragments = found[:1], found[1:]
    if frames == 1 or len(fragments) < 2:  # noqa: PLR2004
        return (tuple(fragments),) if fragments else ()
    if len(fragments) == frames:
        return tuple((fragment,) for fragment in fragments)
    starts = _offsets(extended, "<u8") or _offsets(piece(file, *table[0]), "<u4")
    if starts and starts[0] == 0 and starts == sorted(starts):
        first = fragments[0][0]  # offsets count from the first fragment
        by_start = groupby(fragments, lambda fragment: bisect_right(starts, fragment[0] - first))
        groups = [list(group) for _, group in by_start]
    else:
        groups = list(_by_end_marker(file, fragments))
    return tuple(tuple(group) for group in groups if group)


def items(file: BinaryIO, start: int) -> Iterator[tuple[int, int]]:
    """Yield offset and length of all items of a sequence, the table of offsets first; the last one may be cut off."""
    place = start
    while len(head := piece(file, place, _HEAD)) == _HEAD:
        group, element, length = struct.unpack("<HHL", head)
        if (group, element) != ITEM:
            return
        yield place + _HEAD, length
        place += _HEAD + length


def _offsets(table: bytes, kind: str) -> list[int]:
    size = np.dtype(kind).itemsize
    return [int(start) for start in np.frombuffer(table[: len(table) // size * size], kind)]


def _by_end_marker(file: BinaryIO, fragments: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Group fragments by where code streams end."""
    group: list[tuple[int, int]] = []
    for offset, length in fragments:
        group.append((offset, length))
        tail = min(length, _TAIL)
        if _END_OF_IMAGE in piece(file, offset + length - tail, tail):
            yield group
            group = []
    yield group


def piece(file: BinaryIO, offset: int, length: int) -> bytes:
    """Return some bytes of a file."""
    file.seek(offset)
    return file.read(length)


def encapsulated(code: bytes) -> bytes:
    """Return a code stream as the only item of a sequence of fragments, with an empty table of offsets."""
    padded = code + b"\0" * (len(code) % 2)
    return struct.pack("<HHL", *ITEM, 0) + struct.pack("<HHL", *ITEM, len(padded)) + padded


def code_size(code: bytes) -> tuple[int, int] | None:
    """Return height and width of a JPEG, JPEG-LS or JPEG 2000 code stream; None if it is none, or does not tell."""
    if code[4:8] == _JP2_SIGNATURE:
        code = code[max(0, code.find(JPEG_2000)) :]
    if code[:4] == JPEG_2000:
        right, bottom, left, top = struct.unpack_from(">4L", code.ljust(24, b"\0"), 8)
        return bottom - top, right - left
    for kind, begin, _ in segments(code) if code[:2] == JPEG else ():
        if kind in _FRAME_HEADERS and begin + 5 <= len(code):
            height, width = struct.unpack_from(">HH", code, begin + 1)
            return (height, width) if height else None
    return None


def segments(code: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield the marker segments of a JPEG, JPEG-LS or JPEG 2000 code stream, up to the first scan or tile.

    Yields
    ------
    kind : int
        Second byte of the marker (ITU-T T.81, table B.1; T.800, table A.2).
    begin, end : int
        Where what follows its length is; the end may be beyond that of the code stream.
    """
    place = 2
    while place + 4 <= len(code) and code[place] == 0xFF:  # noqa: PLR2004
        kind = code[place + 1]
        if kind == 0xFF:  # noqa: PLR2004  bytes that fill up
            place += 1
            continue
        if kind in _DATA:
            return
        end = place + 2 + int.from_bytes(code[place + 2 : place + 4], "big")
        yield kind, place + 4, end
        place = end
