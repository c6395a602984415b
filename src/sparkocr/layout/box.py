"""Boxes on pages, and how they move from one image of a page to another."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
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

    @classmethod
    def around(cls, centre: tuple[float, float], width: float, height: float, angle: float = 0.0) -> Box:
        """Return the box with a centre."""
        return cls(centre[0] - width / 2, centre[1] - height / 2, width, height, angle)

    @property
    def centre(self) -> tuple[float, float]:
        """The point around which it is turned."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def area(self) -> float:
        """Width times height."""
        return self.width * self.height

    @property
    def direction(self) -> tuple[float, float]:
        """The unit vector along its upper side: cosine and sine of the angle."""
        radians = math.radians(self.angle)
        return math.cos(radians), math.sin(radians)

    def edges(self) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of what it covers."""
        if not self.angle:  # as most are, and computing corners takes ten times as long
            return self.x, self.y, self.x + self.width, self.y + self.height
        corners = self.corners()
        left, top = corners.min(axis=0).tolist()
        right, bottom = corners.max(axis=0).tolist()
        return left, top, right, bottom

    def offset(self, other: Box) -> tuple[float, float]:
        """Return how far the centre of another box is from this one's, along this box and across it."""
        (x, y), (other_x, other_y), (cos, sin) = self.centre, other.centre, self.direction
        across, down = other_x - x, other_y - y
        return across * cos + down * sin, down * cos - across * sin

    def moved(self, along: float, across: float = 0.0) -> Box:
        """Return the box moved along its direction, and across it: to the right and down, where it is upright."""
        (x, y), (cos, sin) = self.centre, self.direction
        centre = x + along * cos - across * sin, y + along * sin + across * cos
        return Box.around(centre, self.width, self.height, self.angle)

    def grown(self, border: float) -> Box:
        """Return the box with a border around it."""
        return Box(self.x - border, self.y - border, self.width + 2 * border, self.height + 2 * border, self.angle)

    def scaled(self, factor: float) -> Box:
        """Return the box on a page that is so many times as large."""
        return Box(self.x * factor, self.y * factor, self.width * factor, self.height * factor, self.angle)

    def touches(self, width: float, height: float) -> bool:
        """Tell whether a part of it may be on a page of a size; the least upright box around it counts."""
        left, top, right, bottom = self.edges()
        return left < width and top < height and right > 0 and bottom > 0

    def common_area(self, other: Box) -> float:
        """Return the area that it has in common with another box, both turned as they are."""
        if self.angle or other.angle:
            # Near the origin, because OpenCV computes with few digits.
            origin = self.corners().mean(axis=0)
            shapes = [(box.corners() - origin).astype(np.float32) for box in (self, other)]
            return float(cv2.intersectConvexConvex(*shapes)[0])
        (left, top, right, bottom), edges = self.edges(), other.edges()
        across, down = min(right, edges[2]) - max(left, edges[0]), min(bottom, edges[3]) - max(top, edges[1])
        return max(across, 0.0) * max(down, 0.0)

    def iou(self, other: Box) -> float:
        """Return the area that it has in common with another box over that of both together; 0 without an area."""
        common = self.common_area(other)
        union = self.area + other.area - common
        return common / union if union > 0 else 0.0

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
        left, top, right, bottom = self.edges()
        return Box(left, top, right - left, bottom - top)


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
    x, y = corners.mean(axis=0).tolist()
    return Box.around((x, y), width, height, math.degrees(math.atan2(across[1], across[0])))
