"""How rows travel between Spark and plain functions: Arrow in, Arrow out, one row at a time.

A stage's work is one plain function of one row. `row_udf` lifts it into an Arrow iterator UDF that yields a row as
soon as it is made, so that a Python worker holds one page, however many rows an Arrow batch has, and that Catalyst
fuses with the UDFs before and after it: the pixels never leave the worker.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, TypeAlias

import cv2
import pyarrow as pa
from pyspark.sql.pandas.types import to_arrow_type
from pyspark.sql.types import DataType, StructType

from sparkocr.errors import DocumentError
from sparkocr.stage.failures import failure
from sparkocr.stage.guard import Guard, StageLimits
from sparkocr.stage.spark_versions import ScalarsFunction, scalars_udf

RowResult: TypeAlias = "pa.Array | Mapping[str, Any]"
RowFunction = Callable[..., RowResult]
NO_LIMITS = StageLimits()
RowUdf = Callable[..., Any]
"""From columns to a column, or from the Arrow scalars of one row to an Arrow scalar."""


# At DEBUG it writes all that is sent to Java: the pickled functions of stages hold keys, passwords and known names.
logging.getLogger("py4j").setLevel(logging.INFO)


@lru_cache
def arrow_type(schema: DataType) -> pa.DataType:
    """Return the Arrow type of a Spark type."""
    return to_arrow_type(schema)


def evaluate_row(stage: str, function: RowFunction, kind: pa.StructType, *row: pa.Scalar) -> pa.Array:
    """Call a function with one row, for a result of this type; a failure becomes the result's `exception`."""
    try:
        result = function(*row)
        return result if isinstance(result, pa.Array) else as_array([result], kind)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001  one bad record must not fail the job; libraries may call sys.exit
        return pa.array([{"exception": failure(stage, error)}], kind)


def as_array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Return values as an Arrow array.

    Raises
    ------
    DocumentError
        A value does not fit its type: a number is too large, a text has halves of characters.
    """
    try:
        return pa.array(values, kind)
    except (pa.ArrowException, OverflowError, ValueError, TypeError):  # their messages may quote the value
        raise DocumentError("A value of the document does not fit its column.") from None


def row_udf(
    stage: str,
    function: RowFunction,
    schema: StructType,
    *,
    name: str,
    deterministic: bool,
    limits: StageLimits = NO_LIMITS,
) -> RowUdf:
    """Lift a function of one row into a UDF over columns, which also takes the Arrow scalars of one row.

    Parameters
    ----------
    stage : str
        The uid of the stage, the prefix of its messages.
    function : Callable
        Takes one Arrow scalar per column and returns the fields of the result, or a ready array of one row. It
        must be picklable: a function of an importable module, or a `functools.partial` of one over plain values.
    schema : StructType
        Type of the result; has a field `exception`.
    name : str
        What query plans call it.
    deterministic : bool
        False for work so expensive that Catalyst must never evaluate it twice for one row; such a UDF is not fused
        into the stages after it.
    limits : StageLimits
        Of a row. With one of a process the function runs in one of its own, and what ends that is an exception.

    Returns
    -------
    Callable
        Takes columns and returns the column of results, or takes Arrow scalars and returns the result as one.
    """

    def guarded() -> ScalarsFunction:
        kind = arrow_type(schema)
        guard = Guard(partial(evaluate_row, stage, function, kind), kind, limits)
        return lambda *row: guard.row(row, lambda error: pa.array([{"exception": failure(stage, error)}], kind))

    def prepare() -> ScalarsFunction:
        settle_worker()
        return guarded()

    def udf(*columns: Any) -> Any:
        if isinstance(columns[0], pa.Scalar):
            return guarded()(*columns)[0]
        made = scalars_udf(prepare, schema, name)
        return (made if deterministic else made.asNondeterministic())(*columns)

    return udf


@lru_cache  # once per worker process
def settle_worker() -> None:
    """Let OpenCV use one thread, and take the objects of all imported libraries out of the garbage collector's way.

    Spark runs a task per core: more threads would only get in each other's way.

    PySpark's daemon collects garbage after every task, which walks through 100,000 objects that never change: 40 of
    the 45 ms that a small task and its Python node cost. They are still freed when nothing refers to them.
    """
    cv2.setNumThreads(1)
    gc.freeze()
