"""Find the tables of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.layout.page import Word
from sparkocr.layout.table import Table
from sparkocr.pdf.document import Document, opened
from sparkocr.tables.cells import Place, table_of
from sparkocr.tables.content import PageContent, page_content, turn_box
from sparkocr.tables.rulings import joined, touching_groups
from sparkocr.tables.ruled import frame_of, places_of

__all__ = ["FoundTable", "pdf_tables", "tables_of"]


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table, and the algorithm that made it: ``"ruled"`` or ``"aligned"``."""

    table: Table
    engine: str


def tables_of(content: PageContent) -> list[FoundTable]:
    found = []
    words = content.words()
    for horizontal, vertical in touching_groups(joined(content.drawings.horizontal), joined(content.drawings.vertical)):
        frame = frame_of(horizontal, vertical, words)
        if len(frame.rows) < 3 or len(frame.columns) < 3:
            continue
        places = places_of(frame, words)
        if sum(bool(p.words) for p in places) < 3:
            continue
        found.append(FoundTable(table_of(places, frame.columns, frame.rows), "ruled"))
    return found


def pdf_tables(source: bytes | memoryview | Document, password: str = "") -> Iterator[list[FoundTable] | DocumentError]:
    with opened(source, password) as document:
        for index in range(len(document)):
            try:
                found = tables_of(page_content(document, index))
            except DocumentError as error:
                yield error
            else:
                yield [replace(f, table=replace(f.table, page=index)) for f in found]
