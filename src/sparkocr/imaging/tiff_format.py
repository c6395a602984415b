"""The structures of TIFF files: headers, and lists of directories of tags.

They are those of the TIFF 6.0 specification (Adobe, 1992), sections 2 and 15, and of BigTIFF
(https://libtiff.gitlab.io/libtiff/specification/bigtiff.html): a header, and a linked list of image file
directories (IFD). An IFD is a table of tags; a value that doesn't fit into the table is stored elsewhere and
the table holds its offset. Two tags list where the strips or tiles of pixels are, and how long they are.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import cast

__all__ = ["FLAVOURS", "SEGMENTS", "Entry", "Flavour", "Read", "TiffError", "directories", "entries_of", "pack_entries"]

Read = Callable[[int, int], "bytes | memoryview"]
"""Returns so many bytes from an offset on, or raises `TiffError`."""


class TiffError(Exception):
    """A directory points outside of the file, or can't be what it should be."""


@dataclass(frozen=True, slots=True)
class Flavour:
    """Byte order and field widths of a TIFF file."""

    order: str  # struct's prefix: "<" or ">"
    header: bytes  # all that comes before the offset of the first IFD
    count: str  # struct's code for the number of tags in an IFD
    word: str  # struct's code for offsets and for the number of values in a tag
    word_type: int  # TIFF's code for the same

    def size(self, codes: str) -> int:
        """Return the number of bytes of struct's `codes`."""
        return struct.calcsize(self.order + codes)

    @property
    def entry(self) -> str:
        """Tag, type, number of values, and the value or its offset."""
        return f"HH{self.word}{self.size(self.word)}s"


@dataclass(frozen=True, slots=True)
class Entry:
    """One tag of an IFD."""

    tag: int
    type: int
    count: int
    value: bytes


FLAVOURS = {
    b"II*\0": Flavour("<", b"II*\0", "H", "I", 4),
    b"MM\0*": Flavour(">", b"MM\0*", "H", "I", 4),
    b"II+\0": Flavour("<", b"II+\0\x08\0\0\0", "Q", "Q", 16),
    b"MM\0+": Flavour(">", b"MM\0+\0\x08\0\0", "Q", "Q", 16),
}
"""By the first four bytes of a file."""

SEGMENTS = {273: 279, 324: 325}
"""The tags that list where strips (273) or tiles (324) are, and those that list how long they are."""

# TIFF type -> bytes per value: TIFF 6.0 page 15; 13 is IFD of TIFF tech note 1; 16 to 18 are BigTIFF's.
_TYPE_SIZES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}


def directories(read: Read, flavour: Flavour) -> Iterator[int]:
    """Follow the list of IFDs of a file; endless if it runs in a circle.

    Yields
    ------
    int
        Offset of an IFD, which may be outside of the file.

    Raises
    ------
    TiffError
        The last one that was given is outside of the file.
    """
    position = len(flavour.header)
    while offset := _number(read, position, flavour.order + flavour.word):
        yield offset
        tags = _number(read, offset, flavour.order + flavour.count)
        position = offset + flavour.size(flavour.count) + tags * flavour.size(flavour.entry)


def entries_of(read: Read, flavour: Flavour, offset: int, wanted: Container[int]) -> Iterator[Entry]:
    """Read the wanted tags of an IFD, with their values; those of unknown types are left out.

    Raises
    ------
    TiffError
        The IFD or a value is outside of the file.
    """
    tags = _number(read, offset, flavour.order + flavour.count)
    table = read(offset + flavour.size(flavour.count), tags * flavour.size(flavour.entry))
    for tag, kind, count, field in struct.iter_unpack(flavour.order + flavour.entry, table):
        if tag not in wanted or kind not in _TYPE_SIZES:
            continue
        length = count * _TYPE_SIZES[kind]
        if length <= len(field):
            yield Entry(tag, kind, count, field[:length])
        else:
            (start,) = struct.unpack(flavour.order + flavour.word, field)
            yield Entry(tag, kind, count, cast("bytes", read(start, length)))  # a part of the file, not copied


def pack_entries(flavour: Flavour, entries: Iterable[Entry], append: Callable[[bytes], int]) -> bytes:
    """Return an IFD without the offset of the next one, which follows it.

    Parameters
    ----------
    flavour : Flavour
    entries : iterable of Entry
    append : Callable
        Stores a value that is too long for the IFD, and returns its offset.
    """
    listed = sorted(entries, key=lambda entry: entry.tag)
    directory = struct.pack(flavour.order + flavour.count, len(listed))
    for entry in listed:
        field = entry.value
        if len(field) > flavour.size(flavour.word):
            field = struct.pack(flavour.order + flavour.word, append(field))
        directory += struct.pack(flavour.order + flavour.entry, entry.tag, entry.type, entry.count, field)
    return directory


def _number(read: Read, offset: int, code: str) -> int:
    """Read one integer."""
    number: int = struct.unpack(code, read(offset, struct.calcsize(code)))[0]
    return number
