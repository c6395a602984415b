"""Text and tables of PowerPoint documents: ECMA-376, part 1, 19 and 21.1.3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from lxml import etree

from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.layout.table import COVERED, Cell, Table
from sparkocr.office.cells import row_lines
from sparkocr.office.content import BULLET, Content, Part, PartKind, item, texts
from sparkocr.office.drawings import (
    CHART,
    DIAGRAM,
    DIAGRAM_DATA,
    NEW_CHART,
    A,
    chart_lines,
    diagram_lines,
    paragraph_text,
    text_lines,
)
from sparkocr.office.numbering import format_number
from sparkocr.office.package import ALTERNATIVES, ON, RELATION_ID, Package, Relation
from sparkocr.office.table import even_rows, limited

__all__ = ["slide_content", "slide_tables"]

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
# Kinds of placeholders, 19.7.10: what is on every slide, titles, and those whose paragraphs have bullets.
_BESIDE = frozenset({"dt", "ftr", "hdr", "sldNum"})
_TITLES = frozenset({"title", "ctrTitle"})
_OUTLINES = frozenset({"body", "obj"})
_DEEPEST = 8  # levels of paragraphs, from 0: 21.1.2.2.7
_NUMBERS = (  # 20.1.10.61
    ("alphaLc", "lowerLetter"), ("alphaUc", "upperLetter"), ("romanLc", "lowerRoman"), ("romanUc", "upperRoman"),
)  # fmt: skip
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


def slide_content(package: Package) -> Content:
    """Return what is on the slides, hidden ones too.

    Parameters
    ----------
    package : Package
        A PowerPoint document.

    Returns
    -------
    Content
        A page for each slide: its title, then its shapes from back to front, with the text of tables, charts and
        SmartArt. Paragraphs of the outline are items of a list, as are others with a bullet or a number of their own.
        Numbers of slides, dates and footers are left out, and so is what the speaker says.
    """
    reader = _Slides(package)
    pages = [reader.parts(name, page) for page, name in enumerate(_slide_names(package))]
    limited(part.table for parts in pages for part in parts if part.table is not None)
    return Content(pages, reader.problem)


class _Slides:
    """Reads slides, and keeps why some text is missing."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._relations: dict[str, Relation] = {}
        self.problem = ""

    def parts(self, name: str, page: int) -> list[Part]:
        """Return what is on a slide."""
        tree = self._package.xml(name).find(f"{_P}cSld/{_P}spTree")
        self._relations = self._package.relations(name)
        found = [] if tree is None else list(self._shapes(tree, page))
        return sorted(found, key=lambda part: part.kind is not PartKind.HEADING)

    def _shapes(self, parent: etree._Element, page: int) -> Iterator[Part]:
        for element in parent:
            if element.tag == _P + "sp":
                yield from _shape(element)
            elif element.tag == _P + "graphicFrame":
                yield from self._graphic(element, page)
            elif element.tag == _P + "grpSp":
                yield from self._shapes(element, page)
            elif element.tag == ALTERNATIVES:
                choices = (list(self._shapes(choice, page)) for choice in element)
                yield from next((parts for parts in choices if parts), [])

    def _graphic(self, frame: etree._Element, page: int) -> Iterator[Part]:
        """Give a table, chart or SmartArt."""
        data = frame.find(f"{A}graphic/{A}graphicData")
        for element in () if data is None else data:
            if element.tag == f"{A}tbl":
                table = _table(element, frame, _Placement(), page)
                lines = [line for row in table.rows for line in row_lines([cell.text for cell in row])]
                yield Part("\n".join(lines), PartKind.TABLE, table=table)
            elif element.tag in {CHART, NEW_CHART}:
                yield from texts(self._other(element.get(RELATION_ID, ""), chart_lines))
            elif element.tag == DIAGRAM:
                yield from texts(self._other(element.get(DIAGRAM_DATA, ""), diagram_lines))

    def _other(self, reference: str, read: Callable[[etree._Element], list[str]]) -> list[str]:
        """Read another part; if that fails, the rest of the slide is read all the same."""
        relation = self._relations.get(reference)
        try:
            if relation is None:
                raise DocumentError("A part of the document is missing.")  # noqa: TRY301
            return read(self._package.xml(relation.target))
        except DocumentError as error:
            self.problem = self.problem or f"Text of another part is missing: {error}"
            return []


def _shape(shape: etree._Element) -> Iterator[Part]:
    """Give the paragraphs of a shape."""
    holder = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
    kind = None if holder is None else holder.get("type", "obj")
    body = shape.find(_P + "txBody")
    if body is None or kind in _BESIDE:
        return
    if kind in _TITLES:
        text = " ".join(" ".join(text_lines(body)).split())
        if text:
            yield Part(text, PartKind.HEADING, 1)
        return
    numbers: dict[int, int] = {}  # by level: of the last item
    for paragraph in body.iterfind(A + "p"):
        text, properties = paragraph_text(paragraph).strip("\n"), paragraph.find(A + "pPr")
        level = 1 + (0 if properties is None else min(int(_number(properties, "lvl")), _DEEPEST))
        marker = _marker(properties, numbers, level, in_outline=kind in _OUTLINES) if text.strip() else ""
        if marker:
            yield item(text, level, marker)
        elif text.strip():
            numbers.clear()
            yield Part(text)


def _marker(properties: etree._Element | None, numbers: dict[int, int], level: int, *, in_outline: bool) -> str:
    """Return what stands before a paragraph: 21.1.2.4."""
    for deeper in [found for found in numbers if found > level]:
        del numbers[deeper]
    automatic = None if properties is None else properties.find(A + "buAutoNum")
    if automatic is not None:
        numbers[level] = numbers.get(level, max(1, int(_number(automatic, "startAt"))) - 1) + 1
        kind = automatic.get("type", "arabicPeriod")
        written = format_number(numbers[level], next((name for start, name in _NUMBERS if kind.startswith(start)), ""))
        return f"{written}." if kind.endswith("Period") else f"{written})" if "Paren" in kind else written
    numbers.pop(level, None)
    if properties is not None and properties.find(A + "buNone") is not None:
        return ""
    own = properties is not None and any(properties.find(A + name) is not None for name in ("buChar", "buBlip"))
    return BULLET if own or in_outline else ""


def _slides(package: Package) -> Iterator[etree._Element]:
    """Give the slides in the order of the presentation."""
    return map(package.xml, _slide_names(package))


def _slide_names(package: Package) -> Iterator[str]:
    """Give the parts of slides in the order of the presentation, each once, or a small file could tell of millions."""
    relations = package.relations(package.main_part)
    items = package.xml(package.main_part).iterfind(f"{_P}sldIdLst/{_P}sldId")
    found = (relations.get(item.get(RELATION_ID, "")) for item in items)
    yield from dict.fromkeys(relation.target for relation in found if relation is not None)


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
