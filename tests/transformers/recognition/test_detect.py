"""Detectors, the text cleaner and the layout analyser: what each parameter does, and the columns."""

import logging
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image
from pyspark.ml import PipelineModel

from documents import encode, png
from imaging.drawn import LINES, image, page
from sparkocr.apps.light import LightPipeline, run
from sparkocr.enums import ImageType
from sparkocr.imaging import geometry
from sparkocr.layout.box import Box
from sparkocr.schemas import ImageSchema
from sparkocr.stage.images import read_image, write_image
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import (
    BinaryToImage,
    ImageDrawRegions,
    ImageLayoutAnalyzer,
    ImageSplitRegions,
    ImageTextCleaner,
    ImageTextDetector,
    ImageTextDetectorCraft,
    ImageTextDetectorDit,
    ImageTextDetectorV2,
)
from sparkocr.transformers.recognition import detect as detection
from variants import files

DETECTORS = [ImageTextDetector, ImageTextDetectorV2]
every_detector = pytest.mark.parametrize("cls", DETECTORS)
COUNT = len(LINES.splitlines())


def row(made, **columns):
    values = {name: pa.scalar(value) for name, value in columns.items()}
    return LightRow({"image": write_image(made, "a")[0]} | values)


def only(stage, made, **columns):
    """The only row of one image, without Spark."""
    (found,) = run([stage], row(made, **columns))
    assert found["exception"].as_py() is None
    return found


def regions(stage, made, **columns):
    return only(stage, made, **columns)[stage.getOutputCol()].as_py()


def cleaned(stage, made):
    return read_image(only(stage, made)["corrected_image"]).image


SKEWED = geometry.rotate(image(page()), 5)


def test_rotated_boxes_of_the_second_version():
    found = regions(ImageTextDetectorV2(), SKEWED)
    assert [region["index"] for region in found] == list(range(COUNT))
    assert [region["angle"] for region in found] == pytest.approx([-5] * COUNT, abs=0.5)
    assert all(region["label"] == "0" and 0.7 <= region["score"] <= 1 and region["page"] == 0 for region in found)
    first = found[0]
    box = Box(*(first[name] for name in ("x", "y", "width", "height", "angle")))
    back = np.linalg.inv(SKEWED.transform)  # from the first page to the turned one
    centre = back[:2, :2] @ [40 + 580 / 2, 40 + 15] + back[:2, 2]
    assert box.corners().mean(axis=0) == pytest.approx(centre, abs=15)
    assert box.height < 40


def test_upright_boxes_of_the_first_version():
    found = regions(ImageTextDetector(), SKEWED)
    turned = regions(ImageTextDetectorV2(), SKEWED)
    assert len(found) == COUNT
    assert {region["angle"] for region in found} == {0}
    assert found[0]["height"] > 1.5 * turned[0]["height"]


@every_detector
def test_page_is_that_of_the_row(cls):
    assert {region["page"] for region in regions(cls(), SKEWED, pagenum=pa.scalar(7, pa.int32()))} == {7}
    assert {region["page"] for region in regions(cls(), SKEWED, pagenum=pa.scalar(None, pa.int32()))} == {0}
    assert {region["page"] for region in regions(cls(), SKEWED, pagenum="seven")} == {0}


