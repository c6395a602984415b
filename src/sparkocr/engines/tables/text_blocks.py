"""Paragraphs, titles and lists of a page that was not read, by white space, sizes and bullets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from sparkocr.imaging.pixels import Pixels
from sparkocr.imaging.spans import joined_spans, spans_of
from sparkocr.layout.box import Box

__all__ = ["MOST_TITLE", "is_list", "is_title", "usual_height"]

MOST_TITLE = 3
"""Lines that a title has at most."""

# Chosen for this library. Lengths are in heights of a line.
_LARGE = 1.25  # times the usual height of lines
_BEFORE, _AFTER = 2.5, 3.5  # what is looked at before and after the start of a line
_BLANK = 0.3  # between a mark and the text
_DOT, _FLAT = 0.8, 0.65  # width and height of a bullet or dash, at most
_NUMBER, _NUMBER_BLANK = 2.4, 0.45  # width of a number like "12." and the blank after it
_SAME_PLACE = 0.6  # by which marks, and the starts of lines, may differ
_LEAST_MARKS, _LEAST_NUMBERS = 2, 3
_HANGING = 0.8  # share of the lines without a mark that begin where the text after the marks does
_INK = 40  # levels darker than paper
_LEAST_HEIGHT = 6  # px of a line


def is_title(lines: Sequence[Box], usual: float) -> bool:
    """Tell whether the lines of a paragraph are a title by their size; `usual` is the height of the usual line."""
    return len(lines) <= MOST_TITLE and median(line.height for line in lines) >= _LARGE * usual


def is_list(lines: Sequence[Box], gray: Pixels) -> bool:
    """Tell whether lines are items of a list: marks before them stand below each other.

    Parameters
    ----------
    lines : sequence of Box
        Upright boxes of the lines of a paragraph in px, from the top.
    gray : ndarray of uint8, shape (h, w)
        The page.

    Notes
    -----
    A mark is a dot, a dash or a square, or what is as wide as a number and has a wider blank after it than between
    words. Lines without a mark must begin where the text after the marks does.
    """
    if len(lines) < _LEAST_MARKS:
        return False
    height = median(line.height for line in lines)
    if height < _LEAST_HEIGHT:
        return False
    starts = [_start(line, gray) for line in lines]
    marks = [start for start in starts if start is not None]
    if len(marks) < _LEAST_MARKS:
        return False
    places = [mark for mark, _, _ in marks]
    if max(places) - min(places) > _SAME_PLACE * height:
        return False
    others = [line for line, start in zip(lines, starts, strict=True) if start is None]
    if not others:
        return len(marks) >= _LEAST_NUMBERS or all(is_bullet for _, _, is_bullet in marks)
    text = median(after for _, after, _ in marks)
    hanging = sum(abs(line.x - text) <= _SAME_PLACE * height for line in others)
    return hanging >= _HANGING * len(others)


def _start(line: Box, gray: Pixels) -> tuple[float, float, bool] | None:
    """Return where the mark of a line and its text begin in px, and whether it is a bullet; None without a mark."""
    height = line.height
    left, right = max(0, int(line.x - _BEFORE * height)), int(line.x + _AFTER * height)
    strip = gray[max(0, int(line.y)) : int(line.y + height), left:right]
    if not strip.size:
        return None
    ink = strip < np.median(strip) - _INK
    runs = joined_spans(spans_of(np.asarray(ink.any(axis=0))), _BLANK * height)
    # What is further left than a mark can be belongs to the column beside this one.
    near = [(start, end) for start, end in runs if left + end > line.x - _BEFORE * height + 1 and start > 0]
    for (start, end), (following, _) in pairwise(near):
        wide, blank = end - start, following - end
        rows = np.flatnonzero(ink[:, start:end].any(axis=1))
        high = int(rows[-1] - rows[0]) + 1
        if wide <= _DOT * height and high <= _FLAT * height:
            return float(left + start), float(left + following), True
        if wide <= _NUMBER * height and blank >= _NUMBER_BLANK * height:
            return float(left + start), float(left + following), False
        break
    return None


def usual_height(lines: Sequence[Box]) -> float:
    """Return the height of most text: the median, weighted by width; 0 without lines."""
    if not lines:
        return 0.0
    heights = sorted((line.height, line.width) for line in lines)
    total = np.cumsum([width for _, width in heights])
    return heights[int(np.searchsorted(total, total[-1] / 2))][0]
