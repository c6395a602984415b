"""Texts, spreadsheets and presentations of OpenDocument, as LibreOffice writes them: OASIS OpenDocument 1.3, part 3."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from sparkocr.kinds import FileKind
from sparkocr.office.blocks import Blocks
from sparkocr.office.content import BULLET, INDENT, Content, Part, PartKind, sheet
from sparkocr.office.numbering import format_number
from sparkocr.office.package import Package, local_name
from sparkocr.office.table import check_cells
from sparkocr.office.word import block_parts

__all__ = ["open_document"]

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CLASS = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}class"

_CONTENT, _STYLES = "content.xml", "styles.xml"
_BODIES = {FileKind.ODT: "text", FileKind.ODS: "spreadsheet", FileKind.ODP: "presentation"}
_PARAGRAPHS = frozenset({_TEXT + "p", _TEXT + "h"})
# Nothing of these is seen where they stand: changes that were made, comments, how words are pronounced, forms.
_LEFT_OUT = frozenset({
    _TEXT + "tracked-changes", _OFFICE + "annotation", _OFFICE + "annotation-end", _TEXT + "ruby-text",
    _OFFICE + "forms", _TEXT + "note-citation", _TEXT + "sequence-decls", _DRAW + "glue-point",
})  # fmt: skip
_NOT_A_SLIDE = "notes"  # pages of what the speaker says
_TITLES = frozenset({"title"})
_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
_SPACES = re.compile("[ \t\r\n]+")  # they are one space: 6.1.2
_MOST_SPACES = 1000  # of one element: a number in a file must not decide how long a text is


def open_document(package: Package, kind: FileKind) -> Content:
    """Read a document.

    Parameters
    ----------
    package : Package
        The file.
    kind : FileKind
        `FileKind.ODT`, `FileKind.ODS` or `FileKind.ODP`.

    Returns
    -------
    Content
        A text is one page, without its headers and footers; each sheet and each slide is one. Sheets and their rows
        that are hidden are left out, and so is what the speaker says.

    Raises
    ------
    DocumentError
        It is damaged or encrypted, or exceeds a limit.
    """
    root = package.xml(_CONTENT)
    body = root.find(f"{_OFFICE}body/{_OFFICE}{_BODIES[kind]}")
    if body is None:
        return Content([[]])
    if kind is FileKind.ODS:
        hidden = _hidden_styles(root)
        tables = body.iterfind(_TABLE + "table")
        return Content([_sheet(table) for table in tables if table.get(_TABLE + "style-name") not in hidden])
    lists = _list_styles(root) | (_list_styles(package.xml(_STYLES)) if package.has(_STYLES) else {})
    if kind is FileKind.ODP:
        return Content([_slide(page, lists) for page in body.iterfind(_DRAW + "page")])
    reader = _Reader(lists)
    reader.read(body)
    return Content([block_parts(reader.blocks.result())])


def _hidden_styles(root: etree._Element) -> set[str]:
    """Return the names of styles whose sheets are hidden."""
    return {
        style.get(_STYLE + "name", "")
        for style in root.iter(_STYLE + "style")
        for properties in style.iterfind(_STYLE + "table-properties")
        if properties.get(_TABLE + "display") == "false"
    }


def _sheet(table: etree._Element) -> list[Part]:
    """Read a sheet; its name is a heading."""
    name = table.get(_TABLE + "name", "")
    found = sheet(list(_sheet_rows(table)))
    return [Part(name, PartKind.HEADING, 1), *found] if name and found else found


def _sheet_rows(table: etree._Element) -> Iterator[list[str]]:
    """Give the rows of a sheet; those that are repeated and empty are given only before others."""
    empty, cells = 0, 0
    for row in table.iter(_TABLE + "table-row"):
        repeated = _number(row, _TABLE + "number-rows-repeated", 1)
        texts = [] if row.get(_TABLE + "visibility") in {"collapse", "filter"} else list(_sheet_cells(row))
        if not texts:
            empty += repeated
            continue
        cells += empty + repeated * len(texts)
        check_cells(cells)
        for _ in range(empty):
            yield []
        empty = 0
        for _ in range(repeated):
            yield texts


def _sheet_cells(row: etree._Element) -> Iterator[str]:
    """Give the texts of the cells of a row, up to the last one that has any."""
    empty, count = 0, 0
    for cell in row:
        if cell.tag not in {_TABLE + "table-cell", _TABLE + "covered-table-cell"}:
            continue
        repeated = _number(cell, _TABLE + "number-columns-repeated", 1)
        text = "\n".join(_plain(paragraph) for paragraph in cell.iterfind(_TEXT + "p"))
        if not text:
            empty += repeated
            continue
        count += empty + repeated
        check_cells(count)
        for _ in range(empty):
            yield ""
        empty = 0
        for _ in range(repeated):
            yield text


def _plain(paragraph: etree._Element) -> str:
    """Return the text of a paragraph of a cell."""
    reader = _Reader({})
    reader.inline(paragraph)
    return "\n".join(part.text for part in block_parts(reader.blocks.result()))


def _slide(page: etree._Element, lists: _Lists) -> list[Part]:
    """Read a slide, its title first."""
    titles, others = [], []
    for shape in page:
        if local_name(shape) == _NOT_A_SLIDE or shape.tag in _LEFT_OUT:
            continue
        reader = _Reader(lists)
        if shape.get(_CLASS) in _TITLES:
            reader.read(shape)
            text = " ".join(part.text for part in block_parts(reader.blocks.result()) if part.text)
            titles += [Part(text, PartKind.HEADING, 1)] if text else []
        else:
            reader.read([shape])
            others += [part for part in block_parts(reader.blocks.result()) if part.text]
    return titles + others


_Lists = dict[str, dict[int, tuple[str, str]]]
"""By name of a style: for each level, from 1, the format of numbers and what follows them; no format: bullets."""


def _list_styles(root: etree._Element) -> _Lists:
    """Return how lists are numbered: 16.30."""
    found: _Lists = {}
    for style in root.iter(_TEXT + "list-style"):
        levels = found.setdefault(style.get(_STYLE + "name", ""), {})
        for level in style.iterfind(_TEXT + "list-level-style-number"):
            kind = level.get(_STYLE + "num-format", "")
            levels[_number(level, _TEXT + "level", 1)] = (
                _FORMATS.get(kind, "decimal"),
                level.get(_STYLE + "num-suffix", "."),
            )
    return found


class _Reader:
    """Makes paragraphs and tables of Word, which know how they are written."""

    def __init__(self, lists: _Lists) -> None:
        self.blocks = Blocks()
        self._lists = lists
        self._beside: list[etree._Element] = []  # what is drawn in the paragraph
        self._after_space = True

    def read(self, parent: etree._Element | list[etree._Element]) -> None:
        """Read what is in a part of a document, apart from characters."""
        for element in parent:
            if element.tag in _LEFT_OUT or not isinstance(element.tag, str):
                continue
            if element.tag in _PARAGRAPHS:
                self._paragraph(element)
            elif element.tag == _TEXT + "list":
                self._list(element, element.get(_TEXT + "style-name", ""), 1)
            elif element.tag == _TABLE + "table":
                self._table(element)
            else:
                self.read(element)

    def _paragraph(self, element: etree._Element, marker: str = "", level: int = 0) -> None:
        """Read a paragraph, then what is drawn in it."""
        self._after_space = True
        if marker:
            self.blocks.text(f"{INDENT * (level - 1)}{marker} ")
            self.blocks.item(marker, level)
        elif element.tag == _TEXT + "h":
            self.blocks.heading(min(_number(element, _TEXT + "outline-level", 1), 9) or 1)
        self.inline(element)
        drawn, self._beside = self._beside, []
        self.blocks.end_paragraph(keep_empty=not drawn)
        self.read(drawn)

    def inline(self, parent: etree._Element) -> None:
        """Collect characters."""
        self._characters(parent.text)
        for element in parent:
            if element.tag in _LEFT_OUT or not isinstance(element.tag, str):
                pass
            elif element.tag == _TEXT + "s":
                self.blocks.text(" " * min(_number(element, _TEXT + "c", 1), _MOST_SPACES))
            elif element.tag == _TEXT + "tab":
                self.blocks.text("\t")
            elif element.tag == _TEXT + "line-break":
                self.blocks.text("\n")
                self._after_space = True
            elif element.tag == _TEXT + "note":
                self._note(element)
            elif element.tag.startswith(_DRAW):
                self._beside.append(element)
            else:
                self.inline(element)
            self._characters(element.tail)

    def _characters(self, text: str | None) -> None:
        if text:
            text = _SPACES.sub(" ", text)
            text = text.removeprefix(" ") if self._after_space else text
            self.blocks.text(text)
            self._after_space = text.endswith(" ") if text else self._after_space

    def _note(self, note: etree._Element) -> None:
        inner = _Reader(self._lists)
        inner.read(note)
        self.blocks.note(inner.blocks.result())

    def _list(self, element: etree._Element, style: str, level: int) -> None:
        """Read a list; lists in it have its style unless they name one of their own."""
        kind, suffix = self._lists.get(style, {}).get(level, ("", ""))
        number = 0
        for entry in element:
            is_item = entry.tag == _TEXT + "list-item"
            number = _number(entry, _TEXT + "start-value", number + 1) if is_item else number
            marker = "" if not is_item else f"{format_number(number, kind)}{suffix}" if kind else BULLET
            for child in entry:
                if child.tag == _TEXT + "list":
                    self._list(child, child.get(_TEXT + "style-name", style), level + 1)
                elif child.tag in _PARAGRAPHS:
                    self._paragraph(child, "" if child.tag == _TEXT + "h" else marker, level)
                    marker = ""
                else:
                    self.read([child])

    def _table(self, table: etree._Element) -> None:
        self.blocks.begin_table()
        for row in self._inside(table, _TABLE + "table-row"):
            self.blocks.begin_row()
            for cell in row:
                if cell.tag != _TABLE + "table-cell":
                    continue
                spans = [_number(cell, f"{_TABLE}number-{side}-spanned", 1) for side in ("columns", "rows")]
                self.blocks.begin_cell(columns=spans[0], rows=spans[1])
                self.read(cell)
                self.blocks.end_cell()
        self.blocks.end_table()

    def _inside(self, parent: etree._Element, name: str) -> Iterator[etree._Element]:
        """Give the rows of a table, not those of tables in it."""
        for element in parent:
            if element.tag == name:
                yield element
            elif element.tag != _TABLE + "table":
                yield from self._inside(element, name)


def _number(element: etree._Element, name: str, otherwise: int) -> int:
    """Return a whole number of up to nine digits."""
    text = element.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= 9 else otherwise  # noqa: PLR2004
