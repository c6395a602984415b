"""What the properties of a cell of a Word table say (ECMA-376, part 1, 17.4)."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from sparkocr.layout.box import Box
from sparkocr.layout.table import NOWHERE, Cell
from sparkocr.office.styles import W, integer_of, value_of

__all__ = ["box_of", "goes_on", "grown", "row_lines", "span_of", "twentieths"]

_TWENTIETHS = 20  # of a point, in which widths are: 17.18.90 (dxa)
_WIDEST = 31_680  # 22 inches in twentieths of a point, the widest page of Word: 17.6.13
# Word's own limit of columns. The span of a cell is a number in the file: it must not decide how much memory is used.
_MOST_COLUMNS = 63


def grown(cell: Cell, *, rows: int = 0, columns: int = 0) -> Cell:
    """Return a cell that takes more rows or columns."""
    return replace(cell, row_span=cell.row_span + rows, column_span=cell.column_span + columns)


def row_lines(texts: list[str]) -> list[str]:
    """Write the cells of a row next to each other if all are single lines, or else below each other."""
    if any("\n" in text for text in texts):
        return [text for text in texts if text]
    return ["\t".join(text.replace("\t", " ") for text in texts).rstrip("\t")]


def span_of(properties: etree._Element | None, name: str, otherwise: int) -> int:
    """Return how many columns a cell, or the gap in front of a row, takes."""
    found = integer_of(properties, name)
    return otherwise if found is None else max(otherwise, min(found, _MOST_COLUMNS))


def box_of(properties: etree._Element | None, columns: list[int]) -> Box:
    """Return a box as wide as a cell, in points: as its properties say, or else as its columns."""
    said = None if properties is None else properties.find(W + "tcW")
    own = twentieths(said.get(W + "w")) if said is not None and said.get(W + "type", "dxa") == "dxa" else 0
    width = own or sum(columns)
    return replace(NOWHERE, width=width / _TWENTIETHS) if width else NOWHERE


def twentieths(text: str | None) -> int:
    """Return a width in twentieths of a point, 0 for none."""
    number = int(text) if text is not None and text.isdecimal() and len(text) <= len(str(_WIDEST)) else 0
    return number if number <= _WIDEST else 0


def goes_on(properties: etree._Element | None, name: str) -> bool:
    """Tell whether a cell is a later part of a merged one."""
    there = properties is not None and properties.find(W + name) is not None
    return there and value_of(properties, name) != "restart"
