"""Draw pages of words whose boxes, and those of their letters, are known."""

import re

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sparkocr.layout.box import Box
from sparkocr.layout.page import Symbol, Word

WORDS = re.findall(
    r"\w+",
    """
    account address amount annual before between bank body change city company contract copy country credit date
    deliver department describe early engine every family figure first garden general group health history house
    hundred idea important industry invoice island journey judge kitchen large letter library market measure
    medical member month nature north number office order paper patient payment people period person picture
    place point price product public quality question reason receipt record region report result river school
    section service signature small south special state street student summer system table teacher theory total
    under university value village water weather winter window world
    """,
)
_INK = 128  # darker is ink
SIZES = (24, 28, 34, 42, 60)  # px: 6 to 14 points at 300 dpi


def draw_words(seed, width=1700, height=1100, margin=60):
    """Return a page of random words, and these as `Word` with the boxes of their ink."""
    random = np.random.default_rng(seed)
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)
    words, y = [], margin
    while True:
        size = int(random.choice(SIZES))
        if y + 2 * size > height - margin:
            return np.asarray(image), words
        font = ImageFont.load_default(size)
        x = margin
        while True:
            text = str(random.choice(WORDS))
            end = x + font.getlength(text)
            if end > width - margin:
                break
            draw.text((x, y), text, 0, font)
            symbols = tuple(
                Symbol(letter, _ink(font, letter, x + font.getlength(text[:place]), y), 100.0)
                for place, letter in enumerate(text)
            )
            words.append(Word(text, _ink(font, text, x, y), 100.0, symbols=symbols))
            x = round(end + font.getlength(" ") * random.uniform(1, 1.6))
        y += round(1.6 * size)


def _ink(font, text, x, y):
    """Return the box of the ink of a text that is drawn at a place."""
    left, top, right, bottom = font.getbbox(text)
    canvas = Image.new("L", (int(right - left) + 8, int(bottom - top) + 8), 255)
    start = int(x + left) - 4, int(y + top) - 4
    ImageDraw.Draw(canvas).text((x - start[0], y - start[1]), text, 0, font)
    rows, columns = np.nonzero(np.asarray(canvas) < _INK)
    return Box(
        start[0] + int(columns.min()), start[1] + int(rows.min()), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1
    )


def overlap(truth, found):
    """For each unit of the truth the best intersection over union with a unit of the same text; 0 if there is none."""
    return np.array(
        [max((_iou(one.box, other.box) for other in found if other.text == one.text), default=0.0) for one in truth]
    )


def _iou(one, other):
    one, other = one.upright(), other.upright()
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    common = max(across, 0) * max(down, 0)
    return common / (one.width * one.height + other.width * other.height - common)
