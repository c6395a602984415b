"""PdfDeidentifier and FileDeidentifier: in Spark and without, page by page and whole."""

import io
import json

import docx
import pyarrow as pa
import pytest
from pyspark.sql import functions as F

from documents import page, scanned_pdf
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.deid.audit import AUDIT_JSON_SCHEMA
from sparkocr.pdf.read.text import page_texts
from sparkocr.pdf.redact.report import Redacted
from sparkocr.stage.light_row import LightRow
from sparkocr.transformers import FileDeidentifier, PdfDeidentifier

NAME = "Jane Kowalczyk"
DETECTORS = ["fields", "dates", "patterns"]
LETTER = make_pdf(
    [
        Page([Text(72, 700, f"Patient: {NAME}"), Text(72, 680, "Diagnosis: influenza")]),
        Page([Text(72, 700, "Kowalczyk felt better on 03/14/1951.")]),
    ]
)


def made(content, stage=None, **columns):
    stage = stage or PdfDeidentifier(detectors=DETECTORS)
    row = LightRow({"path": pa.scalar("file:/a/b.pdf"), "content": pa.scalar(content), **columns})
    (result,) = stage.light_rows(row)
    return {name: result[name].as_py() for name in result.columns}


def texts_of(content):
    return " ".join(page.text for page in page_texts(content)).split()


@pytest.mark.parametrize("partitions", [0, -1])
def test_in_spark(spark, partitions):
    rows = [("file:/a/kowalczyk.pdf", LETTER, 1), ("file:/a/broken.pdf", b"%PDF-1.7 broken", 2)]
    files = spark.createDataFrame(rows, "path string, content binary, id int")
    stage = PdfDeidentifier(detectors=DETECTORS, partitionNum=partitions, nameCol="name", keepInput=True)
    good, bad = stage.transform(files).orderBy("id").collect()
    assert texts_of(bytes(good.pdf)) == ["Patient:", "Diagnosis:", "influenza", "felt", "better", "on", "."]
    assert good.audit.proven
    assert [(done.page, done.technique) for done in good.audit.pages] == [(0, "rewrite"), (1, "rewrite")]
    assert good.audit.entities == {"PERSON": 1, "DATE": 1}
    assert good.exception is None
    assert good.name == f"file:/a/{good.audit.input_sha256[:16]}.pdf"
    assert bytes(good.content) == LETTER
    assert (bad.pdf, bad.audit, bad.name) == (None, None, None)
    assert bad.exception.startswith(f"{stage.uid}: ")


def test_the_audit_says_nothing_of_the_identifiers():
    jsonschema = pytest.importorskip("jsonschema")
    audit = made(LETTER)["audit"]
    audit["entities"], audit["versions"] = dict(audit["entities"]), dict(audit["versions"])
    jsonschema.validate(audit, AUDIT_JSON_SCHEMA)
    assert "owalczyk" not in json.dumps(audit)
    assert "1951" not in json.dumps(audit)


def test_what_is_left_makes_the_result_null(monkeypatch):
    monkeypatch.setattr("sparkocr.deid.pdf.redact", lambda *given, **_: Redacted(bytes(given[0]), ()))
    result = made(LETTER)
    assert result["pdf"] is None
    assert "3 identifiers of PERSON in" in result["exception"]
    assert "owalczyk" not in result["exception"]
    assert not result["audit"]["proven"]
    unproven = made(LETTER, PdfDeidentifier(detectors=DETECTORS, verify=False))
    assert unproven["pdf"] == LETTER
    assert not unproven["audit"]["proven"]


def test_a_crash_of_a_detector_is_an_exception_that_does_not_quote_it():
    def crash(text):
        raise RuntimeError(text)

    result = made(LETTER, PdfDeidentifier().setFunction(crash))
    assert result["pdf"] is None
    assert result["exception"]
    assert "owalczyk" not in result["exception"]


def test_known_names_of_each_row():
    content = make_pdf([Page([Text(72, 700, "The kowalczyk file")])])
    stage = PdfDeidentifier(detectors=["patterns"], denyListCol="names")
    assert texts_of(made(content, stage, names=pa.scalar(["Kowalczyk"]))["pdf"]) == ["The", "file"]
    assert texts_of(made(content, stage, names=pa.scalar([], pa.list_(pa.string())))["pdf"]) == [
        "The",
        "kowalczyk",
        "file",
    ]
    with pytest.raises(ValueError, match="denyListCol"):
        made(content, stage, names=pa.scalar(5))


