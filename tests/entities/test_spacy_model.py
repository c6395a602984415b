import shutil

import pytest

from sparkocr.entities import spacy_model
from sparkocr.entities.models import package_folder
from sparkocr.entities.registry import detector
from sparkocr.entities.spacy_model import PACKAGE, SpacyDetector
from sparkocr.errors import DocumentError


def found(text):
    return [(text[entity.begin : entity.end], entity.label) for entity in detector("spacy").find(text)]


@pytest.fixture
def folder(tmp_path):
    source = package_folder("spacy", PACKAGE) / f"{PACKAGE}-3.8.0"
    return shutil.copytree(source, tmp_path / PACKAGE / f"{PACKAGE}-3.8.0").parent


def test_names_places_and_dates_are_found_and_amounts_are_not():
    text = "John Miller from Boston paid three hundred dollars on 3 May 2020."

    assert found(text) == [("John Miller", "PERSON"), ("Boston", "LOCATION"), ("3 May 2020", "DATE")]


def test_there_is_nothing_in_nothing():
    assert found("") == found(" \n\n ") == []


def test_lines_in_capitals_are_read_as_prose():
    text = "THE PATIENT JOHN MILLER WAS SEEN IN BOSTON."

    assert found(text) == [("JOHN MILLER", "PERSON"), ("BOSTON", "LOCATION")]


def test_times_that_do_not_say_when_are_no_dates():
    assert found("She came last week and stayed for the weekend.") == []
    assert found("It was in the 60s. He has 8+ years of experience.") == []
    assert found("She came on Sunday.") == [("Sunday", "DATE")]


def test_an_age_is_not_a_date():
    assert found("She is 79 years old.") == [("79", "AGE")]


def test_offsets_are_of_the_whole_text_where_it_is_read_in_pieces():
    text = "He met John Miller in Boston.\n" * 500

    names = [entity for entity in detector("spacy").find(text) if entity.label == "PERSON"]

    assert len(names) == 500
    assert {text[name.begin : name.end] for name in names} == {"John Miller"}


def test_changed_weights_are_refused(folder, monkeypatch):
    model = folder / f"{PACKAGE}-3.8.0" / "ner" / "model"
    model.write_bytes(model.read_bytes()[:-1] + b"\x00")
    monkeypatch.setattr(spacy_model, "package_folder", lambda *_: folder)

    with pytest.raises(DocumentError, match="ner/model is not the one that was tested"):
        SpacyDetector()


def test_a_model_of_a_user_is_loaded_from_its_folder(folder):
    detector = SpacyDetector(str(folder / f"{PACKAGE}-3.8.0"))

    assert [entity.label for entity in detector.find("She lives in Boston.")] == ["LOCATION"]


def test_a_model_that_is_not_there_is_said():
    with pytest.raises(DocumentError, match="spaCy can't load the model en_no_such_model"):
        SpacyDetector("en_no_such_model")


def test_a_model_without_entities_is_refused(tmp_path):
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")

    with pytest.raises(DocumentError, match="finds no entities"):
        SpacyDetector(str(tmp_path / "blank"))
