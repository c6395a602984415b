"""Tables whose cells are framed: rulings become a grid, and the faces of the grid become cells.

The pieces of the grid that no ruling separates are one cell, as in [1]_.

References
----------
.. [1] A. Nurminen, "Algorithmic extraction of data in tables in PDF documents", master's thesis, Tampere University
   of Technology, 2013.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, median

import numpy as np

from sparkocr.layout.page import Word
from sparkocr.pdf.read.drawings import Rule
from sparkocr.tables.cells import Place, split_words, text_lines
from sparkocr.tables.columns import Columns, TextLine, chunk_gap, chunks_of, unit_of
from sparkocr.tables.frame import Frame
from sparkocr.tables.rows import LineCells, group_lines, is_value, value_columns
from sparkocr.tables.rulings import covered

__all__ = [
    "cuts_phrases",
    "frame_of",
    "places_of",
    "ruled_share",
    "with_heading_above",
    "with_rows_between",
    "without_captions",
]

# Chosen for this library, on tables of reports.
_SEPARATES = 0.6  # share of a side of a cell that is ruled
_THIN = 8.0  # points; a row or column without words that is thinner is a double line
_CAPTION_EDGES = 4  # of columns: in a table of two columns, a row of one cell with lines of text is no caption
_HEADING_GAP, _HEADED = 2.0, 0.6  # heights between a grid and headings above it, share of the columns that have one
_CUT, _MOST_CUT = 0.3, 0.3  # heights of a line between words of a phrase, share of lines that a ruling runs through
_OVERHANG = 6.0  # points that rulings reach over the outer ones of the other direction, where these are missing


def frame_of(horizontal: Sequence[Rule], vertical: Sequence[Rule], words: Sequence[Word]) -> Frame:
    """Make a grid of rulings that touch; outer rulings that are missing are added.

    Parameters
    ----------
    horizontal, vertical : sequence of Rule
        Joined rulings.
    words : sequence of Word
        All words of the page: outer rulings are added only where there are words.
    """
    rows = sorted({rule.at for rule in horizontal})
    columns = sorted({rule.at for rule in vertical})
    left, right = _overhang(horizontal, columns)
    top, bottom = _overhang(vertical, rows)
    inside = [word.box.centre for word in words]
    if any(left < x < columns[0] and rows[0] < y < rows[-1] for x, y in inside):
        columns.insert(0, left)
        vertical = [*vertical, Rule(left, rows[0], rows[-1])]
    if any(columns[-1] < x < right and rows[0] < y < rows[-1] for x, y in inside):
        columns.append(right)
        vertical = [*vertical, Rule(right, rows[0], rows[-1])]
    if any(top < y < rows[0] and columns[0] < x < columns[-1] for x, y in inside):
        rows.insert(0, top)
        horizontal = [*horizontal, Rule(top, columns[0], columns[-1])]
    if any(rows[-1] < y < bottom and columns[0] < x < columns[-1] for x, y in inside):
        rows.append(bottom)
        horizontal = [*horizontal, Rule(bottom, columns[0], columns[-1])]
    columns, vertical = _without_thin(columns, vertical, [x for x, _ in inside])
    rows, horizontal = _without_thin(rows, horizontal, [y for _, y in inside])
    return Frame(columns, rows, horizontal, vertical)


def _without_thin(
    edges: Sequence[float], rules: Sequence[Rule], centres: Sequence[float]
) -> tuple[list[float], list[Rule]]:
    """Join edges that have next to nothing between them: double lines, and frames around frames."""
    places = np.sort(np.array(centres))
    moved: dict[float, float] = {}
    kept: list[float] = []
    for at in edges:
        if kept and at - kept[-1] < _THIN and np.searchsorted(places, kept[-1]) == np.searchsorted(places, at):
            moved[at] = kept[-1]
        else:
            moved[at] = at
            kept.append(at)
    return kept, [rule._replace(at=moved.get(rule.at, rule.at)) for rule in rules]


def without_captions(frame: Frame, words: Sequence[Word]) -> Frame:
    """Leave out what is above and below a grid in the same frame: rows without columns that are empty, or text.

    Parameters
    ----------
    frame : Frame
    words : sequence of Word
        The words in it.
    """
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(frame.row_at(word.box.centre[1]), []).append(word)
    first, last = 0, len(frame.rows) - 2
    while first < last and _is_caption(frame, first, lines.get(first, [])):
        first += 1
    while last > first and _is_caption(frame, last, lines.get(last, [])):
        last -= 1
    rows = frame.rows[first : last + 2]
    return Frame(
        frame.columns,
        rows,
        [rule for rule in frame.horizontal if rows[0] <= rule.at <= rows[-1]],
        [
            rule._replace(start=max(rule.start, rows[0]), end=min(rule.end, rows[-1]))
            for rule in frame.vertical
            if rule.end > rows[0] and rule.start < rows[-1]
        ],
    )


def _is_caption(frame: Frame, row: int, words: Sequence[Word]) -> bool:
    """Tell whether a row of a grid is one cell with nothing or lines of text in it."""
    if len(frame.columns) < _CAPTION_EDGES or _separators(frame, row):
        return False
    found = [TextLine.of(line) for line in text_lines(words)]
    gap = max(chunk_gap(found, unit_of(found)), unit_of(found))
    return len(found) != 1 and all(len(chunks_of(line.words, gap)) == 1 for line in found)


def _overhang(rules: Sequence[Rule], across: Sequence[float]) -> tuple[float, float]:
    """Return where most rulings start and end, if that is outside of the outer ones of the other direction.

    Lines that are drawn count, edges of areas only where there are none; and the longer half of them.
    """
    drawn = [rule for rule in rules if not rule.is_edge] or rules
    middle = median(rule.end - rule.start for rule in drawn)
    long = [rule for rule in drawn if rule.end - rule.start >= middle]
    start, end = median(rule.start for rule in long), median(rule.end for rule in long)
    return (
        start if start < across[0] - _OVERHANG else across[0],
        end if end > across[-1] + _OVERHANG else across[-1],
    )


def with_heading_above(frame: Frame, words: Sequence[Word]) -> Frame:
    """Add the line above a grid as a row, if it has the headings of most columns.

    Parameters
    ----------
    frame : Frame
    words : sequence of Word
        All words that are in no other table.
    """
    left, top, right = frame.columns[0], frame.rows[0], frame.columns[-1]
    above = [word for word in words if left < word.box.centre[0] < right and word.box.centre[1] < top]
    lines = [TextLine.of(line) for line in text_lines(above)][-2:]
    if not lines or len(frame.columns) < _CAPTION_EDGES:
        return frame
    line = lines[-1]
    height = line.bottom - line.top
    is_near = top - line.bottom <= _HEADING_GAP * height
    is_alone = len(lines) == 1 or line.top - lines[0].bottom > height
    inner = Columns(frame.columns[1:-1], height, left, right)
    pieces = inner.pieces(line)
    filled = {first for first, last, _ in pieces if first == last}
    if not (is_near and is_alone and len(filled) == len(pieces) and len(filled - {0}) >= _HEADED * (inner.count - 1)):
        return frame
    edge = line.top - height / 2
    vertical = [*frame.vertical, *(Rule(at, edge, top) for at in frame.columns)]
    return Frame(frame.columns, [edge, *frame.rows], [*frame.horizontal, Rule(edge, left, right)], vertical)


def ruled_share(frame: Frame) -> float:
    """Return which share of the edges between columns is ruled, in the mean; 0 where there are none."""
    inner = frame.columns[1:-1]
    return fmean(covered(frame.vertical_at(at), frame.rows[0], frame.rows[-1]) for at in inner) if inner else 0.0


def with_rows_between(frame: Frame, words: Sequence[Word]) -> Frame:
    """Add the edges of rows that are not ruled: where several lines in a row of the grid are rows with values.

    Parameters
    ----------
    frame : Frame
    words : sequence of Word
        The words in it.
    """
    columns = Columns(frame.columns[1:-1], 0.0, frame.columns[0], frame.columns[-1])
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(frame.row_at(word.box.centre[1]), []).append(word)
    added = []
    for own in lines.values():
        cells = [LineCells.of(TextLine.of(line), columns) for line in text_lines(own)]
        if not _are_rows(cells, columns.count):
            continue
        groups = group_lines(cells, columns.count)
        rows = [*([groups.header] if groups.header else []), *groups.rows]
        added += [
            (max(line.line.bottom for line in row) + min(line.line.top for line in following)) / 2
            for row, following in pairwise(rows)
        ]
    rules = [Rule(at, frame.columns[0], frame.columns[-1]) for at in added]
    return Frame(frame.columns, sorted([*frame.rows, *added]), [*frame.horizontal, *rules], frame.vertical)


def _are_rows(lines: Sequence[LineCells], count: int) -> bool:
    """Tell whether most columns have a value in as many of the lines."""
    values = value_columns(lines, count)
    filled = {column for line in lines for column in line.filled} - {0}
    if not values or 2 * len(values) < len(filled):
        return False
    counts = [sum(is_value(text) for line in lines if (text := line.text(column))) for column in values]
    return max(counts) > 1 and 2 * counts.count(max(counts)) >= len(counts)


def cuts_phrases(frame: Frame, words: Sequence[Word]) -> bool:
    """Tell whether the edges between columns run through text, as those of highlighted words do.

    Parameters
    ----------
    frame : Frame
    words : sequence of Word
        The words in it.
    """
    lines = [TextLine.of(line) for line in text_lines(words)]
    cut = 0
    for line in lines:
        edges = _separators(frame, frame.row_at(line.middle))
        near = _CUT * (line.bottom - line.top)
        cut += any(
            word.box.x + word.box.width - near < at < other.box.x + near
            and other.box.x - word.box.x - word.box.width < near
            for word, other in pairwise(line.words)
            for at in edges
        ) or any(word.box.x + near < at < word.box.x + word.box.width - near for word in line.words for at in edges)
    return cut > _MOST_CUT * len(lines)


def places_of(frame: Frame, words: Sequence[Word]) -> list[Place]:
    """Return the cells of a grid with their words."""
    places = _faces(frame)
    numbers = {}
    for number, place in enumerate(places):
        for row in range(place.row, place.last_row + 1):
            for column in range(place.column, place.last_column + 1):
                numbers[row, column] = number
    for word in words:
        x, y = word.box.centre
        if not (frame.columns[0] <= x <= frame.columns[-1] and frame.rows[0] <= y <= frame.rows[-1]):
            continue
        row = frame.row_at(y)
        place = places[numbers[row, frame.column_at(x)]]
        inner = frame.columns[place.column : place.last_column + 2]
        left, right = word.box.x, word.box.x + word.box.width
        if inner[0] <= left + 1 and right - 1 <= inner[-1]:
            place.words.append(word)
            continue
        for part in split_words([word], _separators(frame, row)):
            places[numbers[row, frame.column_at(part.box.centre[0])]].words.append(part)
    return [part for place in places for part in _parted(place, frame.columns)]


def _parted(place: Place, columns: Sequence[float]) -> list[Place]:
    """Cut a cell over several columns where its text leaves wide white space around the edge between them."""
    if place.column == place.last_column or not place.words:
        return [place]
    lines = [TextLine.of(line) for line in text_lines(place.words)]
    gap = max(chunk_gap(lines, unit_of(lines)), unit_of(lines))
    chunks = [chunks_of(line.words, gap) for line in lines]
    cuts = [
        column
        for column in range(place.column + 1, place.last_column + 1)
        if any(found[0].right < columns[column] < found[-1].left for found in chunks)
        and not any(chunk.left < columns[column] < chunk.right for found in chunks for chunk in found)
    ]
    parts = []
    for first, last in pairwise([place.column, *cuts, place.last_column + 1]):
        words = [word for word in place.words if columns[first] <= word.box.centre[0] < columns[last]]
        parts.append(Place(place.row, first, place.last_row, last - 1, words))
    return parts


def _separators(frame: Frame, row: int) -> list[float]:
    """Return the inner column edges that are ruled in a row."""
    top, bottom = frame.rows[row], frame.rows[row + 1]
    return [at for at in frame.columns[1:-1] if covered(frame.vertical_at(at), top, bottom) >= _SEPARATES]


def _faces(frame: Frame) -> list[Place]:
    """Join the pieces of a grid that no ruling separates, as far as they are rectangles."""
    rows, columns = len(frame.rows) - 1, len(frame.columns) - 1
    right = np.ones((rows, columns), dtype=np.bool_)  # whether a piece is separated from the one at its right
    below = np.ones((rows, columns), dtype=np.bool_)
    for column in range(columns - 1):
        rules = frame.vertical_at(frame.columns[column + 1])
        for row in range(rows):
            right[row, column] = covered(rules, frame.rows[row], frame.rows[row + 1]) >= _SEPARATES
    for row in range(rows - 1):
        rules = frame.horizontal_at(frame.rows[row + 1])
        for column in range(columns):
            below[row, column] = covered(rules, frame.columns[column], frame.columns[column + 1]) >= _SEPARATES
    is_taken = np.zeros((rows, columns), dtype=np.bool_)
    places = []
    for row in range(rows):
        for column in range(columns):
            if is_taken[row, column]:
                continue
            last_column = column
            while not right[row, last_column] and not is_taken[row, last_column + 1]:
                last_column += 1
            last_row = row
            while _continues(below, right, last_row, column, last_column):
                last_row += 1
            is_taken[row : last_row + 1, column : last_column + 1] = True
            places.append(Place(row, column, last_row, last_column))
    return places


def _continues(
    below: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
    right: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
    row: int,
    column: int,
    last_column: int,
) -> bool:
    """Tell whether a cell goes on in the next row of the grid: nothing is ruled between, nor in it."""
    if below[row, column : last_column + 1].any():
        return False
    return not right[row + 1, column:last_column].any()
