"""Find the lines of text on a page with a network that marks their middle.

The network and what follows are differentiable binarization (Liao et al., "Real-time Scene Text Detection with
Differentiable Binarization", AAAI 2020): it gives for each pixel the probability of being inside a shrunken line; each
connected area of these becomes a rectangle, which is grown back.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.engines.ppocr.models import Network
from sparkocr.imaging.pixels import Pixels
from sparkocr.imaging.quality import text_height
from sparkocr.layout.box import Box
from sparkocr.layout.merge import typical_angle

__all__ = ["TILE", "DetectOptions", "Detection", "detect"]

Floats = npt.NDArray[np.float32]

_STRIDE = 32  # the network halves its input five times
_NARROW = 2.0  # sheets longer than so many times their width, as receipts, are seen in tiles
TILE = 1600  # px: larger pages are seen in tiles, so that memory is bounded
_OVERLAP = 192  # px that neighbouring tiles share: several lines of text
_CLOSEST = 2400  # px of the long side of a page of small print: more finds specks and takes longer
_WITH_EASE = 1.25  # small print of 11 px read worse by 1.4 % than of 13 px, and of 16 px no better but slower
_MOST_SEEN = 24_000_000  # of what is seen of a page in all tiles; larger pages are reduced: a second for 4 million
_LEAST_DPI = 120  # letters of 6 points are 10 px high, the least that is found reliably
_EDGE, _BLANK = 7, 6  # px, and levels of gray by which they differ on blank paper; nobody reads text that is fainter
_MARGIN = _STRIDE  # px of blank paper around the content that the network still sees
_FULL = 0.5  # of a page: text with its margin takes as much of one that is not mostly blank
_MIN_SIDE = 3  # px of the shrunken rectangle, as in PaddleOCR
_QUARTER = 90
_UNSURE = 0.25  # of its height: a line whose ends move less than that may as well lie like the page
_VERTICAL = 1.5  # as in PaddleOCR: what is so much higher than wide is text that was turned, not one letter


@dataclass(frozen=True, slots=True)
class DetectOptions:
    """How lines are found.

    Attributes
    ----------
    text_threshold : float
        Probability above which a pixel is inside a line.
    score_threshold : float
        Mean probability that a line must have.
    grow : float
        How far the shrunken rectangle is grown: by this times its area, divided by its perimeter.
    size_threshold : float
        Lines lower than so many px are dropped.
    long_side, short_side : int
        The page is reduced to this long side, and enlarged to this short side (as far as the long one allows), in px.
    text_height : float
        Pages with capitals lower than so many px, as the network sees them, are seen so closely that they are a
        quarter higher than that; 0: none are.
    """

    text_threshold: float = 0.3
    score_threshold: float = 0.5
    grow: float = 1.6
    size_threshold: float = 5.0
    long_side: int = 1600
    short_side: int = 1000
    text_height: float = 0.0


@dataclass(frozen=True, slots=True)
class Detection:
    """A line: a box that is turned with it, by -45 to 45 degrees or by about 90 if it is set vertically; 0 to 1."""

    box: Box
    score: float


def detect(network: Network, pixels: Pixels, resolution: int, options: DetectOptions) -> list[Detection]:
    """Find the lines of a page.

    Parameters
    ----------
    network : Network
        The detector.
    pixels : ndarray of uint8, shape (h, w) or (h, w, 3)
        Grey, or blue, green and red.
    resolution : int
        Pixels per inch, 0 if unknown: tells a large page from one with large pixels.
    options : DetectOptions

    Returns
    -------
    list of Detection
        In no order.
    """
    height, width = pixels.shape[:2]
    factor = _factor(height, width, resolution, options)
    if options.text_height > 0:
        factor = _closer(pixels, factor, options.text_height)
    seen_width, seen_height = (_padded(side * factor) for side in (width, height))
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    seen = cast("Pixels", cv2.resize(pixels, (seen_width, seen_height), interpolation=method))
    probabilities = np.zeros(seen.shape[:2], np.float32)
    # Enlarged edges are soft, and look like blank paper.
    content = _content(seen if factor <= 1 else pixels, seen.shape[:2])
    probabilities[content] = _probabilities(network, seen[content])
    scale = width / seen_width, height / seen_height
    found = [
        Detection(_line_box(rectangle, options.grow, scale), score)
        for rectangle, score in _rectangles(probabilities, options)
        if min(rectangle[1]) * max(scale) >= options.size_threshold / (1 + options.grow)
    ]
    return _levelled(found)


def _factor(height: int, width: int, resolution: int, options: DetectOptions) -> float:
    """Return by how much the page is scaled before the network sees it."""
    long, short = max(height, width), min(height, width)
    factor = min(1.0, options.long_side / min(long, _NARROW * short))
    if resolution > 0:
        factor = max(factor, min(1.0, _LEAST_DPI / resolution))
    if short * factor < options.short_side:
        factor = max(factor, min(options.short_side / short, options.long_side / long))
    return min(factor, math.sqrt(_MOST_SEEN / (long * short)))


def _closer(pixels: Pixels, factor: float, least: float) -> float:
    """Return by how much a page is scaled, or by more if its capitals would be lower than `least` px."""
    height, width = pixels.shape[:2]
    gray = pixels if pixels.ndim == 2 else cast("Pixels", cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY))  # noqa: PLR2004
    found = text_height(gray)
    if not 0 < found * factor < least:
        return factor
    closer: float = min(_WITH_EASE * least / found, _CLOSEST / max(height, width))
    return max(factor, closer)


def _padded(side: float) -> int:
    """Return the nearest side that the network takes."""
    return max(_STRIDE, round(side / _STRIDE) * _STRIDE)


def _content(pixels: Pixels, seen: tuple[int, int]) -> tuple[slice, slice]:
    """Return the rows and columns of what the network sees that have all that is on a page.

    Blank margins are a third of most pages. A page that is mostly blank is seen whole: there the network takes a box
    for a letter if it does not see how alone it is.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (h, w) or (h, w, 3)
    seen : tuple of int
        Height and width of what the network sees, in px.
    """
    height, width = seen
    changes = cast("Pixels", cv2.morphologyEx(pixels, cv2.MORPH_GRADIENT, np.ones((_EDGE, _EDGE), np.uint8)))
    is_content = changes.reshape(*pixels.shape[:2], -1).max(axis=2) > _BLANK
    rows, columns = (_around(is_content.any(axis=axis), side) for axis, side in ((1, height), (0, width)))
    is_full = (rows.stop - rows.start) * (columns.stop - columns.start) >= _FULL * height * width
    return (rows, columns) if is_full else (slice(0, height), slice(0, width))


def _around(marks: npt.NDArray[np.bool_], side: int) -> slice:
    """Return the first to the last mark with the margin, on a side of so many px, in steps of the network."""
    places = np.flatnonzero(marks) * side / len(marks)
    if not len(places):
        return slice(0, 0)
    start, stop = int(places[0]) - _MARGIN, math.ceil(places[-1]) + 1 + _MARGIN
    return slice(max(0, start) // _STRIDE * _STRIDE, min(side, -(-stop // _STRIDE) * _STRIDE))


def _probabilities(network: Network, pixels: Pixels) -> Floats:
    """Return for each pixel the probability of being inside a line; large images are seen in tiles."""
    height, width = pixels.shape[:2]
    if max(height, width) <= TILE:
        return _seen(network, pixels)
    found = np.zeros((height, width), np.float32)
    for top in _starts(height):
        for left in _starts(width):
            place = np.s_[top : top + TILE, left : left + TILE]
            np.maximum(found[place], _seen(network, pixels[place]), out=found[place])
    return found


def _starts(side: int) -> range:
    """Return where tiles begin; the last one may be smaller."""
    return range(0, max(1, side - _OVERLAP), TILE - _OVERLAP)


def _seen(network: Network, pixels: Pixels) -> Floats:
    """Run the network: values from -1 to 1, as it was trained with."""
    values = pixels.astype(np.float32)
    values /= 127.5
    values -= 1
    planes = np.broadcast_to(values, (3, *values.shape)) if values.ndim == 2 else values.transpose(2, 0, 1)  # noqa: PLR2004
    found: Floats = network(np.ascontiguousarray(planes[None]))[0, 0]
    return found


_Rectangle = tuple[tuple[float, float], tuple[float, float], float]  # centre, size and angle, as OpenCV has them


def _rectangles(probabilities: Floats, options: DetectOptions) -> Iterator[tuple[_Rectangle, float]]:
    """Find the shrunken rectangles, with their mean probability."""
    inside = (probabilities > options.text_threshold).astype(np.uint8)
    joined = cv2.dilate(inside, np.ones((2, 2), np.uint8))
    for contour in cv2.findContours(joined, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0]:
        (x, y), (across, down), angle = cv2.minAreaRect(contour)
        if min(across, down) < _MIN_SIDE:
            continue
        left, top, width, height = cv2.boundingRect(contour)
        corners = cv2.boxPoints(((x - left, y - top), (across, down), angle)).astype(np.int32)
        mask = np.zeros((height, width), np.uint8)
        cv2.fillPoly(mask, [corners], (1,))
        score = cv2.mean(probabilities[top : top + height, left : left + width], mask)[0]
        if score >= options.score_threshold:
            yield ((x, y), (across, down), angle), score


def _line_box(rectangle: _Rectangle, grow: float, scale: tuple[float, float]) -> Box:
    """Grow a rectangle, and turn it so that the text runs along its width."""
    (x, y), (across, down), angle = rectangle
    margin = grow * across * down / (across + down)  # twice the distance: area / perimeter x grow
    across, down = (across + margin) * scale[0], (down + margin) * scale[1]
    while angle > _QUARTER / 2:
        across, down, angle = down, across, angle - _QUARTER
    while angle < -_QUARTER / 2:
        across, down, angle = down, across, angle + _QUARTER
    if down >= _VERTICAL * across:
        across, down, angle = down, across, angle + _QUARTER
    x, y = x * scale[0], y * scale[1]
    return Box(x - across / 2, y - down / 2, across, down, angle)


def _levelled(found: list[Detection]) -> list[Detection]:
    """Turn short lines, whose rectangles tell little about their angle, as the long lines of the page are turned."""
    across = [one.box for one in found if abs(one.box.angle) <= _QUARTER / 2]
    if not across:
        return found
    page = typical_angle(across)

    def levelled(box: Box) -> Box:
        moved = box.width / 2 * math.tan(math.radians(abs(box.angle - page)))
        return replace(box, angle=page) if moved < _UNSURE * box.height else box

    return [replace(one, box=levelled(one.box)) if abs(one.box.angle) <= _QUARTER / 2 else one for one in found]
