"""From regions of a page that were read one by one to lines, and to text with its layout."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sparkocr.layout.box import Box
from sparkocr.layout.merge import framed, merged_line, typical_angle, union, weighted_median
from sparkocr.layout.page import Block, Line, Page, Paragraph, Word, mean_confidence
from sparkocr.layout.rows import Row, group_rows
from sparkocr.positions.same_line import on_one_line

__all__ = [
    "Reading",
    "confidence_of",
    "formatted_text",
    "group_lines",
    "group_neighbours",
    "page_of_readings",
]

Floats = npt.NDArray[np.float64]

# The numbers below were chosen for this library, on what text detectors find in running text, forms and receipts.
_OPEN_ROWS = 6  # lines that a region may still join; regions come in order of their height on the page
_TALL = 2.0  # in typical heights: such regions come last, as they overlap with several lines
_BESIDE = 0.25  # common height of regions of a line that rises or falls; those of lines below each other have 0.1
_MAX_SPACES = 500  # keeps one misplaced word from costing memory
_WORD_GAP = 0.7  # heights of the tallest word of a line; smaller gaps are those of a sentence, also of a justified one
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a region.

    Attributes
    ----------
    box : Box
        The region.
    lines : tuple of Line
        From the top; empty if there was no text.
    """

    box: Box
    lines: tuple[Line, ...]


def group_lines(boxes: Sequence[Box], tolerance: float, angle: float | None = None) -> list[list[int]]:
    """Group regions to lines of text.

    Regions are one line if they have half of the smaller height in common, or if their centres differ by at most
    `tolerance`; and so are those that stand beside each other and have a quarter in common, as where a line rises or
    falls. Heights are measured in the direction of the text, so that a skewed page makes no difference if its regions
    are turned.

    Parameters
    ----------
    boxes : sequence of Box
    tolerance : float
        Px, at least 0. The mean of the centres of a line counts.
    angle : float, optional
        Of the text, in degrees, clockwise; the typical one of the boxes if it is not known better.

    Returns
    -------
    list of list of int
        Indices into `boxes`: lines from the top, the regions of a line from left to right.

    Examples
    --------
    >>> group_lines([Box(300, 100, 50, 20), Box(0, 108, 50, 20), Box(0, 130, 50, 20)], tolerance=0)
    [[1, 0], [2]]
    """
    if not boxes:
        return []
    edges = framed(boxes, typical_angle(boxes) if angle is None else angle)
    heights = edges[:, 3] - edges[:, 2]
    tall = heights > _TALL * weighted_median(heights, edges[:, 1] - edges[:, 0])
    order = np.lexsort([edges[:, 0], edges[:, 2] + edges[:, 3], tall]).tolist()
    bands = [(top, bottom) for _, _, top, bottom in edges.tolist()]
    rows = group_rows(
        bands, order, _OPEN_ROWS, set(np.flatnonzero(tall).tolist()), by_height=False, tolerance=tolerance
    )
    lines = _with_those_beside([row.members for row in rows], edges)
    lines.sort(key=lambda line: float(np.mean(edges[line, 2:])))
    return [sorted(line, key=lambda i: (edges[i, 0], i)) for line in lines]


def _with_those_beside(lines: list[list[int]], edges: Floats) -> list[list[int]]:
    """Join lines of which one stands beside the other, with a little height in common; the best fit first."""
    lines = sorted(lines, key=lambda line: float(np.mean(edges[line, 2:])))
    pairs = [
        (share, one, other)
        for one in range(len(lines))
        for other in range(one + 1, min(one + 1 + _OPEN_ROWS, len(lines)))
        if (share := _common_beside(edges[lines[one]], edges[lines[other]])) >= _BESIDE
    ]
    merged = list(range(len(lines)))  # by line: the one that it is a part of now
    for _, one, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        first, second = merged[one], merged[other]
        if first != second and _are_beside(edges[lines[first]], edges[lines[second]]):
            lines[first] = lines[first] + lines[second]
            merged = [first if number == second else number for number in merged]
    return [lines[number] for number in dict.fromkeys(merged)]


def _common_beside(one: Floats, other: Floats) -> float:
    """Return the common height of the nearest regions of two lines, as a share of the smaller; 0 if not beside."""
    if not _are_beside(one, other):
        return 0.0
    gaps = np.maximum(other[:, 0] - one[:, 1][:, None], one[:, 0][:, None] - other[:, 1])
    near, far = np.unravel_index(gaps.argmin(), gaps.shape)
    return Row([], *one[near, 2:].tolist()).overlap(*other[far, 2:].tolist())


def _are_beside(one: Floats, other: Floats) -> bool:
    """Tell whether no region of a line is above or below one of the other line."""
    apart = (one[:, 1][:, None] <= other[:, 0]) | (other[:, 1] <= one[:, 0][:, None])
    return bool(apart.all())


def group_neighbours(boxes: Sequence[Box], tolerance: float) -> list[list[int]]:
    """Group the regions of a line that are no further apart than the higher of both is high.

    Parameters
    ----------
    boxes : sequence of Box
    tolerance : float
        Of `group_lines`. Neighbours that only rise or fall to each other are not grouped.

    Returns
    -------
    list of list of int
        Indices into `boxes`: groups from the top, those of a line from left to right, like their regions.
    """
    if not boxes:
        return []
    edges = framed(boxes, typical_angle(boxes))
    heights = edges[:, 3] - edges[:, 2]
    groups = []
    for line in group_lines(boxes, tolerance):
        groups.append(line[:1])
        for one, other in pairwise(line):
            level = on_one_line(*edges[one, 2:], *edges[other, 2:])
            if not level or edges[other, 0] - edges[one, 1] > max(heights[one], heights[other]):
                groups.append([])
            groups[-1].append(other)
    return groups


