"""Open the objects that a PDF consists of."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf

from sparkocr.errors import DocumentError
from sparkocr.pdf.document import open_pdf

__all__ = ["open_objects"]


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
