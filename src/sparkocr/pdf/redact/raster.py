"""A page as a picture with regions painted over, and its text outside of them as invisible text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pikepdf
from pikepdf import Dictionary

from sparkocr.enums import Color, ImageType
from sparkocr.imaging.draw import Mark, mask
from sparkocr.layout.box import Box
from sparkocr.layout.merge import union
from sparkocr.layout.page import Line, Page, Symbol, Word
from sparkocr.layout.reading_order import arrange
from sparkocr.pdf.document import Document, open_page
from sparkocr.pdf.paper import POINTS_PER_INCH
from sparkocr.pdf.read.render import draw_page
from sparkocr.pdf.redact.geometry import Holes
from sparkocr.pdf.write.assemble import overlay
from sparkocr.pdf.write.invisible_text import text_layer
from sparkocr.pdf.write.output import add_page, save
from sparkocr.pdf.write.picture import picture_page

__all__ = ["raster_page"]

Floats = npt.NDArray[np.float64]

_CORE = 0.6  # of the box of a letter, around its middle: neighbours of a region touch it with their edges only


def raster_page(
    document: Document,
    index: int,
    holes: Sequence[Floats],
    *,
    text: Page | None,
    max_pixels: int,
    resolution: int = 200,
    fill: Color = Color.black,
) -> bytes:
    """Make a one-page PDF that shows a page as a picture, without what is in regions of it.

    Every pixel that a region touches has exactly the colour: the picture is stored without loss.

    Parameters
    ----------
    document : Document
        A document of `sparkocr.pdf.document.open_pdf`.
    index : int
        Page, from 0.
    holes : sequence of ndarray of float64, shape (n, 2)
        Convex polygons in points of the displayed page, origin top left.
    text : Page or None
        The text of the page, in points; words may know their characters.
    max_pixels : int
        Largest width x height of the picture in px.
    resolution : int
        Dots per inch.
    fill : Color

    Returns
    -------
    bytes
        The page has the size in which it is displayed, upright. Of its text, the characters that are in regions are
        gone, and so are whole words of which it is not known where their characters are.

    Raises
    ------
    DocumentError
        The page can't be rendered, or has more than `max_pixels`.
    """
    with open_page(document, index) as page:
        size = page.get_size()
    image = draw_page(
        document, index, max_pixels=max_pixels, resolution=resolution, image_type=ImageType.TYPE_3BYTE_BGR
    )
    scale = np.array(image.pixels.shape[1::-1]) / np.array(size)
    image = mask(image, [Mark(np.asarray(hole) * scale, fill) for hole in holes])
    blank = _blank(*size)
    shown = overlay(blank, {0: picture_page(image, lossless=True)})
    kept = _without(text, Holes(holes)) if text else None
    return overlay(shown, {0: text_layer(_enlarged(kept, size, resolution), resolution)}) if kept else shown


def _blank(width: float, height: float) -> bytes:
    with pikepdf.new() as document:
        add_page(document, width, height, Dictionary(), b"")
        return save(document)


def _without(page: Page, holes: Holes) -> Page:
    """Return the text of a page without what is in holes."""
    lines = [replace(line, words=words) for line in page.lines() if (words := tuple(_kept(line, holes)))]
    return arrange(
        [replace(line, box=union([word.box for word in line.words])) for line in lines], page.width, page.height
    )


def _kept(line: Line, holes: Holes) -> Iterator[Word]:
    """Yield the words of a line, or the parts of them, that are outside of holes."""
    for word in line.words:
        if not holes.near(*word.box.edges()):
            yield word
        elif word.symbols:
            yield from _pieces(word, holes)
        elif not _is_in(word.box, holes):
            yield word


def _pieces(word: Word, holes: Holes) -> Iterator[Word]:
    """Yield the runs of characters of a word that are outside of holes."""
    run: list[Symbol] = []
    for symbol in [*word.symbols, None]:
        if symbol is not None and not _is_in(_core(symbol.box), holes):
            run.append(symbol)
        elif run:
            yield Word("".join(one.text for one in run), union([one.box for one in run]), word.confidence)
            run = []


def _core(box: Box) -> Box:
    """Return the middle of the box of a letter."""
    return Box.around(box.centre, _CORE * box.width, _CORE * box.height, box.angle)


def _is_in(box: Box, holes: Holes) -> bool:
    """Tell whether any of a box is in a hole."""
    corners = [(x, y) for x, y in box.corners().tolist()]
    return any(hole.overlaps(corners) for hole in holes.near(*box.edges()))


def _enlarged(page: Page, size: tuple[float, float], resolution: int) -> Page:
    """Return a page in points as one in px."""
    scale = resolution / POINTS_PER_INCH

    def enlarged(box: Box) -> Box:
        return Box(box.x * scale, box.y * scale, box.width * scale, box.height * scale, box.angle)

    lines = [
        Line(
            tuple(replace(word, box=enlarged(word.box), symbols=()) for word in line.words),
            enlarged(line.box),
            line.row_height * scale,
        )
        for line in page.lines()
    ]
    return arrange(lines, round(size[0] * scale), round(size[1] * scale))
