"""Open PDF documents and their pages, and say in plain words why one can't be opened.

PDFium isn't thread-safe: use these functions from one thread per process.
"""

import ctypes
import io
import logging
import os
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import BinaryIO, cast

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sparkocr.errors import DocumentError
from sparkocr.kinds import Family, unopened
from sparkocr.limits import current, told
from sparkocr.pdf.annotations import add_looks, flatten, show_text
from sparkocr.pdf.containers import check_containers
from sparkocr.pdf.damage import Known, check_content
from sparkocr.pdf.fonts import Lack
from sparkocr.pdf.mend import check_has_pages, mend
from sparkocr.pdf.outline import Bookmark, bookmarks_of
from sparkocr.pdf.resources import plain_of
from sparkocr.pdf.tree import has_odd_names, page_objects
from sparkocr.pdf.work import Measured, Pictures, check_work

__all__ = ["Document", "check_page", "check_size", "open_page", "open_pdf", "opened", "written"]

# What pikepdf and qpdf find wrong with a document is nothing that a user can change, and may quote it.
logging.getLogger("pikepdf").setLevel(logging.CRITICAL)

_UNREADABLE = "Can't open file as PDF."
_TRUNCATED = "PDF is truncated."
_LOOKED_AT = 1 << 20  # bytes of a file on a disk, for what it is instead

# Start of an indirect object, ISO 32000-1, 7.3.10. One digit before the first gap is enough, and keeps the
# search linear on long runs of digits.
_OBJECT = re.compile(rb"[0-9][\x00\t\n\f\r ]+[0-9]+[\x00\t\n\f\r ]+obj\b")
_END_MARKS = (b"%%EOF", b"startxref")
_WINDOW = 1 << 16
_LONGEST_START = 64  # bytes of an object's start that two windows share; real ones have at most 20
# Readers look for the header in the first 1024 bytes (implementation note 13 of Adobe's PDF 1.7 reference).
_HEADER_WINDOW = 1024
_MOST_MISSING = 1000  # pages, each of which has to be looked for
_LARGEST_SIDE = 2**31 - 1


class Document(pdfium.PdfDocument):  # type: ignore[misc]  # PDFium's types are not known
    """PDFium's document, and the objects of the same file.

    Attributes
    ----------
    objects : pikepdf.Pdf or None
        None where only PDFium can open the file. Its ``pages`` are not used, see `sparkocr.pdf.tree`.
    page_objects : sequence of pikepdf.Dictionary or None
        The objects of the pages; empty where only PDFium can open the file.
    known : Known
        Which parts of pages are whole, as far as pages were opened.
    known_fonts : dict
        What PDFium doesn't know of fonts, likewise.
    measured : Measured
        How much pages draw, likewise.
    pictures : Pictures
        Those of the page that was opened last.
    drawn : set of int
        The pages whose annotations are drawn into them.
    buffer : object
        What PDFium reads from.
    """

    objects: pikepdf.Pdf | None = None
    page_objects: Sequence[pikepdf.Dictionary | None] = ()
    known: Known
    known_fonts: dict[tuple[int, int], Lack]
    measured: Measured
    pictures: Pictures
    drawn: set[int]
    buffer: object = None

    @cached_property
    def bookmarks(self) -> dict[int, list[Bookmark]]:
        """The bookmarks of the outline, by their pages."""
        found: dict[int, list[Bookmark]] = {}
        if self.objects is not None and has_odd_names(self.objects):
            return found
        for bookmark in bookmarks_of(self):
            found.setdefault(bookmark.page, []).append(bookmark)
        return found

    def page_object(self, index: int) -> pikepdf.Dictionary | None:
        """Return the object of a page, from 0; None if it isn't known."""
        return self.page_objects[index] if index < len(self.page_objects) else None

    def is_missing(self, index: int) -> bool:
        """Tell whether a page, from 0, is known to be missing; PDFium may have an empty one in its place."""
        return index < len(self.page_objects) and self.page_objects[index] is None


