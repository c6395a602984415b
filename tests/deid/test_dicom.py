"""DICOM files without identifiers: pixels, header, texts and documents in one call."""

import io
import tracemalloc

import numpy as np
import pydicom
import pytest
from pydicom.sequence import Sequence

from dicom import cleaned
from dicom.cleaned import finder
from dicom.make_dicom import (
    BIG_ENDIAN,
    DEFLATED,
    EXPLICIT,
    IMPLICIT,
    JPEG_2000_LOSSLESS,
    JPEG_BASELINE,
    JPEG_LS,
    RLE,
    dicom,
    header,
    saved,
)
from dicom.planted import item, left, planted
from documents import page, scanned_pdf
from sparkocr import samples
from sparkocr.deid.dicom import deidentify_dicom
from sparkocr.deid.dicom_header import HeaderOptions
from sparkocr.deid.dicom_pixels import PixelSearch
from sparkocr.deid.proof import Proof
from sparkocr.dicom.document import pdf_of
from sparkocr.dicom.profile.table import Option
from sparkocr.engines.tesseract import Tesseract
from sparkocr.errors import DocumentError
from sparkocr.pdf.read.text import page_texts

ENGINE = Tesseract()
EMPTY = np.tile(np.arange(64, dtype=np.uint8), (64, 1))
SYNTAXES = [EXPLICIT, IMPLICIT, BIG_ENDIAN, RLE, JPEG_LS, JPEG_2000_LOSSLESS, JPEG_BASELINE]
CODES = {"header": "113100", "pixels": "113101", "graphics": "113103", "structured": "113104"}


def nothing(_text):
    return []


def made_of(content, *options, find=nothing, key="s", **search):
    return deidentify_dicom(
        content, PixelSearch(ENGINE, find, **search), HeaderOptions(key, options=options, find=find)
    )


def is_proven(made):
    return Proof().audit(made.content, made.secrets, original=b"", counts=made.counts).proven


def read(made):
    return cleaned.read(made.content)


def codes(dataset):
    return {code.CodeValue for code in dataset.DeidentificationMethodCodeSequence}


def burned(*texts, **fields):
    return dicom(*(np.asarray(page(text, (500, 120), 40)) for text in texts), **fields)


# --- Pixels


def test_pixels_and_header_in_one_call():
    content = burned("", "Vera Lind", StudyDate="20200504")
    made = made_of(content, find=finder("Vera Lind"))
    found = read(made)
    empty, masked = found.pixel_array
    assert (empty == 255).all()
    assert len(np.unique(masked)) == 2
    assert b"Doe" not in made.content
    assert (found.PatientIdentityRemoved, found.BurnedInAnnotation) == ("YES", "NO")
    assert codes(found) == {CODES["header"], CODES["pixels"]}
    assert {secret.text for secret in made.secrets} >= {"Doe", "Jane", "4711", "Lind", "20200504", "2.25.1"}
    assert made.counts == {"PERSON": 2, "ID": 1, "DATE": 1}
    assert [(report.page, report.regions > 0) for report in made.pages] == [(1, True)]
    assert is_proven(made)


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_pixels_without_text_stay_bit_by_bit_in_their_syntax(syntax):
    content = dicom(EMPTY, EMPTY.T.copy(), syntax=syntax)
    made = made_of(content)
    found, before = read(made), pydicom.dcmread(io.BytesIO(content))
    assert found.file_meta.TransferSyntaxUID == syntax
    assert (found.pixel_array == before.pixel_array).all()
    has_comment = syntax == JPEG_2000_LOSSLESS  # of the encoder, in each code stream
    assert found.PixelData == before.PixelData or has_comment
    assert codes(found) == {CODES["header"], CODES["pixels"]}
    assert is_proven(made)


def test_overlays_in_unused_bits_go_although_there_is_no_text():
    pixels = EMPTY.astype(np.uint16) | 0x8000
    content = dicom(pixels, bits=12)
    overlay = pydicom.dcmread(io.BytesIO(content))
    overlay.add_new(0x60000010, "US", 64)
    overlay.add_new(0x60000102, "US", 15)
    found = read(made_of(saved(overlay)))
    assert (np.frombuffer(found.PixelData, "<u2") == EMPTY.ravel()).all()


@pytest.mark.parametrize("masks", [False, True], ids=["copied", "masked"])
@pytest.mark.parametrize("syntax", [EXPLICIT, BIG_ENDIAN, RLE])
def test_unused_bits_are_emptied_although_no_overlay_is_told(syntax, masks):
    plane = np.asarray(page("Vera Lind", (500, 120), 40))
    frames = [
        plane.astype(np.uint16) * masks,
        np.full_like(plane, 7, np.uint16) | (plane < 128).astype(np.uint16) << 14,
    ]
    dataset = pydicom.dcmread(io.BytesIO(dicom(*frames, syntax=syntax)))
    dataset.BitsStored, dataset.HighBit = 12, 11
    made = made_of(saved(dataset, syntax))
    whole = read(made)
    assert made.pages if masks else not made.pages
    whole.BitsStored, whole.HighBit = 16, 15
    assert (whole.pixel_array[1] == 7).all()


