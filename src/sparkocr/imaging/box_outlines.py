"""Outlines of small squares and circles in ink, as check boxes and radio buttons have them.

They are found in two steps. Templates, points on the border of a square or circle, are laid on the ink at all sizes and
places; ink that crosses the border, such as a large tick, doesn't matter to them. What fits is measured from the
outside: a border is straight, or round, on all sides, however it is marked, and letters are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sparkocr.imaging.box_letters import Letters
from sparkocr.imaging.box_templates import BLANK, BORDER, GAP, REACH, TRIM, Fit, Sheet, best_fits, share
from sparkocr.imaging.pixels import Pixels

__all__ = ["Outline", "distinct", "find_outlines"]

_AROUND = (0.2, 0.7)  # sides: where patterns are looked for
_DENSE = 0.27  # share of ink beside the third blankest side of patterns such as QR codes
_STRAIGHT = (0.6, 0.85)  # least share of points of the worst side of a square, and of the others, that are on a line
_ROUND = (0.7, 0.07)  # least share of points that are on a circle, and largest one of those inside of it
_STRAY = 0.03  # sides by which points may be off, beside 1 px: a slant of 3 degrees
_LEAST_SHARP = 16  # px: smaller squares can't be told from small circles
_SHARP, _UNEQUAL = 0.05, 0.08  # sides: how far ink is from sharp corners; by how much that differs between corners
_ABOVE_LETTERS = 1.25  # boxes are so many times as high as small letters
_THIN, _INKED = 0.18, 0.5  # sides: how thick borders of letters are not; share of ink of a line that belongs to it
_STEM, _STEM_AT = 0.3, 0.15  # sides: how wide a stem is, and how far from the left or right edge its middle
_SAME = 0.6  # share of the area of both outlines that is common, if they are the same
_SOLID = 0.85  # share of ink inside of a border, from which it is filled

Flat = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Outline:
    """A square or a circle.

    Attributes
    ----------
    x, y, width, height : float
        The smallest upright box around it in px, without the marks that cross it.
    is_round : bool
    is_sharp : bool
        Whether corners are sharp and the border thin, as those of hardly any letter.
    is_solid : bool
        Whether it is filled with ink, so that no border can be seen.
    score : float
        Share of its border that is straight, or round, and hangs together: 0 to 1.
    """

    x: float
    y: float
    width: float
    height: float
    is_round: bool
    is_sharp: bool
    is_solid: bool
    score: float


def find_outlines(ink: Pixels) -> list[Outline]:
    """Find outlines of squares and circles.

    Parameters
    ----------
    ink : ndarray of uint8, shape (height, width)
        1 where there is ink, else 0.

    Returns
    -------
    list of Outline
        Sides are `SMALLEST` to `LARGEST` px. Some may lie in others, or be the same in a slightly different place.
    """
    sheet = Sheet(ink)
    measured = [outline for outline in (_measured(sheet, fit) for fit in best_fits(sheet)) if outline is not None]
    outlines = [measured[number] for number in distinct(measured)]
    places = [(outline.x, outline.y, outline.width, outline.height) for outline in outlines]
    letters = Letters(sheet.letters[:, :4] - np.array([BORDER, BORDER, 0.0, 0.0]), places)
    return [
        outline
        for outline, place in zip(outlines, places, strict=True)
        if not letters.is_letter(place, is_sharp=outline.is_sharp)
    ]


def distinct(outlines: list[Outline]) -> list[int]:
    """Return the best of each group of outlines that are nearly the same, as indices."""
    order = sorted(range(len(outlines)), key=lambda number: _rank(outlines[number]))
    left = np.array(order, np.int64)
    places = np.array([(one.x, one.y, one.width, one.height) for one in outlines], np.float64).reshape(-1, 4)
    areas = places[:, 2] * places[:, 3]
    kept = []
    while len(left):
        best, others = places[left[0]], places[left]
        corner = np.maximum(best[:2], others[:, :2])
        end = np.minimum(best[:2] + best[2:], others[:, :2] + others[:, 2:])
        common = np.maximum(end - corner, 0).prod(axis=1)
        kept.append(int(left[0]))
        left = left[common <= _SAME * (areas[left[0]] + areas[left] - common)]
    return kept


def _rank(outline: Outline) -> tuple[float, bool, bool]:
    return -outline.score, not outline.is_sharp, outline.is_solid


def _measured(sheet: Sheet, fit: Fit) -> Outline | None:
    """Measure a border from the outside; None if it is not straight, or not round, or stands in text as a letter."""
    template, size = fit.template, fit.template.size
    reach = max(3, round(0.2 * size))
    outs = range(reach, -reach - 1, -1)
    points = fit.centre + np.stack([template.sides(out) for out in outs])
    own = (sheet.labels[points] == fit.label) & (sheet.ink[points] > 0)
    places = np.where(own.any(axis=0), np.array(outs)[own.argmax(axis=0)], -2 * reach)  # shape (4, n)
    edges = np.median(places, axis=1).astype(np.int64)
    up, down, left, right = edges.tolist()
    if edges.min() < -reach:
        return None
    if not (_is_circle if template.is_round else _is_square)(places - edges[:, None], 1 + _STRAY * size):
        return None
    y, x = divmod(fit.centre, sheet.stride)
    frame = _Frame(
        x - template.before - left, y - template.before - up, x + template.behind + right, y + template.behind + down
    )
    if frame.is_long or frame.height < _ABOVE_LETTERS * sheet.letter or not _is_alone(sheet, fit, frame):
        return None
    corners = _corners(sheet, frame)
    thickness = _thickness(sheet.ink[points].mean(axis=2), reach - edges)
    is_sharp = (
        not template.is_round
        and size >= _LEAST_SHARP
        and thickness <= max(3, _THIN * size)
        and max(corners) <= _SHARP * size
    )
    if not is_sharp and _has_stem(sheet, fit, frame):
        return None
    if not template.is_round and (max(corners) > 1 + TRIM * size or np.ptp(corners) > 1 + _UNEQUAL * size):
        return None
    inner = min(share(sheet.ink, np.array([fit.centre]), template.sides(-out)).mean() for out in range(1, reach + 1))
    return Outline(
        frame.left - BORDER,
        frame.top - BORDER,
        frame.width,
        frame.height,
        template.is_round,
        is_sharp,
        bool(inner > _SOLID),
        float((np.abs(places - edges[:, None]) <= 1 + _STRAY * size).mean()),
    )


def _is_square(offsets: Ints, stray: float) -> bool:
    """Tell whether points are on four lines; offsets outwards from them in px, shape (4, n)."""
    worst, second = np.sort((np.abs(offsets) <= stray).mean(axis=1))[:2]
    return bool(worst >= _STRAIGHT[0] and second >= _STRAIGHT[1])


def _is_circle(offsets: Ints, stray: float) -> bool:
    """Tell whether points are on a circle: marks lead outwards from it, letters have dents."""
    return bool((np.abs(offsets) <= stray).mean() >= _ROUND[0] and (offsets < -stray).mean() <= _ROUND[1])


class _Frame(NamedTuple):
    """Outermost pixels of a border, on the sheet."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    @property
    def is_long(self) -> bool:
        return abs(self.width - self.height) > max(2, 0.2 * self.height)


