"""Regions on moved images: their way back to the original page, and noise scores."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from pyspark.ml import PipelineModel
from pyspark.sql import functions as F
from pyspark.sql.types import IntegerType, StringType, StructField, StructType

from documents import encode
from imaging.drawn import image, page, speckled
from sparkocr.imaging import geometry
from sparkocr.imaging.noise import noise_variance, speck_ratio
from sparkocr.layout.box import Box, map_box
from sparkocr.schemas import ImageSchema, PositionsSchema, RegionSchema, RegionsSchema
from sparkocr.stage.images import write_image
from sparkocr.transformers import (
    BinaryToImage,
    ImageCropper,
    ImageNoiseScorer,
    ImageScaler,
    ImageSkewCorrector,
    ImageToText,
    RegionsToOriginal,
)
from variants import files

WORDS = ["Invoice", "number", "Patient", "Hamburg", "delivery", "between", "December", "amount", "payment", "balance"]
TILT = 4.0


def tilted_words():
    """A page with ten words, turned counter-clockwise, and the centre of each word on it in px."""
    picture = Image.new("L", (1500, 900), 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(44)
    boxes = {}
    for number, word in enumerate(WORDS):
        place = (150 + 620 * (number % 2), 120 + 130 * (number // 2))
        draw.text(place, word, 0, font)
        alone = Image.new("L", picture.size, 0)
        ImageDraw.Draw(alone).text(place, word, 255, font)
        boxes[word] = alone.point(lambda level: 255 * (level > 127)).getbbox()
    turned = geometry.rotate(image(np.asarray(picture)), TILT)
    back = np.linalg.inv(turned.transform)
    centres = {word: (back @ [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2, 1])[:2] for word, box in boxes.items()}
    return turned.pixels, centres


def test_words_come_back_to_where_they_are_on_the_page(spark):
    pixels, centres = tilted_words()
    stages = [
        BinaryToImage(),
        ImageSkewCorrector(outputCol="level"),
        ImageScaler(inputCol="level", scaleFactor=1.5),
        ImageCropper(inputCol="scaled_image", cropRectangle=(60, 40, 2300, 1500)),
        ImageToText(engine="tesseract", inputCol="cropped_image", pageIteratorLevel="word", transformCol="moved"),
        RegionsToOriginal(inputCol="positions", imageCol="moved", outputCol="places"),
        RegionsToOriginal(inputCol="positions", imageCol="cropped_image", outputCol="same places"),
    ]
    (row,) = PipelineModel(stages=stages).transform(files(spark, page=encode(Image.fromarray(pixels)))).collect()
    assert row.exception is None
    found = {unit.c: (unit.x + unit.width / 2, unit.y + unit.height / 2) for unit in row.places[0].mapping}
    assert set(WORDS) <= set(found)
    errors = [np.hypot(*(np.array(found[word]) - centres[word])) for word in WORDS]
    assert max(errors) <= 1.0
    assert row["same places"] == row.places
    far_off = {unit.c: (unit.x, unit.y) for unit in row.positions[0].mapping}
    assert min(np.hypot(*(np.array(far_off[word]) - centres[word])) for word in WORDS) > 20


MOVED = geometry.rotate(geometry.scale(image(page()), 2), 10)
REGION = {"index": 3, "page": 1, "x": 300.0, "y": 200.0, "width": 80.0, "height": 20.0, "score": 0.5, "label": "name"}
UNIT = {"c": "word", "p": 2, "x": 300.0, "y": 200.0, "width": 80.0, "height": 20.0, "fontSize": 9}


def moved_rows(spark, **columns):
    """One row with an image that was moved, and columns by name: (type, value)."""
    fields = [StructField(name, kind) for name, (kind, _) in columns.items()]
    values = [value for _, value in columns.values()]
    schema = StructType([StructField("image", ImageSchema), *fields])
    return spark.createDataFrame([(write_image(MOVED, "a")[0].as_py(), *values)], schema)


def as_box(fields):
    return Box(*(fields[name] for name in ("x", "y", "width", "height")), fields.get("angle", 0.0))


@pytest.mark.parametrize("rotated", [False, True])
def test_regions_keep_their_type_and_all_else(spark, rotated):
    region = REGION | {"angle": 5.0}
    frame = moved_rows(
        spark,
        regions=(RegionsSchema, [region, region]),
        region=(RegionSchema, region),
        positions=(PositionsSchema, [{"mapping": [UNIT]}]),
        empty=(RegionsSchema, []),
        null=(RegionsSchema, None),
    )
    names = frame.columns[1:]
    for name in names:
        frame = RegionsToOriginal(inputCol=name, outputCol=name, rotated=rotated).transform(frame)
    (row,) = frame.collect()
    assert row.exception is None
    wanted = map_box(as_box(region), MOVED.transform, rotated=rotated)
    for found in (*row.regions, row.region):
        assert as_box(found.asDict()).corners() == pytest.approx(wanted.corners(), abs=1e-3)
        assert (found["index"], found.page, found.score, found.label) == (3, 1, 0.5, "name")
        assert (found.angle != 0) is rotated
    unit = row.positions[0].mapping[0]
    upright = map_box(as_box(UNIT), MOVED.transform)
    assert (unit.x, unit.y, unit.width, unit.height) == pytest.approx(
        (upright.x, upright.y, upright.width, upright.height), abs=1e-3
    )
    assert (unit.c, unit.p, unit.fontSize) == ("word", 2, 9)
    assert (row.empty, row.null) == ([], None)


def test_images_that_were_not_moved_or_are_from_elsewhere(spark):
    seven = StructType(ImageSchema.fields[:7])
    values = ("a", 9, 9, 1, 10, 0, bytes(81))
    schema = StructType([StructField("image", seven), StructField("regions", RegionsSchema)])
    frame = spark.createDataFrame([(values, [REGION | {"angle": 0.0}])], schema)
    (row,) = RegionsToOriginal().transform(frame).collect()
    assert row.original_regions == row.regions


def test_without_an_image_there_is_no_way_back(spark):
    schema = StructType([StructField("image", ImageSchema), StructField("regions", RegionsSchema)])
    frame = spark.createDataFrame([(None, [REGION | {"angle": 0.0}])], schema)
    (row,) = RegionsToOriginal().transform(frame).collect()
    assert row.original_regions is None
    assert row.exception.endswith(": There is no image.")


@pytest.mark.parametrize(("parameter", "value"), [("inputCol", "image"), ("imageCol", "missing"), ("imageCol", "n")])
def test_wrong_columns(spark, parameter, value):
    frame = moved_rows(spark, regions=(RegionsSchema, []), n=(IntegerType(), 1), t=(StringType(), ""))
    with pytest.raises(ValueError, match=f"{parameter}='{value}'"):
        RegionsToOriginal(**{parameter: value}).transform(frame)


def test_noise_scores(spark):
    clean = page()
    noisy = clean.copy()
    noisy[:, 450:] = speckled(clean)[:, 450:]
    halves = [REGION | {"x": x, "y": 0.0, "width": 450.0, "height": 600.0, "angle": 0.0} for x in (0.0, 450.0, 5000.0)]
    schema = StructType([StructField("image", ImageSchema), StructField("halves", RegionsSchema)])
    frame = spark.createDataFrame([(write_image(image(noisy), "a")[0].as_py(), halves)], schema)
    stages = [
        ImageNoiseScorer(outputCol="whole"),
        ImageNoiseScorer(outputCol="parts", inputRegionsCol="halves"),
        ImageNoiseScorer(outputCol="variance", inputRegionsCol="halves", method="VARIANCE"),
    ]
    (row,) = PipelineModel(stages=stages).transform(frame).collect()
    left, right = noisy[:, :450], noisy[:, 450:]
    assert row.exception is None
    assert row.whole == [speck_ratio(noisy, 300)]
    assert row.parts == [speck_ratio(left, 300), speck_ratio(right, 300), 0.0]
    assert row.parts[0] < 10 < row.parts[1]
    assert row.variance == [noise_variance(left), noise_variance(right), 0.0]
    with pytest.raises(ValueError, match="inputRegionsCol='n'"):
        ImageNoiseScorer(inputRegionsCol="n").transform(frame.withColumn("n", F.lit("")))
