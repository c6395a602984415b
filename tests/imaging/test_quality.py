"""What is measured on a page."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra import numpy as arrays

from imaging.drawn import image, page, speckled
from sparkocr.enums import ImageType
from sparkocr.imaging.quality import measure, paper_noise, text_height

CAPITALS = 0.72  # of the size of Pillow's font


def with_noise(pixels, deviation, seed=0):
    noise = np.random.default_rng(seed).normal(0, deviation, pixels.shape)
    return np.clip(pixels + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("size", [14, 20, 24, 36, 60, 120])
def test_text_height_is_that_of_capitals(size):
    assert text_height(page(38 * size, 25 * size, size)) == pytest.approx(CAPITALS * size, rel=0.1)


@pytest.mark.parametrize("factor", [0.25, 0.5, 0.75, 1.3, 2, 3])
def test_text_height_is_proportional(factor):
    pixels = page(1800, 1200, 48)
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    scaled = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=method)
    assert text_height(scaled) == pytest.approx(text_height(pixels) * factor, rel=0.1)


def test_text_height_of_a_large_page_comes_from_samples():
    text = "\n".join(["Most of the text of this page has one size"] * 60)
    assert text_height(page(2500, 3500, 40, text)) == pytest.approx(CAPITALS * 40, rel=0.1)


@pytest.mark.parametrize(
    "disturb",
    [
        speckled,
        lambda pixels: with_noise(pixels * 0.7 + 40, 10),
        lambda pixels: 255 - pixels,
        lambda pixels: (pixels * np.linspace(1, 0.4, pixels.shape[1])).astype(np.uint8),
        lambda pixels: (pixels * 0.3 + 150).astype(np.uint8),
        lambda pixels: cv2.rectangle(cv2.line(pixels, (0, 500), (899, 500), 0, 3), (10, 10), (890, 590), 0, 2),
        lambda pixels: cv2.rectangle(pixels, (500, 300), (899, 599), 90, -1),
    ],
    ids=["specks", "noise", "negative", "shadow", "pale", "rules", "picture"],
)
def test_text_height_is_robust(disturb):
    clean = text_height(page())
    assert text_height(disturb(page())) == pytest.approx(clean, rel=0.15)


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((1, 1), np.uint8),
        np.full((1, 9000), 200, np.uint8),
        np.full((9000, 1), 200, np.uint8),
        np.full((500, 400), 255, np.uint8),
        np.zeros((500, 400), np.uint8),
        with_noise(np.full((500, 400), 200), 15),
        np.full((6000, 6000), 255, np.uint8),
    ],
    ids=["pixel", "row", "column", "white", "black", "noise", "huge"],
)
def test_no_text_has_no_height(pixels):
    assert text_height(pixels) == 0


@settings(max_examples=60, deadline=None)
@given(arrays.arrays(np.uint8, arrays.array_shapes(min_dims=2, max_dims=2, max_side=60)))
def test_anything_can_be_measured(pixels):
    pixels.flags.writeable = False
    quality = measure(image(pixels))
    assert 0 <= quality.text_height <= max(pixels.shape)
    assert text_height(pixels) == quality.text_height
    assert 0 <= quality.noise <= 128
    assert 0 <= quality.specks <= 100
    assert 0 <= quality.unevenness <= 255
    assert 0 <= quality.contrast <= 255


@pytest.mark.parametrize("kind", list(ImageType))
def test_all_types_are_measured_alike(kind):
    assert measure(image(page(), kind)).text_height == pytest.approx(measure(image(page())).text_height, rel=0.1)


def test_clean_page():
    quality = measure(image(page(), resolution=123))
    assert (quality.resolution, quality.noise, quality.unevenness, quality.dark) == (123, 0, 0, False)
    assert quality.specks < 0.02
    assert quality.contrast > 150


@pytest.mark.parametrize("deviation", [3, 6, 12, 24])
def test_noise_is_its_standard_deviation(deviation):
    noisy = with_noise(page(paper=150), deviation)
    assert paper_noise(noisy) == pytest.approx(deviation, rel=0.15)


def test_specks_are_a_share_of_the_pixels():
    assert measure(image(speckled(page(), 0.004))).specks == pytest.approx(0.2, abs=0.05)  # half of them are black


def test_unevenness_is_a_difference_of_brightness():
    shadow = (page() * np.linspace(1, 0.6, 900)).astype(np.uint8)
    assert measure(image(shadow)).unevenness == pytest.approx(0.8 * 0.4 * 255, rel=0.1)  # without a tenth at both ends


def test_contrast_is_that_of_ink():
    assert measure(image(page(size=40, ink=100, paper=220))).contrast == pytest.approx(120, abs=15)


def test_dark_page_is_measured_on_its_negative():
    quality = measure(image(255 - page()))
    assert quality.dark
    assert quality.text_height == measure(image(page())).text_height
