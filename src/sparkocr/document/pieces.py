"""The parts of a document that chunks are made of, and how they travel as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sparkocr.layout.box import Box

__all__ = ["HEADING", "LIST", "TABLE", "TEXT", "Cut", "Element", "Piece", "Place", "elements_of", "fields_of"]

HEADING, TEXT, LIST, TABLE = "heading", "text", "list", "table"
"""Kinds of elements; the others are those of `sparkocr.document.blocks.BlockKind`."""

_DECIMALS = 2  # of points


class Cut(IntEnum):
    """How good it is to cut before a piece, from bad to good."""

    INSIDE = 0
    """Of a sentence, or between what belongs together."""
    SENTENCE = 1
    ITEM = 2
    """An item of a list, or a row of a table."""
    ELEMENT = 3
    HEADING = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A page, from 0, and where on it, upright and in points; None if that is unknown."""

    page: int
    box: Box | None


@dataclass(frozen=True, slots=True)
class Piece:
    """What a chunk has whole: a heading, a sentence, an item of a list, a row of a table.

    Attributes
    ----------
    text : str
        Markdown.
    before : str
        What stands between it and the piece before it, if both are in one chunk.
    size : int
        Of both together.
    cut : Cut
    places : tuple of Place
        One for each page that it is on.
    """

    text: str
    before: str
    size: int
    cut: Cut
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """A heading, a paragraph, a list or a table.

    Attributes
    ----------
    kind : str
    pieces : tuple of Piece
        At least one.
    level : int
        Of a heading, from 1; else 0.
    title : str
        Text of a heading, without marks.
    font_size : float
        Of a heading, 0 if unknown; in points, or px as in hOCR.
    outlined : int
        Level of a heading by the outline of the document; 0 if unknown.
    resume, closing : str
        What a chunk begins with that goes on in the middle of it, and what ends it: the head and the end of a table.
    resume_size, closing_size : int
        Their sizes.
    """

    kind: str
    pieces: tuple[Piece, ...]
    level: int = 0
    title: str = ""
    font_size: float = 0.0
    outlined: int = 0
    resume: str = ""
    closing: str = ""
    resume_size: int = 0
    closing_size: int = 0


def fields_of(element: Element) -> list[Any]:
    """Return an element of one page as lists, strings and numbers, for JSON; `elements_of` reads them back."""
    pieces = [[piece.text, piece.before, piece.size, int(piece.cut), _sides(piece)] for piece in element.pieces]
    heading = element.level, element.title, element.font_size, element.outlined
    return [element.kind, pieces, *heading, element.resume, element.closing, element.resume_size, element.closing_size]


def _sides(piece: Piece) -> list[float] | None:
    box = piece.places[0].box
    return None if box is None else [round(side, _DECIMALS) for side in (box.x, box.y, box.width, box.height)]


def elements_of(fields: Sequence[Sequence[Any]], page: int) -> Iterator[Element]:
    """Return the elements of a page of their `fields_of`."""
    for kind, pieces, *others in fields:
        found = tuple(
            Piece(text, before, size, Cut(cut), (Place(page, Box(*sides) if sides else None),))
            for text, before, size, cut, sides in pieces
        )
        yield Element(kind, found, *others)