@contextmanager
def open_pdf(content: bytes | memoryview | BinaryIO, password: str = "") -> Iterator[Document]:
    """Open a PDF from memory, without copying it, or from an open file, of which only the parts in use are read.

    Bytes before the header and after the end of the document are ignored. A document that was cut short is an
    error: PDFium repairs such files silently and then loses pages or their content. Where PDFium would take the
    document for something else than viewers show, it is changed in memory, see `sparkocr.pdf.mend`.

    Parameters
    ----------
    content : bytes, memoryview or binary file
        The file.
    password : str
        User or owner password; ignored if the document isn't encrypted.

    Yields
    ------
    Document
        A document of at least one page, with a form environment if it has form fields. It is closed at the
        end of the ``with`` block, together with its pages.

    Raises
    ------
    DocumentError
        If the content is no PDF or has no pages of its own, is truncated, or is encrypted with another password or
        an unknown method.
    """
    source = content if isinstance(content, bytes | memoryview) else _FileBytes(content)
    names = None if isinstance(source, _FileBytes) else check_containers(source)
    document = _load(content, source, password)
    try:
        if _is_truncated(source):
            raise DocumentError(_TRUNCATED)
        document = _as_shown(document, content, password)
        if not len(document):  # PDFium opens some files whose page tree is broken
            raise DocumentError("PDF has no pages.")
        if len(document) > current().max_pages:
            raise DocumentError(f"PDF has more than {told('max_pages')}.")
        if names is not None and document.objects is not None:
            document.measured.checked.plain = plain_of(document.objects, names, len(source))
        _init_forms(document)
        yield document
    finally:
        document.close()
        if document.objects:
            document.objects.close()


@contextmanager
def opened(source: bytes | memoryview | Document, password: str = "") -> Iterator[Document]:
    """Open a PDF, as `open_pdf` does; one that is open stays so."""
    if isinstance(source, Document):
        yield source
        return
    with open_pdf(source, password) as document:
        yield document


@contextmanager
def open_page(document: Document, index: int, *, annotations: bool = False) -> Iterator[pdfium.PdfPage]:
    """Open a page, with the values of its form fields drawn into the page, and a look for notes that have none.

    Drawing them into the page (flattening) makes what is rendered, what is read as text and what is cut into
    another document the same. The change stays in memory.

    Parameters
    ----------
    document : pypdfium2.PdfDocument
        A document of `open_pdf`.
    index : int
        Page, from 0.
    annotations : bool
        Draw all annotations of the page into it, if any of them may show text: only so PDFium reads it.

    Yields
    ------
    pypdfium2.PdfPage
        The page; it is closed at the end of the ``with`` block.

    Raises
    ------
    DocumentError
        If there is no such page, it can't be loaded, a part of it is damaged, or it asks for too much work.
    """
    check_page(index, len(document))
    _check_work(document, index)
    page = _load_page(document, index)
    try:
        kinds = add_looks(page)
        _check_content(document, index, annotations=show_text(kinds))
        has_fields = document.formenv or pdfium_c.FPDF_ANNOT_WIDGET in kinds  # some are in no form
        if (has_fields or (annotations and show_text(kinds))) and flatten(page):
            document.drawn.add(index)
            page.close()
            page = _load_page(document, index)  # which shows the change
        check_size(*page.get_size())
        yield page
    finally:
        page.close()


def check_size(width: float, height: float) -> None:
    """Check that the size of a page in points is one.

    Raises
    ------
    DocumentError
        It is not: it has more than 31 bits, which no column holds.
    """
    if not (0 <= width <= _LARGEST_SIDE and 0 <= height <= _LARGEST_SIDE):
        raise DocumentError("The size of PDF page is not valid.")


