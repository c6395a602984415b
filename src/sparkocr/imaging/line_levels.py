"""What stands along a straight line of an image: its own levels of gray, and those of the paper beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

import numpy as np
import numpy.typing as npt

from sparkocr.imaging.pixels import Pixels
from sparkocr.imaging.straight_lines import Ruling

__all__ = ["beside", "clear_share", "colours_of", "has_line", "levels_along"]

# Chosen for this library.
_CONTRAST = 16.0  # levels by which a line differs from paper at least
_BESIDE = 1.5  # points from the edge of a line to the paper
_INKED = 0.8  # quantile of the contrast of a line that is its own: dotted ones have paper in most places
_FULL_SIDE = 0.9  # share of a side of a line that is another line


def levels_along(gray: Pixels, line: Ruling, offsets: Sequence[float]) -> npt.NDArray[np.float64]:
    """Return the gray levels of px of a line, for each offset below it; beside the image those at its edge."""
    x = np.arange(int(line.x), max(int(line.x) + 1, math.ceil(line.to_x)))
    y = line.y + (line.to_y - line.y) * (x + 0.5 - line.x) / max(line.to_x - line.x, 1.0)
    rows = np.floor(y + np.array(offsets)[:, None]).astype(np.intp)
    # `numpy.clip` takes twice as long for the few px of a line.
    rows, x = (np.minimum(np.maximum(at, 0), side - 1) for at, side in zip((rows, x), gray.shape, strict=True))
    found: npt.NDArray[np.float64] = gray[rows, x].astype(np.float64)
    return found


def beside(line: Ruling, scale: float) -> float:
    """Return how far from the middle of a line there is paper."""
    return line.thickness / 2 + _BESIDE * scale


def colours_of(gray: Pixels, line: Ruling, scale: float) -> tuple[float, float]:
    """Return the levels of a line and of the paper beside it: on the side that differs more, of a double line."""
    away = beside(line, scale)
    levels, *sides = levels_along(gray, line, (0.0, -away, away))
    found = []
    for paper in map(_median, sides):
        by_contrast = levels[np.argsort(np.abs(levels - paper), kind="stable")]
        found.append((float(by_contrast[int(_INKED * len(levels))]), paper))
    return max(found, key=lambda pair: abs(pair[0] - pair[1]))


def _median(values: npt.NDArray[np.float64]) -> float:
    """Return the same as `numpy.median`, which takes several times as long for so few."""
    ordered, middle = np.sort(values), len(values) // 2
    return float(ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2)


def has_line(gray: Pixels, place: Ruling, level: float, paper: float) -> npt.NDArray[np.bool_]:
    """Tell for each column of px of a place whether a line of a level goes there, a px above or below."""
    levels = levels_along(gray, place, (-1.0, 0.0, 1.0))
    if abs(level - paper) < _CONTRAST:
        return np.zeros(levels.shape[1], np.bool_)
    return cast("npt.NDArray[np.bool_]", (np.abs(levels - level) < np.abs(levels - paper)).any(axis=0))


def clear_share(gray: Pixels, line: Ruling, level: float, paper: float, scale: float) -> float:
    """Return the share of a line with paper above and below; a side that is a line or a dark area counts as paper."""
    if abs(level - paper) < _CONTRAST:
        return 0.0
    away = beside(line, scale)
    levels = levels_along(gray, line, (-away, away))
    is_paper = np.abs(levels - paper) < np.abs(levels - level)
    is_paper |= is_paper.mean(axis=1, keepdims=True) <= 1 - _FULL_SIDE
    return float(is_paper.all(axis=0).mean())
