"""Pages as Markdown."""

from itertools import chain

from document.pages import blocks, lines, markdown, words
from sparkocr.document.blocks import blocks_of
from sparkocr.document.markdown import page_markdown
from sparkocr.document.structure import page_of_text
from sparkocr.layout.box import Box
from sparkocr.layout.table import COVERED, NOWHERE, Cell, Table, grid


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


def html(*rows):
    """A table of HTML, as it is written."""
    return (
        "<table>\n"
        + "".join(f"<tr>\n{''.join(f'<td> {cell} </td>{chr(10)}' for cell in row)}</tr>\n" for row in rows)
        + "</table>\n"
    )


def test_table_without_a_place_comes_last():
    found = of_text("Text.", [table(["a|b", "<i>"], ["*c*", "d\ne"])])
    assert found == "Text.\n\n" + html(["a|b", "&lt;i&gt;"], ["*c*", "d e"])
    assert of_text("Text.", [table(), table(["", " "])]) == "Text.\n"
    assert of_text("", [table(["x"])]) == html(["x"])


def test_table_takes_the_place_of_its_lines():
    page = lines(["Before the table."]) + lines(["Beans 640", "Peas 512"], y=60) + lines(["After the table."], y=140)
    inside = table(["Beans", "640"], ["Peas", "512"], area=Box(-5, 55, 300, 40))
    expected = html(["Beans", "640"], ["Peas", "512"])
    assert markdown(page, [inside]) == f"Before the table.\n\n{expected}\nAfter the table.\n"


def test_table_within_one_paragraph():
    page = lines(["Before the table.", "Beans 640", "After the table."])
    found = markdown(page, [table(["Beans", "640"], area=Box(0, 12.5, 300, 11))])
    assert found == f"Before the table.\n\n{html(['Beans', '640'])}\nAfter the table.\n"


def test_table_without_lines_stands_at_its_height():
    page = lines(["Before", "it."]) + lines(["After."], y=140)
    picture = table(["x"], area=Box(0, 60, 300, 40))
    assert markdown(page, [picture]) == f"Before  \nit.\n\n{html(['x'])}\nAfter.\n"
    assert markdown(page, [table(["x"], area=Box(0, 400, 9, 9))]).endswith(f"After.\n\n{html(['x'])}")


def test_merged_cells_of_a_table():
    rows = ((Cell("Group", row_span=2), Cell("Beans", column_span=2), COVERED), (COVERED, Cell("640"), Cell("722")))
    assert of_text("", [Table(rows)]) == (
        '<table>\n<tr>\n<td rowspan="2"> Group </td>\n<td colspan="2"> Beans </td>\n</tr>\n'
        "<tr>\n<td> 640 </td>\n<td> 722 </td>\n</tr>\n</table>\n"
    )


def test_quotes_are_those_of_the_keyboard_and_dashes_stay():
    assert (
        of_text("\u201cIt\u2019s \ufb01ne\u201d \u2014 1\u20132 m\u00b2\u2026")
        == '"It\'s fine" \u2014 1\u20132 m\u00b2...\n'
    )


def test_running_header_and_footer_are_left_out_by_option():
    text = [f"This is line {word} of the text of the page." for word in ("one", "two", "three", "four", "five", "six")]
    page = lines(["A Book of Boats 12"], y=-60) + lines(text) + lines(["12"], y=200)
    assert markdown(page).startswith("A Book of Boats 12\n\n")
    assert markdown(page).endswith("\n\n12\n")
    body = page_markdown(blocks(page), page_headers=False)
    assert body.startswith("This is line one")
    assert body.endswith("page.\n")


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
