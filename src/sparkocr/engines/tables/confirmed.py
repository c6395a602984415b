"""What a layout model says of tables that no rulings show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sparkocr.layout.regions import Region
from sparkocr.layout.table import Table

__all__ = ["is_confirmed"]

# Chosen for this library, on scans of reports with and without tables.
_IN = 0.5  # share of a table that is in a figure, or of the smaller one that it has in common with a table
_UNSEEN = 0.1  # score of what the model does not take for a table
_SURE = 0.9  # score of a figure; on sparse sheets, tables without rulings come up to 0.82
_FEW_ROWS = 3  # of a table that may be chance: it is none unless the model sees it
_MANY_ROWS = 12  # that no chart has labels for


def is_confirmed(table: Table, parts: Sequence[Region]) -> bool:
    """Tell whether a layout model agrees that words in columns are a table.

    They are none where it rather sees a figure, like the labels of a chart; and few rows are none where it sees nothing
    at all. Many rows need nobody's consent.

    Parameters
    ----------
    table : Table
    parts : sequence of Region
        What `LayoutModel.detect` found on its page; boxes in the same unit.
    """
    box = table.box
    common = [(part, part.box.common_area(box)) for part in parts]
    seen = _best(part for part, area in common if part.label == "table" and area >= _IN * min(part.box.area, box.area))
    figure = _best(part for part, area in common if part.label == "figure" and area >= _IN * box.area)
    if figure >= _SURE and figure > seen:
        return len(table.rows) > _MANY_ROWS
    return seen >= _UNSEEN or len(table.rows) > _FEW_ROWS


def _best(parts: Iterable[Region]) -> float:
    """Return the highest score, 0 without any."""
    return max((part.score or 0.0 for part in parts), default=0.0)
