"""Draw on images: outlines of regions with their labels, masks, and texts in place of others.

Nothing is smoothed: a drawn pixel has exactly the colour that was asked for, so a black and white image stays one and
a mask lets nothing shine through.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
import PIL.Image
from PIL import ImageDraw, ImageFont

from sparkocr.enums import Color, FontStyle, ImageType
from sparkocr.imaging.fonts import FontChoice, font_of
from sparkocr.imaging.geometry import paper
from sparkocr.imaging.pixels import Image, Pixels, convert, is_bilevel

__all__ = ["OWN_FONT", "Mark", "covered", "drawn_type", "mask", "outline", "patch"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Value = tuple[int, ...]

OWN_FONT: FontChoice = ("", FontStyle.PLAIN)
"""The font that comes with Pillow; it has Latin letters, others become empty boxes."""

_MAX_LABEL = 100  # characters: longer labels don't fit beside a region
_GAP = 2  # px between a region and its label
_LEAST_FONT, _MOST_FONT = 6, 1000  # px; smaller letters can't be read
_TALL = "Hg"  # from a capital letter to a descender: what a box around a word leaves room for
_LIGHT = 128  # from this level of gray on, black text is easier to read than white
_SIGNS = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """A region to draw.

    Attributes
    ----------
    corners : ndarray of float64, shape (4, 2)
        x and y of its corners in px, clockwise from the one that is top left before the region is turned. They are
        finite; they may be outside of the image.
    color : Color
    text : str
        What is written beside it, or into it; may be empty. Blanks are no text that is written, but `patch` takes them
        for one.
    """

    corners: Floats
    color: Color = Color.black
    text: str = ""


class Spans(NamedTuple):
    """Pixels of consecutive rows: those from `starts` up to, but not with, `stops`; the first row is `top`."""

    top: int
    starts: Integers
    stops: Integers


def mask(image: Image, marks: Sequence[Mark]) -> Image:
    """Fill regions with their colours.

    Every pixel that a region touches gets the colour, opaque. The parts of regions that are beyond the image are left
    out.

    Parameters
    ----------
    image : Image
    marks : sequence of Mark

    Returns
    -------
    Image
        Of the type that `drawn_type` tells.
    """
    if not marks:
        return image
    canvas = _canvas(image, marks)
    for one in marks:
        _fill(canvas.pixels, covered(one.corners, canvas.pixels.shape), _value(one.color, canvas.image_type))
    return canvas


def outline(
    image: Image,
    marks: Sequence[Mark],
    line_width: int,
    font_size: int,
    font: FontChoice = OWN_FONT,
    *,
    contrast: bool = False,
) -> Image:
    """Draw the borders of regions, and their texts above them, or below where there is no room.

    Parameters
    ----------
    image : Image
    marks : sequence of Mark
    line_width : int
        Width of the border in px; its middle is the border of the region.
    font_size : int
        Size of the texts in px.
    font : (str, FontStyle)
        Font of the texts, see `sparkocr.imaging.fonts.font_of`.
    contrast : bool
        Whether texts are black or white, whichever can be read where they are, and not of the colour of their region.

    Returns
    -------
    Image
        Of the type that `drawn_type` tells.
    """
    if not marks:
        return image
    canvas = _canvas(image, marks)
    for one in marks:
        value = _value(one.color, canvas.image_type)
        _frame(canvas.pixels, one.corners, line_width, value)
        if one.text:
            _write_beside(canvas, one, line_width / 2, font_of(font, font_size), None if contrast else value)
    return canvas


def patch(image: Image, marks: Sequence[Mark], font: FontChoice = OWN_FONT) -> Image:
    """Replace what is in regions by their texts.

    A region is filled with its background (the median of its edge) and gets its text at its left, in the largest size
    that fits, black on light and white on dark background. A region without a text is filled with its colour.

    Parameters
    ----------
    image : Image
    marks : sequence of Mark
    font : (str, FontStyle)
        Font of the texts, see `sparkocr.imaging.fonts.font_of`.

    Returns
    -------
    Image
        Of the type that `drawn_type` tells for the marks without text.
    """
    if not marks:
        return image
    canvas = _canvas(image, [one for one in marks if not one.text])
    pixels = canvas.pixels
    grounds = [_background(canvas, one) for one in marks]  # before any is painted over
    for one, ground in zip(marks, grounds, strict=True):
        _fill(pixels, covered(one.corners, pixels.shape), ground)
    for one, ground in zip(marks, grounds, strict=True):
        if one.text:
            _write_inside(pixels, one, _value(_readable(ground), canvas.image_type), font)
    return canvas


def drawn_type(image_type: ImageType, colors: Iterable[Color]) -> ImageType:
    """Return the type of an image after colours are drawn on it.

    It stays what it is, but a gray or binary image becomes TYPE_3BYTE_BGR with a colour that is no gray, and a binary
    one becomes TYPE_BYTE_GRAY with a gray.
    """
    values = {color.rgb for color in colors}
    if image_type.channels > 1:
        return image_type
    if any(len(set(rgb)) > 1 for rgb in values):
        return ImageType.TYPE_3BYTE_BGR
    binary = image_type is ImageType.TYPE_BYTE_BINARY and all(rgb[0] in (0, 255) for rgb in values)
    return image_type if binary else ImageType.TYPE_BYTE_GRAY


def covered(corners: Floats, shape: tuple[int, ...]) -> Spans:
    """Return all pixels that a convex shape touches, be it with a corner: at least one in each direction.

    Parameters
    ----------
    corners : ndarray of float64, shape (n, 2)
        In px; a pixel is the square between its number and the next one.
    shape : tuple of int
        Height and width of the image.
    """
    lowest, highest = corners[:, 1].min(), corners[:, 1].max()
    first = math.floor(lowest)
    top, bottom = _clip(first, shape[0]), _clip(max(math.ceil(highest), first + 1), shape[0])
    lines = np.clip(np.arange(top, bottom + 1, dtype=np.float64), lowest, highest)
    left, right = _extent(corners, lines)
    starts, stops = np.minimum(left[:-1], left[1:]), np.maximum(right[:-1], right[1:])
    for x, y in corners:  # the widest place of a row may be a corner inside of it
        if top <= y < bottom:
            row = int(y) - top
            starts[row], stops[row] = min(starts[row], x), max(stops[row], x)
    starts = np.floor(starts)
    return _spans(top, starts, np.maximum(np.ceil(stops), starts + 1), shape[1])


def _inside(corners: Floats, shape: tuple[int, ...]) -> Spans:
    """Return the pixels whose centres are in a convex shape, so that lines are as wide as they should be."""
    top = _clip(math.ceil(corners[:, 1].min() - 0.5), shape[0])
    bottom = _clip(math.ceil(corners[:, 1].max() - 0.5), shape[0])
    left, right = _extent(corners, np.arange(top, bottom, dtype=np.float64) + 0.5)
    return _spans(top, np.ceil(left - 0.5), np.ceil(right - 0.5), shape[1])


def _extent(corners: Floats, lines: Floats) -> tuple[Floats, Floats]:
    """Return where a convex shape begins and ends on level lines that pass through it, given by their y."""
    left, right = np.full(lines.shape, np.inf), np.full(lines.shape, -np.inf)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        met = (lines >= min(y0, y1)) & (lines <= max(y0, y1))
        share = np.clip((lines[met] - y0) / (y1 - y0), 0, 1) if y0 != y1 else np.zeros(met.sum())
        x = x0 + share * (x1 - x0)
        left[met] = np.minimum(left[met], x)
        right[met] = np.maximum(right[met], x)
    return left, right


def _spans(top: int, starts: Floats, stops: Floats, width: int) -> Spans:
    """Clip spans to the width of the image."""
    return Spans(top, np.clip(starts, 0, width).astype(np.int64), np.clip(stops, 0, width).astype(np.int64))


def _clip(value: int, limit: int) -> int:
    return min(max(value, 0), limit)


def _fill(pixels: Pixels, spans: Spans, value: Value) -> None:
    top, starts, stops = spans
    if len(starts) and (starts == starts[0]).all() and (stops == stops[0]).all():
        pixels[top : top + len(starts), starts[0] : stops[0]] = value
        return
    for row, start, stop in zip(range(top, top + len(starts)), starts, stops, strict=True):
        pixels[row, start:stop] = value


def _frame(pixels: Pixels, corners: Floats, width: float, value: Value) -> None:
    """Draw the border of a region: what a larger one has and a smaller one has not."""
    outer = _inside(_grown(corners, width / 2), pixels.shape)
    sides = np.hypot(*(corners[1] - corners[0])), np.hypot(*(corners[3] - corners[0]))
    if min(sides) <= width:
        _fill(pixels, outer, value)
        return
    inner = _inside(_grown(corners, -width / 2), pixels.shape)
    begin, end = inner.top - outer.top, inner.top - outer.top + len(inner.starts)
    _fill(pixels, Spans(outer.top, outer.starts[:begin], outer.stops[:begin]), value)
    _fill(pixels, Spans(outer.top + end, outer.starts[end:], outer.stops[end:]), value)
    _fill(pixels, Spans(inner.top, outer.starts[begin:end], inner.starts), value)
    _fill(pixels, Spans(inner.top, inner.stops, outer.stops[begin:end]), value)


def _grown(corners: Floats, by: float) -> Floats:
    """Move all sides of a region outwards by some px."""
    grown: Floats = corners + by * (_SIGNS @ _axes(corners))
    return grown


def _axes(corners: Floats) -> Floats:
    """Return the directions of a region's sides, to the right and downwards, of length 1; also if it has no width."""
    across, down = corners[1] - corners[0], corners[3] - corners[0]
    width, height = np.hypot(*across), np.hypot(*down)
    if not width and not height:
        return np.eye(2)
    across = across / width if width else np.array([down[1], -down[0]]) / height
    down = down / height if height else np.array([-across[1], across[0]])
    return np.stack([across, down])


