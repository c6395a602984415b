"""Take tables out of a DataFrame: as rows of cells, as frames of pandas, and as text in other formats."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import StringType

from sparkocr.layout.table import Cell, Table
from sparkocr.stage.columns import quoted
from sparkocr.stage.spark_versions import scalars_udf
from sparkocr.stage.tables import table_of
from sparkocr.tables.write import heading_rows, table_csv, table_html, table_json, table_markdown
from sparkocr.utils.table_columns import FIELDS, TABLE, collected_tables, table_rows

__all__ = ["table_cells", "table_frames", "table_text"]

_WRITERS: dict[str, Callable[[Table, str], str]] = {
    "csv": lambda table, _: table_csv(table),
    "html": lambda table, _: table_html(table),
    "json": lambda table, engine: json.dumps(table_json(table, engine), ensure_ascii=False),
    "md": lambda table, _: table_markdown(table),
}
_PLACE = ("x", "y", "width", "height")


def table_cells(df: DataFrame, table_col: str = TABLE, table_index_col: str = "table_index") -> DataFrame:
    """Return the cells of tables, one in a row.

    Parameters
    ----------
    df : DataFrame
        With tables, as stages write them; rows without one, such as those of failures, give nothing.
    table_col, table_index_col : str
        As in `display_table`.

    Returns
    -------
    DataFrame
        With the columns ``path``, ``page`` and ``table`` (its number), null where they are unknown; ``row`` and
        ``column`` from 0; ``row_span`` and ``column_span``, 1 unless cells are merged; ``header``, whether it is a
        heading; ``text``; ``x``, ``y``, ``width``, ``height``, null where the place is unknown, else in the unit of the
        table: points for PDF, px for images. A merged cell is one row, that of its first place.

    Raises
    ------
    ValueError
        There is no such column, or it holds no tables.

    Examples
    --------
    >>> table_cells(PdfToTables().transform(files)).where("text = 'Total'")  # doctest: +SKIP
    """
    tables = table_rows(df, table_col, table_index_col)
    rows = tables.select("path", "page", "number", "table", F.posexplode("table.chunks").alias("row", "cells"))
    cells = rows.select("path", "page", "number", "table", "row", F.posexplode("cells").alias("column", "cell"))
    row, column = F.col("row"), F.col("column")
    has_spans = "spans" in tables.schema["table"].dataType.fieldNames()  # type: ignore[attr-defined]  # it is a struct
    if has_spans:
        cells = cells.where(~F.coalesce(F.exists("table.spans", lambda span: _covers(span, row, column)), F.lit(False)))
        own = F.filter("table.spans", lambda span: (span["row"] == row) & (span["column"] == column))
        span = F.get(own, F.lit(0))
    else:
        span = F.lit(None).cast("struct<rowSpan:int,columnSpan:int,header:boolean>")
    is_placed = (F.col("cell.width") > 0) | (F.col("cell.height") > 0)
    return cells.select(
        "path",
        "page",
        F.col("number").alias("table"),
        "row",
        "column",
        F.coalesce(span["rowSpan"], F.lit(1)).alias("row_span"),
        F.coalesce(span["columnSpan"], F.lit(1)).alias("column_span"),
        F.coalesce(span["header"], F.lit(False)).alias("header"),
        F.coalesce(F.col("cell.chunkText"), F.lit("")).alias("text"),
        *(F.when(is_placed, F.col("cell").getField(side)).alias(side) for side in _PLACE),
    )


def _covers(span: Column, row: Column, column: Column) -> Column:
    """Tell whether a merged cell takes a place that is not its first."""
    is_first = (span["row"] == row) & (span["column"] == column)
    within_rows = row.between(span["row"], span["row"] + span["rowSpan"] - 1)
    return within_rows & column.between(span["column"], span["column"] + span["columnSpan"] - 1) & ~is_first


def table_frames(
    df: DataFrame, table_col: str = TABLE, table_index_col: str = "table_index", limit: int | None = None
) -> list[pd.DataFrame]:
    """Collect tables as frames of pandas.

    Parameters
    ----------
    df, table_col, table_index_col
        As in `table_cells`.
    limit : int, optional
        How many rows of the DataFrame to take; all by default, which have to fit into the memory of the driver.

    Returns
    -------
    list of pandas.DataFrame
        Cells are text. The headings are the columns; several rows of them are joined by a space. A merged cell has its
        text in all of its places, as those of `pandas.read_html`. ``frame.attrs`` has ``path``, ``page`` and ``table``.
    """
    frames = []
    for found in collected_tables(df, table_col, table_index_col, limit):
        frame = _frame(found.table)
        frame.attrs = {"path": found.path, "page": found.page, "table": found.number}
        frames.append(frame)
    return frames


def _frame(table: Table) -> pd.DataFrame:
    rows = _filled(table.rows)
    count = heading_rows(table)
    if not count:
        return pd.DataFrame(rows)
    columns = [" ".join(dict.fromkeys(text for text in column if text)) for column in zip(*rows[:count], strict=True)]
    return pd.DataFrame(rows[count:], columns=columns)


def _filled(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """Return the texts of rows of one length; those of merged cells are in all of their places."""
    width = max(map(len, rows), default=0)
    texts = [[cell.text for cell in row] + [""] * (width - len(row)) for row in rows]
    for place, row in enumerate(rows):
        for start, cell in enumerate(row):
            for line in texts[place : place + cell.row_span]:
                line[start : start + cell.column_span] = [cell.text] * len(line[start : start + cell.column_span])
    return texts


def table_text(table: Column | str, output_format: str = "csv") -> Column:
    r"""Return a column with tables in a format.

    Parameters
    ----------
    table : Column or str
        A column of tables, one in a row, or its name.
    output_format : str
        ``csv`` (RFC 4180), ``html`` (with merged cells), ``json`` (an object of `sparkocr.schemas.tables_json_schema`'s
        tables) or ``md``.

    Returns
    -------
    Column
        Text; null where there is no table.

    Raises
    ------
    ValueError
        There is no such format. When the column is computed: it holds no tables.

    Examples
    --------
    >>> tables = PdfToTables().transform(files)  # doctest: +SKIP
    >>> tables.withColumn("csv", table_text("table", "csv"))  # doctest: +SKIP
    """
    if output_format not in _WRITERS:
        raise ValueError(f"output_format must be one of {', '.join(_WRITERS)}; got {output_format!r}")
    write = _WRITERS[output_format]

    def written(table: pa.StructScalar) -> pa.Array:
        if not table.is_valid:
            return pa.array([None], pa.string())
        if not (pa.types.is_struct(table.type) and {field.name for field in table.type} >= FIELDS):
            raise ValueError(f"table_text needs a column of tables; it is {table.type}")
        return pa.array([_text(table.as_py(), write)], pa.string())

    text = scalars_udf(lambda: written, StringType(), "table_text")
    return text(quoted(table) if isinstance(table, str) else table)  # type: ignore[no-any-return]


def _text(fields: dict[str, Any], write: Callable[[Table, str], str]) -> str:
    return write(table_of(fields), (fields["area"] or {}).get("label") or "")
