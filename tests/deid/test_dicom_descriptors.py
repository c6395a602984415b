"""What detectors take for names in descriptions, and what is none."""

import pytest

from sparkocr.deid.dicom_descriptors import without_descriptors
from sparkocr.entities.entity import Entity


def left(text, part, label="PERSON", source="spacy"):
    begin = text.index(part)
    found = without_descriptors(text, [Entity(begin, begin + len(part), label, 0.85, source)])
    return [text[entity.begin : entity.end] for entity in found]


def kept(text, part, *more, **source):
    return left(text, part, *more, **source) == [part]


@pytest.mark.parametrize(
    ("text", "part", "label"),
    [
        ("SAG T2 FRFSE", "SAG T2 FRFSE", "PERSON"),
        ("CT CHEST W CONTRAST", "CT CHEST W CONTRAST", "ORGANIZATION"),
        ("GALLBLADDER LONG", "GALLBLADDER LONG", "PERSON"),
        ("GALLBLADDER LONG", "LONG", "PERSON"),
        ("MR KNEE LT", "KNEE LT", "PERSON"),
        ("Patient Protocol", "Protocol", "PERSON"),
        ("? stone, hematuria", "stone", "PERSON"),
        ("MR PROSTATE", "MR", "OTHER"),
        ("Jones fracture 5th metatarsal", "Jones", "PERSON"),
        ("Salter-Harris II fracture", "Salter-Harris", "PERSON"),
        ("LI-RADS 5", "LI", "PERSON"),
        ("Gleason 3+4", "Gleason", "PERSON"),
        ("Tuberous sclerosis, SEGA", "SEGA", "ORGANIZATION"),
        ("THORAX^Routine (Adult)", "THORAX^Routine", "PERSON"),
        ("Cobb angle 23 degrees", "Cobb", "PERSON"),
        ("JPEG 2000 lossless", "2000", "DATE"),
        ("WB CTAC 3.0 B31f", "CTAC 3.0 B31f", "ADDRESS"),
    ],
    ids=lambda value: value.replace(" ", "_"),
)
def test_descriptions_are_no_entities(text, part, label):
    assert not kept(text, part, label)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("CHEST PA MILLER", "MILLER"),
        ("Dr. Long: CT", "Long"),
        ("CT HEAD PER GRAY", "GRAY"),
        ("pt name May", "May"),
        ("Max Long", "Max Long"),
        ("Brown, seen", "Brown"),
        ("MR BRAIN of Cobb", "Cobb"),
        ("Mr Jones, fracture", "Jones"),
        ("? Stone, seen", "Stone"),
    ],
    ids=lambda value: value.replace(" ", "_"),
)
def test_names_are_entities(text, part):
    assert kept(text, part)


@pytest.mark.parametrize(
    ("text", "part", "name"),
    [
        ("CT HEAD MILLER, JOHN", "CT HEAD MILLER, JOHN", "MILLER, JOHN"),
        ("CT HEAD PER GRAY", "HEAD PER GRAY", "GRAY"),
        ("Haddad^Omar knee", "Haddad^Omar knee", "Haddad^Omar"),
        ("MRI SPINE - J. Li.", "MRI SPINE - J. Li.", "J. Li."),
        ("Biopsy Lung Left Haddad", "Lung Left Haddad", "Haddad"),
        ("Haddad O knee", "Haddad O knee", "Haddad O"),
        ("Long Brain", "Long Brain", None),
    ],
    ids=lambda value: str(value).replace(" ", "_"),
)
def test_words_of_imaging_are_cut_off(text, part, name):
    assert left(text, part) == ([name] if name else [])


def test_the_modality_is_no_title():
    assert not left("MR PROSTATE MULTIPARAMETRIC", "PROSTATE MULTIPARAMETRIC", source="fields")
    assert left("MR MILLER", "MILLER", source="fields") == ["MILLER"]


@pytest.mark.parametrize(
    ("text", "source", "label", "stays"),
    [
        ("CT Sinuses Limited", "organizations", "ORGANIZATION", False),
        ("Mercy Sinuses Limited", "organizations", "ORGANIZATION", True),
        ("4D Parathyroid CT", "addresses", "ADDRESS", False),
        ("3 o'clock", "patterns", "TIME", False),
        ("3:15 pm", "patterns", "TIME", True),
        ("22 High Street", "addresses", "ADDRESS", True),
    ],
)
def test_rules_that_look_for_words_may_be_wrong(text, source, label, stays):
    assert kept(text, text, label, source=source) == stays


def test_what_rules_find_is_an_entity():
    assert kept("CT CHEST", "CHEST", source="fields")
    assert kept("done 1 May 2000", "1 May 2000", "DATE")
