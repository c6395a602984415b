"""The stages that draw, cut and merge regions."""

import math
from dataclasses import replace

import numpy as np
import pytest
from pyspark.ml import PipelineModel
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, DoubleType, IntegerType, StringType, StructField, StructType

from documents import png
from imaging.drawn import image, page
from sparkocr.enums import Color, FontStyle, ImageType
from sparkocr.imaging import draw
from sparkocr.imaging.draw import Mark
from sparkocr.imaging.marks import color_of
from sparkocr.imaging.pixels import convert
from sparkocr.imaging.regions import cut_region
from sparkocr.layout.box import Box
from sparkocr.schemas import AnnotationsSchema, ImageSchema, RegionSchema, RegionsSchema
from sparkocr.stage.images import write_image
from sparkocr.transformers import (
    BinaryToImage,
    ImageBinarizer,
    ImageDrawRegions,
    ImageSplitRegions,
    RegionsMerger,
)
from sparkocr.transformers.image import regions
from variants import collect, files

pytest_plugins = ["contract.counting"]

PAGE = page(300, 200)
SIZE = (50.5, 40.5, 100.0, 60.0)
BOX = Box(*SIZE).corners()


def region(x=50.5, y=40.5, width=100.0, height=60.0, score=None, label=None, angle=None, index=0):
    return (index, 0, x, y, width, height, score, label, angle)


def frame(spark, columns, pixels=PAGE, kind=ImageType.TYPE_BYTE_GRAY):
    """One row with an image and columns by name: (type, value)."""
    fields = [StructField("path", StringType()), StructField("pagenum", IntegerType())]
    fields += [StructField("image", ImageSchema), *(StructField(name, kind) for name, (kind, _) in columns.items())]
    struct = write_image(image(pixels, kind), "a")[0].as_py()
    values = ("a", 0, struct, *(value for _, value in columns.values()))
    return spark.createDataFrame([values], StructType(fields))


def pixels(row):
    data = np.frombuffer(row.data, np.uint8)
    return data.reshape((row.height, row.width) if row.nChannels == 1 else (row.height, row.width, row.nChannels))


SIX = ArrayType(StructType(RegionSchema.fields[:6]))
TURNED = Box(*SIZE, 20.0).corners()
BIG = BOX * [2, 3]
LABELLED = [region(label="name", score=0.25), region(x=200.0, label="date")]
PAGE_SIZE = {"height_dimension": (IntegerType(), 200), "width_dimension": (DoubleType(), 300.0)}
POINTS = {"high": (DoubleType(), 200 / 3), "wide": (IntegerType(), 150)}


def both(one, other, color=Color.black, second=Color.black):
    return [Mark(BOX, color, one), Mark(Box(200.0, *SIZE[1:]).corners(), second, other)]


