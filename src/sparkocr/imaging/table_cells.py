"""Find the cells of the table that an image shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sparkocr.enums import CellDetectionAlgos
from sparkocr.imaging.bare_table import bare_table
from sparkocr.imaging.draw import Mark, outline
from sparkocr.imaging.pixels import Image, to_gray
from sparkocr.imaging.rulings import px_per_point
from sparkocr.imaging.table_faces import CellBox, ruled_cells
from sparkocr.imaging.table_gaps import GapOptions, spaced_cells

__all__ = ["FoundCells", "find_cells", "with_lines"]

_LINE = 2  # px of the lines that are drawn


@dataclass(frozen=True, slots=True)
class FoundCells:
    """The cells of a table.

    Attributes
    ----------
    rows : sequence of sequence of CellBox
        Rows from the top, cells from the left: left, top, width and height in px of the image. A merged cell stands
        once, in its first row.
    bare : Image
        The image without its lines.
    """

    rows: Sequence[Sequence[CellBox]]
    bare: Image


def find_cells(
    image: Image, algorithm: CellDetectionAlgos = CellDetectionAlgos.CONTOURS, options: GapOptions | None = None
) -> FoundCells:
    """Find the cells of a table.

    Parameters
    ----------
    image : Image
        A table and next to nothing around it, not turned.
    algorithm : CellDetectionAlgos
        ``CONTOURS`` for framed tables, see `sparkocr.imaging.table_faces.ruled_cells`; ``MORPHOPS`` for all, see
        `sparkocr.imaging.table_gaps.spaced_cells`.
    options : GapOptions, optional
        What ``MORPHOPS`` takes for white space.

    Returns
    -------
    FoundCells
        Without rows if there is no table.
    """
    bare, rulings = bare_table(image)
    scale = px_per_point(to_gray(image), image.dpi)
    if algorithm is CellDetectionAlgos.CONTOURS:
        rows = ruled_cells(rulings, scale)
    else:
        rows = spaced_cells(to_gray(bare), rulings, scale, options or GapOptions())
    height, width = image.pixels.shape[:2]
    return FoundCells([[_within(cell, width, height) for cell in row] for row in rows], bare)


def _within(cell: CellBox, width: int, height: int) -> CellBox:
    """Return a cell as far as it is on the image."""
    left, top = max(0, cell[0]), max(0, cell[1])
    return left, top, min(width, cell[0] + cell[2]) - left, min(height, cell[1] + cell[3]) - top


def with_lines(image: Image, found: FoundCells, *, keep: bool, draw: bool) -> Image:
    """Return the image with other lines than its own.

    Parameters
    ----------
    image : Image
    found : FoundCells
        What was found on it.
    keep : bool
        Whether its own lines stay; else they get the colour of what is around them.
    draw : bool
        Whether the borders of the cells are drawn, in black.

    Returns
    -------
    Image
        Of the same type and size.
    """
    made = image if keep else found.bare
    marks = [
        Mark(np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], np.float64))
        for row in found.rows
        for x, y, width, height in row
    ]
    return outline(made, marks, _LINE, 1) if draw else made
