"""Tables whose columns are told by the alignment of their words."""

import pytest

from tables.draw import HEIGHT, NUMBERS, PITCH, PROSE, SIZE, WIDTH, Drawing, found_on, texts, width_of


def test_between_rulings():
    """Rulings above, below the heading and at the end: what is around them stays outside."""
    drawing = Drawing()
    drawing.prose(30)
    drawing.text(40, 92, "Table 1: What was found")
    for y in (100, 118, 186):
        drawing.line(36, y, 364, y)
    drawing.rows(NUMBERS, 113)
    drawing.prose(220)
    (found,) = found_on(drawing)
    assert (found.engine, texts(found)) == ("aligned", NUMBERS)
    box = found.table.box
    assert (box.x, box.y, box.width, box.height) == pytest.approx((36, 100, 328, 86), abs=2)
    assert [row[0].is_header for row in found.table.rows] == [True, False, False, False, False]


def test_without_rulings():
    drawing = Drawing()
    drawing.prose(30)
    drawing.rows(NUMBERS, 113)
    drawing.prose(220)
    (found,) = found_on(drawing)
    assert (found.engine, texts(found)) == ("aligned", NUMBERS)
    assert found.table.rows[1][1].box.y == pytest.approx(113 + PITCH - SIZE, abs=4)


@pytest.mark.parametrize("align", ["left", "right", "centre"])
def test_alignment(align):
    drawing = Drawing()
    drawing.rows(NUMBERS, 113, align=align)
    assert texts(*found_on(drawing)) == NUMBERS


def test_bands():
    """Every other row has an area of a colour."""
    drawing = Drawing()
    for y in (101, 133, 165):
        drawing.area(36, y, 340, PITCH, 0.9)
    drawing.rows(NUMBERS, 113)
    assert texts(*found_on(drawing)) == NUMBERS


def test_heading_of_levels():
    """A phrase over a ruling is the heading of the columns below it; lines of a heading are one cell."""
    drawing = Drawing()
    for y in (100, 146, 214):
        drawing.line(36, y, 364, y)
    drawing.line(200, 118, 364, 118)
    drawing.text(282, 113, "Share of sales", align="centre")
    drawing.text(40, 142, "Country")
    for x, lines in ((200, ("first", "year")), (270, ("second", "year")), (360, ("change", "over all"))):
        for number, text in enumerate(lines):
            drawing.text(x, 130 + 12 * number, text, align="right")
    drawing.rows(NUMBERS[1:], 160)
    (found,) = found_on(drawing)
    assert texts(found)[:3] == [
        ["Country", "Share of sales", None, None],
        [None, "first year", "second year", "change over all"],
        NUMBERS[1],
    ]
    assert found.table.rows[0][1].column_span == 3
    assert [row[1].is_header for row in found.table.rows] == [True, True, False, False, False, False]


def test_rows_of_several_lines_and_headings_between_rows():
    drawing = Drawing()
    drawing.rows(
        [
            ["", "first", "second"],
            ["Total", "100.0", "200.0"],
            ["By country"],
            ["  Austria", "20.5", "30.5"],
            ["  Bosnia and", "", ""],
            ["  Herzegovina", "7.0", "6.5"],
            ["  Denmark", "3.1", "4.2"],
        ],
        100,
    )
    (found,) = found_on(drawing)
    assert texts(found) == [
        ["", "first", "second"],
        ["Total", "100.0", "200.0"],
        ["By country", "", ""],
        ["Austria", "20.5", "30.5"],
        ["Bosnia and Herzegovina", "7.0", "6.5"],
        ["Denmark", "3.1", "4.2"],
    ]


def test_cells_of_several_lines_in_ruled_rows():
    drawing = Drawing()
    for y in (100, 116, 146, 176):
        drawing.line(36, y, 364, y)
    drawing.rows([["Kind", "What it is", "Who"]], 112, (40, 120, 300), "left")
    for y, kind in ((128, "scale"), (158, "list")):
        drawing.text(40, y, kind)
        drawing.text(120, y, "a line of some length that")
        drawing.text(120, y + 12, "goes on below")
        drawing.text(300, y, "everyone")
    (found,) = found_on(drawing)
    cell = "a line of some length that goes on below"
    assert texts(found) == [["Kind", "What it is", "Who"], ["scale", cell, "everyone"], ["list", cell, "everyone"]]


def test_leaders_and_units():
    rows = [
        ["Item", "kg", "EUR"],
        ["Bread .........", "1.5", "-3.20"],
        ["Milk ..........", "12", "(0.90)"],
        ["Salt ..........", "0.2", "1,100.00"],
    ]
    drawing = Drawing()
    drawing.rows(rows, 100, (40, 180, 280))
    assert texts(*found_on(drawing)) == rows


