"""Look at a rewritten page by another way: PDFium reads it, and knows nothing of how it was rewritten."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sparkocr.pdf.redact.geometry import Hole

__all__ = ["still_has"]

_EDGE = 0.2  # of the narrow side of a hole: boxes of the lines above and below touch that
_BLANKS = frozenset([0x00, 0x09, 0x0A, 0x0D, 0x20, 0xA0])


def still_has(page: pdfium.PdfPage, holes: Sequence[Hole]) -> bool:
    """Tell whether the middle of a character of a page is in a hole: that of its ink, and that of its place.

    Parameters
    ----------
    page : pypdfium2.PdfPage
    holes : sequence of Hole
        In user space.
    """
    textpage = page.get_textpage()
    try:
        near = [hole for hole in holes if _touches_text(textpage, hole)]
        return bool(near) and any(_is_shown(textpage, index, hole) for index, hole in _inside(textpage, near))
    finally:
        textpage.close()


def _touches_text(textpage: pdfium.PdfTextPage, hole: Hole) -> bool:
    """Tell whether the box of a character touches the inner part of that around a hole: PDFium tells it in no time."""
    left, bottom, right, top = hole.bounds
    edge = _EDGE * min(right - left, top - bottom)
    places = left + edge, top - edge, right - edge, bottom + edge
    return bool(pdfium_c.FPDFText_GetBoundedText(textpage, *places, None, 0))


def _inside(textpage: pdfium.PdfTextPage, holes: Sequence[Hole]) -> Iterator[tuple[int, Hole]]:
    """Yield the characters the middle of whose ink is in a hole."""
    raw, middles = textpage.raw, []
    sides = left, right, bottom, top = [ctypes.c_double() for _ in range(4)]
    places = [ctypes.byref(side) for side in sides]
    for index in range(pdfium_c.FPDFText_CountChars(raw)):
        pdfium_c.FPDFText_GetCharBox(raw, index, *places)
        middles.append((left.value + right.value, bottom.value + top.value))
    x, y = np.array(middles).reshape(-1, 2).T / 2
    for hole in holes:
        for index in np.flatnonzero(hole.covers(x, y, 0.0)).tolist():
            yield index, hole


def _is_shown(textpage: pdfium.PdfTextPage, index: int, hole: Hole) -> bool:
    """Tell whether a character is no blank, and its place, as high as its font, has its middle in a hole, too."""
    if pdfium_c.FPDFText_GetUnicode(textpage, index) in _BLANKS:
        return False
    left, bottom, right, top = textpage.get_charbox(index, loose=True)
    return bool(hole.covers(np.array((left + right) / 2), np.array((bottom + top) / 2), 0.0).all())
