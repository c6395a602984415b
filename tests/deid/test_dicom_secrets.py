"""What must be gone of the headers of DICOM files."""

import io

import pydicom
import pytest

from dicom.make_dicom import EXPLICIT, header, saved
from dicom.planted import CT, item, planted, raw
from sparkocr.deid.dicom_header import HeaderOptions, days_back, deidentify_header
from sparkocr.deid.dicom_secrets import replaced_values
from sparkocr.deid.search import is_checkable
from sparkocr.deid.verify import verify_dicom
from sparkocr.dicom.open import open_dicom
from sparkocr.dicom.profile.table import Option
from sparkocr.dicom.profile.times import moved_date

STUDY, SERIES, INSTANCE = "1.2.276.0.1.1", "1.2.276.0.1.2", "1.2.276.0.1.3"


def values(content, *options, **more):
    with open_dicom(content) as dicom:
        return {
            one.text: one.label for one in replaced_values(dicom.header, HeaderOptions("s", options=options, **more))
        }


def of(*options, **fields):
    return values(saved(header(**fields)), *options)


def test_names_and_their_parts_numbers_and_uids_must_be_gone():
    found = of(
        StudyInstanceUID=STUDY,
        SOPInstanceUID=INSTANCE,
        AccessionNumber="A-100",
        ReferringPhysicianName="Nowak^Ewa",
        PatientAge="044Y",
    )
    assert found == {
        "Doe Jane": "PERSON",
        "Doe": "PERSON",
        "Jane": "PERSON",
        "Nowak Ewa": "PERSON",
        "Nowak": "PERSON",
        "Ewa": "PERSON",
        "4711": "ID",
        "A-100": "ID",
        "044Y": "AGE",
        STUDY: "ID",
        INSTANCE: "ID",
    }


def test_uids_at_all_depths_but_those_of_kinds():
    reference = item(ReferencedSOPClassUID="1.3.46.670589.11.0.0.12.1", ReferencedSOPInstanceUID=INSTANCE)
    found = of(
        SOPInstanceUID=SERIES,
        ReferencedStudySequence=[item(ReferencedSeriesSequence=[reference])],
        FrameOfReferenceUID="1.2.840.10008.1.4.1.1",
        SynchronizationFrameOfReferenceUID="1.2.840.10008.19370526",
    )
    assert {text for text in found if text.count(".") > 2} == {SERIES, INSTANCE, "1.2.840.10008.19370526"}


def test_the_instance_of_the_file_meta_information_must_be_gone():
    made = pydicom.dcmread(io.BytesIO(saved(header(SOPInstanceUID=STUDY))))
    made.file_meta.MediaStorageSOPInstanceUID = SERIES
    file = io.BytesIO()
    pydicom.dcmwrite(file, made)
    assert {STUDY, SERIES} <= set(values(file.getvalue()))


def test_dates_are_looked_for_in_three_orders():
    assert {"20240229", "29.02.2024", "02/29/2024"} <= set(of(StudyDate="20240229"))
    assert "20240229" in of(AcquisitionDateTime="20240229101500.000")


KEPT = [
    (Option.UIDS, "StudyInstanceUID", STUDY),
    (Option.FULL_DATES, "StudyDate", "20240229"),
    (Option.FULL_DATES, "AcquisitionDateTime", "20240229101500"),
    (Option.DEVICE, "StationName", "SCANNER-7"),
    (Option.DEVICE, "DeviceSerialNumber", "SN4711"),
    (Option.INSTITUTION, "InstitutionName", "Saint Florian"),
    (Option.PATIENT, "PatientAge", "044Y"),
]


@pytest.mark.parametrize(("option", "keyword", "value"), KEPT, ids=[f"{keyword}" for _, keyword, _ in KEPT])
def test_what_options_keep_may_stay(option, keyword, value):
    assert value in of(**{keyword: value})
    assert value not in of(option, **{keyword: value})


def test_names_always_go():
    assert "Doe Jane" in of(*Option)


def test_birth_dates_go_also_where_dates_are_moved():
    assert "19500101" in of(Option.MODIFIED_DATES, PatientBirthDate="19500101")


