"""Paint regions of pictures over, in the samples that they consist of, without loss to the others.

JPEGs stay JPEGs where they can, with a lossless picture over the blocks that regions touch: as a whole without loss, a
scan would be seven times as large.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, PdfInlineImage, Stream

from sparkocr.enums import Color
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.pdf.boxes import numbers_of
from sparkocr.pdf.entries import entry
from sparkocr.pdf.redact.geometry import Hole, Matrix, inverse, moved
from sparkocr.pdf.redact.jpeg import Rectangle, emptied, grown
from sparkocr.pdf.redact.report import CannotRewriteError
from sparkocr.pdf.redact.samples import BYTE, DCT, ODD_PICTURES, Samples, components_of, filters_of, packed, unpacked

__all__ = ["inline_picture", "painted", "pixels_of"]

_KEPT = ("/ColorSpace", "/Decode", "/ImageMask", "/Intent", "/Interpolate", "/Matte", "/Mask")
_MARGIN = 1.0 + math.sqrt(0.5)  # px: one more around a region, and from the centre of a pixel to its corner
_PLAIN_SPACES = frozenset(["/DeviceGray", "/CalGray", "/DeviceRGB", "/CalRGB", "/ICCBased", "/DeviceCMYK"])
_BLENDED = 4  # px around patches that readers blend with them where they show a picture smaller than it is
_LUMA = (0.299, 0.587, 0.114)  # ITU-R BT.601


@dataclass(frozen=True, slots=True)
class _Filled:
    """A picture with regions painted over: its samples, the box around each region, its colour space if it says one."""

    samples: Samples
    areas: list[Rectangle]
    space: Name | None


def pixels_of(picture: Stream) -> int:
    """Return how many pixels a picture says to have.

    Raises
    ------
    CannotRewriteError
        It has none, or more than `sparkocr.imaging.limits.MAX_PIXELS`.
    """
    width, height = picture.get(Name.Width), picture.get(Name.Height)
    if not isinstance(width, int) or not isinstance(height, int) or width <= 0 or height <= 0:
        raise CannotRewriteError("A picture is damaged.")
    if width * height > MAX_PIXELS:
        raise CannotRewriteError("A picture is too large.")
    return width * height


def painted(document: pikepdf.Pdf, picture: Stream, matrix: Matrix, holes: Sequence[Hole], color: Color) -> Stream:
    """Return a copy of a picture in which regions have one colour, and its transparency none.

    The region is painted with a margin of a pixel. What is beside keeps its values: the copy is packed without loss. Of
    a JPEG, the blocks of 8 or 16 px that a region touches are emptied, and the copy is a form that fills the unit
    square with it and with a second picture, without loss, of these blocks.

    Parameters
    ----------
    document : pikepdf.Pdf
        To which the copy belongs.
    picture : Stream
        An image XObject, or what `inline_picture` returns.
    matrix : Matrix
        From the unit square, which the picture fills, to user space.
    holes : sequence of Hole
        In user space.
    color : Color
        Of the regions, where the colour space of the picture is a plain one; otherwise they are of any one colour.

    Raises
    ------
    CannotRewriteError
        It is of a kind that can't be unpacked, or damaged.
    """
    back = inverse(matrix)
    if back is None:
        raise CannotRewriteError("A picture has no area.")
    is_stencil = entry(picture, Name.ImageMask) is True
    value = [0.0] if is_stencil else _sample_of(picture, color)
    filled = _filled(picture, back, holes, value)
    transparency, mask = picture.get(Name.SMask), picture.get(Name.Mask)
    if filters_of(picture) == [DCT] and transparency is None and mask is None:
        patched = _patched(document, picture, filled)
        if patched is not None:
            return patched
    copy = _packed(document, picture, filled)
    if isinstance(transparency, Stream):
        copy.SMask = _packed(document, transparency, _filled(transparency, back, holes, [1.0]))
    if isinstance(mask, Stream):
        copy.Mask = _packed(document, mask, _filled(mask, back, holes, [0.0]))
    return copy


def inline_picture(document: pikepdf.Pdf, image: PdfInlineImage, resources: object) -> Stream:
    """Return an image in a content stream as an image XObject."""
    picture = Stream(document, image.read_raw_bytes())
    for name, value in image.obj.items():
        if name != "/Length":
            picture[name] = value
    space = picture.get(Name.ColorSpace)
    if isinstance(space, Name):
        picture.ColorSpace = entry(entry(resources, Name.ColorSpace), space) or space
    picture.Type, picture.Subtype = Name.XObject, Name.Image
    return picture


def _filled(picture: Stream, back: Matrix, holes: Sequence[Hole], value: Sequence[float]) -> _Filled:
    """Give regions of a picture or a mask one value, 0 to 1 for each component."""
    pixels_of(picture)
    try:
        samples, space = unpacked(picture)
    except ODD_PICTURES:
        raise CannotRewriteError("A picture is of a kind that can't be changed.") from None
    if len(value) != samples.components:
        value = [0.0] * samples.components
    decode = numbers_of(picture.get(Name.Decode))
    if decode is not None and len(decode) >= 2 and decode[0] > decode[1]:  # noqa: PLR2004
        value = [1 - part for part in value]
    areas, height = [], len(samples.rows)
    for hole in holes:
        corners = (moved(back, x, y) for x, y in hole.points)
        area = _fill(samples, Hole([(x * samples.width, (1 - y) * height) for x, y in corners]), value)
        if area is not None:
            areas.append(area)
    return _Filled(samples, areas, space)


def _packed(document: pikepdf.Pdf, picture: Stream, filled: _Filled) -> Stream:
    """Return what a picture was filled to, packed without loss."""
    copy = _with_colors(packed(document, filled.samples), picture)
    if filled.space is not None:
        copy.ColorSpace = filled.space
    return copy


def _with_colors(copy: Stream, picture: Stream) -> Stream:
    """Give a picture the colours of another one."""
    for name in _KEPT:
        if name in picture and not isinstance(picture[name], Stream):
            copy[name] = picture[name]
    return copy


def _patched(document: pikepdf.Pdf, picture: Stream, filled: _Filled) -> Stream | None:
    """Return a form that draws a JPEG without some blocks, and these over it; None if there is none.

    Both are of the same size, so that readers put their pixels in the same places: smaller pictures are moved, or
    stretched by up to a pixel of the screen.
    """
    samples, height = filled.samples, len(filled.samples.rows)
    width = samples.width
    if samples.components not in {1, 3} or not filled.areas:
        return None
    try:
        made = emptied(picture.read_raw_bytes(), (width, height), filled.areas)
    except ODD_PICTURES:
        return None
    if made is None:
        return None
    data, patches = made
    base = Stream(document, data, Type=Name.XObject, Subtype=Name.Image, Filter=Name.DCTDecode)
    base.Width, base.Height, base.BitsPerComponent = width, height, BYTE
    rows = samples.rows * np.repeat(grown(patches, _BLENDED), samples.components, axis=1)
    over = packed(document, Samples(rows, width, BYTE, samples.components), is_jpeg=True)
    over.Mask = packed(document, Samples(np.packbits(~patches, axis=1), width, 1, 1))
    over.Mask.ImageMask = True
    return Stream(
        document,
        b"/Im0 Do /Im1 Do",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([-1, -1, 2, 2]),  # no reader clips at the edge of the picture, and blends it
        Resources=Dictionary(XObject=Dictionary(Im0=_with_colors(base, picture), Im1=_with_colors(over, picture))),
    )


def _sample_of(picture: Stream, color: Color) -> list[float]:
    """Return a colour as components, 0 to 1; an empty list if the colour space isn't a plain one."""
    space = picture.get(Name.ColorSpace)
    if str(space[0] if isinstance(space, Array) and len(space) else space) not in _PLAIN_SPACES:
        return []
    red, green, blue = (part / 255 for part in color.rgb)
    light = sum(part * weight for part, weight in zip((red, green, blue), _LUMA, strict=True))
    return {
        1: [light],
        3: [red, green, blue],
        4: [1 - red, 1 - green, 1 - blue, 0.0],
    }.get(components_of(space), [])


