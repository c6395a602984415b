import pytest
from pydicom.datadict import keyword_for_tag, tag_for_keyword

from sparkocr.dicom.profile.table import Action, Option, action_of, basic_profile


def row(keyword):
    return basic_profile()[tag_for_keyword(keyword)]


def test_the_table_is_whole_and_its_keywords_are_those_of_the_dictionary():
    table = basic_profile()
    assert len(table) == 652
    assert all(found.keyword in {keyword_for_tag(tag), ""} for tag, found in table.items())
    assert all(
        any(option in found.options for found in table.values()) for option in set(Option) - {Option.SAFE_PRIVATE}
    )


@pytest.mark.parametrize(
    ("keyword", "action"),
    [
        ("PatientName", Action.EMPTY),
        ("PatientAddress", Action.DELETE),
        ("StudyInstanceUID", Action.UID),
        ("PersonName", Action.DUMMY),
        ("ContentDate", Action.DUMMY),
        ("AcquisitionDate", Action.EMPTY),
        ("ReferencedImageSequence", Action.KEEP),
    ],
)
def test_actions(keyword, action):
    assert action_of(row(keyword), ()) is action


@pytest.mark.parametrize(
    ("keyword", "option", "action"),
    [
        ("StudyInstanceUID", Option.UIDS, Action.KEEP),
        ("StudyDate", Option.FULL_DATES, Action.KEEP),
        ("StudyDate", Option.MODIFIED_DATES, Action.CLEAN),
        ("PatientBirthDate", Option.FULL_DATES, Action.EMPTY),
        ("StationName", Option.DEVICE, Action.KEEP),
        ("StationAETitle", Option.DEVICE, Action.CLEAN),
        ("InstitutionName", Option.INSTITUTION, Action.KEEP),
        ("PatientAge", Option.PATIENT, Action.KEEP),
        ("Allergies", Option.PATIENT, Action.CLEAN),
        ("StudyDescription", Option.DESCRIPTORS, Action.CLEAN),
        ("AccessionNumber", Option.DESCRIPTORS, Action.EMPTY),
        ("ContentSequence", Option.STRUCTURED, Action.CLEAN),
        ("GraphicAnnotationSequence", Option.GRAPHICS, Action.CLEAN),
    ],
)
def test_options(keyword, option, action):
    assert action_of(row(keyword), {option}) is action


def test_of_several_options_the_one_that_keeps_most_counts():
    assert action_of(row("StudyDate"), {Option.MODIFIED_DATES, Option.FULL_DATES}) is Action.KEEP
