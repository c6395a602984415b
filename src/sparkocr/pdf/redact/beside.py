"""What is drawn where no viewer shows it: beside a page, or too small to be seen."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sparkocr.pdf.frame import PageFrame
from sparkocr.pdf.redact.geometry import area_of
from sparkocr.pdf.redact.report import CannotRewriteError
from sparkocr.pdf.redact.text import LEAST_AREA

__all__ = ["draws_beside", "draws_unseen", "surroundings"]

Floats = npt.NDArray[np.float64]

_FAR = 100_000.0  # units of user space, far more than the largest page has
_DEEPEST = 20  # forms in forms
_EDGE = 2.0  # units around a page that count as part of it: boxes of letters, and pixels at the edge, end there


def draws_beside(page: pdfium.PdfPage) -> bool:
    """Tell whether a page draws anything beside what is visible of it; shapes count only if they are there as a whole.

    Raises
    ------
    CannotRewriteError
        It is so far away that it can't be taken out.
    """
    left, bottom, right, top = page.get_bbox()
    found = False
    for shown in page.get_objects(max_depth=1):
        first, lowest, last, highest = shown.get_bounds()
        if max(-first, -lowest, last, highest) > _FAR:
            raise CannotRewriteError("Something is far beside the page.")
        if shown.type == pdfium_c.FPDF_PAGEOBJ_PATH:
            found |= last < left or first > right or highest < bottom or lowest > top
        else:
            beyond = max(left - first, bottom - lowest, last - right, highest - top)
            found |= beyond > _EDGE
    return found


def draws_unseen(page: pdfium.PdfPage) -> bool:
    """Tell whether a page has text whose letters have no area: PDFium leaves it out, other readers give it."""
    return any(
        _is_unseen(pdfium_c.FPDFPage_GetObject(page, number), 1.0, 0)
        for number in range(pdfium_c.FPDFPage_CountObjects(page))
    )


def _is_unseen(shown: Any, scale: float, depth: int) -> bool:
    """Tell whether an object, whose areas are drawn at a scale, is or has such text."""
    kind = pdfium_c.FPDFPageObj_GetType(shown)
    if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
        size = ctypes.c_float()
        pdfium_c.FPDFTextObj_GetFontSize(shown, size)
        return scale * _area(shown) * size.value**2 < LEAST_AREA
    if kind != pdfium_c.FPDF_PAGEOBJ_FORM or depth > _DEEPEST:
        return False
    scale *= _area(shown)
    return any(
        _is_unseen(pdfium_c.FPDFFormObj_GetObject(shown, number), scale, depth + 1)
        for number in range(pdfium_c.FPDFFormObj_CountObjects(shown))
    )


def _area(shown: Any) -> float:
    """Return the area of the unit square as an object draws it."""
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(shown, matrix)
    return area_of((matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f))


def surroundings(frame: PageFrame) -> list[Floats]:
    """Return what is beside a page, but for a narrow edge, as four polygons in its user space."""
    left, bottom, right, top = (side + _EDGE * sign for side, sign in zip(frame[:4], (-1, -1, 1, 1), strict=True))
    boxes = (
        (-_FAR, -_FAR, left, _FAR),
        (right, -_FAR, _FAR, _FAR),
        (left, -_FAR, right, bottom),
        (left, top, right, _FAR),
    )
    return [np.array([[x, y], [last, y], [last, upper], [x, upper]], np.float64) for x, y, last, upper in boxes]
