"""Headers as JSON, PDFs in files, and files of images."""

import json
from io import BytesIO

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset

from dicom.make_dicom import BIG_ENDIAN, DEFLATED, EXPLICIT, IMPLICIT, dicom, header, ramp, saved
from sparkocr import samples
from sparkocr.dicom.create import secondary_capture
from sparkocr.dicom.document import pdf_of, with_pdf
from sparkocr.dicom.header import header_json
from sparkocr.dicom.open import open_dicom
from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image

PDF = samples.pdf("Dear Jane")


def fields(dataset, **options):
    with open_dicom(saved(dataset)) as found:
        return json.loads(header_json(found.header, **options))


def full_header():
    made = header(
        PatientWeight="70.5",
        NumberOfFrames="3",
        ImageType=["ORIGINAL", "PRIMARY"],
        Rows=512,
        PatientBirthDate="",
        ReferencedImageSequence=[header(PatientComments="inner")],
        SpecificCharacterSet="ISO_IR 192",
        InstitutionName="Zürich",
    )
    made.add_new(0x00091001, "UN", b"\1\2")
    made.add_new(0x00091002, "LO", "private")
    made.add_new(0x00189073, "FD", [float("nan"), 1.5])
    return made


def test_keywords_and_values():
    found = fields(full_header())
    expected = {
        "PatientName": "Doe^Jane",
        "PatientWeight": 70.5,
        "NumberOfFrames": 3,
        "ImageType": ["ORIGINAL", "PRIMARY"],
        "Rows": 512,
        "PatientBirthDate": None,
        "InstitutionName": "Zürich",
        "00091002": "private",
        "AcquisitionDuration": ["nan", 1.5],
    }
    assert {name: found[name] for name in expected} == expected
    assert found["ReferencedImageSequence"][0]["PatientComments"] == "inner"
    assert "00091001" not in found


def test_tags_with_their_representations():
    found = fields(full_header(), by_tag=True)
    assert found["00100010"] == {"vr": "PN", "value": "Doe^Jane"}
    assert found["00280008"] == {"vr": "IS", "value": 3}
    (inner,) = found["00081140"]["value"]
    assert inner["00104000"] == {"vr": "LT", "value": "inner"}


def test_representations_that_are_left_out():
    found = fields(full_header(), ignored={"PN", "SQ"})
    assert "PatientName" not in found
    assert "ReferencedImageSequence" not in found
    assert found["00091001"] == "0102"


def test_only_what_is_harmless():
    found = fields(full_header(), only_harmless=True)
    assert set(found) == {"SOPClassUID", "Modality", "NumberOfFrames", "ImageType", "Rows", "SpecificCharacterSet"}


def test_texts_about_pixels_are_not_harmless():
    dataset = header(Rows=3, PhotometricInterpretation="MONOCHROME2", PixelSpacing=[0.5, 0.5])
    dataset.add_new(0x00284000, "LT", "of Jane")
    dataset.add_new(0x00280A04, "LO", "Jane measured it")
    dataset.ModalityLUTSequence = [header(LUTExplanation="by Jane")]
    dataset.private_block(0x0029, "JANE", create=True).add_new(1, "LO", "Jane")
    dataset.Modality = "jane"
    found = fields(dataset, only_harmless=True)
    assert set(found) == {"SOPClassUID", "Rows", "PhotometricInterpretation", "PixelSpacing"}


def test_values_that_can_not_be_read():
    dataset = header()
    dataset.add_new(0x00101030, "LO", "no number")
    content = saved(dataset).replace(b"\x10\0\x30\x10LO", b"\x10\0\x30\x10DS")
    with open_dicom(content) as found:
        assert json.loads(header_json(found.header))["PatientID"] == "4711"


def test_sequences_in_each_other(recwarn):
    inner = Dataset()
    for _ in range(70):
        outer = Dataset()
        outer.ReferencedImageSequence = [inner]
        inner = outer
    dataset = header(ReferencedImageSequence=[inner])
    with pytest.raises(DocumentError, match="more than 64 sequences"):
        fields(dataset)
    assert not recwarn.list


