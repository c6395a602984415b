import pytest

from sparkocr.dicom.profile.strategy import ACTIONS, Rule, parse_strategy, parse_tag

HEAD = "Tags,VR,Name,Status,Action,Option(s)\n"


def test_rows_become_rules_by_tag():
    text = HEAD + '"(0010, 0010)",PN,Patient Name,,replaceWithRandomName,coherent\n"(0008,0018)",UI,SOP,,hashId,\n'
    rules = parse_strategy(text).rules
    assert rules == {
        0x00100010: Rule("replaceWithRandomName", "coherent", "PN"),
        0x00080018: Rule("hashId", "", "UI"),
    }


def test_names_of_actions_in_any_case_and_rows_without_an_action():
    text = HEAD + '"(0008,002A)",DT,,,ShiftTimeByRandomNbOfSecs,\n"(0008,0060)",CS,Modality,,,\n\n'
    assert parse_strategy(text).rules == {0x0008002A: Rule("shiftTimeByRandomNbOfSecs", "", "DT")}


def test_byte_order_mark_and_other_headings():
    assert (
        parse_strategy("\ufeffTag,VR,Name,Status,Action,Option\n00100020,LO,,,delete,\n").rules[0x00100020].action
        == "delete"
    )


def test_groups_begin_tags_and_the_longest_counts():
    text = HEAD + '"(0020,)",GROUP,None,,delete,\n"(50,)",GROUP,None,,remove,\n"(5002,)",GROUP,,,delete,\n'
    strategy = parse_strategy(HEAD + '"(0020, 0010)",SH,,,replaceWithLiteral,x\n', text)
    assert strategy.rule_of(0x0020000D) == Rule("delete")
    assert strategy.rule_of(0x50003000) == Rule("remove")
    assert strategy.rule_of(0x50023000) == Rule("delete")
    assert strategy.rule_of(0x00200010).action == "replaceWithLiteral"
    assert strategy.rule_of(0x00100010) is None


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('"(0010, 0010)",PN,,,explode,', "row 2.*'explode' is no action"),
        ('"(0010, 00)",PN,,,remove,', "row 2.*is no tag"),
        ('"(0010, 0030)",DA,,,replaceWithRandomName,', "row 2.*PN"),
        ('"(0010, 0010)",PN,,,replaceWithRandomName,sometimes', "row 2.*coherent, random.*sometimes"),
        ('"(0010, 0010)",PN', "row 2.*too few cells"),
        ("x" * 200_000, "row 2.*field larger"),
        ('"(00100,)",GROUP,,,delete,', "row 2.*group"),
        ('"(0010,)",GROUP,,,hashId,', "row 2.*'delete', 'remove'"),
    ],
    ids=lambda value: value[:60],
)
def test_wrong_rows_are_named(row, message):
    with pytest.raises(ValueError, match=message):
        parse_strategy(HEAD + row + "\n")


def test_rows_may_end_as_on_old_macs():
    rows = HEAD + '"(0010, 0010)",PN,,,remove,\n'
    assert parse_strategy(rows.replace("\n", "\r")) == parse_strategy(rows)


def test_missing_columns_are_named():
    with pytest.raises(ValueError, match=r"row 1.*lacks the columns Action, VR"):
        parse_strategy("Tags,Name\n")


def test_every_action_is_refused_for_a_vr_that_is_not_its_own():
    for action, vrs in ACTIONS.items():
        if vrs:
            with pytest.raises(ValueError, match=action):
                parse_strategy(f'{HEAD}"(0028,0010)",US,,,{action},\n')
            for vr in vrs:
                parse_strategy(f'{HEAD}"(0028,0010)",{vr},,,{action},\n')


@pytest.mark.parametrize("text", ["(0010, 0010)", "(0010,0010)", "00100010", "0010,0010", "PatientName"])
def test_tags_are_written_in_several_ways(text):
    assert parse_tag(text) == 0x00100010
