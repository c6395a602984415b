"""Cut a PDF into small PDFs of consecutive pages, so that many workers can share one document."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pikepdf
import pypdfium2 as pdfium

from sparkocr.errors import DocumentError
from sparkocr.pdf.document import Document, open_page, open_pdf
from sparkocr.pdf.outline import with_bookmarks

__all__ = ["PageRange", "page_count", "page_ranges", "page_spans", "single_page"]

_MAX_PAGES = 16
_MAX_BYTES = 1 << 20
# PDFium keeps every object that it has read, so the source is opened anew after this many bytes of ranges.
_REOPEN_BYTES = 64 << 20


@dataclass(frozen=True)
class PageRange:
    """Consecutive pages of a document, as a document of their own.

    Attributes
    ----------
    content : bytes or memoryview
        PDF of the pages, or the whole source document if that fits one range. Empty if they can't be cut out.
    first : int
        Index of its first page in the source document, from 0.
    count : int
        Number of pages.
    total : int
        Number of pages of the source document.
    number : int
        Number of the range in the document, from 0.
    document : Document or None
        The document, if the range is the whole of it: open until the next range is asked for.
    """

    content: bytes | memoryview
    first: int
    count: int
    total: int
    number: int
    document: Document | None = None


def page_ranges(
    content: bytes | memoryview, *, pages_per_range: int = 0, ranges: int = 0, password: str = ""
) -> Iterator[PageRange]:
    """Cut a document into page ranges, one at a time.

    A document that fits one range is passed on as it is (encrypted, if it was). Ranges that are cut out
    aren't encrypted, and the values of their form fields are part of the pages. They keep the bookmarks that lead to
    them, but no page labels and no layers: what the document hides by layers (optional content) isn't in them.

    Parameters
    ----------
    content : bytes or memoryview
        The PDF file.
    pages_per_range : int
        Pages per range; 0 means at most 16 pages and about 1 MiB, estimated from the mean size of a page.
    ranges : int
        Number of ranges of nearly equal length, at most one per page, instead of `pages_per_range`; 0 is off.
    password : str
        Password of an encrypted document.

    Yields
    ------
    PageRange
        Ranges in page order, which cover every page once. A range that can't be cut out is split into its
        pages; a page that can't be cut out has no content.

    Raises
    ------
    DocumentError
        If the document can't be opened.
    """
    with open_pdf(content, password) as document:
        total = len(document)
        spans = page_spans(total, _pages_per_range(len(content), total, pages_per_range), ranges)
        if len(spans) == 1:
            yield PageRange(content, 0, total, total, 0, document)
            return
    number, position = 0, 0
    while position < len(spans):
        with open_pdf(content, password) as document:
            written = 0
            while position < len(spans) and written < _REOPEN_BYTES:
                for first, count, part in _cut_or_split(document, *spans[position]):
                    yield PageRange(part, first, count, total, number)
                    written += len(part)
                    number += 1
                position += 1


def page_count(content: bytes | memoryview, password: str = "") -> int:
    """Count the pages of a document.

    Raises
    ------
    DocumentError
        If the document can't be opened.
    """
    with open_pdf(content, password) as document:
        return len(document)


def page_spans(total: int, pages_per_range: int, ranges: int) -> list[tuple[int, int]]:
    """Return where `page_ranges` cuts: the first page and the number of pages of each range.

    Parameters
    ----------
    total : int
        Number of pages of the document.
    pages_per_range : int
        Pages per range, at least 1 unless `ranges` is given.
    ranges : int
        Number of ranges instead, at most one per page; 0 is off.
    """
    if ranges > 0:
        ranges = min(ranges, total)
        borders = [total * i // ranges for i in range(ranges + 1)]
    else:
        borders = [*range(0, total, pages_per_range), total]
    return [(first, after - first) for first, after in pairwise(borders)]


def single_page(content: bytes | memoryview, index: int, password: str = "") -> bytes:
    """Cut out one page as a document of its own; a document that has one page is returned as it is.

    Parameters
    ----------
    content : bytes or memoryview
        The PDF file.
    index : int
        Page, from 0.
    password : str
        Password of an encrypted document.

    Returns
    -------
    bytes
        PDF of the page; empty if it can't be cut out.

    Raises
    ------
    DocumentError
        If the document can't be opened.
    """
    with open_pdf(content, password) as document:
        return bytes(content) if len(document) == 1 else _cut(document, index, 1)


def _pages_per_range(size: int, total: int, wanted: int) -> int:
    """Pages of one range, as wanted or by the limits on pages and bytes."""
    if wanted > 0:
        return wanted
    return max(1, min(_MAX_PAGES, _MAX_BYTES * total // size))


def _cut_or_split(document: Document, first: int, count: int) -> Iterator[tuple[int, int, bytes]]:
    """Cut out a span, or else its pages one by one, so that a bad page doesn't take others along."""
    part = _cut(document, first, count)
    if part or count == 1:
        yield first, count, _with_bookmarks(part, document, first, count)
        return
    for index in range(first, first + count):
        yield index, 1, _with_bookmarks(_cut(document, index, 1), document, index, 1)


def _with_bookmarks(part: bytes, document: Document, first: int, count: int) -> bytes:
    """Return a part of a document with the bookmarks that lead to its pages: they name headings."""
    bookmarks = [
        bookmark._replace(page=index - first)
        for index in range(first, first + count)
        for bookmark in document.bookmarks.get(index, ())
    ]
    if not part or not bookmarks:
        return part
    try:
        return with_bookmarks(part, bookmarks)
    except (pikepdf.PdfError, ValueError):  # titles may be no text
        return part


def _cut(document: Document, first: int, count: int) -> bytes:
    """Copy pages into a new PDF; empty if PDFium can't."""
    indices = list(range(first, first + count))
    if any(map(document.is_missing, indices)):
        return b""
    target = pdfium.PdfDocument.new()
    try:
        if document.formenv:  # fields don't survive the copy: open_page draws their values into the pages
            for index in indices:
                with open_page(document, index):
                    pass
        target.import_pages(document, indices)
        if len(target) != count:
            return b""
        buffer = io.BytesIO()
        target.save(buffer)
        return buffer.getvalue()
    except (pdfium.PdfiumError, DocumentError):
        return b""
    finally:
        target.close()
