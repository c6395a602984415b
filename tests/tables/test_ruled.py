"""Tables whose cells are framed."""

from itertools import pairwise

import pytest

from sparkocr.tables.content import turn_box
from sparkocr.tables.find import pdf_tables
from tables.draw import NUMBERS, WIDTH, Drawing, found_on, texts

XS, YS = (30, 150, 220, 290, 380), (100, 120, 140, 160, 180, 200)


def framed(drawing=None, rows=NUMBERS):
    drawing = drawing or Drawing()
    drawing.grid(XS, YS)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            drawing.text(XS[column] + 4, YS[number] + 14, text)
    return drawing


def test_grid():
    drawing = framed()
    drawing.prose(40)
    drawing.prose(240)
    (found,) = found_on(drawing)
    assert found.engine == "ruled"
    assert texts(found) == NUMBERS
    box = found.table.box
    assert (box.x, box.y, box.width, box.height) == pytest.approx((30, 100, 350, 100), abs=1)
    cell = found.table.rows[1][2]
    assert (cell.box.x, cell.box.y, cell.box.width) == pytest.approx((220, 120, 70), abs=1)


def test_merged_cells():
    drawing = Drawing()
    for y in (100, 140, 160, 180):
        drawing.line(30, y, 330, y)
    drawing.line(130, 120, 330, 120)
    for x in (30, 130, 330):
        drawing.line(x, 100, x, 180)
    drawing.line(230, 120, 230, 180)
    drawing.text(34, 124, "Name")
    drawing.text(150, 114, "Both years")
    drawing.rows([["", "1996", "2006"], ["first", "1", "2"], ["second", "3", ""]], 134, (34, 140, 240), "left")
    (found,) = found_on(drawing)
    assert texts(found) == [
        ["Name", "Both years", None],
        [None, "1996", "2006"],
        ["first", "1", "2"],
        ["second", "3", ""],
    ]
    name, both = found.table.rows[0][:2]
    assert (name.row_span, name.column_span, both.row_span, both.column_span) == (2, 1, 1, 2)
    assert [[cell.is_header for cell in row if cell.row_span] for row in found.table.rows] == [
        [True, True],
        [True, True],
        [False] * 3,
        [False] * 3,
    ]


def test_outer_lines_may_be_missing():
    drawing = Drawing()
    for y in YS:
        drawing.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        drawing.line(x, YS[0], x, YS[-1])
    for number, row in enumerate(NUMBERS):
        for column, text in enumerate(row):
            drawing.text(XS[column] + 4, YS[number] + 14, text)
    (found,) = found_on(drawing)
    assert texts(found) == NUMBERS


def test_lines_of_pieces_and_dashed_lines():
    drawing = Drawing()
    drawing.canvas.setDash(2, 2)
    framed(drawing)
    assert texts(*found_on(drawing)) == NUMBERS
    drawing = Drawing()
    for x, to_x in pairwise(XS):
        for y, to_y in pairwise(YS):
            drawing.grid((x + 0.5, to_x - 0.5), (y + 0.5, to_y - 0.5))
    for number, row in enumerate(NUMBERS):
        for column, text in enumerate(row):
            drawing.text(XS[column] + 4, YS[number] + 14, text)
    (found,) = found_on(drawing)
    assert texts(found) == NUMBERS


def test_areas_with_gaps_are_cells():
    drawing = Drawing()
    for x, to_x in pairwise(XS):
        for y, to_y in pairwise(YS):
            drawing.area(x + 0.5, y + 0.5, to_x - x - 1, to_y - y - 1)
    for number, row in enumerate(NUMBERS):
        for column, text in enumerate(row):
            drawing.text(XS[column] + 4, YS[number] + 14, text)
    (found,) = found_on(drawing)
    assert (found.engine, texts(found)) == ("ruled", NUMBERS)


def test_lines_in_a_cell_and_empty_cells():
    drawing = Drawing()
    drawing.grid((30, 150, 300), (100, 140, 160, 180))
    for x, y, text in (
        (34, 114, "a label of"),
        (34, 128, "two lines"),
        (154, 114, "text"),
        (34, 154, "b"),
        (154, 174, "c"),
    ):
        drawing.text(x, y, text)
    (found,) = found_on(drawing)
    assert texts(found) == [["a label of two lines", "text"], ["b", ""], ["", "c"]]
    assert found.table.rows[0][0].text == "a label of\ntwo lines"


def test_rows_of_values_without_lines_between_them():
    drawing = Drawing()
    drawing.grid((30, 150, 220, 290, 380), (100, 120, 190))
    for number, row in enumerate(NUMBERS):
        for column, text in enumerate(row):
            drawing.text(XS[column] + 4, 114 + number * 16, text)
    (found,) = found_on(drawing)
    assert texts(found) == NUMBERS


