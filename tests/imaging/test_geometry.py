import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging.drawn import image, page
from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.geometry import crop, crop_square, fit, resize, rotate, scale
from sparkocr.imaging.limits import MAX_SIDE
from sparkocr.imaging.pixels import Image

DOT = (317, 141)  # centre of the dot, px from the outer corner: x, y


def dotted(kind=ImageType.TYPE_BYTE_GRAY, size=(600, 400)):
    pixels = np.full(size[::-1], 255, np.uint8)
    pixels[DOT[1] - 5 : DOT[1] + 5, DOT[0] - 5 : DOT[0] + 5] = 0
    return image(pixels, kind)


def centre(found):
    """Centre of the ink in px from the outer corner."""
    gray = found.pixels if found.pixels.ndim == 2 else found.pixels[..., -1]
    weights = 255.0 - gray
    y, x = np.mgrid[: gray.shape[0], : gray.shape[1]] + 0.5
    return np.array([(x * weights).sum(), (y * weights).sum()]) / weights.sum()


def traced(found):
    """Where the centre of the ink was in the first image."""
    return (found.transform @ [*centre(found), 1])[:2]


MOVES = {
    "turn": lambda one: rotate(one, 7.3),
    "turn back": lambda one: rotate(one, -12),
    "quarter": lambda one: rotate(one, 90),
    "half": lambda one: rotate(one, 180),
    "three quarters": lambda one: rotate(one, 271),
    "enlarge": lambda one: scale(one, 2.5),
    "shrink": lambda one: scale(one, 0.4),
    "stretch": lambda one: resize(one, 900, 300),
    "crop": lambda one: crop(one, 100, 50, 400, 300),
    "square": lambda one: crop_square(one, 0.5, 0.5),
    "fit": lambda one: fit(one, 500, 500),
    "all": lambda one: rotate(crop(scale(rotate(one, 4), 1.7), 90, 60, 900, 700), -92.5),
}


@pytest.mark.parametrize("kind", list(ImageType), ids=lambda kind: kind.name)
@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_the_transform_leads_back_to_the_first_image(move, kind):
    found = move(dotted(kind))
    assert found.image_type is kind
    whole_pixels = kind is ImageType.TYPE_BYTE_BINARY
    assert np.abs(traced(found) - DOT).max() < (1 if whole_pixels else 0.3)
    if kind is ImageType.TYPE_BYTE_BINARY:
        assert set(np.unique(found.pixels)) <= {0, 255}


def test_turns_are_counter_clockwise():
    right, down = np.array(DOT) - (300, 200)  # from the centre
    for angle in (30, 90):
        cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
        found = rotate(dotted(), angle)
        offset = centre(found) - np.array(found.pixels.shape[::-1]) / 2
        assert np.abs(offset - [right * cos + down * sin, -right * sin + down * cos]).max() < 0.5


def test_quarter_turns_only_move_pixels():
    one = image(np.random.default_rng(0).integers(0, 256, (7, 11), dtype=np.uint8))
    for turns in (1, 2, 3, -1, 5):
        assert np.array_equal(rotate(one, 90 * turns).pixels, np.rot90(one.pixels, turns))
    assert rotate(one, 0) is one
    assert rotate(one, 360) is one


def test_nothing_is_cut_off_and_corners_are_paper():
    dark = image(page(ink=0, paper=180))
    found = rotate(dark, 20)
    height, width = dark.pixels.shape
    assert found.pixels.shape[1] == int(np.ceil(width * np.cos(np.radians(20)) + height * np.sin(np.radians(20))))
    assert found.pixels[0, 0] == 180
    assert (found.pixels < 60).sum() == pytest.approx((dark.pixels < 60).sum(), rel=0.1)


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(0, 400, (553, 400)), (400, 0, (400, 289)), (300, 300, (300, 300)), (0, 0, (1312, 948))],
)
def test_sizes_of_the_public_contract(width, height, size):
    found = resize(image(np.zeros((948, 1312), np.uint8)), width, height)
    assert found.pixels.shape[::-1] == size
    assert found.resolution == 300
    assert found.dpi == round(300 * size[1] / 948)


