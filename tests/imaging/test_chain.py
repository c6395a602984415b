import cv2
import numpy as np
import pytest

from imaging.drawn import image, page, speckled
from sparkocr.enums import ImageType
from sparkocr.imaging.chain import STEPS, apply_steps
from sparkocr.imaging.objects import ObjectSizes, remove_objects
from sparkocr.imaging.threshold import huang_threshold

GRAY = ImageType.TYPE_BYTE_GRAY
PIXELS = speckled(page(ink=40, paper=190))

EXPECTED = {
    ("adaptive_threshold", 35, 9): lambda p: cv2.adaptiveThreshold(p, 255, 0, 0, 35, 9),
    ("median_blur", 5): lambda p: cv2.medianBlur(p, 5),
    ("erode", 3, 5): lambda p: cv2.erode(p, np.ones((5, 3))),
    ("dilate", 5, 1): lambda p: cv2.dilate(p, np.ones((1, 5))),
    ("remove_objects", 9, 900): lambda p: remove_objects(p, ObjectSizes(min_object=9, max_object=900)),
    ("remove_objects", -1, -1): lambda p: p,
    ("otsu",): lambda p: cv2.threshold(p, 0, 255, cv2.THRESH_OTSU)[1],
    ("huang",): lambda p: np.where(p > huang_threshold(p), 255, 0),
}


@pytest.mark.parametrize("step", EXPECTED, ids=str)
@pytest.mark.parametrize("gpu", [False, True], ids=["cpu", "umat"])
def test_steps(step, gpu):
    found = apply_steps(image(PIXELS), [step], GRAY, gpu=gpu)
    assert np.array_equal(found.pixels, EXPECTED[step](PIXELS))


def test_every_step_is_tested():
    assert {step[0] for step in EXPECTED} | {"scale"} == set(STEPS)


def test_order_counts_and_the_transform_is_kept():
    steps = [("scale", 2), ("otsu",), ("erode", 5, 5)]
    found = apply_steps(image(PIXELS), steps, ImageType.TYPE_BYTE_BINARY)
    assert found.image_type is ImageType.TYPE_BYTE_BINARY
    assert found.pixels.shape == (1200, 1800)
    assert found.transform[0, 0] == pytest.approx(0.5)
    assert not np.array_equal(found.pixels, apply_steps(image(PIXELS), steps[::-1], found.image_type).pixels)


@pytest.mark.parametrize("kind", list(ImageType), ids=lambda kind: kind.name)
def test_image_types(kind):
    source = image(page(), kind)
    assert apply_steps(source, [("median_blur", 3)], kind).pixels.shape == source.pixels.shape
