"""Read lists that stand beside each other, as on slides, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from sparkocr.layout.merge import union
from sparkocr.layout.page import Block, Line, Page, Paragraph, Word

__all__ = ["BULLETS", "with_lists_apart"]

BULLETS = "\u2022\u2023\u2043\u204c\u204d\u2219\u25aa\u25ab\u25cf\u25cb\u25e6\u25a0\u25a1\u27a2\u27a4\uf0b7\uf0a7\u00b7"
"""Characters that mark items of lists."""

# The numbers below were chosen for this library, on slides. They are in heights of a line.
_GAP = 1.0  # between the text of an item and the mark of the item beside it
_ALIGNED = 0.6  # by how much the marks of a list may be apart
_LEAST = 2  # rows with a mark of the second list


def with_lists_apart(page: Page) -> Page:
    """Take rows of items of two lists apart.

    Parameters
    ----------
    page : Page
        In reading order.

    Returns
    -------
    Page
        Where items begin in the middle of rows, always at the same place, and one of these rows is an item itself, what
        is at the right of that place comes after what is at the left of it, from the first of these rows to the last.
    """
    if not any(word.text[:1] in BULLETS for word in page.words()):
        return page
    return replace(page, blocks=tuple(part for block in page.blocks for part in _apart(block)))


def _apart(block: Block) -> Iterator[Block]:
    """Yield a block, or what is above two lists, the lists, and what is below them."""
    lines = [line for paragraph in block.paragraphs for line in paragraph.lines]
    marks = [_second_mark(line) for line in lines]
    rows = [number for number, mark in enumerate(marks) if mark is not None]
    places = [mark for mark in marks if mark is not None]
    height = median(line.box.height for line in lines)
    is_list = len(rows) >= _LEAST and any(_is_mark(lines[number].words[0]) for number in rows)
    if not is_list or max(places) - min(places) > _ALIGNED * height:
        yield block
        return
    edge, first, last = min(places) - _ALIGNED * height, rows[0], rows[-1]
    while last + 1 < len(lines) and _is_beside(lines[last + 1], edge):  # the last items go on
        last += 1
    within = lines[first : last + 1]
    left, right = ([_part(line, edge, is_right=side) for line in within] for side in (False, True))
    for part in (lines[:first], left, right, lines[last + 1 :]):
        if found := tuple(line for line in part if line is not None):
            box = union([line.box for line in found])
            yield Block((Paragraph(found, box),), box)


def _second_mark(line: Line) -> float | None:
    """Return where an item begins in the middle of a row; None if there is none."""
    if line.box.angle:
        return None
    for before, word in pairwise(line.words):
        if _is_mark(word) and word.box.x - before.box.x - before.box.width > _GAP * line.box.height:
            return word.box.x
    return None


def _is_mark(word: Word) -> bool:
    return word.text[:1] in BULLETS


def _is_beside(line: Line, edge: float) -> bool:
    """Tell whether a line has words at both sides of a place and none across."""
    boxes = [word.box for word in line.words]
    return boxes[0].x + boxes[0].width < edge <= boxes[-1].x and all(
        box.x >= edge or box.x + box.width <= edge for box in boxes
    )


def _part(line: Line, edge: float, *, is_right: bool) -> Line | None:
    """Return what is at one side of a place; None if that is nothing."""
    words: Sequence[Word] = [word for word in line.words if (word.box.x >= edge) == is_right]
    if not words:
        return None
    return replace(line, words=tuple(words), box=union([word.box for word in words]))
