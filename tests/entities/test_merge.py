from itertools import pairwise

import pytest

from sparkocr.entities.entity import Entity
from sparkocr.entities.merge import merge, tidy
from sparkocr.entities.repeats import repeated_names


def entity(text, part, label="PERSON", score=0.9, source="test"):
    begin = text.index(part)
    return Entity(begin, begin + len(part), label, score, source)


def tidied(text, part, label="PERSON"):
    return [text[one.begin : one.end] for one in tidy(text, entity(text, part, label))]


def merged(text, *entities):
    return [(text[one.begin : one.end], one.label) for one in merge(text, entities)]


@pytest.mark.parametrize(
    ("text", "part", "left"),
    [
        ("John Stiles\nDOB 1/2/1990", "John Stiles\nDOB", ["John Stiles"]),
        ("Homer Simpson Age: 39", "Homer Simpson Age", ["Homer Simpson"]),
        ("Good, Guy / PID: 125", "Guy / PID", ["Guy"]),
        ("Patient Name: Good, Guy", "Patient Name: Good, Guy", ["Good, Guy"]),
        ("Seen by Ann Lee\nReferred by: X", "Ann Lee\nReferred by", ["Ann Lee", "Referred by"]),
        ("Ann Lee\nBob Roe", "Ann Lee\nBob Roe", ["Ann Lee", "Bob Roe"]),
        ("Seen by Ann\n\nLee", "Ann\n\nLee", ["Ann", "Lee"]),
        ("  (Ann Lee), ", "  (Ann Lee), ", ["(Ann Lee)"]),
        ("'Ann Lee'.", "'Ann Lee'.", ["Ann Lee"]),
        ("DOB", "DOB", []),
        ("Date of Birth", "Date of Birth", []),
        ("-- / --", "-- / --", []),
        ("MRN: 12", "MRN", []),
    ],
)
def test_an_entity_is_cut_where_a_field_or_a_line_is_and_labels_go(text, part, left):
    assert tidied(text, part) == left


def test_a_name_in_prose_goes_on_in_the_next_line():
    assert tidied("Yesterday she saw John\nStiles in town.", "John\nStiles") == ["John\nStiles"]


def test_an_address_goes_over_lines_but_not_over_a_field():
    text = "12 Main Street\nSpringfield\nPhone: 1"

    assert tidied(text, "12 Main Street\nSpringfield\nPhone", "ADDRESS") == ["12 Main Street\nSpringfield"]


@pytest.mark.parametrize("name", ["Page", "Page Miller", "Mary Case"])
def test_a_name_that_has_the_word_of_a_field_stays(name):
    assert tidied(f"We saw {name} there.", name) == [name]


def test_entities_that_overlap_are_one_that_covers_both_with_the_label_of_the_surest():
    text = "Mercy General Hospital"
    first = entity(text, "Mercy General", "PERSON", 0.5)
    second = entity(text, "General Hospital", "ORGANIZATION", 0.8)

    assert merged(text, first, second) == [("Mercy General Hospital", "ORGANIZATION")]


def test_of_equally_sure_ones_the_label_of_the_longest_counts():
    text = "St. Mary Hospital"

    found = merged(text, entity(text, "Mary"), entity(text, "St. Mary Hospital", "ORGANIZATION"))

    assert found == [("St. Mary Hospital", "ORGANIZATION")]


def test_the_label_of_a_preferred_source_counts_if_it_covers_half():
    text = "PID 125-98-445"
    entities = [entity(text, "125-98-445", "ADDRESS", 1.0), entity(text, "98-445", "ID", 0.8, "fields")]

    assert [one.label for one in merge(text, entities)] == ["ADDRESS"]
    assert [one.label for one in merge(text, entities, ["fields"])] == ["ID"]
    assert [one.label for one in merge(text, [entities[0], entity(text, "45", "ID", 0.8, "fields")], ["fields"])] == [
        "ADDRESS"
    ]


def test_entities_that_only_touch_stay_apart():
    text = "12345ABC"

    assert merged(text, entity(text, "12345", "ID"), entity(text, "ABC", "URL")) == [("12345", "ID"), ("ABC", "URL")]


@pytest.mark.parametrize("text", ["Ann Lee", "Ann B. Lee", "Ann B Lee"])
def test_parts_of_a_name_are_one_name(text):
    assert merged(text, entity(text, "Lee"), entity(text, "Ann")) == [(text, "PERSON")]


@pytest.mark.parametrize("text", ["Ann, Lee", "Ann and Lee", "Ann\nLee"])
def test_names_of_several_people_stay_apart(text):
    assert len(merged(text, entity(text, "Lee"), entity(text, "Ann"))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "12 Main St, Springfield, OR 97403",
        "12 Main St\nSpringfield\n  OR  97403",
        "12 Main St Apt. 4\nSpringfield, OR 97403",
    ],
)
def test_street_town_state_and_code_are_one_address(text):
    parts = [("12 Main St", "ADDRESS"), ("Springfield", "LOCATION"), ("OR", "LOCATION"), ("97403", "ADDRESS")]

    assert merged(text, *(entity(text, part, label) for part, label in parts)) == [(text, "ADDRESS")]


def test_the_numbers_of_a_house_belong_to_its_street():
    text = "at 12 Main St 4b, near"

    assert merged(text, entity(text, "Main St", "ADDRESS")) == [("12 Main St 4b", "ADDRESS")]


@pytest.mark.parametrize("text", ["Main St 4.5 km away", "Main St 40% off", "room A12 Main St"])
def test_other_numbers_do_not(text):
    assert merged(text, entity(text, "Main St", "ADDRESS")) == [("Main St", "ADDRESS")]


def test_towns_and_addresses_with_words_between_stay_apart():
    text = "from Paris, London and 12 Main St near Rome"
    parts = [("Paris", "LOCATION"), ("London", "LOCATION"), ("12 Main St", "ADDRESS"), ("Rome", "LOCATION")]

    assert merged(text, *(entity(text, part, label) for part, label in parts)) == parts


def test_what_is_merged_is_sorted_and_does_not_overlap():
    text = "x" * 100
    entities = [Entity(at * 7 % 90, at * 7 % 90 + 1 + at % 5, "ID", at / 50, "test") for at in range(50)]

    found = merge(text, entities)

    assert all(left.end <= right.begin for left, right in pairwise(found))
    covered = {at for one in entities for at in range(one.begin, one.end)}
    assert covered == {at for one in found for at in range(one.begin, one.end)}


def test_a_name_is_found_wherever_else_it_is():
    text = "Ann Miller came. Later Miller left, and MILLER's bag. ann was glad, Will Roe will come. Will he?"
    names = [entity(text, "Ann Miller"), entity(text, "Will Roe")]

    again = {(one.begin, text[one.begin : one.end]) for one in repeated_names(text, names)}

    assert {name for _, name in again} == {"Miller", "Roe"}
    assert (text.index("Miller left"), "Miller") in again
