"""Invisible text: what readers extract, and where."""

import io
import math
import unicodedata

import numpy as np
import pikepdf
import pytest

from pdf.make_pages import block_page, line_of
from sparkocr.layout.box import Box
from sparkocr.layout.page import Page, Word
from sparkocr.pdf.glyphless import DESCENTS
from sparkocr.pdf.read.render import render_page
from sparkocr.pdf.read.text import page_texts
from sparkocr.pdf.write.invisible_text import text_layer
from sparkocr.pdf.write.visual_order import visual_order

RESOLUTION = 300
SCALE = 72 / RESOLUTION


def extracted(pdf, **options):
    (found,) = page_texts(pdf, **options)
    return found


def read(*lines, **options):
    return extracted(text_layer(block_page(*lines), RESOLUTION), **options).text


@pytest.mark.parametrize(
    "text",
    [
        "The quick brown fox",
        "naïve é café – co-op . , ok",  # noqa: RUF001
        "Привет мир",
        "Καλημέρα κόσμε",
        "中文 文字 识别",
        "हिन्दी भाषा",
        "party 😀 𝔘nicode",  # noqa: RUF001
        "שלום עולם טוב",
        "הספר (ישן) משנת 1999-2020",
        "مرحبا بالعالم",
        "هذا، نص؟ ١٢٣٤ 12.5",
    ],
)
def test_text_comes_back_as_it_was(text):
    assert read(line_of(text, 100), line_of("next line", 200)) == f"{text}\nnext line"


def test_marks_of_right_to_left_letters_stay_with_them():
    for text in ("שָׁלוֹם", "مُحَمَّد"):
        found = read(line_of(text, 100))
        assert unicodedata.normalize("NFC", found) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("gap", [0, 5, 15, 35])
def test_words_without_a_space_between_them(gap):
    assert read(line_of("中文 识 别", 100, gap=gap, before="")) == "中文识别"
    assert read(line_of("שלום טוב", 100, gap=gap, before="")) == "שלוםטוב"


def test_a_word_inside_of_the_box_of_the_next_one():
    words = [Word("ab", Box(150, 100, 30, 40), 90.0, ""), Word("cdefgh", Box(100, 100, 300, 40), 90.0, "")]
    content = text_layer(block_page(line_of("x", 100, words=words)), RESOLUTION)
    with pikepdf.open(io.BytesIO(content)) as document:
        scales = [float(item.operands[0]) for item in pikepdf.parse_content_stream(document.pages[0], "Tz")]
    assert len(scales) == 2
    assert min(scales) > 0


@pytest.mark.parametrize("gap", [-4, 0, 1, 10, 200])
def test_words_with_a_space_between_them(gap):
    assert read(line_of("one two three", 100, gap=gap)) == "one two three"
    assert read(line_of("שלום עולם טוב", 100, gap=gap)) == "שלום עולם טוב"


def test_descenders_and_dashes_do_not_break_lines():
    """Boxes that fit the ink of the words: with descenders, without ascenders, and of dashes."""
    words = [
        Word("lily", Box(100, 100, 50, 52), 90),
        Word("non", Box(165, 114, 60, 26), 90),
        Word("–", Box(240, 124, 20, 4), 90),  # noqa: RUF001
        Word("gyp", Box(275, 114, 60, 38), 90),
        Word("illi", Box(350, 100, 30, 40), 90),
        Word(".", Box(384, 135, 5, 5), 90),
    ]
    line = line_of("x", 100, baseline=(0.0, -12.0), words=words, box=Box(100, 100, 289, 52))
    assert read(line, line_of("next", 180)) == "lily non – gyp illi .\nnext"  # noqa: RUF001


def boxes_of(pdf):
    """The box of each word, from the boxes of its characters, in px."""
    found, words = extracted(pdf, coordinates=True), {}
    text, start = found.text.replace("\n", " "), 0
    for word in text.split():
        start = text.index(word, start)
        parts = found.characters[start : start + len(word)]
        left, top = min(c.x for c in parts), min(c.y for c in parts)
        right, bottom = max(c.x + c.width for c in parts), max(c.y + c.height for c in parts)
        words[word] = np.array([left, top, right, bottom]) / SCALE
        start += len(word)
    return words


def overlap(one, other):
    """Intersection over union of boxes of left, top, right and bottom."""
    sides = np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2])
    both = np.prod(np.maximum(sides, 0))
    return both / (np.prod(one[2:] - one[:2]) + np.prod(other[2:] - other[:2]) - both)


@pytest.mark.parametrize("text", ["Hello brave Ärger gyp", "Привет мир", "中文 文字", "שלום עולם"])
@pytest.mark.parametrize("baseline", [0.0, -8.0, -16.0])
def test_words_fill_their_boxes(text, baseline):
    line = line_of(text, 100, baseline=(0.0, baseline))
    found = boxes_of(text_layer(block_page(line), RESOLUTION))
    for word in line.words:
        corners = word.box.corners()
        assert overlap(found[word.text], np.append(corners[0], corners[2])) > 0.99, word.text


