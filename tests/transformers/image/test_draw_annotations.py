"""ImageDrawAnnotations: every parameter, every kind of column, and masks that fail closed."""

import numpy as np
import pyarrow as pa
import pytest
from pyspark.sql.types import ArrayType, StringType

from annotated import annotation
from imaging.drawn import image, page
from sparkocr.apps.light import run
from sparkocr.enums import Color, FontStyle, ImageType
from sparkocr.imaging import draw
from sparkocr.imaging.draw import Mark
from sparkocr.layout.box import Box
from sparkocr.schemas import AnnotationsSchema, RegionsSchema, TableSchema
from sparkocr.stage.images import write_image
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import ImageDrawAnnotations

PAGE = page(300, 200)
FIRST, SECOND = Box(50.5, 40.5, 100.0, 60.0), Box(200.0, 40.0, 40.0, 60.0)


def numbers(box):
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height}


def chunk(box, **metadata):
    return annotation("chunk", 0, "Jane", **{**(numbers(box) if box else {}), **metadata})


def relation(one, other, **more):
    boxes = {name: " ".join(map(str, numbers(box).values())) for name, box in (("bbox1", one), ("bbox2", other))}
    return annotation("relation", 0, "A: b", **{**boxes, **more})


def drawn(value, kind=AnnotationsSchema, pixels=PAGE, image_type=ImageType.TYPE_BYTE_GRAY, exception=None, **options):
    """Run the stage over one image; the row that comes out."""
    found = image(pixels, image_type)
    row = LightRow(
        {
            "image": write_image(found, "a")[0],
            "found": pa.scalar(value, arrow_type(kind)),
            "exception": pa.scalar(exception, pa.string()),
        }
    )
    (made,) = run([ImageDrawAnnotations(**{"inputChunksCol": "found", **options})], row)
    return {name: scalar.as_py() for name, scalar in made.items()}


def check(row, wanted, output="image_with_chunks"):
    assert row["exception"] is None
    found = row[output]
    assert (found["mode"], found["resolution"], found["origin"]) == (wanted.image_type, 0, "a")
    assert np.array_equal(np.frombuffer(found["data"], np.uint8), wanted.pixels.ravel())


def marks(one="", other="", color=Color.black, second=Color.black):
    return [Mark(FIRST.corners(), color, one), Mark(SECOND.corners(), second, other)]


LABELLED = [chunk(FIRST, entity="NAME", confidence=0.25), chunk(SECOND, ner_label="DATE")]
TEXTS = ("NAME 0.25", "DATE")
DRAWN = {
    "defaults": ({}, draw.outline(image(PAGE), marks(*TEXTS), 4, 12)),
    "lineWidth": ({"lineWidth": 9}, draw.outline(image(PAGE), marks(*TEXTS), 9, 12)),
    "fontSize": ({"fontSize": 24}, draw.outline(image(PAGE), marks(*TEXTS), 4, 24)),
    "fontName": (
        {"fontName": "Roboto"},
        draw.outline(image(PAGE), marks(*TEXTS), 4, 12, ("Roboto", FontStyle.PLAIN)),
    ),
    "fontStyle": ({"fontStyle": "bold"}, draw.outline(image(PAGE), marks(*TEXTS), 4, 12, ("", FontStyle.BOLD))),
    "displayMetadata": ({"displayMetadata": False}, draw.outline(image(PAGE), marks(), 4, 12)),
    "useContrastTextColor": (
        {"useContrastTextColor": True, "rectColor": "white"},
        draw.outline(image(PAGE), marks(*TEXTS, Color.white, Color.white), 4, 12, contrast=True),
    ),
    "rectColor": ({"rectColor": "red"}, draw.outline(image(PAGE), marks(*TEXTS, Color.red, Color.red), 4, 12)),
    "filledRect": ({"filledRect": True}, draw.mask(image(PAGE), marks())),
    "colorMap": (
        {"filledRect": True, "colorMap": {"NAME": "red", "*": Color.blue}},
        draw.mask(image(PAGE), marks("", "", Color.red, Color.blue)),
    ),
}


@pytest.mark.parametrize("name", DRAWN)
def test_every_parameter(name):
    options, wanted = DRAWN[name]
    check(drawn(LABELLED, **options), wanted)


def test_every_parameter_changes_something():
    assert len({(wanted.image_type, wanted.pixels.tobytes()) for _, wanted in DRAWN.values()}) == len(DRAWN)


def test_columns_by_name():
    row = drawn(LABELLED, outputCol="made", keepInput=False, filledRect=True)
    check(row, draw.mask(image(PAGE), marks()), "made")
    assert "image" not in row
    value = pa.scalar(LABELLED, arrow_type(AnnotationsSchema))
    row = LightRow({"picture": write_image(image(PAGE), "a")[0], "region": value})
    (made,) = run([ImageDrawAnnotations(inputCol="picture", filledRect=True)], row)
    check({name: scalar.as_py() for name, scalar in made.items()}, draw.mask(image(PAGE), marks()))


def test_tags_of_words_are_labels_and_words_have_none():
    tag = annotation("entity", 0, "B-KEY", **numbers(FIRST), word="Jane")
    token = annotation("token", 0, "Jane", **numbers(SECOND), word="Jane", confidence="91")
    check(drawn([tag, token]), draw.outline(image(PAGE), marks("B-KEY"), 4, 12))