def test_unread_pixels_stay_and_the_file_and_its_report_say_so():
    content = burned(
        "Jane Doe", Modality="CT", ImageType=["ORIGINAL", "PRIMARY"], SOPClassUID="1.2.840.10008.5.1.4.1.1.2"
    )
    made = made_of(content, unread=["CT"])
    found = read(made)
    assert found.PixelData == pydicom.dcmread(io.BytesIO(content)).PixelData
    assert (found.PatientIdentityRemoved, codes(found)) == ("NO", {CODES["header"]})
    (report,) = made.pages
    assert report.reason
    assert read(made_of(content)).PatientIdentityRemoved == "YES"


def test_what_pixels_show_goes_from_texts():
    content = burned("Vera Lind", StudyDescription="MR of Lind", ImageComments="none")
    found = read(made_of(content, Option.DESCRIPTORS, find=finder("Vera Lind")))
    assert (found.StudyDescription, found.ImageComments) == ("MR of anonymous", "none")


def test_words_of_imaging_in_pixels_stay_in_texts():
    content = samples.dicom("Gallbladder Zobel", patient="Doe^Jane")
    dataset = pydicom.dcmread(io.BytesIO(content))
    dataset.StudyDescription = "Gallbladder for Zobel"
    made = made_of(saved(dataset), Option.DESCRIPTORS, find=finder("Gallbladder(?= Zobel)|Zobel"))
    assert read(made).StudyDescription == "Gallbladder for anonymous"
    assert is_proven(made)


def test_what_the_profile_keeps_may_say_what_was_found():
    content = burned("Acme Clinic", Manufacturer="Acme", InstitutionName="Acme Clinic", BodyPartExamined="ACME")
    made = made_of(content, Option.INSTITUTION, find=finder("Acme( Clinic)?", "ORGANIZATION"))
    found = read(made)
    assert (found.Manufacturer, found.InstitutionName, found.BodyPartExamined) == ("Acme", "Acme Clinic", "ACME")
    assert is_proven(made)
    assert read(made_of(content)).InstitutionName != "Acme Clinic"


# --- Documents


def test_a_pdf_is_redacted_and_stays():
    content = samples.dicom_pdf(samples.pdf("Dear Jane Doe", "Lind has the flu"))
    made = made_of(content, find=finder("Lind"))
    texts = " ".join(one.text for one in page_texts(pdf_of(made.content))).split()
    assert texts == ["Dear", "has", "the", "flu"]
    assert read(made).PatientIdentityRemoved == "YES"
    assert [report.page for report in made.pages] == [0, 1]
    assert {"Doe", "Lind"} <= {secret.text for secret in made.secrets}
    assert made.counts["PERSON"] == 3
    assert is_proven(made)


def test_the_scans_in_a_pdf_are_read():
    made = made_of(samples.dicom_pdf(scanned_pdf(("Jane Doe",))))
    assert [report.regions for report in made.pages] == [1]


@pytest.mark.parametrize(
    ("document", "kind"),
    [(b"%PDF-1.4 broken", "application/pdf"), (b"<name>Jane</name> ", "text/XML"), (b"solid Jane", "model/stl")],
    ids=["broken", "CDA", "STL"],
)
def test_other_documents_fail(document, kind):
    content = saved(header(EncapsulatedDocument=document, MIMETypeOfEncapsulatedDocument=kind))
    with pytest.raises(DocumentError):
        made_of(content)


# --- Texts


def text_item(text, **more):
    return item(ValueType="TEXT", TextValue=text, **more)


def test_reports_keep_their_structure_and_what_tells_nobody():
    name = item(CodeValue="121071", CodingSchemeDesignator="DCM", CodeMeaning="Finding")
    deep = item(ValueType="CONTAINER", ContentSequence=Sequence([text_item("As Lind said, Mrs Doe is well")]))
    first = text_item("Seen by Vera Lind", ConceptNameCodeSequence=Sequence([name]))
    content = saved(header(ContentSequence=Sequence([first, deep]), SOPClassUID="1.2.840.10008.5.1.4.1.1.88.11"))
    made = made_of(content, find=finder("Vera Lind"))
    found = read(made)
    one, two = found.ContentSequence
    assert one.TextValue == "Seen by anonymous"
    assert one.ConceptNameCodeSequence[0].CodeMeaning == "Finding"
    assert two.ContentSequence[0].TextValue == "As anonymous said, Mrs anonymous is well"
    assert (found.PatientIdentityRemoved, codes(found)) == ("YES", {CODES["header"], CODES["structured"]})
    assert made.counts == {"PERSON": 2, "ID": 1}
    assert is_proven(made)


