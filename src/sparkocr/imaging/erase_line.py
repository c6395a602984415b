"""Take a straight line out of an image, without the letters on it."""

from __future__ import annotations

import math
from typing import cast

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
    if not len(x):
        return
    y = line.y + (line.to_y - line.y) * np.clip((x + 0.5 - line.x) / max(line.to_x - line.x, 1.0), 0, 1)
    half = math.ceil(line.thickness / 2) + _EDGE
    offsets = np.arange(-2 * half, 2 * half + 1)
    rows = np.clip(np.floor(y).astype(np.intp) + offsets[:, None], 0, height - 1)
    part = pixels[rows, x].reshape(len(offsets), len(x), -1)  # the line made level
    is_beside = np.abs(offsets) > half
    is_core = _is_core(part, is_beside)
    if not is_core.any():  # it was as wide as another one, which is painted
        return
    paper, ink = (_by_stretch(part[chosen], _STRETCH * half) for chosen in (is_beside, is_core))
    painted = np.where(_stays(part, paper, ink, is_core, is_beside)[..., None], part, paper.astype(np.uint8))
    pixels[rows, x] = painted.reshape(len(offsets), len(x), *pixels.shape[2:])


def _is_core(part: Pixels, is_beside: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Tell which rows are the line: around the row that differs most from the paper, those that differ half as much.

    None is if all have the colour of the paper.
    """
    contrast = np.abs(part - np.median(part[is_beside], axis=(0, 1))).mean(axis=(1, 2))
    contrast[is_beside] = 0.0
    peak = int(np.argmax(contrast))
    if not contrast[peak]:
        return np.zeros(len(part), np.bool_)
    low = np.flatnonzero(contrast < contrast[peak] / 2)
    first, last = low[low < peak].max(), low[low > peak].min()
    rows = np.arange(len(part))
    return cast("npt.NDArray[np.bool_]", (rows > first) & (rows < last))


def _by_stretch(part: Pixels, size: int) -> npt.NDArray[np.float64]:
    """Return the median colours, shape (n, channels), of stretches of px, shape (rows, n, channels)."""
    rows, count, channels = part.shape
    padded = np.pad(part, ((0, 0), (0, -count % size), (0, 0)), mode="symmetric")
    colours = np.median(padded.reshape(rows, -1, size, channels), axis=(0, 2))
    found: npt.NDArray[np.float64] = np.repeat(colours, size, axis=0)[:count]
    return found


def _stays(
    part: Pixels,
    paper: npt.NDArray[np.float64],
    ink: npt.NDArray[np.float64],
    is_core: npt.NDArray[np.bool_],
    is_beside: npt.NDArray[np.bool_],
) -> npt.NDArray[np.bool_]:
    """Tell which px of a line and of what is around it are not painted, shape (rows, n).

    Parameters
    ----------
    part : ndarray of uint8, shape (rows, n, channels)
    paper, ink : ndarray of float64, shape (n, channels)
        Their colours at each column.
    is_core, is_beside : ndarray of bool, shape (rows,)
        Which rows are the line, and which are beside its blurred edges.
    """
    least = np.maximum(np.abs(ink - paper).mean(axis=1) / 2, _CONTRAST)
    is_ink = np.abs(part - paper).mean(axis=2) > least
    is_edge = ~is_core & ~is_beside
    middle = int(np.argmax(is_core))
    upper, lower = np.flatnonzero(is_edge[:middle])[::-1], middle + np.flatnonzero(is_edge[middle:])
    stays = np.repeat(is_beside[:, None], part.shape[1], axis=1)
    crossing = np.ones(part.shape[1], np.bool_)
    for outwards in (upper, lower):
        # Ink that goes on from the line to beyond its blurred edge is a stroke, and so is what is apart from the line.
        if not len(outwards):
            continue
        goes_on = np.logical_and.accumulate(is_ink[outwards], axis=0)
        stays[outwards] = is_ink[outwards] & (~goes_on | goes_on[-1])
        crossing &= goes_on[-1]
    stays |= crossing
    return stays
