"""All data elements of a DICOM file as bytes, at every depth and behind the pixels, read strictly and without pydicom.

What a lenient reader passes over, as bytes that belong to no element, is an error here: so nothing is overlooked.
"""

from __future__ import annotations

import struct
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from sparkocr.dicom.library import quiet
from sparkocr.dicom.open import check_depth
from sparkocr.errors import DocumentError

__all__ = ["Coding", "Element", "data_elements", "decoded_texts", "is_pixels", "read_meta"]

_TRANSFER_SYNTAX, _CHARACTER_SET = 0x00020010, 0x00080005  # PS3.6
_PIXELS = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010})
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD  # PS3.5, section 7.5
_UNDEFINED = 0xFFFFFFFF  # PS3.5, section 7.1.1
_META_GROUP = 0x0002
# Value representations whose length has 16 bits (PS3.5, section 7.1.2, table 7.1-2); that of all others has 32
_SHORT = frozenset("AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US".split())  # noqa: SIM905
_IN_FRAGMENTS = frozenset({"OB", "OW", "OB or OW", "OD", "OF", "OL", "OV"})
_CUT_OFF = "The DICOM file can't be read to its end"


@dataclass(frozen=True, slots=True)
class Coding:
    """How data elements are written (PS3.5, section 7.1)."""

    is_implicit: bool
    is_little: bool = True