@pytest.mark.parametrize("syntax", [IMPLICIT, EXPLICIT, BIG_ENDIAN, DEFLATED])
@pytest.mark.parametrize("pdf", [PDF, PDF + b"\n"], ids=["even", "odd"])
def test_pdfs_out_and_in(syntax, pdf):
    kept = header(PatientComments="stays")
    kept.EncapsulatedDocument, kept.MIMETypeOfEncapsulatedDocument = PDF, "application/pdf"
    source = saved(kept, syntax)
    assert pdf_of(source).rstrip(b"\0") == PDF
    made = with_pdf(source, pdf)
    assert pdf_of(made) == pdf
    dataset = pydicom.dcmread(BytesIO(made))
    assert (dataset.file_meta.TransferSyntaxUID, dataset.PatientComments) == (syntax, "stays")
    assert dataset.EncapsulatedDocumentLength == len(pdf)


@pytest.mark.parametrize("content", [saved(header()), dicom(ramp((4, 4), 0, 9, np.uint8)), b"junk"])
def test_files_without_a_pdf(content):
    with pytest.raises(DocumentError):
        pdf_of(content)
    with pytest.raises(DocumentError):
        with_pdf(content, PDF)


def test_what_is_no_pdf_is_not_put_in():
    with pytest.raises(DocumentError, match="no PDF to put"):
        with_pdf(samples.dicom_pdf(PDF), b"var x;")
    document = header(EncapsulatedDocument=PDF, MIMETypeOfEncapsulatedDocument="text/XML")
    with pytest.raises(DocumentError, match="no PDF in"):
        pdf_of(saved(document))


def made_of(pixels, image_type, metadata=None):
    return pydicom.dcmread(BytesIO(secondary_capture(Image(pixels, 0, image_type), metadata)))


def test_a_secondary_capture_of_grays_and_colours():
    gray, colours = ramp((9, 7), 0, 255, np.uint8), ramp((9, 7, 3), 0, 255, np.uint8)
    dataset = made_of(gray, ImageType.TYPE_BYTE_GRAY)
    np.testing.assert_array_equal(dataset.pixel_array, gray)
    dataset = made_of(colours, ImageType.TYPE_3BYTE_BGR)
    np.testing.assert_array_equal(dataset.pixel_array[..., ::-1], colours)
    assert dataset.SOPClassUID == dataset.file_meta.MediaStorageSOPClassUID == "1.2.840.10008.5.1.4.1.1.7"
    assert dataset.SOPInstanceUID == dataset.file_meta.MediaStorageSOPInstanceUID
    assert len({dataset.SOPInstanceUID, dataset.StudyInstanceUID, dataset.SeriesInstanceUID}) == 3


@pytest.mark.parametrize("by_tag", [False, True])
def test_a_secondary_capture_with_a_header(by_tag):
    source = header(StudyInstanceUID="2.25.7", InstitutionName="Zürich", SpecificCharacterSet="ISO_IR 100", Rows=99)
    source.add_new(0x00091002, "LO", "private")
    with open_dicom(saved(source)) as found:
        metadata = header_json(found.header, by_tag=by_tag)
    dataset = made_of(ramp((9, 7), 0, 255, np.uint8), ImageType.TYPE_BYTE_GRAY, metadata)
    assert (dataset.PatientName, dataset.StudyInstanceUID, dataset.InstitutionName) == ("Doe^Jane", "2.25.7", "Zürich")
    assert (dataset.Rows, dataset.SOPInstanceUID != source.SOPInstanceUID) == (9, True)
    assert (0x0009, 0x1002) not in dataset


def test_metadata_that_are_none():
    for metadata in ("junk", "[1]"):
        with pytest.raises(DocumentError, match="no header"):
            made_of(ramp((9, 7), 0, 255, np.uint8), ImageType.TYPE_BYTE_GRAY, metadata)


def test_an_image_that_is_too_large():
    with pytest.raises(DocumentError, match="65,535"):
        secondary_capture(Image(np.zeros((1, 65_536), np.uint8), 0, ImageType.TYPE_BYTE_GRAY))
