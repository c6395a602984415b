"""How much memory and time the pictures of a page take, by what their headers say, before PDFium unpacks them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Name, Stream

from sparkocr.errors import DocumentError
from sparkocr.imaging.jpeg import scan_pixels
from sparkocr.limits import current, told
from sparkocr.pdf.entries import elements, entry, name_of
from sparkocr.pdf.unpacked import check_unpacked, filters_of, unpacked
from sparkocr.pdf.work import Pictures

__all__ = ["check_pictures"]

_COLOURS = 4  # bytes of a pixel in colour, as PDFium keeps it
_DCT, _JPX, _JBIG2 = {"/DCTDecode", "/DCT"}, {"/JPXDecode"}, {"/JBIG2Decode"}
_GRAY = {"/DeviceGray", "/G", "/CalGray", "/Indexed", "/I"}
_SEGMENT = struct.Struct(">IBB")  # number, flags, and how many others it refers to
_REGION = struct.Struct(">II")  # width and height
_REGIONS = frozenset({4, 6, 7, 20, 22, 23, 36, 38, 39, 40, 42, 43})  # ITU-T T.88, 7.3
_UNKNOWN = 0xFFFFFFFF
_SIZ = b"\xff\x51"  # ITU-T T.800, A.5.1
_TILES = 65_535


def check_pictures(pictures: Pictures) -> None:
    """Check the pictures that a page draws.

    Raises
    ------
    DocumentError
        They take too much memory, or are drawn too often; or one of them has too many parts.
    """
    if pictures.pixels > current().max_shown_pixels:
        raise DocumentError(
            f"The pictures of PDF page have more than {told('max_shown_pixels')}, as often as they are drawn."
        )
    total = 0
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [*pictures.streams]
    while waiting:
        picture = waiting.pop()
        if not isinstance(picture, Stream) or picture.objgen in seen:
            continue
        seen.add(picture.objgen)
        waiting += [picture.get(Name.SMask), picture.get(Name.Mask)]
        total += _bytes_of(picture)
        if total > current().max_picture_bytes:
            raise DocumentError(f"The pictures of PDF page take more than {told('max_picture_bytes')}.")


def _bytes_of(picture: Stream) -> int:
    """Return what PDFium takes for a picture, whose data are checked."""
    width, height = (_number(picture, name) for name in (Name.Width, Name.Height))
    filters = filters_of(picture)
    is_coded = bool(filters) and filters[-1] in _DCT | _JPX | _JBIG2
    if len(filters) > 1 or is_coded:
        data = picture.read_raw_bytes()
        for name in filters[:-1]:
            data = unpacked(data, name)
        if filters[-1] in _DCT:
            _check_scans(data)
        elif filters[-1] in _JPX:
            width, height = _jpx_size(data)
        elif filters[-1] in _JBIG2:
            shared = elements(picture.get(Name.DecodeParms)) or [picture.get(Name.DecodeParms)]
            for parameters in shared:
                stream = entry(parameters, Name.JBIG2Globals)
                if isinstance(stream, Stream):
                    check_unpacked(stream)
            _check_regions(data)
    return width * height * _depth(picture) // 8


def _depth(picture: Stream) -> int:
    """Return the bits that a pixel takes in memory."""
    bits = _number(picture, Name.BitsPerComponent) or 8
    space = picture.get(Name.ColorSpace)
    name = name_of(space[0] if isinstance(space, Array) and len(space) else space)
    if bool(picture.get(Name.ImageMask)) or bits == 1:
        return 1 if name not in {"/DeviceRGB", "/DeviceCMYK"} else 8 * _COLOURS
    return 8 if name in _GRAY else 8 * _COLOURS


def _number(picture: Stream, name: Name) -> int:
    value = picture.get(name)
    return value if isinstance(value, int) and value > 0 else 0


def _check_scans(data: bytes) -> None:
    """Check how often a JPEG goes over its pixels."""
    if scan_pixels(data) > current().max_scanned_pixels:
        raise DocumentError(f"The scans of a picture of PDF page have more than {told('max_scanned_pixels')}.")


def _jpx_size(data: bytes) -> tuple[int, int]:
    """Return the size of a picture in JPEG 2000.

    Raises
    ------
    DocumentError
        It has too many tiles.
    """
    start = data.find(_SIZ)
    if start < 0 or len(data) < start + 38:
        return 0, 0
    right, bottom, left, top, tile_width, tile_height = struct.unpack_from(">6I", data, start + 6)
    width, height = max(0, right - left), max(0, bottom - top)
    if -(-width // max(1, tile_width)) * -(-height // max(1, tile_height)) > _TILES:
        raise DocumentError("A picture of PDF page has too many tiles.")
    return width, height


def _check_regions(data: bytes) -> None:
    """Check how many regions a picture in JBIG2 has, and how large they are together."""
    pixels = 0
    for number, region in enumerate(_regions(data)):
        pixels += region
        if pixels > current().max_region_pixels:
            raise DocumentError(f"The regions of a picture of PDF page have more than {told('max_region_pixels')}.")
        if number > current().max_jbig2_segments:
            raise DocumentError(f"A picture of PDF page has more than {told('max_jbig2_segments')}.")


def _regions(data: bytes) -> Iterator[int]:
    """Yield the pixels of each segment: ITU-T T.88, 7.2."""
    place = 0
    try:
        while place < len(data):
            number, flags, referred = _SEGMENT.unpack_from(data, place)
            place += _SEGMENT.size
            count = referred >> 5
            if count == 7:  # noqa: PLR2004  then the count is longer
                (count,) = struct.unpack_from(">I", data, place - 1)
                count &= 0x1FFFFFFF
                place += 3 + (count + 8) // 8
            place += count * (1 if number <= 256 else 2 if number <= 65_536 else 4)  # noqa: PLR2004
            place += 4 if flags & 0x40 else 1
            (length,) = struct.unpack_from(">I", data, place)
            place += 4
            if flags & 0x3F in _REGIONS:
                width, height = _REGION.unpack_from(data, place)
                yield width * height
            else:
                yield 0
            if length == _UNKNOWN:
                return
            place += length
    except struct.error:
        return