def test_what_is_a_part_of_a_kept_value_is_not_looked_for():
    fields = {"InstitutionName": "Jane Roe Hospital", "PatientID": "12345", "StudyInstanceUID": "1.2.12345.7"}
    assert {"Jane", "12345"} <= set(of(**fields))
    assert "Jane" not in of(Option.INSTITUTION, **fields)
    assert "12345" not in of(Option.UIDS, **fields)


def test_words_of_this_library_are_not_looked_for():
    found = of(PatientName="Anonymous^Basic", InstitutionName="anonymous", StudyDate="19000101")
    assert found == {"Anonymous Basic": "PERSON", "4711": "ID", "2.25.1": "ID"}


def test_institutions_with_the_name_of_a_manufacturer_are_not_looked_for_and_persons_are():
    assert "ACME" not in of(InstitutionName="ACME", Manufacturer="ACME")
    assert "ACME" in of(InstitutionName="ACME", ProcedureCodeSequence=[item(CodeMeaning="ACME", CodeValue="1")])
    assert "Jane" in of(Manufacturer="Jane")
    assert "SN-4711" in of(DeviceSerialNumber="SN-4711", ManufacturerModelName="SN-4711")


def test_dates_that_others_become_by_chance_are_not_looked_for():
    content = saved(header(StudyDate="20240229"))
    with open_dicom(content) as dicom:
        moved = moved_date("20240229", days_back(dicom.header, HeaderOptions("s")))
    both = saved(header(StudyDate="20240229", SeriesDate=moved))
    assert {"20240229", moved} <= set(values(both))
    found = values(both, Option.MODIFIED_DATES)
    assert "20240229" in found
    assert moved not in found
    clean = deidentify_header(both, HeaderOptions("s", options=[Option.MODIFIED_DATES]))
    with open_dicom(both) as dicom:
        secrets = replaced_values(dicom.header, HeaderOptions("s", options=[Option.MODIFIED_DATES]))
    assert verify_dicom(clean, secrets, read_image=None).is_proven
    assert not verify_dicom(both, secrets, read_image=None).is_proven


def test_values_that_can_not_be_read_are_passed_over():
    made = header()
    raw(made, 0x00080020, "DA", b"nonsense")
    raw(made, 0x00101010, "AS", b"??")
    raw(made, 0x0020000D, "UI", b"\xff\xff")
    assert "Doe Jane" in values(saved(made))


SETS = [
    (),
    (Option.MODIFIED_DATES, Option.DESCRIPTORS, Option.STRUCTURED, Option.GRAPHICS),
    (Option.UIDS, Option.FULL_DATES, Option.DEVICE, Option.INSTITUTION, Option.PATIENT),
]


@pytest.mark.parametrize("options", SETS, ids=["none", "cleaned", "kept"])
def test_all_of_it_is_in_the_file_before_and_gone_after(options):
    content, _ = planted(EXPLICIT)
    content = content.replace(b"%PDF-1.4 ", b"This is: ")
    chosen = HeaderOptions("s", options=options)
    with open_dicom(content) as dicom:
        secrets = replaced_values(dicom.header, chosen)
    assert len(secrets) > 20
    clean = verify_dicom(deidentify_header(content, chosen), secrets, read_image=None)
    assert clean.is_proven
    assert clean.checked == len([one for one in secrets if is_checkable(one)])
    for secret in secrets:
        in_other_order = secret.label == "DATE" and not secret.text.isdecimal()
        if not in_other_order and is_checkable(secret):
            assert not verify_dicom(content, [secret], read_image=None).is_proven, secret.label


def test_classes_of_objects_stay():
    assert CT not in values(planted(EXPLICIT)[0])


def test_elements_of_unknown_kinds_in_sequences_are_passed_over():
    content = saved(header(ReferencedStudySequence=[item(PatientSex="F", ReferencedSOPInstanceUID=INSTANCE)]))
    found = values(content.replace(b"\x10\0\x40\0CS", b"\x10\0\x40\0ZQ"))
    assert {"Doe Jane", INSTANCE} <= set(found)
