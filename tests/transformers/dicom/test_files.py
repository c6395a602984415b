"""PDFs in DICOM files, and DICOM files of images."""

from io import BytesIO

import numpy as np
import pyarrow as pa
import pydicom
import pytest

from dicom.make_dicom import dicom, ramp
from sparkocr import samples
from sparkocr.apps.light import run
from sparkocr.dicom.document import pdf_of
from sparkocr.stage.light_row import LightRow
from sparkocr.transformers import BinaryToImage, DicomToImage, DicomToPdf, DicomUpdatePdf, ImageToDicom

PDF = samples.pdf("Dear Jane")
FILE = samples.dicom_pdf(PDF)


def only(*stages, content=FILE, **columns):
    row = LightRow({"path": pa.scalar("a"), "content": pa.scalar(content, pa.binary()), **columns})
    (made,) = run(list(stages), row)
    return made


def test_a_pdf_is_taken_out(tmp_path):
    assert only(DicomToPdf(outputCol="out"))["out"].as_py() == PDF
    assert "content" not in only(DicomToPdf())
    assert only(DicomToPdf(keepInput=True))["content"].as_py() == FILE
    (tmp_path / "a").write_bytes(FILE)
    by_path = only(DicomToPdf(inputCols=["path"]), content=None, path=pa.scalar(str(tmp_path / "a")))
    assert by_path["pdf"].as_py() == PDF
    assert by_path["path"].as_py() == str(tmp_path / "a")


def test_a_pdf_is_put_in():
    new = samples.pdf("Dear XXXX")
    made = only(DicomUpdatePdf(inputPdfCol="new", outputCol="out"), new=pa.scalar(new))
    assert pdf_of(made["out"].as_py()) == new
    assert made["exception"].as_py() is None


@pytest.mark.parametrize("pdf", [None, b"junk"])
def test_without_a_new_pdf_there_is_no_file(pdf):
    made = only(DicomUpdatePdf(), pdf=pa.scalar(pdf, pa.binary()))
    assert made["dicom"].as_py() is None
    assert "no PDF to put" in made["exception"].as_py()


def test_a_file_without_a_pdf():
    made = only(DicomToPdf(), content=dicom(ramp((4, 4), 0, 9, np.uint8)))
    assert made["pdf"].as_py() is None
    assert "no PDF in the DICOM file" in made["exception"].as_py()


def test_an_image_becomes_a_file():
    made = only(BinaryToImage(), ImageToDicom(outputCol="out"), content=samples.image("Jane"))
    dataset = pydicom.dcmread(BytesIO(made["out"].as_py()))
    assert dataset.pixel_array.shape == (260, 900)
    assert "PatientName" not in dataset
    assert "image" in made
    assert "image" not in only(BinaryToImage(), ImageToDicom(keepInput=False), content=samples.image("Jane"))


def test_an_image_keeps_its_header():
    stages = [DicomToImage(metadataCol="header"), ImageToDicom(metadataCol="header")]
    made = only(*stages, content=samples.dicom("One", patient="Roe^Ann"))
    dataset = pydicom.dcmread(BytesIO(made["dicom"].as_py()))
    assert dataset.PatientName == "Roe^Ann"
    made = only(
        DicomToImage(), ImageToDicom(metadataCol="elsewhere"), elsewhere=pa.scalar("junk"), content=samples.dicom("One")
    )
    assert made["dicom"].as_py() is None
    assert "no header" in made["exception"].as_py()
    with pytest.raises(ValueError, match="originCol"):
        only(BinaryToImage(), ImageToDicom(originCol="gone"), content=samples.image("Jane"))
