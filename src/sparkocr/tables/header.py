"""The heading of a table: cells above each other and over several columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from statistics import median

from sparkocr.layout.page import Word
from sparkocr.pdf.read.drawings import Rule
from sparkocr.tables.cells import Place
from sparkocr.tables.columns import Columns
from sparkocr.tables.rows import LineCells

__all__ = ["header_places"]

_ALIGNED = 2.5  # points between edges that stand below each other
_CENTRED = 2.0  # points by which more columns must fit better
# Heights of white space between rows of a heading: at least, in a heading of two lines, and times the least.
_APART, _ALONE, _WIDER = 0.3, 0.6, 1.8
_UNDER = 3.0  # points by which a phrase may reach over the ruling below it


def header_places(lines: Sequence[LineCells], columns: Columns, rules: Sequence[Rule]) -> tuple[list[Place], int]:
    """Return the cells of a heading, and how many rows they take.

    A phrase over several columns begins a new level below it: by the ruling below it, or where its words reach over a
    separator, then with the empty columns that it is in the middle of.

    Parameters
    ----------
    lines : sequence of LineCells
        The lines of the heading, from the top.
    columns : Columns
    rules : sequence of Rule
        Rulings between these lines, which are shorter than the table.
    """
    if not lines:
        return [], 0
    lines = [
        _with_phrases(line, lines[number + 1], columns.gap) if number + 1 < len(lines) else line
        for number, line in enumerate(lines)
    ]
    spans = _spans(lines, columns, rules)
    # The level of a piece is the number of spans above it, the most of all columns that it takes.
    placed: list[tuple[int, int, int, list[Word]]] = []  # level, first and last column, words
    depth = [0] * columns.count
    starts = _level_starts(lines)
    for line, starts_level in zip(lines, starts, strict=True):
        if starts_level:
            depth = [max(level for level, *_ in placed) + 1] * columns.count
        below = depth[:]
        for first, last, words in line.pieces:
            start, end, is_span = spans.get(id(words), (first, last, False))
            level = max(depth[start : end + 1])
            placed.append((level, start, end, list(words)))
            if is_span:
                below[start : end + 1] = [level + 1] * (end - start + 1)
        depth = below
    count = max(level for level, *_ in placed) + 1
    return _stretched(_joined(placed), count), count


def _with_phrases(line: LineCells, below: LineCells, gap: float) -> LineCells:
    """Join the pieces of a line that are one phrase over several columns.

    Between them is no more than a space, and one of them has no edge or centre in common with the text below it, as it
    would if it was a heading of this column alone.
    """
    groups: list[list[tuple[int, int, Sequence[Word]]]] = []
    for piece in line.pieces:
        if groups and piece[2][0].box.x - _right(groups[-1][-1][2]) < gap:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    pieces = []
    for group in groups:
        if all(_is_above(piece, below) for piece in group):
            pieces += group
        else:
            pieces.append((group[0][0], group[-1][1], [word for _, _, words in group for word in words]))
    return LineCells(line.line, pieces)


def _is_above(piece: tuple[int, int, Sequence[Word]], below: LineCells) -> bool:
    """Tell whether a piece has an edge or centre in common with the text below it; nothing below it counts as one."""
    words = piece[2]
    under = [words for first, last, words in below.pieces if first <= piece[1] and piece[0] <= last]
    if not under:
        return True
    left, right = words[0].box.x, _right(words)
    other_left, other_right = under[0][0].box.x, _right(under[0])
    offsets = (left - other_left, right - other_right, (left + right - other_left - other_right) / 2)
    return min(map(abs, offsets)) <= _ALIGNED


def _right(words: Sequence[Word]) -> float:
    return max(word.box.x + word.box.width for word in words)


def _level_starts(lines: Sequence[LineCells]) -> list[bool]:
    """Tell below which lines there is so much white space that another row of the heading begins."""
    bottoms = list(accumulate((line.line.bottom for line in lines), max))
    gaps = [line.line.top - bottom for line, bottom in zip(lines[1:], bottoms, strict=False)]
    height = median(line.line.bottom - line.line.top for line in lines)
    least = max(_APART * height, _WIDER * max(min(gaps, default=0.0), 0.0) if len(gaps) > 1 else _ALONE * height)
    return [False, *(gap > least for gap in gaps)]


def _spans(lines: Sequence[LineCells], columns: Columns, rules: Sequence[Rule]) -> dict[int, tuple[int, int, bool]]:
    """Return first and last column of phrases over several, by the identity of their words."""
    found: dict[int, tuple[int, int, bool]] = {}
    for number, line in enumerate(lines):
        below = lines[number + 1].line if number + 1 < len(lines) else None
        for first, last, words in line.pieces:
            left, right = words[0].box.x, words[-1].box.x + words[-1].box.width
            under = [
                rule
                for rule in rules
                if below is not None
                and line.line.middle < rule.at < below.middle
                and rule.start - _UNDER <= left
                and right <= rule.end + _UNDER
            ]
            if under:
                start, end = columns.at(under[0].start + _UNDER), columns.at(under[0].end - _UNDER)
                found[id(words)] = min(start, first), max(end, last), True
            elif last > first and below is not None:
                found[id(words)] = *_widened(line, first, last, (left + right) / 2, columns), True
    return found


def _widened(line: LineCells, first: int, last: int, centre: float, columns: Columns) -> tuple[int, int]:
    """Return the columns that a phrase is in the middle of, as far as its line leaves them free."""
    filled = line.filled - set(range(first, last + 1))
    best = first, last
    least = _distance(first, last, centre, columns)
    start = first
    while start > 1 and start - 1 not in filled:
        start -= 1
    end = last
    while end + 1 < columns.count and end + 1 not in filled:
        end += 1
    for low in range(start, first + 1):
        for high in range(last, end + 1):
            distance = _distance(low, high, centre, columns)
            if distance < least - _CENTRED:
                best, least = (low, high), distance
    return best


def _distance(first: int, last: int, centre: float, columns: Columns) -> float:
    """Return how far a place is from the middle of some columns."""
    left = columns.separators[first - 1] if first else columns.left
    right = columns.separators[last] if last < len(columns.separators) else columns.right
    return abs((left + right) / 2 - centre)


def _joined(placed: Sequence[tuple[int, int, int, list[Word]]]) -> list[Place]:
    """Join the pieces of one level that share a column."""
    cells: list[Place] = []
    for level, first, last, words in placed:
        cell = Place(level, first, level, last, words, is_header=True)
        for other in [c for c in cells if c.row == level and c.column <= last and first <= c.last_column]:
            cells.remove(other)
            cell.column, cell.last_column = min(cell.column, other.column), max(cell.last_column, other.last_column)
            cell.words = [*other.words, *cell.words]
        cells.append(cell)
    return cells


def _stretched(cells: list[Place], count: int) -> list[Place]:
    """Let cells take the rows below and above them that are free in all of their columns."""
    taken = {(cell.row, column) for cell in cells for column in range(cell.column, cell.last_column + 1)}
    for cell in cells:
        columns = range(cell.column, cell.last_column + 1)
        while cell.last_row + 1 < count and not any((cell.last_row + 1, column) in taken for column in columns):
            cell.last_row += 1
            taken.update((cell.last_row, column) for column in columns)
    for cell in cells:
        columns = range(cell.column, cell.last_column + 1)
        while cell.row and not any((cell.row - 1, column) in taken for column in columns):
            cell.row -= 1
            taken.update((cell.row, column) for column in columns)
    return cells
