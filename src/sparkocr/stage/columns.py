"""What stages are made of: the same helpers build columns of a DataFrame and values of one row without Spark.

A stage that is made of these alone, of ``value["field"]`` and of its own methods runs on a `LightRow`, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, Self, TypeVar

import pyarrow as pa
from pyspark.sql import Column
from pyspark.sql import functions as F
from pyspark.sql.types import DataType, StringType, StructType

from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type

EXCEPTION = "exception"
_RESULT = "__result"


class Dataset(Protocol):
    """What stages use of a DataFrame, and what a `LightRow` has of it."""

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        ...

    @property
    def schema(self) -> StructType:
        """The types of the columns."""
        ...

    def withColumn(self, name: str, value: Any, /) -> Self:
        """Add or replace a column."""
        ...

    def withColumns(self, values: dict[str, Any], /) -> Self:
        """Add or replace columns."""
        ...

    def withMetadata(self, name: str, metadata: dict[str, Any], /) -> Self:
        """Say more about a column."""
        ...

    def drop(self, *names: str) -> Self:
        """Leave columns out."""
        ...


Data = TypeVar("Data", bound=Dataset)
"""The same kind of dataset in and out."""


def quoted(name: str) -> Column:
    """Return a column by its literal name, dots included."""
    return F.col("`" + name.replace("`", "``") + "`")


def numbered(columns: Iterable[Column]) -> list[Column]:
    """Name columns by numbers, for mapInArrow, which looks them up by name and trips over dots."""
    return [column.alias(f"column{number}") for number, column in enumerate(columns)]


def column_of(dataset: Dataset, name: str) -> Any:
    """Return a column by its literal name, or the value of a row; ``[field]`` gives a field of either."""
    return dataset[name] if isinstance(dataset, LightRow) else quoted(name)


def constant(dataset: Dataset, value: Any, kind: DataType) -> Any:
    """Return a value of a type as a column, or for a row."""
    return pa.scalar(value, arrow_type(kind)) if isinstance(dataset, LightRow) else F.lit(value).cast(kind)


def struct_of(dataset: Dataset, **fields: Any) -> Any:
    """Return a struct of values."""
    if isinstance(dataset, LightRow):
        arrays = [pa.array([value.as_py()], value.type) for value in fields.values()]
        return pa.StructArray.from_arrays(arrays, names=list(fields))[0]
    return F.struct(*(value.alias(name) for name, value in fields.items()))


def unless(dataset: Dataset, condition: Any, value: Any, otherwise: Any) -> Any:
    """Return a value, or another one where a boolean is false; null counts as true."""
    if isinstance(dataset, LightRow):
        return otherwise if condition.as_py() is False else value
    return F.when(~condition, otherwise).otherwise(value)


def with_exception(dataset: Data, output: str, result: Any) -> Data:
    """Write a struct column and copy its `exception` to the top.

    The message comes from this one struct, in which earlier messages travel along: a second source would keep
    Catalyst from fusing the chain.
    """
    made = dataset.withColumn(output, result)
    return made.withColumn(EXCEPTION, column_of(made, output)[EXCEPTION])


def with_result(dataset: Data, result: Any, fields: Mapping[str, str]) -> Data:
    """Write fields of a struct to columns (by column: the field's name), and its `exception` to the top."""
    made = dataset.withColumn(_RESULT, result)
    found = column_of(made, _RESULT)
    columns = {name: found[field] for name, field in {**fields, EXCEPTION: EXCEPTION}.items()}
    return made.withColumns(columns).drop(_RESULT)


def with_annotations(dataset: Data, output: str, result: Any, kind: str) -> Data:
    """Write the `annotations` of a struct to a column, and its `exception` to the top.

    The column's metadata say of which kind they are, or else no stage of Spark NLP takes them.
    """
    return with_result(dataset, result, {output: "annotations"}).withMetadata(output, {"annotatorType": kind})


def earlier_exception(dataset: Dataset) -> Any:
    """Return the message of the stages so far, for stages whose input is not an image."""
    if EXCEPTION in dataset.columns:
        return column_of(dataset, EXCEPTION)
    return constant(dataset, None, StringType())
