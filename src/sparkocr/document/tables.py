"""Tables of a page: rows of cells, as rectangles of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sparkocr.layout.box import Box

__all__ = ["Cell", "Table", "grid"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and its place; a box without a size if that is unknown."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes
    ----------
    rows : tuple of tuple of Cell
        Rows may have different numbers of cells.
    area : Box or None
        Where it stands; None if unknown, as in a file without pages.
    """

    rows: tuple[tuple[Cell, ...], ...]
    area: Box | None = None


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