def _canvas(image: Image, marks: Sequence[Mark]) -> Image:
    """Return a copy to draw on, which can show the colours of the marks."""
    image_type = drawn_type(image.image_type, [one.color for one in marks])
    pixels = convert(image.pixels, image.image_type, image_type)
    pixels = pixels.copy() if pixels is image.pixels else pixels
    return replace(image.with_pixels(pixels, image_type), text_words=None)


def _value(color: Color, image_type: ImageType) -> Value:
    """Return the pixel of a colour."""
    red, green, blue = color.rgb
    if image_type.channels == 1:
        return (red,)
    return (255, blue, green, red)[-image_type.channels :]


def _background(image: Image, mark: Mark) -> Value:
    """Return what a region is filled with: the median of its edge, or its colour if nothing is written on it."""
    height, width = image.pixels.shape[:2]
    (left, top), (right, bottom) = np.floor(mark.corners.min(axis=0)), np.ceil(mark.corners.max(axis=0))
    part = image.pixels[
        int(np.clip(top, 0, height)) : int(np.clip(bottom, 0, height)),
        int(np.clip(left, 0, width)) : int(np.clip(right, 0, width)),
    ]
    if not mark.text or not part.size:
        return _value(mark.color, image.image_type)
    return _ground(part, image.image_type)


