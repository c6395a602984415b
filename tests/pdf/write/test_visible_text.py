"""Visible text: where its ink is, and what readers extract."""

import io

import font_roboto
import numpy as np
import pikepdf
import pytest
from PIL import ImageFont

from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.errors import DocumentError
from sparkocr.pdf.read.render import render_page
from sparkocr.pdf.read.text import page_texts
from sparkocr.pdf.write.text_runs import text_runs
from sparkocr.pdf.write.visible_text import text_page
from sparkocr.positions.position import Position

DPI = 288  # 4 px a point


def ink(units, width=400, height=300, **options):
    """Left, top, right and bottom of what is drawn, in points."""
    pdf = text_page(units, width, height, **options)
    dark = render_page(pdf, 0, max_pixels=10**7, resolution=DPI).pixels < 128
    assert dark.shape == (height * 4, width * 4)
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]) / 4


def extracted(units, **options):
    (page,) = page_texts(text_page(units, 400, 300, **options))
    return page.text


@pytest.mark.parametrize(
    ("text", "box", "size"),
    [
        ("Hello gyp", (50, 50, 90, 20), 20),
        ("non", (50, 50, 35, 11), 20),
        ("non", (50, 50, 35, 11), 0),
        ("—", (180, 58, 15, 2), 20),
        ("Привет", (50, 100, 70, 18), 0),
        ("Ελλάς", (50, 100, 60, 18), 18),
        ("e\u0301te\u0301", (50, 100, 40, 18), 0),
    ],
)
def test_a_line_fills_its_box(text, box, size):
    x, y, width, height = box
    assert ink([Position(text, *box, size)]) == pytest.approx([x, y, x + width, y + height], abs=0.8)


def test_size_of_the_font_limits_what_a_box_does():
    tall = Position("Hello", 50, 50, 80, 60, 12)
    assert ink([tall])[3] == pytest.approx(110, abs=0.8), "the baseline stays"
    assert ink([tall])[1] > 95
    low = Position("Hello", 50, 50, 80, 2, 12)
    assert ink([low])[1] < 46


def test_width_of_a_box_has_limits():
    natural = np.diff(ink([Position("Hello", 50, 50, 50, 15, 20)])[::2])[0]
    wide = ink([Position("Hello", 50, 50, 340, 15, 20)])
    narrow = ink([Position("Hello", 50, 50, 5, 15, 20)])
    assert 60 < wide[2] - wide[0] < 90
    assert 15 < narrow[2] - narrow[0] < natural


def test_lines_of_a_block_spread_over_its_box():
    block = Position("First line\nsecond\n\nthird and longest of them", 50, 150, 250, 66, 18)
    assert ink([block]) == pytest.approx([50, 150, 300, 216], abs=1)
    assert extracted([block]) == "First line\nsecond\nthird and longest of them"


def test_text_is_extracted_and_bytes_repeat():
    units = [Position("Total:\t12,50 €", 50, 50, 90, 20, 18), Position("\x00 \n", 9, 9, 9, 9, 9)]
    assert extracted(units) == "Total: 12,50 €"
    assert text_page(units, 400, 300) == text_page(units, 400, 300)
    with pikepdf.open(io.BytesIO(text_page(units, 400, 300))) as document:
        assert document.check_pdf_syntax() == []


def test_right_to_left(tmp_path):
    """Roboto has no Hebrew, so a font with Latin letters under Hebrew codes stands in."""
    font_tools = pytest.importorskip("fontTools.ttLib")
    font = font_tools.TTFont(font_roboto.Roboto)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap |= {ord(h): table.cmap[ord(c)] for h, c in zip("שלום", "abcd", strict=True)}
    font.save(tmp_path / "hebrew.ttf")
    unit = Position("שלום שלום", 50, 50, 90, 20, 18)
    assert extracted([unit], font=str(tmp_path / "hebrew.ttf")) == "שלום שלום"
    with pytest.raises(DocumentError):
        extracted([unit])


LINES = ("Invoice No. 12345", "Customer: Hill Illinois", "it's $1,211.50 (all in)", "II 111 will fill")


