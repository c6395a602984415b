"""Read the scanned pages of a PDF with an engine, and make text layers of what is read."""

from __future__ import annotations

from sparkocr.engines.engine import Engine
from sparkocr.imaging.pixels import Image
from sparkocr.layout.known import without_known_text
from sparkocr.pdf.document import Document, open_page
from sparkocr.pdf.read.render import draw_page, picture_resolution
from sparkocr.pdf.read.text import page_text
from sparkocr.pdf.read.unread import shows_more
from sparkocr.pdf.read.word_boxes import known_boxes
from sparkocr.pdf.write.invisible_text import text_layer

__all__ = ["LEAST_RESOLUTION", "draw_scan", "read_page"]

# Engines read worse below. Above a picture's own resolution they only take longer: with Tesseract and pages of 72 to
# 150 dpi, 200 instead of 300 saves a fifth of the time, and word F1 rises from 67.9 to 68.7 % (bench/searchable.py).
LEAST_RESOLUTION = 200


def read_page(
    document: Document,
    index: int,
    *,
    engine: Engine,
    least_text: int,
    only_length: bool,
    resolution: int,
    max_pixels: int,
) -> bytes | None:
    """Make the text layer of one page, of what it shows and has no text for.

    Parameters
    ----------
    document : Document
        A document of `sparkocr.pdf.document.open_pdf`.
    index : int
        Page, from 0.
    engine : Engine
        Reads the page.
    least_text : int
        Characters of its own text from which a page is not read, at least 1, unless it shows more.
    only_length : bool
        Never read such a page.
    resolution : int
        Dpi at which the page is rendered, unless it is a picture of less.
    max_pixels : int
        Largest size of the rendered page in pixels.

    Returns
    -------
    bytes or None
        A one-page PDF of the page's size as displayed, or None where there is text already or none to be found.

    Raises
    ------
    DocumentError
        If the page can't be rendered or read.
    """
    text = page_text(document, index).text
    enough = len(text.strip()) >= least_text
    if enough and (only_length or not shows_more(document, index)):
        return None
    image = draw_scan(document, index, resolution=resolution, max_pixels=max_pixels)
    page = engine.read(image.pixels, image.resolution)
    if text.strip():
        page = without_known_text(page, known_boxes(document, index, image, only_certain=True))
    return text_layer(page, image.resolution) if page.blocks else None


def draw_scan(document: Document, index: int, *, resolution: int, max_pixels: int) -> Image:
    """Render a page to read it; a picture at its own resolution, if that is at least `LEAST_RESOLUTION` and not more.

    Parameters
    ----------
    document, index, resolution, max_pixels
        As in `read_page`.

    Returns
    -------
    Image
        Gray.

    Raises
    ------
    DocumentError
        If the page can't be rendered.
    """
    with open_page(document, index) as page:
        own = picture_resolution(page) or resolution
    resolution = min(resolution, max(round(own), LEAST_RESOLUTION))
    return draw_page(document, index, resolution=resolution, max_pixels=max_pixels)
