"""How what was read becomes columns of a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from pyspark.sql import functions as F
from pyspark.sql.types import DataType

from sparkocr.errors import DocumentError
from sparkocr.layout.known import known_letters
from sparkocr.schemas import PositionsSchema, SpannedTablesSchema
from sparkocr.stage.columns import EXCEPTION, Data, column_of, constant, unless
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.page_number import positions_on_page
from sparkocr.stage.udf import RowUdf

__all__ = ["NOT_READ", "fill", "with_reading"]

_RESULT = "__reading"
NOT_READ = {"read": False}
"""What is read of a digital page: it needs none."""


def fill(reading: pa.StructScalar, text: pa.StringScalar) -> dict[str, Any]:
    """Put the digital text of a page in the places of its stand-ins; a function of one row.

    Raises
    ------
    DocumentError
        The text isn't that of the page any more: letters would get to the places of others.
    """
    found: dict[str, Any] = reading.as_py() or {}
    if not found:  # a row without stand-ins
        return found
    letters = "".join((text.as_py() or "").split())
    if len(letters) != found["letters"]:
        raise DocumentError("The digital text of the page was changed after the page was rendered.")
    for page in found["positions"] or []:
        for unit in page["mapping"]:
            unit["c"] = known_letters(unit["c"], letters)
    return found | {"text": known_letters(found["text"], letters)}


def with_reading(
    dataset: Data,
    found: Any,
    columns: dict[str, tuple[str, DataType]],
    always: Mapping[str, str] | None = None,
    fill_in: RowUdf | None = None,
) -> Data:
    """Add what was read to a row; where a digital page needed no reading, the columns keep what they have.

    Parameters
    ----------
    dataset : DataFrame or LightRow
    found : Column or pyarrow.StructScalar
        Has the fields of `columns`, `read`, which is false where nothing was read, and `exception`.
    columns : dict of str to (str, DataType)
        Field and its type by the name of its column. Positions get the number of the page. Tables that are there
        already stay, as they are exact: those of the digital text of a page that shows more.
    always : Mapping of str to str, optional
        Field by the name of its column, for columns that keep nothing.
    fill_in : RowUdf, optional
        Makes `fill` of what was read with stand-ins and the text that is there, in the first one of `columns`.
    """
    made: Any = dataset.withColumn(_RESULT, found)
    if fill_in is not None:
        made = made.withColumn(_RESULT, _filled(made, fill_in, next(iter(columns))))
    reading = column_of(made, _RESULT)
    values = {}
    for name, (field, kind) in columns.items():
        value = reading[field]
        if kind is PositionsSchema:
            value = positions_on_page(made, value)
        there = name in made.columns and made.schema[name].dataType.simpleString() == kind.simpleString()
        before = column_of(made, name) if there else constant(made, None, kind)
        if kind is SpannedTablesSchema:
            value = _there_or(before, value)
        values[name] = unless(made, reading["read"], value, before)
    fields = {EXCEPTION: EXCEPTION, **(always or {})}
    values |= {name: reading[field] for name, field in fields.items()}
    result: Data = made.withColumns(values).drop(_RESULT)
    return result


def _there_or(before: Any, value: Any) -> Any:
    """Return an array, or another one where it is null or empty."""
    if isinstance(before, pa.Scalar):
        return before if before.is_valid and len(before) else value
    return F.when(F.size(before) > 0, before).otherwise(value)


def _filled(made: Data, fill_in: RowUdf, name: str) -> Any:
    """Return what was read, with the text of a column in place of stand-ins; the rest does not go to Python again."""
    reading, text = column_of(made, _RESULT), column_of(made, name)
    if isinstance(made, LightRow):
        return fill_in(reading, text) if reading["letters"].is_valid else reading
    has_stand_ins = reading["letters"].isNotNull()
    filled = fill_in(F.when(has_stand_ins, reading), F.when(has_stand_ins, text))
    return F.when(has_stand_ins, filled).otherwise(reading)
