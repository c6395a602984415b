"""The fonts of a page, as its file tells them, for the words that were found on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sparkocr.layout.merge import weighted_median
from sparkocr.layout.page import Font, FontRun, Line, Page

__all__ = ["size_of", "with_fonts"]


def size_of(line: Line) -> float:
    """Return the size of the letters of a line: that of its fonts, or `row_height` where they are unknown."""
    known = [(word.font.size, len(word.text)) for word in line.words if word.font is not None]
    if not known:
        return line.row_height
    sizes, weights = np.array(known, np.float64).T
    return weighted_median(sizes, weights)


def with_fonts(page: Page, runs: Sequence[FontRun]) -> Page:
    """Tell the words of a page their fonts.

    Parameters
    ----------
    page : Page
    runs : sequence of FontRun
        Where the fonts are, in the unit of the page.

    Returns
    -------
    Page
        A word has the font of the run that covers its middle, of several the smallest; words elsewhere, like those
        that were read in a picture, have none.
    """
    if not runs:
        return page
    fonts = iter(_fonts(page, runs))

    def line(of: Line) -> Line:
        return replace(of, words=tuple(replace(word, font=next(fonts)) for word in of.words))

    blocks = []
    for block in page.blocks:
        paragraphs = (replace(paragraph, lines=tuple(map(line, paragraph.lines))) for paragraph in block.paragraphs)
        blocks.append(replace(block, paragraphs=tuple(paragraphs)))
    return replace(page, blocks=tuple(blocks))


def _fonts(page: Page, runs: Sequence[FontRun]) -> list[Font | None]:
    """Return the font of each word in reading order."""
    middles = np.array([word.box.centre for word in page.words()]).reshape(-1, 2)
    order = np.argsort(middles[:, 1], kind="stable")
    across, down = middles[order].T
    found: list[Font | None] = [None] * len(order)
    boxes = [run.box.upright() for run in runs]
    for number in sorted(range(len(runs)), key=lambda number: -boxes[number].area):
        box = boxes[number]
        first, last = np.searchsorted(down, [box.y, box.y + box.height])
        inside = (across[first:last] >= box.x) & (across[first:last] <= box.x + box.width)
        for place in order[first:last][inside].tolist():
            found[place] = runs[number].font
    return found
