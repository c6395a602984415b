"""Places on images as places on paper."""

from __future__ import annotations

from collections.abc import Callable

from sparkocr.imaging.pixels import Image, to_gray
from sparkocr.imaging.rulings import px_per_point
from sparkocr.layout.box import Box

__all__ = ["points_on"]


def points_on(image: Image) -> Callable[[Box], Box]:
    """Return what turns boxes in px of an image into points (1/72 inch); the letters tell those of unknown dpi."""
    scale = 1 / px_per_point(to_gray(image), image.dpi)
    return lambda box: box.scaled(scale)
