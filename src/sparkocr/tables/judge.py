"""Whether aligned text is a table, and not prose in columns, a list, a table of contents or a form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, median

from sparkocr.tables.columns import Columns, TextLine
from sparkocr.tables.rows import LineCells, is_value, value_columns

__all__ = ["is_bare_table", "is_ruled_table"]

# Chosen for this library, on reports, books, papers and forms.
_LEAST_LINES, _LEAST_RULED = 3, 2  # with text in several columns
_GAPPED, _GAPPED_RULED = 0.6, 0.2  # share of such lines
_SPARSE = 8.0  # heights of white space for each line in what is no table
_LONG = 5  # words in a cell of prose
_WIDE, _GOES_ON = 0.45, 0.5  # share of the width, and of lines that begin with a small letter, in sentences
_COLUMNS = 3  # a table without values has as many
_FILLED, _FILLED_WITH_WORDS = 0.45, 0.65  # share of the cells of such lines, with values and without
_RUNNING, _MOST_RUNNING = 0.7, 0.25  # share of the width that a line of prose takes, and share of such lines
_MARK = re.compile(r"[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.):\]]+|[^\w\s]{1,2}|\d+(?:\.\d+)+\.?")
_LEADERS = re.compile(r"(?:\. ?){3,}|_{3,}|…")


def is_ruled_table(lines: Sequence[TextLine], columns: Columns) -> bool:
    """Tell whether lines between rulings are a table."""
    cells, gapped = _cells(lines, columns)
    height = max((line.bottom for line in lines), default=0.0) - min((line.top for line in lines), default=0.0)
    if height > _SPARSE * sum(line.bottom - line.top for line in lines):
        return False
    if columns.count < 2 or len(gapped) < _LEAST_RULED or len(gapped) < _GAPPED_RULED * len(cells):  # noqa: PLR2004
        return False
    if _has_running_text(cells, columns):
        return False
    if value_columns(gapped, columns.count):
        return True
    return not _is_prose(gapped, columns) and not _is_list(gapped, columns)


def is_bare_table(lines: Sequence[TextLine], columns: Columns) -> bool:
    """Tell whether lines without rulings are a table."""
    cells, gapped = _cells(lines, columns)
    count = columns.count
    if count < 2 or len(gapped) < _LEAST_LINES or len(gapped) < _GAPPED * len(cells):  # noqa: PLR2004
        return False
    values = value_columns(gapped, count)
    if fmean(len(line.filled) / count for line in gapped) < (_FILLED if values else _FILLED_WITH_WORDS):
        return False
    if _has_running_text(cells, columns) or _has_sentences(gapped, columns):
        return False
    if _is_prose(gapped, columns) or _is_list(gapped, columns) or _is_contents(gapped, columns):
        return False
    return bool(values) or count >= _COLUMNS


def _has_running_text(cells: Sequence[LineCells], columns: Columns) -> bool:
    """Tell whether many lines go over most of the width."""
    width = columns.right - columns.left
    running = sum(len(line.pieces) == 1 and line.line.right - line.line.left >= _RUNNING * width for line in cells)
    return running > _MOST_RUNNING * len(cells)


def _cells(lines: Sequence[TextLine], columns: Columns) -> tuple[list[LineCells], list[LineCells]]:
    """Cut lines into cells; return all, and those with text in several columns."""
    cells = [LineCells.of(line, columns) for line in lines]
    return cells, [line for line in cells if len(line.pieces) > 1]


def _is_prose(gapped: Sequence[LineCells], columns: Columns) -> bool:
    """Tell whether two columns have long lines of words."""
    long = 0
    for column in range(columns.count):
        texts = [text for line in gapped if (text := line.text(column))]
        if len(texts) > 1 and median(len(text.split()) for text in texts) >= _LONG:
            long += 1
    return long > 1


def _has_sentences(gapped: Sequence[LineCells], columns: Columns) -> bool:
    """Tell whether a wide column has sentences that go on from line to line, as beside a picture with words in it."""
    edges = [columns.left, *columns.separators, columns.right]
    for column, (left, right) in enumerate(pairwise(edges)):
        texts = [text for line in gapped if (text := line.text(column))]
        is_long = len(texts) > 1 and median(len(text.split()) for text in texts) >= _LONG
        is_wide = right - left >= _WIDE * (columns.right - columns.left)
        if is_long and is_wide and fmean(text[0].islower() for text in texts) >= _GOES_ON:
            return True
    return False


def _is_list(gapped: Sequence[LineCells], columns: Columns) -> bool:
    """Tell whether the first of two columns has numbers or bullets of a list."""
    if columns.count != 2:  # noqa: PLR2004
        return False
    firsts = [text for line in gapped if (text := line.text(0))]
    return bool(firsts) and fmean(bool(_MARK.fullmatch(text)) for text in firsts) > 1 / 2


def _is_contents(gapped: Sequence[LineCells], columns: Columns) -> bool:
    """Tell whether the last of few columns has page numbers, which never get less."""
    if columns.count > 3:  # noqa: PLR2004
        return False
    last = [text for line in gapped if (text := line.text(columns.count - 1))]
    if any(not text.isdecimal() for text in last) or not last:
        return False
    numbers = [int(text) for text in last]
    has_leaders = any(_LEADERS.search(word.text) for line in gapped for word in line.line.words)
    titles = [text for line in gapped if (text := line.text(columns.count - 2))]
    is_titled = bool(titles) and fmean(not is_value(text) for text in titles) > 1 / 2
    return is_titled and (has_leaders or numbers == sorted(numbers)) and len(numbers) > 2  # noqa: PLR2004
