"""PDFs in DICOM files: encapsulated documents (PS3.3, section C.24.2), out and in."""

from __future__ import annotations

from typing import Any

from sparkocr.dicom.library import quiet
from sparkocr.dicom.open import open_dicom, value
from sparkocr.dicom.source import Source
from sparkocr.dicom.write import write_header
from sparkocr.errors import DocumentError

__all__ = ["is_pdf", "pdf_in", "pdf_of", "put_pdf", "with_pdf"]

_PDF = "application/pdf"
_START = b"%PDF-"
_WITHIN = 1024  # bytes at the beginning of a file in which readers look for its start (PDF 1.7, annex H, note 13)


def is_pdf(content: bytes) -> bool:
    """Tell whether bytes begin as a PDF does."""
    return _START in content[:_WITHIN]


def pdf_of(source: Source) -> bytes:
    """Return the PDF in a DICOM file.

    Raises
    ------
    DocumentError
        There is none.
    """
    with open_dicom(source) as dicom:
        return pdf_in(dicom.header)


def pdf_in(header: Any) -> bytes:
    """Return the PDF in the header of an open file.

    Raises
    ------
    DocumentError
        There is none.
    """
    document = _document(header)
    length = value(header, "EncapsulatedDocumentLength", 0)
    if isinstance(length, int) and 0 < length < len(document):
        return document[:length]
    return document.removesuffix(b"\0")  # values have an even length


def with_pdf(source: Source, pdf: bytes) -> bytes:
    """Return a DICOM file with another PDF in place of its own; the rest of its header stays.

    Parameters
    ----------
    source : bytes-like, str or Path
        A file that has a PDF.
    pdf : bytes

    Raises
    ------
    DocumentError
        There is no PDF in the file, or `pdf` is none.
    """
    if not is_pdf(pdf):
        raise DocumentError("There is no PDF to put into the DICOM file")
    with open_dicom(source) as dicom:
        _document(dicom.header)
        put_pdf(dicom.header, pdf)
        return write_header(dicom.header, dicom.transfer_syntax)


def put_pdf(header: Any, pdf: bytes) -> None:
    """Put a PDF into the header of an open file."""
    with quiet():
        header.EncapsulatedDocument = pdf + b"\0" * (len(pdf) % 2)
        header.EncapsulatedDocumentLength = len(pdf)


def _document(header: Any) -> bytes:
    document = value(header, "EncapsulatedDocument", b"")
    kind = str(value(header, "MIMETypeOfEncapsulatedDocument", _PDF)).strip().lower()
    if not isinstance(document, bytes) or kind != _PDF or not is_pdf(document):
        raise DocumentError("There is no PDF in the DICOM file")
    return document
