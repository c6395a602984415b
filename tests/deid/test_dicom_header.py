"""Headers of DICOM files without identifiers."""

import io
import re
import warnings

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

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
from sparkocr.dicom.profile.strategy import ACTIONS, parse_strategy
from sparkocr.dicom.profile.table import Option
from sparkocr.entities.entity import Entity
from sparkocr.errors import DocumentError

HEAD = "Tags,VR,Name,Status,Action,Option(s)\n"
PIXELS = noise((4, 6), 0, 255, np.uint8)


def read(content):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pydicom.dcmread(io.BytesIO(content))


def clean(content, *options, key="s", **more):
    return read(deidentify_header(content, HeaderOptions(key, options=options, **more)))


def by_strategy(content, rows, *, given=None, **more):
    options = HeaderOptions("s", strategy=parse_strategy(HEAD + rows, more.pop("groups", "")), **more)
    return read(deidentify_header(content, options, **(given or {})))


def names(text):
    """Find the name of a person who is in no header."""
    return [Entity(match.start(), match.end(), "PERSON", 1.0, "test") for match in re.finditer("Vera Lind", text)]


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


# --- Identities


def test_uids_are_the_same_in_references_files_and_runs():
    image = header(SOPInstanceUID="1.2.3.4", StudyInstanceUID="1.2.3", SeriesInstanceUID="1.2.3.1")
    other = header(
        SOPInstanceUID="1.2.3.5",
        StudyInstanceUID="1.2.3",
        ReferencedImageSequence=[item(ReferencedSOPClassUID=image.SOPClassUID, ReferencedSOPInstanceUID="1.2.3.4")],
    )
    first, second = clean(saved(image)), clean(saved(other))
    assert first.StudyInstanceUID == second.StudyInstanceUID != "1.2.3"
    assert second.ReferencedImageSequence[0].ReferencedSOPInstanceUID == first.SOPInstanceUID
    assert second.ReferencedImageSequence[0].ReferencedSOPClassUID == image.SOPClassUID
    assert first.SOPInstanceUID != clean(saved(image), key="other").SOPInstanceUID
    assert re.fullmatch(r"2\.25\.[1-9]\d{0,38}", first.SOPInstanceUID)


def test_uids_of_the_standard_stay_and_others_that_look_like_them_do_not():
    known, other = "1.2.840.10008.1.4.1.1", "1.2.840.10008.19370526"
    made = clean(saved(header(FrameOfReferenceUID=known, SynchronizationFrameOfReferenceUID=other)))
    assert made.FrameOfReferenceUID == known
    assert made.SynchronizationFrameOfReferenceUID.startswith("2.25.")


def test_a_patient_has_the_same_number_in_all_files():
    one, two = clean(saved(header(PatientID="A1"))), clean(saved(header(PatientID="A1", StudyID="9")))
    other = clean(saved(header(PatientID="A2")))
    assert one.PatientID == two.PatientID == one.PatientName != other.PatientID


def test_dates_of_a_patient_move_by_the_same_days():
    made = clean(
        saved(header(StudyDate="20240301", AcquisitionDateTime="20240311120000", PatientBirthDate="19500101")),
        Option.MODIFIED_DATES,
    )
    again = clean(saved(header(SeriesDate="20240301")), Option.MODIFIED_DATES)
    assert made.StudyDate == again.SeriesDate < "20240301"
    days = pydicom.valuerep.DA(made.StudyDate)
    assert (pydicom.valuerep.DT(made.AcquisitionDateTime).date() - days).days == 10
    assert not made.PatientBirthDate
    assert made.LongitudinalTemporalInformationModified == "MODIFIED"


# --- Options

KEPT = [
    (Option.UIDS, "StudyInstanceUID", "1.2.3"),
    (Option.FULL_DATES, "StudyDate", "20240301"),
    (Option.DEVICE, "StationName", "CT1"),
    (Option.INSTITUTION, "InstitutionName", "General"),
    (Option.PATIENT, "PatientAge", "044Y"),
    (Option.PATIENT, "PatientSex", "F"),
    (Option.DEVICE, "DeviceSerialNumber", "4711"),
]


