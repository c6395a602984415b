"""Where the visible part of a page is in user space, and the way between both."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["DisplayedBox", "PageFrame"]

Floats = npt.NDArray[np.float64]

DisplayedBox = tuple[float, float, float, float]
"""x, y, width and height in points of the displayed page, origin top left, y downwards."""


class PageFrame(NamedTuple):
    """The visible part of a page in user space, and how it is turned for display.

    User space may begin anywhere and y grows upwards; /Rotate turns the page clockwise (ISO 32000-1, 7.7.3.3 and
    8.3.2.3). The displayed page is in points from its top left corner, y grows downwards.

    Attributes
    ----------
    left, bottom, right, top : float
        Edges of what is visible (the crop box), in units of user space.
    rotation : int
        Degrees, clockwise: 0, 90, 180 or 270.
    unit : float
        Points to a unit of user space: what /UserUnit says, where readers of the page heed it; PDFium does not.
    """

    left: float
    bottom: float
    right: float
    top: float
    rotation: int
    unit: float = 1.0

    def to_user_space(self, points: Floats) -> Floats:
        """Move points of the displayed page to user space; shape (n, 2)."""
        x, y = points.T / self.unit
        moved = {
            0: (self.left + x, self.top - y),
            90: (self.left + y, self.bottom + x),
            180: (self.right - x, self.bottom + y),
            270: (self.right - y, self.top - x),
        }[self.rotation]
        return np.stack(moved, axis=1)

    def to_display(self, points: Floats) -> Floats:
        """Move points of user space to the displayed page; shape (n, 2)."""
        x, y = points.T
        moved = {
            0: (x - self.left, self.top - y),
            90: (y - self.bottom, x - self.left),
            180: (self.right - x, y - self.bottom),
            270: (self.top - y, self.right - x),
        }[self.rotation]
        return np.stack(moved, axis=1) * self.unit

    def box_to_display(self) -> Callable[[float, float, float, float], DisplayedBox]:
        """Return the function from left, bottom, right and top in user space to a box of the displayed page.

        The same as `to_display`, but fast for one box after the other: a page has thousands of characters.
        """
        page_left, page_bottom, page_right, page_top, rotation, unit = self
        corner: Callable[[float, float, float, float], tuple[float, float]] = {
            0: lambda left, _bottom, _right, top: (left - page_left, page_top - top),
            90: lambda left, bottom, _right, _top: (bottom - page_bottom, left - page_left),
            180: lambda _left, bottom, right, _top: (page_right - right, bottom - page_bottom),
            270: lambda _left, _bottom, right, top: (page_top - top, page_right - right),
        }[rotation]
        sideways = rotation in {90, 270}

        def display(left: float, bottom: float, right: float, top: float) -> DisplayedBox:
            width, height = (top - bottom, right - left) if sideways else (right - left, top - bottom)
            x, y = corner(left, bottom, right, top)
            return (x, y, width, height) if unit == 1 else (x * unit, y * unit, width * unit, height * unit)

        return display

    def matrix_of(self, width: float, height: float) -> tuple[float, ...]:
        """Return the matrix that lays a page of a size over what is visible of this one.

        The lower left corner of the other page is its origin. /Rotate turns a page clockwise (ISO 32000-1, table 30),
        so the other one is turned the other way.
        """
        across, up = self.right - self.left, self.top - self.bottom
        if self.rotation in {90, 270}:
            across, up = up, across
        x, y = across / width, up / height
        return {
            0: (x, 0.0, 0.0, y, self.left, self.bottom),
            90: (0.0, x, -y, 0.0, self.right, self.bottom),
            180: (-x, 0.0, 0.0, -y, self.right, self.top),
            270: (0.0, -x, y, 0.0, self.left, self.top),
        }[self.rotation]
