import numpy as np
import pytest
from skimage.filters import threshold_local, threshold_otsu

from imaging.drawn import page
from sparkocr.imaging.threshold import (
    adaptive_binarize,
    adaptive_threshold,
    binarize,
    huang_threshold,
    otsu_binarize,
)

LOCAL = ["gaussian", "mean", "median"]
BORDERS = ["reflect", "constant", "nearest", "mirror", "wrap"]


def noisy(shape=(60, 80), seed=1):
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


@pytest.mark.parametrize("threshold", [0, 100, 169, 170, 255])
def test_pixels_above_the_threshold_become_white(threshold):
    levels = np.arange(256, dtype=np.uint8).reshape(16, 16)
    assert np.array_equal(binarize(levels, threshold), np.where(levels > threshold, 255, 0))


def test_default_threshold_is_170():
    assert binarize(np.array([[170, 171]], np.uint8)).tolist() == [[0, 255]]


def test_input_is_not_changed():
    pixels = np.array([[10, 200]], np.uint8)
    pixels.flags.writeable = False
    for result in (binarize(pixels), adaptive_threshold(pixels), adaptive_binarize(pixels), otsu_binarize(pixels)):
        assert result.flags.owndata
        assert result.dtype == np.uint8
    assert pixels.tolist() == [[10, 200]]


def test_otsu_agrees_with_scikit_image():
    pixels = page(ink=60, paper=200)
    assert np.array_equal(otsu_binarize(pixels) > 0, pixels > threshold_otsu(pixels))
    assert otsu_binarize(np.array([[100, 200]], np.uint8), scale=10).tolist() == [[255, 255]]


@pytest.mark.parametrize("border", BORDERS)
@pytest.mark.parametrize("method", LOCAL)
def test_local_thresholds_agree_with_scikit_image(method, border):
    pixels = noisy()
    sigma = {"param": (15 - 1) / 6} if method == "gaussian" else {}
    wanted = threshold_local(pixels.astype(float), 15, method, offset=3, mode=border, cval=40, **sigma)
    found = adaptive_threshold(pixels, 15, method, 3, border, 40)
    same = (found > 0) == (pixels >= wanted)
    # OpenCV's kernel of the Gaussian ends at the block, SciPy's at 4 sigma.
    assert same.mean() > (0.99 if method == "gaussian" else 0.9999)


def test_even_blocks_are_made_odd():
    pixels = noisy()
    assert np.array_equal(adaptive_threshold(pixels, 14, "mean"), adaptive_threshold(pixels, 15, "mean"))


@pytest.mark.parametrize("method", [*LOCAL, "wolf", "singh"])
def test_blank_paper_stays_white(method):
    for level in (1, 128, 255):
        blank = np.full((40, 50), level, np.uint8)
        assert (adaptive_threshold(blank, 9, method) == 255).all()
        assert (adaptive_binarize(blank, 9, "wolf") == 255).all()


def brute(pixels, size, rule):
    """A local threshold, pixel by pixel."""
    padded = np.pad(pixels.astype(float), size // 2, mode="symmetric")
    windows = np.lib.stride_tricks.sliding_window_view(padded, (size, size))
    mean, deviation = windows.mean(axis=(2, 3)), windows.std(axis=(2, 3))
    return rule(mean, deviation, pixels.astype(float))


RULES = {
    "wolf": lambda m, s, p: m - 0.5 * (1 - s / s.max()) * (m - p.min()),
    "singh": lambda m, _, p: m * (1 + 0.06 * ((p - m) / 255 / (1 - (p - m) / 255) - 1)),
    "sauvola": lambda m, s, _: m * (1 + 0.3 * (s / 128 - 1)),
}


@pytest.mark.parametrize(("method", "apply"), [("wolf", adaptive_threshold), ("singh", adaptive_threshold)])
def test_rules_of_the_papers(method, apply):
    pixels = noisy((30, 40))
    wanted = pixels >= brute(pixels, 7, RULES[method])
    assert ((apply(pixels, 7, method) > 0) == wanted).mean() > 0.999


@pytest.mark.parametrize("method", ["wolf", "sauvola"])
def test_rules_of_the_binarizer(method):
    pixels = noisy((30, 40))
    wanted = pixels * 1.2 >= brute(pixels, 7, RULES[method])
    assert ((adaptive_binarize(pixels, 6.2, method, 1.2) > 0) == wanted).mean() > 0.999


@pytest.mark.parametrize("method", ["gaussian", "sauvola", "wolf"])
def test_text_under_a_shadow_is_found(method):
    light = np.linspace(0.35, 1, 900)
    found = adaptive_binarize((page() * light).astype(np.uint8), 61, method)
    wanted = page() > 127
    assert ((found > 0) == wanted).mean() > 0.97


def test_huang_splits_two_humps_and_bears_one_level():
    rng = np.random.default_rng(0)
    levels = np.concatenate([rng.normal(70, 9, 3000), rng.normal(190, 9, 7000)]).astype(np.uint8).reshape(100, 100)
    assert 85 < huang_threshold(levels) < 175
    assert huang_threshold(np.full((3, 3), 90, np.uint8)) == 89
    assert huang_threshold(np.zeros((3, 3), np.uint8)) == 0