@pytest.mark.parametrize("keyword", ["GraphicAnnotationSequence", "WaveformAnnotationSequence"])
def test_annotations_are_cleaned(keyword):
    annotation = item(UnformattedTextValue="Cyst, seen by Lind")
    if keyword == "GraphicAnnotationSequence":
        annotation = item(TextObjectSequence=Sequence([annotation]))
    found = read(made_of(saved(header(**{keyword: Sequence([annotation])})), find=finder("Lind")))
    (annotation,) = found[keyword].value
    (annotation,) = annotation.get("TextObjectSequence", [annotation])
    assert annotation.UnformattedTextValue == "Cyst, seen by anonymous"
    assert codes(found) == {CODES["header"], CODES["graphics"]}


def test_without_a_finder_texts_are_replaced():
    content = saved(header(ContentSequence=Sequence([text_item("Seen by Vera Lind")])))
    found = read(made_of(content, find=None))
    assert found.ContentSequence[0].TextValue == "anonymous"
    assert codes(found) == {CODES["header"]}


# --- The whole


@pytest.mark.parametrize("options", [(), (Option.MODIFIED_DATES, Option.DESCRIPTORS)], ids=["basic", "descriptors"])
def test_no_planted_token_is_left(options):
    content, tokens = planted()
    whole = pydicom.dcmread(io.BytesIO(content))
    of_document = set(left(whole.EncapsulatedDocument, tokens))
    del whole.EncapsulatedDocument
    whole.ImageType = ["ORIGINAL", "PRIMARY"]
    made = made_of(saved(whole), *options, find=finder("ZQ[0-9]{3}XJ"), unread=["CT"])
    assert left(made.content, [token for token in tokens if token not in of_document]) == []
    assert is_proven(made)


def test_uids_and_dates_are_the_same_in_all_files_of_a_patient():
    fields = {"StudyInstanceUID": "2.25.7", "StudyDate": "20200504"}
    files = [
        dicom(EMPTY, **fields, SOPInstanceUID="2.25.11"),
        dicom(EMPTY, **fields, SOPInstanceUID="2.25.12", SeriesDate="20200506"),
        saved(header(**fields, ReferencedImageSequence=Sequence([item(ReferencedSOPInstanceUID="2.25.11")]))),
    ]
    one, two, three = (read(made_of(file, Option.MODIFIED_DATES)) for file in files)
    assert one.StudyInstanceUID == two.StudyInstanceUID == three.StudyInstanceUID != "2.25.7"
    assert three.ReferencedImageSequence[0].ReferencedSOPInstanceUID == one.SOPInstanceUID != two.SOPInstanceUID
    assert one.StudyDate == two.StudyDate == three.StudyDate != "20200504"
    assert np.datetime64(_iso(two.SeriesDate)) - np.datetime64(_iso(two.StudyDate)) == np.timedelta64(2, "D")
    assert read(made_of(files[0], key="t")).StudyInstanceUID != one.StudyInstanceUID


def _iso(date):
    return f"{date[:4]}-{date[4:6]}-{date[6:]}"


def directory():
    made = header(SOPClassUID="1.2.840.10008.1.3.10", DirectoryRecordSequence=Sequence([]))
    return saved(made)


VIDEO = "1.2.840.10008.1.2.4.102"
BAD = {
    "nothing": b"",
    "no DICOM": b"var x = 1;",
    "directory": directory(),
    "video": dicom(EMPTY, codes=[b"\0\0\0\1 video"], syntax=VIDEO, ImageType=["ORIGINAL", "PRIMARY"]),
    "sound": saved(header(SOPClassUID="1.2.840.10008.5.1.4.1.1.9.4.1")),
    "sound of a private class": saved(header(SOPClassUID="1.2.276.0.1", Modality="AU")),
    "cut off": dicom(EMPTY, EMPTY)[:-100],
    "damaged code": dicom(EMPTY, codes=[b"\xff\xd8\xff\xe0 damaged"], syntax=JPEG_BASELINE),
    "no size": saved(header(PixelData=b"\1\2", BitsAllocated=8)),
    "no frames": dicom(EMPTY, NumberOfFrames=5),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_what_can_not_be_cleaned_fails(content):
    with pytest.raises(DocumentError):
        made_of(content)
    with pytest.raises(DocumentError):
        made_of(content, unread=["OT"])


def test_deflated_files():
    assert is_proven(made_of(dicom(EMPTY, syntax=DEFLATED)))


@pytest.mark.parametrize("masks", [False, True], ids=["copied", "masked"])
def test_memory_holds_little_more_than_the_result(tmp_path, masks):
    side, count = 256, 512
    fields = {"Modality": "CT", "ImageType": ["ORIGINAL", "PRIMARY"], "SOPClassUID": "1.2.840.10008.5.1.4.1.1.2"}
    frame = np.zeros((side, side), np.uint8)
    whole = pydicom.dcmread(io.BytesIO(dicom(frame, **fields)))
    if masks:  # an overlay in the bits of pixels: all frames are written anew
        whole.add_new(0x60000010, "US", side)
    whole.NumberOfFrames, whole.PixelData = count, frame.tobytes() * count
    path = tmp_path / "many.dcm"
    path.write_bytes(saved(whole))
    del whole
    tracemalloc.start()
    made = made_of(str(path), unread=["CT"])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(made.content) > side * side * count
    assert peak < 1.5 * len(made.content)
