"""Text and tables of Word documents.

The XML is walked in the order of the document (ECMA-376, part 1, 17), because the text is in more places than
paragraphs and tables: text boxes, content controls, fields, notes, headers and footers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lxml import etree

from sparkocr.layout.table import COVERED, Cell, Table
from sparkocr.office.numbering import PRIVATE, SYMBOLS, Numbering, format_number
from sparkocr.office.package import ALTERNATIVES, ON, RELATION_ID, Package, local_name
from sparkocr.office.styles import NOTHING, Styles, W, integer_of, is_on, value_of
from sparkocr.office.table import even_rows, limited

__all__ = ["word_tables", "word_text"]

_EQUATION_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_WRAPPERS = {W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
_LEFT_OUT = {W + name for name in ("del", "moveFrom", "rt")}  # rt: how a word is pronounced, above it
_BREAKS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_INDENT = "  "
# Word's own limit of columns. The span of a cell is a number in the file: it must not decide how much memory is used.
_MOST_COLUMNS = 63
_SYMBOL_CODES, _SYMBOLS_AT = 0x100, 0xF000
_SURROGATES, _CODES = range(0xD800, 0xE000), 0x10000
_UNKNOWN_SYMBOL = "\N{REPLACEMENT CHARACTER}"
_NOTE_FORMATS = {"footnote": "decimal", "endnote": "lowerRoman"}  # the defaults: 17.11.17


def word_text(package: Package) -> str:
    r"""Return the text of a document as a reader sees it.

    Parameters
    ----------
    package : Package
        A Word document.

    Returns
    -------
    str
        Paragraphs end with ``"\n"``. The items of lists begin with their bullet or number, two blanks deeper for each
        level. A row of a table is a line, its cells separated by tabs; if one of them has several lines, the cells are
        below each other. A text box follows the paragraph that it is fixed to. Around the text of each section are the
        headers and footers that are new in it; footnotes and endnotes are at the end, and ``[1]`` and ``[i]`` where
        they belong to. Hidden and deleted text and comments are left out, soft hyphens too; a hyphen that does not
        break is ``"-"``; page breaks and line breaks are ``"\n"``.
    """
    return _Reader(package).text()


def word_tables(package: Package) -> list[Table]:
    """Return the tables of a document, without those of headers, footers and notes.

    Parameters
    ----------
    package : Package
        A Word document.

    Returns
    -------
    list of Table
        In their order; a nested table follows the one that it is in, whose cell has only the text of its own. Their
        place on a page is not in the file.
    """
    return _Reader(package).read_tables()


class _Section(NamedTuple):
    """A part of a document with headers and footers of its own."""

    blocks: list[etree._Element]
    properties: etree._Element


@dataclass(slots=True)
class _Line:
    """What is found in a paragraph: its text and text boxes, and the fields that are open.

    A field is true after the sign that separates its instruction from its result.
    """

    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Add text that is seen."""
        if all(self.fields):
            self.parts.append(text)


