"""The directory and the streams of OLE2 files: old Office documents, and new ones behind a password.

By [MS-CFB], version 2008 and later: what is needed to tell such files apart, and to read the streams of messages.
"""

from __future__ import annotations

import struct

from sparkocr.errors import DocumentError

__all__ = ["MAGIC", "Storage", "open_ole", "read_stream_start", "root_streams"]

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")  # [MS-CFB] 2.2
_ENTRY_BYTES = 128  # [MS-CFB] 2.6.1, as the places of the fields of an entry
_NAME_LENGTH, _LEFT, _RIGHT, _CHILD, _START, _SIZE = 64, 68, 72, 76, 116, 120
_HEADER_DIRECTORY, _HEADER_MORE_DIFAT, _HEADER_DIFAT, _HEADER_DIFAT_ENTRIES = 48, 68, 76, 109  # [MS-CFB] 2.2
_TYPE, _IS_STORAGE = 66, 1  # [MS-CFB] 2.6.1
_HEADER_SMALL, _SMALL, _SMALL_BELOW = (
    60,
    64,
    4096,
)  # first sector of their table, bytes of one; of streams that are in them
_FREE = 0xFFFFFFFF
_LARGEST_SECTOR = 0xFFFFFFFA  # numbers above it are marks: end of a chain, free, none ([MS-CFB] 2.1)
_DAMAGED = "Document is damaged or cut short."


def root_streams(content: bytes | memoryview) -> dict[str, tuple[int, int]]:
    """List what is directly in the root of an OLE2 file; what embedded objects hold is deeper.

    Parameters
    ----------
    content : bytes or memoryview
        The file, which starts with `MAGIC`.

    Returns
    -------
    dict of str to (int, int)
        By name: number of its first sector, and size in bytes.

    Raises
    ------
    DocumentError
        The file is damaged.
    """
    try:
        entries = _directory(content)
        found: dict[str, tuple[int, int]] = {}
        waiting, seen = [_integer(entries[0], _CHILD)], set[int]()
        while waiting:
            number = waiting.pop()
            if number > _LARGEST_SECTOR or number in seen:
                continue
            seen.add(number)
            entry = entries[number]
            (length,) = struct.unpack_from("<H", entry, _NAME_LENGTH)
            name = entry[: max(0, length - 2)].decode("utf-16-le", "replace")
            found[name] = _integer(entry, _START), _integer(entry, _SIZE)
            waiting += [_integer(entry, _LEFT), _integer(entry, _RIGHT)]
    except (struct.error, IndexError):
        raise DocumentError(_DAMAGED) from None
    return found


def read_stream_start(content: bytes | memoryview, sector: int, length: int) -> bytes:
    """Return the first bytes of a large stream (4096 bytes or more), as far as they are in its first sector."""
    start = (sector + 1) * _sector_bytes(content)
    return bytes(content[start : start + length])