@pytest.mark.parametrize("angle", [-90, -30, -3, 5, 45, 90, 180])
def test_turned_words(angle):
    """Words on a line that is turned around the middle of the page."""
    line = line_of("turned words here", 1200)
    radians = math.radians(angle)
    turn = np.array([[math.cos(radians), -math.sin(radians)], [math.sin(radians), math.cos(radians)]])
    middle = np.array([1240, 1754])

    def turned(box):
        centre = middle + turn @ (np.array([box.x + box.width / 2, box.y + box.height / 2]) - middle)
        return Box(centre[0] - box.width / 2, centre[1] - box.height / 2, box.width, box.height, angle)

    words = [Word(word.text, turned(word.box), 90.0) for word in line.words]
    pdf = text_layer(block_page(line_of("x", 0, words=words, box=turned(line.box))), RESOLUTION)
    if angle != 180:  # PDFium reads upside-down lines from the left of the page
        assert extracted(pdf).text == "turned words here"
    for word, box in boxes_of(pdf).items():
        upright = turned(next(w.box for w in line.words if w.text == word)).upright()
        centre = np.array([upright.x + upright.width / 2, upright.y + upright.height / 2])
        assert np.abs((box[:2] + box[2:]) / 2 - centre).max() < 12, "turned boxes are read as upright ones around them"


def test_upright_words_around_a_turned_one():
    boxes = [Box(100, 100, 90, 40), Box(210, 100, 90, 40), Box(1000, 900, 90, 40, 90), Box(310.7, 1700.3, 90, 40)]
    lines = [
        line_of("x", 0, words=[Word(text, box, 90.0)], box=box)
        for text, box in zip(("one", "two", "turned", "three"), boxes, strict=True)
    ]
    found = boxes_of(text_layer(block_page(*lines), RESOLUTION))
    for word, box in zip(("one", "two", "turned", "three"), boxes, strict=True):
        upright = box.upright()
        edges = np.array([upright.x, upright.y, upright.x + upright.width, upright.y + upright.height])
        assert np.abs(found[word] - edges).max() < 0.5, word


@pytest.mark.parametrize("slope", [-0.12, 0.03, 0.12])
def test_upright_words_of_a_sloping_line(slope):
    """The upright boxes that Tesseract gives for a skewed line climb like stairs."""
    level = line_of("six words of one sloping line", 1000)
    words = [
        Word(w.text, Box(w.box.x, w.box.y + slope * w.box.x, w.box.width, 40 + abs(slope) * w.box.width), 90)
        for w in level.words
    ]
    pdf = text_layer(block_page(line_of("x", 1000, words=words, baseline=(slope, 0.0))), RESOLUTION)
    assert extracted(pdf).text == "six words of one sloping line"
    found = boxes_of(pdf)
    for word in words:
        corners = word.box.corners()
        assert overlap(found[word.text], np.append(corners[0], corners[2])) > 0.95, word.text


def test_nothing_is_seen():
    pdf = text_layer(block_page(line_of("Invisible", 100)), RESOLUTION)
    assert (render_page(pdf, 0, max_pixels=10_000_000, resolution=72).pixels == 255).all()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.check_pdf_syntax() == []
        assert b"3 Tr" in document.pages[0].Contents.read_bytes()


@pytest.mark.parametrize("blocks", [(), block_page(line_of("\x00\x07", 100)).blocks])
def test_page_without_text(blocks):
    pdf = text_layer(Page(blocks, 600, 300), RESOLUTION)
    found = extracted(pdf)
    assert (found.text, round(found.width, 2), round(found.height, 2)) == ("", 144, 72)


def test_controls_and_marks_of_direction_are_dropped():
    words = [Word("a\x00b\x1f", Box(100, 100, 50, 40), 90), Word("\u200fשלום\u202c", Box(170, 100, 90, 40), 90)]  # noqa: RUF001
    pdf = text_layer(block_page(line_of("x", 100, words=words)), RESOLUTION)
    assert sorted(extracted(pdf).text.split()) == ["ab", "שלום"]


def test_words_without_extent_are_dropped():
    words = [Word("gone", Box(100, 100, 0, 40), 90), Word("kept", Box(170, 100, 90, 40), 90)]
    assert read(line_of("x", 100, words=words)) == "kept"


def test_map_has_exactly_the_characters_of_the_page_and_bytes_repeat():
    pdf = text_layer(block_page(line_of("abba 😀", 100)), RESOLUTION)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        font = document.pages[0].Resources.Font["/F0"]
        entries = font.ToUnicode.read_bytes().partition(b"beginbfchar")[2].partition(b"endbfchar")[0]
        assert entries.split()[1::2] == [b"<0020>", b"<0061>", b"<0062>", b"<d83dde00>"]
    assert len(pdf) < 4000
    assert pdf == text_layer(block_page(line_of("abba 😀", 100)), RESOLUTION)


def test_resolution_is_that_of_the_picture():
    assert extracted(text_layer(Page((), 600, 300), 100)).width == pytest.approx(432, rel=1e-5)


def test_font_file_is_what_its_maker_writes():
    font_tools = pytest.importorskip("fontTools.ttLib")
    from importlib.resources import files

    font = font_tools.TTFont(io.BytesIO(files("sparkocr.pdf").joinpath("glyphless.ttf").read_bytes()))
    bottoms = [font["glyf"][name].yMin for name in font.getGlyphOrder()[1:]]
    assert bottoms == [-round(1000 * descent) for descent in DESCENTS]


@pytest.mark.parametrize(
    ("logical", "visual"),
    [
        ("word", "word"),
        ("", ""),
        ("שלום", "םולש"),
        ("(שלום)", "(םולש)"),
        ("ב2020", "2020ב"),
        ("מ1.5,20ק", "ק1.5,20מ"),
        ("ה-12", "12-ה"),
        ("PDFים", "םיPDF"),  # noqa: RUF001
        ("ne\u0301eא", "אne\u0301e"),
    ],
)
def test_visual_order(logical, visual):
    assert visual_order(logical) == visual
