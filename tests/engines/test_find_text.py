"""Find text on drawn pages with the real detector, and what each option changes."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from imaging.drawn import LINES, page, speckled
from sparkocr.engines import find_text as module
from sparkocr.engines.find_text import FindOptions, certainty, find_text, probability
from sparkocr.engines.ppocr.detect import Detection
from sparkocr.enums import ImageType
from sparkocr.imaging import geometry
from sparkocr.imaging.pixels import Image as Page
from sparkocr.layout.box import Box

V2 = {"long_side": 1280, "least_height": 10}
V1 = {"score_threshold": 0.9, "least_area": 5}


def drawn(*texts, size=(900, 300), ink=0):
    """Gray pixels of a page with texts: left, top, text, size of the font."""
    picture = Image.new("L", size, 255)
    canvas = ImageDraw.Draw(picture)
    for left, top, text, font in texts:
        canvas.text((left, top), text, ink, ImageFont.load_default(font))
    return np.asarray(picture).copy()


def find(pixels, **options):
    return find_text(pixels, FindOptions(**options))


def boxes(pixels, **options):
    return [region.box for region in find(pixels, **options)]


@pytest.mark.parametrize("options", [V1, V2], ids=["V1", "V2"])
@pytest.mark.parametrize(
    "pixels",
    [
        page(),
        page(size=14),
        page(width=1800, height=1200, size=48),
        page(ink=120),
        255 - page(),
        speckled(page(), 0.005),
        np.dstack([page()] * 3),
        np.dstack([np.full_like(page(), 255), *[page()] * 3]),
    ],
    ids=["clean", "small", "large", "pale", "white on black", "specks", "colour", "alpha"],
)
def test_defaults_find_all_lines_in_order(pixels, options):
    found = find(pixels, **options)
    assert len(found) == len(LINES.splitlines())
    tops = [region.box.y for region in found]
    assert tops == sorted(tops)
    assert all(0.9 < region.score <= 1 for region in found)
    assert all(abs(region.box.x - 40) < 12 for region in found)


@pytest.mark.parametrize("angle", [4, -9, 30])
def test_skewed_lines_are_turned_boxes(angle):
    turned = geometry.rotate(Page(page(), 0, ImageType.TYPE_BYTE_GRAY), angle).pixels
    found = find(turned, **V2)
    assert len(found) == len(LINES.splitlines())
    assert [region.box.angle for region in found] == pytest.approx([-angle] * len(found), abs=1)
    assert all(region.box.height < 45 for region in found)


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (3, 3000), (40, 2), (4, 4), (5, 3000), (30, 30)])
def test_images_too_small_for_text(shape):
    assert find(np.zeros(shape, np.uint8), **V2) == []


def test_blank_and_right_to_left():
    assert find(np.full((300, 300), 255, np.uint8), **V2) == []
    assert len(find(drawn((40, 40, "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd", 40)), **V2)) <= 1


def test_huge_image():
    pixels = np.full((9000, 9000), 255, np.uint8)
    pixels[4000:4600, 3000:3900] = page()
    assert len(find(pixels, long_side=4500)) == len(LINES.splitlines())
    assert len(boxes(pixels, long_side=600)) < 2, "letters of 2 px"


def test_width_and_height_are_what_the_detector_sees():
    text = drawn((40, 40, "Small letters of a large page", 14), size=(1600, 1200))
    assert len(boxes(text)) == 1
    assert boxes(text, width=200) == []
    assert boxes(text, height=150) == []
    seen = [module._detection(FindOptions(**options), 1000, 800) for options in OF_SIZES]
    assert [one.long_side for one in seen] == [1000, 500, 250, 250, 2000, 1280]
    assert [one.short_side for one in seen] == [1000, 500, 250, 250, 2000, 1000]
    assert module._detection(FindOptions(), 5000, 800).long_side == 1600


OF_SIZES = (
    {},
    {"width": 400},
    {"height": 250},
    {"width": 400, "height": 250},
    {"width": 1600},
    {"long_side": 1280},
)


def test_threshold_of_pixels():
    text = drawn((40, 40, "The quick brown fox", 40))
    tight, loose = boxes(text, text_threshold=0.9, score_threshold=0), boxes(text, text_threshold=0.1)
    assert sum(box.width * box.height for box in tight) < loose[0].width * loose[0].height
    assert boxes(text, text_threshold=1) == []


def test_size_of_the_detector():
    text = drawn((40, 40, "The quick brown fox", 40))
    assert boxes(text, size="small") != boxes(text, size="tiny")


LEVEL = [
    Detection(Box(0, 0, 100, 20), 0.8),
    Detection(Box(110, 0, 100, 20), 0.6),
    Detection(Box(0, 12, 100, 18), 0.46),
    Detection(Box(0, 100, 100, 8), 0.7),
    Detection(Box(0, 200, 100, 22), 0.7),
    Detection(Box(0, 300, 10, 12), 0.7),
]


@pytest.fixture
def detections(monkeypatch):
    """Replace what the detector finds; its own threshold works."""

    def detect(engine, pixels, resolution):  # noqa: ARG001
        return [one for one in LEVEL if one.score >= engine.detection.score_threshold]

    monkeypatch.setattr(module.PPOcr, "detect", detect)


@pytest.mark.parametrize(
    ("options", "tops"),
    [
        ({}, [0, 12, 100, 200, 300]),
        ({"widest_gap": 0.4}, [0, 0, 12, 100, 200, 300]),
        ({"score_threshold": 0.7}, [0, 100, 200, 300]),
        ({"score_threshold": 0.99, "widest_gap": 0}, [0, 100, 200, 300]),
        ({"score_threshold": 1}, []),
        ({"least_height": 10}, [0, 12, 200, 300]),
        ({"least_height": -1}, [0, 12, 200, 300]),
        ({"least_height": 13}, [0, 12, 200]),
        ({"least_area": 120}, [0, 12, 100, 200, 300]),
        ({"least_area": 121}, [0, 12, 100, 200]),
    ],
)
@pytest.mark.usefixtures("detections")
def test_options(options, tops):
    found = find(np.zeros((400, 400), np.uint8), **{"score_threshold": 0.5, "widest_gap": 0.6} | options)
    assert [region.box.y for region in found] == tops


def test_merge(monkeypatch):
    overlapping = [Detection(Box(0, top, 100, 20), 0.9) for top in (0, 8, 100)]
    monkeypatch.setattr(module.PPOcr, "detect", lambda *_: overlapping)
    pixels = np.zeros((400, 400), np.uint8)
    assert boxes(pixels, widest_gap=-9) == [one.box for one in overlapping]
    assert boxes(pixels, widest_gap=-9, merge=True) == [Box(0, 0, 100, 28), Box(0, 100, 100, 20)]


def test_score():
    assert [certainty(mean) for mean in (0.3, 0.42, 0.6, 0.8)] == pytest.approx([0.115, 0.5, 0.955, 0.998], abs=2e-3)
    for score in (0.01, 0.3, 0.7, 0.9, 0.99):
        assert certainty(probability(score)) == pytest.approx(score)
    assert [probability(score) for score in (0, 1e-9, 1 - 1e-9, 1, 1.5)] == [0, 0, 1, 1, 1]
