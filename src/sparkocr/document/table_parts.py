"""Cut tables between their rows, for chunks that are smaller than they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sparkocr.document.markdown import table_markdown
from sparkocr.layout.table import COVERED, Cell, Table, grid
from sparkocr.tables.write import pipe_head, pipe_row

__all__ = ["HTML", "PIPES", "TableStyle", "head_rows", "row_groups", "smaller_rows"]

_OPENING, _CLOSING = "<table>\n", "</table>"

Row = Sequence[Cell]
Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class TableStyle:
    """How parts of tables are written.

    Attributes
    ----------
    begin : Callable
        From the rows of the head, which may be none, and the number of columns to what a part begins with.
    rows : Callable
        From other rows to what comes after that; nothing if no cell has text.
    closing : str
        What a part ends with.
    keeps_merged : bool
        Whether merged cells can be written.
    needs_head : bool
        Whether a table of one row has to be a head.
    """

    begin: Callable[[Rows, int], str]
    rows: Callable[[Rows], str]
    closing: str
    keeps_merged: bool
    needs_head: bool


def _html_rows(rows: Rows) -> str:
    return table_markdown(Table(rows)).removeprefix(_OPENING).removesuffix(_CLOSING)


def _html_begin(head: Rows, columns: int) -> str:  # noqa: ARG001
    return _OPENING + _html_rows(head)


def _pipe_rows(rows: Rows) -> str:
    if not any(cell.text.strip() for row in rows for cell in row):
        return ""
    return "".join(f"\n{pipe_row(texts)}" for texts in grid(Table(rows)))


def _pipe_begin(head: Rows, columns: int) -> str:
    return pipe_head(grid(Table(head)) if head else [[""] * columns])


HTML = TableStyle(_html_begin, _html_rows, _CLOSING, keeps_merged=True, needs_head=False)
PIPES = TableStyle(_pipe_begin, _pipe_rows, "", keeps_merged=False, needs_head=True)


def row_groups(table: Table, *, keeps_merged: bool = True) -> list[Rows]:
    """Return the rows of a table, those that share merged cells together.

    Parameters
    ----------
    table : Table
    keeps_merged : bool
        Whether merged cells stay so; else their text is in the first place.

    Returns
    -------
    list of sequence of sequence of Cell
        Without merged cells, all rows have as many cells, as `sparkocr.layout.table.grid` places them.
    """
    rows = table.rows
    if not keeps_merged:
        rows = [[replace(cell, row_span=1, column_span=1) for cell in row] for row in rows]
    if all(cell.row_span == cell.column_span == 1 for row in rows for cell in row):
        rows = [_in_grid(row, texts) for row, texts in zip(rows, grid(Table(rows)), strict=True)]
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


def head_rows(groups: Sequence[Rows], *, needs_head: bool = False) -> int:
    """Return how many of the first groups are the head of the table: those that are marked, or else the first one.

    The only group of a table is none unless the style `needs_head`, and it has text.
    """
    if len(groups) == 1:
        return int(needs_head and any(cell.text.strip() for row in groups[0] for cell in row))
    count = 0
    while count < len(groups) and any(cell.is_header for row in groups[count] for cell in row):
        count += 1
    return min(max(count, 1), len(groups) - 1)


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
