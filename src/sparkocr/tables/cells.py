"""Fill the cells of a table with the words in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sparkocr.layout.box import Box
from sparkocr.layout.direction import direction_of, logical_order
from sparkocr.layout.page import Word
from sparkocr.layout.rows import group_rows
from sparkocr.layout.table import COVERED, Cell, Table

__all__ = ["Place", "cell_text", "split_words", "table_of", "text_lines"]

_OPEN_ROWS = 3  # lines that a word may still join; words come from the top
_SIDE = 1.0  # points that a word may reach over a ruling, before it is split there


@dataclass(slots=True)
class Place:
    """A cell to be: which rows and columns of the grid it takes, from and to, both included, and its words."""

    row: int
    column: int
    last_row: int
    last_column: int
    words: list[Word] = field(default_factory=list)
    is_header: bool = False


def table_of(places: Iterable[Place], columns: Sequence[float], rows: Sequence[float]) -> Table:
    """Make a table of cells.

    Parameters
    ----------
    places : iterable of Place
        Cells that don't overlap; what they leave free becomes empty cells.
    columns, rows : sequence of float
        The edges between the columns and between the rows, ascending, the outer ones included.
    """
    grid: list[list[Cell]] = [
        [
            Cell("", Box(columns[column], rows[row], columns[column + 1] - columns[column], rows[row + 1] - rows[row]))
            for column in range(len(columns) - 1)
        ]
        for row in range(len(rows) - 1)
    ]
    for place in places:
        left, top = columns[place.column], rows[place.row]
        box = Box(left, top, columns[place.last_column + 1] - left, rows[place.last_row + 1] - top)
        for row in range(place.row, place.last_row + 1):
            for column in range(place.column, place.last_column + 1):
                grid[row][column] = COVERED
        grid[place.row][place.column] = Cell(
            cell_text(place.words),
            box,
            place.last_row - place.row + 1,
            place.last_column - place.column + 1,
            place.is_header,
        )
    left, top = columns[0], rows[0]
    return Table(grid, Box(left, top, columns[-1] - left, rows[-1] - top))


def cell_text(words: Sequence[Word]) -> str:
    r"""Return the text of words: lines from the top, ended by ``"\n"``, each in the direction in which it is read."""
    return "\n".join(" ".join(word.text for word in _in_order(line)) for line in text_lines(words))


def text_lines(words: Sequence[Word]) -> list[list[Word]]:
    """Group words to lines from the top; the words of each come from the left."""
    bands = [(word.box.y, word.box.y + word.box.height) for word in words]
    order = sorted(range(len(words)), key=lambda i: (sum(bands[i]), words[i].box.x))
    rows = sorted(group_rows(bands, order, _OPEN_ROWS), key=lambda row: row.top + row.bottom)
    return [sorted((words[i] for i in row.members), key=lambda word: word.box.x) for row in rows]


def _in_order(line: Sequence[Word]) -> list[Word]:
    """Order the words of a line as they are read."""
    directions = [direction_of(word.text) for word in line]
    return [line[i] for i in logical_order(directions, right_to_left=sum(directions) < 0)]


def split_words(words: Iterable[Word], edges: Sequence[float]) -> list[Word]:
    """Split words that reach over vertical edges, by the places of their characters.

    A word whose characters have no places stays whole.
    """
    inner = np.sort(np.array(edges))
    found = []
    for word in words:
        left, right = word.box.x, word.box.x + word.box.width
        first, last = np.searchsorted(inner, [left + _SIDE, right - _SIDE])
        cuts = inner[first:last].tolist()
        found += _cut(word, cuts) if cuts and word.symbols else [word]
    return found


def _cut(word: Word, cuts: Sequence[float]) -> list[Word]:
    """Cut a word at places."""
    numbers = np.searchsorted(cuts, [symbol.box.centre[0] for symbol in word.symbols])
    parts = []
    for number in np.unique(numbers).tolist():
        symbols = tuple(symbol for symbol, part in zip(word.symbols, numbers, strict=True) if part == number)
        left = min(symbol.box.x for symbol in symbols)
        right = max(symbol.box.x + symbol.box.width for symbol in symbols)
        box = Box(left, word.box.y, right - left, word.box.height)
        parts.append(replace(word, text="".join(symbol.text for symbol in symbols), box=box, symbols=symbols))
    return parts
