"""From documents to page ranges: how the workers of a cluster share a long document.

A range is a PDF of its own (see `sparkocr.pdf.ranges`). Ranges stream out of a worker one by one, so that neither a row
per page nor a list of all pages ever holds a large document.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import partial

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import BinaryType, IntegerType, LongType, StringType, StructField, StructType

from sparkocr.arrow import arrow_type, failure, file_content
from sparkocr.pdf.ranges import page_ranges
from sparkocr.stage import EXCEPTION, Stage

SKIP = "__skip"
"""Column that tells which documents must not be cut."""

_PREFIX = "__range_"
_FIELDS = [
    StructField("content", BinaryType()),  # PDF of the range
    StructField("first", IntegerType()),  # its first page in the document
    StructField("count", IntegerType()),  # its number of pages
    StructField("total", IntegerType()),  # the document's number of pages
    StructField("number", IntegerType()),  # number of the range in the document
    StructField("key", LongType()),  # differs from document to document
    StructField("exception", StringType()),
]
# Columns and not one struct, so that Spark carries the bytes no further than they are needed.
RANGE_COLUMNS = [_PREFIX + field.name for field in _FIELDS]


def range_column(field: str) -> Column:
    """Return a column of the page range."""
    return F.col(_PREFIX + field)


def cut_pages(
    stage: Stage, dataset: DataFrame, *, keep_input: bool, pages_per_range: int = 0, number_of_ranges: int = 0
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

    Returns
    -------
    DataFrame
        With the columns `RANGE_COLUMNS`, to be read by `range_column`.
    """
    names = dataset.columns
    content, earlier, skip = (
        names.index(name) if name in names else None for name in (stage.getOrDefault("inputCol"), EXCEPTION, SKIP)
    )
    kept = [number for number in range(len(names)) if keep_input or number != content]
    fields = [StructField(name, field.dataType) for name, field in zip(RANGE_COLUMNS, _FIELDS, strict=True)]
    schema = StructType([*(dataset.schema.fields[number] for number in kept), *fields])
    cut = partial(
        _cut_row,
        stage=stage.uid,
        pages_per_range=pages_per_range,
        number_of_ranges=number_of_ranges,
        password=stage.getOrDefault("password"),
    )

    def cut_batches(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for number in range(batch.num_rows):
                row = batch.slice(number, 1).columns
                failed = None if earlier is None else row[earlier][0].as_py()
                skipped = skip is not None and row[skip][0].as_py()
                for page_range in cut(row[content][0], failed, skip=skipped):
                    columns = [*(row[place] for place in kept), *page_range.flatten()]
                    yield pa.RecordBatch.from_arrays(columns, schema.names)

    # mapInArrow looks up its columns by name and trips over dots in names, so it sees numbers.
    numbered = dataset.toDF(*(f"column{number}" for number in range(len(names))))
    return numbered.mapInArrow(cut_batches, schema)


def _cut_row(
    content: pa.BinaryScalar,
    earlier: str | None,
    *,
    skip: bool,
    stage: str,
    pages_per_range: int,
    number_of_ranges: int,
    password: str,
) -> Iterator[pa.StructArray]:
    """Cut one document; one that can't be opened, or is skipped, gives one range without content."""
    data = file_content(content)
    row = {"first": 0, "count": 1, "number": 0, "key": zlib.crc32(data)}
    schema = arrow_type(StructType(_FIELDS))
    if skip or earlier is not None:
        yield pa.array([row | {"exception": earlier}], schema)
        return
    try:
        for part in page_ranges(data, pages_per_range=pages_per_range, ranges=number_of_ranges, password=password):
            place = {"first": part.first, "count": part.count, "total": part.total, "number": part.number}
            yield pa.array([row | place | {"content": bytes(part.content)}], schema)
    except Exception as error:  # noqa: BLE001  a bad document is one row, and must not end the stream of the others
        yield pa.array([row | {"exception": failure(stage, error)}], schema)
