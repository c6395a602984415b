"""What is drawn beside a page, where no viewer shows it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sparkocr.pdf.frame import PageFrame
from sparkocr.pdf.redact.report import CannotRewriteError

__all__ = ["draws_beside", "surroundings"]

Floats = npt.NDArray[np.float64]

_FAR = 100_000.0  # units of user space, far more than the largest page has
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
