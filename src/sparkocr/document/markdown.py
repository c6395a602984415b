"""A page as Markdown."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from sparkocr.document.blocks import BlockKind, TextBlock
from sparkocr.document.inline import escaped, escaped_inline, hyphenated, joined, plain
from sparkocr.layout.box import Box
from sparkocr.layout.table import Cell, Table, grid

__all__ = ["list_markdown", "page_markdown", "placed", "table_markdown", "text_markdown"]

_HARD_BREAK = "  \n"
_RUNNING = (BlockKind.PAGE_HEADER, BlockKind.PAGE_FOOTER)
_ROW = "<tr>\n{}</tr>\n"
_INSIDE = 0.5  # least share of a line's box that a table covers if the line is part of it


def page_markdown(blocks: Sequence[TextBlock], tables: Sequence[Table] = (), *, page_headers: bool = True) -> str:
    """Write a page as Markdown.

    Parameters
    ----------
    blocks : sequence of TextBlock
        In reading order.
    tables : sequence of Table
        A table takes the place of the lines that stand in its area; one without an area comes last.
    page_headers : bool
        Whether running headers and footers are written.

    Returns
    -------
    str
        CommonMark 0.31 with tables of HTML; ends with a line end unless it is empty.
    """
    if not page_headers:
        blocks = [block for block in blocks if block.kind not in _RUNNING]
    known = hyphenated(line.text for block in blocks for line in block.lines)
    parts = []
    for is_list, group in groupby(placed(blocks, tables), _is_item):
        items = list(group)
        if is_list:
            parts.append("\n".join(list_markdown([item for item in items if isinstance(item, TextBlock)], known)))
        else:
            parts += [table_markdown(item) if isinstance(item, Table) else text_markdown(item, known) for item in items]
    return "".join(f"{part}\n\n" for part in parts if part)[:-1]


def _is_item(item: TextBlock | Table) -> bool:
    """Tell whether something is written as an item of a list: footnotes may be numbered like one."""
    return isinstance(item, TextBlock) and bool(item.marker)


def placed(blocks: Sequence[TextBlock], tables: Sequence[Table]) -> Iterator[TextBlock | Table]:
    """Walk over blocks and tables in reading order, without the lines of tables.

    A table stands where the first of its lines does, or before the first block that begins below its top.
    """
    areas = [table.box.upright() if table.box.area else None for table in tables]
    owners = [[_owner(line.box.upright(), areas) for line in block.lines] for block in blocks]
    owned = {owner for found in owners for owner in found if owner is not None}
    waiting = [number for number in range(len(tables)) if number not in owned and areas[number] is not None]
    written: set[int] = set()
    for block, found in zip(blocks, owners, strict=True):
        top = block.box.upright().y
        for number in [number for number in waiting if (area := areas[number]) is not None and area.y < top]:
            waiting.remove(number)
            yield tables[number]
        for owner, run in groupby(range(len(found)), found.__getitem__):
            lines = list(run)
            if owner is None:
                yield _part(block, lines[0], lines[-1] + 1)
            elif owner not in written:
                written.add(owner)
                yield tables[owner]
    yield from (tables[number] for number in waiting)
    yield from (table for table, area in zip(tables, areas, strict=True) if area is None)


def _owner(box: Box, areas: Sequence[Box | None]) -> int | None:
    """Return the table that a line is part of."""
    for number, area in enumerate(areas):
        if area is None:
            continue
        if (common := box.common_area(area)) > 0 and common >= _INSIDE * box.area:
            return number
    return None


def _part(block: TextBlock, start: int, stop: int) -> TextBlock:
    """Return some lines of a block; what goes on below a table is a paragraph."""
    if stop - start == len(block.lines):
        return block
    part = replace(block, lines=block.lines[start:stop], breaks=block.breaks[start : stop - 1])
    return replace(part, kind=BlockKind.PARAGRAPH, level=0, marker="") if start and block.marker else part


def text_markdown(block: TextBlock, known: frozenset[str]) -> str:
    """Write a heading or a paragraph."""
    lines = [line.text for line in block.lines]
    if block.kind is BlockKind.HEADING:
        text = escaped_inline(joined(lines, [False] * len(block.breaks), known))
        closing = text.rstrip("#")  # a run of them at the end would not be shown
        return f"{'#' * block.level} {closing}{text[len(closing) :].replace('#', chr(92) + '#')}"
    return escaped(joined(lines, block.breaks, known)).replace("\n", _HARD_BREAK)


def list_markdown(items: Sequence[TextBlock], known: frozenset[str]) -> list[str]:
    """Write each item of a list; those of a deeper level stand below the text of the item that they belong to."""
    written = []
    offsets: list[int] = []
    for item in items:
        offsets = offsets[: max(0, item.level - 1)]
        offset = offsets[-1] if offsets else 0
        first, *others = (line.text for line in item.lines)
        marker, text = _markdown_marker(item.marker, first)
        offsets.append(offset + len(marker) + 1)
        paragraph = escaped(joined([text, *others], item.breaks, known))
        inner = paragraph.replace("\n", _HARD_BREAK + " " * offsets[-1])
        written.append(f"{' ' * offset}{marker} {inner}")
    return written


def _markdown_marker(marker: str, line: str) -> tuple[str, str]:
    """Return the marker as Markdown knows it, and the text of the line behind it.

    Markdown has no lists of letters: their letters stay in the text.
    """
    if marker[:-1].isdigit() and marker[:-1].isascii():
        return marker, line.removeprefix(marker).lstrip()
    if marker.endswith(")"):
        return "-", line
    return "-", line.removeprefix(marker).lstrip()


def table_markdown(table: Table) -> str:
    """Write a table of HTML, which keeps merged cells and needs no head; line ends in cells become spaces."""
    if not any(cell.text.strip() for row in table.rows for cell in row):
        return ""
    spans = any(cell.row_span != 1 or cell.column_span != 1 for row in table.rows for cell in row)
    rows = table.rows if spans else [[Cell(text) for text in row] for row in grid(table)]
    lines = [_ROW.format("".join(map(_cell, row))) for row in rows]
    return f"<table>\n{''.join(lines)}</table>"


def _cell(cell: Cell) -> str:
    """Write a cell; nothing for a place that a merged one takes."""
    if not cell.row_span:
        return ""
    spans = (("rowspan", cell.row_span), ("colspan", cell.column_span))
    attributes = "".join(f' {name}="{span}"' for name, span in spans if span > 1)
    return f"<td{attributes}> {html.escape(plain(' '.join(cell.text.split())), quote=False)} </td>\n"