def test_labels_that_are_not_wanted_stay():
    kept = texts_of(made(LETTER, PdfDeidentifier(detectors=DETECTORS, whiteList=["DATE"]))["pdf"])
    assert "Kowalczyk" in kept
    assert "03/14/1951" not in " ".join(kept)


def test_pages_as_pictures():
    result = made(LETTER, PdfDeidentifier(detectors=DETECTORS, technique="raster", rasterResolution=100))
    assert [done["technique"] for done in result["audit"]["pages"]] == ["raster", "raster"]
    assert texts_of(result["pdf"]) == ["Patient:", "Diagnosis:", "influenza", "felt", "better", "on", "."]
    finer = made(LETTER, PdfDeidentifier(detectors=DETECTORS, technique="raster", rasterResolution=200))
    assert len(finer["pdf"]) > len(result["pdf"])


def test_scans_and_the_proof_by_ocr():
    scan = scanned_pdf((f"Patient: {NAME}\nDiagnosis: influenza",))
    result = made(scan, PdfDeidentifier(detectors=DETECTORS, verifyByOcr=True))
    assert result["audit"]["proven"]
    assert result["audit"]["read_images"]
    assert not made(scan)["audit"]["read_images"]
    low = make_pdf([Page([Text(72, 700, f"Patient: {NAME}")])])
    read = []
    made(low, PdfDeidentifier(readAll=True, resolution=100).setFunction(lambda text: read.append(text) or []))
    assert len(read) == 2, "its own text, and what was read"
    tiny = made(scan, PdfDeidentifier(detectors=DETECTORS, maxPixels=1000))
    assert tiny["pdf"] is None
    assert "maxPixels" in tiny["exception"]
    few = []
    made(low, PdfDeidentifier(minSizeBeforeFallback=100).setFunction(lambda text: few.append(text) or []))
    assert len(few) == 2, "a page of less text is read"


def test_colour_and_gap():
    def content(**options):
        return made(LETTER, PdfDeidentifier(detectors=DETECTORS, **options))["pdf"]

    assert len({content(), content(rectColor="red"), content(gapWidth=3.0)}) == 3


def test_highlights_take_nothing_out():
    result = made(LETTER, PdfDeidentifier(detectors=DETECTORS, highlight=True))
    assert {"Kowalczyk", "PERSON"} <= set(texts_of(result["pdf"]))
    assert result["audit"] is None


def test_an_encrypted_document_needs_its_password():
    content = make_pdf([Page([Text(72, 700, f"Patient: {NAME}")])], user_password="secret")
    assert made(content)["pdf"] is None
    clean = made(content, PdfDeidentifier(detectors=DETECTORS, password="secret"))["pdf"]
    assert texts_of(clean) == ["Patient:"]


def test_files_in_spark(spark):
    picture, word = io.BytesIO(), io.BytesIO()
    page(f"Patient: {NAME}\nDiagnosis: influenza").save(picture, "PNG")
    document = docx.Document()
    document.add_paragraph(f"Patient: {NAME}")
    document.save(word)
    rows = [("a.png", picture.getvalue(), 1), ("b.docx", word.getvalue(), 2), ("c.pdf", LETTER, 3)]
    files = spark.createDataFrame(rows, "path string, content binary, id int")
    stage = FileDeidentifier(detectors=DETECTORS, nameCol="name", auditCol="proof")
    image, office, other = stage.transform(files).orderBy("id").collect()
    assert bytes(image.clean).startswith(b"\x89PNG")
    assert [part.text for part in docx.Document(io.BytesIO(bytes(office.clean))).paragraphs] == ["Patient: [PERSON]"]
    assert image.proof.proven
    assert office.proof.proven
    assert (image.name, office.name) == ("a.png", "b.docx")
    assert other.clean is None
    assert "neither an image nor" in other.exception


def test_the_plan_does_not_have_known_names(spark):
    files = spark.createDataFrame([("a.pdf", LETTER)], "path string, content binary")
    frame = PdfDeidentifier(detectors=DETECTORS, denyList=["Zanzibarski"]).transform(files)
    assert "Zanzibarski" not in frame._jdf.queryExecution().toString() if hasattr(frame, "_jdf") else True
    assert frame.where(F.col("exception").isNotNull()).count() == 0
