"""Text, tables and PDF of Office documents, whatever version they are of."""

from __future__ import annotations

from sparkocr.layout.table import Table
from sparkocr.office.kind import Family, Kind, kind_of
from sparkocr.office.libreoffice import convert_document
from sparkocr.office.package import open_package
from sparkocr.office.slides import slide_tables
from sparkocr.office.word import word_tables, word_text

__all__ = ["doc_tables", "doc_text", "ppt_tables", "to_pdf"]

_NEW_KINDS = {Kind.DOC: Kind.DOCX, Kind.PPT: Kind.PPTX}


def doc_text(content: bytes | memoryview, *, seconds: float) -> str:
    """Return the text of a Word document: see `sparkocr.office.word.word_text`.

    Parameters
    ----------
    content : bytes or memoryview
        The file: DOCX and its like, or DOC, which LibreOffice has to convert first.
    seconds : float
        Longest time that LibreOffice may take.

    Raises
    ------
    DocumentError
        It is no Word document, damaged or encrypted, or LibreOffice is missing, fails or takes too long.
    """
    with open_package(_modern(content, Family.WORD, seconds)) as package:
        return word_text(package)


def doc_tables(content: bytes | memoryview, *, seconds: float) -> list[Table]:
    """Return the tables of a Word document: see `sparkocr.office.word.word_tables`, and `doc_text`."""
    with open_package(_modern(content, Family.WORD, seconds)) as package:
        return word_tables(package)


def ppt_tables(content: bytes | memoryview, *, seconds: float) -> list[Table]:
    """Return the tables of a PowerPoint document: see `sparkocr.office.slides.slide_tables`, and `doc_text`."""
    with open_package(_modern(content, Family.POWERPOINT, seconds)) as package:
        return slide_tables(package)


def to_pdf(content: bytes | memoryview, family: Family, *, seconds: float) -> bytes:
    """Convert a document of a program to PDF with LibreOffice: see `doc_text`."""
    kind = kind_of(content, family)
    if kind not in _NEW_KINDS:
        with open_package(content) as package:
            package.xml(package.main_part)  # of a damaged one, LibreOffice makes an empty page
    return convert_document(content, kind.value, "pdf", seconds=seconds)


def _modern(content: bytes | memoryview, family: Family, seconds: float) -> bytes | memoryview:
    """Return a document in the format that can be read here."""
    kind = kind_of(content, family)
    if kind not in _NEW_KINDS:
        return content
    return convert_document(content, kind.value, _NEW_KINDS[kind].value, seconds=seconds)
