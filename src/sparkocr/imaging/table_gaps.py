"""The cells of any table on an image, by the white space between its rows and columns.

The projection of the text on a side of the table is low where there is white space [1]_.

References
----------
.. [1] G. Nagy, S. Seth, "Hierarchical representation of optically scanned documents", ICPR 1984, on the cutting of
   pages by their projections.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sparkocr.imaging.pixels import Pixels, reduced
from sparkocr.imaging.rulings import Ruling, Rulings
from sparkocr.imaging.spans import Span, joined_spans, spans_of
from sparkocr.imaging.table_faces import CellBox, ruled_cells
from sparkocr.imaging.text_ink import text_ink

__all__ = ["GapOptions", "spaced_cells"]

Mask = npt.NDArray[np.uint8]

# Chosen for this library, on tables of reports. Lengths are in font sizes, as they are estimated.
_LEAST_SIDE, _MOST_SIDE = 3, 4000  # px of the image that is looked at
_DOT, _LEADERS = 0.3, 4  # side of a dot, and so many of them lead to the next column
_NEAR = 0.4  # rows of px that tell how much ink a line of text has
_SPACE, _LETTER_GAP = 0.4, 0.2  # white space that words of a phrase have, and letters of a word
_TENTHS = 10.0
_ACROSS, _DOWN = 0.7, 0.3  # share of the table that a ruling takes which is between rows, or between columns
_FEW_LINES, _BANDS = 2.0, 3  # lines between two rulings in a table whose rows are ruled, and so many such rows
_FRAMED = 4  # so many rows that are ruled, or at most so many lines in each, if columns are ruled
_BESIDE = 0.3  # share of the lines of a ruled column that have text on both sides of white space in it
_APART, _MOST_STARTS = 1.3, 0.9  # a row begins where the pitch is so many times the least; share of lines that may
_VOTERS = 5  # lines, of which one may always reach over white space
_FEW, _VERY_FEW = (5, 1.2), (2, 2.0)  # so few lines have white space in common by chance: it must be so much wider
_AROUND = 0.3  # of paper around the text


@dataclass(frozen=True, slots=True)
class GapOptions:
    """What is white space between rows and columns; lengths are in tenths of the size of the font.

    Attributes
    ----------
    row_threshold : float
        A row of px is white if its ink is at most this share of that of the text above and of that below.
    row_least_gap : float
        White space is between lines of text if it is at least as high.
    row_least : float
        What is lower is no line of its own, but belongs to the next one.
    column_threshold : float
        Share of the lines that may reach over the white space between two columns, as headings do. Of five lines or
        more one always may, unless it is 0.
    column_least_gap : float
        White space is between columns if it is at least as wide; twice, if there are only two lines with white space,
        1.2 times with five at most.
    column_least : float
        What is narrower is no column of its own, but belongs to the next one.
    """

    row_threshold: float = 0.05
    row_least_gap: float = 1.0
    row_least: float = 5.0
    column_threshold: float = 0.05
    column_least_gap: float = 5.0
    column_least: float = 5.0


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text: its rows of px, and the phrases in it as columns of px."""

    span: Span
    phrases: Sequence[Span]
    words: Sequence[Span]

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return sum(self.span) / 2


