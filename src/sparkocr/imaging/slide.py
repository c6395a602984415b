"""Whole slides: TIFF files with one image in many sizes, cut into tiles; larger than memory, and often than 4 GB.

Images are read without their pixels, and written with the tiles of the file they are from, bit for bit.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from sparkocr.imaging.tiff_format import (
    FLAVOURS,
    SEGMENTS,
    Entry,
    Flavour,
    Read,
    TiffError,
    directories,
    entries_of,
    pack_entries,
)

__all__ = ["DESCRIPTION", "PROFILE", "Slide", "SlideImage", "part_of_file", "read_slide", "write_slide"]

DESCRIPTION, PROFILE = 270, 34675  # ImageDescription; InterColorProfile, an ICC profile
_PURPOSE, _WIDTH, _HEIGHT, _COMPRESSION, _SUB_IMAGES, _JPEG_TABLES, _COLORS = 254, 256, 257, 259, 330, 347, 320
_OLD_JPEG = 6  # its tables are spread over the file: TIFF 6.0, section 22
_STRIP_OFFSETS, _TILE_OFFSETS = 273, 324

# What tells how pixels are stored and shown, and how many values it has at most.
_NUMBERS = dict.fromkeys(
    (
        *(254, 255, 256, 257, 258, 259, 262, 266, 274, 277, 278, 279, 280, 281, 282, 283, 284, 296, 317),
        *(322, 323, 325, 332, 338, 339, 530, 531),  # tags of TIFF 6.0, as in sparkocr.imaging.tiff
        *(529, 532),  # YCbCrCoefficients, ReferenceBlackWhite
        *(32997, 32998),  # ImageDepth, TileDepth of libtiff
    ),
    16,
)
_LISTS = {273, 279, 324, 325}
_KEPT = {**_NUMBERS, **dict.fromkeys(_LISTS, 1 << 23), _COLORS: 3 << 16, _JPEG_TABLES: 1 << 16, PROFILE: 1 << 24}
_OPAQUE = {_JPEG_TABLES, PROFILE}  # of bytes; all others are numbers
_BYTES, _TEXT, _SIGNED_BYTES, _UNDEFINED = 1, 2, 6, 7  # types of values
# Tags of text, TIFF 6.0: DocumentName, Make, Model, PageName, Software, DateTime, Artist, HostComputer, InkNames,
# Copyright; and those of times of Exif.
_TEXTS = {DESCRIPTION, 269, 271, 272, 285, 305, 306, 315, 316, 333, 33432, 36867, 36868}

_CODES = {3: "u2", 4: "u4", 16: "u8"}  # types of whole numbers: SHORT, LONG, LONG8

_MAX_VALUE = 64 << 20  # bytes of one value, such as the places of 8 million tiles
_MAX_IMAGES = 1000
_CHUNK = 4 << 20  # bytes that are copied at once
_ALIGNMENT = 8  # bytes: what BigTIFF recommends

Numbers = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class SlideImage:
    """An image of a slide.

    Attributes
    ----------
    width, height : int
        px.
    purpose : int
        Bits of NewSubfileType.
    is_tiled : bool
        Whether it is stored in tiles; else it is in strips.
    entries : dict of int to Entry
        By tag, what is needed to decode it, without the places of its pixels.
    starts, lengths : ndarray of uint64, shape (n,)
        Offsets of its strips or tiles in the file, and their bytes. Tiles without bytes are not stored.
    texts : dict of int to bytes
        By tag, such as `DESCRIPTION`.
    """

    width: int
    height: int
    purpose: int
    is_tiled: bool
    entries: dict[int, Entry]
    starts: Numbers
    lengths: Numbers
    texts: dict[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Slide:
    """The images of a file, in its order."""

    flavour: Flavour
    images: tuple[SlideImage, ...]


def read_slide(file: BinaryIO) -> Slide:
    """Read all of a TIFF file but the pixels.

    Raises
    ------
    TiffError
        The file is no TIFF, damaged, or has images in images.
    """
    read = _reader(file)
    flavour = FLAVOURS.get(bytes(read(0, 4)))
    if flavour is None or read(0, len(flavour.header)) != flavour.header:
        raise TiffError
    offsets: dict[int, None] = {}
    for offset in directories(read, flavour):
        if offset in offsets or len(offsets) == _MAX_IMAGES:
            raise TiffError
        offsets[offset] = None
    return Slide(flavour, tuple(_image(read, flavour, offset) for offset in offsets))


def _reader(file: BinaryIO) -> Read:
    size = file.seek(0, io.SEEK_END)

    def read(offset: int, length: int) -> bytes:
        if offset + length > size or length > _MAX_VALUE:
            raise TiffError
        file.seek(offset)
        data = file.read(length)
        if len(data) != length:
            raise TiffError
        return data

    return read


def _image(read: Read, flavour: Flavour, offset: int) -> SlideImage:
    wanted = _KEPT.keys() | _TEXTS | {_SUB_IMAGES}
    entries = {entry.tag: entry for entry in entries_of(read, flavour, offset, wanted)}
    texts = {tag: entries.pop(tag).value for tag in _TEXTS & entries.keys()}
    if _SUB_IMAGES in entries or not all(map(_is_sound, entries.values())):
        raise TiffError
    is_tiled = _TILE_OFFSETS in entries
    places = _TILE_OFFSETS if is_tiled else _STRIP_OFFSETS
    try:
        starts, lengths = (_numbers(flavour, entries[tag]) for tag in (places, SEGMENTS[places]))
        width, height = (int(_numbers(flavour, entries[tag])[0]) for tag in (_WIDTH, _HEIGHT))
    except KeyError:
        raise TiffError from None
    purpose, compression = (
        int(_numbers(flavour, entries[tag])[0]) if tag in entries else 0 for tag in (_PURPOSE, _COMPRESSION)
    )
    if compression == _OLD_JPEG or len(starts) != len(lengths) or not width or not height:
        raise TiffError
    del entries[places]
    return SlideImage(width, height, purpose, is_tiled, entries, starts, lengths, texts)


def _is_sound(entry: Entry) -> bool:
    """Tell whether a tag holds what it is for, and no text instead."""
    is_opaque = entry.type in {_BYTES, _TEXT, _SIGNED_BYTES, _UNDEFINED}
    return 0 < entry.count <= _KEPT[entry.tag] and (entry.type != _TEXT) and is_opaque == (entry.tag in _OPAQUE)


def _numbers(flavour: Flavour, entry: Entry) -> Numbers:
    """Return the values of a tag of whole numbers."""
    code = _CODES.get(entry.type)
    if code is None:
        raise TiffError
    return np.frombuffer(entry.value, flavour.order + code).astype(np.uint64)


def write_slide(source: BinaryIO, flavour: Flavour, images: Iterable[SlideImage], target: BinaryIO) -> None:
    """Write images of a file to another one, with all texts that they have, and their pixels as they are stored.

    Parameters
    ----------
    source : BinaryIO
        Where their pixels are.
    flavour : Flavour
        Of the source; the target is the same.
    images : iterable of SlideImage
    target : BinaryIO
        Empty; can seek.

    Raises
    ------
    TiffError
        Pixels are outside of the source, or there are more of them than bytes in it; or the target would be too large
        for its flavour.
    """
    read = _reader(source)
    left = source.seek(0, io.SEEK_END)
    pointer = len(flavour.header)
    target.write(flavour.header + bytes(flavour.size(flavour.word)))
    for image in images:
        left -= int(_segments(image)[0][:, 1].sum())
        if left < 0:
            raise TiffError
        entries = _written_entries(read, flavour, image, target)
        try:
            packed = pack_entries(flavour, entries, lambda value: _append(target, [value]))
            directory = _append(target, [packed, bytes(flavour.size(flavour.word))])
            place = struct.pack(flavour.order + flavour.word, directory)
        except struct.error:
            raise TiffError from None
        end = target.tell()
        target.seek(pointer)
        target.write(place)
        target.seek(end)
        pointer = end - len(place)


def _written_entries(read: Read, flavour: Flavour, image: SlideImage, target: BinaryIO) -> list[Entry]:
    """Copy the pixels of an image; return its tags with their new places, and its texts."""
    parts, order = _segments(image)
    new = [_append(target, _chunks(read, start, length)) if length else 0 for start, length in parts.tolist()]
    starts = np.array(new, np.uint64)[order]
    size = flavour.size(flavour.word)
    if int(starts.max(initial=0)) >= 1 << 8 * size:
        raise TiffError
    value = starts.astype(f"{flavour.order}u{size}").tobytes()
    places = Entry(_TILE_OFFSETS if image.is_tiled else _STRIP_OFFSETS, flavour.word_type, len(starts), value)
    texts = (Entry(tag, _TEXT, len(value), value) for tag, value in image.texts.items())
    return [*image.entries.values(), places, *texts]


def _segments(image: SlideImage) -> tuple[Numbers, npt.NDArray[np.intp]]:
    """Return starts and lengths of what is stored, each once, shape (n, 2); and which of them each tile is."""
    pairs = np.stack([image.starts, image.lengths], axis=1)
    found, order = np.unique(pairs, axis=0, return_inverse=True)
    return found, order.reshape(-1)


def _append(target: BinaryIO, parts: Iterable[bytes | memoryview]) -> int:
    """Write parts behind each other, and return where they begin."""
    begin = target.tell()
    target.write(bytes(-begin % _ALIGNMENT))
    begin += -begin % _ALIGNMENT
    target.writelines(parts)
    return begin


def _chunks(read: Read, start: int, length: int) -> Iterator[bytes | memoryview]:
    for begin in range(0, length, _CHUNK):
        yield read(start + begin, min(_CHUNK, length - begin))


def part_of_file(file: BinaryIO, start: int, length: int) -> Iterator[bytes | memoryview]:
    """Yield a part of a file in pieces that fit into memory.

    Raises
    ------
    TiffError
        It is outside of the file.
    """
    yield from _chunks(_reader(file), start, length)
