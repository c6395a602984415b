"""Pages that the tests of image operations draw."""

import numpy as np
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont

from sparkocr.enums import ImageType
from sparkocr.imaging.pixels import Image, convert

LINES = "\n".join(f"Invoice {number}: the quick brown fox jumps over {number * 7} lazy dogs" for number in range(12))


def page(width=900, height=600, size=24, text=LINES, ink=0, paper=255):
    """Gray pixels of a page with lines of text."""
    picture = Picture.new("L", (width, height), paper)
    ImageDraw.Draw(picture).multiline_text((40, 40), text, ink, ImageFont.load_default(size), spacing=size // 2)
    return np.asarray(picture).copy()


def image(pixels, kind=ImageType.TYPE_BYTE_GRAY, resolution=300):
    """An image of a type from gray pixels."""
    return Image(convert(pixels, ImageType.TYPE_BYTE_GRAY, kind), resolution, kind)


def speckled(pixels, share=0.01, seed=0):
    """Salt and pepper on a share of the pixels."""
    rng = np.random.default_rng(seed)
    noisy = pixels.copy()
    hit = rng.random(pixels.shape) < share
    noisy[hit] = rng.choice(np.array([0, 255], np.uint8), hit.sum())
    return noisy