class _Frame(NamedTuple):
    """What a table takes, in px."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """From the left to the right."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """From the top to the bottom."""
        return self.bottom - self.top


def spaced_cells(pixels: Pixels, rulings: Rulings, scale: float, options: GapOptions) -> list[list[CellBox]]:
    """Return the cells of a table, framed or not.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (h, w)
        Gray image of a table whose lines were erased.
    rulings : Rulings
        These lines: they separate rows and columns, too, where they take most of the table.
    scale : float
        Px per point: `sparkocr.imaging.rulings.px_per_point`.
    options : GapOptions

    Returns
    -------
    list of list of CellBox
        Rows from the top, cells from the left; the cells of a row fill it. No rows if there is no text.

    Notes
    -----
    A phrase whose words reach over white space between columns makes one cell of the columns that it is in. Lines
    become one row where only some of the columns go on, closer to the line above than lines are elsewhere, or where
    most rows are ruled.
    """
    factor = -(-max(pixels.shape) // _MOST_SIDE)
    if min(pixels.shape) < factor * _LEAST_SIDE:
        return []
    small = reduced(pixels, factor)
    ink, size = text_ink(small, scale / factor)
    if not size:
        return []
    lines = _lines(ink, size, options)
    if not lines:
        return []
    lines_of_table = _reduced_rulings(rulings, factor)
    box = _around(lines, lines_of_table, size, small.shape)
    across = [(line.y + line.to_y) / 2 for line in lines_of_table.horizontal if line.length >= _ACROSS * box.width]
    down = _ruled_columns(lines_of_table, box, size)
    separators = _columns(lines, down, box, size, options)
    if separators and set(separators) == set(down) and _are_ruled(lines, lines_of_table, box):
        return ruled_cells(rulings, scale)
    edges, groups = _rows(lines, across, box, separators)
    cells = [_row_cells(group, pair, separators, box) for group, pair in zip(groups, pairwise(edges), strict=True)]
    return [[tuple(factor * side for side in cell) for cell in row] for row in cells]


def _lines(ink: Mask, size: float, options: GapOptions) -> list[_Line]:
    """Find the lines of text, and the phrases and words in them."""
    found = []
    for start, end in _line_spans(ink.sum(axis=1, dtype=np.int64), size, options):
        runs = _with_leaders(spans_of(np.asarray(ink[start:end].any(axis=0))), ink[start:end], size)
        if runs:
            found.append(_Line((start, end), joined_spans(runs, _SPACE * size), joined_spans(runs, _LETTER_GAP * size)))
    return found


def _with_leaders(runs: Sequence[Span], ink: Mask, size: float) -> list[Span]:
    """Join rows of dots to what is before them: they lead to the next column."""
    found: list[Span] = []
    dots: list[Span] = []
    for run in [*runs, (ink.shape[1] + ceil(size), ink.shape[1] + ceil(size))]:
        start, end = run
        is_dot = end - start < _DOT * size and ink[:, start:end].any(axis=1).sum() < _DOT * size
        if dots and not (is_dot and start - dots[-1][1] < size):
            if len(dots) >= _LEADERS:
                begin = found.pop()[0] if found else dots[0][0]
                found.append((begin, dots[-1][1]))
            else:
                found += dots
            dots = []
        if is_dot:
            dots.append(run)
        else:
            found.append(run)
    return [run for run in found if run[1] <= ink.shape[1]]


def _line_spans(amounts: npt.NDArray[np.int64], size: float, options: GapOptions) -> list[Span]:
    """Cut rows of px where they are white."""
    near = max(1, round(_NEAR * size))
    padded = np.pad(amounts, near)
    windows = np.lib.stride_tricks.sliding_window_view(padded, near).max(axis=1)
    above, below = windows[: len(amounts)], windows[near + 1 : near + 1 + len(amounts)]
    is_text = np.array(amounts > options.row_threshold * np.minimum(above, below), np.bool_)
    spans = joined_spans(spans_of(is_text), options.row_least_gap / _TENTHS * size)
    return _joined(spans, options.row_least / _TENTHS * size, size)


def _joined(spans: Sequence[Span], least: float, reach: float) -> list[Span]:
    """Join what is too low to be a line of its own to the next line, if that is near."""
    found = list(spans)
    number = 0
    while number < len(found):
        start, end = found[number]
        gaps = [
            (found[number + step][0] - end if step > 0 else start - found[number + step][1], step)
            for step in (-1, 1)
            if 0 <= number + step < len(found)
        ]
        if end - start < least and gaps and min(gaps)[0] < reach / 2:
            other = number + min(gaps)[1]
            first, last = sorted((number, other))
            found[first : last + 1] = [(found[first][0], found[last][1])]
            number = max(0, first - 1)
        else:
            number += 1
    return found


def _reduced_rulings(rulings: Rulings, factor: int) -> Rulings:
    """Return rulings in px of a reduced image."""
    return Rulings(
        *(
            [Ruling(*(place / factor for place in line)) for line in lines]
            for lines in (rulings.horizontal, rulings.vertical)
        )
    )


def _around(lines: Sequence[_Line], rulings: Rulings, size: float, shape: tuple[int, ...]) -> _Frame:
    """Return what the table takes: the place around its text, up to the rulings outside of it."""
    border = _AROUND * size
    ruled = [*rulings.horizontal, *rulings.vertical]
    left = min([min(line.words[0][0] for line in lines) - border, *(line.x for line in ruled)])
    right = max([max(line.words[-1][1] for line in lines) + border, *(line.to_x for line in ruled)])
    top = min([lines[0].span[0] - border, *(line.y for line in ruled)])
    bottom = max([lines[-1].span[1] + border, *(line.to_y for line in ruled)])
    return _Frame(max(0, int(left)), max(0, int(top)), min(shape[1], ceil(right)), min(shape[0], ceil(bottom)))


def _ruled_columns(rulings: Rulings, box: _Frame, size: float) -> list[int]:
    """Return the places of the vertical rulings between columns, ascending."""
    places = sorted(round((line.x + line.to_x) / 2) for line in rulings.vertical if line.length >= _DOWN * box.height)
    return [at for at in _far(places, size / 2) if box.left + size < at < box.right - size]


def _are_ruled(lines: Sequence[_Line], rulings: Rulings, box: _Frame) -> bool:
    """Tell whether the rows of a table with ruled columns are ruled, too: also where only some columns are."""
    at = sorted((line.y + line.to_y) / 2 for line in rulings.horizontal if line.length >= _DOWN * box.width)
    bands = _in_bands(lines, at)
    return len(bands) >= _FRAMED or len(lines) <= _FRAMED * len(bands)


def _columns(lines: Sequence[_Line], ruled: Sequence[int], box: _Frame, size: float, options: GapOptions) -> list[int]:
    """Return the places between the columns, ascending: rulings, and white space that lines have text beside."""
    found = list(ruled)
    for left, right in pairwise([box.left, *ruled, box.right]):
        inside = [[span for span in line.phrases if left <= sum(span) / 2 < right] for line in lines]
        filled = sum(map(bool, inside))
        voters = [phrases for phrases in inside if len(phrases) > 1]
        if voters and (not ruled or len(voters) >= _BESIDE * filled):
            found += _gaps(voters, size, options)
    return _far(sorted(found), options.column_least / _TENTHS * size)


def _gaps(voters: Sequence[Sequence[Span]], size: float, options: GapOptions) -> list[int]:
    """Return the places of the white space between phrases that lines have in common."""
    left, right = min(phrases[0][0] for phrases in voters), max(phrases[-1][1] for phrases in voters)
    counts = np.zeros(right - left + 1, np.int64)
    for start, end in (span for phrases in voters for span in phrases):
        counts[start - left] += 1
        counts[end - left] -= 1
    crossing = np.cumsum(counts)[:-1]
    share = options.column_threshold * len(voters)
    allowed = ceil(share) if len(voters) >= _VOTERS else int(share)
    spans = spans_of(crossing <= allowed)
    wider = _VERY_FEW[1] if len(voters) <= _VERY_FEW[0] else _FEW[1] if len(voters) <= _FEW[0] else 1.0
    least = wider * options.column_least_gap / _TENTHS * size
    return [
        left + _clearest(crossing, (start, end))
        for start, end in spans
        if end - start >= least and start > 0 and end < len(crossing)
    ]


def _clearest(crossing: npt.NDArray[np.int64], gap: Span) -> int:
    """Return the place in white space that the fewest lines reach over."""
    counts = crossing[slice(*gap)]
    places = np.flatnonzero(counts == counts.min())
    return gap[0] + int(places[np.argmin(np.abs(places - len(counts) / 2))])


def _far(places: Sequence[int], least: float) -> list[int]:
    """Leave out places that are too near to the one before."""
    found: list[int] = []
    for at in places:
        if not found or at - found[-1] >= least:
            found.append(at)
    return found


def _rows(
    lines: Sequence[_Line], ruled: Sequence[float], box: _Frame, separators: Sequence[int]
) -> tuple[list[int], list[list[_Line]]]:
    """Return the edges of the rows, the outer ones included, and the lines of each."""
    bands = _in_bands(lines, ruled)
    is_ruled = len(bands) >= _BANDS and len(lines) <= _FEW_LINES * len(bands)
    groups = bands if is_ruled else [group for band in bands for group in _grouped(band, separators)]
    edges = [box.top]
    for above, below in pairwise(groups):
        between = [at for at in ruled if above[-1].middle < at < below[0].middle]
        edges.append(round(between[0] if between else (above[-1].span[1] + below[0].span[0]) / 2))
    return [*edges, box.bottom], groups


def _in_bands(lines: Sequence[_Line], ruled: Sequence[float]) -> list[list[_Line]]:
    """Cut lines where there is a ruling between them."""
    bands = [[lines[0]]]
    for above, line in pairwise(lines):
        if any(above.middle < at < line.middle for at in ruled):
            bands.append([line])
        else:
            bands[-1].append(line)
    return bands


def _grouped(lines: Sequence[_Line], separators: Sequence[int]) -> list[list[_Line]]:
    """Group lines to rows: one that fills only some columns, and is nearer than most are, goes on with a row."""
    pitches = np.diff([line.middle for line in lines])
    if not len(pitches):
        return [list(lines)]
    starts = pitches > _APART * np.percentile(pitches, 10)
    is_telling = 0 < starts.mean() < _MOST_STARTS
    groups = [[lines[0]]]
    for line, starts_row in zip(lines[1:], starts.tolist(), strict=True):
        filled = {int(np.searchsorted(separators, sum(phrase) / 2)) for phrase in line.phrases}
        is_part = 2 * len(filled) <= len(separators) + 1
        if is_telling and is_part and not starts_row:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _row_cells(lines: Sequence[_Line], edges: Span, separators: Sequence[int], box: _Frame) -> list[CellBox]:
    """Return the cells of a row: cut where no phrase reaches over several columns."""
    joined = {at for line in lines for phrase in line.phrases for at in _joined_by(phrase, line.words, separators)}
    cuts = [at for at in separators if at not in joined]
    top, bottom = edges
    return [(start, top, end - start, bottom - top) for start, end in pairwise([box.left, *cuts, box.right])]


def _joined_by(phrase: Span, words: Sequence[Span], separators: Sequence[int]) -> list[int]:
    """Return the places that a phrase reaches over.

    It does so if a word of it does, or if it is in more than two columns; otherwise it is taken for two cells that
    stand close to each other.
    """
    inside = [at for at in separators if phrase[0] < at < phrase[1]]
    is_one = len(inside) > 1 or any(start < at < end for start, end in words for at in inside)
    return inside if is_one else []
