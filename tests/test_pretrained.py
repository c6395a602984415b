"""Pipelines by name: what they read, and what they say if there is none."""

import base64
import doctest
import io

import numpy as np
import pydicom
import pypdfium2
import pytest
from pyspark.ml import PipelineModel
from pyspark.sql import functions as F

import sparkocr.pretrained
from dicom.make_dicom import dicom
from documents import WORDS, encode, page, pixels, png
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr import samples
from sparkocr.base import LightPipeline
from sparkocr.errors import MissingModelError
from sparkocr.imaging.skew import estimate_skew
from sparkocr.pretrained import PIPELINES, DicomPretrainedPipeline, PretrainedPipeline
from sparkocr.transformers import (
    Base64ToImage,
    DicomDrawRegions,
    DicomMetadataDeidentifier,
    DicomToImageV3,
    ImageTextDetector,
    ImageToText,
)
from variants import collect

PLAIN, LEVELLED = "mixed_scanned_digital_pdf", "mixed_scanned_digital_pdf_skew_correction"
DIGITAL, SCANNED = "This page has a text layer", "A tilted picture"
TILT = 3  # degrees
# Output columns of the public contract.
COLUMNS = {
    "path",
    "modificationTime",
    "length",
    "text",
    "positions",
    "height_dimension",
    "width_dimension",
    "content",
    "image",
    "total_pages",
    "pagenum",
    "documentnum",
    "confidence",
    "exception",
}
MODELS = [
    "image_handwritten_transformer_extraction",
    "pdf_handwritten_transformer_extraction",
    "pdf_deid_subentity_context_augmented_pipeline",
    "dicom_deid_fully_optimized",
]


def mixed_pdf():
    """Page 0 has a text layer, page 1 is a tilted scan of 216 points width."""
    scan = page(SCANNED).rotate(TILT, fillcolor=255)
    document = pypdfium2.PdfDocument(make_pdf([Page([Text(72, 700, DIGITAL)])]))
    document.import_pages(pypdfium2.PdfDocument(encode(scan, "PDF", resolution=300)))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("pretrained") / "mixed.pdf"
    path.write_bytes(mixed_pdf())
    return path


@pytest.fixture(scope="module")
def frames(spark, file):
    data = spark.read.format("binaryFile").load(str(file)).coalesce(1)
    return {
        name: in_place(PretrainedPipeline(name, "en", "clinical/ocr")).transform(data) for name in (PLAIN, LEVELLED)
    }


def in_place(pipeline):
    """Leave pages where they are: one task instead of many."""
    pipeline.model.stages[0].setPartitionNum(-1)
    pipeline.model.stages[1].setPartitionNumAfterSplit(-1)
    return pipeline


@pytest.fixture(scope="module")
def results(frames):
    return collect(frames)


def test_columns_are_those_of_the_contract(frames):
    assert set(frames[PLAIN].columns) == COLUMNS
    assert set(frames[LEVELLED].columns) == COLUMNS | {"corrected"}


@pytest.mark.parametrize("name", [PLAIN, LEVELLED])
def test_digital_and_scanned_pages_are_read(results, name):
    digital, scanned = results[name]
    assert [row.text.strip() for row in (digital, scanned)] == [DIGITAL, SCANNED]
    assert [(row.pagenum, row.total_pages, row.documentnum) for row in (digital, scanned)] == [(0, 2, 0), (1, 2, 0)]
    assert [row.exception for row in (digital, scanned)] == [None, None]
    assert digital.confidence is None
    assert scanned.confidence > 60
    assert (digital.image.width, digital.image.height) == (1, 1)
    assert scanned.content.startswith(b"%PDF")


@pytest.mark.parametrize("name", [PLAIN, LEVELLED])
def test_positions_are_points_on_every_page(results, name):
    digital, scanned = results[name]
    units = digital.positions[0].mapping
    assert "".join(unit.c for unit in units).strip() == DIGITAL
    assert units[0].x == pytest.approx(72, abs=2)
    (unit,) = scanned.positions[0].mapping
    assert (unit.c.strip(), unit.p) == (SCANNED, 1)
    assert unit.x + unit.width < 900 * 72 / 300
    assert (scanned.width_dimension, scanned.height_dimension) == (216, 62)


