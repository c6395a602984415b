"""A new text in the units of an old one."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.planted import draw, equal_width, positions
from sparkocr.positions.text import Units
from sparkocr.positions.update import replaced_texts

LEVELS = ("word", "line", "paragraph", "block")


def units(*texts, pitch=0.0):
    """Units in a row, or below each other; without a width of their own they touch."""
    boxes = [(30.0 * place if not pitch else 0.0, pitch * place, 30.0, 10.0) for place in range(len(texts))]
    zeros = np.zeros(len(texts), np.int64)
    return Units(list(texts), np.array(boxes).reshape(-1, 4), zeros, zeros)


def test_words_take_the_place_of_words():
    assert replaced_texts(units("John", "Smith"), "Ann Kowals") == ["Ann", "Kowals"]
    assert replaced_texts(units("John", "Smith", "came", "home"), "<NAME> came home") == ["<NAME>", "", "came", "home"]
    assert replaced_texts(units("Mr", "X", "came"), "Mr Jan van Dam came") == ["Mr", "Jan van Dam", "came"]
    assert replaced_texts(units("he", "came"), "he really came") == ["he really", "came"]
    assert replaced_texts(units("came", "home"), "he came home") == ["he came", "home"]


def test_lines_take_the_place_of_lines():
    old = units("John Smith\n", "lives here\n\n", pitch=20.0)
    assert replaced_texts(old, "Anna\n\nstays here") == ["Anna \n", "stays here\n\n"]
    assert replaced_texts(units("John came\nand went\n"), "Joe came\nand left") == ["Joe came\nand left\n"]


def test_nothing_in_and_nothing_out():
    assert replaced_texts(units(), "text") == []
    assert replaced_texts(units(" ", ""), "text") == [" ", ""]
    assert replaced_texts(units("John", "Smith"), " ") == ["", ""]


def test_texts_too_long_to_compare(monkeypatch):
    monkeypatch.setattr("sparkocr.positions.update._MOST_PAIRS", 5)
    assert replaced_texts(units("aa", "bb", "cc"), "x cc") == ["x", "cc", ""]


@pytest.mark.parametrize("level", LEVELS)
@given(st.integers(0, 10**6), st.lists(st.sampled_from(["<NAME>", "of", "a", "Ünïcode", "12.5"]), max_size=40))
def test_the_words_of_the_new_text_are_all_there(level, seed, words):
    rng = random.Random(seed)  # noqa: S311
    old = ["".join(rng.choices("abcdef", k=rng.randint(1, 9))) for _ in range(30)]
    page = positions(draw(rng, old, equal_width), level)
    texts = replaced_texts(page, " ".join(words))
    assert len(texts) == len(page.texts)
    assert "".join("".join(texts).split()) == "".join(words)


@pytest.mark.parametrize("level", LEVELS)
def test_the_same_text_changes_nothing(level):
    rng = random.Random(1)  # noqa: S311
    page = positions(draw(rng, ["some", "words", "of", "different", "lengths"] * 9, equal_width), level)
    assert replaced_texts(page, " ".join(page.texts)) == page.texts