DRAWN = {
    "array": ({}, [region()], draw.outline(image(PAGE), [Mark(BOX)], 4, 12)),
    "labels and scores": ({}, LABELLED, draw.outline(image(PAGE), both("name 0.25", "date"), 4, 12)),
    "lineWidth": ({"lineWidth": 9}, [region()], draw.outline(image(PAGE), [Mark(BOX)], 9, 12)),
    "fontSize": ({"fontSize": 24}, LABELLED, draw.outline(image(PAGE), both("name 0.25", "date"), 4, 24)),
    "turned": ({}, [region(angle=20.0)], draw.outline(image(PAGE), [Mark(TURNED)], 4, 12)),
    "rotated": ({"rotated": True}, [region(angle=20.0)], draw.outline(image(PAGE), [Mark(TURNED)], 4, 12)),
    "rectColor": ({"rectColor": "red"}, [region()], draw.outline(image(PAGE), [Mark(BOX, Color.red)], 4, 12)),
    "fontName": (
        {"fontName": "Roboto"},
        LABELLED,
        draw.outline(image(PAGE), both("name 0.25", "date"), 4, 12, ("Roboto", FontStyle.PLAIN)),
    ),
    "fontStyle": (
        {"fontStyle": "bold"},
        LABELLED,
        draw.outline(image(PAGE), both("name 0.25", "date"), 4, 12, ("", FontStyle.BOLD)),
    ),
    "font of new texts": (
        {"fontName": "Roboto", "fontStyle": 3, "patchImages": True},
        LABELLED,
        draw.patch(image(PAGE), both("name", "date"), ("Roboto", FontStyle.BOLD_ITALIC)),
    ),
    "displayMetadata": ({"displayMetadata": False}, LABELLED, draw.outline(image(PAGE), both("", ""), 4, 12)),
    "displayMetadata of new texts": (
        {"displayMetadata": False, "patchImages": True},
        LABELLED,
        draw.patch(image(PAGE), both("name", "date")),
    ),
    "useContrastTextColor": (
        {"useContrastTextColor": True, "rectColor": "white"},
        LABELLED,
        draw.outline(image(PAGE), both("name 0.25", "date", Color.white, Color.white), 4, 12, contrast=True),
    ),
    "filledRect": ({"filledRect": True}, LABELLED, draw.mask(image(PAGE), both("", ""))),
    "filledRect turned": ({"filledRect": True}, [region(angle=20.0)], draw.mask(image(PAGE), [Mark(TURNED)])),
    "patchImages": ({"patchImages": True}, LABELLED, draw.patch(image(PAGE), both("name", "date"))),
    "colorMap": (
        {"colorMap": {"name": Color.red, "*": "blue"}, "filledRect": True},
        LABELLED,
        draw.mask(image(PAGE), both("", "", Color.red, Color.blue)),
    ),
    "colorMap, no other": (
        {"colorMap": {"name": "red"}, "filledRect": True, "rectColor": Color.gray},
        LABELLED,
        draw.mask(image(PAGE), both("", "", Color.red, Color.gray)),
    ),
    "no regions": ({"filledRect": True}, [], image(PAGE)),
    "outline without a place": (
        {},
        [region(x=math.nan), None, region()],
        draw.outline(image(PAGE), [Mark(BOX)], 4, 12),
    ),
    "null": ({}, None, image(PAGE)),
    "scaled": (
        {"scaleBoundingBoxes": True, "sourceImageWidthCol": "wide", "sourceImageHeightCol": "high"},
        [region()],
        draw.outline(image(PAGE), [Mark(BIG)], 4, 12),
    ),
    "not scaled": (
        {"sourceImageWidthCol": "wide", "sourceImageHeightCol": "high"},
        [region()],
        draw.outline(image(PAGE), [Mark(BOX)], 4, 12),
    ),
    "scaled by default columns": (
        {"scaleBoundingBoxes": True},
        [region()],
        draw.outline(image(PAGE), [Mark(BOX)], 4, 12),
    ),
}


def test_every_parameter_of_drawing(spark):
    frames = {
        name: ImageDrawRegions(inputRegionsCol="found", **options).transform(
            frame(spark, {"found": (RegionsSchema, value), **PAGE_SIZE, **POINTS})
        )
        for name, (options, value, _) in DRAWN.items()
    }
    for name, (row,) in collect(frames).items():
        wanted = DRAWN[name][2]
        found = row.image_with_regions
        assert row.exception is None, name
        assert found.mode == wanted.image_type, name
        assert np.array_equal(pixels(found), wanted.pixels), name
        assert (found.resolution, found.origin, found.transform) == (0, "a", None), name
        assert row.image.resolution == 300
    labels = [name for name, (_, regions_, _) in DRAWN.items() if regions_ is LABELLED and "filled" not in name]
    seen = {name: DRAWN[name][2].pixels.tobytes() for name in labels if "colorMap" not in name}
    assert len(set(seen.values())) == len(seen) - 1, (
        "each option changes something, but for one that new texts don't have"
    )


def said(*texts):
    """A column of new texts, as Spark NLP has them."""
    return (AnnotationsSchema, [("chunk", 0, len(text) - 1, text, {}, []) for text in texts])


