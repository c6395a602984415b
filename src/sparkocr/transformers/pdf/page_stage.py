"""The base of the stages that read the pages of PDF files: each page becomes a row."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from functools import partial
from math import inf
from typing import Any, ClassVar

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, BinaryType, BooleanType, IntegerType, StringType, StructField, StructType

from sparkocr.schemas import BytesSchema, PageCountSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, column_of, constant, earlier_exception, quoted
from sparkocr.stage.files import file_content
from sparkocr.stage.guard import Guard, limited_parts
from sparkocr.stage.guard_params import PdfGuardParams
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.params import column, integer, secret
from sparkocr.stage.partitions import packed
from sparkocr.stage.udf import NO_LIMITS, arrow_type
from sparkocr.transformers.pdf.ranges import Unit, range_column, spread_documents
from sparkocr.transformers.pdf.rows import (
    UNREAD,
    PageReader,
    count_row,
    document_pages,
    is_short,
    page_arrays,
    page_fields,
    page_pdf,
    range_pages,
)

__all__ = ["PASSWORD_DOC", "PdfPages"]

PASSWORD_DOC = "Password of encrypted files. It is saved with the pipeline and shown in plans."  # noqa: S105  it is none

_PAGE, _NUMBER = "__page", "__number"


class PdfPages(PdfGuardParams, Stage):
    """Base of the stages that read all pages of PDF files.

    Documents are cut into page ranges, the ranges are spread over the cluster, and each page of a range becomes a
    row. The input column becomes the page as a PDF of its own, for the pages that `_short_page` says.

    A subclass says what it reads of a page: `page_schema` with the fields ``height``, ``width`` and ``exception``
    besides its own, `_reader`, and the columns of the output, `_page_columns`. If that is less than the page itself,
    `_is_compact`, small documents are read where they are opened, and only the result is spread.
    """

    inputCol = column("content", "Column with the bytes of the PDF file.")
    originCol = column("path", "Column that says where the file is from; must be there if it is set.")
    pageNumCol = column("pagenum", "Column for the number of the page, from 0.")
    partitionNum = integer(
        0,
        "Partitions for the page ranges; 0 chooses by the number of cores, -1 leaves them in place.",
        minimum=-1,
    )
    password = secret(PASSWORD_DOC)

    input_type = BinaryType()
    runs_light = True
    page_schema: ClassVar[StructType]

    @abstractmethod
    def _reader(self) -> PageReader:
        """Return the picklable function that reads the pages of a document."""

    @abstractmethod
    def _page_columns(self, page: Any) -> dict[str, Any]:
        """Return the columns that hold what was read of a page."""

    def _short_page(self) -> tuple[str, float]:
        """Return which pages keep their file: where a field has less characters, infinity: all; and the unread."""
        return self.page_schema[0].name, inf

    def _is_compact(self) -> bool:
        """Tell whether what is read of a page is smaller than its PDF."""
        return False

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        self.optional_column(dataset, "originCol", StringType())
        return self._pages(dataset)

    def _apply_to_row(self, row: LightRow) -> Iterator[LightRow]:
        self.optional_column(row, "originCol", StringType())
        yield from self._page_rows(row)

    def _pages(self, dataset: DataFrame) -> DataFrame:
        """One row per page."""
        kept = {name: quoted(name) for name in dataset.columns if name != self.getInputCol()}
        keeps_file, (field, limit) = self.getInputCol() != self.getOutputCol(), self._short_page()
        kept_below = limit if keeps_file else 0
        read = partial(document_pages, stage=self.uid, read=self._reader(), field=field, limit=kept_below)
        cut = spread_documents(
            self,
            dataset if self.getPartitionNum() < 0 else packed(dataset),
            self.getPartitionNum(),
            Unit.RANGE,
            is_light=True,
            keep_input=False,
            read=read if self._is_compact() else None,
        )
        content = range_column("content")
        schema = StructType([StructField("pages", ArrayType(self.page_schema)), StructField(EXCEPTION, StringType())])
        where = (F.when(range_column("pages").isNull(), content), *map(range_column, ("exception", "first", "pages")))
        kind = arrow_type(self.page_schema)
        work = partial(page_arrays, stage=self.uid, read=self._reader(), kind=kind)
        read_range = partial(range_pages, stage=self.uid, guard=Guard(work, kind, self.stage_limits()))
        # The pages have limits, one by one: not the range
        found = self._udf(read_range, schema, deterministic=False, limits=NO_LIMITS)(*where).getField("pages")
        pages = cut.select("*", F.posexplode_outer(found).alias(_NUMBER, _PAGE))
        number = F.coalesce(range_column("first") + F.col(_NUMBER), F.lit(0))
        made = self._columns(F.col(_PAGE), number, range_column("total"))
        if keeps_file:
            is_wanted = F.length(F.coalesce(F.col(_PAGE).getField(field), F.lit(""))) < limit
            if UNREAD in self.page_schema.names:
                is_wanted |= F.coalesce(F.col(_PAGE).getField(UNREAD), F.lit(False))
            wanted = content if limit == inf else F.when(is_wanted, content)
            is_one = range_column("count") == 1  # then the range is the page already
            one_page = self._one_page(F.when(~is_one, wanted), F.col(_NUMBER))["content"]
            made[self.getInputCol()] = F.when(is_one, wanted).otherwise(one_page)
        return pages.select(*(column.alias(name) for name, column in (kept | made).items()))

    def _page_rows(self, row: LightRow) -> Iterator[LightRow]:
        """One row per page, read from the whole document."""
        counted = self._udf(partial(count_row, password=self.getPassword()), PageCountSchema, deterministic=True)
        content = column_of(row, self.getInputCol())
        count = counted(content, earlier_exception(row), constant(row, False, BooleanType()))
        failed = count[EXCEPTION]
        read = partial(page_fields, stage=self.uid, read=self._reader())
        pages = limited_parts(read(file_content(content), failed.as_py(), 0), self.stage_limits().documents)
        for index, fields in enumerate(pages):
            page, number = constant(row, fields, self.page_schema), constant(row, index, IntegerType())
            made = row.drop(self.getInputCol()).withColumns(self._columns(page, number, count["total"]))
            if self.getInputCol() != self.getOutputCol():
                wanted = not failed.is_valid and is_short(fields, *self._short_page())
                one_page = self._one_page(content if wanted else constant(row, None, BinaryType()), number)
                made = made.withColumn(self.getInputCol(), one_page["content"])
            yield made

    def _one_page(self, content: Any, number: Any) -> Any:
        """Cut one page out of a PDF."""
        cut = self._udf(partial(page_pdf, password=self.getPassword()), BytesSchema, deterministic=True)
        return cut(content, number)

    def _columns(self, page: Any, number: Any, total: Any) -> dict[str, Any]:
        """Return the output columns."""
        return self._page_columns(page) | {
            "height_dimension": page["height"],
            "width_dimension": page["width"],
            "total_pages": total,
            self.getPageNumCol(): number,
            EXCEPTION: page[EXCEPTION],
        }
