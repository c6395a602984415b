"""The documents that come with the package, at paths where programs look for some."""

import importlib.util
from importlib.resources import files
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

import sparkocr
from sparkocr.base import LightPipeline
from sparkocr.transformers import BinaryToImage, DicomToImageV3, DocToText, ImageToText, PdfToImage, PdfToText

ROOT = Path(__file__).parent.parent
FOLDER = files("sparkocr") / "resources" / "ocr"
PDF = [PdfToText(), PdfToImage(), ImageToText()]
IMAGE = [BinaryToImage(), ImageToText()]
DICOM = [DicomToImageV3(), ImageToText()]


def maker():
    spec = importlib.util.spec_from_file_location("make_resources", ROOT / "scripts" / "make_resources.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("name", "stages", "expected"),
    [
        ("images/check.jpg", IMAGE, ["Example Savings Bank", "Jane Doe", "250.00"]),
        ("images/noised.png", IMAGE, ["invoice 4711"]),
        ("images/fax.tif", IMAGE, ["page 1 of 2", "order 4711"]),
        ("images/form.png", IMAGE, ["Send me news"]),
        ("pdfs/test_document.pdf", PDF, ["Harbour Supplies", "within 30 days"]),
        ("pdfs/image_based.pdf", PDF, ["Invoice 4712", "second page"]),
        ("pdfs/tabular-pdf/data.pdf", PDF, ["Anchor", "89.90"]),
        ("docs/doc.docx", [DocToText()], ["Harbour Supplies"]),
        ("dicom/test.dcm", DICOM, ["Jane Doe"]),
    ],
)
def test_each_is_read(name, stages, expected):
    pages = LightPipeline(stages).fromLocalPath(str(FOLDER / name))
    text = "\n".join(str(getattr(page["text"], "result", page["text"])) for page in pages)
    assert [part for part in expected if part not in text] == []
    assert not any(page["exception"] for page in pages)


def test_they_are_what_the_script_makes_and_small():
    there = {path.relative_to(FOLDER).as_posix(): path for path in Path(str(FOLDER)).rglob("*") if path.is_file()}
    assert there.keys() == maker().DOCUMENTS.keys()
    assert sum(path.stat().st_size for path in there.values()) < 2**20


def test_they_are_in_the_wheel():
    included = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    wanted = {f"sparkocr/resources/ocr/{name}" for name in maker().DOCUMENTS}
    assert wanted <= included, f"the package at {sparkocr.__file__} lacks documents"