def _ground(part: Pixels, image_type: ImageType) -> Value:
    """Return the pixel that stands for what a part of an image is drawn on."""
    found = tuple(round(level) for level in paper(part))
    if image_type is ImageType.TYPE_BYTE_BINARY and is_bilevel(part):
        return (255 if found[0] >= _LIGHT else 0,)
    return (255, *found[1:]) if image_type is ImageType.TYPE_4BYTE_ABGR else found


def _readable(ground: Value) -> Color:
    """Return black or white, whichever can be read on a background."""
    bgr = np.array(ground[-3:] if len(ground) > 1 else ground * 3, np.uint8).reshape(1, 1, 3)
    return Color.black if cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY).item() >= _LIGHT else Color.white


def _write_beside(canvas: Image, mark: Mark, border: float, font: ImageFont.FreeTypeFont, value: Value | None) -> None:
    """Write a text above a region, or else below it, or else at the edge of the image; None is what can be read."""
    pixels = canvas.pixels
    (left, top), (right, bottom) = mark.corners.min(axis=0) - border, mark.corners.max(axis=0) + border
    height, width = pixels.shape[:2]
    if right <= 0 or bottom <= 0 or left >= width or top >= height:
        return
    letters = _letters(mark.text[:_MAX_LABEL], font)
    high, wide = letters.shape
    if not letters.size:
        return
    y = top - _GAP - high
    if y < 0:
        y = min(bottom + _GAP, height - high)
    y, x = max(0, math.floor(y)), max(0, min(math.floor(left), width - wide))
    part = pixels[y : y + high, x : x + wide]
    if value is None:
        value = _value(_readable(_ground(part, canvas.image_type)), canvas.image_type)
    part[letters[: part.shape[0], : part.shape[1]]] = value


