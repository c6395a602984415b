"""Find the straight lines that tables and forms are ruled with, and take them out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.imaging.pixels import Pixels

__all__ = ["Ruling", "Rulings", "erase_rulings", "find_rulings", "px_per_point"]

Mask = npt.NDArray[np.uint8]
"""Shape (h, w): 1 where there is ink, else 0."""
Floats = npt.NDArray[np.float64]

_POINTS = 72
_COARSE = 150  # dpi, at least, at which lines are looked for; hairlines of 0.5 pt are 1 px then
_MOST_SIDE = 6000  # px of the image that is looked at
_X_HEIGHT = 5.5  # points: usual height of connected ink in text of 10 to 11 points
_LEAST_LETTER, _LARGEST_LETTER, _FEW_LETTERS = 4, 100, 20  # px; so few letters tell nothing
_UNKNOWN = 150  # dpi where there are none, either

# Chosen for this library, on drawn and scanned tables. Lengths are in points.
_WINDOW = 20.0  # side of the neighbourhood whose median is the paper
_DARK = 128
_PAPER_SIDE = 4  # px of the image for each of the one that the median is taken of
_CONTRAST, _NOISE = 24.0, 4.0  # levels by which ink differs from paper at least, and in deviations of the noise
_HOLE = 3  # px: closing with so many fills the holes of two that noise makes
_SLANT = 3  # px: ink is made as high, so that a run goes on where a skewed line steps to the next row
_PIECE = 11.0  # least length of a run; letters have shorter ones
_SHORTEST = 20.0  # of a line
_GAP = 4.0  # in a line that is broken
_THICKEST = 4.0  # what is thicker is a bar
_ROUNDS = 3  # of the fit
_STEEPEST = 0.09  # tangent of 5 degrees
_THICK, _SLIM = 1.5, 20.0  # thicker lines are so many times as long as they are thick
_FULL_GAP = 0.9  # share of what is between two pieces of a line that has ink
_REACH = 100.0  # up to which a line is followed at its ends
_LONG, _FULL, _FULL_SHORT = 60.0, 0.7, 0.93  # share of a line that has ink, of one as long and of shorter ones
_INKED = 0.8  # quantile of the contrast of a line that is its own: dotted ones have paper in most places
_CLEAR = 0.55  # share of a line that has paper on both sides
_BESIDE = 1.5  # from the edge of a line to that paper
_DOT, _DASH, _DOT_GAP = 2.5, 6.0, 5.0  # height and length of dots and dashes, and the gap between them
_DOTTED = 36.0  # least length of a dotted line
_LEADER, _LEADER_INK = 12.0, 0.06  # what is before dots that lead to a page number, and its share of ink
_MOST = 3000  # lines in a direction, the longest
_STEP = 4  # px
_MOST_LABELS = 65_535  # of 16 bits
_STRETCH = 12  # of a line that has paper of one colour, in times of its height
_EDGE = 2  # px beside a line that are erased: its blurred edges


class Ruling(NamedTuple):
    """A straight line of an image, in px; the origin is the outer corner of the top left pixel.

    Attributes
    ----------
    x, y : float
        Where its middle starts: at the left of a horizontal line, at the top of a vertical one.
    to_x, to_y : float
        Where it ends.
    thickness : float
    """

    x: float
    y: float
    to_x: float
    to_y: float
    thickness: float

    @property
    def length(self) -> float:
        """From end to end in px."""
        return math.hypot(self.to_x - self.x, self.to_y - self.y)

    def transposed(self) -> Ruling:
        """Return the line of the image whose rows are the columns of this one."""
        return Ruling(self.y, self.x, self.to_y, self.to_x, self.thickness)


@dataclass(frozen=True, slots=True)
class Rulings:
    """The lines of an image.

    Attributes
    ----------
    horizontal, vertical : sequence of Ruling
        From the top, and from the left; each may be off its direction by 5 degrees.
    """

    horizontal: Sequence[Ruling] = ()
    vertical: Sequence[Ruling] = ()

    @property
    def angle(self) -> float:
        """Degrees by which the lines are turned clockwise: the median, weighted by length; 0 without lines."""
        turns = [(math.degrees(math.atan2(r.to_y - r.y, r.to_x - r.x)), r.length) for r in self.horizontal]
        turns += [(math.degrees(math.atan2(r.x - r.to_x, r.to_y - r.y)), r.length) for r in self.vertical]
        if not turns:
            return 0.0
        angles, weights = np.array(sorted(turns)).T
        total = np.cumsum(weights)
        return float(angles[int(np.searchsorted(total, total[-1] / 2))])


def find_rulings(pixels: Pixels, resolution: int = 0) -> Rulings:
    """Find the horizontal and vertical lines of an image.

    Lines may be turned by up to 5 degrees, broken, dotted or dashed, dark on light or light on dark. Dots that lead
    from a word to a number are none.

    Parameters
    ----------
    pixels : ndarray of uint8
        ``(h, w)`` grey or binary, ``(h, w, 3)`` BGR or ``(h, w, 4)`` ABGR.
    resolution : int
        Pixels per inch; 0 if unknown: the size of the letters tells then.

    Returns
    -------
    Rulings
        At most 3000 lines in a direction, the longest.

    Notes
    -----
    Ink is what differs from the median around it. Of the ink, runs are kept, by a morphological opening of the ink made
    a bit higher, so that they go on where a skewed line steps from row to row. A line is fitted to each connected part,
    and parts that go on in each other are one line. Serifs and strokes of letters are told by what is above and below.
    """
    gray = _gray(pixels)
    if min(gray.shape) <= _SLANT:
        return Rulings()
    scale = px_per_point(gray, resolution)
    factor = max(1, int(scale * _POINTS // _COARSE), -(-max(gray.shape) // _MOST_SIDE))
    small = _reduced(gray, factor)
    scale /= factor
    paper = _paper(small, scale)
    contrast = max(_CONTRAST, _NOISE * _noise(small))
    ink = (cv2.absdiff(small, paper) > contrast).view(np.uint8)
    across, down = _dots(ink, scale)
    horizontal = _lines(_View(small, paper, ink, across, contrast, scale))
    small, paper, ink, down = (np.ascontiguousarray(part.T) for part in (small, paper, ink, down))
    vertical = [line.transposed() for line in _lines(_View(small, paper, ink, down, contrast, scale))]
    return Rulings(
        sorted((Ruling(*(factor * value for value in line)) for line in horizontal), key=lambda r: (r.y + r.to_y, r.x)),
        sorted((Ruling(*(factor * value for value in line)) for line in vertical), key=lambda r: (r.x + r.to_x, r.y)),
    )


def px_per_point(gray: Pixels, resolution: int) -> float:
    """Return how many px a point (1/72 inch) has.

    Parameters
    ----------
    gray : ndarray of uint8, shape (h, w)
    resolution : int
        Pixels per inch; 0 if unknown: then text is taken to be of 10 to 11 points.
    """
    if resolution > 0:
        return resolution / _POINTS
    small = _reduced(gray, -(-max(gray.shape) // _MOST_SIDE))
    _, dark = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    height, width = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_WIDTH]
    is_letter = (height >= _LEAST_LETTER) & (height <= _LARGEST_LETTER) & (width > 1) & (width <= _LARGEST_LETTER)
    if is_letter.sum() < _FEW_LETTERS:
        return _UNKNOWN / _POINTS
    enlarged: float = max(gray.shape) / max(small.shape)
    return enlarged * float(np.median(height[is_letter])) / _X_HEIGHT


def erase_rulings(pixels: Pixels, rulings: Rulings) -> Pixels:
    """Paint lines in the colour of what is beside them.

    Parameters
    ----------
    pixels : ndarray of uint8
        As in `find_rulings`.
    rulings : Rulings
        The lines of this image.

    Returns
    -------
    ndarray of uint8
        A new image of the same shape. Where a stroke of a letter crosses a line, or goes on from it to both sides, its
        pixels stay.
    """
    erased = pixels.copy()
    for line in rulings.horizontal:
        _erase(erased, line)
    turned = erased.swapaxes(0, 1)
    for line in rulings.vertical:
        _erase(turned, line.transposed())
    return erased


def _gray(pixels: Pixels) -> Pixels:
    """Return one byte for each pixel; alpha does not count."""
    if pixels.ndim == 2:  # noqa: PLR2004
        return np.ascontiguousarray(pixels)
    return cast("Pixels", cv2.cvtColor(np.ascontiguousarray(pixels[..., -3:]), cv2.COLOR_BGR2GRAY))


def _reduced(gray: Pixels, factor: int) -> Pixels:
    """Reduce an image by a whole number."""
    if factor <= 1:
        return gray
    size = tuple(max(1, side // factor) for side in gray.shape[::-1])
    whole = gray[: max(1, gray.shape[0] // factor) * factor, : max(1, gray.shape[1] // factor) * factor]
    return cast("Pixels", cv2.resize(whole, size, interpolation=cv2.INTER_AREA))


def _paper(gray: Pixels, scale: float) -> Pixels:
    """Return the colour of the paper everywhere: the median around, which is dark in an inverted area."""
    size = tuple(-(-side // _PAPER_SIDE) for side in gray.shape[::-1])
    window = int(_WINDOW * scale / _PAPER_SIDE) | 1
    paper = cv2.medianBlur(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), min(max(3, window), 255))
    return cast("Pixels", cv2.resize(paper, gray.shape[::-1], interpolation=cv2.INTER_LINEAR))


def _noise(gray: Pixels) -> float:
    """Estimate the standard deviation of the noise of the paper, from differences of pixels beside each other."""
    part = gray[::4, ::4].astype(np.int16), gray[::4, 1::4].astype(np.int16)
    width = min(part[0].shape[1], part[1].shape[1])
    if not width:
        return 0.0
    return float(np.median(np.abs(part[0][:, :width] - part[1][:, :width]))) * 1.4826 / math.sqrt(2.0)


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    """An image as horizontal lines are looked for in it.

    Attributes
    ----------
    gray, paper : ndarray of uint8, shape (h, w)
        What is seen, and the colour of the paper there.
    ink, dots : ndarray of uint8, shape (h, w)
        1 where there is ink, and where it is a dot or dash.
    contrast : float
        Levels by which ink differs from paper at least.
    scale : float
        Px per point.
    """

    gray: Pixels
    paper: Pixels
    ink: Mask
    dots: Mask
    contrast: float
    scale: float


def _dots(ink: Mask, scale: float) -> tuple[Mask, Mask]:
    """Find ink of the size of dots, or of dashes that lie or stand."""
    labels, stats = _components(ink)
    low, narrow = (stats[:, name] <= _DOT * scale for name in (cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH))
    short, flat = (stats[:, name] <= _DASH * scale for name in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
    found = (low & short) | ((narrow & flat).astype(np.uint8) << 1)
    found[0] = 0
    kinds = found[labels]
    return cast("Mask", kinds & 1), cast("Mask", kinds >> 1)


def _components(mask: Mask) -> tuple[Any, Any]:
    """Return the number of the connected part that each pixel is in, and OpenCV's statistics of the parts."""
    starts = cv2.countNonZero(cv2.subtract(mask[:, 1:], mask[:, :-1])) + mask.shape[0]
    kind = cv2.CV_16U if starts < _MOST_LABELS else cv2.CV_32S  # the smaller ones take half the time
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=kind)
    return labels, stats


