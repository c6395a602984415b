import pytest

from sparkocr.entities.entity import Entity
from sparkocr.entities.lists import AllowList, DenyList


def found_in(text, values, **options):
    return [(text[found.begin : found.end], found.label) for found in DenyList(values, **options).find(text)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Kaufman^Scott", "Scott Kaufman"),
        ("Kaufman^Scott", "KAUFMAN, SCOTT"),
        ("Scott Kaufman", "kaufman^scott"),
        ("Scott Kaufman", "Kaufman"),
        ("Scott Kaufman", "S. Kaufman"),
        ("Scott Kaufman", "Kauf-\nman"),
        ("Scott Kaufman", "ScottKaufman"),
        ("Kaufman^Scott^A", "Scott A. Kaufman"),
        ("José Müller", "JOSE MUELLER"),
        ("Jose Muller", "José Müller"),
        ("O'Brien", "OBRIEN"),
        ("O'Brien", "O\u2019Brien"),
        ("Will Smith", "will smith"),
        ("Li", "Li"),
        ("山田太郎", "山田太郎"),
        ("J. van der Berg", "van der Berg"),
    ],
)
def test_names_are_found_in_any_form(value, text):
    assert found_in(f"xx {text}; yy", [value]) == [(text, "PERSON")]


@pytest.mark.parametrize(
    "text", ["", "Kaufmans", "Kaufmanism", "xKaufman", "I will go", "der Mann", "an A here", "Scotland"]
)
def test_only_whole_names_are_found(text):
    assert found_in(text, ["Scott A. Kaufman", "Will Smith", "J. van der Berg"]) == []


def test_misread_names_are_found_if_wanted():
    assert found_in("KAUPMAN came", ["Kaufman"]) == []
    assert found_in("KAUPMAN came", ["Kaufman"], fuzzy=1.0) == []
    assert found_in("KAUPMAN came", ["Kaufman"], fuzzy=0.86) == [("KAUPMAN", "PERSON")]
    assert found_in("KAUPMAN came", ["Kaufman"], fuzzy=0.95) == []
    assert [round(found.score, 2) for found in DenyList(["Kaufman"], fuzzy=0.8).find("Kaupman")] == [0.86]


@pytest.mark.parametrize(
    "text", ["07.22.1943", "22 July 1943", "1943-07-22", "22-JUL-43", "July 22nd, 1943", "22/07/1943"]
)
def test_dates_are_found_in_any_style(text):
    assert found_in(f"on {text}, at", ["1943-07-22"]) == [(text, "DATE")]
    assert found_in(f"on {text}, at", ["1943-07-23"]) == []


@pytest.mark.parametrize("text", ["125-98-445", "12598445", "125 98 445", "125.98/445"])
def test_numbers_are_found_with_any_separators(text):
    assert found_in(f"PID:{text}", ["125-98-445"]) == [(text, "ID")]
    assert found_in(f"PID:{text}9", ["125-98-445"]) == []


def test_letters_read_for_digits_are_found_if_wanted():
    assert found_in("PID 125 98 44S", ["12598445"]) == []
    assert found_in("PID 125 98 44S", ["12598445"], fuzzy=0.9) == [("125 98 44S", "ID")]


def test_values_with_another_label_are_found_as_a_whole():
    assert found_in("Acme of ACME  CORP", ["Acme Corp"], label="ORGANIZATION") == [("ACME  CORP", "ORGANIZATION")]
    assert found_in("in 12 Main Street", ["12 Main Street"], label="ADDRESS") == [("12 Main Street", "ADDRESS")]


@pytest.mark.parametrize("fuzzy", [-0.1, 1.1])
def test_similarity_is_checked(fuzzy):
    with pytest.raises(ValueError, match="fuzzy must be between 0 and 1"):
        DenyList(["x"], fuzzy=fuzzy)


def test_allowed_values_are_dropped():
    entities = [Entity(0, 7, "PERSON", 1.0, "me"), Entity(11, 14, "PERSON", 1.0, "me")]
    assert AllowList(["CROHN'S", "Bo"]).keep("Crohn's or Bob", entities) == entities[1:]
