"""From the page that an engine has read to what a user gets: text, mean confidence and positions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import fmean, median

from sparkocr.enums import PageIteratorLevel
from sparkocr.layout.box import Box
from sparkocr.layout.page import Line, Page, Word
from sparkocr.layout.plain_text import TextPiece, layout_text
from sparkocr.positions.position import Position

__all__ = ["ReadOptions", "Recognition", "report"]

_POINTS_PER_INCH = 72
_BODY_TEXT_PT = 10  # assumed height of a row of text where the resolution is unknown


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a page is reported.

    Attributes
    ----------
    level : PageIteratorLevel
        Unit of text of one position, and of `confidence_threshold`.
    confidence_threshold : int
        Units with less confidence (0 to 100) are dropped from positions and text.
    keep_layout : bool
        Whether the text reproduces the layout of the page, as `layout_text` does.
    space_width_pt : int
        Width in points that one space stands for in this layout.
    with_spaces : bool
        Whether there are positions for the spaces between words of a line (levels ``WORD`` and ``SYMBOL``).
    pdf_coordinates : bool
        Whether positions are in points instead of px; the origin stays at the top left.
    """

    level: PageIteratorLevel = PageIteratorLevel.BLOCK
    confidence_threshold: int = 0
    keep_layout: bool = False
    space_width_pt: int = 8
    with_spaces: bool = False
    pdf_coordinates: bool = False

    @property
    def symbols(self) -> bool:
        """Whether the page needs its symbols."""
        return self.level == PageIteratorLevel.SYMBOL


@dataclass(frozen=True, slots=True)
class Recognition:
    """The text of a page, the mean confidence of its words (0 to 100) and where the text is."""

    text: str
    confidence: float
    positions: list[Position]


@dataclass(frozen=True, slots=True)
class _Piece:
    """The least part of the text that is looked at: a word, or a symbol at level SYMBOL."""

    before: str  # what stands between the piece before and this one
    text: str
    box: Box
    confidence: float
    word: Word
    line: Line


@dataclass(frozen=True, slots=True)
class _Unit:
    """One unit of text at the level asked for, and the pieces that it consists of."""

    text: str
    box: Box
    pieces: list[_Piece]

    @property
    def confidence(self) -> float:
        """Mean over the pieces."""
        return fmean(piece.confidence for piece in self.pieces)


def report(page: Page, resolution: int, options: ReadOptions) -> Recognition:
    """Tell what was read.

    Parameters
    ----------
    page : Page
        With symbols, if `options.symbols`.
    resolution : int
        Pixels per inch; 0 if unknown. Then what is in points (font sizes, PDF coordinates, `space_width_pt`) takes
        the median row of text for 10 points high.
    options : ReadOptions

    Returns
    -------
    Recognition
        A newline after each line, a blank line between paragraphs. Without text an empty string with confidence 0 and
        no positions. A font size is the height of a row from descenders to ascenders: about 0.9 of the nominal size of
        a font.
    """
    units = _units(page, options.level)
    kept = _without_doubtful(units, options.confidence_threshold)
    if not kept:
        return Recognition("", 0.0, [])
    points_per_px = _POINTS_PER_INCH / (resolution if resolution > 0 else _estimated_resolution(page))
    words = _pieces_of_words(kept)
    if options.keep_layout:
        text = layout_text([_layout_word(pieces) for pieces in words], options.space_width_pt / points_per_px)
    else:
        text = "".join(piece.before + piece.text for unit in kept for piece in unit.pieces).strip() + "\n"
    confidence = fmean(pieces[0].word.confidence for pieces in words)
    return Recognition(text, confidence, _positions(kept, options, points_per_px))


