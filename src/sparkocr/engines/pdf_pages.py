"""Read the scanned pages of a PDF with an engine, and make text layers of what is read."""

from __future__ import annotations

from pypdfium2 import PdfDocument

from sparkocr.engines.engine import Engine
from sparkocr.imaging.pixels import Image
from sparkocr.pdf.read.render import draw_page, picture_resolution
from sparkocr.pdf.read.text import page_text
from sparkocr.pdf.write.invisible_text import text_layer

__all__ = ["LEAST_RESOLUTION", "draw_scan", "read_page"]

# Engines read worse below. Above a picture's own resolution they only take longer: with Tesseract and pages of 72 to
# 150 dpi, 200 instead of 300 saves a fifth of the time, and word F1 rises from 67.9 to 68.7 % (bench/searchable.py).
LEAST_RESOLUTION = 200


def read_page(
    document: PdfDocument, index: int, *, engine: Engine, least_text: int, resolution: int, max_pixels: int
) -> bytes | None:
    """Make the text layer of one page.

    Parameters
    ----------
    document : pypdfium2.PdfDocument
        A document of `sparkocr.pdf.document.open_pdf`.
    index : int
        Page, from 0.
    engine : Engine
        Reads the page.
    least_text : int
        Characters of its own text from which a page is not read, at least 1.
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
    if len(page_text(document, index).text.strip()) >= least_text:
        return None
    image = draw_scan(document, index, resolution=resolution, max_pixels=max_pixels)
    page = engine.read(image.pixels, image.resolution)
    return text_layer(page, image.resolution) if page.blocks else None


def draw_scan(document: PdfDocument, index: int, *, resolution: int, max_pixels: int) -> Image:
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
    own = picture_resolution(document, index) or resolution
    resolution = min(resolution, max(round(own), LEAST_RESOLUTION))
    return draw_page(document, index, resolution=resolution, max_pixels=max_pixels)
