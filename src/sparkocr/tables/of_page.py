"""Tables on pages of which only the text is known, as hOCR has it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from sparkocr.layout.box import Box
from sparkocr.layout.move import move_table
from sparkocr.layout.page import Line, Page, Word
from sparkocr.layout.reading_order import arrange
from sparkocr.layout.table import Table
from sparkocr.pdf.read.drawings import Drawings
from sparkocr.tables.cells import split_words
from sparkocr.tables.content import PageContent, stacks_of
from sparkocr.tables.find import table_of_region

__all__ = ["table_on_page", "words_in_cells"]

_ROW_HEIGHT = 11.0  # points of a line of text of usual size


def table_on_page(page: Page, region: Box) -> Table | None:
    """Rebuild the table that a region of a page is known to be, from the alignment of its words.

    Parameters
    ----------
    page : Page
        Best with symbols. Its unit may be anything: lengths are compared with the height of its lines.
    region : Box
        Words whose centres are outside of it are left out.

    Returns
    -------
    Table or None
        Boxes in the unit of the page. None without words.
    """
    lines = [_even(line) for line in page.lines()]
    scale = _ROW_HEIGHT / (median([line.box.height for line in lines] or [1.0]) or 1.0)
    level = [_scaled_line(line, scale) for line in lines]
    width, height = page.width * scale, page.height * scale
    arranged = arrange(level, round(width), round(height))
    content = PageContent(stacks_of(arranged), Drawings(), width, height)
    found = table_of_region(content, region.upright().scaled(scale))
    return None if found is None else move_table(found.table, lambda box: box.scaled(1 / scale))


def words_in_cells(words: Iterable[Word], cells: Sequence[Box]) -> list[list[Word]]:
    """Give words to the cells that their centres are in; those that reach over the border of a cell are cut there.

    Parameters
    ----------
    words : iterable of Word
        Best with symbols, or else none can be cut.
    cells : sequence of Box
        Upright boxes in the unit of the words, which don't overlap.

    Returns
    -------
    list of list of Word
        The words of each cell; words in no cell are left out.
    """
    found: list[list[Word]] = [[] for _ in cells]
    edges = np.array([cell.edges() for cell in cells]).reshape(-1, 4)
    for word in words:
        height = word.box.centre[1]
        beside = np.flatnonzero((edges[:, 1] <= height) & (height < edges[:, 3]))
        beside = beside[np.argsort(edges[beside, 0])]
        lefts = edges[beside, 0].tolist()
        for part in split_words([replace(word, box=word.box.upright())], lefts):
            place = bisect_right(lefts, part.box.centre[0]) - 1
            if place >= 0 and part.box.centre[0] < edges[beside[place], 2]:
                found[int(beside[place])].append(part)
    return found


def _even(line: Line) -> Line:
    """Let all words be as high as their line: hOCR of some engines has the height of their ink."""
    if line.box.angle:
        return line
    words = [replace(word, box=replace(word.box, y=line.box.y, height=line.box.height)) for word in line.words]
    return replace(line, words=tuple(words))


def _scaled_line(line: Line, scale: float) -> Line:
    words = tuple(
        replace(
            word,
            box=word.box.scaled(scale),
            symbols=tuple(replace(symbol, box=symbol.box.scaled(scale)) for symbol in word.symbols),
        )
        for word in line.words
    )
    return replace(line, words=words, box=line.box.scaled(scale), row_height=line.row_height * scale)