def test_sparse_columns():
    rows = [
        ["", "a", "b", "c"],
        ["first", "1.0", "", "2.0"],
        ["second", "3.0", "4.0", "5.0"],
        ["third", "6.0", "7.0", "8.0"],
        ["last", "9.0", "", "1.0"],
    ]
    drawing = Drawing()
    drawing.rows(rows, 100)
    assert texts(*found_on(drawing)) == rows


def test_right_to_left():
    drawing = Drawing()
    rows = [["10", "20", "alef"], ["30", "40", "bet"], ["50", "60", "gimel"], ["70", "80", "dalet"]]
    drawing.rows(rows, 100, (40, 160, 300))
    assert texts(*found_on(drawing)) == rows


def test_turned():
    drawing = Drawing(HEIGHT, HEIGHT)
    drawing.canvas.rotate(90)
    drawing.canvas.translate(0, -HEIGHT)
    drawing.rows(NUMBERS, 113)
    assert texts(*found_on(drawing)) == NUMBERS


def test_text_of_labels_in_small_letters():
    """Labels in small letters are rows of their own, unless most rows begin with capitals."""
    rows = [["kind", "what"], ["scale", "steel"], ["list", "paper"], ["visual scale", "wood"]]
    drawing = Drawing()
    for y in (88, 104, 152):
        drawing.line(36, y, 240, y)
    drawing.rows(rows, 100, (40, 160), "left")
    assert texts(*found_on(drawing)) == rows


def test_headings_above_the_first_ruling():
    drawing = Drawing()
    drawing.text(40, 80, "Table 1 What was found in the course of the study of countries")
    drawing.rows(NUMBERS, 100)
    drawing.line(36, 104, 364, 104)
    drawing.line(36, 168, 364, 168)
    assert texts(*found_on(drawing)) == NUMBERS


def test_heading_over_two_columns_without_a_ruling():
    drawing = Drawing()
    for y in (84, 120, 186):
        drawing.line(36, y, 364, y)
    drawing.text(285, 98, "Share of all the sales", align="centre")
    drawing.rows([["Country", "first", "second", "third"], *NUMBERS[1:]], 114)
    (found,) = found_on(drawing)
    assert texts(found)[:2] == [["Country", "first", "Share of all the sales", None], [None, None, "second", "third"]]
    assert found.table.rows[0][2].column_span == 2


def test_words_over_each_other():
    """Words that overlap, as of a bad recognition, are no reason to fail, and none is lost."""
    drawing = Drawing()
    for number in range(40):
        drawing.text(40 + 37 * (number * 7 % 9), 60 + 5 * number, f"word{number} and {number}")
    for found in found_on(drawing):
        assert any(text for row in texts(found) for text in row)


def test_many_lines_and_words():
    drawing = Drawing()
    for number in range(1500):
        x, y = number * 37 % 390, number * 53 % 490
        drawing.line(x, y, x + 9, y)
        drawing.line(x, y, x, y + 9)
        drawing.text(x, y, str(number))
    assert found_on(drawing) == []


