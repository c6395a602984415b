"""LightPipeline: what a user gets of one document without Spark."""

import base64
import copy
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.feature import Tokenizer

from documents import WORDS, encode, page, png, scanned_pdf, tiff
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.base import Annotation, ImageOutput, LightPipeline, LightPipelineException, PositionsOutput
from sparkocr.transformers import (
    Base64ToBinary,
    Base64ToImage,
    BinaryToImage,
    HocrTokenizer,
    ImageBinarizer,
    ImageBrandsToText,
    ImageScaler,
    ImageTextDetectorV2,
    ImageToHocr,
    ImageToText,
    ImageToTextV2,
    PdfDeidentifier,
    PdfToImage,
    PdfToText,
    RegionsToOriginal,
)

DOCUMENTS = Path(__file__).parents[2] / "examples" / "documents"
DIGITAL = "This page has a text layer"
READ = [BinaryToImage(), ImageToText()]
READ_PDF = [PdfToText(extractCoordinates=True), PdfToImage(), ImageToText()]


def test_paths_as_spark_writes_them(tmp_path):
    (tmp_path / "page.png").write_bytes(png())
    light = LightPipeline([BinaryToImage()])
    pages = [light.fromLocalPath(prefix + str(tmp_path / "page.png"))[0] for prefix in ("", "file:", "file://")]
    assert {page["path"] for page in pages} == {f"file:{tmp_path}/page.png"}


def test_annotations_have_metadata_as_on_spark():
    stages = [BinaryToImage(), ImageToHocr(), HocrTokenizer()]
    (found,) = LightPipeline(stages).fromBinary(png())
    first, *_ = found["token"]
    assert first["result"] == WORDS.split()[0]
    assert float(first["metadata"]["x"]) > 0


def test_every_stage_that_reads_gives_an_annotation():
    stages = [
        BinaryToImage(),
        ImageTextDetectorV2(),
        ImageToTextV2(inputCols=["image", "text_regions"], outputCol="v2"),
    ]
    (found,) = LightPipeline([*stages, ImageBrandsToText(textCol="brands")]).fromBinary(png())
    assert [found[name].result.strip() for name in ("v2", "brands")] == [WORDS, WORDS]


def test_a_file_on_disk(tmp_path):
    file = tmp_path / "a page.png"
    file.write_bytes(png())
    (found,) = LightPipeline(PipelineModel(stages=READ)).fromLocalPath(str(file))
    path = f"file:{file}"
    columns = ["path", "modificationTime", "length", "image", "pagenum", "exception", "text", "positions", "confidence"]
    assert sorted(found) == sorted([*columns, "content"])
    assert found["content"] == f"{len(png())} bytes"
    assert found["path"] == path
    assert found["modificationTime"].timestamp() == pytest.approx(file.stat().st_mtime, abs=1e-5)
    assert found["length"] == len(png())
    assert found["image"] == ImageOutput(path, None)
    assert found["pagenum"] == 0
    assert not found["exception"]
    text = found["text"]
    assert isinstance(text, Annotation)
    assert (text.annotatorType, text.begin, text.end, text.result) == ("image_to_text", 0, len(WORDS) + 1, WORDS + "\n")
    assert text.metadata == {"confidence": str(found["confidence"]), "exception": "", "sourcePath": path}
    assert found["confidence"] > 80
    (unit,) = found["positions"].mappings
    assert list(unit) == ["c", "x", "y", "width", "height", "fontSize", "source"]
    assert unit["c"].strip() == WORDS
    assert unit["source"] == "ocr"


def test_files_of_a_folder_come_by_name(tmp_path):
    for name in ("b.tif", "a.png", "_part.png", ".hidden.png"):
        (tmp_path / name).write_bytes(tiff(("one", "two")) if name == "b.tif" else png())
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "c.png").write_bytes(png())
    (tmp_path / "empty.png").write_bytes(b"")
    light = LightPipeline([BinaryToImage()])
    found = light.fromLocalPath(tmp_path)
    assert [(Path(page["path"]).name, page["pagenum"]) for page in found] == [
        ("a.png", 0),
        ("b.tif", 0),
        ("b.tif", 1),
        ("empty.png", 0),
    ]
    assert [bool(page["exception"]) for page in found] == [False, False, False, True]
    assert list(light.iterLocalPath(tmp_path)) == found