def test_fit_pads_with_paper():
    found = fit(image(page(300, 200, paper=200)), 300, 300)
    assert found.pixels.shape == (300, 300)
    assert (found.pixels[201:] == 200).all()


@given(st.integers(1, 60), st.integers(1, 60), st.floats(0.001, 5), st.floats(-400, 400))
def test_any_size_and_angle(width, height, factor, angle):
    one = image(np.full((height, width), 7, np.uint8))
    assert min(scale(one, factor).pixels.shape) >= 1
    turned = rotate(one, angle)
    assert turned.pixels.dtype == np.uint8
    assert turned.pixels.size >= width * height


def test_too_large_results_are_refused_before_they_are_made():
    with pytest.raises(DocumentError, match="would have"):
        scale(dotted(), 1000)
    with pytest.raises(DocumentError, match="would have"):
        resize(dotted(), MAX_SIDE + 1, 1)


def test_crops():
    one = image(np.arange(200, dtype=np.uint8).reshape(10, 20))
    assert crop(one, 15, 8, 100, 100).pixels.tolist() == one.pixels[8:, 15:].tolist()
    assert crop(one, 3, 2, 0, 0).pixels.shape == (8, 17)
    assert crop_square(one, 0, 1).pixels.tolist() == one.pixels[:, 10:].tolist()
    with pytest.raises(DocumentError, match="outside"):
        crop(one, 20, 0, 5, 5)


def test_unknown_resolution_stays_unknown():
    found = scale(Image(np.zeros((9, 9), np.uint8), 0, ImageType.TYPE_BYTE_GRAY), 2)
    assert (found.resolution, found.dpi) == (0, 0)


SIZED = {
    "factor": lambda one: scale(one, 1.7),
    "width": lambda one: resize(one, 200, 0),
    "stretched": lambda one: resize(one, 90, 140),
    "fitted": lambda one: fit(one, 160, 160),
}


@pytest.mark.parametrize("kind", [ImageType.TYPE_BYTE_GRAY, ImageType.TYPE_3BYTE_BGR], ids=lambda kind: kind.name)
@pytest.mark.parametrize("enlarge", SIZED.values(), ids=SIZED)
def test_enlarging_is_bilinear(enlarge, kind):
    one = image(np.random.default_rng(1).integers(0, 256, (60, 80), dtype=np.uint8), kind)
    found = enlarge(one)
    across, down = 1 / found.transform[0, 0], 1 / found.transform[1, 1]
    wanted = cv2.resize(one.pixels, None, fx=across, fy=down, interpolation=cv2.INTER_LINEAR)
    assert np.array_equal(found.pixels[: len(wanted), : wanted.shape[1]], wanted)


def test_thin_strokes_survive_shrinking():
    lines = np.full((300, 300), 255, np.uint8)
    lines[::30] = 0
    found = scale(image(lines), 0.2).pixels
    assert (found.min(axis=1) < 255).sum() == 10, "every line is seen"


@pytest.mark.parametrize(
    ("move", "dpi"),
    [
        (lambda one: one, 300),
        (lambda one: scale(scale(one, 2), 1.5), 900),
        (lambda one: rotate(scale(one, 0.5), 90), 150),
        (lambda one: rotate(one, 7), 300),
        (lambda one: crop(resize(one, 1800, 0), 10, 10, 50, 50), 900),
        (lambda one: scale(one, 0.001), 1),
    ],
    ids=["as it is", "twice", "shrunk and turned", "tilted", "cropped", "tiny"],
)
def test_the_resolution_stays_and_dpi_follows_the_pixels(move, dpi):
    found = move(dotted())
    assert found.resolution == 300
    assert found.dpi == pytest.approx(dpi, abs=1)


@pytest.mark.parametrize("move", [lambda one: scale(one, 1.5), lambda one: rotate(one, 9)], ids=["scaled", "turned"])
def test_grays_of_an_image_that_is_called_binary_survive(move):
    one = image(page(ink=60, paper=200))
    found = move(one.with_pixels(one.pixels, ImageType.TYPE_BYTE_BINARY))
    assert found.image_type is ImageType.TYPE_BYTE_BINARY
    assert found.pixels.tolist() == move(one).pixels.tolist()
