"""A page as elements that chunks are made of: headings, text, lists and tables, and where each of them may be cut."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from statistics import median

from sparkocr.document.blocks import BlockKind, TextBlock
from sparkocr.document.fonts import size_of
from sparkocr.document.inline import escaped, hyphenated, joined
from sparkocr.document.markdown import list_markdown, placed, text_markdown
from sparkocr.document.pieces import HEADING, LIST, TABLE, TEXT, Cut, Element, Piece, Place
from sparkocr.document.table_parts import HTML, TableStyle, head_rows, row_groups, smaller_rows
from sparkocr.layout.box import Box
from sparkocr.layout.merge import union
from sparkocr.layout.page import Line
from sparkocr.layout.table import Cell, Table

__all__ = ["Cutter", "page_elements"]

Span = tuple[int, int]

_APART, _LINE_END, _HARD_BREAK = "\n\n", "\n", "  \n"  # between elements, items of a list, and lines of a text
_LONGEST_HEAD = 0.5  # of a chunk: longer heads of tables are not repeated
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Cutter:
    """How texts are measured and cut.

    Attributes
    ----------
    limit : int
        Most that a chunk may have.
    size : Callable
        Size of a text; that of two together is no more than the sum.
    sentences : Callable
        From a text to the offsets of its sentences, which leave out nothing but blanks.
    """

    limit: int
    size: Callable[[str], int]
    sentences: Callable[[str], list[Span]]

    def parts(self, text: str, limit: int, written: Callable[[str], str] = str) -> Iterator[Span]:
        """Cut a text between words, or in a word that is too long, into parts that are no larger than a limit."""
        start, end, total = -1, 0, 0
        for match in _WORD.finditer(text):
            size = self.size(" " + written(match[0]))
            if start >= 0 and total + size > limit:
                yield start, end
                start = -1
            if start < 0:
                start, total = match.start(), 0
            end, total = match.end(), total + size
            if total > limit:
                yield from self._halves(text, start, end, limit, written)
                start = -1
        if start >= 0:
            yield start, end

    def _halves(self, text: str, start: int, end: int, limit: int, written: Callable[[str], str]) -> Iterator[Span]:
        """Cut a word in halves until they fit."""
        if end - start == 1 or self.size(written(text[start:end])) <= limit:
            yield start, end
            return
        middle = (start + end) // 2
        yield from self._halves(text, start, middle, limit, written)
        yield from self._halves(text, middle, end, limit, written)


def page_elements(
    blocks: Sequence[TextBlock],
    tables: Sequence[Table],
    page: int,
    cutter: Cutter,
    to_points: Callable[[Box], Box] | None,
    style: TableStyle = HTML,
) -> list[Element]:
    """Cut a page into elements, as `sparkocr.document.markdown.page_markdown` writes them.

    Parameters
    ----------
    blocks : sequence of TextBlock
        In reading order.
    tables : sequence of Table
    page : int
        Number of the page.
    cutter : Cutter
    to_points : Callable or None
        From a box of the page to one in points; None if places are unknown.
    style : TableStyle
        How tables are written.

    Returns
    -------
    list of Element
        In reading order. No piece is larger than the limit, unless the marks of one word, or of one cell, are.
    """
    known = hyphenated(line.text for block in blocks for line in block.lines)
    tables = [table for table in tables if any(cell.text.strip() for row in table.rows for cell in row)]
    make = _Elements(page, cutter, to_points, known, style)
    found: list[Element] = []
    for is_list, group in groupby(placed(blocks, tables), _is_item):
        items = list(group)
        if is_list:
            found.append(make.of_list([item for item in items if isinstance(item, TextBlock)]))
        else:
            found += [make.of_table(item) if isinstance(item, Table) else make.of_text(item) for item in items]
    return [element for element in found if element.pieces]


def _is_item(item: TextBlock | Table) -> bool:
    return isinstance(item, TextBlock) and item.kind is BlockKind.LIST_ITEM


@dataclass(frozen=True, slots=True)
class _Elements:
    """Makes the elements of a page."""

    page: int
    cutter: Cutter
    to_points: Callable[[Box], Box] | None
    known: frozenset[str]
    style: TableStyle

    def of_text(self, block: TextBlock) -> Element:
        """Return a heading, a paragraph, or another text."""
        plain = joined([line.text for line in block.lines], block.breaks, self.known)
        if block.kind is BlockKind.HEADING:
            pieces = self._pieces(text_markdown(block, self.known), block, Cut.ELEMENT, [])
            size, outlined = median(map(size_of, block.lines)), min(map(_outlined, block.lines))
            return Element(HEADING, tuple(pieces), block.level, " ".join(plain.split()), size, outlined)
        kind = TEXT if block.kind is BlockKind.PARAGRAPH else block.kind.value
        pieces = self._pieces(plain, block, Cut.ELEMENT, self.cutter.sentences(plain), _paragraph)
        return Element(kind, tuple(pieces))

    def of_list(self, items: Sequence[TextBlock]) -> Element:
        """Return a list. Only items that are too long for a chunk are cut."""
        found: list[Piece] = []
        for item, text in zip(items, list_markdown(items, self.known), strict=True):
            cut = Cut.SENTENCE if item.level > 1 else Cut.ITEM
            is_long = self.cutter.size(_LINE_END + text) > self.cutter.limit
            pieces = self._pieces(text, item, cut, self.cutter.sentences(text) if is_long else [])
            found += [replace(pieces[0], before=_LINE_END), *pieces[1:]] if found else pieces
        return Element(LIST, tuple(found))

    def of_table(self, table: Table) -> Element:
        """Return a table, whose head is repeated in each chunk that has some of its rows."""
        size, style, pieces = self.cutter.size, self.style, list[Piece]()
        groups = row_groups(table, keeps_merged=style.keeps_merged)
        heads = head_rows(groups, needs_head=style.needs_head)
        head, columns = [row for group in groups[:heads] for row in group], max(map(len, table.rows), default=0)
        resume = style.begin(head, columns)
        if not head or size(resume) > _LONGEST_HEAD * self.cutter.limit:
            heads, resume = 0, style.begin((), columns)
        else:
            pieces.append(Piece(resume, _APART, size(_APART + resume), Cut.ELEMENT, self._places_of(head, table)))
        room = self.cutter.limit - size(_APART + resume) - size(style.closing)
        for group in groups[heads:]:
            fits = size(style.rows(group)) <= room
            for part in (
                [group] if fits else smaller_rows(group, self._texts, room, lambda rows: size(style.rows(rows)))
            ):
                text, cut = style.rows(part), Cut.INSIDE if len(pieces) == 1 and heads else Cut.ITEM
                if text and not pieces:
                    text = resume + text
                before = "" if pieces else _APART
                if text:
                    pieces.append(Piece(text, before, size(before + text), cut, self._places_of(part, table)))
        return Element(
            TABLE,
            tuple(pieces),
            resume=resume,
            closing=style.closing,
            resume_size=size(resume),
            closing_size=size(style.closing),
        )

    def _places_of(self, rows: Sequence[Sequence[Cell]], table: Table) -> tuple[Place, ...]:
        """Return the place of the cells of rows, or that of the table if theirs are unknown."""
        return self._places([cell.box for row in rows for cell in row if cell.box.area] or [table.box])

    def _texts(self, text: str, limit: int) -> list[str]:
        return [text[start:end] for start, end in self.cutter.parts(text, limit)]

    def _pieces(
        self, text: str, block: TextBlock, cut: Cut, spans: Sequence[Span], written: Callable[[str], str] = str
    ) -> list[Piece]:
        """Cut a text at spans, and those that are too long between words; without spans it is one."""
        found: list[Piece] = []
        boxes, starts = [line.box for line in block.lines], _line_starts(block, len(text))
        last = 0
        for begin, end in spans or [(0, len(text))]:
            parts = [(begin, end)]
            if self.cutter.size(_APART + written(text[begin:end])) > self.cutter.limit:
                limit = self.cutter.limit - self.cutter.size(_APART)
                parts = [(begin + i, begin + j) for i, j in self.cutter.parts(text[begin:end], limit, written)]
            for number, (start, stop) in enumerate(parts):
                between = written(text[last:start]) if found else _APART
                piece = written(text[start:stop])
                first, final = bisect_right(starts, start) - 1, bisect_right(starts, stop - 1) - 1
                where = self._places(boxes[first : final + 1])
                rank = cut if not found else Cut.INSIDE if number else Cut.SENTENCE
                found.append(Piece(piece, between, self.cutter.size(between + piece), rank, where))
                last = stop
        return found

    def _places(self, boxes: Sequence[Box]) -> tuple[Place, ...]:
        """Return the place of what is in some boxes."""
        box = union(boxes)
        known = self.to_points is not None and box.area > 0
        return (Place(self.page, self.to_points(box).upright() if known and self.to_points else None),)


def _outlined(line: Line) -> int:
    """Return the level that the outline of the document gives a line; 0 if it names none of its words."""
    return max((word.font.level for word in line.words if word.font is not None), default=0)


def _line_starts(block: TextBlock, length: int) -> list[float]:
    """Return about where lines begin in the text that they were joined to: a hyphen and some marks don't count."""
    lengths = [len(line.text) + 1 for line in block.lines]
    scale = length / sum(lengths)
    return [scale * start for start in accumulate(lengths[:-1], initial=0)]


def _paragraph(text: str) -> str:
    """Write a part of a paragraph as Markdown."""
    return escaped(text).replace("\n", _HARD_BREAK)
