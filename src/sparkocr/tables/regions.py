"""Where tables may be that are not framed: between rulings of one length, and where lines have gaps in common."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice, pairwise, takewhile

from sparkocr.layout.page import Word
from sparkocr.pdf.read.drawings import Rule
from sparkocr.tables.aligned import Region
from sparkocr.tables.cells import text_lines
from sparkocr.tables.columns import Columns, TextLine, chunk_gap, chunks_of, unit_of

__all__ = [
    "gapped_regions",
    "lines_after",
    "lines_of",
    "rule_regions",
    "with_leaders",
    "with_lines_above",
    "with_lines_below",
]

# Chosen for this library, on tables of reports. Heights are those of lines.
_SAME_ENDS = 8.0  # points by which rulings of a table may differ
_SHORTEST = 60.0  # points
_MOST_GROUPS = 100  # of rulings of one length
_BESIDE = 4.0  # points by which text may reach over rulings
_TABULAR = 0.3  # share of lines between two rulings of a table that have a gap
_LINES = 10  # of a row between two rulings, one of which has a gap
_EMPTY = 4.0  # heights without text between two rulings of a table
_NEXT = 1.6  # heights of white space up to the next line of a table
_WIDE_GAP = 1.0  # heights; a narrower gap does not begin a table
_WIDER = 12.0  # points on both sides
_DASHES = re.compile(r"[-=_\u2014]{5,}")
_LEADERS = re.compile(r"\.{3,}|\u2026+")
_RUNNING_GAP = 0.7  # of the gap that begins a table: running text has no such gaps
_RUNNING = 0.7  # share of the width of a table that a line of running text takes
_BETWEEN = 2  # lines without a gap that may be in a table, one after the other


def lines_of(words: Iterable[Word]) -> list[TextLine]:
    """Group words to lines."""
    return [TextLine.of(with_leaders(line)) for line in text_lines([w for w in words if not _DASHES.fullmatch(w.text)])]


def with_leaders(line: Sequence[Word]) -> list[Word]:
    """Join rows of dots to the word before them: they lead to the next column, but are none."""
    found: list[Word] = []
    for word in line:
        if found and _LEADERS.fullmatch(word.text):
            last = found[-1]
            box = replace(last.box, width=word.box.x + word.box.width - last.box.x)
            found[-1] = replace(last, text=f"{last.text} {word.text}", box=box, symbols=())
        else:
            found.append(word)
    return found


def rule_regions(rules: Iterable[Rule], words: Sequence[Word]) -> list[Region]:
    """Find parts of a page between rulings that begin and end at the same places.

    Parameters
    ----------
    rules : iterable of Rule
        Horizontal rulings.
    words : sequence of Word
        Words that are in no table yet.
    """
    regions = []
    groups = _same_ends([rule for rule in rules if rule.end - rule.start >= _SHORTEST])
    for group in sorted((group for group in groups if len(group) > 1), key=len, reverse=True)[:_MOST_GROUPS]:
        left, right = min(rule.start for rule in group), max(rule.end for rule in group)
        inside = [w for w in words if left - _BESIDE <= w.box.centre[0] <= right + _BESIDE]
        for part in _connected(group, lines_of(inside)):
            top, bottom = part[0].at, part[-1].at
            lines = lines_of(w for w in inside if top < w.box.centre[1] < bottom)
            if lines:
                own = [
                    r for r in rules if top <= r.at <= bottom and left - _BESIDE <= r.start and r.end <= right + _BESIDE
                ]
                regions.append(Region(lines, own, (), left, top, right, bottom))
    return regions


def _same_ends(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Group rulings that begin and end at the same places, each group from the top."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules):
        for group in groups:
            if abs(group[0].start - rule.start) <= _SAME_ENDS and abs(group[0].end - rule.end) <= _SAME_ENDS:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return groups


def _connected(group: Sequence[Rule], lines: Sequence[TextLine]) -> list[list[Rule]]:
    """Cut a group of rulings where there is running text or nothing between two of them."""
    unit = unit_of(lines)
    gap = max(chunk_gap(lines, unit), _WIDE_GAP * unit)
    parts = [[group[0]]]
    for above, below in pairwise(group):
        between = [line for line in lines if above.at < line.middle < below.at]
        gapped = sum(len(chunks_of(line.words, gap)) > 1 for line in between)
        is_prose = any(is_running(line, gap, above.end - above.start) for line in between)
        is_row = gapped > 0 and len(between) <= _LINES
        is_table = is_row or gapped >= _TABULAR * len(between)
        if not between:
            is_table = below.at - above.at <= _EMPTY * unit
        if not is_prose and (is_table or (len(between) == 1 and len(parts[-1]) > 1)):
            parts[-1].append(below)
        else:
            parts.append([below])
    return [part for part in parts if len(part) > 1]


def is_running(line: TextLine, gap: float, width: float) -> bool:
    """Tell whether a line is one of running text: without a gap over most of a width."""
    return line.right - line.left >= _RUNNING * width and len(chunks_of(line.words, _RUNNING_GAP * gap)) == 1


def lines_after(region: Region, lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines below a region up to white space or running text."""
    unit = unit_of(region.lines)
    gap = max(chunk_gap(region.lines, unit), _WIDE_GAP * unit)
    found: list[TextLine] = []
    bottom = region.bottom
    for line in sorted(lines, key=lambda line: line.top):
        if line.middle <= region.bottom:
            continue
        if line.top - bottom > _NEXT * (line.bottom - line.top) or is_running(line, gap, region.right - region.left):
            break
        found.append(line)
        bottom = line.bottom
    return found


