"""Whether tables have the same columns."""

from __future__ import annotations

from statistics import median

from sparkocr.layout.table import Table

__all__ = ["have_same_columns"]

# Chosen for this library, on tables of reports.
_SHIFT = 50.0  # points by which left and right pages, or scans of them, may differ
_SAME_EDGE, _SAME_SHARE = 3.0, 0.01  # ruled columns: points, and share of the width of the table
_NEAR_EDGE, _NEAR_SHARE = 6.0, 0.3  # aligned columns: points, and share of the narrower of both columns beside an edge


def have_same_columns(one: Table, other: Table, *, is_ruled: bool) -> bool:
    """Tell whether tables of two pages have as many columns, in the same places but for a shift of the page.

    Parameters
    ----------
    one, other : Table
        In points.
    is_ruled : bool
        Whether the edges of their columns are rulings, and so exact. Those between aligned words depend on the words.

    Returns
    -------
    bool
        False where the places of columns are not known, or do not come one after the other from the left.
    """
    edges, others = _column_edges(one), _column_edges(other)
    if edges is None or others is None or len(edges) != len(others):
        return False
    shift = median(b - a for a, b in zip(edges, others, strict=True))
    if abs(shift) > _SHIFT:
        return False
    least = max(_SAME_EDGE, _SAME_SHARE * (edges[-1] - edges[0]))
    for number, (edge, place) in enumerate(zip(edges, others, strict=True)):
        beside = [abs(edges[n] - edge) for n in (number - 1, number + 1) if 0 <= n < len(edges)]
        near = least if is_ruled else max(_NEAR_EDGE, _NEAR_SHARE * min(beside))
        if abs(place - shift - edge) > near:
            return False
    return True


def _column_edges(table: Table) -> list[float] | None:
    """Return the edges of the columns from the left; None if they are not known, or the table is turned."""
    count = max(map(len, table.rows), default=0)
    lefts: dict[int, list[float]] = {}
    right = 0.0
    for row in table.rows:
        for column, cell in enumerate(row):
            if cell.row_span and cell.box.width > 0:
                lefts.setdefault(column, []).append(cell.box.x)
                right = max(right, cell.box.x + cell.box.width)
    if len(lefts) < count or not count:
        return None
    edges = [*(median(lefts[column]) for column in range(count)), right]
    return edges if edges == sorted(edges) else None
