"""Stages that do it all: find the tables of pages, rebuild them, and give one row for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial, reduce
from operator import or_
from typing import Any

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import BinaryType, BooleanType, IntegerType, StringType, StructField, StructType

from sparkocr.engines.engine import Engine
from sparkocr.engines.tables.read import found_page
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.pdf.document import Document
from sparkocr.schemas import BytesSchema, PageCountSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, constant, earlier_exception, numbered, quoted
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.params import StageParam, boolean, column, integer, secret
from sparkocr.stage.partitions import spread
from sparkocr.stage.udf import RowUdf
from sparkocr.tables.across_pages import PageTables, page_tables
from sparkocr.transformers.pdf.page_stage import PASSWORD_DOC
from sparkocr.transformers.pdf.ranges import Unit, range_column, spread_documents
from sparkocr.transformers.pdf.rows import count_row
from sparkocr.transformers.recognition.engine_params import EngineParams
from sparkocr.transformers.tables.rows import (
    ROW_TYPES,
    FailedPage,
    PageReader,
    document_rows,
    page_found,
    page_row,
    table_batches,
)
from sparkocr.transformers.tables.structure_params import StructureParams

__all__ = ["PdfToTables"]

_DOCUMENT, _NUMBER, _PAGE, _FOUND = "__document", "__number", "__page", "__found"
_PAGES = r"[0-9]{1,9}(-[0-9]{1,9})?(, ?[0-9]{1,9}(-[0-9]{1,9})?)*"


def _spans(pages: str) -> list[tuple[int, int]]:
    """Return the first and last pages of ranges."""
    parts = (part.partition("-") for part in pages.replace(" ", "").split(",") if part)
    return [(int(first), int(last or first)) for first, _, last in parts]


def _checked_pages(value: Any) -> str:
    """Return ranges of pages if each begins before it ends."""
    pages = str(value)
    if not isinstance(value, str) or (pages and not re.fullmatch(_PAGES, pages)):
        raise ValueError
    if any(first > last for first, last in _spans(pages)):
        raise ValueError
    return pages


class PdfToTables(EngineParams, StructureParams, Stage):
    """Extract the tables of PDF files: of digital pages, and of scanned ones, which are read by OCR.

    One row per table, with the columns `outputCol` (see `sparkocr.schemas.SpannedTableSchema`: points, origin top
    left), `tableIndexCol` (its number in the document, from 0), `pageNumCol`, `engineCol` (which algorithm rebuilt it)
    and `exception`; drops the input column unless `keepInput` is set. A document without tables is one row, whose table
    is null. A page that can't be read is a row, too, with its number and the exception; the other pages go on.

    A table that goes on over several pages is one, on the page and in the area of its first part; repeated headings and
    captions are dropped, and cells of later pages have no place. With `mergePages` off, each part is a table.

    See Also
    --------
    sparkocr.tables.across_pages.across_pages : which tables go on over several pages.
    sparkocr.utils.table_cells : one row per cell, of the rows of this stage.

    Notes
    -----
    The pages of a document are spread over the cluster; what is found on them, some kB each, is sorted again. On a
    stream, and with `partitionNum` -1, each document is handled by one task instead. A worker holds one page, and the
    table that grows.

    Examples
    --------
    >>> content = samples.table([["Fruit", "Price"], ["Apples", "2.50"], ["Pears", "3.20"]])
    >>> (row,) = LightPipeline([PdfToTables()]).fromBinary(content)
    >>> [[cell["chunkText"] for cell in cells] for cells in row["table"]["chunks"]]
    [['Fruit', 'Price'], ['Apples', '2.50'], ['Pears', '3.20']]
    """

    inputCol = column("content", "Column with the bytes of the PDF file.")
    outputCol = column("table", "Column for the table.")
    originCol = column("path", "Column that says where the file is from; must be there if it is set.")
    pageNumCol = column("pagenum", "Column for the number of the page, from 0; that of the first part of a table.")
    tableIndexCol = column("table_index", "Column for the number of the table in its document, from 0.")
    keepInput = boolean(False, "Whether the bytes of the file stay in the result, whole in every row.")
    pages = StageParam(
        "",
        "Pages to look at, counted from 0, like 0-4,7; empty: all.",
        allowed="numbers of pages, counted from 0, and ranges from a page to a later one, like '0-4,7', or empty",
        convert=_checked_pages,
        example="0-4,7",
        annotation="str",
    )
    mergePages = boolean(True, "Whether a table that goes on over several pages is one.")
    resolution = integer(
        300,
        "Dpi at which scanned pages are rendered to be read; pictures of less at their own, but at 200 at least.",
        minimum=1,
        maximum=10_000,
    )
    maxPixels = integer(MAX_PIXELS, "Largest page in pixels; a larger one is an exception, not rendered.", minimum=1)
    partitionNum = integer(
        0, "Partitions of pages; 0 chooses by the number of cores, -1 leaves documents in one piece.", minimum=-1
    )
    password = secret(PASSWORD_DOC)

    input_type = BinaryType()
    runs_light = True
    named_columns = ("originCol", "outputCol", "tableIndexCol", "pageNumCol", "engineCol")

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        self.optional_column(dataset, "originCol", StringType())
        in_place = dataset.isStreaming or self.getPartitionNum() < 0
        pages = spread_documents(
            self,
            dataset.withColumn(_DOCUMENT, F.lit(0) if in_place else F.monotonically_increasing_id()),
            -1 if in_place else self.getPartitionNum(),
            Unit.RANGE,
            keep_input=self.getKeepInput(),
            pages_per_range=1,
        )
        first, number, failed = map(range_column, ("first", "number", "exception"))
        is_wanted = self._is_wanted(first) | failed.isNotNull()
        found = self._look()(range_column("content"), F.when(is_wanted, first), F.lit(0), failed)
        kept = [name for name in dataset.columns if self._is_kept(name)]
        places = {_DOCUMENT: F.col(_DOCUMENT), _NUMBER: number, _PAGE: first, _FOUND: found}
        looked = pages.where(is_wanted | (number == 0)).select(
            *map(quoted, kept), *(place.alias(name) for name, place in places.items())
        )
        if not in_place:
            looked = spread(looked, self.getPartitionNum(), F.xxhash64(_DOCUMENT)).sortWithinPartitions(
                _DOCUMENT, _NUMBER
            )
        return self._joined(looked, [dataset.schema[name] for name in kept])

    def _joined(self, pages: DataFrame, kept: list[StructField]) -> DataFrame:
        """Give the rows of documents, whose pages are in order."""
        columns = [*(quoted(field.name) for field in kept), F.col(_NUMBER), F.col(_PAGE), F.col(_FOUND)]
        schema = StructType([*(StructField(field.name, field.dataType) for field in kept), *self._output_fields()])
        names, uid, merge = schema.names, self.uid, self.getMergePages()

        def join_pages(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            return table_batches(batches, names=names, stage=uid, merge=merge)

        return pages.select(*numbered(columns)).mapInArrow(join_pages, schema)

    def _apply_to_row(self, row: LightRow) -> Iterator[LightRow]:
        self.optional_column(row, "originCol", StringType())
        pages = self._pages_of_row(row)
        kept = row.drop(*(name for name in row.columns if not self._is_kept(name)))
        for made in document_rows(pages, stage=self.uid, merge=self.getMergePages()):
            fields = zip(self._output_fields(), made, strict=True)
            yield kept.withColumns({field.name: constant(row, value, field.dataType) for field, value in fields})

    def _pages_of_row(self, row: LightRow) -> Iterator[PageTables | FailedPage]:
        """Find the tables of all pages of a document that are looked at."""
        content, spans = row[self.getInputCol()], _spans(self.getPages())
        counted = self._udf(partial(count_row, password=self.getPassword()), PageCountSchema, deterministic=True)
        count = counted(content, earlier_exception(row), constant(row, False, BooleanType()))
        if count[EXCEPTION].is_valid:
            yield FailedPage(0, count[EXCEPTION].as_py())
            return
        look = self._look()
        for number in range(count["total"].as_py()):
            if not spans or any(first <= number <= last for first, last in spans):
                place = constant(row, number, IntegerType())
                found = page_found(number, look(content, place, place, earlier_exception(row)))
                if found is not None:
                    yield found

    def _look(self) -> RowUdf:
        work = partial(page_row, read=self._reader(), password=self.getPassword())
        return self._udf(work, BytesSchema, deterministic=False)

    def _output_fields(self) -> list[StructField]:
        """Return the columns of the output, in the order of a `TableRow`."""
        names = self.getOutputCol(), self.getTableIndexCol(), self.getPageNumCol(), self.getEngineCol(), EXCEPTION
        return [StructField(name, kind) for name, kind in zip(names, ROW_TYPES, strict=True)]

    def _is_kept(self, name: str) -> bool:
        """Tell whether a column of the input stays."""
        is_dropped = name == self.getInputCol() and not self.getKeepInput()
        return not is_dropped and name not in {field.name for field in self._output_fields()}

    def _is_wanted(self, page: Column) -> Column:
        """Tell whether a page is looked at."""
        spans = [page.between(*span) for span in _spans(self.getPages())]
        return reduce(or_, spans) if spans else F.lit(True)

    def _reader(self) -> PageReader:
        return partial(
            _find,
            engine=self.engine_of(),
            structure=self.structure_of(),
            resolution=self.getResolution(),
            max_pixels=self.getMaxPixels(),
        )


def _find(document: Document, index: int, *, engine: Engine, **options: Any) -> PageTables:
    """Find the tables of a page; the options are those of `found_page`."""
    found = found_page(document, index, engine, **options)
    return page_tables(index, found.tables, found.lines, found.height)
