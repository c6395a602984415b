"""Columns of regions: the one reader and the one writer of their rows.

A column holds an array of regions or a single one, with all fields of `sparkocr.schemas.RegionSchema` or the first of
them. What has no valid place and size is no region: masks stand on this, and fail closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from pyspark.sql.types import ArrayType, DataType, IntegerType, NumericType

from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region
from sparkocr.schemas import RegionsSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Dataset

__all__ = [
    "PLACE",
    "CellsSchema",
    "check_cells",
    "check_regions",
    "read_box",
    "read_cells",
    "read_region",
    "read_regions",
    "region_fields",
    "region_rows",
    "valid_box",
    "valid_regions",
]

PLACE = ("x", "y", "width", "height")
"""Fields of a box."""

CellsSchema = ArrayType(ArrayType(ArrayType(ArrayType(IntegerType()))))
"""The `cells` column: rows of cells, each an array of one array of x, y, width and height."""


def check_regions(stage: Stage, dataset: Dataset, parameter: str = "inputRegionsCol") -> bool:
    """Check the column of regions that a parameter names; tell whether it holds a single one.

    Raises
    ------
    ValueError
        There is no such column, or it holds no regions.
    """
    name = stage.getOrDefault(parameter)
    kind = dataset.schema[name].dataType if name in dataset.columns else None
    region = kind.elementType if isinstance(kind, ArrayType) else kind
    if not set(PLACE) <= set(getattr(region, "names", ())):
        stage.check_column(dataset, parameter, RegionsSchema)
    return region is kind


def check_cells(stage: Stage, dataset: Dataset, parameter: str, *, name: str | None = None) -> None:
    """Check the type of a column of cells, which a parameter names, or a column that it stands for.

    Raises
    ------
    ValueError
        There is no such column, or it holds neither regions nor nested arrays of numbers.
    """
    name = stage.getOrDefault(parameter) if name is None else name
    kind: DataType | None = dataset.schema[name].dataType if name in dataset.columns else None
    nested = isinstance(kind, ArrayType) and isinstance(kind.elementType, ArrayType)
    while isinstance(kind, ArrayType):
        kind = kind.elementType
    if not (nested and isinstance(kind, NumericType)):
        stage.check_column(dataset, parameter, RegionsSchema, name=name)


def read_cells(value: Any) -> list[list[Region]]:
    """Return rows of cells that are given as nested arrays of numbers; regions are one row.

    Raises
    ------
    DocumentError
        One has no valid place or size.
    """
    rows = [_cells(row) for row in value.as_py() or ()]
    return rows if any(len(row) > 1 for row in rows) else [[cell for row in rows for cell in row]]


def _cells(value: Any) -> list[Region]:
    """Return the cells in nested arrays, or in a region."""
    if not value:
        return []
    if isinstance(value, dict):
        return [read_region(value)]
    if any(isinstance(item, int | float) for item in value):
        return [Region(read_box(dict(zip(PLACE, value, strict=False)) if len(value) == len(PLACE) else None))]
    return [cell for part in value for cell in _cells(part)]


def region_rows(value: Any) -> list[dict[str, Any] | None]:
    """Return the rows of a column that holds an array, or a single one; none where it is null."""
    found = value.as_py()
    if isinstance(found, dict):
        return [found]
    return found or []


def valid_box(fields: Mapping[str, Any] | None) -> Box | None:
    """Return the box of a row that tells a place; None if it has no valid place and size.

    A side that is missing, null, infinite or no number is not valid, and neither is a negative width or height. A
    missing or null angle is 0.
    """
    if fields is None:
        return None
    numbers = [fields.get(side) for side in PLACE] + [fields.get("angle") or 0.0]
    if any(number is None or not isfinite(number) for number in numbers):
        return None
    box = Box(*numbers)
    return box if box.width >= 0 and box.height >= 0 else None


def read_box(fields: Mapping[str, Any] | None, what: str = "region") -> Box:
    """Return the box of a row that tells a place.

    Raises
    ------
    DocumentError
        It has no valid place or size.
    """
    box = valid_box(fields)
    if box is None:
        raise DocumentError(f"A {what} has no valid place or size.")
    return box


def read_region(fields: Mapping[str, Any] | None) -> Region:
    """Return a region; its page is 0 where none is told.

    Raises
    ------
    DocumentError
        It has no valid place or size.
    """
    box, fields = read_box(fields), fields or {}
    return Region(box, fields.get("page") or 0, fields.get("score"), fields.get("label"))


def read_regions(value: Any) -> list[Region]:
    """Return all regions of a column.

    Raises
    ------
    DocumentError
        One has no valid place or size.
    """
    return [read_region(fields) for fields in region_rows(value)]


def valid_regions(value: Any) -> list[Region]:
    """Return the regions of a column without those that have no valid place or size: to show them, never to mask."""
    return [read_region(fields) for fields in region_rows(value) if valid_box(fields)]


def region_fields(number: int, region: Region) -> dict[str, Any]:
    """Return the fields of a `RegionSchema`."""
    box = region.box
    place = {"x": box.x, "y": box.y, "width": box.width, "height": box.height, "angle": box.angle}
    return {"index": number, "page": region.page, "score": region.score, "label": region.label} | place