def _fill(samples: Samples, hole: Hole, value: Sequence[float]) -> Rectangle | None:
    """Give the pixels of a region and its margin a value; return the box around them."""
    left, top, right, bottom = hole.bounds
    first, last = max(0, math.floor(left - _MARGIN)), min(samples.width, math.ceil(right + _MARGIN))
    low, high = max(0, math.floor(top - _MARGIN)), min(len(samples.rows), math.ceil(bottom + _MARGIN))
    if first >= last or low >= high:
        return None
    area = first, low, last, high
    x, y = np.arange(first, last, dtype=np.float64) + 0.5, np.arange(low, high, dtype=np.float64) + 0.5
    inside = hole.covers(x[None, :], y[:, None], _MARGIN)
    rows, bits = samples.rows[low:high], samples.components * samples.depth
    if samples.depth >= BYTE:
        pixels = rows.reshape(high - low, samples.width, bits // BYTE)
        levels = np.repeat([round(part * 255) for part in value], samples.depth // BYTE).astype(np.uint8)
        pixels[:, first:last][inside] = levels
        return area
    bare = np.unpackbits(rows, axis=1)
    pixels = bare[:, : samples.width * bits].reshape(high - low, samples.width, bits)
    ones = np.repeat([part >= 0.5 for part in value], samples.depth)  # noqa: PLR2004
    pixels[:, first:last][inside] = ones
    bare[:, : samples.width * bits] = pixels.reshape(high - low, -1)
    rows[:] = np.packbits(bare, axis=1)
    return area
