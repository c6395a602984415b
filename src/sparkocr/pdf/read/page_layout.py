"""Read the text layer of PDF pages as lines, paragraphs and blocks."""

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import fmean, median

from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.layout.merge import framed, union
from sparkocr.layout.page import Line, Page, Symbol, Word
from sparkocr.layout.reading_order import arrange
from sparkocr.pdf.document import Document, opened
from sparkocr.pdf.read.cipher import is_shifted
from sparkocr.pdf.read.text_layer import open_text
from sparkocr.pdf.read.tidy import tidy_characters
from sparkocr.positions.position import Position, edges

__all__ = ["layout_page", "layout_pages", "normalized", "page_of_characters"]

_UPRIGHT = 0.2  # degrees off a quarter turn: the ends of a line of 500 pt are 2 pt apart
_QUARTER = 90
_ADVANCE = 0.5  # of the font size: the advance of a character that stands alone
_CERTAIN = 100.0

# NFKC keeps these, which have a look-alike in ASCII that people type (Unicode chart "General Punctuation").
_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    }
)


def layout_pages(
    source: bytes | memoryview | Document,
    *,
    original: bool = False,
    symbols: bool = False,
    start: int = 0,
    password: str = "",
) -> Iterator[Page | DocumentError]:
    """Read all pages of a PDF, one at a time.

    Parameters
    ----------
    source : bytes, memoryview or Document
        The PDF file, or a document that is open.
    original, symbols : bool
        As in `layout_page`.
    start : int
        The first page that is read.
    password : str
        Password of an encrypted document.

    Yields
    ------
    Page or DocumentError
        The pages in order. A page that can't be read is given as the error.

    Raises
    ------
    DocumentError
        If the document can't be opened.
    """
    with opened(source, password) as document:
        for index in range(start, len(document)):
            try:
                page = layout_page(document, index, original=original, symbols=symbols)
            except DocumentError as error:
                yield error
            else:
                yield page


def layout_page(document: Document, index: int, *, original: bool = False, symbols: bool = False) -> Page:
    """Read the text of a page, in the order in which people read it; the values of form fields are part of it.

    Parameters
    ----------
    document : Document
        A document of `sparkocr.pdf.document.open_pdf`.
    index : int
        Page, from 0.
    original : bool
        Keep the characters as the document has them; otherwise words are `normalized`.
    symbols : bool
        Whether upright words know their characters.

    Returns
    -------
    Page
        Boxes in points of the displayed page, confidence 100. A word is what stands between white space. The row
        height of a line is the median size of its font; its baseline is not known. Words beside the page are left
        out, and a scan is a page without blocks.

    Raises
    ------
    DocumentError
        If there is no such page or it can't be read.
    """
    with open_text(document, index) as layer:
        width, height = layer.page.get_size()
        if is_shifted(layer.text):
            return arrange([], int(width), int(height))
        characters, _ = tidy_characters(layer, normalize_ligatures=not original)
    return page_of_characters(characters, width, height, original=original, symbols=symbols)


def page_of_characters(
    characters: Iterable[tuple[Position, float]],
    width: float,
    height: float,
    *,
    original: bool = False,
    symbols: bool = False,
) -> Page:
    """Make a page, as `layout_page` does, of the characters that were read from it.

    Parameters
    ----------
    characters : iterable of (Position, float)
        As of `sparkocr.pdf.read.tidy.tidy_characters`.
    width, height : float
        Size of the page in points.
    original, symbols : bool
        As in `layout_page`.
    """
    lines = [_line(words) for words in _lines(characters, width, height, symbols=symbols)]
    if not original:
        lines = [replace(line, words=tuple(map(_normalized_word, line.words))) for line in lines]
    return arrange(lines, int(width), int(height))


def _normalized_word(word: Word) -> Word:
    """Write the characters of a word, and of its symbols, in their usual form."""
    if word.text.isascii():
        return word
    symbols = tuple(replace(symbol, text=normalized(symbol.text)) for symbol in word.symbols)
    return replace(word, text=normalized(word.text), symbols=symbols)