def _lines(view: _View) -> list[Ruling]:
    """Find the horizontal lines."""
    gray, scale = view.gray, view.scale
    solid = _chains(gray, _fitted(_runs(view), scale), _GAP * scale, scale)
    solid = [_extended(gray, line, scale) for line in solid if line.length >= _SHORTEST * scale]
    dotted = _chains(gray, _fitted(_rows_of_dots(view), scale), _DOT_GAP * scale, scale)
    dotted = [line for line in dotted if line.length >= _DOTTED * scale and not _is_leader(view.ink, line, scale)]
    found = [line for line in solid if _is_solid(gray, line, scale)]
    found += [line for line in dotted if _is_clear(gray, line, scale)]
    return sorted(_chains(gray, found, _DOT_GAP * scale, scale), key=lambda line: -line.length)[:_MOST]


def _runs(view: _View) -> Mask:
    """Find long horizontal runs of what is low: darker than what is above and below, or lighter where paper is dark."""
    column = np.ones((int(_THICKEST * view.scale) + 2, 1), np.uint8)
    low = cv2.morphologyEx(view.gray, cv2.MORPH_BLACKHAT, column) > view.contrast
    if (is_dark := view.paper < _DARK).any():
        low |= (cv2.morphologyEx(view.gray, cv2.MORPH_TOPHAT, column) > view.contrast) & is_dark
    return _long(low.view(np.uint8), _HOLE, _PIECE * view.scale)


