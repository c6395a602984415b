"""Pages of made positions: words of equal letters, in the sizes and places that a test says."""

import numpy as np

from sparkocr.document.blocks import blocks_of
from sparkocr.document.fonts import with_fonts
from sparkocr.document.markdown import page_markdown
from sparkocr.document.structure import page_of_positions
from sparkocr.layout.box import Box
from sparkocr.layout.page import Font, FontRun
from sparkocr.positions.text import Units

CHARACTER = 0.5  # width in sizes of the font
X_HEIGHT, CAP_HEIGHT, DESCENDERS = 0.53, 0.73, 0.21  # of Helvetica, in em


def ink(word, size):
    """Distance of the top of a word from that of capitals, and its height."""
    top = 0.0 if any(c.isupper() or c.isdigit() or c in "bdfhijklt#(|\u2022" for c in word) else CAP_HEIGHT - X_HEIGHT
    return top * size, (CAP_HEIGHT - top + DESCENDERS * any(c in "gjpqy,(|" for c in word)) * size


def words(text, x, y, size=10.0):
    """The words of one line in the boxes of their ink."""
    found = []
    for word in text.split(" "):
        width = CHARACTER * size * len(word)
        top, height = ink(word, size)
        found.append((word, x, y + top, width, height, size))
        x += width + CHARACTER * size
    return found


def lines(texts, x=0.0, y=0.0, size=10.0, pitch=1.3):
    """Lines below each other; text that is indented by spaces is indented on the page."""
    found = []
    for number, text in enumerate(texts):
        indent = len(text) - len(text.lstrip(" "))
        found += words(text.lstrip(" "), x + CHARACTER * size * indent, y + pitch * size * number, size)
    return found


def units(found, entry=0):
    """`Units`, and the font sizes."""
    count = len(found)
    boxes = np.array([unit[1:5] for unit in found], np.float64).reshape(-1, 4)
    pages = np.full(count, entry, np.int64)
    return Units([unit[0] for unit in found], boxes, pages, pages), np.array([unit[5] for unit in found], np.float64)


def blocks(found):
    return blocks_of(page_of_positions(*units(found)))


def markdown(found, tables=()):
    return page_markdown(blocks(found), tables)


def runs(found, *, bold=(), name="Serif"):
    """The fonts of these words; those of the lines in `bold` are bold."""
    fat = {id(unit) for line in bold for unit in line}
    return [
        FontRun(Font(f"{name}-Bold" if id(unit) in fat else name, unit[5], id(unit) in fat), Box(*unit[1:5]))
        for unit in found
    ]


def styled(found, *, bold=()):
    """The blocks of a page whose fonts are known."""
    return blocks_of(with_fonts(page_of_positions(*units(found)), runs(found, bold=bold)))
