"""The stages that give one row per table."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, DataType, IntegerType, StringType, StructField, StructType

from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Dataset, constant, quoted
from sparkocr.stage.light_row import LightRow, element
from sparkocr.stage.params import column, string

__all__ = ["TableRows", "tables_schema"]

_RESULT, _NUMBER, _TABLE = "__tables", "__table_number", "__table"


def tables_schema(table: DataType) -> StructType:
    """Return the type of all tables of one document, each with the number of its page, from 0.

    Parameters
    ----------
    table : DataType
        Of one table: `sparkocr.schemas.TableSchema`, `SpannedTableSchema`, or a string.
    """
    tables = ArrayType(StructType([StructField("table", table), StructField("page", IntegerType())]))
    return StructType([StructField("tables", tables), StructField(EXCEPTION, StringType())])


class TableRows(Stage):
    """Base of the stages that find the tables of a row, and give one row for each of them.

    A subclass has the parameter `keepInput`, and `_tables`. What has no tables is one row, whose table is null.
    """

    outputCol = column("tables", "Column for the table.")
    tableIndexCol = string("", "Column for the number of the table in its document, from 0; empty: none.")
    pageNumCol = string("", "Column for the number of the page, from 0; empty: none.")

    named_columns: ClassVar[tuple[str, ...]] = ("outputCol", "tableIndexCol", "pageNumCol")

    @abstractmethod
    def _tables(self, dataset: Dataset) -> Any:
        """Return all tables of a row, as a struct of `tables_schema`."""

    def _arrays(self, dataset: Dataset) -> list[str]:  # noqa: ARG002
        """Return the columns with an array, in whose place each row gets the element of its table."""
        return []

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        arrays = self._arrays(dataset)
        found = dataset.withColumn(_RESULT, self._tables(dataset))
        rows = found.select("*", F.posexplode_outer(F.col(_RESULT).getField("tables")).alias(_NUMBER, _TABLE))
        table, page = F.col(_TABLE).getField("table"), F.coalesce(F.col(_TABLE).getField("page"), F.lit(0))
        columns: dict[str, Column] = {name: F.get(quoted(name), F.col(_NUMBER)) for name in arrays}
        columns |= self._columns(table, F.col(_NUMBER), page, F.col(_RESULT).getField(EXCEPTION))
        return self._without_input(rows.withColumns(columns)).drop(_RESULT, _NUMBER, _TABLE)

    def _apply_to_row(self, row: LightRow) -> Iterator[LightRow]:
        arrays = self._arrays(row)
        result = self._tables(row)
        found = result["tables"]
        for number in range(len(found)) if found.is_valid and len(found) else [None]:
            item = element(found, number)
            page = item["page"] if item.is_valid else constant(row, 0, IntegerType())
            table = item["table"] if item.is_valid else pa.scalar(None, item.type.field("table").type)
            columns = {name: element(row[name], number) for name in arrays}
            columns |= self._columns(table, constant(row, number, IntegerType()), page, result[EXCEPTION])
            yield self._without_input(row.withColumns(columns))

    def _columns(self, table: Any, number: Any, page: Any, exception: Any) -> dict[str, Any]:
        """Return the output columns."""
        columns = {
            self.getOutputCol(): table,
            self.getTableIndexCol(): number,
            EXCEPTION: exception,
            self.getPageNumCol(): page,
        }
        return {name: value for name, value in columns.items() if name}
