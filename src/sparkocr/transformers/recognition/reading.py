"""How what was read becomes columns of a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyspark.sql.types import DataType, StringType

from sparkocr.schemas import PositionsSchema
from sparkocr.stage.columns import EXCEPTION, Data, column_of, constant, unless
from sparkocr.stage.page_number import positions_on_page

__all__ = ["NOT_READ", "digital_text", "with_reading"]

_RESULT = "__reading"
NOT_READ = {"read": False}
"""What is read of a digital page: it needs none."""


def digital_text(dataset: Data, name: str) -> Any:
    """Return the column of that name, if it is there and of text, for the pages that show more than their text."""
    if name in dataset.columns and dataset.schema[name].dataType == StringType():
        return column_of(dataset, name)
    return constant(dataset, None, StringType())


def with_reading(
    dataset: Data, found: Any, columns: dict[str, tuple[str, DataType]], always: Mapping[str, str] | None = None
) -> Data:
    """Add what was read to a row; where a digital page needed no reading, the columns keep what they have.

    Parameters
    ----------
    dataset : DataFrame or LightRow
    found : Column or pyarrow.StructScalar
        Has the fields of `columns`, `read`, which is false where nothing was read, and `exception`.
    columns : dict of str to (str, DataType)
        Field and its type by the name of its column. Positions get the number of the page.
    always : Mapping of str to str, optional
        Field by the name of its column, for columns that keep nothing.
    """
    made: Any = dataset.withColumn(_RESULT, found)
    reading = column_of(made, _RESULT)
    values = {}
    for name, (field, kind) in columns.items():
        value = reading[field]
        if kind is PositionsSchema:
            value = positions_on_page(made, value)
        there = name in made.columns and made.schema[name].dataType.simpleString() == kind.simpleString()
        before = column_of(made, name) if there else constant(made, None, kind)
        values[name] = unless(made, reading["read"], value, before)
    fields = {EXCEPTION: EXCEPTION, **(always or {})}
    values |= {name: reading[field] for name, field in fields.items()}
    result: Data = made.withColumns(values).drop(_RESULT)
    return result