@pytest.mark.parametrize(("option", "keyword", "value"), KEPT)
def test_options_keep_what_they_name(option, keyword, value):
    content = saved(header(**{keyword: value}))
    assert clean(content, option)[keyword].value == value
    assert keyword not in (made := clean(content)) or made[keyword].value != value


def test_ages_of_ninety_and_more_are_one():
    assert clean(saved(header(PatientAge="093Y")), Option.PATIENT).PatientAge == "099Y"


def test_descriptors_are_cleaned_of_names_in_the_header_and_of_those_that_are_found():
    content = saved(
        header(PatientName="Doe^Jane", StudyDescription="Head of Jane DOE by Vera Lind", PatientComments="good")
    )
    made = clean(content, Option.DESCRIPTORS, find=names)
    assert made.StudyDescription == "Head of anonymous by anonymous"
    assert made.PatientComments == "good"
    assert "StudyDescription" not in clean(content)
    assert clean(content, Option.DESCRIPTORS).StudyDescription == "anonymous"


def found_in(text, part, label, source="spacy"):
    return [Entity(text.index(part), text.index(part) + len(part), label, 0.85, source)] if part in text else []


def test_descriptors_keep_words_of_imaging():
    def find(text):
        return found_in(text, "SAG T2", "PERSON") + found_in(text, "Vera", "PERSON")

    made = clean(saved(header(SeriesDescription="SAG T2 of Vera")), Option.DESCRIPTORS, find=find)
    assert made.SeriesDescription == "SAG T2 of anonymous"


def test_departments_that_are_words_of_imaging_stay_in_texts():
    made = header(StudyDescription="MRI of Ward Seven", StationName="MRI", InstitutionalDepartmentName="Ward Seven")
    assert clean(saved(made), Option.DESCRIPTORS, find=names).StudyDescription == "MRI of anonymous"


@pytest.mark.parametrize(("age", "kept"), [("63", True), ("94", False)])
def test_ages_in_texts_stay_with_the_characteristics_of_the_patient(age, kept):
    content = saved(header(StudyDescription=f"Head, {age} y/o", PatientAge=f"0{age}Y"))

    def find(text):
        return found_in(text, age, "AGE", "patterns")

    whole = f"Head, {age} y/o"
    made = clean(content, Option.DESCRIPTORS, Option.PATIENT, find=find)
    assert made.StudyDescription == (whole if kept else "Head, anonymous y/o")
    assert clean(content, Option.DESCRIPTORS, find=find).StudyDescription == "Head, anonymous y/o"


def test_what_options_keep_stays_in_texts():
    content = saved(header(StudyDescription="on CT-East-2", StationName="CT-East-2"))
    assert clean(content, Option.DESCRIPTORS, Option.DEVICE, find=names).StudyDescription == "on CT-East-2"
    assert clean(content, Option.DESCRIPTORS, find=names).StudyDescription == "on anonymous"


def test_reports_are_dummies_or_cleaned():
    note = item(RelationshipType="CONTAINS", ValueType="TEXT", TextValue="Vera Lind saw a nodule of Jane Doe")
    content = saved(header(ContentSequence=[item(ValueType="CONTAINER", ContentSequence=[note])]))
    assert clean(content).ContentSequence[0].ContentSequence[0].TextValue == "anonymous"
    made = clean(content, Option.STRUCTURED, find=names).ContentSequence[0].ContentSequence[0]
    assert (made.TextValue, made.ValueType) == ("anonymous saw a nodule of anonymous", "TEXT")


def test_annotations_are_dummies_or_cleaned():
    text = item(UnformattedTextValue="Vera Lind: here", AnchorPoint=[1.0, 2.0])
    content = saved(header(GraphicAnnotationSequence=[item(TextObjectSequence=[text])]))
    assert clean(content).GraphicAnnotationSequence[0].TextObjectSequence[0].UnformattedTextValue == "anonymous"
    made = clean(content, Option.GRAPHICS, find=names).GraphicAnnotationSequence[0].TextObjectSequence[0]
    assert (made.UnformattedTextValue, made.AnchorPoint) == ("anonymous: here", [1.0, 2.0])


