"""Words are drawn where they are."""

import numpy as np
import pytest

from hocr.pages import line, page
from sparkocr.errors import DocumentError
from sparkocr.hocr.render import render
from sparkocr.layout.box import Box
from sparkocr.layout.page import Page, Word

MANY = 10**8


def drawn(*placed, width=300, height=200):
    return render(page(*(line(Word(text, box, 90.0)) for text, box in placed), width=width, height=height), MANY)


def ink(pixels):
    """Left, top, right and bottom of what is drawn."""
    rows, columns = np.nonzero(pixels < 128)
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def test_ink_fills_the_box():
    pixels = drawn(("Hamburg", Box(40, 50, 120, 30)))
    assert pixels.shape == (200, 300)
    assert pixels.dtype == np.uint8
    assert ink(pixels) == pytest.approx((40, 50, 160, 80), abs=2)
    assert 0.1 < np.mean(pixels[50:80, 40:160] < 128) < 0.6
    assert np.all(np.delete(pixels, np.s_[50:80], axis=0) == 255)


def test_turned_words():
    pixels = drawn(("Hamburg", Box(40, 50, 120, 30, 90)))
    assert ink(pixels) == pytest.approx((85, 5, 115, 125), abs=2)
    upright = drawn(("Hamburg", Box(40, 50, 120, 30)))
    assert np.mean(np.rot90(upright[50:80, 40:160], -1) != pixels[5:125, 85:115]) < 0.3
    skewed = drawn(("_", Box(40, 50, 200, 2, 20)))
    middle = np.nonzero(skewed < 128)
    assert np.polyfit(middle[1], middle[0], 1)[0] == pytest.approx(np.tan(np.radians(20)), abs=0.03)


@pytest.mark.parametrize(
    "text", ["漢字", "שלום", "\u0001", "\ud7ff", "😀", "a\nb", "\u200b", "e\u0301", "x" * 100_000, "\x00"]
)
def test_any_text(text):
    assert drawn((text, Box(40, 50, 120, 30))).shape == (200, 300)


def test_no_ink_no_drawing():
    assert np.all(drawn((" ", Box(40, 50, 120, 30))) == 255)
    assert np.all(render(Page((), 3, 2), MANY) == np.full((2, 3), 255))


@pytest.mark.parametrize(
    "box",
    [Box(-50, -50, 100, 100), Box(290, 190, 100, 100), Box(5000, 5000, 10, 10), Box(10, 10, 0, 0), Box(0, 0, 1, 1, 33)],
)
def test_boxes_beyond_the_page_and_tiny_ones(box):
    assert drawn(("Hamburg", box)).shape == (200, 300)


def test_long_boxes_are_no_longer_than_the_page():
    assert drawn(("Hamburg", Box(0, 0, 1e7, 1e-3))).shape == (200, 300)


def test_limits():
    with pytest.raises(DocumentError, match="has 60000 pixels, more than 59999"):
        render(page(width=300, height=200), 59_999)
    with pytest.raises(DocumentError, match="no size"):
        render(page(width=0, height=200), MANY)
    with pytest.raises(DocumentError, match="more than 20 times"):
        drawn(*[("a", Box(0, 0, 300, 200))] * 21)
    assert drawn(*[("a", Box(0, 0, 300, 200))] * 20).shape == (200, 300)


def test_one_pixel():
    assert render(page(line(Word("a", Box(0, 0, 1, 1), 90.0)), width=1, height=1), MANY).shape == (1, 1)
