"""From regions of a page that were read one by one to lines, and to text with its layout."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from sparkocr.layout.box import Box
from sparkocr.layout.merge import framed, merged_line, typical_angle, union
from sparkocr.layout.page import Block, Line, Page, Paragraph, Word, mean_confidence

__all__ = [
    "Reading",
    "confidence_of",
    "formatted_text",
    "group_lines",
    "group_neighbours",
    "page_of_readings",
]

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

    From the top, a region joins the line above it if its centre is at most `tolerance` below the mean of the line's
    centres. Heights are measured in the direction of the text, so that a skewed page makes no difference if its
    regions are turned.

    Parameters
    ----------
    boxes : sequence of Box
    tolerance : float
        Px, at least 0.
    angle : float, optional
        Of the text, in degrees, clockwise; the typical one of the boxes if it is not known better.

    Returns
    -------
    list of list of int
        Indices into `boxes`: lines from the top, the regions of a line from left to right.
    """
    if not boxes:
        return []
    edges = framed(boxes, typical_angle(boxes) if angle is None else angle)
    lefts, centres = edges[:, 0], (edges[:, 2] + edges[:, 3]) / 2
    lines: list[list[int]] = []
    total = 0.0
    for i in np.lexsort([lefts, centres]).tolist():
        if lines and centres[i] - total / len(lines[-1]) <= tolerance:
            lines[-1].append(i)
            total += centres[i]
        else:
            lines.append([i])
            total = centres[i]
    return [sorted(line, key=lambda i: (lefts[i], i)) for line in lines]


def group_neighbours(boxes: Sequence[Box], tolerance: float) -> list[list[int]]:
    """Group the regions of a line that are no further apart than the higher of both is high.

    Parameters
    ----------
    boxes : sequence of Box
    tolerance : float
        Of `group_lines`.

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
            if edges[other, 0] - edges[one, 1] > max(heights[one], heights[other]):
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
