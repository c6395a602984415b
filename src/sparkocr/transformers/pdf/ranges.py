"""From documents to page ranges: how the workers of a cluster share a long document.

A range is a PDF of its own (see `sparkocr.pdf.ranges`). Documents stream into a worker in slices and ranges stream out
of it one by one, so that neither a row per page nor a worker's memory ever holds a large document.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import BinaryType, IntegerType, LongType, StringType, StructField, StructType

from sparkocr.isolation.work import IsolationError
from sparkocr.pdf.document import Document
from sparkocr.pdf.ranges import page_ranges
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, earlier_exception, numbered, quoted
from sparkocr.stage.failures import failure
from sparkocr.stage.files import file_content
from sparkocr.stage.guard import Guard, StageLimits
from sparkocr.stage.partitions import spread
from sparkocr.stage.udf import arrow_type, as_array, settle_worker

SKIP = "__skip"
"""Column that tells which documents must not be cut."""

PAGE = "__page_of_range"
"""Column with the number of a page in its range, from 0."""

_PREFIX = "__range_"
_FIELDS = [
    StructField("content", BinaryType()),  # PDF of the range
    StructField("first", IntegerType()),  # its first page in the document
    StructField("count", IntegerType()),  # its number of pages
    StructField("total", IntegerType()),  # the document's number of pages
    StructField("number", IntegerType()),  # number of the range in the document
    StructField("exception", StringType()),
    StructField("pages", BinaryType()),  # what `Reader` read of its pages, if it did; opaque here
]
_KEY = _PREFIX + "key"  # differs from document to document
# Columns and not one struct, so that Spark carries the bytes no further than they are needed.
RANGE_COLUMNS = [*(_PREFIX + field.name for field in _FIELDS), _KEY]

# Larger documents reach the worker in slices. Spark packs 64 MiB of them into an Arrow batch
# (spark.sql.execution.arrow.maxBytesPerBatch), whatever is less gains nothing.
SLICE_BYTES = 16 << 20
_SLICE, _SLICES = "__slice", "__slices"
_KEY_BYTES = 4096
# A task that has opened so many pages, 0.3 s of plain text, reads no more itself: many documents in few partitions are
# spread after that.
READ_AT_ONCE = 256

Reader = Callable[[memoryview, Document], dict[str, Any]]
"""Takes a PDF, and the same open, and returns fields of its range: `pages`, and `content` if that is still needed."""

_KIND = arrow_type(StructType(_FIELDS))


def range_column(field: str) -> Column:
    """Return a column of the page range."""
    return F.col(_PREFIX + field)


class Unit(Enum):
    """What stays together when documents are spread over the cluster."""

    DOCUMENT = "document"
    RANGE = "range"
    PAGE = "page"


def spread_documents(
    stage: Stage, dataset: DataFrame, partitions: int, unit: Unit, *, is_light: bool = False, **cutting: Any
) -> DataFrame:
    """Cut documents, and spread what they are cut into: the one way from documents to the pages of a cluster.

    Parameters
    ----------
    stage, dataset
        As in `cut_pages`.
    partitions, is_light
        As in `sparkocr.stage.partitions.spread`.
    unit : Unit
        A row of the result is a page for `Unit.PAGE`, else a page range.
    **cutting
        More arguments of `cut_pages`.

    Returns
    -------
    DataFrame
        That of `cut_pages`; one row per page has the column `PAGE`, too.
    """
    cut = cut_pages(stage, dataset, **cutting)
    key = range_column("key")
    if unit is Unit.PAGE:
        return spread(explode_ranges(cut), partitions, key + range_column("first") + F.col(PAGE), is_light=is_light)
    return spread(cut, partitions, key if unit is Unit.DOCUMENT else key + range_column("number"), is_light=is_light)


def explode_ranges(ranges: DataFrame) -> DataFrame:
    """Make one row per page of page ranges, with the column `PAGE`."""
    return ranges.select("*", F.explode(F.sequence(F.lit(0), range_column("count") - 1)).alias(PAGE))


def cut_pages(
    stage: Stage,
    dataset: DataFrame,
    *,
    keep_input: bool,
    pages_per_range: int = 0,
    number_of_ranges: int = 0,
    read: Reader | None = None,
) -> DataFrame:
    """Cut the documents of the stage's input column: one row per page range.

    Rows whose column `SKIP` is true, and those that an earlier stage failed for, stay one row and are not cut; a
    document that can't be opened is one row with an exception.

    Parameters
    ----------
    stage : Stage
        Has the parameters `inputCol` and `password`.
    dataset : DataFrame
        Other columns are repeated for each range.
    keep_input : bool
        Whether the whole document stays too, in every row.
    pages_per_range, number_of_ranges : int
        As in `sparkocr.pdf.ranges.page_ranges`.
    read : Reader, optional
        Reads the pages of a document that is one range right away; of the first ones only, if a task has many pages.

    Returns
    -------
    DataFrame
        With the columns `RANGE_COLUMNS`, to be read by `range_column`.
    """
    sliced, names = _slice(stage, dataset, keep_input=keep_input)
    content, slice_number, slices = map(names.index, (stage.getOrDefault("inputCol"), _SLICE, _SLICES))
    earlier, skip = (names.index(name) if name in names else None for name in (EXCEPTION, SKIP))
    dropped = {slice_number, slices} | (set() if keep_input else {content})
    kept = [number for number in range(len(names)) if number not in dropped]
    types = {field.name: field.dataType for field in dataset.schema} | {_KEY: LongType()}
    columns = [StructField(names[number], types[names[number]]) for number in kept]
    schema = StructType([*columns, *(StructField(_PREFIX + field.name, field.dataType) for field in _FIELDS)])
    options = {
        "pages_per_range": pages_per_range,
        "ranges": number_of_ranges,
        "password": stage.getOrDefault("password"),
    }
    cutter = _Cutter(stage.uid, stage.stage_limits(), read, options)
    read_at_once = READ_AT_ONCE

    def cut_batches(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        settle_worker()
        opened = 0
        for row, path in _joined(batches, content, slice_number, slices):
            failed = None if earlier is None else row[earlier][0].as_py()
            if failed is not None or (skip is not None and row[skip][0].as_py()):
                found = iter([_one_range(exception=failed)])
            else:
                found = cutter.ranges(row[content][0], path, reads=opened < read_at_once)
            for page_range in found:
                opened += page_range.field("count")[0].as_py()
                columns = [*(row[place] for place in kept), *page_range.flatten()]
                yield pa.RecordBatch.from_arrays(columns, schema.names)

    return sliced.mapInArrow(cut_batches, schema)


def _slice(stage: Stage, dataset: DataFrame, *, keep_input: bool) -> tuple[DataFrame, list[str]]:
    """Cut the bytes of documents into slices: one row per slice; documents that are not wanted lose their bytes.

    Returns
    -------
    DataFrame
        Its columns are `numbered`.
    list of str
        What their names would be.
    """
    names = [*dataset.columns, _KEY, _SLICES, _SLICE]
    content = quoted(stage.getOrDefault("inputCol"))
    skip = F.col(SKIP) if SKIP in names else F.lit(False)
    size = F.when(~skip & earlier_exception(dataset).isNull(), F.length(content))
    slices = F.lit(1) if keep_input else F.greatest(F.lit(1), F.ceil(size / SLICE_BYTES).cast("int"))
    origin = stage.optional_column(dataset, "originCol", StringType())
    key = F.xxhash64(origin, F.length(content), F.substring(content, 1, _KEY_BYTES))
    sliced = dataset.select(
        "*", key.alias(_KEY), slices.alias(_SLICES), F.explode(F.sequence(F.lit(1), slices)).alias(_SLICE)
    )
    columns = {name: quoted(name) for name in names}
    if not keep_input:
        part = F.substring(content, (F.col(_SLICE) - 1) * SLICE_BYTES + 1, F.lit(SLICE_BYTES))
        columns[stage.getOrDefault("inputCol")] = F.when(size.isNotNull(), part)
    return sliced.select(*numbered(columns.values())), names


def _joined(
    batches: Iterator[pa.RecordBatch], content: int, slice_number: int, slices: int
) -> Iterator[tuple[list[pa.Array], str | None]]:
    """Give rows; the document of several slices is put together in a file of Spark's scratch, whose path is given."""
    spool: Any = None
    for batch in batches:
        for number in range(batch.num_rows):
            row = batch.slice(number, 1).columns
            if row[slices][0].as_py() == 1:
                yield row, None
                continue
            if row[slice_number][0].as_py() == 1:
                folder = os.environ.get("SPARK_LOCAL_DIRS", "").split(",")[0] or None
                spool = NamedTemporaryFile(dir=folder)  # noqa: SIM115  it stays until the last slice
            spool.write(file_content(row[content][0]))
            if row[slice_number][0].as_py() == row[slices][0].as_py():
                spool.flush()
                with spool:
                    yield row, spool.name


