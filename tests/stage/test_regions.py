"""One reader of regions for all stages: what has no valid place and size is refused with one message."""

from math import inf, nan

import numpy as np
import pyarrow as pa
import pytest

from documents import page
from sparkocr.apps.light import run
from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image
from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region
from sparkocr.schemas import PositionsSchema, RegionsSchema
from sparkocr.stage.images import write_image
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.regions import read_region, read_regions, region_fields, valid_box, valid_regions
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import (
    ImageDrawRegions,
    ImageNoiseScorer,
    ImageSplitRegions,
    ImageToTextV3,
    RegionsMerger,
    RegionsToOriginal,
)

GOOD = {"index": 0, "page": 0, "x": 1.0, "y": 2.0, "width": 30.0, "height": 40.0, "score": 0.5, "label": "a"}
WRONG = {
    "null": {"x": None},
    "not a number": {"y": nan},
    "infinite": {"width": inf},
    "negative": {"height": -1.0},
    "turned by nothing": {"angle": nan},
}
STAGES = [
    ImageDrawRegions(inputRegionsCol="regions", filledRect=True),
    ImageDrawRegions(inputRegionsCol="regions", patchImages=True),
    ImageNoiseScorer(),
    ImageSplitRegions(inputRegionsCol="regions"),
    ImageToTextV3(),
    RegionsMerger(inputCol="regions", cellInputCol="none"),
    RegionsMerger(inputCol="none", cellInputCol="regions"),
    RegionsToOriginal(),
]


def row(*regions):
    """A row with an image that was moved, regions, and none."""
    pixels = np.asarray(page())
    image = Image(pixels, 300, ImageType.TYPE_BYTE_GRAY, np.array([[1.0, 0, 5], [0, 1, 6], [0, 0, 1]]))
    columns = {"image": write_image(image, None)[0]}
    for name, value in (("regions", list(regions)), ("none", [])):
        columns[name] = pa.scalar(value, arrow_type(RegionsSchema))
    return LightRow(columns)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.uid.split("_")[0])
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_every_stage_refuses_a_region_without_a_place_with_the_same_words(stage, wrong):
    made = [found for found in run([stage], row(GOOD, GOOD | wrong)) if found["exception"].is_valid]
    assert [found["exception"].as_py() for found in made] == [f"{stage.uid}: A region has no valid place or size."]
    output = made[0][stage.getOutputCol()].as_py()
    assert output is None or output["data"] is None, "masks fail closed"


@pytest.mark.parametrize("wrong", [{"x": None}, {"y": nan}, {"height": -1.0}])
def test_positions_without_a_place_are_refused(wrong):
    unit = {"c": "a", "p": 0, "fontSize": 9} | {side: GOOD[side] for side in ("x", "y", "width", "height")}
    positions = pa.scalar([{"mapping": [unit, unit | wrong]}], arrow_type(PositionsSchema))
    stage = RegionsToOriginal()
    (made,) = run([stage], LightRow({**row(), "regions": positions}))
    assert made["exception"].as_py() == f"{stage.uid}: A position has no valid place or size."
    assert made["original_regions"].as_py() is None


@pytest.mark.parametrize("wrong", [None, *WRONG.values()], ids=["null row", *WRONG])
def test_regions_of_an_image_that_was_not_moved_are_checked_too(wrong):
    still = write_image(Image(np.asarray(page()), 300, ImageType.TYPE_BYTE_GRAY), None)[0]
    stage = RegionsToOriginal()
    (made,) = run([stage], LightRow({**row(GOOD, wrong and GOOD | wrong), "image": still}))
    assert made["exception"].as_py() == f"{stage.uid}: A region has no valid place or size."
    assert made["original_regions"].as_py() is None
    (good,) = run([stage], LightRow({**row(GOOD), "image": still}))
    assert good["original_regions"].as_py() == [GOOD | {"angle": None}]


@pytest.mark.parametrize("regions", [[None], [None, GOOD], [GOOD, None]])
def test_null_regions_are_refused_wherever_they_are(regions):
    stage = RegionsToOriginal()
    (made,) = run([stage], row(*regions))
    assert made["exception"].as_py() == f"{stage.uid}: A region has no valid place or size."


def test_pages_without_positions_stay_empty():
    positions = pa.scalar([None, {"mapping": None}, {"mapping": []}], arrow_type(PositionsSchema))
    (made,) = run([RegionsToOriginal()], LightRow({**row(), "regions": positions}))
    assert made["exception"].as_py() is None
    assert made["original_regions"].as_py() == [{"mapping": []}] * 3


@pytest.mark.parametrize(
    "cell", [[0.0, 0.0, None, 9.0], [None, 0.0, 9.0, 9.0], [nan, 0.0, 9.0, 9.0], [0.0, 0.0, -9.0, 9.0], [1.0]]
)
def test_cells_that_are_numbers_are_read_like_regions(cell):
    cells = pa.scalar([[[0.0, 0.0, 90.0, 90.0], cell]], pa.list_(pa.list_(pa.list_(pa.float64()))))
    stage = RegionsMerger(inputCol="regions", cellInputCol="cells")
    (made,) = run([stage], LightRow({**row(GOOD), "cells": cells}))
    assert made["exception"].as_py() == f"{stage.uid}: A region has no valid place or size."


def test_what_is_written_is_read_again():
    region = Region(Box(1, 2, 30, 40, 12), 3, 0.5, "a")
    fields = region_fields(7, region)
    assert fields["index"] == 7
    assert set(fields) == set(RegionsSchema.elementType.names)
    assert read_region(fields) == region


def test_fields_that_may_be_missing():
    assert read_region({side: GOOD[side] for side in ("x", "y", "width", "height")}) == Region(Box(1, 2, 30, 40))
    assert read_region(GOOD | {"page": None, "angle": None, "label": None}).page == 0
    for fields in (None, {}, {"x": 1.0}):
        assert valid_box(fields) is None
        with pytest.raises(DocumentError, match="A region has no valid place or size"):
            read_region(fields)


def test_columns_hold_an_array_or_a_single_region():
    for value, count in (([GOOD, GOOD], 2), ([], 0), (None, 0)):
        assert len(read_regions(pa.scalar(value, arrow_type(RegionsSchema)))) == count
    assert len(read_regions(pa.scalar(GOOD, arrow_type(RegionsSchema.elementType)))) == 1
    assert len(valid_regions(pa.scalar([None, GOOD, GOOD | {"x": nan}], arrow_type(RegionsSchema)))) == 1
