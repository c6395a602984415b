"""Read the text of the cells of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.engines.engine import Engine
from sparkocr.engines.parts import read_part, with_block_mode
from sparkocr.engines.tables.overlooked import with_overlooked
from sparkocr.enums import PageSegmentationMode
from sparkocr.imaging.bare_table import bare_table
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.pixels import Image, Matrix, Pixels, to_gray
from sparkocr.imaging.rulings import px_per_point
from sparkocr.imaging.text_ink import text_ink
from sparkocr.layout.box import Box, map_box
from sparkocr.layout.move import move_page
from sparkocr.layout.page import Word
from sparkocr.tables.cells import cell_text
from sparkocr.tables.of_page import words_in_cells

__all__ = ["read_cells"]

Mask = npt.NDArray[np.uint8]

_BEST = 300 / 72  # px per point at which engines read best; smaller text is enlarged
_LARGEST = 3.0  # times that it is enlarged at most
_BESIDE = 1.5  # points from the border of a cell to what is left of a ruling
_UPRIGHT, _LEVEL = frozenset("|[]{}"), frozenset("_-=\u2013\u2014")  # what engines read in it
_SURE = 60.0  # least confidence of a word of a cell that was overlooked
_SIGN = 0.02  # ink of a dash, in squares of the size of the font: a cell with less is empty


def read_cells(image: Image, cells: Sequence[Box], engine: Engine, *, margin: int = 1) -> list[str]:
    r"""Read the text of cells.

    Parameters
    ----------
    image : Image
        Of the table.
    cells : sequence of Box
        Upright boxes in px of the image.
    engine : Engine
        Tesseract reads the table as one block, unless the engine has a page segmentation mode of its own.
    margin : int
        What is within so many px of the border of a cell is not read.

    Returns
    -------
    list of str
        A text for each cell, with ``"\n"`` between its lines; empty if there is none.

    Raises
    ------
    DocumentError
        As `sparkocr.engines.engine.Engine.read`.

    Notes
    -----
    The whole table is read once, without its rulings, which engines take for letters, and enlarged to 300 dpi. Words
    go to the cells that they are in; those that reach over the border of a cell are cut there. A cell with ink and
    without words is then read alone.
    """
    if not cells:
        return []
    bare = image.with_pixels(_without_borders(image, cells, margin))
    scale = px_per_point(to_gray(image), image.dpi)
    large, to_image = _enlarged(bare, _BEST / scale)
    block = with_block_mode(engine, PageSegmentationMode.SINGLE_BLOCK)
    page = with_overlooked(block.read(large.pixels, large.dpi, symbols=True), large, block)
    page = move_page(page, to_image, *_size(image))
    found = [
        [word for word in words if not _is_mark(word, cell, _BESIDE * scale + margin)]
        for words, cell in zip(words_in_cells(page.words(), cells), cells, strict=True)
    ]
    ink, size = text_ink(to_gray(bare), scale)
    from_image = np.linalg.inv(to_image).astype(np.float64)
    for number in _missed(found, cells, ink, size):
        box = map_box(cells[number], from_image)
        alone = read_part(engine, large, box, block=PageSegmentationMode.SINGLE_BLOCK)
        words = [word for word in move_page(alone, to_image, *_size(image)).words() if word.confidence >= _SURE]
        found[number] = [word for word in words if not _is_mark(word, cells[number], _BESIDE * scale + margin)]
    return [cell_text(words) for words in found]


def _without_borders(image: Image, cells: Sequence[Box], margin: int) -> Pixels:
    """Return the pixels without rulings, and without what is at the borders of cells, which get the paper's colour."""
    pixels = bare_table(image)[0].pixels
    for left, top, right, bottom in _edges(cells, *_size(image)) if margin else ():
        part = pixels[top:bottom, left:right]
        if min(part.shape[:2]) > 2 * margin:
            paper = np.median(part.reshape(-1, *part.shape[2:]), axis=0).astype(np.uint8)
            for side in (part[:margin], part[-margin:], part[:, :margin], part[:, -margin:]):
                side[...] = paper
    return pixels


def _edges(cells: Sequence[Box], width: int, height: int) -> list[list[int]]:
    """Return left, top, right and bottom of cells, as far as they are on the image."""
    edges = np.array([cell.edges() for cell in cells]).clip(0, (width, height, width, height))
    found: list[list[int]] = edges.round().astype(np.int64).tolist()
    return found


def _enlarged(image: Image, factor: float) -> tuple[Image, Matrix]:
    """Return an image enlarged, and the matrix from it to the image as it was."""
    width, height = _size(image)
    factor = min(factor, _LARGEST, (MAX_PIXELS / (width * height)) ** 0.5)
    if factor <= 1:
        return replace(image, transform=None, resolution=image.dpi), np.eye(3)
    size = round(width * factor), round(height * factor)
    pixels = cast("Pixels", cv2.resize(image.pixels, size, interpolation=cv2.INTER_CUBIC))
    large = replace(image, pixels=pixels, transform=None, resolution=round(image.dpi * factor))
    return large, np.diag([width / size[0], height / size[1], 1.0])


def _size(image: Image) -> tuple[int, int]:
    height, width = image.pixels.shape[:2]
    return width, height


def _is_mark(word: Word, cell: Box, near: float) -> bool:
    """Tell whether a word is what is left of a ruling: a stroke at the border of its cell."""
    (x, y), (left, top, right, bottom) = word.box.centre, cell.edges()
    upright, level = min(x - left, right - x) <= near, min(y - top, bottom - y) <= near
    return (upright and _UPRIGHT.issuperset(word.text)) or (level and _LEVEL.issuperset(word.text))


def _missed(found: Sequence[Sequence[Word]], cells: Sequence[Box], ink: Mask, size: float) -> list[int]:
    """Return the numbers of the cells that have ink and no words."""
    total = cv2.integral(ink)
    numbers = []
    for number, (left, top, right, bottom) in enumerate(_edges(cells, ink.shape[1], ink.shape[0])):
        amount = total[bottom, right] - total[top, right] - total[bottom, left] + total[top, left]
        if not found[number] and size and amount >= _SIGN * size * size:
            numbers.append(number)
    return numbers
