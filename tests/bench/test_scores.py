import pytest

from scores import character_error_rate, token_f1, word_f1


@pytest.mark.parametrize(
    ("text", "truth", "expected"),
    [
        ("a b", "b a", 1),  # bags: order does not count
        ("a a b", "a b b", 2 / 3),  # repeated words count as often as they are there
        ("a", "a b c", 1 / 2),
        ("The", "the", 0),
        ("end.", "end", 0),
        ("a - | b", "a b", 1),  # what has no letter and no digit is no word
        ("", "a", 0),
        ("", "", 1),
    ],
)
def test_word_f1(text, truth, expected):
    assert word_f1(text, truth) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "truth", "expected"),
    [
        ("TOTAL: 12.50", "total 12 50", 1),
        ("snake_case", "snake case", 1),
        ("Straße 7", "STRASSE 7", 1),
        ("a1", "a 1", 0),
        ("..", "", 1),
    ],
)
def test_token_f1(text, truth, expected):
    assert token_f1(text, truth) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "truth", "expected"),
    [
        ("abcd", "abcd", 0),
        ("abxd", "abcd", 1 / 4),
        ("abd", "abcd", 1 / 4),
        (" a\n\n b ", "a b", 0),
        ("", "abcd", 1),
        ("abcdefgh", "ab", 3),
    ],
)
def test_character_error_rate(text, truth, expected):
    assert character_error_rate(text, truth) == pytest.approx(expected)
