"""Text is seen wherever it is, and what only looks like text is not."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from sparkocr.deid.burned_in import see_text
from sparkocr.layout.box import Box


def written(text, size=24, *, at=(40, 40), ink=255, paper=0, shape=(160, 256)):
    image = Image.new("L", shape[::-1], paper)
    ImageDraw.Draw(image).text(at, text, ink, ImageFont.load_default(size))
    return np.asarray(image)


def letters_seen(pixels, paper, seen):
    """Share of the px of letters that are in boxes."""
    mask = np.zeros(pixels.shape[:2], np.uint8)
    for one in seen:
        cv2.fillConvexPoly(mask, np.rint(one.box.corners()).astype(np.int32), (1,))
    ink = np.abs(pixels.astype(int) - paper) > 20
    return mask[ink].mean()


@pytest.mark.parametrize(
    ("pixels", "paper"),
    [
        (written("KAUFMAN SCOTT"), 0),
        (written("KAUFMAN SCOTT", ink=0, paper=255), 255),
        (written("KAUFMAN SCOTT", 12), 0),
        (written("KAUFMAN SCOTT", ink=150, paper=90), 90),
        (written("KAUFMAN SCOTT", at=(0, -4)), 0),
        (np.rot90(written("KAUFMAN SCOTT")), 0),
        (written("R", 30), 0),
        (written("SCOTT", 40, shape=(64, 150), at=(10, 8)), 0),
    ],
    ids=["light", "dark", "small", "faint", "at the edge", "turned", "one letter", "small picture"],
)
def test_text_is_seen(pixels, paper):
    seen = see_text(np.ascontiguousarray(pixels))
    assert letters_seen(pixels, paper, seen) > 0.95


def test_text_that_differs_in_colour_alone_is_seen():
    pixels = np.full((160, 256, 3), (200, 90, 90), np.uint8)
    pixels[written("KAUFMAN SCOTT") > 128] = (60, 90, 200)
    assert see_text(pixels)


def shapes(name):
    page = np.zeros((256, 256), np.uint8)
    if name == "ring":
        cv2.circle(page, (128, 128), 14, (255,), 3)
    elif name == "bar":
        cv2.rectangle(page, (120, 100), (126, 140), (255,), -1)
    elif name == "grid":
        page[::16], page[:, ::16] = 200, 200
    elif name == "noise":
        page[:] = np.random.default_rng(0).integers(0, 255, page.shape)
    elif name == "ramp":
        page[:] = np.arange(256)
    return page


@pytest.mark.parametrize("name", ["nothing", "ring", "bar", "grid", "noise", "ramp"])
def test_other_shapes_are_no_text(name):
    assert see_text(shapes(name)) == []


def test_a_digit_alone_is_no_text():
    assert see_text(written("3", 30)) == []


def test_what_is_beside_text_is_text_if_it_can_hardly_be_read():
    page = shapes("ring")
    assert see_text(page, [Box(150, 112, 60, 34)])
    assert not see_text(page, [Box(150, 20, 60, 34)])
    assert not see_text(page, [Box(150, 124, 60, 8)])


def test_small_letters_are_looked_for_with_more_care():
    page = written("Nguyen Thi Lan 06/06/2006", 10, shape=(512, 512), ink=90, paper=60)
    assert len(see_text(page)) >= len(see_text(page, closely=False))


@pytest.mark.parametrize("shape", [(1, 1), (3, 40), (40, 3)], ids=str)
def test_tiny_pictures_show_no_text(shape):
    assert see_text(np.zeros(shape, np.uint8)) == []
