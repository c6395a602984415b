"""Black and white: global and local thresholds.

All functions take a gray image, 0 being black, and return a new one of 0 and 255. A pixel that is exactly as bright as
its local threshold becomes white, so that blank paper stays white.
"""

from functools import partial
from typing import Literal, cast

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.enums import ImageType
from sparkocr.imaging.pixels import Image, Pixels, on_gray

__all__ = ["adaptive_binarize", "adaptive_threshold", "binarize", "binarize_image", "huang_threshold", "otsu_binarize"]

Surface = npt.NDArray[np.float32]
Border = Literal["reflect", "constant", "nearest", "mirror", "wrap"]

BORDERS: dict[Border, int] = {  # names of scipy.ndimage
    "reflect": cv2.BORDER_REFLECT,
    "constant": cv2.BORDER_CONSTANT,
    "nearest": cv2.BORDER_REPLICATE,
    "mirror": cv2.BORDER_REFLECT_101,
    "wrap": cv2.BORDER_WRAP,
}

_SAUVOLA_K, _SAUVOLA_R = 0.3, 128.0
_WOLF_K = 0.5
_SINGH_K = 0.06


def binarize(pixels: Pixels, threshold: int = 170) -> Pixels:
    """Make every pixel black or white.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image, 0 is black.
    threshold : int, default 170
        Brightness, 0 to 255: pixels above it become white (255), the others black (0). The default is that
        of the public contract.

    Returns
    -------
    ndarray of uint8, shape (height, width)
        A new array of 0 and 255.
    """
    _, binary = cv2.threshold(pixels, threshold, 255, cv2.THRESH_BINARY)
    return cast("Pixels", binary)


def binarize_image(image: Image, *, threshold: int) -> Image:
    """Make an image of any type black and white, see `binarize`."""
    return on_gray(image, partial(binarize, threshold=threshold), ImageType.TYPE_BYTE_BINARY)


