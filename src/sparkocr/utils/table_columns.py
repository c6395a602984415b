"""Which tables a DataFrame has, and where each is from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType

from sparkocr.layout.table import Table
from sparkocr.stage.columns import quoted
from sparkocr.stage.tables import table_of

__all__ = ["FIELDS", "TABLE", "CollectedTable", "collected_tables", "table_rows"]

TABLE = "table"
"""How programs call the column of tables; Office stages call theirs `tables`."""

FIELDS = {"area", "chunks"}
"""Fields that all tables have."""

_TABLES = "tables"
_ORIGIN, _PAGE = "path", "pagenum"


class CollectedTable(NamedTuple):
    """A table, and where it is from; None is unknown."""

    path: str | None
    page: int | None
    number: int | None
    table: Table


def table_rows(df: DataFrame, table_col: str, table_index_col: str) -> DataFrame:
    """Return the tables of a DataFrame, one in a row, in the order of its rows.

    Parameters
    ----------
    df, table_col, table_index_col
        As in `sparkocr.utils.display_table`.

    Returns
    -------
    DataFrame
        With the columns ``path``, ``page``, ``number``, ``table``: the first three are null where they are unknown.

    Raises
    ------
    ValueError
        There is no such column, or it holds no tables.
    """

    def column(name: str, kind: str) -> Column:
        return quoted(name).cast(kind) if name in df.columns else F.lit(None).cast(kind)

    if table_col == TABLE and table_col not in df.columns and _TABLES in df.columns:
        table_col = _TABLES
    if table_col not in df.columns:
        raise ValueError(f"{table_col!r} is not a column of the DataFrame; there are: {', '.join(df.columns)}")
    kind = df.schema[table_col].dataType
    table = kind.elementType if isinstance(kind, ArrayType) else kind
    if not set(getattr(table, "names", ())) >= FIELDS:
        raise ValueError(f"the column {table_col!r} holds no tables; it is {kind.simpleString()}")
    facts = [column(_ORIGIN, "string").alias("path"), column(_PAGE, "int").alias("page")]
    index, tables = column(table_index_col, "int"), quoted(table_col)
    if isinstance(kind, ArrayType):
        exploded = df.select(*facts, index.alias("index"), F.posexplode(tables).alias("place", "table"))
        number = F.coalesce("index", "place")
    else:
        exploded = df.select(*facts, index.alias("index"), tables.alias("table"))
        label = F.col("table.area.label")
        number = F.coalesce("index", F.when(label.rlike("^[0-9]{1,9}$"), label.cast("int")))
    return exploded.where(F.col("table").isNotNull()).select("path", "page", number.alias("number"), "table")


def collected_tables(
    df: DataFrame, table_col: str, table_index_col: str, limit: int | None
) -> Iterator[CollectedTable]:
    """Collect the tables of the first rows of a DataFrame; see `table_rows`."""
    rows = df if limit is None else df.limit(limit)
    for row in table_rows(rows, table_col, table_index_col).collect():
        yield CollectedTable(row["path"], row["page"], row["number"], table_of(row["table"].asDict(recursive=True)))
