"""Draw scans of tables, and an engine that knows what is on them."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from sparkocr.enums import ImageType
from sparkocr.imaging.pixels import Image
from sparkocr.layout.box import Box, map_box
from sparkocr.layout.page import Line, Page, Symbol, Word
from sparkocr.layout.reading_order import arrange

DPI = 150
WIDTH, HEIGHT = 1240, 1000
SIZE = 21  # px of the font: 10 points
_FONT = ImageFont.load_default(SIZE)

NUMBERS = [
    ["Country", "1996", "2006", "Change"],
    ["Austria", "58.6", "79.0", "+34.8 %"],
    ["Belgium", "61.6", "57.9", "-6.0 %"],
    ["Denmark", "59.5", "", "-19.3 kg"],
    ["Finland", "$96.3", "(4.7)", "n/a"],
]


class Sheet:
    """A page; places in px."""

    def __init__(self, width=WIDTH, height=HEIGHT):
        self._page = Pillow.new("L", (width, height), 255)
        self._pen = ImageDraw.Draw(self._page)
        self._lines = []

    def text(self, x, y, text, ink=0):
        """Write a line, with its upper left corner at a place."""
        self._pen.text((x, y), text, font=_FONT, fill=ink)
        words, start = [], 0
        for part in text.split():
            start = text.index(part, start)
            symbols = tuple(self._symbol(x, y, text, place) for place in range(start, start + len(part)))
            left, top, right, bottom = _FONT.getbbox(part)
            left += x + _FONT.getlength(text[:start])
            box = Box(left, y + top, right, bottom - top)
            words.append(Word(part, box, 90.0, symbols=symbols))
            start += len(part)
        if words:
            left, right = words[0].box.x, words[-1].box.x + words[-1].box.width
            top = min(word.box.y for word in words)
            bottom = max(word.box.y + word.box.height for word in words)
            self._lines.append(Line(tuple(words), Box(left, top, right - left, bottom - top), bottom - top))

    def _symbol(self, x, y, text, place):
        left, top, right, bottom = _FONT.getbbox(text[place])
        left += x + _FONT.getlength(text[:place])
        return Symbol(text[place], Box(left, y + top, right - _FONT.getbbox(text[place])[0], bottom - top), 90.0)

    def line(self, *ends):
        self._pen.line(ends, fill=0, width=2)

    def area(self, *edges, level):
        self._pen.rectangle(edges, fill=level)

    def grid(self, xs, ys):
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)

    def rows(self, rows, xs, ys):
        for row, y in zip(rows, ys, strict=False):
            for text, x in zip(row, xs, strict=False):
                for number, line in enumerate(text.split("\n")):
                    self.text(x + 10, y + 8 + 26 * number, line)

    def prose(self, y, x=80):
        for number in range(3):
            self.text(
                x,
                y + 28 * number,
                "Most of those who were asked had an answer and so the figures are as good as can be",
            )

    def scan(self, angle=0.0, resolution=DPI):
        """The image, turned clockwise by degrees, and the engine that reads it."""
        pixels = np.array(self._page)
        height, width = pixels.shape
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1)
        if angle:
            pixels = cv2.warpAffine(pixels, matrix, (width, height), borderValue=255)
        to_scan = np.vstack([matrix, [0, 0, 1]])
        lines = [_moved(line, to_scan) for line in self._lines]
        page = arrange(lines, width, height)
        return Image(pixels, resolution, ImageType.TYPE_BYTE_GRAY), Known(page)


def _moved(line, matrix):
    def moved(box):
        return map_box(box, matrix, rotated=True)

    words = tuple(
        Word(
            word.text,
            moved(word.box),
            word.confidence,
            symbols=tuple(Symbol(each.text, moved(each.box), each.confidence) for each in word.symbols),
        )
        for word in line.words
    )
    box = moved(line.box)
    return Line(words, box, line.row_height, baseline=(float(np.tan(np.radians(box.angle))), 0.0))


@dataclass
class Known:
    """An engine that gives a page, and keeps what it has seen."""

    page: Page
    seen: list = field(default_factory=list)

    def read(self, pixels, resolution, *, symbols=False):
        self.seen.append((pixels, resolution, symbols))
        return self.page if pixels.shape[0] == self.page.height else Page((), *pixels.shape[1::-1])


def texts(found):
    """The texts of a table, line ends as spaces; None for places that a merged cell takes."""
    return [[" ".join(cell.text.split()) if cell.row_span else None for cell in row] for row in found.table.rows]
