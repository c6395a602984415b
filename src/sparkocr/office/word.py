"""Text and tables of Word documents.

The XML is walked in the order of the document (ECMA-376, part 1, 17), because the text is in more places than
paragraphs and tables: text boxes, content controls, fields, notes, headers and footers.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lxml import etree

from sparkocr.errors import DocumentError
from sparkocr.layout.table import COVERED, Cell, Table
from sparkocr.office.blocks import own_marker
from sparkocr.office.cells import box_of, goes_on, grown, row_lines, span_of, twentieths
from sparkocr.office.chunks import chunk_blocks, word_file
from sparkocr.office.content import INDENT, Content, Part, PartKind, plain_text
from sparkocr.office.drawings import CHART, DIAGRAM, DIAGRAM_DATA, NEW_CHART, A, chart_lines, diagram_lines, text_lines
from sparkocr.office.equations import EQUATIONS, M, equation_text
from sparkocr.office.fields import shown_by_instruction
from sparkocr.office.numbering import Numbering, format_number
from sparkocr.office.package import ALTERNATIVES, ON, RELATION_ID, Package, Relation, local_name, open_package
from sparkocr.office.paragraph import ParagraphText, characters_of, draw_word_art, follow_field, font_of, shape_lines
from sparkocr.office.styles import NOTHING, Styles, W, is_on
from sparkocr.office.table import even_rows, limited

__all__ = ["UNREAD", "WordTables", "WordText", "block_parts", "word_content", "word_tables", "word_text"]

_CHUNK = W + "altChunk"
_RUNS = {W + "r", M + "r"}
_NOTES = {W + "footnoteReference", W + "endnoteReference"}
_WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
_DEEPEST = 5  # documents in documents
UNREAD = "Text of another part is missing: {}"
"""What is said of a part that can't be read."""
_WRAPPERS = {W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
_LEFT_OUT = {W + name for name in ("del", "moveFrom", "rt")}  # rt: how a word is pronounced, above it
_OWN_LINES = {W + "p", W + "tbl", _CHUNK} | EQUATIONS
_SHAPES = "{http://schemas.openxmlformats.org/drawingml/2006/chart}userShapes"
_SEEN = [W + name for name in ("t", "sym", "drawing", "pict")]  # in the result of a field
_OF_CELLS = frozenset({PartKind.HEADING, PartKind.ITEM, PartKind.TEXT})  # what is text of a cell itself
_NOTE_FORMATS = {"footnote": "decimal", "endnote": "lowerRoman"}  # the defaults: 17.11.17


def _empty_document() -> bytes:
    """Return a document that has nothing, around what comes from other formats."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "_rels/.rels", '<Relationships><Relationship Type="/officeDocument" Target="a.xml"/></Relationships>'
        )
        archive.writestr("a.xml", "<document/>")
    return file.getvalue()


_EMPTY = _empty_document()


class WordText(NamedTuple):
    """The text of a document.

    Attributes
    ----------
    text : str
    problem : str
        Why some text is missing, else empty.
    """

    text: str
    problem: str


class WordTables(NamedTuple):
    """The tables of a document.

    Attributes
    ----------
    tables : list of Table
    problem : str
        Why some may be missing, else empty.
    """

    tables: list[Table]
    problem: str


def word_text(package: Package, modern: Callable[[bytes], bytes | memoryview]) -> WordText:
    r"""Return the text of a document as a reader sees it.

    Parameters
    ----------
    package : Package
        A Word document.
    modern : callable
        Takes a Word document that is in this one, and returns it in the format that can be read here.

    Returns
    -------
    str
        Paragraphs end with ``"\n"``. The items of lists begin with their bullet or number, two blanks deeper for each
        level. A row of a table is a line, its cells separated by tabs; if one of them has several lines, the cells are
        below each other. Text boxes, SmartArt, charts and WordArt follow the paragraph that they are fixed to.
        Equations are in one line, see `sparkocr.office.equations`. Documents that Word takes from other files in this
        one (``altChunk``) are read in their place. Around the text of each section are the headers and footers that
        are new in it; footnotes and endnotes are at the end, and ``[1]`` and ``[i]`` where they belong to. Hidden and
        deleted text and comments are left out, soft hyphens too; a hyphen that does not break is ``"-"``; page breaks
        and line breaks are ``"\n"``.
    str
        Why text of another part is missing, if it is.
    """
    (parts,), problem = word_content(package, modern)
    return WordText(plain_text(parts), problem)


def word_content(package: Package, modern: Callable[[bytes], bytes | memoryview]) -> Content:
    """Return the parts of a document, in the order that `word_text` has them; they are one page."""
    with ExitStack() as opened:
        found = _Found(opened)
        parts = _Reader(package, modern, found).parts()
    return Content([parts], found.problem)


def block_parts(blocks: list[etree._Element]) -> list[Part]:
    """Return the parts that paragraphs and tables of `sparkocr.office.blocks` are, which are in no document."""
    with ExitStack() as opened:
        reader = _Reader(opened.enter_context(open_package(_EMPTY)), bytes, _Found(opened))
        return reader.parts_of(blocks)


def word_tables(package: Package, modern: Callable[[bytes], bytes | memoryview]) -> WordTables:
    """Return the tables of a document, without those of headers, footers and notes.

    Parameters
    ----------
    package, modern
        As of `word_text`.

    Returns
    -------
    list of Table
        In their order; a nested table follows the one that it is in, whose cell has only the text of its own. Their
        place on a page is not in the file; boxes of cells have the width that the file says, in points.
    str
        Why some may be missing, if text of another part could not be read.
    """
    with ExitStack() as opened:
        found = _Found(opened, only_body=True)
        _Reader(package, modern, found).read()
    return WordTables(limited(table for table in found.tables if table is not None), found.problem)


class _Section(NamedTuple):
    """A part of a document with headers and footers of its own."""

    blocks: list[etree._Element]
    properties: etree._Element


@dataclass(slots=True)
class _Found:
    """What a document and those in it give together.

    Attributes
    ----------
    opened : ExitStack
        Keeps the documents in the first one open, because their notes are read at the end.
    only_body : bool
        Whether headers and footers are left out.
    depth : int
        How many documents the current one is in.
    problem : str
        Why the first text that is missing could not be read.
    tables : list of Table or None
        None for those that have begun.
    numbers : dict of int
        How many notes of a kind there were.
    notes : dict of list of tuple
        For each kind, the sign of a note, who reads it, and the reference to it.
    """

    opened: ExitStack
    only_body: bool = False
    depth: int = 0
    problem: str = ""
    tables: list[Table | None] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_NOTE_FORMATS, 0))
    notes: dict[str, list[tuple[str, _Reader, etree._Element]]] = field(
        default_factory=lambda: {kind: [] for kind in _NOTE_FORMATS}
    )


class _Reader:
    """Reads a document once, from its beginning to its end."""

    def __init__(self, package: Package, modern: Callable[[bytes], bytes | memoryview], found: _Found) -> None:
        self._package = package
        self._modern = modern
        self._found = found
        self._main = package.xml(package.main_part)
        self._relations = self._here = package.relations(package.main_part)
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles)
        self._labels: dict[tuple[str, str], str] = {}
        self._notes: dict[str, dict[str, etree._Element]] = {}
        self._meanings: dict[str, Callable[[etree._Element, ParagraphText], None]] = {
            W + "instrText": lambda element, line: line.instruct(element.text or ""),
            W + "txbxContent": lambda element, line: line.draw(element),
            W + "fldSimple": self._simple_field,
            A + "txBody": lambda element, line: line.draw(text_lines(element)),
            ALTERNATIVES: self._alternatives,
            DIAGRAM: self._diagram,
            _WORD_ART: draw_word_art,
            **dict.fromkeys(_NOTES, lambda element, line: line.add(self._note(element))),
            **dict.fromkeys(EQUATIONS, self._equation),
            **dict.fromkeys((CHART, NEW_CHART), self._chart),
        }

    def parts(self) -> list[Part]:
        """Return everything."""
        return [*self.read(), *self._note_parts()]

    def parts_of(self, blocks: list[etree._Element]) -> list[Part]:
        """Return paragraphs and tables that are not in the document, with their notes."""
        return [*self._parts(blocks), *self._note_parts()]

    def read(self) -> list[Part]:
        """Return all but the notes, and keep the tables."""
        parts: list[Part] = []
        seen: set[str] = set()
        settings = self._part("settings")
        even = bool(is_on(settings, "evenAndOddHeaders"))
        for section in self._sections():
            parts += self._margins("header", section.properties, seen, even=even)
            parts += self._parts(section.blocks)
            parts += self._margins("footer", section.properties, seen, even=even)
        return parts

    def _body(self) -> etree._Element:
        body = self._main.find(W + "body")
        return NOTHING if body is None else body

    def _part(self, kind: str) -> etree._Element | None:
        """Return the part that the main part refers to by a kind, if it is there."""
        name = self._part_name(kind)
        return self._package.xml(name) if name else None

    def _part_name(self, kind: str) -> str:
        """Return the name of such a part, or ``""``."""
        targets = (relation.target for relation in self._relations.values() if relation.kind == kind)
        return next((target for target in targets if self._package.has(target)), "")

    @contextmanager
    def _inside(self, part: str) -> Iterator[None]:
        """Follow the references of another part for a while."""
        before, self._here = self._here, self._package.relations(part)
        try:
            yield
        finally:
            self._here = before

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

    def _margins(self, kind: str, section: etree._Element, seen: set[str], *, even: bool) -> Iterator[Part]:
        """Give the headers or footers that are new in a section: of its first, odd and even pages."""
        shown = {"first": bool(is_on(section, "titlePg")), "default": True, "even": even}
        found = {
            item.get(W + "type", "default"): item.get(RELATION_ID, "")
            for item in section.findall(f"{W}{kind}Reference")
        }
        for pages, is_shown in shown.items():
            relation = self._relations.get(found.get(pages, "")) if is_shown else None
            unseen = relation is not None and relation.target not in seen and self._package.has(relation.target)
            if relation is None or not unseen or self._found.only_body:
                continue
            seen.add(relation.target)
            with self._inside(relation.target):
                text = plain_text(self._parts(_blocks(self._package.xml(relation.target))))
            if text:
                yield Part(text, PartKind.HEADER if kind == "header" else PartKind.FOOTER)

    def _note_parts(self) -> Iterator[Part]:
        """Give the notes that were referred to, in this document and in those in it."""
        for notes in self._found.notes.values():
            for label, reader, reference in notes:
                text = reader.note_text(reference)
                if text is not None:
                    yield Part(f"{label} {text}".strip(), PartKind.NOTE)

    def note_text(self, reference: etree._Element) -> str | None:
        """Return the text of a note, or None if there is no such note."""
        kind = local_name(reference).removesuffix("Reference")
        if len(reference):  # brought along
            return plain_text(self._parts(_blocks(reference))).strip()
        part = self._part_name(f"{kind}s")
        if kind not in self._notes:
            root = self._package.xml(part) if part else NOTHING
            self._notes[kind] = {note.get(W + "id", ""): note for note in root.findall(W + kind)}
        note = self._notes[kind].get(reference.get(W + "id", ""))
        if note is None:
            return None
        with self._inside(part):
            return plain_text(self._parts(_blocks(note))).strip()

    def _parts(self, blocks: Iterable[etree._Element]) -> list[Part]:
        """Return what paragraphs and tables are."""
        parts: list[Part] = []
        joined = ""
        for block in blocks:
            if block.tag == W + "tbl":
                parts += self._table(block)
                continue
            if block.tag == _CHUNK:
                parts += self._chunk(block)
                continue
            properties = block.find(W + "pPr")
            text, boxes = self._paragraph(block)
            drawn = list(map(Part, boxes))
            if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
                joined += text  # the end of this paragraph was deleted: it goes on with the next one
                parts += drawn
                continue
            part, joined = self._part_of(properties, joined + text), ""
            parts += [part, *drawn] if part.text or not drawn else drawn
        return [*parts, Part(joined.rstrip())] if joined else parts

    def _part_of(self, properties: etree._Element | None, text: str) -> Part:
        """Return a paragraph with its number or bullet."""
        label, depth = self._numbering.label(properties)
        if level := self._styles.heading_level(properties):
            return Part(f"{label}{text}".rstrip(), PartKind.HEADING, level)
        if label:
            return Part(f"{INDENT * depth}{label}{text}".rstrip(), PartKind.ITEM, depth + 1, label.strip())
        marker, level = own_marker(properties)
        if marker and text.lstrip().startswith(marker):
            return Part(text.rstrip(), PartKind.ITEM, level, marker)
        return Part(text.rstrip())

    def _paragraph(self, paragraph: etree._Element) -> tuple[str, list[str]]:
        """Return the text of a paragraph, and that of each of its text boxes."""
        line = ParagraphText()
        self._inline([paragraph] if paragraph.tag in EQUATIONS else paragraph, line)
        boxes = (list(map(Part, box)) if isinstance(box, list) else self._parts(_blocks(box)) for box in line.boxes)
        drawn = map(plain_text, boxes)
        return "".join(line.parts), [text for text in drawn if text]

    def _inline(
        self, parent: Iterable[etree._Element], line: ParagraphText, *, hidden: bool = False, font: str = ""
    ) -> None:
        """Collect what is in a part of a paragraph; elements without a meaning here are looked into."""
        for element in parent:
            tag = element.tag
            if tag == W + "fldChar":
                follow_field(element, line, hidden=hidden)
            elif hidden or tag in _LEFT_OUT:
                continue
            elif (text := characters_of(element, font)) is not None:
                line.add(text)
            elif tag in _RUNS:
                properties = element.find(W + "rPr")
                self._inline(element, line, hidden=self._styles.is_hidden(properties), font=font_of(properties))
            elif tag in self._meanings:
                self._meanings[tag](element, line)
            else:
                self._inline(element, line)

    def _simple_field(self, element: etree._Element, line: ParagraphText) -> None:
        """Collect a field that has its instruction in an attribute."""
        self._inline(element, line)
        if next(element.iter(*_SEEN), None) is None:
            line.add(shown_by_instruction(element.get(W + "instr", "")))

    def _equation(self, element: etree._Element, line: ParagraphText) -> None:
        """Collect an equation, apart from a number in front of it: ``2`` and ``3/4`` are not ``23/4``."""

        def text_of(run: etree._Element) -> str:
            inner = ParagraphText()
            self._inline([run], inner)
            return "".join(inner.parts)

        text = equation_text(element, text_of)
        before = line.parts[-1][-1:] if line.parts else ""
        line.add(f" {text}" if before.isdigit() and text[:1].isdigit() and not text.isdigit() else text)

    def _diagram(self, element: etree._Element, line: ParagraphText) -> None:
        line.draw(self._other(element.get(DIAGRAM_DATA, ""), diagram_lines))

    def _chart(self, element: etree._Element, line: ParagraphText) -> None:
        """Collect the texts of a chart, and of the shapes that were drawn on it."""

        def read(chart: etree._Element) -> list[str]:
            shapes = chart.find(_SHAPES)
            drawn = [] if shapes is None else self._other(shapes.get(RELATION_ID, ""), shape_lines)
            return chart_lines(chart) + drawn

        line.draw(self._other(element.get(RELATION_ID, ""), read))

    def _other(self, reference: str, read: Callable[[etree._Element], list[str]]) -> list[str]:
        """Read another part; if that fails, the rest of the document is read all the same."""
        try:
            relation = self._known(reference)
            with self._inside(relation.target):
                return read(self._package.xml(relation.target))
        except DocumentError as error:
            self._found.problem = self._found.problem or UNREAD.format(error)
            return []

    def _known(self, reference: str) -> Relation:
        """Return a reference of the current part.

        Raises
        ------
        DocumentError
            There is none, or it leads out of the document.
        """
        relation = self._here.get(reference)
        if relation is None:
            raise DocumentError("A part of the document is missing.")
        return relation

    def _chunk(self, chunk: etree._Element) -> list[Part]:
        """Return what a document is that was taken into this one as it is."""
        try:
            name = self._known(chunk.get(RELATION_ID, "")).target
            data = self._package.read(name)
            document = word_file(data)
            if document is None:
                return self._parts(chunk_blocks(data, self._package.content_type(name)))
            if self._found.depth >= _DEEPEST:
                raise DocumentError(f"More than {_DEEPEST} documents are in each other.")  # noqa: TRY301
            self._found.depth += 1
            try:
                package = self._found.opened.enter_context(open_package(self._modern(document), self._package))
                return _Reader(package, self._modern, self._found).read()
            finally:
                self._found.depth -= 1
        except DocumentError as error:
            self._found.problem = self._found.problem or UNREAD.format(error)
            return []

    def _alternatives(self, element: etree._Element, line: ParagraphText) -> None:
        """Collect from the first of several forms of the same content that has any."""
        for choice in element:
            found = ParagraphText(fields=line.fields)
            self._inline(choice, found)
            if found.parts or found.boxes:
                line.parts += found.parts
                line.boxes += found.boxes
                return

    def _note(self, reference: etree._Element) -> str:
        """Keep a note for the end, and return the sign for it; a note with a sign of its own has that in its text."""
        kind = local_name(reference).removesuffix("Reference")
        numbers, notes = self._found.numbers, self._found.notes[kind]
        key = kind, f"{len(notes)} brought along" if len(reference) else reference.get(W + "id", "")
        if key not in self._labels:
            own = reference.get(W + "customMarkFollows") in ON
            numbers[kind] += not own
            self._labels[key] = "" if own else f"[{format_number(numbers[kind], _NOTE_FORMATS[kind])}]"
            notes.append((self._labels[key], self, reference))
        return self._labels[key]

    def _table(self, table: etree._Element) -> list[Part]:
        """Return a table, and keep its cells without the tables in them."""
        place = len(self._found.tables)
        self._found.tables.append(None)  # nested tables come after it
        lines: list[str] = []
        rows: list[list[Cell]] = []
        whole: dict[tuple[int, int], str] = {}  # by row and column: text of cells with tables in them
        merged: dict[int, tuple[int, int]] = {}  # by column: where a cell begins that goes on below
        columns = [twentieths(column.get(W + "w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        for row in _inside(table, "tr"):
            properties = row.find(W + "trPr")
            if properties is not None and (properties.find(W + "del") is not None or is_on(properties, "hidden")):
                continue
            inner, cells = self._row(row, properties, rows, merged, columns, whole)
            lines += row_lines(inner)
            rows.append(cells)
        found = self._found.tables[place] = Table(even_rows(rows))
        return [Part("\n".join(lines), PartKind.TABLE, table=_with_texts(found, whole))] if lines else []

    def _row(
        self,
        row: etree._Element,
        properties: etree._Element | None,
        above: list[list[Cell]],
        merged: dict[int, tuple[int, int]],
        columns: list[int],
        whole: dict[tuple[int, int], str],
    ) -> tuple[list[str], list[Cell]]:
        """Return the text of a row's cells with nested tables, and the cells: all columns, without nested tables.

        Cells `above` that go on in this row grow. The texts of those with tables in them go to `whole`.
        """
        inner = []
        cells = [Cell("")] * span_of(properties, "gridBefore", 0)
        owner: int | None = None  # the cell of this row that goes on to the right
        is_header = properties is not None and bool(is_on(properties, "tblHeader"))
        for element in _inside(row, "tc"):
            shape = element.find(W + "tcPr")
            parts = self._parts(_blocks(element))
            text, own = plain_text(parts), plain_text(part for part in parts if part.kind in _OF_CELLS)
            place, span = len(cells), span_of(shape, "gridSpan", 1)
            box = box_of(shape, columns[place : place + span])
            down, across = goes_on(shape, "vMerge"), goes_on(shape, "hMerge")
            if down or across:  # such a cell is not seen
                text = ""
                cells += [replace(COVERED, box=box), *[COVERED] * (span - 1)]
                first, column = merged.get(place, (len(above), 0))
                if down:
                    owner = None
                    if first < len(above) and above[first][column].row_span == len(above) - first:
                        above[first][column] = grown(above[first][column], rows=1)
                elif owner is not None:
                    cells[owner] = grown(cells[owner], columns=span)
            else:
                owner = place
                merged.pop(place, None)
                if shape is not None and shape.find(W + "vMerge") is not None:
                    merged[place] = len(above), place
                if own != text:
                    whole[len(above), place] = text
                cells.append(Cell(own, box, column_span=span, is_header=is_header))
                cells += [COVERED] * (span - 1)
            inner.append(text)
        return inner, cells


def _with_texts(table: Table, whole: dict[tuple[int, int], str]) -> Table:
    """Return a table with other texts in some cells."""
    if not whole:
        return table
    rows = [[*row] for row in table.rows]
    for (row, column), text in whole.items():
        rows[row][column] = replace(rows[row][column], text=text)
    return replace(table, rows=rows)


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Give the paragraphs and tables in an element, in content controls and the like too."""
    for element in parent:
        if element.tag in _OWN_LINES:
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
