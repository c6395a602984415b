"""What detectors take for names in descriptions, and what is none."""

import pytest

from sparkocr.deid.dicom_descriptors import without_descriptors
from sparkocr.entities.entity import Entity


def kept(text, part, label="PERSON", source="spacy"):
    begin = text.index(part)
    entity = Entity(begin, begin + len(part), label, 0.85, source)
    return list(without_descriptors(text, [entity])) == [entity]


@pytest.mark.parametrize(
    ("text", "part", "label"),
    [
        ("SAG T2 FRFSE", "SAG T2 FRFSE", "PERSON"),
        ("CT CHEST W CONTRAST", "CT CHEST W CONTRAST", "ORGANIZATION"),
        ("GALLBLADDER LONG", "GALLBLADDER LONG", "PERSON"),
        ("GALLBLADDER LONG", "LONG", "PERSON"),
        ("MR KNEE LT", "KNEE LT", "PERSON"),
        ("Patient Protocol", "Protocol", "PERSON"),
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
        ("CHEST PA MILLER", "PA MILLER"),
        ("Dr. Long: CT", "Long"),
        ("CT HEAD PER GRAY", "GRAY"),
        ("pt name May", "May"),
        ("CT HEAD PER GRAY", "HEAD PER GRAY"),
        ("Max Long", "Max Long"),
        ("Brown, seen", "Brown"),
        ("MR BRAIN of Cobb", "Cobb"),
    ],
    ids=lambda value: value.replace(" ", "_"),
)
def test_names_are_entities(text, part):
    assert kept(text, part)


def test_what_rules_find_is_an_entity():
    assert kept("CT CHEST", "CHEST", source="fields")
    assert kept("done 1 May 2000", "1 May 2000", "DATE")
