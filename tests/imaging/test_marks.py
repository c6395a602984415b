"""The words of a text and the boxes of its lines."""

import pytest

from sparkocr.imaging.marks import dealt


@pytest.mark.parametrize(
    ("text", "widths", "parts"),
    [
        ("one", [10], ["one"]),
        ("one two", [10, 10], ["one", "two"]),
        ("one two three four", [100, 10], ["one two three four", ""]),
        ("one  two\nthree", [1, 1, 1], ["one", "two", "three"]),
        ("word", [10, 90], ["", "word"]),
        ("a b", [0, 0], ["", "a b"]),
        ("", [10, 10], ["", ""]),
    ],
)
def test_dealt(text, widths, parts):
    assert dealt(text, widths) == parts
    assert " ".join(" ".join(dealt(text, widths)).split()) == " ".join(text.split()), "no word is lost"
