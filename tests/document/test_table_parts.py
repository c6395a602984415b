"""Tables in chunks: cut between rows, their head repeated, in HTML and with pipes."""

import re

import pytest

from document.chunked import BELOW, ROWS, SENTENCES, block, made, page, table, texts, wrapped
from sparkocr.document.blocks import BlockKind
from sparkocr.document.markdown import page_markdown
from sparkocr.document.table_parts import PIPES
from sparkocr.layout.box import Box
from sparkocr.layout.table import COVERED, Cell, Table


def rows_of(text):
    return re.findall(r"<tr>\n(.*?)</tr>", text, re.DOTALL)


@pytest.mark.parametrize("is_above", [True, False])
def test_a_caption_stays_with_its_table(is_above):
    caption, own = block(BlockKind.CAPTION, "Table 1: Rows."), page(tables=[table(ROWS[:2])])
    elements = page(SENTENCES[0]) + (caption + own if is_above else own + caption) + page(SENTENCES[1])
    found = [chunk.text.replace("\n", " ") for chunk in made(elements, 130, least=10)]
    (with_table,) = (text for text in found if "<table>" in text)
    assert "Table 1: Rows." in with_table
    assert len(found) == 3


def test_a_caption_between_tables_is_that_of_the_second():
    own = page(tables=[table(ROWS[:2])])
    first, second = texts(own + block(BlockKind.CAPTION, "Table 2: Rows.") + own, 150)
    assert second.startswith("Table 2: Rows.")
    assert first.endswith("</table>")


def test_a_table_that_fits_is_whole():
    elements = page(wrapped(" ".join(SENTENCES)), tables=[table(ROWS[:4])], limit=250)
    first, second = made(elements, 250)
    assert first.kind == "text"
    assert second.kind == "table"
    assert second.text == page_markdown([], [table(ROWS[:4])]).rstrip()


@pytest.mark.parametrize("head", [0, 1])
def test_a_long_table_is_cut_between_rows_and_its_head_repeated(head):
    found = made(page(tables=[table(ROWS, head)]), 200)
    assert len(found) > 2
    assert all(len(chunk.text) <= 200 for chunk in found)
    assert all("name" in rows_of(chunk.text)[0] for chunk in found)
    own = [row for chunk in found for row in rows_of(chunk.text)[1:]]
    assert own == rows_of(page_markdown([], [table(ROWS)]))[1:]
    assert {chunk.kind for chunk in found} == {"table"}


def test_a_head_of_several_rows():
    found = texts(page(tables=[table([["a", "b"], *ROWS], head=2)]), 250)
    assert all("> a <" in rows_of(part)[0] and "name" in rows_of(part)[1] for part in found)


@pytest.mark.parametrize("head", [0, 1])
def test_tables_with_pipes(head):
    found = made(page(tables=[table(ROWS, head)], limit=80, style=PIPES), 80)
    assert len(found) > 2
    assert all(len(chunk.text) <= 80 for chunk in found)
    begin = "| name | value |\n|---|---|\n"
    assert all(chunk.text.startswith(begin) for chunk in found)
    rows = [row for chunk in found for row in chunk.text.removeprefix(begin).split("\n")]
    assert rows == [f"| row {number} | {number} |" for number in range(12)]
    (whole,) = texts(page(tables=[table(ROWS[:3], head)], style=PIPES))
    assert whole == f"{begin}| row 0 | 0 |\n| row 1 | 1 |"


def test_pipes_of_odd_tables():
    merged = Table([[Cell("all", column_span=2), COVERED], [Cell("a|b"), Cell("c")]], BELOW)
    (found,) = texts(page(tables=[merged], style=PIPES))
    assert found == "| all |  |\n|---|---|\n| a\\|b | c |"
    (found,) = texts(page(tables=[table([["one", "row"]])], style=PIPES))
    assert found == "| one | row |\n|---|---|"
    found = texts(page(tables=[table([["x" * 150, "y"], *ROWS[1:4]])], style=PIPES))
    assert "".join(found).count("x" * 150) == 1
    assert texts(page(tables=[table([["", ""]])], style=PIPES)) == []


def test_a_head_that_is_too_long_is_not_repeated():
    rows = [["x" * 80, "y" * 80], *ROWS[1:]]
    found = texts(page(tables=[table(rows)]))
    assert sum("x" * 80 in part for part in found) == 1


def test_rows_with_merged_cells_stay_together():
    merged = [[Cell("all", row_span=2), Cell("one")], [COVERED, Cell("two")]]
    rows = [[Cell("h", is_header=True), Cell("i", is_header=True)]] + merged * 6
    found = texts(page(tables=[Table(rows, Box(0, 500, 9, 9))], limit=300), 300)
    assert len(found) > 1
    assert all(part.count('rowspan="2"') == part.count("> two <") == part.count("> one <") for part in found)


def test_merged_cells_over_more_rows_than_a_chunk_has():
    rows = [[Cell("all", row_span=9, column_span=2), COVERED, Cell("0")]]
    rows += [[COVERED, COVERED, Cell(str(number))] for number in range(1, 9)]
    found = texts(page(tables=[Table(rows, Box(0, 500, 9, 9))], limit=120), 120)
    assert all(len(part) <= 120 for part in found)
    assert "".join(found).count("> all <") >= 1
    assert all(f"> {number} <" in "".join(found) for number in range(9))
    assert "rowspan" not in "".join(found)


def test_a_row_and_a_cell_that_are_too_long():
    rows = [["name", "value"], ["short", " ".join(["word"] * 60)], ["x" * 300, "y"]]
    found = texts(page(tables=[table(rows)]))
    assert all(len(part) <= 200 for part in found)
    joined = "".join(found)
    assert joined.count("word") == 60
    assert joined.count("x") == 300
    assert "> y <" in joined


def test_rows_without_all_of_their_cells():
    rows = [[Cell("a", Box(0, 0, 9, 9)), Cell("b", Box(50, 0, 9, 9))], [Cell("c", Box(50, 10, 9, 9))]]
    (found,) = texts(page(tables=[Table(rows, Box(0, 0, 90, 90))]))
    assert rows_of(found)[1] == "<td>  </td>\n<td> c </td>\n"


def test_empty_tables_and_pages():
    assert made(page()) == []
    assert made(page(tables=[Table([], Box(0, 0, 9, 9)), Table([[Cell("")]], Box(0, 0, 9, 9))])) == []


def test_rows_of_a_table_have_their_own_places():
    cells = [[Cell(f"row {number} of a table", Box(0, 10 * number, 50, 10))] for number in range(12)]
    found = made(page(tables=[Table(cells, Box(0, 0, 50, 120))]), 200)
    tops = [chunk.regions[0].box.y for chunk in found]
    assert tops == sorted(set(tops))
