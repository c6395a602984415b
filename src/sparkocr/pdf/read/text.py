"""Read the text layer of PDF pages: plain, sorted or with its layout, with the box of every character."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import atan2, degrees

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sparkocr.errors import DocumentError
from sparkocr.pdf.document import open_page, open_pdf
from sparkocr.pdf.read.characters import directed_characters, expand_ligatures, line_ends_at_jumps, place_spaces
from sparkocr.pdf.read.sorted_text import sorted_text
from sparkocr.positions.position import Position

__all__ = ["PageText", "open_textpage", "page_text", "page_texts", "text_or_error"]

# PDFium joins a word that is hyphenated at the end of a line, and marks the place (CPDF_TextPage).
_HYPHEN_MARKS = ("\x02", "\ufffe")
_FEW, _MANY = 5, 64  # characters that tell in which direction most of a page is written, if they agree and if not
_QUARTER = 90


@dataclass(frozen=True)
class PageText:
    r"""Text of a page.

    Attributes
    ----------
    text : str
        The text; its lines end with ``"\n"``.
    width, height : float
        Size of the page as it's displayed (cropped and rotated), in points.
    characters : list of Position or None
        One for each character of `text`, in its order, if they were asked for.
    """

    text: str
    width: float
    height: float
    characters: list[Position] | None = None


def page_texts(
    content: bytes | memoryview,
    *,
    layout: bool = False,
    sort: bool = False,
    coordinates: bool = False,
    normalize_ligatures: bool = True,
    only_sizes: bool = False,
    password: str = "",
) -> Iterator[PageText | DocumentError]:
    """Read all pages of a PDF, one at a time.

    Parameters
    ----------
    content : bytes or memoryview
        The PDF file.
    layout, sort, coordinates, normalize_ligatures : bool
        As in `page_text`.
    only_sizes : bool
        Give the sizes of the pages without their text, which is much faster.
    password : str
        Password of an encrypted document.

    Yields
    ------
    PageText or DocumentError
        The pages in order. A page that can't be read is given as the error, so that the pages after it aren't
        lost.

    Raises
    ------
    DocumentError
        If the document can't be opened.
    """
    with open_pdf(content, password) as document:
        for index in range(len(document)):
            yield text_or_error(
                document,
                index,
                layout=layout,
                sort=sort,
                coordinates=coordinates,
                normalize_ligatures=normalize_ligatures,
                only_sizes=only_sizes,
            )


def text_or_error(
    document: pdfium.PdfDocument, index: int, *, only_sizes: bool = False, **options: bool
) -> PageText | DocumentError:
    """Read the text of a page, or give the error, so that the pages after it aren't lost.

    Parameters
    ----------
    document : pypdfium2.PdfDocument
        A document of `sparkocr.pdf.document.open_pdf`.
    index : int
        Page, from 0.
    only_sizes : bool
        Give the size of the page without its text.
    **options
        Those of `page_text`.
    """
    try:
        if only_sizes:
            return PageText("", *_page_size(document, index))
        return page_text(document, index, **options)
    except DocumentError as error:
        return error


def page_text(
    document: pdfium.PdfDocument,
    index: int,
    *,
    layout: bool = False,
    sort: bool = False,
    coordinates: bool = False,
    normalize_ligatures: bool = True,
) -> PageText:
    """Read the text of a page; the values of form fields are part of it.

    A page without text (a scan) gives an empty string. The hyphen of a word that is divided at the end of a
    line is kept, and so is the line end. Whether a page is displayed on its side makes no difference to its text.

    Parameters
    ----------
    document : pypdfium2.PdfDocument
        A document of `sparkocr.pdf.document.open_pdf`.
    index : int
        Page, from 0.
    layout : bool
        Reproduce the layout of the page with spaces and blank lines.
    sort : bool
        Give the lines from top to bottom and their words from left to right, with one space between them; text
        that is turned comes last, as `sparkocr.pdf.read.sorted_text.sorted_text` says. Otherwise the text has the order
        of the document: that of the lines, and within a line from left to right. A layout is always sorted.
    coordinates : bool
        Give the characters with their boxes.
    normalize_ligatures : bool
        Give the letters of Latin ligatures (U+FB00 to U+FB06). Otherwise letters that one glyph shows are
        given as the ligature.

    Returns
    -------
    PageText
        Text, size and characters.

    Raises
    ------
    DocumentError
        If there is no such page or it can't be read.
    """
    with open_page(document, index) as page:
        width, height = page.get_size()
        with open_textpage(page) as textpage:
            has_jumps = document.formenv is not None and not (layout or sort) and _has_forms(page)
            if not (layout or sort or coordinates or has_jumps) and normalize_ligatures:
                return PageText(_plain_text(textpage), width, height)
            found = directed_characters(page, textpage, normalize_ligatures=normalize_ligatures)
            if layout or sort:
                text, characters = sorted_text(found, width, height, layout=layout, spaces=coordinates)
                return PageText(text, width, height, characters if coordinates else None)
            characters = line_ends_at_jumps(found) if has_jumps else [character for character, _ in found]
    text = "".join(character.c for character in characters)
    return PageText(text, width, height, place_spaces(text, characters) if coordinates else None)


@contextmanager
def open_textpage(page: pdfium.PdfPage) -> Iterator[pdfium.PdfTextPage]:
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


def _page_size(document: pdfium.PdfDocument, index: int) -> tuple[float, float]:
    """Width and height of a page in points, without loading it."""
    try:
        width, height = document.get_page_size(index)
    except pdfium.PdfiumError:
        raise DocumentError(f"Can't read page {index} of PDF.") from None
    return width, height


def _plain_text(textpage: pdfium.PdfTextPage) -> str:
    """Text in PDFium's order, without its marks."""
    text = textpage.get_text_range().replace("\r", "").replace("\0", "")
    for mark in _HYPHEN_MARKS:
        text = text.replace(mark, "-\n")
    return text if text.isascii() else expand_ligatures(text)
