"""Where words of a line end, if the network has not seen the spaces."""

import font_roboto
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from sparkocr.engines.ppocr.alphabet import allowed_classes
from sparkocr.engines.ppocr.lines import Strip
from sparkocr.engines.ppocr.models import characters, network
from sparkocr.engines.ppocr.recognise import Character, recognise_strip
from sparkocr.engines.ppocr.spaces import grouped
from sparkocr.imaging.glyphs import ink
from sparkocr.layout.box import Box

FONTS = {"regular": font_roboto.Roboto, "bold": font_roboto.RobotoBold, "default": None}
KNOWN = characters("tiny")
CLASSES = allowed_classes("eng", KNOWN)


def strip_of(text, font, size):
    """A line as it is cut out of a page, drawn in a size in px and then made 48 px high."""
    path = FONTS[font]
    type_ = ImageFont.truetype(path, size) if path else ImageFont.load_default(size)
    margin = size / 4
    width, height = round(type_.getlength(text) + 2 * margin), round(1.45 * size)
    image = Image.new("L", (width, height), 255)
    ImageDraw.Draw(image).text((margin, height / 2), text, fill=0, font=type_, anchor="lm")
    return np.array(image.resize((round(width * 48 / height), 48), Image.Resampling.BICUBIC))


def words(text, font, size, *, blind=False):
    """Read a line, blind for spaces or not."""
    pixels = strip_of(text, font, size)
    strip = Strip(pixels, Box(0, 0, pixels.shape[1], 48))
    found = recognise_strip(network("rec", "tiny"), strip, KNOWN, CLASSES)
    seen = [one for one in found if one.text.strip() or not blind]
    return ["".join(one.text for one in word) for word in grouped(seen, ink(pixels))]


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("size", [20, 28, 40, 60])
def test_numbers_beside_words(font, size):
    """These the network drops on receipts: PAGE 3OF, 13lbs."""
    assert words("PAGE 3 OF 12 costs 13 eur", font, size, blind=True) == ["PAGE", "3", "OF", "12", "costs", "13", "eur"]


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("size", [20, 28, 40, 60])
def test_words_with_digits_stay_whole(font, size):
    for text in ("A4", "1st", "H2", "B12", "KH12", "3D", "10kg", "7th", "in A4 and B12 with KH12"):
        assert " ".join(words(text, font, size)) == text


def drawn(text, advance, blanks):
    """Characters of bars that fill their place but for a blank behind them, and their ink."""
    mask = np.zeros((48, 2 * advance * len(text)), bool)
    found, left = [], 0
    for letter, blank in zip(text, blanks, strict=True):
        mask[12:36, left : left + advance] = True
        found.append(Character(letter, left + advance / 2, 99.0))
        left += advance + blank
    return found, mask


@pytest.mark.parametrize(
    ("text", "blanks", "expected"),
    [
        ("3of", [9, 3, 0], ["3", "of"]),
        ("3of", [8, 3, 0], ["3of"]),
        ("1of", [9, 3, 0], ["1of"]),  # a 1 is narrow
        ("No.7a", [3, 3, 9, 3, 0], ["No.", "7a"]),  # a mark ends a word, but 3.7 is a number
        ("A:7a", [9, 9, 3, 0], ["A:7a"]),  # colons of receipts stand apart
        ("23.71", [3, 3, 12, 3, 0], ["23.71"]),
        ("abcd", [3, 15, 3, 0], ["abcd"]),  # the network knows spaces of words
        ("abcd", [3, 16, 3, 0], ["ab", "cd"]),
        ("A4B5", [10, 10, 10, 0], ["A4B5"]),  # a typewriter
        ("\u4e00\u4e8c3", [3, 20, 0], ["\u4e00\u4e8c3"]),  # Chinese has no spaces
    ],
)
def test_how_wide_a_space_is(text, blanks, expected):
    found, mask = drawn(text, 18, blanks)
    assert ["".join(one.text for one in word) for word in grouped(found, mask)] == expected