def test_a_word_that_a_line_cuts():
    drawing = Drawing()
    drawing.grid((30, 62, 120), (100, 120, 140, 160))
    for y, text in ((114, "11111222"), (134, "33333444"), (154, "55555666")):
        drawing.text(34, y, text)
    drawing.text(90, 114, "x")
    assert found_on(drawing) == []  # lines run through all words: they are none of a table
    drawing = framed()
    drawing.text(XS[1] - 11, YS[1] + 14, "12345")
    (found,) = found_on(drawing)
    assert found.table.rows[1][0].text.startswith("Austria")
    assert "12345" not in found.table.rows[1][0].text


def test_two_tables_on_a_page():
    drawing = framed()
    drawing.prose(240)
    drawing.grid((30, 150, 220), (320, 340, 360))
    drawing.rows([["x", "y"], ["1", "2"]], 334, (34, 160), "left")
    first, second = found_on(drawing)
    assert texts(first) == NUMBERS
    assert texts(second) == [["x", "y"], ["1", "2"]]


def test_caption_and_notes_in_the_frame_stay_outside():
    drawing = framed()
    drawing.line(30, 60, 380, 60)
    drawing.line(30, 240, 380, 240)
    for x in (30, 380):
        drawing.line(x, 60, x, 240)
    for y, text in ((74, "Table 1"), (88, "What was found"), (214, "Note: a dash is none."), (228, "Source: study.")):
        drawing.text(40, y, text)
    (found,) = found_on(drawing)
    assert texts(found) == NUMBERS


def test_headings_above_the_grid():
    drawing = framed()
    for column, text in enumerate(("", "first", "second", "third")):
        drawing.text(XS[column] + 4, 94, text)
    (found,) = found_on(drawing)
    assert texts(found) == [["", "first", "second", "third"], *NUMBERS]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_turned_tables(angle):
    """Turned text on an upright page, and a page that is displayed turned."""
    drawing = Drawing(WIDTH, WIDTH)
    drawing.canvas.translate(WIDTH / 2, WIDTH / 2)
    drawing.canvas.rotate(-angle)
    drawing.canvas.translate(-WIDTH / 2, -WIDTH / 2)
    (found,) = found_on(framed(drawing))
    assert texts(found) == NUMBERS
    drawing = framed(Drawing(WIDTH, WIDTH))
    (upright,) = found_on(framed(Drawing(WIDTH, WIDTH)))
    expected = turn_box(upright.table.box, angle, WIDTH, WIDTH)
    box = found.table.box
    assert (box.x, box.y, box.width, box.height) == pytest.approx(
        (expected.x, expected.y, expected.width, expected.height), abs=1
    )
    drawing.canvas.setPageRotation(angle)
    (found,) = found_on(drawing)
    assert texts(found) == NUMBERS


def chart(drawing):
    drawing.grid((60, 100, 140, 180, 220, 260, 300, 340), tuple(range(100, 300, 20)))
    for number in range(10):
        drawing.text(35, 303 - 20 * number, str(10 * number))
    for number in range(7):
        drawing.area(65 + 40 * number, 150 + 10 * number, 20, 130 - 10 * number, 0.4)
        drawing.text(70 + 40 * number, 148 + 10 * number, str(20 * number))


def box_of_text(drawing):
    drawing.grid((25, 385), (90, 160))
    drawing.prose(104)


def frame_of_page(drawing):
    drawing.grid((10, 390), (10, 490))
    drawing.prose(40)


def highlighted(drawing):
    for number, x in enumerate((60, 120, 80)):
        drawing.area(x, 92 + 12 * number, 90, 11)
    drawing.prose(100)


@pytest.mark.parametrize("draw", [chart, box_of_text, frame_of_page, highlighted])
def test_no_tables(draw):
    drawing = Drawing()
    draw(drawing)
    assert found_on(drawing) == []


def test_a_blank_form_is_a_table():
    rows = [["Name", "Date", "Place", "Sign"]]
    (found,) = found_on(framed(rows=rows))
    assert texts(found) == [*rows, *[[""] * 4] * 4]


def test_pages_without_words_or_lines():
    assert found_on(Drawing()) == []
    drawing = Drawing()
    drawing.grid(XS, YS)
    assert found_on(drawing) == []


def test_tables_know_their_page():
    drawing = framed()
    drawing.canvas.showPage()
    drawing.canvas.setFont("Helvetica", 10)
    pages = list(pdf_tables(framed(drawing).pdf()))
    assert [[each.table.page for each in page] for page in pages] == [[0], [1]]