def test_safe_private_numbers_stay_if_they_are_numbers():
    made = header()
    block = made.private_block(0x0019, "SIEMENS MR HEADER", create=True)
    block.add_new(0x0C, "IS", "1000")
    block.add_new(0x0D, "LO", "Jane")
    made.private_block(0x0029, "Jane", create=True).add_new(1, "LO", "Jane")
    result = clean(saved(made), Option.SAFE_PRIVATE)
    assert result[0x0019100C].value == 1000
    assert 0x0019100D not in result
    assert 0x00290010 not in result
    assert not [tag for tag in clean(saved(made)).keys() if tag.is_private]  # noqa: SIM118


def test_a_document_stays_only_if_it_was_cleaned():
    made = header(EncapsulatedDocument=b"%PDF-1.4 Jane", MIMETypeOfEncapsulatedDocument="application/pdf")
    assert clean(saved(made)).EncapsulatedDocument.startswith(b"%PDF-1.4\n1 0 obj<</Type/Catalog")
    other = header(EncapsulatedDocument=b"<name>Jane</name>", MIMETypeOfEncapsulatedDocument="text/XML")
    assert clean(saved(other)).EncapsulatedDocument == b"\0\0"
    assert clean(saved(made), document_cleaned=True).EncapsulatedDocument == b"%PDF-1.4 Jane\0"


def test_documents_and_pixels_in_sequences_go():
    deep = item(EncapsulatedDocument=b"%PDF-1.4 Jane", PixelData=b"\1\2", BasicGrayscaleImageSequence=[])
    deep["PixelData"].VR = "OW"
    made = clean(saved(header(BasicGrayscaleImageSequence=[deep])), document_cleaned=True, pixels_cleaned=True)
    (left_over,) = made.BasicGrayscaleImageSequence
    assert b"Jane" not in left_over.EncapsulatedDocument
    assert "PixelData" not in left_over


@pytest.mark.parametrize("option", [Option.FULL_DATES, Option.MODIFIED_DATES])
def test_text_in_dates_and_times_goes_although_they_stay(option):
    made = header()
    tags = {0x00080020: "DA", 0x00080030: "TM", 0x0008002A: "DT", 0x00189701: "DT", 0x30060009: "TM", 0x00140103: "DA"}
    for tag, vr in tags.items():
        raw(made, tag, vr, b"Jane Doe")
    assert b"Jane" not in deidentify_header(saved(made), HeaderOptions("s", options=(option,)))


def test_the_secret_is_not_shown():
    assert "my secret" not in repr(HeaderOptions("my secret"))


# --- What the file says of itself


def test_marks():
    made = clean(dicom(PIXELS, BurnedInAnnotation="NO"), Option.PATIENT)
    assert [code.CodeValue for code in made.DeidentificationMethodCodeSequence] == ["113100", "113108"]
    assert made.PatientIdentityRemoved == "NO"
    assert made.DeidentificationMethod
    masked = clean(dicom(PIXELS), pixels_cleaned=True)
    assert (masked.PatientIdentityRemoved, masked.BurnedInAnnotation) == ("YES", "NO")
    assert [code.CodeValue for code in masked.DeidentificationMethodCodeSequence] == ["113100", "113101"]
    assert clean(saved(header())).PatientIdentityRemoved == "YES"


def test_every_option_has_a_code():
    codes = clean(saved(header()), *Option).DeidentificationMethodCodeSequence
    assert len({code.CodeValue for code in codes}) == len(Option) + 1


# --- Strategies


def test_tags_without_a_rule_stay_and_those_with_one_change_at_all_depths():
    content = saved(
        header(PatientName="Doe^Jane", ReferencedPatientSequence=[item(PatientName="Doe^Jane", PatientID="7")])
    )
    made = by_strategy(content, '"(0010, 0010)",PN,,,replaceWithLiteral,Nobody\n')
    assert (made.PatientName, made.PatientID) == ("Nobody", "4711")
    nested = made.ReferencedPatientSequence[0]
    assert (nested.PatientName, nested.PatientID) == ("Nobody", "7")


