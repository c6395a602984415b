"""Stages that clean images."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sparkocr.enums import ImageType
from sparkocr.imaging.pixels import Image, convert
from sparkocr.imaging.threshold import binarize
from sparkocr.params import column, integer
from sparkocr.stage import ImageStage


class ImageBinarizer(ImageStage):
    """Make an image black and white by one threshold for all pixels.

    Adds the columns `outputCol` (an image of type ``TYPE_BYTE_BINARY``) and `exception`.

    Parameters
    ----------
    **values
        Any of the parameters below, as keywords or by their setters.

    See Also
    --------
    sparkocr.imaging.threshold.binarize : the same on an array.

    Examples
    --------
    >>> ImageBinarizer(threshold=130).getThreshold()
    130
    """

    outputCol = column("binarized_image", "Column for the black and white image.")
    threshold = integer(
        170, "Pixels above this value become white (255), the others black (0).", minimum=0, maximum=255
    )

    def _image_function(self) -> Callable[[Image], Image]:
        return partial(binarize_image, threshold=self.getThreshold())


def binarize_image(image: Image, *, threshold: int) -> Image:
    """Binarize an image of any type."""
    gray = convert(image.pixels, image.image_type, ImageType.TYPE_BYTE_GRAY)
    return Image(binarize(gray, threshold), image.resolution, ImageType.TYPE_BYTE_BINARY)