class _Cutter:
    """Cuts documents into page ranges, in a process of its own if there are limits."""

    def __init__(self, stage: str, limits: StageLimits, read: Reader | None, options: dict[str, Any]) -> None:
        self._stage = stage
        self._cut, self._read = (
            Guard(partial(_ranges, read=reader, stage=stage, options=options), _KIND, limits) for reader in (None, read)
        )

    def ranges(self, content: pa.BinaryScalar, path: str | None, *, reads: bool) -> Iterator[pa.StructArray]:
        """Cut one document, given by its bytes or by a path.

        One that can't be opened is a range without content; and so is the rest of one that ends its process. A document
        whose pages end it when they are read is cut without that.
        """
        row = [content if path is None else pa.scalar(None, content.type), pa.scalar(path, pa.string())]
        after, total, message = 0, 0, ""
        for guard in (self._read, self._cut) if reads else (self._cut,):
            try:
                for part in guard.parts(row, failed=None):
                    first, count, total = (part.field(name)[0].as_py() for name in ("first", "count", "total"))
                    after = first + count
                    yield part
            except IsolationError as error:
                message = failure(self._stage, IsolationError(f"{error}; nothing after it is read"))
            else:
                return
            if after:
                break
        yield _one_range(first=after, count=max(1, total - after), total=total or None, exception=message)


