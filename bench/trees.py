"""How far two documents are from each other as trees: their headings, and their tables.

The edit distance is that of [1]_: the least cost of nodes to insert, to delete and to rename.

References
----------
.. [1] K. Zhang, D. Shasha, "Simple fast algorithms for the editing distance between trees and related problems", SIAM
   Journal on Computing 18(6), 1989.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import lxml.html
from rapidfuzz.distance import Levenshtein

_HEADING = re.compile(r"#{1,6}\s+(.*)")
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL | re.IGNORECASE)
_ROW = re.compile(r"\|.*\|")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_CELL_END = re.compile(r"(?<!\\)\|")


@dataclass(eq=False)
class Node:
    """A node of a tree; nodes of different kinds are never renamed into each other."""

    kind: str
    text: str = ""
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """Walk over the tree, children before their parent."""
        for child in self.children:
            yield from child.walk()
        yield self


def similarity(one: Node, other: Node) -> float:
    """Return 1 less the edit distance as a share of the nodes of the larger tree: 0 to 1."""
    larger = max(sum(1 for _ in one.walk()), sum(1 for _ in other.walk()))
    return max(0.0, 1 - tree_distance(one, other) / larger)


def tree_distance(one: Node, other: Node) -> float:
    """Return the edit distance of two trees; a node costs 1, a rename the share of the characters that differ."""
    first, second = _Ordered(one), _Ordered(other)
    distances = [[0.0] * len(second.nodes) for _ in first.nodes]
    for i in first.roots:
        for j in second.roots:
            _fill(distances, first, second, i, j)
    return distances[-1][-1]


class _Ordered:
    """The nodes of a tree, children first; the first leaf below each; the last node of those with one first leaf."""

    def __init__(self, tree: Node) -> None:
        self.nodes = list(tree.walk())
        numbers = {id(node): number for number, node in enumerate(self.nodes)}
        self.leaves: list[int] = []
        for number, node in enumerate(self.nodes):
            self.leaves.append(self.leaves[numbers[id(node.children[0])]] if node.children else number)
        self.roots = sorted({leaf: number for number, leaf in enumerate(self.leaves)}.values())


def _fill(distances: list[list[float]], first: _Ordered, second: _Ordered, i: int, j: int) -> None:
    """Find the distances of the trees below two nodes whose first leaves are theirs."""
    top, left = first.leaves[i], second.leaves[j]
    forest = [[float(column) for column in range(j - left + 2)]]
    for row in range(top, i + 1):
        line = [forest[-1][0] + 1]
        for column in range(left, j + 1):
            least = min(forest[-1][column - left + 1], line[-1]) + 1
            if first.leaves[row] == top and second.leaves[column] == left:
                renamed = forest[-1][column - left] + _rename(first.nodes[row], second.nodes[column])
                line.append(min(least, renamed))
                distances[row][column] = line[-1]
            else:
                above = forest[first.leaves[row] - top][second.leaves[column] - left]
                line.append(min(least, above + distances[row][column]))
        forest.append(line)


def _rename(one: Node, other: Node) -> float:
    return 1.0 if one.kind != other.kind else _text_distance(one.text, other.text)


@lru_cache(1 << 16)
def _text_distance(one: str, other: str) -> float:
    return float(Levenshtein.normalized_distance(one, other))


def heading_tree(markdown: str) -> Node:
    """Return a document: its headings, whatever their levels, and what stands before and below each as one text."""
    document = Node("document")
    place, lines = document, list[str]()

    def close() -> None:
        if text := plain(" ".join(lines)):
            place.children.append(Node("content", text))
        lines.clear()

    for line in with_html_tables(markdown).splitlines():
        if match := _HEADING.fullmatch(line):
            close()
            place = Node("heading", plain(match[1]))
            document.children.append(place)
        else:
            lines.append(line)
    close()
    return document


def table_tree(markdown: str) -> Node:
    """Return the tables of a document, one after the other; head cells count as cells."""
    document = Node("document")
    for match in _TABLE.finditer(with_html_tables(markdown)):
        rows = []
        for row in lxml.html.fragment_fromstring(match[0]).iter("tr"):
            cells = [cell for cell in row if cell.tag in {"td", "th"}]
            spans = [f"td {cell.get('rowspan', '1')} {cell.get('colspan', '1')}" for cell in cells]
            texts = [plain(cell.text_content()) for cell in cells]
            rows.append(Node("tr", children=[Node(*pair) for pair in zip(spans, texts, strict=True)]))
        document.children.append(Node("table", children=rows))
    return document


def plain(text: str) -> str:
    """Write all white space as single spaces."""
    return " ".join(text.split())


def with_html_tables(markdown: str) -> str:
    """Write the tables of GitHub as those of HTML."""
    lines, found = markdown.splitlines(), list[str]()
    number = 0
    while number < len(lines):
        is_table = _ROW.fullmatch(lines[number]) and number + 1 < len(lines) and _RULE.fullmatch(lines[number + 1])
        if not is_table:
            found.append(lines[number])
            number += 1
            continue
        rows = [lines[number]]
        number += 2
        while number < len(lines) and _ROW.fullmatch(lines[number]):
            rows.append(lines[number])
            number += 1
        found.append(f"<table>{''.join(map(_html_row, rows))}</table>")
    return "\n".join(found)


def _html_row(line: str) -> str:
    cells = _CELL_END.split(line.strip()[1:-1])
    return f"<tr>{''.join(f'<td>{cell.strip()}</td>' for cell in cells)}</tr>"