def check_page(index: int, pages: int) -> None:
    """Check that a document of so many pages has a page.

    Raises
    ------
    DocumentError
        It has not.
    """
    if not 0 <= index < pages:
        raise DocumentError(f"PDF has no page {index}: it has {pages} pages, counted from 0.")


def _load_page(document: Document, index: int) -> pdfium.PdfPage:
    """Load a page or say that it can't be."""
    if not document.is_missing(index):
        with suppress(pdfium.PdfiumError):
            return document.get_page(index)
    raise DocumentError(f"Can't read page {index} of PDF.")


class _FileBytes:
    """The bytes of a file, which are read when a slice of them is asked for."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = file.seek(0, os.SEEK_END)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(self._size)
        self._file.seek(start)
        return self._file.read(stop - start)


_Source = bytes | memoryview | _FileBytes


def _load(content: bytes | memoryview | BinaryIO, source: _Source, password: str) -> Document:
    """Let PDFium open a document or say why it refuses to."""
    buffer: object = None
    if isinstance(content, bytes | memoryview):
        buffer = np.frombuffer(content, dtype=np.uint8) if len(content) else np.empty(0, np.uint8)
        handle = pdfium_c.FPDF_LoadMemDocument64(
            buffer.ctypes.data_as(ctypes.c_void_p), buffer.size, password.encode() + b"\0"
        )
        if not handle:
            raise DocumentError(_reason(pdfium_c.FPDF_GetLastError(), source))
        document = Document(handle)
    else:
        try:
            document = Document(content, password)
        except pdfium.PdfiumError as error:
            raise DocumentError(_reason(error.err_code, source)) from None
    document.known, document.known_fonts, document.drawn, document.buffer = {}, {}, set(), buffer
    document.measured, document.pictures = Measured(), Pictures()
    return document


def _open_objects(content: bytes | memoryview | BinaryIO, password: str) -> pikepdf.Pdf | None:
    """Open the objects of a file that PDFium can open; None if they can't be."""
    file: BinaryIO
    if isinstance(content, bytes):
        file = io.BytesIO(content)
    else:
        file = cast("BinaryIO", _ViewFile(content)) if isinstance(content, memoryview) else content
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of passwords that are not needed
            return pikepdf.open(file, password=password, suppress_warnings=True, inherit_page_attributes=False)
    except Exception:  # noqa: BLE001  as in _as_shown
        return None


def _as_shown(document: Document, content: bytes | memoryview | BinaryIO, password: str) -> Document:
    """Return a document as viewers show it, with its objects; as it is, without them, if they are too odd.

    Raises
    ------
    DocumentError
        Its pages are not its content. It is closed, as it is where another one is returned.
    """
    objects = _open_objects(content, password)
    if objects is None:
        return document
    shown = document
    try:
        pages = _with_missing(document, page_objects(objects))
        if any(page is None and _can_load(document, index) for index, page in enumerate(pages)):
            objects.close()  # it has an object that only PDFium can read
            return document
        check_has_pages(objects, pages)
        if mend(objects, pages, len(document)):
            shown = _reload(objects)
    except DocumentError:
        objects.close()
        raise
    except Exception:  # noqa: BLE001  pikepdf raises anything on objects that are not what they should be
        objects.close()
        return document
    if shown is not document:
        document.close()
    shown.objects, shown.page_objects = objects, pages
    return shown


class _ViewFile(io.RawIOBase):
    """A file in memory that is not copied, as that of `io.BytesIO` would be."""

    def __init__(self, content: memoryview) -> None:
        self._content, self._place = content.cast("B"), 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: len(self._content)}[whence]
        self._place = start + offset
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        part = self._content[self._place : self._place + len(target)]
        target[: len(part)] = part
        self._place += len(part)
        return len(part)


def _reload(objects: pikepdf.Pdf) -> Document:
    """Let PDFium open what objects were changed to."""
    content = written(objects)
    return _load(content, content, "")