def normalized(text: str) -> str:
    """Write the characters of a word in their usual form.

    Ligatures, full-width letters, superscripts and other compatibility characters become the plain ones (form NFKC of
    Unicode Standard Annex 15), and typographic quotes, hyphens, dashes and the minus sign those of ASCII. Letters
    of all scripts, and their accents, stay.

    Examples
    --------
    >>> normalized("ﬁne—№² naïve שלום")
    'fine-No2 naïve שלום'
    """
    if text.isascii():
        return text
    # Spacing accents would become a space and an accent, in the middle of a word.
    plain = "".join(c if " " in unicodedata.normalize("NFKC", c) else unicodedata.normalize("NFKC", c) for c in text)
    return unicodedata.normalize("NFC", plain).translate(_PUNCTUATION)


_Run = list[Position]
_Sized = tuple[Word, float]  # a word and the size of its font


def _lines(
    characters: Iterable[tuple[Position, float]], width: float, height: float, *, symbols: bool
) -> Iterator[list[_Sized]]:
    """Group characters to words and words to lines: a line ends where PDFium says, or its direction or height changes.

    What is not on the page, and what has no place, is left out.
    """
    line: list[_Sized] = []
    for run, angle, ends in _runs(characters):
        box = _box(run, angle) if run else None
        if box is not None and box.touches(width, height):
            if line and not _continues(line[-1][0].box, box):
                yield line
                line = []
            known = tuple(map(_symbol, run)) if symbols and not angle else ()
            word = Word("".join(character.c for character in run), box, _CERTAIN, symbols=known)
            line.append((word, median(abs(character.font_size) for character in run)))
        if ends and line:
            yield line
            line = []
    if line:
        yield line


def _runs(characters: Iterable[tuple[Position, float]]) -> Iterator[tuple[_Run, float, bool]]:
    """Yield the characters between white space, the angle of their baseline, and whether a line ends after them."""
    run: _Run = []
    run_angle = 0.0
    for character, exact in characters:
        if character.c.isspace():
            yield run, run_angle, character.c == "\n"
            run = []
            continue
        if not (character.width or character.height):
            continue
        angle = _rounded(exact) if exact else 0.0
        if run and angle != run_angle:
            yield run, run_angle, True
            run = []
        run.append(character)
        run_angle = angle
    yield run, run_angle, True


def _symbol(character: Position) -> Symbol:
    return Symbol(character.c, Box(character.x, character.y, character.width, character.height), _CERTAIN)


def _rounded(angle: float) -> float:
    """Return an angle to a tenth of a degree, from more than -180 up to 180, with quarter turns made exact."""
    quarter = round(angle / _QUARTER) * _QUARTER
    found = float(quarter) if abs(angle - quarter) <= _UPRIGHT else round(angle, 1)
    return 180.0 if found == -180 else found  # noqa: PLR2004


def _box(run: Sequence[Position], angle: float) -> Box:
    """Return the box of the characters of a word, whose own boxes are upright."""
    if angle % _QUARTER:
        return _tilted_box(run, angle)
    left, top, right, bottom = edges(run)
    width, height = right - left, bottom - top
    if angle % 180:
        left, top = left + (width - height) / 2, top + (height - width) / 2
        width, height = height, width
    return Box(left, top, width, height, angle)


def _tilted_box(run: Sequence[Position], angle: float) -> Box:
    """Return the box of a word that is turned by no quarter: as high as its font, along the centres of its letters."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    centres = [(c.x + c.width / 2, c.y + c.height / 2) for c in run]
    along = [x * cos + y * sin for x, y in centres]
    across = fmean(y * cos - x * sin for x, y in centres)
    height = max(1.0, *(float(abs(c.font_size)) for c in run))
    length = max(along) - min(along)
    width = length * len(run) / (len(run) - 1) if length else _ADVANCE * height
    middle = (max(along) + min(along)) / 2
    centre = middle * cos - across * sin, middle * sin + across * cos
    return Box.around(centre, width, height, angle)


def _continues(before: Box, box: Box) -> bool:
    """Tell whether a word stands on the line of the word before it."""
    if before.angle != box.angle:
        return False
    if not box.angle:
        return min(before.y + before.height, box.y + box.height) > max(before.y, box.y)
    edges = framed([before, box], box.angle)
    return bool(edges[:, 3].min() > edges[:, 2].max())


def _line(words: Sequence[_Sized]) -> Line:
    found = tuple(word for word, _ in words)
    return Line(found, union([word.box for word in found]), float(median(size for _, size in words)))
