"""What of a page tells where tables are before it is read: where text stands, and the rulings.

Tables are found on it as on a page that was read. What a text says is not known, but its size tells enough: what is
short may be a value, what is long has words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean

from sparkocr.imaging.rulings import Ruling, Rulings
from sparkocr.layout.box import Box
from sparkocr.layout.page import Block, Line, Page, Paragraph, Word
from sparkocr.layout.regions import Region
from sparkocr.tables.columns import find_columns
from sparkocr.tables.content import PageContent
from sparkocr.tables.regions import lines_of
from sparkocr.tables.rows import LineCells

__all__ = ["Evidence", "evidence_of", "unread_page"]

_VALUE = 5.5  # heights: longer text is words
_WORD = 2.6  # heights that a word and a space take
_SURE = 100.0  # confidence of words that nobody has read
_STANDING = 45.0  # degrees
_LEAST_PART = 0.3  # heights of a text on each side of a ruling that cuts it
_MORE = 0.25  # heights by which boxes of lines reach over their text, so that neighbours touch
_EDGE = 2.0  # points by which text may reach over a box
_WIDE = 0.5  # share of the width of a box that the text of running lines takes


def unread_page(texts: Sequence[Region], rulings: Rulings, width: int, height: int) -> Page:
    """Return a page with a word for each text that was found; what runs over a vertical ruling is cut there.

    Parameters
    ----------
    texts : sequence of Region
        Lines or parts of lines in px, turned as they are, as of `sparkocr.engines.find_text.find_text`.
    rulings : Rulings
        Those of the image.
    width, height : int
        Size of the image in px.
    """
    boxes = [_trimmed(part) for text in texts for part in _parts(text.box, rulings.vertical)]
    lines = tuple(_line(box) for box in boxes if min(box.width, box.height) > 0)
    if not lines:
        return Page((), width, height)
    box = Box(0.0, 0.0, width, height)
    return Page((Block((Paragraph(lines, box),), box),), width, height)


def _parts(box: Box, rulings: Sequence[Ruling]) -> list[Box]:
    """Cut a text at the rulings that run through all of it, and that leave something on both sides."""
    if abs(box.angle) >= _STANDING:
        return [box]
    x, y = box.centre
    cuts = [0.0]
    for ruling in rulings:
        if ruling.y <= y - box.height / 2 and y + box.height / 2 <= ruling.to_y:
            share = (y - ruling.y) / (ruling.to_y - ruling.y)
            along = ruling.x + (ruling.to_x - ruling.x) * share - (x - box.width / 2)
            if cuts[-1] + _LEAST_PART * box.height < along < box.width - _LEAST_PART * box.height:
                cuts.append(along)
    return [
        Box.around(box.moved((start + end - box.width) / 2).centre, end - start, box.height, box.angle)
        for start, end in pairwise([*cuts, box.width])
    ]


def _trimmed(box: Box) -> Box:
    """Take off what a detector's box of a line has more than its text at both ends."""
    more = min(_MORE * box.height, box.width / 4)
    return Box(box.x + more, box.y, box.width - 2 * more, box.height, box.angle)


def _line(box: Box) -> Line:
    """Return the line of one word for a text, which says no more than how long it is."""
    long = max(box.width, box.height) / min(box.width, box.height)
    text = "0" if long < _VALUE else " ".join(["word"] * round(long / _WORD))
    slope = math.tan(math.radians(box.angle)) if abs(box.angle) < _STANDING else 0.0
    return Line((Word(text, box, _SURE),), box, box.height, baseline=(slope, 0.0))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a table in a box.

    Attributes
    ----------
    lines, gapped : int
        Lines of text, and those in which there is text in several columns.
    columns : int
    filled : float
        Share of the columns that have text in these lines, 0 to 1.
    wide : float
        Share of the lines that have a text of more than half of the width.
    density : float
        Share of the box that is text.
    horizontal, vertical : int
        Rulings in it.
    """

    lines: int
    gapped: int
    columns: int
    filled: float
    wide: float
    density: float
    horizontal: int
    vertical: int


def evidence_of(box: Box, content: PageContent) -> Evidence:
    """Look at what is in a box of a page that was not read; both in points."""
    left, top, right, bottom = box.grown(_EDGE).edges()
    inside = [w for w in content.words() if left <= w.box.centre[0] <= right and top <= w.box.centre[1] <= bottom]
    lines = lines_of(replace(word, box=word.box.upright()) for word in inside)
    columns = find_columns(lines)
    gapped = [cells for line in lines if len((cells := LineCells.of(line, columns)).pieces) > 1]
    wide = sum(any(word.box.width > _WIDE * box.width for word in line.words) for line in lines)
    horizontal, vertical = content.drawings.horizontal, content.drawings.vertical
    return Evidence(
        len(lines),
        len(gapped),
        columns.count,
        fmean(len(cells.filled) / columns.count for cells in gapped) if gapped else 0.0,
        wide / len(lines) if lines else 0.0,
        sum(word.box.area for word in inside) / box.area if box.area > 0 else 0.0,
        sum(top <= rule.at <= bottom and rule.start < right and rule.end > left for rule in horizontal),
        sum(left <= rule.at <= right and rule.start < bottom and rule.end > top for rule in vertical),
    )
