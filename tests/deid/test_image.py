import io
import re

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont, ImageSequence
from rapidfuzz import fuzz

from documents import encode
from sparkocr.deid.image import mask_file, mask_image
from sparkocr.deid.reading import level, read_image
from sparkocr.deid.secrets import Secret
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.engines.tesseract import Tesseract
from sparkocr.entities.entity import Entity
from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.decode import decode
from sparkocr.imaging.draw import covered
from sparkocr.imaging.geometry import crop, rotate, scale
from sparkocr.imaging.pixels import Image as Picture
from sparkocr.layout.box import Box
from sparkocr.layout.page import Block, Line, Page, Paragraph, Word

NAMES = ("Kaufman", "Scott", "Miriam", "Gellert", "08021929", "Ashgrove")
LINES = (
    "City Hospital    Department of Radiology",
    "Patient: KAUFMAN, Scott   PID: 08021929",
    "Dear Dr. Gellert, we saw Miriam",
    "Gellert, who lives in Ashgrove, and her",
    "brother Scott Kaufman on the same day.",
)
SIZE, MARGIN, FONT = (900, 420), 50, 38
ENGINES = {"tesseract": Tesseract("eng"), "ppocr": PPOcr()}


def is_name(word):
    return any(fuzz.ratio(word.lower(), name.lower()) >= 75 for name in NAMES)


def find(text):
    words = re.finditer(r"\w+", text)
    return [Entity(*word.span(), "PERSON", 1.0, "test") for word in words if is_name(word[0])]


def drawn(*, names_only=False):
    """The page, or the names on it alone: black on white."""
    font = ImageFont.load_default(FONT)
    image = Image.new("L", SIZE, 255)
    canvas = ImageDraw.Draw(image)
    for row, line in enumerate(LINES):
        for word in re.finditer(r"\w+" if names_only else r".+", line):
            if not names_only or is_name(word[0]):
                place = MARGIN + font.getlength(line[: word.start()]), MARGIN + row * 66
                canvas.text(place, word[0], 0, font)
    return image


def scanned(angle, sigma, seed=1, **options):
    """The page as a noisy scan."""
    tilted = drawn(**options).rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    noise = np.random.default_rng(seed).normal(0, sigma, SIZE[::-1]) if sigma else 0
    return Image.fromarray((np.asarray(tilted) * 0.9 + 12 + noise).clip(0, 255).astype(np.uint8))


def pixels_of(content):
    return np.asarray(Image.open(io.BytesIO(content)))


def picture(image):
    return Picture(np.asarray(image), 200, ImageType.TYPE_BYTE_GRAY)


@pytest.mark.parametrize(("engine", "angle", "sigma"), [("tesseract", 1.5, 18), ("ppocr", -1.5, 25)])
def test_no_name_of_a_noisy_and_tilted_scan_can_be_read_and_nothing_else_changes(engine, angle, sigma):
    scan = scanned(angle, sigma)
    made = mask_file(encode(scan, dpi=(200, 200)), read=ENGINES[engine], find=find)
    before, after = np.asarray(scan), pixels_of(made.content)
    ink = np.asarray(scanned(angle, 0, names_only=True)) < 170
    assert ink.sum() > 5000
    assert not after[ink].any()
    black = np.zeros(before.shape, bool)
    for corners in mask_image(picture(scan), read=ENGINES[engine], find=find).shapes:
        top, starts, stops = covered(corners, before.shape)
        for row, start, stop in zip(range(top, top + len(starts)), starts, stops, strict=True):
            black[row, start:stop] = True
    assert np.array_equal(after[~black], before[~black])
    assert not after[black].any()
    assert black.mean() < 0.2
    for reader in ENGINES.values():
        text = reader.read(after, 200).text
        assert not find(text)
        assert "Radiology" in text


def test_shapes_lead_back_through_scaling_and_cropping():
    image = picture(drawn())
    names = np.asarray(drawn(names_only=True)) < 128

    def prepare(given):
        return level(crop(rotate(scale(given, 1.5), 1.0), 20, 10, 0, 0))

    made = mask_image(image, read=ENGINES["tesseract"], find=find, prepare=prepare).image
    assert not made.pixels[names].any()
    assert made.resolution == 200
    plain = mask_image(image, read=ENGINES["tesseract"], find=find).image
    assert (made.pixels != plain.pixels).mean() < 0.03


