"""Find the cells of the table that an image shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sparkocr.enums import CellDetectionAlgos
from sparkocr.imaging.draw import Mark, outline
from sparkocr.imaging.pixels import Image, to_gray
from sparkocr.imaging.rulings import Rulings, erase_rulings, find_rulings, px_per_point
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
    rulings : Rulings
        The lines of the image.
    """

    rows: Sequence[Sequence[CellBox]]
    rulings: Rulings


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
    gray = to_gray(image)
    rulings = find_rulings(gray, image.dpi)
    scale = px_per_point(gray, image.dpi)
    if algorithm is CellDetectionAlgos.CONTOURS:
        return FoundCells(ruled_cells(rulings, scale), rulings)
    return FoundCells(spaced_cells(erase_rulings(gray, rulings), rulings, scale, options or GapOptions()), rulings)


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
    made = image if keep else image.with_pixels(erase_rulings(image.pixels, found.rulings))
    marks = [
        Mark(np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], np.float64))
        for row in found.rows
        for x, y, width, height in row
    ]
    return outline(made, marks, _LINE, 1) if draw else made
