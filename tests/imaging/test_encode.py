"""Files of images: pixels, resolution and the limits of formats."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image as Pillow

from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.decode import decode
from sparkocr.imaging.encode import FORMATS, encode
from sparkocr.imaging.pixels import Image, convert

LOSSLESS = sorted(set(FORMATS) - {"jpg", "jpeg"})


@st.composite
def images(draw):
    kind = draw(st.sampled_from(ImageType))
    shape = draw(st.tuples(st.integers(1, 9), st.integers(1, 9)))
    samples = st.sampled_from([0, 255]) if kind is ImageType.TYPE_BYTE_BINARY else st.integers(0, 255)
    pixels = draw(arrays(np.uint8, shape if kind.channels == 1 else (*shape, kind.channels), elements=samples))
    return Image(pixels, draw(st.sampled_from([0, 72, 96, 150, 299, 300, 1200, 10_000])), kind)


@given(images(), st.sampled_from(LOSSLESS))
def test_pixels_and_resolution_come_back(image, extension):
    read = decode(encode(image, extension), image_type=image.image_type, max_pixels=100)
    kind = image.image_type
    expected = image.pixels
    if kind is ImageType.TYPE_4BYTE_ABGR and extension == "bmp":
        expected = convert(convert(expected, kind, ImageType.TYPE_3BYTE_BGR), ImageType.TYPE_3BYTE_BGR, kind)
    assert np.array_equal(read.pixels, expected)
    assert read.resolution == image.resolution


@pytest.mark.parametrize("kind", ImageType)
def test_jpeg_looks_the_same(kind):
    gray = np.repeat(np.array([[0, 255]], np.uint8), 32, axis=1).repeat(64, axis=0)
    pixels = convert(gray, ImageType.TYPE_BYTE_GRAY, kind)
    read = decode(encode(Image(pixels, 300, kind), "jpg"), image_type=kind, max_pixels=5000)
    assert np.abs(read.pixels.astype(int) - pixels).max() <= 2
    assert read.resolution == 300


def test_what_is_transparent_becomes_white_in_jpeg():
    pixels = np.zeros((16, 16, 4), np.uint8)
    read = decode(encode(Image(pixels, 0, ImageType.TYPE_4BYTE_ABGR), "jpeg"), max_pixels=300)
    assert read.pixels.min() == 255


@pytest.mark.parametrize("extension", ["png", "tif", "bmp"])
def test_black_and_white_has_one_bit(extension):
    image = Image(np.zeros((20, 20), np.uint8), 300, ImageType.TYPE_BYTE_BINARY)
    assert Pillow.open(io.BytesIO(encode(image, extension))).mode == "1"


@pytest.mark.parametrize("extension", LOSSLESS)
def test_grays_of_an_image_that_is_called_binary_survive(extension):
    image = Image(np.arange(200, dtype=np.uint8).reshape(10, 20), 0, ImageType.TYPE_BYTE_BINARY)
    assert np.array_equal(decode(encode(image, extension), max_pixels=200).pixels, image.pixels)


@pytest.mark.parametrize("extension", FORMATS)
def test_the_file_states_what_its_pixels_have(extension):
    image = Image(np.zeros((20, 20), np.uint8), 150, ImageType.TYPE_BYTE_GRAY, np.diag([0.5, 0.5, 1.0]))
    assert decode(encode(image, extension), max_pixels=400).resolution == 300


@pytest.mark.parametrize(
    ("extension", "shape"),
    [("webp", (17_000, 2)), ("jpg", (2, 66_000)), *((extension, (0, 0)) for extension in FORMATS)],
)
def test_size_that_a_format_has_not(extension, shape):
    image = Image(np.zeros(shape, np.uint8), 0, ImageType.TYPE_BYTE_GRAY)
    with pytest.raises(DocumentError, match=f"{shape[1]} x {shape[0]} px as"):
        encode(image, extension)