class Reads:
    """An engine that reads words where a test says they are."""

    def __init__(self, *lines):
        self.lines = lines

    def read(self, pixels, *_, **__):
        height, width = pixels.shape[:2]
        lines = [
            Line(tuple(Word(word, Box(*place), 99.0) for word, place in line), Box(0, 0, width, 20), 20.0)
            for line in self.lines
        ]
        blocks = (Block((Paragraph(tuple(lines), Box(0, 0, width, height)),), Box(0, 0, width, height)),)
        return Page(blocks if lines else (), width, height)


def entities(*texts, label="PERSON"):
    def found(text):
        places = [(text.find(one), one) for one in texts]
        return [Entity(place, place + len(one), label, 1.0, "test") for place, one in places if place >= 0]

    return found


def white(width=200, height=100):
    return Picture(np.full((height, width), 255, np.uint8), 0, ImageType.TYPE_BYTE_GRAY)


TWO_LINES = Reads(
    [("by", (10, 10, 20, 20)), ("Anna", (40, 10, 40, 20))],
    [("Schulz", (10, 50, 60, 20)), ("and", (80, 50, 30, 20)), ("Anna", (120, 50, 40, 20))],
)


def test_a_chunk_that_goes_on_in_the_next_line_has_a_box_in_each_and_its_words_are_black_elsewhere_too():
    made = mask_image(white(), read=TWO_LINES, find=entities("Anna\nSchulz"))
    black = made.image.pixels == 0
    for left, top, width, height in ((40, 10, 40, 20), (10, 50, 60, 20), (120, 50, 40, 20)):
        assert black[top : top + height, left : left + width].all()
    for left, top, width, height in ((10, 10, 20, 20), (80, 50, 30, 20)):
        assert not black[top : top + height, left : left + width].any()
    assert made.secrets == (Secret("Anna\nSchulz", "PERSON"),)
    assert len(made.shapes) == 3


def test_boxes_have_a_margin():
    (shape,) = mask_image(white(), read=TWO_LINES, find=entities("and")).shapes
    assert shape.tolist() == [[77, 47], [113, 47], [113, 73], [77, 73]]


def test_known_secrets_become_black_without_an_entity():
    made = mask_image(white(), read=TWO_LINES, find=entities(), secrets=[Secret("Schulz", "PERSON")])
    assert not made.image.pixels[50:70, 10:70].any()
    assert made.image.pixels[10:30].all()
    assert made.secrets == ()


def test_an_image_without_text_stays():
    image = white()
    made = mask_image(image, read=Reads(), find=entities("Anna"))
    assert np.array_equal(made.image.pixels, image.pixels)


@pytest.mark.parametrize("place", [(-1, 2), (0, 0), (3, 2), (0, 999), (7, 8)])
def test_an_entity_without_a_place_is_an_error_that_does_not_quote_it(place):
    def wrong(text):
        assert text[7:8] == "\n"
        return [Entity(*place, "PERSON", 1.0, "test")]

    with pytest.raises(DocumentError, match=r"^An entity is not in the text of the page\.$"):
        mask_image(white(), read=TWO_LINES, find=wrong)


def test_an_image_that_was_moved_before_is_masked_as_it_is():
    image = scale(white(), 2.0)
    made = mask_image(image, read=TWO_LINES, find=entities("and"))
    assert not made.image.pixels[50:70, 80:110].any()
    assert made.image.transform is image.transform


def test_what_is_found_on_a_page_of_a_tiff_becomes_black_on_the_others():
    def by_page(text):
        by_page.calls += 1
        return entities("Anna\nSchulz")(text) if by_page.calls == 2 else []

    by_page.calls = 0
    page = Image.fromarray(white().pixels)
    content = encode(page, "TIFF", save_all=True, append_images=[page.convert("1"), page.convert("RGB")])
    made = mask_file(content, read=TWO_LINES, find=by_page)
    assert made.regions == (3, 3, 3)
    frames = [np.asarray(frame.convert("L")) for frame in ImageSequence.Iterator(Image.open(io.BytesIO(made.content)))]
    assert len(frames) == 3
    assert not any(frame[50:70, 10:70].any() for frame in frames)
    assert all(frame[80:].all() for frame in frames)


