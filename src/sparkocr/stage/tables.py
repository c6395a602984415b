"""Tables as values of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sparkocr.layout.regions import Region
from sparkocr.layout.table import COVERED, NOWHERE, Cell, Table
from sparkocr.stage.regions import region_fields, valid_box

__all__ = ["table_fields", "table_of"]


def table_fields(number: int, table: Table, label: str) -> dict[str, Any]:
    """Return the fields of a `SpannedTableSchema`; a table without a place has an area of zeros.

    Parameters
    ----------
    number : int
        Of the table.
    table : Table
    label : str
        Of its area.
    """
    box = table.box
    area = region_fields(number if box.width > 0 or box.height > 0 else 0, Region(box, table.page, 0.0, label))
    chunks = [[_cell_fields(cell) for cell in row] for row in table.rows]
    spans = [
        {"row": row, "column": column, "rowSpan": c.row_span, "columnSpan": c.column_span, "header": c.is_header}
        for row, cells in enumerate(table.rows)
        for column, c in enumerate(cells)
        if c.is_header or c.row_span > 1 or c.column_span > 1
    ]
    return {"area": area, "chunks": chunks, "spans": spans}


def _cell_fields(cell: Cell) -> dict[str, Any]:
    box = cell.box
    return {"chunkText": cell.text, "x": box.x, "y": box.y, "width": box.width, "height": box.height}


def table_of(table: Mapping[str, Any]) -> Table:
    """Return the table of a struct; one without a size has no area.

    Parameters
    ----------
    table : mapping
        The fields of a `sparkocr.schemas.TableSchema` or `SpannedTableSchema`.
    """
    rows = [[_cell(cell) for cell in row or () if cell] for row in table["chunks"] or ()]
    for span in table.get("spans") or ():
        _merge(rows, span)
    box = valid_box(table["area"])
    page = (table["area"] or {}).get("page") or 0
    return Table(tuple(map(tuple, rows)), box if box and box.area else NOWHERE, page)


def _cell(cell: Mapping[str, Any]) -> Cell:
    return Cell(cell["chunkText"] or "", valid_box(cell) or NOWHERE)


def _merge(rows: Sequence[list[Cell]], span: Mapping[str, Any]) -> None:
    """Give a cell what is special about it; those beside and below that it covers have nothing of their own."""
    row, column, down, across = (span[name] for name in ("row", "column", "rowSpan", "columnSpan"))
    if not (0 <= row < len(rows) and 0 <= column < len(rows[row]) and down > 0 and across > 0):
        return
    first = rows[row][column]
    for covered in rows[row : row + down]:
        covered[column : column + across] = [COVERED] * len(covered[column : column + across])
    rows[row][column] = replace(first, row_span=down, column_span=across, is_header=bool(span["header"]))
