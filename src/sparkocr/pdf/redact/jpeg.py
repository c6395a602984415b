"""Take regions out of a JPEG without making it larger, or the rest of it worse.

A JPEG (ITU-T T.81) codes blocks of 8 x 8 px, or more where its colours are coarser. What is painted into a part of a
block spills over the rest of it, so blocks that touch a region get one colour as a whole: that around the regions. The
pixels beside the regions in these blocks have to be drawn over it, as small pictures without loss.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow
from PIL import JpegImagePlugin

__all__ = ["Rectangle", "repainted"]

Bytes = npt.NDArray[np.uint8]
Rectangle = tuple[int, int, int, int]
"""Left, top, right and bottom in px; right and bottom are outside."""

_BLOCK = 8
_SPILL = 1  # px that the colours of a block spill over the next one, where they are coarser than the pixels
_SEAM = 4  # px that patches are larger than what they hide: readers blend the edges of pictures with what is below
_MOST = 0.5  # of the picture: where patches are more of it, one picture without loss is not larger
# Other pixels may change by so many levels: coding again with the same tables gives the same blocks but for rounding.
_MOST_CHANGE, _USUAL_CHANGE = 32, 1.0
_BAND = 256  # rows that are compared at once
_FACTORS = {0: (1, 1), 1: (2, 1), 2: (2, 2)}  # Pillow's numbers for how much coarser colours are


def repainted(data: bytes, pixels: Bytes, regions: Sequence[Rectangle]) -> tuple[bytes, list[Rectangle]] | None:
    """Return a JPEG with one colour in regions, and where it has to be patched.

    Parameters
    ----------
    data : bytes
        The JPEG.
    pixels : ndarray of uint8, shape (h, w, 1) or (h, w, 3)
        What it shows, with the regions painted over.
    regions : sequence of Rectangle
        What must have one colour.

    Returns
    -------
    tuple of bytes and list of Rectangle, or None
        The JPEG, which has the tables of the one before, and the rectangles in which `pixels` have to be drawn over it.
        They don't overlap. Elsewhere it differs from `pixels` by little. None if there is no such JPEG, or the
        rectangles are most of it.
    """
    with Pillow.open(io.BytesIO(data), formats=["JPEG"]) as image:
        if not isinstance(image, JpegImagePlugin.JpegImageFile):
            return None
        sampling = JpegImagePlugin.get_sampling(image) if image.mode == "RGB" else 0
        tables = image.quantization
        is_plain = image.mode in {"L", "RGB"} and image.info.get("adobe_transform", 1) == 1
        if not is_plain or sampling not in _FACTORS or image.size != pixels.shape[1::-1]:
            return None
    height, width = pixels.shape[:2]
    across, down = (_BLOCK * factor for factor in _FACTORS[sampling])
    blocks = _apart([_aligned(region, across, down, width, height) for region in regions])
    patches = _apart([_grown(block, _SEAM, width, height) for block in blocks])
    if sum((right - left) * (bottom - top) for left, top, right, bottom in patches) > _MOST * width * height:
        return None
    base, hidden = pixels.copy(), np.zeros((height, width), bool)
    for left, top, right, bottom in blocks:
        hidden[top:bottom, left:right] = True
    base[hidden] = _around(pixels, patches, hidden)
    file = io.BytesIO()
    Pillow.fromarray(base[:, :, 0] if base.shape[2] == 1 else base).save(
        file, "JPEG", qtables=tables, subsampling=sampling, optimize=True
    )
    with Pillow.open(file) as image:
        new = np.asarray(image).reshape(pixels.shape)
    is_right = _is_even(new, regions) and _is_close(new, base, hidden)
    return (file.getvalue(), patches) if is_right else None


def _is_even(pixels: Bytes, regions: Sequence[Rectangle]) -> bool:
    """Tell whether regions have one colour."""
    first = pixels[regions[0][1], regions[0][0]]
    return all((pixels[top:bottom, left:right] == first).all() for left, top, right, bottom in regions)


def _is_close(new: Bytes, old: Bytes, hidden: npt.NDArray[np.bool_]) -> bool:
    """Tell whether pixels that are not hidden have changed by little."""
    most, total, count = 0, 0, 0
    for top in range(0, len(new), _BAND):
        band = np.s_[top : top + _BAND]
        change = cv2.absdiff(new[band], old[band]).reshape(new[band].shape)[~hidden[band]]
        most, total, count = max(most, int(change.max(initial=0))), total + int(change.sum()), count + change.size
    return most <= _MOST_CHANGE and total <= _USUAL_CHANGE * count


def _aligned(region: Rectangle, across: int, down: int, width: int, height: int) -> Rectangle:
    """Return the blocks that touch a region."""
    left, top, right, bottom = _grown(region, _SPILL, width, height)
    return (
        left // across * across,
        top // down * down,
        min(width, math.ceil(right / across) * across),
        min(height, math.ceil(bottom / down) * down),
    )


def _grown(area: Rectangle, margin: int, width: int, height: int) -> Rectangle:
    left, top, right, bottom = area
    return max(0, left - margin), max(0, top - margin), min(width, right + margin), min(height, bottom + margin)


def _apart(areas: Sequence[Rectangle]) -> list[Rectangle]:
    """Return rectangles that don't overlap and cover others: the box around each group that does."""
    apart: list[Rectangle] = []
    for area in areas:
        joined = area
        while found := [other for other in apart if _overlap(joined, other)]:
            apart = [other for other in apart if other not in found]
            lefts, tops, rights, bottoms = zip(joined, *found, strict=True)
            joined = (min(lefts), min(tops), max(rights), max(bottoms))
        apart.append(joined)
    return apart


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _around(pixels: Bytes, patches: Sequence[Rectangle], hidden: npt.NDArray[np.bool_]) -> Bytes:
    """Return the colour of most of what is around the hidden blocks: that of the paper, as a rule."""
    beside = [pixels[top:bottom, left:right][~hidden[top:bottom, left:right]] for left, top, right, bottom in patches]
    color: Bytes = np.median(np.concatenate(beside), axis=0).astype(np.uint8)
    return color
