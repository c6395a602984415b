"""Write tables as HTML, CSV, Markdown and as dictionaries for JSON."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterable, Sequence
from importlib.resources import files
from itertools import takewhile
from typing import Any

from sparkocr.layout.table import Cell, Table, grid

__all__ = [
    "heading_rows",
    "pipe_head",
    "pipe_row",
    "table_csv",
    "table_html",
    "table_json",
    "table_markdown",
    "tables_html",
    "tables_json",
    "tables_json_schema",
    "tables_markdown",
]

_DIGITS = 2  # of points
_STYLE = "table { border-collapse: collapse } th, td { border: 1px solid; padding: 2px 6px; vertical-align: top }"


def table_html(table: Table) -> str:
    """Write a table as an element of HTML; merged cells and headings are kept, line ends become ``<br>``.

    Examples
    --------
    >>> from sparkocr.layout.table import Cell
    >>> print(table_html(Table([[Cell("a < b", is_header=True)], [Cell("1")]])))
    <table>
    <tr><th>a &lt; b</th></tr>
    <tr><td>1</td></tr>
    </table>
    """
    rows = ["".join(_html_cell(cell) for cell in row if cell.row_span) for row in table.rows]
    return "\n".join(["<table>", *(f"<tr>{row}</tr>" for row in rows), "</table>"])


def _html_cell(cell: Cell) -> str:
    name = "th" if cell.is_header else "td"
    spans = (("rowspan", cell.row_span), ("colspan", cell.column_span))
    attributes = "".join(f' {span}="{count}"' for span, count in spans if count > 1)
    text = html.escape(cell.text, quote=False).replace("\n", "<br>")
    return f"<{name}{attributes}>{text}</{name}>"


def table_csv(table: Table) -> str:
    r"""Write a table as CSV: RFC 4180, lines end with ``"\r\n"``, a merged cell has its text in its first place.

    Examples
    --------
    >>> from sparkocr.layout.table import Cell
    >>> table_csv(Table([[Cell("1,5"), Cell("2")]]))
    '"1,5",2\r\n'
    """
    written = io.StringIO(newline="")
    csv.writer(written).writerows(grid(table))
    return written.getvalue()


def table_markdown(table: Table) -> str:
    r"""Write a table with pipes, as GitHub Flavored Markdown has it; it has one row of headings, and no merged cells.

    Rows of headings become one. There must be one: of a table without any, it is the first row. Line ends in cells
    become spaces.

    Examples
    --------
    >>> from sparkocr.layout.table import Cell
    >>> print(table_markdown(Table([[Cell("a|b", is_header=True)], [Cell("1")]])))
    | a\|b |
    |---|
    | 1 |
    """
    rows = grid(table)
    if not rows or not rows[0]:
        return ""
    count = max(heading_rows(table), 1)
    return "\n".join([pipe_head(rows[:count]), *map(pipe_row, rows[count:])])


def pipe_head(rows: Sequence[Sequence[str]]) -> str:
    """Write the headings of a table with pipes, and the line below them; of several rows, which become one."""
    heading = [" ".join(text for text in column if text) for column in zip(*rows, strict=True)]
    return f"{pipe_row(heading)}\n|{'---|' * len(heading)}"


def pipe_row(texts: Iterable[str]) -> str:
    """Write a row of a table with pipes."""
    return "| " + " | ".join(map(_pipe_cell, texts)) + " |"


def heading_rows(table: Table) -> int:
    """Count the rows at the top that have headings."""
    return len(list(takewhile(lambda row: any(cell.is_header for cell in row), table.rows)))


def _pipe_cell(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|")


def table_json(table: Table, engine: str = "") -> dict[str, Any]:
    """Return a table as a dictionary that JSON can hold.

    Parameters
    ----------
    table : Table
    engine : str
        The algorithm that made it.

    Returns
    -------
    dict
        ``page`` from 0; ``box``: x, y, width and height, points, origin top left; ``engine``; ``cells``: dictionaries
        with ``row`` and ``column`` from 0, ``row_span``, ``column_span``, ``header`` and ``text``.
    """
    cells = [
        {
            "row": row,
            "column": column,
            "row_span": cell.row_span,
            "column_span": cell.column_span,
            "header": cell.is_header,
            "text": cell.text,
        }
        for row, line in enumerate(table.rows)
        for column, cell in enumerate(line)
        if cell.row_span
    ]
    box = table.box.upright()
    sides = [round(side, _DIGITS) for side in (box.x, box.y, box.width, box.height)]
    return {"page": table.page, "box": sides, "engine": engine, "cells": cells}


def tables_html(title: str, tables: Sequence[Table]) -> str:
    """Write tables as a page of HTML; each says on which page of its document it is, both counted from 1."""
    parts = [f"<h2>{_place(number, table)}</h2>\n{table_html(table)}" for number, table in enumerate(tables)]
    head = f'<meta charset="utf-8">\n<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>'
    return "\n".join(["<!DOCTYPE html>", head, *parts, ""])


def tables_markdown(tables: Sequence[Table]) -> str:
    """Write tables as Markdown, as `table_markdown` does, each below its number and its page, both counted from 1."""
    parts = [f"## {_place(number, table)}\n\n{table_markdown(table)}" for number, table in enumerate(tables)]
    return "".join(f"{part}\n\n" for part in parts)[:-1]


def _place(number: int, table: Table) -> str:
    return f"Table {number + 1}, page {table.page + 1}"


def tables_json(path: str, tables: Iterable[tuple[Table, str]]) -> str:
    """Write the tables of a document as JSON, which is valid by `tables_json_schema`.

    Parameters
    ----------
    path : str
        Of the document.
    tables : iterable of (Table, str)
        Boxes in points; each with the algorithm that made it.
    """
    found = [table_json(table, engine) for table, engine in tables]
    return json.dumps({"path": path, "tables": found}, ensure_ascii=False)


def tables_json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the tables of a document."""
    schema: dict[str, Any] = json.loads(
        files("sparkocr.tables").joinpath("tables.schema.json").read_text(encoding="utf-8")
    )
    return schema
