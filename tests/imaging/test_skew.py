"""The angle of text lines, on pages drawn here."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PIL import Image, ImageDraw, ImageFont

from sparkocr.imaging.skew import estimate_skew

TEXT = "the quick brown fox jumps over a lazy dog and gets paid 12.50 by the dog, which is why it does so"
WORDS = TEXT.split()
SIZE = (1000, 1200)


def write(draw, size=20, left=80, right=920):
    """Fill a page with ragged lines of text, which repeat only after long."""
    font = ImageFont.load_default(size)
    words = iter(WORDS[number * number % len(WORDS)] for number in range(10_000))
    for y in range(100, 1100, 2 * size):
        line = ""
        while draw.textlength(line, font) < right - left - 100:
            line += next(words) + " "
        draw.text((left, y), line, 0, font)


@pytest.fixture(scope="module")
def page():
    image = Image.new("L", SIZE, 255)
    write(ImageDraw.Draw(image))
    return image


@pytest.fixture(scope="module")
def form():
    """Few words in a table that is all ruled lines."""
    image = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(18)
    for row, y in enumerate(range(100, 1101, 50)):
        draw.line((80, y, 920, y), 0, 2)
        if y < 1100:
            draw.text((90, y + 14), " ".join(WORDS[row % 7 : row % 7 + 3]), 0, font)
            draw.text((720, y + 14), f"{row * 37}.{row + 10}", 0, font)
    for x in (80, 500, 700, 920):
        draw.line((x, 100, x, 1100), 0, 2)
    return image


def turned(image, angle, fill=255):
    """Rotate counter-clockwise, as Pillow does, on a larger page."""
    return np.asarray(image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=fill))


@pytest.mark.parametrize("angle", [-14.5, -5, -1.3, -0.3, -0.1, 0.1, 0.2, 0.7, 2.9, 8, 15])
def test_known_rotations_are_found(page, angle):
    assert estimate_skew(turned(page, angle), half_angle=15) == pytest.approx(angle, abs=0.03)


def test_page_without_skew(page):
    assert abs(estimate_skew(np.asarray(page))) < 0.03


def test_lines_that_rise_to_the_right_are_positive():
    image = Image.new("L", (600, 300), 255)
    font = ImageFont.load_default(20)
    for x in range(20, 570, 14):  # letter by letter, 3 px up per 100 px
        for y in range(50, 300, 50):
            ImageDraw.Draw(image).text((x, y - x * 3 // 100), "n", 0, font)
    assert estimate_skew(np.asarray(image)) == pytest.approx(np.degrees(np.arctan(0.03)), abs=0.1)


@pytest.mark.parametrize("angle", [-3.3, 0.4])
def test_form_with_ruled_lines(form, angle):
    assert estimate_skew(turned(form, angle)) == pytest.approx(angle, abs=0.05)


@pytest.mark.parametrize("angle", [-4, 0.3])
def test_light_text_on_dark(page, angle):
    assert estimate_skew(255 - turned(page, angle)) == pytest.approx(angle, abs=0.03)


@pytest.mark.parametrize("angle", [-4, 0.3])
def test_black_and_white(page, angle):
    binary = np.where(turned(page, angle) < 128, 0, 255).astype(np.uint8)
    assert estimate_skew(binary) == pytest.approx(angle, abs=0.05)


def test_weak_contrast_in_a_shadow(page):
    pixels = turned(page, 1.7) / 255
    shadow = np.linspace(60, 200, pixels.shape[1])
    assert estimate_skew((shadow * (0.7 + 0.3 * pixels)).astype(np.uint8)) == pytest.approx(1.7, abs=0.05)


def test_noise_and_a_black_border_are_no_text(page):
    pixels = turned(page, -2.4).copy()
    specks = np.random.default_rng(0).random(pixels.shape) < 0.01
    pixels[specks] = 0
    bordered = np.pad(pixels, ((0, 200), (150, 0)))
    assert estimate_skew(bordered) == pytest.approx(-2.4, abs=0.05)


def test_large_pages_are_reduced(page):
    pixels = np.kron(turned(page, 1.2), np.ones((4, 4), np.uint8))
    assert estimate_skew(pixels) == pytest.approx(1.2, abs=0.03)


@pytest.mark.parametrize("half_angle", [0, 0.1, 1, 5])
def test_result_is_within_half_angle(page, half_angle):
    for angle in (-half_angle - 0.1, half_angle + 0.1, 12):
        assert abs(estimate_skew(turned(page, angle), half_angle)) <= half_angle


def test_a_large_step_finds_small_angles_only(page):
    assert estimate_skew(turned(page, 0.6), 15, step=180) == pytest.approx(0.6, abs=0.03)
    assert estimate_skew(turned(page, 10), 15, step=180) == 0


@pytest.mark.parametrize("step", [0.01, 0.5, 3, 4])
def test_steps_up_to_4_find_all_angles(page, step):
    assert estimate_skew(turned(page, -6), 15, step) == pytest.approx(-6, abs=0.03)


@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (50, 1), (3, 3), (300, 200), (1, 70_000), (70_000, 1)])
@pytest.mark.parametrize("value", [0, 128, 255])
def test_blank_has_no_skew(shape, value):
    assert estimate_skew(np.full(shape, value, np.uint8)) == 0


@pytest.mark.parametrize("shape", [(800, 600), (2900, 1400), (40, 700)])
def test_noise_has_no_skew(shape):
    random = np.random.default_rng(0)
    assert estimate_skew(random.integers(0, 256, shape, np.uint8), 15) == 0
    assert estimate_skew(np.where(random.random(shape) < 0.3, 0, 255).astype(np.uint8), 15) == 0
    assert estimate_skew(random.normal(200, 8, shape).astype(np.uint8), 15) == 0


def test_rules_without_text_have_no_skew():
    image = Image.new("L", SIZE, 255)
    ImageDraw.Draw(image).line((0, 300, 1000, 340), 0, 3)
    assert estimate_skew(np.asarray(image)) == 0


def test_input_is_not_changed_and_may_be_a_view(page):
    pixels = np.asarray(page)[::-1, ::-1]  # upside down, not contiguous
    before = pixels.copy()
    pixels.flags.writeable = False
    assert abs(estimate_skew(pixels)) < 0.03
    np.testing.assert_array_equal(pixels, before)


images = arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=60))
boxes = st.lists(st.tuples(*[st.integers(0, 150)] * 2, *[st.integers(1, 40)] * 2, st.integers(0, 255)), max_size=40)
limits = {"half_angle": st.floats(0, 45), "step": st.floats(0.01, 200)}


@settings(max_examples=60, deadline=None)
@given(pixels=images, zoom=st.integers(1, 6), **limits)
def test_any_image_gives_an_angle_in_range(pixels, zoom, half_angle, step):
    check(np.kron(pixels, np.ones((zoom, zoom), np.uint8)), half_angle, step)


@settings(max_examples=100, deadline=None)
@given(boxes=boxes, **limits)
def test_any_letters_give_an_angle_in_range(boxes, half_angle, step):
    pixels = np.full((160, 160), 255, np.uint8)
    for x, y, width, height, value in boxes:
        pixels[y : y + height, x : x + width] = value
    check(pixels, half_angle, step)


def check(pixels, half_angle, step):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert abs(estimate_skew(pixels, half_angle, step)) <= half_angle
