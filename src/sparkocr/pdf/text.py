"""Read the text layer of PDF pages: plain, sorted or with its layout, with the box of every character."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2 as pdfium

from sparkocr.errors import DocumentError
from sparkocr.layout.position import Position
from sparkocr.layout.text import Word, layout_text, text_lines
from sparkocr.pdf.characters import expand_ligatures, page_characters, place_spaces
from sparkocr.pdf.document import open_page, open_pdf

__all__ = ["PageText", "open_textpage", "page_text", "page_texts", "text_or_error"]

# PDFium joins a word that is hyphenated at the end of a line, and marks the place (CPDF_TextPage).
_HYPHEN_MARKS = ("\x02", "\ufffe")
# Columns of the layout are narrower than the mean character, so that few words outgrow their columns.
_COLUMN_WIDTH = 0.9


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
    line is kept, and so is the line end.

    Parameters
    ----------
    document : pypdfium2.PdfDocument
        A document of `sparkocr.pdf.document.open_pdf`.
    index : int
        Page, from 0.
    layout : bool
        Reproduce the layout of the page with spaces and blank lines.
    sort : bool
        Give the lines from top to bottom and their words from left to right, with one space between them.
        Otherwise the text has the order of the document. A layout is always sorted.
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
            if not (layout or sort or coordinates) and normalize_ligatures:
                return PageText(_plain_text(textpage), width, height)
            characters = page_characters(page, textpage, normalize_ligatures=normalize_ligatures)
    if layout or sort:
        text, characters = _arrange(characters, layout=layout)
    else:
        text = "".join(character.c for character in characters)
    return PageText(text, width, height, place_spaces(text, characters) if coordinates else None)


@contextmanager
def open_textpage(page: pdfium.PdfPage) -> Iterator[pdfium.PdfTextPage]:
    """Let PDFium find the text of a page."""
    try:
        textpage = page.get_textpage()
    except pdfium.PdfiumError:
        raise DocumentError("Can't read text of PDF page.") from None
    try:
        yield textpage
    finally:
        textpage.close()


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


def _arrange(characters: Sequence[Position], *, layout: bool) -> tuple[str, list[Position]]:
    """Sort words into lines; give the text and the characters, without spaces, in its order."""
    runs = _runs(characters)
    if not runs:
        return "", []
    words = [_word(run) for run in runs]
    lines = text_lines(words)
    if layout:
        mean_width = sum(word.width for word in words) / sum(map(len, runs))
        text = layout_text(words, _COLUMN_WIDTH * mean_width or 1)
    else:
        text = "\n".join(" ".join(words[i].text for i in line) for line in lines)
    return text, [character for line in lines for i in line for character in runs[i]]


def _runs(characters: Sequence[Position]) -> list[list[Position]]:
    """Split at spaces and line ends."""
    runs: list[list[Position]] = [[]]
    for character in characters:
        if not character.c.isspace():
            runs[-1].append(character)
        elif runs[-1]:
            runs.append([])
    return runs if runs[-1] else runs[:-1]


def _word(run: Sequence[Position]) -> Word:
    """Box around characters."""
    left, top = min(c.x for c in run), min(c.y for c in run)
    right, bottom = max(c.x + c.width for c in run), max(c.y + c.height for c in run)
    return Word("".join(c.c for c in run), left, top, right - left, bottom - top)
