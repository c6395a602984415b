"""The global threshold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparkocr.imaging.threshold import binarize


@given(st.integers(0, 255))
def test_white_is_above_the_threshold(threshold):
    levels = np.arange(256, dtype=np.uint8).reshape(16, 16)
    result = binarize(levels, threshold)
    np.testing.assert_array_equal(result, np.where(levels > threshold, 255, 0))
    assert result.dtype == np.uint8


def test_default_is_170():
    assert binarize(np.array([[170, 171]], np.uint8)).tolist() == [[0, 255]]


@pytest.mark.parametrize("shape", [(1, 1), (1, 20_000), (20_000, 1)])
def test_shape_is_kept_and_input_is_not_changed(shape):
    pixels = np.full(shape, 200, np.uint8)
    pixels.flags.writeable = False
    assert binarize(pixels).shape == shape
    assert (pixels == 200).all()
