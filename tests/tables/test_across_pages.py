"""Tables over several pages."""

import io
from dataclasses import replace

import pytest
from reportlab.lib import colors
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from sparkocr.layout.box import Box
from sparkocr.layout.table import NOWHERE
from sparkocr.pdf.document import open_pdf
from sparkocr.tables.across_pages import across_pages, page_tables
from sparkocr.tables.content import page_content
from sparkocr.tables.find import tables_of

PAGE = (420, 360)
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
BARE = TableStyle([("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.black)])
WIDTHS = (120, 80, 80)
HEAD = ["Country", "Area", "Since"]
BODY = [[f"Place {chr(65 + n % 26)}{chr(65 + n // 26)}", f"{n * 7}.5", f"{1900 + n}"] for n in range(54)]
STYLES = getSampleStyleSheet()


def text(words):
    return Paragraph(words, STYLES["Normal"])


def table(rows, style=GRID, repeat=1, widths=WIDTHS):
    return Table(rows, widths, 18, style=style, repeatRows=repeat)


def made(*parts, header="", footer=""):
    """A PDF; header and footer may have the number of the page."""
    target = io.BytesIO()

    def running(canvas, document):
        canvas.drawString(40, PAGE[1] - 44, header.format(document.page))
        canvas.drawString(40, 20, footer.format(document.page))

    document = SimpleDocTemplate(target, pagesize=PAGE, topMargin=60, bottomMargin=50, leftMargin=40, rightMargin=40)
    document.build(list(parts), onFirstPage=running, onLaterPages=running)
    return target.getvalue()


def pages_of(content):
    with open_pdf(content) as document:
        for number in range(len(document)):
            content = page_content(document, number)
            lines = [line for stack in content.stacks for line in stack]
            yield page_tables(number, tables_of(content), lines, content.height)


def found_in(*parts, **running):
    return list(across_pages(pages_of(made(*parts, **running))))


def texts(found):
    return [[cell.text for cell in row] for row in found.table.rows]


@pytest.mark.parametrize("style", [GRID, BARE], ids=["ruled", "aligned"])
def test_several_pages_with_a_repeated_heading(style):
    found = found_in(
        text("All places of the country."),
        table([HEAD, *BODY], style),
        header="Annual report {}",
        footer="Page {} of 5",
    )
    assert [len(each.table.rows) for each in found] == [55]
    assert texts(found[0]) == [HEAD, *BODY]
    assert found[0].table.page == 0
    boxes = [row[0].box for row in found[0].table.rows]
    assert boxes[1].area > 0
    assert boxes[-1] == NOWHERE, "it is on another page"
    assert found[0].table.box.height < PAGE[1]


def test_without_a_repeated_heading():
    (found,) = found_in(table([HEAD, *BODY[:30]], repeat=0))
    assert texts(found) == [HEAD, *BODY[:30]]


def test_texts_without_numbers():
    names = ["Anna Berg", "Carl Dahl", "Eva Falk", "Greta Holm", "Ivar Jonsson", "Karin Lund", "Maria Nyberg"]
    rows = [["Name", "City"], *([name, city] for city in ("Oslo", "Bergen", "Turku") for name in names)]
    (found,) = found_in(table(rows, repeat=0, widths=(120, 80)))
    assert texts(found) == rows


def test_captions_that_say_so():
    parts = []
    for number in range(3):
        parts += [text("Table 1. Places" + " (continued)" * bool(number)), table([HEAD, *BODY[number * 11 :][:11]])]
        parts.append(PageBreak())
    (found,) = found_in(*parts)
    assert texts(found) == [HEAD, *BODY[:33]]


def test_a_caption_that_says_so_over_another_heading():
    """It stays as a row."""
    again = ["Island", "Area", "Since"]
    parts = [table([HEAD, *BODY[:11]]), text("See notes at end of table."), PageBreak()]
    (found,) = found_in(*parts, text("Table 1. Places - Continued"), table([again, *BODY[12:20]]))
    assert texts(found) == [HEAD, *BODY[:11], again, *BODY[12:20]]


def test_a_caption_that_is_repeated():
    parts = [text("Some words. " * 8), text("Table 1. Places"), table([HEAD, *BODY[:9]]), PageBreak()]
    parts += [text("Table 1. Places"), table([HEAD, *BODY[9:20]])]
    (found,) = found_in(*parts)
    assert texts(found) == [HEAD, *BODY[:20]]


def test_a_row_that_says_so():
    again = [["Table 1, continued", "", ""], HEAD, *BODY[12:20]]
    (found,) = found_in(table([HEAD, *BODY[:12]]), PageBreak(), table(again))
    assert texts(found) == [HEAD, *BODY[:20]]


LONG = [["Tree", "About it", "Age"], *([f"Kind {n}", f"Stands at the river {n}", f"{n}"] for n in range(11))]
CUT = ["Oak", "It was there before the town and", "812"]


def test_a_row_that_is_cut_by_the_end_of_the_page():
    rest = ["", "is older than the bridge", ""]
    (found,) = found_in(table([*LONG, CUT, rest, *LONG[1:4]], repeat=0, widths=(60, 200, 40)))
    joined = ["Oak", "It was there before the town and\nis older than the bridge", "812"]
    assert texts(found) == [*LONG, joined, *LONG[1:4]]


@pytest.mark.parametrize("row", [["", "Another row", ""], ["", "another", "9"], ["", "", "9"]])
def test_a_row_with_empty_cells_is_none_that_is_cut(row):
    (found,) = found_in(table([*LONG, ["Oak", "It is old.", "812"], row, *LONG[1:4]], repeat=0, widths=(60, 200, 40)))
    assert texts(found)[13] == row


FIRST = [text("Some words. " * 8), table([HEAD, *BODY[:9]])]
APART = {
    "another heading": [table([["Fruit", "Price", "Sold"], *([f"Sort {n}", f"{n}.20", f"{n}"] for n in range(1, 8))])],
    "other years": [table([["Country", "Area", "Until"], *BODY[12:20]])],
    "a caption": [text("Table 2. Others"), table([HEAD, *BODY[12:20]])],
    "words between": [text("These are the others."), table([HEAD, *BODY[12:20]])],
    "other widths": [table([HEAD, *BODY[12:20]], widths=(80, 80, 120))],
    "more columns": [table([[*row, "1"] for row in BODY[12:20]], widths=(*WIDTHS, 40))],
    "far below": [Spacer(1, 140), table(BODY[12:18])],
}


@pytest.mark.parametrize("following", APART.values(), ids=APART)
def test_two_tables_of_as_many_columns(following):
    found = found_in(*FIRST, PageBreak(), *following, header="Report {}")
    assert [each.table.page for each in found] == [0, 1]
    assert texts(found[0]) == [HEAD, *BODY[:9]]


def test_a_caption_at_the_place_of_the_one_before():
    """It is no running header, though only its number differs."""
    parts = [text("Table 1. Places"), table([HEAD, *BODY[:11]]), PageBreak()]
    parts += [text("Table 2. Places"), table([HEAD, *BODY[12:20]])]
    assert len(found_in(*parts)) == 2


@pytest.mark.parametrize("title", ["Account {}", "Account of Jane {}"])
def test_titles_at_the_place_of_the_one_before(title):
    """They are no running headers, though only a number differs."""
    first, second = (
        made(table([HEAD, *BODY[part : part + 12]]), header=title.format(4711 + 8 * part)) for part in (0, 12)
    )
    (one,), (other,) = pages_of(first), pages_of(second)
    assert len(list(across_pages([one, replace(other, number=1)]))) == 2


HEADERS = {
    "with the number of the page": ["Report, page 1", "Report, page 2", "Report, page 3"],
    "of left and right pages": ["The sea", "Chapter three", "The sea"],
    "from the second page on": ["", "Report 2", "Report 3"],
}


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_running_headers(headers):
    """A page of text, and two of a table."""
    pages = []
    for number, header in enumerate(headers):
        part = table([HEAD, *BODY[number * 12 : number * 12 + 12]]) if number else text("Some words.")
        (page,) = pages_of(made(part, header=header))
        lines = [line._replace(box=replace(line.box, y=8)) if line.text == header else line for line in page.lines]
        pages.append(replace(page, number=number, lines=lines))
    assert [len(each.table.rows) for each in across_pages(pages)] == [25]


def test_words_below_end_a_table():
    parts = [table([HEAD, *BODY[:10]]), text("Source: the office."), PageBreak(), table([HEAD, *BODY[12:20]])]
    assert len(found_in(*parts)) == 2


def test_a_page_that_is_not_full_ends_a_table():
    assert len(found_in(table([HEAD, *BODY[:4]]), PageBreak(), table([HEAD, *BODY[12:20]]))) == 2


def test_a_page_that_is_left_out_ends_a_table():
    first, _, third, *_ = pages_of(made(table([HEAD, *BODY])))
    assert len(list(across_pages([first, third]))) == 2
    assert len(list(across_pages([first, "page 1 can't be read", third]))) == 3


def test_other_tables_of_a_page_keep_their_order():
    parts = [table([["a", "b"], ["c", "d"]], widths=(60, 60)), Spacer(1, 20), table([HEAD, *BODY[:16]])]
    parts += [Spacer(1, 20), table([["e", "f"], ["g", "h"]], widths=(60, 60))]
    found = found_in(*parts)
    assert [len(each.table.rows) for each in found] == [2, 17, 2]
    assert [each.table.page for each in found] == [0, 0, 1]


def test_left_and_right_pages_may_be_shifted():
    first, second, *_ = pages_of(made(table([HEAD, *BODY])))
    (part,) = second.tables
    rows = [[_moved(cell, 30) for cell in row] for row in part.table.rows]
    moved = _with_table(second, part, rows, 30)
    assert len(list(across_pages([first, moved]))) == 1
    rows = [[_moved(cell, 70) for cell in row] for row in part.table.rows]
    assert len(list(across_pages([first, _with_table(second, part, rows, 70)]))) == 2


def _moved(cell, by):
    return replace(cell, box=Box(cell.box.x + by, cell.box.y, cell.box.width, cell.box.height))


def _with_table(page, part, rows, by):
    box = Box(part.table.box.x + by, part.table.box.y, part.table.box.width, part.table.box.height)
    return replace(page, tables=[replace(part, table=replace(part.table, rows=rows, box=box))])


def test_it_streams():
    """A table is given as soon as it ends; no more pages are asked for than that takes."""
    asked = []

    def pages():
        for page in pages_of(made(table([HEAD, *BODY[:20]]), PageBreak(), text("The end."), PageBreak(), text("."))):
            asked.append(page.number)
            yield page

    assert len(texts(next(across_pages(pages())))) == 21
    assert asked == [0, 1, 2]


def test_nothing_at_all():
    assert not list(across_pages([]))
    assert not found_in(text("No table at all."))