def test_skew_is_corrected_before_recognition(results):
    (_, plain), (digital, levelled) = results[PLAIN], results[LEVELLED]
    assert abs(estimate_skew(pixels(levelled.image))) == pytest.approx(TILT, abs=0.3)
    assert abs(estimate_skew(pixels(levelled.corrected))) < 0.3
    assert levelled.positions != plain.positions
    assert (digital.corrected.width, digital.corrected.height) == (1, 1)


def test_reads_without_spark(file):
    pipeline = PretrainedPipeline(PLAIN)
    assert pipeline.name == PLAIN
    assert isinstance(pipeline.model, PipelineModel)
    content = file.read_bytes()
    text = base64.b64encode(content).decode()
    results = [pipeline.fromLocalPath(str(file)), pipeline.fromBinary(content), pipeline.fromString(text)]
    assert [[found["text"].result.strip() for found in pages] for pages in results] == [[DIGITAL, SCANNED]] * 3
    assert [pages[1]["path"] for pages in results] == [f"file:{file}", "memory", f"base64_in_memory:{text[:20]}"]
    assert set(results[0][1]) == COLUMNS


def test_pages_are_cleaned(file):
    digital, scanned = PretrainedPipeline("mixed_scanned_digital_pdf_image_cleaner").fromLocalPath(str(file))
    assert [page["text"].result.strip() for page in (digital, scanned)] == [DIGITAL, SCANNED]
    assert scanned["corrected_image"].exception is None


@pytest.mark.parametrize("kind", ["image", "pdf"])
def test_lines_are_found_and_read(file, kind):
    content = png() if kind == "image" else file.read_bytes()
    pages = PretrainedPipeline(f"{kind}_printed_transformer_extraction").fromBinary(content)
    assert pages[-1]["text"].result.strip() == (WORDS if kind == "image" else SCANNED)
    assert pages[-1]["text_regions"]


def test_every_pipeline_is_new():
    one, other = PretrainedPipeline(PLAIN), PretrainedPipeline(PLAIN)
    one.model.stages[-1].setLanguage("deu")
    assert other.model.stages[-1].getLanguage() == "eng"


def test_a_saved_pipeline(spark, tmp_path):
    stages = [Base64ToImage(inputCol="body"), ImageToText(outputCol="words")]
    PipelineModel(stages=stages).write().overwrite().save(str(tmp_path / "saved"))
    pipeline = PretrainedPipeline("mine", disk_location=str(tmp_path / "saved"))
    assert [stage.uid for stage in pipeline.model.stages] == [stage.uid for stage in stages]
    text = base64.b64encode(png()).decode()
    (found,) = pipeline.fromString(text)
    (row,) = pipeline.transform(spark.createDataFrame([("here", text)], ["path", "body"])).collect()
    assert found["words"].result == row.words


@pytest.mark.parametrize("name", [*MODELS, "nonsense"])
def test_unknown_names_say_what_there_is(name):
    with pytest.raises(MissingModelError, match=rf"^There is no pipeline '{name}'") as caught:
        PretrainedPipeline(name, "en", "clinical/ocr")
    assert all(known in str(caught.value) for known in PIPELINES)


def test_other_languages_are_refused():
    with pytest.raises(MissingModelError, match="in the language 'de'"):
        PretrainedPipeline(PLAIN, "de")


DICOM_PIPELINES = {
    # What stays of the header, and what of the pixels: of the text that is no identifier, and of all text.
    "dicom_deid_generic_augmented_minimal": ({"PatientSex": "F", "InstitutionName": "Hill Ward"}, "Chest 10 mm"),
    "dicom_deid_generic_augmented_pseudonym": ({"PatientSex": "F"}, "Chest 10 mm"),
    "dicom_deid_full_anonymization": ({}, ""),
}


def study():
    """Two frames with a name on the second."""
    words = [pixels_of(text) for text in ("Chest 10 mm", "Jane Doe")]
    return dicom(*words, PatientSex="F", InstitutionName="Hill Ward", StudyDate="20240229")


def pixels_of(text):
    return np.asarray(page(text).convert("L"))


