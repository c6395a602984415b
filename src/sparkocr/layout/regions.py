"""Merge regions of text with the cells that they are in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sparkocr.layout.box import Box
from sparkocr.layout.rows import group_rows

__all__ = ["Region", "clip_region", "level_regions", "merge_regions"]

Floats = npt.NDArray[np.float64]

_OPEN_ROWS = 6  # rows that a region may still join, as in `sparkocr.layout.reading_order`
_MOST = 0.5  # share of its area from which a text belongs to a cell


@dataclass(frozen=True, slots=True)
class Region:
    """A box with what a detector says of it.

    Attributes
    ----------
    box : Box
    page : int
        Number of its page, from 0.
    score : float or None
        How sure the detector is.
    label : str or None
    """

    box: Box
    page: int = 0
    score: float | None = None
    label: str | None = None


def level_regions(regions: Sequence[Region]) -> list[Region]:
    """Give the regions of a line the same top and bottom: the outermost of them.

    Parameters
    ----------
    regions : sequence of Region
        Upright ones, of any pages.

    Returns
    -------
    list of Region
        In the same order. Lines: `sparkocr.layout.rows.group_rows`.

    Examples
    --------
    >>> low, high = Region(Box(0, 4, 20, 8)), Region(Box(30, 0, 20, 15))
    >>> [(region.box.y, region.box.height) for region in level_regions([low, high])]
    [(0, 15), (0, 15)]
    """
    bands = [(region.box.y, region.box.y + region.box.height) for region in regions]
    levelled = list(regions)
    for page in {region.page for region in regions}:
        members = [number for number, region in enumerate(regions) if region.page == page]
        for row in group_rows(bands, sorted(members, key=lambda number: sum(bands[number])), _OPEN_ROWS):
            top, bottom = min(bands[i][0] for i in row.members), max(bands[i][1] for i in row.members)
            for number in row.members:
                box = replace(regions[number].box, y=top, height=bottom - top)
                levelled[number] = replace(regions[number], box=box)
    return levelled


def merge_regions(texts: Sequence[Region], cells: Sequence[Region], *, keep_texts: bool = False) -> list[Region]:
    """Replace texts by the cells that they are in.

    A text belongs to the cell that has the largest share of its area, if that is more than half. All texts of a cell
    together become one region: the box of the cell, the best of their scores, and the page and label of the text that
    has it; a label of the cell itself is kept. Texts in no cell stay, cells without text are left out.

    Parameters
    ----------
    texts : sequence of Region
        Regions of text; may be turned.
    cells : sequence of Region
    keep_texts : bool
        Whether the texts stay besides their cells.

    Returns
    -------
    list of Region
        In the order of the texts; a cell comes at (with `keep_texts`: before) the first of its texts.
    """
    owners = _owners([text.box for text in texts], [cell.box for cell in cells])
    merged: list[Region] = []
    seen: set[int] = set()
    for text, owner in zip(texts, owners, strict=True):
        if owner is not None and owner not in seen:
            seen.add(owner)
            best = max(
                (one for one, its in zip(texts, owners, strict=True) if its == owner),
                key=lambda one: -1.0 if one.score is None else one.score,
            )
            cell = cells[owner]
            merged.append(replace(cell, page=best.page, score=best.score, label=cell.label or best.label))
        if owner is None or keep_texts:
            merged.append(text)
    return merged


def clip_region(region: Region, width: int, height: int) -> Region | None:
    """Leave out what is beyond the page of a region: None if all of it is.

    A turned region that is partly on the page stays as it is.
    """
    left, top, right, bottom = _bounds([region.box])[0]
    if not (left < width and top < height and right > 0 and bottom > 0):
        return None
    if region.box.angle:
        return region
    left, top = max(left, 0.0), max(top, 0.0)
    right, bottom = min(right, width), min(bottom, height)
    return replace(region, box=Box(float(left), float(top), float(right - left), float(bottom - top)))


def _owners(texts: Sequence[Box], cells: Sequence[Box]) -> list[int | None]:
    """Return the number of the cell that each text is in."""
    if not cells or not texts:
        return [None] * len(texts)
    borders = _bounds(cells)
    sizes = np.array([cell.area for cell in cells])
    found: list[int | None] = []
    for text, (left, top, right, bottom) in zip(texts, _bounds(texts), strict=True):
        across = np.minimum(borders[:, 2], right) - np.maximum(borders[:, 0], left)
        down = np.minimum(borders[:, 3], bottom) - np.maximum(borders[:, 1], top)
        common = np.where((across > 0) & (down > 0), across * down, 0.0)
        for number in np.flatnonzero(common).tolist():
            if text.angle or cells[number].angle:
                common[number] = text.common_area(cells[number])
        # Of two cells that hold the same share, as one inside of the other, the smaller one is meant.
        best = min(range(len(cells)), key=lambda number: (-round(float(common[number]), 3), sizes[number]))
        found.append(best if common[best] > _MOST * text.area else None)
    return found


def _bounds(boxes: Sequence[Box]) -> Floats:
    """Return left, top, right and bottom of boxes: shape (n, 4)."""
    return np.array([box.edges() for box in boxes])
