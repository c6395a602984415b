"""Images as pages: what is stored, how it looks, and how large the page is."""

import io

import cv2
import numpy as np
import pikepdf
import pytest

from documents import page
from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image, convert
from sparkocr.pdf.paper import points_per_pixel
from sparkocr.pdf.read.render import render_page
from sparkocr.pdf.write.picture import picture_page

GRAY, BGR, ABGR, BINARY = (
    ImageType.TYPE_BYTE_GRAY,
    ImageType.TYPE_3BYTE_BGR,
    ImageType.TYPE_4BYTE_ABGR,
    ImageType.TYPE_BYTE_BINARY,
)
MAX_PIXELS = 10_000_000


def text(size=(1240, 877)):
    """A gray page of text with soft edges."""
    return np.asarray(page("Amount payable: 120.50\nThe quick brown fox\njumps over the lazy dog", size)).copy()


def colourful(shape=(301, 403)):
    """A smooth picture in blue, green and red."""
    down, across = np.mgrid[: shape[0], : shape[1]]
    return np.dstack([down % 256, across % 256, 255 - (down + across) // 4 % 256]).astype(np.uint8)


def stored(pdf):
    """The only picture of a PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.check_pdf_syntax() == []
        (picture,) = document.pages[0].Resources.XObject.values()
        return {key.strip("/"): str(value) for key, value in picture.items()}


def rendered(pdf, image, resolution=None):
    return render_page(
        pdf, 0, max_pixels=MAX_PIXELS, resolution=resolution or image.resolution, image_type=image.image_type
    ).pixels


def difference(pdf, image, resolution=None):
    found = rendered(pdf, image, resolution)
    assert found.shape == image.pixels.shape
    return np.abs(found.astype(int) - image.pixels)


@pytest.mark.parametrize("resolution", [72, 96, 150, 200, 203, 300])
@pytest.mark.parametrize(
    ("pixels", "kind"), [(text(), GRAY), (text((403, 301)), GRAY), (colourful(), BGR), (colourful((877, 640)), BGR)]
)
def test_lossless_pictures_come_back_pixel_by_pixel(pixels, kind, resolution):
    image = Image(pixels, resolution, kind)
    pdf = picture_page(image, lossless=True)
    assert not difference(pdf, image).any()
    assert stored(pdf)["Filter"] == "/FlateDecode"


@pytest.mark.parametrize(("pixels", "kind"), [(text(), GRAY), (colourful(), BGR)])
def test_jpeg_is_small_and_looks_the_same(pixels, kind):
    image = Image(pixels, 300, kind)
    pdf = picture_page(image)
    assert stored(pdf)["Filter"] == "/DCTDecode"
    assert difference(pdf, image).mean() <= 1
    _, jpeg = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 85])
    assert len(pdf) <= 1.2 * jpeg.size
    assert len(picture_page(image, quality=30)) < 0.8 * len(pdf)


@pytest.mark.parametrize("kind", [BINARY, GRAY])
def test_black_and_white_is_group_4_and_black_stays_black(kind):
    pixels = np.where(text() < 128, 0, 255).astype(np.uint8)
    image = Image(pixels, 300, kind)
    pdf = picture_page(image)
    entries = stored(pdf)
    assert (entries["Filter"], entries["BitsPerComponent"]) == ("/CCITTFaxDecode", "1")
    assert not difference(pdf, image).any()
    assert len(pdf) < 8000
    assert picture_page(image, lossless=True) == pdf


def test_gray_in_colours_is_stored_as_gray():
    pixels = text()
    pdf = picture_page(Image(convert(pixels, GRAY, BGR), 300, BGR))
    assert stored(pdf)["ColorSpace"] == "/DeviceGray"
    assert pdf == picture_page(Image(pixels, 300, GRAY)), "and the same picture gives the same bytes"


def test_transparent_is_white():
    pixels = np.dstack([np.zeros((300, 400), np.uint8), colourful((300, 400))])
    pixels[100:200, :, 0] = 255
    image = Image(pixels, 300, ABGR)
    found = rendered(picture_page(image, lossless=True), Image(pixels, 300, BGR))
    assert (found[:90] == 255).all()
    assert (found[110:190] == pixels[110:190, :, 1:]).all()


@pytest.mark.parametrize(
    ("shape", "resolution", "expected"),
    [
        ((300, 600), 300, (144, 72)),
        ((300, 600), 0, (144, 72)),  # unknown
        ((300, 600), 1, (14400, 7200)),  # larger than a page may be
        ((1, 2), 300, (6, 3)),  # smaller
        ((1, 20000), 300, (14400, 0.72)),  # both: the long side counts
    ],
)
def test_size_of_the_page(shape, resolution, expected):
    pdf = picture_page(Image(np.full(shape, 7, np.uint8), resolution, GRAY))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.check_pdf_syntax() == []
        found = [float(side) for side in document.pages[0].mediabox[2:]]
    assert found == pytest.approx(expected, rel=2e-6)
    assert points_per_pixel(shape[1], shape[0], resolution) == pytest.approx(expected[0] / shape[1])


def test_longer_than_a_jpeg_can_be():
    pixels = np.full((2, 70_000), 7, np.uint8)
    assert stored(picture_page(Image(pixels, 300, GRAY)))["Filter"] == "/FlateDecode"


def test_no_pixels():
    with pytest.raises(DocumentError, match="no image"):
        picture_page(Image(np.zeros((0, 5), np.uint8), 300, GRAY))
