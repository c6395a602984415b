"""Tokens and pieces of texts."""

import pytest

from sparkocr.entities.tokens import pieces_of, tokens_of


def cut(text, cutter=tokens_of):
    return [text[begin:end] for begin, end in cutter(text)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        (" \n\t", []),
        ("Good, Guy", ["Good", ",", "Guy"]),
        ("Good,Guy", ["Good", ",", "Guy"]),
        ("DOB:08/02/1929 PID: 125-98-445", ["DOB", ":", "08/02/1929", "PID", ":", "125-98-445"]),
        ("at 12:30, 1,000.50 EUR", ["at", "12:30", ",", "1,000.50", "EUR"]),
        ("ann.lee@example.org.", ["ann.lee@example.org", "."]),
        ("don't won\u2019t O'Neil's 'so'", ["don't", "won\u2019t", "O'Neil's", "'", "so", "'"]),
        ("(well-known)", ["(", "well-known", ")"]),
        ("Mu\u0308ller", ["Mu\u0308ller"]),  # an accent of its own
        ("हिन्दी में", ["हिन्दी", "में"]),  # vowel signs are marks
        ("co\u00adop\u200dt", ["co\u00adop\u200dt"]),
        ("Jane\U0001f600Smith", ["Jane", "\U0001f600", "Smith"]),
        ("שלום, עולם", ["שלום", ",", "עולם"]),
    ],
)
def test_tokens(text, tokens):
    assert cut(text) == tokens


def test_pieces_are_what_phrases_are_compared_by():
    assert cut("O'Neil_Smith's 01.09.2012", pieces_of) == [
        "O", "'", "Neil", "_", "Smith", "'", "s", "01", ".", "09", ".", "2012",
    ]  # fmt: skip
