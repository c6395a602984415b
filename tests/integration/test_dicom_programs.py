"""Programs of the original on DICOM files, with our entities in the place of theirs."""

import io
import json
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pyspark.ml import PipelineModel
from pyspark.sql import functions as F
from pyspark.sql.types import StringType

from dicom.make_dicom import RLE, dicom
from documents import page
from sparkocr import register, samples
from sparkocr.base import LightPipeline
from sparkocr.enums import *
from sparkocr.transformers import *
from sparkocr.utils import *

NAME = "Jane Kowalczyk"
STRATEGY = """Tags,VR,Name,Status,Action,Option
"(0010, 0010)",PN,Patient Name,,replaceWithLiteral,<REMOVED>
"(0010, 0020)",LO,Patient ID,,patientHashId,
"(0008, 0018)",UI,SOP Instance UID,,hashId,
"""


def image(text):
    return np.asarray(page(text).convert("L"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A file of two frames, one of one frame that is compressed, and a text that is no DICOM."""
    folder = tmp_path_factory.mktemp("studies")
    header = {"PatientName": "Kowalczyk^Jane", "PatientID": "125984"}
    (folder / "two").write_bytes(dicom(image(f"Name: {NAME}"), image("Chest"), **header))
    (folder / "one.dcm").write_bytes(dicom(image(NAME), syntax=RLE, **header))
    (folder / "zero.dcm").write_bytes(f"Patient {NAME}".encode())
    return folder


@pytest.fixture(scope="module")
def files(spark, folder):
    return spark.read.format("binaryFile").load(str(folder))


def by_name(frame):
    """The rows of a DataFrame by the names of their files."""
    return {Path(row["path"]).name: row for row in frame.collect()}


def texts(content):
    """What the frames of a file show."""
    shown = LightPipeline([DicomToImageV3(), ImageToText()]).fromBinary(bytes(content))
    assert not any(frame["exception"] for frame in shown)
    return [frame["text"].result.strip() for frame in shown]


def header_of(content):
    return pydicom.dcmread(io.BytesIO(bytes(content)))


def recognition(version):
    """Stages that read text where a detector has found it."""
    detector = (
        ImageTextDetectorV2.pretrained("image_text_detector_v2", "en", "clinical/ocr")
        .setInputCol("image")
        .setOutputCol("text_regions")
        .setScoreThreshold(0.5)
        .setTextThreshold(0.2)
        .setSizeThreshold(10)
        .setWithRefiner(True)
        .setUseGPU(False)
    )
    if version == "V3":
        return [detector, ImageToTextV3().setInputCols(["image", "text_regions"]).setOutputCol("text")]
    ocr = (
        ImageToTextV2.pretrained("ocr_base_printed_v2_opt", "en", "clinical/ocr")
        .setRegionsColumn("text_regions")
        .setInputCols(["image"])
        .setOutputCol("text")
        .setOutputFormat(OcrOutputFormat.TEXT_WITH_POSITIONS)
        .setGroupImages(False)
        .setKeepInput(True)
        .setUseGPU(False)
        .setUseCaching(True)
    )
    return [detector, ocr]


@pytest.mark.parametrize("version", ["V2", "V3"])
def test_pixels_and_header(files, tmp_path, version):
    strategy = tmp_path / "strategy.csv"
    strategy.write_text(STRATEGY, encoding="utf-8")
    stages = [
        DicomToImageV3()
        .setInputCols(["content"])
        .setOutputCol("image")
        .setKeepInput(False)
        .setScale(0.75)
        .setFrameLimit(0)
        .setFrameSamplingStrategy(FrameSamplingStrategy.CONSECUTIVE)
        .setCompressImage(False)
        .setFrameDimsCol("frame_dims")
        .setMemoryOptimized(False),
        *recognition(version),
        EntityFinder(detectors=["patterns"], denyList=[NAME]).setInputCol("text").setOutputCol("ner_chunk"),
        PositionFinder()
        .setInputCols(["ner_chunk"])
        .setOutputCol("coordinates")
        .setPageMatrixCol("positions")
        .setIgnoreSchema(False)
        .setOcrScaleFactor(1.1),
        DicomDrawRegions()
        .setInputCol("path")
        .setInputRegionsCol("coordinates")
        .setOutputCol("dicom_pixel_cleaned")
        .setAggCols(["path"])
        .setKeepInput(True)
        .setScaleFactor(1 / 0.75)
        .setRotated(True)
        .setOutputPartitionSize(1),
        DicomMetadataDeidentifier()
        .setInputCols(["dicom_pixel_cleaned"])
        .setOutputCol("dicom_metadata_cleaned")
        .setKeepInput(False)
        .setStrategyFile(str(strategy))
        .setRemovePrivateTags(True),
        DicomToMetadata()
        .setInputCol("path")
        .setOutputCol("metadata_original")
        .setKeepInput(True)
        .setExtractTagForNer(False),
        DicomToMetadata().setInputCol("dicom_metadata_cleaned").setOutputCol("metadata_cleaned").setKeepInput(True),
    ]
    rows = by_name(PipelineModel(stages=stages).transform(files).cache())
    assert rows["zero.dcm"].exception.endswith("Can't open file as DICOM.")
    assert rows["zero.dcm"].dicom_metadata_cleaned is None
    for name, frames in {"two": ["Name:", "Chest"], "one.dcm": [""]}.items():
        row = rows[name]
        assert row.exception is None
        assert texts(row.dicom_metadata_cleaned) == frames
        made = header_of(row.dicom_metadata_cleaned)
        assert (made.PatientName, len(made.PatientID)) == ("<REMOVED>", 6)
        assert made.PatientID != "125984"
        assert made.SOPInstanceUID.startswith("2.25.")
        assert json.loads(row.metadata_original)["PatientName"] == "Kowalczyk^Jane"
        assert json.loads(row.metadata_cleaned)["PatientName"] == "<REMOVED>"


def test_all_text_is_removed_and_files_are_written(spark, files, tmp_path, capsys):
    register(spark)
    stages = [
        DicomToImageV3().setInputCols(["content"]).setOutputCol("image").setKeepInput(True),
        ImageTextDetector.pretrained("image_text_detector_mem_opt", "en", "clinical/ocr")
        .setInputCol("image")
        .setOutputCol("text_regions")
        .setScoreThreshold(0.5)
        .setLinkThreshold(0.5)
        .setTextThreshold(0.2)
        .setSizeThreshold(10)
        .setWithRefiner(True)
        .setUseGPU(False),
        DicomDrawRegions()
        .setInputCol("content")
        .setInputRegionsCol("text_regions")
        .setOutputCol("dicom_cleaned")
        .setAggCols(["path", "content"])
        .setCompressionQuality(["8Bit=90", "LSNearLossless=2"])
        .setForceCompress(False),
    ]
    result = PipelineModel(stages=stages).transform(files).cache()
    display_dicom(result, "content,dicom_cleaned", limit=3, width="300", show_meta=True)
    assert capsys.readouterr().out

    def get_name(path):
        return path.split("/")[-1].removesuffix(".dcm") + "_deid"

    (
        result.withColumn("fileName", F.udf(get_name, StringType())(F.col("path")))
        .write.format("binaryFormat")
        .option("type", "dicom")
        .option("field", "dicom_cleaned")
        .option("prefix", "ocr_")
        .option("nameField", "fileName")
        .option("extension", "dcm")
        .mode("overwrite")
        .save(str(tmp_path / "clean"))
    )
    made = {path.name: path.read_bytes() for path in (tmp_path / "clean").glob("*.dcm")}
    assert {name: texts(content) for name, content in made.items()} == {
        "ocr_one_deid.dcm": [""],
        "ocr_two_deid.dcm": ["", ""],
    }


def test_metadata_as_json(files):
    dicom = DicomToMetadata().setInputCol("content").setOutputCol("metadata")
    rows = by_name(dicom.transform(files))
    assert "content" not in rows["two"]
    assert json.loads(rows["two"]["metadata"])["PatientID"] == "125984"
    assert rows["zero.dcm"]["metadata"] is None


def test_metadata_beside_images_and_back_to_a_file(files):
    to_image = (
        DicomToImage()
        .setInputCol("content")
        .setOutputCol("image_raw")
        .setMetadataCol("metadata")
        .setDeIdentifyMetadata(True)
    )
    images = to_image.transform(files.where("path LIKE '%one.dcm'"))
    draw = (
        ImageDrawRegions()
        .setInputCol("image_raw")
        .setInputRegionsCol("regions")
        .setOutputCol("image_with_regions")
        .setRectColor(Color.gray)
        .setFilledRect(True)
    )
    find = ImageTextDetector().setInputCol("image_raw").setOutputCol("regions")
    to_dicom = ImageToDicom().setInputCol("image_with_regions").setOutputCol("dicom")
    (row,) = PipelineModel(stages=[find, draw, to_dicom]).transform(images).collect()
    assert row.exception is None
    assert NAME.split()[1] not in row.metadata
    assert texts(row.dicom) == [""]


def test_frames_of_large_files(files):
    splitter = DicomSplitter()
    splitter.setInputCol("path")
    splitter.setOutputCol("frames")
    splitter.setSplitNumBatch(2)
    splitter.setPartitionNum(2)
    to_image = DicomToImageV2()
    to_image.setInputCols(["path", "frames"])
    to_image.setOutputCol("image")
    ocr = ImageToText().setInputCol("image").setOutputCol("text")
    frames = PipelineModel(stages=[splitter, to_image, ocr]).transform(files.drop("content"))
    rows = frames.select("path", "pagenum", "text", "exception").orderBy("path", "pagenum").collect()
    found = [(Path(row.path).name, row.pagenum, row.text and row.text.strip()) for row in rows]
    assert found == [("one.dcm", 0, NAME), ("two", 0, f"Name: {NAME}"), ("two", 1, "Chest"), ("zero.dcm", 0, None)]
    assert [row.exception is None for row in rows] == [True, True, True, False]


def test_pdf_in_a_dicom_file(spark, tmp_path):
    (tmp_path / "letter").write_bytes(samples.dicom_pdf(samples.pdf(f"Dear {NAME}\nAll is well", "Page two")))
    (tmp_path / "scan").write_bytes(samples.dicom("no document"))
    files = spark.read.format("binaryFile").load(str(tmp_path))
    stages = [
        DicomToPdf().setInputCols(["path"]).setOutputCol("pdf").setKeepInput(True),
        PdfToImage().setInputCol("pdf").setOutputCol("image").setResolution(300),
        ImageToText().setInputCol("image").setOutputCol("text").setPageIteratorLevel(PageIteratorLevel.SYMBOL),
        EntityFinder(detectors=["patterns"], denyList=[NAME]).setInputCol("text").setOutputCol("ner_chunk"),
        PositionFinder().setInputCols("ner_chunk").setOutputCol("coordinates").setPageMatrixCol("positions"),
        ImageDrawRegions()
        .setInputCol("image")
        .setInputRegionsCol("coordinates")
        .setOutputCol("image_with_regions")
        .setFilledRect(True)
        .setRectColor(Color.black),
        ImageToPdf().setInputCol("image_with_regions").setOutputCol("pdf_cleaned"),
        DicomUpdatePdf().setInputCol("path").setInputPdfCol("pdf_cleaned").setOutputCol("dicom").setKeepInput(True),
    ]
    rows = by_name(PipelineModel(stages=stages).transform(files))
    assert rows["scan"].exception.endswith("There is no PDF in the DICOM file.")
    assert rows["scan"].dicom is None
    assert rows["letter"].exception is None
    show = [DicomToPdf(), PdfToImage(inputCol="pdf"), ImageToText()]
    pages = LightPipeline(show).fromBinary(bytes(rows["letter"].dicom))
    assert [one["text"].result.split() for one in pages] == [["Dear", "All", "is", "well"], ["Page", "two"]]