def page_of_readings(readings: Sequence[Reading], width: int, height: int, tolerance: float) -> tuple[Page, list[int]]:
    """Make a page of what was read in its regions.

    Parameters
    ----------
    readings : sequence of Reading
        In any order.
    width, height : int
        Size of the image in px.
    tolerance : float
        Of `group_lines`. The lines of a region that has several count one by one.

    Returns
    -------
    page : Page
        One paragraph. Between regions of a line there is a space. Where most letters of a line are read from the
        right, so are its regions.
    order : list of int
        Indices into `readings`, all of them, in reading order.
    """
    pieces: list[tuple[int, Box, Line | None]] = []
    for number, reading in enumerate(readings):
        if len(reading.lines) > 1:
            pieces += [(number, line.box, line) for line in reading.lines]
        else:
            pieces.append((number, reading.box, reading.lines[0] if reading.lines else None))
    lines, order = [], []
    # The regions tell the angle of the text: that of a short line that was found in one of them is often wrong.
    angle = typical_angle([reading.box for reading in readings]) if readings else 0.0
    if _is_upside_down(readings):
        angle += 180
    for group in group_lines([box for _, box, _ in pieces], tolerance, angle):
        found = [line for i in group if (line := pieces[i][2]) is not None]
        turn = -1 if _is_right_to_left(found) else 1
        order += [pieces[i][0] for i in group[::turn]]
        if found:
            lines.append(_joined(found[::turn]))
    order = list(dict.fromkeys(order))
    if not lines:
        return Page((), width, height), order
    box = union([line.box for line in lines])
    return Page((Block((Paragraph(tuple(lines), box),), box),), width, height), order


def _is_upside_down(readings: Sequence[Reading]) -> bool:
    """Tell whether most text was read the other way round than its regions lie: vertical text runs either way."""
    votes = 0.0
    for reading in readings:
        for line in reading.lines:
            turn = (line.box.angle - reading.box.angle) % 360
            votes += line.box.width * (1 if 90 < turn < 270 else -1)  # noqa: PLR2004  quarter turns
    return votes > 0


def formatted_text(page: Page, tolerance: float, space_width: float) -> str:
    r"""Write a page so that the gaps between its words stay: as many spaces as they have widths of a space.

    Parameters
    ----------
    page : Page
        Words that stand beside each other become one line, whatever column they are in: see `group_lines`.
    tolerance : float
        Of `group_lines`, for the lines of the page.
    space_width : float
        Px that stand for one space, above 0.

    Returns
    -------
    str
        One ``"\n"`` after each line. Lines are indented by their distance from the leftmost word. Between two words
        there is at least what stands between them anyway, and no more where they are as close as in a sentence. There
        are no more than 500 spaces.
    """
    found = list(page.lines())
    if not found:
        return ""
    angle = typical_angle([line.box for line in found])
    rows = []
    for group in group_lines([line.box for line in found], tolerance):
        lines = [found[i] for i in group]
        words = _words(lines[::-1] if _is_right_to_left(lines) else lines)
        rows.append((words, framed([word.box for word in words], angle).tolist()))
    margin = min(edges[0] for _, sides in rows for edges in sides)
    return "".join(_formatted_line(words, sides, margin, space_width) for words, sides in rows)


def confidence_of(lines: Sequence[Line]) -> float:
    """Return the mean confidence of the words of lines, 0 to 1; 0 without any."""
    return mean_confidence(word for line in lines for word in line.words) / _PERCENT


def _joined(lines: Sequence[Line]) -> Line:
    """Join lines that stand beside each other, in reading order."""
    return lines[0] if len(lines) == 1 else merged_line(lines, _words(lines), [line.box for line in lines])


def _words(lines: Sequence[Line]) -> list[Word]:
    """Return the words of lines that stand beside each other, with a space between lines."""
    words = list(lines[0].words)
    for line in lines[1:]:
        words += [replace(line.words[0], before=" "), *line.words[1:]]
    return words


def _is_right_to_left(lines: Sequence[Line]) -> bool:
    """Tell whether most letters are read from the right."""
    kinds = [unicodedata.bidirectional(character) for line in lines for character in line.text]
    return kinds.count("R") + kinds.count("AL") > kinds.count("L")


def _formatted_line(words: Sequence[Word], sides: Sequence[Sequence[float]], margin: float, space_width: float) -> str:
    """Write a line; `sides` are left, right, top and bottom of its words."""
    text = _spaces(min(edges[0] for edges in sides) - margin, space_width) + words[0].text
    least = _WORD_GAP * max(edges[3] - edges[2] for edges in sides)
    for (one, other), word in zip(pairwise(sides), words[1:], strict=True):
        gap = max(other[0] - one[1], one[0] - other[1])  # one is the gap in either direction, the other is negative
        text += max(word.before, _spaces(gap, space_width) if gap >= least else "", key=len) + word.text
    return text + "\n"


def _spaces(gap: float, space_width: float) -> str:
    """Return the spaces that fit a gap."""
    return " " * max(0, min(_MAX_SPACES, math.floor(gap / space_width + 1 / 2)))
