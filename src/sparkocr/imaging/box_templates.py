"""Templates of small squares and circles, laid on ink at all sizes and places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple, cast

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.imaging.pixels import Pixels

__all__ = ["BLANK", "BORDER", "GAP", "LARGEST", "REACH", "SMALLEST", "TRIM", "Fit", "Sheet", "best_fits", "share"]

SMALLEST, LARGEST = 11, 56
"""Sides in px of what is found: 5 to 27 points at 150 dpi."""

_GROWTH = 1.06  # from a size of template to the next: what a border that is 3 px wide in the templates' eyes allows
_SIZES = sorted({round(SMALLEST * _GROWTH**step) for step in range(28)})
BORDER = LARGEST + 8  # px of paper around the image, so that no template leaves it
_SHORT, _LONG = 6, 13  # px: runs of ink that are lines, for small and for large boxes
_LARGE = 22  # px
_DEEP = (6, 9)  # px of ink above, and across, that are more than a thick border with a mark on it
_TEMPLATE = (0.75, 0.95)  # least share of the points of each side, and of all, that must have ink
_OWN = 0.9  # share of the points whose ink must hang together
_WIDEST = 3.0  # sides: what hangs together with a box is a mark, or a letter that the mark hits
BLANK = (0.12, 0.45)  # share of ink beside the third blankest side, and the fullest one, which a mark may cross
REACH, GAP = 0.2, 0.17  # sides: within which there must be a blank, and how wide it is at the left and right
_BESIDE = (0.22, 0.2)  # sides: as near no letters may be; share of rows that may have some
_RULE = (4.0, 2.2)  # sides: what is wider or higher is no letter, but the frame of a table
_CROWDED, _DENSE = 0.35, 0.27  # share of ink around, and beside the third blankest side, of patterns such as QR codes
TRIM = 0.12  # sides: corners may be round, and large crosses leave there
_LEAST_LETTER, _TEXT, _SMALL = 5, 20, 30  # px; letters that are a text; percentile of their heights that is small

Flat = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


class Sheet:
    """Ink with a border of paper, and what the templates need of it, by the index of a pixel in the flat image."""

    def __init__(self, ink: Pixels) -> None:
        edges = (BORDER, BORDER, BORDER, BORDER)
        padded = cast("Pixels", cv2.copyMakeBorder(ink, *edges, cv2.BORDER_CONSTANT, value=0))
        square = np.ones((3, 3), np.uint8)
        _, labels, boxes, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(padded, cv2.MORPH_CLOSE, square))
        self.stride = padded.shape[1]
        self.ink = padded.ravel()
        self.near = cast("Pixels", cv2.dilate(padded, square)).ravel()
        self.across = {length: _lines(padded, 1, length).ravel() for length in (_SHORT, _LONG)}
        self.down = {length: _lines(padded, length, 1).ravel() for length in (_SHORT, _LONG)}
        # No border begins deep in solid ink, of which dark pictures are full.
        solid = cv2.erode(padded, np.ones(_DEEP, np.uint8), anchor=(_DEEP[1] // 2, _DEEP[0] - 1)).ravel()
        self.starts: dict[int, Ints] = {length: np.flatnonzero(lines > solid) for length, lines in self.across.items()}
        self.labels = np.asarray(labels).ravel()
        self.near_labels = cv2.dilate(labels.astype(np.float32), square).ravel().astype(np.int64)
        self.sizes: Ints = boxes[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].astype(np.int64)
        self.sums = cv2.integral(padded)
        # Letters that touch each other when gaps are closed are told apart.
        letters = cv2.connectedComponentsWithStats(padded)[2][1:].astype(np.int64)
        self.letters: Ints = letters[(letters[:, 2:4] <= LARGEST).all(axis=1) & (letters[:, 3] >= _LEAST_LETTER)]
        self.letter = float(np.percentile(self.letters[:, 3], _SMALL)) if len(self.letters) >= _TEXT else 0.0

    def is_rule(self, size: int) -> Mask:
        """Tell which labels are no letters beside a box of a size, but rules."""
        return cast("Mask", (self.sizes > np.array(_RULE) * size).any(axis=1))

    def amount(self, centres: Ints, low: int, high: int) -> Floats:
        """Return the ink from a distance before centres to one behind them, in both directions, as a number of px."""
        y, x = np.divmod(centres, self.stride)
        left, right = (np.clip(x + edge, 0, self.sums.shape[1] - 1) for edge in (low, high))
        top, bottom = (np.clip(y + edge, 0, self.sums.shape[0] - 1) for edge in (low, high))
        sums = self.sums
        found: Floats = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        return found


@dataclass(frozen=True)
class Template:
    """Points of a border, as offsets in the flat image from the centre."""

    size: int
    is_round: bool
    stride: int

    @cached_property
    def before(self) -> int:
        """Px from the centre to the left and upper border."""
        return self.size // 2

    @cached_property
    def behind(self) -> int:
        """Px from the centre to the right and lower border."""
        return self.size - self.before

    @lru_cache(maxsize=4096)  # noqa: B019  few and small
    def sides(self, out: int = 0) -> Ints:
        """Return the points of the upper, lower, left and right side, moved outwards by some px; shape (4, n)."""
        if self.is_round:
            return self._arcs(out)
        corner = max(1, round(TRIM * self.size))
        count = max(5, min(self.size - 2 * corner + 1, 15))
        along = np.unique(np.linspace(-self.before + corner, self.behind - corner, count).round().astype(np.int64))
        before, behind = self.before + out, self.behind + out
        rows = self.stride
        return np.stack([along - before * rows, along + behind * rows, along * rows - before, along * rows + behind])

    def _arcs(self, out: int) -> Ints:
        middle, radius = (self.behind - self.before) / 2, self.size / 2 + out
        angles = np.linspace(-np.pi / 4, np.pi / 4, 9) + np.array([[-0.5], [0.5], [1.0], [0.0]]) * np.pi
        x, y = (np.round(middle + radius * part).astype(np.int64) for part in (np.cos(angles), np.sin(angles)))
        return y * self.stride + x


def best_fits(sheet: Sheet) -> list[Fit]:
    """Find where templates fit: borders of one piece that stand apart, each once."""
    fits = [_fits(sheet, Template(size, is_round, sheet.stride)) for size in _SIZES for is_round in (False, True)]
    return _distinct([fit for found in fits for fit in found], sheet.stride)


def share(ink: Flat, centres: Ints, sides: Ints) -> Floats:
    """Return the share of points that have ink, for each side and centre; shape (4, n)."""
    return np.stack([ink[centres[:, None] + side].mean(axis=1) for side in sides])


class Fit(NamedTuple):
    """A template on the ink."""

    template: Template
    centre: int
    label: int
    quality: float


def _fits(sheet: Sheet, template: Template) -> list[Fit]:
    """Lay a template on all places of the ink."""
    before, behind, rows = template.before, template.behind, sheet.stride
    length = _LONG if template.size >= _LARGE and not template.is_round else _SHORT
    across, down = sheet.across[length], sheet.down[length]
    centres = sheet.starts[length] + before * rows
    centres = centres[centres + (behind + BORDER) * rows < len(across)]
    for line, place in ((across, behind * rows), (down, -before), (down, behind)):
        centres = centres[line[centres + place] > 0]
    sides = template.sides()
    for fits in (_is_sparse, _is_bordered, _hangs_together, _is_apart, _is_end):
        if len(centres):
            centres = centres[fits(sheet, template, centres)]
    if not len(centres):
        return []
    quality = share(sheet.ink, centres, sides).mean(axis=0) + share(sheet.near, centres, sides).mean(axis=0)
    labels = _labels(sheet, template, centres)
    return [Fit(template, *fit) for fit in zip(centres.tolist(), labels.tolist(), quality.tolist(), strict=True)]


def _is_bordered(sheet: Sheet, template: Template, centres: Ints) -> Mask:
    """Tell where there is ink all along a border, as lines if it is a square."""
    length = _LONG if template.size >= _LARGE else _SHORT
    sides = template.sides()
    if template.is_round:
        shares = share(sheet.near, centres, sides)
    else:
        levels, uprights = (share(lines[length], centres, part) for lines, part in (
            (sheet.across, sides[:2]), (sheet.down, sides[2:])
        ))  # fmt: skip
        shares = np.concatenate([levels, uprights])
    least, mean = _TEMPLATE
    found: Mask = (shares.min(axis=0) >= least) & (shares.mean(axis=0) >= mean)
    return found


def _labels(sheet: Sheet, template: Template, centres: Ints) -> Ints:
    """Return what most points belong to: the median is that of more than half of them, if there is one."""
    points = template.sides().ravel()
    found: Ints = np.sort(sheet.near_labels[centres[:, None] + points], axis=1)[:, len(points) // 2]
    return found


def _hangs_together(sheet: Sheet, template: Template, centres: Ints) -> Mask:
    """Tell where a border is one piece of ink, not much larger than the template."""
    labels = _labels(sheet, template, centres)
    points = sheet.near_labels[centres[:, None] + template.sides().ravel()]
    is_own = (points == labels[:, None]).mean(axis=1) >= _OWN
    return cast("Mask", is_own & (labels > 0) & (sheet.sizes[labels].max(axis=1) <= _WIDEST * template.size))


def _is_apart(sheet: Sheet, template: Template, centres: Ints) -> Mask:
    """Tell where there is paper around a border, and no letters close to its left and right."""
    size = template.size
    reach, gap = max(4, round(REACH * size)), max(3, round(GAP * size))
    shares = np.stack([share(sheet.ink, centres, template.sides(out)) for out in range(2, reach + gap + 2)])
    beside = np.min([shares[start : start + gap, 2:].max(axis=0) for start in range(reach)], axis=0)
    blanks = np.sort(np.concatenate([shares[:reach, :2].min(axis=0), beside]), axis=0)
    third, fourth = BLANK
    apart = (blanks[2] <= third) & (blanks[3] <= fourth)
    labels = _labels(sheet, template, centres)
    along = np.arange(-template.before, template.behind + 1)[:, None] * sheet.stride
    near_by, most = _BESIDE
    out = np.arange(2, max(3, round(near_by * size)) + 1)
    is_rule = sheet.is_rule(size)
    for points in (along - template.before - out, along + template.behind + out):
        near = sheet.labels[centres[:, None, None] + points]
        foreign = (near > 0) & (near != labels[:, None, None]) & ~is_rule[near]
        apart &= foreign.any(axis=2).mean(axis=1) <= most
    return cast("Mask", apart)


def _is_sparse(sheet: Sheet, template: Template, centres: Ints) -> Mask:
    """Tell where there is more paper than ink around a border; fast, so it is asked first."""
    size = template.size
    around = sheet.amount(centres, -template.before - size, template.behind + size)
    around -= sheet.amount(centres, -template.before - 2, template.behind + 3)
    found: Mask = around <= _CROWDED * 8 * size**2
    return found


def _is_end(sheet: Sheet, template: Template, centres: Ints) -> Mask:
    """Tell where lines end at the corners: in a table they go on. One may be a mark."""
    before, behind, rows = template.before, template.behind, sheet.stride
    out = np.arange(3, max(6, round(0.3 * template.size)) + 1)
    count = np.zeros(len(centres))
    for lines, one, other in ((sheet.across[_SHORT], 1, rows), (sheet.down[_SHORT], rows, 1)):
        for corner in (-before, behind):
            for beyond in (-before - out, behind + out):
                goes_on = [
                    lines[centres[:, None] + (corner + step) * other + beyond * one].mean(axis=1) > _OWN
                    for step in (-1, 0, 1)
                ]
                count += np.any(goes_on, axis=0)
    found: Mask = count <= 1
    return found


def _distinct(fits: list[Fit], rows: int) -> list[Fit]:
    """Leave out what is nearly the same as a better fit."""
    fits = sorted(fits, key=lambda fit: -fit.quality)
    frames = np.array([_frame(fit, rows) for fit in fits], np.float64).reshape(-1, 4)
    left = np.arange(len(fits))
    kept = []
    while len(left):
        kept.append(fits[left[0]])
        left = left[~_is_same(frames[left[0]], frames[left])]
    return kept


def _frame(fit: Fit, rows: int) -> tuple[int, int, int, int]:
    """Return left, top, size and shape of a fit."""
    y, x = divmod(fit.centre, rows)
    return x - fit.template.before, y - fit.template.before, fit.template.size, fit.template.is_round


def _is_same(frame: Floats, frames: Floats) -> Mask:
    """Tell which fits of the same shape have more than 60 % of the area of both in common with one."""
    corner = np.maximum(frame[:2], frames[:, :2])
    common = np.maximum(np.minimum(frame[:2] + frame[2], frames[:, :2] + frames[:, 2:3]) - corner, 0).prod(axis=1)
    is_alike = frames[:, 3] == frame[3]
    found: Mask = is_alike & (common / (frame[2] ** 2 + frames[:, 2] ** 2 - common) > 0.6)  # noqa: PLR2004
    return found


def _lines(ink: Pixels, height: int, width: int) -> Pixels:
    """Return the ink that is part of a line, after gaps of 2 px are closed, and 1 px around it."""
    along = np.ones((3 if height > 1 else 1, 3 if width > 1 else 1), np.uint8)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, along)
    lines = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((height, width), np.uint8))
    return cast("Pixels", cv2.dilate(lines, np.ones((3, 3), np.uint8)))
