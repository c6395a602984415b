"""Empty blocks of a JPEG, and leave the code of all others as it is.

A baseline JPEG (ITU-T T.81) is a string of Huffman codes, without marks where the blocks begin: to find them, all codes
before have to be read. Each block begins with what its mean differs by from that of the block before, so the one after
a gap is told a new difference, for which its table may need another code. All other codes are copied bit by bit:
decoders give the same pixels for them as before.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Jpeg", "parsed", "without_units"]

Bits = npt.NDArray[np.uint8]
"""Of a string of codes: 0 or 1."""

_SIDE = 8  # px, of a block
_BITS = 8  # of a sample
_MOST_COLORS = 4
_JFIF, _ADOBE, _QUANTIZATION, _HUFFMAN, _RESTART = 0xE0, 0xEE, 0xDB, 0xC4, 0xDD  # T.81, table B.1
_FRAMES = (0xC0, 0xC1)  # one scan of Huffman codes: baseline, and extended
_OTHER_FRAMES = frozenset(range(0xC2, 0xD0)) - {_HUFFMAN, 0xCC}  # progressive, lossless, arithmetic codes
_SCAN, _MARK, _FIRST_RESTART, _RESTARTS = 0xDA, 0xFF, 0xD0, 8
_START, _END, _STUFFED = b"\xff\xd8", b"\xff\xd9", b"\xff\x00"
_WHOLE_SPECTRUM = b"\x00\x3f\x00"
# What Adobe's and the JFIF marker say of the colours is in front; behind are the size of a thumbnail and the thumbnail.
_NAMES = {_JFIF: b"JFIF\0", _ADOBE: b"Adobe"}
_MEANING = 12  # bytes

_OF_LEVELS = 0x10  # in the place of a Huffman table
_WINDOW = 16  # bits: the longest code
_MOST_CATEGORY = 11  # of differences of means, for samples of 8 bits: T.81, table F.1
_LEVELS = 64  # in a block: the mean and 63 others
_LAST = 128  # as a number of levels: no more levels in this block; more than a block and a run can have
_FIELD, _NUMBER = 8, 0xFF  # of an entry of a table of codes: the bits of a number, above which others are
_NO_CODE = 1 << 40  # bits to go on by: beyond the end of any string
_MOST_BYTES = 1 << 24  # of codes: reading them takes about 0.6 s for each million


@dataclass(frozen=True, slots=True)
class _Codes:
    """A Huffman table: symbols and the lengths of their codes, in the order of the codes."""

    symbols: list[int]
    lengths: list[int]

    def with_all(self, symbols: Iterable[int]) -> _Codes:
        """Return a table that has codes for more symbols, of 16 bits, if there are any left: others stay as they are.

        The code of ones only is left free, as T.81, annex C wants.
        """
        added = [symbol for symbol in symbols if symbol not in self.symbols]
        if sum(self._spans()) + len(added) >= 1 << _WINDOW:
            return self
        return _Codes([*self.symbols, *added], [*self.lengths, *([_WINDOW] * len(added))])

    def written(self, place: int) -> bytes:
        """Return the table as a file has it (T.81, B.2.4.2); the place is its class and number."""
        return bytes([place, *(self.lengths.count(length + 1) for length in range(_WINDOW)), *self.symbols])

    def _spans(self) -> list[int]:
        """Return how many strings of 16 bits begin with each code."""
        return [1 << (_WINDOW - length) for length in self.lengths]

    def lookup(self, entries: Sequence[int]) -> list[int]:
        """Return an entry for each string of 16 bits, that of the symbol whose code it begins with.

        Codes of one length are numbers in a row, and go on from shorter ones (T.81, annex C), so the strings do.
        """
        spans = self._spans()
        rest = (1 << _WINDOW) - sum(spans)
        if rest < 0:
            raise ValueError
        values: list[int] = np.repeat([*entries, _NO_CODE << _FIELD], [*spans, rest]).tolist()
        return values

    def code(self, symbol: int) -> Bits:
        """Return the code of a symbol; ValueError if it has none."""
        number = self.symbols.index(symbol)
        start = sum(self._spans()[:number])
        return _bits(start >> (_WINDOW - self.lengths[number]), self.lengths[number])


@dataclass(slots=True)
class _Means:
    """The table of differences of means; entries hold the bits of code and difference, and those of the difference."""

    codes: _Codes
    table: list[int] = field(init=False)

    def __post_init__(self) -> None:
        if max(self.codes.symbols) > _MOST_CATEGORY:
            raise ValueError
        pairs = zip(self.codes.symbols, self.codes.lengths, strict=True)
        self.table = self.codes.lookup([(length + size) << _FIELD | size for size, length in pairs])

    def coded(self, difference: int) -> Bits:
        """Return the code of a difference (T.81, F.1.2.1)."""
        size = abs(difference).bit_length()
        rest = difference if difference >= 0 else difference + (1 << size) - 1
        return np.concatenate([self.codes.code(size), _bits(rest, size)])


@dataclass(slots=True)
class _Levels:
    """The table of other levels; entries hold the bits of a code and its level, and how many levels it goes on by."""

    codes: _Codes
    table: list[int] = field(init=False)

    def __post_init__(self) -> None:
        pairs = zip(self.codes.symbols, self.codes.lengths, strict=True)
        self.table = self.codes.lookup(
            [(length + symbol % 16) << _FIELD | (symbol // 16 + 1 if symbol else _LAST) for symbol, length in pairs]
        )

    def none(self) -> Bits:
        """Return the code of a block whose levels are all 0."""
        return self.codes.code(0)


_Colored = tuple[int, _Means, _Levels]
"""What codes a block: the number of its colour, and tables."""


class _Block(NamedTuple):
    """Where the parts of a block begin in a string of bits, and where it ends."""

    start: int
    difference: int
    levels: int
    end: int


@dataclass(frozen=True, slots=True)
class Jpeg:
    """A JPEG of one scan; `across` and `down` are the sides in px of its units.

    A unit holds the blocks of all colours for one place: 8 x 8 px, or more where some colours are coarser.
    """

    head: bytes
    width: int
    height: int
    across: int
    down: int
    blocks: list[_Colored]
    """Of a unit."""
    strings: list[bytes]
    """The codes, as they are in the file, between the restarts."""
    units: int
    """In each string, but for the last one."""

    @property
    def columns(self) -> int:
        """Of units."""
        return math.ceil(self.width / self.across)

    @property
    def rows(self) -> int:
        """Of units."""
        return math.ceil(self.height / self.down)


def parsed(data: bytes) -> Jpeg:
    """Take a JPEG apart. What decoding doesn't need, as comments and thumbnails, is left out.

    Raises
    ------
    ValueError
        It is damaged or too large, or not of one scan of Huffman codes.
    """
    head, tables, frame, restart = [_START], dict[int, _Codes](), b"", 0
    for marker, content, end in _segments(data):
        if marker == _HUFFMAN:
            found = _huffman_tables(content)
            tables |= found
            content = b"".join(table.written(place) for place, table in found.items())  # noqa: PLW2901
        head.append(_needed(marker, content))
        if marker == _RESTART:
            (restart,) = struct.unpack(">H", content[:2].ljust(2, b"\0"))
        elif marker in _FRAMES:
            frame = content
        elif marker == _SCAN:
            return _laid_out(b"".join(head), frame, content, tables, restart, data[end:])
    raise ValueError


def without_units(jpeg: Jpeg, hidden: npt.NDArray[np.bool_]) -> bytes:
    """Return a JPEG of which some units are empty: they have the colour of the one before.

    Parameters
    ----------
    jpeg : Jpeg
        As `parsed` returns it.
    hidden : ndarray of bool, shape (rows, columns)
        Which units are empty.

    Raises
    ------
    ValueError
        The codes are damaged, or its tables have none for what is needed.
    """
    strings, units = [], hidden.ravel().tolist()
    for number, string in enumerate(jpeg.strings):
        part = units[number * jpeg.units : (number + 1) * jpeg.units]
        strings.append(_stuffed(_without(_bare(string), part, jpeg.blocks)) if any(part) else string)
    marks = [bytes([_MARK, _FIRST_RESTART + number % _RESTARTS]) for number in range(len(strings) - 1)]
    return jpeg.head + b"".join(part for pair in zip(strings, [*marks, _END], strict=True) for part in pair)


def _segments(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Yield marker, content and end of what is before the codes (T.81, B.1.1.4)."""
    if not data.startswith(_START):
        raise ValueError
    place = len(_START)
    while place + 4 <= len(data):
        mark, marker, size = struct.unpack_from(">BBH", data, place)
        if mark != _MARK:
            raise ValueError
        if marker == _MARK:  # filled up
            place += 1
            continue
        end = place + 2 + size
        if size < 2 or end > len(data):  # noqa: PLR2004
            raise ValueError
        yield marker, data[place + 4 : end], end
        place = end


