"""What differs between the versions of PySpark that are supported, in one place; the others know of none.

===========  ==================================================================================================
PySpark 4.0  has no Arrow UDF (a pickled one runs the same functions), no `repartitionById` (hashes that are known
             before deal rows out as it would), no stream writer of Arrow batches (its worker gives batches to
             whatever is a writer of them).
PySpark 4.1  has no limits of what a micro-batch reads: it is all that is there.
===========  ==================================================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import count
from typing import Any

import pyarrow as pa
from pyspark.sql import Column, DataFrame, Row
from pyspark.sql import functions as F
from pyspark.sql.datasource import DataSourceArrowWriter, DataSourceStreamWriter
from pyspark.sql.types import DataType

try:
    from pyspark.sql.datasource import DataSourceStreamArrowWriter
    from pyspark.sql.functions import arrow_udf  # type: ignore[attr-defined]  # missing in PySpark's stubs
except ImportError:  # PySpark 4.0
    arrow_udf = None

    class DataSourceStreamArrowWriter(DataSourceArrowWriter, DataSourceStreamWriter):  # type: ignore[no-redef,misc]
        """Writes the batches of a stream."""


try:
    from pyspark.sql.streaming.datasource import ReadAllAvailable, ReadLimit, ReadMaxFiles, SupportsTriggerAvailableNow
except ImportError:  # PySpark 4.1
    ReadAllAvailable = ReadLimit = ReadMaxFiles = None  # type: ignore[assignment,misc]
    SupportsTriggerAvailableNow = object  # type: ignore[assignment,misc]

__all__ = [
    "SETTINGS",
    "DataSourceStreamArrowWriter",
    "ReadAllAvailable",
    "ReadLimit",
    "ReadMaxFiles",
    "SupportsTriggerAvailableNow",
    "deal_out",
    "has_arrow_udf",
    "scalars_udf",
]

has_arrow_udf = arrow_udf is not None

SETTINGS: dict[str, str] = (
    # Pickled rows come and go by batches: a worker holds as many pages as one has.
    {} if has_arrow_udf else {"spark.sql.execution.python.udf.maxRecordsPerBatch": "8"}
)
"""Of a session, where this version needs them."""

ScalarsFunction = Callable[..., pa.Array]
"""From the Arrow scalars of a row to an array of one element."""


def scalars_udf(prepare: Callable[[], ScalarsFunction], schema: DataType, name: str) -> Any:
    """Lift a function of the Arrow scalars of one row into a UDF that takes and gives one row at a time.

    Parameters
    ----------
    prepare : Callable
        Is called on the worker, once per task or more rarely, and returns the function.
    schema : DataType
        Of the result.
    name : str
        What query plans call it.

    Returns
    -------
    user-defined function of PySpark
        It takes columns, and has `asNondeterministic`.
    """
    if has_arrow_udf:
        return _lifted_by_arrow(prepare, schema, name)
    return _lifted_by_pickle(prepare, schema, name)


def _lifted_by_arrow(prepare: Callable[[], ScalarsFunction], schema: DataType, name: str) -> Any:
    def evaluate(batches: Iterator[tuple[pa.Array, ...]]) -> Iterator[pa.Array]:
        function = prepare()
        for batch in batches:
            columns = batch if isinstance(batch, tuple) else (batch,)
            for row in zip(*columns, strict=True):
                yield function(*row)

    evaluate.__name__ = name
    return arrow_udf(evaluate, schema)


def _lifted_by_pickle(prepare: Callable[[], ScalarsFunction], schema: DataType, name: str) -> Any:
    prepared: list[ScalarsFunction] = []

    def evaluate(*values: Any) -> Any:
        if not prepared:
            prepared.append(prepare())
        made = prepared[0](*map(scalar_of, values))
        return value_of(made.to_pylist()[0], made.type)

    evaluate.__name__ = name
    return F.udf(evaluate, schema, useArrow=False)


def scalar_of(value: Any) -> pa.Scalar:
    """Return the Arrow scalar of a value that PySpark gives to a pickled UDF: structs are `Row`, maps are dicts."""
    kind = _type_of(value)
    return pa.scalar(_plain(value), kind)


def _type_of(value: Any) -> pa.DataType:
    """Return the Arrow type of a value; numbers have the longest of their kind."""
    match value:
        case Row():
            return pa.struct([(name, _type_of(value[name])) for name in value.__fields__])
        case Mapping():
            return pa.map_(_common_type(value.keys()) if value else pa.string(), _common_type(value.values()))
        case list() | tuple():
            return pa.list_(_common_type(value))
        case bytearray():
            return pa.binary()
        case _:
            return pa.scalar(value).type


def _common_type(values: Any) -> pa.DataType:
    """Return the type that holds all values."""
    kinds = dict.fromkeys(map(_type_of, values))
    schemas = [pa.schema([("value", kind)]) for kind in kinds]
    return pa.unify_schemas(schemas, promote_options="permissive").field("value").type if schemas else pa.null()


def _plain(value: Any) -> Any:
    """Return a value without PySpark's types."""
    match value:
        case Row():
            return {name: _plain(value[name]) for name in value.__fields__}
        case Mapping():
            return [(key, _plain(item)) for key, item in value.items()]
        case list() | tuple():
            return [_plain(item) for item in value]
        case bytearray():
            return memoryview(value)
        case _:
            return value


def value_of(value: Any, kind: pa.DataType) -> Any:
    """Return what a pickled UDF gives for a Python value of an Arrow type: the inverse of `scalar_of`."""
    if value is None:
        return None
    if pa.types.is_struct(kind):
        return Row(**{field.name: value_of(value[field.name], field.type) for field in kind})
    if pa.types.is_map(kind):
        return {key: value_of(item, kind.item_type) for key, item in value}
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return [value_of(item, kind.value_type) for item in value]
    return value


def deal_out(dataset: DataFrame, partitions: int, number: Column) -> DataFrame:
    """Put each row into the partition whose number, from 0, a column tells."""
    if hasattr(dataset, "repartitionById"):
        return dataset.repartitionById(partitions, number)
    keys = F.array(*(F.lit(key) for key in keys_of_partitions(partitions)))
    return dataset.repartition(partitions, F.element_at(keys, number + 1))


@lru_cache
def keys_of_partitions(partitions: int) -> list[int]:
    """Return an integer for each of some partitions which Spark's hash puts there: partition 0, 1 and so on."""
    found: dict[int, int] = {}
    for key in count():
        found.setdefault(hash_of(key) % partitions, key)
        if len(found) == partitions:
            return [found[partition] for partition in range(partitions)]
    raise AssertionError  # the loop does not end otherwise


_SEED, _BITS = 42, 0xFFFFFFFF


def hash_of(key: int) -> int:
    """Return the signed hash of a 32-bit integer, as Spark partitions by it: MurmurHash3 of 4 bytes.

    References
    ----------
    A. Appleby, MurmurHash3_x86_32, 2011; `Murmur3Hash` of Spark, with the seed 42.
    """
    mixed = _rotated(key * 0xCC9E2D51 & _BITS, 15) * 0x1B873593 & _BITS
    hashed = _rotated(_SEED ^ mixed, 13) * 5 + 0xE6546B64 & _BITS
    hashed ^= 4  # bytes
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):
        hashed = (hashed ^ hashed >> shift) * factor & _BITS
    return hashed - (1 << 32) if hashed >> 31 else hashed


def _rotated(number: int, bits: int) -> int:
    return (number << bits | number >> 32 - bits) & _BITS
