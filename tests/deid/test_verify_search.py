"""Secrets in texts."""

import pytest

from sparkocr.deid.search import SecretIndex, find_secrets, is_checkable, parts_of
from sparkocr.deid.secrets import Secret


def found(text, *secrets, **options):
    return [
        text[begin:end] for begin, end, _ in SecretIndex(Secret(s, "PERSON") for s in secrets).find(text, **options)
    ]


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("Schulze", "Schul-\nze"),
        ("Schulze", "Schul\u00ad\r\nze"),
        ("Schulze", "Schul\u2010\nze"),
        ("Schulze", "Schul\u0002ze"),
        ("Schulze", "Schu\u00adlze"),
        ("Schulze", "S c h u l z e"),
        ("Schulze", "SCHULZE"),
        ("SCHULZE", "Schulze"),
        ("Fischer", "\ufb01scher".upper()),
        ("fischer", "\ufb01scher"),
        ("Anna", "\uff21\uff4e\uff4e\uff41"),
        ("Müller", "Mu\u0308ller"),
        ("Müller", "Muller"),
        ("Weiß", "WEISS"),
        ("Anna Schulz", "anna.schulz"),
        ("Anna Schulz", "ANNA,\n  Schulz"),
        ("Anna Schulz", "A n n a   S c h u l z"),
        ("O'Brien", "O\u2019Brien"),
        ("123-45-6789", "123 45 6789"),
        ("123-45-6789", "123456789"),
        ("123456", "123 456"),
        ("12/5", "12/5"),
        ("王小明", "王小明"),
        ("محمد", "دمحم"),
    ],
)
def test_found(secret, text):
    assert found(f"To {text}, again", secret) == [text]


def test_found_without_blanks_around():
    assert found("MRN123456", "123456") == ["123456"]
    assert found("患者王小明先生", "王小明") == ["王小明"]


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("Anna", "Savannah"),
        ("Anna", "anna"),
        ("May", "may"),
        ("Martin", "Mart in"),
        ("123456", "1123456"),
        ("123456", "1234567"),
        ("12,345", "12,345,678"),
        ("345,678", "12,345,678"),
        ("1234", "12 34"),
        ("123", "1.2.3"),
        ("Ann", "3Ann"),
        ("Anna Schulz", "Anna" + " " * 100 + "Schulz"),
        ("Anna Schulz", "Anna\0Schulz"),
        ("45", "45"),
    ],
)
def test_no_false_alarm(secret, text):
    assert found(f"To {text} again", secret) == []


def test_strings_that_follow_each_other_may_be_one_word():
    assert found("Dear\x1fJo\x1fhn\x1fSmith", "John", "Smith") == ["Jo\x1fhn", "Smith"]


def test_syntax_has_numbers_of_its_own():
    text = "<< /Length 123456 /MRN 1234567 >> 123 4567"
    assert found(text, "123456", "1234567", as_syntax=True) == ["1234567"]
    assert found(text, "123456") == ["123456"]


def test_long_texts_are_searched_to_their_end(monkeypatch):
    monkeypatch.setattr("sparkocr.deid.search._CHUNK", 100)
    text = "x " * 5000 + "Anna Schulz " + "y " * 5000 + "Savannah Schulz"
    assert found(text, "Anna Schulz") == ["Anna Schulz"]


def test_matches_may_overlap_and_say_which():
    whole, part = Secret("Anna Schulz", "PERSON"), Secret("Anna", "PERSON")
    assert set(find_secrets("Anna Schulz", [part, whole])) == {(0, 4, part), (0, 11, whole)}


def test_too_short_to_prove():
    texts = ["45", "J.", "", "Ann", "王明"]
    assert [text for text in texts if is_checkable(Secret(text, "AGE"))] == ["Ann", "王明"]


def test_names_of_a_person():
    names = parts_of(Secret("Dr. Anna-Maria von der O'Brien J. Li", "PERSON"))
    assert [name.text for name in names] == ["Anna", "Maria", "O'Brien"]
    assert parts_of(Secret("Anna", "PERSON")) == ()
    assert parts_of(Secret("Anna Schulz", "LOCATION")) == ()