def test_new_texts_of_chunks(spark):
    """A region gets the text of its index, a chunk of two lines its words, and one without a text is filled."""
    boxes = [region(20.0, 20.0, 120.0, 20.0, label="NAME", index=1), region(20.0, 60.0, 60.0, 20.0, index=1)]
    boxes += [region(160.0, 20.0, 100.0, 20.0, label="AGE", index=0), region(160.0, 60.0, 100.0, 20.0, index=7)]
    texts = ["Jane Doe", "Smith", "42", ""]
    marks = [Mark(Box(*box[2:6]).corners(), text=text) for box, text in zip(boxes, texts, strict=True)]
    # Both lines of the second chunk: what fits the first, and the rest.
    columns = {"found": (RegionsSchema, boxes), "new": said("42", "Jane Doe Smith"), "none": (AnnotationsSchema, None)}
    columns |= {"short": said("42", "Doe"), "empty": said("", "   ")}
    source = frame(spark, columns)
    stage = ImageDrawRegions(inputRegionsCol="found", patchImages=True)
    frames = {name: stage.setInputChunkMappingCol(name).transform(source).drop(*columns) for name in list(columns)[1:]}
    found = collect(frames)
    assert np.array_equal(pixels(found["new"][0].image_with_regions), draw.patch(image(PAGE), marks).pixels)
    blank = [replace(mark, text=text) for mark, text in zip(marks, ["Doe", " ", "42", ""], strict=True)]
    assert np.array_equal(pixels(found["short"][0].image_with_regions), draw.patch(image(PAGE), blank).pixels)
    filled = draw.mask(image(PAGE), marks).pixels
    assert np.array_equal(pixels(found["empty"][0].image_with_regions), filled), "no text is none that may be seen"
    assert found["none"][0].image_with_regions.data is None
    assert found["none"][0].exception == f"{stage.uid}: It is not known what to write: the new texts are null."


@pytest.mark.parametrize("name", ["missing", "path"])
def test_wrong_columns_of_new_texts(spark, name):
    stage = ImageDrawRegions(inputChunkMappingCol=name, patchImages=True)
    with pytest.raises(ValueError, match=f"inputChunkMappingCol='{name}'"):
        stage.transform(frame(spark, {"region": (RegionsSchema, [])}))


def test_every_type_of_column(spark):
    wanted = draw.mask(image(PAGE), [Mark(BOX)]).pixels
    single, six = region(), region()[:6]
    columns = {
        "array": (RegionsSchema, [single]),
        "single": (RegionSchema, single),
        "old array": (SIX, [six]),
        "old single": (SIX.elementType, six),
    }
    frames = {
        name: ImageDrawRegions(inputRegionsCol=name, filledRect=True).transform(frame(spark, {name: value})).drop(name)
        for name, value in columns.items()
    }
    frames["dropped"] = (
        ImageDrawRegions(inputRegionsCol="array", filledRect=True, keepInput=False)
        .transform(frame(spark, {"array": columns["array"]}))
        .drop("array")
    )
    found = collect(frames)
    for name, (row,) in found.items():
        assert np.array_equal(pixels(row.image_with_regions), wanted), name
    assert found["dropped"][0].image is None


CLOSED = {
    "null": (None, "the regions are null"),
    "null among others": ([region(), None], "no valid place"),
    "not a number": ([region(), region(x=math.nan)], "no valid place"),
    "infinite": ([region(width=math.inf)], "no valid place"),
    "negative": ([region(height=-1.0)], "no valid place"),
    "unknown": ([region(y=None)], "no valid place"),
    "turned by nothing": ([region(angle=math.nan)], "no valid place"),
}


@pytest.mark.parametrize("parameter", ["filledRect", "patchImages"])
def test_masks_fail_closed(spark, parameter):
    stage = ImageDrawRegions(inputRegionsCol="found", **{parameter: True})
    frames = {
        name: stage.transform(frame(spark, {"found": (RegionsSchema, value)})) for name, (value, _) in CLOSED.items()
    }
    placeholder = np.full((1, 1), 255, np.uint8)
    nothing, single = (RegionsSchema, [region()]), (RegionSchema, None)
    frames["no page"] = stage.transform(frame(spark, {"found": nothing}, placeholder))
    frames["null single"] = stage.transform(frame(spark, {"found": single})).drop("found")
    earlier = frame(spark, {"found": (RegionsSchema, None)}).withColumn("exception", F.lit("Detector_0: It failed."))
    frames["earlier"] = stage.transform(earlier)
    scaled = ImageDrawRegions(inputRegionsCol="found", scaleBoundingBoxes=True, **{parameter: True})
    sizes = {"height_dimension": (IntegerType(), 0), "width_dimension": (IntegerType(), None)}
    frames["no size"] = scaled.transform(frame(spark, {"found": nothing, **sizes}))
    messages = {name: message for name, (_, message) in CLOSED.items()}
    messages |= {
        "no page": "no page image",
        "null single": "null",
        "earlier": "It failed",
        "no size": "size of the page",
    }
    for name, (row,) in collect(frames).items():
        assert row.image_with_regions.data is None, name
        assert messages[name] in row.exception, name