def _one_range(**fields: Any) -> pa.StructArray:
    return as_array([{"first": 0, "count": 1, "number": 0} | fields], _KIND)


def _ranges(
    content: pa.BinaryScalar,
    path: pa.StringScalar,
    *,
    start: int,  # noqa: ARG001  what is left of a document that ends its process is given up
    read: Reader | None,
    stage: str,
    options: dict[str, Any],
) -> Iterator[pa.StructArray]:
    """Cut one document; one that can't be opened gives one range without content."""
    try:
        with _opened(content, path) as data:
            for part in page_ranges(data, **options):
                place = {"first": part.first, "count": part.count, "total": part.total, "number": part.number}
                found = {"content": bytes(part.content)}
                if read is not None and part.document is not None:
                    found = read(data, part.document)
                yield _one_range(**place, **found)
                if isinstance(data.obj, mmap.mmap):
                    data.obj.madvise(mmap.MADV_DONTNEED)  # what was read stays on disk, not in the worker
    except Exception as error:  # noqa: BLE001  a bad document is one row, and must not end the stream of the others
        yield _one_range(exception=failure(stage, error))


@contextmanager
def _opened(content: pa.BinaryScalar, path: pa.StringScalar) -> Iterator[memoryview]:
    """Return the bytes of a document."""
    if not path.is_valid:
        yield file_content(content)
        return
    with Path(path.as_py()).open("rb") as file:
        yield memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
