"""Find check boxes and radio buttons on images, and tell which are marked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.imaging.box_outlines import Outline, distinct, find_outlines
from sparkocr.imaging.pixels import Pixels

__all__ = ["CheckBox", "find_check_boxes"]

_DPI = 150  # boxes are looked for at this resolution: 5 to 27 points
_LONG_PAGE = 20.0  # inches: an image that would be longer has a wrong resolution, as most photos have
_LONGEST = 4  # times as long as wide: what is longer is a roll, and seen as wide as a part of it that is a page
_SEEN_SIDE = 1754  # px of an image whose resolution is not known: A4 at 150 dpi

_PAPER = 68  # px, larger than a box: what is lighter within this distance is paper
_STEP = 4  # paper is estimated at a quarter of the size
_LEAST_INK = 24  # levels of gray that ink is darker than paper
_NOISE = 5  # standard deviations of the paper that ink is darker
_PALE = 60  # levels of gray: weaker is mostly paper
_BELOW, _APART = 0.8, 1.4  # of Otsu's threshold, as borders are paler than letters; by which two thresholds differ
_DARK, _LEAST_DARK = 110, 0.01  # a place is dark below this mean gray; share of an image from which dark places count

_MARK = 0.45  # of the strength of the border, from which ink in a box is a mark
_FRAME = 0.8  # share of ink from which a line around the middle belongs to the border
_DEPTH = 0.3  # sides: as deep as a second border may be
_MARKED = 0.06  # share of ink in the middle from which a box is marked
_BORDER = 2  # px
_INSIDE = 0.3  # share of the area of a box that lies in a larger one, if it is a part of that
_LONE, _DOUBTFUL = 0.8, 0.65  # by which the score is less of what is no part of a group: a sharp square, or all else
_SMALL = 18  # px: smaller squares may look round
_ALIGNED, _SLANT = (
    0.4,
    0.05,
)  # sides by which boxes of a group are off their column or row; and for a slant of 3 degrees
_ALIKE = 0.15  # by which sizes of boxes of a form differ at most

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class CheckBox:
    """A check box or radio button.

    Attributes
    ----------
    x, y, width, height : float
        The box around its border in px, origin top left; a mark may reach beyond it.
    is_checked : bool
        Whether there is a mark in it, of any kind.
    is_round : bool
    score : float
        How sure it is that this is a check box, 0 to 1.
    """

    x: float
    y: float
    width: float
    height: float
    is_checked: bool
    is_round: bool
    score: float


def find_check_boxes(pixels: Pixels, resolution: int = 0) -> list[CheckBox]:
    """Find check boxes.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image.
    resolution : int
        Dots per inch; 0 is unknown, and the image is taken for a page.

    Returns
    -------
    list of CheckBox
        From the top, and those of a row from the left.

    Notes
    -----
    Boxes are squares and circles of 5 to 27 points with a border, which may be dotted, round at the corners, double or
    have a shadow, on paper of any colour, also white on dark; slanted by 3 degrees at most. A box that is filled up to
    its border counts if another one of its size is there.
    """
    height, width = pixels.shape
    factor = min(1.0, _factor(min(max(height, width), _LONGEST * min(height, width)), resolution))
    if min(height, width) * factor < _STEP:
        return []
    size = (round(width * factor), round(height * factor))
    seen = pixels if factor == 1 else cast("Pixels", cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))
    is_dark = _dark_places(seen)
    found = _found(seen, ~is_dark)
    if is_dark.mean() >= _LEAST_DARK:
        found += _found(cast("Pixels", cv2.bitwise_not(seen)), is_dark)
    boxes = _scored(_outermost(found))
    return _in_order([_scaled(box, width / size[0], height / size[1]) for box in boxes])


@dataclass(frozen=True)
class _Found:
    """An outline, and the image of ink that it is in."""

    outline: Outline
    strength: Pixels


def _factor(longest: int, resolution: int) -> float:
    """Return by how much an image is reduced."""
    is_known = resolution > 0 and longest / resolution <= _LONG_PAGE
    return _DPI / resolution if is_known else _SEEN_SIDE / longest


def _dark_places(pixels: Pixels) -> npt.NDArray[np.bool_]:
    """Tell which places are dark on the whole; shape as that of the image over `_STEP`."""
    small = _reduced(pixels)
    side = 2 * _PAPER // _STEP
    return cv2.blur(small, (side, side), borderType=cv2.BORDER_REPLICATE) < _DARK


def _reduced(pixels: Pixels) -> Pixels:
    height, width = pixels.shape
    size = (max(1, width // _STEP), max(1, height // _STEP))
    return cast("Pixels", cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def _found(pixels: Pixels, place: npt.NDArray[np.bool_]) -> list[_Found]:
    """Find boxes that are darker than the paper, in some places."""
    strength = _strength(pixels)
    outlines = [
        outline
        for threshold in _thresholds(strength)
        for outline in find_outlines((strength > threshold).astype(np.uint8))
    ]
    rows, columns = place.shape
    return [
        _Found(outline, strength)
        for outline in outlines
        if place[
            min(int(outline.y + outline.height / 2) // _STEP, rows - 1),
            min(int(outline.x + outline.width / 2) // _STEP, columns - 1),
        ]
    ]


def _strength(pixels: Pixels) -> Pixels:
    """Return by how many levels of gray pixels are darker than the paper around them."""
    small = _reduced(pixels)
    side = _PAPER // _STEP
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    paper = cv2.blur(paper, (side // 2, side // 2), borderType=cv2.BORDER_REPLICATE)
    return cast("Pixels", cv2.subtract(cv2.resize(paper, pixels.shape[::-1]), pixels))


def _thresholds(strength: Pixels) -> list[float]:
    """Return the strengths of ink: a low one for pale borders, and one that leaves out gray behind black borders."""
    paper = strength[strength < _PALE].astype(np.float64)
    middle = np.median(paper) if paper.size else 0.0
    noise = 1.4826 * np.median(np.abs(paper - middle)) if paper.size else 0.0  # for a normal distribution
    low = max(_LEAST_INK, middle + _NOISE * noise)
    ink = strength[strength > low]
    if not ink.size:
        return []
    high = _BELOW * cv2.threshold(ink, 0, 255, cv2.THRESH_OTSU)[0]
    return [low, high] if high > _APART * low else [low]


def _is_marked(strength: Pixels, outline: Outline) -> bool:
    """Tell whether there is ink in the middle of a box, within all of its borders."""
    left, top = max(round(outline.x), 0), max(round(outline.y), 0)
    inside = strength[top : round(outline.y + outline.height), left : round(outline.x + outline.width)]
    height, width = inside.shape
    y, x = np.mgrid[:height, :width] + 0.5
    across, down = np.minimum(x, width - x), np.minimum(y, height - y)
    depth = np.minimum(across, down)
    if outline.is_round:
        depth = min(height, width) / 2 - np.hypot(x - width / 2, y - height / 2)
    border = np.percentile(inside[(depth >= 0) & (depth < _BORDER)], 75)
    ink = inside > max(_MARK * border, _LEAST_INK)
    rings = [ink[(depth >= ring) & (depth < ring + 1)].mean() for ring in range(round(_DEPTH * height) + 1)]
    # A line that lies between two rings has a part of its ink in each.
    deepest = max((ring for ring in range(1, len(rings)) if rings[ring - 1] + rings[ring] >= _FRAME), default=0)
    margin = deepest + 1 + max(1.0, 0.06 * height)
    middle = ink[depth >= min(margin, 0.3 * height)]
    return bool(middle.size and middle.mean() >= _MARKED)


def _outermost(found: list[_Found]) -> list[_Found]:
    """Leave out what lies in a larger box, or is the same box again."""
    best = [found[number] for number in distinct([one.outline for one in found])]
    kept: list[_Found] = []
    for one in sorted(best, key=lambda one: -one.outline.width * one.outline.height):
        if not any(_common(one.outline, other.outline) > _INSIDE for other in kept):
            kept.append(one)
    return kept


def _common(one: Outline, other: Outline) -> float:
    """Return the common area of two boxes, as a share of the first one."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(across, 0.0) * max(down, 0.0) / (one.width * one.height)