def _rows_of_dots(view: _View) -> Mask:
    """Find dots and dashes that stand beside each other, and what is between them."""
    return _long(view.dots, max(_HOLE, round(_DOT_GAP * view.scale)), _DOTTED / 2 * view.scale)


def _long(mask: Mask, hole: int, length: float) -> Mask:
    """Keep horizontal runs of a length, which may have holes and be slanted."""
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, hole), np.uint8))
    high = cv2.dilate(joined, np.ones((_SLANT, 1), np.uint8))
    long = cv2.morphologyEx(high, cv2.MORPH_OPEN, np.ones((1, max(3, round(length))), np.uint8))
    return cast("Mask", cv2.bitwise_and(long, joined))


def _fitted(mask: Mask, scale: float) -> list[Ruling]:
    """Fit a line to each connected part that is thin and level."""
    if not cv2.countNonZero(mask):
        return []
    labels, stats = _components(mask)
    count = len(stats)
    y, x = np.nonzero(mask)
    part = labels[y, x]
    for _ in range(_ROUNDS):  # what letters and noise add to a line is far from it
        area = np.maximum(np.bincount(part, minlength=count), 1).astype(np.float64)
        mean_x, mean_y = (np.bincount(part, values, count) / area for values in (x, y))
        off_x, off_y = x - mean_x[part], y - mean_y[part]
        spread = np.bincount(part, off_x * off_x, count)
        slope = np.bincount(part, off_x * off_y, count) / np.maximum(spread, 1e-9)
        away = np.abs(off_y - slope[part] * off_x)
        near = away <= np.maximum(2.0, 3 * np.sqrt(np.bincount(part, away * away, count) / area))[part] / 2 + 1 / 2
        x, y, part, away = x[near], y[near], part[near], away[near]
    left, length = (stats[:, name].astype(np.float64) for name in (cv2.CC_STAT_LEFT, cv2.CC_STAT_WIDTH))
    right = left + length
    thickness = area / np.maximum(length, 1.0)
    rest = np.bincount(part, away * away, count) / area
    # The variance of a bar of a thickness is a twelfth of its square; more is no straight line.
    is_straight = rest <= np.maximum(thickness, 2.0) ** 2 / 6 + 1 / 4
    is_thin = thickness <= _THICKEST * scale + 1
    kept = np.flatnonzero(is_straight & is_thin & (np.abs(slope) <= _STEEPEST) & (length > 1))
    return [
        Ruling(
            float(left[i]),
            float(mean_y[i] + 0.5 + slope[i] * (left[i] - mean_x[i] - 0.5)),
            float(right[i]),
            float(mean_y[i] + 0.5 + slope[i] * (right[i] - mean_x[i] - 0.5)),
            float(thickness[i]),
        )
        for i in kept.tolist()
        if i
    ]


