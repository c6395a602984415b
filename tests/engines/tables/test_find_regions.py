"""Parts of pages: tables, text, titles, lists and figures."""

import cv2
import numpy as np
import pytest

from sparkocr.engines.tables import find_regions as module
from sparkocr.engines.tables.find_cells import find_cells
from sparkocr.engines.tables.find_regions import MAIN_LABELS, find_regions
from sparkocr.engines.tables.layout_model import LayoutModel
from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region
from tables.draw import PITCH, PROSE, Drawing

from .drawn import DPI, LONG, SCALE, bare, pixels_of, ruled


class Told:
    """A model that finds what it is told."""

    is_there = True

    def __init__(self, *regions):
        self.regions = list(regions)

    def detect(self, _pixels):
        return self.regions


class Absent(LayoutModel):
    is_there = False


def part(label, left, top, right, bottom, score=0.9):
    return Region(Box(left * SCALE, top * SCALE, (right - left) * SCALE, (bottom - top) * SCALE), 0, score, label)


def tables(pixels, model=None, **options):
    return [region for region in find_regions(pixels, DPI, model, ("table",), **options) if region.score >= 0.9]


def close(region, left, top, right, bottom, within=10):
    return np.allclose(region.box.edges(), np.array([left, top, right, bottom]) * SCALE, atol=within * SCALE)


RULED, BARE = (36, 88, 366, 280), (40, 130, 360, 319)
every_model = pytest.mark.parametrize("model", [None, Absent()], ids=["model", "without"])


@every_model
@pytest.mark.parametrize(("page", "box"), [(ruled(LONG), RULED), (bare(), BARE)], ids=["ruled", "bare"])
def test_a_table_in_prose(page, box, model):
    (table,) = tables(pixels_of(page), model)
    assert close(table, *box)
    assert table.label == "table"


@every_model
def test_prose_has_no_table(model):
    drawing = Drawing()
    for top in (40, 100, 160, 220):
        drawing.prose(top)
    assert find_regions(pixels_of(drawing), DPI, model, ("table",)) == []


@pytest.mark.parametrize("angle", [-2, 2])
def test_skewed(angle):
    pixels = pixels_of(ruled(LONG))
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1)
    (table,) = tables(cv2.warpAffine(pixels, turn, (width, height), borderValue=(255, 255, 255)))
    assert close(table, *RULED, within=18)


def test_resolution_is_not_needed():
    (table,) = [region for region in find_regions(pixels_of(ruled(LONG)), 0, None, ("table",)) if region.score >= 0.9]
    assert close(table, *RULED)


