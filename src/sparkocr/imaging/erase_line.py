"""Take a straight line out of an image, without the letters on it."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from sparkocr.imaging.pixels import Pixels
from sparkocr.imaging.straight_lines import Ruling

__all__ = ["erase_line"]

# Chosen for this library.
_STRETCH = 12  # of a line that has paper of one colour, in times of its height
_EDGE = 2  # px beside a line that are erased: its blurred edges
_CONTRAST = 12.0  # levels by which ink differs from paper at least


def erase_line(pixels: Pixels, line: Ruling) -> None:
    """Paint a horizontal line in the colour of what is beside it, in place.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (h, w) or (h, w, channels)
    line : Ruling
    """
    height, width = pixels.shape[:2]
    x = np.arange(max(0, int(line.x) - _EDGE), min(width, math.ceil(line.to_x) + _EDGE))
    y = line.y + (line.to_y - line.y) * np.clip((x + 0.5 - line.x) / max(line.to_x - line.x, 1.0), 0, 1)
    half = math.ceil(line.thickness / 2) + _EDGE
    offsets = np.arange(-2 * half, 2 * half + 1)
    rows = np.clip(np.floor(y).astype(np.intp) + offsets[:, None], 0, height - 1)
    is_core = np.abs(offsets) <= (line.thickness + 1) / 2
    for first in range(0, len(x), _STRETCH * half):
        part = np.s_[:, first : first + _STRETCH * half]
        place = rows[part], x[part[1]]
        pixels[place] = _painted(pixels[place], is_core, np.abs(offsets) > half)


def _painted(part: Pixels, is_core: npt.NDArray[np.bool_], is_beside: npt.NDArray[np.bool_]) -> Pixels:
    """Return a stretch of a line in the colour of the paper.

    Parameters
    ----------
    part : ndarray of uint8, shape (rows, n) or (rows, n, channels)
        The line made level.
    is_core, is_beside : ndarray of bool, shape (rows,)
        Which rows are the line, and which are beside its blurred edges.
    """
    levels = (part if part.ndim == 2 else part[..., -3:].mean(axis=2)).astype(np.float64)  # noqa: PLR2004
    paper, line = float(np.median(levels[is_beside])), float(np.median(levels[is_core]))
    is_ink = np.abs(levels - paper) > max(abs(line - paper) / 2, _CONTRAST)
    is_edge = ~is_core & ~is_beside
    middle = len(levels) // 2
    upper, lower = np.flatnonzero(is_edge[:middle])[::-1], middle + np.flatnonzero(is_edge[middle:])
    stays = np.repeat(is_beside[:, None], levels.shape[1], axis=1)
    crossing = np.ones(levels.shape[1], np.bool_)
    for outwards in (upper, lower):
        # Ink that goes on from the line to beyond its blurred edge is a stroke, and so is what is apart from the line.
        goes_on = np.logical_and.accumulate(is_ink[outwards], axis=0)
        stays[outwards] = is_ink[outwards] & (~goes_on | goes_on[-1])
        crossing &= goes_on[-1]
    stays |= crossing
    blank = part[is_beside[:, None] & ~is_ink]
    colour = np.median(blank if len(blank) else part[is_beside].reshape(-1, *part.shape[2:]), axis=0)
    if part.ndim > 2:  # noqa: PLR2004
        stays = stays[..., None]
    return np.where(stays, part, colour.astype(np.uint8))