def symbols(lines, size=40, font=font_roboto.Roboto):
    """Boxes of the ink of each character that Pillow draws, in points, without spaces."""
    face = ImageFont.truetype(font, size)
    found = []
    for number, line in enumerate(lines):
        x = 20.0
        for c in line:
            left, top, right, bottom = face.getbbox(c, anchor="ls")
            if c != " ":
                y = 60 * (number + 1) + top
                found.append(Position(c, round(x) + left, y, right - left, bottom - top, round(0.9 * size)))
            x += face.getlength(c)
    return found


def test_characters_are_written_as_words():
    units = symbols(LINES)
    pdf = text_page(units, 600, 300)
    (page,) = page_texts(pdf, coordinates=True)
    assert page.text == "\n".join(LINES)
    seen = [c for c in page.characters if c.c not in " \n"]
    assert [c.x for c in seen] == pytest.approx([unit.x for unit in units], abs=6)
    assert ink(symbols(LINES[:1]), 600, 300) == pytest.approx(ink_of(symbols(LINES[:1])), abs=1)


def ink_of(units):
    """Left, top, right and bottom of boxes."""
    left, top = min(unit.x for unit in units), min(unit.y for unit in units)
    return [left, top, max(unit.x + unit.width for unit in units), max(unit.y + unit.height for unit in units)]


def test_words_among_characters():
    units = symbols(["call Anna now"])
    name = Position("REDACTED NUMBER", *[units[4].x, 30, units[7].x + units[7].width - units[4].x, 30], 36)
    assert extracted([*units[:4], name, *units[8:]]) == "call REDACTED NUMBER now"


@pytest.mark.parametrize("size", [8, 12])
def test_characters_of_a_text_layer(size):
    original = make_pdf([Page([Text(72, 700 - 20 * i, line, size) for i, line in enumerate(LINES)])])
    (before,) = page_texts(original, coordinates=True)
    pdf = text_page(before.characters, 612, 792)
    (after,) = page_texts(pdf, coordinates=True)
    assert after.text == before.text
    assert [c.font_size for c in after.characters if c.c not in " \n"] == [size] * len("".join("".join(LINES).split()))
    (baseline,) = {round(ink_bottom(document)) for document in (original, pdf)}
    assert baseline == pytest.approx(792 - 640, abs=1)


def ink_bottom(pdf):
    """Where the ink of the last line ends, in points from above."""
    dark = render_page(pdf, 0, max_pixels=10**8, resolution=DPI).pixels < 128
    return (np.flatnonzero(dark.any(axis=1))[-1] + 1) / 4


def test_vertical_characters_stay_apart():
    units = [Position(c, 50, 50 + 20 * place, 12, 16, 20) for place, c in enumerate("STAMP")]
    assert ink(units)[3] == pytest.approx(146, abs=1)
    assert ink(units)[2] < 70


def test_larger_units_stay_as_they_are():
    units = [Position(text, 50 + 60 * place, 50, 50, 15, 15) for place, text in enumerate(["a", "word", "of", "two"])]
    assert [run.unit for run in text_runs(units)] == units
    assert {(run.space, run.height) for run in text_runs(units)} == {("", 0.0)}


def test_other_fonts():
    unit = Position("Hello", 50, 50, 60, 15, 15)
    assert text_page([unit], 400, 300, font=font_roboto.RobotoBlack) != text_page([unit], 400, 300)


def test_missing_glyphs_are_counted_and_not_told():
    with pytest.raises(DocumentError, match=r"no glyphs for 2 of 3 characters: set font") as error:
        text_page([Position("中文a", 1, 1, 9, 9, 9)], 99, 99)
    assert not set("中文") & set(str(error.value))


@pytest.mark.parametrize("font", ["/no/such/font.ttf", __file__])
def test_bad_font(font):
    with pytest.raises(DocumentError, match="font must be the path"):
        text_page([Position("a", 1, 1, 9, 9, 9)], 99, 99, font=font)


@pytest.mark.parametrize(
    "units", [[], [Position("a", 1, 1, 0, 9, 9)], [Position("a", 1, 1, 9, 0, 9)], [Position("", 1, 1, 9, 9, 9)]]
)
def test_nothing_to_write(units):
    assert (render_page(text_page(units, 99, 99), 0, max_pixels=10**7).pixels == 255).all()


def test_one_pixel():
    assert extracted([Position("a", 1, 1, 0.2, 0.2, 0)]) == "a"
