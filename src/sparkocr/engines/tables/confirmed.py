"""What a layout model says of tables that few rulings show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region
from sparkocr.layout.table import Table
from sparkocr.pdf.read.drawings import Rule

__all__ = ["is_confirmed", "needs_consent"]

# Chosen for this library, on scans of reports with and without tables.
_IN = 0.5  # share of a table that is in a figure, or of the smaller one that it has in common with a table
_UNSEEN = 0.1  # score of what the model does not take for a table
_SURE = 0.9  # score of a figure; on sparse sheets, tables without rulings come up to 0.82
_FEW_ROWS = 3  # of a table that may be chance: it is none unless the model sees it
_MANY_ROWS = 12  # that no chart has labels for
_RULED, _ALONG = 2, 0.8  # rulings that show a table of few rows, and share of its width that they are along


def needs_consent(table: Table) -> bool:
    """Tell whether words in columns may be none of a table: labels of a chart have few rows."""
    return len(table.rows) <= _MANY_ROWS


def is_confirmed(table: Table, box: Box, parts: Sequence[Region], rules: Sequence[Rule] = ()) -> bool:
    """Tell whether a layout model agrees that words in columns are a table.

    They are none where it rather sees a figure, like the labels of a chart; and few rows are none where it sees nothing
    at all, unless they stand between rulings. Many rows need nobody's consent.

    Parameters
    ----------
    table : Table
    box : Box
        Where it is among the parts.
    parts : sequence of Region
        What `LayoutModel.detect` found on its page.
    rules : sequence of Rule
        Horizontal rulings of the page, in the unit of the table.
    """
    common = [(part, part.box.common_area(box)) for part in parts]
    seen = _best(part for part, area in common if part.label == "table" and area >= _IN * min(part.box.area, box.area))
    figure = _best(part for part, area in common if part.label == "figure" and area >= _IN * box.area)
    if figure >= _SURE and figure > seen:
        return not needs_consent(table)
    return seen >= _UNSEEN or len(table.rows) > _FEW_ROWS or _is_ruled(table.box, rules)


def _is_ruled(box: Box, rules: Sequence[Rule]) -> bool:
    """Tell whether several rulings are along most of a box."""
    left, top, right, bottom = box.edges()
    along = [min(rule.end, right) - max(rule.start, left) for rule in rules if top - 1 <= rule.at <= bottom + 1]
    return sum(length >= _ALONG * box.width for length in along) >= _RULED


def _best(parts: Iterable[Region]) -> float:
    """Return the highest score, 0 without any."""
    return max((part.score or 0.0 for part in parts), default=0.0)
