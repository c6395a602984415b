"""Pages as pictures: what regions cover has one colour, and the text outside of them can be found."""

import io

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest

from pdf.make_pdf import Page as PdfPage
from pdf.make_pdf import Text, make_pdf
from sparkocr.enums import Color
from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.read.page_layout import layout_page
from sparkocr.pdf.redact.raster import raster_page

LIMIT = 10_000_000
TOKEN = make_pdf([PdfPage([Text(60, 700, "https://a.example/Jane/index")], width=400)])
"""From x = 60 on, 12 points high above y = 92."""


def rastered(content, holes, index=0, *, with_text=True, **options):
    with open_pdf(content) as document:
        text = layout_page(document, index, original=True, symbols=True) if with_text else None
        return raster_page(document, index, holes, text=text, max_pixels=LIMIT, **options)


def words(content):
    with pdfium.PdfDocument(content) as document:
        return document[0].get_textpage().get_text_range().split()


def picture(content):
    """The decoded pixels of the picture of a page, in RGB."""
    with pikepdf.open(io.BytesIO(content)) as document:
        forms = document.pages[0].Resources.XObject
        images = [form.Resources.XObject.Picture for form in forms.values() if "/XObject" in form.Resources]
        (image,) = images
        return np.asarray(pikepdf.PdfImage(image).as_pil_image().convert("RGB")).astype(int)


def place_of(content, text):
    """The box of a part of the text of the first page, in points of the displayed page."""
    with pdfium.PdfDocument(content) as document:
        page = document[0]
        start = page.get_textpage().get_text_range().index(text)
        boxes = np.array([page.get_textpage().get_charbox(start + i, loose=True) for i in range(len(text))])
        left, bottom, right, top = *boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)
        return Box(left, page.get_height() - top, right - left, top - bottom)


@pytest.mark.parametrize("fill", [Color.black, Color.red, Color.gray, Color.white])
def test_pixels_in_regions_have_one_colour(fill):
    noise = "".join(
        f"{i % 7 / 7:.2f} {i % 5 / 5:.2f} {i % 3 / 3:.2f} rg {i * 7 % 400} {i * 13 % 792} 9 9 re f " for i in range(900)
    )
    content = make_pdf([PdfPage(width=400, content=noise.encode())])
    holes = [Box(50, 50, 61.3, 20.7).corners(), Box(200, 300, 100, 15, 30).corners()]
    shown = picture(rastered(content, holes, fill=fill))
    scale = shown.shape[1] / 400
    left, top, right, bottom = (round(side * scale) for side in (50, 50, 111.3, 70.7))
    assert (shown[top:bottom, left:right] == fill.rgb).all()
    along = np.linspace(-50, 50, 100)
    x, y = 250 + along * np.cos(np.pi / 6), 307.5 + along * np.sin(np.pi / 6)
    assert (shown[(y * scale).astype(int), (x * scale).astype(int)] == fill.rgb).all()
    untouched = picture(rastered(content, []))
    assert (shown[bottom + 2 : bottom + 200] == untouched[bottom + 2 : bottom + 200]).all()


def test_part_of_a_long_word():
    made = rastered(TOKEN, [place_of(TOKEN, "Jane").corners()])
    assert words(made) == ["https://a.example/", "/index"]
    assert words(rastered(TOKEN, [])) == ["https://a.example/Jane/index"]
    assert words(rastered(TOKEN, [], with_text=False)) == []


def test_a_narrow_region_takes_the_letters_that_it_crosses():
    place = place_of(TOKEN, "Jane")
    line = Box(place.x, place.y + place.height / 2, place.width, 0.6)
    assert words(rastered(TOKEN, [line.corners()])) == ["https://a.example/", "/index"]


def test_neighbours_that_only_touch_a_region_stay():
    place = place_of(TOKEN, "Jane").grown(0.5)
    assert words(rastered(TOKEN, [place.corners()])) == ["https://a.example/", "/index"]


def test_words_of_turned_lines_go_as_a_whole():
    turned = b"q 0.8 0.6 -0.6 0.8 100 300 cm BT /F1 12 Tf (kept) Tj ET BT /F1 12 Tf 60 0 Td (Jane/rest) Tj ET Q"
    content = make_pdf([PdfPage(content=turned)])
    assert sorted(words(rastered(content, []))) == ["Jane/rest", "kept"]
    x, y = 100 + 0.8 * 62, 792 - (300 + 0.6 * 62 + 4)
    assert words(rastered(content, [Box(x - 2, y - 2, 4, 4).corners()])) == ["kept"]


def test_letters_of_all_scripts_stay():
    content = make_pdf([PdfPage([Text(60, 700, "Ελλάδα"), Text(60, 650, "Jane")])])
    assert words(rastered(content, [place_of(content, "Jane").corners()])) == ["Ελλάδα"]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_size_and_direction_are_those_of_the_displayed_page(rotate):
    content = make_pdf([PdfPage([Text(60, 700, "Hello")], width=595.28, height=841.89, rotate=rotate)])
    made = rastered(content, [])
    with pdfium.PdfDocument(content) as before, pdfium.PdfDocument(made) as after:
        assert after[0].get_size() == pytest.approx(before[0].get_size(), abs=0.01)
        assert after[0].get_rotation() == 0
        dark = [page.render(scale=1).to_numpy()[..., 0] < 128 for page in (before[0], after[0])]
    places = [np.mean(found.nonzero(), axis=1) for found in dark]
    assert places[0] == pytest.approx(places[1], abs=1)
    assert words(made) == ["Hello"]


def test_resolution():
    assert picture(rastered(TOKEN, [], resolution=72)).shape == (792, 400, 3)
    assert picture(rastered(TOKEN, [], resolution=144)).shape == (1584, 800, 3)


def test_other_pages():
    content = make_pdf([PdfPage([Text(60, 700, name)]) for name in ("one", "two")])
    assert words(rastered(content, [], 1)) == ["two"]
    with open_pdf(content) as document, pytest.raises(DocumentError, match="no page"):
        raster_page(document, 2, [], text=None, max_pixels=LIMIT)
