"""Keep text and paint all else in the colour of the paper."""

import numpy as np
import pytest

from imaging.drawn import image, page, speckled
from sparkocr.enums import ImageType
from sparkocr.imaging.clean_text import keep_text
from sparkocr.layout.box import Box

TEXT = Box(30, 35, 700, 35)  # around the first line of `page`
INSIDE = np.s_[36:69, 31:729]


def kept(pixels, *boxes, kind=ImageType.TYPE_BYTE_GRAY, **options):
    return keep_text(image(pixels, kind), [box.corners() for box in boxes], **options)


def test_text_stays_and_all_else_is_paper():
    pixels = page(paper=230)
    found = kept(pixels, TEXT, padding=0).pixels
    assert np.array_equal(found[INSIDE], pixels[INSIDE])
    outside = np.ones(found.shape, bool)
    outside[34:71, 29:731] = False
    assert set(found[outside]) == {230}


def test_no_text_is_blank_paper():
    pixels = page(paper=230)
    assert set(kept(pixels).pixels.ravel()) == {230}
    assert set(kept(255 - pixels, binarize=True).pixels.ravel()) == {255}
    assert set(kept(pixels, Box(5000, 5000, 20, 10)).pixels.ravel()) == {230}


def test_the_input_is_not_changed():
    pixels = page()
    pixels.flags.writeable = False
    assert kept(pixels, TEXT, median_blur=3).pixels.shape == pixels.shape


@pytest.mark.parametrize("padding", [0, 1, 5, 12])
@pytest.mark.parametrize("angle", [0, 90])
def test_padding(padding, angle):
    pixels = np.zeros((100, 100), np.uint8)
    pixels[::2] = 255
    box = Box(40, 45, 20, 10) if angle == 0 else Box(40, 45, 20, 10, 90)
    mask = kept(np.where(np.indices((100, 100)).sum(axis=0) % 3, 200, 10).astype(np.uint8), box, padding=padding).pixels
    rows, columns = np.flatnonzero((mask == 10).any(axis=1)), np.flatnonzero((mask == 10).any(axis=0))
    sides = (np.ptp(columns) + 1, np.ptp(rows) + 1)
    wanted = (20 + 2 * padding, 10 + 2 * padding)
    assert sides == pytest.approx(wanted if angle == 0 else wanted[::-1], abs=2)


def test_turned_boxes_are_kept_as_they_are_turned():
    pixels = np.where(np.indices((200, 200)).sum(axis=0) % 3, 200, 10).astype(np.uint8)
    found = kept(pixels, Box(20, 90, 160, 20, 45), padding=0).pixels
    assert (found[48:52, 48:52] != 200).any(), "on the diagonal"
    assert set(found[90:110, 20:60].ravel()) == {200}, "where the box would be if it was level"
    assert 0.8 < (found == 10).sum() / (160 * 20 / 3) < 1.2


def test_paper_is_that_of_the_nearest_text():
    pixels = np.full((100, 300), 240, np.uint8)
    pixels[:, 150:] = 120
    found = kept(pixels, Box(20, 40, 60, 20), Box(220, 40, 60, 20)).pixels
    assert found[5, 5] == found[95, 140] == 240
    assert found[5, 295] == found[95, 160] == 120


def test_paper_is_seen_at_the_border_of_a_box():
    pixels = np.full((60, 90), 240, np.uint8)
    pixels[12:48, 12:78] = 30
    assert kept(pixels, Box(10, 10, 70, 40), padding=0).pixels[2, 2] == 240
    assert set(kept(np.full((60, 90), 240, np.uint8), Box(0, 0, 90, 60)).pixels.ravel()) == {240}


def test_pictures_and_borders_vanish():
    pixels = page()
    pixels[300:600, 500:900] = 90
    pixels[:, :15] = pixels[580:] = 0
    found = kept(pixels, TEXT).pixels
    assert set(found[100:].ravel()) == {255}
    assert set(found[:, :20].ravel()) == {255}


def test_median_blur():
    pixels = speckled(page(text=""), 0.05)
    plain, smooth, even = (kept(pixels, TEXT, median_blur=size).pixels for size in (0, 3, 2))
    assert np.array_equal(smooth, even), "an even side is the next odd one"
    assert (smooth == 0).sum() < 0.1 * (plain == 0).sum()
    assert set(kept(pixels, TEXT, median_blur=999).pixels.ravel()) == {255}


def test_binarize_in_the_shade():
    made = np.full((100, 200), 220, np.uint8)
    made[:, 100:] = 60
    made[40:60, 20:80:10], made[40:60, 120:180:10] = 120, 10
    corners = [Box(10, 30, 80, 40).corners(), Box(110, 30, 80, 40).corners()]
    found = keep_text(image(made), corners, padding=0, binarize=True).pixels
    expected = np.full_like(made, 255)
    expected[40:60, 20:80:10] = expected[40:60, 120:180:10] = 0
    assert (found == expected).all()


def test_binarize():
    found = kept(page(ink=60, paper=200), TEXT, binarize=True)
    assert found.image_type is ImageType.TYPE_BYTE_BINARY
    assert set(np.unique(found.pixels)) == {0, 255}
    assert found.pixels[5, 5] == 255
    assert kept(page(), TEXT).image_type is ImageType.TYPE_BYTE_GRAY


@pytest.mark.parametrize("kind", list(ImageType))
@pytest.mark.parametrize("options", [{}, {"median_blur": 3}, {"binarize": True}])
def test_all_types_give_the_same_page(kind, options):
    pixels = np.where(page() > 127, 255, 0).astype(np.uint8)
    gray, found = kept(pixels, TEXT, **options), kept(pixels, TEXT, kind=kind, **options)
    assert found.image_type is (ImageType.TYPE_BYTE_BINARY if "binarize" in options else kind)
    assert found.pixels.dtype == np.uint8
    last = found.pixels if found.pixels.ndim == 2 else found.pixels[..., -1]
    assert np.array_equal(last, gray.pixels)


def test_grays_of_an_image_that_is_called_binary_survive():
    made = image(page(ink=60, paper=200))
    found = keep_text(made.with_pixels(made.pixels, ImageType.TYPE_BYTE_BINARY), [TEXT.corners()])
    assert np.array_equal(found.pixels, keep_text(made, [TEXT.corners()]).pixels)


def test_colours_of_paper():
    pixels = np.full((60, 90, 3), (180, 220, 240), np.uint8)
    pixels[40:] = 0
    made = image(np.zeros((60, 90), np.uint8), ImageType.TYPE_3BYTE_BGR).with_pixels(pixels)
    found = keep_text(made, [Box(10, 10, 40, 15).corners()]).pixels
    assert (found == (180, 220, 240)).all()


def test_places_stay():
    made = image(page()).moved(page(), np.diag([2.0, 2.0, 1.0]))
    found = keep_text(made, [TEXT.corners()], binarize=True)
    assert np.array_equal(found.transform, made.transform)
    assert (found.resolution, found.dpi) == (300, 150)


@pytest.mark.parametrize("shape", [(1, 1), (1, 30), (30, 1)])
def test_tiny_images(shape):
    pixels = np.full(shape, 7, np.uint8)
    assert kept(pixels, Box(0, 0, 5, 5)).pixels.shape == shape
    assert kept(pixels, Box(-1e12, -1e12, 2e12, 2e12)).pixels.shape == shape
