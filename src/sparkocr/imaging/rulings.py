"""Find the straight lines that tables and forms are ruled with, and take them out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.imaging.background import paper_around
from sparkocr.imaging.erase_line import erase_line
from sparkocr.imaging.line_levels import beside, clear_share, colours_of, has_line, levels_along
from sparkocr.imaging.pixels import Pixels, reduced
from sparkocr.imaging.straight_lines import Mask, Ruling, components, fitted_lines, long_runs

__all__ = ["Ruling", "Rulings", "erase_rulings", "find_rulings", "gray_of", "px_per_point"]

Floats = npt.NDArray[np.float64]

_POINTS = 72
_LEAST_SIDE = 4  # px
_COARSE = 100  # dpi, at least, at which lines are looked for; a hairline of 0.5 points is 0.7 px then
_MOST_SIDE = 6000  # px of the image that is looked at
_X_HEIGHT = 5.5  # points: usual height of connected ink in text of 10 to 11 points
_LEAST_LETTER, _LARGEST_LETTER, _FEW_LETTERS = 4, 100, 20  # px; so few letters tell nothing
_UNKNOWN = 150  # dpi where there are none, either

# Chosen for this library, on drawn and scanned tables. Lengths are in points.
_WINDOW = 20.0  # side of the neighbourhood whose median is the paper
_BRIGHT, _DARKER = 90, 24  # percentile of the paper that is no area, and levels by which areas are darker
_AREA = 12.0  # side of an area, at least: a thick line among letters has less
_CONTRAST, _NOISE = 16.0, 4.0  # levels by which ink differs from paper at least, and in deviations of the noise
_HOLE = 3  # px: closing with so many fills the holes of two that noise makes
_PIECE = 11.0  # least length of a run; letters have shorter ones
_SHORTEST = 20.0  # of a line
_GAP = 4.0  # in a line that is broken
_THICKEST = 3.0  # what is thicker is a bar
_BLUR = 1  # px that a line gets thicker where the image is reduced
_THICK, _SLIM = 1.5, 14.0  # thicker lines are so many times as long as they are thick
_FULL_GAP = 0.9  # share of what is between two pieces of a line that has ink
_REACH = 100.0  # up to which a line is followed at its ends
_LONG, _FULL, _FULL_SHORT = 60.0, 0.85, 0.93  # share of a line that has ink, of one as long and of shorter ones
_WHOLE, _CROWDED = 0.97, 0.3  # likewise of a long line that letters stand close to
_CLEAR, _CLEAR_DOTTED = 0.55, 0.85  # share of a line that has paper on both sides, and of a dotted one
_DOT, _DASH, _DOT_GAP = 2.5, 6.0, 5.0  # height and length of dots and dashes, and the gap between them
_DOTTED = 36.0  # least length of a dotted line
_LEADER, _LEADER_INK = 12.0, 0.1  # what is before dots that lead to a page number, and its share of ink
_MOST = 3000  # lines in a direction, the longest
_STEP = 4  # px


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
    gray = gray_of(pixels)
    if min(gray.shape) < _LEAST_SIDE:
        return Rulings()
    scale = px_per_point(gray, resolution)
    factor = max(1, int(scale * _POINTS // _COARSE), -(-max(gray.shape) // _MOST_SIDE))
    small = reduced(gray, factor)
    scale /= factor
    paper = paper_around(small, _WINDOW * scale)
    contrast = max(_CONTRAST, _NOISE * _noise(small))
    ink = (cv2.absdiff(small, paper) > contrast).view(np.uint8)
    across, down = _dots(ink, scale)
    horizontal = _lines(_View(small, paper, ink, across, contrast, scale))
    small, paper, ink, down = (cast("Pixels", cv2.transpose(part)) for part in (small, paper, ink, down))
    vertical = [line.transposed() for line in _lines(_View(small, paper, ink, down, contrast, scale, is_level=False))]
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
    small = reduced(gray, -(-max(gray.shape) // _MOST_SIDE))
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
        erase_line(erased, line)
    turned = erased.swapaxes(0, 1)
    for line in rulings.vertical:
        erase_line(turned, line.transposed())
    return erased


def gray_of(pixels: Pixels) -> Pixels:
    """Return one byte for each pixel; alpha does not count."""
    if pixels.ndim == 2:  # noqa: PLR2004
        return np.ascontiguousarray(pixels)
    return cast("Pixels", cv2.cvtColor(np.ascontiguousarray(pixels[..., -3:]), cv2.COLOR_BGR2GRAY))


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
    is_level : bool
        Whether its rows are those of the page.
    """

    gray: Pixels
    paper: Pixels
    ink: Mask
    dots: Mask
    contrast: float
    scale: float
    is_level: bool = True
    _colours: dict[Ruling, tuple[float, float]] = field(default_factory=dict)

    def colours(self, line: Ruling) -> tuple[float, float]:
        """Return the levels of a line and of the paper beside it; they are asked for again and again."""
        if line not in self._colours:
            self._colours[line] = colours_of(self.gray, line, self.scale)
        return self._colours[line]


