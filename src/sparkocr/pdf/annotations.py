"""Make the annotations of an open page a part of it: what viewers show, and nothing else.

PDFium draws no text box that has no look of its own (no appearance stream), although viewers do. Where it draws the
annotations into a page, it also draws those that are not for viewing, and leaves out those with a flag that is only
for unknown kinds (ISO 32000-1, table 165).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sparkocr.errors import DocumentError

__all__ = ["add_looks", "flatten", "show_text"]

# Kinds that show no text of their own, ISO 32000-1, table 169.
_WITHOUT_TEXT = frozenset(
    {
        pdfium_c.FPDF_ANNOT_LINK,
        pdfium_c.FPDF_ANNOT_POPUP,
        pdfium_c.FPDF_ANNOT_TEXT,
        pdfium_c.FPDF_ANNOT_HIGHLIGHT,
        pdfium_c.FPDF_ANNOT_UNDERLINE,
        pdfium_c.FPDF_ANNOT_SQUIGGLY,
        pdfium_c.FPDF_ANNOT_STRIKEOUT,
    }
)
_INVISIBLE, _HIDDEN, _NO_VIEW = 1 << 0, 1 << 1, 1 << 5

_FONT_SIZE = re.compile(r"(?<![\d.])([\d.]++)\s+Tf\b")
_COLOR = re.compile(r"(?<![\d.])(?:[\d.]++\s+){1,4}(?:g|rg|k)\b")
_DEFAULT_SIZE, _LEADING, _MARGIN = 12.0, 1.2, 2.0  # points, font sizes, points: as Acrobat sets text boxes
_LARGEST_NOTE = 1 << 15  # characters
_MOST_LETTERS = 1 << 18  # of all notes of a page
_ENCODING = "cp1252"  # WinAnsiEncoding, in which PDFium has Helvetica for fonts that are not found
_FONT = "/FreeTextHelvetica"


def add_looks(page: pdfium.PdfPage) -> set[int]:
    """Give text boxes that have no look the one of their text, in Helvetica; text in other letters stays without.

    Returns
    -------
    set of int
        The kinds of all annotations of the page.

    Raises
    ------
    DocumentError
        The text boxes have far more text than any page shows.
    """
    kinds, left = set(), _MOST_LETTERS
    for item in _annotations(page):
        kind = pdfium_c.FPDFAnnot_GetSubtype(item)
        kinds.add(kind)
        if kind == pdfium_c.FPDF_ANNOT_FREETEXT and not pdfium_c.FPDFAnnot_HasKey(item, b"AP"):
            left -= _length(item, b"Contents") + _length(item, b"DA")
            if left < 0:
                raise DocumentError(f"The notes of PDF page have more than {_MOST_LETTERS} characters.")
            look = _look(item)
            if look:
                pdfium_c.FPDFAnnot_SetAP(item, pdfium_c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, _wide(look))
    return kinds


def show_text(kinds: set[int]) -> bool:
    """Tell whether annotations of some kinds may show text."""
    return not kinds <= _WITHOUT_TEXT


def flatten(page: pdfium.PdfPage) -> bool:
    """Draw the annotations of a page into it, and tell whether there were any; the page has to be loaded again."""
    for item in _annotations(page):
        flags = pdfium_c.FPDFAnnot_GetFlags(item)
        if flags & (_INVISIBLE | _NO_VIEW):
            hidden = _HIDDEN if flags & _NO_VIEW else 0
            is_known = pdfium_c.FPDFAnnot_GetSubtype(item) != pdfium_c.FPDF_ANNOT_UNKNOWN
            pdfium_c.FPDFAnnot_SetFlags(item, (flags & ~_INVISIBLE if is_known else flags) | hidden)
    return bool(pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY) == pdfium_c.FLATTEN_SUCCESS)


def _annotations(page: pdfium.PdfPage) -> Iterator[Any]:
    """Yield the annotations of a page, each open until the next one."""
    raw = page.raw
    for number in range(pdfium_c.FPDFPage_GetAnnotCount(raw)):
        annotation = pdfium_c.FPDFPage_GetAnnot(raw, number)
        if annotation:
            try:
                yield annotation
            finally:
                pdfium_c.FPDFPage_CloseAnnot(annotation)


def _look(annotation: Any) -> str:
    """Return the instructions that draw the text of a text box into its rectangle, wrapped; empty if none can."""
    box = pdfium_c.FS_RECTF()
    text, style = _string(annotation, b"Contents"), _string(annotation, b"DA")
    if not text.strip() or not pdfium_c.FPDFAnnot_GetRect(annotation, box):
        return ""
    try:
        text.encode(_ENCODING)
    except UnicodeEncodeError:
        return ""
    found, colors = _FONT_SIZE.search(style), _COLOR.findall(style)
    size = _number(found[1]) if found else 0.0
    size = size or _DEFAULT_SIZE
    box.left, box.right = min(box.left, box.right), max(box.left, box.right)
    box.bottom, box.top = min(box.bottom, box.top), max(box.bottom, box.top)
    pdfium_c.FPDFAnnot_SetRect(annotation, box)  # the look has it as its box
    lines = _wrapped(text[:_LARGEST_NOTE], size, box.right - box.left - 2 * _MARGIN)
    first = f"{box.left + _MARGIN:.3f} {box.top - _MARGIN - size:.3f} Td {size * _LEADING:.3f} TL"
    shown = " ".join(f"<{line.encode(_ENCODING).hex()}> Tj T*" for line in lines)
    return f"q BT {colors[-1] if colors else '0 g'} {_FONT} {size:.3f} Tf {first} {shown} ET Q"


def _wrapped(text: str, size: float, width: float) -> Iterator[str]:
    """Yield the lines of a text; words that are wider than a line stand by themselves."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if line and stringWidth(longer, "Helvetica", size) > width:
                yield line
                longer = word
            line = longer
        yield line


def _length(annotation: Any, key: bytes) -> int:
    """Return the number of characters of a string of an annotation."""
    return int(pdfium_c.FPDFAnnot_GetStringValue(annotation, key, None, 0)) // 2


def _string(annotation: Any, key: bytes) -> str:
    """Return a string of an annotation; empty if it has none."""
    length = pdfium_c.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = (pdfium_c.FPDF_WCHAR * (length // 2))()
    pdfium_c.FPDFAnnot_GetStringValue(annotation, key, buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")


def _wide(text: str) -> Any:
    """Return a text as PDFium takes it."""
    data = (text + "\0").encode("utf-16-le")
    return (pdfium_c.FPDF_WCHAR * (len(data) // 2)).from_buffer_copy(data)


def _number(digits: str) -> float:
    try:
        return float(digits)
    except ValueError:
        return 0.0
