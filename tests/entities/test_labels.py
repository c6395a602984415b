import pytest

from sparkocr.entities.entity import LABELS
from sparkocr.entities.labels import ORIGINAL, our_label


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("GPE", "LOCATION"),
        ("NORP", "OTHER"),
        ("PER", "PERSON"),
        ("GIVEN_NAME", "PERSON"),
        ("building-number", "ADDRESS"),
        ("Zip Code", "ADDRESS"),
        ("CREDIT_CARD", "CREDIT_CARD"),
        ("Drug", "Drug"),
        ("CARDINAL", None),
        ("MONEY", None),
    ],
)
def test_names_of_models_become_ours(name, label):
    assert our_label(name) == label


def test_all_our_labels_are_their_own_names():
    assert [our_label(label) for label in LABELS] == list(LABELS)


def test_all_labels_but_other_have_a_name_that_users_of_the_original_know():
    names = {"NAME", "AGE", "CONTACT", "ID", "LOCATION", "PROFESSION", "DATE"}
    assert set(ORIGINAL) == set(LABELS) - {"OTHER"}
    assert set(ORIGINAL.values()) == names
