"""Take regions out of a JPEG without making it larger, or anything else in it different.

A JPEG (ITU-T T.81) codes blocks of 8 x 8 px, or more where its colours are coarser. Blocks that touch a region are
emptied; the code of all others stays, so their pixels do. The pixels beside the regions in the emptied blocks have to
be drawn over it without loss.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow

from sparkocr.pdf.redact.jpeg_blocks import parsed, without_units

__all__ = ["Rectangle", "emptied", "grown"]

Rectangle = tuple[int, int, int, int]
"""Left, top, right and bottom in px; right and bottom are outside."""

_SPILL = 1  # px that the colours of a block spill over the next one, where they are coarser than the pixels
_SEAM = 2  # px that patches are larger than emptied blocks: readers blend the edges of pictures with what is below
_MOST = 0.5  # of the picture: where patches are more of it, one picture without loss is not larger
_BAND = 256  # rows that are compared at once


def emptied(
    data: bytes, size: tuple[int, int], regions: Sequence[Rectangle]
) -> tuple[bytes, npt.NDArray[np.bool_]] | None:
    """Return a JPEG that holds nothing of regions, and where it has to be patched.

    Parameters
    ----------
    data : bytes
        A JPEG, gray or of three colours.
    size : tuple of int
        Its width and height in px.
    regions : sequence of Rectangle
        What it must not tell.

    Returns
    -------
    tuple of bytes and ndarray of bool, shape (h, w), or None
        The JPEG, and the pixels that are not those of `data`, with a margin in which they are. None if most of them
        are not, or the JPEG is of a kind that can't be changed: progressive, of four colours, damaged.
    """
    try:
        jpeg = parsed(data)
        if (jpeg.width, jpeg.height) != size:
            return None
        hidden = np.zeros((jpeg.rows, jpeg.columns), bool)
        for region in regions:
            left, top, right, bottom = region
            rows = np.s_[max(0, top - _SPILL) // jpeg.down : math.ceil((bottom + _SPILL) / jpeg.down)]
            columns = np.s_[max(0, left - _SPILL) // jpeg.across : math.ceil((right + _SPILL) / jpeg.across)]
            hidden[rows, columns] = True
        new = without_units(jpeg, hidden)
    except ValueError:
        return None
    with Pillow.open(io.BytesIO(data), formats=["JPEG"]) as before, Pillow.open(io.BytesIO(new)) as after:
        if before.mode not in {"L", "RGB"}:
            return None
        units = np.repeat(np.repeat(hidden, jpeg.down, axis=0), jpeg.across, axis=1)[: jpeg.height, : jpeg.width]
        patches = grown(units, _SEAM)
        if patches.mean() > _MOST or not _is_same(np.asarray(before), np.asarray(after), ~patches):
            return None
    return new, patches


def grown(places: npt.NDArray[np.bool_], margin: int) -> npt.NDArray[np.bool_]:
    """Return places with a margin of some px around."""
    square = np.ones((2 * margin + 1, 2 * margin + 1), np.uint8)
    return cv2.dilate(places.view(np.uint8), square).view(np.bool_)


def _is_same(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8], where: npt.NDArray[np.bool_]) -> bool:
    """Tell whether pictures have the same pixels in a place."""
    bands = (np.s_[top : top + _BAND] for top in range(0, len(one), _BAND))
    return one.shape == other.shape and all(
        (one[band][where[band]] == other[band][where[band]]).all() for band in bands
    )