def _write_inside(pixels: Pixels, mark: Mark, value: Value, choice: FontChoice) -> None:
    """Write a text into a region, turned as the region is, as large as it fits."""
    axes, corners = _axes(mark.corners), mark.corners
    wide, high = np.hypot(*(corners[1] - corners[0])), np.hypot(*(corners[3] - corners[0]))
    text = " ".join(mark.text.split())
    if not text:
        return
    font = font_of(choice, _fitting_size(text, wide, high, choice))
    letters = _letters(text, font)
    top, bottom = _line(text, font)
    start = (high - bottom + top) / 2 + font.getbbox(text)[1] - top  # of the letters, from the top of the region
    # Each pixel of the image looks up its letter's pixel, so that turned text has no holes.
    spans = covered(corners, pixels.shape)
    rows = np.arange(spans.top, spans.top + len(spans.starts))
    if not len(rows) or not letters.size:
        return
    columns = np.arange(spans.starts.min(), spans.stops.max())
    y, x = np.meshgrid(rows + 0.5 - corners[0, 1], columns + 0.5 - corners[0, 0], indexing="ij")
    across, down = x * axes[0, 0] + y * axes[0, 1], x * axes[1, 0] + y * axes[1, 1]
    column, row = np.floor(across), np.floor(down - start)
    met = (column >= 0) & (row >= 0) & (column < letters.shape[1]) & (row < letters.shape[0])
    met &= (across >= 0) & (across <= wide) & (down >= 0) & (down <= high)
    met[met] = letters[row[met].astype(np.int64), column[met].astype(np.int64)]
    pixels[rows[0] : rows[-1] + 1, spans.starts.min() : spans.stops.max()][met] = value


def _fitting_size(text: str, width: float, height: float, font: FontChoice) -> int:
    """Return the largest size in px in which a text fits into a box; not below the least that can be read."""
    measured = font_of(font, 100)
    top, bottom = _line(text, measured)
    needed = max(measured.getlength(text) / max(width, 1), (bottom - top) / max(height, 1))
    size = int(min(max(100 / needed, _LEAST_FONT), _MOST_FONT))
    while size > _LEAST_FONT and font_of(font, size).getlength(text) > width:  # letters have whole px
        size -= 1
    return size


def _line(text: str, font: ImageFont.FreeTypeFont) -> tuple[float, float]:
    """Return where a line of text begins and ends vertically, at least from a capital letter to a descender."""
    _, top, _, bottom = font.getbbox(_TALL + text)
    return top, bottom


def _letters(text: str, font: ImageFont.FreeTypeFont) -> npt.NDArray[np.bool_]:
    """Return the pixels of a text on one line, without room around them."""
    text = " ".join(text.split())
    left, top, right, bottom = (round(edge) for edge in font.getbbox(text))
    picture = PIL.Image.new("L", (max(0, right - left), max(0, bottom - top)))
    canvas = ImageDraw.Draw(picture)
    canvas.fontmode = "1"
    canvas.text((-left, -top), text, 255, font)
    return np.asarray(picture) > 0
