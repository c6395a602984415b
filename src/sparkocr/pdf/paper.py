"""The size on paper of an image that becomes a page of a PDF."""

from __future__ import annotations

__all__ = ["POINTS_PER_INCH", "UNKNOWN_RESOLUTION", "page_sides", "points_per_pixel"]

POINTS_PER_INCH = 72
UNKNOWN_RESOLUTION = 300
"""Dpi of an image that does not know its own: at this one `PdfToImage` gives back as many pixels by default."""
_MARGIN = 1 + 1e-6  # chosen so that a rendered page has all pixels of its picture, and the picture is not resampled
_SMALLEST_SIDE, _LARGEST_SIDE = 3.0, 14400.0
"""Limits of a page's sides in points: ISO 32000-1 (PDF 1.7), annex C."""


def points_per_pixel(width: int, height: int, resolution: int) -> float:
    """Return how many points of the page a pixel takes.

    A page that would be larger or smaller than a PDF may have it is scaled to the limit, as if its resolution were
    another. (UserUnit would keep the size, but many readers ignore it.) Of an image so long and thin that no scale
    fits, the long side is right.

    Parameters
    ----------
    width, height : int
        Size of the image in px.
    resolution : int
        Dpi; 0 or less is unknown.

    Returns
    -------
    float
    """
    scale = POINTS_PER_INCH / (resolution if resolution > 0 else UNKNOWN_RESOLUTION)
    scale = max(scale, _SMALLEST_SIDE / min(width, height))
    return min(scale, _LARGEST_SIDE / max(width, height))


def page_sides(width: float, height: float) -> tuple[float, float]:
    """Return the sides of the page for a content of a width and a height, all in points.

    The page is a millionth larger than its content, because a side is rounded down in single precision when it is
    rendered (`sparkocr.pdf.read.render.rendered_side`).
    """
    across, down = (round(min(side * _MARGIN, _LARGEST_SIDE), 6) for side in (width, height))
    return across, down
