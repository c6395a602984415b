"""The fonts of the words of a PDF page.

PDFium tells the font of every character. To ask for all of them would take as long as to read the text, so the first
letter of each word speaks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from ctypes import addressof, c_int, create_string_buffer
from dataclasses import replace
from itertools import accumulate, groupby
from math import hypot
from typing import Any

import pypdfium2.raw as pdfium_c

from sparkocr.layout.box import Box
from sparkocr.layout.page import Font, FontRun
from sparkocr.pdf.outline import Bookmark
from sparkocr.pdf.read.characters import places
from sparkocr.pdf.read.outlined import outlined_lines
from sparkocr.pdf.read.text_layer import TextLayer
from sparkocr.positions.position import Position, edges

__all__ = ["font_runs"]

_Fonts = dict[tuple[float, float], Font]  # of the first characters of words, by their left and top
_BETWEEN = frozenset((0x20, 0x0D, 0x0A, 0xA0, 0x02, 0xFFFE))  # white space, and PDFium's marks of divided words
_LONGEST_NAME = 128
_SUBSET = re.compile(r"[A-Z]{6}\+")  # PDF 32000-1:2008, 9.6.4
# The last ones are how TeX and Type 1 files shorten it.
_BOLD_NAME = re.compile(
    r"bold|black|heavy|semibd|-(?:demi|medi|bd|sb|db|eb)\b|(?:cm|sf|ec|lm)[a-z]*bx|ptmb|phvb|pplb", re.IGNORECASE
)
_PLAIN_NAME = re.compile(r"regular|roman|light|thin|book|medium|-(?:md|it|lt|regu|italic|oblique)", re.IGNORECASE)
_ITALIC_NAME = re.compile("italic|oblique|-it\\b", re.IGNORECASE)
# Flags of a font descriptor, PDF 32000-1:2008, table 123.
_ITALIC, _FORCE_BOLD = 1 << 6, 1 << 18
_BOLD_WEIGHTS = (700, 800, 900)  # of a descriptor; other numbers are PDFium's guess from the width of stems
_STROKED = pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE  # programs that lack a bold font draw the outlines of letters


def font_runs(
    layer: TextLayer, characters: Iterable[tuple[Position, float]], bookmarks: Sequence[Bookmark] = ()
) -> list[FontRun]:
    """Find which words of a page have one font.

    Parameters
    ----------
    layer : TextLayer
        The text of a page.
    characters : iterable of (Position, float)
        Those of the page, as of `sparkocr.pdf.read.tidy.tidy_characters`.
    bookmarks : sequence of Bookmark
        Those that lead to the page: they name headings.

    Returns
    -------
    list of FontRun
        In the order of the text; boxes in points of the displayed page, origin at the top left. Words whose font is
        unknown, like the values of form fields, are in none.
    """
    known = _word_fonts(layer)
    words = list(_words(characters))
    fonts = [_font_of(word, known) for word in words]
    if bookmarks:
        fonts = _with_levels(words, fonts, bookmarks)
    found = []
    for font, group in groupby(zip(fonts, words, strict=True), key=lambda pair: pair[0]):
        parts = [character for _, word in group for character in word]
        if font is not None and parts:
            left, top, right, bottom = edges(parts)
            found.append(FontRun(font, Box(left, top, right - left, bottom - top)))
    return found


def _with_levels(
    words: Sequence[list[Position]], fonts: Sequence[Font | None], bookmarks: Iterable[Bookmark]
) -> list[Font | None]:
    """Tell fonts the levels of the headings that bookmarks name; lines end at words without characters."""
    numbers = list(accumulate((not word for word in words), initial=0))[1:]
    texts, sizes = [""] * (numbers[-1] + 1), [0.0] * (numbers[-1] + 1)
    for number, word, font in zip(numbers, words, fonts, strict=True):
        texts[number] += " " + "".join(character.c for character in word)
        sizes[number] = max(sizes[number], font.size if font else 0.0)
    levels = outlined_lines(texts, sizes, [(bookmark.level, bookmark.title) for bookmark in bookmarks])
    return [
        replace(font, level=levels[number]) if font is not None and number in levels else font
        for number, font in zip(numbers, fonts, strict=True)
    ]


def _words(characters: Iterable[tuple[Position, float]]) -> Iterator[list[Position]]:
    """Yield the characters between white space, and nothing where a line ends."""
    word: list[Position] = []
    for character, _ in characters:
        if not character.c.isspace():
            word.append(character)
            continue
        if word:
            yield word
        word = []
        if character.c == "\n":
            yield []
    yield word


def _font_of(word: Iterable[Position], fonts: _Fonts) -> Font | None:
    return next((fonts[place] for character in word if (place := (character.x, character.y)) in fonts), None)


def _word_fonts(layer: TextLayer) -> _Fonts:
    """Return the font of the first character of each word of a page."""
    raw, place_of, known = layer.textpage.raw, places(layer), dict[tuple[Any, ...], Font]()
    name, flags, matrix = create_string_buffer(_LONGEST_NAME), c_int(), pdfium_c.FS_MATRIX()
    found: _Fonts = {}
    of_pieces: dict[int, Font] = {}  # by the address of the piece of text, which has one font
    is_start = True
    for number in range(pdfium_c.FPDFText_CountChars(raw)):
        is_between = pdfium_c.FPDFText_GetUnicode(raw, number) in _BETWEEN
        if is_start and not is_between and (place := place_of(number)[0]) is not None:
            piece = pdfium_c.FPDFText_GetTextObject(raw, number)
            address = addressof(piece.contents) if piece else 0
            if not address or address not in of_pieces:
                pdfium_c.FPDFText_GetFontInfo(raw, number, name, _LONGEST_NAME, flags)
                pdfium_c.FPDFText_GetMatrix(raw, number, matrix)
                size = round(pdfium_c.FPDFText_GetFontSize(raw, number) * hypot(matrix.c, matrix.d), 1)
                weight = pdfium_c.FPDFText_GetFontWeight(raw, number)
                key = name.value, flags.value, size, weight, _is_stroked(piece)
                if key not in known:
                    known[key] = _font(*key)
                of_pieces[address] = known[key]
            found[place[:2]] = of_pieces[address]
        is_start = is_between
    return found


def _is_stroked(piece: Any) -> bool:
    return bool(piece and pdfium_c.FPDFTextObj_GetTextRenderMode(piece) == _STROKED)


def _font(name: bytes, flags: int, size: float, weight: int, is_stroked: bool) -> Font:
    text = _SUBSET.sub("", name.decode("utf-8", "replace"))
    is_heavy = weight in _BOLD_WEIGHTS and not _PLAIN_NAME.search(text)
    is_bold = is_stroked or is_heavy or bool(flags & _FORCE_BOLD or _BOLD_NAME.search(text))
    return Font(text, size, is_bold, bool(flags & _ITALIC or _ITALIC_NAME.search(text)))
