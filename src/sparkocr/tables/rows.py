"""The rows of a table: which lines of text are one row, as a cell may have several lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sparkocr.layout.page import Word
from sparkocr.tables.columns import Columns, TextLine

__all__ = ["LineCells", "RowGroups", "group_lines", "is_value", "value_columns"]

# Chosen for this library, on tables of reports.
_VALUES = 0.6  # share of the cells of a column that are values
_MOST_LETTERS = 2  # in a value
_APART = 1.3  # a row begins where the pitch is so many times the least
_MOST_STARTS = 0.9  # of the pitches, if the others tell that cells have several lines
_DEEPER = 0.2  # heights of a line by which the second line of a label is indented
_OPEN_ENDS = ("-", "/", ",", "&", "(")
_OPEN_WORDS = frozenset({"and", "of", "or", "the", "for", "to", "in", "with", "by"})


@dataclass(frozen=True, slots=True)
class LineCells:
    """A line of a table, and what it has in the columns: first and last column, and words."""

    line: TextLine
    pieces: Sequence[tuple[int, int, Sequence[Word]]]

    @classmethod
    def of(cls, line: TextLine, columns: Columns) -> LineCells:
        """Cut a line into its cells."""
        return cls(line, columns.pieces(line))

    @property
    def filled(self) -> set[int]:
        """The columns that it has text in."""
        return {column for first, last, _ in self.pieces for column in range(first, last + 1)}

    @property
    def is_label(self) -> bool:
        """Whether it has text in nothing but the first column, or from there on."""
        return len(self.pieces) == 1 and self.pieces[0][0] == 0

    def text(self, column: int) -> str:
        """Return what it has in a column alone."""
        return next(
            (" ".join(word.text for word in words) for first, last, words in self.pieces if first == last == column), ""
        )


@dataclass(frozen=True, slots=True)
class RowGroups:
    """Lines that are rows: each group is a row, and so many of the first groups are the heading."""

    rows: Sequence[Sequence[LineCells]]
    header: Sequence[LineCells]


def is_value(text: str) -> bool:
    """Tell whether a text is a number, with signs and units, or a mark that stands for none.

    Examples
    --------
    >>> [is_value(text) for text in ("1,234.5 %", "(4.7)", "-", "12 kg", "Table 1", "n/a")]
    [True, True, True, True, False, True]
    """
    compact = text.replace(" ", "")
    letters = sum(map(str.isalpha, compact))
    if not letters:
        return bool(compact)
    has_digit = any(map(str.isdigit, compact))
    return (letters <= _MOST_LETTERS and (has_digit or "/" in compact or "." in compact)) or compact.lower() == "na"


def value_columns(lines: Sequence[LineCells], count: int) -> set[int]:
    """Return the columns, without the first, that hold mostly values."""
    found = set()
    for column in range(1, count):
        texts = [text for line in lines if (text := line.text(column))]
        if len(texts) > 1 and np.mean([is_value(text) for text in texts]) >= _VALUES:
            found.add(column)
    return found


def group_lines(lines: Sequence[LineCells], count: int) -> RowGroups:
    """Group lines between two rulings, or of a table without any, to rows and a heading above them.

    Parameters
    ----------
    lines : sequence of LineCells
        From the top.
    count : int
        Number of columns.
    """
    values = value_columns(lines, count)
    if values:
        mains = [any(is_value(line.text(column)) for column in values if line.text(column)) for line in lines]
        header = _header_size(lines, mains)
        return RowGroups(_value_rows(lines[header:], mains[header:]), lines[:header])
    return RowGroups(_text_rows(lines), [])


def _header_size(lines: Sequence[LineCells], mains: Sequence[bool]) -> int:
    """Return how many lines are above the first with values, without headings of the rows below them."""
    size = mains.index(True) if True in mains else 0
    while size and lines[size - 1].is_label and any(not line.is_label for line in lines[: size - 1]):
        size -= 1
    return size


def _value_rows(lines: Sequence[LineCells], mains: Sequence[bool]) -> list[list[LineCells]]:
    """Group lines to rows that have one line with values each, or none in a heading."""
    rows: list[list[LineCells]] = []
    has_values = False  # in the row
    open_label = False
    for number, (line, is_main) in enumerate(zip(lines, mains, strict=True)):
        before = lines[number - 1] if number else None
        if before is not None and _belongs(before, line, lines, number, has_values, is_main, open_label=open_label):
            rows[-1].append(line)
            has_values = has_values or is_main
        else:
            rows.append([line])
            has_values = is_main
        open_label = _is_open(line)
    return rows


def _belongs(
    before: LineCells,
    line: LineCells,
    lines: Sequence[LineCells],
    number: int,
    has_values: bool,
    is_main: bool,
    *,
    open_label: bool,
) -> bool:
    """Tell whether a line goes on with the row of the line before it."""
    height = line.line.bottom - line.line.top
    if line.line.top - before.line.bottom > height:
        return False
    if is_main:
        return (
            not has_values
            and before.is_label
            and bool(line.filled)
            and (open_label or _starts_low(line) or 0 not in line.filled)
        )
    if 0 not in line.filled:
        return True
    if not line.is_label:
        return False
    if _starts_low(line) or open_label:
        return True
    following = lines[number + 1] if number + 1 < len(lines) else None
    deeper = line.line.left - before.line.left > _DEEPER * height
    next_is_deep = (
        following is not None and 0 in following.filled and following.line.left - before.line.left > _DEEPER * height
    )
    return deeper and has_values and not next_is_deep


def _starts_low(line: LineCells) -> bool:
    return line.line.words[0].text[:1].islower()


def _is_open(line: LineCells) -> bool:
    """Tell whether the label of a line ends as if it went on."""
    if not line.pieces or line.pieces[0][0] != 0:
        return False
    last = line.pieces[0][2][-1].text
    return line.is_label and (last.endswith(_OPEN_ENDS) or last.lower() in _OPEN_WORDS)


def _text_rows(lines: Sequence[LineCells]) -> list[list[LineCells]]:
    """Group lines without values: by white space if some rows have more of it, else by their first column."""
    if len(lines) < 2:  # noqa: PLR2004
        return [[line] for line in lines]
    pitches = np.diff([line.line.middle for line in lines])
    usual = float(np.percentile(pitches, 10))
    starts = pitches > _APART * usual
    if len(starts) > 1 and 0 < starts[1:].mean() < _MOST_STARTS:  # below a heading, whatever space that has
        begins = [True, *starts.tolist()]
    else:
        labels = [line for line in lines if 0 in line.filled]
        is_telling = 2 * sum(map(_starts_low, labels)) < len(labels)  # rows begin with capitals
        begins = [True, *(0 in line.filled and not (is_telling and _starts_low(line)) for line in lines[1:])]
    rows: list[list[LineCells]] = []
    for line, starts_row in zip(lines, begins, strict=True):
        if starts_row:
            rows.append([])
        rows[-1].append(line)
    return rows
