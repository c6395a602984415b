"""Tables on pages of which only the text is known."""

import pytest

from sparkocr.layout.box import Box
from sparkocr.layout.page import Block, Line, Page, Paragraph, Symbol, Word
from sparkocr.tables.of_page import table_on_page, words_in_cells

ROWS = [["Fruit", "2019", "2020"], ["Apples", "12.5", "13.1"], ["Pears", "8.2", "9.9"], ["Plums", "5.1", "4.2"]]


def word(text, x, y, unit, *, height=10.0):
    return Word(text, Box(x * unit, y * unit, 6 * len(text) * unit, height * unit), 90.0)


def page(words, unit=1.0):
    lines = [Line((one,), one.box, one.box.height) for one in words]
    blocks = tuple(Block((Paragraph((line,), line.box),), line.box) for line in lines)
    return Page(blocks, round(400 * unit), round(300 * unit))


def rows_of(table):
    return [[cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize("unit", [0.5, 1.0, 5.0])
def test_any_unit(unit):
    words = [
        word(text, 20 + 120 * column, 20 + 16 * row, unit)
        for row, texts in enumerate(ROWS)
        for column, text in enumerate(texts)
    ]
    table = table_on_page(page(words, unit), Box(0, 0, 400 * unit, 300 * unit))
    assert rows_of(table) == ROWS
    box = table.box
    sides = [20 * unit, 20 * unit, (240 + 6 * 4) * unit, (3 * 16 + 10) * unit]
    assert (box.x, box.y, box.width, box.height) == pytest.approx(sides, abs=unit)


def test_only_words_in_the_region():
    words = [
        word(text, 20 + 120 * column, 20 + 16 * row, 1)
        for row, texts in enumerate(ROWS)
        for column, text in enumerate(texts)
    ]
    table = table_on_page(page(words), Box(130, 30, 400, 300))
    assert rows_of(table) == [row[1:] for row in ROWS[1:]]
    assert table_on_page(page(words), Box(300, 200, 50, 50)) is None
    assert table_on_page(Page((), 400, 300), Box(0, 0, 400, 300)) is None


def test_right_to_left():
    hebrew = [["שלום", "עולם"], ["ספר", "ילד"], ["בית", "דלת"]]
    words = [
        word(text, 260 - 120 * column, 20 + 16 * row, 1)
        for row, texts in enumerate(hebrew)
        for column, text in enumerate(texts)
    ]
    table = table_on_page(page(words), Box(0, 0, 400, 300))
    assert rows_of(table) == [row[::-1] for row in hebrew]  # columns from the left


def test_words_are_cut_at_the_borders_of_cells():
    symbols = tuple(Symbol(text, Box(10 * number, 0, 9, 10), 90.0) for number, text in enumerate("12345678"))
    glued = Word("12345678", Box(0, 0, 80, 10), 90.0, symbols=symbols)
    found = words_in_cells([glued], [Box(40, 0, 40, 10), Box(0, 0, 40, 10)])
    assert [[one.text for one in words] for words in found] == [["5678"], ["1234"]]
    assert words_in_cells([glued], []) == []