def _needed(marker: int, content: bytes) -> bytes:
    """Return a segment without what decoding doesn't need; ValueError if it says that the coding is another one."""
    if marker in _OTHER_FRAMES:
        raise ValueError
    if marker in _NAMES:
        if not content.startswith(_NAMES[marker]):
            return b""
        content = content[:_MEANING] + (bytes(2) if marker == _JFIF else b"")
    elif marker not in {_QUANTIZATION, _HUFFMAN, _RESTART, _SCAN, *_FRAMES}:
        return b""
    return struct.pack(">BBH", _MARK, marker, len(content) + 2) + content


def _huffman_tables(content: bytes) -> dict[int, _Codes]:
    """Return tables by class and number, as T.81, B.2.4.2 has them in a byte; those of means with all codes."""
    tables, place = dict[int, _Codes](), 0
    while place < len(content):
        counts = content[place + 1 : place + 1 + _WINDOW]
        symbols = list(content[place + 1 + _WINDOW :][: sum(counts)])
        lengths = [length + 1 for length, count in enumerate(counts) for _ in range(count)]
        if not symbols or len(symbols) != len(lengths):
            raise ValueError
        codes, name = _Codes(symbols, lengths), content[place]
        tables[name] = codes if name & _OF_LEVELS else codes.with_all(range(_MOST_CATEGORY + 1))
        place += 1 + _WINDOW + len(symbols)
    return tables


