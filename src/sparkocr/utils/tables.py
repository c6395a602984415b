"""Show tables of a DataFrame: as pandas frames, as HTML, and as XML."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pandas as pd
from pyspark.sql import DataFrame

from sparkocr.layout.table import Table, grid
from sparkocr.tables.write import table_html
from sparkocr.utils.notebook import in_notebook
from sparkocr.utils.table_columns import TABLE, collected_tables

__all__ = ["display_table", "display_tables", "display_xml"]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


def display_table(
    df: DataFrame,
    table_col: str = TABLE,
    table_index_col: str = "table_index",
    empty_val: str = "",
    limit: int = 20,
) -> None:
    """Show the first tables of a DataFrame: file, page, number and columns of each, and its cells.

    In a notebook, one with merged cells is shown as HTML.

    Parameters
    ----------
    df : DataFrame
    table_col : str
        Column with tables (see `sparkocr.schemas.TableSchema`) or arrays of them; where there is no column ``table``,
        it is ``tables``.
    table_index_col : str
        Column with the number of the table, if it is there; else that is its place in the array, or the label of its
        area, if it is a number, as those of Office documents.
    empty_val : str
        What stands for an empty cell.
    limit : int
        How many rows to show.
    """
    for found in collected_tables(df, table_col, table_index_col, limit):
        frame = pd.DataFrame([[text or empty_val for text in row] for row in grid(found.table)])
        print(  # noqa: T201
            f"\n    Filename: {found.path}\n    Page: {found.page}\n    Table: {found.number}"
            f"\n    Number of columns: {frame.shape[1]}"
        )
        if in_notebook():
            from IPython.display import HTML, display

            display(HTML(table_html(_with_empty(found.table, empty_val))) if _is_merged(found.table) else frame)
        else:
            print(frame.to_string())  # noqa: T201


display_tables = display_table


def _with_empty(table: Table, text: str) -> Table:
    """Return a table with a text in its empty cells."""
    rows = [[replace(cell, text=cell.text or text) if cell.row_span else cell for cell in row] for row in table.rows]
    return replace(table, rows=rows)


def _is_merged(table: Table) -> bool:
    return any(cell.row_span > 1 or cell.column_span > 1 for row in table.rows for cell in row)


def display_xml(df: DataFrame, table_col: str = TABLE, table_index_col: str = "table_index", limit: int = 20) -> None:
    """Print the first tables of a DataFrame as XML.

    Parameters
    ----------
    df, table_col, table_index_col, limit
        As in `display_table`.
    """
    root = ET.Element("tables")
    for found in collected_tables(df, table_col, table_index_col, limit):
        facts = {"path": found.path, "page": found.page, "index": found.number}
        element = ET.SubElement(
            root, "table", {name: _xml(value) for name, value in facts.items() if value is not None}
        )
        for row in found.table.rows:
            cells = ET.SubElement(element, "row")
            for cell in row:
                ET.SubElement(cells, "cell").text = _xml(cell.text)
    ET.indent(root)
    print(ET.tostring(root, encoding="unicode"))  # noqa: T201


def _xml(value: object) -> str:
    """Return text without the characters that XML can't have."""
    return _NOT_XML.sub("\ufffd", str(value))
