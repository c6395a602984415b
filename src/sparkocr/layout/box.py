"""Boxes on pages, and how they move from one image of a page to another."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Box", "map_box"]

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page; origin of the coordinates top-left.

    Attributes
    ----------
    x, y : float
        Top left corner, before the box is turned.
    width, height : float
        Its sides.
    angle : float
        Degrees by which it is turned around its centre, clockwise.
    """

    x: float
    y: float
    width: float
    height: float
    angle: float = 0.0

    @property
    def area(self) -> float:
        """Return width times height."""
        return self.width * self.height

    def corners(self) -> npt.NDArray[np.float64]:
        """Return the four corners, clockwise from the first: shape (4, 2)."""
        half = np.array([self.width, self.height]) / 2
        signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
        radians = math.radians(self.angle)
        cos, sin = math.cos(radians), math.sin(radians)
        around: Matrix = signs * half @ np.array([[cos, sin], [-sin, cos]])
        corners: Matrix = around + half + np.array([self.x, self.y])
        return corners

    def upright(self) -> Box:
        """Return the smallest box that isn't turned and holds this one."""
        if self.angle == 0:
            return self
        corners = self.corners()
        left, top = corners.min(axis=0)
        right, bottom = corners.max(axis=0)
        return Box(float(left), float(top), float(right - left), float(bottom - top))


def map_box(box: Box, transform: Matrix, *, rotated: bool = False) -> Box:
    """Move a box to another image of the same page.

    Parameters
    ----------
    box : Box
        A box on an image.
    transform : ndarray of float64, shape (3, 3)
        Takes points of that image to points of the other one; affine, like `sparkocr.imaging.pixels.Image.transform`.
    rotated : bool
        Whether the result may be turned, and then fits closely. Otherwise it is upright and covers what the box covers.

    Returns
    -------
    Box
    """
    corners = box.corners() @ transform[:2, :2].T + transform[:2, 2]
    if not rotated:
        left, top = corners.min(axis=0)
        right, bottom = corners.max(axis=0)
        return Box(float(left), float(top), float(right - left), float(bottom - top))
    across, down = corners[1] - corners[0], corners[3] - corners[0]
    width, height = float(np.hypot(*across)), float(np.hypot(*down))
    centre = corners.mean(axis=0)
    angle = math.degrees(math.atan2(across[1], across[0]))
    return Box(float(centre[0] - width / 2), float(centre[1] - height / 2), width, height, angle)