def _laid_out(head: bytes, frame: bytes, scan: bytes, tables: dict[int, _Codes], restart: int, rest: bytes) -> Jpeg:
    """Find units and strings of a JPEG (T.81, A.2, B.2.2 and B.2.3)."""
    if len(frame) < 6 or not 1 <= frame[5] <= _MOST_COLORS or len(frame) != 6 + 3 * frame[5] or frame[0] != _BITS:  # noqa: PLR2004
        raise ValueError
    height, width = struct.unpack(">HH", frame[1:5])
    colors = [frame[6 + 3 * number : 9 + 3 * number] for number in range(frame[5])]
    if scan[:1] != frame[5:6] or len(scan) != 4 + 2 * len(colors) or scan[-3:] != _WHOLE_SPECTRUM:
        raise ValueError
    # A single colour has units of one block, whatever it says.
    sizes = [divmod(color[1], 16) for color in colors] if len(colors) > 1 else [(1, 1)]
    if not height or not width or any(not 1 <= side <= 4 for size in sizes for side in size):  # noqa: PLR2004
        raise ValueError
    blocks = []
    for number, (color, (wide, high)) in enumerate(zip(colors, sizes, strict=True)):
        name, used = scan[1 + 2 * number], divmod(scan[2 + 2 * number], 16)
        if name != color[0] or used[0] not in tables or _OF_LEVELS + used[1] not in tables:
            raise ValueError
        blocks += [(number, _Means(tables[used[0]]), _Levels(tables[_OF_LEVELS + used[1]]))] * (wide * high)
    across, down = (_SIDE * max(sides) for sides in zip(*sizes, strict=True))
    count = math.ceil(width / across) * math.ceil(height / down)
    strings, units = _strings(rest), restart or count
    if len(strings) != math.ceil(count / units):
        raise ValueError
    return Jpeg(head, width, height, across, down, blocks, strings, units)


