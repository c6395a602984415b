"""Pictures of pages for a browser."""

import io

import numpy as np
import PIL.Image
import pytest

from sparkocr.enums import ImageType
from sparkocr.imaging.pixels import Image
from sparkocr.report.picture import picture_of


def decoded(picture):
    return PIL.Image.open(io.BytesIO(picture.content))


@pytest.mark.parametrize(
    ("shape", "size"), [((2000, 1000), (500, 1000)), ((300, 900), (900, 300)), ((4000, 2), (1, 1000))]
)
def test_the_longer_side_is_bounded_and_small_pages_stay(shape, size):
    picture = picture_of(Image(np.full(shape, 200, np.uint8), 300, ImageType.TYPE_BYTE_GRAY), 1000)
    assert (picture.width, picture.height) == decoded(picture).size == size
    assert decoded(picture).format == "WEBP"
    assert picture.media_type == "image/webp"


def test_colours_are_those_of_the_page():
    blue = np.zeros((40, 60, 3), np.uint8)
    blue[..., 0] = 220
    red, green, seen = (
        decoded(picture_of(Image(blue, 0, ImageType.TYPE_3BYTE_BGR), 1000)).convert("RGB").getpixel((30, 20))
    )
    assert seen > 180
    assert max(red, green) < 40


def test_a_transparent_page_is_on_white():
    clear = np.zeros((40, 60, 4), np.uint8)
    picture = decoded(picture_of(Image(clear, 0, ImageType.TYPE_4BYTE_ABGR), 1000)).convert("L")
    assert picture.getpixel((30, 20)) > 245