def test_pages_without_an_image_pass_if_nothing_is_to_be_masked(spark):
    placeholder = np.full((1, 1), 255, np.uint8)
    frames = {
        "nothing to mask": ImageDrawRegions(filledRect=True).transform(
            frame(spark, {"region": (RegionsSchema, [])}, placeholder)
        ),
        "outlines": ImageDrawRegions().transform(frame(spark, {"region": (RegionsSchema, [region()])}, placeholder)),
    }
    for (row,) in collect(frames).values():
        assert (row.exception, row.image_with_regions.data) == (None, b"\xff")


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"inputRegionsCol": "missing"}, "inputRegionsCol='missing'"),
        ({"inputRegionsCol": "path"}, "inputRegionsCol='path'"),
        ({"inputRegionsCol": "image"}, "inputRegionsCol='image'"),
        ({"scaleBoundingBoxes": True}, "sourceImageWidthCol='width_dimension'"),
        ({"sourceImageHeightCol": "missing"}, "sourceImageHeightCol='missing'"),
        ({"sourceImageWidthCol": "path"}, "sourceImageWidthCol='path'"),
    ],
)
def test_wrong_columns_of_drawing(spark, parameters, message):
    with pytest.raises(ValueError, match=message):
        ImageDrawRegions(**parameters).transform(frame(spark, {"region": (RegionsSchema, [])}))


@pytest.mark.parametrize("wrong", ["red", ["*"], {"name": "nonsense"}, {1: "red"}, {"name": 3}, {"name": None}])
def test_wrong_colour_maps(wrong):
    with pytest.raises(ValueError, match="colorMap"):
        ImageDrawRegions(colorMap=wrong)


def test_colours_of_labels():
    assert color_of("name", None, Color.gray) is Color.gray
    assert color_of(None, "*", Color.gray) is Color.gray
    assert color_of("name", {"*": "pink"}, Color.gray) is Color.pink
    labels = [f"label {number}" for number in range(40)]
    colors = [color_of(label, "*", Color.gray) for label in labels]
    assert colors == [color_of(label, "*", Color.black) for label in labels], "always the same"
    assert len(set(colors)) == 8
    assert ImageDrawRegions().setColorMap("*").getColorMap() == "*"


def test_cutting(spark):
    found = [region(index=0), region(angle=20.0, index=1), region(x=1000.0, index=2), region(x=math.nan, index=3)]
    columns = {
        "region": (RegionsSchema, found),
        "names": (ArrayType(StringType()), ["a", "b"]),
        "numbers": (ArrayType(IntegerType()), None),
    }
    rows = (
        ImageSplitRegions()
        .setExplodeCols(["names", "numbers"])
        .transform(frame(spark, columns))
        .orderBy("region.index")
        .collect()
    )
    assert [row.region["index"] for row in rows] == [0, 1, 2, 3]
    assert [(row.names, row.numbers) for row in rows] == [("a", None), ("b", None), (None, None), (None, None)]
    for row, corners in zip(rows[:2], (BOX, TURNED), strict=True):
        wanted = cut_region(image(PAGE), corners)
        assert row.exception is None
        assert np.array_equal(pixels(row.region_image), wanted.pixels)
        assert row.region_image.transform == pytest.approx(wanted.transform.ravel().tolist())
        assert (row.region_image.resolution, row.region_image.origin) == (300, "a")
    assert "outside of the image" in rows[2].exception
    assert "no valid place" in rows[3].exception
    assert rows[2].region_image.data is None


