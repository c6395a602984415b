"""Whether a page is a scan with a text layer that nobody sees, as programs for recognition make it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium_c

from sparkocr.pdf.document import Document, open_page
from sparkocr.pdf.read.page_paths import bounds_of

__all__ = ["UNSEEN", "has_hidden_layer"]

_LARGE = 0.5  # of the page: with less than that, it is a page with a picture
UNSEEN = frozenset([pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP])
"""PDFium's modes of text that paint nothing."""
_DEEPEST = 4
_TEXT, _IMAGE, _FORM = pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_FORM


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A text, whether it is seen or not, or a picture, and its area in square points; 0 of a text."""

    is_text: bool
    is_unseen: bool = False
    area: float = 0.0


def has_hidden_layer(document: Document, index: int) -> bool:
    """Tell whether pictures fill half of a page or more, and text is invisible there or was drawn before them.

    Parameters
    ----------
    document : Document
        A document of `sparkocr.pdf.document.open_pdf`.
    index : int
        Page, from 0.

    Raises
    ------
    DocumentError
        If the page can't be read.
    """
    with open_page(document, index) as page:
        drawn = list(_on_page(page.raw))
        pictures = [number for number, one in enumerate(drawn) if not one.is_text]
        if sum(drawn[number].area for number in pictures) < _LARGE * page.get_width() * page.get_height():
            return False
        return any(one.is_text and (one.is_unseen or number < pictures[-1]) for number, one in enumerate(drawn))


def _on_page(page: Any) -> Iterator[_Drawn]:
    """Yield the texts and pictures of a page in the order in which they are drawn."""
    for number in range(pdfium_c.FPDFPage_CountObjects(page)):
        shown = pdfium_c.FPDFPage_GetObject(page, number)
        yield from _drawn(shown, _area(shown), 0)


def _drawn(shown: Any, area: float, depth: int) -> Iterator[_Drawn]:
    """Yield the texts and pictures of a drawing; those in a form count with its area."""
    kind = pdfium_c.FPDFPageObj_GetType(shown)
    if kind == _TEXT:
        yield _Drawn(is_text=True, is_unseen=pdfium_c.FPDFTextObj_GetTextRenderMode(shown) in UNSEEN)
    elif kind == _IMAGE:
        yield _Drawn(is_text=False, area=area)
    elif kind == _FORM and depth <= _DEEPEST:
        for number in range(pdfium_c.FPDFFormObj_CountObjects(shown)):
            yield from _drawn(pdfium_c.FPDFFormObj_GetObject(shown, number), area, depth + 1)


def _area(shown: Any) -> float:
    """Return the area of a drawing in square points."""
    left, bottom, right, top = bounds_of(shown)
    return abs(right - left) * abs(top - bottom)
