"""Tree edit distance similarity of tables (TEDS) [1]_.

A table is a tree of rows of cells. Whether a row is part of the head or the body does not count, nor do rows and
columns without text.

References
----------
.. [1] X. Zhong et al., "Image-based table recognition: data, model, and evaluation", ECCV 2020.
"""

from collections.abc import Sequence
from typing import NamedTuple

from trees import Node, similarity

__all__ = ["GridCell", "teds", "without_empty"]


class GridCell(NamedTuple):
    """A cell: first and last row and column, both included, and its text."""

    row: int
    last_row: int
    column: int
    last_column: int
    text: str


def without_empty(cells: Sequence[GridCell]) -> list[GridCell]:
    """Leave out rows and columns without text; places of the grid that no cell takes get an empty one."""
    filled = [cell for cell in cells if cell.text]
    rows = {row for cell in filled for row in range(cell.row, cell.last_row + 1)}
    columns = {column for cell in filled for column in range(cell.column, cell.last_column + 1)}
    row_numbers = {row: number for number, row in enumerate(sorted(rows))}
    column_numbers = {column: number for number, column in enumerate(sorted(columns))}
    kept = []
    for cell in cells:
        own_rows = [row_numbers[row] for row in range(cell.row, cell.last_row + 1) if row in rows]
        own_columns = [
            column_numbers[column] for column in range(cell.column, cell.last_column + 1) if column in columns
        ]
        if own_rows and own_columns:
            kept.append(GridCell(own_rows[0], own_rows[-1], own_columns[0], own_columns[-1], cell.text))
    taken = {
        (row, column)
        for cell in kept
        for row in range(cell.row, cell.last_row + 1)
        for column in range(cell.column, cell.last_column + 1)
    }
    free = {(row, column) for row in range(len(rows)) for column in range(len(columns))} - taken
    return sorted([*kept, *(GridCell(row, row, column, column, "") for row, column in free)])


def teds(truth: Sequence[GridCell], found: Sequence[GridCell], *, structure_only: bool = False) -> float:
    """Return the similarity of two tables, 0 to 1; ``structure_only`` ignores the text."""
    return similarity(*(_tree(without_empty(cells), structure_only) for cells in (truth, found)))


def _tree(cells: Sequence[GridCell], structure_only: bool) -> Node:
    """Return a table as a tree of rows of cells."""
    rows = []
    for row in sorted({cell.row for cell in cells}):
        spans = [
            (f"td {cell.last_row - row + 1} {cell.last_column - cell.column + 1}", cell.text)
            for cell in cells
            if cell.row == row
        ]
        rows.append(Node("tr", children=[Node(kind, "" if structure_only else text) for kind, text in spans]))
    return Node("table", children=rows)
