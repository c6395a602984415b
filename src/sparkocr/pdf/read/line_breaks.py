r"""Find the line ends of PDFium that are none: it ends a line after a superscript of one character."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

__all__ = ["joined_breaks"]

# Shares of the height of a font, which is about 1.2 em: word spaces are 0.2 to 0.6 em wide, tab stops wider.
_LARGEST_GAP, _SPACE, _OVERLAP = 0.6, 0.04, 0.5
_BREAK = "\r\n"


def joined_breaks(textpage: pdfium.PdfTextPage, text: str) -> dict[int, str]:
    r"""Return what stands in place of line ends after which the line goes on.

    Parameters
    ----------
    textpage : pypdfium2.PdfTextPage
    text : str
        All of its text.

    Returns
    -------
    dict of int to str
        A space or nothing, by the number of the ``"\n"`` among the characters.
    """
    raw = textpage.raw
    before, after, second = pdfium_c.FS_RECTF(), pdfium_c.FS_RECTF(), pdfium_c.FS_RECTF()
    joined = {}
    for place in _breaks(raw, text):
        pdfium_c.FPDFText_GetLooseCharBox(raw, place - 1, before)
        pdfium_c.FPDFText_GetLooseCharBox(raw, place + len(_BREAK), after)
        height = max(before.top - before.bottom, after.top - after.bottom)
        gap = after.left - before.right
        if not -_SPACE * height <= gap <= _LARGEST_GAP * height:
            continue
        # A superscript behind a subscript has nothing in common with it, but with the letter before both.
        pdfium_c.FPDFText_GetLooseCharBox(raw, max(0, place - 2), second)
        if _overlap(before, after) or (abs(second.right - before.left) < _SPACE * height and _overlap(second, after)):
            joined[place + 1] = " " if gap > _SPACE * height else ""
    return joined


def _overlap(one: pdfium_c.FS_RECTF, other: pdfium_c.FS_RECTF) -> bool:
    """Tell whether two boxes have most of the lower one's height in common."""
    overlap = min(one.top, other.top) - max(one.bottom, other.bottom)
    return bool(overlap >= _OVERLAP * min(one.top - one.bottom, other.top - other.bottom) > 0)


def _breaks(raw: object, text: str) -> Iterator[int]:
    r"""Yield the numbers of the characters ``"\r"`` that end a line."""
    has_same_numbers = pdfium_c.FPDFText_CountChars(raw) == len(text)
    place = text.find(_BREAK)
    while place >= 0:
        if 0 < place < len(text) - len(_BREAK):
            yield place if has_same_numbers else pdfium_c.FPDFText_GetCharIndexFromTextIndex(raw, place)
        place = text.find(_BREAK, place + 1)