def two_columns(drawing):
    half = [line[: len(line) // 2] for line in PROSE * 4]
    for number, line in enumerate(half):
        drawing.text(20, 60 + 12 * number, line)
        drawing.text(210, 60 + 12 * number, line)


def numbered_list(drawing):
    for number in range(8):
        drawing.text(40, 60 + 14 * number, f"{number + 1}.")
        drawing.text(70, 60 + 14 * number, "an item of the list that is long")


def bullets(drawing):
    for number in range(8):
        drawing.text(40, 60 + 14 * number, "\u2022")
        drawing.text(60, 60 + 14 * number, "an item of the list")


def contents(drawing):
    for number, title in enumerate(("Introduction", "Methods and data", "Results", "Discussion", "Summary")):
        drawing.text(40, 60 + 14 * number, title)
        drawing.text(360, 60 + 14 * number, str(3 + 7 * number), align="right")


def address(drawing):
    for number, line in enumerate(("Example Company", "1 Some Street", "12345 Town")):
        drawing.text(40, 60 + 12 * number, line)
    drawing.text(260, 60, "12 May 2020")


def justified(drawing):
    for number, line in enumerate(PROSE * 3):
        words = line.split()
        gap = (340 - sum(map(width_of, words))) / (len(words) - 1)
        x = 30
        for word in words:
            drawing.text(x, 60 + 12 * number, word)
            x += width_of(word) + gap


def formulas(drawing):
    drawing.prose(40)
    drawing.text(200, 104, "a = b + c", align="centre")
    drawing.text(365, 104, "(1.1)", align="right")
    drawing.prose(130)
    drawing.text(200, 194, "d = e + f", align="centre")
    drawing.text(365, 194, "(1.2)", align="right")
    drawing.prose(220)


def header_and_footer(drawing):
    drawing.text(30, 30, "Chapter 1")
    drawing.text(370, 30, "17", align="right")
    drawing.line(20, 36, 380, 36)
    drawing.prose(60)
    drawing.line(20, 460, 380, 460)
    drawing.text(30, 474, "A report")
    drawing.text(370, 474, "2020", align="right")


@pytest.mark.parametrize(
    "draw",
    [two_columns, numbered_list, bullets, contents, address, justified, formulas, header_and_footer, Drawing.prose],
)
def test_no_tables(draw):
    drawing = Drawing(WIDTH, HEIGHT)
    draw(drawing, 40) if draw is Drawing.prose else draw(drawing)
    assert found_on(drawing) == []


WIDE = [
    ["Region", "2023", "2024", "Change"],
    ["North", "1,234.5", "1,310.0", "+6.1 %"],
    ["South", "987.0", "845.2", "-14.4 %"],
    ["East", "2,050.7", "2,400.1", "+17.0 %"],
    ["West", "310.0", "310.0", "0.0 %"],
    ["All", "4,582.2", "4,865.3", "+6.2 %"],
]
TEXTS = [["Region", "Kind", "State", "Use"], *([name, "new", "open", "let"] for name in ("North", "South", "East"))]


def drawn_in_columns(heading, body, rows, count, *, more=()):
    """A table whose heading is aligned otherwise than its body; columns from 120 on are 65 wide."""
    drawing = Drawing()
    places = {"left": lambda x: x + 4, "right": lambda x: x + 61, "centre": lambda x: x + 32.5}
    lines = [(100, heading, rows[0][:count]), (112, heading, more[:count])]
    lines += [(112 + PITCH * number, body, row[:count]) for number, row in enumerate(rows[1:], 1)]
    for y, align, row in lines:
        for column, text in enumerate(row):
            x, how = (40, "left") if column == 0 else (places[align](120 + 65 * (column - 1)), align)
            drawing.text(x, y, text, align=how)
    return drawing


@pytest.mark.parametrize("count", [3, 4])
@pytest.mark.parametrize("labelled", [True, False])
@pytest.mark.parametrize("heading", ["left", "centre", "right"])
@pytest.mark.parametrize(("body", "rows"), [("right", WIDE), ("right", WIDE[:4]), ("left", TEXTS)])
def test_headings_that_are_aligned_otherwise(heading, body, rows, labelled, count):
    rows = [rows[0] if labelled else ["", *rows[0][1:]], *rows[1:]]
    (found,) = found_on(drawn_in_columns(heading, body, rows, count))
    assert texts(found) == [row[:count] for row in rows]


@pytest.mark.parametrize(("heading", "body", "rows"), [("left", "right", WIDE), ("right", "left", TEXTS)])
def test_headings_of_two_lines_that_are_aligned_otherwise(heading, body, rows):
    more = ("", "in EUR", "", "of all")
    (found,) = found_on(drawn_in_columns(heading, body, rows, 4, more=more))
    assert texts(found) == [[f"{text} {end}".strip() for text, end in zip(rows[0], more, strict=True)], *rows[1:]]


def test_sentences_beside_a_picture_are_no_table():
    drawing = Drawing()
    for number, line in enumerate(
        (
            "Grouper stocks are on the downward spiral,",
            "but those that have large gatherings are",
            "most likely to decline. Because it takes a",
            "long time for science to get what it needs,",
            "the rules for fishing are often late.",
        )
    ):
        drawing.text(30, 100 + 12 * number, line)
    for number, line in enumerate((("5%", "7%"), ("Same", "Less"), ("12%", "18%"), ("More", "Gone"), ("45%", "13%"))):
        drawing.text(270, 100 + 12 * number, line[0])
        drawing.text(340, 100 + 12 * number, line[1])
    assert found_on(drawing) == []


@pytest.mark.parametrize(("last", "is_chart"), [("0", True), ("10", False)])
def test_the_axis_of_a_chart_is_no_column(last, is_chart):
    """In equal steps down to 0."""
    drawing = Drawing()
    ticks = [*(str(tick) for tick in range(100, 0, -20)), last]
    drawing.rows([[tick, str(number + 11), str(40 - number)] for number, tick in enumerate(ticks)], 100)
    assert (found_on(drawing) == []) == is_chart
