"""Tables of PowerPoint documents: ECMA-376, part 1, 19 and 21.1.3."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from lxml import etree

from sparkocr.layout.box import Box
from sparkocr.layout.table import COVERED, Cell, Table
from sparkocr.office.drawings import A, text_lines
from sparkocr.office.package import ALTERNATIVES, ON, RELATION_ID, Package
from sparkocr.office.table import even_rows, limited

__all__ = ["slide_tables"]

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_EMU_PER_POINT = 12_700  # ECMA-376, part 1, 20.1.2.1: 914,400 to the inch


@dataclass(frozen=True, slots=True)
class _Placement:
    """How the coordinates of a group become those of the slide, both in EMU."""

    scale_x: float = 1.0
    scale_y: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def box(self, x: float, y: float, width: float, height: float) -> Box:
        """Return a box in points."""
        return Box(
            (self.x + x * self.scale_x) / _EMU_PER_POINT,
            (self.y + y * self.scale_y) / _EMU_PER_POINT,
            width * self.scale_x / _EMU_PER_POINT,
            height * self.scale_y / _EMU_PER_POINT,
        )


def slide_tables(package: Package) -> list[Table]:
    """Return the tables of all slides, hidden ones too.

    Parameters
    ----------
    package : Package
        A PowerPoint document.

    Returns
    -------
    list of Table
        In the order of the slides, and on a slide from back to front. Places are those that the file says: programs
        other than PowerPoint may not write how high a row with much text is. The first cell of merged ones has the box
        of them all. Rotation is ignored.
    """
    trees = (slide.find(f"{_P}cSld/{_P}spTree") for slide in _slides(package))
    return limited(
        _table(*item, page)
        for page, tree in enumerate(trees)
        if tree is not None
        for item in _frames(tree, _Placement())
    )


def _slides(package: Package) -> Iterator[etree._Element]:
    """Give the slides in the order of the presentation, each once, or a small file could tell of millions."""
    relations = package.relations(package.main_part)
    items = package.xml(package.main_part).iterfind(f"{_P}sldIdLst/{_P}sldId")
    found = (relations.get(item.get(RELATION_ID, "")) for item in items)
    for target in dict.fromkeys(relation.target for relation in found if relation is not None):
        yield package.xml(target)


def _frames(
    parent: etree._Element, placement: _Placement
) -> Iterator[tuple[etree._Element, etree._Element, _Placement]]:
    """Give the tables in a group, each with its frame and the placement of the group."""
    for element in parent:
        if element.tag == _P + "graphicFrame":
            table = element.find(f"{A}graphic/{A}graphicData/{A}tbl")
            if table is not None:
                yield table, element, placement
        elif element.tag == _P + "grpSp":
            yield from _frames(element, _inner(element, placement))
        elif element.tag == ALTERNATIVES:
            found = (list(_frames(choice, placement)) for choice in element)
            yield from next((items for items in found if items), [])


def _inner(group: etree._Element, outer: _Placement) -> _Placement:
    """Return the placement of what is in a group: 20.1.7.5."""
    frame = group.find(f"{_P}grpSpPr/{A}xfrm")
    if frame is None:
        return outer
    (x, y), (width, height) = _pair(frame, "off", "x", "y"), _pair(frame, "ext", "cx", "cy")
    (inner_x, inner_y), (inner_width, inner_height) = _pair(frame, "chOff", "x", "y"), _pair(frame, "chExt", "cx", "cy")
    scale_x = width / inner_width if inner_width else 1.0
    scale_y = height / inner_height if inner_height else 1.0
    return _Placement(
        outer.scale_x * scale_x,
        outer.scale_y * scale_y,
        outer.x + outer.scale_x * (x - inner_x * scale_x),
        outer.y + outer.scale_y * (y - inner_y * scale_y),
    )


def _table(table: etree._Element, frame: etree._Element, placement: _Placement, page: int) -> Table:
    """Read a table."""
    where = frame.find(_P + "xfrm")
    (x, y), (width, height) = _pair(where, "off", "x", "y"), _pair(where, "ext", "cx", "cy")
    columns = [_number(column, "w") for column in table.iterfind(f"{A}tblGrid/{A}gridCol")]
    elements = table.findall(A + "tr")
    # The edges of all columns and rows; a cell beyond the grid has no width.
    lefts = list(accumulate(columns, initial=x))
    tops = list(accumulate((_number(row, "h") for row in elements), initial=y))
    properties = table.find(A + "tblPr")
    has_header = properties is not None and properties.get("firstRow") in ON
    rows = []
    for number, element in enumerate(elements):
        cells = []
        for place, cell in enumerate(element.findall(A + "tc")):
            across, down = _span(cell, "gridSpan"), _span(cell, "rowSpan")
            left, right = (lefts[min(edge, len(columns))] for edge in (place, place + across))
            top, bottom = (tops[min(edge, len(elements))] for edge in (number, number + down))
            box = placement.box(left, top, right - left, bottom - top)
            if _is_covered(cell):
                cells.append(replace(COVERED, box=box))
                continue
            row_span, column_span = min(down, len(elements) - number), max(1, min(across, len(columns) - place))
            cells.append(Cell(_text(cell), box, row_span, column_span, has_header and not number))
        rows.append(cells)
    return Table(even_rows(rows), placement.box(x, y, width, height), page)


def _is_covered(cell: etree._Element) -> bool:
    """Tell whether a cell is a later part of a merged one."""
    return cell.get("hMerge") in ON or cell.get("vMerge") in ON


def _text(cell: etree._Element) -> str:
    """Return the text of a cell."""
    return "\n".join(line for body in cell.iterfind(A + "txBody") for line in text_lines(body)).strip("\n")


def _pair(parent: etree._Element | None, name: str, *attributes: str) -> tuple[float, ...]:
    """Return two numbers of an element, 0 where they are missing."""
    found = None if parent is None else parent.find(A + name)
    return tuple(0.0 if found is None else _number(found, attribute) for attribute in attributes)


def _span(cell: etree._Element, name: str) -> int:
    """Return how many columns or rows a cell takes."""
    return max(1, int(_number(cell, name)))


def _number(element: etree._Element, name: str) -> float:
    """Return a whole number as a float, 0 if it is missing or none."""
    try:
        return float(int(element.get(name, "0")))
    except (ValueError, OverflowError):
        return 0.0
