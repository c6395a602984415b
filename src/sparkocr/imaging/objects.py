"""Connected objects: dark specks, holes and lines by their size."""

from dataclasses import dataclass, replace
from functools import partial
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from sparkocr.enums import ImageType
from sparkocr.imaging.pixels import Image, Pixels, on_gray
from sparkocr.imaging.threshold import otsu_binarize

__all__ = ["ObjectSizes", "clean_objects", "remove_objects", "smallest_dot"]

# A full stop is a tenth of the font size wide in common text fonts (Times 0.11, Helvetica 0.09 em); what has less than
# half the area of such a dot is no part of a letter.
_DOT_EM = 0.1
_POINTS_PER_INCH = 72
_USUAL_DPI = 300


@dataclass(frozen=True)
class ObjectSizes:
    """Which objects to remove; areas are in px, None leaves such objects alone.

    Attributes
    ----------
    min_object, max_object : int or None
        Dark objects with a smaller, or a larger, area become white.
    min_hole : int or None
        White holes with a smaller area become black.
    connectivity_object, connectivity_max_object, connectivity_hole : int
        1 joins pixels that share an edge, 2 (and 0) those that share a corner, too.
    """

    min_object: int | None = None
    max_object: int | None = None
    min_hole: int | None = None
    connectivity_object: int = 0
    connectivity_max_object: int = 0
    connectivity_hole: int = 0


def smallest_dot(font_size: float, resolution: int) -> int:
    """Return the least area of an object that belongs to text.

    Parameters
    ----------
    font_size : float
        Size of the smallest font in points (1/72 inch).
    resolution : int
        Dots per inch; 0 means unknown and counts as 300.

    Returns
    -------
    int
        Area in px: half of that of a full stop.
    """
    diameter = _DOT_EM * font_size / _POINTS_PER_INCH * (resolution or _USUAL_DPI)
    return round(diameter**2 * np.pi / 4 / 2)


def clean_objects(image: Image, *, sizes: ObjectSizes, font: int | None) -> Image:
    """Remove objects of an image, see `remove_objects`.

    Parameters
    ----------
    image : Image
    sizes : ObjectSizes
    font : int or None
        Smallest font in points, whose dot is the least area in place of that of `sizes`.

    Returns
    -------
    Image
        Binary if it was, else gray.
    """
    if font is not None:
        sizes = replace(sizes, min_object=smallest_dot(font, image.dpi))
    binary = image.image_type is ImageType.TYPE_BYTE_BINARY
    kind = ImageType.TYPE_BYTE_BINARY if binary else ImageType.TYPE_BYTE_GRAY
    return on_gray(image, partial(remove_objects, sizes=sizes), kind)


def remove_objects(pixels: Pixels, sizes: ObjectSizes) -> Pixels:
    """Remove objects and holes by their size.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Gray or binary image. Of a gray image, what Otsu's threshold makes black counts as ink.
    sizes : ObjectSizes

    Returns
    -------
    ndarray of uint8, shape (height, width)
        A new image: removed objects are 255, removed holes 0, all else is as it was.
    """
    result = pixels.copy()
    ink = otsu_binarize(pixels) == 0
    if sizes.min_object is not None:
        small = _by_area(ink, sizes.connectivity_object, at_most=sizes.min_object - 1)
        result[small], ink = 255, ink & ~small
    if sizes.max_object is not None:
        large = _by_area(ink, sizes.connectivity_max_object, at_least=sizes.max_object + 1)
        result[large], ink = 255, ink & ~large
    if sizes.min_hole is not None:
        result[_by_area(~ink, sizes.connectivity_hole, at_most=sizes.min_hole - 1)] = 0
    return result


def _by_area(
    mask: npt.NDArray[np.bool_], connectivity: int, *, at_least: int = 0, at_most: int | None = None
) -> npt.NDArray[np.bool_]:
    """Return the pixels of objects whose area is in a range."""
    ways = 4 if connectivity == 1 else 8
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=ways)
    areas = stats[:, cv2.CC_STAT_AREA]
    chosen = areas >= at_least
    if at_most is not None:
        chosen &= areas <= at_most
    chosen[0] = False  # label 0 is what is not in the mask
    return np.take(chosen, cast("npt.NDArray[np.int32]", labels))
