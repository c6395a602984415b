"""Whether what looks like a table is a chart or the text around a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import isclose

from sparkocr.layout.box import Box
from sparkocr.layout.table import Table
from sparkocr.pdf.read.drawings import Area, Drawings

__all__ = ["is_chart"]

# Chosen for this library, on tables and charts of reports.
_FILLED, _FILLED_BARE = 0.2, 0.3  # cells with text for each place of the grid, in a framed table and another one
_MERGED, _HALF = 0.2, 0.5  # share of merged cells in a chart, where less than half of the places have text
_LEAST_FIGURE, _MOST_FIGURE = 0.05, 0.98  # area of a figure for that of a table that it is in
_BARS = 4  # areas of one width that stand on one line
_LEAST_TICKS = 5  # numbers on an axis


def is_chart(table: Table, drawings: Drawings, *, is_framed: bool) -> bool:
    """Tell whether a table is none.

    The grid of a chart has few words, or bars in it, or an axis as its first column; text around a figure has the
    figure in it.

    Parameters
    ----------
    table : Table
    drawings : Drawings
        What the page draws.
    is_framed : bool
        Whether its cells are framed: there may be pictures in them, and a form has empty cells.
    """
    cells = [cell for row in table.rows for cell in row if cell.row_span]
    texts = sum(bool(cell.text) for cell in cells)
    filled = texts / sum(map(len, table.rows))
    merged = sum(cell.row_span * cell.column_span > 1 for cell in cells) / len(cells)
    is_form = not merged and all(cell.text for cell in table.rows[0])
    if filled < (_FILLED if is_framed else _FILLED_BARE) and not is_form:
        return True
    if (filled < _HALF and merged > _MERGED) or _has_bars(drawings.areas, table.box):
        return True
    if _is_axis([row[0].text for row in table.rows]):
        return True
    if is_framed:
        return False
    inside = [one for one in drawings.figures if one.area < _MOST_FIGURE * table.box.area and _is_on(one, table.box)]
    return len(inside) > texts or any(figure.area > _LEAST_FIGURE * table.box.area for figure in inside)


def _is_axis(texts: Sequence[str]) -> bool:
    """Tell whether texts are the numbers of an axis from the top, in equal steps down to 0, and nothing else."""
    ticks = [text.replace("%", "").replace(",", "").strip() for text in texts if text]
    if len(ticks) < _LEAST_TICKS or not all(re.fullmatch(r"\d{1,9}(?:\.\d{1,4})?", tick) for tick in ticks):
        return False
    numbers = [float(tick) for tick in ticks]
    last, step = numbers[-1], numbers[-2] - numbers[-1]
    return last == 0 and all(isclose(one - other, step, rel_tol=1e-3) for one, other in pairwise(numbers)) and step > 0


def _has_bars(areas: Sequence[Area], box: Box) -> bool:
    """Tell whether there are areas of one width on one line that end at different heights."""
    tops: dict[tuple[int, int], set[int]] = {}
    for left, top, right, bottom, _ in areas:
        if _is_on(Box(left, top, right - left, bottom - top), box):
            tops.setdefault((round(bottom), round(right - left)), set()).add(round(top))
    return any(len(found) >= _BARS for found in tops.values())


def _is_on(figure: Box, box: Box) -> bool:
    """Tell whether the centre of a figure is in a box."""
    (x, y), (left, top, right, bottom) = figure.centre, box.edges()
    return left < x < right and top < y < bottom
