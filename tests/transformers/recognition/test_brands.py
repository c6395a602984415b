"""ImageBrandsToText: every parameter, on single rows without Spark, and once on Spark."""

import json

import numpy as np
import pyarrow as pa
import pytest
from pyspark.sql import functions as F

from documents import png
from imaging.drawn import image as as_image
from sparkocr.apps.light import run
from sparkocr.enums import ImageType
from sparkocr.schemas import PositionsSchema
from sparkocr.stage.images import write_image
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import BinaryToImage, ImageBrandsToText
from transformers.recognition.test_lines import BOXES, pixels_of_page
from variants import files

COORDS = [
    {"name": name, "rectangle": {"x": box.x - 6, "y": box.y - 6, "width": box.width + 12, "height": box.height + 12}}
    for name, box in (("title", BOXES["Invoice"]), ("Number of it", BOXES["4711"]), ("city.name", BOXES["Hamburg"]))
]
TEXTS = {"title": "Invoice", "Number of it": "4711", "city.name": "Hamburg"}
BLOCK = {"name": "block", "rectangle": {"x": 50, "y": 30, "width": 520, "height": 180}}
BLOCK_TEXT = "Invoice number\n\nPatient Hamburg"  # the lines are far apart


def stage(coords=COORDS, **values):
    return ImageBrandsToText(brandsCoords=coords, **values)


def row_of(image, **columns):
    return LightRow({"image": write_image(image, "file:/a")[0]} | columns)


def read(used, row=None):
    """The values of the row that a stage makes."""
    (made,) = run([used], row_of(as_image(pixels_of_page())) if row is None else row)
    return {name: value.as_py() for name, value in made.items()}


def texts(found, name="image_brands"):
    assert found["exception"] is None
    return {brand: fields["text"] for brand, fields in found[name].items()}


def units(found):
    (matrix,) = found["positions"]
    return matrix["mapping"]


@pytest.mark.parametrize("engine", ["auto", "tesseract", "ppocr"])
def test_text_of_each_rectangle(engine):
    found = read(stage(engine=engine))
    assert texts(found) == TEXTS
    assert found["text"] == "Invoice\n4711\nHamburg"
    for coords in COORDS:
        brand = found["image_brands"][coords["name"]]
        assert brand["rectangle"] == coords["rectangle"]
        assert 60 < brand["confidence"] <= 100
    assert found["image"]["width"] == 1200


def test_positions_are_px_of_the_image():
    found = read(stage())
    assert [unit["c"].strip() for unit in units(found)] == list(TEXTS.values())
    for unit, word in zip(units(found), TEXTS.values(), strict=True):
        for side in ("x", "y", "width", "height"):
            assert unit[side] == pytest.approx(getattr(BOXES[word], side), abs=8)
    numbered = row_of(as_image(pixels_of_page()), pagenum=pa.scalar(4, pa.int32()))
    assert {unit["p"] for unit in units(read(stage(), numbered))} == {4}


@pytest.mark.parametrize("kind", list(ImageType), ids=lambda kind: kind.name)
def test_every_kind_of_image(kind):
    assert texts(read(stage(), row_of(as_image(pixels_of_page(), kind)))) == TEXTS


def test_rectangles_beyond_the_image():
    outside = {"name": "outside", "rectangle": {"x": 1200, "y": 10, "width": 50, "height": 50}}
    box = BOXES["Patient"]
    partly = {
        "name": "partly",
        "rectangle": {"x": -500, "y": box.y - 5, "width": 505 + box.x + box.width, "height": 40},
    }
    found = read(stage([outside, partly]))
    assert texts(found) == {"outside": "", "partly": "Patient"}
    assert found["image_brands"]["outside"]["confidence"] == 0
    assert found["text"] == "Patient"


def test_without_text():
    found = read(stage(), row_of(as_image(np.full((300, 1200), 255, np.uint8))))
    assert texts(found) == dict.fromkeys(TEXTS, "")
    assert (found["text"], units(found)) == ("", [])


def test_without_rectangles_the_image_is_read():
    found = read(ImageBrandsToText())
    assert found["image_brands"]["image"]["text"].split() == list(BOXES)
    assert found["image_brands"]["image"]["rectangle"] == {"x": 0, "y": 0, "width": 1200, "height": 300}


def test_brands_coords_as_text_and_as_objects():
    text = json.dumps(COORDS)
    for made in (
        ImageBrandsToText().setBrandsCoordsStr(text),
        ImageBrandsToText().setBrandsCoords(text),
        ImageBrandsToText().setBrandsCoords(COORDS),
        ImageBrandsToText()._set(brandsCoords=text),
        ImageBrandsToText(brandsCoordsStr=text),
    ):
        assert json.loads(made.getBrandsCoords()) == COORDS
    spaced = json.dumps(COORDS, indent=2)
    assert ImageBrandsToText(brandsCoords=spaced).getBrandsCoordsStr() == spaced


RECTANGLE = {"x": 1, "y": 2, "width": 3, "height": 4}


