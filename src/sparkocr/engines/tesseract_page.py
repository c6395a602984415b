"""Cut the text of a page that Tesseract has read into blocks, paragraphs, lines, words or symbols."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import fmean
from typing import Any

from sparkocr.enums import PageIteratorLevel

__all__ = ["Box", "Piece", "Unit", "WordOfPage", "cut_page", "decoded", "joined", "pieces_of_words", "without_doubtful"]

Box = tuple[int, int, int, int]  # left, top, right, bottom in px, origin top left

# Not a space, a newline or one of the marks where the reading direction changes.
_TEXT = re.compile(r"[^\s\u200e\u200f]")


@dataclass(frozen=True, slots=True)
class WordOfPage:
    """What the symbols of a word share."""

    box: Box
    confidence: float
    row_height: float  # px, descenders to ascenders


@dataclass(frozen=True, slots=True)
class Piece:
    """The least part of the text that is looked at: a word, or a symbol at level SYMBOL."""

    before: str  # what Tesseract writes between the piece before and this one
    text: str
    box: Box
    confidence: float
    word: WordOfPage


@dataclass(slots=True)
class Unit:
    """One unit of text at the level asked for, and the pieces that it consists of."""

    text: str
    box: Box
    pieces: list[Piece]

    @property
    def confidence(self) -> float:
        """Mean over the pieces; tesserocr's own forgets the beginning of a right-to-left line."""
        return fmean(piece.confidence for piece in self.pieces)


def cut_page(iterator: Any, page_text: str, level: PageIteratorLevel) -> list[Unit]:
    """Walk over the page in reading order and cut its text into units; pictures and lines are skipped.

    tesserocr's iterator moves in reading order, but writes right-to-left words backwards and larger units in
    part. So what it writes tells only the lengths of the words and symbols in the text of the page.
    """
    # Tesseract ends each block with a blank line, but often not the last one of the page.
    page_text = page_text.rstrip("\n") + "\n\n"
    units: list[Unit] = []
    starts: list[int] = []
    step = max(level, PageIteratorLevel.WORD)
    end = 0
    for _ in _places(iterator, step):
        if iterator.IsAtBeginningOf(PageIteratorLevel.WORD):
            row_height = iterator.RowAttributes()["row_height"]
            word = WordOfPage(
                iterator.BoundingBox(PageIteratorLevel.WORD), iterator.Confidence(PageIteratorLevel.WORD), row_height
            )
        length = len(decoded(iterator.GetUTF8Text, step).strip())
        if length == 0:  # stands for a picture
            continue
        found = _TEXT.search(page_text, end)
        start = found.start() if found else end
        before, end = page_text[end:start], start + length
        # Asking for the beginning of something larger than a word is slow, and only a line can begin it.
        if not units or level == step or ("\n" in before and iterator.IsAtBeginningOf(level)):
            units.append(Unit("", iterator.BoundingBox(level), []))
            starts.append(start - len(before) + before.rfind("\n") + 1)
        piece = Piece(before, page_text[start:end], iterator.BoundingBox(step), iterator.Confidence(step), word)
        units[-1].pieces.append(piece)
    for unit, start, end in zip(units, starts, [*starts[1:], len(page_text)], strict=False):
        unit.text = unit.pieces[0].text if level == step else page_text[start:end]
    return units


def _places(iterator: Any, step: PageIteratorLevel) -> Iterator[None]:
    """Move an iterator of Tesseract over the page, and stop at each place that has text or a picture's blank."""
    while True:
        if not iterator.Empty(step):
            yield
        if not iterator.Next(step):
            return


def without_doubtful(units: list[Unit], threshold: int) -> list[Unit]:
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


def joined(units: list[Unit]) -> str:
    """Write the text of what was kept, with Tesseract's newline at the end."""
    return "".join(piece.before + piece.text for unit in units for piece in unit.pieces).strip() + "\n"


def pieces_of_words(units: list[Unit]) -> list[list[Piece]]:
    """Return the pieces of the units, grouped by word."""
    pieces = (piece for unit in units for piece in unit.pieces)
    return [list(group) for _, group in groupby(pieces, key=lambda piece: id(piece.word))]


def decoded(get_text: Callable[..., str], *arguments: object) -> str:
    """Call a function of tesserocr that returns text, and replace what is not UTF-8 in it."""
    try:
        return get_text(*arguments)
    except UnicodeDecodeError as error:
        return error.object.decode("utf-8", "replace")
