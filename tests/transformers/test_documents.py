"""Files of all kinds in one stage, and in one call."""

import io
import json

import jsonschema
import pikepdf
import pytest

import sparkocr
from office.test_any_content import mail, slides, word, workbook
from sparkocr import samples
from sparkocr.base import LightPipeline
from sparkocr.schemas import page_json_schema
from sparkocr.transformers import DocToText, DocumentToText, PptToText

FILES = {
    "digital.bin": samples.pdf("First page of the lease", "Second page of the lease"),
    "scan.txt": samples.scan("Scanned"),
    "picture.doc": samples.image("Invoice 4711"),
    "frame": samples.dicom("A frame"),
    "inside.dcm": samples.dicom_pdf(samples.pdf("A letter to the patient")),
    "letter.jpg": samples.word("A letter"),
    "deck": slides(),
    "mail.pdf": mail().as_bytes(),
    "note": b"Just a note",
    "nothing.png": b"",
    "damaged.png": samples.image("Invoice 4711")[:99],
}


def read(content, **parameters):
    return LightPipeline([DocumentToText(**parameters)], keepImages=True).fromBinary(content)


def texts(pages):
    return [page["text"].result.strip() for page in pages]


def test_a_mixed_folder_is_read_in_one_call(spark, tmp_path):
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    result = sparkocr.read_documents(spark, tmp_path)
    assert result.columns == ["path", "text", "pagenum", "confidence", "kind", "exception"]
    found = {}
    for row in sorted(result.collect(), key=lambda row: (row["path"], row["pagenum"])):
        found.setdefault(row["path"].rpartition("/")[2], []).append(row)
    assert found.keys() == FILES.keys()
    seen = {name: [(row["kind"], (row["text"] or "").strip()) for row in rows] for name, rows in found.items()}
    assert seen["digital.bin"] == [("pdf", "First page of the lease"), ("pdf", "Second page of the lease")]
    assert seen["scan.txt"] == [("pdf", "Scanned")]
    assert seen["picture.doc"] == [("image", "Invoice 4711")]
    assert seen["frame"] == [("dicom", "A frame")]
    assert seen["inside.dcm"] == [("dicom", "A letter to the patient")]
    assert seen["letter.jpg"] == [("docx", "A letter")]
    assert [kind for kind, _ in seen["deck"]] == ["pptx"] * 3
    assert seen["mail.pdf"][0][0] == "eml"
    assert seen["note"] == [("txt", "Just a note")]
    failed = {name for name, rows in found.items() if any(row["exception"] for row in rows)}
    assert failed == {"nothing.png", "damaged.png"}
    assert "empty" in found["nothing.png"][0]["exception"]
    read_by_ocr = {name for name, rows in found.items() if rows[0]["confidence"] is not None}
    assert read_by_ocr == {"scan.txt", "picture.doc", "frame"}
    light = LightPipeline([DocumentToText()])
    for name in ("digital.bin", "picture.doc", "deck"):
        assert texts(light.fromLocalPath(tmp_path / name)) == [text for _, text in seen[name]]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (word(), "# Rent\n"),
        (slides(), "# Plans\n\n- first\n"),
        (workbook(), "# Costs\n\n<table>"),
        (samples.pdf("In season:\n\n\u2022 apples"), "In season:\n\n- apples\n"),
        (samples.image("Invoice 4711"), "Invoice 4711\n"),
    ],
)
def test_all_kinds_are_written_as_markdown(content, expected):
    assert expected in read(content, outputFormat="markdown")[0]["text"].result


@pytest.mark.parametrize("content", [word(), samples.pdf("A digital page"), samples.image("Invoice 4711")])
def test_all_kinds_are_written_as_json(content):
    (page,) = read(content, outputFormat="json")
    found = json.loads(page["text"].result)
    jsonschema.validate(found, page_json_schema())
    assert (found["path"], found["page"]) == ("memory", 0)


def test_parameters_reach_the_stages_for_each_kind():
    (page,) = read(samples.image("Invoice 4711"), maxPixels=9)
    assert "maxPixels=9" in page["exception"].message
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(samples.pdf("A secret page"))) as pdf:
        pdf.save(file, encryption=pikepdf.Encryption(user="open", owner="own"))
    assert "encrypted" in read(file.getvalue())[0]["exception"].message
    assert texts(read(file.getvalue(), password="open")) == ["A secret page"]
    (page,) = read(samples.scan("Scanned"), outputFormat="json", resolution=150)
    assert json.loads(page["text"].result)["resolution"] == 150
    (page,) = read(samples.pdf("One", "Two"), limits={"maxPages": 1})
    assert "maxPages" in page["exception"].message
    (page,) = read(samples.image("Invoice 4711"), pageSegMode=7, ocrParams=["tessedit_char_whitelist=0123456789"])
    assert texts([page])[0].isdecimal()


def test_columns_have_the_names_that_are_set():
    names = {"outputCol": "read", "pageNumCol": "page", "confidenceCol": "sure", "kindCol": "what"}
    (page,) = read(b"Just a note", **names, keepInput=True)
    assert page["read"].result == "Just a note"
    assert (page["page"], page["sure"], page["what"], page["content"]) == (0, None, "txt", b"Just a note")


def test_a_wrong_value_is_refused_when_it_is_set():
    with pytest.raises(ValueError, match="outputFormat must be"):
        DocumentToText(outputFormat="docx")
    with pytest.raises(ValueError, match="language must be"):
        DocumentToText(language="!")


def test_the_stages_of_office_write_markdown():
    (page,) = LightPipeline([DocToText(outputFormat="markdown")]).fromBinary(word())
    assert "# The lease\n\n# Rent\n" in page["text"]
    pages = LightPipeline([PptToText(outputFormat="markdown")]).fromBinary(slides())
    assert [page["pagenum"] for page in pages] == [0, 1, 2]
    assert pages[0]["text"].startswith("# Plans\n\n- first\n  - deeper\n")


@pytest.mark.parametrize("stage", [DocToText, PptToText])
def test_the_wrong_stage_says_which_is_right(stage):
    (page,) = LightPipeline([stage()]).fromBinary(samples.pdf("A page"))
    assert "it is a PDF, use PdfToText or PdfToImage, or DocumentToText" in page["exception"].message
