"""Recognisers that know the letters of a language only."""

import numpy as np
import onnxruntime
import pytest

from sparkocr.engines.ppocr.alphabet import allowed_classes
from sparkocr.engines.ppocr.head import with_classes
from sparkocr.engines.ppocr.models import characters, model_path, network


@pytest.mark.parametrize("size", ["tiny", "small"])
@pytest.mark.parametrize("language", ["eng", "ell"])
def test_probabilities_are_those_of_the_whole_network(size, language):
    known = characters(size)
    classes = allowed_classes(language, known)
    batch = np.random.default_rng(0).uniform(-1, 1, (1, 3, 48, 160)).astype(np.float32)
    wanted = network("rec", size)(batch)[..., classes]
    found = network("rec", size, classes=classes)(batch)
    assert found.shape == (1, 20, len(classes))
    assert found == pytest.approx(wanted / wanted.sum(axis=-1, keepdims=True), abs=1e-5)


def test_file_is_smaller_and_says_its_classes():
    whole = model_path("rec", "small").read_bytes()
    count = len(characters("small"))
    cut = with_classes(whole, count, range(100))
    assert len(whole) - len(cut) == pytest.approx((count - 100) * (120 + 1) * 4, abs=100)
    assert onnxruntime.InferenceSession(cut).get_outputs()[0].shape[-1] == 100


def test_all_classes_change_nothing_but_the_order_of_fields():
    whole = model_path("rec", "tiny").read_bytes()
    count = len(characters("tiny"))
    assert sorted(with_classes(whole, count, range(count))) == sorted(whole)