def _directory(content: bytes | memoryview) -> list[bytes]:
    """Return the entries of the directory."""
    size = _sector_bytes(content)
    table = _sector_table(content, size)
    _check_length(content, table, size)
    entries: list[bytes] = []
    sector, seen = _integer(content, _HEADER_DIRECTORY), set[int]()
    while sector <= _LARGEST_SECTOR and sector not in seen:
        seen.add(sector)
        data = _sector(content, sector, size)
        entries += [data[at : at + _ENTRY_BYTES] for at in range(0, size, _ENTRY_BYTES)]
        page, place = divmod(sector, size // 4)
        sector = _integer(_sector(content, table[page], size), 4 * place)
    return entries


def _sector_table(content: bytes | memoryview, size: int) -> list[int]:
    """Return the sectors of the file allocation table: 109 are in the header, others in a chain of their own.

    Raises
    ------
    IndexError
        There are more than the file has sectors.
    """
    numbers = list(struct.unpack_from(f"<{_HEADER_DIFAT_ENTRIES}I", content, _HEADER_DIFAT))
    table = [number for number in numbers if number <= _LARGEST_SECTOR]
    sector, seen = _integer(content, _HEADER_MORE_DIFAT), set[int]()
    while sector <= _LARGEST_SECTOR and sector not in seen:
        seen.add(sector)
        *numbers, sector = struct.unpack(f"<{size // 4}I", _sector(content, sector, size))
        table += [number for number in numbers if number <= _LARGEST_SECTOR]
        if len(table) > len(content) // size:  # of a large file that lies, the table would be 127 times as large
            raise IndexError
    return table


def _check_length(content: bytes | memoryview, table: list[int], size: int) -> None:
    """Check that the last sector in use begins inside the file: readers take a file that was cut short for whole.

    Raises
    ------
    IndexError
        It does not.
    """
    last = 0
    for page, number in enumerate(table):
        uses = struct.unpack(f"<{size // 4}I", _sector(content, number, size))
        last = max((page * len(uses) + place for place, use in enumerate(uses) if use != _FREE), default=last)
    if (last + 1) * size >= len(content):
        raise IndexError


def _sector(content: bytes | memoryview, number: int, size: int) -> bytes:
    """Return a whole sector.

    Raises
    ------
    IndexError
        The file ends before it.
    """
    data = bytes(content[(number + 1) * size : (number + 2) * size])
    if len(data) < size:
        raise IndexError
    return data


def _sector_bytes(content: bytes | memoryview) -> int:
    """Return the size of a sector: 512, or 4096 in version 4."""
    (shift,) = struct.unpack_from("<H", content, 30)
    if shift not in {9, 12}:
        raise DocumentError(_DAMAGED)
    return 1 << int(shift)


def _integer(data: bytes | memoryview, place: int) -> int:
    (number,) = struct.unpack_from("<I", data, place)
    return int(number)


class Storage:
    """A folder of an OLE2 file.

    Parameters
    ----------
    file : _File
    number : int
        Of its entry.
    """

    def __init__(self, file: _File, number: int) -> None:
        self._file = file
        self._entries = file.children(number)

    def storages(self) -> list[str]:
        """Return the names of the folders in it."""
        return sorted(name for name, number in self._entries.items() if self._file.is_storage(number))

    def storage(self, name: str) -> Storage:
        """Return a folder in it.

        Raises
        ------
        DocumentError
            The file is damaged.
        """
        try:
            return Storage(self._file, self._entries[name])
        except (struct.error, IndexError):
            raise DocumentError(_DAMAGED) from None

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream in it; nothing if it is not there.

        Raises
        ------
        DocumentError
            The file is damaged.
        """
        number = self._entries.get(name)
        if number is None or self._file.is_storage(number):
            return b""
        try:
            return self._file.read(number)
        except (struct.error, IndexError):
            raise DocumentError(_DAMAGED) from None


class _File:
    """An OLE2 file."""

    def __init__(self, content: bytes | memoryview) -> None:
        self._content = content
        self._size = _sector_bytes(content)
        pages = _sector_table(content, self._size)
        _check_length(content, pages, self._size)
        self._next = _integers(b"".join(_sector(content, number, self._size) for number in pages))
        self._all = _directory(content)
        start = self._chain(_integer(content, _HEADER_SMALL))
        self._next_small = _integers(b"".join(_sector(content, number, self._size) for number in start))
        self._small: bytes | None = None

    def children(self, number: int) -> dict[str, int]:
        """Return the entries of a folder by name: a tree, whose branches may not meet."""
        found: dict[str, int] = {}
        waiting, seen = [_integer(self._all[number], _CHILD)], set[int]()
        while waiting:
            number = waiting.pop()
            if number > _LARGEST_SECTOR or number in seen:
                continue
            seen.add(number)
            entry = self._all[number]
            (length,) = struct.unpack_from("<H", entry, _NAME_LENGTH)
            found[entry[: max(0, length - 2)].decode("utf-16-le", "replace")] = number
            waiting += [_integer(entry, _LEFT), _integer(entry, _RIGHT)]
        return found

    def is_storage(self, number: int) -> bool:
        """Tell whether an entry is a folder."""
        return self._all[number][_TYPE] == _IS_STORAGE

    def read(self, number: int) -> bytes:
        """Return the bytes of a stream: small ones are in sectors of their own kind, in the stream of the root."""
        entry = self._all[number]
        start, size = _integer(entry, _START), _integer(entry, _SIZE)
        if size > len(self._content):
            raise IndexError
        if size >= _SMALL_BELOW:
            return self._joined(start)[:size]
        if self._small is None:
            self._small = self._joined(_integer(self._all[0], _START))
        places = self._chain(start, self._next_small) if size else []
        return b"".join(self._small[place * _SMALL : (place + 1) * _SMALL] for place in places)[:size]

    def _joined(self, start: int) -> bytes:
        return b"".join(_sector(self._content, number, self._size) for number in self._chain(start))

    def _chain(self, sector: int, following: tuple[int, ...] | None = None) -> list[int]:
        """Return the sectors of a chain, each once.

        Raises
        ------
        IndexError
            It leads out of the file, or in a circle.
        """
        following = self._next if following is None else following
        found: dict[int, None] = {}
        while sector <= _LARGEST_SECTOR:
            if sector in found:
                raise IndexError
            found[sector] = None
            sector = following[sector]
        return list(found)


def open_ole(content: bytes | memoryview) -> Storage:
    """Open an OLE2 file, and return its root; what is damaged is found when it is read.

    Raises
    ------
    DocumentError
        The file is damaged.
    """
    try:
        return Storage(_File(content), 0)
    except (struct.error, IndexError):
        raise DocumentError(_DAMAGED) from None


def _integers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data)
