"""Whether a page shows text that its text layer doesn't have: a scan under a stamp, a picture, letters as outlines.

`may_show_more` looks at what is drawn on a page, which costs next to nothing. `shows_more` looks at the page itself.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium_c

from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.pdf.document import Document
from sparkocr.pdf.frame import PageFrame
from sparkocr.pdf.paper import POINTS_PER_INCH
from sparkocr.pdf.read.page_paths import bounds_of
from sparkocr.pdf.read.render import draw_page
from sparkocr.pdf.read.text_layer import TextLayer, open_text
from sparkocr.pdf.read.tidy import is_readable, tidy_characters, words_of
from sparkocr.positions.position import edges

__all__ = ["may_show_more", "shows_more"]

Box = tuple[float, float, float, float]

_LEAST_SIDE = 18  # points; the lines of smaller pictures can't be read
_LEAST_AREA = 0.01  # of the page
_OUTLINES = 20  # drawings as complex as letters; a sign or a logo has fewer
_SEGMENTS = 6  # an L has 6 edges, a line or a box has less
_BANDS, _COVERED = 4, 0.08  # of each quarter of a picture: lines of text cover 0.1 to 0.5
_DEEPEST = 4

# At this resolution letters of 6 to 40 points are 8 to 55 px high.
_RESOLUTION = 100
_GROWN = 3  # px around text that is known
_JOIN = (11, 1)  # px: closes the gaps between letters of a word and words of a line
_LOWEST, _HIGHEST, _LONGEST = 5, 60, 2.0  # height of a line in px, and its width in heights at least
_FILL = (0.25, 0.95)  # share of the box of a line that is edges: rules and areas have less or more
_CONTRAST = 40  # gray levels of an edge
# Around letters is paper, which is even; photos have edges, too, but seldom that. On 100 pages of books and reports
# (bench/mixed.py has others) all 32 that have such lines show text that isn't known.
_FRAME = 2  # px around a line
_EVEN, _PAPER = 16, 0.8  # gray levels of paper, and its share of the frame
_STROKE = 30  # gray levels that ink is darker or lighter than paper
_ROWS, _STROKES = 3, 6  # rows of px that cross so many strokes of letters


def may_show_more(layer: TextLayer) -> bool:
    """Tell whether a page has pictures without text over them, or outlines like letters.

    Parameters
    ----------
    layer : TextLayer
        An open page.
    """
    drawings = layer.drawings
    if not drawings:
        return False
    outlines, pictures = _drawings(drawings)
    if outlines >= _OUTLINES:
        return True
    least = _LEAST_AREA * layer.page.get_width() * layer.page.get_height()
    large = [box for box in map(bounds_of, pictures) if _is_large(box, least)]
    return bool(large) and not _are_covered(large, list(_text_boxes(layer)))


def shows_more(document: Document, index: int) -> bool:
    """Tell whether a page shows lines of text where it has no text.

    Parameters
    ----------
    document : Document
        A document of `sparkocr.pdf.document.open_pdf`.
    index : int
        Page, from 0.

    Raises
    ------
    DocumentError
        If the page can't be read or drawn.
    """
    with open_text(document, index) as layer:
        words, is_partial = _readable(layer) if layer.has_unknown else ([], False)
        if not (is_partial or may_show_more(layer)):
            return False
        boxes = words if layer.has_unknown else list(_displayed(layer))
    gray = draw_page(document, index, max_pixels=MAX_PIXELS, resolution=_RESOLUTION).pixels
    return _has_lines(gray, boxes)


def _drawings(drawings: Sequence[tuple[int, Any]]) -> tuple[int, list[Any]]:
    """Count the paths that are as complex as letters, up to the number that matters, and find the pictures."""
    outlines, pictures = 0, []
    for kind, shown in drawings:
        inner_outlines, has_picture = _drawn(shown, kind, 0)
        outlines += inner_outlines
        if has_picture:
            pictures.append(shown)
        if outlines >= _OUTLINES:
            break
    return outlines, pictures


def _drawn(shown: Any, kind: int, depth: int) -> tuple[int, bool]:
    """Count the complex paths of a drawing, which may be a form, and tell whether it has a picture."""
    if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
        return int(pdfium_c.FPDFPath_CountSegments(shown) >= _SEGMENTS), False
    if kind != pdfium_c.FPDF_PAGEOBJ_FORM or depth > _DEEPEST:
        return 0, kind == pdfium_c.FPDF_PAGEOBJ_IMAGE
    outlines, has_picture = 0, False
    for number in range(pdfium_c.FPDFFormObj_CountObjects(shown)):
        inner = pdfium_c.FPDFFormObj_GetObject(shown, number)
        found = _drawn(inner, pdfium_c.FPDFPageObj_GetType(inner), depth + 1)
        outlines, has_picture = outlines + found[0], has_picture or found[1]
        if outlines >= _OUTLINES:
            break
    return outlines, has_picture


def _is_large(box: Box, least: float) -> bool:
    """Tell whether a picture is large enough for lines that can be read."""
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) >= _LEAST_SIDE and width * height >= least


def _text_boxes(layer: TextLayer) -> Iterator[Box]:
    """Yield the boxes of the pieces of text, in user space."""
    raw = layer.textpage.raw
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    for number in range(pdfium_c.FPDFText_CountRects(raw, 0, -1)):
        pdfium_c.FPDFText_GetRect(raw, number, left, top, right, bottom)
        yield left.value, bottom.value, right.value, top.value


def _are_covered(pictures: list[Box], texts: list[Box]) -> bool:
    """Tell whether there is text all over the pictures, as that of a recognition."""
    boxes = np.array(texts).reshape(-1, 4)
    for left, bottom, right, top in pictures:
        edges = np.linspace(bottom, top, _BANDS + 1)
        width = np.minimum(boxes[:, 2], right) - np.maximum(boxes[:, 0], left)
        for low, high in pairwise(edges):
            height = np.minimum(boxes[:, 3], high) - np.maximum(boxes[:, 1], low)
            if (np.maximum(width, 0) * np.maximum(height, 0)).sum() < _COVERED * (right - left) * (high - low):
                return False
    return True


def _readable(layer: TextLayer) -> tuple[list[Box], bool]:
    """Return the boxes of the words whose letters are known, as `_displayed` does, and tell if there are others."""
    characters, is_partial = tidy_characters(layer, normalize_ligatures=True)
    readable = filter(is_readable, words_of(characters))
    return [edges(character for character, _ in word) for word in readable], is_partial


def _displayed(layer: TextLayer) -> Iterator[Box]:
    """Yield the boxes of the pieces of text: left, top, right and bottom in points of the displayed page."""
    page = layer.page
    left, bottom, right, top = page.get_bbox()
    frame = PageFrame(left, bottom, right, top, page.get_rotation()).box_to_display()
    for box in _text_boxes(layer):
        x, y, width, height = frame(*box)
        yield x, y, x + width, y + height


def _has_lines(gray: npt.NDArray[np.uint8], known: list[Box]) -> bool:
    """Tell whether a page has what looks like a line of text, outside of boxes in points."""
    edges = cv2.morphologyEx(gray, cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8))
    ink = (edges > _CONTRAST).astype(np.uint8)
    scale = _RESOLUTION / POINTS_PER_INCH
    for left, top, right, bottom in known:
        first, last = max(0, int(top * scale) - _GROWN), max(0, int(bottom * scale) + _GROWN)
        ink[first:last, max(0, int(left * scale) - _GROWN) : max(0, int(right * scale) + _GROWN)] = 0
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(_JOIN[::-1], np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=4)
    for x, y, width, height, area in stats[1:].tolist():
        if not (_LOWEST <= height <= _HIGHEST and width >= _LONGEST * height):
            continue
        if not _FILL[0] <= area / (width * height) <= _FILL[1]:
            continue
        if _is_written(gray[max(0, y - _FRAME) : y + height + _FRAME, max(0, x - _FRAME) : x + width + _FRAME]):
            return True
    return False


def _is_written(line: npt.NDArray[np.uint8]) -> bool:
    """Tell whether a part of a page has strokes of letters on even paper."""
    frame = np.concatenate([line[0], line[-1], line[:, 0], line[:, -1]])
    paper = float(np.median(frame))
    if np.mean(np.abs(frame - paper) <= _EVEN) < _PAPER:
        return False
    ink = (np.abs(line[_FRAME:-_FRAME, _FRAME:-_FRAME] - paper) > _STROKE).astype(np.int8)
    strokes = np.count_nonzero(np.diff(ink, axis=1) == 1, axis=1)
    return bool(np.count_nonzero(strokes >= _STROKES) >= _ROWS)
