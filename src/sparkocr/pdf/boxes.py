"""The boxes of a page and its unit, as its objects have them."""

from __future__ import annotations

import math
from decimal import Decimal

import pikepdf
from pikepdf import Array, Dictionary, Name

from sparkocr.pdf.frame import PageFrame

__all__ = ["inherited", "numbers_of", "page_frame", "user_unit"]

_LETTER = (0.0, 0.0, 612.0, 792.0)  # the size that PDFium takes where a page has none
_LARGEST_UNIT = 75_000.0  # what Acrobat takes, note 169 of Adobe's implementation notes to PDF 1.7


def page_frame(page: pikepdf.Page) -> PageFrame:
    """Return the frame of a page, as viewers display it: its crop box as far as it is on its media box."""
    media = _box(page.obj, "/MediaBox") or _LETTER
    crop = _box(page.obj, "/CropBox") or media
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if left >= right or bottom >= top:
        left, bottom, right, top = media
    rotation = inherited(page.obj, "/Rotate")
    quarters = int(rotation) // 90 % 4 if isinstance(rotation, (int, Decimal)) else 0
    return PageFrame(left, bottom, right, top, quarters * 90, user_unit(page.obj))


def user_unit(page: Dictionary) -> float:
    """Return how many points a unit of a page's user space is (ISO 32000-1, table 30); 1 where it is no valid one."""
    try:
        unit = float(page.get(Name.UserUnit, 1))
    except (TypeError, ValueError):
        return 1.0
    return unit if 0 < unit <= _LARGEST_UNIT else 1.0


def numbers_of(value: object) -> list[float] | None:
    """Return the numbers of an array; None if it is no array, or anything in it is no finite number."""
    if not isinstance(value, Array):
        return None
    try:
        found = [float(item) for item in value]
    except (TypeError, ValueError):
        return None
    return found if all(map(math.isfinite, found)) else None


def _box(page: Dictionary, name: str) -> tuple[float, float, float, float] | None:
    """Return a box of a page, its own or that of the tree above it; None if it has no area."""
    found = numbers_of(inherited(page, name))
    if found is None or len(found) != 4:  # noqa: PLR2004
        return None
    (left, right), (bottom, top) = sorted(found[::2]), sorted(found[1::2])
    return (left, bottom, right, top) if left < right and bottom < top else None


def inherited(page: Dictionary, name: str) -> object:
    """Return an entry of a page or of the tree above it; None if there is none."""
    node: object = page
    seen = set()
    while isinstance(node, Dictionary) and node.objgen not in seen:
        if name in node:
            return node[name]
        if node.is_indirect:
            seen.add(node.objgen)
        node = node.get("/Parent")
    return None