ACTED = {  # action: (tag, VR, option, before, after: a value, a pattern, or None if the tag goes)
    "remove": ("PatientComments", "LT", "", "abc", ""),
    "delete": ("PatientComments", "LT", "", "abc", None),
    "replaceWithLiteral": ("PatientComments", "LT", "x", "abc", "x"),
    "ensureTagExists": ("PatientComments", "LT", "here", None, "here"),
    "replaceWithRandomName": ("PatientName", "PN", "coherent", "Doe^Jane", re.compile(r"(?!Doe)\w+\^(?!Jane)\w+")),
    "hashId": ("PatientID", "LO", "", "77", re.compile(r"2\.25\.\d+")),
    "patientHashId": ("PatientID", "LO", "", "ABC-77", re.compile(r"\d{6}")),
    "shiftDateByFixedNbOfDays": ("StudyDate", "DA", "-2", "20240301", "20240228"),
    "shiftDateByRandomNbOfDays": ("StudyDate", "DA", "", "20240301", re.compile(r"2023\d{4}|20240[12]\d\d")),
    "shiftTimeByRandom": ("StudyTime", "TM", "", "120000", re.compile(r"(?!120000)\d{6}")),
    "shiftTimeByRandomNbOfSecs": (
        "AcquisitionDateTime",
        "DT",
        "",
        "20240301120000",
        re.compile(r"(?!20240301120000)\d{14}"),
    ),
    "shiftUnixTimeStampRandom": ("ReferencePixelX0", "SL", "", 1_709_290_000, re.compile(r"16\d{8}|170\d{7}")),
    "shiftAgeByRandom": ("PatientAge", "AS", "3", "050Y", re.compile(r"0(4[789]|5[123])Y")),
    "capAgeAt99IfOver90": ("PatientAge", "AS", "", "093Y", "099Y"),
    "cleanTag": ("StudyDescription", "LO", "mask", "of Jane Doe", "of anonymous"),
    "replaceWithMapping": ("PatientID", "LO", "", "77", "new"),
    "replaceWithDummy": ("StudyDate", "DA", "", "20240301", "19000101"),
}


def test_all_actions_are_tried():
    assert set(ACTED) == set(ACTIONS)


@pytest.mark.parametrize("action", ACTED)
def test_actions(action):
    keyword, vr, option, before, after = ACTED[action]
    tag = f"{pydicom.datadict.tag_for_keyword(keyword):08X}"
    content = saved(
        header(PatientName="Doe^Jane") if before is None else header(**{"PatientName": "Doe^Jane", keyword: before})
    )
    given = {"mapping": {"00100020": "new"}}
    made = by_strategy(content, f"{tag},{vr},,,{action},{option}\n", given=given)
    if after is None:
        assert keyword not in made
    elif isinstance(after, re.Pattern):
        assert after.fullmatch(str(made[keyword].value))
    else:
        assert made[keyword].value == after


def test_fixed_days_without_a_number_are_those_of_the_patient():
    rows = '"(0008,0020)",DA,,,shiftDateByFixedNbOfDays,many\n"(0008,0021)",DA,,,shiftDateByRandomNbOfDays,\n'
    made = by_strategy(saved(header(StudyDate="20240301", SeriesDate="20240301")), rows)
    assert made.StudyDate == made.SeriesDate != "20240301"


def test_coherent_names_are_the_same_in_all_files_and_random_ones_of_patients():
    rows = '"(0008,0090)",PN,,,replaceWithRandomName,{}\n'
    one, two = (saved(header(PatientID=number, ReferringPhysicianName="Roe^Max")) for number in "12")

    def name(content, option):
        return by_strategy(content, rows.format(option)).ReferringPhysicianName

    assert name(one, "coherent") == name(two, "coherent")
    assert name(one, "random") != name(two, "random")


def test_removed_values_of_every_kind():
    made = header(Rows=3, ReferencedStudySequence=[item(StudyID="4")])
    made.add_new(0x00420011, "OB", b"Jane")
    rows = "00280010,US,,,remove,\n00081110,SQ,,,remove,\n00420011,OB,,,remove,\n"
    result = by_strategy(saved(made), rows)
    assert (result.Rows, list(result.ReferencedStudySequence), result.EncapsulatedDocument) == (0, [], b"  ")


