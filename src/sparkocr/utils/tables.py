"""Show tables of a DataFrame: as pandas frames, and as XML."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from sparkocr.layout.table import Table, grid
from sparkocr.stage.columns import quoted
from sparkocr.stage.tables import table_of
from sparkocr.utils.notebook import in_notebook

__all__ = ["display_table", "display_tables", "display_xml"]

_ORIGIN, _PAGE = "path", "pagenum"
_TABLE, _TABLES = "table", "tables"  # how programs call the column, and how the stages do
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


class _Found(NamedTuple):
    """A table, and where it is from; None is unknown."""

    path: str | None
    page: int | None
    number: int | None
    table: Table


def display_table(
    df: DataFrame,
    table_col: str = _TABLE,
    table_index_col: str = "table_index",
    empty_val: str = "",
    limit: int = 20,
) -> None:
    """Show the first tables of a DataFrame: file, page, number and columns of each, and its cells.

    Parameters
    ----------
    df : DataFrame
    table_col : str
        Column with tables (see `sparkocr.schemas.TableSchema`) or arrays of them; where there is no column ``table``,
        it is ``tables``.
    table_index_col : str
        Column with the number of the table, if it is there; else the label of the table's area is, if it is a number.
    empty_val : str
        What stands for an empty cell.
    limit : int
        How many rows to show.
    """
    for found in _tables(df, table_col, table_index_col, limit):
        frame = pd.DataFrame([[text or empty_val for text in row] for row in grid(found.table)])
        print(  # noqa: T201
            f"\n    Filename: {found.path}\n    Page: {found.page}\n    Table: {found.number}"
            f"\n    Number of columns: {frame.shape[1]}"
        )
        if in_notebook():
            from IPython.display import display

            display(frame)
        else:
            print(frame.to_string())  # noqa: T201


display_tables = display_table


def display_xml(df: DataFrame, table_col: str = _TABLE, table_index_col: str = "table_index", limit: int = 20) -> None:
    """Print the first tables of a DataFrame as XML.

    Parameters
    ----------
    df, table_col, table_index_col, limit
        As in `display_table`.
    """
    root = ET.Element("tables")
    for found in _tables(df, table_col, table_index_col, limit):
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


def _tables(df: DataFrame, table_col: str, table_index_col: str, limit: int) -> Iterator[_Found]:
    """Collect tables; those without a number have that in their array, or that in the label of their area."""

    def column(name: str) -> Any:
        return quoted(name) if name in df.columns else F.lit(None)

    if table_col == _TABLE and table_col not in df.columns and _TABLES in df.columns:
        table_col = _TABLES
    columns = {"path": column(_ORIGIN), "page": column(_PAGE), "index": column(table_index_col)}
    chosen = df.select(*(value.alias(name) for name, value in columns.items()), quoted(table_col).alias("tables"))
    for row in chosen.limit(limit).collect():
        found = row["tables"]
        for number, table in enumerate(found if isinstance(found, list) else [found]):
            if table is not None:
                index = row["index"]
                if index is None:
                    label = table["area"]["label"] or ""  # of a table of an Office document, this is its number
                    index = number if isinstance(found, list) else int(label) if label.isdecimal() else None
                yield _Found(row["path"], row["page"], index, table_of(table.asDict(recursive=True)))
