"""Headers of DICOM files without identifiers: what goes, and what stays."""

import numpy as np
import pytest
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from dicom.cleaned import clean, read
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
    noise,
    saved,
)
from dicom.planted import item, left, planted, raw
from sparkocr.deid.dicom_header import HeaderOptions, deidentify_header
from sparkocr.dicom.profile.table import Option
from sparkocr.errors import DocumentError

PIXELS = noise((4, 6), 0, 255, np.uint8)


# --- Nothing is left

SETS = [
    (),
    (Option.MODIFIED_DATES, Option.DESCRIPTORS, Option.STRUCTURED, Option.GRAPHICS, Option.SAFE_PRIVATE),
    (Option.MODIFIED_DATES, Option.PATIENT),
]


@pytest.mark.parametrize("options", SETS)
@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT])
def test_no_planted_token_is_left_in_the_raw_bytes(syntax, options):
    content, tokens = planted(syntax)
    assert len(tokens) >= 100
    assert left(content, tokens) == tokens
    assert left(deidentify_header(content, HeaderOptions("s", options=options)), tokens) == []


def test_pixels_are_kept_and_what_follows_them_is_not():
    content, _ = planted(pixels=b"\1\2\3\4")
    made = deidentify_header(content, HeaderOptions("s"))
    assert read(made).PixelData == b"\1\2\3\4"
    assert made.endswith(b"\1\2\3\4")


@pytest.mark.parametrize("syntax", [EXPLICIT, IMPLICIT, BIG_ENDIAN, DEFLATED, RLE, JPEG_LS, JPEG_BASELINE])
def test_pixels_of_all_transfer_syntaxes_stay(syntax):
    frames = [noise((16, 16), 0, 255, np.uint8, seed) for seed in range(2)]
    content = dicom(*frames, syntax=syntax)
    made = clean(content)
    assert (made.pixel_array == read(content).pixel_array).all()
    assert made.file_meta.TransferSyntaxUID == (EXPLICIT if syntax == DEFLATED else syntax)


@pytest.mark.parametrize(
    ("syntax", "before", "comment"),
    [
        (JPEG_BASELINE, b"\xff\xd8", b"\xff\xfe\x00\x0aJane Doe"),
        (JPEG_BASELINE, b"\xff\xd8", b"\xff\xff\xfe\x00\x0aJane Doe"),  # with a byte that fills up
        (JPEG_2000_LOSSLESS, b"\xff\x64", b"\x00\x0c\x00\x01Jane Doe\xff\x64"),  # in front of the encoder's own
    ],
    ids=["JPEG", "filled up", "JPEG 2000"],
)
def test_comments_of_frames_are_emptied(syntax, before, comment):
    content = dicom(noise((64, 64), 0, 255, np.uint8), syntax=syntax)
    code = read(content).PixelData
    code = code[16 + code[4] :]  # behind the table of offsets and two heads of items
    place = code.index(before) + 2
    fragment = code[:place] + comment + code[place:]
    fragment = fragment[: fragment.rindex(b"\xff\xd9") + 2]
    made = deidentify_header(
        dicom(noise((64, 64), 0, 255, np.uint8), codes=[fragment], syntax=syntax), HeaderOptions("s")
    )
    assert b"Jane Doe" not in made
    assert (read(made).pixel_array == read(content).pixel_array).all()


@pytest.mark.parametrize("syntax", [RLE, EXPLICIT])
def test_pixels_that_are_cut_off_fail(syntax):
    frame = noise((16, 16), 0, 255, np.uint8)
    content = dicom(frame, frame, syntax=syntax)
    with pytest.raises(DocumentError, match="Frames are missing"):
        deidentify_header(content[:-60], HeaderOptions("s"))


def test_what_follows_pixels_of_shared_colours_is_not_kept():
    made = header(Rows=2, Columns=4, SamplesPerPixel=3, BitsAllocated=8, PhotometricInterpretation="YBR_FULL_422")
    made.add_new(0x7FE00010, "OB", bytes(16) + b"Jane Doe")
    assert deidentify_header(saved(made), HeaderOptions("s")).endswith(b"\x10\0\0\0" + bytes(16))
    made.PixelData = bytes(14)
    with pytest.raises(DocumentError, match="Frames are missing"):
        deidentify_header(saved(made), HeaderOptions("s"))


def test_pixels_that_nobody_can_see_fail():
    made = header()
    made.add_new(0x7FE00010, "OB", b"Jane Doe")
    with pytest.raises(DocumentError, match="size of its frames"):
        deidentify_header(saved(made), HeaderOptions("s"))


def test_pixels_of_a_damaged_size_fail():
    content, _ = planted()
    columns = b"\x28\x00\x11\x00US\x02\x00\x02"
    with pytest.raises(DocumentError, match="Frames are missing"):
        deidentify_header(content.replace(columns, columns[:-1] + b"\x12"), HeaderOptions("s"))


def test_preamble_and_file_meta_are_new():
    content, _ = planted()
    made = deidentify_header(content, HeaderOptions("s"))
    assert made[:132] == b"\0" * 128 + b"DICM"
    meta = read(made).file_meta
    assert {element.keyword for element in meta} == {
        "FileMetaInformationGroupLength",
        "FileMetaInformationVersion",
        "ImplementationClassUID",
        "MediaStorageSOPClassUID",
        "MediaStorageSOPInstanceUID",
        "TransferSyntaxUID",
    }
    assert meta.MediaStorageSOPInstanceUID == read(made).SOPInstanceUID


