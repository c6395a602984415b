import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from imaging.drawn import page
from sparkocr.imaging.background import (
    enhance_contrast,
    estimate_background,
    homogenize_light,
    remove_background,
    remove_glare,
)

SHADOW = np.linspace(0.4, 1, 900)
images = arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=40))


def shadowed():
    return (page(ink=30, paper=240) * SHADOW).astype(np.uint8)


def test_background_is_the_paper_without_the_text():
    found = estimate_background(shadowed(), 60).astype(int)
    assert np.abs(found[100:-100, 100:-100] - (240 * SHADOW)[None, 100:-100]).max() < 12


def test_removed_background_is_white_and_keeps_the_ink():
    found = remove_background(shadowed(), 60)
    paper = page() == 255
    assert np.percentile(found[paper], 5) > 225
    assert np.percentile(found[page() == 0], 95) < 60


def test_the_block_has_to_be_larger_than_the_strokes():
    square = np.full((300, 300), 220, np.uint8)
    square[100:200, 100:200] = 40
    assert remove_background(square, 600)[150, 150] < 80
    assert remove_background(square, 30)[150, 150] > 200


def test_homogenized_light():
    found = homogenize_light(shadowed(), exposure=150)
    columns = np.median(found, axis=0)
    assert np.ptp(np.median(shadowed(), axis=0)) > 120
    assert np.ptp(columns[20:-20]) < 40
    assert np.median(homogenize_light(shadowed(), exposure=60)) < np.median(found) - 60


def test_threshold_of_homogenized_light_drops_small_differences():
    rng = np.random.default_rng(0)
    noisy = rng.integers(120, 131, (100, 100)).astype(np.uint8)
    assert homogenize_light(noisy, 0).std() > 2
    assert (homogenize_light(noisy, 12) == 112).all()


def test_contrast_grows_with_the_limit_and_follows_the_tiles():
    weak = page(ink=120, paper=140)
    low, high = enhance_contrast(weak, 1.0), enhance_contrast(weak, 20.0)
    assert weak.std() < low.std() < high.std()
    assert not np.array_equal(enhance_contrast(weak, 4, 3), enhance_contrast(weak, 4, 9))


def test_glare_is_darkened_to_the_paper():
    flat = page(ink=20, paper=150)
    y, x = np.mgrid[:600, :900]
    spot = 95 * np.exp(-((x - 600) ** 2 + (y - 300) ** 2) / (2 * 110**2))
    glaring = np.clip(flat + spot, 0, 255).astype(np.uint8)
    found = remove_glare(glaring)
    assert glaring.max() > 220
    assert np.percentile(found, 99.5) < 190
    assert abs(int(found[10, 10]) - 150) < 3


@given(images, st.integers(1, 400))
def test_any_image_keeps_its_shape(pixels, block):
    results = [
        remove_background(pixels, block),
        estimate_background(pixels, block),
        homogenize_light(pixels, block % 256, block % 256),
        enhance_contrast(pixels, block, block % 64 + 1),
        remove_glare(pixels),
    ]
    assert {(array.shape, array.dtype) for array in results} == {(pixels.shape, np.dtype(np.uint8))}


@pytest.mark.parametrize("level", [0, 128, 255])
def test_blank_pages(level):
    blank = np.full((200, 300), level, np.uint8)
    assert np.ptp(remove_background(blank)) == 0
    assert (remove_glare(blank) == level).all()
