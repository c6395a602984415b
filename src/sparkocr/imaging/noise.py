"""How noisy an image is."""

from collections.abc import Iterable
from functools import partial
from typing import Literal

import cv2
import numpy as np

from sparkocr.imaging.objects import smallest_dot
from sparkocr.imaging.pixels import Image, Pixels, to_gray
from sparkocr.imaging.threshold import otsu_binarize

__all__ = ["noise_scores", "noise_variance", "speck_ratio"]

_SMALLEST_FONT = 6  # points
_LAPLACIANS = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)


def noise_scores(
    image: Image, parts: Iterable[tuple[int, int, int, int]] | None, method: Literal["ratio", "variance"]
) -> list[float]:
    """Score parts of an image, or all of it.

    Parameters
    ----------
    image : Image
    parts : iterable of (int, int, int, int), optional
        Left, top, width and height in px; by default there is one part, the whole image.
    method : {"ratio", "variance"}
        `speck_ratio` or `noise_variance`.

    Returns
    -------
    list of float
        0 for a part that is not on the image.
    """
    gray = to_gray(image)
    cuts = [gray] if parts is None else [gray[y : y + height, x : x + width] for x, y, width, height in parts]
    score = noise_variance if method == "variance" else partial(speck_ratio, resolution=image.dpi)
    return [score(cut) if cut.size else 0.0 for cut in cuts]


def noise_variance(pixels: Pixels) -> float:
    """Estimate the variance of the noise of an image [1]_.

    A filter that ignores edges and slopes leaves the noise; the median of its absolute values, instead of the mean of
    the paper, ignores text, too.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image.

    Returns
    -------
    float
        Variance in squared levels of gray; 0 for an image of less than 3 x 3 px.

    References
    ----------
    .. [1] J. Immerkær, "Fast noise variance estimation", Computer Vision and Image Understanding 64(2), 1996.
    """
    if min(pixels.shape) < _LAPLACIANS.shape[0]:
        return 0.0
    residue = np.abs(cv2.filter2D(pixels, cv2.CV_32F, _LAPLACIANS)[1:-1, 1:-1])
    # The filter multiplies the deviation of noise by 6; 0.6745 is the median of a half-normal distribution.
    return float(np.median(residue) / 0.6745 / 6) ** 2


def speck_ratio(pixels: Pixels, resolution: int = 0) -> float:
    """Return how much of the ink is in objects too small to belong to text.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray or binary image.
    resolution : int
        Dots per inch; 0 means unknown and counts as 300.

    Returns
    -------
    float
        Percent of the dark objects, 0 to 100: those with less area than the dot of a 6-point font. 0 without ink.
    """
    ink = (otsu_binarize(pixels) == 0).view(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    if count == 1:
        return 0.0
    specks = stats[1:, cv2.CC_STAT_AREA] < max(2, smallest_dot(_SMALLEST_FONT, resolution))
    return 100 * float(specks.mean())
