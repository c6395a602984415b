import pickle
import re
import socket
from itertools import pairwise

import pytest

from sparkocr.entities import registry
from sparkocr.entities.entity import Entity
from sparkocr.entities.finder import EntityFinder
from sparkocr.entities.labels import ORIGINAL
from sparkocr.entities.registry import FunctionDetector
from sparkocr.errors import DocumentError

LETTER = """Name: Good, Guy / PID: 125-98-445 / DOB:08/02/1929
Dear Dr. Miller,
Mr. Good of 742 Evergreen Terrace, Springfield, OR 97403 was seen on 3 May 2020 in Mercy General Hospital.
Miller, guy.good@example.org
"""


def words_as(label, *words, score=0.9):
    """A detector that finds words."""
    pattern = re.compile("|".join(map(re.escape, words)))
    return FunctionDetector(lambda text: [(*found.span(), label, score) for found in pattern.finditer(text)], "words")


def found(text, **options):
    return [(text[one.begin : one.end], one.label) for one in EntityFinder(**options).find(text)]


def test_all_detectors_find_together():
    texts = dict(found(LETTER))

    assert {"125-98-445", "08/02/1929", "3 May 2020", "guy.good@example.org"} <= set(texts)
    assert texts["742 Evergreen Terrace, Springfield, OR 97403"] == "ADDRESS"
    assert [text for text, label in found(LETTER) if label == "PERSON"].count("Miller") == 2


@pytest.mark.parametrize("name", ["Good", "Guy", "Miller", "125-98-445", "1929", "Evergreen", "97403"])
def test_what_all_detectors_find_covers_every_identifier(name):
    covered = {at for one in EntityFinder().find(LETTER) for at in range(one.begin, one.end)}

    for match in re.finditer(re.escape(name), LETTER):
        assert set(range(*match.span())) <= covered


def test_entities_are_sorted_and_do_not_overlap():
    entities = EntityFinder().find(LETTER)

    assert all(left.end <= right.begin for left, right in pairwise(entities))


@pytest.mark.parametrize(
    "text", ["", "\n \n", "\x00\ufffd", "(" * 500, "שלום עולם", "a" * 5000 + "\n", "\ud800 a \udfff"]
)
def test_texts_without_names_are_no_trouble(text):
    assert isinstance(EntityFinder().find(text), list)


def test_a_detector_that_fails_is_said_without_the_text():
    def fail(text):
        raise KeyError(text)

    class Failing:
        name = "failing"
        find = staticmethod(fail)

    with pytest.raises(DocumentError, match="The detector failing failed: KeyError") as caught:
        EntityFinder([Failing()]).find("Ann Lee")

    assert "Ann" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("span", [(-1, 3), (0, 8), (7, 9)])
def test_what_is_not_in_the_text_cannot_be_masked_and_is_refused(span):
    with pytest.raises(DocumentError, match="The detector wild found something outside of the text"):
        EntityFinder([FunctionDetector(lambda _: [(*span, "PERSON")], "wild")]).find("Ann Lee")


def test_empty_spans_are_nothing():
    detector = FunctionDetector(lambda _: [(4, 4, "PERSON"), (0, 3, "PERSON")])

    assert found("Ann Lee", detectors=[detector]) == [("Ann", "PERSON")]


def test_no_network_is_used(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a network was used")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    registry._detector.cache_clear()  # so that models are loaded again

    sources = {one.source for name in registry.default_names() for one in EntityFinder([name]).find(LETTER)}

    assert sources == set(registry.RULES + registry.MODELS)


def test_no_text_is_logged(caplog, capfd):
    caplog.set_level("DEBUG")

    assert EntityFinder().find(LETTER)

    assert not caplog.records
    assert capfd.readouterr() == ("", "")


def test_a_white_list_has_our_labels_or_those_they_become():
    both = {"text": LETTER, "detectors": ["patterns", "dates"], "names": ORIGINAL}

    assert {label for _, label in found(**both, white_list=["DATE"])} == {"DATE"}
    assert found(**both, white_list=["EMAIL"]) == found(**both, white_list=["CONTACT"])
    assert found(**both, white_list=["EMAIL"]) == [("guy.good@example.org", "CONTACT")]


def test_a_span_counts_for_each_label_that_a_detector_gives_it():
    detectors = [words_as("PERSON", "Lee", score=0.6), words_as("ORGANIZATION", "Lee")]

    assert found("Ann Lee", detectors=detectors) == [("Lee", "ORGANIZATION")]
    assert found("Ann Lee", detectors=detectors, white_list=["PERSON"]) == [("Lee", "PERSON")]


def test_a_threshold_drops_what_is_less_sure():
    detectors = [words_as("PERSON", "Ann", score=0.4), words_as("PERSON", "Lee", score=0.5)]

    assert found("Ann, Lee", detectors=detectors, threshold=0.5) == [("Lee", "PERSON")]


def test_a_name_is_found_again_in_the_same_text():
    detectors = [FunctionDetector(lambda _: [(0, 7, "PERSON")])]

    assert found("Ann Lee came. Then Lee left.", detectors=detectors) == [("Ann Lee", "PERSON"), ("Lee", "PERSON")]


def test_the_patterns_of_a_user_are_found():
    assert found("Case C-4711.", detectors=["dates"], patterns={"CASE": r"C-\d+"}) == [("C-4711", "CASE")]


def test_labels_become_others():
    assert found("Ann, Lee", detectors=[words_as("PERSON", "Ann"), words_as("X", "Lee")], names={"PERSON": "NAME"}) == [
        ("Ann", "NAME"),
        ("Lee", "X"),
    ]


def test_the_deny_list_is_found_whatever_else_is_asked_for():
    options = {"detectors": ["dates"], "white_list": ["DATE"], "threshold": 1.0, "allow_list": ["KAUFMAN"]}

    assert found("seen KAUFMAN today", **options, deny_list=["Kaufman"]) == [("KAUFMAN", "PERSON")]
    assert found("seen Kaufman today", **options, deny_list=["Kaufman"], deny_label="PATIENT") == [
        ("Kaufman", "PATIENT")
    ]


def test_a_name_of_one_document_is_found_in_it_alone():
    finder = EntityFinder(["dates"])

    assert finder.find("seen KAUFMAN", ["Kaufman"]) == [Entity(5, 12, "PERSON", 1.0, "deny_list")]
    assert finder.find("seen KAUFMAN") == []


def test_misread_names_of_the_deny_list_are_found():
    assert found("seen KAUPMAN SCOTT", detectors=["dates"], deny_list=["KAUFMAN^SCOTT"], deny_similarity=0.8)
    assert not found("seen KAUPMAN", detectors=["dates"], deny_list=["Kaufman"])


def test_what_is_allowed_is_no_entity():
    detectors = [words_as("LOCATION", "Springfield", "Boston")]

    assert found("Springfield, Boston", detectors=detectors, allow_list=["springfield"]) == [("Boston", "LOCATION")]


def test_a_finder_pickles():
    finder = EntityFinder(["patterns"], deny_list=["Lee"], patterns={"CASE": "C-1"}, names=dict(ORIGINAL))

    assert pickle.loads(pickle.dumps(finder)) == finder  # noqa: S301


@pytest.mark.parametrize(
    "wrong",
    [
        {"detectors": ["no_such"]},
        {"threshold": 1.1},
        {"deny_similarity": -0.1},
        {"patterns": {"CASE": "("}},
    ],
)
def test_wrong_options_are_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong)).removesuffix("s")):
        EntityFinder(**wrong)