def _chains(gray: Pixels, pieces: Sequence[Ruling], gap: float, scale: float) -> list[Ruling]:
    """Join pieces that go on in each other: what is between them is short, or ink."""
    ends: dict[int, list[list[Ruling]]] = {}  # chains by where they end, in steps of `_STEP` px
    chains: list[list[Ruling]] = []
    for piece in sorted(pieces):
        near = (chain for step in (-1, 0, 1) for chain in ends.get(int(piece.y // _STEP) + step, ()))
        fitting = [chain for chain in near if _goes_on(gray, chain[-1], piece, gap, scale)]
        if fitting:
            chain = max(fitting, key=lambda one: one[-1].to_x)
            place = ends[int(chain[-1].to_y // _STEP)]
            place[:] = [one for one in place if one is not chain]
        else:
            chain = []
            chains.append(chain)
        chain.append(piece)
        chain.sort(key=lambda one: one.to_x)
        ends.setdefault(int(chain[-1].to_y // _STEP), []).append(chain)
    return [_joined(chain) for chain in chains]


def _goes_on(gray: Pixels, line: Ruling, piece: Ruling, gap: float, scale: float) -> bool:
    """Tell whether a piece goes on with a line."""
    if abs(_at(line, piece.x) - piece.y) > max(2.0, piece.thickness):
        return False
    if piece.x - line.to_x <= gap:
        return True
    if max(line.length, piece.length) < _SHORTEST * scale:
        return False
    between = Ruling(line.to_x, line.to_y, piece.x, piece.y, line.thickness)
    return bool(_has_line(gray, between, *_colours(gray, line, scale)).mean() >= _FULL_GAP)


def _at(line: Ruling, x: float) -> float:
    """Return the height of a horizontal line at a place."""
    slope = (line.to_y - line.y) / (line.to_x - line.x)
    # A short piece does not tell where the line goes.
    return line.to_y + slope * min(x - line.to_x, line.to_x - line.x)


def _joined(chain: Sequence[Ruling]) -> Ruling:
    """Return the line of pieces."""
    if len(chain) == 1:
        return chain[0]
    lengths = np.array([piece.to_x - piece.x for piece in chain])
    ends = np.array([(x, y) for piece in chain for x, y in ((piece.x, piece.y), (piece.to_x, piece.to_y))])
    slope, offset = np.polyfit(ends[:, 0], ends[:, 1], 1, w=np.sqrt(np.repeat(lengths, 2)))
    left, right = float(ends[:, 0].min()), float(ends[:, 0].max())
    thickness = float(np.average([piece.thickness for piece in chain], weights=lengths))
    return Ruling(left, float(offset + slope * left), right, float(offset + slope * right), thickness)


def _levels(gray: Pixels, line: Ruling, offsets: Sequence[float]) -> Floats:
    """Return the gray levels of px of a line, for each offset below it; beside the image those at its edge."""
    x = np.arange(int(line.x), max(int(line.x) + 1, math.ceil(line.to_x)))
    y = line.y + (line.to_y - line.y) * (x + 0.5 - line.x) / max(line.to_x - line.x, 1.0)
    rows = np.floor(y + np.array(offsets)[:, None]).astype(np.intp)
    found: Floats = gray[np.clip(rows, 0, gray.shape[0] - 1), np.clip(x, 0, gray.shape[1] - 1)].astype(np.float64)
    return found


def _beside(line: Ruling, scale: float) -> float:
    """Return how far from the middle of a line there is paper."""
    return line.thickness / 2 + _BESIDE * scale


def _colours(gray: Pixels, line: Ruling, scale: float) -> tuple[float, float]:
    """Return the levels of a line and of the paper above and below it."""
    beside = _beside(line, scale)
    paper = float(np.median(_levels(gray, line, (-beside, beside))))
    levels = _levels(gray, line, (0.0,))[0]
    by_contrast = levels[np.argsort(np.abs(levels - paper), kind="stable")]
    return float(by_contrast[int(_INKED * len(levels))]), paper


def _has_line(gray: Pixels, place: Ruling, level: float, paper: float) -> npt.NDArray[np.bool_]:
    """Tell for each column of px of a place whether a line of a level goes there, a px above or below."""
    levels = _levels(gray, place, (-1.0, 0.0, 1.0))
    if abs(level - paper) < _CONTRAST:
        return np.zeros(levels.shape[1], np.bool_)
    return cast("npt.NDArray[np.bool_]", (np.abs(levels - level) < np.abs(levels - paper)).any(axis=0))


def _extended(gray: Pixels, line: Ruling, scale: float) -> Ruling:
    """Return a line as far as its ink goes, also where letters touch it."""
    colours = _colours(gray, line, scale)
    slope = (line.to_y - line.y) / (line.to_x - line.x)
    reach = _REACH * scale
    before = Ruling(max(0.0, line.x - reach), 0.0, line.x, line.y, 1.0)
    before = before._replace(y=line.y - slope * (line.x - before.x))
    after = Ruling(line.to_x, line.to_y, min(float(gray.shape[1]), line.to_x + reach), 0.0, 1.0)
    after = after._replace(to_y=line.to_y + slope * (after.to_x - line.to_x))
    left = _count(_has_line(gray, before, *colours)[::-1]) if before.x < line.x else 0
    right = _count(_has_line(gray, after, *colours)) if after.to_x > line.to_x else 0
    return Ruling(line.x - left, line.y - slope * left, line.to_x + right, line.to_y + slope * right, line.thickness)


def _count(flags: npt.NDArray[np.bool_]) -> int:
    """Return how many flags are set before the first that is not."""
    return len(flags) if flags.all() else int(np.argmin(flags))


def _is_solid(gray: Pixels, line: Ruling, scale: float) -> bool:
    """Tell whether a line has ink all along it, and paper beside it: letters have it on one side at most."""
    full = _FULL if line.length >= _LONG * scale else _FULL_SHORT
    is_thin = line.thickness <= _THICK * scale or line.length >= _SLIM * line.thickness
    return (
        is_thin
        and bool(_has_line(gray, line, *_colours(gray, line, scale)).mean() >= full)
        and _is_clear(gray, line, scale)
    )


def _is_clear(gray: Pixels, line: Ruling, scale: float) -> bool:
    """Tell whether there is paper above and below a line."""
    level, paper = _colours(gray, line, scale)
    beside = _beside(line, scale)
    levels = _levels(gray, line, (-beside, beside))
    return bool((np.abs(levels - paper) < np.abs(levels - level)).all(axis=0).mean() >= _CLEAR)


def _is_leader(ink: Mask, line: Ruling, scale: float) -> bool:
    """Tell whether a dotted line begins behind a word, on the line of its letters."""
    left, right = int(line.x - _LEADER * scale), int(line.x - 1)
    top, bottom = int(line.y - _LEADER * scale / 2), int(line.y + scale)
    before = ink[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
    return before.size > 0 and float(before.mean()) > _LEADER_INK


def _erase(pixels: Pixels, line: Ruling) -> None:
    """Paint a horizontal line, in place."""
    height, width = pixels.shape[:2]
    x = np.arange(max(0, int(line.x) - _EDGE), min(width, math.ceil(line.to_x) + _EDGE))
    y = line.y + (line.to_y - line.y) * np.clip((x + 0.5 - line.x) / max(line.to_x - line.x, 1.0), 0, 1)
    half = math.ceil(line.thickness / 2) + _EDGE
    offsets = np.arange(-2 * half, 2 * half + 1)
    rows = np.clip(np.floor(y).astype(np.intp) + offsets[:, None], 0, height - 1)
    is_core = np.abs(offsets) <= (line.thickness + 1) / 2
    for first in range(0, len(x), _STRETCH * half):
        part = np.s_[:, first : first + _STRETCH * half]
        place = rows[part], x[part[1]]
        pixels[place] = _painted(pixels[place], is_core, np.abs(offsets) > half)


def _painted(part: Pixels, is_core: npt.NDArray[np.bool_], is_beside: npt.NDArray[np.bool_]) -> Pixels:
    """Return a stretch of a line in the colour of the paper.

    Parameters
    ----------
    part : ndarray of uint8, shape (rows, n) or (rows, n, channels)
        The line made level.
    is_core, is_beside : ndarray of bool, shape (rows,)
        Which rows are the line, and which are beside its blurred edges.
    """
    levels = (part if part.ndim == 2 else part[..., -3:].mean(axis=2)).astype(np.float64)  # noqa: PLR2004
    paper, line = float(np.median(levels[is_beside])), float(np.median(levels[is_core]))
    is_ink = np.abs(levels - paper) > max(abs(line - paper) / 2, _CONTRAST / 2)
    is_edge = ~is_core & ~is_beside
    middle = len(levels) // 2
    upper, lower = np.flatnonzero(is_edge[:middle])[::-1], middle + np.flatnonzero(is_edge[middle:])
    stays = np.repeat(is_beside[:, None], levels.shape[1], axis=1)
    crossing = np.ones(levels.shape[1], np.bool_)
    for outwards in (upper, lower):
        # Ink that goes on from the line to beyond its blurred edge is a stroke, and so is what is apart from the line.
        goes_on = np.logical_and.accumulate(is_ink[outwards], axis=0)
        stays[outwards] = is_ink[outwards] & (~goes_on | goes_on[-1])
        crossing &= goes_on[-1]
    stays |= crossing
    blank = part[is_beside[:, None] & ~is_ink]
    colour = np.median(blank if len(blank) else part[is_beside].reshape(-1, *part.shape[2:]), axis=0)
    if part.ndim > 2:  # noqa: PLR2004
        stays = stays[..., None]
    return np.where(stays, part, colour.astype(np.uint8))
