"""The image of a table without its rulings, also where they are at the edge of the image."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sparkocr.imaging.pixels import Image, Pixels, to_gray
from sparkocr.imaging.rulings import Ruling, Rulings, erase_rulings, find_rulings, px_per_point

__all__ = ["bare_table"]

_AROUND = 6.0  # points of paper that are put around the image: a line must have paper on both sides


def bare_table(image: Image) -> tuple[Image, Rulings]:
    """Find the rulings of a table, and take them out.

    Parameters
    ----------
    image : Image
        A table that may be cut out along its rulings.

    Returns
    -------
    Image
        Of the same type and size.
    Rulings
        In px of the image; those at its edge may be a bit outside of it.
    """
    border = round(_AROUND * px_per_point(to_gray(image), image.dpi))
    wide = _framed(image.pixels, border)
    rulings = find_rulings(to_gray(replace(image, pixels=wide)), image.dpi)
    height, width = image.pixels.shape[:2]
    bare = erase_rulings(wide, rulings)[border : border + height, border : border + width]
    moved = ([_moved(line, -border) for line in lines] for lines in (rulings.horizontal, rulings.vertical))
    return image.with_pixels(np.ascontiguousarray(bare)), Rulings(*moved)


def _framed(pixels: Pixels, border: int) -> Pixels:
    """Return an image with a border of paper around it."""
    height, width = pixels.shape[:2]
    paper = np.median(pixels.reshape(-1, *pixels.shape[2:]), axis=0).astype(np.uint8)
    framed = np.empty((height + 2 * border, width + 2 * border, *pixels.shape[2:]), np.uint8)
    framed[...] = paper
    framed[border : border + height, border : border + width] = pixels
    return framed


def _moved(line: Ruling, by: int) -> Ruling:
    return line._replace(x=line.x + by, y=line.y + by, to_x=line.to_x + by, to_y=line.to_y + by)
