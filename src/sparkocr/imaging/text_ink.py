"""The ink of text on an image, on paper of any colour."""

from __future__ import annotations

from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.imaging.background import paper_around
from sparkocr.imaging.pixels import Pixels

__all__ = ["text_ink"]

Mask = npt.NDArray[np.uint8]

# Chosen for this library, on tables of reports. Lengths are in font sizes, as they are estimated.
_WINDOW = 60.0  # points: side of the neighbourhood whose median is the paper
_CONTRAST = 24  # levels of gray between paper and ink
_LETTER, _LARGEST = 3, 200  # px: heights of connected ink that may be a letter
_TALL, _PER_LETTER = 0.75, 1.35  # share of the ink that is lower than tall letters; font sizes in their heights
_SPECK = 0.004  # area of half a full stop
_AREA, _WIDE = 1.0, 4.0  # least height and width of dark paper
_BAR, _BAR_SIDE = 2.0, 0.25  # least length and thickness of what is no letter


def text_ink(pixels: Pixels, scale: float) -> tuple[Mask, float]:
    """Tell the ink of text from paper, and estimate the size of its font.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (h, w)
        Gray image; text may be dark on light, light on dark, or some of both.
    scale : float
        Px per point: `sparkocr.imaging.rulings.px_per_point`.

    Returns
    -------
    ndarray of uint8, shape (h, w)
        1 for ink, else 0. Specks are none, and neither is what is long and thin, such as underlines.
    float
        Size of the font in px; 0 without text.

    Notes
    -----
    Ink is what differs from the median of what is around it, by more than Otsu's threshold of these differences.
    """
    differences = cv2.absdiff(pixels, paper_around(pixels, _WINDOW * scale))
    level, _ = cv2.threshold(differences, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    dark = (differences > max(level, _CONTRAST)).view(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    width, height, area = (stats[:, i] for i in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    is_letter = (height >= _LETTER) & (height <= _LARGEST) & (width <= _LARGEST)
    is_letter[0] = False
    if not is_letter.any():
        return dark, 0.0
    size = _PER_LETTER * _usual(height[is_letter])
    is_text = area >= _SPECK * size * size
    is_text[0] = False
    text = is_text[labels].view(np.uint8)
    is_area = (height >= _AREA * size) & (width >= _WIDE * size) & (2 * area >= width * height)
    for left, top, wide, high, _ in stats[np.flatnonzero(is_area & is_text)].tolist():
        text[top : top + high, left : left + wide] ^= 1  # light text on dark paper
    return _without_bars(text, size), size


def _usual(heights: npt.NDArray[Any]) -> float:
    """Return the height of tall letters: the upper quartile, weighted by heights, as dots are many and tell nothing."""
    ascending = np.sort(heights).astype(np.float64)
    total = np.cumsum(ascending)
    return float(ascending[np.searchsorted(total, _TALL * total[-1])])


def _without_bars(ink: Mask, size: float) -> Mask:
    """Take out what is long and thin: what is left of rulings, and underlines."""
    long, thick = max(3, round(_BAR * size)), max(2, round(_BAR_SIDE * size))
    text = ink
    for shape in ((1, long), (long, 1)):
        bars = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        areas = cv2.morphologyEx(bars, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
        text = cast("Mask", cv2.subtract(text, cv2.subtract(bars, areas)))
    return text
