"""What was read and what is ruled, as the content that tables are found in."""

from dataclasses import replace

import pytest

from sparkocr.engines.tables import overlooked
from sparkocr.engines.tables.overlooked import with_overlooked
from sparkocr.engines.tables.scan import scan_content
from sparkocr.imaging.rulings import Rulings
from sparkocr.layout.box import Box
from sparkocr.layout.merge import union
from sparkocr.layout.page import Line, Page, Word
from sparkocr.layout.reading_order import arrange

from .scanned import DPI, HEIGHT, NUMBERS, WIDTH, Sheet

POINT = DPI / 72
XS, YS = (80, 400, 600, 800, 1000), (300, 345, 390, 435, 480, 525)


def framed():
    sheet = Sheet()
    sheet.prose(100)
    sheet.rows(NUMBERS, XS, YS)
    sheet.grid(XS, YS)
    return sheet


def content_of(sheet, angle=0.0, resolution=DPI):
    image, engine = sheet.scan(angle, resolution)
    return scan_content(image, engine.page)


def test_points_and_px():
    scan = content_of(framed())
    content = scan.content
    assert (content.width, content.height) == pytest.approx((WIDTH / POINT, HEIGHT / POINT))
    assert [rule.at * POINT for rule in content.drawings.horizontal] == pytest.approx([y + 1 for y in YS], abs=2)
    assert [rule.at * POINT for rule in content.drawings.vertical] == pytest.approx([x + 1 for x in XS], abs=2)
    word = next(word for word in content.words() if word.text == "58.6")
    box = scan.box(word.box)
    assert (box.x, box.width) == pytest.approx((XS[1] + 10, 42), abs=6)


def test_unknown_resolution():
    content = content_of(framed(), resolution=0).content
    assert content.width == pytest.approx(WIDTH / POINT, rel=0.35)
    assert len(content.drawings.horizontal) == len(YS)


@pytest.mark.parametrize("is_ruled", [True, False])
@pytest.mark.parametrize("angle", [-2, 1.5])
def test_skewed_pages_are_made_level(angle, is_ruled):
    sheet = framed()
    level = content_of(sheet).content
    image, engine = sheet.scan(angle)
    scan = scan_content(image, engine.page, None if is_ruled else Rulings())
    places = {word.text: word.box for word in level.words() if word.box.y > YS[0] / POINT}
    for word in scan.content.words():
        assert word.box.angle == 0
        if word.text.isalpha() and word.text in places:
            assert word.box.y == pytest.approx(places[word.text].y, abs=2)
    if is_ruled:
        assert [rule.at * POINT for rule in scan.content.drawings.horizontal] == pytest.approx(YS, abs=4)
    first = next(word for word in scan.content.words() if word.text == "Austria")
    source = next(word for word in engine.page.words() if word.text == "Austria")
    assert scan.box(first.box).centre == pytest.approx(source.box.centre, abs=5)


def test_words_are_as_high_as_their_font():
    sheet = Sheet()
    sheet.text(80, 100, "see an ox")
    sheet.text(80, 140, "Happy 123")
    sheet.text(80, 180, "-")
    heights = {word.text: word.box.height for word in content_of(sheet).content.words()}
    assert heights["ox"] == pytest.approx(heights["123"], rel=0.2)
    assert heights["-"] == pytest.approx(heights["123"], rel=0.2)
    assert heights["123"] == pytest.approx(10, rel=0.2)


@pytest.mark.parametrize(
    ("text", "expected"), [("12.5kg", ["12.5", "kg"]), ("97%", ["97", "%"]), ("B2B", ["B2B"]), ("1 a", ["1", "a"])]
)
def test_units_are_words(text, expected):
    """With a gap where a space was overlooked."""
    sheet = Sheet()
    spaced = {"12.5kg": "12.5 kg", "97%": "97 %"}.get(text, text)
    sheet.text(80, 100, spaced)
    image, engine = sheet.scan()
    (line,) = engine.page.lines()
    word = Word(text, line.box, 90.0, symbols=tuple(symbol for word in line.words for symbol in word.symbols))
    lines = [line] if text == "1 a" else [Line((word,), line.box, line.row_height)]
    found = scan_content(image, arrange(lines, WIDTH, HEIGHT)).content
    assert [word.text for word in found.words()] == expected


