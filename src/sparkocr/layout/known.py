"""Put text that is known into a page that was read: the text layer of a page that also shows pictures."""

from __future__ import annotations

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
_CERTAIN = 100.0


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
        All words in reading order, no one twice: where known words cover most of a word, it is left out. The page as
        it is where `boxes` are not those of the words.
    """
    lines = [line.split() for line in text.splitlines()]
    if sum(map(len, lines)) != len(boxes) or not len(boxes):
        return page
    read = [kept for line in _lines(page) if (kept := _without_known(line, boxes))]
    places = iter(boxes.tolist())
    known = [_known_line([(word, Box(*next(places))) for word in line], symbols=symbols) for line in lines if line]
    return arrange([*read, *known], page.width, page.height)


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
    words = tuple(word for word in line.words if not _is_known(word.box, boxes))
    if len(words) == len(line.words):
        return line
    return replace(line, words=words, box=union([word.box for word in words])) if words else None


def _is_known(box: Box, boxes: npt.NDArray[np.float64]) -> bool:
    """Tell whether known words cover most of a box."""
    box = box.upright()
    left, top, width, height = box.x, box.y, box.width, box.height
    across = np.minimum(boxes[:, 0] + boxes[:, 2], left + width) - np.maximum(boxes[:, 0], left)
    down = np.minimum(boxes[:, 1] + boxes[:, 3], top + height) - np.maximum(boxes[:, 1], top)
    return bool((np.maximum(across, 0) * np.maximum(down, 0)).sum() > _COVERED * width * height)


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
