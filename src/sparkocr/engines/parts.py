"""Read a part of an image."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from sparkocr.engines.auto import Auto
from sparkocr.engines.engine import Engine
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.engines.ppocr.packs import can_read
from sparkocr.engines.tesseract import Tesseract
from sparkocr.enums import PageSegmentationMode
from sparkocr.errors import DocumentError
from sparkocr.imaging.glyphs import ink
from sparkocr.imaging.pixels import Image, Pixels, to_gray
from sparkocr.imaging.regions import cut_region
from sparkocr.imaging.spans import spans_of
from sparkocr.layout.box import Box
from sparkocr.layout.move import move_page
from sparkocr.layout.page import Block, Page, Paragraph, mean_confidence

__all__ = ["is_one_line", "read_part", "with_block_mode"]

_SURE = 75.0  # mean confidence; lines that are read as one have less than 50
_MIN_SIDE = 3  # px, of what may be a line
# Rows of px with less ink than this share of the fullest row separate lines; the chosen part of the tallest line's
# height tells lines from accents and dots. Tried on rendered text of several fonts, with and without descenders.
_BLANK, _LINE = 0.02, 0.5


def read_part(
    engine: Engine,
    image: Image,
    box: Box,
    *,
    block: PageSegmentationMode = PageSegmentationMode.AUTO,
    symbols: bool = False,
) -> Page:
    """Read what is in a box, and nothing around it.

    Parameters
    ----------
    engine : Engine
        If the box holds one line, PP-OCR reads it without looking for lines, and Tesseract as a single line, unless
        the engine has a page segmentation mode of its own.
    image : Image
    box : Box
        In px of the image; may be turned. What is beyond the image is left out.
    block : PageSegmentationMode
        How Tesseract splits a box of several lines, if the engine has no mode of its own.
    symbols : bool
        Whether words need their symbols.

    Returns
    -------
    Page
        Of the size of the image, with boxes in its px.

    Raises
    ------
    DocumentError
        As `Engine.read`.
    """
    height, width = image.pixels.shape[:2]
    try:
        part = cut_region(replace(image, transform=None, resolution=image.dpi), box.corners())
    except DocumentError:  # nothing of the box is on the image
        return Page((), width, height)
    several, one = with_block_mode(engine, block), _one_line(engine)
    if is_one_line(to_gray(part)):
        page = one.read(part.pixels, part.dpi, symbols=symbols)
        if mean_confidence(page.words()) < _SURE:  # skewed lines, or a photograph, have no blank rows between them
            page = max(page, several.read(part.pixels, part.dpi, symbols=symbols), key=_amount)
    else:
        page = several.read(part.pixels, part.dpi, symbols=symbols)
    return page if part.transform is None else move_page(page, part.transform, width, height)


def read_as_line(engine: Engine, image: Image, box: Box) -> Page:
    """Read what is in a box as a single line, with its symbols.

    Parameters
    ----------
    engine, image, box
        As in `read_part`.

    Returns
    -------
    Page
        Of the size of the image, with boxes in its px.

    Raises
    ------
    DocumentError
        As `Engine.read`, or if nothing of the box is on the image.
    """
    height, width = image.pixels.shape[:2]
    part = cut_region(replace(image, transform=None, resolution=image.dpi), box.corners())
    one = _one_line(engine)
    if isinstance(one, Auto) and can_read(one.ppocr):
        one = one.ppocr  # what it does not read here is no text
    page = one.read(part.pixels, part.dpi, symbols=True)
    return page if part.transform is None else move_page(page, part.transform, width, height)


def _amount(page: Page) -> float:
    """Return how much text was read, and how surely."""
    return sum(len(word.text) * word.confidence for word in page.words())


def is_one_line(pixels: Pixels) -> bool:
    """Tell whether text is a single upright line: no blank row of px has letters above and below.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (h, w)

    Returns
    -------
    bool
        Also False without any text, and for lines that touch each other.
    """
    if min(pixels.shape) < _MIN_SIDE:
        return False
    rows = ink(pixels).sum(axis=1)
    heights = [end - start for start, end in spans_of(rows > _BLANK * rows.max())]
    return bool(heights) and sum(height > _LINE * max(heights) for height in heights) == 1


@dataclass(frozen=True, slots=True)
class _OneLine(PPOcr):
    """PP-OCR for an image that is one line."""

    def read(self, pixels: Pixels, resolution: int, *, symbols: bool = False) -> Page:  # noqa: ARG002
        """Read the line; see `sparkocr.engines.engine.Engine.read`."""
        height, width = pixels.shape[:2]
        line = self.read_line(pixels, Box(0, 0, width, height), symbols=symbols)
        blocks = () if line is None else (Block((Paragraph((line,), line.box),), line.box),)
        return Page(blocks, width, height)


def _one_line(engine: Engine) -> Engine:
    """Return the engine as it reads a single line."""
    if isinstance(engine, Auto):
        return Auto(_ppocr_of_line(engine.ppocr), _with_mode(engine.tesseract, PageSegmentationMode.SINGLE_LINE))
    if isinstance(engine, PPOcr):
        return _ppocr_of_line(engine)
    return with_block_mode(engine, PageSegmentationMode.SINGLE_LINE)


def with_block_mode(engine: Engine, mode: PageSegmentationMode) -> Engine:
    """Return the engine with a way in which Tesseract splits an image, unless it has one of its own."""
    if isinstance(engine, Auto):
        return replace(engine, tesseract=_with_mode(engine.tesseract, mode))
    return _with_mode(engine, mode) if isinstance(engine, Tesseract) else engine


def _ppocr_of_line(engine: PPOcr) -> PPOcr:
    return _OneLine(**{field.name: getattr(engine, field.name) for field in fields(engine)})


def _with_mode(engine: Tesseract, mode: PageSegmentationMode) -> Tesseract:
    return replace(engine, page_seg_mode=mode) if engine.page_seg_mode == PageSegmentationMode.AUTO else engine
