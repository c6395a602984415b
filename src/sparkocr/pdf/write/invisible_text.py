"""The recognised text of a page as invisible text of a PDF, to search and select it over a picture of the page."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pikepdf
from pikepdf import Dictionary

from sparkocr.layout.box import Box
from sparkocr.layout.page import Line, Page
from sparkocr.pdf.glyphless import ADVANCE, DESCENTS, add_fonts
from sparkocr.pdf.paper import points_per_pixel
from sparkocr.pdf.write.output import add_page, save
from sparkocr.pdf.write.visual_order import visual_order

__all__ = ["text_layer"]

# Controls, halves of surrogate pairs, line ends. Marks of direction are gone too: words are put in visual order.
_DROPPED_CATEGORIES = {"Cc", "Cs", "Zl", "Zp"}
_DROPPED = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff")
_MOST_CHARACTERS = 65535  # different ones of a page: codes of two bytes

# Chosen for this library so that PDFium and Poppler keep the words of a line together.
_SLOPE = 0.01  # of a baseline: upright words of a steeper line are turned like it, or it would break into steps
_SMALL = 0.5  # of the line's median height: lower words (dashes, full stops) take the height of their neighbour
_LEAST_GAP = 0.15  # of the height: the least width of a space, for which the word before it becomes narrower
_MOST_CUT = 0.25  # of the width of a word: the most that it becomes narrower, also where words overlap
_MOST_JOINED = 1.0  # of the height: the widest gap that words without a space between them are stretched over


class _Run(NamedTuple):
    """Characters in the order in which they stand on the page, the box that they fill, and a place in `DESCENTS`."""

    text: str
    box: Box
    descent: int


class _Piece(NamedTuple):
    """A word that can be shown."""

    text: str
    box: Box
    spaced: bool


def text_layer(page: Page, resolution: int) -> bytes:
    """Make a one-page PDF with the text of a page, which no reader shows but all can find, select and copy.

    Each word fills its box: the glyphs are as high as the box and stretched to its width. Words that are much lower
    than their line, like a dash, are as high as their neighbour: readers would take them for lines of their own.
    Where a line has spaces, a space fills the gap between the words.

    Parameters
    ----------
    page : Page
        Words with boxes in px, origin top-left, turned by their angles. Text is in logical order.
    resolution : int
        Dpi of the image that was read; 0 is unknown. The page is as large as that of `picture.picture_page`.

    Returns
    -------
    bytes
        The PDF; the same page gives the same bytes.
    """
    runs = [run for line in page.lines() for run in _runs(line)]
    characters = sorted({character for run in runs for character in run.text})[:_MOST_CHARACTERS]
    codes = {character: code for code, character in enumerate(characters, 1)}
    scale = points_per_pixel(page.width, page.height, resolution)
    width, height = page.width * scale, page.height * scale
    with pikepdf.new() as document:
        fonts = add_fonts(document, codes, sorted({run.descent for run in runs}))
        add_page(document, width, height, Dictionary(Font=fonts), _content(runs, codes, scale, height))
        return save(document)


def _runs(line: Line) -> Iterator[_Run]:
    """Yield the words of a line and the spaces between them."""
    pieces = _level(list(_pieces(line)))
    for number, (text, box, _) in enumerate(pieces):
        descent = _descent(box, line)
        if number + 1 == len(pieces):
            yield _Run(text, box, descent)
            return
        following = pieces[number + 1]
        distance = _distance(box, following.box)
        least = _LEAST_GAP * max(box.height, following.box.height)
        if not following.spaced:
            joined = max(distance, -_MOST_CUT * box.width) if distance < _MOST_JOINED * box.height else 0.0
            yield _Run(text, _stretched(box, following.box, joined), descent)
        else:
            cut = min(max(least - distance, 0.0), _MOST_CUT * box.width)
            yield _Run(text, _stretched(box, following.box, -cut), descent)
            yield _Run(" ", _gap(box, following.box, max(distance + cut, least)), descent)


def _descent(box: Box, line: Line) -> int:
    """Return the place in `DESCENTS` of the share of a box that is below the baseline of its line."""
    slope, offset = line.baseline
    along, across = line.box.offset(box)
    if line.box.angle:  # the baseline is told in terms of the turned box
        slope = 0.0
    baseline = line.box.height / 2 + offset + slope * (along + line.box.width / 2)
    share = ((across - baseline) * math.cos(math.atan(slope)) + box.height / 2) / box.height
    return min(range(len(DESCENTS)), key=lambda place: abs(DESCENTS[place] - share))


def _pieces(line: Line) -> Iterator[_Piece]:
    """Yield what can be shown of the words."""
    spaced = False
    for word in line.words:
        spaced = spaced or any(character.isspace() for character in word.before)
        text = visual_order("".join(character for character in word.text if _is_shown(character)))
        if text and word.box.width > 0 and word.box.height > 0:
            upright = not (word.box.angle or line.box.angle)
            yield _Piece(text, _sloped(word.box, line.baseline[0]) if upright else word.box, spaced)
            spaced = False


def _sloped(box: Box, slope: float) -> Box:
    """Return the box of a word on a sloping line, of which an upright box holds the ink."""
    angle = math.atan(slope)
    sin, cos = abs(math.sin(angle)), math.cos(angle)
    # Inverse of the size of the upright box around a turned one.
    width = (box.width * cos - box.height * sin) / (cos * cos - sin * sin)
    height = (box.height * cos - box.width * sin) / (cos * cos - sin * sin)
    if abs(slope) < _SLOPE or min(width, height) < _SMALL * box.height:
        return box
    return Box.around(box.centre, width, height, math.degrees(angle))


def _is_shown(character: str) -> bool:
    """Tell whether a character is part of the text."""
    return character not in _DROPPED and unicodedata.category(character) not in _DROPPED_CATEGORIES


def _level(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Give low words the place of their nearest neighbour across the line."""
    if not pieces:
        return []
    least = _SMALL * median(piece.box.height for piece in pieces)
    high = [number for number, piece in enumerate(pieces) if piece.box.height >= least]

    def levelled(number: int) -> _Piece:
        piece = pieces[number]
        if piece.box.height >= least:
            return piece
        other = pieces[min(high, key=lambda place: abs(place - number))].box
        centre = piece.box.moved(0, piece.box.offset(other)[1]).centre
        return piece._replace(box=Box.around(centre, piece.box.width, other.height, piece.box.angle))

    return [levelled(number) for number in range(len(pieces))]


