"""Regions of text: link fragments to lines, join regions that overlap, and put them in the order of reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

import numpy as np
import numpy.typing as npt

from sparkocr.enums import PageIteratorLevel
from sparkocr.layout.box import Box
from sparkocr.layout.merge import framed, typical_angle, union
from sparkocr.layout.page import Page
from sparkocr.layout.regions import Region
from sparkocr.layout.rows import group_rows
from sparkocr.positions.same_line import on_one_line

__all__ = ["in_reading_order", "level_regions", "link_fragments", "merge_intersecting"]

Floats = npt.NDArray[np.float64]

# The numbers were chosen for this library.
_SAME_FONT = 2.0  # of the heights of two fragments of a line
_OVERLAP = 0.5  # share of the smaller box: the boxes of lines that are set closely have a third in common


@dataclass(frozen=True, slots=True, eq=False)
class _Direction:
    """The boxes that run in one direction: their places in the list, and their sides in a frame that runs so, too."""

    members: npt.NDArray[np.intp]
    left: Floats
    right: Floats
    top: Floats
    bottom: Floats


def link_fragments(regions: Sequence[Region], widest: float) -> list[Region]:
    """Make one region of the fragments of a line that stand close together.

    Parameters
    ----------
    regions : sequence of Region
        In any order; may be turned.
    widest : float
        Fragments are linked if the gap between them is less than so many heights of the lower one.

    Returns
    -------
    list of Region
        A linked region covers its fragments, and has the mean of their scores, weighted by area.
    """
    pairs: list[tuple[int, int]] = []
    for run in _directions([region.box for region in regions]):
        height = run.bottom - run.top
        for number, member in enumerate(run.members.tolist()):
            smaller = np.minimum(height, height[number])
            follows = (run.left >= run.left[number]) & (run.left - run.right[number] < widest * smaller)
            beside = on_one_line(run.top, run.bottom, run.top[number], run.bottom[number])
            alike = beside & (np.maximum(height, height[number]) <= _SAME_FONT * smaller)
            pairs += [(member, other) for other in run.members[follows & alike].tolist()]
    return _joined(regions, pairs)


def merge_intersecting(regions: Sequence[Region]) -> list[Region]:
    """Make one region of those that overlap by more than half of the smaller one, until none do.

    Returns
    -------
    list of Region
        Like those of `link_fragments`.
    """
    found = list(regions)
    while True:
        merged = _joined(found, _intersecting([region.box for region in found]))
        if len(merged) == len(found):
            return merged
        found = merged


def in_reading_order(regions: Sequence[Region]) -> list[Region]:
    """Order regions from the top, and those of a row from the left; a skewed page is ordered along its lines.

    Text that stands upright against most of the page comes last.
    """
    return [regions[number] for run in _directions([region.box for region in regions]) for number in _rows(run)]


def level_regions(page: Page, level: PageIteratorLevel) -> list[Region]:
    """Return the parts of a page at a level, in the order of reading.

    Parameters
    ----------
    page : Page
        With symbols, for the level SYMBOL.
    level : PageIteratorLevel

    Returns
    -------
    list of Region
        The label is the name of the level in lower case, the score the mean confidence of the words (or that of the
        symbol), 0 to 1.
    """
    return [Region(box, 0, fmean(confidences) / 100, level.name.lower()) for box, confidences in _parts(page, level)]


def _parts(page: Page, level: PageIteratorLevel) -> Iterator[tuple[Box, list[float]]]:
    """Walk over the parts of a page: their boxes and the confidences in them."""
    if level == PageIteratorLevel.BLOCK:
        for block in page.blocks:
            lines = (line for paragraph in block.paragraphs for line in paragraph.lines)
            yield block.box, [word.confidence for line in lines for word in line.words]
    elif level == PageIteratorLevel.PARAGRAPH:
        for paragraph in page.paragraphs():
            yield paragraph.box, [word.confidence for line in paragraph.lines for word in line.words]
    elif level == PageIteratorLevel.TEXTLINE:
        for line in page.lines():
            yield line.box, [word.confidence for word in line.words]
    elif level == PageIteratorLevel.WORD:
        yield from ((word.box, [word.confidence]) for word in page.words())
    else:
        yield from ((symbol.box, [symbol.confidence]) for word in page.words() for symbol in word.symbols)


def _directions(boxes: Sequence[Box]) -> Iterator[_Direction]:
    """Part boxes into those that run like most of the page, and those that run across it."""
    if not boxes:
        return
    angle = typical_angle(boxes)
    across = np.rint((np.array([box.angle for box in boxes]) - angle) / 90).astype(np.intp) % 2
    for quarter in (0, 1):
        members = np.flatnonzero(across == quarter)
        if len(members):
            yield _Direction(members, *framed((boxes[number] for number in members.tolist()), angle + 90 * quarter).T)


def _rows(run: _Direction) -> list[int]:
    """Return the places of boxes, row by row."""
    bands = list(zip(run.top.tolist(), run.bottom.tolist(), strict=True))
    rows = group_rows(bands, np.argsort(run.top + run.bottom, kind="stable").tolist(), open_rows=1, by_height=False)
    return [int(run.members[number]) for row in rows for number in sorted(row.members, key=run.left.__getitem__)]


def _intersecting(boxes: Sequence[Box]) -> Iterator[tuple[int, int]]:
    """Find the pairs of boxes that overlap."""
    if not boxes:
        return
    edges = np.array([box.edges() for box in boxes])
    lowest, highest = edges[:, :2], edges[:, 2:]
    for one in range(len(boxes)):
        near = ((lowest[one + 1 :] < highest[one]) & (highest[one + 1 :] > lowest[one])).all(axis=1)
        for other in (one + 1 + np.flatnonzero(near)).tolist():
            if boxes[one].common_area(boxes[other]) > _OVERLAP * min(boxes[one].area, boxes[other].area):
                yield one, other


def _joined(regions: Sequence[Region], pairs: Iterable[tuple[int, int]]) -> list[Region]:
    """Join the regions that pairs connect; each group takes the place of its first region."""
    first = list(range(len(regions)))

    def root(number: int) -> int:
        while first[number] != number:
            first[number] = first[first[number]]
            number = first[number]
        return number

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        first[high] = low
    groups: dict[int, list[Region]] = {}
    for number, region in enumerate(regions):
        groups.setdefault(root(number), []).append(region)
    return [_covering(group) if len(group) > 1 else group[0] for group in groups.values()]


def _covering(group: Sequence[Region]) -> Region:
    """Return the region that covers a group."""
    weights = [max(region.box.area, 1e-9) for region in group]
    score = float(np.average([region.score or 0.0 for region in group], weights=weights))
    return replace(group[0], box=union([region.box for region in group]), score=score)
