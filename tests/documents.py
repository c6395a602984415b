"""Makers of small documents for tests."""

import io
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

WORDS = "The quick brown fox"


@cache
def page(text: str = WORDS, size: tuple[int, int] = (900, 260), font: int = 48) -> Image.Image:
    """A white gray page with one black line of text per line of `text`."""
    image = Image.new("L", size, 255)
    ImageDraw.Draw(image).multiline_text((40, 40), text, 0, ImageFont.load_default(font), spacing=font // 2)
    return image


def encode(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    """An image file; `options` are Pillow's."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


@cache
def png(text: str = WORDS) -> bytes:
    """A PNG of one page at 300 dpi."""
    return encode(page(text), dpi=(300.02, 300.02))


@cache
def tiff(texts: tuple[str, ...]) -> bytes:
    """A TIFF with one black and white page per text."""
    first, *others = [page(text).convert("1") for text in texts]
    return encode(first, "TIFF", compression="group4", dpi=(300, 300), save_all=True, append_images=others)


@cache
def scanned_pdf(texts: tuple[str, ...]) -> bytes:
    """A PDF whose pages are pictures of text, 300 dpi."""
    first, *others = [page(text) for text in texts]
    return encode(first, "PDF", resolution=300, save_all=True, append_images=others)


def pixels(image) -> np.ndarray:
    """The pixels of an image row of `ImageSchema`."""
    shape = (image["height"], image["width"], image["nChannels"])
    array = np.frombuffer(image["data"], np.uint8).reshape(shape)
    return array[..., 0] if image["nChannels"] == 1 else array