def _distance(one: Box, other: Box) -> float:
    """Return how far apart two words of a line are, whatever their direction; negative if they overlap."""
    along, _ = one.offset(other)
    return abs(along) - (one.width + other.width) / 2


def _gap(one: Box, other: Box, width: float) -> Box:
    """Return the box of the space between two words of a line.

    It ends where the other one begins, also if they overlap: PDFium puts what begins further left first.
    """
    along, _ = one.offset(other)
    return _moved(one, math.copysign(abs(along) - (other.width + width) / 2, along), width)


def _stretched(box: Box, other: Box, by: float) -> Box:
    """Make a word wider or narrower at its end, which is where the next one is."""
    along, _ = box.offset(other)
    return _moved(box, math.copysign(1, along) * by / 2, box.width + by)


def _moved(box: Box, along: float, width: float) -> Box:
    """Return a box whose centre is further along the direction of another."""
    return Box.around(box.moved(along).centre, width, box.height, box.angle)


def _baseline_start(box: Box, descent: float) -> npt.NDArray[np.float64]:
    """Return where the baseline of a box begins: at its left side, a share of its height above the lower corner."""
    corners = box.corners()
    start: npt.NDArray[np.float64] = corners[3] + descent * (corners[0] - corners[3])
    return start


def _content(runs: Sequence[_Run], codes: dict[str, int], scale: float, height: float) -> bytes:
    """Write the operators that show the runs invisibly (rendering mode 3, ISO 32000-1, 9.3.6).

    A place is told from the one before (Td) where both runs are upright: on a line mostly one figure is left, which
    takes a fifth off a text layer.
    """
    lines = ["BT", "3 Tr"]
    font = ""
    origin: tuple[float, float] | None = None
    for text, box, descent in runs:
        left, lower = _baseline_start(box, DESCENTS[descent]) * scale
        size, width = box.height * scale, box.width * scale
        stretch = 100 * width / (len(text) * ADVANCE * size)
        shown = "".join(f"{codes.get(character, 0):04x}" for character in text)
        x, y = round(float(left), 2), round(float(height - lower), 2)
        if origin is None or box.angle:
            cos, sin = box.direction
            place = f"{cos:.6f} {-sin:.6f} {sin:.6f} {cos:.6f} {x:.2f} {y:.2f} Tm"
        else:
            place = f"{_number(x - origin[0])} {_number(y - origin[1])} Td"
        origin = None if box.angle else (x, y)
        if font != (font := f"/F{descent} {size:.2f} Tf"):
            lines.append(font)
        lines.append(f"{stretch:.1f} Tz {place} <{shown}> Tj")
    return "\n".join([*lines, "ET"]).encode("ascii")


def _number(value: float) -> str:
    """Write a number with at most two decimals."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")
