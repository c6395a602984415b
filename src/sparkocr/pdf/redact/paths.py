"""Take what is drawn in regions out of paths, such as the letters of text that was converted to outlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pikepdf import ContentStreamInstruction

from sparkocr.pdf.redact.geometry import Bounds, Holes, Matrix, Point, bounds_of, moved, quad
from sparkocr.pdf.redact.report import CannotRewriteError

__all__ = ["Construction", "path_bounds", "without_holes"]

_RECTANGLE = 4  # edges
_STRAIGHT = 0.01  # of its length: how far an edge may go aside and still be along an axis
_PLAIN_SHARE, _SHARE = 0.7, 0.5  # of a shape in a hole, from which on it goes
_TOUCH = 0.15  # of the narrow side of a hole: how deep a shape enters that merely touches it
_STEPS = 16  # lines that a curve is taken for
_OPERANDS = {"m": 2, "l": 2, "c": 6, "v": 4, "y": 4, "h": 0, "re": 4}  # ISO 32000-1, table 59


@dataclass(frozen=True, slots=True)
class Construction:
    """An instruction that a path is made of."""

    operator: str
    numbers: Sequence[float]
    source: ContentStreamInstruction

    @property
    def points(self) -> Sequence[Point]:
        """Its points, in the space of the instructions."""
        if self.operator == "re":
            x, y, width, height = self.numbers
            return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        return list(zip(self.numbers[::2], self.numbers[1::2], strict=True))


@dataclass(slots=True)
class _Shape:
    """A subpath: its instructions, and the lines in user space that it consists of."""

    sources: list[ContentStreamInstruction] = field(default_factory=list)
    pieces: list[list[Point]] = field(default_factory=list)
    is_curved: bool = False

    @property
    def is_plain(self) -> bool:
        """Tell whether it is a rectangle or a line along the axes of the page."""
        if self.is_curved or len(self.pieces) > _RECTANGLE:
            return False
        sides = [(abs(x - other_x), abs(y - other_y)) for (x, y), (other_x, other_y) in self.pieces]
        return all(min(side) <= _STRAIGHT * max(side) for side in sides)

    def bounds(self, room: float) -> Bounds:
        """Return the box around it with some room."""
        left, bottom, right, top = bounds_of([point for piece in self.pieces for point in piece])
        return left - room, bottom - room, right + room, top + room


def path_bounds(path: Sequence[Construction], matrix: Matrix, room: float) -> Bounds:
    """Return the box around a path with some room, in user space.

    Raises
    ------
    CannotRewriteError
        It is damaged.
    """
    if any(len(part.numbers) != _OPERANDS[part.operator] for part in path) or path[0].operator not in {"m", "re"}:
        raise CannotRewriteError("A drawing is damaged.")
    left, bottom, right, top = bounds_of([point for part in path for point in part.points])
    left, bottom, right, top = bounds_of(quad(matrix, left, bottom, right, top))
    return left - room, bottom - room, right + room, top + room


def without_holes(
    path: Sequence[Construction], matrix: Matrix, holes: Holes, *, room: float, is_closed: bool, is_clip: bool
) -> list[ContentStreamInstruction] | None:
    """Take shapes out of a path.

    A shape of which most is in a hole goes. A rectangle or a line that is larger stays, such as a border or a
    background; so does what goes around a hole.

    Parameters
    ----------
    path : sequence of Construction
    matrix : Matrix
        From its space to that of the page.
    holes : Holes
    room : float
        Half of the width of its lines, in units of user space.
    is_closed, is_clip : bool
        Whether its ends are joined, as those of what is filled are, and whether what follows is drawn only in it.

    Returns
    -------
    list of ContentStreamInstruction or None
        What stays; None if all does.

    Raises
    ------
    CannotRewriteError
        A shape that may mean anything is partly in a hole.
    """
    kept: list[ContentStreamInstruction] = []
    shapes = list(_shapes(path, matrix, is_closed=is_closed))
    for shape in shapes:
        if not _goes(shape, holes, room):
            kept += shape.sources
        elif is_clip and not shape.is_plain:
            raise CannotRewriteError("What is drawn has the shape of what must go.")
        elif is_clip:
            kept += shape.sources
    return None if len(kept) == len(path) else kept


def _goes(shape: _Shape, holes: Holes, room: float) -> bool:
    """Tell whether a shape goes.

    Raises
    ------
    CannotRewriteError
        Part of it should go, and part stay.
    """
    if not shape.pieces:
        return False
    bounds = shape.bounds(room)
    near = holes.near(*bounds)
    if not near:
        return False
    share = sum(hole.share_of(bounds) for hole in near)
    if shape.is_plain:
        return share >= _PLAIN_SHARE
    if not any(hole.overlaps(piece, _TOUCH * hole.narrow_side - room) for hole in near for piece in shape.pieces):
        return False
    if share < _SHARE:
        raise CannotRewriteError("A drawing is partly in a region.")
    return True


def _shapes(path: Sequence[Construction], matrix: Matrix, *, is_closed: bool) -> Iterator[_Shape]:
    """Yield the shapes of a path; closed, if they are to be."""
    shape, first, last = _Shape(), (0.0, 0.0), (0.0, 0.0)
    for part in path:
        points = [moved(matrix, x, y) for x, y in part.points]
        if part.operator in {"m", "re"} and shape.sources:
            yield _closed(shape, first, last) if is_closed else shape
            shape = _Shape()
        shape.sources.append(part.source)
        shape.is_curved |= part.operator in {"c", "v", "y"}
        if part.operator == "re":
            shape.pieces += [list(edge) for edge in zip(points, [*points[1:], points[0]], strict=True)]
            points = points[:1]
        if part.operator in {"m", "re"}:
            first = points[0]
        elif part.operator == "h":
            _closed(shape, first, last)
            points = [first]
        else:
            line = [last, *points] if part.operator == "l" else _curve(part.operator, last, points)
            shape.pieces += [list(piece) for piece in pairwise(line)]
        last = points[-1]
    yield _closed(shape, first, last) if is_closed else shape


def _curve(operator: str, start: Point, points: Sequence[Point]) -> list[Point]:
    """Return points on a curve (ISO 32000-1, 8.5.2.2), close to each other."""
    first = start if operator == "v" else points[0]
    second = points[-2] if operator != "y" else points[-1]
    end = points[-1]
    found = []
    for number in range(_STEPS + 1):
        t = number / _STEPS
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        found.append(
            (
                a * start[0] + b * first[0] + c * second[0] + d * end[0],
                a * start[1] + b * first[1] + c * second[1] + d * end[1],
            )
        )
    return found


def _closed(shape: _Shape, first: Point, last: Point) -> _Shape:
    """Add the edge that closes a shape, unless it is closed."""
    if first != last:
        shape.pieces.append([last, first])
    return shape
