"""Pages of Office documents and their like as plain text, Markdown and JSON, as pages of PDFs and scans have them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from sparkocr.document.blocks import BlockKind, TextBlock
from sparkocr.document.inline import hyphenated
from sparkocr.document.markdown import list_markdown, table_markdown, text_markdown
from sparkocr.document.page_json import PageFacts, page_json
from sparkocr.enums import PageDetail, TextFormat
from sparkocr.layout.page import Line, Word
from sparkocr.layout.table import NOWHERE
from sparkocr.office.content import Part, PartKind, plain_text

__all__ = ["parts_json", "parts_markdown", "written"]

_KINDS = {
    PartKind.HEADING: BlockKind.HEADING,
    PartKind.ITEM: BlockKind.LIST_ITEM,
    PartKind.TEXT: BlockKind.PARAGRAPH,
    PartKind.TABLE: BlockKind.PARAGRAPH,
    PartKind.HEADER: BlockKind.PAGE_HEADER,
    PartKind.FOOTER: BlockKind.PAGE_FOOTER,
    PartKind.NOTE: BlockKind.FOOTNOTE,
}
_DEEPEST_HEADING = 6  # of Markdown


def written(parts: Sequence[Part], how: TextFormat, *, path: str | None = None, page: int | None = None) -> str:
    """Write a page in a format.

    Parameters
    ----------
    parts : sequence of Part
    how : TextFormat
    path : str or None
        Of the document, which JSON tells.
    page : int or None
        Number of the page, from 0, which JSON tells.
    """
    if how is TextFormat.TEXT:
        return plain_text(parts)
    return parts_markdown(parts) if how is TextFormat.MARKDOWN else parts_json(parts, path=path, page=page)


def parts_markdown(parts: Sequence[Part]) -> str:
    """Write a page as Markdown.

    Returns
    -------
    str
        CommonMark 0.31 with tables of HTML, as `sparkocr.document.markdown.page_markdown` writes it.
    """
    blocks = [(part, _block(part)) for part in parts if part.text.strip()]
    known = hyphenated(line.text for part, block in blocks if part.table is None for line in block.lines)
    found: list[str] = []
    for is_list, group in groupby(blocks, key=lambda pair: pair[0].kind is PartKind.ITEM):
        if is_list:
            found.append("\n".join(list_markdown([block for _, block in group], known)))
        else:
            found += [
                text_markdown(block, known) if part.table is None else table_markdown(part.table)
                for part, block in group
            ]
    return "".join(f"{part}\n\n" for part in found if part)[:-1]


def parts_json(parts: Sequence[Part], *, path: str | None = None, page: int | None = None) -> str:
    """Write a page as JSON.

    Returns
    -------
    str
        Valid by `sparkocr.document.page_json.page_json_schema`. Places are not in the file: `unit`, `width` and
        `height` are null, boxes of blocks are four zeros. The blocks have no tables, which are apart.
    """
    tables = [part.table for part in parts if part.table is not None]
    facts = PageFacts(path=path, page=page, text=plain_text(parts), tables=tables)
    blocks = [_block(part) for part in parts if part.table is None and part.text.strip()]
    return page_json(facts, blocks, PageDetail.BLOCKS)


def _block(part: Part) -> TextBlock:
    """Return a part as a block of a page, that stands nowhere."""
    texts = [text for text in part.text.split("\n") if text.strip()] or [""]
    if part.kind is PartKind.ITEM:
        texts[0] = texts[0].lstrip()
    lines = tuple(Line((Word(text, NOWHERE, 100.0),), NOWHERE, 0.0) for text in texts)
    level = min(part.level, _DEEPEST_HEADING) if part.kind is PartKind.HEADING else part.level
    return TextBlock(_KINDS[part.kind], lines, level, (True,) * (len(lines) - 1), part.marker)
