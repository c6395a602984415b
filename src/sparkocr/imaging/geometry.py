"""Turn, scale and crop an image, and keep track of where its pixels come from.

All functions take an `Image` and return one whose `transform` leads back to where the first one came from.
"""

import math
from typing import Literal, cast

import cv2
import numpy as np

from sparkocr.errors import DocumentError
from sparkocr.imaging.limits import MAX_RESULT_PIXELS, MAX_SIDE
from sparkocr.imaging.pixels import Image, Matrix, Pixels

__all__ = ["crop", "crop_square", "fit", "resize", "rotate", "scale", "scale_to"]

_RIGHT_ANGLE = 90
_EXACT = 1e-9  # degrees


def rotate(image: Image, angle: float) -> Image:
    """Turn an image counter-clockwise around its centre; the result is large enough for all of it.

    Parameters
    ----------
    image : Image
    angle : float
        Degrees. Multiples of 90 only move pixels, other angles interpolate (bicubic).

    Returns
    -------
    Image
        New corners have the colour of the paper: the median of the image's edge. A black and white image stays so.

    Raises
    ------
    DocumentError
        The result would be too large.
    """
    turns, rest = divmod(angle, _RIGHT_ANGLE)
    if rest > _RIGHT_ANGLE / 2:
        turns, rest = turns + 1, rest - _RIGHT_ANGLE
    image = _quarter_turns(image, int(turns) % 4)
    if abs(rest) < _EXACT:
        return image
    height, width = image.pixels.shape[:2]
    radians = math.radians(rest)
    cos, sin = math.cos(radians), math.sin(radians)
    new_width = math.ceil(width * abs(cos) + height * abs(sin) - _EXACT)
    new_height = math.ceil(width * abs(sin) + height * abs(cos) - _EXACT)
    _check_size(new_width, new_height)
    # From the result to this image, both around their centres; y points down.
    to_source = (
        _shift(width / 2, height / 2)
        @ np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
        @ _shift(-new_width / 2, -new_height / 2)
    )
    between_centres = (_shift(-0.5, -0.5) @ to_source @ _shift(0.5, 0.5))[:2]
    binary = image.is_bilevel
    pixels = cv2.warpAffine(
        image.pixels,
        between_centres,
        (new_width, new_height),
        flags=(cv2.INTER_LINEAR if binary else cv2.INTER_CUBIC) | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=paper(image.pixels),
    )
    if binary:
        pixels = cv2.threshold(pixels, 127, 255, cv2.THRESH_BINARY)[1]
    return image.moved(cast("Pixels", pixels), to_source)


def scale(image: Image, factor: float, *, enlarging: int = cv2.INTER_LINEAR) -> Image:
    """Scale an image by exactly one factor, see `resize`; each side is rounded to at least 1 px.

    Parameters
    ----------
    image : Image
    factor : float
    enlarging : int
        OpenCV's interpolation for a factor above 1.
    """
    height, width = image.pixels.shape[:2]
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return _resized(image, size, (factor, factor), enlarging)