def test_ways_to_clean_a_tag():
    content = saved(header(PatientName="Doe^Jane", StudyDescription="of Jane Doe, by Vera Lind"))

    def text(option):
        return by_strategy(content, f"00081030,LO,,,cleanTag,{option}\n", find=names).StudyDescription

    assert text("mask") == text("") == "of anonymous, by anonymous"
    assert text("remove") == "of , by"
    assert re.fullmatch(r"of (?!Jane)\w+ (?!Doe)\w+, by (?!Vera)\w+ (?!Lind)\w+", text("deid"))


def test_texts_that_were_cleaned_elsewhere_go_to_their_tags():
    content = saved(header(StudyDescription="Jane", SeriesDescription="Jane"))
    rows = "00081030,LO,,,cleanTag,\n0008103E,LO,,,cleanTag,\n"
    given = {"cleaned": {0x00081030: ["one"], 0x0008103E: ["two"]}}
    made = by_strategy(content, rows, given=given)
    assert (made.StudyDescription, made.SeriesDescription) == ("one", "two")
    with pytest.raises(DocumentError, match="fewer cleaned texts"):
        by_strategy(content, rows, given={"cleaned": {0x00081030: []}})


def test_mapping_is_nested_only_with_its_option_and_clears_what_it_does_not_have():
    content = saved(header(PatientID="1", StudyID="2", ReferencedPatientSequence=[item(PatientID="3")]))
    given = {"mapping": {"00100020": "new"}}
    made = by_strategy(content, "00100020,LO,,,replaceWithMapping,\n00200010,SH,,,replaceWithMapping,\n", given=given)
    assert (made.PatientID, made.StudyID, made.ReferencedPatientSequence[0].PatientID) == ("new", "", "3")
    made = by_strategy(content, "00100020,LO,,,replaceWithMapping,Nested\n", given=given)
    assert made.ReferencedPatientSequence[0].PatientID == "new"


def test_groups_private_tags_and_single_tags():
    made = header(StudyID="7", StudyDate="20240301")
    made.private_block(0x0009, "ACME", create=True).add_new(1, "LO", "Jane")
    rows, groups = "", HEAD + '"(0020,)",GROUP,None,,delete,\n'
    result = by_strategy(saved(made), rows, groups=groups)
    assert "StudyID" not in result
    assert result[0x00091001].value == "Jane"
    assert 0x00091001 not in by_strategy(saved(made), rows, groups=groups, drops_private=True)
    assert by_strategy(saved(made), rows, groups=groups, only={0x00080020}).StudyID == "7"


def test_ignored_vrs_stay():
    made = header()
    made.add_new(0x0040A160, "UT", "of Jane")
    rows = "0040A160,UT,,,remove,\n"
    assert by_strategy(saved(made), rows, ignored={"UT"}).TextValue == "of Jane"
    assert not by_strategy(saved(made), rows).TextValue


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


@pytest.mark.parametrize(("syntax", "length"), [(EXPLICIT, 8), (IMPLICIT, 4)])
def test_sequences_that_a_strategy_can_not_read_fail(syntax, length):
    content = saved(header(ReferencedPatientSequence=[item(PatientName="Doe^Jane")]), syntax)
    place = content.index(b"\x08\x00\x20\x11") + length
    damaged = content[:place] + b"\x1d" + content[place + 1 :]
    with pytest.raises(DocumentError, match="can't be read"):
        by_strategy(damaged, '"(0010, 0010)",PN,,,replaceWithLiteral,Nobody\n')


def test_the_profile_needs_a_secret():
    with pytest.raises(ValueError, match="secret"):
        deidentify_header(saved(header()), HeaderOptions(""))


def test_values_that_a_strategy_can_not_write_fail_without_being_quoted():
    with pytest.raises(DocumentError) as caught:
        by_strategy(dicom(PIXELS), "00280010,US,,,replaceWithLiteral,Jane\n")
    assert "Jane" not in str(caught.value)
