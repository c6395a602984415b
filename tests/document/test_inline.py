"""Lines joined to paragraphs, and marks of Markdown escaped."""

import pytest

from sparkocr.document.inline import escaped, escaped_inline, hyphenated, joined


@pytest.mark.parametrize(
    ("one", "other", "whole"),
    [
        ("one", "two", "one two"),
        ("an exam-", "ple of it", "an example of it"),
        ("(exam-", "ple)", "(example)"),
        ("exam\u2010", "ple", "example"),
        ("exam\u00ad", "Ple", "examPle"),
        ("Anglo-", "Saxon", "Anglo-Saxon"),
        ("COVID-", "19", "COVID-19"),
        ("state-of-", "the-art", "state-of-the-art"),
        ("state-", "of-the-art", "state-of-the-art"),
        ("self-", "contained", "self-contained"),
        ("e-", "mail", "e-mail"),
        ("a dash -", "then more", "a dash - then more"),
        ("a dash \u2014", "then", "a dash \u2014 then"),
        ("日本", "語", "日本語"),
        ("한국", "어", "한국 어"),
        ("שלום", "עולם", "שלום עולם"),
        ("-", "x", "- x"),
    ],
)
def test_joined(one, other, whole):
    assert joined([one, other], [False]) == whole


def test_a_hyphen_that_the_page_has_elsewhere_stays():
    known = hyphenated(["a Well-kept garden, x-1"])
    assert known == {"well-kept", "x-1"}
    assert joined(["sea-", "side"], [False], frozenset({"sea-side"})) == "sea-side"
    assert joined(["sea-", "side"], [False]) == "seaside"


def test_lines_that_end_on_purpose_and_many_lines():
    assert joined(["one ", " two", "three"], [True, False]) == "one\ntwo three"
    assert joined(["word-"] * 5000, [False] * 4999).count("word") == 5000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# no heading", "\\# no heading"),
        ("#hashtag", "#hashtag"),
        ("- no item", "\\- no item"),
        ("+ no item", "\\+ no item"),
        ("-5 degrees", "-5 degrees"),
        ("1. May", "1\\. May"),
        ("12) x", "12\\) x"),
        ("1.5 kg", "1.5 kg"),
        ("> quote", "\\> quote"),
        ("---", "\\---"),
        ("a\n===", "a\n\\==="),
        ("a\n- b\n2. c", "a\n\\- b\n2\\. c"),
        ("*bold*", "\\*bold\\*"),
        ("2 * 3", "2 * 3"),
        ("_it_ snake_case", "\\_it\\_ snake_case"),
        ("_ alone _", "_ alone _"),
        ("<b> 1 < 2", "\\<b> 1 < 2"),
        ("[x](y) [1]", "\\[x](y) [1]"),
        ("[a]: b", "\\[a]: b"),
        ("`code` ~~~", "\\`code\\` \\~\\~~"),
        ("~~gone~~", "\\~\\~gone\\~\\~"),
        ("&amp; R&D", "\\&amp; R&D"),
        ("C:\\*.txt C:\\dir", "C:\\\\\\*.txt C:\\dir"),
        ("| a", "\\| a"),
        ("שלום (1)", "שלום (1)"),
    ],
)
def test_escaped(text, expected):
    assert escaped(text) == expected


def test_inside_of_headings_and_cells_no_block_begins():
    assert escaped_inline("1. # *x*") == "1. # \\*x\\*"


@pytest.mark.parametrize("text", ["x" * 200_000, "a-" * 100_000, "_" * 100_000 + "[" * 100_000, "- " * 100_000])
def test_very_long_lines(text):
    assert len(escaped(joined([text, "x"], [False], hyphenated([text])))) >= len(text)
