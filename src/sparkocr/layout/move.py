"""Move the text of a page to another image of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from sparkocr.layout.box import Box, map_box
from sparkocr.layout.page import Block, Line, Page, Paragraph, Word

__all__ = ["move_page"]


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
    # How much longer a line down the page gets.
    scale = float(np.hypot(transform[0, 1], transform[1, 1]))
    slope = float(transform[1, 0] / transform[0, 0]) if transform[0, 0] else 0.0

    def box(of: Box) -> Box:
        return map_box(of, transform, rotated=True)

    def word(of: Word) -> Word:
        return replace(of, box=box(of.box), symbols=tuple(replace(one, box=box(one.box)) for one in of.symbols))

    def line(of: Line) -> Line:
        heights = {name: getattr(of, name) * scale for name in ("row_height", "descenders", "ascenders")}
        baseline = of.baseline[0] + slope, of.baseline[1] * scale
        return replace(of, words=tuple(map(word, of.words)), box=box(of.box), baseline=baseline, **heights)

    def paragraph(of: Paragraph) -> Paragraph:
        return Paragraph(tuple(map(line, of.lines)), box(of.box))

    blocks = (Block(tuple(map(paragraph, block.paragraphs)), box(block.box)) for block in page.blocks)
    return Page(tuple(blocks), width, height)