def _is_alone(sheet: Sheet, fit: Fit, frame: _Frame) -> bool:
    """Tell whether a border has paper at its left and right, but for a mark, and is no part of a pattern."""
    size, rows = frame.height, sheet.stride
    is_rule = sheet.is_rule(size)
    is_rule[fit.label] = False
    trim = round(TRIM * size)
    down = np.arange(frame.top + trim, frame.bottom + 1 - trim)[:, None] * rows
    out = np.arange(2, max(3, round(GAP * size)) + 2)
    beside = [sheet.labels[points] for points in (down + frame.left - out, down + frame.right + out)]
    least, most = sorted(((near > 0) & ~is_rule[near]).any(axis=1).mean() for near in beside)
    out, along = np.arange(*np.round(np.array(_AROUND) * size).astype(int))[:, None], np.arange(size)
    corner = frame.top * rows + frame.left
    above, left = corner - out * rows + along, corner - out + along * rows
    below, right = above + (size - 1 + 2 * out) * rows, left + frame.width - 1 + 2 * out
    # Rows and columns at each distance: a rule is one of them, a pattern most.
    filled = np.sort([np.median(sheet.ink[points].mean(axis=1)) for points in (above, below, left, right)])
    return bool(least <= BLANK[0] and most <= BLANK[1] and filled[2] <= _DENSE)


def _thickness(shares: Floats, first: Ints) -> int:
    """Return how thick the thickest side is, in px; shares of ink of lines from outside, shape (m, 4)."""
    counts = [int((shares[start:, side] < _INKED).argmax()) for side, start in enumerate(first.tolist())]
    return max(count or len(shares) for count in counts)


def _has_stem(sheet: Sheet, fit: Fit, frame: _Frame) -> bool:
    """Tell whether a side goes on above or below, upright: b, d, g, p and q have such stems."""
    size = frame.height
    out = np.arange(2, max(4, round(REACH * size)) + 1)[:, None]
    across = np.arange(frame.left - 1, frame.right + 2)
    for rows in (frame.top - out, frame.bottom + out):
        points = rows * sheet.stride + across
        own = (sheet.labels[points] == fit.label) & (sheet.ink[points] > 0)
        if not own.any(axis=1).all():
            continue
        first, last = own.argmax(axis=1), len(across) - 1 - own[:, ::-1].argmax(axis=1)
        middle = (first + last) / 2 - 1
        is_upright = np.ptp(middle) <= 1 and (last - first).max() < _STEM * size
        aside = min(middle.mean(), frame.width - 1 - middle.mean())
        if is_upright and aside <= _STEM_AT * size:
            return True
    return False


def _corners(sheet: Sheet, frame: _Frame) -> list[int]:
    """Return how far ink is from each corner of a frame, along the diagonal: letters are round at some."""
    steps = np.arange(round(REACH * frame.height) + 2)
    distances = []
    for y, down in ((frame.top, 1), (frame.bottom, -1)):
        for x, across in ((frame.left, 1), (frame.right, -1)):
            ink = sheet.near[(y + down * steps) * sheet.stride + x + across * steps]
            distances.append(int(ink.argmax()) if ink.any() else len(steps))
    return distances
