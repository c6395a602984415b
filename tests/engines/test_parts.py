"""A part of an image is read as if there were nothing around it."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont

from sparkocr.engines.auto import Auto
from sparkocr.engines.parts import is_one_line, read_part
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.engines.tesseract import Tesseract
from sparkocr.enums import ImageType, PageSegmentationMode
from sparkocr.imaging import geometry
from sparkocr.imaging.pixels import Image, convert
from sparkocr.layout.box import Box, map_box
from sparkocr.layout.page import Page

TEXT = "The quick brown fox\njumps over the lazy dog"
ENGINES = {
    "tesseract": Tesseract(),
    "ppocr": PPOcr(),
    "auto": Auto(PPOcr(), Tesseract()),
    "auto of another language": Auto(PPOcr("eng+osd"), Tesseract()),
}


def drawn(text, size=40):
    """Gray pixels of text, and the box of its ink with 5 px around it."""
    picture = Picture.new("L", (900, 300), 255)
    ImageDraw.Draw(picture).multiline_text((60, 60), text, 0, ImageFont.load_default(size), spacing=size // 3)
    pixels = np.asarray(picture)
    rows, columns = np.nonzero(pixels < 128)
    left, top = columns.min() - 5, rows.min() - 5
    return pixels, Box(float(left), float(top), float(columns.max() + 6 - left), float(rows.max() + 6 - top))


def image(pixels, kind=ImageType.TYPE_BYTE_GRAY):
    return Image(convert(pixels, ImageType.TYPE_BYTE_GRAY, kind), 300, kind)


@dataclass
class Spy:
    """An engine that remembers what it sees."""

    seen: list = field(default_factory=list)

    def read(self, pixels, resolution, *, symbols=False):
        self.seen.append((pixels.shape, resolution, symbols))
        return Page((), pixels.shape[1], pixels.shape[0])


@pytest.mark.parametrize(
    "text", ["fox", "i", "EEE FFF", "\u00c4\u00d6\u00dc j\u00fcg", "a: b; 10%", "THE = AND", "-", "...."]
)
@pytest.mark.parametrize("size", [14, 40])
def test_a_line_is_one(text, size):
    pixels, box = drawn(text, size)
    assert is_one_line(pixels)
    assert is_one_line(255 - pixels)
    if text.isalpha():  # a dot without paper around it has no contrast
        assert is_one_line(pixels[int(box.y) + 5 : int(box.y + box.height) - 5])


@pytest.mark.parametrize("text", ["two\nlines", "gypq\nTHE", "a\nb\nc", "\u00d6l\n\u00c4pfel", TEXT])
def test_lines_are_several(text):
    assert not is_one_line(drawn(text)[0])


@pytest.mark.parametrize("shape", [(1, 1), (1, 90), (90, 1), (50, 90)])
def test_nothing_is_no_line(shape):
    assert not is_one_line(np.full(shape, 255, np.uint8))


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@pytest.mark.parametrize("text", ["The quick brown fox", TEXT], ids=["line", "block"])
def test_text_and_places_on_the_image(engine, text):
    pixels, box = drawn(text)
    page = read_part(engine, image(pixels), box)
    assert page.text == text
    assert (page.width, page.height) == (900, 300)
    first = next(page.words()).box
    assert (first.x, first.y) == pytest.approx((box.x + 5, box.y + 5), abs=4)


@pytest.mark.parametrize("engine", ["tesseract", "ppocr"])
def test_what_is_around_is_not_read(engine):
    pixels, box = drawn("secret public secret")
    font = ImageFont.load_default(40)
    middle = Box(60 + font.getlength("secret "), box.y, font.getlength("public"), box.height)
    assert read_part(ENGINES[engine], image(pixels), middle).text == "public"


@pytest.mark.parametrize("engine", ["tesseract", "ppocr"])
def test_turned_boxes(engine):
    pixels, box = drawn(TEXT)
    turned = geometry.rotate(image(pixels), 25)
    moved = map_box(box, np.linalg.inv(turned.transform), rotated=True)
    page = read_part(ENGINES[engine], turned, moved)
    assert page.text == TEXT
    assert next(page.words()).box.angle == pytest.approx(moved.angle, abs=1)
    assert abs(moved.angle) == pytest.approx(25, abs=0.1)


@pytest.mark.parametrize("engine", ["ppocr", "auto", "auto of another language"])
def test_skewed_lines_in_an_upright_box(engine):
    skewed = geometry.rotate(image(drawn(TEXT)[0]), 6)
    height, width = skewed.pixels.shape
    page = read_part(ENGINES[engine], skewed, Box(0, 0, width, height))
    assert page.text.split() == TEXT.split()


@pytest.mark.parametrize("kind", list(ImageType), ids=lambda kind: kind.name)
def test_every_kind_of_image(kind):
    pixels, box = drawn("The quick")
    assert read_part(PPOcr(), image(pixels, kind), box).text == "The quick"


def test_what_is_beyond_the_image():
    spy = Spy()
    blank = image(np.full((300, 900), 255, np.uint8))
    for box in (Box(900, 0, 10, 10), Box(0, -10, 10, 10), Box(0, 0, 0, 0), Box(2000, 0, 100, 100, 30.0)):
        assert read_part(spy, blank, box) == Page((), 900, 300)
    assert spy.seen == []
    read_part(spy, blank, Box(850, 280, 100, 100), symbols=True)
    assert spy.seen == [((20, 50), 300, True)]


@pytest.mark.parametrize("size", ["tiny", "small"])
def test_ppocr_reads_a_line_without_its_detector(size):
    pixels, box = drawn("fox")
    without = PPOcr("eng", size, detector="/no/such/file")
    assert read_part(without, image(pixels), box).text == "fox"
    assert read_part(Auto(without, Tesseract()), image(pixels), box).text == "fox"


@pytest.mark.parametrize("engine", ["tesseract", "auto of another language"])
def test_how_tesseract_splits_a_part(engine, monkeypatch):
    modes = []

    def read(self, pixels, *_, **__):
        modes.append(self.page_seg_mode)
        return Page((), pixels.shape[1], pixels.shape[0])

    monkeypatch.setattr(Tesseract, "read", read)
    used, block = ENGINES[engine], PageSegmentationMode.SINGLE_BLOCK
    for text in ("fox", TEXT):
        pixels, box = drawn(text)
        read_part(used, image(pixels), box)
        read_part(used, image(pixels), box, block=block)
    single, auto = PageSegmentationMode.SINGLE_LINE, PageSegmentationMode.AUTO
    # What is read badly as one line is read as several.
    assert modes == [single, auto, single, block, auto, block]


def test_a_mode_that_was_set_stays():
    pixels, box = drawn(TEXT)
    line = Tesseract(page_seg_mode=PageSegmentationMode.SINGLE_LINE)
    assert read_part(line, image(pixels), box, block=PageSegmentationMode.SINGLE_BLOCK).text != TEXT


def test_symbols():
    pixels, box = drawn("fox")
    (word,) = read_part(PPOcr(), image(pixels), box, symbols=True).words()
    assert [symbol.text for symbol in word.symbols] == list("fox")
    assert all(box.x <= symbol.box.x <= box.x + box.width for symbol in word.symbols)
