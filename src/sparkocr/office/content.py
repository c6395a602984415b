"""What documents of all formats are made of: headings, items of lists, paragraphs and tables, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from sparkocr.layout.table import Cell, Table
from sparkocr.office.cells import row_lines
from sparkocr.office.table import even_rows

__all__ = ["BULLET", "INDENT", "Content", "Part", "PartKind", "item", "plain_text", "sheet", "texts"]

BULLET = "\N{BULLET}"
INDENT = "  "
"""Of items of lists, per level."""


class PartKind(Enum):
    """What a part is."""

    HEADING = auto()
    ITEM = auto()
    TEXT = auto()
    TABLE = auto()
    HEADER = auto()
    FOOTER = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class Part:
    r"""A part of a document.

    Attributes
    ----------
    text : str
        As plain text has it: that of an item begins with its indent and marker; rows of a table are lines, see
        `sparkocr.office.cells.row_lines`. Lines end with ``"\n"``, but for the last one.
    kind : PartKind
    level : int
        Of a heading or an item, from 1; else 0.
    marker : str
        Of an item, without blanks.
    table : Table or None
        Of a table, with all the text of its cells.
    """

    text: str
    kind: PartKind = PartKind.TEXT
    level: int = 0
    marker: str = ""
    table: Table | None = None


class Content(NamedTuple):
    """What was read of a document.

    Attributes
    ----------
    pages : list of list of Part
        One for each slide or sheet; one for documents whose pages are not in the file.
    problem : str
        Why some text is missing, else empty.
    """

    pages: list[list[Part]]
    problem: str = ""


def plain_text(parts: Iterable[Part]) -> str:
    """Return parts as plain text."""
    return "\n".join(part.text for part in parts).strip("\n")


def item(text: str, level: int, marker: str = BULLET) -> Part:
    """Return an item of a list; its level counts from 1."""
    return Part(f"{INDENT * (level - 1)}{marker} {text}", PartKind.ITEM, level, marker)


def texts(lines: Iterable[str]) -> Iterator[Part]:
    """Give a part for each line that is not blank."""
    return (Part(line) for line in lines if line.strip())


def sheet(rows: Sequence[Sequence[str]]) -> list[Part]:
    """Return the cells of a sheet as a table without the empty rows and columns at its edges; nothing for no text.

    Raises
    ------
    DocumentError
        There are more than `max_cells`.
    """
    filled = [[place for place, text in enumerate(row) if text] for row in rows]
    found = [number for number, places in enumerate(filled) if places]
    if not found:
        return []
    left = min(places[0] for places in filled if places)
    kept = [
        [*row[left : places[-1] + 1]] if places else []
        for row, places in zip(rows[found[0] : found[-1] + 1], filled[found[0] : found[-1] + 1], strict=True)
    ]
    lines = [line for row in kept for line in row_lines(row)]
    table = Table(even_rows([[Cell(text) for text in row] for row in kept]))
    return [Part("\n".join(lines), PartKind.TABLE, table=table)]
