"""The text of a page as PDFium finds it, on a page that shows what viewers show, with fonts that tell their letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from math import atan2, degrees
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sparkocr.errors import DocumentError
from sparkocr.pdf.document import Document, open_page, open_pdf
from sparkocr.pdf.fonts import Lack
from sparkocr.pdf.read.letters import (
    completed_page,
    has_guessed_controls,
    has_unknown_letters,
    knows_more,
    look_at_letters,
)
from sparkocr.pdf.read.line_breaks import joined_breaks

__all__ = ["TextLayer", "open_text"]

_FEW, _MANY = 5, 64  # characters that tell in which direction most of a page is written, if they agree and if not
_QUARTER = 90
_TEXT, _FORM = pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_FORM
_SHOWN = 0.9  # boxes of text for each piece of text that is not left out, at least: two seldom share one


@dataclass(frozen=True)
class TextLayer:
    r"""The text of an open page.

    Attributes
    ----------
    page : pypdfium2.PdfPage
    textpage : pypdfium2.PdfTextPage
        Its characters, in PDFium's order.
    text : str
        All of them, with PDFium's marks; lines end with ``"\r\n"``.
    joined : dict of int to str
        What stands in place of the line ends that are none, by the number of their ``"\n"``.
    has_unknown : bool
        Whether there are glyphs whose letters the fonts may not tell.
    is_cipher : bool
        Whether letters that PDFium only guesses from their codes are unknown.
    has_drawn : bool
        Whether there is text of form fields or annotations, whose places PDFium compares within them.
    drawings : list of (int, object)
        Kind and handle of what else the page draws.
    """

    page: pdfium.PdfPage
    textpage: pdfium.PdfTextPage
    text: str
    joined: dict[int, str] = field(default_factory=dict)
    has_unknown: bool = False
    is_cipher: bool = False
    has_drawn: bool = False
    drawings: list[tuple[int, Any]] = field(default_factory=list)


@contextmanager
def open_text(document: Document, index: int) -> Iterator[TextLayer]:
    """Open a page and find its text, the values of form fields and what annotations show included.

    Parameters
    ----------
    document : Document
        A document of `sparkocr.pdf.document.open_pdf`.
    index : int
        Page, from 0.

    Yields
    ------
    TextLayer
        It is closed at the end of the ``with`` block.

    Raises
    ------
    DocumentError
        If there is no such page or it can't be read.
    """
    with ExitStack() as stack:
        page = stack.enter_context(open_page(document, index, annotations=True))
        textpage = stack.enter_context(_open_textpage(page))
        text = textpage.get_text_range()
        drawings, texts = _objects(page)
        is_short_of_text = pdfium_c.FPDFText_CountRects(textpage.raw, 0, -1) < _SHOWN * texts
        has_unknown, lacking = look_at_letters(document, index, textpage, text, is_short_of_text=is_short_of_text)
        if has_unknown or lacking == Lack.MORE:
            completed = completed_page(document, index)
            if completed:
                other = stack.enter_context(open_page(stack.enter_context(open_pdf(completed)), 0))
                found = stack.enter_context(_open_textpage(other))
                if knows_more(found, textpage):
                    page, textpage, text = other, found, found.get_text_range()
                    has_unknown = has_unknown_letters(textpage, text, each=True)
        has_drawn = index in document.drawn and any(kind == _FORM for kind, _ in drawings)
        is_cipher = has_unknown and has_guessed_controls(textpage, text)
        yield TextLayer(
            page, textpage, text, joined_breaks(textpage, text), has_unknown, is_cipher, has_drawn, drawings
        )


def _objects(page: pdfium.PdfPage) -> tuple[list[tuple[int, Any]], int]:
    """Return what a page draws that is no text, and the number of its pieces of text."""
    raw, get, kind_of = page.raw, pdfium_c.FPDFPage_GetObject, pdfium_c.FPDFPageObj_GetType
    count = pdfium_c.FPDFPage_CountObjects(raw)
    drawings = []
    for number in range(count):
        shown = get(raw, number)
        kind = kind_of(shown)
        if kind != _TEXT:
            drawings.append((kind, shown))
    return drawings, count - len(drawings)


@contextmanager
def _open_textpage(page: pdfium.PdfPage) -> Iterator[pdfium.PdfTextPage]:
    """Let PDFium find the text of a page, in the order of the file.

    PDFium takes pieces of text that stand on one height of the displayed page for one line, and sorts them. So the
    lines of a page that is displayed on its side would change their order: they are read from the page turned upright.
    """
    textpage = _load_text(page)
    try:
        rotation = page.get_rotation()
        upright = _upright_rotation(textpage, rotation)
        if upright != rotation:
            textpage.close()
            page.set_rotation(upright)
            try:
                textpage = _load_text(page)
            finally:
                page.set_rotation(rotation)
        yield textpage
    finally:
        textpage.close()


def _load_text(page: pdfium.PdfPage) -> pdfium.PdfTextPage:
    """Find the text of a page.

    Raises
    ------
    DocumentError
        If PDFium can't.
    """
    try:
        return page.get_textpage()
    except pdfium.PdfiumError:
        raise DocumentError("Can't read text of PDF page.") from None


def _upright_rotation(textpage: pdfium.PdfTextPage, rotation: int) -> int:
    """Return how many degrees a page has to be turned clockwise so that most of its text is upright.

    A few characters from all parts of the page tell it; a page without text stays as it is, turned by `rotation`.
    """
    if all(_QUARTER * quarters == rotation for quarters in _quarters(textpage, _FEW)):
        return rotation
    votes = Counter(_quarters(textpage, _MANY))
    return _QUARTER * max(votes, key=lambda quarters: (votes[quarters], _QUARTER * quarters == rotation))


def _quarters(textpage: pdfium.PdfTextPage, number: int) -> Iterator[int]:
    """Yield the quarter turns of some characters, counter-clockwise in user space; not those of spaces from PDFium."""
    raw, matrix = textpage.raw, pdfium_c.FS_MATRIX()
    count = pdfium_c.FPDFText_CountChars(raw)
    for index in range(0, count, max(1, count // number)):
        if pdfium_c.FPDFText_IsGenerated(raw, index) == 0 and pdfium_c.FPDFText_GetMatrix(raw, index, matrix):
            turned = matrix.b or matrix.a < 0
            yield round(degrees(atan2(matrix.b, matrix.a)) / _QUARTER) % 4 if turned else 0