def test_relations_have_two_places():
    wanted = marks("key", "value", Color.red, Color.blue)
    row = drawn([relation(FIRST, SECOND)], colorMap={"key": "red", "value": "blue"})
    check(row, draw.outline(image(PAGE), wanted, 4, 12))
    check(drawn([relation(FIRST, SECOND)], filledRect=True), draw.mask(image(PAGE), marks()))


def cell(box):
    return {"chunkText": "Jane", **numbers(box)}


TABLE = {"area": None, "chunks": [[cell(FIRST)], [], [cell(SECOND)]]}
KINDS = {
    "arrays of annotations": (ArrayType(AnnotationsSchema), [LABELLED[:1], [], LABELLED[1:]]),
    "an annotation": (AnnotationsSchema.elementType, LABELLED[0]),
    "a table": (TableSchema, TABLE),
    "tables": (ArrayType(TableSchema), [TABLE | {"chunks": [[cell(FIRST)]]}, TABLE | {"chunks": [[cell(SECOND)]]}]),
    "regions": (RegionsSchema, [numbers(FIRST), numbers(SECOND)]),
    "turned regions": (RegionsSchema, [numbers(FIRST) | {"angle": 20.0}]),
}


@pytest.mark.parametrize("name", KINDS)
def test_kinds_of_columns(name):
    kind, value = KINDS[name]
    wanted = {
        "an annotation": marks()[:1],
        "turned regions": [Mark(Box(*numbers(FIRST).values(), 20.0).corners())],
    }.get(name, marks())
    check(drawn(value, kind, filledRect=True), draw.mask(image(PAGE), wanted))


CLOSED = {
    "null": (AnnotationsSchema, None, "null"),
    "null among others": (AnnotationsSchema, [chunk(FIRST), None], "null"),
    "null inside": (ArrayType(AnnotationsSchema), [LABELLED, None], "null"),
    "null table": (TableSchema, None, "null"),
    "null rows": (TableSchema, {"area": None, "chunks": None}, "null"),
    "no metadata": (AnnotationsSchema, [chunk(FIRST) | {"metadata": None}], "no valid place"),
    "no place": (AnnotationsSchema, [chunk(FIRST), chunk(None)], "no valid place"),
    "no number": (AnnotationsSchema, [chunk(FIRST, y="left")], "no valid place"),
    "infinite": (AnnotationsSchema, [chunk(FIRST, width="inf")], "no valid place"),
    "negative": (AnnotationsSchema, [chunk(FIRST, height=-1)], "no valid place"),
    "half of a relation": (AnnotationsSchema, [relation(FIRST, SECOND, bbox2=None)], "no valid place"),
    "three numbers": (AnnotationsSchema, [relation(FIRST, SECOND, bbox1="1 2 3")], "no valid place"),
    "five numbers": (AnnotationsSchema, [relation(FIRST, SECOND, bbox1="1 2 3 4 5")], "no valid place"),
    "cell without a place": (TableSchema, {"area": None, "chunks": [[cell(FIRST) | {"x": None}]]}, "no valid place"),
}


@pytest.mark.parametrize("name", CLOSED)
def test_masks_fail_closed(name):
    kind, value, message = CLOSED[name]
    row = drawn(value, kind, filledRect=True)
    assert row["image_with_chunks"]["data"] is None
    assert message in row["exception"]
    assert "Unexpected" not in row["exception"]


def test_outlines_without_a_place_are_left_out():
    for name, (kind, value, _) in CLOSED.items():
        row = drawn(value, kind, displayMetadata=False)
        assert row["exception"] is None, name
    check(drawn([chunk(None), None, chunk(FIRST)]), draw.outline(image(PAGE), marks()[:1], 4, 12))
    check(drawn(None), image(PAGE))


def test_pages_without_an_image():
    blank = np.full((1, 1), 255, np.uint8)
    row = drawn(LABELLED, pixels=blank, filledRect=True)
    assert row["image_with_chunks"]["data"] is None
    assert "no page image to mask" in row["exception"]
    for value, filled in (([], True), (LABELLED, False)):
        row = drawn(value, pixels=blank, filledRect=filled)
        assert (row["exception"], row["image_with_chunks"]["data"]) == (None, b"\xff")


def test_an_earlier_failure_stays():
    row = drawn(LABELLED, filledRect=True, exception="Finder_0: It failed.")
    assert (row["image_with_chunks"]["data"], row["exception"]) == (None, "Finder_0: It failed.")


def test_binary_images_stay_binary():
    row = drawn(LABELLED, filledRect=True, image_type=ImageType.TYPE_BYTE_BINARY)
    check(row, draw.mask(image(PAGE, ImageType.TYPE_BYTE_BINARY), marks()))


@pytest.mark.parametrize("kind", [StringType(), ArrayType(StringType())])
def test_wrong_columns(kind):
    with pytest.raises(ValueError, match="inputChunksCol='found' must be"):
        drawn(None, kind)
    with pytest.raises(ValueError, match="inputChunksCol='missing' is not a column"):
        list(
            run([ImageDrawAnnotations(inputChunksCol="missing")], LightRow({"image": write_image(image(PAGE), "")[0]}))
        )


@pytest.mark.parametrize("wrong", ["red", {"NAME": "nonsense"}])
def test_wrong_colour_maps(wrong):
    with pytest.raises(ValueError, match="colorMap"):
        ImageDrawAnnotations(colorMap=wrong)
