"""Find the edges of coloured areas: tables mark their headings and rows by them."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from sparkocr.imaging.pixels import Pixels
from sparkocr.imaging.rulings import Rulings, gray_of, px_per_point
from sparkocr.imaging.straight_lines import Mask, Ruling, fitted_lines, long_runs

__all__ = ["find_area_edges"]

# Chosen for this library, on tables of reports. Lengths are in points.
_CELL = 1.5  # side of what is looked at as one
_WINDOW = 7  # cells, 10 points: of the median, that text does not change
_STEP = 8  # levels between two areas
_HOLE = 3  # cells
_SHORTEST = 30.0
_THICKEST = 4.0  # cells; colours that run into each other have no edge
_MOST_SIDE = 2000  # cells


def find_area_edges(pixels: Pixels, resolution: int = 0) -> Rulings:
    """Find the straight edges of areas of different colours.

    Parameters
    ----------
    pixels : ndarray of uint8
        ``(h, w)`` grey or binary, ``(h, w, 3)`` BGR or ``(h, w, 4)`` ABGR.
    resolution : int
        Pixels per inch; 0 if unknown.

    Returns
    -------
    Rulings
        Edges of 30 points and more, turned by up to 5 degrees, at most 1.5 points off. Their thickness means nothing.

    Notes
    -----
    A median over 10 points leaves the colours of areas, and takes out text and lines. Where the levels below and above
    a place differ, there is an edge.
    """
    gray = gray_of(pixels)
    scale = px_per_point(gray, resolution)
    factor = max(1, round(_CELL * scale), -(-max(gray.shape) // _MOST_SIDE))
    # Single px and not means, which would be a gray of their own where there is text.
    sample = np.ascontiguousarray(gray[factor // 2 :: factor, factor // 2 :: factor])
    if min(sample.shape) < _WINDOW:
        return Rulings()
    areas = cast("Pixels", cv2.medianBlur(sample, _WINDOW))
    if np.ptp(areas) < _STEP:
        return Rulings()
    length = _SHORTEST * scale / factor
    horizontal = _edges(areas, length)
    vertical = [line.transposed() for line in _edges(cast("Pixels", cv2.transpose(areas)), length)]
    return Rulings(
        *([Ruling(*(factor * value for value in line)) for line in lines] for lines in (horizontal, vertical))
    )


def _edges(areas: Pixels, length: float) -> list[Ruling]:
    """Find the horizontal edges of a length."""
    step = np.zeros_like(areas)
    step[1:-1] = cv2.absdiff(areas[2:], areas[:-2])
    found = long_runs(cast("Mask", (step >= _STEP).view(np.uint8)), _HOLE, length)
    return [line for line in fitted_lines(found, _THICKEST) if line.length >= length]
