"""What a worker does: read spans of pages into Arrow batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql.types import StructType

from sparkocr.datasource.batches import read_batches
from sparkocr.datasource.listing import FoundFile
from sparkocr.datasource.pdf_options import PdfOptions, ReadImage
from sparkocr.datasource.pdf_plan import PageSpan
from sparkocr.errors import DocumentError
from sparkocr.pdf.document import Document
from sparkocr.pdf.files import PdfFile
from sparkocr.pdf.read.render import draw_page
from sparkocr.pdf.read.text import text_or_error
from sparkocr.pdf.read.unread import shows_more
from sparkocr.pdf.read.word_boxes import words_on
from sparkocr.schemas import ImageSchema
from sparkocr.stage.failures import failure
from sparkocr.stage.images import placeholder_image, write_image
from sparkocr.stage.positions import text_fields
from sparkocr.stage.udf import arrow_type

__all__ = ["read_spans"]

_LEAST_TEXT = 10  # characters, as the default of `PdfToImage`
PREFIX = "pdf"
"""What stands before messages, as the uid of a stage does elsewhere."""

_BATCH_PAGES = 16
_SIZES, _TEXTS = {"width_dimension", "height_dimension", "exception"}, {"text", "positions"}

_kept: dict[tuple[FoundFile, str], PdfFile] = {}
"""The long file that was read last: to open it and to find a page takes longer than to read one."""


def read_spans(spans: Iterable[PageSpan], schema: StructType, options: PdfOptions) -> Iterator[pa.RecordBatch]:
    """Read pages; only what the columns of the schema need is done.

    Parameters
    ----------
    spans : iterable of PageSpan
        Pages to read.
    schema : StructType
        Columns of the rows, among those of `sparkocr.datasource.pdf_reader.pages_schema`.
    options : PdfOptions
        How to read.

    Yields
    ------
    pyarrow.RecordBatch
        Up to 16 pages, or one if there is a column of images. A file that can't be opened is one row, and so is a
        page that can't be read.

    Raises
    ------
    OSError
        If storage fails: that is no property of the document, and Spark tries again.
    """
    rows = partial(_span_rows, wanted=frozenset(schema.names), options=options)
    size = 1 if "image" in schema.names else _BATCH_PAGES
    return read_batches(spans, rows, _failed, schema, size, options.limits)


def _span_rows(span: PageSpan, start: int, *, wanted: frozenset[str], options: PdfOptions) -> Iterator[dict[str, Any]]:
    """Read the pages of a span from one on; a document that can't be opened is one row."""
    try:
        with _opened(span, options.password) as file:
            place = {"path": span.file.shown, "total_pages": file.pages}
            last = span.first + (span.count or file.pages)
            for index, document in file.documents(range(span.first + start, last)):
                yield place | {"pagenum": index} | _page_fields(document, index, span.file.shown, wanted, options)
    except (DocumentError, PermissionError) as error:
        known = DocumentError("Can't read file: no permission") if isinstance(error, PermissionError) else error
        yield _failed(span, start, known)


def _failed(span: PageSpan, number: int, error: DocumentError) -> dict[str, Any]:
    """Return the row of a page that can't be read."""
    place = {"path": span.file.shown, "pagenum": span.first + number}
    return place | _failure(error)


def _failure(error: Exception) -> dict[str, Any]:
    """Return the fields of a page that can't be read; the image carries the message on to the stages that read it."""
    message = failure(PREFIX, error)
    return {"exception": message, "image": pa.array([{"exception": message}], arrow_type(ImageSchema))}


def _page_fields(
    document: Document, index: int, path: str, wanted: frozenset[str], options: PdfOptions
) -> dict[str, Any]:
    """Read what is wanted of a page; an error is its exception."""
    fields: dict[str, Any] = {}
    try:
        if wanted & _TEXTS or (options.read_image is ReadImage.SCANNED and "image" in wanted):
            fields = _text_fields(document, index, options, only_sizes=False)
        elif wanted & _SIZES:
            fields = _text_fields(document, index, options, only_sizes=True)
        if "image" in wanted:
            fields["image"] = _page_image(document, index, path, fields.get("text"), options)
    except Exception as error:  # noqa: BLE001  one bad page must not fail the job
        fields |= _failure(error)
    return fields


def _text_fields(document: Document, index: int, options: PdfOptions, *, only_sizes: bool) -> dict[str, Any]:
    """Read the text and the size of a page."""
    page = text_or_error(document, index, only_sizes=only_sizes, coordinates=options.extract_coordinates)
    if isinstance(page, DocumentError):
        raise page
    fields = text_fields(page, index, only_sizes=only_sizes)
    return {
        "text": fields["text"],
        "positions": fields["positions"],
        "width_dimension": fields["width"],
        "height_dimension": fields["height"],
    }


def _page_image(document: Document, index: int, path: str, text: str | None, options: PdfOptions) -> pa.StructArray:
    """Render a page, unless only scanned ones are wanted and it has text."""
    length, least = len((text or "").strip(" ")), options.min_text_length
    looks = least is None
    has_text = length >= (_LEAST_TEXT if least is None else least)
    if options.read_image is ReadImage.SCANNED and has_text and not (looks and shows_more(document, index)):
        return placeholder_image(path)
    image = draw_page(
        document,
        index,
        max_pixels=options.max_pixels,
        resolution=options.resolution,
        image_type=options.image_type,
    )
    if options.read_image is ReadImage.SCANNED and looks and length:
        image = replace(image, text_words=words_on(document, index, text or "", image))
    return write_image(image, path)


@contextmanager
def _opened(span: PageSpan, password: str) -> Iterator[PdfFile]:
    """Open a file; a part of a long one stays open for the next part, which this worker may read in another task."""
    if not span.count:
        with PdfFile(span.file.path, span.file.size, password) as file:
            yield file
        return
    key = (span.file, password)
    if key not in _kept:
        _forget()
        _kept[key] = PdfFile(span.file.path, span.file.size, password)
    try:
        yield _kept[key]
    except BaseException:
        _forget()
        raise


def _forget() -> None:
    """Close the file that is kept."""
    while _kept:
        _kept.popitem()[1].close()
