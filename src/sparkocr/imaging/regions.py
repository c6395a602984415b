"""Cut regions out of images."""

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.errors import DocumentError
from sparkocr.imaging.geometry import crop, paper
from sparkocr.imaging.pixels import Image, Pixels

__all__ = ["cut_region"]

Floats = npt.NDArray[np.float64]

_LEVEL = 0.01  # px that a side may rise from end to end; less shows nowhere
_ROOM = 2  # px around a region that bicubic interpolation looks at
_ROUNDING = 1e-3  # px; coordinates that are this close to a whole number are meant to be one
_OUTSIDE = "The region is outside of the image."


def cut_region(image: Image, corners: Floats) -> Image:
    """Cut a region out of an image, and turn it upright if it is turned.

    Parameters
    ----------
    image : Image
    corners : ndarray of float64, shape (4, 2)
        x and y of the region's corners in px, clockwise from the one that is top left before the region is turned.

    Returns
    -------
    Image
        The part of the region that is on the image. The size is rounded up to whole px; `transform` leads back. An
        upright region is a view of the pixels; a turned one is interpolated (bicubic), and where it is beyond the image
        its corners have the colour of its paper.

    Raises
    ------
    DocumentError
        The region has no valid place, or nothing of it is on the image.
    """
    if not np.isfinite(corners).all():
        raise DocumentError("The region has no valid place or size.")
    across, down = corners[1] - corners[0], corners[3] - corners[0]
    if across[0] >= 0 and down[1] >= 0 and abs(across[1]) < _LEVEL and abs(down[0]) < _LEVEL:
        left, top, right, bottom = _bounds(image, corners)
        return crop(image, left, top, right - left, bottom - top)
    sides = np.hypot(*across), np.hypot(*down)
    visible = _on_image(corners, image)
    if not all(sides) or len(visible) == 0:
        raise DocumentError(_OUTSIDE)
    axes = np.stack([across / sides[0], down / sides[1]])
    places = (visible - corners[0]) @ np.linalg.inv(axes)  # along the sides of the region
    first = np.floor(places.min(axis=0) + _ROUNDING)
    width, height = (int(side) for side in np.maximum(1, np.ceil(places.max(axis=0) - _ROUNDING) - first))
    to_image = np.eye(3)
    to_image[:2] = np.column_stack([axes.T, corners[0] + first @ axes])
    left, top, right, bottom = _bounds(image, visible, _ROOM)
    part = image.pixels[top:bottom, left:right]
    # OpenCV counts from the centres of pixels.
    to_part = _shift(-0.5 - left, -0.5 - top) @ to_image @ _shift(0.5, 0.5)
    binary = image.is_bilevel
    pixels = cv2.warpAffine(
        part,
        to_part[:2],
        (width, height),
        flags=(cv2.INTER_LINEAR if binary else cv2.INTER_CUBIC) | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=paper(part),
    )
    if binary:
        pixels = cv2.threshold(pixels, 127, 255, cv2.THRESH_BINARY)[1]
    return image.moved(cast("Pixels", pixels), to_image)


def _bounds(image: Image, corners: Floats, room: int = 0) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of the least rectangle of px around corners, as far as it is on the image.

    Raises
    ------
    DocumentError
        It is beyond the image.
    """
    limit = np.array(image.pixels.shape[1::-1])
    low = np.floor(np.clip(corners.min(axis=0) + _ROUNDING, 0, limit))
    high = np.ceil(np.clip(corners.max(axis=0) - _ROUNDING, 0, limit))
    if (low >= high).any():
        raise DocumentError(_OUTSIDE)
    left, top = np.maximum(low - room, 0)
    right, bottom = np.minimum(high + room, limit)
    return int(left), int(top), int(right), int(bottom)


def _on_image(corners: Floats, image: Image) -> Floats:
    """Return the corners of what is on the image of a region: the algorithm of Sutherland and Hodgman (1974).

    References
    ----------
    I. Sutherland, G. Hodgman: Reentrant polygon clipping. Communications of the ACM 17 (1974), 32-42.
    """
    for axis, limit in enumerate(image.pixels.shape[1::-1]):
        for sign, least in ((1, 0), (-1, -limit)):
            kept = []
            for one, other in zip(corners, np.roll(corners, -1, axis=0), strict=True):
                here, there = sign * one[axis] - least, sign * other[axis] - least
                if here >= 0:
                    kept.append(one)
                if here * there < 0:
                    kept.append(one + here / (here - there) * (other - one))
            corners = np.array(kept).reshape(-1, 2)
    return corners


def _shift(x: float, y: float) -> Floats:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1.0]])
