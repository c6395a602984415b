"""The grid of a table of which only the boxes of its cells are known."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sparkocr.layout.box import Box
from sparkocr.layout.table import COVERED, NOWHERE, Cell, Table

__all__ = ["table_of_cells"]

_SLACK = 0.25  # of the smallest cell: by as much cells may overlap that are beside each other


def table_of_cells(rows: Sequence[Sequence[Cell]]) -> Table:
    """Make a table of cells whose boxes tell in which rows and columns they are.

    Parameters
    ----------
    rows : sequence of sequence of Cell
        Upright boxes in any unit, origin top left. Cells may take several rows and columns, and some may be missing.

    Returns
    -------
    Table
        As many places in each row; what no cell takes is empty. Where two cells would get the same place, or a cell has
        no size, the rows are those that are given, without merged cells.

    Notes
    -----
    The columns are the fewest vertical lines of which each cell has at least one in it; a cell takes the columns whose
    line it has. Rows likewise. Such lines are found by going through the intervals by their ends [1]_.

    References
    ----------
    .. [1] J. Kleinberg, E. Tardos, "Algorithm design", Pearson 2005, section 4.1, on the stabbing of intervals.

    Examples
    --------
    >>> wide, left, right = Cell("a", Box(0, 0, 20, 9)), Cell("b", Box(0, 9, 10, 9)), Cell("c", Box(10, 9, 10, 9))
    >>> [[(cell.text, cell.column_span) for cell in row] for row in table_of_cells([[wide], [left, right]]).rows]
    [[('a', 2), ('', 0)], [('b', 1), ('c', 1)]]
    """
    cells = [cell for row in rows for cell in row]
    if not cells:
        return Table(())
    box = _around(cell.box for cell in cells)
    if all(cell.box.area for cell in cells):
        across = _spans([(cell.box.x, cell.box.x + cell.box.width) for cell in cells])
        down = _spans([(cell.box.y, cell.box.y + cell.box.height) for cell in cells])
        found = _placed(cells, down, across)
        if found is not None:
            return Table(found, box)
    count = max(map(len, rows))
    return Table([[*row, *[Cell("")] * (count - len(row))] for row in rows], box)


def _around(boxes: Iterable[Box]) -> Box:
    edges = [box.edges() for box in boxes if box.area]
    if not edges:
        return NOWHERE
    left, top = (min(edge[i] for edge in edges) for i in (0, 1))
    right, bottom = (max(edge[i] for edge in edges) for i in (2, 3))
    return Box(left, top, right - left, bottom - top)


def _spans(intervals: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """Return first and last lane of intervals, both included; each has at least one."""
    slack = _SLACK * min(end - start for start, end in intervals)
    lanes: list[float] = []
    for start, end in sorted(intervals, key=lambda interval: interval[1]):
        if not lanes or start + slack > lanes[-1]:
            lanes.append(end - slack)
    return [(bisect_left(lanes, start + slack), bisect_right(lanes, end - slack) - 1) for start, end in intervals]


def _placed(
    cells: Sequence[Cell], down: Sequence[tuple[int, int]], across: Sequence[tuple[int, int]]
) -> list[list[Cell]] | None:
    """Put cells into a grid; None if two want the same place."""
    height, width = (max(last for _, last in spans) + 1 for spans in (down, across))
    grid: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for cell, (top, bottom), (left, right) in zip(cells, down, across, strict=True):
        for row in grid[top : bottom + 1]:
            if any(row[left : right + 1]):
                return None
            row[left : right + 1] = [COVERED] * (right + 1 - left)
        grid[top][left] = replace(cell, row_span=bottom + 1 - top, column_span=right + 1 - left)
    return [[cell or Cell("") for cell in row] for row in grid]