def otsu_binarize(pixels: Pixels, scale: float = 1.0) -> Pixels:
    """Make every pixel black or white by the global threshold of Otsu [1]_.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image.
    scale : float
        The threshold is divided by it.

    Returns
    -------
    ndarray of uint8, shape (height, width)

    References
    ----------
    .. [1] N. Otsu, "A threshold selection method from gray-level histograms", IEEE Trans. SMC 9(1), 1979.
    """
    threshold, binary = cv2.threshold(pixels, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return cast("Pixels", binary) if scale == 1 else binarize(pixels, int(threshold / scale))


def huang_threshold(pixels: Pixels) -> int:
    """Find the global threshold with the least fuzziness [1]_.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image.

    Returns
    -------
    int
        Brightness, 0 to 255; pixels above it are white. For an image of one brightness, that brightness less one.

    References
    ----------
    .. [1] L.-K. Huang, M.-J. J. Wang, "Image thresholding by minimizing the measures of fuzziness",
       Pattern Recognition 28(1), 1995, with Shannon's entropy as the measure.
    """
    counts = np.bincount(pixels.ravel(), minlength=256).astype(np.float64)
    levels = np.arange(256.0)
    used = np.flatnonzero(counts)
    lowest, highest = int(used[0]), int(used[-1])
    if lowest == highest:
        return max(0, lowest - 1)
    below, weighted = np.cumsum(counts), np.cumsum(counts * levels)
    thresholds = np.arange(lowest, highest)
    dark = weighted[thresholds] / below[thresholds]
    light = (weighted[-1] - weighted[thresholds]) / (below[-1] - below[thresholds])
    means = np.where(levels[None, :] <= thresholds[:, None], dark[:, None], light[:, None])
    membership = 1 / (1 + np.abs(levels[None, :] - means) / (highest - lowest))  # 0.5 to 1
    with np.errstate(divide="ignore", invalid="ignore"):
        entropy = -membership * np.log(membership) - (1 - membership) * np.log(1 - membership)
    fuzziness = np.nan_to_num(entropy) @ counts
    return int(thresholds[np.argmin(fuzziness)])


def adaptive_threshold(
    pixels: Pixels,
    block_size: int = 171,
    method: Literal["gaussian", "mean", "median", "wolf", "singh"] = "gaussian",
    offset: float = 0,
    border: Border = "reflect",
    fill: int = 0,
) -> Pixels:
    """Compare every pixel with a threshold that is taken from its neighbourhood.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image.
    block_size : int
        Side of the square neighbourhood in px; an even one is made odd by adding 1.
    method : {"gaussian", "mean", "median", "wolf", "singh"}
        Gaussian-weighted mean (standard deviation ``(block_size - 1) / 6``), mean, median, or the rules of
        Wolf [1]_ (k = 0.5) and Singh [2]_ (k = 0.06).
    offset : float
        Is subtracted from the threshold.
    border : {"reflect", "constant", "nearest", "mirror", "wrap"}
        What lies beyond the edge of the image.
    fill : int
        Brightness beyond the edge for the border "constant".

    Returns
    -------
    ndarray of uint8, shape (height, width)

    References
    ----------
    .. [1] C. Wolf, J.-M. Jolion, "Extraction and recognition of artificial text in multimedia documents",
       Pattern Analysis and Applications 6(4), 2004.
    .. [2] T. R. Singh et al., "A new local adaptive thresholding technique in binarization", IJCSI 8(6), 2011.
    """
    size = block_size | 1
    radius = size // 2
    padded = cast("Pixels", cv2.copyMakeBorder(pixels, radius, radius, radius, radius, BORDERS[border], value=fill))
    inside = (slice(radius, -radius or None), slice(radius, -radius or None))
    if method == "median":
        surface = cast("Pixels", cv2.medianBlur(padded, size))[inside].astype(np.float32)
    elif method == "gaussian":
        sigma = (size - 1) / 6 or 1
        blurred = cv2.GaussianBlur(padded.astype(np.float32), (size, size), sigma)
        surface = cast("Surface", blurred)[inside]
    elif method == "mean":
        surface = _mean(padded, size)[inside]
    else:
        rule = _wolf if method == "wolf" else _singh
        surface = rule(pixels, _mean(padded, size)[inside], _deviation(padded, size)[inside])
    return _at_least(pixels, surface - offset)


def adaptive_binarize(
    pixels: Pixels,
    width: float = 90,
    method: Literal["gaussian", "otsu", "sauvola", "wolf"] = "gaussian",
    scale: float = 1.1,
) -> Pixels:
    """Compare every pixel, made brighter by `scale`, with a threshold.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray image.
    width : float
        Side of the square neighbourhood in px; it is rounded up to an odd number.
    method : {"gaussian", "otsu", "sauvola", "wolf"}
        Gaussian-weighted mean of the neighbourhood, the global threshold of Otsu (which has no neighbourhood), or
        the rules of Sauvola [1]_ (k = 0.3, R = 128) and Wolf.
    scale : float
        1.1 means that ink is at least a tenth darker than its threshold.

    Returns
    -------
    ndarray of uint8, shape (height, width)

    References
    ----------
    .. [1] J. Sauvola, M. Pietikäinen, "Adaptive document image binarization", Pattern Recognition 33(2), 2000.
    """
    if method == "otsu":
        return otsu_binarize(pixels, scale)
    size = int(np.ceil(width)) | 1
    border = cv2.BORDER_REFLECT
    if method == "gaussian":
        blurred = cv2.GaussianBlur(pixels.astype(np.float32), (size, size), (size - 1) / 6 or 1, borderType=border)
        surface = cast("Surface", blurred)
    else:
        mean, deviation = _mean(pixels, size, border), _deviation(pixels, size, border)
        surface = _sauvola(mean, deviation) if method == "sauvola" else _wolf(pixels, mean, deviation)
    return _at_least(pixels, surface / np.float32(scale))


def _mean(pixels: Pixels, size: int, border: int = cv2.BORDER_CONSTANT) -> Surface:
    """Return the mean over a square neighbourhood."""
    return cast("Surface", cv2.boxFilter(pixels, cv2.CV_32F, (size, size), borderType=border))


def _deviation(pixels: Pixels, size: int, border: int = cv2.BORDER_CONSTANT) -> Surface:
    """Return the standard deviation over a square neighbourhood."""
    mean = _mean(pixels, size, border)
    squares = cast("Surface", cv2.sqrBoxFilter(pixels, cv2.CV_32F, (size, size), borderType=border))
    return np.sqrt(np.maximum(squares - mean * mean, 0))


def _sauvola(mean: Surface, deviation: Surface) -> Surface:
    return mean * (1 + _SAUVOLA_K * (deviation / _SAUVOLA_R - 1))


def _wolf(pixels: Pixels, mean: Surface, deviation: Surface) -> Surface:
    contrast = deviation / max(float(deviation.max()), 1e-6)
    return mean - _WOLF_K * (1 - contrast) * (mean - float(pixels.min()))


def _singh(pixels: Pixels, mean: Surface, _: Surface) -> Surface:
    difference = (pixels - mean) / np.float32(255)
    surface: Surface = mean * (1 + _SINGH_K * (difference / np.maximum(1 - difference, 1e-6) - 1))
    return surface


def _at_least(pixels: Pixels, surface: Surface) -> Pixels:
    """White where a pixel reaches its threshold; half a hundredth of a level makes up for rounding."""
    return np.multiply(pixels >= surface - np.float32(0.005), np.uint8(255), dtype=np.uint8)
