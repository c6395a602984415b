"""Keep the text of a page and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.enums import ImageType
from sparkocr.imaging.glyphs import ink
from sparkocr.imaging.pixels import Image, Pixels, to_gray

__all__ = ["keep_text"]

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.uint8]

_WHITE_FROM = 128  # of black and white images, whose median may be between both
_BORDER = 5  # px: twice the width of the border that is looked at, and one
_MAX_KERNEL = 255  # px: the largest kernel of OpenCV's median of bytes


def keep_text(
    image: Image, boxes: Sequence[Floats], *, padding: int = 5, median_blur: int = 0, binarize: bool = False
) -> Image:
    """Paint everything that is not text in the colour of the paper.

    Parameters
    ----------
    image : Image
    boxes : sequence of ndarray of float64, shape (4, 2)
        The corners of each box of text, x and y in px, in order around it; may be turned, or reach beyond the image.
    padding : int
        Px around each box that are kept with it.
    median_blur : int
        Side in px of a median that smooths what is kept; an even one counts as the next odd one, more than 255 as
        255. 0: none.
    binarize : bool
        Whether the result is black and white, by Otsu's threshold of each box, so that shadows do no harm.

    Returns
    -------
    Image
        Of the type of `image`, or TYPE_BYTE_BINARY; its pixels are at the same places.

    Notes
    -----
    The paper is the median along the border of a box, where there is little text. What is outside gets the paper of the
    nearest box, so that shadows leave no edges around text, and pictures, rules and dark borders vanish. Without any
    box all of the page becomes its median.
    """
    kept = _kept(boxes, padding, image.pixels.shape)
    inside = kept.reshape(*kept.shape, *[1] * (image.pixels.ndim - 2)).astype(bool)
    pixels = np.where(inside, image.pixels, _paper(image, kept))
    if median_blur:
        pixels = cast("Pixels", cv2.medianBlur(pixels, min(median_blur | 1, _MAX_KERNEL)))
    cleaned = image.with_pixels(pixels)
    if not binarize:
        return cleaned
    return cleaned.with_pixels(_binary(to_gray(cleaned), boxes, padding), ImageType.TYPE_BYTE_BINARY)


def _binary(gray: Pixels, boxes: Sequence[Floats], padding: int) -> Pixels:
    """Return black text on white: each box has its own threshold."""
    black = np.zeros(gray.shape, bool)
    for box in boxes:
        corners = _grown(box, padding)
        left, top = np.maximum(np.floor(corners.min(axis=0)), 0).astype(int)
        right, bottom = np.ceil(corners.max(axis=0)).astype(int)
        place = np.s_[top : max(bottom, top), left : max(right, left)]
        part = gray[place]
        if part.size:
            black[place] |= ink(part) & _kept([box - (left, top)], padding, part.shape).astype(bool)
    return np.where(black, 0, 255).astype(np.uint8)


def _kept(boxes: Sequence[Floats], padding: int, shape: tuple[int, ...]) -> Mask:
    """Return a mask of the padded boxes: 1 inside."""
    mask = np.zeros(shape[:2], np.uint8)
    for box in boxes:
        corners = _grown(box, padding)
        # Fixed point with 4 bits after the point, and from the outer corner of pixels to their middles.
        points = np.rint(np.clip((corners - 0.5) * 16, -(2**30), 2**30)).astype(np.int32)
        cv2.fillConvexPoly(mask, points, (1,), shift=4)
    return cast("Mask", mask)


def _grown(box: Floats, by: float) -> Floats:
    """Move the sides of a box outwards by some px."""
    across, down = box[1] - box[0], box[3] - box[0]
    across, down = across / max(float(np.hypot(*across)), 1e-9), down / max(float(np.hypot(*down)), 1e-9)
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    grown: Floats = box + by * (signs @ np.stack([across, down]))
    return grown


def _paper(image: Image, kept: Mask) -> Pixels:
    """Return the colour of the paper at every pixel: that of the nearest part of the mask."""
    pixels = image.pixels
    channels = pixels.reshape(*kept.shape, -1)
    bilevel = image.is_bilevel
    count, parts, stats, _ = cv2.connectedComponentsWithStats(kept, connectivity=8)
    if count == 1:
        return np.broadcast_to(_colour(channels.reshape(-1, channels.shape[-1]), bilevel=bilevel), pixels.shape)
    border = kept - cv2.erode(kept, np.ones((_BORDER, _BORDER), np.uint8))
    colours = np.zeros((count, channels.shape[-1]), np.uint8)
    for part in range(1, count):
        left, top, width, height, _ = stats[part].tolist()
        place = np.s_[top : top + height, left : left + width]
        its = parts[place] == part
        at_border = its & (border[place] > 0)
        colours[part] = _colour(channels[place][at_border if at_border.any() else its], bilevel=bilevel)
    # Labels of the nearest pixels of the mask, by the number that OpenCV gives each of its parts.
    _, nearest = cv2.distanceTransformWithLabels(1 - kept, cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_CCOMP)
    by_label = np.zeros((int(nearest.max()) + 1, channels.shape[-1]), np.uint8)
    inside = kept.astype(bool)
    by_label[nearest[inside]] = colours[parts[inside]]
    return cast("Pixels", by_label[nearest].reshape(pixels.shape))


def _colour(pixels: Pixels, *, bilevel: bool) -> Pixels:
    """Return the median of pixels, shape (n, channels), per channel; black or white if they have nothing else."""
    colour = np.median(pixels, axis=0)
    if bilevel:
        colour = np.where(colour >= _WHITE_FROM, 255, 0)
    return cast("Pixels", colour.astype(np.uint8))
