"""What the stages of `sparkocr.transformers.pdf.pages` do with one row: plain functions of Arrow scalars."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pyarrow as pa

from sparkocr.errors import DocumentError
from sparkocr.hocr.document import HocrPage
from sparkocr.hocr.write import write_flat, write_fragment
from sparkocr.imaging.threshold import binarize_image
from sparkocr.layout.page import Page
from sparkocr.pdf import ranges
from sparkocr.pdf.document import Document, open_pdf, opened
from sparkocr.pdf.read import render
from sparkocr.pdf.read.drawings import page_drawings
from sparkocr.pdf.read.page_layout import layout_pages
from sparkocr.pdf.read.text import page_texts
from sparkocr.pdf.read.unread import shows_more
from sparkocr.pdf.read.word_boxes import word_boxes
from sparkocr.stage.failures import failure, raise_earlier
from sparkocr.stage.files import file_content
from sparkocr.stage.guard import Guard
from sparkocr.stage.images import placeholder_image, write_image
from sparkocr.stage.positions import text_fields
from sparkocr.stage.tables import table_fields
from sparkocr.stage.udf import RowResult, as_array
from sparkocr.tables.content import content_of
from sparkocr.tables.find import tables_of

UNREAD = "unread"
"""Field of a page that may show more than its text."""

PageReader = Callable[..., Iterator[dict[str, Any]]]
"""Takes a PDF, which may be open, and the number of its first page; yields the fields of each page, from `start` on.

