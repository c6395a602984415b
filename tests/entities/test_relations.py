"""Keys and values of forms by place."""

import pytest

from sparkocr.entities import relations
from sparkocr.entities.relations import FormEntity, TaggedWord, group_words, link
from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box


def entity(text, x, y, width=60.0, height=20.0):
    return FormEntity("", text, (Box(x, y, width, height),), 0, 0)


def linked(keys, values, tolerance=15.0):
    return [(relation.key.text, relation.value.text) for relation in link(keys, values, tolerance)]


def grouped(*words):
    return [(found.kind, found.text) for found in group_words(words)]


def word(text, tag, x=0.0, y=0.0, begin=0, end=0):
    return TaggedWord(text, tag, Box(x, y, 30, 20), begin, end)


def test_tags_in_any_scheme():
    assert grouped(word("a", "B-Q"), word("b", "I-q"), word("c", "B-Q"), word("d", "b-a"), word("e", "i-a")) == [
        ("Q", "a b"), ("Q", "c"), ("a", "d e"),
    ]  # fmt: skip
    assert grouped(word("a", "S-Q"), word("b", "S-Q"), word("c", "B-Q"), word("d", "E-Q")) == [
        ("Q", "a"), ("Q", "b"), ("Q", "c d"),
    ]  # fmt: skip
    assert grouped(word("a", "U-Q"), word("b", "U-Q"), word("c", "B-Q"), word("d", "L-Q")) == [
        ("Q", "a"), ("Q", "b"), ("Q", "c d"),
    ]  # fmt: skip
    assert grouped(word("a", "question"), word("b", "question"), word("c", "answer")) == [
        ("question", "a b"), ("answer", "c"),
    ]  # fmt: skip
    assert grouped(word("a", "I-Q"), word("b", "I-A"), word("c", "menu.sub-total")) == [
        ("Q", "a"), ("A", "b"), ("menu.sub-total", "c"),
    ]  # fmt: skip
    assert grouped() == []


def test_parts_of_a_word_are_not_parted_by_blanks():
    parts = [word("Name", "B-Q", begin=0, end=3), word(":", "I-Q", begin=4, end=4), word("all", "I-Q", begin=6, end=8)]
    assert grouped(*parts) == [("Q", "Name: all")]


def test_lines_of_an_entity():
    (found,) = group_words([word("a", "B-A"), word("b", "I-A", x=40, y=2), word("c", "I-A", y=30)])
    assert [line.edges() for line in found.lines] == [(0, 0, 70, 22), (0, 30, 30, 50)]
    assert found.box.edges() == (0, 0, 70, 50)


def test_the_value_is_at_the_right_on_the_same_line():
    keys = [entity("Name:", 0, 0), entity("Date:", 200, 0), entity("Sex:", 0, 60)]
    values = [entity("01.09.2012", 300, 4), entity("F", 100, 64), entity("Jane", 100, -4)]
    assert linked(keys, values) == [("Name:", "Jane"), ("Date:", "01.09.2012"), ("Sex:", "F")]


def test_the_nearest_value_of_a_line_and_no_key_in_between():
    keys = [entity("A:", 0, 0), entity("B:", 100, 0)]
    assert linked(keys, [entity("1", 200, 0), entity("2", 300, 0)]) == [("B:", "1")]
    assert linked(keys[:1], [entity("far", 300, 0), entity("near", 100, 0)]) == [("A:", "near")]


def test_tolerance_of_a_line():
    keys, values = [entity("A:", 0, 0)], [entity("1", 100, 15)]
    assert linked(keys, values, 15) == [("A:", "1")]
    assert linked(keys, values, 14) == []


def test_a_value_below_its_key():
    key, wide = entity("A:", 0, 0), entity("1", 30, 32, width=200)
    assert linked([key], [wide]) == [("A:", "1")]
    assert linked([key], [entity("1", 30, 36)]) == [], "too far below"
    assert linked([key], [entity("1", 61, 30)]) == [], "beside what is under the key"
    assert linked([key], [entity("1", 0, -32)]) == [], "above"
    assert linked([key], [entity("1", 0, 34), entity("2", 0, 30)]) == [("A:", "2")], "the nearest"
    assert linked([key], [entity("below", 0, 30), entity("beside", 100, 0)]) == [("A:", "beside")]


def test_a_value_beside_a_key_is_not_taken_by_the_key_above_it():
    keys = [entity("A:", 0, 0), entity("B:", -70, 30)]
    assert linked(keys, [entity("1", 0, 30)]) == [("B:", "1")]


def test_right_to_left():
    key = entity("שם:", 300, 0)
    assert linked([key], [entity("right", 400, 0), entity("left", 200, 0)]) == [("שם:", "left")]
    assert linked([entity("Name:", 300, 0)], [entity("left", 200, 0)]) == []


def test_keys_and_values_of_several_lines():
    key = FormEntity("", "Full name:", (Box(0, 0, 60, 20), Box(0, 25, 60, 20)), 0, 0)
    value = FormEntity("", "12 Long Street", (Box(100, 24, 60, 20), Box(100, 60, 60, 20)), 0, 0)
    assert linked([key], [value]) == [("Full name:", "12 Long Street")]
    assert linked([key], [entity("first line", 100, 0)]) == [("Full name:", "first line")]


def test_nothing_to_link():
    assert linked([], []) == linked([entity("A:", 0, 0)], []) == linked([], [entity("1", 0, 0)]) == []


def test_more_than_a_page_can_have(monkeypatch):
    monkeypatch.setattr(relations, "MAX_ENTITIES", 1)
    with pytest.raises(DocumentError, match="more than 1 keys and values"):
        linked([entity("A:", 0, 0)], [entity("1", 100, 0)])


def test_a_page_full_of_keys():
    keys = [entity(f"k{number}", 200 * (number % 10), 40 * (number // 10)) for number in range(4_000)]
    values = [entity(f"v{number}", 200 * (number % 10) + 100, 40 * (number // 10)) for number in range(4_000)]
    assert linked(keys, values) == [(f"k{number}", f"v{number}") for number in range(4_000)]
