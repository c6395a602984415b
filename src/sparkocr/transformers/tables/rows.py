"""What `PdfToTables` does with pages and documents: plain functions of Arrow values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, count, groupby
from typing import Any, NamedTuple

import pyarrow as pa
from pyspark.sql.types import IntegerType, StringType

from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.pdf.document import Document, open_pdf
from sparkocr.schemas import SpannedTableSchema
from sparkocr.stage.failures import failure, raise_earlier
from sparkocr.stage.files import file_content
from sparkocr.stage.tables import table_fields, table_of
from sparkocr.stage.udf import arrow_type, as_array, settle_worker
from sparkocr.tables.across_pages import PageTables, TextAt, across_pages
from sparkocr.tables.find import FoundTable

__all__ = [
    "ROW_TYPES",
    "FailedPage",
    "PageReader",
    "TableRow",
    "document_rows",
    "page_found",
    "page_of",
    "page_row",
    "table_batches",
]

PageReader = Callable[[Document, int], PageTables]
"""Takes an open document and the index of a page; finds its tables."""


class FailedPage(NamedTuple):
    """A page that could not be read, and why."""

    number: int
    exception: str


class TableRow(NamedTuple):
    """The columns of a row: the fields of a `SpannedTableSchema`, or null, and the others."""

    table: dict[str, Any] | None
    number: int | None
    page: int
    engine: str | None
    exception: str | None


ROW_TYPES = (SpannedTableSchema, IntegerType(), IntegerType(), StringType(), StringType())
"""Of the columns of a `TableRow`."""
_KINDS = list(map(arrow_type, ROW_TYPES))


def page_row(
    content: pa.BinaryScalar,
    number: pa.Int32Scalar,
    index: pa.Int32Scalar,
    exception: pa.StringScalar,
    *,
    read: PageReader,
    password: str,
) -> dict[str, Any]:
    """Find the tables of a page of a document, or of the page at an index of a part of it; null for a null.

    They are JSON as they only pass through, see `sparkocr.transformers.pdf.rows.document_pages`.
    """
    raise_earlier(exception)
    if not number.is_valid:
        return {}
    with open_pdf(file_content(content), password) as document:
        page = read(document, index.as_py())
    tables = [table_fields(place, found.table, found.engine) for place, found in enumerate(page.tables)]
    lines = [(line.text, line.box.x, line.box.y, line.box.width, line.box.height) for line in page.lines]
    found = {"number": number.as_py(), "height": page.height, "tables": tables, "lines": lines}
    return {"content": json.dumps(found).encode()}


def page_of(content: bytes) -> PageTables:
    """Return what `page_row` wrote."""
    page = json.loads(content)
    tables = [
        FoundTable(replace(table_of(table), page=page["number"]), table["area"]["label"]) for table in page["tables"]
    ]
    lines = [TextAt(text, Box(*place)) for text, *place in page["lines"]]
    return PageTables(page["number"], page["height"], tables, lines)


def document_rows(pages: Iterable[PageTables | FailedPage], *, stage: str, merge: bool) -> Iterator[TableRow]:
    """Give the rows of a document: its tables, and the pages that failed; one of nulls if there are none."""
    numbers = count()
    is_empty = True
    for found in across_pages(pages) if merge else _page_by_page(pages):
        is_empty = False
        yield _failed_row(found) if isinstance(found, FailedPage) else _table_row(found, next(numbers), stage)
    if is_empty:
        yield TableRow(None, None, 0, None, None)


def table_batches(
    batches: Iterable[pa.RecordBatch], *, names: list[str], stage: str, merge: bool
) -> Iterator[pa.RecordBatch]:
    """Make rows of tables of the rows of pages: what `page_row` found, of all pages of a document after each other.

    Parameters
    ----------
    batches : iterable of RecordBatch
        The columns that stay, the number of the page among those of its document that there are, 0 for the first, its
        number in the document, and a `BytesSchema`.
    names : list of str
        Of the columns of the result.
    stage, merge
        As in `document_rows`.

    Yields
    ------
    RecordBatch
        One row: the columns that stay, and the fields of a `TableRow`.
    """
    settle_worker()
    documents = 0

    def document_of(row: list[pa.Array]) -> int:
        nonlocal documents
        documents += int(row[-3][0].as_py() == 0)
        return documents

    rows = (batch.slice(place, 1).columns for batch in batches for place in range(batch.num_rows))
    for _, pages in groupby(rows, document_of):
        first = next(pages)
        kept = first[:-3]
        found = (page for row in chain([first], pages) if (page := page_found(row[-2][0].as_py(), row[-1][0])))
        for made in document_rows(found, stage=stage, merge=merge):
            columns = [pa.array([value], kind) for value, kind in zip(made, _KINDS, strict=True)]
            yield pa.RecordBatch.from_arrays([*kept, *columns], names)


def page_found(number: int, found: pa.StructScalar) -> PageTables | FailedPage | None:
    """Return what `page_row` found; nothing where nobody asked for the page."""
    content, exception = found["content"], found["exception"]
    if exception.is_valid:
        return FailedPage(number, exception.as_py())
    return page_of(content.as_py()) if content.is_valid else None


def _page_by_page(pages: Iterable[PageTables | FailedPage]) -> Iterator[FoundTable | FailedPage]:
    for page in pages:
        if isinstance(page, FailedPage):
            yield page
        else:
            yield from page.tables


def _failed_row(page: FailedPage) -> TableRow:
    return TableRow(None, None, page.number, None, page.exception)


def _table_row(found: FoundTable, number: int, stage: str) -> TableRow:
    table = found.table
    fields = table_fields(number, table, found.engine)
    try:
        as_array([fields], _KINDS[0])
    except DocumentError as error:
        return _failed_row(FailedPage(table.page, failure(stage, error)))
    return TableRow(fields, number, table.page, found.engine, None)
