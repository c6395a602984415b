"""Expressions, phrases and what overlaps."""

import random

from sparkocr.entities.matching import Phrases, find_expressions, overlapping


def found(phrases, text, *, case_sensitive=False, label="NAME"):
    matches = Phrases([(label, phrase) for phrase in phrases], case_sensitive=case_sensitive).find(text)
    return [text[match.begin : match.end] for match in matches]


def test_expressions_of_all_rules_in_order_without_empty_ones():
    rules = [("WORD", r"[a-z]+"), ("NUMBER", r"\d*"), ("ALL", r"ab 12")]
    assert [(match.begin, match.end, match.label) for match in find_expressions("ab 12", rules)] == [
        (0, 2, "WORD"),
        (0, 5, "ALL"),
        (3, 5, "NUMBER"),
    ]


def test_phrases_in_any_layout():
    assert found(["Jane Smith"], "JANE\n  smith; jane-smith") == ["JANE\n  smith"]
    assert found(["Jane-Smith"], "jane - smith, Jane Smith") == ["jane - smith"]
    assert found(["Jane  Smith "], "Jane\u00a0Smith") == ["Jane\u00a0Smith"]


def test_phrases_are_whole_words():
    assert found(["Jan"], "Jan, January, Trajan, Jan's, (Jan) Jan_1") == ["Jan"] * 4
    assert found(["4711"], "4711 47110 A4711") == ["4711"]


def test_capital_letters_and_forms_of_unicode():
    assert found(["Straße"], "STRASSE") == ["STRASSE"]
    assert found(["M\u00fcller"], "Mu\u0308ller") == ["Mu\u0308ller"]
    assert found(["Jane"], "jane Jane", case_sensitive=True) == ["Jane"]


def test_the_longest_phrase_at_a_place_counts_and_others_may_overlap():
    phrases = ["Jane", "Jane Smith", "Smith Hall"]
    assert found(phrases, "Jane Smith Hall, Jane S.") == ["Jane Smith", "Smith Hall", "Jane"]
    assert found(["a b c", "b"], "a b c b") == ["a b c", "b"]


def test_phrases_of_nothing():
    assert found([" ", ""], "some text") == []
    assert found([], "some text") == []
    assert found(["Jane"], "") == []
    assert found(["Jane Smith"], "Jane") == []


def test_first_label_of_a_phrase():
    phrases = Phrases([("A", "Jane"), ("B", "jane")], case_sensitive=False)
    assert [match.label for match in phrases.find("JANE")] == ["A"]


def test_many_phrases_and_a_long_text():
    phrases = [f"Name{number} Surname{number}" for number in range(50_000)]
    text = " ".join(random.Random(0).sample(phrases, 2_000))  # noqa: S311
    assert len(found(phrases, text)) == 2_000


def test_overlapping_spans():
    assert list(overlapping([])) == []
    assert list(overlapping([(5, 9), (0, 3), (3, 4)])) == [[1], [2], [0]]
    assert list(overlapping([(0, 9), (1, 2), (8, 12), (11, 13), (13, 14)])) == [[0, 1, 2, 3], [4]]
