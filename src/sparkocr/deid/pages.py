"""Find the identifiers on a page of a PDF: in its own text, and in what an engine reads of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sparkocr.deid.secrets import Secret
from sparkocr.engines.engine import Engine
from sparkocr.engines.pdf_pages import draw_scan
from sparkocr.entities.entity import Entity
from sparkocr.enums import PageIteratorLevel
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.layout.report import ReadOptions, report
from sparkocr.pdf.document import Document
from sparkocr.pdf.read.text import page_text
from sparkocr.pdf.read.unread import shows_more
from sparkocr.positions.boxes import SpanBoxes
from sparkocr.positions.position import Position
from sparkocr.positions.text import PositionText, Units

__all__ = ["Find", "Found", "FoundPage", "PageReading", "digital_text", "find_on_page", "placed_text", "polygons"]

Floats = npt.NDArray[np.float64]
Find = Callable[[str], Sequence[Entity]]
Span = tuple[int, int]

_WORDS = ReadOptions(level=PageIteratorLevel.WORD, pdf_coordinates=True)


@dataclass(frozen=True, slots=True)
class PageReading:
    """How pages are read.

    Attributes
    ----------
    engine : Engine
    least_text : int
        Characters of its own text from which a page is not read, unless it shows more than its text.
    reads_all : bool
        Read every page: a text layer may say something else than the picture above it.
    resolution : int
        Dpi at which a page is rendered to be read, unless it is a picture of less.
    max_pixels : int
        Largest size of a rendered page.
    """

    engine: Engine
    least_text: int = 10
    reads_all: bool = False
    resolution: int = 300
    max_pixels: int = MAX_PIXELS


@dataclass(frozen=True, slots=True)
class Found:
    """An identifier in a text.

    Attributes
    ----------
    begin, end : int
        Offsets of its first character and of the one after its last.
    secret : Secret
        What it says.
    """

    begin: int
    end: int
    secret: Secret


@dataclass(frozen=True, slots=True)
class FoundPage:
    """The identifiers of a page.

    Attributes
    ----------
    own : tuple of Found
        Of the page's own text, see `digital_text`.
    words : tuple of Position
        The words that were read of its picture, in points of the displayed page; empty if it was not read.
    read : tuple of Found
        Of the text of these words, see `placed_text`.
    """

    own: tuple[Found, ...] = ()
    words: tuple[Position, ...] = ()
    read: tuple[Found, ...] = ()

    def dumps(self) -> bytes:
        """Return the page as JSON, to travel in a column."""
        return json.dumps([_plain(self.own), self.words, _plain(self.read)]).encode()

    @classmethod
    def loads(cls, data: bytes) -> FoundPage:
        """Return the page that `dumps` has written."""
        own, words, read = json.loads(data)
        return cls(_found(own), tuple(Position(*fields) for fields in words), _found(read))


def find_on_page(document: Document, index: int, *, reading: PageReading, find: Find) -> FoundPage:
    """Find the identifiers of a page.

    Parameters
    ----------
    document : Document
        A document of `sparkocr.pdf.document.open_pdf`.
    index : int
        Page, from 0.
    reading : PageReading
    find : Callable
        From a text to its entities.

    Returns
    -------
    FoundPage

    Raises
    ------
    DocumentError
        If the page can't be read or rendered.
    """
    own = digital_text(document, index)
    found = _search(own.text, find)
    has_enough = len(own.text.strip()) >= reading.least_text
    if has_enough and not reading.reads_all and not shows_more(document, index):
        return FoundPage(found)
    image = draw_scan(document, index, resolution=reading.resolution, max_pixels=reading.max_pixels)
    page = reading.engine.read(image.pixels, image.resolution)
    words = tuple(report(page, image.resolution, _WORDS).positions)
    return FoundPage(found, words, _search(placed_text(words).text, find))


def digital_text(document: Document, index: int) -> PositionText:
    """Return the text that a page has itself, with the place of each character in points of the displayed page."""
    return placed_text(page_text(document, index, coordinates=True).characters or ())


def placed_text(units: Iterable[Position]) -> PositionText:
    """Return the text that words or characters spell, in lines."""
    found = list(units)
    boxes = np.array([unit[1:5] for unit in found], np.float64).reshape(-1, 4)
    zeros = np.zeros(len(found), np.int64)
    return PositionText(Units([unit.c for unit in found], boxes, zeros, zeros))


def polygons(text: PositionText, spans: Iterable[Span], *, padding: float) -> Iterator[Floats]:
    """Yield a rectangle for each line of each span, in points of the displayed page.

    A word that was read is covered whole: nobody knows where in it a letter is.

    Parameters
    ----------
    text : PositionText
    spans : iterable of (int, int)
        Begin and end in the text.
    padding : float
        Points around each rectangle.

    Yields
    ------
    ndarray of float64, shape (4, 2)
    """
    boxes = SpanBoxes(text)
    for begin, end in spans:
        for placed in boxes.of(*_whole_units(text, begin, end)):
            left, top = placed.left - padding, placed.top - padding
            right, bottom = placed.right + padding, placed.bottom + padding
            yield np.array([[left, top], [right, top], [right, bottom], [left, bottom]])


def _whole_units(text: PositionText, begin: int, end: int) -> Span:
    """Widen a span to the whole of the units that it touches."""
    first, last = (np.searchsorted(text.starts, [begin, end - 1], "right") - 1).tolist()
    return min(begin, int(text.starts[first])), max(end, int(text.starts[last]) + len(text.units.texts[last]))


def _search(text: str, find: Find) -> tuple[Found, ...]:
    """Find the identifiers of a text, with what they say."""
    entities: Sequence[Entity] = find(text) if text.strip() else ()
    return tuple(Found(e.begin, e.end, Secret(text[e.begin : e.end], e.label)) for e in entities)


def _plain(found: Iterable[Found]) -> list[list[object]]:
    return [[item.begin, item.end, item.secret.text, item.secret.label] for item in found]


def _found(plain: Iterable[Sequence[Any]]) -> tuple[Found, ...]:
    return tuple(Found(begin, end, Secret(text, label)) for begin, end, text, label in plain)
