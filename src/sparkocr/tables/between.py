"""Phrases in the white space between columns: headings that are aligned otherwise than what is below them.

A heading at the left of its column, over numbers at the right of it, stands as near to the column before. So phrases of
a line are given to columns one by one, in their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple, Protocol

__all__ = ["Span", "Strip", "settled"]

Strip = tuple[float, float]  # white space from the top to the bottom of a table: left and right
_MOST_HEADING = 4  # lines of a heading


class Span(Protocol):
    """What has a left and a right."""

    @property
    def left(self) -> float:
        """Where it begins."""

    @property
    def right(self) -> float:
        """Where it ends."""


class _Placed(NamedTuple):
    """How phrases of a line are given to columns; the least is the best."""

    shared: int  # phrases that are in the column of the one before
    labels: int  # phrases in white space that are in the first column, which needs no heading
    distance: float  # of phrases in white space to what their columns have else
    columns: tuple[int, ...]  # of the phrases so far


def settled(lines: Sequence[Sequence[Span]], strips: Sequence[Strip]) -> list[Strip]:
    """Return where separators may be, so that phrases in white space are on the side of their column.

    Parameters
    ----------
    lines : sequence of sequence of Span
        The phrases of each line of a table, from the left; lines from the top.
    strips : sequence of tuple of float
        White space that nearly all lines have in common, from the left.

    Returns
    -------
    list of tuple of float
        No longer beside columns that have nothing but phrases above what the column beside it has, if each of these
        phrases finds a column; and narrower by the phrases in it.
    """
    fewer = _without_headings(lines, strips)
    placed, apart = _given(lines, fewer), _given(lines, strips)
    if sum(each.shared for each in placed) > sum(each.shared for each in apart):
        fewer, placed = list(strips), apart
    found = []
    for number, (left, right) in enumerate(fewer):
        inside = [
            (span, column)
            for line, each in zip(lines, placed, strict=True)
            for span, column in zip(line, each.columns, strict=True)
            if left <= span.left and span.right <= right
        ]
        start = max([left, *(span.right for span, column in inside if column == number)])
        end = min([right, *(span.left for span, column in inside if column > number)])
        found.append((start, end) if start < end else (left, right))
    return found


def _without_headings(lines: Sequence[Sequence[Span]], strips: Sequence[Strip]) -> list[Strip]:
    """Join the white space on both sides of columns that have nothing but headings of the columns beside them."""
    inner = _columns(strips)
    filled = [
        {number for number, line in enumerate(lines) if any(s.left < right and left < s.right for s in line)}
        for left, right in inner
    ]
    alone = {
        column
        for column, own in enumerate(filled)
        if own
        and max(own) < min(_MOST_HEADING, len(lines) / 2)
        and any(max(own) < min(filled[n]) for n in (column - 1, column + 1) if 0 <= n < len(inner) and filled[n])
    }
    kept = [column for column in range(len(inner)) if column not in alone]
    return [(inner[column][1], inner[following][0]) for column, following in pairwise(kept)]


def _columns(strips: Sequence[Strip]) -> list[tuple[float, float]]:
    """Return left and right of what is between white space."""
    edges = [-inf, *(edge for strip in strips for edge in strip), inf]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _given(lines: Sequence[Sequence[Span]], strips: Sequence[Strip]) -> list[_Placed]:
    """Give the phrases of lines to columns: what is below or above a phrase of a longer line is in its column."""
    found: dict[int, _Placed] = {}
    known: list[tuple[Span, int]] = []
    for number in sorted(range(len(lines)), key=lambda number: -len(lines[number])):
        found[number] = _placed(lines[number], strips, known)
        known += [
            (span, column)
            for span, column in zip(lines[number], found[number].columns, strict=True)
            if _strip_of(span, strips) is not None
        ]
    return [found[number] for number in range(len(lines))]


def _placed(line: Sequence[Span], strips: Sequence[Strip], known: Sequence[tuple[Span, int]]) -> _Placed:
    """Give the phrases of a line to columns, so that as few as can be share one, and they are near to it."""
    best = {-1: _Placed(0, 0, 0.0, ())}  # by the last column
    for span in line:
        following: dict[int, _Placed] = {}
        for first, last, distance in _choices(span, strips, known):
            for before, placed in best.items():
                new = _Placed(
                    placed.shared + (before >= first),
                    placed.labels + (first == 0 and distance > 0),
                    placed.distance + distance,
                    (*placed.columns, max(before, first)),
                )
                end = max(before, last)
                following[end] = min(new, following.get(end, new))
        best = following
    return min(best.values())


def _choices(
    span: Span, strips: Sequence[Strip], known: Sequence[tuple[Span, int]]
) -> Iterator[tuple[int, int, float]]:
    """Yield first and last column that a phrase may be in, and how far away they are."""
    strip = _strip_of(span, strips)
    if strip is None:
        yield sum(left <= span.left for left, _ in strips), sum(right < span.right for _, right in strips), 0.0
        return
    left, right = strips[strip]
    distances = {strip: span.left - left, strip + 1: right - span.right}
    columns = [c for other, c in known if c in distances and other.left < span.right and span.left < other.right]
    for column in columns[:1] or distances:
        yield column, column, distances[column]


def _strip_of(span: Span, strips: Sequence[Strip]) -> int | None:
    """Return the number of the white space that a phrase is in; None if it is in none."""
    inside = (number for number, (left, right) in enumerate(strips) if left <= span.left and span.right <= right)
    return next(inside, None)
