import numpy as np
import pytest
from skimage.morphology import remove_small_holes, remove_small_objects

from imaging.drawn import page, speckled
from sparkocr.imaging.noise import noise_variance, speck_ratio
from sparkocr.imaging.objects import ObjectSizes, remove_objects, smallest_dot

INK = np.random.default_rng(5).random((80, 90)) < 0.4
PIXELS = np.where(INK, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("connectivity", "same"), [(0, 2), (1, 1), (2, 2)])
def test_small_objects(connectivity, same):
    found = remove_objects(PIXELS, ObjectSizes(min_object=9, connectivity_object=connectivity))
    assert np.array_equal(found == 0, remove_small_objects(INK, max_size=8, connectivity=same))


@pytest.mark.parametrize(("connectivity", "same"), [(0, 2), (1, 1), (2, 2)])
def test_large_objects(connectivity, same):
    found = remove_objects(PIXELS, ObjectSizes(max_object=30, connectivity_max_object=connectivity))
    large = remove_small_objects(INK, max_size=30, connectivity=same)
    assert np.array_equal(found == 0, INK & ~large)


@pytest.mark.parametrize(("connectivity", "same"), [(0, 2), (1, 1), (2, 2)])
def test_holes(connectivity, same):
    found = remove_objects(PIXELS, ObjectSizes(min_hole=5, connectivity_hole=connectivity))
    assert np.array_equal(found == 0, remove_small_holes(INK, max_size=4, connectivity=same))


def test_nothing_is_removed_by_default():
    assert np.array_equal(remove_objects(PIXELS, ObjectSizes()), PIXELS)


def test_gray_pixels_that_stay_keep_their_level():
    pixels = page(ink=40, paper=200)
    pixels[5, 5] = 0
    found = remove_objects(pixels, ObjectSizes(min_object=4))
    assert found[5, 5] == 255
    changed = found != pixels
    assert changed.sum() < 40, "the speck, and dots of the drawn font"


def test_smallest_dot_follows_font_and_resolution():
    assert smallest_dot(10, 300) == 7
    assert smallest_dot(20, 300) == 27
    assert smallest_dot(10, 600) == 27
    assert smallest_dot(10, 0) == smallest_dot(10, 300)


def test_variance_of_known_noise():
    rng = np.random.default_rng(0)
    for deviation in (2, 8, 20):
        noisy = np.clip(rng.normal(128, deviation, (300, 300)), 0, 255).astype(np.uint8)
        assert noise_variance(noisy) == pytest.approx(deviation**2, rel=0.25)
    assert noise_variance(page()) == 0
    assert noise_variance(np.zeros((2, 9), np.uint8)) == 0


def test_specks_raise_the_ratio():
    clean = page()
    clean_ratio, noisy_ratio = speck_ratio(clean, 300), speck_ratio(speckled(clean), 300)
    assert clean_ratio < 5
    assert noisy_ratio > 70
    assert speck_ratio(np.full((9, 9), 255, np.uint8)) == 0
