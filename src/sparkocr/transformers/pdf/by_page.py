"""The base of the stages that look at each page of a document, and then make one thing of the document."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, ClassVar

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import BinaryType, StringType, StructType

from sparkocr.errors import DocumentError
from sparkocr.pdf.document import open_pdf
from sparkocr.schemas import BytesSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Data, column_of, earlier_exception, quoted, with_result
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.files import file_content
from sparkocr.stage.guard_params import PdfGuardParams
from sparkocr.stage.params import boolean, column, integer
from sparkocr.stage.partitions import gathered
from sparkocr.transformers.pdf.ranges import SKIP, Unit, range_column, spread_documents

__all__ = ["ByPageStage", "DocumentWork", "PageWork"]

PageWork = Callable[..., bytes | None]
"""Takes an open document, the index of a page and the values of `_page_columns`; gives what is known of the page."""
DocumentWork = Callable[[bytes | memoryview, Mapping[int, bytes], str | None], Mapping[str, Any]]
"""Takes a file, what is known of its pages, by number, and its path; gives the fields of `result_schema`."""

_DOCUMENT, _DOCUMENTS, _KEY, _PAGES = "__document", "__documents", "__key", "__pages"


class ByPageStage(PdfGuardParams, Stage):
    """Base of the stages that look at each page of a document, and then make one thing of the document.

    The pages of a document are spread over the cluster, and what is known of them, some 20 kB each, is gathered again:
    an aggregation. On a stream, and with `partitionNum` -1, each document is handled by one task instead. A document
    with a page that fails is null, with the exception of that page.
    """

    inputCol = column("content", "Column with the bytes of the PDF file.")
    originCol = column("path", "Column that says where the file is from; must be there if it is set.")
    keepInput = boolean(False, "Whether the input column stays in the result.")
    partitionNum = integer(
        0, "Partitions of pages; 0 chooses by the number of cores, -1 leaves documents in one piece.", minimum=-1
    )

    input_type = BinaryType()
    runs_light = True
    result_schema: ClassVar[StructType] = BytesSchema

    @abstractmethod
    def _page_work(self) -> PageWork:
        """Return the picklable function that looks at a page."""

    @abstractmethod
    def _document_work(self) -> DocumentWork:
        """Return the picklable function that makes the result of a document."""

    @abstractmethod
    def _result_columns(self) -> dict[str, str]:
        """Return the fields of `result_schema` by the columns that they are written to."""

    def _page_columns(self) -> list[str]:
        """Return the columns whose values the page function takes."""
        return []

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        if dataset.isStreaming or self.getOrDefault("partitionNum") < 0:
            return self._apply(dataset)
        origin = self.optional_column(dataset, "originCol", StringType())
        return self._without_input(self._page_by_page(dataset, origin))

    def _apply(self, dataset: Data) -> Data:
        origin = self.optional_column(dataset, "originCol", StringType())
        work = partial(_whole, look=self._page_work(), make=self._document_work(), password=self._password())
        make = self._udf(work, self.result_schema, deterministic=False)
        columns = (column_of(dataset, name) for name in self._page_columns())
        result = make(column_of(dataset, self.getOrDefault("inputCol")), origin, earlier_exception(dataset), *columns)
        return self._without_input(with_result(dataset, result, self._result_columns()))

    def _password(self) -> str:
        return str(self.getOrDefault("password"))

    def _page_by_page(self, dataset: DataFrame, origin: Any) -> DataFrame:
        """Look at the pages where there is room, then bring what is known to the documents.

        A document is two rows: one that only waits, and one that is cut into pages. So the input is computed once.
        """
        name = self.getOrDefault("inputCol")
        content = quoted(name)
        doubled = dataset.select(
            "*",
            F.xxhash64(origin, content, earlier_exception(dataset), *map(quoted, self._page_columns())).alias(_KEY),
            F.struct(*map(quoted, dataset.columns)).alias(_DOCUMENT),
            F.explode(F.array(F.lit(False), F.lit(True))).alias(SKIP),
        ).withColumn(_DOCUMENT, F.when(F.col(SKIP), F.col(_DOCUMENT)))
        needed = {name, self.getOrDefault("originCol"), EXCEPTION, *self._page_columns()}
        others = [name for name in dataset.columns if name not in needed]
        pages = spread_documents(
            self,
            doubled.drop(*others),
            self.getOrDefault("partitionNum"),
            Unit.RANGE,
            keep_input=False,
            pages_per_range=1,
        )
        work = partial(_page, look=self._page_work(), password=self._password())
        look = self._udf(work, BytesSchema, deterministic=False)
        number = range_column("first")
        columns = map(quoted, self._page_columns())
        found = look(range_column("content"), number, F.col(SKIP), range_column("exception"), *columns)
        page = F.when(~F.col(SKIP), F.struct(number.alias("page"), found.alias("found")))
        made = (
            gathered(pages.select(_KEY, _DOCUMENT, page.alias(_PAGES)), _KEY)
            .agg(F.collect_list(_DOCUMENT).alias(_DOCUMENTS), F.collect_list(_PAGES).alias(_PAGES))
            .select(F.explode(_DOCUMENTS).alias(_DOCUMENT), _PAGES)
            .select(f"{_DOCUMENT}.*", _PAGES)
        )
        join = self._udf(partial(_join, make=self._document_work()), self.result_schema, deterministic=False)
        path = self.optional_column(made, "originCol", StringType())
        result = join(content, F.col(_PAGES), path, earlier_exception(made))
        return with_result(made, result, self._result_columns()).drop(_PAGES)


def _whole(
    content: pa.BinaryScalar,
    origin: pa.StringScalar,
    exception: pa.StringScalar,
    *values: pa.Scalar,
    look: PageWork,
    make: DocumentWork,
    password: str,
) -> Mapping[str, Any]:
    """Look at all pages of a document and make its result."""
    raise_earlier(exception)
    data = file_content(content)
    pages = {}
    with open_pdf(data, password) as document:
        for number in range(len(document)):
            with _named(number):
                found = look(document, number, *values)
            if found is not None:
                pages[number] = found
    return make(data, pages, origin.as_py())


def _page(
    content: pa.BinaryScalar,
    number: pa.Int32Scalar,
    skip: pa.BooleanScalar,
    exception: pa.StringScalar,
    *values: pa.Scalar,
    look: PageWork,
    password: str,
) -> dict[str, Any]:
    """Look at a page that was cut out of its document."""
    if skip.as_py():
        return {}
    raise_earlier(exception)
    with _named(number.as_py()), open_pdf(file_content(content), password) as document:
        return {"content": look(document, 0, *values)}


@contextmanager
def _named(number: int) -> Iterator[None]:
    """Let errors say which page they are about."""
    try:
        yield
    except DocumentError as error:
        raise DocumentError(f"Page {number}: {error}") from error


def _join(
    content: pa.BinaryScalar,
    pages: pa.ListScalar,
    origin: pa.StringScalar,
    exception: pa.StringScalar,
    *,
    make: DocumentWork,
) -> Mapping[str, Any]:
    """Make the result of a document whose pages were looked at elsewhere."""
    raise_earlier(exception)
    found: dict[int, bytes] = {}
    failed: dict[int, pa.StringScalar] = {}
    for page in pages.values:
        number, known = page["page"].as_py(), page["found"]
        if known["exception"].is_valid:
            failed[number] = known["exception"]
        elif known["content"].is_valid:
            found[number] = known["content"].as_py()
    if failed:
        raise_earlier(failed[min(failed)])
    return make(file_content(content), found, origin.as_py())
