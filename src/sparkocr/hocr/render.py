"""Draw the words of hOCR."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.layout.page import Page

__all__ = ["render"]

_FONT_SIZE = 64  # px in which words are drawn before they are fitted; most words of a page are smaller
_INK_BUDGET = 20  # pages that all words together may cover: overlapping boxes as large as the page cost time
_WHITE, _BLACK, _INK = 255, 0, 255


def render(page: Page, max_pixels: int) -> npt.NDArray[np.uint8]:
    """Draw the words of a page, each with its ink filling its box.

    Parameters
    ----------
    page : Page
        Boxes may be turned, and reach beyond the page.
    max_pixels : int
        Largest page.

    Returns
    -------
    ndarray of uint8, shape (height, width)
        Gray, black on white. Letters that Pillow's bundled font lacks (it has the Latin ones) are drawn as boxes.

    Raises
    ------
    DocumentError
        The page has no size, is larger than `max_pixels`, or its words cover it many times.
    """
    pixels = page.width * page.height
    if pixels <= 0:
        raise DocumentError("The page of the hOCR has no size")
    if pixels > max_pixels:
        raise DocumentError(f"The page of the hOCR has {pixels} pixels, more than {max_pixels}")
    words = [(word.text, _on_page(word.box, page)) for word in page.words()]
    if sum(box.width * box.height for _, box in words) > _INK_BUDGET * pixels + len(words):
        raise DocumentError(f"The words of the hOCR cover the page more than {_INK_BUDGET} times")
    canvas = Image.new("L", (page.width, page.height), _WHITE)
    for text, box in words:
        ink = _fitted(text, box)
        if ink is not None:
            left = round(box.x + (box.width - ink.width) / 2)
            top = round(box.y + (box.height - ink.height) / 2)
            canvas.paste(_BLACK, (left, top), ink)
    return np.asarray(canvas)


def _on_page(box: Box, page: Page) -> Box:
    """Return a box whose sides are no longer than the page's, and have 1 px at least."""
    width, height = (min(max(1.0, side), page.width + page.height) for side in (box.width, box.height))
    return Box(box.x, box.y, width, height, box.angle)


def _fitted(text: str, box: Box) -> Image.Image | None:
    """Draw a word as large as its box and turned like it: 255 where there is ink; None if there is none."""
    width, height = round(box.width), round(box.height)
    ink = _ink(text[: 2 * width])  # more than two characters per px can't be seen
    if ink is None:
        return None
    fitted = ink.resize((width, height), Image.Resampling.BOX if ink.width > 2 * width else Image.Resampling.BILINEAR)
    return fitted.rotate(-box.angle, Image.Resampling.BILINEAR, expand=True) if box.angle else fitted


def _ink(text: str) -> Image.Image | None:
    """Draw a word, cropped to its ink."""
    font = _font()
    left, top, right, bottom = map(int, font.getbbox(text))
    if right <= left or bottom <= top:
        return None
    image = Image.new("L", (right - left + 2, bottom - top + 2), _BLACK)
    ImageDraw.Draw(image).text((1 - left, 1 - top), text, _INK, font)
    found = image.getbbox()
    return image.crop(found) if found else None


@lru_cache(1)
def _font() -> ImageFont.FreeTypeFont:
    """Return Pillow's bundled font."""
    font = ImageFont.load_default(_FONT_SIZE)
    assert isinstance(font, ImageFont.FreeTypeFont)  # noqa: S101  with a size it is
    return font
