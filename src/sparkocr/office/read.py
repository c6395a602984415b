"""Text, tables and PDF of Office documents, whatever version they are of."""

from __future__ import annotations

import time
from typing import NamedTuple

from sparkocr.errors import DocumentError
from sparkocr.kinds import FileKind, file_kind, unopened
from sparkocr.layout.table import Table
from sparkocr.office.chunks import chunk_blocks
from sparkocr.office.content import Content
from sparkocr.office.equations import M
from sparkocr.office.inline import with_chunks_inside
from sparkocr.office.kind import Family, Kind, kind_of
from sparkocr.office.libreoffice import convert_document, lacks_math
from sparkocr.office.mail import mail_parts
from sparkocr.office.opendocument import open_document
from sparkocr.office.outlook import message_parts
from sparkocr.office.package import open_package
from sparkocr.office.slides import slide_content, slide_tables
from sparkocr.office.word import WordTables, WordText, block_parts, word_content, word_tables, word_text
from sparkocr.office.workbook import workbook_content

__all__ = ["Pdf", "any_content", "doc_content", "doc_tables", "doc_text", "ppt_content", "ppt_tables", "to_pdf"]

_ENCRYPTED = "Document is encrypted: it opens only with a password."
_UNKNOWN = "Content is no document of a known format."
_NO_EQUATIONS = "Equations are missing, because LibreOffice Math is: install the Debian package libreoffice-math-nogui"
_NEW_KINDS = {Kind.DOC: Kind.DOCX, Kind.PPT: Kind.PPTX}
_OPEN_DOCUMENTS = frozenset({FileKind.ODT, FileKind.ODS, FileKind.ODP})
_TEXT_TYPES = {FileKind.RTF: "application/rtf", FileKind.HTML: "text/html", FileKind.TXT: "text/plain"}


class Pdf(NamedTuple):
    """A document as PDF.

    Attributes
    ----------
    content : bytes
        The file.
    problem : str
        Why some text is missing, else empty.
    """

    content: bytes
    problem: str


def doc_text(content: bytes | memoryview, *, seconds: float) -> WordText:
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
    modern = _Modern(Family.WORD, seconds)
    with open_package(modern(content)) as package:
        return word_text(package, modern)


def doc_content(content: bytes | memoryview, *, seconds: float) -> Content:
    """Return the parts of a Word document: see `sparkocr.office.word.word_content`, and `doc_text`."""
    modern = _Modern(Family.WORD, seconds)
    with open_package(modern(content)) as package:
        return word_content(package, modern)


def ppt_content(content: bytes | memoryview, *, seconds: float) -> Content:
    """Return the slides of a PowerPoint document: see `sparkocr.office.slides.slide_content`, and `doc_text`."""
    with open_package(_Modern(Family.POWERPOINT, seconds)(content)) as package:
        return slide_content(package)


def any_content(content: bytes | memoryview, *, seconds: float) -> Content:
    """Return what a document of any format is made of, whatever its name is.

    Parameters
    ----------
    content : bytes or memoryview
        Word, PowerPoint, Excel, OpenDocument, RTF, HTML, email, message of Outlook, or text. Those of an Office before
        2007 LibreOffice has to convert first.
    seconds : float
        Longest time that LibreOffice may take.

    Raises
    ------
    DocumentError
        It is none of these, empty, damaged or encrypted, or LibreOffice is missing, fails or takes too long.
    """
    kind = file_kind(content)
    if kind in {FileKind.DOCX, FileKind.DOC}:
        return doc_content(content, seconds=seconds)
    if kind in {FileKind.PPTX, FileKind.PPT}:
        return ppt_content(content, seconds=seconds)
    if kind in {FileKind.XLSX, FileKind.XLS}:
        return workbook_content(
            content if kind is FileKind.XLSX else convert_document(content, "xls", "xlsx", seconds=seconds)
        )
    if kind in _OPEN_DOCUMENTS:
        with open_package(content) as package:
            return open_document(package, kind)
    if kind is FileKind.EML:
        return Content([mail_parts(content)])
    if kind is FileKind.MSG:
        return Content([message_parts(content)])
    if kind in _TEXT_TYPES:
        return Content([block_parts(chunk_blocks(bytes(content), _TEXT_TYPES[kind]))])
    if kind is FileKind.EMPTY:
        raise DocumentError("Document is empty.")
    raise DocumentError(_ENCRYPTED if kind is FileKind.LOCKED else unopened(_UNKNOWN, content))


def doc_tables(content: bytes | memoryview, *, seconds: float) -> WordTables:
    """Return the tables of a Word document: see `sparkocr.office.word.word_tables`, and `doc_text`."""
    modern = _Modern(Family.WORD, seconds)
    with open_package(modern(content)) as package:
        return word_tables(package, modern)


def ppt_tables(content: bytes | memoryview, *, seconds: float) -> list[Table]:
    """Return the tables of a PowerPoint document: see `sparkocr.office.slides.slide_tables`, and `doc_text`."""
    with open_package(_Modern(Family.POWERPOINT, seconds)(content)) as package:
        return slide_tables(package)


def to_pdf(content: bytes | memoryview, family: Family, *, seconds: float) -> Pdf:
    """Convert a document of a program to PDF with LibreOffice: see `doc_text`."""
    kind = kind_of(content, family)
    problem = ""
    if kind not in _NEW_KINDS:
        with open_package(content) as package:
            root = package.xml(package.main_part)  # of a damaged one, LibreOffice makes an empty page
            if kind is Kind.DOCX:
                content, problem = with_chunks_inside(content, package, _Modern(family, seconds))
                if next(root.iter(M + "oMath"), None) is not None and lacks_math():
                    problem = problem or _NO_EQUATIONS
    return Pdf(convert_document(content, kind.value, "pdf", seconds=seconds), problem)


class _Modern:
    """Brings documents into the format that can be read here; there is one limit of time for all of them.

    Parameters
    ----------
    family : Family
        The program that they have to be for.
    seconds : float
        Longest time that LibreOffice may take for them all.
    """

    def __init__(self, family: Family, seconds: float) -> None:
        self._family = family
        self._seconds = self._left = seconds

    def __call__(self, content: bytes | memoryview) -> bytes | memoryview:
        """Return a document, converted if it is an old one.

        Raises
        ------
        DocumentError
            It is none of the program, or can't be converted, or not in the time that is left.
        """
        kind = kind_of(content, self._family)
        if kind not in _NEW_KINDS:
            return content
        if self._left <= 0:
            raise DocumentError(f"LibreOffice took longer than {self._seconds:g} s")
        start = time.monotonic()
        try:
            return convert_document(content, kind.value, _NEW_KINDS[kind].value, seconds=self._left)
        finally:
            self._left -= time.monotonic() - start
