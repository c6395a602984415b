"""The size of a page in the unit of its text."""

from __future__ import annotations

from typing import NamedTuple

from sparkocr.enums import PageUnit
from sparkocr.imaging.pixels import is_placeholder
from sparkocr.pdf.paper import POINTS_PER_INCH

__all__ = ["PageSize", "points_per_unit", "size_in_unit"]


class PageSize(NamedTuple):
    """Size of a page in its unit, and the px per inch of the image that was read; None is unknown."""

    width: float | None
    height: float | None
    unit: str | None
    resolution: int | None


def size_in_unit(
    width: int | None,
    height: int | None,
    resolution: int | None,
    points_wide: float | None,
    points_high: float | None,
    *,
    was_read: bool,
    unit: PageUnit,
) -> PageSize:
    """Tell the size of a page in the unit of its text.

    Parameters
    ----------
    width, height, resolution : int or None
        Of its image, which is 1 x 1 px for a digital page that was not rendered.
    points_wide, points_high : float or None
        Size of the page in its PDF.
    was_read : bool
        Whether the text was read from an image.
    unit : PageUnit
        As the user knows it.

    Returns
    -------
    PageSize
    """
    has_image = width is not None and height is not None and not is_placeholder(width, height)
    dpi = resolution if has_image and resolution and resolution > 0 else None
    if unit is PageUnit.AUTO:
        in_points = points_wide is not None and points_high is not None and not was_read
        found = "px" if has_image or was_read else "pt" if in_points else None
    else:
        found = unit.value
    if found == "px":
        return PageSize(width, height, found, dpi) if has_image else PageSize(None, None, found, None)
    if found == "pt" and points_wide is None and has_image and dpi and width is not None and height is not None:
        return PageSize(width * POINTS_PER_INCH / dpi, height * POINTS_PER_INCH / dpi, found, dpi)
    if found == "pt":
        return PageSize(points_wide, points_high, found, dpi)
    return PageSize(None, None, None, None)


def points_per_unit(size: PageSize) -> float | None:
    """Return how many points one unit of a page is; None if unknown."""
    if size.unit == PageUnit.PT:
        return 1.0
    return POINTS_PER_INCH / size.resolution if size.unit == PageUnit.PX and size.resolution else None
