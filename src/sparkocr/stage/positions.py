"""Columns of positions, and other lists of structs, as stages take them: read column by column, without Python rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.layout.page import Font, FontRun
from sparkocr.positions.position import Position
from sparkocr.positions.text import Units

if TYPE_CHECKING:  # who reads images needs nothing of PDF
    from sparkocr.pdf.read.text import PageText

__all__ = [
    "field_of",
    "font_fields",
    "font_runs_of",
    "font_sizes_of",
    "position_fields",
    "structs_of",
    "text_fields",
    "units_of",
]


def units_of(value: Any) -> Units:
    """Read positions column by column: there may be millions of units.

    Raises
    ------
    DocumentError
        If there are none because nobody asked for them, or it is no column of structs.
    """
    if not value.is_valid:
        raise DocumentError("There are no positions")
    mappings = field_of(structs_of(value, "positions"), "mapping")
    counts = pc.fill_null(pc.list_value_length(mappings), 0).to_numpy(zero_copy_only=False)
    units = mappings.flatten()

    def numbers(name: str, kind: type) -> Any:
        return pc.fill_null(field_of(units, name), 0).to_numpy(zero_copy_only=False).astype(kind)

    texts = [text or "" for text in field_of(units, "c").to_pylist()]
    boxes = np.column_stack([numbers(name, np.float64) for name in ("x", "y", "width", "height")])
    return Units(texts, boxes, numbers("p", np.int64), np.repeat(np.arange(len(counts)), counts))


def font_sizes_of(value: Any) -> npt.NDArray[np.float64]:
    """Return the font size of each unit of `units_of` in points, 0 where it is null; shape (n,)."""
    units = field_of(structs_of(value, "positions"), "mapping").flatten()
    sizes = pc.fill_null(field_of(units, "fontSize"), 0).to_numpy(zero_copy_only=False)
    return np.asarray(sizes, np.float64)


def structs_of(value: Any, what: str) -> pa.StructArray:
    """Return the structs of a list."""
    if not isinstance(value, pa.ListScalar) or not pa.types.is_struct(value.type.value_type):
        raise DocumentError(f"The column of {what} has no structs")
    return value.values


def field_of(structs: pa.StructArray, name: str) -> pa.Array:
    """Return a field of structs; null where they lack it."""
    names = [field.name for field in structs.type]
    return structs.flatten()[names.index(name)] if name in names else pa.nulls(len(structs))


def position_fields(unit: Position, page: int) -> dict[str, Any]:
    """Return the fields of a `PositionSchema` for a unit of text on a page."""
    box = {"x": unit.x, "y": unit.y, "width": unit.width, "height": unit.height}
    return {"c": unit.c, "p": page, **box, "fontSize": unit.font_size}


def text_fields(page: PageText | DocumentError, number: int, *, only_sizes: bool, **_: Any) -> dict[str, Any]:
    """Return the fields of a `PageTextSchema` for a page of that number, or its exception."""
    if isinstance(page, DocumentError):
        return {"exception": str(page)}
    positions = None
    if page.characters is not None:
        units = [position_fields(character, number) for character in page.characters]
        positions = [{"mapping": units}]
    text = None if only_sizes else page.text
    size = {"height": int(page.height), "width": int(page.width)}
    fonts = {} if page.fonts is None else {"fonts": list(map(font_fields, page.fonts))}
    return {"text": text, "positions": positions, **size, "unread": page.may_show_more, **fonts}


def font_fields(run: FontRun) -> dict[str, Any]:
    """Return the fields of a `FontRunSchema`."""
    font, box = run.font, run.box
    place = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    looks = {"name": font.name, "size": font.size, "bold": font.is_bold, "italic": font.is_italic}
    return {**place, **looks, "level": font.level}


def font_runs_of(value: Any) -> list[FontRun]:
    """Read a `FontsSchema`; nothing if it is null."""
    return [
        FontRun(
            Font(run["name"] or "", run["size"] or 0.0, bool(run["bold"]), bool(run["italic"]), run.get("level") or 0),
            Box(run["x"], run["y"], run["width"], run["height"]),
        )
        for run in value.as_py() or ()
        if run and None not in {run["x"], run["y"], run["width"], run["height"]}
    ]
