"""Bounds for the tables of documents, and rows of one length."""

from __future__ import annotations

from collections.abc import Iterable

from sparkocr.errors import DocumentError
from sparkocr.layout.table import Cell, Table
from sparkocr.limits import current, told

__all__ = ["check_cells", "even_rows", "limited"]

# Of a document: 100 columns in 50,000 rows; as Python objects about 1 GB. Rows of very different lengths, or wide rows
# without text, could give far more from a small file.


def check_cells(count: int) -> None:
    """Refuse so many cells.

    Raises
    ------
    DocumentError
        They are more than `max_cells`.
    """
    if count > current().max_cells:
        raise DocumentError(f"The tables have more than {told('max_cells')}.")


def even_rows(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Fill rows with empty cells up to the longest.

    Raises
    ------
    DocumentError
        The table would have more than `max_cells` cells.
    """
    width = max(map(len, rows), default=0)
    check_cells(width * len(rows))
    return [row + [Cell("")] * (width - len(row)) for row in rows]


def limited(tables: Iterable[Table]) -> list[Table]:
    """Return the tables of a document.

    Raises
    ------
    DocumentError
        They have more than `max_cells` cells together.
    """
    found, cells = [], 0
    for table in tables:
        cells += sum(map(len, table.rows))
        check_cells(cells)
        found.append(table)
    return found
