"""Builds paragraphs and tables of Word from other formats, so that one reader knows how they are written."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from lxml import etree

from sparkocr.errors import DocumentError
from sparkocr.limits import current, told
from sparkocr.office.styles import W

__all__ = ["Blocks", "own_marker"]

_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2
_PIECES, _BREAKS = re.compile("([\t\n])"), {"\t": "tab", "\n": "br"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DEEPEST = 60  # tables in tables: about as many as fit into the depth of XML that is read
_MOST_SPAN = 1000  # of a cell of HTML, in both directions: the HTML standard, 4.9.11


# What is said of items of lists has names of our own: their markers are text already, and Word shall not add one.
_MARKER, _LEVEL = "marker", "level"


def own_marker(properties: etree._Element | None) -> tuple[str, int]:
    """Return the marker and the level of an item, as `Blocks.item` has said them; nothing for others."""
    marker = None if properties is None else properties.get(_MARKER)
    return (marker, int(properties.get(_LEVEL, "1"))) if marker and properties is not None else ("", 0)


@dataclass(slots=True)
class _Cell:
    """A cell: what is in it, and how many columns and rows it takes."""

    columns: int
    rows: int
    blocks: list[etree._Element] = field(default_factory=list)


class Blocks:
    """Takes texts and tables in their order.

    A table in a cell is built like one that is in no cell; what is said about cells outside of tables is ignored.
    """

    def __init__(self) -> None:
        self._places: list[list[etree._Element]] = [[]]
        self._tables: list[list[list[_Cell]]] = []
        self._in_cell: list[bool] = []  # for each table
        self._inline: list[etree._Element] = []
        self._properties: etree._Element | None = None  # of the paragraph that is being built

    @property
    def in_table(self) -> bool:
        """Whether a table is being built."""
        return bool(self._tables)

    @property
    def is_empty(self) -> bool:
        """Whether the paragraph that is being built has no text."""
        return not self._inline

    def text(self, text: str) -> None:
        """Add text to the paragraph; its line breaks and tabs count."""
        run = etree.Element(W + "r")
        for piece in _PIECES.split(_NOT_XML.sub("", text)):
            if piece in _BREAKS:
                etree.SubElement(run, W + _BREAKS[piece])
            elif piece:
                words = etree.SubElement(run, W + "t")
                words.text = piece
                words.set(_SPACE, "preserve")
        if len(run):
            self._inline.append(run)

    def note(self, blocks: list[etree._Element]) -> None:
        """Add a reference to a footnote, which is brought along."""
        run = etree.Element(W + "r")
        etree.SubElement(run, W + "footnoteReference").extend(blocks)
        self._inline.append(run)

    def heading(self, level: int) -> None:
        """Say that the paragraph is a heading; its level counts from 1."""
        self._properties = etree.Element(W + "pPr")
        etree.SubElement(self._properties, W + "outlineLvl").set(W + "val", str(level - 1))

    def item(self, marker: str, level: int) -> None:
        """Say that the paragraph is an item of a list; its text begins with the marker, its level counts from 1."""
        self._properties = etree.Element(W + "pPr")
        self._properties.set(_MARKER, _NOT_XML.sub("", marker))
        self._properties.set(_LEVEL, str(level))

    def end_paragraph(self, *, keep_empty: bool = False) -> None:
        """End the paragraph; one without text is left out unless it is to be kept."""
        if self._inline or keep_empty:
            paragraph = etree.Element(W + "p")
            if self._properties is not None:
                paragraph.append(self._properties)
            paragraph.extend(self._inline)
            self._inline = []
            self._places[-1].append(paragraph)
        self._properties = None

    def begin_table(self) -> None:
        """Begin a table.

        Raises
        ------
        DocumentError
            It is in too many others.
        """
        if len(self._tables) >= _DEEPEST:
            raise DocumentError("Tables are nested too deep.")
        self.end_paragraph()
        self._tables.append([])
        self._in_cell.append(False)

    def begin_row(self) -> None:
        """Begin a row; the one before it ends."""
        self.end_cell()
        if self._tables:
            self._tables[-1].append([])

    def begin_cell(self, *, columns: int = 1, rows: int = 1) -> None:
        """Begin a cell of the row; the one before it ends."""
        self.end_cell()
        if self._tables:
            if not self._tables[-1]:
                self._tables[-1].append([])
            cell = _Cell(max(1, min(columns, _MOST_SPAN)), max(1, min(rows, _MOST_SPAN)))
            self._tables[-1][-1].append(cell)
            self._places.append(cell.blocks)
            self._in_cell[-1] = True

    def end_cell(self) -> None:
        """End the cell, if one has begun in this table."""
        self.end_paragraph()
        if self._in_cell and self._in_cell[-1]:
            self._in_cell[-1] = False
            self._places.pop()

    def end_table(self) -> None:
        """End the table."""
        self.end_cell()
        if self._tables:
            self._in_cell.pop()
            rows = [row for row in self._tables.pop() if row]
            if rows:
                self._places[-1].append(_table(rows))

    def result(self) -> list[etree._Element]:
        """End all that has begun, and return the paragraphs and tables."""
        while self._tables:
            self.end_table()
        self.end_paragraph()
        return self._places[0]


def _table(rows: list[list[_Cell]]) -> etree._Element:
    """Make a table; cells that go on below are cells of their own there, as in Word.

    Raises
    ------
    DocumentError
        There would be more than `max_covered_cells` of these: a small file can ask for very many.
    """
    table = etree.Element(W + "tbl")
    going_on: dict[int, tuple[int, int]] = {}  # by column: for how many rows more, and how many columns
    covered = 0
    for cells in rows:
        row = etree.SubElement(table, W + "tr")
        starts, column = sorted(going_on), 0
        covered += len(starts)
        if covered > current().max_covered_cells:
            raise DocumentError(f"A table has more than {told('max_covered_cells')}.")
        waiting = iter(cells)
        cell = next(waiting, None)
        while cell is not None or (starts and starts[-1] >= column):
            if column in going_on:
                left, width = going_on.pop(column)
                _add_cell(row, width, merge="continue")
                if left > 1:
                    going_on[column] = left - 1, width
            elif cell is not None:
                width = cell.columns
                _add_cell(row, width, merge="restart" if cell.rows > 1 else "").extend(cell.blocks)
                if cell.rows > 1:
                    going_on[column] = cell.rows - 1, width
                cell = next(waiting, None)
            else:
                width = starts[bisect_left(starts, column)] - column
                _add_cell(row, width)
            column += width
    return table


def _add_cell(row: etree._Element, columns: int, *, merge: str = "") -> etree._Element:
    """Add a cell to a row."""
    cell = etree.SubElement(row, W + "tc")
    properties = etree.SubElement(cell, W + "tcPr")
    if columns > 1:
        etree.SubElement(properties, W + "gridSpan").set(W + "val", str(columns))
    if merge:
        etree.SubElement(properties, W + "vMerge").set(W + "val", merge)
    return cell