def test_every_parameter_of_cutting(spark):
    columns = {"cells": (RegionsSchema, [region(angle=20.0)]), "one": (RegionSchema, region())}
    columns |= {"none": (RegionsSchema, []), "null": (RegionsSchema, None), "no one": (RegionSchema, None)}
    colour, turned = cut_region(image(PAGE, ImageType.TYPE_3BYTE_BGR), BOX), cut_region(image(PAGE), TURNED)
    gray = convert(colour.pixels, ImageType.TYPE_3BYTE_BGR, ImageType.TYPE_BYTE_GRAY)
    stages = {
        "cells": ImageSplitRegions().setRegionCol("cells"),
        "rotated": ImageSplitRegions(rotated=True, inputRegionsCol="cells", outputCol="region_image"),
        "gray": ImageSplitRegions(inputRegionsCol="one"),
        "colour": ImageSplitRegions(inputRegionsCol="one", imageType="TYPE_3BYTE_BGR").setDropCols("image"),
        "none": ImageSplitRegions(inputRegionsCol="none", dropCols=["image", "not there"]),
        "nothing exploded": ImageSplitRegions(inputRegionsCol="one").setExplodeCols([]).setDropCols([]),
        "null": ImageSplitRegions(inputRegionsCol="null"),
        "no one": ImageSplitRegions(inputRegionsCol="no one", outputCol="region_image"),
    }
    source = frame(spark, columns, kind=ImageType.TYPE_3BYTE_BGR)
    frames = {name: stage.transform(source).drop(*columns) for name, stage in stages.items()}
    assert "image" not in frames["colour"].columns
    assert "image" in frames["gray"].columns
    assert frames["none"].columns == ["path", "pagenum", "region_image", "exception"]
    wanted = {"cells": turned.pixels, "rotated": turned.pixels, "gray": gray, "nothing exploded": gray}
    wanted["colour"] = colour.pixels
    for name, rows in collect(frames).items():
        assert [row.exception for row in rows] == [None], name
        if name in wanted:
            difference = np.abs(pixels(rows[0].region_image).astype(int) - wanted[name])
            assert difference.max() <= 1, name  # gray before or after it was turned
        else:
            assert rows[0].region_image is None, name


def test_parts_are_limited_together(monkeypatch):
    monkeypatch.setattr(regions, "MAX_CUT_BYTES", 1_000_000)
    import pyarrow as pa

    from sparkocr.stage.udf import arrow_type

    large = write_image(image(np.zeros((700, 700), np.uint8)), "a")[0]
    boxes = [dict(zip(RegionSchema.names, region(0.0, 0.0, 700.0, 700.0), strict=True))] * 3
    found = regions._cut_all(
        large,
        pa.scalar(boxes, arrow_type(RegionsSchema)),
        pa.scalar(None, pa.string()),
        stage="Stage_0",
        image_type=ImageType.TYPE_BYTE_GRAY,
    )
    messages = [part["exception"].as_py() for part in found[0]["images"].values]
    assert messages[:2] == [None, None]
    assert messages[2].startswith("Stage_0: The regions of the image have more than")


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"inputRegionsCol": "missing"}, "inputRegionsCol='missing'"),
        ({"inputRegionsCol": "path"}, "inputRegionsCol='path'"),
        ({"explodeCols": ["missing"]}, "explodeCols='missing'"),
        ({"explodeCols": ["path"]}, "explodeCols='path'"),
    ],
)
def test_wrong_columns_of_cutting(spark, parameters, message):
    with pytest.raises(ValueError, match=message):
        ImageSplitRegions(**parameters).transform(frame(spark, {"region": (RegionsSchema, [])}))


def test_a_page_is_made_once_for_all_its_regions(spark, evaluations):
    found = F.array(*[F.lit(0)] * 5)
    boxes = F.transform(found, lambda _: F.struct(*(F.lit(9.0).cast("float").alias(name) for name in ("x", "y"))))
    boxes = F.transform(boxes, lambda box: box.withField("width", F.lit(20.0)).withField("height", F.lit(30.0)))
    stages = [BinaryToImage(), ImageBinarizer(outputCol="image"), ImageDrawRegions(outputCol="image")]
    stages += [ImageSplitRegions(dropCols=["image"]), ImageBinarizer(inputCol="region_image")]
    source = files(spark, one=png("one"), two=png("two")).withColumn("region", boxes)
    rows = PipelineModel(stages=stages).transform(source).select("path", "binarized_image", "exception").collect()
    assert [(row.exception, row.binarized_image.height) for row in rows] == [(None, 30)] * 10
    counts = evaluations.counts()
    assert counts.pop("ImageBinarizer") == 2 + 10
    assert set(counts.values()) == {2}


