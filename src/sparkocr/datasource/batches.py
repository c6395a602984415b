"""What workers of all readers of files do: make Arrow batches of what they read, guarded if there are limits."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any, TypeVar

import pyarrow as pa
from pyspark.sql.types import DataType, StructType, TimestampType

from sparkocr.isolation.work import IsolationError
from sparkocr.stage.guard import Guard, StageLimits
from sparkocr.stage.udf import arrow_type, settle_worker

__all__ = ["read_batches"]

_Part = TypeVar("_Part")
_Row = Mapping[str, Any]


def read_batches(
    parts: Iterable[_Part],
    rows: Callable[[_Part, int], Iterator[_Row]],
    failed: Callable[[_Part, int, IsolationError], _Row],
    schema: StructType,
    size: int,
    limits: StageLimits,
) -> Iterator[pa.RecordBatch]:
    """Read what a task was given.

    Parameters
    ----------
    parts : iterable
        Files, or parts of them; they can be pickled.
    rows : Callable
        Takes a part and a number, and reads its rows from this one on. It can be pickled, and does nothing for columns
        that the schema has not. A value is one of Python or an Arrow array of one.
    failed : Callable
        Takes a part, the number of a row that ended its process and why, and makes another row.
    schema : StructType
        Columns of the batches.
    size : int
        Most rows of a batch.
    limits : StageLimits
        Of a row.

    Yields
    ------
    pyarrow.RecordBatch
    """
    settle_worker()
    kind = pa.struct([(field.name, _arrow_type(field.dataType)) for field in schema])
    guard = Guard(partial(_arrays, rows=rows, kind=kind), kind, limits)

    def read(part: _Part) -> Iterator[pa.StructArray]:
        return guard.parts(
            [pa.scalar(pickle.dumps(part), pa.binary())],
            lambda number, error: _array(failed(part, number, error), kind),
        )

    arrays = (array for part in parts for array in read(part))
    while batch := list(islice(arrays, size)):
        yield pa.RecordBatch.from_struct_array(pa.concat_arrays(batch))


def _arrays(part: pa.BinaryScalar, *, rows: Callable[..., Any], kind: pa.StructType, start: int) -> Iterator[pa.Array]:
    return (_array(row, kind) for row in rows(pickle.loads(part.as_buffer()), start))  # noqa: S301  pickled above


def _array(row: _Row, kind: pa.StructType) -> pa.StructArray:
    """Return a row as an array of one."""
    values = ((row.get(field.name), field) for field in kind)
    columns = [value if isinstance(value, pa.Array) else pa.array([value], field.type) for value, field in values]
    return pa.StructArray.from_arrays(columns, fields=list(kind))


def _arrow_type(kind: DataType) -> pa.DataType:
    """Return the Arrow type of a column; of times, PySpark 4.1 and later ones want the zone in other ways."""
    return pa.timestamp("us", "UTC") if kind == TimestampType() else arrow_type(kind)
