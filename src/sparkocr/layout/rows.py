"""Group pieces of text to rows by the height that they have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sparkocr.positions.same_line import SAME_LINE

__all__ = ["Row", "group_rows"]


@dataclass(slots=True)
class Row:
    """Pieces beside each other.

    Attributes
    ----------
    members : list of int
        Their indices.
    top, bottom : float
        Means of theirs.
    weight : float
        Sum of their weights.
    """

    members: list[int]
    top: float
    bottom: float
    weight: float = 0.0

    @property
    def height(self) -> float:
        """From the top to the bottom."""
        return self.bottom - self.top

    def overlap(self, top: float, bottom: float) -> float:
        """Return the common height as a share of the smaller of both; at most 1, negative if apart."""
        smaller = min(self.height, bottom - top)
        common = min(self.bottom, bottom) - max(self.top, top)
        return common / smaller if smaller > 0 else float(common >= 0)

    def add(self, index: int, top: float, bottom: float, weight: float) -> None:
        """Append a piece."""
        share = weight / (self.weight + weight) if weight > 0 else 0.0
        self.members.append(index)
        self.top += (top - self.top) * share
        self.bottom += (bottom - self.bottom) * share
        self.weight += weight


def group_rows(
    bands: Sequence[tuple[float, float]],
    order: Iterable[int],
    open_rows: int,
    anywhere: Collection[int] = (),
    *,
    by_height: bool = True,
    tolerance: float = 0.0,
) -> list[Row]:
    """Group pieces to rows.

    A piece joins the row with which it shares most of the smaller of both heights, if they stand on one line as
    `sparkocr.positions.same_line` has it, or their middles are close.

    Parameters
    ----------
    bands : sequence of (float, float)
        Top and bottom of each piece in any unit, y grows downwards.
    order : iterable of int
        The pieces in the order in which they are looked at, best from the top.
    open_rows : int
        How many of the last rows a piece may still join.
    anywhere : collection of int
        Pieces that may join any row.
    by_height : bool
        Whether high pieces count more for where their row is: a dash then hardly moves it.
    tolerance : float
        By how much the middle of a piece may differ from that of its row, whatever they have in common; at least 0.

    Returns
    -------
    list of Row
        In the order of their first pieces.

    Examples
    --------
    >>> rows = group_rows([(0, 10), (2, 12), (20, 30)], [0, 1, 2], open_rows=1)
    >>> [row.members for row in rows]
    [[0, 1], [2]]
    """
    rows: list[Row] = []
    for index in order:
        top, bottom = bands[index]
        candidates = rows if index in anywhere else rows[-open_rows:]
        row = max(candidates, key=lambda row: row.overlap(top, bottom), default=None)
        if row is None or not (
            row.overlap(top, bottom) >= SAME_LINE or abs(row.top + row.bottom - top - bottom) / 2 <= tolerance
        ):
            row = Row([], top, bottom)
            rows.append(row)
        row.add(index, top, bottom, bottom - top if by_height else 1.0)
    return rows