def written(objects: pikepdf.Pdf) -> bytes:
    """Write objects as a file to be read at once: not encrypted, packed as they are."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what a document lacks
        objects.save(buffer, compress_streams=False)
    return buffer.getvalue()


def _with_missing(document: Document, pages: list[pikepdf.Dictionary | None]) -> list[pikepdf.Dictionary | None]:
    """Return the pages with those that are missing: where qpdf had to repair a file, it has dropped them."""
    more = len(document) - len(pages)
    if not 0 < more <= _MOST_MISSING or None in pages:
        return pages
    known = [_can_load(document, index) for index in range(len(document))]
    while known and not known[-1]:
        known.pop()
    found = iter(pages)
    return [next(found) if is_known else None for is_known in known] if sum(known) == len(pages) else pages


def _can_load(document: Document, index: int) -> bool:
    """Tell whether PDFium can load a page."""
    try:
        document.get_page(index).close()
    except pdfium.PdfiumError:
        return False
    return True


def _check_work(document: Document, index: int) -> None:
    """Check how much a page draws, as far as its objects can be read."""
    page = document.page_object(index)
    document.pictures = Pictures()
    if page is None:
        return
    try:
        document.pictures = check_work(page, document.measured)
    except DocumentError:
        raise
    except Exception:  # noqa: BLE001  as in _as_shown
        return


def _check_content(document: Document, index: int, *, annotations: bool) -> None:
    """Check that a page is whole, as far as its objects can be read."""
    page = document.page_object(index)
    if page is None:
        return
    try:
        check_content(page, document.known, annotations=annotations, whole=document.measured.whole)
    except DocumentError:
        raise
    except Exception:  # noqa: BLE001  as in _as_shown
        return


def _init_forms(document: Document) -> None:
    """Give PDFium what it needs to draw form fields; without it, fields that have no appearance stay empty.

    ``PdfDocument.init_forms`` isn't used because it logs a warning for every document with an XFA form.
    """
    if document.get_formtype() == pdfium_c.FORMTYPE_NONE:
        return
    config = pdfium_c.FPDF_FORMFILLINFO(version=2)
    environment = pdfium_c.FPDFDOC_InitFormFillEnvironment(document, config)
    if environment:
        document.formenv = pdfium.PdfFormEnv(environment, config)


def _reason(error: int | None, content: _Source) -> str:
    """Message for a document that PDFium refused."""
    if error == pdfium_c.FPDF_ERR_PASSWORD:
        return "PDF is encrypted: set the right password."
    if error == pdfium_c.FPDF_ERR_SECURITY:
        return "PDF is encrypted with a method that isn't supported."
    has_header = b"%PDF-" in bytes(content[:_HEADER_WINDOW])
    if has_header and _is_truncated(content):
        return _TRUNCATED
    seen = bytes(content[:_LOOKED_AT]) if isinstance(content, _FileBytes) else content
    return unopened(_UNREADABLE, seen, Family.PDF)


def _is_truncated(content: _Source) -> bool:
    """Tell whether the end of the document is missing: no end mark at all, or objects after the last one.

    Linearized and incrementally updated files hold several end marks, so the last one alone proves nothing.
    """
    end = max(_rfind(content, mark) for mark in _END_MARKS)
    if end < 0:
        return True
    if not isinstance(content, _FileBytes):
        return _OBJECT.search(content, end) is not None
    windows = (content[start : start + _WINDOW + _LONGEST_START] for start in range(end, len(content), _WINDOW))
    return any(_OBJECT.search(window) for window in windows)


def _rfind(content: _Source, mark: bytes) -> int:
    """Find the last occurrence of the mark or -1, in windows where the whole would have to be copied."""
    if isinstance(content, bytes):
        return content.rfind(mark)
    for start in range(max(0, len(content) - _WINDOW), -_WINDOW, -_WINDOW):
        first = max(0, start)
        found = bytes(content[first : start + _WINDOW + len(mark) - 1]).rfind(mark)
        if found >= 0:
            return first + found
    return -1
