"""Uneven light, stained paper, glare and weak contrast."""

from typing import cast

import cv2
import numpy as np

from sparkocr.imaging.pixels import Pixels

__all__ = [
    "enhance_contrast",
    "estimate_background",
    "homogenize_light",
    "paper_around",
    "remove_background",
    "remove_glare",
]

_LIGHT_SHARE = 0.1  # neighbourhood of the estimated light, as a share of the shorter side: larger than any letter
_SMALLER, _MOST_MEDIAN = 4, 255  # px of the image for each of the one whose median is taken, and its largest window
_REACH = 7  # px of the kernel that fills strokes with paper, on an image that is made smaller for it


def remove_background(pixels: Pixels, block: int = 260) -> Pixels:
    """Make the paper white: divide every pixel by the brightness of the paper around it.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image of dark text on lighter paper.
    block : int
        Side in px of the neighbourhood in which there is some paper: more than the thickest stroke.

    Returns
    -------
    ndarray of uint8, shape (height, width)
    """
    return _divide(pixels, estimate_background(pixels, block))


def estimate_background(pixels: Pixels, block: int) -> Pixels:
    """Estimate the brightness of the paper behind the text.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image.
    block : int
        Side in px of the neighbourhood: strokes that are thinner than a third of it are filled with paper.

    Returns
    -------
    ndarray of uint8, shape (height, width)
        The image without what is darker than the paper and small: a closing, then a median, both on a smaller image.
    """
    height, width = pixels.shape
    reach = block / 3
    factor = max(1.0, reach / _REACH)
    small_size = (max(1, round(width / factor)), max(1, round(height / factor)))
    small = cv2.resize(pixels, small_size, interpolation=cv2.INTER_AREA)
    side = max(3, round(reach / factor) | 1)
    element = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    closed = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, element), side)
    return cast("Pixels", cv2.resize(closed, (width, height), interpolation=cv2.INTER_LINEAR))


def paper_around(pixels: Pixels, window: float) -> Pixels:
    """Return the colour of the paper around each pixel, whether it is lighter or darker than the ink.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image.
    window : float
        Side in px of the neighbourhood: smaller than an inverted heading, and most of it is paper.

    Returns
    -------
    ndarray of uint8, shape (height, width)
        The median around, of an image that is made smaller.
    """
    height, width = pixels.shape
    small = cv2.resize(pixels, (-(-width // _SMALLER), -(-height // _SMALLER)), interpolation=cv2.INTER_AREA)
    side = min(max(3, int(window / _SMALLER) | 1), _MOST_MEDIAN)
    return cast("Pixels", cv2.resize(cv2.medianBlur(small, side), (width, height), interpolation=cv2.INTER_LINEAR))


def homogenize_light(pixels: Pixels, threshold: int = 0, exposure: int = 112) -> Pixels:
    """Give all parts of a page the same brightness, and keep the difference of every pixel from its surroundings.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image.
    threshold : int
        Differences of up to so many levels are noise, and vanish.
    exposure : int
        Brightness, 0 to 255, that the surroundings get everywhere.

    Returns
    -------
    ndarray of uint8, shape (height, width)
    """
    light = _light(pixels)
    if threshold:
        light = np.where(cv2.absdiff(pixels, light) <= threshold, pixels, light)
    return cast("Pixels", cv2.addWeighted(pixels, 1, light, -1, exposure))


def enhance_contrast(pixels: Pixels, clip_limit: float = 4.0, tiles: int = 3) -> Pixels:
    """Spread the brightness of every part of the image: CLAHE [1]_.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image.
    clip_limit : float
        Limit of the amplification: of flat parts, where noise would grow.
    tiles : int
        Number of tiles across and down.

    Returns
    -------
    ndarray of uint8, shape (height, width)

    References
    ----------
    .. [1] K. Zuiderveld, "Contrast limited adaptive histogram equalization", Graphics Gems IV, 1994.
    """
    return cast("Pixels", cv2.createCLAHE(clip_limit, (tiles, tiles)).apply(pixels))


def remove_glare(pixels: Pixels) -> Pixels:
    """Darken reflections of light to the brightness of the paper.

    What is brighter than the median of the paper is darkened by the same factor as the paper around it; the text in a
    reflection is kept as far as it is still there.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image.

    Returns
    -------
    ndarray of uint8, shape (height, width)
    """
    background = estimate_background(pixels, max(9, round(min(pixels.shape) * _LIGHT_SHARE / 2)))
    paper = max(1, int(np.median(background)))
    return cast("Pixels", cv2.divide(pixels, np.maximum(background, paper), scale=paper))


def _light(pixels: Pixels) -> Pixels:
    """Mean brightness of a large neighbourhood."""
    side = 2 * round(_LIGHT_SHARE * min(pixels.shape)) + 1
    return cast("Pixels", cv2.blur(pixels, (side, side)))


def _divide(pixels: Pixels, background: Pixels) -> Pixels:
    """``255 * pixels / background``, at most 255; black where the background is."""
    return cast("Pixels", cv2.divide(pixels, background, scale=255))
