"""Open the objects that a PDF consists of."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf

from sparkocr.errors import DocumentError
from sparkocr.pdf.document import open_pdf

__all__ = ["open_objects"]

_DAMAGED = "PDF is damaged."
# What pikepdf raises on objects that are not what they should be; the messages may quote the document.
_ODD = (pikepdf.PdfError, pikepdf.DataDecodingError, UnicodeDecodeError, RuntimeError)


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
    with _opened(content, password) as document:
        try:
            yield document
        except _ODD:
            raise DocumentError(_DAMAGED) from None


def _opened(content: bytes | memoryview, password: str) -> pikepdf.Pdf:
    """Open a document that PDFium can open."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of passwords that are not needed
            return pikepdf.open(io.BytesIO(content), password=password, suppress_warnings=True)
    except pikepdf.PasswordError:
        raise DocumentError("PDF is encrypted: set the right password.") from None
    except (*_ODD, ValueError):
        raise DocumentError(_DAMAGED) from None
