"""Find the ink of a word or line, and which part of it is which character."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.imaging.pixels import Pixels

__all__ = ["Bound", "Mask", "blank_between", "ink", "split_word", "trimmed"]

Mask = npt.NDArray[np.bool_]
Bound = tuple[float, float, float, float]
"""Left, right, top and bottom in px; right and bottom are behind the last pixel."""

_LEAST_CONTRAST = 24  # levels of gray between paper and ink


def ink(pixels: Pixels) -> Mask:
    """Tell which pixels are text: those on the rarer side of Otsu's threshold; none without contrast.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (h, w) or (h, w, 3)
        A word or a line.

    Returns
    -------
    ndarray of bool, shape (h, w)
    """
    gray = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)  # noqa: PLR2004
    _, dark = cv2.threshold(gray, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    found = dark.astype(bool)
    if np.ptp(gray) < _LEAST_CONTRAST:
        return np.zeros_like(found)
    return ~found if found.mean() > 1 / 2 else found


def trimmed(mask: Mask, left: float, right: float) -> Bound | None:
    """Return the bound of the ink between two columns; None if there is none."""
    start = int(left)
    part = mask[:, start : math.ceil(right)]
    x, y, width, height = cv2.boundingRect(part.view(np.uint8)) if part.size else (0, 0, 0, 0)
    return (float(start + x), float(start + x + width), float(y), float(y + height)) if width else None


def blank_between(mask: Mask, one: float, other: float) -> tuple[float, float]:
    """Return where the widest blank between two columns begins and ends; without one, where there is least ink."""
    left, right = int(one), math.ceil(other) + 1
    part = mask[:, left:right]
    columns = part.any(axis=0).tobytes()  # some 20 bytes, 1 with ink: searching them is faster than NumPy
    widest = max(map(len, columns.split(b"\1")))
    if widest:
        start = left + columns.index(bytes(widest))
        return float(start), float(start + widest)
    amounts = part.sum(axis=0)
    least = left + float(np.argmin(amounts)) if len(amounts) else (one + other) / 2
    return least, least


def split_word(mask: Mask, middles: Sequence[float]) -> list[Bound]:
    """Give each character of a word its ink.

    If there are as many runs of columns with ink as characters, these are they. Else the word is cut between the
    middles, where it is blank or has least ink.

    Parameters
    ----------
    mask : ndarray of bool, shape (h, w)
        Ink of the word.
    middles : sequence of float
        About where each character is, in px, from left to right.

    Returns
    -------
    list of Bound
        As many as characters; one without ink has all its part of the word.
    """
    height, width = mask.shape
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask.any(axis=0), [False]]).astype(np.int8)))
    if len(edges) == 2 * len(middles):
        parts = [(float(start), float(end)) for start, end in edges.reshape(-1, 2)]
    else:
        places = np.clip(np.maximum.accumulate(middles), 0, width - 1)
        cuts = [sum(blank_between(mask, one, other)) / 2 for one, other in pairwise(places)]
        parts = list(pairwise([0.0, *np.maximum.accumulate([0.0, *cuts])[1:], float(width)]))
    return [trimmed(mask, left, right) or (left, max(right, left + 1), 0.0, float(height)) for left, right in parts]
