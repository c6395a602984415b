"""What other columns tell of a page, for `PageToJson`: its size and unit, tables, entities and fields of forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sparkocr.document.page_json import Entity, PageField
from sparkocr.layout.table import Table
from sparkocr.stage.annotations import label_of, score_of
from sparkocr.stage.regions import valid_box
from sparkocr.stage.tables import table_of

__all__ = ["entities_of", "fields_of", "tables_of"]


def tables_of(value: Any) -> list[Table] | None:
    """Return the tables of a column that holds one, or an array of them; None if it is null."""
    if not value.is_valid:
        return None
    found = value.as_py()
    return [table_of(table) for table in ([found] if isinstance(found, dict) else found) if table]


def entities_of(chunks: Any, coordinates: Any) -> list[Entity] | None:
    """Join chunks and their places, which `PositionFinder` numbers by their chunk; None without both columns.

    A place without a chunk, as when only its column is there, is an entity without text.
    """
    if not chunks.is_valid and not coordinates.is_valid:
        return None
    places: dict[int, list[dict[str, Any]]] = {}
    for region in coordinates.as_py() or []:  # an index may be null: no order but that of the column
        if region:
            places.setdefault(region["index"], []).append(region)
    found = [_entity(chunk, places.pop(index, [])) for index, chunk in enumerate(chunks.as_py() or []) if chunk]
    return found + [_entity({}, regions) for regions in places.values()]


def _entity(chunk: dict[str, Any], regions: list[dict[str, Any]]) -> Entity:
    metadata = dict(chunk.get("metadata") or ())
    labels = [label_of(metadata), *(region.get("label") for region in regions)]
    boxes = tuple(box for region in regions if (box := valid_box(region)))
    score = score_of(metadata)
    if score is None and regions and not chunk:
        score = regions[0].get("score")
    label = next(filter(None, labels), None)
    return Entity(chunk.get("result"), label, chunk.get("begin"), chunk.get("end"), score, boxes)


def fields_of(value: Any) -> list[PageField] | None:
    """Return the fields of a form; None if the column is null."""
    if not value.is_valid:
        return None
    return [
        PageField(
            name=field["key"],
            value=field["value"],
            kind=field["fieldType"],
            page=_page(field.get("coordinate")),
        )
        for field in value.as_py()
        if field
    ]


def _page(place: Mapping[str, Any] | None) -> int | None:
    """Return the page of a field; `PdfToForm` gives -1 for one that is on none."""
    page = (place or {}).get("page")
    return page if page is not None and page >= 0 else None
