"""See QR codes in pictures, as they are on labels and requests: they hold numbers and names of patients."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from sparkocr.deid.burned_in import SeenText
from sparkocr.imaging.pixels import Pixels
from sparkocr.layout.box import Box

__all__ = ["see_codes"]


def see_codes(pixels: Pixels) -> Iterator[SeenText]:
    """Yield the QR codes of a picture that can be decoded, dark on light, with what they say.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (h, w) or (h, w, 3)
        Gray, or blue, green and red.
    """
    try:
        _, texts, corners, _ = cv2.QRCodeDetector().detectAndDecodeMulti(pixels)
    except cv2.error:  # of pictures that are too small, and of damaged codes
        return
    for text, quad in zip(texts, () if corners is None else corners, strict=False):
        if text:  # anatomy has none
            left, top, width, height = cv2.boundingRect(np.asarray(quad, np.float32))
            yield SeenText(Box(left, top, width, height), text, is_sure=True)
