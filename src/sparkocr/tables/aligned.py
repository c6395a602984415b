"""Tables whose columns are told by the alignment of their words; rulings that they have are used."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from sparkocr.layout.box import Box
from sparkocr.layout.page import Word
from sparkocr.layout.table import Table
from sparkocr.pdf.read.drawings import Rule
from sparkocr.tables.cells import Place, table_of
from sparkocr.tables.columns import Columns, TextLine, find_columns
from sparkocr.tables.header import header_places
from sparkocr.tables.rows import LineCells, group_lines, is_value, value_columns
from sparkocr.tables.rulings import covered

__all__ = ["Region", "aligned_table"]

# Chosen for this library, on tables of reports.
_ACROSS = 0.75  # share of the width of a table that a ruling between rows takes
_FIRST = 0.5  # share of the first column that it takes
_FEW_LINES = 2.0  # lines between two rulings, in the mean, in a table whose rows are ruled
_RULED_BANDS = 3
_MOST_HEADING = 6  # lines


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page that may be a table.

    Attributes
    ----------
    lines : sequence of TextLine
        From the top.
    horizontal : sequence of Rule
        Rulings in it.
    separators : sequence of float
        Where columns are ruled.
    left, top, right, bottom : float
    """

    lines: Sequence[TextLine]
    horizontal: Sequence[Rule]
    separators: Sequence[float]
    left: float
    top: float
    right: float
    bottom: float

    @property
    def box(self) -> Box:
        """What it covers."""
        return Box(self.left, self.top, self.right - self.left, self.bottom - self.top)


def aligned_table(region: Region, columns: Columns | None = None) -> Table:
    """Rebuild a table."""
    columns = columns or find_columns(region.lines, region.separators)
    cells = [LineCells.of(line, columns) for line in region.lines]
    bands = _bands(cells, columns, region)
    rows, header, levels = _rows(bands, columns.count, region)
    edges = _edges(rows, header, region)
    places, head_rows = header_places(header, columns, levels)
    for number, row in enumerate(rows, head_rows):
        places += _row_places(row, number)
    head_edges = _head_edges(header, head_rows, region)
    bounds = [region.left, *columns.separators, region.right]
    bounds[0], bounds[-1] = min(bounds[0], bounds[1]), max(bounds[-1], bounds[-2])
    return table_of(places, bounds, [*head_edges, *edges])


def _bands(cells: Sequence[LineCells], columns: Columns, region: Region) -> list[list[LineCells]]:
    """Cut lines at the rulings across the table, which go over its first column, too."""
    first = columns.separators[0] if columns.separators else region.right
    cuts = [
        at
        for at, group in groupby(sorted(region.horizontal), key=lambda rule: rule.at)
        if covered(rules := list(group), region.left, region.right) >= _ACROSS
        and covered(rules, region.left, first) >= _FIRST
    ]
    return [list(band) for _, band in groupby(cells, key=lambda line: bisect_right(cuts, line.line.middle))]


def _rows(
    bands: Sequence[list[LineCells]], count: int, region: Region
) -> tuple[list[list[LineCells]], list[LineCells], list[Rule]]:
    """Return the rows of the body, the lines of the heading, and the rulings within it."""
    rows: list[list[LineCells]] = []
    header: list[LineCells] = []
    lines = sum(map(len, bands))
    is_ruled = len(bands) >= _RULED_BANDS and lines <= _FEW_LINES * len(bands)
    for number, band in enumerate(bands):
        if number == 0 and not is_ruled and _is_heading(band, lines):
            header = list(band)
        elif is_ruled and not _has_rows(band, count):
            rows.append(list(band))
        else:
            groups = group_lines(band, count)
            if groups.header and not rows and not header:
                header = list(groups.header)
            elif groups.header:
                rows.append(list(groups.header))
            rows += [list(row) for row in groups.rows]
    if not header and len(rows) > 1 and len(bands) > 1 and is_ruled:
        header, rows = rows[0], rows[1:]
    levels = [rule for rule in region.horizontal if header and header[0].line.middle < rule.at < header[-1].line.middle]
    return rows, header, levels


def _is_heading(band: Sequence[LineCells], lines: int) -> bool:
    """Tell whether the lines above the first ruling in a table are its heading: few, and not only values."""
    return len(band) <= min(_MOST_HEADING, lines // 2) and any(
        last > 0 and not is_value(" ".join(word.text for word in words))
        for line in band
        for _, last, words in line.pieces
    )


def _has_rows(band: Sequence[LineCells], count: int) -> bool:
    """Tell whether lines between two rulings are several rows: some column has a value in most of them."""
    return len(band) > 1 and any(
        sum(bool(line.text(column)) for line in band) > 1 for column in value_columns(band, count)
    )


def _row_places(row: Sequence[LineCells], number: int) -> list[Place]:
    """Return the cells of a row: each takes one column, that where its text begins."""
    found: dict[int, list[Word]] = {}
    for line in row:
        for first, _, words in line.pieces:
            found.setdefault(first, []).extend(words)
    return [Place(number, column, number, column, words) for column, words in found.items()]


def _edges(rows: Sequence[Sequence[LineCells]], header: Sequence[LineCells], region: Region) -> list[float]:
    """Return the edges of the rows of the body, the first left out: in the middle between lines."""
    edges = []
    for row, following in pairwise(rows):
        edges.append((max(c.line.bottom for c in row) + min(c.line.top for c in following)) / 2)
    if header and rows:
        edges.insert(0, (max(c.line.bottom for c in header) + min(c.line.top for c in rows[0])) / 2)
    elif rows:
        edges.insert(0, region.top)
    return [*edges, region.bottom]


def _head_edges(header: Sequence[LineCells], count: int, region: Region) -> list[float]:
    """Return the upper edges of the rows of the heading."""
    if not count:
        return []
    bottom = max(c.line.bottom for c in header)
    return [region.top + (bottom - region.top) * number / count for number in range(count)]
