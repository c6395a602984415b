"""Damage anywhere in bytes: bits, numbers, pieces that are cut, doubled or moved, names and brackets of texts."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

__all__ = ["OF_TEXT", "OF_XML", "change", "changed_bytes", "splice"]

Change = Callable[[bytearray, random.Random], None]

EXTREME = (b"0", b"-1", b"1", b"255", b"65535", b"65536", b"2147483647", b"4294967296", b"99999999999", b"1e38", b"-.5")
_NUMBER = re.compile(rb"(?<![\w.])\d{1,10}(?![\w.])")
_REFERENCE = re.compile(rb"\b(\d{1,6}) 0 R\b")
_NAME = re.compile(rb"/[A-Za-z][A-Za-z0-9]*")
_ELEMENT = re.compile(rb"<([\w:]+)[^<>]*>[^<>]*</\1>")
_ATTRIBUTE = re.compile(rb"""(?<==)(["'])([^"'<>]{0,80})\1""")
_VALUES = (b"", b"-1", b"0", b"1e309", b"nan", b"99999999999999999999", b"\xc3\xa4", b"\0", b"%s", b"a" * 5000)
_NESTED = (
    b"[",
    b"<<",
    b"(",
    b"<",
    b"q ",
    b"{",
    b"<w:tbl><w:tr><w:tc>",
    b"<div>",
    b"{\\rtf ",
    b"BI ",
    b"\xfe\xff\x00\xe0",
)


def changed_bytes(data: bytes, chance: random.Random) -> bytes:
    """Return bytes that are damaged in one to eight places."""
    found = bytearray(data)
    change(found, chance, OF_TEXT)
    return bytes(found)


def change(data: bytearray, chance: random.Random, more: Sequence[Change] = ()) -> None:
    """Change one to eight places, rather few: what is damaged much is refused early."""
    for _ in range(chance.choice([1, 1, 1, 2, 3, 8])):
        chance.choice([*CHANGES, *more])(data, chance)


def place_in(data: bytes | bytearray, chance: random.Random) -> int:
    """Choose a place, often near the ends, where headers and directories are."""
    size = max(1, len(data))
    near = min(size, 400)
    return chance.choice([chance.randrange(size), chance.randrange(near), size - 1 - chance.randrange(near)])


def flip(data: bytearray, chance: random.Random) -> None:
    """Change a bit of a byte."""
    if data:
        data[place_in(data, chance)] ^= 1 << chance.randrange(8)


def cut(data: bytearray, chance: random.Random) -> None:
    """Take some bytes out."""
    start = place_in(data, chance)
    del data[start : start + chance.choice([1, 4, 30, 1000])]


def double(data: bytearray, chance: random.Random) -> None:
    """Repeat some bytes, perhaps often."""
    start = place_in(data, chance)
    data[start:start] = data[start : start + chance.choice([1, 12, 100])] * chance.choice([1, 1, 3, 500])


def move(data: bytearray, chance: random.Random) -> None:
    """Write some bytes over others."""
    start, size = place_in(data, chance), chance.choice([2, 4, 12, 60])
    target = place_in(data, chance)
    data[target : target + size] = data[start : start + size]


def extreme(data: bytearray, chance: random.Random) -> None:
    """Make a number an extreme one."""
    replace_one(data, _NUMBER, chance.choice(EXTREME), chance)


def fill(data: bytearray, chance: random.Random) -> None:
    """Make a few bytes the largest number, or the least."""
    start, size = place_in(data, chance), chance.choice([1, 2, 4])
    data[start : start + size] = bytes([chance.choice([0, 0x7F, 0xFF])]) * size


def end(data: bytearray, chance: random.Random) -> None:
    """Cut a file short."""
    del data[place_in(data, chance) :]


def refer(data: bytearray, chance: random.Random) -> None:
    """Let a reference of a PDF lead to another object, which may be one around it."""
    swap(data, _REFERENCE, chance)


def rename(data: bytearray, chance: random.Random) -> None:
    """Write a name of a PDF in place of another: filters, types, keys, operators' resources."""
    swap(data, _NAME, chance)


def double_element(data: bytearray, chance: random.Random) -> None:
    """Repeat an element of XML."""
    if found := [match.span() for match in _ELEMENT.finditer(data)]:
        start, stop = chance.choice(found)
        data[start:start] = data[start:stop] * chance.choice([1, 50, 2000])


def set_attribute(data: bytearray, chance: random.Random) -> None:
    """Change the value of an attribute of XML."""
    if found := [match.span(2) for match in _ATTRIBUTE.finditer(data)]:
        start, stop = chance.choice(found)
        other, last = chance.choice(found)
        data[start:stop] = chance.choice([*_VALUES, bytes(data[other:last])])


def nest(data: bytearray, chance: random.Random) -> None:
    """Begin something very often, and never end it."""
    start = place_in(data, chance)
    data[start:start] = chance.choice(_NESTED) * chance.choice([3, 300, 5000])


def swap(data: bytearray, pattern: re.Pattern[bytes], chance: random.Random) -> None:
    """Write something that matches a pattern in place of another."""
    if found := [match[0] for match in pattern.finditer(data)]:
        replace_one(data, pattern, chance.choice(found), chance)


def replace_one(data: bytearray, pattern: re.Pattern[bytes], new: bytes, chance: random.Random) -> None:
    """Write bytes in place of something that matches a pattern."""
    if found := [match.span() for match in pattern.finditer(data)]:
        start, stop = chance.choice(found)
        data[start:stop] = new


def splice(data: bytearray, other: bytes, chance: random.Random) -> None:
    """Put a part of another document into one."""
    start, target = place_in(other, chance), place_in(data, chance)
    data[target : target + chance.choice([0, 500])] = other[start : start + chance.choice([20, 500, 5000])]


CHANGES: list[Change] = [flip, flip, fill, fill, cut, double, move, end]
OF_TEXT: list[Change] = [extreme, extreme, extreme, refer, rename, nest]
OF_XML: list[Change] = [double_element, set_attribute, set_attribute]
