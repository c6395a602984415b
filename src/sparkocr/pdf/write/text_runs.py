"""What is written at once on a page of text: words, of positions that may be single characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

import numpy as np

from sparkocr.positions.position import Position, edges
from sparkocr.positions.text import PositionText, Units, are_characters
from sparkocr.positions.words import character_words

__all__ = ["TextRun", "text_runs"]

# Chosen for this library. Boxes of ink are at most 0.85 of the size of the font high for most characters, boxes of a
# text layer at least 0.9 (Helvetica, whose ascent and descent are the smallest of PDF's standard fonts).
_FULL_HEIGHT = 0.87
_LOW = frozenset("acemnorsuvwxz.,-:")  # boxes of their ink are much lower


class TextRun(NamedTuple):
    """A unit of text that is written at once.

    Attributes
    ----------
    unit : Position
    space : str
        What stands between it and the next one of its line. Readers take a space for one only if it is written
        together with a word.
    height : float
        Height of its box in em if that is the box of the font, which has room for all characters; 0 for that of ink.
    """

    unit: Position
    space: str = ""
    height: float = 0.0


def text_runs(units: Sequence[Position]) -> list[TextRun]:
    """Join single characters to words, with the spaces between the words of a line; larger units stay as they are.

    Parameters
    ----------
    units : sequence of Position
        In reading order, y grows downwards.
    """
    if not are_characters([unit.c for unit in units]):
        return [TextRun(unit) for unit in units]
    full = _are_full(units)
    boxes, zeros = np.array([unit[1:5] for unit in units], np.float64), np.zeros(len(units), np.int64)
    words = character_words(PositionText(Units([unit.c for unit in units], boxes, zeros, zeros)))
    found: list[TextRun] = []
    for word, after in zip(words, [*words[1:], None], strict=True):
        *begin, end = _horizontal(units[word.first : word.last])
        found += [_run(part, "", full=full) for part in begin]
        found.append(_run(end, " " if after and after.line == word.line else "", full=full))
    return found


def _are_full(units: Sequence[Position]) -> bool:
    """Tell whether boxes have the height of the font, as those of a text layer, and not of the ink."""
    low = [unit for unit in units if unit.c in _LOW and unit.font_size > 0]
    counted = low or [unit for unit in units if not unit.c.isspace() and unit.font_size > 0]
    return bool(counted) and median(unit.height / unit.font_size for unit in counted) >= _FULL_HEIGHT


def _horizontal(units: Sequence[Position]) -> Iterator[list[Position]]:
    """Cut a word where a character stands below or above the one before: that is vertical text."""
    part: list[Position] = []
    for unit in units:
        if part and _is_column(part[-1], unit):
            yield part
            part = []
        part.append(unit)
    yield part


def _is_column(one: Position, other: Position) -> bool:
    """Tell whether a character is mostly within the width of another one and not within its height."""
    common = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    apart = max(one.y, other.y) - min(one.y + one.height, other.y + other.height)
    return apart >= 0 and common > min(one.width, other.width) / 2


def _run(units: Sequence[Position], space: str, *, full: bool) -> TextRun:
    """Return the text of units in the box around them."""
    left, top, right, bottom = edges(units)
    text = "".join(unit.c for unit in units)
    size = max(unit.font_size for unit in units)
    em_height = (bottom - top) / size if full and size > 0 else 0.0
    return TextRun(Position(text, left, top, right - left, bottom - top, size), space, em_height)