def test_large_images_are_looked_at_in_a_reduced_copy(monkeypatch):
    pixels = pixels_of(ruled(LONG))
    height, width = pixels.shape[:2]
    monkeypatch.setattr(module, "_MOST_PIXELS", height * width // 2)
    seen = module.look_at(pixels, DPI)
    assert (seen.pixels.shape[0], seen.factor) == (height // 2, 2)
    (table,) = tables(pixels)
    assert close(table, *RULED)
    cells = find_cells(pixels[int(RULED[1] * SCALE) :, :], DPI)
    assert all(cell.box.x + cell.box.width <= width for cell in cells)


@pytest.mark.parametrize("shape", [(1, 1), (0, 9), (5, 4000), (300, 300)])
def test_blank_and_tiny_images(shape):
    blank = np.full(shape, 255, np.uint8)
    assert find_regions(blank, 0) == []
    assert find_cells(blank, 0) == []


def test_caption_that_the_model_takes_for_a_table_is_none():
    drawing = ruled(LONG, top=120)
    found = tables(pixels_of(drawing), Told(part("table", 36, 108, 366, 300), part("table", 30, 30, 380, 80)))
    assert len(found) == 1


def test_two_tables_in_one_box_of_the_model():
    drawing = Drawing()
    for top in (60, 280):
        drawing.rows(LONG, top)
        drawing.grid([36, 155, 225, 300, 366], [top - 12 + PITCH * number for number in range(len(LONG) + 1)])
    found = tables(pixels_of(drawing), Told(part("table", 30, 40, 370, 470)))
    assert [round(table.box.y / SCALE, -1) for table in found] == [50, 270]


def test_doubtful_table_has_a_low_score():
    drawing = Drawing()
    drawing.prose(40)
    (table,) = find_regions(pixels_of(drawing), DPI, Told(part("table", 28, 30, 380, 80, 0.6)), ("table",))
    assert table.score == pytest.approx(0.3)


def test_fitted_boxes_cut_no_word():
    pixels = pixels_of(ruled(LONG))
    loose = Told(part("table", 20, 80, 355, 290, 0.95))
    (raw,), (fitted,) = tables(pixels, loose), tables(pixels, loose, fitted=True)
    assert close(fitted, *RULED, within=6)
    assert raw.score == fitted.score


def test_text_that_the_model_misses_is_found():
    drawing = Drawing()
    drawing.prose(40)
    drawing.prose(200)
    found = find_regions(pixels_of(drawing), DPI, Told(part("text", 28, 28, 385, 82)))
    assert [(region.label, region.score) for region in found] == [("text", 0.9), ("text", 0.6)]
    assert close(found[1], 30, 192, 375, 240)


def test_large_line_is_a_title():
    drawing = Drawing()
    drawing.canvas.setFont("Helvetica-Bold", 18)
    drawing.text(30, 40, "What was found")
    drawing.canvas.setFont("Helvetica", 10)
    drawing.prose(80)
    assert [region.label for region in find_regions(pixels_of(drawing), DPI, Told())] == ["title", "text"]


@pytest.mark.parametrize("mark", ["\u2022", "-", "{}."])
def test_list(mark):
    drawing = Drawing()
    for number in range(6):
        if number % 2 == 0:
            drawing.text(30, 60 + 12 * number, mark.format(number // 2 + 1))
        drawing.text(46, 60 + 12 * number, PROSE[number % 4][:60])
    drawing.prose(200)
    assert [region.label for region in find_regions(pixels_of(drawing), DPI, Told())] == ["list", "text"]


def test_labels():
    drawing = Drawing()
    drawing.prose(200)
    told = Told(
        part("header", 30, 10, 200, 20),
        part("figure", 30, 40, 200, 140),
        part("figure_caption", 30, 150, 200, 165),
        part("Page-footer", 30, 480, 200, 490),
        part("signature", 220, 400, 300, 440),
    )
    pixels = pixels_of(drawing)
    assert [region.label for region in find_regions(pixels, DPI, told)] == ["figure", "text", "text"]
    wanted = ("caption", "header", "footer", "signature")
    found = [region.label for region in find_regions(pixels, DPI, told, wanted)]
    assert found == ["header", "caption", "signature", "footer"]
    assert set(MAIN_LABELS) == {"text", "title", "list", "table", "figure"}


def test_model_is_asked_once(monkeypatch):
    seen = []
    monkeypatch.setattr(module.LayoutModel, "detect", lambda _self, pixels: seen.append(pixels.shape) or [])
    find_regions(pixels_of(bare()), DPI)
    assert len(seen) == 1


class TestCells:
    @pytest.mark.parametrize(("drawing", "score"), [(ruled(LONG, prose=False), 0.95), (bare(LONG), 0.9)])
    def test_cells_of_a_table_image(self, drawing, score):
        pixels = pixels_of(drawing)
        top, bottom = (85, 285) if score > 0.9 else (126, 324)
        crop = pixels[int(top * SCALE) : int(bottom * SCALE), int(30 * SCALE) : int(372 * SCALE)]
        cells = find_cells(crop, DPI)
        assert len(cells) == 48
        assert {(cell.label, cell.score) for cell in cells} == {("cell", score)}
        assert cells[1].box.x > cells[0].box.x
        assert cells[4].box.y > cells[0].box.y

    def test_page_of_prose_has_none(self):
        drawing = Drawing()
        drawing.prose(40)
        drawing.prose(120)
        assert find_cells(pixels_of(drawing), DPI) == []
