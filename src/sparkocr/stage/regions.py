"""Columns of regions as stages take them: arrays or single regions, of the whole schema or the first of its fields."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np
import numpy.typing as npt
from pyspark.sql.types import ArrayType

from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region
from sparkocr.schemas import RegionsSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Dataset

__all__ = ["INVALID", "as_list", "check_regions", "corners_of", "region_fields"]

Floats = npt.NDArray[np.float64]

INVALID = "A region has no valid place or size."
"""What `exception` says of a region without corners."""

_PLACE = ("x", "y", "width", "height")


def check_regions(stage: Stage, dataset: Dataset) -> bool:
    """Check the column of regions; tell whether it holds a single one.

    Raises
    ------
    ValueError
        There is no such column, or it holds no regions.
    """
    name = stage.getOrDefault("inputRegionsCol")
    kind = dataset.schema[name].dataType if name in dataset.columns else None
    region = kind.elementType if isinstance(kind, ArrayType) else kind
    if not set(_PLACE) <= set(getattr(region, "names", ())):
        stage._check_column(dataset, "inputRegionsCol", RegionsSchema)  # noqa: SLF001
    return region is kind


def as_list(regions: Any) -> list[dict[str, Any] | None]:
    """Return the regions of a column that holds an array, or a single one."""
    found = regions.as_py()
    if isinstance(found, dict):
        return [found]
    return found or []


def corners_of(region: dict[str, Any] | None) -> Floats | None:
    """Return the corners of a region, in its own units, or None if it has no valid place and size."""
    if region is None:
        return None
    numbers = [region[side] for side in _PLACE] + [region.get("angle") or 0.0]
    if any(number is None or not isfinite(number) for number in numbers) or min(numbers[2:4]) < 0:
        return None
    corners: Floats = Box(*numbers).corners()
    return corners


def region_fields(number: int, region: Region) -> dict[str, Any]:
    """Return the fields of a `RegionSchema`."""
    box = region.box
    place = {"x": box.x, "y": box.y, "width": box.width, "height": box.height, "angle": box.angle}
    return {"index": number, "page": region.page, "score": region.score, "label": region.label} | place
