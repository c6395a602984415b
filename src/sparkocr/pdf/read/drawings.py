"""Lines and areas that a PDF page draws, as far as they are parallel to its sides: what tables are ruled with."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sparkocr.layout.box import Box
from sparkocr.pdf.document import Document, open_page
from sparkocr.pdf.frame import PageFrame

__all__ = ["Area", "Drawings", "Rule", "drawings_of", "page_drawings"]

Matrix = tuple[float, float, float, float, float, float]
Edges = tuple[float, float, float, float]  # left, top, right, bottom
Point = tuple[float, float]

_MOST = 20_000  # pieces that are looked at: tables have fewer, maps have more
_DEEPEST = 8  # forms in forms
_THIN = 3.0  # points; a filled rectangle that is thinner is a line
_LONG = 3.0  # times as long as it is thick, at least, is a line
_STRAIGHT = 0.3  # points that the ends of a straight line may be off
_OPAQUE = 26  # of 255; what is more transparent is not seen
_LEVELS = 8  # of 256 gray levels look the same
_PAPER, _INK = (255, 255, 255), (0, 0, 0)
_SCALE, _MOST_PIXELS = 2.0, 2000  # px per point of the picture of all areas, and its longest side
_BESIDE = 0.75  # points from an edge where the colours of both sides are looked at
_MOVE, _LINE, _CURVE = pdfium_c.FPDF_SEGMENT_MOVETO, pdfium_c.FPDF_SEGMENT_LINETO, pdfium_c.FPDF_SEGMENT_BEZIERTO
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Rule(NamedTuple):
    """A straight line; a horizontal one has x along and y across, a vertical one y along and x across.

    Attributes
    ----------
    at : float
        Where it is across, in points.
    start, end : float
        From where to where it goes, in points; `start` is less.
    is_edge : bool
        Whether it is no line that is drawn, but the edge of an area.
    """

    at: float
    start: float
    end: float
    is_edge: bool = False


class Area(NamedTuple):
    """A filled rectangle: its edges in points, and its colour, red, green and blue from 0 to 255."""

    left: float
    top: float
    right: float
    bottom: float
    colour: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Drawings:
    """What a page draws, in points of the displayed page, origin top left.

    Attributes
    ----------
    horizontal, vertical : sequence of Rule
        Lines, and edges of areas, that can be seen.
    areas : sequence of Area
        Filled rectangles that are no lines, as they are painted; white ones, too.
    figures : sequence of Box
        Where there are pictures, curves and slanted lines.
    """

    horizontal: Sequence[Rule] = ()
    vertical: Sequence[Rule] = ()
    areas: Sequence[Area] = ()
    figures: Sequence[Box] = ()


def page_drawings(document: Document, index: int) -> Drawings:
    """Read what a page draws.

    Parameters
    ----------
    document : Document
        A document of `sparkocr.pdf.document.open_pdf`.
    index : int
        Page, from 0.

    Raises
    ------
    DocumentError
        If there is no such page or it can't be read.
    """
    with open_page(document, index, annotations=True) as page:
        return drawings_of(page)


def drawings_of(page: pdfium.PdfPage) -> Drawings:
    """Read what an open page draws, see `page_drawings`.

    Lines in the colour of what is below them, transparent ones, and what is outside of its clip path are left out;
    of a clip path that is no rectangle, the box counts.
    """
    left, bottom, right, top = page.get_bbox()
    frame = PageFrame(left, bottom, right, top, page.get_rotation())
    width, height = page.get_size()
    canvas = _Canvas(width, height)
    found = _Found(canvas)
    for number, (shown, matrix) in enumerate(_objects(page)):
        if number == _MOST:
            break
        _read(shown, matrix, frame, (0.0, 0.0, width, height), found)
    edges = list(_area_edges(found.areas, canvas))
    return Drawings(
        found.horizontal + [rule for rule, is_horizontal in edges if is_horizontal],
        found.vertical + [rule for rule, is_horizontal in edges if not is_horizontal],
        found.areas,
        found.figures,
    )


class _Canvas:
    """A small picture of the areas of a page, to look up which colour is seen where."""

    def __init__(self, width: float, height: float) -> None:
        self._scale = min(_SCALE, _MOST_PIXELS / max(width, height, 1.0))
        shape = int(height * self._scale) + 1, int(width * self._scale) + 1
        self._pixels = np.full(shape, _code(_PAPER), np.int32)

    def paint(self, area: Area) -> None:
        """Fill an area."""
        left, top, right, bottom = (max(0, round(side * self._scale)) for side in area[:4])
        self._pixels[top:bottom, left:right] = _code(area.colour)

    def colours(self, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.int32]:
        """Return the codes of the colours at points; those beside the page are moved to its edge."""
        rows, columns = self._pixels.shape
        across = np.clip((x * self._scale).astype(np.intp), 0, columns - 1)
        down = np.clip((y * self._scale).astype(np.intp), 0, rows - 1)
        found: npt.NDArray[np.int32] = self._pixels[down, across]
        return found

    def shows(self, x: float, y: float, colour: tuple[int, int, int]) -> bool:
        """Tell whether a colour can be told from what is at a place."""
        return int(self.colours(np.array([x]), np.array([y]))[0]) != _code(colour)


def _code(colour: tuple[int, int, int]) -> int:
    """Return one number for a colour and those that look like it."""
    red, green, blue = (channel // _LEVELS for channel in colour)
    return (red << 16) | (green << 8) | blue


@dataclass(slots=True)
class _Found:
    """What was found so far."""

    canvas: _Canvas
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    figures: list[Box] = field(default_factory=list)

    def add_line(self, start: Point, end: Point, clip: Edges, colour: tuple[int, int, int]) -> None:
        """Add a line that is parallel to a side of the page, if it can be seen."""
        left, right = sorted((start[0], end[0]))
        top, bottom = sorted((start[1], end[1]))
        is_horizontal = right - left >= bottom - top
        inside = _common((left, top, right, bottom), clip)
        if inside is None:
            return
        left, top, right, bottom = inside
        x, y = (left + right) / 2, (top + bottom) / 2
        if not self.canvas.shows(x, y, colour):
            return
        if is_horizontal:
            self.horizontal.append(Rule(y, left, right))
        else:
            self.vertical.append(Rule(x, top, bottom))

    def add_figure(self, edges: Edges, clip: Edges) -> None:
        """Add a picture, or what has curves or slanted lines."""
        inside = _common(edges, clip)
        if inside is not None:
            self.figures.append(Box(inside[0], inside[1], inside[2] - inside[0], inside[3] - inside[1]))

    def add_rectangle(self, edges: Edges, clip: Edges, colour: tuple[int, int, int]) -> None:
        """Add a filled rectangle, which is a line if it is thin."""
        inside = _common(edges, clip)
        if inside is None:
            return
        left, top, right, bottom = inside
        width, height = right - left, bottom - top
        if min(width, height) > _THIN:
            area = Area(left, top, right, bottom, colour)
            self.areas.append(area)
            self.canvas.paint(area)
        elif max(width, height) >= _LONG * min(width, height):
            x, y = (left + right) / 2, (top + bottom) / 2
            is_horizontal = width >= height
            self.add_line(
                (left, y) if is_horizontal else (x, top), (right, y) if is_horizontal else (x, bottom), clip, colour
            )


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[Any, Matrix]]:
    """Walk over what a page draws, that of forms included, with the matrix from there to the page."""
    raw = page.raw
    for number in range(pdfium_c.FPDFPage_CountObjects(raw)):
        yield from _with_inner(pdfium_c.FPDFPage_GetObject(raw, number), _IDENTITY, 0)


def _with_inner(shown: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    """Yield an object, or what is in it if it is a form."""
    if pdfium_c.FPDFPageObj_GetType(shown) != pdfium_c.FPDF_PAGEOBJ_FORM:
        yield shown, matrix
        return
    if depth < _DEEPEST:
        inner = _product(_matrix(shown), matrix)
        for number in range(pdfium_c.FPDFFormObj_CountObjects(shown)):
            yield from _with_inner(pdfium_c.FPDFFormObj_GetObject(shown, number), inner, depth + 1)


def _read(shown: Any, matrix: Matrix, frame: PageFrame, page: Edges, found: _Found) -> None:
    """Add what an object draws."""
    kind = pdfium_c.FPDFPageObj_GetType(shown)
    if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
        _read_path(shown, matrix, frame, page, found)
    elif kind in {pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_SHADING}:
        box = _common(_around(_display(_corners(*_bounds(shown)), matrix, frame)), page)
        if box is not None and min(box[2] - box[0], box[3] - box[1]) > _THIN:
            found.add_figure(box, page)
        elif box is not None:
            found.add_rectangle(box, page, _INK)


def _read_path(shown: Any, matrix: Matrix, frame: PageFrame, page: Edges, found: _Found) -> None:
    """Add the lines and areas of a path."""
    fill_mode, is_stroked = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(shown, fill_mode, is_stroked)
    fill = _colour(shown, pdfium_c.FPDFPageObj_GetFillColor) if fill_mode.value else None
    stroke = _colour(shown, pdfium_c.FPDFPageObj_GetStrokeColor) if is_stroked.value else None
    if fill is None and stroke is None:
        return
    clip = _clip(shown, matrix, frame, page)
    if clip is None:
        return
    own = _product(_matrix(shown), matrix)
    parts = [(_display(points, own, frame), has_curve) for points, has_curve in _subpaths(shown)]
    is_ring = _has_hole([_around(corners) for corners, _ in parts])
    for corners, has_curve in parts:
        around = _around(corners)
        sides = [pair for pair in pairwise(corners) if pair[0] != pair[1]]
        straight = [pair for pair in sides if _is_straight(*pair)]
        is_frame = not has_curve and all(pair in straight or _is_short(*pair) for pair in sides)
        is_thin = min(around[2] - around[0], around[3] - around[1]) <= _THIN
        if fill is not None and not has_curve and (is_thin or (_is_rectangle(corners) and not is_ring)):
            found.add_rectangle(around, clip, fill)
        elif not is_frame:
            found.add_figure(around, clip)
        is_border = fill is not None and is_frame and not is_thin and (is_ring or not _is_rectangle(corners))
        colour = stroke or (fill if is_border else None)
        if colour is not None and not has_curve:
            for start, end in straight:
                found.add_line(start, end, clip, colour)


def _has_hole(boxes: Sequence[Edges]) -> bool:
    """Tell whether the second of two parts of a path is in the first or around it: the path is a frame."""
    if len(boxes) != 2:  # noqa: PLR2004
        return False
    first, second = boxes
    return _common(first, second) in boxes


def _subpaths(shown: Any) -> Iterator[tuple[list[Point], bool]]:
    """Yield the corners of the parts of a path, closed ones to the first again, and whether a part has a curve."""
    points: list[Point] = []
    has_curve = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(min(_MOST, pdfium_c.FPDFPath_CountSegments(shown))):
        segment = pdfium_c.FPDFPath_GetPathSegment(shown, number)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == _MOVE:
            if len(points) > 1:
                yield points, has_curve
            points, has_curve = [], False
        points.append((x.value, y.value))
        has_curve = has_curve or kind == _CURVE
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points, has_curve


def _is_straight(start: Point, end: Point) -> bool:
    """Tell whether a line is parallel to a side of the page."""
    return min(abs(start[0] - end[0]), abs(start[1] - end[1])) <= _STRAIGHT


def _is_short(start: Point, end: Point) -> bool:
    """Tell whether a line is no longer than the border of a frame is thick."""
    return max(abs(start[0] - end[0]), abs(start[1] - end[1])) <= _THIN


def _is_rectangle(corners: Sequence[Point]) -> bool:
    """Tell whether straight lines make a rectangle: all corners are in those of the box around them."""
    left, top, right, bottom = _around(corners)
    return len(corners) >= 4 and all(  # noqa: PLR2004
        min(x - left, right - x) <= _STRAIGHT and min(y - top, bottom - y) <= _STRAIGHT for x, y in corners
    )


def _clip(shown: Any, matrix: Matrix, frame: PageFrame, page: Edges) -> Edges | None:
    """Return the box of the clip path of an object; None if nothing is left."""
    path = pdfium_c.FPDFPageObj_GetClipPath(shown)
    clip: Edges | None = page
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(max(0, pdfium_c.FPDFClipPath_CountPaths(path)) if path else 0):
        points = []
        for segment_number in range(min(_MOST, max(0, pdfium_c.FPDFClipPath_CountPathSegments(path, number)))):
            segment = pdfium_c.FPDFClipPath_GetPathSegment(path, number, segment_number)
            pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
            points.append((x.value, y.value))
        if points and clip is not None:
            clip = _common(_around(_display(points, matrix, frame)), clip)
    return clip


def _area_edges(areas: Iterable[Area], canvas: _Canvas) -> Iterator[tuple[Rule, bool]]:
    """Yield the parts of the edges of areas that have other colours on both sides, and whether they are horizontal."""
    for left, top, right, bottom, _ in dict.fromkeys(areas):
        for at in (top, bottom):
            for start, end in _contrast(canvas, at, left, right, is_horizontal=True):
                yield Rule(at, start, end, is_edge=True), True
        for at in (left, right):
            for start, end in _contrast(canvas, at, top, bottom, is_horizontal=False):
                yield Rule(at, start, end, is_edge=True), False


def _contrast(
    canvas: _Canvas, at: float, start: float, end: float, *, is_horizontal: bool
) -> Iterator[tuple[float, float]]:
    """Yield the parts of an edge that can be seen."""
    count = max(2, int(end - start))
    bounds = np.linspace(start, end, count + 1)
    along = (bounds[:-1] + bounds[1:]) / 2
    before, after = np.full(count, at - _BESIDE), np.full(count, at + _BESIDE)
    sides = [canvas.colours(along, side) if is_horizontal else canvas.colours(side, along) for side in (before, after)]
    seen = np.concatenate([[False], sides[0] != sides[1], [False]])
    turns = np.flatnonzero(seen[1:] != seen[:-1])
    for first, last in zip(turns[::2].tolist(), turns[1::2].tolist(), strict=True):
        yield float(bounds[first]), float(bounds[last])


def _colour(shown: Any, get: Any) -> tuple[int, int, int] | None:
    """Return a colour of an object; None if it can't be seen through."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not get(shown, red, green, blue, alpha) or alpha.value < _OPAQUE:
        return None
    return red.value, green.value, blue.value


def _matrix(shown: Any) -> Matrix:
    """Return the matrix of an object."""
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(shown, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that applies one after the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _display(points: Sequence[Point], matrix: Matrix, frame: PageFrame) -> list[Point]:
    """Move points to the displayed page."""
    a, b, c, d, e, f = matrix
    to_display = frame.box_to_display()
    moved = []
    for x, y in points:
        user_x, user_y = a * x + c * y + e, b * x + d * y + f
        moved.append(to_display(user_x, user_y, user_x, user_y)[:2])
    return moved


def _bounds(shown: Any) -> Edges:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium_c.FPDFPageObj_GetBounds(shown, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _corners(left: float, bottom: float, right: float, top: float) -> list[Point]:
    return [(left, bottom), (right, bottom), (right, top), (left, top)]


def _around(points: Sequence[Point]) -> Edges:
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


def _common(edges: Edges, clip: Edges) -> Edges | None:
    """Return what a box has in common with another; None if nothing. A line has a common part, too."""
    left, top = max(edges[0], clip[0]), max(edges[1], clip[1])
    right, bottom = min(edges[2], clip[2]), min(edges[3], clip[3])
    return (left, top, right, bottom) if left <= right and top <= bottom else None
