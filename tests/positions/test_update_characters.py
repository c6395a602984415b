"""A new text in positions of single characters."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.planted import draw, equal_width, font_width, positions
from sparkocr.positions.text import PositionText, Units, are_characters
from sparkocr.positions.update_characters import replaced_characters

LEVELS = ("pdf", "symbol", "symbol with spaces")
HEIGHT = 20.0
LETTER, GAP, SPACE = 10.0, 2.0, 10.0


def units(*lines, wide=(), spaces=False):
    """Characters of the ink of lines; after those in `wide` (by line and number) the gap looks like a space."""
    found = []
    for number, line in enumerate(lines):
        x, y = 0.0, 40.0 * number
        for place, c in enumerate(line):
            if c != " " or spaces:
                found.append((c, (x, y, LETTER, HEIGHT)))
            x += SPACE if c == " " else LETTER + GAP
            x += SPACE if (number, place) in wide else 0
    zeros = np.zeros(len(found), np.int64)
    return Units([c for c, _ in found], np.array([box for _, box in found]).reshape(-1, 4), zeros, zeros)


def words(found):
    """What stands in boxes of its own, and the characters that stay, joined to runs."""
    runs = [""]
    for text, _, box in found:
        if box:
            runs += [(text, *box), ""]
        else:
            runs[-1] += text
    return [run for run in runs if run]


def test_words_that_stay_keep_their_units():
    old = units("Invoice of Anna", wide=[(0, 0)])
    assert PositionText(old).text == "I nvoice of Anna"
    found = list(replaced_characters(old, "Invoice of Jo"))
    assert [(text, unit) for text, unit, box in found if not box] == [(c, i) for i, c in enumerate("Invoiceof")]
    assert found[-1].text == "Jo"
    assert found[-1].box == (*old.boxes[9][:2], 4 * LETTER + 3 * GAP, HEIGHT)


def test_gaps_that_are_no_spaces_do_not_count():
    old = units("No 12345 for Anna 111", wide=[(0, 3), (0, 18), (0, 19)])
    assert words(replaced_characters(old, "No 12345 for Anna 111")) == ["No12345forAnna111"]
    runs = words(replaced_characters(old, "No 12345 for Jo 111"))
    assert [run if isinstance(run, str) else run[0] for run in runs] == ["No12345for", "Jo", "111"]


def test_spaces_that_have_no_gap_do_not_count():
    old = units("all in one")
    tight = Units(old.texts, old.boxes - [[10.0 * (i > 2), 0, 0, 0] for i in range(len(old.texts))], *[old.pages] * 2)
    assert PositionText(tight).text == "allin one"
    runs = words(replaced_characters(tight, "all in two"))
    assert runs[0] == "allin"
    assert runs[1][0] == "two"


def test_characters_on_a_grid():
    line = "it's $1,234.50 (all in) i.e. ill."
    places = [(c, place) for place, c in enumerate(line) if c != " "]
    boxes = [(12.0 * place + (4 if c in "i.,'l" else 0), 0, 3 if c in "i.,'l" else 11, HEIGHT) for c, place in places]
    zeros = np.zeros(len(places), np.int64)
    assert PositionText(Units([c for c, _ in places], np.array(boxes), zeros, zeros)).text == line


def test_a_one_takes_as_much_room_as_other_digits():
    boxes, x = [], 0.0
    for c in "No 121 11 on 34":
        width = {"1": 5.0, " ": 4.0}.get(c, 11.0)
        if c != " ":
            boxes.append((c, (x + (3.5 if c == "1" else 0), 0.0, width, HEIGHT)))
        x += 12 if c == "1" else width + 1.5
    zeros = np.zeros(len(boxes), np.int64)
    found = PositionText(Units([c for c, _ in boxes], np.array([box for _, box in boxes]), zeros, zeros))
    assert found.text == "No 121 11 on 34"


def test_part_of_a_word_does_not_stay():
    assert words(replaced_characters(units("Johnson came"), "John <X> came")) == [
        ("John <X>", 0, 0, 82, 20),
        "came",
    ]


def without(text):
    """Leave out spaces: those between words that stay are units or not."""
    return "".join(text.split())


@pytest.mark.parametrize("spaces", [False, True])
@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("to Jane Doe now", "to Ann Kowalski now", ["to", "Ann", "Kowalski", "now"]),
        ("to Jane Doe now", "to <NAME> now", ["to", "<NAME>", "now"]),
        ("to Anna now", "to REDACTED NUMBER now", ["to", "REDACTED NUMBER", "now"]),
        ("he came", "he really came", ["he really", "came"]),
        ("came", "he came home", ["he came home"]),
        ("came home", "he came home now", ["he came", "home now"]),
        ("he really came", "he came", ["hecame"]),
        ("came", "", []),
        ("", "came", []),
    ],
)
def test_what_replaces_what(spaces, old, new, expected):
    runs = words(replaced_characters(units(old, spaces=spaces), new))
    texts = [run if isinstance(run, str) else run[0] for run in runs]
    assert [without(text) for text in texts if without(text)] == list(map(without, expected))


def test_names_over_two_lines():
    old = units("came with Anna", "Kowalski home")
    texts = [text for text, _, box in replaced_characters(old, "came with Al von Berg home") if box]
    assert texts == ["Al", "von Berg"]
    (one,) = [made for made in replaced_characters(old, "came with <NAME> home") if made.box]
    assert (one.text, one.box[1]) == ("<NAME>", 0)


def test_lines_are_compared_with_lines():
    old = units("one two", "one two")
    runs = words(replaced_characters(old, "one two\n\none six"))
    assert runs[0] == "onetwoone"
    assert runs[1][0] == "six"


def test_composed_and_decomposed_letters_are_the_same():
    assert words(replaced_characters(units("Müller came"), "Mu\u0308ller came")) == ["Müllercame"]


def test_new_text_is_replaced_again():
    old = units("call 5551234 or Anna now please")
    once = list(replaced_characters(old, "call REDACTED NUMBER or Anna now please"))
    boxes = np.array([made.box or old.boxes[made.unit] for made in once])
    zeros = np.zeros(len(once), np.int64)
    again = Units([made.text for made in once], boxes, zeros, zeros)
    assert are_characters(again.texts)
    assert PositionText(again).text == "call REDACTED NUMBER or Anna now please"
    twice = list(replaced_characters(again, "call REDACTED NUMBER or Jo now please"))
    assert [made.text for made in twice if made.box] == ["Jo"]
    assert "REDACTED NUMBER" in [made.text for made in twice]


def test_texts_too_long_to_compare(monkeypatch):
    monkeypatch.setattr("sparkocr.positions.update_characters._MOST_PAIRS", 5)
    runs = words(replaced_characters(units("aaa bbb ccc", wide=[(0, 0)]), "aaa ddd ccc"))
    assert runs == [("aaa ddd", 0, 0, 90, 20), "ccc"]


@pytest.mark.parametrize("level", LEVELS)
@given(st.integers(0, 10**6), st.lists(st.sampled_from(["<NAME>", "of", "a", "Ünïcode", "12.5", "\n"]), max_size=40))
def test_the_words_of_the_new_text_are_all_there(level, seed, new):
    rng = random.Random(seed)  # noqa: S311
    old = ["".join(rng.choices("abcdef", k=rng.randint(1, 9))) for _ in range(30)] + ["of", "a"] * 3
    page = positions(draw(rng, old, font_width), level)
    found = list(replaced_characters(page, " ".join(new)))
    assert "".join("".join(made.text for made in found).split()) == "".join(" ".join(new).split())
    assert [made.unit for made in found] == sorted({made.unit for made in found})


@pytest.mark.parametrize("level", LEVELS)
def test_the_same_text_changes_nothing(level):
    rng = random.Random(1)  # noqa: S311
    page = positions(draw(rng, ["some", "words", "of", "different", "lengths"] * 9, equal_width), level)
    found = list(replaced_characters(page, ("" if level == "pdf" else " ").join(page.texts)))
    assert [(made.text, made.unit, made.box) for made in found] == [(c, i, None) for i, c in enumerate(page.texts)]


def test_words_among_many_dots_are_no_characters():
    assert not are_characters(["."] * 30 + ["thousands"] * 10)
    assert are_characters(list("thousands") * 10 + ["replaced"] * 5)
    assert not are_characters([])
