"""What a page draws, as PDFium has it: its objects, their matrices, paths, colours and clip paths."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sparkocr.pdf.frame import PageFrame

__all__ = [
    "Edges",
    "Matrix",
    "Point",
    "around",
    "bounds_of",
    "clip_of",
    "colour_of",
    "common",
    "corners_of",
    "displayed",
    "matrix_of",
    "objects_of",
    "product",
    "subpaths",
]

Matrix = tuple[float, float, float, float, float, float]
"""a to f as in ISO 32000-1, 8.3.4."""

Edges = tuple[float, float, float, float]
"""Left, top, right and bottom."""

Point = tuple[float, float]

_DEEPEST = 8  # forms in forms
_OPAQUE = 26  # of 255; what is more transparent is not seen
_MOST = 20_000  # corners of a path
_MOVE, _CURVE = pdfium_c.FPDF_SEGMENT_MOVETO, pdfium_c.FPDF_SEGMENT_BEZIERTO
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def objects_of(page: pdfium.PdfPage) -> Iterator[tuple[Any, Matrix]]:
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
        inner = product(matrix_of(shown), matrix)
        for number in range(pdfium_c.FPDFFormObj_CountObjects(shown)):
            yield from _with_inner(pdfium_c.FPDFFormObj_GetObject(shown, number), inner, depth + 1)


def subpaths(shown: Any) -> Iterator[tuple[list[Point], bool]]:
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


def clip_of(shown: Any, matrix: Matrix, frame: PageFrame, page: Edges) -> Edges | None:
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
            clip = common(around(displayed(points, matrix, frame)), clip)
    return clip


def colour_of(shown: Any, get: Any) -> tuple[int, int, int] | None:
    """Return a colour of an object; None if it can't be seen through."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not get(shown, red, green, blue, alpha) or alpha.value < _OPAQUE:
        return None
    return red.value, green.value, blue.value


def matrix_of(shown: Any) -> Matrix:
    """Return the matrix of an object."""
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(shown, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def product(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that applies one after the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def displayed(points: Sequence[Point], matrix: Matrix, frame: PageFrame) -> list[Point]:
    """Move points to the displayed page."""
    a, b, c, d, e, f = matrix
    to_display = frame.box_to_display()
    moved = []
    for x, y in points:
        user_x, user_y = a * x + c * y + e, b * x + d * y + f
        moved.append(to_display(user_x, user_y, user_x, user_y)[:2])
    return moved


def bounds_of(shown: Any) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of an object, in the space that it is drawn in."""
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium_c.FPDFPageObj_GetBounds(shown, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def corners_of(shown: Any) -> list[Point]:
    """Return the corners of the box of an object, in the space that it is drawn in."""
    left, bottom, right, top = bounds_of(shown)
    return [(left, bottom), (right, bottom), (right, top), (left, top)]


def around(points: Sequence[Point]) -> Edges:
    """Return the box around points."""
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


def common(edges: Edges, clip: Edges) -> Edges | None:
    """Return what a box has in common with another; None if nothing. A line has a common part, too."""
    left, top = max(edges[0], clip[0]), max(edges[1], clip[1])
    right, bottom = min(edges[2], clip[2]), min(edges[3], clip[3])
    return (left, top, right, bottom) if left <= right and top <= bottom else None
