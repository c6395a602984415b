"""Move the text and the tables of a page to another image of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from sparkocr.layout.box import Box, map_box
from sparkocr.layout.page import Block, Line, Page, Paragraph, Word
from sparkocr.layout.table import Cell, Table

__all__ = ["move_line", "move_page", "move_table"]


def move_page(page: Page, transform: npt.NDArray[np.float64], width: int, height: int) -> Page:
    """Return the page with all boxes and sizes moved.

    Parameters
    ----------
    page : Page
    transform : ndarray of float64, shape (3, 3)
        Takes points of the image that was read to points of the other one; affine.
    width, height : int
        Size of the other image in px.

    Returns
    -------
    Page
        Boxes are turned where the transform turns them.
    """

    def box(of: Box) -> Box:
        return map_box(of, transform, rotated=True)

    def line(of: Line) -> Line:
        return move_line(of, transform)

    def paragraph(of: Paragraph) -> Paragraph:
        return Paragraph(tuple(map(line, of.lines)), box(of.box))

    blocks = (Block(tuple(map(paragraph, block.paragraphs)), box(block.box)) for block in page.blocks)
    return Page(tuple(blocks), width, height)


def move_line(line: Line, transform: npt.NDArray[np.float64]) -> Line:
    """Return a line with all boxes and sizes moved, as `move_page` does it."""
    # How much longer a line down the page gets.
    scale = float(np.hypot(transform[0, 1], transform[1, 1]))
    slope = float(transform[1, 0] / transform[0, 0]) if transform[0, 0] else 0.0

    def box(of: Box) -> Box:
        return map_box(of, transform, rotated=True)

    def word(of: Word) -> Word:
        return replace(of, box=box(of.box), symbols=tuple(replace(one, box=box(one.box)) for one in of.symbols))

    heights = {name: getattr(line, name) * scale for name in ("row_height", "descenders", "ascenders")}
    baseline = line.baseline[0] + slope, line.baseline[1] * scale
    return replace(line, words=tuple(map(word, line.words)), box=box(line.box), baseline=baseline, **heights)


def move_table(table: Table, move: Callable[[Box], Box]) -> Table:
    """Move a table and its cells; those that a merged cell takes besides its first place have none.

    Parameters
    ----------
    table : Table
    move : Callable
        Takes a box, and returns it where it is then.
    """

    def moved(cell: Cell) -> Cell:
        return replace(cell, box=move(cell.box)) if cell.row_span else cell

    return replace(table, rows=[[moved(cell) for cell in row] for row in table.rows], box=move(table.box))