class _Reader:
    """Reads a document once, from its beginning to its end."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = package.xml(package.main_part)
        self._relations = package.relations(package.main_part)
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles)
        self._notes: dict[str, list[etree._Element]] = {kind: [] for kind in _NOTE_FORMATS}
        self._numbers = dict.fromkeys(_NOTE_FORMATS, 0)
        self._labels: dict[tuple[str, str], str] = {}
        self._tables: list[Table | None] = []

    def text(self) -> str:
        """Return the text of everything."""
        lines: list[str] = []
        seen: set[str] = set()
        settings = self._part("settings")
        even = bool(is_on(settings, "evenAndOddHeaders"))
        for section in self._sections():
            lines += self._margins("header", section.properties, seen, even=even)
            lines += self._lines(section.blocks)
            lines += self._margins("footer", section.properties, seen, even=even)
        lines += self._note_lines()
        return "\n".join(lines).strip("\n")

    def read_tables(self) -> list[Table]:
        """Return the tables of the body."""
        self._lines(_blocks(self._body()))
        return limited(table for table in self._tables if table is not None)

    def _body(self) -> etree._Element:
        body = self._main.find(W + "body")
        return NOTHING if body is None else body

    def _part(self, kind: str) -> etree._Element | None:
        """Return the part that the main part refers to by a kind, if it is there."""
        targets = (relation.target for relation in self._relations.values() if relation.kind == kind)
        return next((self._package.xml(target) for target in targets if self._package.has(target)), None)

    def _sections(self) -> Iterator[_Section]:
        """Give the sections; all but the last one end with a paragraph that has their properties."""
        blocks: list[etree._Element] = []
        for block in _blocks(self._body()):
            blocks.append(block)
            properties = block.find(f"{W}pPr/{W}sectPr")
            if properties is not None:
                yield _Section(blocks, properties)
                blocks = []
        last = self._body().find(W + "sectPr")
        yield _Section(blocks, NOTHING if last is None else last)

    def _margins(self, kind: str, section: etree._Element, seen: set[str], *, even: bool) -> Iterator[str]:
        """Give the lines of the headers or footers that are new in a section: of its first, odd and even pages."""
        shown = {"first": bool(is_on(section, "titlePg")), "default": True, "even": even}
        found = {
            item.get(W + "type", "default"): item.get(RELATION_ID, "")
            for item in section.findall(f"{W}{kind}Reference")
        }
        for pages, is_shown in shown.items():
            relation = self._relations.get(found.get(pages, "")) if is_shown else None
            if relation is None or relation.target in seen or not self._package.has(relation.target):
                continue
            seen.add(relation.target)
            text = "\n".join(self._lines(_blocks(self._package.xml(relation.target)))).strip("\n")
            if text:
                yield text

    def _note_lines(self) -> Iterator[str]:
        """Give the notes that were referred to."""
        for kind, references in self._notes.items():
            part = self._part(f"{kind}s") if references else None
            notes = {} if part is None else {note.get(W + "id"): note for note in part.findall(W + kind)}
            for reference in references:
                name = reference.get(W + "id", "")
                if name in notes:
                    text = "\n".join(self._lines(_blocks(notes[name]))).strip()
                    yield f"{self._labels[kind, name]} {text}".strip()

    def _lines(self, blocks: Iterable[etree._Element], own: list[str] | None = None) -> list[str]:
        """Return the lines of paragraphs and tables; those of paragraphs go to `own`, too."""
        lines: list[str] = []
        joined = ""
        for block in blocks:
            if block.tag == W + "tbl":
                lines += self._table(block)
                continue
            properties = block.find(W + "pPr")
            text, boxes = self._paragraph(block)
            if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
                joined += text  # the end of this paragraph was deleted: it goes on with the next one
                found = boxes
            else:
                label, level = self._numbering.label(properties)
                indent = _INDENT * level if label and not self._styles.is_heading(properties) else ""
                text, joined = f"{indent}{label}{joined}{text}".rstrip(), ""
                found = [text, *boxes] if text or not boxes else boxes
            lines += found
            if own is not None:
                own += found
        return [*lines, joined.rstrip()] if joined else lines

    def _paragraph(self, paragraph: etree._Element) -> tuple[str, list[str]]:
        """Return the text of a paragraph, and that of each of its text boxes."""
        line = _Line()
        self._inline(paragraph, line)
        boxes = ("\n".join(self._lines(_blocks(box))).strip("\n") for box in line.boxes)
        return "".join(line.parts), [box for box in boxes if box]

    def _inline(self, parent: etree._Element, line: _Line, *, hidden: bool = False) -> None:
        """Collect what is in a part of a paragraph; elements without a meaning here are looked into."""
        for element in parent:
            tag = element.tag
            if tag == W + "fldChar":
                _follow_field(element.get(W + "fldCharType"), line.fields)
            elif hidden or tag in _LEFT_OUT:
                continue
            elif (text := _characters(element)) is not None:
                line.add(text)
            elif tag == W + "r":
                self._inline(element, line, hidden=self._styles.is_hidden(element.find(W + "rPr")))
            elif tag == W + "txbxContent":
                line.boxes.append(element)
            elif tag == ALTERNATIVES:
                self._alternatives(element, line)
            elif tag in {W + "footnoteReference", W + "endnoteReference"}:
                line.add(self._note(element))
            else:
                self._inline(element, line)

    def _alternatives(self, element: etree._Element, line: _Line) -> None:
        """Collect from the first of several forms of the same content that has any."""
        for choice in element:
            found = _Line(fields=line.fields)
            self._inline(choice, found)
            if found.parts or found.boxes:
                line.parts += found.parts
                line.boxes += found.boxes
                return

    def _note(self, reference: etree._Element) -> str:
        """Keep a note for the end, and return the sign for it; a note with a sign of its own has that in its text."""
        kind = local_name(reference).removesuffix("Reference")
        key = kind, reference.get(W + "id", "")
        if key not in self._labels:
            own = reference.get(W + "customMarkFollows") in ON
            self._numbers[kind] += not own
            self._labels[key] = "" if own else f"[{format_number(self._numbers[kind], _NOTE_FORMATS[kind])}]"
            self._notes[kind].append(reference)
        return self._labels[key]

    def _table(self, table: etree._Element) -> list[str]:
        """Return the lines of a table, and keep its cells."""
        place = len(self._tables)
        self._tables.append(None)  # nested tables come after it
        lines: list[str] = []
        rows: list[list[Cell]] = []
        merged: dict[int, tuple[int, int]] = {}  # by column: where a cell begins that goes on below
        for row in _inside(table, "tr"):
            properties = row.find(W + "trPr")
            if properties is not None and (properties.find(W + "del") is not None or is_on(properties, "hidden")):
                continue
            texts, cells = self._row(row, properties, rows, merged)
            lines += _row_lines(texts)
            rows.append(cells)
        self._tables[place] = Table(even_rows(rows))
        return lines

    def _row(
        self,
        row: etree._Element,
        properties: etree._Element | None,
        above: list[list[Cell]],
        merged: dict[int, tuple[int, int]],
    ) -> tuple[list[str], list[Cell]]:
        """Return the text of a row's cells with nested tables, and the cells: all columns, without nested tables.

        Cells `above` that go on in this row grow.
        """
        texts = []
        cells = [Cell("")] * _span(properties, "gridBefore", 0)
        owner: int | None = None  # the cell of this row that goes on to the right
        is_header = properties is not None and bool(is_on(properties, "tblHeader"))
        for element in _inside(row, "tc"):
            shape = element.find(W + "tcPr")
            own: list[str] = []
            text = "\n".join(self._lines(_blocks(element), own)).strip("\n")
            place, span = len(cells), _span(shape, "gridSpan", 1)
            down, across = _goes_on(shape, "vMerge"), _goes_on(shape, "hMerge")
            if down or across:  # such a cell is not seen
                text = ""
                cells += [COVERED] * span
                first, column = merged.get(place, (len(above), 0))
                if down:
                    owner = None
                    if first < len(above) and above[first][column].row_span == len(above) - first:
                        above[first][column] = _grown(above[first][column], rows=1)
                elif owner is not None:
                    cells[owner] = _grown(cells[owner], columns=span)
            else:
                owner = place
                merged.pop(place, None)
                if shape is not None and shape.find(W + "vMerge") is not None:
                    merged[place] = len(above), place
                cells.append(Cell("\n".join(own).strip("\n"), column_span=span, is_header=is_header))
                cells += [COVERED] * (span - 1)
            texts.append(text)
        return texts, cells


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Give the paragraphs and tables in an element, in content controls and the like too."""
    for element in parent:
        if element.tag in {W + "p", W + "tbl"}:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _blocks(element)
        elif element.tag == ALTERNATIVES:
            yield from next((found for choice in element if (found := list(_blocks(choice)))), [])