def _units(page: Page, level: PageIteratorLevel) -> list[_Unit]:
    """Cut the text of the page into units; larger ones end like their lines, with a newline or a blank line."""
    units: list[_Unit] = []
    gap = ""
    for block in page.blocks:
        block_pieces: list[_Piece] = []
        for paragraph in block.paragraphs:
            paragraph_pieces: list[_Piece] = []
            for line in paragraph.lines:
                pieces = list(_pieces(line, gap, symbols=level == PageIteratorLevel.SYMBOL))
                gap = "\n\n" if line is paragraph.lines[-1] else "\n"
                if level == PageIteratorLevel.TEXTLINE:
                    units.append(_Unit(line.text + gap, line.box, pieces))
                elif level >= PageIteratorLevel.WORD:
                    units += [_Unit(piece.text, piece.box, [piece]) for piece in pieces]
                paragraph_pieces += pieces
            if level == PageIteratorLevel.PARAGRAPH:
                units.append(_Unit(paragraph.text + gap, paragraph.box, paragraph_pieces))
            block_pieces += paragraph_pieces
        if level == PageIteratorLevel.BLOCK:
            units.append(_Unit(block.text + gap, block.box, block_pieces))
    return units


def _pieces(line: Line, gap: str, *, symbols: bool) -> Iterator[_Piece]:
    """Cut a line; `gap` is what stands before it."""
    for word in line.words:
        before = gap + word.before.lstrip(" ") if word is line.words[0] else word.before
        if not symbols:
            yield _Piece(before, word.text, word.box, word.confidence, word, line)
            continue
        for symbol in word.symbols:
            yield _Piece(before, symbol.text, symbol.box, symbol.confidence, word, line)
            before = ""


def _without_doubtful(units: list[_Unit], threshold: int) -> list[_Unit]:
    """Drop the units below the threshold; the widest gap around them stays."""
    if all(unit.confidence >= threshold for unit in units):
        return units
    kept = []
    gap = ""
    for unit in units:
        pieces = []
        for piece in unit.pieces:
            gap = max(gap, piece.before, key=lambda text: (text.count("\n"), len(text)))
            if unit.confidence >= threshold:
                pieces.append(replace(piece, before=gap))
                gap = ""
        if pieces:
            kept.append(replace(unit, pieces=pieces))
    return kept


def _pieces_of_words(units: list[_Unit]) -> list[list[_Piece]]:
    """Return the pieces of the units, grouped by word."""
    pieces = (piece for unit in units for piece in unit.pieces)
    return [list(group) for _, group in groupby(pieces, key=lambda piece: id(piece.word))]


def _estimated_resolution(page: Page) -> float:
    """Estimate px per inch from the median row of text.

    Tesseract's own estimate, for the layout, is 10.3 x the height of a row (measured, fonts of 40 to 80 px).
    That makes all text 7 points high, which is small for a document.
    """
    row_height = median(line.row_height for line in page.lines() for _ in line.words)
    return row_height * _POINTS_PER_INCH / _BODY_TEXT_PT


def _layout_word(pieces: list[_Piece]) -> TextPiece:
    """Return a word, or what is left of it, in the box that it had."""
    box = pieces[0].word.box
    return TextPiece("".join(piece.text for piece in pieces), box.x, box.y, box.width, box.height)


def _positions(units: list[_Unit], options: ReadOptions, points_per_px: float) -> list[Position]:
    """Return a position for each unit and, if asked for, for each space between words of a line."""
    scale = points_per_px if options.pdf_coordinates else 1.0
    positions: list[Position] = []

    def add(text: str, box: Box, row_height: float) -> None:
        box = box.upright()
        size = box.width * scale, box.height * scale
        positions.append(Position(text, box.x * scale, box.y * scale, *size, round(row_height * points_per_px)))

    previous = units[0].pieces[0]
    for unit in units:
        piece = unit.pieces[0]
        if options.with_spaces and positions and " " in piece.before:
            gap = _between(previous.word.box.upright(), piece.word.box.upright())
            add(" ", gap, previous.line.row_height)
        add(unit.text, unit.box, piece.line.row_height)
        previous = piece
    return positions


def _between(one: Box, other: Box) -> Box:
    """Return the box between two neighbours of a line, in either reading direction; it may have no width."""
    left = min(one.x + one.width, other.x + other.width)
    right = max(left, one.x, other.x)
    top, bottom = min(one.y, other.y), max(one.y + one.height, other.y + other.height)
    return Box(left, top, right - left, bottom - top)
