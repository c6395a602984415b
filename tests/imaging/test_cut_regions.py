"""Regions cut out of images, turned upright, and their way back."""

import numpy as np
import pytest

from imaging.drawn import image, page
from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging import geometry
from sparkocr.imaging.regions import cut_region
from sparkocr.layout.box import Box

PAGE = page(300, 200)


def cut(pixels, *box, kind=ImageType.TYPE_BYTE_GRAY):
    return cut_region(image(pixels, kind), Box(*box).corners())


@pytest.mark.parametrize("kind", list(ImageType))
def test_upright_regions_are_parts_of_the_image(kind):
    source = image(PAGE, kind)
    found = cut_region(source, Box(20, 30, 100, 50).corners())
    assert np.array_equal(found.pixels, source.pixels[30:80, 20:120])
    assert np.shares_memory(found.pixels, source.pixels)
    assert (found.resolution, found.image_type) == (source.resolution, kind)
    assert found.transform.tolist() == [[1, 0, 20], [0, 1, 30], [0, 0, 1]]


def test_sizes_are_rounded_outwards_and_clipped():
    assert np.array_equal(cut(PAGE, 20.6, 30.2, 10, 10).pixels, PAGE[30:41, 20:31])
    assert np.array_equal(cut(PAGE, -20, 150, 50, 500).pixels, PAGE[150:, :30])
    assert np.array_equal(cut(PAGE, -1e30, -1e30, 2e30, 2e30).pixels, PAGE)


@pytest.mark.parametrize(
    "box",
    [(300, 0, 10, 10), (-50, 0, 50, 10), (10, 10, 0, 10), (10, 10, 0, 0, 30), (400, 400, 50, 20, 45)],
)
def test_nothing_on_the_image(box):
    with pytest.raises(DocumentError, match=r"outside of the image"):
        cut(PAGE, *box)


@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_no_place(number):
    with pytest.raises(DocumentError, match="no valid place"):
        cut(PAGE, number, 0, 10, 10)


@pytest.mark.parametrize("angle", [90.0, 180.0, 270.0, -90.0])
def test_quarter_turns_move_pixels(angle):
    found = cut(PAGE, 100, 60, 80, 40, angle)
    box = Box(100, 60, 80, 40, angle).corners()
    (left, top), (right, bottom) = np.rint(box.min(axis=0)).astype(int), np.rint(box.max(axis=0)).astype(int)
    assert np.array_equal(found.pixels, np.rot90(PAGE[top:bottom, left:right], round(angle / 90)))


@pytest.mark.parametrize("kind", list(ImageType))
@pytest.mark.parametrize("angle", [12.0, -35.0, 130.0])
def test_turned_regions_become_upright(kind, angle):
    """The region of a turned page looks like the same region of the level page."""
    source = image(page(900, 600), kind)
    turned = geometry.rotate(source, -angle)  # the page turns clockwise, and its regions do
    middle = np.linalg.inv(turned.transform) @ [300, 160, 1]
    found = cut_region(turned, Box(middle[0] - 150, middle[1] - 60, 300, 120, angle).corners())
    wanted = source.pixels[100:220, 150:450].astype(float)
    assert found.pixels.shape == wanted.shape
    assert found.image_type is kind
    noise = np.abs(found.pixels - wanted).mean()
    assert noise < 20, "a blank page would be off by more"
    assert np.abs(wanted - 255).mean() > 2 * noise
    back = found.transform @ [150, 60, 1]
    assert back[:2] == pytest.approx((300, 160), abs=0.01)
    if kind is ImageType.TYPE_BYTE_BINARY:
        assert set(np.unique(found.pixels)) <= {0, 255}


def test_the_way_back_of_every_corner():
    box = Box(40, 50, 120, 60, 25).corners()
    found = cut_region(image(PAGE), box)
    height, width = found.pixels.shape
    ours = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]])
    back = (found.transform @ ours.T)[:2].T
    assert back == pytest.approx(box, abs=1e-6)


@pytest.mark.parametrize("angle", [20.0, 100.0])
def test_turned_regions_are_clipped_to_the_image_and_padded_with_paper(angle):
    gray = np.full((200, 300), 90, np.uint8)
    found = cut(gray, -1000, 90, 2000, 20, angle)
    assert max(found.pixels.shape) < 400
    assert (found.pixels == 90).all()
    whole = cut(gray, -1e6, -1e6, 2e6, 2e6, angle)
    assert max(whole.pixels.shape) <= 400


def test_transforms_add_up():
    moved = geometry.scale(image(PAGE), 2)
    found = cut_region(moved, Box(100, 60, 80, 40).corners())
    assert (found.transform @ [0, 0, 1])[:2] == pytest.approx((50, 30))


def test_one_pixel():
    assert cut(np.zeros((1, 1), np.uint8), 0, 0, 1, 1).pixels.shape == (1, 1)
    assert cut(np.zeros((1, 1), np.uint8), 0, 0, 1, 1, 45).pixels.size <= 4
