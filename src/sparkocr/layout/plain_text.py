"""Reproduce the layout of a page as plain text."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from sparkocr.layout.direction import direction_of, logical_order
from sparkocr.layout.rows import group_rows

__all__ = ["TextPiece", "layout_text", "text_lines"]

# The numbers below were chosen for this library, on pages of running text, forms and tables.
_MAX_HEIGHTS = 2.0  # taller words (vertical text, drop capitals) count as this many median heights
_OPEN_LINES = 4  # lines that a word may still join; words come in order of their height on the page
_WORD_GAP = 1.5  # a gap of fewer spaces is one space, whatever the columns say: it keeps running text together
_MAX_BLANK_LINES = 3
_MAX_COLUMN = 2000  # keeps one misplaced word from costing memory


@dataclass(frozen=True)
class TextPiece:
    """A piece of text without spaces and its box; x and y are its left and top, y grows downwards."""

    text: str
    x: float
    y: float
    width: float
    height: float


def text_lines(words: Sequence[TextPiece]) -> list[list[int]]:
    """Group words to lines by vertical overlap.

    A word joins the line with which it shares most of the smaller of both heights, at least half of it. Very
    tall words count with the top part of their box only, so that vertical text at the margin doesn't merge
    the lines beside it.

    Parameters
    ----------
    words : sequence of TextPiece
        Words in any order and any unit.

    Returns
    -------
    list of list of int
        Indices into `words`: lines from top to bottom, the words of a line in the order in which they are read.
    """
    if not words:
        return []
    tallest = _MAX_HEIGHTS * median(word.height for word in words)
    bands = [(word.y, word.y + min(word.height, tallest)) for word in words]
    order = sorted(range(len(words)), key=lambda i: (sum(bands[i]), words[i].x))
    lines = sorted(group_rows(bands, order, _OPEN_LINES), key=lambda line: line.top)
    return [_in_order(sorted(line.members, key=lambda i: words[i].x), words) for line in lines]


def _in_order(line: Sequence[int], words: Sequence[TextPiece]) -> list[int]:
    """Order the words of a line, which come from left to right, as they are read."""
    if all(words[i].text.isascii() for i in line):
        return list(line)
    directions = [direction_of(words[i].text) for i in line]
    return [line[i] for i in logical_order(directions, right_to_left=sum(directions) < 0)]


def layout_text(words: Sequence[TextPiece], space_width: float) -> str:
    r"""Write words so that their places on the page are kept: columns stay aligned, gaps become blank lines.

    Each word starts at column ``round(x / space_width)``, or one space after the word before it if that is
    further right, or if both are no further apart than words of a sentence. A vertical gap gives one blank
    line for each line height, at most 3.

    Parameters
    ----------
    words : sequence of TextPiece
        Words in any order. Their characters are written in the order they have: right-to-left words too.
    space_width : float
        Width of a column in the unit of the words, above 0. A little less than the mean width of a character
        keeps long words from pushing the next column.

    Returns
    -------
    str
        Lines separated by ``"\n"``, without spaces at their ends.

    Raises
    ------
    ValueError
        If `space_width` isn't positive.
    """
    if not space_width > 0:
        raise ValueError("space_width must be positive")
    if not words:
        return ""
    line_height = median(word.height for word in words)
    output: list[str] = []
    bottom = None
    for indices in text_lines(words):
        line = [words[i] for i in indices]
        top = min(word.y for word in line)
        if bottom is not None:
            output += [""] * _blank_lines(top - bottom, line_height)
        output.append(_line_text(line, space_width))
        bottom = max(word.y + word.height for word in line)
    return "\n".join(output)


def _blank_lines(gap: float, line_height: float) -> int:
    """Count the lines that would fit a vertical gap."""
    if gap <= 0 or line_height <= 0:
        return 0
    return int(min(gap / line_height, _MAX_BLANK_LINES))


def _line_text(line: Sequence[TextPiece], space_width: float) -> str:
    """Write one line of words that are in order; a line that is read from the right, as if it was seen in a mirror."""
    text = ""
    right = None
    edges = [(word.x, word.x + word.width) for word in line]
    if sum(direction_of(word.text) for word in line) < 0:
        mirror = min(edge for edge, _ in edges) + max(edge for _, edge in edges)
        edges = [(mirror - edge, mirror - left) for left, edge in edges]
    for word, (left, edge) in zip(line, edges, strict=True):
        column = max(0, min(round(left / space_width), _MAX_COLUMN))
        if right is not None and (left - right < _WORD_GAP * space_width or column <= len(text)):
            text += " " + word.text
        else:
            text = text.ljust(column) + word.text
        right = edge
    return text