@pytest.mark.parametrize(
    ("stage", "field", "value"),
    [
        (ImageTextDetectorV2(), "least_height", 10),
        (ImageTextDetectorV2(), "long_side", 1280),
        (ImageTextDetectorV2(), "widest_gap", pytest.approx(0.6)),
        (ImageTextDetectorV2(), "score_threshold", 0.7),
        (ImageTextDetectorV2(), "text_threshold", 0.4),
        (ImageTextDetectorV2(), "size", "tiny"),
        (ImageTextDetectorV2(), "merge", False),
        (ImageTextDetectorV2(scoreThreshold=0.2), "score_threshold", 0.2),
        (ImageTextDetectorV2(sizeThreshold=-1), "least_height", -1),
        (ImageTextDetectorV2(textThreshold=0.6), "text_threshold", 0.6),
        (ImageTextDetectorV2(linkThreshold=0.1), "widest_gap", pytest.approx(2.4)),
        (ImageTextDetectorV2(linkThreshold=0), "widest_gap", float("inf")),
        (ImageTextDetectorV2(withRefiner=True), "widest_gap", 2),
        (ImageTextDetectorV2(withRefiner=True, linkThreshold=0.08), "widest_gap", pytest.approx(3)),
        (ImageTextDetectorV2(width=800), "long_side", 800),
        (ImageTextDetectorV2(mergeIntersects=True), "merge", True),
        (ImageTextDetectorV2(modelSize="small"), "size", "small"),
        (ImageTextDetector(), "score_threshold", 0.9),
        (ImageTextDetector(), "least_area", 5),
        (ImageTextDetector(scoreThreshold=0.2), "score_threshold", 0.2),
        (ImageTextDetector(sizeThreshold=90), "least_area", 90),
        (ImageTextDetector(textThreshold=0.6), "text_threshold", 0.6),
        (ImageTextDetector(linkThreshold=0.1), "widest_gap", pytest.approx(2.4)),
        (ImageTextDetector(withRefiner=True), "widest_gap", 2),
        (ImageTextDetector(width=800), "width", 800),
        (ImageTextDetector(height=700), "height", 700),
        (ImageTextDetector(modelSize="small"), "size", "small"),
        (ImageTextCleaner(), "least_height", 10),
        (ImageTextCleaner(sizeThreshold=20), "least_height", 20),
        (ImageTextCleaner(), "text_threshold", 0.3),
        (ImageTextCleaner(textThreshold=0.5), "text_threshold", 0.5),
        (ImageTextCleaner(), "widest_gap", pytest.approx(1.2)),
        (ImageTextCleaner(linkThreshold=0.4), "widest_gap", pytest.approx(0.6)),
    ],
)
def test_parameters_reach_the_detector(stage, field, value, monkeypatch):
    """What each option does there: see `engines/test_find_text.py`."""
    seen = []
    monkeypatch.setattr(detection, "find_text", lambda _, options: seen.append(options) or [])
    only(stage, image(page()))
    assert getattr(seen[0], field) == value


def test_links_have_an_effect_on_a_page():
    spaced = page(text="Total                    740.00\nTax                      140.60", size=40)
    assert len(regions(ImageTextDetectorV2(), image(spaced))) == 4
    assert len(regions(ImageTextDetectorV2(linkThreshold=0), image(spaced))) == 2


@every_detector
def test_accepted_parameters_change_nothing(cls):
    usual = regions(cls(), SKEWED)
    assert regions(cls(useGPU=True), SKEWED) == usual  # on the CPU, as there is no graphics processor
    assert cls(useGPU=True)._options().gpu
    assert not cls()._options().gpu
    if cls is ImageTextDetectorV2:
        assert regions(cls(forceProcessing=True), SKEWED) == usual


@pytest.mark.parametrize("cls", [*DETECTORS, ImageTextDetectorCraft, ImageTextDetectorDit, ImageTextCleaner])
def test_pretrained_on_class_and_instance(cls, caplog):
    caplog.set_level(logging.INFO, "sparkocr")
    made, other = cls.pretrained("any_checkpoint", "en", "clinical/ocr"), cls.pretrained()
    assert isinstance(made, cls)
    assert made.uid != other.uid
    assert "sparkocr uses its own open model instead of 'any_checkpoint'" in caplog.text
    stage = cls().setSizeThreshold(3)
    assert stage.pretrained("any_checkpoint", lang="en", remote_loc=None) is stage
    assert stage.getSizeThreshold() == 3
    assert cls.pretrained("any").setOutputCol("found").getOutputCol() == "found"
    assert "Accepted for old programs" in cls.pretrained.__doc__


@pytest.mark.parametrize("cls", [*DETECTORS, ImageTextCleaner, ImageLayoutAnalyzer])
def test_columns(cls):
    made = image(page())
    assert {"image", cls().getOutputCol(), "exception"} == set(only(cls(), made).columns)
    assert "image" not in only(cls(keepInput=False), made).columns
    renamed = row(made).withColumn("picture", row(made)["image"]).drop("image")
    (found,) = run([cls(inputCol="picture", outputCol="other")], renamed)
    assert found["other"].is_valid


@pytest.mark.parametrize("cls", [*DETECTORS, ImageLayoutAnalyzer])
def test_blank_and_digital_pages(cls):
    assert regions(cls(), image(np.full((300, 300), 255, np.uint8))) == []
    assert regions(cls(), image(np.zeros((1, 1), np.uint8))) is None
    assert regions(cls(), image(np.zeros((1, 1), np.uint8)), pagenum=pa.scalar(1, pa.int32())) is None
    assert regions(cls(), image(np.zeros((2, 30), np.uint8))) == []


@pytest.mark.parametrize("cls", [*DETECTORS, ImageTextCleaner, ImageLayoutAnalyzer])
def test_missing_and_failed_images(cls):
    kind = arrow_type(ImageSchema)
    for value, message in ((None, "There is no image."), ({"exception": "Earlier_1: No."}, "Earlier_1: No.")):
        (found,) = run([cls()], LightRow({"image": pa.scalar(value, kind)}))
        assert found["exception"].as_py().endswith(message)
        output = found[cls().getOutputCol()].as_py()
        assert output is None or output["data"] is None


