"""Open the objects that a PDF consists of, and read the boxes of its pages."""

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pikepdf

from sparkocr.errors import DocumentError
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.frame import PageFrame

__all__ = ["numbers_of", "open_objects", "page_frame"]

_LETTER = (0.0, 0.0, 612.0, 792.0)  # the size that PDFium takes where a page has none


@contextmanager
def open_objects(content: bytes | memoryview, password: str = "") -> Iterator[pikepdf.Pdf]:
    """Open a PDF to read or change its objects.

    What can't be opened is refused with the same words as `sparkocr.pdf.document.open_pdf` has for it, because that
    one looks first.

    Yields
    ------
    pikepdf.Pdf
        A document of at least one page; it is closed at the end of the ``with`` block.

    Raises
    ------
    DocumentError
        If the document can't be opened, or what is done with it fails because it is damaged.
    """
    with open_pdf(content, password):
        pass
    try:
        with pikepdf.open(io.BytesIO(content), password=password, suppress_warnings=True) as document:
            yield document
    except pikepdf.PasswordError:
        raise DocumentError("PDF is encrypted: set the right password.") from None
    except (pikepdf.PdfError, pikepdf.DataDecodingError):  # their messages may quote the document
        raise DocumentError("PDF is damaged.") from None


def page_frame(page: pikepdf.Page) -> PageFrame:
    """Return the frame of a page, as PDFium displays it: its crop box as far as it is on its media box.

    The unit is 1 whatever /UserUnit says, as PDFium has it.
    """
    media = _box(page, "/MediaBox") or _LETTER
    crop = _box(page, "/CropBox") or media
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if left >= right or bottom >= top:
        left, bottom, right, top = media
    rotation = _inherited(page, "/Rotate")
    quarters = int(rotation) // 90 % 4 if isinstance(rotation, (int, Decimal)) else 0
    return PageFrame(left, bottom, right, top, quarters * 90)


def numbers_of(value: object) -> list[float] | None:
    """Return the numbers of an array; None if it is no array, or anything in it is no finite number."""
    if not isinstance(value, pikepdf.Array):
        return None
    try:
        found = [float(item) for item in value]
    except (TypeError, ValueError):
        return None
    return found if all(map(math.isfinite, found)) else None


def _box(page: pikepdf.Page, name: str) -> tuple[float, float, float, float] | None:
    """Return a box of a page, its own or that of the tree above it; None if it has no area."""
    found = numbers_of(_inherited(page, name))
    if found is None or len(found) != 4:  # noqa: PLR2004
        return None
    (left, right), (bottom, top) = sorted(found[::2]), sorted(found[1::2])
    return (left, bottom, right, top) if left < right and bottom < top else None


def _inherited(page: pikepdf.Page, name: str) -> object:
    """Return an entry of a page or of the tree above it."""
    node: object = page.obj
    seen = set()
    while isinstance(node, pikepdf.Dictionary) and node.objgen not in seen:
        if name in node:
            return node[name]
        if node.is_indirect:
            seen.add(node.objgen)
        node = node.get("/Parent")
    return None