def test_pages_come_one_by_one(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(png())
    pages = LightPipeline([BinaryToImage()]).iterLocalPath(tmp_path)
    assert next(pages)["path"].endswith("/a")
    (tmp_path / "b").write_bytes(b"changed")
    assert next(pages)["exception"]


def test_a_path_that_is_not_there():
    with pytest.raises(FileNotFoundError):
        LightPipeline(READ).fromLocalPath("/nowhere/at/all.png")


def test_bytes():
    (found,) = LightPipeline([BinaryToImage(inputCol="body", keepInput=True)]).fromBinary(png())
    assert found["path"] == "memory"
    assert found["image"] == ImageOutput("memory", None)
    assert found["body"] == f"{len(png())} bytes"
    assert found["modificationTime"] is None


@pytest.mark.parametrize(
    ("stages", "names_the_text"),
    [
        ([Base64ToImage(inputCol="body")], False),
        ([Base64ToBinary(keepInput=True), BinaryToImage()], True),
        ([Base64ToBinary(inputCol="body", outputCol="file"), BinaryToImage(inputCol="file")], True),
    ],
    ids=["image", "file that stays", "file"],
)
def test_base64(stages, names_the_text):
    text = base64.b64encode(png()).decode()
    (found,) = LightPipeline([*stages, ImageToText()]).fromString(text)
    path = "base64_in_memory" + (f":{text[:20]}" if names_the_text else "")
    assert found["path"] == found["text"].metadata["sourcePath"] == path
    assert found["image"] == ImageOutput(path, None)
    assert repr(found["image"]) == f"ImageOutput(path: {path}, exception: None)"
    assert found["b64string"] == f"base64 text of {len(text)} characters"


def test_base64_of_a_pdf():
    text = base64.b64encode(scanned_pdf(("one", "two"))).decode()
    stages = [Base64ToBinary(), PdfToText(), PdfToImage(resolution=100), ImageToText()]
    for found in LightPipeline(stages).fromString(text):
        assert found["text"].metadata["sourcePath"] == f"base64_in_memory:{text[:20]}"
        assert found["image"].path == f"base64_in_memory:{text[:20]}"


def test_bytes_for_a_stage_that_reads_text():
    with pytest.raises(ValueError, match="must be a string column"):
        LightPipeline([Base64ToImage()]).fromBinary(png())


def test_digital_and_scanned_pages():
    digital = make_pdf([Page([Text(72, 700, DIGITAL)])])
    light = LightPipeline(READ_PDF)
    (read,) = light.fromBinary(scanned_pdf(("Scanned page",)))
    (kept,) = light.fromBinary(digital)
    assert kept["text"].result == DIGITAL
    assert kept["text"].metadata["confidence"] == ""
    assert {unit["source"] for unit in kept["positions"].mappings} == {"pdf"}
    assert "".join(unit["c"] for unit in kept["positions"].mappings) == DIGITAL
    assert read["text"].result == "Scanned page\n"
    assert float(read["text"].metadata["confidence"]) > 80
    assert {unit["source"] for unit in read["positions"].mappings} == {"ocr"}
    (text,) = LightPipeline(READ_PDF[:1]).fromBinary(digital)
    assert text["positions"] == kept["positions"]
    assert text["content"] == f"{len(digital)} bytes"


def test_a_bad_file_is_one_page_with_an_exception():
    light = LightPipeline([BinaryToImage(), ImageBinarizer(), ImageToText(inputCol="binarized_image")])
    (found,) = light.fromBinary(b"var x = 1;")
    message = f"{light._stages[0].uid}: Can't open file as image."
    assert found["exception"]
    assert found["exception"].message == message
    assert str(found["exception"]) == repr(found["exception"]) == f"Light Pipeline Exception(message: [{message}])"
    assert found["image"] == found["binarized_image"] == ImageOutput("memory", message)
    assert found["text"].result == ""
    assert found["text"].end == 0
    assert repr(found["image"]) == f"ImageOutput(path: memory, exception: {message})"
    assert found["text"].metadata["exception"] == message
    assert found["positions"] == PositionsOutput([])
    assert found["confidence"] is None


@pytest.mark.parametrize("stages", [READ, READ_PDF, [PdfToText()]], ids=["image", "mixed", "digital"])
def test_a_page_without_an_exception_has_one_that_is_false(stages):
    document = png() if stages is READ else make_pdf([Page([Text(72, 700, DIGITAL)])])
    (found,) = LightPipeline(stages).fromBinary(document)
    assert not found["exception"]
    assert found["exception"].message == ""
    text = "Light Pipeline Exception(message: [ocr_pipeline_exception::])"
    assert f"{found['exception']}" == str(found["exception"]) == repr(found["exception"]) == text


@pytest.mark.parametrize("message", ["", "PdfToText_1: No."])
def test_exceptions_of_pages_can_be_copied_and_written(message):
    made = LightPipelineException(message)
    for again in (pickle.loads(pickle.dumps(made)), copy.deepcopy(made)):  # noqa: S301
        assert (again, again.message, bool(again)) == (made, message, bool(message))
    assert json.loads(json.dumps({"exception": made})) == {"exception": str(made)}


def test_annotations_are_printed_as_in_spark_nlp():
    (found,) = LightPipeline(READ).fromBinary(png())
    confidence = found["confidence"]
    metadata = f"Map(confidence -> {confidence}, exception -> , sourcePath -> memory)"
    assert repr(found["text"]) == f"Annotation(image_to_text, 0, {len(WORDS) + 1}, {WORDS}\n, {metadata}, [])"
    assert found["text"].embeddings == ()


def test_a_file_that_a_stage_writes_is_described_and_not_the_document():
    digital = make_pdf([Page([Text(72, 700, DIGITAL)])] * 3)
    first, *_ = LightPipeline([PdfToText(storeSplittedPdf=True)]).fromBinary(digital)
    assert first["content"].endswith(" bytes")
    assert first["content"] != f"{len(digital)} bytes"


def test_images_are_kept_if_wanted():
    stages = [BinaryToImage(imageType="TYPE_3BYTE_BGR"), ImageScaler(scaleFactor=0.5)]
    colour = encode(page().convert("RGB"))
    (found,) = LightPipeline(stages, keepImages=True).fromBinary(colour)
    assert found["image"].to_pil().tobytes() == page().convert("RGB").tobytes()
    assert found["scaled_image"].to_pil().size == (450, 130)
    assert "_image" not in repr(found["image"])
    (bad,) = LightPipeline(stages, keepImages=True).fromBinary(b"")
    with pytest.raises(ValueError, match="Can't open file as image"):
        bad["image"].to_pil()
    (dropped,) = LightPipeline(stages).fromBinary(colour)
    with pytest.raises(ValueError, match="keepImages=True"):
        dropped["image"].to_pil()


def test_stages_of_any_kind_of_pipeline():
    nested = PipelineModel(stages=[BinaryToImage(), PipelineModel(stages=[ImageToText()])])
    again = pickle.loads(pickle.dumps(nested.stages))  # noqa: S301  what docs/light.md advises
    for stages in (nested, tuple(READ), again):
        (found,) = LightPipeline(stages).fromBinary(png())
        assert found["text"].result == WORDS + "\n"


@pytest.mark.parametrize("make", [Tokenizer, Pipeline, lambda: "text"])
@pytest.mark.usefixtures("spark")
def test_a_stage_that_needs_spark_is_named(make):
    stage = make()
    with pytest.raises(ValueError, match=f"cannot run the stage .*{getattr(stage, 'uid', stage)}"):
        LightPipeline([BinaryToImage(), stage])


def test_regions_on_the_way():
    """A column that no class stands for is given as Python values."""
    stages = [BinaryToImage(), ImageScaler(scaleFactor=2), ImageToText(inputCol="scaled_image")]
    back = RegionsToOriginal(inputCol="positions", imageCol="scaled_image", outputCol="places")
    (found,) = LightPipeline([*stages, back]).fromBinary(png())
    (large,), (small,) = found["positions"].mappings, found["places"].mappings
    assert small["x"] == pytest.approx(large["x"] / 2)


def test_no_session_and_no_java(tmp_path):
    """A pipeline is made and run in a process that could not start Spark."""
    (tmp_path / "page.png").write_bytes(png())
    program = """
import sys
import pyspark
from pyspark.ml import PipelineModel
from sparkocr.base import LightPipeline
from sparkocr.transformers import BinaryToImage, ImageToText
(page,) = LightPipeline(PipelineModel(stages=[BinaryToImage(), ImageToText()])).fromLocalPath(sys.argv[1])
print(page["text"].result)
assert pyspark.SparkContext._active_spark_context is None
"""
    environment = {**os.environ, "JAVA_HOME": "/nowhere", "SPARK_HOME": "", "PATH": "/nowhere"}
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
    assert done.stdout.strip() == WORDS, done.stderr


def test_documents_of_the_demo_are_read_as_on_spark(spark, tmp_path):
    """The documents of the examples; of the pages that need recognition, a few, and at a low resolution."""
    folders = {"images": ["letter.png", "not-an-image.png"], "pdfs": ["mixed.pdf", "text.pdf", "letter.png"]}
    programs = {"images": READ, "pdfs": [PdfToText(), PdfToImage(resolution=120), ImageToText()]}
    for name, documents in folders.items():
        (tmp_path / name).mkdir()
        for file in documents:
            (tmp_path / name / file).symlink_to(DOCUMENTS / file)
        program = PipelineModel(stages=programs[name])
        files = spark.read.format("binaryFile").load(str(tmp_path / name))
        rows = program.transform(files).select("path", "pagenum", "text", "exception").collect()
        expected = sorted((row.path, row.pagenum, row.text or "", row.exception or "") for row in rows)
        pages = LightPipeline(program).fromLocalPath(tmp_path / name)
        found = [
            (page["path"], page["pagenum"], page["text"].result, page["text"].metadata["exception"]) for page in pages
        ]
        assert found == expected


def test_files_that_may_not_be_read_and_names_that_are_no_text(tmp_path, monkeypatch):
    names = ["a 10:30.png", "b.png", os.fsdecode(b"r\xfcck.png")]
    for name in names:
        (tmp_path / name).write_bytes(png("Some words"))
    (tmp_path / "c.png").symlink_to("nowhere")
    read = Path.read_bytes

    def refuse(path):
        if path.name == "b.png":
            raise PermissionError
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    pages = LightPipeline([BinaryToImage()]).fromLocalPath(tmp_path)
    found = [(page["path"], str(page["exception"]) if page["exception"] else None) for page in pages]
    assert found == [
        (f"file:{tmp_path}/a 10:30.png", None),
        (f"file:{tmp_path}/b.png", "Light Pipeline Exception(message: [Can't read file: no permission.])"),
        (f"file:{tmp_path}/r\ufffdck.png", None),
    ]


def test_files_are_kept_with_images():
    content = make_pdf([Page([Text(72, 700, "Patient: Jane Roe")])])
    stages = [PdfDeidentifier(detectors=["fields"])]
    (described,) = LightPipeline(stages).fromBinary(content)
    (kept,) = LightPipeline(stages, keepImages=True).fromBinary(content)
    assert isinstance(described["pdf"], str)
    assert kept["pdf"].startswith(b"%PDF-")
