"""Straight lines in masks of pixels: runs of pixels, and the lines that fit them."""

from __future__ import annotations

import math
from typing import Any, NamedTuple, cast

import cv2
import numpy as np
import numpy.typing as npt

__all__ = ["Mask", "Ruling", "components", "fitted_lines", "long_runs"]

Mask = npt.NDArray[np.uint8]
"""Shape (h, w): 1 where there is ink, or what is looked for, else 0."""

_SLANT = 3  # px: a mask is made as high, so that a run goes on where a skewed line steps to the next row
_ROUNDS = 3  # of the fit
_STEEPEST = 0.09  # tangent of 5 degrees
_MOST_LABELS = 65_535  # of 16 bits


class Ruling(NamedTuple):
    """A straight line of an image, in px; the origin is the outer corner of the top left pixel.

    Attributes
    ----------
    x, y : float
        Where its middle starts: at the left of a horizontal line, at the top of a vertical one.
    to_x, to_y : float
        Where it ends.
    thickness : float
    """

    x: float
    y: float
    to_x: float
    to_y: float
    thickness: float

    @property
    def length(self) -> float:
        """From end to end in px."""
        return math.hypot(self.to_x - self.x, self.to_y - self.y)

    def transposed(self) -> Ruling:
        """Return the line of the image whose rows are the columns of this one."""
        return Ruling(self.y, self.x, self.to_y, self.to_x, self.thickness)


def components(mask: Mask) -> tuple[Any, Any]:
    """Find connected parts: return the number of the part of each pixel, and OpenCV's statistics of the parts."""
    starts = cv2.countNonZero(cv2.subtract(mask[:, 1:], mask[:, :-1])) + mask.shape[0]
    kind = cv2.CV_16U if starts < _MOST_LABELS else cv2.CV_32S  # the smaller ones take half the time
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=kind)
    return labels, stats


def long_runs(mask: Mask, hole: int, length: float) -> Mask:
    """Keep horizontal runs, which may have holes and be slanted.

    Parameters
    ----------
    mask : ndarray of uint8, shape (h, w)
    hole : int
        Px: holes of less are filled.
    length : float
        Px of a run at least.
    """
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, hole), np.uint8))
    high = cv2.dilate(joined, np.ones((_SLANT, 1), np.uint8))
    long = cv2.morphologyEx(high, cv2.MORPH_OPEN, np.ones((1, max(3, round(length))), np.uint8))
    return cast("Mask", cv2.bitwise_and(long, joined))


def fitted_lines(mask: Mask, thickest: float) -> list[Ruling]:
    """Fit a line to each connected part of a mask that is thin and level.

    Parameters
    ----------
    mask : ndarray of uint8, shape (h, w)
    thickest : float
        Px of a line in the mean.

    Returns
    -------
    list of Ruling
        Horizontal ones, by up to 5 degrees.
    """
    places = cv2.findNonZero(mask)  # `numpy.nonzero` takes six times as long
    if places is None:
        return []
    labels, stats = components(mask)
    count = len(stats)
    x, y = places.reshape(-1, 2).T
    part = labels[y, x]
    for _ in range(_ROUNDS):  # what letters and noise add to a line is far from it
        area = np.maximum(np.bincount(part, minlength=count), 1).astype(np.float64)
        mean_x, mean_y = (np.bincount(part, values, count) / area for values in (x, y))
        off_x, off_y = x - mean_x[part], y - mean_y[part]
        spread = np.bincount(part, off_x * off_x, count)
        slope = np.bincount(part, off_x * off_y, count) / np.maximum(spread, 1e-9)
        away = np.abs(off_y - slope[part] * off_x)
        near = away <= np.maximum(2.0, 3 * np.sqrt(np.bincount(part, away * away, count) / area))[part] / 2 + 1 / 2
        x, y, part, away = x[near], y[near], part[near], away[near]
    left, length = (stats[:, name].astype(np.float64) for name in (cv2.CC_STAT_LEFT, cv2.CC_STAT_WIDTH))
    right = left + length
    thickness = area / np.maximum(length, 1.0)
    rest = np.bincount(part, away * away, count) / area
    # The variance of a bar of a thickness is a twelfth of its square; more is no straight line.
    is_straight = rest <= np.maximum(thickness, 2.0) ** 2 / 6 + 1 / 4
    is_thin = thickness <= thickest
    kept = np.flatnonzero(is_straight & is_thin & (np.abs(slope) <= _STEEPEST) & (length > 1))
    return [
        Ruling(
            float(left[i]),
            float(mean_y[i] + 0.5 + slope[i] * (left[i] - mean_x[i] - 0.5)),
            float(right[i]),
            float(mean_y[i] + 0.5 + slope[i] * (right[i] - mean_x[i] - 0.5)),
            float(thickness[i]),
        )
        for i in kept.tolist()
        if i
    ]
