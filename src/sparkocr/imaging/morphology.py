"""Erosion, dilation, opening and closing with kernels of six shapes."""

from collections.abc import Callable
from functools import lru_cache
from typing import Literal, cast

import cv2
import numpy as np

from sparkocr.imaging.pixels import Image, Pixels

__all__ = ["kernel", "morph", "morphology"]

Shape = Literal["square", "diamond", "disk", "octahedron", "octagon", "star"]
Operation = Literal["erosion", "dilation", "opening", "closing"]


def morph(image: Image, *, operation: Operation, shape: Shape, size: int) -> Image:
    """Apply a morphological operation to each channel of an image, see `morphology`."""
    return image.with_pixels(morphology(image.pixels, operation, shape, size))


def morphology(pixels: Pixels, operation: Operation, shape: Shape = "disk", size: int = 1) -> Pixels:
    """Apply a morphological operation to the brightness of an image.

    Erosion takes the darkest pixel under the kernel, so it makes dark text bolder; dilation takes the brightest.
    Opening removes bright details that are smaller than the kernel, closing removes dark ones.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width) or (height, width, channels)
        Image; each channel is processed for itself.
    operation : {"erosion", "dilation", "opening", "closing"}
    shape : {"square", "diamond", "disk", "octahedron", "octagon", "star"}
    size : int
        See `kernel`.

    Returns
    -------
    ndarray of uint8
        A new image of the same shape.

    References
    ----------
    .. [1] J. Serra, "Image Analysis and Mathematical Morphology", Academic Press, 1982.
    """
    mask = kernel(shape, size)
    mirrored = np.ascontiguousarray(mask[::-1, ::-1])  # else the second step would shift an even square
    steps = {
        "erosion": [(cv2.erode, mask)],
        "dilation": [(cv2.dilate, mask)],
        "opening": [(cv2.erode, mask), (cv2.dilate, mirrored)],
        "closing": [(cv2.dilate, mirrored), (cv2.erode, mask)],
    }
    for apply, element in steps[operation]:
        pixels = cast("Pixels", apply(pixels, element))
    return pixels


@lru_cache
def kernel(shape: Shape, size: int) -> Pixels:
    """Return a kernel as scikit-image makes it.

    Parameters
    ----------
    shape : {"square", "diamond", "disk", "octahedron", "octagon", "star"}
        An octahedron on a plane is a diamond.
    size : int
        Side of a square or of an octagon's edges; radius of diamond, disk and octahedron; of a star, half the
        side of the two squares that it consists of.

    Returns
    -------
    ndarray of uint8, shape (side, side)
        0 or 1; the side is odd, with a row and a column of zeros added where needed.
    """
    from skimage import morphology as footprints  # SciPy takes a while to import, and most pages need no kernel

    make: dict[Shape, Callable[[int], Pixels]] = {
        "square": lambda side: np.ones((side, side), np.uint8),
        "diamond": footprints.diamond,
        "disk": footprints.disk,
        "octahedron": footprints.diamond,
        "octagon": lambda side: footprints.octagon(side, side),  # type: ignore[no-untyped-call]
        "star": footprints.star,
    }
    mask = make[shape](size)
    even = 1 - mask.shape[0] % 2
    return np.pad(mask, (0, even)).astype(np.uint8)
