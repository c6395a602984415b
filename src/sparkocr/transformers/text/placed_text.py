"""The text of a page and its tables, at places in one unit, as the stages that write pages take them from columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from sparkocr.document.blocks import TextBlock, blocks_of
from sparkocr.document.fonts import with_fonts
from sparkocr.document.page_size import PageSize, size_in_unit
from sparkocr.document.standing import level_page, levelling, words_of
from sparkocr.enums import PageUnit
from sparkocr.errors import DocumentError
from sparkocr.hocr.read import read
from sparkocr.imaging.pixels import Matrix, dpi_of
from sparkocr.layout.box import Box, map_box
from sparkocr.layout.move import move_line, move_page, move_table
from sparkocr.layout.page import FontRun, Page
from sparkocr.layout.table import NOWHERE, Table
from sparkocr.pdf.paper import POINTS_PER_INCH, UNKNOWN_RESOLUTION
from sparkocr.stage.images import read_matrix
from sparkocr.stage.positions import font_runs_of, font_sizes_of, units_of
from sparkocr.transformers.text.page_columns import tables_of

__all__ = ["PlacedText", "matrix_to_px", "page_size_of", "placed_text", "runs_of", "tables_in_unit", "to_points_of"]


class PlacedText(NamedTuple):
    """The lines of a page.

    Attributes
    ----------
    page : Page
        In reading order; its text is level.
    turn : ndarray of float64, shape (3, 3), or None
        What was done to places on the page to make it so; None if it was level.
    """

    page: Page
    turn: Matrix | None = None

    def level(self, tables: Sequence[Table]) -> Sequence[Table]:
        """Return tables of the page where they are beside the level text."""
        turn = self.turn
        return tables if turn is None else [_moved(table, turn) for table in tables]

    def back(self, box: Box) -> Box:
        """Return where a box beside the level text is on the page."""
        return box if self.turn is None else map_box(box, _inverse(self.turn))

    def blocks(self) -> list[TextBlock]:
        """Return the blocks of the text, where they are on the page."""
        blocks = blocks_of(self.page)
        if self.turn is None:
            return blocks
        back = _inverse(self.turn)
        return [replace(block, lines=tuple(move_line(line, back) for line in block.lines)) for block in blocks]


def placed_text(value: Any, text: str | None, runs: Sequence[FontRun]) -> PlacedText | None:
    """Return the lines of a page; None if their places are unknown.

    Text that stands on its side, as that of a scan that was put in turned, is made level.

    Raises
    ------
    DocumentError
        There is no text either, or the hOCR can't be read.
    """
    if not value.is_valid:
        if text is None:
            raise DocumentError("There are neither places of text nor text")
        return None
    if isinstance(value, pa.StringScalar | pa.LargeStringScalar):
        pages = read(value.as_py())
        width, height = (pages[0].width, pages[0].height) if len(pages) == 1 else (0, 0)
        page = Page(tuple(block for page in pages for block in page.blocks), width, height)
        page, turn = with_fonts(page, runs), levelling(words_of(page))
        return PlacedText(page if turn is None else move_page(page, turn, width, height), turn)
    page, turn = level_page(units_of(value), font_sizes_of(value))
    if turn is not None:
        runs = [replace(run, box=map_box(run.box, turn)) for run in runs]
    page = with_fonts(page, runs)
    return None if not page.blocks and (text or "").strip() else PlacedText(page, turn)


def runs_of(fonts: Any, confidence: Any, resolution: Any, transform: Any) -> list[FontRun]:
    """Return the fonts of a page in the unit of its positions: those of a page that was read are in px of its image."""
    runs = font_runs_of(fonts)
    if not runs or not confidence.is_valid:
        return runs
    to_px = matrix_to_px(resolution, transform)
    return [] if to_px is None else [replace(run, box=map_box(run.box, to_px)) for run in runs]


def tables_in_unit(tables: Any, confidence: Any, resolution: Any, transform: Any, unit: PageUnit) -> list[Table] | None:
    """Return the tables of a page in the unit of its positions; those whose place there is unknown have none."""
    found = tables_of(tables)
    if not found or unit is not PageUnit.PT or not confidence.is_valid:
        return found
    to_px = matrix_to_px(resolution, transform, unknown=1.0)
    return [_moved(table, to_px) for table in found]


def _moved(table: Table, matrix: Matrix | None) -> Table:
    """Return a table, and its cells, in another place; nowhere, if that is unknown."""
    return move_table(table, lambda box: map_box(box, matrix) if matrix is not None and box.area else NOWHERE)


def _inverse(matrix: Matrix) -> Matrix:
    return np.asarray(np.linalg.inv(matrix), np.float64)


def page_size_of(
    confidence: Any, resolution: Any, transform: Any, width: Any, height: Any, wide: Any, high: Any, *, unit: PageUnit
) -> PageSize:
    """Return the size of a page in the unit of its positions, by that of its image in px and its own in points."""
    dpi = dpi_of(resolution.as_py() or 0, read_matrix(transform, 3))
    return size_in_unit(
        width.as_py(), height.as_py(), dpi, wide.as_py(), high.as_py(), was_read=confidence.is_valid, unit=unit
    )


def matrix_to_px(resolution: Any, transform: Any, unknown: float = 0.0) -> Matrix | None:
    """Return the matrix from points of a page to px of its image; None if that is unknown.

    The last argument is how many px a point has on an image that says no resolution; 0: nobody knows.
    """
    if not resolution.is_valid:
        return None
    scale = max(resolution.as_py(), 0) / POINTS_PER_INCH or unknown
    matrix = read_matrix(transform, 3)
    to_image = np.eye(3) if matrix is None else np.linalg.inv(matrix)
    return np.asarray(to_image @ np.diag([scale, scale, 1.0]), np.float64) if scale else None


def to_points_of(
    confidence: Any, resolution: Any, transform: Any, *sides: Any, unit: PageUnit
) -> Callable[[Box], Box] | None:
    """Return what takes a box of the page to points; None if that is unknown."""
    size = page_size_of(confidence, resolution, transform, *sides, unit=unit)
    if size.unit == PageUnit.PT:
        return Box.upright
    if size.unit is None or size.width is None:
        return None
    known = resolution if (resolution.as_py() or 0) > 0 else pa.scalar(UNKNOWN_RESOLUTION)
    to_px = matrix_to_px(known, transform)
    if to_px is None:
        return None
    return partial(map_box, transform=np.asarray(np.linalg.inv(to_px), np.float64))
