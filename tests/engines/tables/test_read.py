"""Tables of images and of pages, found and read."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from sparkocr.engines.factory import make_engine
from sparkocr.engines.orientation import orient
from sparkocr.engines.tables.layout_model import LayoutModel
from sparkocr.engines.tables.read import image_tables, page_tables, region_table
from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image
from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region
from sparkocr.pdf.document import open_pdf
from tables.draw import NUMBERS as DRAWN
from tables.draw import Drawing

from .scanned import DPI, NUMBERS, Sheet, texts

XS, YS = (80, 400, 600, 800, 1000), (300, 345, 390, 435, 480, 525)


def ruled(rows=NUMBERS, ys=YS):
    sheet = Sheet()
    sheet.prose(100)
    sheet.rows(rows, XS, ys)
    sheet.grid(XS[: len(rows[0]) + 1], ys[: len(rows) + 1])
    sheet.prose(ys[-1] + 100)
    return sheet


def half_ruled():
    sheet = Sheet()
    sheet.prose(100)
    sheet.rows(NUMBERS, XS, YS)
    for y in (YS[0], YS[1], YS[-1]):
        sheet.line(XS[0], y, XS[-1], y)
    sheet.prose(YS[-1] + 100)
    return sheet


def bare():
    sheet = Sheet()
    sheet.prose(100)
    sheet.rows(NUMBERS, XS, YS)
    sheet.prose(YS[-1] + 100)
    return sheet


@pytest.mark.parametrize("angle", [0, -2, 1.3])
@pytest.mark.parametrize("draw", [ruled, half_ruled, bare])
def test_tables(draw, angle):
    image, engine = draw().scan(angle)
    (found,) = image_tables(image, engine)
    assert texts(found) == NUMBERS
    assert found.engine == ("ruled" if draw is ruled else "aligned")
    assert len(engine.seen) >= 1
    if draw is ruled and not angle:
        box = found.table.box
        assert (box.x, box.y) == pytest.approx((XS[0], YS[0]), abs=4)
        assert (box.width, box.height) == pytest.approx((XS[-1] - XS[0], YS[-1] - YS[0]), abs=4)
        assert found.table.rows[1][2].box.x == pytest.approx(XS[2], abs=4)


def test_the_engine_sees_no_rulings():
    image, engine = ruled().scan()
    image_tables(image, engine)
    pixels, resolution, symbols = engine.seen[0]
    assert (resolution, symbols) == (DPI, True)
    assert (pixels[YS[1] - 3 : YS[1] + 4, XS[0] : XS[-1]] > 128).all()


def test_a_page_that_was_read_is_not_read_again():
    image, engine = ruled().scan()
    (found,) = image_tables(image, engine, page=engine.page)
    assert texts(found) == NUMBERS
    assert engine.seen == []
    region = Box(XS[0], YS[0], XS[-1] - XS[0], YS[-1] - YS[0])
    assert texts(region_table(image, region, engine, page=engine.page)) == NUMBERS
    assert engine.seen == []


@pytest.mark.parametrize("resolution", [0, DPI])
def test_unknown_resolution(resolution):
    image, engine = ruled().scan(resolution=resolution)
    (found,) = image_tables(image, engine)
    assert texts(found) == NUMBERS


def test_merged_cells():
    sheet = Sheet()
    sheet.grid((80, 400, 800), (300, 390, 435, 480))
    sheet.line(400, 345, 800, 345)
    sheet.line(600, 345, 600, 480)
    for x, y, text in (
        (90, 330, "Name"),
        (520, 308, "Both years"),
        (410, 353, "1996"),
        (610, 353, "2006"),
        (90, 398, "first"),
        (410, 398, "1.5"),
        (610, 398, "2.5"),
        (90, 443, "second"),
        (410, 443, "3.5"),
    ):
        sheet.text(x, y, text)
    image, engine = sheet.scan(0.8)
    (found,) = image_tables(image, engine)
    assert texts(found) == [
        ["Name", "Both years", None],
        [None, "1996", "2006"],
        ["first", "1.5", "2.5"],
        ["second", "3.5", ""],
    ]


@pytest.mark.parametrize("draw", ["ruled", "half ruled"])
def test_cells_of_several_lines(draw):
    rows = [["Item", "2019", "2020"], ["Costs of all\nthe members", "1.5", "2.5"], ["Profit", "3.5", "4.5"]]
    ys = (300, 345, 420, 465)
    sheet = Sheet()
    sheet.rows(rows, XS, ys)
    if draw == "ruled":
        sheet.grid(XS[:4], ys)
    else:
        for y in (300, 345, 465):
            sheet.line(XS[0], y, XS[3], y)
    image, engine = sheet.scan()
    (found,) = image_tables(image, engine)
    assert found.table.rows[1][0].text == "Costs of all\nthe members"
    assert texts(found)[2] == rows[2]


def test_inverted_heading():
    sheet = Sheet()
    sheet.area(XS[0], YS[0], XS[-1], YS[1], level=50)
    for text, x in zip(NUMBERS[0], XS, strict=False):
        sheet.text(x + 10, YS[0] + 8, text, ink=255)
    sheet.rows(NUMBERS[1:], XS, YS[1:])
    sheet.grid(XS, YS[1:])
    image, engine = sheet.scan()
    (found,) = image_tables(image, engine)
    assert texts(found) == NUMBERS


def test_right_to_left():
    words = [["שם", "שנה", "סכום"], ["ראשון", "1996", "12.5"], ["שני", "2006", "13.5"], ["שלישי", "2016", "14.5"]]
    rows = [row[::-1] for row in words]
    image, engine = ruled(rows, YS).scan()
    (found,) = image_tables(image, engine)
    assert texts(found) == rows


def test_no_table():
    sheet = Sheet()
    sheet.prose(100)
    image, engine = sheet.scan()
    assert image_tables(image, engine) == []
    assert image_tables(Image(np.full((1, 1), 255, np.uint8), 0, ImageType.TYPE_BYTE_GRAY), engine) == []


@pytest.mark.parametrize("angle", [0, 1.5])
@pytest.mark.parametrize("draw", [ruled, half_ruled, bare])
def test_region(draw, angle):
    image, known = draw().scan(angle)
    x, y = image.pixels.shape[1] / 2, image.pixels.shape[0] / 2
    region = Box(XS[0] - 10, YS[0] - 10, XS[-1] - XS[0] + 20, YS[-1] - YS[0] + 10)
    centre = np.array(region.centre) - (x, y)
    radians = np.radians(angle)
    turn = np.array([[np.cos(radians), -np.sin(radians)], [np.sin(radians), np.cos(radians)]])
    middle = turn @ centre + (x, y)
    box = Box.around((float(middle[0]), float(middle[1])), region.width, region.height, angle)
    found = region_table(image, box, known, page=known.page)
    assert texts(found) == NUMBERS
    if draw is ruled:  # other tables are as large as their text
        assert found.table.box.centre == pytest.approx(tuple(middle), abs=25)


def test_region_without_text():
    image, engine = ruled().scan()
    assert region_table(image, Box(20, 880, 300, 60), engine, page=engine.page) is None
    with pytest.raises(DocumentError):
        region_table(image, Box(5000, 880, 300, 60), engine)


def scanned(turn=0):
    """A PDF whose only page is a picture of a table."""
    image, _ = ruled().scan()
    target = io.BytesIO()
    Pillow.fromarray(np.rot90(image.pixels, turn)).save(target, "PDF", resolution=DPI)
    return target.getvalue()


def test_scanned_page():
    with open_pdf(scanned()) as document:
        (found,) = page_tables(document, 0, make_engine())
    assert texts(found)[1] == NUMBERS[1]
    assert texts(found)[3][0] == "Denmark"
    assert found.table.page == 0
    assert found.table.box.x == pytest.approx(XS[0] * 72 / DPI, abs=3)
    assert found.table.box.width == pytest.approx((XS[-1] - XS[0]) * 72 / DPI, abs=3)


def test_digital_page_needs_no_engine():
    drawing = Drawing()
    drawing.prose(40)
    drawing.canvas.showPage()
    drawing.canvas.setFont("Helvetica", 10)
    drawing.rows(DRAWN, 114)
    drawing.grid((36, 155, 225, 300, 366), (100, 118, 134, 150, 166, 182))
    with open_pdf(drawing.pdf()) as document:
        assert page_tables(document, 0, None) == []
        (found,) = page_tables(document, 1, None)
        with pytest.raises(DocumentError):
            page_tables(document, 2, None)
    assert texts(found) == DRAWN
    assert found.table.page == 1


@pytest.mark.parametrize("turns", [1, 2])
def test_turned_pages_are_turned_upright_first(turns):
    image, _ = ruled().scan()
    large = cv2.resize(image.pixels, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    turned = Image(np.ascontiguousarray(np.rot90(large, turns)), 2 * DPI, ImageType.TYPE_BYTE_GRAY)
    (found,) = image_tables(orient(turned, min_confidence=1.0), make_engine())
    assert texts(found)[0] == NUMBERS[0]
    assert texts(found)[2][:3] == NUMBERS[2][:3]


def test_what_a_layout_model_takes_for_a_figure_is_no_table(monkeypatch):
    image, engine = bare().scan()
    figure = Region(Box(0.0, 0.0, image.pixels.shape[1], image.pixels.shape[0]), 0, 0.9, "figure")
    monkeypatch.setattr(LayoutModel, "detect", lambda _self, _pixels: [figure])
    assert image_tables(image, engine) == []
    assert len(image_tables(*ruled().scan())) == 1
