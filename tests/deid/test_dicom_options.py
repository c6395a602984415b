"""Options of the Basic Profile, what stands for identifiers, and what the file says of it."""

import re

import numpy as np
import pydicom
import pytest

from dicom.cleaned import clean, finder, names
from dicom.make_dicom import dicom, header, noise, saved
from dicom.planted import item, raw
from sparkocr.deid.dicom_header import HeaderOptions, deidentify_header
from sparkocr.dicom.profile.table import Option

PIXELS = noise((4, 6), 0, 255, np.uint8)


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


@pytest.mark.parametrize(
    ("charset", "name", "text", "cleaned"),
    [
        (["", "ISO 2022 IR 87"], "Yamada^Tarou=山田^太郎=やまだ^たろう", "CT 山田 太郎 TAROU", "CT anonymous"),
        ("GB18030", "Wang^XiaoDong=王^小东", "胸部 王小东 CT", "胸部 anonymous CT"),
        ("ISO_IR 192", "Hong^Gildong=洪^吉洞=홍^길동", "CT 홍길동 머리", "CT anonymous 머리"),
        ("ISO_IR 127", "قباني^لنزار", "CT لنزار قباني head", "CT anonymous head"),
        ("ISO_IR 100", "Müller^Jörg", "MRT MUELLER Kopf", "MRT anonymous Kopf"),
    ],
    ids=["Japanese", "Chinese", "Korean", "Arabic", "umlauts"],
)
def test_names_of_all_scripts_go_from_texts(charset, name, text, cleaned):
    content = saved(header(SpecificCharacterSet=charset, PatientName=name, StudyDescription=text))
    made = clean(content, Option.DESCRIPTORS, find=names)
    assert (made.StudyDescription, made.SpecificCharacterSet) == (cleaned, charset)


def test_descriptors_keep_words_of_imaging():
    find = finder("SAG T2|Vera", source="spacy")
    made = clean(saved(header(SeriesDescription="SAG T2 of Vera")), Option.DESCRIPTORS, find=find)
    assert made.SeriesDescription == "SAG T2 of anonymous"


def test_words_behind_a_placeholder_are_not_cut_off():
    text = "Vera: " * 6 + "MR of the left knee with contrast"
    made = clean(saved(header(StudyDescription=text[:64])), Option.DESCRIPTORS, find=finder("Vera", source="spacy"))
    assert made.StudyDescription.endswith("MR of the left knee with con")
    assert "Vera" not in made.StudyDescription


def test_meanings_of_own_codes_are_cleaned():
    code = item(CodeValue="4711", CodingSchemeDesignator="99GH", CodeMeaning="Chest by Vera")
    content = saved(header(ProcedureCodeSequence=[code]))
    made = clean(content, Option.DESCRIPTORS, find=finder("Vera", source="spacy"))
    assert made.ProcedureCodeSequence[0].CodeMeaning == "Chest by anonymous"
    assert clean(content, Option.DESCRIPTORS).ProcedureCodeSequence[0].CodeMeaning == "anonymous"


def test_departments_that_are_words_of_imaging_stay_in_texts():
    made = header(StudyDescription="MRI of Ward Seven", StationName="MRI", InstitutionalDepartmentName="Ward Seven")
    assert clean(saved(made), Option.DESCRIPTORS, find=names).StudyDescription == "MRI of anonymous"


@pytest.mark.parametrize(("age", "kept"), [("63", True), ("94", False)])
def test_ages_in_texts_stay_with_the_characteristics_of_the_patient(age, kept):
    content = saved(header(StudyDescription=f"Head, {age} y/o", PatientAge=f"0{age}Y"))
    find = finder(age, "AGE", "patterns")
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


@pytest.mark.parametrize("keyword", ["PatientComments", "ReasonForVisit"])
def test_texts_that_run_into_the_next_element_go(keyword):
    made = saved(header(**{keyword: "good \x08\0\x20\0DA\x08\x0019500501"}))
    assert b"19500501" not in deidentify_header(made, HeaderOptions("s", options=[Option.DESCRIPTORS], find=names))


@pytest.mark.parametrize("vr", ["AE", "AS", "DA", "DT", "LO", "PN", "TM", "UC", "UI", "UR"])
def test_safe_private_elements_of_other_kinds_go(vr):
    made = header()
    made.add_new(0x00190010, "LO", "SIEMENS MR HEADER")
    raw(made, 0x0019100C, vr, b"19500501")
    assert not clean(saved(made), Option.SAFE_PRIVATE).get(0x0019100C)


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