def test_what_was_read_in_rulings_is_left_out():
    sheet = framed()
    image, engine = sheet.scan()
    bar = Box(XS[1] - 2, YS[1] + 5, 4, 30)
    more = Line((Word("|", bar, 60.0),), bar, 30)
    page = arrange([*engine.page.lines(), more], WIDTH, HEIGHT)
    words = [word.text for word in scan_content(image, page).content.words()]
    assert "|" not in words
    assert len(words) == len(list(engine.page.words()))


def test_areas_have_edges():
    sheet = Sheet()
    sheet.area(80, 300, 1000, 345, level=60)
    sheet.rows([["Name", "Value"]], XS, YS)
    drawings = content_of(sheet).content.drawings
    assert [rule.is_edge for rule in drawings.horizontal] == [True, True]
    assert [rule.at * POINT for rule in drawings.horizontal] == pytest.approx([300, 345], abs=4)


def test_an_empty_page():
    image, _ = Sheet().scan()
    scan = scan_content(image, Page((), WIDTH, HEIGHT))
    assert scan.content.words() == []
    assert scan.content.drawings.horizontal == []


class Reads:
    """An engine that reads the same everywhere."""

    def __init__(self, text):
        self.text = text

    def read(self, pixels, resolution, *, symbols=False):  # noqa: ARG002
        height, width = pixels.shape[:2]
        box = Box(0, 0, width, height)
        return arrange([Line((Word(self.text, box, 90.0),), box, height)], width, height)


def lone(words):
    """A page whose words are lines of their own."""
    return arrange([Line((word,), word.box, word.box.height) for word in words], WIDTH, HEIGHT)


def test_overlooked_words_are_read():
    sheet = Sheet()
    sheet.rows(NUMBERS, XS, YS)
    image, engine = sheet.scan()
    words = list(engine.page.words())
    found = with_overlooked(lone(word for word in words if word.text not in {"57.9", "1996"}), image, Reads("x"))
    assert [word.text for word in found.words()].count("x") >= 2
    same = with_overlooked(engine.page, image, Reads("x"))
    assert sorted(word.text for word in same.words()) == sorted(word.text for word in words)


def test_overlooked_dashes():
    sheet = Sheet()
    sheet.rows([["Name", "-47.6", "-", "5"]], XS, YS)
    image, engine = sheet.scan()
    name, signed, _, five = engine.page.words()
    symbols = signed.symbols[1:]
    box = union([symbol.box for symbol in symbols])
    page = lone([name, Word("47.6", box, 90.0, symbols=symbols), five])
    found = [word.text for word in with_overlooked(page, image, Reads("x")).words()]
    assert sorted(found) == sorted(["Name", "-47.6", "-", "5"])


def test_digits_below_each_other_are_no_turned_text():
    sheet = Sheet()
    sheet.rows([["Austria", "1"], ["Belgium", "7"]], XS, YS)
    image, engine = sheet.scan()
    first, one, second, seven = engine.page.words()
    column = union([one.box, seven.box])
    turned = Box.around(column.centre, column.height, column.width, -90.0)
    digits = tuple(replace(word, box=replace(word.box, angle=-90.0)) for word in (one, seven))
    lines = [*lone([first, second]).lines(), Line(digits, turned, turned.height)]
    found = with_overlooked(arrange(lines, WIDTH, HEIGHT), image, Reads("3"))
    assert sorted(word.text for word in found.words()) == ["3", "3", "Austria", "Belgium"]
    assert all(word.box.angle == 0 for word in found.words())


def test_nothing_is_overlooked_in_figures(monkeypatch):
    sheet = Sheet()
    sheet.rows(NUMBERS, XS, YS)
    image, engine = sheet.scan()
    page = lone(word for word in engine.page.words() if word.text.isalpha())
    monkeypatch.setattr(overlooked, "_MOST", 5)
    assert with_overlooked(page, image, Reads("x")) == page