def _dots(ink: Mask, scale: float) -> tuple[Mask, Mask]:
    """Find ink of the size of dots, or of dashes that lie or stand."""
    labels, stats = components(ink)
    low, narrow = (stats[:, name] <= _DOT * scale for name in (cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH))
    short, flat = (stats[:, name] <= _DASH * scale for name in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
    found = (low & short) | ((narrow & flat).astype(np.uint8) << 1)
    found[0] = 0
    kinds = found[labels]
    return cast("Mask", kinds & 1), cast("Mask", kinds >> 1)


def _lines(view: _View) -> list[Ruling]:
    """Find the horizontal lines."""
    scale = view.scale
    thickest = _THICKEST * scale + _BLUR
    solid = [line for mask in _runs(view) for line in _chains(view, fitted_lines(mask, thickest), _GAP * scale)]
    solid = [_extended(view, line) for line in solid if line.length >= _SHORTEST * scale]
    found = [line for line in solid if _is_solid(view, line)]
    dotted = _chains(view, fitted_lines(_rows_of_dots(view), thickest), _DOT_GAP * scale)
    dotted += [line for line in solid if line not in found]  # of dots so near each other that they run together
    dotted = [line for line in dotted if _is_dotted(view, line)]
    found += _chains(view, dotted, (_DASH + _DOT_GAP) * scale)  # where lines cross, dots run together
    return sorted(_chains(view, found, _DOT_GAP * scale), key=lambda line: -line.length)[:_MOST]


def _runs(view: _View) -> Iterator[Mask]:
    """Find long horizontal runs that are darker than what is above and below; and those in areas that are lighter."""
    column = np.ones((int(_THICKEST * view.scale) + 1, 1), np.uint8)
    dark = cv2.morphologyEx(view.gray, cv2.MORPH_BLACKHAT, column) > view.contrast
    yield long_runs(dark.view(np.uint8), _HOLE, _PIECE * view.scale)
    side = max(1, round(_AREA * view.scale))
    is_darker = (view.paper < np.percentile(view.paper, _BRIGHT) - _DARKER).view(np.uint8)
    areas = (
        cv2.morphologyEx(is_darker, cv2.MORPH_OPEN, np.ones((side, side), np.uint8)) if is_darker.any() else is_darker
    )
    if areas.any():
        light = (cv2.morphologyEx(view.gray, cv2.MORPH_TOPHAT, column) > view.contrast) & areas.view(np.bool_)
        light &= cv2.subtract(view.gray, view.paper) > view.contrast  # not the area between dark lines
        yield long_runs(light.view(np.uint8), _HOLE, _PIECE * view.scale)


def _rows_of_dots(view: _View) -> Mask:
    """Find dots and dashes that stand beside each other, and what is between them."""
    return long_runs(view.dots, max(_HOLE, round(_DOT_GAP * view.scale)), _DOTTED / 2 * view.scale)


def _chains(view: _View, pieces: Sequence[Ruling], gap: float) -> list[Ruling]:
    """Join pieces that go on in each other: what is between them is short, or ink."""
    ends: dict[int, list[list[Ruling]]] = {}  # chains by where they end, in steps of `_STEP` px
    chains: list[list[Ruling]] = []
    for piece in sorted(pieces):
        near = (chain for step in (-1, 0, 1) for chain in ends.get(int(piece.y // _STEP) + step, ()))
        fitting = [chain for chain in near if _goes_on(view, chain[-1], piece, gap)]
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


def _goes_on(view: _View, line: Ruling, piece: Ruling, gap: float) -> bool:
    """Tell whether a piece goes on with a line."""
    if abs(_at(line, piece.x) - piece.y) > max(2.0, piece.thickness):
        return False
    if piece.x - line.to_x <= gap:
        return True
    if max(line.length, piece.length) < _SHORTEST * view.scale:
        return False
    between = Ruling(line.to_x, line.to_y, piece.x, piece.y, line.thickness)
    return bool(has_line(view.gray, between, *view.colours(line)).mean() >= _FULL_GAP)


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


def _extended(view: _View, line: Ruling) -> Ruling:
    """Return a line as far as its ink goes, also where letters touch it on one side."""
    gray, scale = view.gray, view.scale
    level, paper = view.colours(line)
    slope = (line.to_y - line.y) / (line.to_x - line.x)
    reach, away = _REACH * scale, beside(line, scale)
    before = Ruling(max(0.0, line.x - reach), 0.0, line.x, line.y, 1.0)
    before = before._replace(y=line.y - slope * (line.x - before.x))
    after = Ruling(line.to_x, line.to_y, min(float(gray.shape[1]), line.to_x + reach), 0.0, 1.0)
    after = after._replace(to_y=line.to_y + slope * (after.to_x - line.to_x))

    def goes_on(place: Ruling) -> npt.NDArray[np.bool_]:
        sides = levels_along(gray, place, (-away, away))
        is_apart = (np.abs(sides - paper) < np.abs(sides - level)).any(axis=0)
        return has_line(gray, place, level, paper) & is_apart

    left = _count(goes_on(before)[::-1]) if before.x < line.x else 0
    right = _count(goes_on(after)) if after.to_x > line.to_x else 0
    return Ruling(line.x - left, line.y - slope * left, line.to_x + right, line.to_y + slope * right, line.thickness)


def _count(flags: npt.NDArray[np.bool_]) -> int:
    """Return how many flags are set before the first that is not."""
    return len(flags) if flags.all() else int(np.argmin(flags))


def _is_solid(view: _View, line: Ruling) -> bool:
    """Tell whether a line has ink all along it, and paper beside it: letters have it on one side at most."""
    if line.thickness > _THICK * view.scale and line.length < _SLIM * line.thickness:
        return False
    is_long = line.length >= _LONG * view.scale
    full = float(has_line(view.gray, line, *view.colours(line)).mean())
    if full < (_FULL if is_long else _FULL_SHORT):
        return False
    is_whole = is_long and full >= _WHOLE  # text may be aligned to it
    return clear_share(view.gray, line, *view.colours(line), view.scale) >= (_CROWDED if is_whole else _CLEAR)


def _is_dotted(view: _View, line: Ruling) -> bool:
    """Tell whether a line of dots stands alone, and leads to no number."""
    if line.length < _DOTTED * view.scale or line.thickness > _THICK * view.scale + _BLUR:
        return False
    if view.is_level and _is_leader(view.ink, line, view.scale):
        return False
    return clear_share(view.gray, line, *view.colours(line), view.scale) >= _CLEAR_DOTTED


def _is_leader(ink: Mask, line: Ruling, scale: float) -> bool:
    """Tell whether a dotted line begins behind a word, on the line of its letters."""
    left, right = int(line.x - _LEADER * scale), int(line.x - 1)
    top, bottom = int(line.y - _LEADER * scale / 2), int(line.y - scale)
    before = ink[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
    return before.size > 0 and float(before.mean()) > _LEADER_INK
