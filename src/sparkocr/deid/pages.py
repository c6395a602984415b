"""Find the identifiers on a page of a PDF: in its own text, and in what an engine reads of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sparkocr.deid.reading import Find, Found, Reading, find_in, placed_text, read_image
from sparkocr.deid.secrets import Secret
from sparkocr.engines.engine import Engine
from sparkocr.engines.pdf_pages import draw_scan
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.pdf.document import Document
from sparkocr.pdf.read.text import page_text
from sparkocr.pdf.read.unread import shows_more
from sparkocr.positions.position import Position

__all__ = ["FoundPage", "PageReading", "find_on_page", "readings"]


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
class FoundPage:
    """The identifiers of a page.

    Attributes
    ----------
    own : tuple of Found
        Of the page's own text.
    words : tuple of Position
        The words that were read of its picture; empty if it was not read.
    to_page : tuple of float
        The nine numbers of the matrix that takes places of the words to points of the displayed page.
    read : tuple of Found
        Of the text of these words.
    """

    own: tuple[Found, ...] = ()
    words: tuple[Position, ...] = ()
    to_page: tuple[float, ...] = ()
    read: tuple[Found, ...] = ()

    def dumps(self) -> bytes:
        """Return the page as JSON, to travel in a column."""
        return json.dumps([_plain(self.own), self.words, self.to_page, _plain(self.read)]).encode()

    @classmethod
    def loads(cls, data: bytes) -> FoundPage:
        """Return the page that `dumps` has written."""
        own, words, to_page, read = json.loads(data)
        return cls(_found(own), tuple(Position(*fields) for fields in words), tuple(to_page), _found(read))

    def found(self) -> tuple[Found, ...]:
        """Return all identifiers."""
        return self.own + self.read


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
    characters, width, height = _own_text(document, index)
    text = placed_text(characters).text
    own = find_in(text, find)
    has_enough = len(text.strip()) >= reading.least_text
    if has_enough and not reading.reads_all and not shows_more(document, index):
        return FoundPage(own)
    image = draw_scan(document, index, resolution=reading.resolution, max_pixels=reading.max_pixels)
    found = read_image(image, read=reading.engine, find=find)
    rows, columns = image.pixels.shape[:2]
    to_page = np.diag([width / columns, height / rows, 1.0]) @ found.to_page
    return FoundPage(own, tuple(_words(found)), tuple(to_page.ravel().tolist()), found.found)


def readings(document: Document, index: int, page: FoundPage) -> Iterator[Reading]:
    """Yield the texts of a page, with what was found in them.

    Parameters
    ----------
    document, index
        As in `find_on_page`.
    page : FoundPage
        What that has found there.
    """
    characters, _, _ = _own_text(document, index)
    yield Reading(placed_text(characters), np.eye(3), page.own, is_exact=True)
    if page.words:
        yield Reading(placed_text(page.words), np.array(page.to_page).reshape(3, 3), page.read)


def _own_text(document: Document, index: int) -> tuple[Sequence[Position], float, float]:
    """Return the characters of a page's own text and the size of the page, in points as it is displayed."""
    page = page_text(document, index, coordinates=True)
    return page.characters or (), page.width, page.height


def _words(reading: Reading) -> Iterator[Position]:
    units = reading.text.units
    for text, (x, y, width, height) in zip(units.texts, units.boxes.tolist(), strict=True):
        yield Position(text, x, y, width, height, 0)


def _plain(found: Iterable[Found]) -> list[list[object]]:
    return [[item.begin, item.end, item.secret.text, item.secret.label] for item in found]


def _found(plain: Iterable[Sequence[Any]]) -> tuple[Found, ...]:
    return tuple(Found(begin, end, Secret(text, label)) for begin, end, text, label in plain)
