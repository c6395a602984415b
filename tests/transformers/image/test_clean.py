"""ImageBinarizer, in one Spark job."""

import numpy as np
import pytest
from PIL import Image

from documents import encode, pixels
from sparkocr.transformers import BinaryToImage, ImageBinarizer
from variants import collect, files

RAMP = np.arange(256, dtype=np.uint8).reshape(1, 256).repeat(2, axis=0)
# Their grays are 76, 150, 29 and 255 (weights of ITU-R BT.601); the last one is fully transparent.
COLOURS = np.array([[(255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255), (0, 0, 0, 0)]], np.uint8)


def image_of(array, **options):
    return encode(Image.fromarray(array), **options)


@pytest.fixture(scope="module")
def results(spark):
    ramp = BinaryToImage().transform(files(spark, ramp=image_of(RAMP, dpi=(300.02, 300.02))))
    ramp = ImageBinarizer().transform(ramp)
    for threshold in (0, 100, 255):
        ramp = ImageBinarizer(threshold=threshold, outputCol=f"above {threshold}").transform(ramp)
    frames = {"ramp": ramp}
    colours = files(spark, colours=image_of(COLOURS), one_px=image_of(np.full((1, 1), 171, np.uint8)))
    for kind in ("TYPE_3BYTE_BGR", "TYPE_4BYTE_ABGR", "TYPE_BYTE_GRAY", "TYPE_BYTE_BINARY"):
        for compress in (False, True):
            images = BinaryToImage(imageType=kind, compressImage=compress, outputCol="picture").transform(colours)
            name = f"{kind} {'compressed' if compress else 'raw'}"
            frames[name] = ImageBinarizer(inputCol="picture", outputCol="image", threshold=100).transform(images)
    frames["replaced"] = ImageBinarizer(outputCol="image").transform(BinaryToImage().transform(colours))
    return collect(frames)


@pytest.mark.parametrize(
    ("output", "threshold"), [("binarized_image", 170), ("above 0", 0), ("above 100", 100), ("above 255", 255)]
)
def test_pixels_above_the_threshold_are_white(results, output, threshold):
    (row,) = results["ramp"]
    assert row.exception is None
    assert np.array_equal(pixels(row[output]), np.where(threshold < RAMP, 255, 0))


def test_result_says_where_it_is_from_and_keeps_the_input(results):
    (row,) = results["ramp"]
    image = row.binarized_image
    assert (image.origin, image.width, image.height, image.resolution) == ("ramp", 256, 2, 300)
    assert (image.nChannels, image.mode) == (1, 12)
    assert np.array_equal(pixels(row.image), RAMP)


@pytest.mark.parametrize("storage", ["raw", "compressed"])
@pytest.mark.parametrize("kind", ["TYPE_3BYTE_BGR", "TYPE_4BYTE_ABGR", "TYPE_BYTE_GRAY", "TYPE_BYTE_BINARY"])
def test_every_kind_of_image(results, kind, storage):
    colours, one_px = results[f"{kind} {storage}"]
    assert (colours.exception, one_px.exception) == (None, None)
    assert pixels(colours.image).tolist() == [[0, 255, 0, 255]]
    assert colours.image.mode == 12
    same = ("width", "height", "mode", "resolution")
    assert [one_px.image[name] for name in same] == [one_px.picture[name] for name in same], "it is a placeholder"


def test_output_may_replace_the_input(results):
    colours, _ = results["replaced"]
    assert pixels(colours.image).tolist() == [[0, 0, 0, 255]]
    assert colours.binarized_image is None, "it has another name"
