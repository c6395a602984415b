"""Tables of documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box

__all__ = ["Cell", "Table", "even_rows", "limited"]

NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
# Of a document: 100 columns in 50,000 rows; as Python objects about 1 GB. Rows of very different lengths, or wide rows
# without text, could give far more from a small file.
MAX_CELLS = 5_000_000
_TOO_MANY = "The tables have more than {} cells."


@dataclass(frozen=True, slots=True)
class Cell:
    r"""A cell.

    Attributes
    ----------
    text : str
        What is in it; lines end with ``"\n"``.
    box : Box
        Where it is, in points from the top left corner of the page; all zero if that is unknown.
    """

    text: str
    box: Box = NOWHERE


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows all have the same number of cells; merged cells have their text in the first of them.

    Attributes
    ----------
    rows : sequence of sequence of Cell
        The cells.
    box : Box
        Where it is, in points from the top left corner of the page; all zero if that is unknown.
    page : int
        Slide that it is on, from 0; 0 where pages are unknown.
    """

    rows: Sequence[Sequence[Cell]]
    box: Box = NOWHERE
    page: int = 0


def even_rows(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Fill rows with empty cells up to the longest.

    Raises
    ------
    DocumentError
        The table would have more than `MAX_CELLS` cells.
    """
    width = max(map(len, rows), default=0)
    if width * len(rows) > MAX_CELLS:
        raise DocumentError(_TOO_MANY.format(MAX_CELLS))
    return [row + [Cell("")] * (width - len(row)) for row in rows]


def limited(tables: Iterable[Table]) -> list[Table]:
    """Return the tables of a document.

    Raises
    ------
    DocumentError
        They have more than `MAX_CELLS` cells together.
    """
    found, cells = [], 0
    for table in tables:
        cells += sum(map(len, table.rows))
        if cells > MAX_CELLS:
            raise DocumentError(_TOO_MANY.format(MAX_CELLS))
        found.append(table)
    return found
