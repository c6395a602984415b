"""Cells of tables on images."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from sparkocr.enums import CellDetectionAlgos, ImageType
from sparkocr.imaging.pixels import Image
from sparkocr.imaging.table_cells import find_cells, with_lines
from sparkocr.imaging.table_gaps import GapOptions
from tables.crops import COLUMNS, DPI, bare, crop, framed
from tables.draw import NUMBERS, Drawing

CONTOURS, MORPHOPS = CellDetectionAlgos.CONTOURS, CellDetectionAlgos.MORPHOPS
SCALE = DPI / 72


def counts(image, algorithm=MORPHOPS, **options):
    """How many cells there are in each row."""
    return [len(row) for row in find_cells(image, algorithm, GapOptions(**options)).rows]


@pytest.mark.parametrize("algorithm", CellDetectionAlgos)
def test_framed_table_with_merged_cells(algorithm):
    rows = find_cells(framed(), algorithm).rows
    assert [len(row) for row in rows] == [3, 2, 4, 4, 4]
    (x, y, width, height), wide, _ = rows[0]
    left, row = 6 * SCALE, 24 * SCALE
    assert (x, y) == pytest.approx((left, left), abs=4)
    assert (width, height) == pytest.approx(((COLUMNS[1] - COLUMNS[0]) * SCALE, 2 * row), abs=6)
    assert wide[2:] == pytest.approx(((COLUMNS[3] - COLUMNS[1]) * SCALE, row), abs=6)


@pytest.mark.parametrize("resolution", [0, DPI])
@pytest.mark.parametrize("algorithm", CellDetectionAlgos)
def test_resolution_may_be_unknown(algorithm, resolution):
    assert counts(replace(framed(), resolution=resolution), algorithm) == [3, 2, 4, 4, 4]


@pytest.mark.parametrize("kind", [ImageType.TYPE_3BYTE_BGR, ImageType.TYPE_4BYTE_ABGR, ImageType.TYPE_BYTE_BINARY])
def test_images_of_all_types(kind):
    gray = framed()
    pixels = gray.pixels
    if kind is ImageType.TYPE_BYTE_BINARY:
        pixels = np.where(pixels > 127, 255, 0).astype(np.uint8)
    elif kind.channels > 1:
        opaque = [np.full_like(pixels, 255)] * (kind.channels - 3)
        pixels = np.stack([*opaque, pixels, pixels, pixels], axis=2)
    image = replace(gray, pixels=pixels, image_type=kind)
    for algorithm in CellDetectionAlgos:
        found = find_cells(image, algorithm)
        assert [len(row) for row in found.rows] == [3, 2, 4, 4, 4]
        made = with_lines(image, found, keep=False, draw=True)
        assert (made.pixels.shape, made.image_type) == (pixels.shape, kind)


def test_white_space_between_columns():
    rows = find_cells(bare(NUMBERS), MORPHOPS).rows
    assert [len(row) for row in rows] == [4] * 5
    for row in rows:
        assert all(one[0] + one[2] == other[0] for one, other in pairwise(row))
    assert counts(bare(NUMBERS), CONTOURS) == []


@pytest.mark.parametrize("align", ["left", "right"])
@pytest.mark.parametrize("dpi", [100, 300])
def test_alignment_and_resolution(align, dpi):
    assert counts(bare(NUMBERS, align=align, dpi=dpi)) == [4] * 5


def test_heading_over_several_columns_is_one_cell():
    drawing = Drawing()
    drawing.rows(NUMBERS, 100)
    drawing.text(255, 84, "both of these years and the change", align="centre")
    assert counts(crop(drawing, 30, 70, 390, 180)) == [2, 4, 4, 4, 4, 4]


def test_inverted_heading():
    drawing = Drawing()
    drawing.area(35, 88, 335, 17, gray=0.2)
    drawing.canvas.setFillGray(1)
    drawing.rows(NUMBERS[:1], 100)
    drawing.canvas.setFillGray(0)
    drawing.rows(NUMBERS[1:], 116)
    assert counts(crop(drawing, 30, 84, 390, 180)) == [4] * 5


def test_leading_dots_are_no_columns():
    drawing = Drawing()
    for number, name in enumerate(["Bread", "Butter", "Eggs", "Milk", "Salt"]):
        drawing.text(40, 100 + 16 * number, name)
        drawing.text(90, 100 + 16 * number, " .  .  .  .  .  .  .  .  .  .")
        drawing.text(300, 100 + 16 * number, f"{number}.50", align="right")
    assert counts(crop(drawing, 30, 84, 320, 180)) == [2] * 5


def test_cells_of_several_lines_between_rulings():
    drawing = Drawing()
    for y in (90, 130, 170, 210):
        drawing.line(40, y, 380, y)
        if y < 210:
            drawing.text(45, y + 14, "words that go on")
            drawing.text(45, y + 28, "in the next line")
            drawing.text(250, y + 14, "a value of it")
    assert counts(crop(drawing, 34, 84, 386, 216)) == [2] * 3


def test_cells_of_several_lines_with_white_space_between_rows():
    drawing = Drawing()
    for number in range(4):
        drawing.text(45, 100 + 40 * number, "words that go on")
        drawing.text(45, 112 + 40 * number, "in the next line")
        drawing.text(200, 100 + 40 * number, "value")
        drawing.text(300, 100 + 40 * number, "other")
    assert counts(crop(drawing, 34, 84, 386, 260)) == [3] * 4


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"row_least_gap": 20.0}, lambda found: len(found) == 1),
        ({"column_threshold": 1.0}, lambda found: found[0] < 4),  # all of the width is white space
        ({"column_least_gap": 60.0}, lambda found: max(found) < 4),
        ({"column_least": 100.0}, lambda found: max(found) < 4),
    ],
)
def test_every_setting_counts(options, expected):
    image = bare([*NUMBERS[:4], ["Finland", "9.9", "8.8", "1.0"]])
    assert counts(image) == [4] * 5
    assert expected(counts(image, **options))


def spaced(pitch):
    """A table with its lines at a distance in points."""
    drawing = Drawing()
    for number, row in enumerate(NUMBERS):
        for x, text in zip((40, 160, 230, 320), row, strict=True):
            drawing.text(x, 100 + pitch * number, text)
    return crop(drawing, 30, 84, 390, 160)


def test_share_of_ink_between_lines():
    """Lines whose letters touch."""
    image = spaced(9)
    assert len(counts(image, row_threshold=0.0)) < 5
    assert len(counts(image, row_threshold=0.4)) == 5


def test_least_height_of_a_line():
    image = spaced(11)
    assert len(counts(image)) == 5
    assert len(counts(image, row_least=60.0)) < 5


def test_lines_of_the_output_image():
    image = framed()
    found = find_cells(image, CONTOURS)

    def dark(**options):
        return int((with_lines(image, found, **options).pixels < 128).sum())

    assert np.array_equal(with_lines(image, found, keep=True, draw=False).pixels, image.pixels)
    assert dark(keep=False, draw=False) < 0.7 * dark(keep=True, draw=False)
    assert dark(keep=False, draw=True) > 1.5 * dark(keep=False, draw=False)
    assert dark(keep=True, draw=True) > dark(keep=True, draw=False)


@pytest.mark.parametrize("algorithm", CellDetectionAlgos)
@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (7, 7), (300, 300), (20, 20_000)])
def test_images_without_a_table_have_no_cells(algorithm, shape):
    white = Image(np.full(shape, 255, np.uint8), 0, ImageType.TYPE_BYTE_GRAY)
    assert counts(white, algorithm) == []
    with_lines(white, find_cells(white, algorithm), keep=False, draw=True)


@pytest.mark.parametrize("algorithm", CellDetectionAlgos)
def test_noise_and_black_are_one_cell_at_most(algorithm):
    noise = np.random.default_rng(7).integers(0, 256, (400, 600), np.uint8)
    for pixels in (noise, np.zeros((300, 300), np.uint8)):
        assert counts(Image(pixels, 200, ImageType.TYPE_BYTE_GRAY), algorithm) in ([], [1])


def test_face_that_is_no_rectangle_is_cut():
    """A line is missing between the cell at the top left and that below it, which is wider."""
    drawing = Drawing()
    for y, start in ((100, 40), (140, 160), (180, 40)):
        drawing.line(start, y, 320, y)
    for x, end in ((40, 180), (160, 140), (320, 180)):
        drawing.line(x, 100, x, end)
    assert counts(crop(drawing, 34, 94, 326, 186), CONTOURS) == [2, 1]


def test_double_lines_have_no_cells_between_them():
    drawing = Drawing()
    for y in (100, 103, 140, 180, 183):
        drawing.line(40, y, 320, y)
    for x in (40, 43, 160, 320):
        drawing.line(x, 100, x, 183)
    assert counts(crop(drawing, 34, 94, 326, 190), CONTOURS) == [2, 2]


def test_large_images_are_looked_at_smaller():
    image = framed()
    large = replace(image, pixels=np.kron(image.pixels, np.ones((5, 5), np.uint8)), resolution=5 * DPI)
    for algorithm in CellDetectionAlgos:
        small_rows, rows = (find_cells(one, algorithm).rows for one in (image, large))
        assert [len(row) for row in rows] == [len(row) for row in small_rows]
        assert rows[-1][-1] == pytest.approx([5 * side for side in small_rows[-1][-1]], abs=30)