def test_white_text_on_transparent_ground_is_seen():
    text = np.asarray(drawn())
    ghost = np.full((*text.shape, 4), 255, np.uint8)
    ghost[..., 3] = 255 - text
    content = encode(Image.fromarray(ghost))
    made = mask_file(content, read=ENGINES["tesseract"], find=find)
    names = np.asarray(drawn(names_only=True)) < 128
    after = pixels_of(made.content)
    assert (after[names] == (0, 0, 0, 255)).all()


@pytest.mark.parametrize(("kind", "options"), [("JPEG", {"quality": 80}), ("WEBP", {"quality": 80}), ("GIF", {})])
def test_files_of_other_formats_come_out_as_they_were(kind, options):
    made = mask_file(encode(scanned(0, 5), kind, **options), read=ENGINES["tesseract"], find=find)
    image = Image.open(io.BytesIO(made.content))
    assert image.format == kind
    assert not find(ENGINES["tesseract"].read(np.asarray(image.convert("L")), 200).text)
    names = np.asarray(scanned(0, 0, names_only=True)) < 128
    assert np.asarray(image.convert("L"))[names].max() < 40


def test_an_upside_down_photograph_is_masked_where_it_is_seen():
    exif = Image.Exif()
    exif[0x0112] = 3
    content = encode(drawn().rotate(180), "PNG", exif=exif, dpi=(200, 200))
    made = mask_file(content, read=ENGINES["tesseract"], find=find)
    assert not pixels_of(made.content)[np.asarray(drawn(names_only=True)) < 128].any()
    assert not Image.open(io.BytesIO(made.content)).getexif()


def test_damaged_and_large_files_are_errors():
    content = encode(drawn())
    for bad in (b"", b"text", content[:900]):
        with pytest.raises(DocumentError):
            mask_file(bad, read=ENGINES["tesseract"], find=find)
    with pytest.raises(DocumentError, match="exceed maxPixels=1000"):
        mask_file(content, read=ENGINES["tesseract"], find=find, max_pixels=1000)


def test_a_reading_tells_the_text_and_the_way_back():
    reading = read_image(picture(scanned(1.5, 5)), read=ENGINES["tesseract"], find=find)
    assert "Department of Radiology" in reading.text.text
    assert reading.to_page[1, 0] == pytest.approx(-np.sin(np.radians(1.5)), abs=0.003)
    assert {item.secret.text for item in reading.found} >= {"KAUFMAN", "Miriam"}
    assert decode(encode(drawn()), max_pixels=10**6).pixels.shape == SIZE[::-1]


@pytest.mark.parametrize("engine", ["tesseract", "ppocr"])
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_pages_on_their_side_and_upside_down_are_read(engine, turns):
    page = scanned(1.0, 8)
    turned = np.ascontiguousarray(np.rot90(np.asarray(page), turns))
    made = mask_image(Picture(turned, 200, ImageType.TYPE_BYTE_GRAY), read=ENGINES[engine], find=find)
    ink = np.rot90(np.asarray(scanned(1.0, 0, names_only=True)) < 170, turns)
    assert not made.image.pixels[ink].any()
    assert (made.image.pixels == 0).mean() < 0.2


class ReadsTurned:
    """An engine that reads a word of which it is surer the more white the first pixel is; and counts."""

    def __init__(self, size):
        self.size, self.calls = size, 0

    def read(self, pixels, *_, **__):
        self.calls += 1
        height, width = pixels.shape[:2]
        word = Word("Anna", Box(10, 10, *self.size), 40.0 + 50.0 * bool(pixels[0, 0]))
        paragraph = Paragraph((Line((word,), word.box, 20.0),), word.box)
        return Page((Block((paragraph,), word.box),), width, height)


@pytest.mark.parametrize(
    ("corner", "size", "calls"), [(255, (40, 20), 1), (0, (40, 20), 2), (255, (20, 40), 2), (0, (20, 40), 3)]
)
def test_only_what_is_read_badly_or_lies_on_its_side_is_read_again(corner, size, calls):
    image = white()
    image.pixels[::99, ::199] = corner
    reads = ReadsTurned(size)
    read_image(image, read=reads, find=entities(), prepare=lambda given: given)
    assert reads.calls == calls
