"""Tables of documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sparkocr.errors import DocumentError
from sparkocr.layout.geometry import Box

__all__ = ["NOWHERE", "Cell", "Table", "even_rows"]

NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
# 100 columns in 50,000 rows; as Python objects about 1 GB. Rows of very different lengths could give far more.
MAX_CELLS = 5_000_000


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
        raise DocumentError(f"A table has more than {MAX_CELLS} cells.")
    return [row + [Cell("")] * (width - len(row)) for row in rows]
