"""Read the text layer of PDF pages: plain, sorted or with its layout, with the box of every character."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import pypdfium2 as pdfium

from sparkocr.errors import DocumentError
from sparkocr.layout.page import FontRun, Page
from sparkocr.pdf.document import Document, check_size, opened
from sparkocr.pdf.read.characters import expand_ligatures, line_ends_at_jumps, place_spaces, shown_text
from sparkocr.pdf.read.cipher import is_shifted
from sparkocr.pdf.read.page_layout import page_of_characters
from sparkocr.pdf.read.sorted_text import sorted_text
from sparkocr.pdf.read.text_layer import TextLayer, open_text
from sparkocr.pdf.read.tidy import Characters, in_columns, needs_care, tidy_characters, without_unreadable
from sparkocr.pdf.read.unread import may_show_more
from sparkocr.pdf.read.word_fonts import font_runs
from sparkocr.positions.position import Position

__all__ = ["PageText", "page_text", "page_texts", "text_or_error"]

# PDFium joins a word that is hyphenated at the end of a line, and marks the place (CPDF_TextPage).
_HYPHEN_MARKS = ("\x02", "\ufffe")


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
    may_show_more : bool
        Whether the page may show text that its text layer doesn't have, if that was asked for.
    fonts : list of FontRun or None
        The fonts of the words, if they were asked for.
    layout : Page or None
        Its lines with their words and characters, as of `sparkocr.pdf.read.page_layout.layout_page`, if they were asked
        for.
    """

    text: str
    width: float
    height: float
    characters: list[Position] | None = None
    may_show_more: bool = False
    fonts: list[FontRun] | None = None
    layout: Page | None = None


def page_texts(
    source: bytes | memoryview | Document,
    *,
    layout: bool = False,
    sort: bool = False,
    coordinates: bool = False,
    normalize_ligatures: bool = True,
    only_sizes: bool = False,
    looks: bool = False,
    fonts: bool = False,
    lines: bool = False,
    start: int = 0,
    password: str = "",
) -> Iterator[PageText | DocumentError]:
    """Read all pages of a PDF, one at a time.

    Parameters
    ----------
    source : bytes, memoryview or Document
        The PDF file, or a document that is open.
    layout, sort, coordinates, normalize_ligatures, looks, fonts, lines : bool
        As in `page_text`.
    only_sizes : bool
        Give the sizes of the pages without their text, which is much faster.
    start : int
        The first page that is read.
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
    with opened(source, password) as document:
        for index in range(start, len(document)):
            yield text_or_error(
                document,
                index,
                layout=layout,
                sort=sort,
                coordinates=coordinates,
                normalize_ligatures=normalize_ligatures,
                only_sizes=only_sizes,
                looks=looks,
                fonts=fonts,
                lines=lines,
            )


def text_or_error(
    document: Document, index: int, *, only_sizes: bool = False, **options: bool
) -> PageText | DocumentError:
    """Read the text of a page, or give the error, so that the pages after it aren't lost.

    Parameters
    ----------
    document : Document
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
    document: Document,
    index: int,
    *,
    layout: bool = False,
    sort: bool = False,
    coordinates: bool = False,
    normalize_ligatures: bool = True,
    looks: bool = False,
    fonts: bool = False,
    lines: bool = False,
) -> PageText:
    """Read the text of a page; the values of form fields are part of it.

    A page without text (a scan) gives an empty string. The hyphen of a word that is divided at the end of a
    line is kept, and so is the line end. Whether a page is displayed on its side makes no difference to its text.

    Parameters
    ----------
    document : Document
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
    looks : bool
        Tell whether the page may show more, see `sparkocr.pdf.read.unread`.
    fonts : bool
        Tell the fonts of the words.
    lines : bool
        Give the lines, too, in the order in which people read them.

    Returns
    -------
    PageText
        Text, size and characters. A text layer of which hardly any letter is known is no text, nor is one
        whose letters are all shifted.

    Raises
    ------
    DocumentError
        If there is no such page or it can't be read.
    """
    with open_text(document, index) as layer:
        width, height = layer.page.get_size()
        if is_shifted(layer.text):
            empty = page_of_characters([], width, height) if lines else None
            return PageText("", width, height, [] if coordinates else None, looks, [] if fonts else None, empty)
        more = looks and may_show_more(layer)
        is_plain = not (layout or sort or coordinates or fonts or lines) and normalize_ligatures
        if is_plain and not needs_care(layer):
            text, is_partial = _plain_text(layer)
            return PageText(text, width, height, may_show_more=more or (looks and is_partial))
        found, is_partial = tidy_characters(layer, normalize_ligatures=normalize_ligatures)
        more = more or (looks and is_partial)
        runs = font_runs(layer, found, document.bookmarks.get(index, ())) if fonts else None
        page = _page(layer, found, is_normalized=normalize_ligatures) if lines else None
        if layout or sort:
            text, characters = sorted_text(found, width, height, layout=layout, spaces=coordinates)
            return PageText(text, width, height, characters if coordinates else None, more, runs, page)
        found = in_columns(found)
        characters = line_ends_at_jumps(found) if layer.has_drawn else [character for character, _ in found]
    text = "".join(character.c for character in characters)
    return PageText(text, width, height, place_spaces(text, characters) if coordinates else None, more, runs, page)


def _page(layer: TextLayer, found: Characters, *, is_normalized: bool) -> Page:
    """Return the lines of a page: those of its characters, if they have no ligatures."""
    characters = found if is_normalized else tidy_characters(layer, normalize_ligatures=True)[0]
    return page_of_characters(characters, *layer.page.get_size(), symbols=True)


def _page_size(document: Document, index: int) -> tuple[float, float]:
    """Width and height of a page in points, without loading it."""
    if not document.is_missing(index):
        with suppress(pdfium.PdfiumError):
            width, height = document.get_page_size(index)
            check_size(width, height)
            return width, height
    raise DocumentError(f"Can't read page {index} of PDF.")


def _plain_text(layer: TextLayer) -> tuple[str, bool]:
    """Return the text in PDFium's order, without its marks, and whether letters of some are unknown."""
    text, is_partial = shown_text(layer), False
    if layer.has_unknown:
        characters, is_partial = without_unreadable([(Position(letter, 0, 0, 0, 0, 0), 0.0) for letter in text])
        text = "".join(character.c for character, _ in characters)
    for mark in _HYPHEN_MARKS:
        text = text.replace(mark, "-\n")
    return text if text.isascii() else expand_ligatures(text), is_partial
