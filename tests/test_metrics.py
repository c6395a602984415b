"""Scores of texts, and columns of them."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparkocr import metrics
from sparkocr.metrics import cer, score, token_f1, wer, with_scores, word_f1

texts = st.text("abc 1.\n", max_size=30)


def test_examples_of_the_docstrings():
    assert doctest.testmod(metrics).attempted >= 5
    assert doctest.testmod(metrics).failed == 0


@pytest.mark.parametrize("metric", [score, word_f1, token_f1])
@given(one=texts, other=texts)
def test_similarities(metric, one, other):
    assert 0 <= metric(one, other) <= 1
    assert metric(one, other) == pytest.approx(metric(other, one))
    assert metric(one, one) == 1


@pytest.mark.parametrize("metric", [cer, wer])
@given(one=texts, other=texts)
def test_error_rates(metric, one, other):
    assert metric(one, other) >= 0
    assert metric(one, one) == 0
    assert (metric(one, other) == 0) == (one.split() == other.split())


def test_white_space_does_not_count():
    for metric in (score, word_f1, token_f1):
        assert metric("a  b\nc", " a b c\n") == 1
    assert (cer("a  b\nc", "a b c"), wer("a  b\nc", "a b c")) == (0, 0)


def test_blank_texts():
    assert (score("", ""), cer("", "abc"), wer("", "a b"), word_f1("", ""), word_f1("", "a")) == (1, 3, 2, 1, 0)


def test_columns(spark):
    frame = spark.createDataFrame([("one two", "one too"), ("one", None)], "truth string, text string")
    rows = with_scores(frame, "truth").collect()
    assert [row["wer"] for row in rows] == [0.5, 1.0]
    assert [row["score"] for row in rows] == pytest.approx([6 / 7, 0])
    assert with_scores(frame, "truth", "truth", [cer]).columns == ["truth", "text", "cer"]