class Element(NamedTuple):
    """A data element that is no sequence, or a fragment of one.

    Attributes
    ----------
    tag : int
    vr : str
        Value representation, as ``LO``; that of the standard where the file does not say, empty if it has none.
    value : memoryview
        With its padding.
    charsets : tuple of str
        Specific character set of the data set.
    depth : int
        How many sequences it is in.
    item : int
        Offset of the data set that it is in: elements with the same one belong together.
    start : int
        Offset of the value.
    is_fragment : bool
        Whether it is a part of encapsulated pixels.
    """

    tag: int
    vr: str
    value: memoryview
    charsets: tuple[str, ...] = ()
    depth: int = 0
    item: int = 0
    start: int = 0
    is_fragment: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a data set is."""

    coding: Coding
    charsets: tuple[str, ...] = ()
    depth: int = 0


def is_pixels(tag: int) -> bool:
    """Tell whether an element holds pixels: integers, or floats of either size."""
    return tag in _PIXELS


def read_meta(data: memoryview, start: int) -> tuple[list[Element], int, str]:
    """Read the file meta information (PS3.10, section 7.1).

    Parameters
    ----------
    data : memoryview
        The file.
    start : int
        Where it begins, if there is any.

    Returns
    -------
    list of Element
    int
        Where it ends.
    str
        The transfer syntax; empty if it does not say.

    Raises
    ------
    DocumentError
        It is cut off.
    """
    found, syntax, place, coding = [], "", start, Coding(is_implicit=False)
    while data[place : place + 2] == _META_GROUP.to_bytes(2, "little"):
        tag, vr, length, begin = _head(data, place, len(data), coding)
        place = begin + length
        if place > len(data):
            raise DocumentError(_CUT_OFF)
        found.append(Element(tag, vr, data[begin:place], start=begin))
        if tag == _TRANSFER_SYNTAX:
            syntax = bytes(data[begin:place]).decode("latin-1").strip("\0 ")
    return found, place, syntax


def data_elements(data: memoryview, start: int, coding: Coding) -> Iterator[Element]:
    """Yield all data elements, those in sequences before what follows these.

    Values of unknown kind that look like sequences are yielded as they are, and what is in them, too.

    Parameters
    ----------
    data : memoryview
        The file, inflated.
    start : int
        Where the data set begins.
    coding : Coding

    Raises
    ------
    DocumentError
        There is something that is no element, or an element is cut off; or there are too many sequences in each other.
    """
    yield from _data_set(data, start, len(data), _Place(coding), is_delimited=False)


def _data_set(
    data: memoryview, place: int, end: int, where: _Place, *, is_delimited: bool
) -> Generator[Element, None, int]:
    """Yield the elements of a data set, and return where it ends."""
    check_depth(where.depth)
    item = place
    while place < end:
        if where.depth == 0 and not any(data[place : place + 8]) and not any(data[place:end]):
            return end  # zeros that fill up the last block of a tape
        tag, vr, length, begin = _head(data, place, end, where.coding)
        if tag == _ITEM_END and is_delimited:
            return begin
        if tag >> 16 == _ITEM >> 16:
            raise DocumentError(_CUT_OFF)
        if length == _UNDEFINED:
            element = Element(tag, vr, data[:0], where.charsets, where.depth, item)
            place = yield from _undefined(data, begin, end, element, where)
            continue
        place = begin + length
        if place > end:
            raise DocumentError(_CUT_OFF)
        element = Element(tag, vr, data[begin:place], where.charsets, where.depth, item, begin)
        if tag == _CHARACTER_SET:
            where = replace(where, charsets=tuple(bytes(element.value).decode("latin-1").strip("\0 ").split("\\")))
        yield from _defined(data, element, where)
    if is_delimited:
        raise DocumentError(_CUT_OFF)
    return place


def _undefined(
    data: memoryview, place: int, end: int, element: Element, where: _Place
) -> Generator[Element, None, int]:
    """Yield what is in an element that ends with a delimiter, and return where that ends."""
    if element.vr in _IN_FRAGMENTS:
        return (yield from _fragments(data, place, end, element))
    return (yield from _items(data, place, end, _inside(where, element.vr), is_delimited=True))


def _defined(data: memoryview, element: Element, where: _Place) -> Iterator[Element]:
    """Yield an element, or what is in it."""
    start, end = element.start, element.start + len(element.value)
    if element.vr == "SQ":
        yield from _items(data, start, end, _inside(where, element.vr), is_delimited=False)
        return
    yield element
    if element.vr in {"UN", ""}:
        yield from _tried(data, start, end, where)


def _inside(where: _Place, vr: str) -> _Place:
    """Return where the items of a sequence are: those of unknown ones are implicit (PS3.5, section 6.2.2, note)."""
    return _Place(Coding(is_implicit=True) if vr == "UN" else where.coding, where.charsets, where.depth + 1)


def _items(
    data: memoryview, place: int, end: int, where: _Place, *, is_delimited: bool
) -> Generator[Element, None, int]:
    """Yield the elements of all items of a sequence, and return where it ends."""
    while place < end:
        tag, length, place = _item_head(data, place, end, where.coding)
        if tag == _SEQUENCE_END and is_delimited:
            return place
        if tag != _ITEM:
            raise DocumentError(_CUT_OFF)
        if length == _UNDEFINED:
            place = yield from _data_set(data, place, end, where, is_delimited=True)
        elif place + length > end:
            raise DocumentError(_CUT_OFF)
        else:
            place = yield from _data_set(data, place, place + length, where, is_delimited=False)
    if is_delimited:
        raise DocumentError(_CUT_OFF)
    return place


def _fragments(data: memoryview, place: int, end: int, element: Element) -> Generator[Element, None, int]:
    """Yield the table of offsets, as an item, and the fragments of encapsulated pixels (PS3.5, section A.4)."""
    is_table = True
    while True:
        tag, length, place = _item_head(data, place, end, Coding(is_implicit=True))
        if tag == _SEQUENCE_END:
            return place
        if tag != _ITEM or place + length > end:
            raise DocumentError(_CUT_OFF)
        value = data[place : place + length]
        if is_table:
            yield element._replace(tag=_ITEM, value=value, start=place)
        else:
            yield element._replace(value=value, start=place, is_fragment=True)
        is_table = False
        place += length


def _tried(data: memoryview, place: int, end: int, where: _Place) -> Iterator[Element]:
    """Yield what is in a value of unknown kind if it is a sequence, whatever way it is written."""
    for coding in (Coding(is_implicit=True), Coding(is_implicit=False), Coding(is_implicit=False, is_little=False)):
        head = struct.pack("<HH" if coding.is_little else ">HH", _ITEM >> 16, _ITEM & 0xFFFF)
        if data[place : place + 4] == head:
            try:
                yield from _items(data, place, end, _Place(coding, where.charsets, where.depth + 1), is_delimited=False)
            except DocumentError:
                continue


def _head(data: memoryview, place: int, end: int, coding: Coding) -> tuple[int, str, int, int]:
    """Return tag, VR and length of an element, and where its value begins."""
    order = "<" if coding.is_little else ">"
    if place + 8 > end:
        raise DocumentError(_CUT_OFF)
    group, number = struct.unpack_from(f"{order}HH", data, place)
    tag = group << 16 | number
    if coding.is_implicit or tag in {_ITEM, _ITEM_END, _SEQUENCE_END}:
        (length,) = struct.unpack_from(f"{order}L", data, place + 4)
        return tag, _known_vr(tag), length, place + 8
    vr = bytes(data[place + 4 : place + 6]).decode("latin-1")
    if not (vr.isascii() and vr.isalpha() and vr.isupper()):
        raise DocumentError(_CUT_OFF)
    if vr in _SHORT:
        (length,) = struct.unpack_from(f"{order}H", data, place + 6)
        return tag, vr, length, place + 8
    if place + 12 > end:
        raise DocumentError(_CUT_OFF)
    (length,) = struct.unpack_from(f"{order}L", data, place + 8)
    return tag, vr, length, place + 12


def _item_head(data: memoryview, place: int, end: int, coding: Coding) -> tuple[int, int, int]:
    """Return tag and length of an item, or of what ends one, and where it begins."""
    if place + 8 > end:
        raise DocumentError(_CUT_OFF)
    group, number, length = struct.unpack_from("<HHL" if coding.is_little else ">HHL", data, place)
    return group << 16 | number, length, place + 8


@lru_cache(4096)
def _known_vr(tag: int) -> str:
    """Return the VR that the standard gives an element, as ``LO`` or ``US or SS``; empty if it has none."""
    with quiet():
        from pydicom.datadict import dictionary_has_tag, dictionary_VR

        return dictionary_VR(tag) if dictionary_has_tag(tag) else ""


def decoded_texts(value: bytes, charsets: Sequence[str]) -> list[str]:
    """Return what a value may say: in the character set of its data set, in UTF-8 and in Latin-1.

    Parameters
    ----------
    value : bytes
    charsets : sequence of str
        Defined terms, as ``ISO_IR 100`` (PS3.3, section C.12.1.1.2).
    """
    if value.isascii() and b"\x1b" not in value:  # as are most; escapes begin other character sets
        return [value.decode("ascii")]
    texts = [value.decode("utf-8", "replace"), value.decode("latin-1")]
    try:
        with quiet():
            from pydicom.charset import convert_encodings, decode_bytes

            texts.append(decode_bytes(value, convert_encodings(list(charsets)), set()))
    except Exception:  # noqa: BLE001, S110  pydicom raises anything on unknown character sets: the other texts remain
        pass
    return list(dict.fromkeys(texts))