def _scored(found: list[_Found]) -> list[CheckBox]:
    """Score boxes by their borders, and by whether they are one of a group."""
    outlines = [one.outline for one in found]
    is_marked = np.array([_is_marked(one.strength, one.outline) for one in found], bool)
    is_open = np.array([not outline.is_solid for outline in outlines], bool)
    boxes = []
    for number, (outline, alike, aligned) in enumerate(zip(outlines, *_groups(outlines), strict=True)):
        if outline.is_solid and not (alike & is_open).any():
            continue
        is_group = bool((aligned & is_open).any() and not is_marked[alike].all())
        is_sure = bool((alike & is_open)[np.arange(len(alike)) != number].any()) if outline.is_sharp else is_group
        score = outline.score * (1.0 if is_sure else _LONE if outline.is_sharp else _DOUBTFUL)
        place = (outline.x, outline.y, outline.width, outline.height)
        boxes.append(CheckBox(*place, bool(is_marked[number]), outline.is_round, round(score, 4)))
    return boxes


def _groups(outlines: list[Outline]) -> tuple[list[Mask], list[Mask]]:
    """Return, for each outline, which have its size and shape, with itself; and which others of them are in line."""
    places = [(one.x, one.y, one.width, one.height) for one in outlines]
    x, y, width, height = np.array(places, np.float64).reshape(-1, 4).T
    is_round = np.array([one.is_round for one in outlines], bool)
    is_sharp = np.array([one.is_sharp for one in outlines], bool)
    sides = np.maximum(width, height)
    groups: tuple[list[Mask], list[Mask]] = ([], [])
    for number, side in enumerate(sides):
        across, down = np.abs(x - x[number]), np.abs(y - y[number])
        is_alike = np.abs(sides - side) <= max(_ALIKE * side, 2)
        # A circle with a mark may look like a square with round corners.
        is_other = (is_round & is_sharp[number]) | (is_sharp & is_round[number])
        is_alike &= ~is_other | (side < _SMALL)
        in_line = (across <= _ALIGNED * side + _SLANT * down) | (down <= _ALIGNED * side + _SLANT * across)
        groups[0].append(is_alike)
        groups[1].append(is_alike & in_line & (np.arange(len(sides)) != number))
    return groups


def _scaled(box: CheckBox, across: float, down: float) -> CheckBox:
    return replace(box, x=box.x * across, y=box.y * down, width=box.width * across, height=box.height * down)


def _in_order(boxes: list[CheckBox]) -> list[CheckBox]:
    """Sort boxes by rows: those whose middle is above the lower border of the first one."""
    left = sorted(boxes, key=lambda box: box.y)
    ordered: list[CheckBox] = []
    while left:
        bottom = left[0].y + left[0].height
        row = [box for box in left if box.y + box.height / 2 < bottom]
        ordered += sorted(row, key=lambda box: box.x)
        left = [box for box in left if box.y + box.height / 2 >= bottom]
    return ordered
