"""Matrices of content streams, and what overlaps the regions that are taken out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

__all__ = [
    "IDENTITY",
    "Hole",
    "Holes",
    "Matrix",
    "Point",
    "area_of",
    "bounds_of",
    "inverse",
    "moved",
    "multiply",
    "quad",
]

Floats = npt.NDArray[np.float64]

Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e and f of ISO 32000-1, 8.3.3."""

Point = tuple[float, float]

Bounds = tuple[float, float, float, float]
"""Left, bottom, right and top."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_STEPS = 64  # strips of the page in which holes are looked up: a line of text touches one or two
_SAMPLES = 8  # points on a side of a box, of which its share in a hole is counted


def multiply(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that does what the first one does, and then what the second one does."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def area_of(matrix: Matrix) -> float:
    """Return the area of what a matrix makes of the unit square."""
    a, b, c, d, _, _ = matrix
    return abs(a * d - b * c)


def inverse(matrix: Matrix) -> Matrix | None:
    """Return the matrix that leads back; None if there is none."""
    a, b, c, d, e, f = matrix
    area = a * d - b * c
    if not area or not math.isfinite(1 / area):
        return None
    return (d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area)


def moved(matrix: Matrix, x: float, y: float) -> Point:
    """Return where a matrix moves a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def quad(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> list[Point]:
    """Return where a matrix moves the corners of a box, in their order around it."""
    return [moved(matrix, x, y) for x, y in ((left, bottom), (right, bottom), (right, top), (left, top))]


def bounds_of(points: Iterable[Point]) -> Bounds:
    """Return the least box around points."""
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)


class Hole:
    """A convex region of a page that is taken out.

    Attributes
    ----------
    points : list of (float, float)
        Its corners in user space, in their order around it.
    bounds : tuple of float
        Left, bottom, right and top.
    """

    def __init__(self, points: Sequence[Point]) -> None:
        self.points = [(float(x), float(y)) for x, y in points]
        self.bounds = bounds_of(self.points)
        self._axes = [(axis, *_extent(self.points, axis)) for axis in _normals(self.points)]

    def overlaps(self, points: Sequence[Point], margin: float = 0.0) -> bool:
        """Tell whether a convex polygon, or a line between two points, enters the hole by more than a margin.

        Two convex polygons are apart if a line along an edge of one of them is between both (separating axis theorem).

        Parameters
        ----------
        points : sequence of (float, float)
        margin : float
            Units of user space from each edge of the hole inwards.
        """
        for axis, low, high in self._axes:
            least, most = _extent(points, axis)
            if most <= low + margin or least >= high - margin:
                return False
        for axis in _normals(points):
            least, most = _extent(points, axis)
            low, high = _extent(self.points, axis)
            if most < low or least > high:
                return False
        return True

    @property
    def narrow_side(self) -> float:
        """The least distance between two parallel lines that have the hole between them."""
        return min((high - low for _, low, high in self._axes), default=0.0)

    @property
    def area(self) -> float:
        """The area of the box around it."""
        left, bottom, right, top = self.bounds
        return (right - left) * (top - bottom)

    def share_of(self, bounds: Bounds) -> float:
        """Return about which part of a box is in the hole, 0 to 1."""
        left, bottom, right, top = bounds
        places = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
        x, y = left + (right - left) * places, bottom + (top - bottom) * places
        return float(self.covers(x[None, :], y[:, None], 0.0).mean())

    def covers(self, x: Floats, y: Floats, margin: float) -> npt.NDArray[np.bool_]:
        """Tell which points are in the hole, or not further from each of its edges than a margin.

        Parameters
        ----------
        x, y : ndarray of float64
            Of shapes that fit together.
        margin : float
        """
        inside = np.ones(np.broadcast_shapes(x.shape, y.shape), bool)
        for (across, up), low, high in self._axes:
            along = x * across + y * up
            inside &= (along >= low - margin) & (along <= high + margin)
        return inside


class Holes:
    """The regions that are taken out of a page, to be looked up by place."""

    def __init__(self, polygons: Iterable[Floats]) -> None:
        self.all = [Hole([(x, y) for x, y in polygon.tolist()]) for polygon in polygons]
        edges = [bounds_of([hole.bounds[:2], hole.bounds[2:]]) for hole in self.all]
        self._left = min((edge[0] for edge in edges), default=math.inf)
        self._bottom = min((edge[1] for edge in edges), default=math.inf)
        self._right = max((edge[2] for edge in edges), default=-math.inf)
        self._top = max((edge[3] for edge in edges), default=-math.inf)
        self._step = max((self._top - self._bottom) / _STEPS, 1e-9) if edges else 1.0
        self._strips: list[list[Hole]] = [[] for _ in range(_STEPS + 1)]
        for hole in self.all:
            for number in self._numbers(hole.bounds[1], hole.bounds[3]):
                self._strips[number].append(hole)

    def _numbers(self, bottom: float, top: float) -> range:
        """Return the numbers of the strips that a part of the height touches."""
        first = max(0, int((bottom - self._bottom) / self._step))
        return range(first, min(_STEPS, int((top - self._bottom) / self._step)) + 1)

    def near(self, left: float, bottom: float, right: float, top: float) -> list[Hole]:
        """Return the holes whose boxes touch a box."""
        if left > self._right or right < self._left or bottom > self._top or top < self._bottom:
            return []
        numbers = self._numbers(bottom, top)
        found = {id(hole): hole for number in numbers for hole in self._strips[number]}
        return [
            hole
            for hole in found.values()
            if left <= hole.bounds[2] and right >= hole.bounds[0] and bottom <= hole.bounds[3] and top >= hole.bounds[1]
        ]


def _normals(points: Sequence[Point]) -> Iterator[Point]:
    """Yield the directions across the edges of a polygon, of length 1."""
    for (x, y), (next_x, next_y) in zip(points, (*points[1:], points[0]), strict=True):
        length = math.hypot(next_x - x, next_y - y)
        if length:
            yield (y - next_y) / length, (next_x - x) / length


def _extent(points: Sequence[Point], axis: Point) -> tuple[float, float]:
    """Return from where to where points are along a direction."""
    across, up = axis
    places = [x * across + y * up for x, y in points]
    return min(places), max(places)
