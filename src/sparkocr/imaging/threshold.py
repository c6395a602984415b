"""Global threshold."""

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

__all__ = ["binarize"]


def binarize(pixels: npt.NDArray[np.uint8], threshold: int = 170) -> npt.NDArray[np.uint8]:
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
    return cast("npt.NDArray[np.uint8]", binary)