TEXTS = [region(10.0, 10.0, 50.0, 10.0, 0.4, "text", index=7), region(250.0, 20.0, 100.0, 10.0, 0.9, "text", index=8)]
NESTED = ArrayType(ArrayType(ArrayType(ArrayType(IntegerType()))))
CELL = {"x": 0.0, "y": 0.0, "width": 100.0, "height": 40.0}


def test_merging(spark):
    columns = {
        "text_regions": (RegionsSchema, TEXTS),
        "cells": (RegionsSchema, [region(0.0, 0.0, 100.0, 40.0, label="cell")]),
        "nested": (NESTED, [[[[0, 0, 100, 40]], [[100, 0, 50, 40]]], None, [[]]]),
        "pairs": (ArrayType(ArrayType(DoubleType())), [[0.0, 0.0, 100.0, 40.0]]),
        "no cells": (NESTED, None),
        "no texts": (RegionsSchema, None),
        "lost": (RegionsSchema, [region(math.nan)]),
    }
    source = frame(spark, columns)
    failed = F.col("image").withField("exception", F.lit("Earlier_0: It failed."))
    frames = {
        "regions": RegionsMerger().transform(source),
        "nested": RegionsMerger(cellInputCol="nested").transform(source),
        "pairs": RegionsMerger(cellInputCol="pairs").transform(source),
        "kept": RegionsMerger(keepTextRegions=True).transform(source),
        "no cells": RegionsMerger(cellInputCol="no cells").transform(source),
        "no image": RegionsMerger().transform(source.drop("image")),
        "named image": RegionsMerger(imageInputCol="page").transform(source.withColumnRenamed("image", "page")),
        "no texts": RegionsMerger(inputCol="no texts", outputCol="merged_regions").transform(source),
        "lost": RegionsMerger(inputCol="lost").transform(source),
        "failed": RegionsMerger().transform(source.withColumn("image", failed)),
    }
    rows = {
        name: row for name, (row,) in collect({n: f.drop(*columns, "image", "page") for n, f in frames.items()}).items()
    }
    found = {name: [one.asDict() for one in row.merged_regions or []] for name, row in rows.items()}
    cell, text = found["regions"]
    assert cell == CELL | {"index": 0, "page": 0, "score": pytest.approx(0.4), "label": "cell", "angle": 0.0}
    assert (text["index"], text["x"], text["width"], text["label"]) == (1, 250.0, 50.0, "text"), "clipped to the image"
    for name in ("nested", "pairs"):
        assert found[name] == [cell | {"label": "text"}, text]
    assert found["named image"] == found["regions"]
    assert [one["width"] for one in found["kept"]] == [100.0, 50.0, 50.0]
    assert [one["width"] for one in found["no cells"]] == [50.0, 50.0]
    assert [one["width"] for one in found["no image"]] == [100.0, 100.0], "not clipped"
    assert (rows["no texts"].merged_regions, rows["no texts"].exception) == (None, None)
    assert "no valid place" in rows["lost"].exception
    assert rows["failed"].exception == "Earlier_0: It failed."


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"cellInputCol": "missing"}, "cellInputCol='missing'"),
        ({"cellInputCol": "path"}, "cellInputCol='path'"),
        ({"cellInputCol": "flat"}, "cellInputCol='flat'"),
        ({"imageInputCol": "missing"}, "imageInputCol='missing'"),
        ({"imageInputCol": "path"}, "imageInputCol='path'"),
    ],
)
def test_wrong_columns_of_merging(spark, parameters, message):
    columns = {name: (RegionsSchema, []) for name in ("text_regions", "cells")}
    columns["flat"] = (ArrayType(IntegerType()), [])
    with pytest.raises(ValueError, match=message):
        RegionsMerger(**parameters).transform(frame(spark, columns))
