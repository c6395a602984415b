"""Ink of words, and its characters."""

import numpy as np
import pytest

from sparkocr.imaging.glyphs import blank_between, ink, split_word, trimmed


def word(*runs, height=20, width=60):
    """A mask with ink in runs of columns, in the rows 5 to 14."""
    mask = np.zeros((height, width), bool)
    for start, end in runs:
        mask[5:15, start:end] = True
    return mask


@pytest.mark.parametrize("invert", [False, True])
@pytest.mark.parametrize("channels", [1, 3])
def test_ink(invert, channels):
    pixels = np.where(word((10, 20)), 40, 200).astype(np.uint8)
    pixels = 255 - pixels if invert else pixels
    pixels = np.repeat(pixels[..., None], 3, axis=2) if channels == 3 else pixels
    assert (ink(pixels) == word((10, 20))).all()


def test_no_ink_without_contrast():
    assert not ink(np.random.default_rng(0).integers(190, 210, (20, 20), np.uint8)).any()


def test_trimmed():
    mask = word((10, 20), (30, 40))
    assert trimmed(mask, 0, 60) == (10, 40, 5, 15)
    assert trimmed(mask, 15.5, 25) == (15, 20, 5, 15)
    assert trimmed(mask, 21, 29) is None


def test_blank_between():
    mask = word((10, 20), (23, 25), (33, 40))
    assert blank_between(mask, 12, 36) == (25, 33)
    mask[5:15, 20:33] = True
    mask[7:15, 30] = False
    assert blank_between(mask, 12, 36) == (30, 30)


def test_as_many_runs_as_characters():
    assert split_word(word((0, 10), (20, 30), (50, 60)), [1, 2, 3]) == [
        (0, 10, 5, 15),
        (20, 30, 5, 15),
        (50, 60, 5, 15),
    ]


def test_touching_characters_are_cut_where_there_is_least_ink():
    mask = word((0, 40))
    mask[5:14, 18] = False
    assert split_word(mask, [8, 30]) == [(0, 18, 5, 15), (18, 40, 5, 15)]


def test_more_runs_than_characters():
    assert split_word(word((0, 4), (8, 12), (30, 40)), [6, 35]) == [(0, 12, 5, 15), (30, 40, 5, 15)]


@pytest.mark.parametrize("middles", [[5, 3, 100], [-5, 0, 0], [30, 30, 30]])
def test_wrong_middles_never_fail(middles):
    bounds = split_word(word((0, 25), (30, 60)), middles)
    assert len(bounds) == 3
    assert all(left < right and top < bottom for left, right, top, bottom in bounds)


def test_no_ink_at_all():
    assert split_word(word(), [10, 40]) == [(0, 25.5, 0, 20), (25.5, 60, 0, 20)]
