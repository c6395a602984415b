"""Tell which rows of a table are headings of its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sparkocr.layout.table import Cell, Table
from sparkocr.tables.rows import is_value

__all__ = ["with_headings"]

_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/]\d{2,4})?")
_LONG = 80  # characters; headings are shorter


def with_headings(table: Table) -> Table:
    """Mark the first rows as headings, unless some are marked already.

    The first row is one if it has text in two columns, no values, as years are none, and no long text; with the rows
    below it that its merged cells reach into or that are below a cell over several columns.

    Parameters
    ----------
    table : Table
        With `sparkocr.layout.table.COVERED` where merged cells are.
    """
    if any(cell.is_header for row in table.rows for cell in row) or len(table.rows) < 2:  # noqa: PLR2004
        return table
    count = _heading_rows(table.rows)
    rows = [
        [replace(cell, is_header=True) if cell.row_span else cell for cell in row] if number < count else row
        for number, row in enumerate(table.rows)
    ]
    return replace(table, rows=rows)


def _heading_rows(rows: Sequence[Sequence[Cell]]) -> int:
    """Return how many rows are headings; at least one row is none."""
    count = 0
    while count < len(rows) - 1 and _is_heading(rows[count]):
        spans = any(cell.column_span > 1 and cell.text for cell in rows[count])
        count += max(1, *(cell.row_span for cell in rows[count]))
        if not spans:
            break
    return min(count, len(rows) - 1)


def _is_heading(row: Sequence[Cell]) -> bool:
    """Tell whether a row can be one of headings."""
    texts = [" ".join(cell.text.split()) for cell in row]
    filled = [text for text in texts if text]
    return (
        bool(filled)
        and len(filled) >= min(2, len(texts) - 1)
        and all(len(text) <= _LONG and (not is_value(text) or _YEAR.fullmatch(text)) for text in filled)
    )
