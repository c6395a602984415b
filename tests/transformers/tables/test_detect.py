"""Stages that find tables, cells and other parts of pages: what each parameter does, and programs."""

import logging

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image
from pyspark.sql import functions as F

from documents import encode
from engines.tables.drawn import DPI, LONG, SCALE, pixels_of, ruled
from engines.tables.make_onnx import constant_model
from sparkocr import samples
from sparkocr.apps.light import LightPipeline
from sparkocr.enums import ImageType
from sparkocr.imaging.pixels import Image as Pixels
from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region
from sparkocr.stage.images import write_image
from sparkocr.stage.light_row import LightRow
from sparkocr.transformers import (
    BinaryToImage,
    DocumentLayoutAnalyzer,
    DocumentLayoutAnalyzerDit,
    ImageDocumentRegionDetector,
    ImageSplitRegions,
    ImageTableDetector,
    PdfToImage,
    RegionsMerger,
)
from sparkocr.transformers.tables import detect

STAGES = [ImageTableDetector, DocumentLayoutAnalyzer, ImageDocumentRegionDetector]
every_stage = pytest.mark.parametrize("cls", STAGES)
FRUIT = [["Fruit", "Kilo"], ["Apples", "14"], ["Pears", "6"]]
RENDER = PdfToImage(resolution=DPI)
CLASSES = ["text", "stamp", "table"]
PAGE = pixels_of(ruled(LONG))
IMAGE = write_image(Pixels(PAGE, DPI, ImageType.TYPE_BYTE_GRAY), "a")[0]


def light(*stages, content=None):
    return LightPipeline([RENDER, *stages]).fromBinary(content or samples.table(FRUIT))


