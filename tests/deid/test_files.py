"""Images and Office documents without their identifiers, and names of files."""

import io

import docx
import pytest
from PIL import Image

from documents import page
from sparkocr.deid.files import deidentify_file
from sparkocr.deid.names import safe_path
from sparkocr.deid.secrets import Secret
from sparkocr.deid.verify import verify
from sparkocr.engines.engine import recognise
from sparkocr.engines.tesseract import Tesseract
from sparkocr.entities.finder import EntityFinder
from sparkocr.errors import DocumentError
from sparkocr.imaging.decode import decode

ENGINE = Tesseract()
FIND = EntityFinder(detectors=["fields", "dates", "patterns"]).find


def png_of(text):
    file = io.BytesIO()
    page(text).save(file, "PNG", dpi=(200, 200))
    return file.getvalue()


def word_of(*paragraphs, picture=None):
    document = docx.Document()
    document.core_properties.author = "Jane Kowalczyk"
    for text in paragraphs:
        document.add_paragraph(text)
    if picture:
        document.add_picture(io.BytesIO(picture))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def paragraphs_of(content):
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def test_an_image():
    made = deidentify_file(png_of("Patient: Jane Kowalczyk\nDiagnosis: influenza"), engine=ENGINE, find=FIND)
    assert Secret("Kowalczyk", "PERSON") in made.secrets
    image = decode(made.content, max_pixels=10**7)
    text = recognise(ENGINE, image.pixels, image.dpi).text
    assert "influenza" in text
    assert "Kowal" not in text
    assert Image.open(io.BytesIO(made.content)).format == "PNG"


def test_a_word_document():
    content = word_of("Patient: Jane Kowalczyk", "Age: 45", "Kowalczyk feels better at 45 and wrote to j@example.org.")
    made = deidentify_file(content, engine=ENGINE, find=FIND)
    assert paragraphs_of(made.content) == [
        "Patient: [PERSON]",
        "Age: [AGE]",
        "[PERSON] feels better at [AGE] and wrote to [EMAIL].",
    ]
    assert verify(made.content, made.secrets, read_image=None).is_proven


def test_pictures_in_documents_are_read():
    content = word_of("See below.", picture=png_of("Patient: Jane Kowalczyk\nDiagnosis: influenza"))
    made = deidentify_file(content, engine=ENGINE, find=FIND)
    (part,) = [part for part in docx.Document(io.BytesIO(made.content)).part.package.parts if "media" in part.partname]
    image = decode(part.blob, max_pixels=10**7)
    text = recognise(ENGINE, image.pixels, image.dpi).text
    assert "influenza" in text
    assert "Kowal" not in text


@pytest.mark.parametrize("content", [b"", b"var x = 1;", b"%PDF-1.4 broken", b"PK\x03\x04 broken"])
def test_other_files_are_errors(content):
    with pytest.raises(DocumentError):
        deidentify_file(content, engine=ENGINE, find=FIND)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("letter.pdf", "letter.pdf"),
        ("Kowalczyk.pdf", "c0ffee.pdf"),
        ("scan_jane_kowalczyk_2.PDF", "c0ffee.PDF"),
        ("JaneKowalczyk2024.docx", "c0ffee.docx"),
        ("kowalczyk/letter.pdf", "c0ffee/letter.pdf"),
        ("Kowalczyk", "c0ffee"),
        ("Dr.Kowalczyk", "Dr"),
        ("a/b.c/d.pdf", "a/b.c/d.pdf"),
        ("KOWAL_1/IM000001", "KOWAL_1/IM000001"),
        ("1.2.840.113619.2.55.dcm", "c0ffee.dcm"),
        ("1.2.840.113619.2.55", "c0ffee"),
        ("CT_1.2.840.113619.2.55_7", "c0ffee"),
        ("2.25.1234567890/IM.0001", "c0ffee/IM.0001"),
        ("minutes 2024_05_01_10_30_00.pdf", "minutes 2024_05_01_10_30_00.pdf"),
        ("release 1.2.3.pdf", "release 1.2.3.pdf"),
        ("Kowalczyk.0001", "c0ffee"),
        ("KOWALCZY/KOWALCZ.pdf", "C0FFEE/KOWALCZ.pdf"),
        ("mueller.pdf", "c0ffee.pdf"),
        ("Muller 2.pdf", "c0ffee.pdf"),
        ("12/scan 12.pdf", "C0FFEE/scan 12.pdf"),
    ],
)
def test_names_of_files(path, expected):
    secrets = [Secret("Jane Kowalczyk", "PERSON"), Secret("Kowalczyk", "PERSON")]
    secrets += [Secret("Müller", "PERSON"), Secret("12", "ID")]
    assert safe_path(path, secrets, "c0ffee") == expected


def test_names_that_a_dicom_directory_lists_stay_such():
    secrets = [Secret("Lee Ann", "PERSON"), Secret("Lee", "PERSON"), Secret("4711A", "ID")]
    sum_of_file = "c0ffee12" * 8
    assert safe_path("LEE_ANN/4711A", secrets, sum_of_file) == "C0FFEE12/C0FFEE12"
    assert safe_path("LEE_ANN/4711A.dcm", secrets, sum_of_file) == "C0FFEE12/c0ffee12c0ffee12.dcm"
    assert safe_path("Lee_Ann/IM1", secrets, sum_of_file) == "c0ffee12c0ffee12/IM1"
