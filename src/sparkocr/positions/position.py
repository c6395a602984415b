"""Where a piece of text stands on its page."""

from typing import NamedTuple

__all__ = ["Position"]


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