def resize(image: Image, width: int, height: int) -> Image:
    """Scale an image to a size, stretching it if the sides' ratio is another.

    Parameters
    ----------
    image : Image
    width, height : int
        Size of the result in px. A side of 0 follows from the other one, so that the ratio is kept; if both are 0,
        the image is returned as it is.

    Returns
    -------
    Image
        Enlarged with bilinear interpolation, made smaller by averaging areas, so that thin strokes do not vanish.
        `resolution` stays as it is, see `Image`. A black and white image stays so.

    Raises
    ------
    DocumentError
        The result would be too large.
    """
    old_height, old_width = image.pixels.shape[:2]
    if not width and not height:
        return image
    width = width or max(1, old_width * height // old_height)
    height = height or max(1, old_height * width // old_width)
    if (width, height) == (old_width, old_height):
        return image
    return _resized(image, (width, height), (width / old_width, height / old_height))


def fit(image: Image, width: int, height: int) -> Image:
    """Scale an image to fit into a size, keep the ratio of its sides, and pad it with paper on the right and below."""
    old_height, old_width = image.pixels.shape[:2]
    factor = min(width / old_width, height / old_height)
    small = resize(image, max(1, int(old_width * factor)), max(1, int(old_height * factor)))
    right, below = width - small.pixels.shape[1], height - small.pixels.shape[0]
    padded = cv2.copyMakeBorder(small.pixels, 0, below, 0, right, cv2.BORDER_CONSTANT, value=paper(image.pixels))
    return small.with_pixels(cast("Pixels", padded))


def scale_to(image: Image, width: int | None, height: int | None, *, factor: float, keep_ratio: bool) -> Image:
    """Scale an image to a size if there is one, else by a factor.

    Parameters
    ----------
    image : Image
    width, height : int or None
        Px; one that is not above 0 is none, and follows from the other.
    factor : float
        Of both sides, without a size.
    keep_ratio : bool
        Whether an image with both is fitted into the size and padded with paper, instead of stretched.
    """
    width, height = max(0, width or 0), max(0, height or 0)
    if not width and not height:
        return image if factor == 1 else scale(image, factor)
    if width and height and keep_ratio:
        return fit(image, width, height)
    return resize(image, width, height)


def crop(image: Image, x: int, y: int, width: int, height: int) -> Image:
    """Cut a rectangle out of an image.

    Parameters
    ----------
    image : Image
    x, y : int
        Top left corner in px.
    width, height : int
        Size in px; what is beyond the image is left out. 0 means up to the edge of the image.

    Returns
    -------
    Image
        Its pixels are a view.

    Raises
    ------
    DocumentError
        The rectangle is outside of the image.
    """
    old_height, old_width = image.pixels.shape[:2]
    left, top = max(0, x), max(0, y)
    right = min(old_width, x + width) if width else old_width
    bottom = min(old_height, y + height) if height else old_height
    if left >= right or top >= bottom:
        raise DocumentError("The rectangle to crop is outside of the image.")
    return image.moved(image.pixels[top:bottom, left:right], _shift(left, top))


def crop_square(image: Image, vertical: float, horizontal: float) -> Image:
    """Cut the largest square out of an image.

    Parameters
    ----------
    image : Image
    vertical, horizontal : float
        Where it is, if there is room: 0 at the top (left), 0.5 in the middle, 1 at the bottom (right).
    """
    height, width = image.pixels.shape[:2]
    side = min(height, width)
    return crop(image, int((width - side) * horizontal), int((height - side) * vertical), side, side)


def paper(pixels: Pixels) -> tuple[float, ...]:
    """Return the colour of the paper: per channel, the median of the pixels at the edge."""
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    return tuple(np.atleast_1d(np.median(edge, axis=0)).tolist())


def _resized(
    image: Image, size: tuple[int, int], factors: tuple[float, float], enlarging: int = cv2.INTER_LINEAR
) -> Image:
    """Scale an image by factors to a size (width, height) that is close to what they give."""
    _check_size(*size)
    across, down = factors
    interpolation = cv2.INTER_AREA if across * down < 1 else enlarging
    exact = min(image.pixels.shape[1] * across, image.pixels.shape[0] * down) >= 1
    target = None if exact else size  # given a size, OpenCV computes factors of its own, and misses short cuts
    pixels = cv2.resize(image.pixels, target, fx=across, fy=down, interpolation=interpolation)
    if image.is_bilevel:
        pixels = cv2.threshold(pixels, 127, 255, cv2.THRESH_BINARY)[1]
    return image.moved(cast("Pixels", pixels), np.diag([1 / across, 1 / down, 1.0]))


def _quarter_turns(image: Image, turns: int) -> Image:
    """Turn an image counter-clockwise by multiples of 90 degrees."""
    if not turns:
        return image
    height, width = image.pixels.shape[:2]
    to_source: dict[Literal[1, 2, 3], Matrix] = {
        1: np.array([[0, -1, width], [1, 0, 0], [0, 0, 1.0]]),
        2: np.array([[-1, 0, width], [0, -1, height], [0, 0, 1.0]]),
        3: np.array([[0, 1, 0], [-1, 0, height], [0, 0, 1.0]]),
    }
    pixels = np.ascontiguousarray(np.rot90(image.pixels, turns))
    return image.moved(pixels, to_source[cast("Literal[1, 2, 3]", turns)])


def _shift(x: float, y: float) -> Matrix:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1.0]])


def _check_size(width: int, height: int) -> None:
    """Stop before an array that is too large is made.

    Raises
    ------
    DocumentError
        Names the size and the limit.
    """
    if width * height > MAX_RESULT_PIXELS or max(width, height) > MAX_SIDE:
        raise DocumentError(
            f"The image would have {width} x {height} px, more than {MAX_RESULT_PIXELS} in all or {MAX_SIDE} a side."
        )