def spoilt():
    """A page with specks, a picture and a dark border."""
    pixels = page()
    pixels[100:110, 850:860] = 0
    pixels[:, :20] = 0
    pixels[540:590, 300:800] = np.random.default_rng(0).integers(0, 200, (50, 500))
    return pixels


def test_cleaner_keeps_text_only():
    found = cleaned(ImageTextCleaner(), image(spoilt()))
    text = np.s_[40:520, 40:640]
    assert np.abs(found.pixels[text].astype(int) - page()[text]).mean() < 0.5
    outside = np.ones(found.pixels.shape, bool)
    outside[30:530, 25:660] = False
    assert (found.pixels[outside] == 255).mean() > 0.995


def test_cleaner_of_digital_and_blank_pages():
    one = image(np.zeros((1, 1), np.uint8))
    assert cleaned(ImageTextCleaner(binarize=True), one).pixels.tolist() == [[0]]
    assert set(cleaned(ImageTextCleaner(), image(np.full((60, 60), 99, np.uint8))).pixels.ravel()) == {99}


def test_cleaner_parameters():
    made = image(spoilt())
    usual = cleaned(ImageTextCleaner(), made).pixels
    wide = cleaned(ImageTextCleaner(padding=40), made).pixels
    assert (wide == spoilt()).mean() > (usual == spoilt()).mean()
    smooth = cleaned(ImageTextCleaner(medianBlur=5), made).pixels
    assert (smooth != usual).any()
    binary = cleaned(ImageTextCleaner(binarize=True), made)
    assert binary.image_type is ImageType.TYPE_BYTE_BINARY
    assert set(cleaned(ImageTextCleaner(sizeThreshold=100), made).pixels.ravel()) == {255}
    assert set(cleaned(ImageTextCleaner(textThreshold=1), made).pixels.ravel()) == {255}


def test_cleaner_keeps_places():
    moved = geometry.scale(image(page(), resolution=300), 1.5)
    found = cleaned(ImageTextCleaner(), moved)
    assert np.array_equal(found.transform, moved.transform)
    assert (found.resolution, found.image_type) == (moved.resolution, moved.image_type)
    assert only(ImageTextCleaner(), moved)["corrected_image"]["origin"].as_py() == "a"


PARAGRAPHS = "The quick brown fox jumps\nover the lazy dog and runs\n\n\n\nThe forest is dark"


@pytest.mark.parametrize("engine", ["ppocr", "tesseract"])
def test_layout_at_all_levels(engine):
    made = image(page(text=PARAGRAPHS, size=32))
    counts = {}
    for level in ("BLOCK", "PARAGRAPH", "TEXTLINE", "WORD", "SYMBOL"):
        found = regions(ImageLayoutAnalyzer(engine=engine, pageIteratorLevel=level), made)
        counts[level] = len(found)
        assert [region["index"] for region in found] == list(range(len(found)))
        assert {region["label"] for region in found} == {level.lower()}
        assert all(0.5 < region["score"] <= 1 for region in found)
        tops = [region["y"] for region in found if level != "SYMBOL"]
        assert all(later > earlier - 20 for earlier, later in pairwise(tops))
    assert counts["BLOCK"] == 2
    assert (counts["PARAGRAPH"], counts["TEXTLINE"], counts["WORD"]) == (2, 3, 15)
    assert counts["SYMBOL"] == len("".join(PARAGRAPHS.split()))


def test_layout_of_one_line():
    made = image(page(text=PARAGRAPHS, size=32))
    assert len(regions(ImageLayoutAnalyzer(pageSegMode="SINGLE_BLOCK"), made)) == 1


def test_in_a_pipeline_on_spark(spark):
    """Regions are drawn and cut; a damaged file stays a row."""
    documents = files(spark, a=png("Jane Smith"), b=b"var x = 1;\n")
    stages = [
        BinaryToImage(),
        ImageTextDetectorV2.pretrained("image_text_detector_v2"),
        ImageDrawRegions(inputRegionsCol="text_regions"),
        ImageSplitRegions(inputRegionsCol="text_regions"),
    ]
    found = {row.path: row for row in PipelineModel(stages=stages).transform(documents).collect()}
    assert found["a"].text_regions.page == 0
    assert found["a"].region_image.height < 80
    assert found["a"].image_with_regions.height == 260
    assert found["b"].text_regions is None
    assert found["b"].exception.startswith("BinaryToImage_")


def test_without_spark():
    pipeline = LightPipeline([BinaryToImage(), ImageTextCleaner(outputCol="image"), ImageTextDetectorV2()])
    (found,) = pipeline.fromBinary(encode(Image.fromarray(page())))
    assert len(found["text_regions"]) == COUNT
