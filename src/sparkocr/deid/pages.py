"""Find the identifiers on a page of a PDF: in its own text, and in what an engine reads of it."""

from __future__ import annotations

import base64
import json
import math
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from sparkocr.deid.reading import Find, Found, Reading, find_in, placed_text, read_image, text_of
from sparkocr.deid.secrets import Secret
from sparkocr.engines.engine import Engine
from sparkocr.engines.pdf_pages import draw_scan
from sparkocr.errors import DocumentError
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.pixels import Image, Pixels
from sparkocr.pdf.document import Document
from sparkocr.pdf.read.hidden import has_hidden_layer
from sparkocr.pdf.read.text import page_text
from sparkocr.pdf.read.untold import untold_bands

__all__ = ["FoundPage", "PageReading", "find_on_page"]

_WHITE = 255
_LEVEL = 1  # of zlib: boxes are numbers that hardly repeat


@dataclass(frozen=True, slots=True)
class PageReading:
    """How pages are read.

    Attributes
    ----------
    engine : Engine
    least_text : int
        Characters of its own text from which a page is not read as a whole, unless its text is the hidden layer of a
        scan, but only where it shows more than its text.
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


@dataclass(frozen=True, slots=True, eq=False)
class FoundPage:
    """The identifiers of a page.

    Attributes
    ----------
    own : Reading
        Of the page's own text, character by character.
    read : Reading or None
        Of what was read of its picture, word by word; None if it was not read.
    """

    own: Reading
    read: Reading | None = None

    def dumps(self) -> bytes:
        """Return the page as bytes, to travel in a column: some 20 kB."""
        return zlib.compress(json.dumps([_plain(reading) for reading in self.readings()]).encode(), _LEVEL)

    @classmethod
    def loads(cls, data: bytes) -> FoundPage:
        """Return the page that `dumps` has written."""
        return cls(*map(_reading, json.loads(zlib.decompress(data))))

    def readings(self) -> list[Reading]:
        """Return the texts of the page."""
        return [self.own] if self.read is None else [self.own, self.read]

    def found(self) -> Iterator[Found]:
        """Yield all identifiers."""
        return (item for reading in self.readings() for item in reading.found)


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
        If the page can't be read or rendered, or has no size: other viewers may show it.

    Notes
    -----
    A page with text of its own is read, too, where it shows pictures, or what looks like text and is none of its text
    (`sparkocr.pdf.read.untold.untold_bands`), together with the text beside it. It is read as a whole if its text is
    the hidden layer of a scan (`sparkocr.pdf.read.hidden.has_hidden_layer`): that was read by another engine, which may
    have misread a name that the picture shows.

    What a page says is believed where it shows some letter: a font that tells other letters than it shows is not
    noticed, nor are names whose letters stand one by one along a slanted line. To read all pages finds the former.
    """
    page = page_text(document, index, coordinates=True)
    if not (page.width and page.height):
        raise DocumentError("The size of PDF page is not valid.")
    characters = page.characters or ()
    text = placed_text(characters)
    own = Reading(text, np.eye(3), find_in(text.text, find), is_exact=True)
    bands = [(0.0, page.height)]
    has_enough = len(text.text.strip()) >= reading.least_text
    if has_enough and not (reading.reads_all or has_hidden_layer(document, index)):
        bands = untold_bands(document, index, characters)
        if not bands:
            return FoundPage(own)
    image = draw_scan(document, index, resolution=reading.resolution, max_pixels=reading.max_pixels)
    rows, columns = image.pixels.shape[:2]
    down = rows / page.height
    pixels, first = _only([(math.floor(top * down), math.ceil(bottom * down)) for top, bottom in bands], image.pixels)
    read = read_image(Image(pixels, image.resolution, image.image_type), read=reading.engine, find=find)
    to_image = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, first], [0.0, 0.0, 1.0]])
    to_page = np.diag([page.width / columns, page.height / rows, 1.0]) @ to_image @ read.to_page
    return FoundPage(own, replace(read, to_page=to_page))


def _only(bands: Sequence[tuple[int, int]], pixels: Pixels) -> tuple[Pixels, int]:
    """Return the part of a page from its first to its last band, white between them, and the row where it begins."""
    first, last = bands[0][0], bands[-1][1]
    shown = pixels[first:last].copy()
    for (_, above), (below, _) in pairwise(bands):
        shown[above - first : below - first] = _WHITE
    return shown, first


def _plain(reading: Reading) -> list[object]:
    """Return a reading as plain values."""
    units = reading.text.units
    boxes = base64.b64encode(units.boxes.astype(np.float32).tobytes()).decode()
    found = [[item.begin, item.end, item.secret.text, item.secret.label] for item in reading.found]
    return [units.texts, boxes, reading.to_page.tolist(), found, reading.is_exact]


def _reading(plain: Sequence[Any]) -> Reading:
    """Return the reading of plain values."""
    texts, boxes, to_page, found, is_exact = plain
    text = text_of(texts, np.frombuffer(base64.b64decode(boxes), np.float32).reshape(-1, 4))
    identifiers = tuple(Found(begin, end, Secret(said, label)) for begin, end, said, label in found)
    return Reading(text, np.array(to_page), identifiers, is_exact)