@pytest.mark.parametrize(
    "wrong",
    [
        "not JSON",
        "{}",
        {"name": "a", "rectangle": RECTANGLE},
        ["a"],
        [{"rectangle": RECTANGLE}],
        [{"name": "", "rectangle": RECTANGLE}],
        [{"name": 7, "rectangle": RECTANGLE}],
        [{"name": "a"}],
        [{"name": "a", "rectangle": [1, 2, 3, 4]}],
        [{"name": "a", "rectangle": {"x": 1, "y": 2, "width": 3}}],
        [{"name": "a", "rectangle": RECTANGLE | {"x": "1"}}],
        [{"name": "a", "rectangle": RECTANGLE | {"y": True}}],
        [{"name": "a", "rectangle": RECTANGLE | {"y": float("nan")}}],
        [{"name": "a", "rectangle": RECTANGLE | {"width": 0}}],
        [{"name": "a", "rectangle": RECTANGLE | {"height": -1}}],
        [{"name": "a", "rectangle": RECTANGLE}, {"name": "A", "rectangle": RECTANGLE}],
        None,
        7,
    ],
)
def test_wrong_brands_coords(wrong):
    with pytest.raises(ValueError, match="brandsCoords must be a list of"):
        ImageBrandsToText().setBrandsCoords(wrong)


def test_names_of_columns():
    named = stage(inputCol="picture", outputCol="fields", textCol="words", positionsCol="places")
    found = read(named, LightRow({"picture": write_image(as_image(pixels_of_page()), None)[0]}))
    assert list(found) == ["picture", "fields", "words", "places", "exception"]
    assert texts(found, "fields") == TEXTS


@pytest.mark.parametrize(("level", "count"), [("block", 1), ("textline", 2), ("word", 4), ("symbol", 27)])
def test_page_iterator_level(level, count):
    found = read(stage([BLOCK], engine="tesseract", pageSegMode="single_block", pageIteratorLevel=level))
    assert texts(found) == {"block": BLOCK_TEXT.replace("\n\n", "\n")}
    assert len(units(found)) == count


def test_confidence_threshold():
    used = stage(pageIteratorLevel="word")
    sure = {name: fields["confidence"] for name, fields in read(used)["image_brands"].items()}
    least = min(sure, key=sure.get)
    limit = int(sure[least]) + 1
    found = texts(read(stage(pageIteratorLevel="word", confidenceThreshold=limit)))
    assert found == {name: TEXTS[name] if sure[name] >= limit else "" for name in TEXTS}
    assert found[least] == ""


def test_page_seg_mode():
    assert texts(read(stage([BLOCK], engine="tesseract"))) == {"block": BLOCK_TEXT}
    single = texts(read(stage([BLOCK], engine="tesseract", pageSegMode="single_line")))
    assert single["block"] != BLOCK_TEXT


def test_ignore_resolution():
    """Letters of 30 px are tiny at 2400 dpi: Tesseract then takes parts of them for noise."""
    fine = row_of(as_image(pixels_of_page(), resolution=2400))
    values = {"coords": [BLOCK], "engine": "tesseract", "pageSegMode": "auto"}
    assert texts(read(stage(**values), fine)) == {"block": BLOCK_TEXT}
    assert texts(read(stage(**values, ignoreResolution=False), fine)) != {"block": BLOCK_TEXT}


def test_parameters_of_engines():
    digits = texts(read(stage(ocrParams=["tessedit_char_whitelist=0123456789"])))
    assert digits["Number of it"] == "4711"
    assert digits["title"] != "Invoice"
    missing = read(stage(language="xyz"))
    assert (missing["image_brands"], missing["text"]) == (None, None)
    assert "xyz" in missing["exception"]


def test_digital_pages_keep_what_they_have():
    placeholder = as_image(np.zeros((1, 1), np.uint8))
    positions = [{"mapping": [{"c": "a", "p": 3, "x": 1.0, "y": 2.0, "width": 3.0, "height": 4.0, "fontSize": 5}]}]
    digital = row_of(
        placeholder,
        text=pa.scalar("digital", pa.string()),
        positions=pa.scalar(positions, arrow_type(PositionsSchema)),
    )
    found = read(stage(), digital)
    assert (found["text"], found["positions"], found["exception"]) == ("digital", positions, None)
    assert found["image_brands"] is None


def test_fields_on_spark(spark):
    images = BinaryToImage().transform(files(spark, good=png(), bad=b"no image"))
    coords = json.dumps([{"name": "title", "rectangle": {"x": 30, "y": 30, "width": 800, "height": 80}}])
    result = ImageBrandsToText().setBrandsCoordsStr(coords).transform(images)
    rows = result.select("path", "image_brands.title.text", F.col("text").alias("all"), "exception").collect()
    found = {row.path: row for row in rows}
    assert tuple(found["good"])[1:] == ("The quick brown fox", "The quick brown fox", None)
    assert (found["bad"].text, found["bad"]["all"]) == (None, None)
    assert found["bad"].exception.startswith("BinaryToImage_")