def _inside(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Give the rows of a table or the cells of a row, in content controls and the like too."""
    for element in parent:
        if element.tag == W + name:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _inside(element, name)


def _grown(cell: Cell, *, rows: int = 0, columns: int = 0) -> Cell:
    """Return a cell that takes more rows or columns."""
    return replace(cell, row_span=cell.row_span + rows, column_span=cell.column_span + columns)


def _row_lines(texts: list[str]) -> list[str]:
    """Write the cells of a row next to each other if all are single lines, or else below each other."""
    if any("\n" in text for text in texts):
        return [text for text in texts if text]
    return ["\t".join(text.replace("\t", " ") for text in texts).rstrip("\t")]


def _span(properties: etree._Element | None, name: str, otherwise: int) -> int:
    """Return how many columns a cell, or the gap in front of a row, takes."""
    found = integer_of(properties, name)
    return otherwise if found is None else max(otherwise, min(found, _MOST_COLUMNS))


def _goes_on(properties: etree._Element | None, name: str) -> bool:
    """Tell whether a cell is a later part of a merged one."""
    there = properties is not None and properties.find(W + name) is not None
    return there and value_of(properties, name) != "restart"


def _follow_field(sign: str | None, fields: list[bool]) -> None:
    """Follow the signs of fields; those without a partner are ignored, as a field may end in another paragraph."""
    if sign == "begin":
        fields.append(False)
    elif sign == "separate" and fields:
        fields[-1] = True
    elif sign == "end" and fields:
        fields.pop()


def _characters(element: etree._Element) -> str | None:
    """Return the characters that an element stands for, or None if it is no such element."""
    if element.tag in {W + "t", _EQUATION_TEXT}:
        return (element.text or "").replace(_SOFT_HYPHEN, "")
    if element.tag == W + "sym":
        return _symbol(element.get(W + "char", ""))
    return _BREAKS.get(element.tag)


def _symbol(code: str) -> str:
    """Return a character of a symbol font: of those whose meaning is known, the character for it."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if number < _SYMBOL_CODES:  # such fonts have their characters twice: 17.3.3.30
        number += _SYMBOLS_AT
    if number in PRIVATE:
        return SYMBOLS.get(chr(number), _UNKNOWN_SYMBOL)
    return "" if number in _SURROGATES or number >= _CODES else chr(number)
