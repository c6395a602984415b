"""Cut tables between their rows, for chunks that are smaller than they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from sparkocr.document.markdown import table_markdown
from sparkocr.layout.table import COVERED, Cell, Table, grid

__all__ = ["CLOSING", "OPENING", "head_rows", "row_groups", "rows_markdown", "smaller_rows"]

OPENING, CLOSING = "<table>\n", "</table>"

Row = Sequence[Cell]
Rows = Sequence[Row]


def row_groups(table: Table) -> list[Rows]:
    """Return the rows of a table, those that share merged cells together.

    Parameters
    ----------
    table : Table

    Returns
    -------
    list of sequence of sequence of Cell
        Without merged cells, all rows have as many cells, as `sparkocr.layout.table.grid` places them.
    """
    rows = table.rows
    if all(cell.row_span == cell.column_span == 1 for row in rows for cell in row):
        rows = [_in_grid(row, texts) for row, texts in zip(rows, grid(table), strict=True)]
    groups: list[list[Row]] = []
    end = 0
    for number, row in enumerate(rows):
        if number >= end:
            groups.append([])
        groups[-1].append(row)
        end = max(end, number + max((cell.row_span for cell in row), default=1))
    return [tuple(group) for group in groups]


def _in_grid(row: Row, texts: Sequence[str]) -> Row:
    """Put the cells of a row at the places of their texts."""
    if len(row) == len(texts):
        return row
    cells = iter([cell for cell in row if cell.text])
    return [next(cells) if text else Cell("") for text in texts]


def head_rows(groups: Sequence[Rows]) -> int:
    """Return how many of the first groups are the head of the table: those that are marked, or else the first one."""
    count = 0
    while count < len(groups) and any(cell.is_header for row in groups[count] for cell in row):
        count += 1
    return min(max(count, 1), len(groups) - 1)


def rows_markdown(rows: Rows) -> str:
    """Write rows without what is around them; nothing if no cell has text."""
    return table_markdown(Table(rows)).removeprefix(OPENING).removesuffix(CLOSING)


def smaller_rows(
    rows: Rows, cut: Callable[[str, int], Sequence[str]], room: int, size: Callable[[Rows], int]
) -> Iterator[Rows]:
    """Cut rows that are too large for a chunk.

    Parameters
    ----------
    rows : sequence of sequence of Cell
    cut : Callable
        From a text and a size to parts of the text of that size.
    room : int
        Most that a part may have.
    size : Callable
        From rows to their size.

    Yields
    ------
    sequence of sequence of Cell
        Rows that fit, where possible. Cells that were merged with rows below have their text in the first one only. A
        row that is too large becomes several, with some of its cells each, and so does a cell that is.
    """
    for row in _unmerged(rows):
        if size([row]) <= room:
            yield [row]
            continue
        taken: list[Cell] = []
        for cell in row:
            if size([[cell]]) <= room:
                parts = [cell]
            else:
                marks = size([[replace(cell, text="x")]])
                parts = [replace(cell, text=text) for text in cut(cell.text, max(1, room - marks))]
            for part in parts:
                if taken and size([[*taken, part]]) > room:
                    yield [taken]
                    taken = []
                taken = [*taken, part]
        yield [taken]


def _unmerged(rows: Rows) -> list[list[Cell]]:
    """Return rows whose cells are not merged with those above or below; cells beside each other stay merged."""
    found = []
    for row in rows:
        cells: list[Cell] = []
        merged = 0  # places that the cell before takes
        for cell in row:
            if cell.row_span:
                cells.append(replace(cell, row_span=1))
                merged = cell.column_span - 1
            else:
                cells.append(COVERED if merged > 0 else Cell(""))
                merged -= 1
        found.append(cells)
    return found