def test_a_transfer_syntax_that_is_a_part_of_the_header_fails():
    content, _ = planted()
    place = content.index(b"\x02\x00\x10\x00UI\x14\x00") + 6
    with pytest.raises(DocumentError, match="can't be written"):
        deidentify_header(content[:place] + b"\xb0" + content[place + 1 :], HeaderOptions("s"))


# --- What stays


def test_what_identifies_nobody_stays():
    fields = {
        "Manufacturer": "ACME",
        "ManufacturerModelName": "Scan 3",
        "SoftwareVersions": ["1.0", "b"],
        "SliceThickness": "1.5",
        "ConvolutionKernel": "B30f",
        "BodyPartExamined": "HEAD",
        "ImageType": ["DERIVED", "SECONDARY"],
        "InstanceNumber": 3,
        "ImagePositionPatient": [1, 2.5, -3],
        "WindowCenter": "40",
        "PhotometricInterpretation": "MONOCHROME2",
    }
    made = clean(dicom(PIXELS, **fields))
    for keyword, value in fields.items():
        assert made[keyword].value == value, keyword


def test_empty_ones_among_several_values_stay_where_they_are():
    assert clean(saved(header(ImageType=["DERIVED", "", "AXIAL"]))).ImageType == ["DERIVED", "", "AXIAL"]


@pytest.mark.parametrize(
    ("before", "after"),
    [("iso_ir 192", "ISO_IR 192"), ("JANE DOE", ""), (["ISO_IR 100", "JANE"], ["ISO_IR 100", ""])],
    ids=["small letters", "a name", "a second name"],
)
def test_character_sets_are_those_of_the_standard(before, after):
    made = header(PatientSex="F")
    made.add(DataElement(0x00080005, "CS", before, validation_mode=0))
    assert (clean(saved(made)).SpecificCharacterSet or "") == after


def test_colour_profiles_stay_if_they_are_some():
    profile = bytes(range(128, 164)) + b"acsp" + bytes(88)
    assert clean(saved(header(ICCProfile=profile))).ICCProfile == profile
    assert "ICCProfile" not in clean(saved(header(ICCProfile=profile.replace(b"acsp", b"Jane"))))


def test_codes_of_public_schemes_stay_and_those_of_hospitals_lose_their_meaning():
    def code(scheme):
        return item(CodeValue="T-11", CodingSchemeDesignator=scheme, CodeMeaning="Head")

    made = clean(saved(header(AnatomicRegionSequence=[code("SRT")], ProcedureCodeSequence=[code("99GH")])))
    assert made.AnatomicRegionSequence[0].CodeMeaning == "Head"
    assert made.ProcedureCodeSequence[0].CodeMeaning == "anonymous"


def test_texts_that_stay_lose_the_name_of_the_patient():
    made = clean(saved(header(PatientName="Kowalski^Ewa", Manufacturer="ACME for Kowalski", BodyPartExamined="EWA")))
    assert made.Manufacturer == "ACME for anonymous"
    assert made.BodyPartExamined == "ANONYMOUS"


def test_text_where_numbers_or_codes_belong_goes():
    made = header(PatientOrientation="L")
    raw(made, 0x00181151, "IS", b"Jane")
    raw(made, 0x00185100, "CS", b"jane doe")
    raw(made, 0x00189999, "UN", b"Jane")
    raw(made, 0x00104000, "UN", b"comments on Jane")
    result = clean(saved(made))
    assert 0x00189999 not in result
    assert "PatientComments" not in result
    assert (result[0x00185100].value, result[0x00181151].value) == ("ANONYMOUS", None)
    assert result.PatientOrientation == "L"


@pytest.mark.parametrize(
    ("tag", "vr", "value"),
    [
        (0x00400250, "LO", b"of Jane"),  # a date
        (0x00080020, "CS", b"JANE"),
        (0x00180050, "LO", b"of Jane"),  # a number
        (0x00081010, "CS", b"JANE"),  # a text
        (0x00080070, "LO", b"ACME\x10\x00\x10\x00PN\x04\x00Jane"),  # the next element in a text
        (0x00081010, "SH", b"CT1\x10\x00\x10\x00PN\x04\x00Jane"),
    ],
)
def test_values_of_another_kind_than_their_tags_go(tag, vr, value):
    made = header()
    raw(made, tag, vr, value)
    options = HeaderOptions("s", options=(Option.FULL_DATES, Option.DEVICE, Option.PATIENT))
    assert b"jane" not in deidentify_header(saved(made), options).lower()


def test_more_numbers_than_there_can_be_go():
    made = header()
    raw(made, 0x00280010, "US", b"Jane Doe")
    assert "Rows" not in clean(saved(made))


# --- What can't be done


def test_directories_of_files_fail():
    made = header()
    made.SOPClassUID = "1.2.840.10008.1.3.10"
    with pytest.raises(DocumentError, match="DICOMDIR"):
        deidentify_header(saved(made), HeaderOptions("s"))


def test_too_deep_sequences_fail():
    inner = Dataset()
    for _ in range(70):
        outer = Dataset()
        outer.ContentSequence = Sequence([inner])
        inner = outer
    with pytest.raises(DocumentError, match="more than 64 sequences"):
        deidentify_header(saved(header(ContentSequence=[inner])), HeaderOptions("s"))


def test_the_profile_needs_a_secret():
    with pytest.raises(ValueError, match="secret"):
        deidentify_header(saved(header()), HeaderOptions(""))
