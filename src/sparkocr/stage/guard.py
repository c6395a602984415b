"""Rows that are worked on in a process of their own, within limits: see `sparkocr.isolation`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import cv2
import numpy as np
import pyarrow as pa
from pyspark.cloudpickle import dumps  # users' functions are part of the work

from sparkocr.isolation.work import IsolationError, Limits, Work, answer, answers
from sparkocr.limits import DocumentLimits, limited

__all__ = ["Guard", "RowWork", "StageLimits", "limited_parts", "set_usual_limits", "usual_limits"]

_Part = TypeVar("_Part")
RowWork = Callable[..., "pa.Array | Iterator[pa.Array]"]
"""Takes Arrow scalars and returns an array of one row; or takes `start`, too, and yields such arrays from there on.

The latter fails by a part, not by an error, for a row that it can't begin with.
"""


@dataclass(frozen=True, slots=True)
class StageLimits:
    """Limits of work on rows.

    Attributes
    ----------
    process : Limits
        Of a page, for which it gets a process of its own.
    documents : DocumentLimits
        Of what is in documents.
    """

    process: Limits = field(default_factory=Limits)
    documents: DocumentLimits = field(default_factory=DocumentLimits)


_usual = StageLimits()

_MOST_FAILURES = 3  # parts one after the other that end their child: then the rest is given up
_BEHIND = 2**31 - 1  # the number of a part that no row has


@dataclass(frozen=True, slots=True)
class Guard:
    """Does work on rows, in a process of its own if there are limits.

    Attributes
    ----------
    work : RowWork
    kind : pa.StructType
        Type of its arrays.
    limits : StageLimits
    """

    work: RowWork
    kind: pa.DataType
    limits: StageLimits
    _works: dict[tuple[pa.DataType, ...], tuple[Work, pa.Schema]] = field(default_factory=dict, repr=False)

    def row(self, row: Sequence[pa.Scalar], failed: Callable[[IsolationError], pa.Array]) -> pa.Array:
        """Return what the work makes of a row; `failed` says what of one that ended its process."""
        if not any(self.limits.process):
            with limited(self.limits.documents):
                return self.work(*row)
        work, schema = self._isolated(row, is_parts=False)
        try:
            return self._array(answer(work, _message(row, schema), self.limits.process))
        except IsolationError as error:
            return failed(error)

    def parts(
        self, row: Sequence[pa.Scalar], failed: Callable[[int, IsolationError], pa.Array] | None
    ) -> Iterator[pa.Array]:
        """Yield the parts that the work makes of a row.

        One that ends its process is what `failed` makes of its number, and the parts after it are made by another
        process; without `failed`, it ends them with its error. A row that ends its process before any part is one such
        part, and the third in a row is the last.
        """
        if not any(self.limits.process):
            yield from limited_parts(self.work(*row, start=0), self.limits.documents)
            return
        work, schema = self._isolated(row, is_parts=True)
        message, number, failures = _message(row, schema), 0, 0
        while True:
            try:
                for part in answers(work, message, self.limits.process, number):
                    yield self._array(part)
                    number, failures = number + 1, 0
            except IsolationError as error:
                if failed is None:
                    raise
                failures += 1
                is_last = failures == _MOST_FAILURES or (number == 0 and not self._begins(work, message))
                yield failed(number, IsolationError(f"{error}; nothing after it is read") if is_last else error)
                number += 1
                if is_last:
                    return
            else:
                return

    def _begins(self, work: Work, message: pa.Buffer) -> bool:
        """Tell whether a process survives a row when no part of it is wanted."""
        try:
            return not list(answers(work, message, self.limits.process, _BEHIND))
        except IsolationError:
            return False

    def _isolated(self, row: Sequence[pa.Scalar], *, is_parts: bool) -> tuple[Work, pa.Schema]:
        types = tuple(value.type for value in row)
        if types not in self._works:
            schema = pa.schema([pa.field(str(place), kind) for place, kind in enumerate(types)])
            self._works[types] = (
                Work(partial(_serve, self.work, schema, is_parts, self.limits.documents), dumps),
                schema,
            )
        return self._works[types]

    def _array(self, body: memoryview) -> pa.Array:
        batch = pa.ipc.read_record_batch(pa.py_buffer(body), pa.schema([pa.field("made", self.kind)]))
        return batch.column(0)


def limited_parts(parts: Iterator[_Part], limits: DocumentLimits) -> Iterator[_Part]:
    """Yield what an iterator gives while these limits count, which they don't for what is done with it."""
    while True:
        with limited(limits):
            part = next(parts, None)
        if part is None:
            return
        yield part


def usual_limits() -> StageLimits:
    """Return the limits of stages that have none of their own."""
    return _usual


def set_usual_limits(limits: StageLimits) -> None:
    """Set the limits of stages that have none of their own, for pipelines that run from now on."""
    global _usual  # noqa: PLW0603  the one setting of this module
    _usual = limits


def _message(row: Sequence[pa.Scalar], schema: pa.Schema) -> pa.Buffer:
    return pa.RecordBatch.from_arrays(list(map(_array_of, row)), schema=schema).serialize()


def _array_of(value: pa.Scalar) -> pa.Array:
    """Return an array of one value; bytes, also those of an image, are not copied."""
    if value.is_valid and pa.types.is_binary(value.type):
        buffer = value.as_buffer()
        return pa.Array.from_buffers(value.type, 1, [None, pa.py_buffer(np.array([0, buffer.size], np.int32)), buffer])
    if value.is_valid and pa.types.is_struct(value.type):
        return pa.StructArray.from_arrays(list(map(_array_of, value.values())), fields=list(value.type))
    return pa.repeat(value, 1)


def _serve(work: RowWork, schema: pa.Schema, is_parts: bool, limits: DocumentLimits, body: Any, start: int) -> Any:
    """Do work in the process of its own."""
    cv2.setNumThreads(1)
    values = [column[0] for column in pa.ipc.read_record_batch(pa.py_buffer(body), schema).columns]
    if is_parts:
        return map(_bytes, limited_parts(iter(work(*values, start=start)), limits))
    with limited(limits):
        return _bytes(work(*values))


def _bytes(made: pa.Array) -> pa.Buffer:
    return pa.RecordBatch.from_arrays([made], ["made"]).serialize()
