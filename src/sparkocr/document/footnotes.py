"""Read the footnotes below columns after the text of all columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from sparkocr.document.fonts import size_of
from sparkocr.layout.box import Box
from sparkocr.layout.merge import union
from sparkocr.layout.page import Block, Line, Page, Paragraph

__all__ = ["footnote_lines", "with_footnotes_last"]

_SMALL = 0.92  # of the size of text, at most; books set notes in 9 pt below text in 10 or 11 pt
_TEXT = 0.2  # of the letters of a page: the largest size that has so many is that of text
_MARK = re.compile(r"\(?[0-9]{1,3}[.)]?\s*\D|[*\u2020\u2021\u00a7]")


def with_footnotes_last(page: Page) -> Page:
    """Move the footnotes at the end of a column behind the text of the columns beside it.

    Parameters
    ----------
    page : Page
        In reading order.

    Returns
    -------
    Page
        Footnotes are the last paragraphs of a column, in smaller letters than text, and one of their lines begins with
        a number or a mark. They stay above what is below them on the page, as a footer is.
    """
    small = _small_size(list(page.lines()))
    counts = [_count_of_notes(block.paragraphs, small) for block in page.blocks]
    first = _first_with_text_beside(page.blocks, counts, small)
    if first is None:
        return page
    blocks, notes = list(page.blocks[:first]), list[Block]()
    for block, count in zip(page.blocks[first:], counts[first:], strict=True):
        text = block.paragraphs[: len(block.paragraphs) - count]
        blocks += [_block(text)] if text else []
        notes += [_block(block.paragraphs[len(text) :])] if count else []
    top = min(note.box.upright().y for note in notes)
    place = len(blocks)
    while place and blocks[place - 1].box.upright().y > top:
        place -= 1
    return replace(page, blocks=(*blocks[:place], *notes, *blocks[place:]))


def footnote_lines(page: Page, running: Collection[int] = ()) -> frozenset[int]:
    """Tell which lines of a page are those of footnotes.

    Parameters
    ----------
    page : Page
        In reading order, as of `with_footnotes_last`.
    running : collection of int
        Numbers of the lines of the running header and footer, which may stand below footnotes.

    Returns
    -------
    frozenset of int
        Numbers of the lines from the first small paragraph at the end of a block that begins with a number or a mark,
        unless text in usual letters stands below it.
    """
    lines = list(page.lines())
    small = _small_size(lines)
    boxes = [line.box.upright() for line in lines]
    text = [number for number, line in enumerate(lines) if number not in running and size_of(line) > small]
    found: set[int] = set()
    number = 0
    for block in page.blocks:
        paragraphs = block.paragraphs
        count = _count_of_notes(paragraphs, small)
        while count and not _MARK.match(paragraphs[-count].lines[0].text):
            count -= 1
        end = number + sum(len(paragraph.lines) for paragraph in paragraphs)
        notes = range(end - sum(len(paragraph.lines) for paragraph in paragraphs[len(paragraphs) - count :]), end)
        if notes and not any(_is_below(boxes[other], boxes[notes[0]]) for other in text):
            found.update(notes)
        number = end
    return frozenset(found - set(running))


def _is_below(box: Box, above: Box) -> bool:
    """Tell whether a box begins below another one, and not beside it."""
    return box.y > above.y and box.x < above.x + above.width and above.x < box.x + box.width


def _small_size(lines: Sequence[Line]) -> float:
    """Return the largest size of letters that is that of footnotes; 0 if sizes are unknown."""
    sizes = np.array([size_of(line) for line in lines])
    weights = np.array([len(line.text) for line in lines], np.float64) * (sizes > 0)
    if not weights.any():
        return 0.0
    found, numbers = np.unique(sizes, return_inverse=True)
    usual = found[np.bincount(numbers, weights) >= _TEXT * weights.sum()]
    return _SMALL * float(usual.max(initial=0.0))


def _first_with_text_beside(blocks: Sequence[Block], counts: Sequence[int], small: float) -> int | None:
    """Return the first block with footnotes after which text comes that begins above them."""
    for number, (block, count) in enumerate(zip(blocks, counts, strict=True)):
        if count:
            top = block.paragraphs[-count].box.upright().y
            if any(_is_text_above(other, top, small) for other in blocks[number + 1 :]):
                return number
    return None


def _count_of_notes(paragraphs: Sequence[Paragraph], small: float) -> int:
    """Return how many of the last paragraphs are footnotes."""
    count = 0
    while count < len(paragraphs) and all(0 < size_of(line) <= small for line in paragraphs[-count - 1].lines):
        count += 1
    last = (line for paragraph in paragraphs[len(paragraphs) - count :] for line in paragraph.lines)
    return count if any(_MARK.match(line.text) for line in last) else 0


def _is_text_above(block: Block, y: float, small: float) -> bool:
    """Tell whether a block has text in usual letters that begins above a place."""
    return any(
        size_of(line) > small and line.box.upright().y < y for paragraph in block.paragraphs for line in paragraph.lines
    )


def _block(paragraphs: Sequence[Paragraph]) -> Block:
    return Block(tuple(paragraphs), union([paragraph.box for paragraph in paragraphs]))
