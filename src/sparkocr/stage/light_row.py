"""One row of a document that stages treat like a DataFrame, for work without a Spark job."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import pyarrow as pa
from pyspark.sql.pandas.types import from_arrow_type
from pyspark.sql.types import DataType, StructField, StructType


class LightRow(Mapping[str, Any]):
    """A row: Arrow scalars by column.

    It has the members of a DataFrame that are in `sparkocr.stage.columns.Dataset`, with the same names and the same
    meaning, so that a stage that is made of these helpers alone runs on it unchanged. Values stay Arrow scalars: the
    pixels of an image are never turned into Python objects.

    Parameters
    ----------
    values : Mapping of str to pyarrow.Scalar
        In the order of the columns.

    Examples
    --------
    >>> row = LightRow({"path": pa.scalar("memory"), "page": pa.scalar(1)})
    >>> row.withColumn("page", pa.scalar(2)).drop("path")
    LightRow(page)
    >>> row.schema.simpleString()
    'struct<path:string,page:bigint>'
    """

    def __init__(self, values: Mapping[str, pa.Scalar]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"LightRow({', '.join(self)})"

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return list(self._values)

    @property
    def schema(self) -> StructType:
        """The types of the columns, as Spark's."""
        return StructType([StructField(name, _spark_type(value.type)) for name, value in self.items()])

    def withColumns(self, values: Mapping[str, pa.Scalar]) -> LightRow:
        """Return a row with more columns; one that is there already keeps its place and gets the new value."""
        return LightRow({**self._values, **values})

    def withColumn(self, name: str, value: pa.Scalar) -> LightRow:
        """Return a row with one more column."""
        return self.withColumns({name: value})

    def withMetadata(self, name: str, metadata: Mapping[str, Any]) -> LightRow:  # noqa: ARG002
        """Return the row: its columns have no metadata."""
        return self

    def drop(self, *names: str) -> LightRow:
        """Return a row without some columns."""
        return LightRow({name: value for name, value in self.items() if name not in names})


def element(array: pa.ListScalar, number: int | None) -> pa.Scalar:
    """Return an element of an array, or null if it has none there."""
    there = array.is_valid and number is not None and number < len(array.values)
    return array.values[number] if there else pa.scalar(None, array.type.value_type)


@lru_cache
def _spark_type(arrow: pa.DataType) -> DataType:
    """Return the Spark type of an Arrow type."""
    return from_arrow_type(arrow)
