"""Several simple operations on a gray image, one after the other, as one call."""

import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

import cv2
import numpy as np

from sparkocr.enums import ImageType
from sparkocr.imaging.geometry import scale
from sparkocr.imaging.objects import ObjectSizes, remove_objects
from sparkocr.imaging.pixels import Image, Pixels, convert, to_gray
from sparkocr.imaging.threshold import huang_threshold

__all__ = ["STEPS", "apply_steps", "gpu_is_there"]

_logger = logging.getLogger(__name__)

Step = Sequence[Any]
STEPS: dict[str, int] = {
    "scale": 1,
    "adaptive_threshold": 2,
    "median_blur": 1,
    "erode": 2,
    "dilate": 2,
    "remove_objects": 2,
    "otsu": 0,
    "huang": 0,
}
"""Names of the operations, and how many numbers each takes."""


def apply_steps(image: Image, steps: Sequence[Step], image_type: ImageType, *, gpu: bool = False) -> Image:
    """Apply operations to the gray pixels of an image.

    Parameters
    ----------
    image : Image
    steps : sequence of (name, number, ...)
        Operations by their names in `STEPS`: ``("scale", factor)``, ``("adaptive_threshold", block_size, c)`` (mean of
        the block less c), ``("median_blur", size)``, ``("erode", width, height)`` and ``("dilate", width, height)``
        (size of the kernel in px), ``("remove_objects", min, max)`` (areas in px to keep; a negative one: no limit),
        ``("otsu",)`` and ``("huang",)`` (global thresholds).
    image_type : ImageType
        Layout of the result. If it is binary, what the steps left gray is white from 128 on.
    gpu : bool
        Whether OpenCV may use a graphics processor (OpenCL) for what it can do there.

    Returns
    -------
    Image
    """
    current = image.with_pixels(to_gray(image), ImageType.TYPE_BYTE_GRAY)
    for name, *numbers in steps:
        if name == "scale":
            current = scale(current, float(numbers[0]))
        else:
            current = current.with_pixels(_apply(current.pixels, name, numbers, gpu=gpu))
    return current.with_pixels(convert(current.pixels, ImageType.TYPE_BYTE_GRAY, image_type), image_type)


@lru_cache
def gpu_is_there() -> bool:
    """Tell whether OpenCV finds an OpenCL device, and log once per process if it does not."""
    found = bool(cv2.ocl.haveOpenCL())
    if not found:
        _logger.warning("No graphics processor (OpenCL device) was found: images are processed on the CPU.")
    return found


def _apply(pixels: Pixels, name: str, numbers: list[Any], *, gpu: bool) -> Pixels:
    """Apply one operation that keeps the size."""
    if name == "remove_objects":
        least, largest = (None if number < 0 else int(number) for number in numbers)
        return remove_objects(pixels, ObjectSizes(min_object=least, max_object=largest))
    if name == "huang":
        return cast("Pixels", cv2.threshold(pixels, huang_threshold(pixels), 255, cv2.THRESH_BINARY)[1])
    source: Any = cv2.UMat(pixels) if gpu else pixels  # type: ignore[call-overload]  # OpenCV's stubs lack arrays
    if name == "adaptive_threshold":
        block, constant = int(numbers[0]) | 1, numbers[1]
        result = cv2.adaptiveThreshold(
            source, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, max(3, block), constant
        )
    elif name == "median_blur":
        result = cv2.medianBlur(source, int(numbers[0]) | 1)
    elif name == "otsu":
        result = cv2.threshold(source, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1]
    else:
        width, height = (max(1, int(number)) for number in numbers)
        element = np.ones((height, width), np.uint8)
        result = (cv2.erode if name == "erode" else cv2.dilate)(source, element)
    return cast("Pixels", result.get() if gpu else result)
