"""Put text that is known into a page that was read: the text layer of a page that also shows pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from sparkocr.layout.box import Box
from sparkocr.layout.merge import union
from sparkocr.layout.page import Line, Page, Symbol, Word
from sparkocr.layout.reading_order import arrange

__all__ = ["MOST_LETTERS", "STAND_INS", "known_letters", "with_known_text", "without_known_text"]

# Characters for private use of the last two planes, which no engine reads (Unicode Standard, 23.5).
_FIRST, _LAST = 0xF0000, 0x10FFFD
MOST_LETTERS = _LAST - _FIRST + 1
"""Letters of a page that can be known."""
STAND_INS = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
"""What stands in the text of a page for letters that are known elsewhere."""

_COVERED = 0.5  # of a word that was read: the same word is known
_TALLEST = 3.0  # rows: higher words, such as a stamp across the page, are no words of the line they cover
_CERTAIN = 100.0
_TINY = 1e-9


def with_known_text(page: Page, words: npt.NDArray[np.float64], *, symbols: bool = False) -> Page:
    r"""Put known words in the place of those that were read there: `STAND_INS` that `known_letters` replaces.

    Parameters
    ----------
    page : Page
        What was read of an image.
    words : ndarray of float64, shape (n, 6)
        As `Image.text_words`, in px of the image.
    symbols : bool
        Whether words need their symbols.

    Returns
    -------
    Page
        All words in reading order, no one twice: where known words cover most of a word, it is left out. A known word
        with a letter that means nothing is left out where another was read, and one that is beside the image.
    """
    boxes, letters, rows = words[:, :4], words[:, 4].astype(int), words[:, 5]
    certain = letters > 0
    read = [kept for line in _lines(page) if (kept := _without_known(line, boxes[certain]))]
    found = np.array([[*_frame(word.box)] for line in read for word in line.words]).reshape(-1, 4)
    lines: dict[float, list[tuple[str, Box]]] = {}
    first = 0
    for frame, length, row in zip(boxes.tolist(), letters.tolist(), rows.tolist(), strict=True):
        box = Box(*frame)
        if _is_on(box, page) and (length > 0 or not _is_read(box, found)):
            text = "".join(chr(_FIRST + first + number) for number in range(abs(length)))
            lines.setdefault(row, []).append((text, box))
        first += abs(length)
    known = [_known_line(line, symbols=symbols) for line in lines.values()]
    return arrange([*read, *known], page.width, page.height)


def known_letters(text: str, letters: str) -> str:
    """Put letters in the places of their stand-ins.

    Parameters
    ----------
    text : str
        With stand-ins of `with_known_text`.
    letters : str
        All letters of the text that is known, without spaces.
    """
    return STAND_INS.sub(lambda match: letters[ord(match[0]) - _FIRST : ord(match[0]) - _FIRST + 1], text)


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


def _is_on(box: Box, page: Page) -> bool:
    """Tell whether the middle of a box is on the image, which may be a part of the one whose words are known."""
    return 0 <= box.x + box.width / 2 <= page.width and 0 <= box.y + box.height / 2 <= page.height


def _is_read(box: Box, boxes: npt.NDArray[np.float64]) -> bool:
    """Tell whether words that were read stand where a box is."""
    return any(_covered(Box(*other), np.array([_frame(box)])) > _COVERED for other in boxes.tolist())


def _frame(box: Box) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a box, or of the upright one around it."""
    box = box.upright()
    return box.x, box.y, box.width, box.height


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
