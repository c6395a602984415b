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
from sparkocr.pdf.read.page_paths import (
    Edges,
    Matrix,
    Point,
    around,
    clip_of,
    colour_of,
    common,
    corners_of,
    displayed,
    matrix_of,
    objects_of,
    product,
    subpaths,
)

__all__ = ["Area", "Drawings", "Rule", "drawings_of", "page_drawings"]

Colour = tuple[int, int, int]

_MOST = 20_000  # pieces that are looked at: tables have fewer, maps have more
_THIN = 3.0  # points; a filled rectangle that is thinner is a line
_LONG = 3.0  # times as long as it is thick, at least, is a line
_STRAIGHT = 0.3  # points that the ends of a straight line may be off
_LEVELS = 8  # of 256 gray levels look the same
_PAPER, _INK = (255, 255, 255), (0, 0, 0)
_SCALE, _MOST_PIXELS = 2.0, 2000  # px per point of the picture of all areas, and its longest side
_BESIDE = 0.75  # points from an edge where the colours of both sides are looked at


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
    colour: Colour


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
    for number, (shown, matrix) in enumerate(objects_of(page)):
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

    def shows(self, x: float, y: float, colour: Colour) -> bool:
        """Tell whether a colour can be told from what is at a place."""
        return int(self.colours(np.array([x]), np.array([y]))[0]) != _code(colour)


def _code(colour: Colour) -> int:
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

    def add_line(self, start: Point, end: Point, clip: Edges, colour: Colour) -> None:
        """Add a line that is parallel to a side of the page, if it can be seen."""
        left, right = sorted((start[0], end[0]))
        top, bottom = sorted((start[1], end[1]))
        is_horizontal = right - left >= bottom - top
        inside = common((left, top, right, bottom), clip)
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
        inside = common(edges, clip)
        if inside is not None:
            self.figures.append(Box(inside[0], inside[1], inside[2] - inside[0], inside[3] - inside[1]))

    def add_rectangle(self, edges: Edges, clip: Edges, colour: Colour) -> None:
        """Add a filled rectangle, which is a line if it is thin."""
        inside = common(edges, clip)
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


def _read(shown: Any, matrix: Matrix, frame: PageFrame, page: Edges, found: _Found) -> None:
    """Add what an object draws."""
    kind = pdfium_c.FPDFPageObj_GetType(shown)
    if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
        _read_path(shown, matrix, frame, page, found)
    elif kind in {pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_SHADING}:
        box = common(around(displayed(corners_of(shown), matrix, frame)), page)
        if box is not None and min(box[2] - box[0], box[3] - box[1]) > _THIN:
            found.add_figure(box, page)
        elif box is not None:
            found.add_rectangle(box, page, _INK)


def _read_path(shown: Any, matrix: Matrix, frame: PageFrame, page: Edges, found: _Found) -> None:
    """Add the lines and areas of a path."""
    fill_mode, is_stroked = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(shown, fill_mode, is_stroked)
    fill = colour_of(shown, pdfium_c.FPDFPageObj_GetFillColor) if fill_mode.value else None
    stroke = colour_of(shown, pdfium_c.FPDFPageObj_GetStrokeColor) if is_stroked.value else None
    if fill is None and stroke is None:
        return
    clip = clip_of(shown, matrix, frame, page)
    if clip is None:
        return
    own = product(matrix_of(shown), matrix)
    parts = [(displayed(points, own, frame), has_curve) for points, has_curve in subpaths(shown)]
    is_ring = _has_hole([around(corners) for corners, _ in parts])
    for corners, has_curve in parts:
        if has_curve:
            found.add_figure(around(corners), clip)
        else:
            _read_part(corners, fill, stroke, clip, found, is_ring=is_ring)


def _read_part(
    corners: Sequence[Point],
    fill: Colour | None,
    stroke: Colour | None,
    clip: Edges,
    found: _Found,
    *,
    is_ring: bool,
) -> None:
    """Add the lines and areas of a part of a path without curves.

    Of a filled frame, one in another one or an outline that goes there and back, the sides are lines. Their corners
    may be slanted, as borders of web pages are.
    """
    box = around(corners)
    sides = [pair for pair in pairwise(corners) if pair[0] != pair[1]]
    straight = [pair for pair in sides if _is_straight(*pair)]
    is_frame = all(_is_short(*pair) for pair in sides if not _is_straight(*pair))
    is_thin = min(box[2] - box[0], box[3] - box[1]) <= _THIN
    is_area = is_thin or (_is_rectangle(corners) and not is_ring)
    if not is_frame:
        found.add_figure(box, clip)
    elif fill is not None and is_area:
        found.add_rectangle(box, clip, fill)
    colour = stroke or (fill if is_frame and not is_area else None)
    if colour is not None:
        for start, end in straight:
            found.add_line(start, end, clip, colour)


def _has_hole(boxes: Sequence[Edges]) -> bool:
    """Tell whether the second of two parts of a path is in the first or around it: the path is a frame."""
    if len(boxes) != 2:  # noqa: PLR2004
        return False
    first, second = boxes
    return common(first, second) in boxes


def _is_straight(start: Point, end: Point) -> bool:
    """Tell whether a line is parallel to a side of the page."""
    return min(abs(start[0] - end[0]), abs(start[1] - end[1])) <= _STRAIGHT


def _is_short(start: Point, end: Point) -> bool:
    """Tell whether a line is no longer than the border of a frame is thick."""
    return max(abs(start[0] - end[0]), abs(start[1] - end[1])) <= _THIN


def _is_rectangle(corners: Sequence[Point]) -> bool:
    """Tell whether straight lines make a rectangle: all corners are in those of the box around them."""
    left, top, right, bottom = around(corners)
    return len(corners) >= 4 and all(  # noqa: PLR2004
        min(x - left, right - x) <= _STRAIGHT and min(y - top, bottom - y) <= _STRAIGHT for x, y in corners
    )


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
