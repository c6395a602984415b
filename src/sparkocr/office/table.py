"""Bounds for the tables of documents, and rows of one length."""

from __future__ import annotations

from collections.abc import Iterable

from sparkocr.errors import DocumentError
from sparkocr.layout.table import Cell, Table

__all__ = ["check_cells", "even_rows", "limited"]

# Of a document: 100 columns in 50,000 rows; as Python objects about 1 GB. Rows of very different lengths, or wide rows
# without text, could give far more from a small file.
MAX_CELLS = 5_000_000
_TOO_MANY = "The tables have more than {} cells."


def check_cells(count: int) -> None:
    """Refuse so many cells.

    Raises
    ------
    DocumentError
        They are more than `MAX_CELLS`.
    """
    if count > MAX_CELLS:
        raise DocumentError(_TOO_MANY.format(MAX_CELLS))


def even_rows(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Fill rows with empty cells up to the longest.

    Raises
    ------
    DocumentError
        The table would have more than `MAX_CELLS` cells.
    """
    width = max(map(len, rows), default=0)
    check_cells(width * len(rows))
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
        check_cells(cells)
        found.append(table)
    return found
