"""Tables of a page: rows of cells, as rectangles of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sparkocr.layout.box import Box

__all__ = ["COVERED", "NOWHERE", "Cell", "Table", "grid"]

NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
"""The place of what has none, as in a file without pages."""


@dataclass(frozen=True, slots=True)
class Cell:
    r"""A cell.

    Attributes
    ----------
    text : str
        What is in it; lines end with ``"\n"``.
    box : Box
        Where it stands; a box without a size if that is unknown.
    row_span, column_span : int
        How many rows and columns it takes: 1 but for merged cells. These have their text in the first place that they
        take, at the top left; in the others there is `COVERED`.
    is_header : bool
        Whether it is a heading of its column.
    """

    text: str
    box: Box = NOWHERE
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False


COVERED = Cell("", row_span=0, column_span=0)
"""What stands in a place that a merged cell takes besides its first."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes
    ----------
    rows : sequence of sequence of Cell
        From the top, and from the left. Rows may have different numbers of cells.
    box : Box
        Where it stands; a box without a size if that is unknown.
    page : int
        Page or slide that it is on, from 0; 0 where pages are unknown.
    """

    rows: Sequence[Sequence[Cell]]
    box: Box = NOWHERE
    page: int = 0


def grid(table: Table) -> list[list[str]]:
    """Return the text of a table with as many cells in each row.

    A row with fewer cells than the longest one has merged cells, or lacks some: where places are known, each cell goes
    to the column that begins next to it, otherwise all go to the first columns.
    """
    longest = max(table.rows, key=len, default=())
    columns = [cell.box.x for cell in longest]
    placed = sorted(columns) == columns and len(set(columns)) > 1
    return [_spread(row, columns if placed else [], len(longest)) for row in table.rows]


def _spread(row: Sequence[Cell], columns: Sequence[float], count: int) -> list[str]:
    """Give the cells of a row their columns, in their order."""
    texts = [""] * count
    place = -1
    for number, cell in enumerate(row):
        free = range(place + 1, count - len(row) + number + 1)
        place = free[0]
        if columns and cell.box.width > 0:
            place = min((abs(columns[column] - cell.box.x), column) for column in free)[1]
        texts[place] = cell.text
    return texts
