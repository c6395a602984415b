"""A page as JSON, and the JSON Schema of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import Any

from sparkocr.document.blocks import TextBlock
from sparkocr.document.structure import clean
from sparkocr.enums import PageDetail
from sparkocr.layout.box import Box
from sparkocr.layout.page import Line, Word
from sparkocr.layout.regions import Region
from sparkocr.layout.table import Table

__all__ = ["VERSION", "Entity", "PageFacts", "PageField", "page_json", "page_json_schema"]

VERSION = "1.0"
"""Of the documents; the first number changes when programs that read them have to."""

_DECIMALS = 2
# JSON allows them, but programs that read a document per line may take them for the end of it.
_LINE_ENDS = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}


@dataclass(frozen=True, slots=True)
class Entity:
    """A chunk of text that means something.

    Attributes
    ----------
    text : str or None
        None where only the places are known, like other values here.
    label : str or None
    begin, end : int or None
        Offsets of its first and last character in the text.
    score : float or None
    boxes : tuple of Box
        One for each line that it covers; none if it was not found on the page.
    """

    text: str | None = None
    label: str | None = None
    begin: int | None = None
    end: int | None = None
    score: float | None = None
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class PageField:
    """A field of a form; `page` counts from 0. Its place is left out: `PdfToForm` tells it in a frame of its own."""

    name: str | None
    value: str | None
    kind: str | None
    page: int | None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is known of a page beside its structure; None is unknown.

    Attributes
    ----------
    path : str or None
    page : int or None
        From 0.
    width, height : float or None
        In `unit`.
    unit : str or None
        Of all boxes of the page: ``px`` or ``pt``.
    resolution : int or None
        Px per inch of the image that was read.
    text : str or None
    confidence : float or None
        0 to 100.
    word_confidences : bool
        Whether words know their confidence.
    points_per_row : float or None
        Size of a font in points by the `row_height` of its line.
    tables, regions, entities, fields : sequence or None
    """

    path: str | None = None
    page: int | None = None
    width: float | None = None
    height: float | None = None
    unit: str | None = None
    resolution: int | None = None
    text: str | None = None
    confidence: float | None = None
    word_confidences: bool = False
    points_per_row: float | None = 1.0
    tables: Sequence[Table] | None = None
    regions: Sequence[Region] | None = None
    entities: Sequence[Entity] | None = None
    fields: Sequence[PageField] | None = None


def page_json(facts: PageFacts, blocks: Sequence[TextBlock] | None, detail: PageDetail = PageDetail.WORDS) -> str:
    """Write a page as a JSON document on one line.

    Parameters
    ----------
    facts : PageFacts
    blocks : sequence of TextBlock or None
        In reading order; None if the places of the text are unknown.
    detail : PageDetail
        The smallest parts to tell.

    Returns
    -------
    str
        Valid by `page_json_schema`. Keys have one order, numbers two decimals at most. A page without a text of its own
        has that of its blocks.
    """
    text = facts.text
    if text is None and blocks is not None:
        text = "\n\n".join(block.text for block in blocks)
    document = {
        "version": VERSION,
        "path": _text(facts.path),
        "page": facts.page,
        "width": _number(facts.width),
        "height": _number(facts.height),
        "unit": facts.unit,
        "resolution": facts.resolution,
        "text": _text(text),
        "confidence": _number(facts.confidence),
        "blocks": None if blocks is None else [_block(block, facts, detail) for block in blocks],
        "tables": None if facts.tables is None else [_table(table) for table in facts.tables],
        "regions": None if facts.regions is None else [_region(region) for region in facts.regions],
        "entities": None if facts.entities is None else [_entity(entity) for entity in facts.entities],
        "fields": None if facts.fields is None else [_field(found) for found in facts.fields],
    }
    written = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character, escape in _LINE_ENDS.items():
        written = written.replace(character, escape)
    return written


@cache
def _schema() -> str:
    return files("sparkocr.document").joinpath("page.schema.json").read_text(encoding="utf-8")


def page_json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the documents that `page_json` writes."""
    schema: dict[str, Any] = json.loads(_schema())
    return schema


def _block(block: TextBlock, facts: PageFacts, detail: PageDetail) -> Mapping[str, Any]:
    found: dict[str, Any] = {
        "type": block.kind.value,
        "level": block.level or None,
        "text": clean(block.text),
        "box": _box(block.box),
    }
    if detail is not PageDetail.BLOCKS:
        found["lines"] = [_line(line, facts, detail) for line in block.lines]
    return found


def _line(line: Line, facts: PageFacts, detail: PageDetail) -> Mapping[str, Any]:
    size = line.row_height * facts.points_per_row if facts.points_per_row and line.row_height > 0 else None
    found: dict[str, Any] = {"text": clean(line.text), "box": _box(line.box), "fontSize": _number(size)}
    if detail is PageDetail.WORDS:
        found["words"] = [_word(word, facts) for word in line.words]
    return found


def _word(word: Word, facts: PageFacts) -> Mapping[str, Any]:
    found: dict[str, Any] = {"text": clean(word.text), "box": _box(word.box)}
    return found | {"confidence": _number(word.confidence)} if facts.word_confidences else found


def _table(table: Table) -> Mapping[str, Any]:
    rows = [[{"text": clean(cell.text), "box": _known(cell.box)} for cell in row] for row in table.rows]
    return {"box": _known(table.box), "rows": rows}


def _region(region: Region) -> Mapping[str, Any]:
    return {"label": _text(region.label), "score": _number(region.score, 4), "box": _box(region.box)}


def _entity(entity: Entity) -> Mapping[str, Any]:
    return {
        "text": _text(entity.text),
        "label": _text(entity.label),
        "begin": entity.begin,
        "end": entity.end,
        "score": _number(entity.score, 4),
        "boxes": [_box(box) for box in entity.boxes],
    }


def _field(found: PageField) -> Mapping[str, Any]:
    texts = {"name": _text(found.name), "value": _text(found.value), "type": _text(found.kind)}
    return texts | {"page": found.page}


def _known(box: Box) -> Any:
    """Return a box; null for one without a size."""
    return None if box.width == 0 and box.height == 0 else _box(box)


def _box(box: Box) -> list[float | int]:
    """Return left, top, width and height of the least upright box around one."""
    upright = box.upright()
    sides = (upright.x, upright.y, upright.width, upright.height)
    return [0 if (number := _number(side)) is None else number for side in sides]


def _text(text: str | None) -> str | None:
    return None if text is None else clean(text)


def _number(value: float | None, decimals: int = _DECIMALS) -> float | int | None:
    """Round a number; whole ones have no decimal point, and what is no number is null."""
    if value is None or not isfinite(value):
        return None
    rounded = round(float(value), decimals)
    return int(rounded) if rounded.is_integer() else rounded
