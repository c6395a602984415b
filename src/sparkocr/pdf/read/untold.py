"""Where a page shows what may be text, and its text says nothing of it, or only that there is a letter.

`sparkocr.pdf.read.unread` asks whether reading a page is worth its time. This module asks whether a name may be
overlooked: also in small pictures, in strips of pictures, in patterns, masks and glyphs that are drawn, in a single
glyph that is a whole word. It looks at the page itself, so it does not matter how these are made.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.pdf.document import Document, open_page
from sparkocr.pdf.fonts import is_known
from sparkocr.pdf.frame import PageFrame
from sparkocr.pdf.paper import POINTS_PER_INCH
from sparkocr.pdf.read.hidden import UNSEEN
from sparkocr.pdf.read.page_paths import bounds_of
from sparkocr.pdf.read.render import draw_page
from sparkocr.pdf.read.tidy import is_readable
from sparkocr.positions.position import Position

__all__ = ["untold_bands"]

Gray = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""

# All of the following was chosen for this library, with generated pages and those of 100 books and reports.
_RESOLUTION = 100  # dpi: letters of 6 points are 8 px high
_PIXELS = 40_000_000  # of pages that are larger than posters: A0 has 15 million
_AROUND = 18.0  # points above and below: the line that stands there, such as the label of a name, and what is beside it
_CONTRAST = 24  # gray levels of an edge
_GROWN = 2  # px around letters that are known: the blur of their edges

_LOWEST, _SHORTEST = 7.0, 12.0  # points; the least height and width of a picture of a name that can be read
_TOUCHING = 3  # px between strips that are one picture
_FRAME = 2  # px at the edge of a picture: there it may differ from the page, and be empty

_JOINS = (11, 25)  # px: close the gaps between letters of a word and words of a line; also of those spaced out
_LINE = (5, 100)  # px: the height of a line
_LONGEST = 1.5  # heights, at least: the width of a line
_FILL = (0.2, 0.97)  # share of the box of a line that is edges: rules and areas have less or more
_STROKE = 24  # gray levels that ink is darker or lighter than paper
_ROWS, _STROKES = 2, 4  # rows of px that cross so many strokes of letters
_MANY = 5  # lines of a page: where so many are drawn, others may not look like lines

_WIDE = 1.5  # heights of its font: hardly any letter is as wide, and those that are have fewer strokes
_STROKES_OF_LETTER = 5  # Latin ones have at most 4, as W, % or @

_DEEPEST = 4
_TEXT, _IMAGE, _FORM = pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_FORM


def untold_bands(document: Document, index: int, characters: Sequence[Position]) -> list[tuple[float, float]]:
    """Find the parts of a page that show pictures, or what looks like text and is none of its text.

    Parameters
    ----------
    document : Document
        A document of `sparkocr.pdf.document.open_pdf`.
    index : int
        Page, from 0.
    characters : sequence of Position
        Those of `sparkocr.pdf.read.text.page_text`, with their boxes in points of the displayed page.

    Returns
    -------
    list of (float, float)
        Top and bottom of parts that are as wide as the page, in points of the displayed page, from top to bottom. They
        reach 18 points above and below what was found, so that it is read together with the text beside it. The whole
        page if there are many lines that are drawn, or one that stands on its side.

    Raises
    ------
    DocumentError
        If the page can't be read or drawn.
    """
    with open_page(document, index, annotations=True) as page:
        width, height = page.get_size()
        pictures, unseen = _pictures_and_unseen(page)
    known = _known(characters, unseen)
    resolution = max(1, min(_RESOLUTION, int(POINTS_PER_INCH * math.sqrt(_PIXELS / (width * height)))))
    gray = draw_page(document, index, max_pixels=MAX_PIXELS, resolution=resolution).pixels
    scale = gray.shape[0] / height
    edges = cv2.morphologyEx(gray, cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8))
    ink: Gray = (edges > _CONTRAST).astype(np.uint8)
    found = [*_with_ink(ink, pictures, scale), *_whole_words(gray, known, scale)]
    _erase(ink, known, scale)
    for left, top, right, bottom in found:
        ink[int(top) : int(bottom), int(left) : int(right)] = 0
    for join in _JOINS:
        lines = list(_lines(gray, ink, join))
        if len(lines) >= _MANY or any(_lines(gray.T, ink.T, join)):
            return [(0.0, height)]
        found += lines
    return _joined([(top / scale - _AROUND, bottom / scale + _AROUND) for _, top, _, bottom in found], height)


def _pictures_and_unseen(page: pdfium.PdfPage) -> tuple[list[Box], list[Box]]:
    """Return where pictures are, and text that nobody sees, in points of the displayed page."""
    left, bottom, right, top = page.get_bbox()
    frame = PageFrame(left, bottom, right, top, page.get_rotation()).box_to_display()
    found: dict[int, list[Box]] = {_IMAGE: [], _TEXT: []}
    for number in range(pdfium_c.FPDFPage_CountObjects(page.raw)):
        shown = pdfium_c.FPDFPage_GetObject(page.raw, number)
        for kind in _kinds(shown, 0):
            x, y, width, height = frame(*bounds_of(shown))
            found[kind].append((x, y, x + width, y + height))
    return found[_IMAGE], found[_TEXT]


def _kinds(shown: Any, depth: int) -> set[int]:
    """Tell whether a drawing, which may be a form, has pictures and text that nobody sees."""
    kind = pdfium_c.FPDFPageObj_GetType(shown)
    if kind == _TEXT:
        return {_TEXT} if pdfium_c.FPDFTextObj_GetTextRenderMode(shown) in UNSEEN else set()
    if kind != _FORM or depth > _DEEPEST:
        return {kind} & {_IMAGE}
    kinds: set[int] = set()
    for number in range(pdfium_c.FPDFFormObj_CountObjects(shown)):
        kinds |= _kinds(pdfium_c.FPDFFormObj_GetObject(shown, number), depth + 1)
        if len(kinds) == len((_IMAGE, _TEXT)):
            break
    return kinds


def _known(characters: Sequence[Position], unseen: Sequence[Box]) -> list[Position]:
    """Return the letters of the words whose letters are known and seen."""
    known = [one for one in characters if not one.c.isspace()]
    if not is_known("".join(one.c for one in known)):
        words = (list(word) for is_space, word in groupby(characters, lambda one: one.c.isspace()) if not is_space)
        known = [one for word in words if is_readable([(one, 0.0) for one in word]) for one in word]
    if not (unseen and known):
        return known
    boxes = np.array([one[1:5] for one in known], np.float64)
    centres = boxes[:, :2] + boxes[:, 2:] / 2
    is_seen = np.ones(len(known), bool)
    for left, top, right, bottom in unseen:
        is_seen &= ~((centres >= (left, top)) & (centres <= (right, bottom))).all(axis=1)
    return [one for one, seen in zip(known, is_seen.tolist(), strict=True) if seen]


def _with_ink(ink: Gray, pictures: Sequence[Box], scale: float) -> Iterator[Box]:
    """Yield the pictures that are large enough to show a name and not empty, in px; strips that touch are one."""
    if not pictures:
        return
    covered = np.zeros_like(ink)
    for box in pictures:
        left, top, right, bottom = _clipped(box, ink.shape, scale)
        covered[top:bottom, left:right] = 1
    joined = cv2.morphologyEx(covered, cv2.MORPH_CLOSE, np.ones((_TOUCHING, _TOUCHING), np.uint8))
    for x, y, width, height in _parts(joined):
        inside = ink[y + _FRAME : y + height - _FRAME, x + _FRAME : x + width - _FRAME]
        is_large = min(width, height) >= _LOWEST * scale - 1 and max(width, height) >= _SHORTEST * scale - 1
        if is_large and inside.any():
            yield x, y, x + width, y + height


def _whole_words(gray: Gray, known: Sequence[Position], scale: float) -> Iterator[Box]:
    """Yield the boxes of single letters that have room for a word, and more strokes than a letter, in px."""
    for _, x, y, width, height, _ in known:
        if width >= _LOWEST and max(width, height) >= _SHORTEST:
            more = max(0.0, (_LOWEST - height) / 2)  # fonts may claim less than they show
            box = (x, y - more, x + width, y + height + more)
            left, top, right, bottom = _clipped(box, gray.shape, scale)
            part = gray[top:bottom, left:right]
            strokes = _STROKES if width >= _WIDE * height else _STROKES_OF_LETTER
            if part.size and _is_written(part if width >= height else part.T, strokes):
                yield left, top, right, bottom


def _erase(ink: Gray, known: Sequence[Position], scale: float) -> None:
    """Take the letters that are known out of the edges."""
    boxes = np.array([character[1:5] for character in known], np.float64).reshape(-1, 4)
    first = np.maximum(np.floor(boxes[:, :2] * scale) - _GROWN, 0)
    last = np.maximum(np.ceil((boxes[:, :2] + boxes[:, 2:]) * scale) + _GROWN, 0)
    sides = np.hstack([first, last]).astype(np.int64).T.tolist()  # flat lists, which are made faster
    for left, top, right, bottom in zip(*sides, strict=True):
        ink[top:bottom, left:right] = 0


def _lines(gray: Gray, ink: Gray, join: int) -> Iterator[Box]:
    """Yield where edges with such gaps look like a line of text, in px."""
    if not ink.any():
        return
    joined = cv2.morphologyEx(np.ascontiguousarray(ink), cv2.MORPH_CLOSE, np.ones((1, join), np.uint8))
    for x, y, width, height in _parts(joined):
        if not (_LINE[0] <= height <= _LINE[1] and width >= _LONGEST * height):
            continue
        area = cv2.countNonZero(joined[y : y + height, x : x + width])
        if not _FILL[0] * width * height <= area <= _FILL[1] * width * height:
            continue
        around = gray[max(0, y - _FRAME) : y + height + _FRAME, max(0, x - _FRAME) : x + width + _FRAME]
        if _is_written(around, _STROKES):
            yield x, y, x + width, y + height


def _parts(drawn: npt.NDArray[Any]) -> Iterator[tuple[int, int, int, int]]:
    """Yield x, y, width and height of what hangs together, and of its holes, which is faster than without them."""
    contours, _ = cv2.findContours(drawn, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        x, y, width, height = cv2.boundingRect(contour)
        yield x, y, width, height


def _is_written(part: Gray, least: int) -> bool:
    """Tell whether rows of a part of a page cross so many strokes."""
    frame = np.concatenate([part[0], part[-1], part[:, 0], part[:, -1]])
    ink = (np.abs(part - float(np.median(frame))) > _STROKE).astype(np.int8)
    strokes = np.count_nonzero(np.diff(ink, axis=1) == 1, axis=1)
    return bool(np.count_nonzero(strokes >= least) >= _ROWS)


def _clipped(box: Box, shape: tuple[int, ...], scale: float) -> tuple[int, int, int, int]:
    """Return the px of a box in points, as far as they are on the page."""
    rows, columns = shape[:2]
    sides = (min(max(side * scale, 0), most) for side, most in zip(box, (columns, rows) * 2, strict=True))
    left, top, right, bottom = sides  # which may have been far beyond any number of px
    return math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)


def _joined(bands: list[tuple[float, float]], height: float) -> list[tuple[float, float]]:
    """Join parts that overlap, and clip them to the page."""
    joined: list[tuple[float, float]] = []
    for top, bottom in sorted(bands):
        if joined and top <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], bottom)
        else:
            joined.append((top, bottom))
    return [(max(0.0, top), min(height, bottom)) for top, bottom in joined]
