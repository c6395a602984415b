"""Conversions between the pixel layouts, and the PNG of a compressed image."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image, convert, decode_png, dpi_of, encode_png

GRAY, BINARY = ImageType.TYPE_BYTE_GRAY, ImageType.TYPE_BYTE_BINARY
BGR, ABGR = ImageType.TYPE_3BYTE_BGR, ImageType.TYPE_4BYTE_ABGR


@st.composite
def images(draw):
    image_type = draw(st.sampled_from(ImageType))
    height, width = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    shape = (height, width) if image_type.channels == 1 else (height, width, image_type.channels)
    pixels = np.random.default_rng(draw(st.integers(0, 1000))).integers(0, 256, shape, np.uint8)
    return (np.where(pixels < 128, 0, 255).astype(np.uint8) if image_type == BINARY else pixels), image_type


@given(images(), st.sampled_from(ImageType))
def test_shape_and_type(image, target):
    pixels, source = image
    result = convert(pixels, source, target)
    assert result.dtype == np.uint8
    channels = () if target.channels == 1 else (target.channels,)
    assert result.shape == pixels.shape[:2] + channels
    if target == BINARY:
        assert set(np.unique(result)) <= {0, 255}


@given(images())
def test_nothing_to_do_copies_nothing(image):
    pixels, image_type = image
    assert convert(pixels, image_type, image_type) is pixels


@given(images(), st.sampled_from([BGR, ABGR]))
def test_gray_survives_colour(image, colour):
    pixels, image_type = image
    if image_type.channels == 1:
        back = convert(convert(pixels, image_type, colour), colour, image_type)
        np.testing.assert_array_equal(back, pixels)


def test_colour_values():
    bgr = np.array([[[250, 0, 0], [0, 150, 0], [0, 0, 200]]], np.uint8)
    assert convert(bgr, BGR, GRAY).tolist() == [[28, 88, 60]]  # 0.114 B, 0.587 G, 0.299 R
    assert convert(bgr, BGR, ABGR).tolist() == [[[255, 250, 0, 0], [255, 0, 150, 0], [255, 0, 0, 200]]]
    assert convert(bgr, BGR, BINARY).tolist() == [[0, 0, 0]]


def test_alpha_is_composited_over_white():
    abgr = np.array([[[255, 1, 2, 3], [0, 1, 2, 3], [51, 0, 100, 255]]], np.uint8)
    assert convert(abgr, ABGR, BGR).tolist() == [[[1, 2, 3], [255, 255, 255], [204, 224, 255]]]
    assert convert(abgr, ABGR, GRAY)[0, 1] == 255
    assert convert(abgr, ABGR, BINARY).tolist() == [[0, 255, 255]]


def test_binary_is_white_from_128_on():
    assert convert(np.array([[0, 127, 128, 255]], np.uint8), GRAY, BINARY).tolist() == [[0, 0, 255, 255]]


def test_binary_is_gray_without_a_copy():
    pixels = np.array([[0, 255]], np.uint8)
    assert convert(pixels, BINARY, GRAY) is pixels


def test_read_only_input():
    pixels = np.frombuffer(bytes(range(48)), np.uint8).reshape(3, 4, 4)
    for target in ImageType:
        assert convert(pixels, ABGR, target).shape[:2] == (3, 4)


@given(images())
def test_png_gives_the_pixels_back(image):
    pixels, image_type = image
    np.testing.assert_array_equal(decode_png(encode_png(pixels, image_type), image_type), pixels)


def test_binary_png_has_one_bit_per_pixel():
    content = encode_png(np.zeros((4, 4), np.uint8), BINARY)
    assert content[24] == 1  # bit depth, in the IHDR chunk
    assert encode_png(np.zeros((4, 4), np.uint8), GRAY)[24] == 8


def test_grays_of_an_image_that_is_called_binary_survive_png():
    ramp = np.arange(256, dtype=np.uint8).reshape(16, 16)
    assert np.array_equal(decode_png(encode_png(ramp, BINARY), BINARY), ramp)
    assert not Image(ramp, 0, BINARY).is_bilevel
    assert Image(ramp // 128 * 255, 0, BINARY).is_bilevel
    assert not Image(ramp // 128 * 255, 0, GRAY).is_bilevel, "may get grays"


@pytest.mark.parametrize("matrix", [np.zeros((3, 3)), np.full((3, 3), np.nan), np.full((3, 3), np.inf)])
def test_dpi_of_a_matrix_that_is_none(matrix):
    assert dpi_of(300, matrix) == 300
    assert dpi_of(-1, matrix) == 0


@pytest.mark.parametrize("content", [b"", b"no PNG", encode_png(np.zeros((4, 4), np.uint8), GRAY)])
def test_decode_png_of_something_else(content):
    with pytest.raises(DocumentError, match=r"^Can't open file as image\.$"):
        decode_png(content, ABGR)
