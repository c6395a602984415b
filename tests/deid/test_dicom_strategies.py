"""Headers of DICOM files by a strategy."""

import re

import numpy as np
import pydicom
import pytest

from dicom.cleaned import HEAD, by_strategy, names
from dicom.make_dicom import EXPLICIT, IMPLICIT, dicom, header, noise, saved
from dicom.planted import item
from sparkocr.dicom.profile.strategy import ACTIONS
from sparkocr.errors import DocumentError

PIXELS = noise((4, 6), 0, 255, np.uint8)


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


@pytest.mark.parametrize(("syntax", "length"), [(EXPLICIT, 8), (IMPLICIT, 4)])
def test_sequences_that_a_strategy_can_not_read_fail(syntax, length):
    content = saved(header(ReferencedPatientSequence=[item(PatientName="Doe^Jane")]), syntax)
    place = content.index(b"\x08\x00\x20\x11") + length
    damaged = content[:place] + b"\x1d" + content[place + 1 :]
    with pytest.raises(DocumentError, match="can't be read"):
        by_strategy(damaged, '"(0010, 0010)",PN,,,replaceWithLiteral,Nobody\n')


def test_values_that_a_strategy_can_not_write_fail_without_being_quoted():
    with pytest.raises(DocumentError) as caught:
        by_strategy(dicom(PIXELS), "00280010,US,,,replaceWithLiteral,Jane\n")
    assert "Jane" not in str(caught.value)
