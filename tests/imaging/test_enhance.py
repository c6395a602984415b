"""What is done to which page."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from imaging.drawn import image, page, speckled
from sparkocr.engines.engine import recognise
from sparkocr.engines.tesseract import Tesseract
from sparkocr.enums import ImageType
from sparkocr.imaging import geometry
from sparkocr.imaging.enhance import Plan, despeckle, enhance, plan, sharpen, whiten
from sparkocr.imaging.pixels import Image, Pixels
from sparkocr.imaging.quality import PageQuality, paper_noise, text_height

GOOD = PageQuality(resolution=300, text_height=30, noise=0, specks=0, unevenness=0, contrast=200)
LARGE = 1_000_000


def soiled(pixels, deviation=12, darkest=0.5):
    """A page in the shade, with noise and specks."""
    light = np.linspace(0.9, darkest, pixels.shape[1])
    noise = np.random.default_rng(1).normal(0, deviation, pixels.shape)
    return speckled(np.clip(pixels * light + noise, 0, 255).astype(np.uint8), 0.004)


def names(steps):
    return [step.split()[0] for step in steps]


@pytest.mark.parametrize("kind", list(ImageType))
def test_clean_page_is_returned_itself(kind):
    clean = image(page(size=32), kind)
    result, steps = enhance(clean)
    assert result is clean
    assert steps == []


def test_low_text_is_enlarged():
    low = image(page(450, 300, 12), resolution=100)
    result, steps = enhance(low)
    assert steps == ["scale 3.00", "sharpen"]
    assert result.pixels.shape == (900, 1350)
    assert (result.resolution, result.dpi) == (100, 300)
    np.testing.assert_allclose(result.transform, np.diag([1 / 3, 1 / 3, 1]))


def test_noisy_page_is_cleaned():
    noisy = soiled(page(size=32))
    result, steps = enhance(image(noisy))
    assert steps == ["denoise", "background", "whiten"]
    assert paper_noise(result.pixels) < 0.1 * paper_noise(noisy)
    assert np.median(result.pixels[:, -100:]) == 255


def test_noisy_page_is_read_again():
    noisy = image(soiled(page(900, 120, 32, "Invoice 4711 of the quick fox"), 14, 0.3))
    assert recognise(Tesseract(), enhance(noisy)[0].pixels, 300).text.strip() == "Invoice 4711 of the quick fox"


def test_low_text_is_read_again():
    low = image(cv2.resize(page(900, 120, 32, "Invoice 4711 of the quick fox"), None, fx=0.3, fy=0.3, interpolation=3))
    assert recognise(Tesseract(), enhance(low)[0].pixels, 300).text.strip() == "Invoice 4711 of the quick fox"


def test_tilted_page_is_levelled():
    tilted = geometry.rotate(image(page(size=32)), 3)
    result, steps = enhance(tilted)
    assert names(steps) == ["deskew"]
    assert float(steps[0].split()[1]) == pytest.approx(3, abs=0.1)
    assert enhance(result)[1] == []


def test_order_of_the_steps():
    worst = geometry.rotate(image(soiled(page(450, 300, 13))), -4)
    assert names(enhance(worst)[1]) == ["denoise", "background", "whiten", "deskew", "scale"]


@pytest.mark.parametrize(
    ("switch", "steps"),
    [
        ("scale", {"scale", "sharpen"}),
        ("denoise", {"denoise", "whiten"}),
        ("background", {"background"}),
        ("deskew", {"deskew"}),
    ],
)
def test_steps_can_be_switched_off(switch, steps):
    worst = geometry.rotate(image(soiled(page(450, 300, 13))), -4)
    everything, fewer = names(enhance(worst)[1]), names(enhance(worst, **{switch: False})[1])
    assert steps & set(everything)
    assert fewer == [step for step in everything if step not in steps] or switch == "denoise"  # noise isn't sharpened
    assert not steps & set(fewer)


def test_nothing_is_done_with_all_switches_off():
    worst = geometry.rotate(image(soiled(page(450, 300, 13))), -4)
    result, steps = enhance(worst, scale=False, denoise=False, background=False, deskew=False)
    assert result is worst
    assert steps == []


def test_colour_becomes_gray_where_something_is_done():
    low = image(page(450, 300, 12), ImageType.TYPE_3BYTE_BGR)
    result, _ = enhance(low)
    assert result.image_type == ImageType.TYPE_BYTE_GRAY
    assert result.pixels.ndim == 2


def test_light_text_on_dark_ground_is_only_enlarged():
    negative = image(255 - soiled(page(450, 300, 12)))
    assert set(names(enhance(negative)[1])) <= {"scale", "sharpen"}


@settings(max_examples=60, deadline=None)
@given(arrays.arrays(np.uint8, arrays.array_shapes(min_dims=2, max_dims=2, max_side=60)))
def test_anything_can_be_enhanced(pixels):
    pixels.flags.writeable = False
    given_image = image(pixels)
    result, steps = enhance(given_image, deskew=False)
    assert result.pixels.dtype == np.uint8
    assert (result is given_image) == (not steps)
    factor = float(next((step.split()[1] for step in steps if step.startswith("scale")), 1))
    assert result.pixels.shape == tuple(round(side * factor) for side in pixels.shape)


@pytest.mark.parametrize(
    "pixels",
    [np.zeros((1, 1), np.uint8), np.full((1, 5000), 9, np.uint8), np.full((4000, 4000), 255, np.uint8)],
    ids=["pixel", "row", "huge"],
)
def test_pages_without_text_are_left_alone(pixels):
    blank = image(pixels)
    assert enhance(blank)[0] is blank


def test_a_good_page_needs_nothing():
    assert plan(GOOD, LARGE) == Plan()


@pytest.mark.parametrize(("height", "factor"), [(0, 1), (5, 3), (10, 3), (12, 2), (13.9, 2), (14, 1), (100, 1)])
def test_factor_follows_from_the_height_of_text(height, factor):
    todo = plan(replace(GOOD, text_height=height), LARGE)
    assert (todo.factor, todo.sharpen) == (factor, factor > 1)


def test_large_pages_are_enlarged_less():
    low = replace(GOOD, text_height=8)
    assert [plan(low, pixels).factor for pixels in (1_000_000, 8_000_000, 40_000_000)] == [3, 2, 1]


def test_specks_of_low_text_are_its_full_stops():
    specked = replace(GOOD, specks=0.1)
    assert plan(specked, LARGE).median
    assert plan(replace(specked, text_height=16), LARGE).specks
    assert not plan(replace(specked, text_height=8), LARGE).specks
    assert plan(replace(specked, text_height=8, specks=0.5), LARGE).specks


def test_strong_noise_hides_specks():
    noisy = replace(GOOD, text_height=16, specks=0.1, noise=20)
    assert plan(noisy, LARGE).specks > plan(replace(noisy, noise=3), LARGE).specks


def test_shadow_counts_by_the_contrast_of_ink():
    shadow = replace(GOOD, unevenness=40)
    assert not plan(shadow, LARGE).background
    assert plan(replace(shadow, contrast=80), LARGE).background
    assert not plan(replace(shadow, contrast=80), LARGE, background=False).background


@given(
    st.builds(
        PageQuality,
        st.integers(0, 1200),
        *[st.floats(0, limit) for limit in (1000, 128, 100, 255, 255)],
        st.booleans(),
    ),
    st.integers(1, 1 << 30),
)
def test_there_is_a_plan_for_any_quality(quality, pixels):
    todo = plan(quality, pixels)
    assert 1 <= todo.factor <= 3
    assert todo.factor == 1 or pixels * todo.factor**2 <= 50_000_000
    assert not (todo.median and todo.specks)
    assert plan(quality, pixels, scale=False, denoise=False, background=False) == Plan()


def test_despeckle_removes_single_pixels_and_keeps_the_rest():
    pixels = page(size=32)
    specked = pixels.copy()
    specked[5::40, 5:30:10] = 0  # in the margin
    np.testing.assert_array_equal(despeckle(specked), pixels)
    assert despeckle(np.zeros((1, 1), np.uint8)).tolist() == [[0]]


@pytest.mark.parametrize("rows", [1, 2, 7, 8, 9, 30])
def test_despeckle_of_bands_is_that_of_a_page(rows, monkeypatch):
    noise = np.random.default_rng(0)
    pixels = np.where(noise.random((rows, 40)) < 0.1, 0, 200 + noise.integers(0, 50, (rows, 40))).astype(np.uint8)
    whole = despeckle(pixels)
    monkeypatch.setattr("sparkocr.imaging.enhance._BAND", 4)
    np.testing.assert_array_equal(despeckle(pixels), whole)


def test_despeckle_leaves_fainter_pixels():
    pixels = np.full((5, 5), 200, np.uint8)
    pixels[2, 2] = 150
    assert despeckle(pixels, 50)[2, 2] == 150
    assert despeckle(pixels, 49)[2, 2] == 200


@given(st.floats(1, 255))
def test_whiten_is_a_division(white):
    levels = np.arange(256, dtype=np.uint8).reshape(16, 16)
    wanted = np.minimum(levels * (255 / white), 255)
    assert np.abs(whiten(levels, white) - wanted).max() <= 0.51


def test_sharpen_steepens_edges_and_keeps_flat_parts():
    edge = np.where(np.arange(20) < 10, 80, 160).astype(np.uint8)[None].repeat(20, axis=0)
    blurred: Pixels = cv2.GaussianBlur(edge, (0, 0), 1.5)
    sharp = sharpen(blurred, 1.5)
    slope = np.diff(sharp[10].astype(int))[9]
    assert slope > np.diff(blurred[10].astype(int))[9]
    assert (sharp[:, [0, -1]] == [80, 160]).all()


def test_transform_leads_back_to_the_first_image():
    low = Image(page(450, 300, 12), 100, ImageType.TYPE_BYTE_GRAY)
    result, _ = enhance(geometry.crop(low, 30, 20, 400, 250))
    x, y, _ = result.transform @ [30, 60, 1]
    assert (x, y) == (30 + 10, 20 + 20)
    assert text_height(result.pixels) == pytest.approx(3 * text_height(low.pixels), rel=0.15)
