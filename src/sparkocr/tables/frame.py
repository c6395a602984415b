"""The grid that rulings make."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from sparkocr.layout.box import Box
from sparkocr.pdf.read.drawings import Rule

__all__ = ["Frame"]


@dataclass(frozen=True, slots=True)
class Frame:
    """A grid.

    Attributes
    ----------
    columns, rows : sequence of float
        Edges of columns and rows, ascending, the outer ones included.
    horizontal, vertical : sequence of Rule
        The rulings, each at one of the edges.
    """

    columns: Sequence[float]
    rows: Sequence[float]
    horizontal: Sequence[Rule]
    vertical: Sequence[Rule]

    @property
    def box(self) -> Box:
        """What it covers."""
        left, top = self.columns[0], self.rows[0]
        return Box(left, top, self.columns[-1] - left, self.rows[-1] - top)

    def column_at(self, x: float) -> int:
        """Return the column of a place, the outer ones beside the grid."""
        return min(max(bisect_right(self.columns, x) - 1, 0), len(self.columns) - 2)

    def row_at(self, y: float) -> int:
        """Return the row of a place, the outer ones above and below the grid."""
        return min(max(bisect_right(self.rows, y) - 1, 0), len(self.rows) - 2)

    def vertical_at(self, x: float) -> list[Rule]:
        """Return the rulings at the edge of a column."""
        return [rule for rule in self.vertical if rule.at == x]

    def horizontal_at(self, y: float) -> list[Rule]:
        """Return the rulings at the edge of a row."""
        return [rule for rule in self.horizontal if rule.at == y]
