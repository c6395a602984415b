"""Find the running header and footer of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from sparkocr.layout.box import Box
from sparkocr.layout.page import Line

__all__ = ["Running", "running_lines"]

# The numbers below were chosen for this library, on books, papers and reports.
_APART = 0.6  # heights of white space between a running header or footer and the text
_LARGE = 1.6  # of the height of lines: larger ones are titles, or numbers of chapters
_WIDER = 1.5  # times the usual gap of lines, at least
_LEAST_LINES = 4
_CELLS = 3.0  # heights: a gap between the parts of a header
_LOOKED_AT = 12  # lines at each end of the page
_CHAPTER = re.compile(r"(?:chapter|part|section|appendix|annex|unit|lesson)\s+[0-9]+$", re.IGNORECASE)
# A number up to 20 before other words is rather that of a section.
_PAGE_NUMBER = re.compile(
    r"(?:[0-9]{3,4}|[2-9][0-9])\b(?!\.)|[0-9]{1,2}\s*[|\u00b7\u2022/\u2013\u2014-]|(?:.*\s)?[0-9]{1,4}$"
    r"|[ivxlc]+$|page\s+[0-9]+",
    re.IGNORECASE,
)


class Running(NamedTuple):
    """Numbers of the lines that are the header and the footer of a page."""

    header: frozenset[int]
    footer: frozenset[int]


def running_lines(lines: Sequence[Line]) -> Running:
    """Tell which lines of a page are its running header and footer.

    Parameters
    ----------
    lines : sequence of Line

    Returns
    -------
    Running
        The first and the last row of the page, if white space is between them and the text, and they have the number of
        the page or parts that are far apart.
    """
    if len(lines) < _LEAST_LINES:
        return Running(frozenset(), frozenset())
    boxes = [line.box.upright() for line in lines]
    order = sorted(range(len(lines)), key=lambda number: boxes[number].centre[1])
    usual = float(np.median([_gap(boxes[one], boxes[other]) for one, other in pairwise(order)]))
    ends = order[:_LOOKED_AT], order[: -_LOOKED_AT - 1 : -1]
    return Running(*(_end_row(lines, boxes, end, usual) for end in ends))


def _end_row(lines: Sequence[Line], boxes: Sequence[Box], ends: Sequence[int], usual: float) -> frozenset[int]:
    """Return the lines of the first row, of lines in their order from one end of the page, if they are running."""
    row = [number for number in ends if _are_beside(boxes[ends[0]], boxes[number])]
    others = [number for number in ends if number not in row]
    largest = _LARGE * float(np.median([box.height for box in boxes]))
    is_large = max(boxes[number].height for number in row) > largest
    if not others or not _is_running([lines[number] for number in row], is_large=is_large):
        return frozenset()
    gaps = [_gap(boxes[number], boxes[others[0]]) for number in row]
    least = _APART * min(boxes[number].height for number in row)
    return frozenset(row) if min(gaps) > max(least, _WIDER * usual) else frozenset()


def _is_running(row: Sequence[Line], *, is_large: bool) -> bool:
    text = row[0].text
    has_number = not is_large and _PAGE_NUMBER.match(text) and not _CHAPTER.match(text)
    return len(row) > 1 or bool(has_number) or _has_parts(row[0])


def _has_parts(line: Line) -> bool:
    boxes = [word.box.upright() for word in line.words]
    return any(other.x - one.x - one.width > _CELLS * one.height for one, other in pairwise(boxes))


def _are_beside(one: Box, other: Box) -> bool:
    return abs(one.centre[1] - other.centre[1]) <= max(one.height, other.height) / 2


def _gap(one: Box, other: Box) -> float:
    """Return the vertical distance of two boxes; negative where they overlap."""
    return max(one.y, other.y) - min(one.y + one.height, other.y + other.height)
