"""Put text that is known into a page that was read: the text layer of a page that also shows pictures."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from sparkocr.layout.box import Box
from sparkocr.layout.merge import union
from sparkocr.layout.page import Line, Page, Symbol, Word
from sparkocr.layout.reading_order import arrange

__all__ = ["with_known_text", "without_known_text"]

_COVERED = 0.5  # of a word that was read: the same word is known
_TALLEST = 3.0  # rows: higher words, such as a stamp across the page, are no words of the line they cover
_CERTAIN = 100.0
_TINY = 1e-9


def with_known_text(page: Page, text: str, boxes: npt.NDArray[np.float64], *, symbols: bool = False) -> Page:
    r"""Put known words in the place of those that were read there.

    Parameters
    ----------
    page : Page
        What was read of an image.
    text : str
        The words that are known; its lines end with ``"\n"``.
    boxes : ndarray of float64, shape (n, 4)
        Left, top, width and height of each of them, in px of the image.
    symbols : bool
        Whether words need their symbols.

    Returns
    -------
    Page
        All words in reading order, no one twice: where known words cover most of a word, it is left out. A known word
        with a letter that means nothing is left out where another was read. The page as it is where `boxes` are not
        those of the words.
    """
    lines = [line.split() for line in text.splitlines()]
    if sum(map(len, lines)) != len(boxes) or not len(boxes):
        return page
    certain = np.array([_is_certain(word) for line in lines for word in line])
    read = [kept for line in _lines(page) if (kept := _without_known(line, boxes[certain]))]
    found = np.array([[*_frame(word.box)] for line in read for word in line.words]).reshape(-1, 4)
    places = iter(boxes.tolist())
    placed = [[(word, Box(*next(places))) for word in line] for line in lines]
    known = [[(word, box) for word, box in line if _is_certain(word) or not _is_read(box, found)] for line in placed]
    return arrange([*read, *(_known_line(line, symbols=symbols) for line in known if line)], page.width, page.height)


def without_known_text(page: Page, boxes: npt.NDArray[np.float64]) -> Page:
    """Leave out the words that are known.

    Parameters
    ----------
    page, boxes
        As in `with_known_text`.
    """
    read = [kept for line in _lines(page) if (kept := _without_known(line, boxes))]
    return arrange(read, page.width, page.height)


def _lines(page: Page) -> list[Line]:
    return [line for paragraph in page.paragraphs() for line in paragraph.lines]


def _without_known(line: Line, boxes: npt.NDArray[np.float64]) -> Line | None:
    """Return a line without the words that are known; None if no word is left."""
    lower = boxes[np.minimum(boxes[:, 2], boxes[:, 3]) <= _TALLEST * max(line.row_height, 1)]
    words = tuple(word for word in line.words if _covered(word.box, lower) <= _COVERED)
    if len(words) == len(line.words):
        return line
    return replace(line, words=words, box=union([word.box for word in words])) if words else None


def _covered(box: Box, boxes: npt.NDArray[np.float64]) -> float:
    """Return which share of a box others cover, if they do not cover each other."""
    left, top, width, height = _frame(box)
    across = np.minimum(boxes[:, 0] + boxes[:, 2], left + width) - np.maximum(boxes[:, 0], left)
    down = np.minimum(boxes[:, 1] + boxes[:, 3], top + height) - np.maximum(boxes[:, 1], top)
    return float((np.maximum(across, 0) * np.maximum(down, 0)).sum() / max(width * height, _TINY))


def _is_read(box: Box, boxes: npt.NDArray[np.float64]) -> bool:
    """Tell whether words that were read stand where a box is."""
    return any(_covered(Box(*other), np.array([_frame(box)])) > _COVERED for other in boxes.tolist())


def _frame(box: Box) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a box, or of the upright one around it."""
    box = box.upright()
    return box.x, box.y, box.width, box.height


def _is_certain(word: str) -> bool:
    """Tell whether all letters of a word mean something: none is unknown or for private use."""
    return word.isascii() or not any(letter == "\ufffd" or unicodedata.category(letter) == "Co" for letter in word)


def _known_line(words: Sequence[tuple[str, Box]], *, symbols: bool) -> Line:
    """Return a line of known words."""
    found = tuple(Word(text, box, _CERTAIN, symbols=_symbols(text, box) if symbols else ()) for text, box in words)
    box = union([box for _, box in words])
    return Line(found, box, float(np.median([box.height for _, box in words])))


def _symbols(text: str, box: Box) -> tuple[Symbol, ...]:
    """Divide the box of a word among its letters."""
    step = box.width / len(text)
    return tuple(
        Symbol(letter, replace(box, x=box.x + number * step, width=step), _CERTAIN)
        for number, letter in enumerate(text)
    )
