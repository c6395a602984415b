"""Cut lines out of a page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from sparkocr.imaging.pixels import Pixels
from sparkocr.layout.box import Box

__all__ = ["HEIGHT", "Strip", "cut"]

HEIGHT = 48  # px that the recogniser was trained with
_MIN_WIDTH = 16
_MAX_WIDTH = 6400  # px: longer lines are squeezed; 130 times their height
_UPRIGHT = 0.25  # degrees: less turns a line of 2000 px by 9 px, inside the margin of a box


@dataclass(frozen=True, slots=True)
class Strip:
    """A line cut out of the page and made `HEIGHT` px high.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (48, w) or (48, w, 3)
    box : Box
        The line on the page.
    """

    pixels: Pixels
    box: Box

    def place(self, left: float, right: float, top: float = 0, bottom: float = HEIGHT) -> Box:
        """Return the box on the page of a part of the strip, given in its px."""
        across, down = self.box.width / self.pixels.shape[1], self.box.height / HEIGHT
        width, height = (right - left) * across, (bottom - top) * down
        # The centre of the part, from the centre of the line, in the directions of the line.
        along = (left + right) / 2 * across - self.box.width / 2
        below = (top + bottom) / 2 * down - self.box.height / 2
        return Box.around(self.box.moved(along, below).centre, width, height, self.box.angle)


def cut(pixels: Pixels, box: Box) -> Strip:
    """Cut a line out of the page; what lies beyond its edge is repeated.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (h, w) or (h, w, 3)
    box : Box

    Returns
    -------
    Strip
    """
    height, width = pixels.shape[:2]
    if abs(box.angle) < _UPRIGHT:
        left, top = max(0, math.floor(box.x)), max(0, math.floor(box.y))
        right, bottom = min(width, math.ceil(box.x + box.width)), min(height, math.ceil(box.y + box.height))
        box = Box(left, top, max(1, right - left), max(1, bottom - top))
        part = pixels[min(top, height - 1) : max(bottom, top + 1), min(left, width - 1) : max(right, left + 1)]
    else:
        part = _turned(pixels, box)
    size = min(_MAX_WIDTH, max(_MIN_WIDTH, math.ceil(HEIGHT * box.width / box.height))), HEIGHT
    method = cv2.INTER_AREA if part.shape[0] > HEIGHT else cv2.INTER_CUBIC
    return Strip(cast("Pixels", cv2.resize(part, size, interpolation=method)), box)


def _turned(pixels: Pixels, box: Box) -> Pixels:
    """Return a part of the page that is turned, upright, in its own size."""
    corners = box.corners()[[0, 1, 3]].astype(np.float32)
    size = max(1, round(box.width)), max(1, round(box.height))
    target = np.array([[0, 0], [size[0], 0], [0, size[1]]], np.float32)
    matrix = cv2.getAffineTransform(corners, target)
    found = cv2.warpAffine(pixels, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return cast("Pixels", found)