def with_lines_below(region: Region, columns: Columns, lines: Sequence[TextLine]) -> Region:
    """Add the lines below a region that keep to its columns."""
    found = list(region.lines)
    bottom = region.bottom
    waiting: list[TextLine] = []
    for line in sorted(lines, key=lambda line: line.top):
        last = (waiting or found)[-1]
        if line.middle <= region.bottom:
            continue
        if line.top - max(last.bottom, bottom if not waiting else 0) > _NEXT * (line.bottom - line.top):
            break
        pieces = columns.pieces(line)
        if any(last_column > first for first, last_column, _ in pieces):
            break
        waiting.append(line)
        if len(pieces) > 1:
            found += waiting
            waiting = []
            bottom = line.bottom
        elif len(waiting) >= _BETWEEN:
            break
    return Region(found, region.horizontal, region.separators, region.left, region.top, region.right, bottom)


def with_lines_above(region: Region, columns: Columns, lines: Sequence[TextLine]) -> Region:
    """Add the headings right above a region: lines with text in several of its columns, but over no separator."""
    found = list(region.lines)
    top = region.top
    for line in sorted(lines, key=lambda line: -line.bottom):
        if line.bottom > region.top:
            continue
        pieces = columns.pieces(line)
        is_near = top - line.bottom <= _NEXT * (line.bottom - line.top)
        is_gapped = len(pieces) > 1 and len(chunks_of(line.words, columns.gap)) > 1
        if not is_near or not is_gapped or any(last > first for first, last, _ in pieces):
            break
        found.insert(0, line)
        top = line.top
    return Region(found, region.horizontal, region.separators, region.left, top, region.right, region.bottom)


def gapped_regions(stacks: Iterable[Sequence[TextLine]], rules: Sequence[Rule]) -> list[Region]:
    """Find runs of lines with wide gaps.

    Parameters
    ----------
    stacks : iterable of sequence of TextLine
        Lines below each other, those of each column of the page.
    rules : sequence of Rule
        Horizontal rulings from the top: one that is wider than a line below it ends what is above.
    """
    regions = []
    for stack in stacks:
        unit = unit_of(stack)
        gap = max(chunk_gap(stack, unit), _WIDE_GAP * unit)
        run: list[TextLine] = []
        waiting: list[TextLine] = []
        for line in sorted(stack, key=lambda line: line.top):
            last = (waiting or run or [line])[-1]
            is_far = line.top - last.bottom > _NEXT * (line.bottom - line.top)
            if run and (is_far or _is_cut(last, line, rules)):
                regions += _region(run)
                run, waiting = [], []
            if len(chunks_of(line.words, gap)) > 1:
                run += [*waiting, line] if run else [line]
                waiting = []
            elif run:
                waiting.append(line)
                if len(waiting) > _BETWEEN:
                    regions += _region(run)
                    run, waiting = [], []
        regions += _region(run)
    return regions


def _is_cut(above: TextLine, line: TextLine, rules: Sequence[Rule]) -> bool:
    """Tell whether there is a ruling between lines that is wider than the lower one, as below the header of a page."""
    first = bisect_right(rules, above.middle, key=lambda rule: rule.at)
    between = takewhile(lambda rule: rule.at < line.middle, islice(rules, first, None))
    return any(rule.start < line.left - _WIDER and rule.end > line.right + _WIDER for rule in between)


def _region(lines: Sequence[TextLine]) -> list[Region]:
    """Return the region of some lines, none for less than two."""
    if len(lines) < 2:  # noqa: PLR2004
        return []
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    return [Region(list(lines), (), (), left, lines[0].top, right, lines[-1].bottom)]