def regions(stage, content=None):
    (row,) = light(stage, content=content)
    assert not row["exception"]
    return row[stage.getOutputCol()]


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A model that finds a stamp in each image, and a table."""
    rows = np.zeros((1, 2, 6), np.float32)
    rows[0, 0] = [8, 8, 24, 16, 0.95, 1]
    rows[0, 1] = [30, 30, 50, 44, 0.8, 2]
    path = tmp_path_factory.mktemp("model") / "own.onnx"
    path.write_bytes(constant_model([rows]))
    return str(path)


def labels(found):
    return [region["label"] for region in found]


class TestTables:
    def test_region(self):
        (table,) = regions(ImageTableDetector())
        assert (table["label"], table["page"], table["index"], table["angle"]) == ("table", 0, 0, 0)
        assert 0.9 <= table["score"] <= 1
        assert table["x"] == pytest.approx(40 * SCALE, abs=5)

    def test_no_table(self):
        assert regions(ImageTableDetector(), samples.pdf("Only a line of text.")) == []

    @pytest.mark.parametrize(("least", "count"), [(0.2, 1), (0.9, 0)])
    def test_score_threshold(self, least, count, monkeypatch):
        monkeypatch.setattr(detect, "find_regions", found_with_score(0.5))
        assert len(regions(ImageTableDetector(scoreThreshold=least))) == count

    @pytest.mark.parametrize("corrected", [False, True])
    def test_correction(self, corrected, monkeypatch):
        seen = []
        monkeypatch.setattr(detect, "find_regions", lambda *_, fitted: seen.append(fitted) or [])
        regions(ImageTableDetector(applyCorrection=corrected))
        assert seen == [corrected]

    def test_sizes_of_the_page_scale_regions(self):
        (px,) = scaled(ImageTableDetector())
        (points,) = scaled(ImageTableDetector(scaleWidthToCol="w", scaleHeightToCol="h"), w=400.0, h=250)
        height, width = PAGE.shape[:2]
        assert points["x"] == pytest.approx(px["x"] * 400 / width)
        assert points["width"] == pytest.approx(px["width"] * 400 / width)
        assert points["y"] == pytest.approx(px["y"] * 250 / height)
        assert points["height"] == pytest.approx(px["height"] * 250 / height)

    def test_one_size_scales_one_direction(self):
        (px,), (found,) = scaled(ImageTableDetector()), scaled(ImageTableDetector(scaleHeightToCol="h"), h=100.0)
        assert (found["x"], found["width"]) == (px["x"], px["width"])
        assert found["y"] == pytest.approx(px["y"] * 100 / PAGE.shape[0])

    def test_null_size_scales_nothing(self):
        stage = ImageTableDetector(scaleWidthToCol="w")
        assert scaled(stage, w=pa.scalar(None, pa.float64())) == scaled(ImageTableDetector())

    @pytest.mark.parametrize("size", [0.0, -1.0, float("nan"), float("inf")])
    def test_bad_size(self, size):
        row = LightRow({"image": IMAGE, "w": pa.scalar(size)})
        (made,) = ImageTableDetector(scaleWidthToCol="w").light_rows(row)
        assert made["table_regions"].as_py() is None
        assert "not a positive number" in made["exception"].as_py()

    def test_column_of_a_size_must_be_there(self):
        with pytest.raises(ValueError, match="scaleWidthToCol='nowhere' is not a column"):
            light(ImageTableDetector(scaleWidthToCol="nowhere"))

    def test_labels_of_an_own_model(self, own):
        stage = ImageTableDetector(modelPath=own, modelClasses=CLASSES)
        assert regions(stage) == []  # its table is where there is none
        assert labels(regions(stage.setLabels(["stamp"]))) == ["stamp"]

    def test_split_into_one_image_for_each_table(self):
        split = ImageSplitRegions(inputRegionsCol="table_regions", dropCols=["image"])
        detector = ImageTableDetector.pretrained("table_detection_v3", "en", "clinical/ocr")
        detector.setInputCol("image").setOutputCol("table_regions").setScoreThreshold(0.9).setApplyCorrection(True)
        (row,) = LightPipeline([RENDER, detector, split], keepImages=True).fromBinary(samples.table(FRUIT))
        assert row["region_image"].to_pil().width == pytest.approx(row["table_regions"]["width"], abs=2)


def scaled(stage, **sizes):
    """The regions of a page beside columns with its size, without Spark."""
    (made,) = stage.light_rows(LightRow({"image": IMAGE, **{name: pa.scalar(size) for name, size in sizes.items()}}))
    return made[stage.getOutputCol()].as_py()


def found_with_score(score):
    return lambda *_, **__: [Region(Box(1, 2, 3, 4), 0, score, "table")]


class TestModels:
    @every_stage
    def test_classes_of_an_own_model_must_be_told(self, cls, own):
        with pytest.raises(ValueError, match="modelPath needs modelClasses"):
            light(cls(modelPath=own))

    @every_stage
    @pytest.mark.parametrize("digest", ["12", "z" * 64])
    def test_wrong_digest(self, cls, digest):
        with pytest.raises(ValueError, match="64 hexadecimal digits"):
            cls(modelSha256=digest)

    def test_digest_is_checked(self, own):
        (row,) = light(DocumentLayoutAnalyzer(modelPath=own, modelClasses=CLASSES, modelSha256="0" * 64))
        assert row["regions"] is None
        assert "another sha256" in row["exception"]

    @every_stage
    def test_pretrained_says_that_the_model_is_another(self, cls, caplog):
        with caplog.at_level(logging.INFO):
            stage = cls().pretrained("some_model", "en", "clinical/ocr")
        assert isinstance(stage, cls)
        assert "its own open model instead of 'some_model'" in caplog.text


class TestLayout:
    def test_labels(self):
        assert labels(regions(DocumentLayoutAnalyzer())) == ["table"]
        assert regions(DocumentLayoutAnalyzer(outputLabels=["figure"])) == []

    def test_score_threshold(self, monkeypatch):
        monkeypatch.setattr(detect, "find_regions", found_with_score(0.6))
        assert len(regions(DocumentLayoutAnalyzer())) == 1
        assert regions(DocumentLayoutAnalyzer(scoreThreshold=0.7)) == []

    def test_own_model(self, own):
        stage = DocumentLayoutAnalyzer(modelPath=own, modelClasses=CLASSES, outputLabels=["stamp"])
        assert labels(regions(stage)) == ["stamp"]

    def test_dit_is_the_same(self):
        assert DocumentLayoutAnalyzerDit is DocumentLayoutAnalyzer


class TestCells:
    def test_cells_of_a_table_that_was_cut_out(self):
        split = ImageSplitRegions(inputRegionsCol="table_regions", dropCols=["image"])
        cells = ImageDocumentRegionDetector.pretrained("region_cell_detection_v2", "en", "clinical/ocr")
        cells.setInputCol("region_image").setOutputCol("cells").setScoreThreshold(0.8)
        (row,) = light(ImageTableDetector(), split, cells)
        assert [(cell["label"], cell["index"]) for cell in row["cells"]] == [("cell", number) for number in range(6)]

    def test_cells_merge_with_text(self):
        text = DocumentLayoutAnalyzer(outputCol="text_regions", outputLabels=["text", "table"])
        merger = RegionsMerger(inputCol="text_regions", cellInputCol="cells", imageInputCol="image")
        (row,) = light(text, ImageDocumentRegionDetector(outputCol="cells"), merger)
        assert not row["exception"]

    def test_parts_of_a_page(self):
        page = encode(Image.fromarray(PAGE), "PNG", dpi=(DPI, DPI))
        (row,) = LightPipeline([BinaryToImage(), ImageDocumentRegionDetector()]).fromBinary(page)
        assert labels(row["regions"]).count("table") == 1
        assert "cell" not in labels(row["regions"])

    def test_score_threshold(self):
        assert regions(ImageDocumentRegionDetector(scoreThreshold=0.99)) == []

    def test_own_model_for_pages(self, own, monkeypatch):
        monkeypatch.setattr(detect, "find_cells", lambda *_: [])
        stage = ImageDocumentRegionDetector(modelPath=own, modelClasses=["text", "picture", "table"])
        assert "figure" in labels(regions(stage))


@every_stage
def test_an_empty_page_has_no_regions(cls):
    stage = cls()
    (row,) = LightPipeline([BinaryToImage(), stage]).fromBinary(encode(Image.new("L", (400, 300), 255)))
    assert row[stage.getOutputCol()] == []


def test_on_spark(spark):
    frame = spark.createDataFrame(
        [("a", samples.table(FRUIT)), ("b", samples.pdf("x")), ("c", b"none")], "path string, content binary"
    )
    rows = ImageTableDetector().transform(RENDER.transform(frame)).orderBy("path").collect()
    assert [row["table_regions"] and len(row["table_regions"]) for row in rows] == [1, [], None]


def test_sizes_on_spark(spark):
    frame = RENDER.transform(spark.createDataFrame([(samples.table(FRUIT),)], "content binary"))
    frame = frame.withColumn("width_dimension", F.lit(100)).withColumn("height_dimension", F.lit(50.0))
    stage = ImageTableDetector(scaleWidthToCol="width_dimension", scaleHeightToCol="height_dimension")
    (row,) = stage.transform(frame).collect()
    (table,) = row["table_regions"]
    assert table["x"] + table["width"] <= 100
    assert table["y"] + table["height"] <= 50