@pytest.mark.parametrize("cls", [PretrainedPipeline, DicomPretrainedPipeline])
@pytest.mark.parametrize("name", DICOM_PIPELINES)
def test_dicom_pipelines_by_name(cls, name):
    kept, text = DICOM_PIPELINES[name]
    pipeline = cls(name, "en", "clinical/ocr")
    pipeline.model.stages[0].setDetectors(["fields"]).setKey("a secret")
    light = LightPipeline(pipeline.model, keepImages=True)
    (file,) = light.fromBinary(study())
    assert file["exception"].message == ""
    made = pydicom.dcmread(io.BytesIO(file["dicom"]))
    told = {word: made.get(word) for word in ("PatientSex", "InstitutionName")}
    told = {word: value for word, value in told.items() if value not in {None, "", "anonymous"}}
    assert told == kept
    assert str(made.PatientName) != "Doe^Jane"
    assert (made.PatientIdentityRemoved, made.get("StudyDate") == "20240229") == ("YES", False)
    shown = LightPipeline([DicomToImageV3(), ImageToText()]).fromBinary(file["dicom"])
    assert [page["text"].result.strip() for page in shown] == [text, ""]


def own_pipeline():
    return PipelineModel(
        [
            DicomToImageV3(keepInput=True, partitionNum=-1),
            ImageTextDetector(outputCol="regions"),
            PipelineModel([DicomDrawRegions()]),
            DicomMetadataDeidentifier(inputCols=["dicom"], key="a secret", pixelsCleaned=True),
        ]
    )


def test_a_dicom_pipeline_of_ones_own_reads_files_by_their_paths(spark, tmp_path):
    (tmp_path / "IM1").write_bytes(study())
    (tmp_path / "notes").write_bytes(b"no DICOM")
    files = spark.read.format("binaryFile").load(str(tmp_path))
    pipeline = DicomPretrainedPipeline(own_pipeline())
    bad, good = pipeline.transform(files.withColumn("content", F.lit(b""))).orderBy(F.desc("path")).collect()
    assert bad.exception.endswith("Can't open file as DICOM.")
    assert bad.dicom_cleaned is None
    (light,) = LightPipeline(pipeline.model, keepImages=True).fromBinary(study())
    assert good.dicom_cleaned == light["dicom_cleaned"]
    assert good.asDict().keys() | {"content"} == light.keys()
    shown = LightPipeline([DicomToImageV3(), ImageToText()]).fromBinary(good.dicom_cleaned)
    assert [page["text"].result.strip() for page in shown] == ["", ""]
    assert pipeline.fromLocalPath(tmp_path / "IM1")[0]["exception"].message == ""


def test_dicom_files_without_paths_are_read_from_their_bytes(spark):
    files = spark.createDataFrame([("one", study())], "path string, bytes binary")
    model = PipelineModel([DicomToImageV3(inputCol="bytes", keepInput=True), DicomDrawRegions(inputCol="bytes")])
    model.stages.insert(1, ImageTextDetector(outputCol="regions"))
    (row,) = DicomPretrainedPipeline(model).transform(files).collect()
    assert (row.path, row.exception) == ("one", None)


def test_dicom_pipelines_of_pipelines():
    inner = PretrainedPipeline("dicom_deid_full_anonymization")
    assert DicomPretrainedPipeline(inner).model is inner.model
    assert DicomPretrainedPipeline(inner).name == inner.name


@pytest.mark.parametrize(
    ("stages", "missing"),
    [
        ([], "no DicomToImageV3 and no DicomDrawRegions"),
        ([DicomToImageV3], "no DicomDrawRegions"),
        ([DicomDrawRegions], "no DicomToImageV3"),
    ],
    ids=["empty", "images", "regions"],
)
def test_dicom_pipelines_lack_stages(stages, missing):
    with pytest.raises(ValueError, match=f"has {missing}\\.$"):
        DicomPretrainedPipeline(PipelineModel([stage() for stage in stages]))


def test_examples_of_the_module_run():
    found = doctest.testmod(sparkocr.pretrained, extraglobs={"samples": samples})
    assert (found.failed, found.attempted > 0) == (0, True)