def _strings(data: bytes) -> list[bytes]:
    """Return the codes between restarts, up to the first other marker."""
    if len(data) > _MOST_BYTES:
        raise ValueError
    values = np.frombuffer(data, np.uint8)
    marks = np.flatnonzero((values[:-1] == _MARK) & (values[1:] != 0))
    places = [-2]
    for number, place in enumerate(marks.tolist()):
        places.append(place)
        if data[place + 1] != _FIRST_RESTART + number % _RESTARTS:
            return [data[one + 2 : other] for one, other in pairwise(places)]
    raise ValueError


def _bare(string: bytes) -> bytes:
    return string.replace(_STUFFED, _STUFFED[:1])


def _stuffed(bits: Bits) -> bytes:
    """Return bits as bytes: filled up with ones, and no byte looks like a marker."""
    full = np.concatenate([bits, np.ones(-len(bits) % 8, np.uint8)])
    return np.packbits(full).tobytes().replace(_STUFFED[:1], _STUFFED)


def _bits(number: int, count: int) -> Bits:
    return np.array([number >> place & 1 for place in range(count - 1, -1, -1)], np.uint8)


def _without(string: bytes, hidden: Sequence[bool], blocks: Sequence[_Colored]) -> Bits:
    """Return the codes of units, some of which are empty."""
    bits, windows = np.unpackbits(np.frombuffer(string, np.uint8)), _windows(string)
    empty = np.concatenate([code for _, means, levels in blocks for code in (means.coded(0), levels.none())])
    parts, kept, place = list[Bits](), 0, 0  # codes before `kept` are in the parts
    missing: dict[int, int] = {}  # what the mean of a colour has changed by in the empty units just before
    for is_hidden in hidden:
        unit = _unit(windows, blocks, place)
        if is_hidden:
            parts += [bits[kept:place], empty]
            for (color, _, _), block in zip(blocks, unit, strict=True):
                missing[color] = missing.get(color, 0) + _difference(bits, block)
            kept = unit[-1].end
        elif missing:
            for (color, means, _), block in zip(blocks, unit, strict=True):
                if color in missing:
                    parts += [bits[kept : block.start], means.coded(_difference(bits, block) + missing.pop(color))]
                    kept = block.levels
        place = unit[-1].end
    if place > len(bits):
        raise ValueError
    return np.concatenate([*parts, bits[kept:place]])


def _unit(windows: memoryview, blocks: Sequence[_Colored], place: int) -> list[_Block]:
    """Find the blocks of the unit that begins at a place."""
    unit = []
    try:
        for _, means, levels in blocks:
            entry = means.table[windows[place]]
            start, place = place, place + (entry >> _FIELD)
            middle, count = place, 1
            while count < _LEVELS:
                step = levels.table[windows[place]]
                place += step >> _FIELD
                count += step & _NUMBER
            if _LEVELS < count < _LAST:
                raise ValueError
            unit.append(_Block(start, middle - (entry & _NUMBER), middle, place))
    except IndexError:
        raise ValueError from None
    return unit


def _windows(string: bytes) -> memoryview:
    """Return the 16 bits that follow each bit."""
    values = np.frombuffer(string + b"\xff\xff", np.uint8).astype(np.uint32)
    triples = values[:-2] << 16 | values[1:-1] << 8 | values[2:]
    windows = np.empty((len(triples), 8), np.uint16)
    for shift in range(8):
        windows[:, shift] = triples >> (8 - shift) & 0xFFFF
    return windows.reshape(-1).data


def _difference(bits: Bits, block: _Block) -> int:
    """Return the difference of means of a block (T.81, F.2.2.1)."""
    bits = bits[block.difference : block.levels]
    size, number = len(bits), int("".join(map(str, bits.tolist())) or "0", 2)
    return number if not size or bits[0] else number - (1 << size) + 1
