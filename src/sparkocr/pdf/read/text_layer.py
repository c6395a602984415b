"""The text of a page as PDFium finds it, on a page that shows what viewers show, with fonts that tell their letters."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from math import atan2, degrees
from typing import Any
from warnings import catch_warnings, simplefilter

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sparkocr.errors import DocumentError
from sparkocr.pdf.document import Document, open_page, open_pdf
from sparkocr.pdf.fonts import Lack, complete_fonts, is_known, lack
from sparkocr.pdf.read.line_breaks import joined_breaks

__all__ = ["TextLayer", "open_text"]

_FEW, _MANY = 5, 64  # characters that tell in which direction most of a page is written, if they agree and if not
_QUARTER = 90
# Characters that mean nothing: controls, what stands for unknown ones, and those for private use. Some of these are
# usual, as bullets.
_UNKNOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
_NUL_MARK, _HYPHEN_MARK = "\ufffe", 0x02  # PDFium writes both as the mark
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_MANY_PRIVATE = 0.05
_FIRST_PRINTABLE = 0x20
_TEXT = pdfium_c.FPDF_PAGEOBJ_TEXT
_SHOWN = 0.9  # boxes of text for each piece of text that is not left out, at least: two seldom share one
_SHORT = 200
_FEWEST_VOWELS, _MOST_VOWELS = 0.25, 0.5  # of what is no blank
# What characters of Latin, Greek and other alphabets become where a font gives their UTF-8 for UTF-16, and all Hangul.
_MISREAD, _HANGUL = re.compile("[\uc280-\udfbf\ue080-\uefbf]"), re.compile("[\uac00-\ud7af\ue080-\uefbf]")


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
        is_drawn = index in document.drawn
        textpage = stack.enter_context(_open_textpage(page))
        text = textpage.get_text_range()
        drawings, texts = _objects(page)
        has_unknown = _has_unknown_letters(textpage, text, each=False)
        is_short_of_text = pdfium_c.FPDFText_CountRects(textpage.raw, 0, -1) < _SHOWN * texts
        lacking = _lack(document, index) if has_unknown or is_short_of_text or _is_odd(text) else Lack.NOTHING
        has_unknown = has_unknown or (lacking != Lack.NOTHING and _has_unknown_letters(textpage, text, each=True))
        if has_unknown or lacking == Lack.MORE:
            completed = _completed(document, index)
            if completed:
                other = stack.enter_context(open_page(stack.enter_context(open_pdf(completed)), 0))
                found = stack.enter_context(_open_textpage(other))
                if _is_better(found, textpage):
                    page, textpage, text = other, found, found.get_text_range()
                    has_unknown = _has_unknown_letters(textpage, text, each=True)
        joined = joined_breaks(textpage, text)
        is_cipher = has_unknown and _has_guessed_controls(textpage)
        yield TextLayer(
            page,
            textpage,
            text,
            joined,
            has_unknown,
            is_cipher,
            is_drawn and _has_forms(page),
            drawings,
        )


def _completed(document: Document, index: int) -> bytes | None:
    """Return the page as a document with complete fonts, or None if there is nothing to add to them."""
    if document.page_object(index) is None or document.objects is None:
        return None
    try:
        with pikepdf.new() as target, BytesIO() as result, catch_warnings():
            simplefilter("ignore")  # that fields are left which no form has
            target.add_pages_from(document.objects, [index])
            if not complete_fonts(target, target.pages[0].obj):
                return None
            # PDFium, when it draws fields and annotations into a page, loses some ToUnicode maps.
            target.generate_appearance_streams()
            target.flatten_annotations("screen")
            target.save(result)
            return result.getvalue()
    except Exception:  # noqa: BLE001  pikepdf raises anything on objects that are not what they should be
        return None


def _is_better(one: pdfium.PdfTextPage, other: pdfium.PdfTextPage) -> bool:
    """Tell whether a text has as many letters that are known, or more."""
    (letters, unknown), (other_letters, other_unknown) = _letters(one), _letters(other)
    return letters - unknown >= other_letters - other_unknown


def _letters(textpage: pdfium.PdfTextPage) -> tuple[int, int]:
    """Count the characters, and those whose letters are not known."""
    raw = textpage.raw
    count = pdfium_c.FPDFText_CountChars(raw)
    codes = (min(pdfium_c.FPDFText_GetUnicode(raw, number), sys.maxunicode) for number in range(count))
    return count, sum(
        pdfium_c.FPDFText_HasUnicodeMapError(raw, number) == 1 or not is_known(chr(code))
        for number, code in enumerate(codes)
    )


def _has_unknown_letters(textpage: pdfium.PdfTextPage, text: str, *, each: bool) -> bool:
    """Tell whether the fonts of a page may not tell their letters: by the text, and a look at some characters or each.

    Fonts that lack nothing by themselves may still lack some of their letters.
    """
    if _UNKNOWN.search(text) or (_NUL_MARK in text and _has_nul(textpage.raw, text)):
        return True
    if not text.isascii():
        if len(_PRIVATE.findall(text)) > _MANY_PRIVATE * len(text):
            return True
        misread = len(_MISREAD.findall(text))
        if misread and misread == len(_HANGUL.findall(text)):
            return True
    raw = textpage.raw
    count = pdfium_c.FPDFText_CountChars(raw)
    step = 1 if each else max(1, count // _MANY)
    return any(pdfium_c.FPDFText_HasUnicodeMapError(raw, number) == 1 for number in range(0, count, step))


def _has_nul(raw: object, text: str) -> bool:
    """Tell whether a mark that PDFium writes for the hyphen of a divided word is another character without meaning."""
    has_same_numbers = pdfium_c.FPDFText_CountChars(raw) == len(text)
    for match in re.finditer(_NUL_MARK, text):
        place = match.start()
        number = place if has_same_numbers else pdfium_c.FPDFText_GetCharIndexFromTextIndex(raw, place)
        if pdfium_c.FPDFText_GetUnicode(raw, number) != _HYPHEN_MARK:
            return True
    return False


def _lack(document: Document, index: int) -> Lack:
    """Tell what PDFium may not know of the text of a page, as far as its objects can be read."""
    page = document.page_object(index)
    try:
        return lack(page, document.known_fonts) if page is not None else Lack.NOTHING
    except Exception:  # noqa: BLE001  pikepdf raises anything on objects that are not what they should be
        return Lack.NOTHING


def _has_guessed_controls(textpage: pdfium.PdfTextPage) -> bool:
    """Tell whether control characters are among those that PDFium guesses: then codes are numbers of glyphs."""
    raw = textpage.raw
    return any(
        pdfium_c.FPDFText_GetUnicode(raw, number) < _FIRST_PRINTABLE
        and pdfium_c.FPDFText_HasUnicodeMapError(raw, number) == 1
        for number in range(pdfium_c.FPDFText_CountChars(raw))
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


def _is_odd(text: str) -> bool:
    """Tell whether the letters of a text may be others: in all languages of Latin letters a third are vowels.

    A short text may have any share of vowels.
    """
    if len(text) < _SHORT:
        return True
    letters = len(text) - text.count(" ") - 2 * text.count("\n")
    vowels = sum(map(text.count, "aeiouAEIOU"))
    return not _FEWEST_VOWELS * letters <= vowels <= _MOST_VOWELS * letters


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


def _has_forms(page: pdfium.PdfPage) -> bool:
    """Tell whether a page has drawings within drawings, as the values of form fields are."""
    raw = page.raw
    return any(
        pdfium_c.FPDFPageObj_GetType(pdfium_c.FPDFPage_GetObject(raw, index)) == pdfium_c.FPDF_PAGEOBJ_FORM
        for index in range(pdfium_c.FPDFPage_CountObjects(raw))
    )