Of a bad page that is `exception` alone.
"""


def document_text(content: pa.BinaryScalar, exception: pa.StringScalar, **options: Any) -> dict[str, Any]:
    """Extract the text of a whole document, page after page; its size is that of the first page."""
    raise_earlier(exception)
    found: dict[str, Any] = {}
    texts: list[str] = []
    positions: list[dict[str, Any]] = []
    for number, page in enumerate(page_texts(file_content(content), **options)):
        fields = text_fields(page, number, **options)
        if "exception" in fields:
            raise DocumentError(fields["exception"])  # half a text would look like all of it
        found = found or fields
        texts.append(fields["text"])
        positions += fields["positions"] or []
    text = None if options["only_sizes"] else "\n".join(texts)
    whole = {"text": text, "positions": positions or None, "fonts": None, "tables": None, "total": number + 1}
    return found | whole


def range_pages(
    content: pa.BinaryScalar,
    exception: pa.StringScalar,
    first: pa.Int32Scalar,
    pages: pa.BinaryScalar,
    *,
    stage: str,
    guard: Guard,
) -> RowResult:
    """Read all pages of a range, by the work `page_arrays`, unless `document_pages` has done so."""
    if pages.is_valid:
        return {"pages": json.loads(pages.as_py())}
    if exception.is_valid:
        return {"pages": [{"exception": exception.as_py()}]}

    def failed(_: int, error: DocumentError) -> pa.Array:
        return as_array([{"exception": failure(stage, error)}], guard.kind)

    found = pa.concat_arrays(list(guard.parts([content, first], failed)))
    pages_of_row = pa.ListArray.from_arrays(pa.array([0, len(found)], pa.int32()), found)
    return pa.StructArray.from_arrays([pages_of_row, pa.nulls(1, pa.string())], ["pages", "exception"])


def page_arrays(
    content: pa.BinaryScalar, first: pa.Int32Scalar, *, stage: str, read: PageReader, kind: pa.DataType, start: int
) -> Iterator[pa.Array]:
    """Read the pages of a range from one on, each as an array of one struct."""
    for fields in page_fields(file_content(content), None, first.as_py(), stage=stage, read=read, start=start):
        try:
            yield as_array([fields], kind)
        except DocumentError as error:
            yield as_array([{"exception": failure(stage, error)}], kind)


def document_pages(
    content: memoryview, document: Document, *, stage: str, read: PageReader, field: str, limit: float
) -> dict[str, Any]:
    """Read all pages of a document, which is kept if one of them is short.

    The pages are JSON because they are a column on their way to `range_pages`: in every task that handles a column of
    nested types, Spark writes code for it, which took as long as was won by reading early.
    """
    pages = list(page_fields(document, None, 0, stage=stage, read=read))
    is_kept = any(is_short(page, field, limit) for page in pages)
    return {"pages": json.dumps(pages).encode(), "content": bytes(content) if is_kept else None}


def is_short(page: dict[str, Any], field: str, limit: float) -> bool:
    """Tell whether a field of a page has less characters than a limit, or the page may show more than its text."""
    return bool(page.get(UNREAD)) or len(page.get(field) or "") < limit


def page_fields(
    source: memoryview | Document, earlier: str | None, first: int, *, stage: str, read: PageReader, start: int = 0
) -> Iterator[dict[str, Any]]:
    """Read all pages, one by one, the first of which has a number; a bad document, or an earlier failure, is one."""
    if earlier is not None:
        yield {"exception": earlier}
        return
    try:
        for fields in read(source, first, start=start):
            if "exception" in fields:
                fields["exception"] = f"{stage}: {fields['exception']}"
            yield fields
    except Exception as error:  # noqa: BLE001  one bad record must not fail the job
        yield {"exception": failure(stage, error)}


def text_pages(
    source: memoryview | Document,
    first: int,
    *,
    start: int = 0,
    tables: bool = False,
    password: str = "",
    **options: Any,
) -> Iterator[dict[str, Any]]:
    """Extract the text of all pages; a `PageReader` that gives fields of a `PageTextSchema`."""
    with opened(source, password) as document:
        for index, page in enumerate(page_texts(document, looks=True, lines=tables, start=start, **options), start):
            fields = text_fields(page, first + index, **options)
            if not isinstance(page, DocumentError) and page.layout is not None:
                fields["tables"] = _tables(document, index, page.layout, first + index)
            yield fields


def _tables(document: Document, index: int, page: Page, number: int) -> list[dict[str, Any]]:
    """Find the tables of a page; a page keeps its text, whatever odd drawings do to the search."""
    try:
        found = tables_of(content_of(page, page_drawings(document, index)))
    except Exception:  # noqa: BLE001
        return []
    return [table_fields(order, replace(each.table, page=number), each.engine) for order, each in enumerate(found)]


def pages_as_hocr(
    source: memoryview | Document, first: int, *, structured: bool, start: int = 0, **options: Any
) -> Iterator[dict[str, Any]]:
    """Write the text of all pages as hOCR; a `PageReader` that gives fields of a `PageHocrSchema`."""
    for number, page in enumerate(layout_pages(source, symbols=not structured, start=start, **options), first + start):
        if isinstance(page, DocumentError):
            yield {"exception": str(page)}
        else:
            hocr = (
                write_fragment([HocrPage(page, number=number)]) if structured else write_flat(page, page_number=number)
            )
            yield {"hocr": hocr, "height": page.height, "width": page.width}


def count_row(
    content: pa.BinaryScalar, exception: pa.StringScalar, skip: pa.BooleanScalar, *, password: str
) -> dict[str, Any]:
    """Count the pages of a document that is going to be read."""
    raise_earlier(exception)
    return {} if skip.as_py() else {"total": ranges.page_count(file_content(content), password)}


def is_digital(content: pa.BinaryScalar, exception: pa.StringScalar, *, password: str) -> dict[str, Any]:
    """Tell whether the pages of a document show nothing but their text."""
    if exception.is_valid or not content.is_valid:
        return {"digital": not exception.is_valid}
    with open_pdf(file_content(content), password) as document:
        return {"digital": not any(shows_more(document, index) for index in range(len(document)))}


def page_pdf(content: pa.BinaryScalar, number: pa.Int32Scalar, *, password: str) -> dict[str, Any]:
    """Cut one page out of a range."""
    if not content.is_valid:
        return {}
    return {"content": ranges.single_page(file_content(content), number.as_py(), password=password)}


def render_row(
    content: pa.BinaryScalar,
    number: pa.Int32Scalar,
    skip: pa.BooleanScalar,
    origin: pa.StringScalar,
    exception: pa.StringScalar,
    text: pa.StringScalar,
    *,
    whole: bool,
    threshold: int | None,
    compress: bool,
    **options: Any,
) -> pa.StructArray:
    """Render one page, or all pages below each other; a digital page gives an image of 1 x 1 px."""
    raise_earlier(exception)
    if skip.as_py():
        return placeholder_image(origin.as_py())
    data = file_content(content)
    image = render.render_document(data, **options) if whole else render.render_page(data, number.as_py(), **options)
    if threshold is not None:
        image = binarize_image(image, threshold=threshold)
    if text.is_valid and not whole:
        boxes = word_boxes(data, number.as_py(), text.as_py(), image, password=options["password"])
        image = replace(image, text_words=boxes)
    return write_image(image, origin.as_py(), compress=compress)
