"""Pages as Markdown."""

from itertools import chain

from document.pages import blocks, lines, markdown, words
from sparkocr.document.blocks import blocks_of
from sparkocr.document.markdown import page_markdown
from sparkocr.document.structure import page_of_text
from sparkocr.layout.box import Box
from sparkocr.layout.table import NOWHERE, Cell, Table, grid


def of_text(text, tables=()):
    return page_markdown(blocks_of(page_of_text(text)), tables)


def table(*rows, area=NOWHERE):
    return Table(tuple(tuple(Cell(text, NOWHERE) for text in row) for row in rows), area)


def test_a_page():
    parts = [
        lines(["Annual report #1 of *us*"], size=20),
        lines(["This paragraph goes over two lines of the page and has a divi-"], y=50),
        lines(["ded word, so that it is joined to one line of text again here."], y=63),
        lines(["- first item", "    - inner item", "- second item"], y=110),
    ]
    page = list(chain(*parts))
    assert markdown(page) == (
        "# Annual report #1 of \\*us\\*\n"
        "\n"
        "This paragraph goes over two lines of the page and has a divided word, so that it is joined to one line of "
        "text again here.\n"
        "\n"
        "- first item\n"
        "  - inner item\n"
        "- second item\n"
    )
    assert markdown(list(chain(*parts[::-1]))) == markdown(page)


def test_empty_page_one_word_and_digits():
    assert markdown([]) == ""
    assert markdown(lines(["Word"])) == "Word\n"
    assert markdown(lines(["12"])) == "12\n"
    assert markdown(lines(["12 34", "56 78"])) == "12 34  \n56 78\n"


def test_page_header_and_number_stay():
    prose = ["some text of a page that is long enough for one line of it"] * 4
    page = lines(["Report 2026"]) + lines(prose, y=60) + lines(["17"], x=150.0, y=700.0)
    assert markdown(page).startswith("Report 2026\n\n")
    assert markdown(page).endswith("\n\n17\n")


def test_columns_in_reading_order():
    rows = [
        lines([f"{side} words of the column number {number} here"], x=x, y=13.0 * number)
        for number in range(6)
        for side, x in (("left", 0.0), ("right", 300.0))
    ]
    written = markdown(list(chain(*rows)))
    assert written.index("left words of the column number 5") < written.index("right words of the column number 0")


def test_lists_keep_their_numbers_and_nest_by_the_width_of_markers():
    assert of_text("9. nine\n10. ten\n    - inner\n    - other\n11. eleven\n\nb) letter") == (
        "9. nine\n10. ten\n    - inner\n    - other\n11. eleven\n- b) letter\n"
    )
    assert of_text("1) one\n2) two") == "1) one\n2) two\n"
    assert of_text("• # one") == "- \\# one\n"


def test_lines_that_end_on_purpose_stay():
    assert of_text("Kite Works\n12 Quay Lane") == "Kite Works  \n12 Quay Lane\n"
    assert of_text("• Kite Works\n  12 Quay Lane") == "- Kite Works  \n  12 Quay Lane\n"


def test_right_to_left_text():
    page = [("שלום", 160, 0, 40, 9, 10), ("עולם", 110, 0, 40, 9, 10)]
    assert markdown(page) == "שלום עולם\n"


def test_headings_end_with_their_own_hashes():
    assert "# In C\\#\n" in markdown(
        lines(["In C#"], size=20) + lines(["some text of the page below the heading"] * 3, y=40)
    )


def test_table_without_a_place_comes_last():
    assert of_text("Text.", [table(["a|b", ""], ["*c*", "d\ne"])]) == (
        "Text.\n\n| a\\|b |  |\n| --- | --- |\n| \\*c\\* | d e |\n"
    )
    assert of_text("Text.", [table(), table(["", " "])]) == "Text.\n"
    assert of_text("", [table(["x"])]) == "| x |\n| --- |\n"


def test_table_takes_the_place_of_its_lines():
    page = lines(["Before the table."]) + lines(["Beans 640", "Peas 512"], y=60) + lines(["After the table."], y=140)
    inside = table(["Beans", "640"], ["Peas", "512"], area=Box(-5, 55, 300, 40))
    assert markdown(page, [inside]) == (
        "Before the table.\n\n| Beans | 640 |\n| --- | --- |\n| Peas | 512 |\n\nAfter the table.\n"
    )


def test_table_within_one_paragraph():
    page = lines(["Before the table.", "Beans 640", "After the table."])
    found = markdown(page, [table(["Beans", "640"], area=Box(0, 12.5, 300, 11))])
    assert found == "Before the table.\n\n| Beans | 640 |\n| --- | --- |\n\nAfter the table.\n"


def test_table_without_lines_stands_at_its_height():
    page = lines(["Before", "it."]) + lines(["After."], y=140)
    picture = table(["x"], area=Box(0, 60, 300, 40))
    assert markdown(page, [picture]) == "Before  \nit.\n\n| x |\n| --- |\n\nAfter.\n"
    assert markdown(page, [table(["x"], area=Box(0, 400, 9, 9))]).endswith("After.\n\n| x |\n| --- |\n")


def test_merged_cells_go_to_their_columns():
    head = [Cell("Group", Box(0, 0, 50, 9)), Cell("Numbers", Box(60, 0, 110, 9))]
    row = [Cell(text, Box(60 * place, 20, 50, 9)) for place, text in enumerate(["Beans", "640", "722"])]
    right = [Cell("only", Box(121, 40, 50, 9))]
    assert grid(Table((tuple(head), tuple(row), tuple(right)))) == [
        ["Group", "Numbers", ""],
        ["Beans", "640", "722"],
        ["", "", "only"],
    ]


def test_rows_without_places_are_filled_up():
    assert grid(table(["a", "b", "c"], ["d"], [])) == [["a", "b", "c"], ["d", "", ""], ["", "", ""]]
    assert grid(table()) == []


def test_a_row_of_words_in_a_table_is_not_lost():
    page = words("Text outside", 0, 0) + words("in", 0, 60)
    assert "Text outside" in markdown(page, [table(["in"], area=Box(0, 55, 40, 20))])
    assert blocks(page)
