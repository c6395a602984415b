"""Tree edit distance similarity of tables (TEDS) [1]_.

A table is a tree of rows of cells. Whether a row is part of the head or the body does not count, nor do rows and
columns without text.

References
----------
.. [1] X. Zhong et al., "Image-based table recognition: data, model, and evaluation", ECCV 2020.
.. [2] K. Zhang, D. Shasha, "Simple fast algorithms for the editing distance between trees and related problems", SIAM
   Journal on Computing 18, 1989.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

__all__ = ["GridCell", "teds", "without_empty"]


class GridCell(NamedTuple):
    """A cell: first and last row and column, both included, and its text."""

    row: int
    last_row: int
    column: int
    last_column: int
    text: str


class _Node(NamedTuple):
    label: tuple[str, int, int, str]
    first_leaf: int  # its number, in the order in which children come before their parent


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
    trees = [_tree(without_empty(cells), structure_only) for cells in (truth, found)]
    if trees[0] == trees[1]:
        return 1.0
    return 1 - _distance(*trees) / max(map(len, trees))


def _tree(cells: Sequence[GridCell], structure_only: bool) -> list[_Node]:
    """Return the nodes of a table, children before their parent."""
    nodes: list[_Node] = []
    for row in sorted({cell.row for cell in cells}):
        first = len(nodes)
        for cell in cells:
            if cell.row == row:
                spans = cell.last_row - cell.row + 1, cell.last_column - cell.column + 1
                nodes.append(_Node(("td", *spans, "" if structure_only else cell.text), len(nodes)))
        nodes.append(_Node(("tr", 1, 1, ""), first))
    nodes.append(_Node(("table", 1, 1, ""), 0))
    return nodes


@lru_cache(1 << 20)
def _cost(label: tuple[str, int, int, str], other: tuple[str, int, int, str]) -> float:
    """Return what it costs to make one node another."""
    if label[:3] != other[:3]:
        return 1.0
    return Levenshtein.normalized_distance(label[3], other[3])


def _distance(tree: Sequence[_Node], other: Sequence[_Node]) -> float:
    """Return the edit distance of two trees."""
    distances = [[0.0] * len(other) for _ in tree]
    for root in _key_roots(tree):
        for other_root in _key_roots(other):
            _fill(tree, other, root, other_root, distances)
    return distances[-1][-1]


def _key_roots(tree: Sequence[_Node]) -> list[int]:
    """Return the nodes that have a sibling at their left, and the root."""
    last = {node.first_leaf: number for number, node in enumerate(tree)}
    return sorted(last.values())


def _fill(
    tree: Sequence[_Node], other: Sequence[_Node], root: int, other_root: int, distances: list[list[float]]
) -> None:
    """Compute the distances of the subtrees of two roots that are not known yet."""
    start, other_start = tree[root].first_leaf, other[other_root].first_leaf
    above = [float(number) for number in range(other_root - other_start + 2)]
    forests = [above]
    for i in range(start, root + 1):
        node = tree[i]
        is_left = node.first_leaf == start
        forest = forests[node.first_leaf - start]
        line = [above[0] + 1]
        for j in range(other_start, other_root + 1):
            column = j - other_start
            twin = other[j]
            best = min(above[column + 1], line[column]) + 1
            if is_left and twin.first_leaf == other_start:
                best = min(best, above[column] + _cost(node.label, twin.label))
                distances[i][j] = best
            else:
                best = min(best, forest[twin.first_leaf - other_start] + distances[i][j])
            line.append(best)
        forests.append(line)
        above = line
