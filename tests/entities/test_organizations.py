import pytest

from sparkocr.entities.entity import Entity
from sparkocr.entities.organizations import OrganizationDetector


def found(text):
    return [text[one.begin : one.end] for one in OrganizationDetector().find(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He was sent to Mercy General Hospital today.", ["Mercy General Hospital"]),
        ("At St. Mary's Medical Center, she slept.", ["St. Mary's Medical Center"]),
        ("Blue Cross of Ohio, Inc. paid", ["Blue Cross of Ohio, Inc."]),
        ("Müller & Söhne GmbH\nBerlin", ["Müller & Söhne GmbH"]),
        ("by Telecom Plus PLC, A.P. Møller A/S and 3M Co.", ["Telecom Plus PLC", "A.P. Møller A/S", "3M Co."]),
        ("the University of Leeds", []),
        ("Stanford University", ["Stanford University"]),
        ("JOHNS HOPKINS Hospital", ["JOHNS HOPKINS Hospital"]),
        ("the hospital", []),
        ("Hospital", []),
        ("a limited company", []),
        ("on Monday\nHospital", []),
        ("Blood Group", []),
        ("at 70 AG", []),
        ("", []),
    ],
)
def test_organisations_are_found_by_their_last_words(text, names):
    assert found(text) == names


def test_what_is_found_says_what_it_is():
    assert OrganizationDetector().find("Acme Ltd") == [Entity(0, 8, "ORGANIZATION", 0.85, "organizations")]


def test_a_long_text_without_organisations_takes_linear_time():
    assert found("Word " * 50_000) == []
    assert len(found("Acme Ltd " * 20_000)) == 20_000
