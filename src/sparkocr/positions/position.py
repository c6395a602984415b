"""Where a piece of text stands on its page."""

from collections.abc import Iterable
from operator import add
from typing import NamedTuple

__all__ = ["Position", "edges"]


class Position(NamedTuple):
    """A unit of text and its box on the displayed page: px of an image or points of a PDF, origin at the top left.

    Attributes
    ----------
    c : str
        The text: one character, or a word, line, paragraph or block.
    x, y : float
        Left and top of the box, y grows downwards.
    width, height : float
        Size of the box.
    font_size : int
        Size of the font, in points.
    """

    c: str
    x: float
    y: float
    width: float
    height: float
    font_size: int


def edges(positions: Iterable[Position]) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the box around positions, of which there is one at least.

    Examples
    --------
    >>> edges([Position("a", 0, 1, 5, 10, 12), Position("b", 5, 0, 6, 10, 12)])
    (0, 0, 11, 11)
    """
    _, lefts, tops, widths, heights, _ = zip(*positions, strict=True)
    return min(lefts), min(tops), max(map(add, lefts, widths)), max(map(add, tops, heights))
