"""Find the cells of the table that an image shows, without reading it."""

from __future__ import annotations

from sparkocr.engines.tables.find_regions import look_at
from sparkocr.engines.tables.table_boxes import is_like_table
from sparkocr.engines.tables.unread import evidence_of
from sparkocr.imaging.pixels import Pixels
from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region
from sparkocr.tables.content import PageContent
from sparkocr.tables.find import FoundTable, table_of_region, tables_of

__all__ = ["find_cells"]

# Chosen for this library, on tables cut out of reports, and on pages.
_MOST = 0.7  # share of the area of text that is in the table
_RUNNING = 0.3  # share of lines with a text of half the width; prose has more
_SCORES = {"ruled": 0.95, "aligned": 0.9}
_TINY = 8  # px


def find_cells(pixels: Pixels, resolution: int = 0) -> list[Region]:
    """Find the cells of a table.

    Parameters
    ----------
    pixels : ndarray of uint8
        ``(h, w)`` grey or binary, ``(h, w, 3)`` BGR or ``(h, w, 4)`` ABGR.
    resolution : int
        Pixels per inch; 0 if unknown.

    Returns
    -------
    list of Region
        Cells in px, row by row, with the label ``cell``; empty ones, too. A merged cell is one. The score is 0.95 where
        rulings tell the cells, and 0.9 where white space does. Empty if the image shows no table, or much besides one.

    Raises
    ------
    DocumentError
        If the model of the text detector is missing or damaged.
    """
    if min(pixels.shape[:2]) < _TINY:
        return []
    seen = look_at(pixels, resolution)
    found = _table(seen.scan.content)
    if found is None:
        return []
    cells = [cell for row in found.table.rows for cell in row if cell.row_span]
    score = _SCORES[found.engine]
    return seen.clipped(Region(cell.box, 0, score, "cell") for cell in cells)


def _table(content: PageContent) -> FoundTable | None:
    """Return the table that a page consists of, None if there is none."""
    boxes = [word.box for word in content.words()]
    for found in tables_of(content):
        if sum(map(found.table.box.common_area, boxes)) >= _MOST * sum(box.area for box in boxes):
            return found
    whole = Box(0.0, 0.0, content.width, content.height)
    evidence = evidence_of(whole, content)
    if is_like_table(evidence) and evidence.wide <= _RUNNING:
        return table_of_region(content, whole)
    return None
