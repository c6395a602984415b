"""Headings, list items, paragraphs, and lines that end on purpose."""

import pytest

from document.pages import blocks, lines, words
from sparkocr.document.blocks import BlockKind, blocks_of, is_right_to_left
from sparkocr.document.structure import page_of_text

PROSE = [
    "The harbour has two piers and a small yard where boats are",
    "painted in winter. In summer there is a market on the longer",
    "pier, and the other one belongs to the anglers of the town.",
]


def kinds(found):
    return [(block.kind.value, block.level, block.text) for block in found]


def of_text(text):
    return blocks_of(page_of_text(text))


def test_headings_by_size():
    page = (
        lines(["Title of all"], size=20)
        + lines(["A chapter"], y=60, size=15)
        + lines(["A section"], y=100, size=12.5)
        + lines(PROSE, y=140)
    )
    assert kinds(blocks(page))[:3] == [
        ("heading", 1, "Title of all"),
        ("heading", 2, "A chapter"),
        ("heading", 3, "A section"),
    ]
    assert blocks(page)[3].kind is BlockKind.PARAGRAPH


def test_sizes_that_are_close_are_one_level_and_there_are_three():
    sizes = [30, 29, 24, 20, 16]
    page = [unit for place, size in enumerate(sizes) for unit in lines(["Heading of it"], y=60 * place, size=size)]
    found = blocks(page + lines(PROSE * 3, y=400))
    assert [block.level for block in found if block.kind is BlockKind.HEADING] == [1, 1, 2, 3, 3]


@pytest.mark.parametrize(
    "page",
    [
        lines(["One size", "", ""][:1]) + lines(PROSE, y=40),
        lines(["A bit more"], size=11) + lines(PROSE, y=40),
        lines(["12.50"], size=20) + lines(PROSE, y=40),
        lines(["a long text in a large font " * 3] * 4, size=14) + lines(PROSE * 8, y=100),
    ],
    ids=["one size", "hardly larger", "no letters", "too long"],
)
def test_no_headings(page):
    assert BlockKind.HEADING not in {block.kind for block in blocks(page)}


def test_a_heading_that_touches_its_text_is_cut_off():
    page = lines(["The heading"], size=13) + lines(PROSE, y=14)
    assert kinds(blocks(page))[0] == ("heading", 1, "The heading")


def test_bullets_and_numbers():
    found = of_text("• one\n• two goes\n  on here\n\n1. first\n2. second\n\na) letter\n(b) other")
    assert [(block.kind.value, block.marker) for block in found] == [
        ("list_item", "•"),
        ("list_item", "•"),
        ("list_item", "1."),
        ("list_item", "2."),
        ("list_item", "a)"),
        ("list_item", "(b)"),
    ]
    assert found[1].text == "• two goes\non here"


def test_depth_by_indent():
    page = lines(["- one", "    - inner", "        - innermost", "    - inner", "- two"])
    assert [block.level for block in blocks(page)] == [1, 2, 3, 2, 1]


def test_depth_begins_anew_after_text_and_in_a_column():
    assert [b.level for b in of_text("- one\n    - in\n\ntext of a paragraph\n\n    - other")] == [1, 2, 0, 1]
    column = lines(["• left item"], y=100) + lines(["• right item"], x=300.0)
    assert {block.level for block in blocks(column)} == {1}


def test_numbers_and_dashes_of_a_sentence_are_no_items():
    wide = "a sentence of many words that fills the whole width of the page in"
    text = f"{wide}\n12. It goes on with more words to fill the width of the page until\n- as one says - it ends"
    assert [block.kind for block in of_text(text)] == [BlockKind.PARAGRAPH]


def test_items_that_fill_their_lines():
    wide = "with so many words that the next one does not fit on it any more at"
    assert len(of_text(f"1. item {wide}\n2. item {wide}\n4. none {wide}")) == 2
    assert [b.kind.value for b in of_text(f"The list {wide}:\n1. item")] == ["paragraph", "list_item"]
    assert len(of_text(f"no list {wide}\n- one {wide}\n- two {wide}")) == 3
    assert len(of_text(f"no list {wide}\n1. one {wide}\n2. two {wide}")) == 3
    assert len(of_text(f"no list {wide}\n1. one {wide}\n3. two {wide}")) == 1
    assert len(of_text(f"- item {wide}\n- item {wide}\n  goes on {wide}\n- item {wide}")) == 3
    assert len(of_text(f"- item {wide}\ngoes on {wide}\n- a dash {wide}")) == 1


def test_lines_that_end_on_purpose():
    address = of_text("Harbour Kite Works\n12 Quay Lane\nPort Example")
    assert address[0].breaks == (True, True)
    assert blocks(lines(PROSE))[0].breaks == (False, False)
    early = blocks(lines([PROSE[0], "Painted.", PROSE[1], PROSE[2]]))[0]
    assert early.breaks == (False, True, False)


def test_short_lines_of_other_blocks_tell_the_width():
    page = lines(["The Museum of the Lighthouse", "Department of Education Now"]) + lines(PROSE * 3, y=60)
    assert blocks(page)[0].breaks == (True,)
    assert blocks(page[:9])[0].breaks == (False,)


def test_rows_of_cells_end_on_purpose():
    rows = words("Beans and peas of the garden", 0, 0) + words("640", 300, 0)
    rows += words("Tomatoes of the greenhouse", 0, 13) + words("512", 300, 13)
    assert blocks(rows)[0].breaks == (True,)


def test_text_from_the_right():
    assert is_right_to_left("שלום a")
    assert not is_right_to_left("abc ש")
    assert not is_right_to_left("12")


def test_every_line_once():
    page = lines(["Heading"], size=18) + lines([*PROSE, "- one", "- two"], y=40)
    found = [line.text for block in blocks(page) for line in block.lines]
    assert sorted(found) == sorted(["Heading", *PROSE, "- one", "- two"])


def test_no_text():
    assert of_text("") == []
    assert blocks([]) == []


FACTS = ["Invoice number 4711", "Customer: Harbour Kite Works", "Order of 12 May 2026", "Total amount: 1,250.00 EUR"]
COLUMN = ["The first of two columns is as", "long as the page is, and its", "lines are joined although they"]


@pytest.mark.parametrize("size", [10, 20])
def test_lists_without_markers_on_a_page_of_wider_text(size):
    """The facts are most lines that begin there, so the lines below each other don't tell how wide text may be."""
    page = lines(PROSE[:1], size=size)
    for place in range(4):
        page += lines(FACTS, y=(place + 1) * 8 * size, size=size)
    facts = blocks(page)[1:]
    assert [block.breaks for block in facts] == [(True,) * 3] * 4


def test_lists_with_double_spacing():
    (block,) = blocks(lines(FACTS, pitch=2.6))
    assert block.breaks == (True,) * 3
    (block,) = blocks(lines([*FACTS[:3], "Terms: thirty days and a discount of", "two percent"], pitch=2.6))
    assert block.breaks[:3] == (True,) * 3


def test_prose_with_double_spacing_is_no_list():
    (block,) = blocks(lines([*PROSE, "It ends here."], pitch=2.6))
    assert block.breaks == (False,) * 3
    (block,) = blocks(lines([*COLUMN, "It ends here."], pitch=2.6))
    assert block.breaks == (False,) * 3
    wide = ["Alle Menschen sind frei und an Würde und", "Rechten gleich geboren. Sie sollen einander", "Brüder sein."]
    (block,) = blocks(lines([f"{text} und so weiter, sagt die" for text in wide[:2]] + wide[2:], pitch=2.6))
    assert block.breaks == (False,) * 2


def test_narrow_prose_is_no_list():
    capitals = [
        "Alle Menschen sind frei und an",
        "Würde und Rechten gleich. Sie",
        "Sollen einander im Geist der",
        "Liebe",
    ]
    for narrow in (COLUMN, capitals):
        page = lines(PROSE * 2, size=12) + lines(narrow, x=40.0, y=120)
        assert blocks(page)[-1].breaks == (False,) * (len(narrow) - 1)


def test_a_paragraph_of_a_column_is_no_list():
    """What stands beside other lines of the column tells how wide it is."""
    names = ["The Harbour Works of Port", "Example and the Town House"]
    page = lines([*COLUMN * 4]) + lines([*COLUMN * 6], x=220.0) + lines(names, x=220.0, y=300)
    found = blocks(page)
    assert [block.breaks for block in found if block.text == "\n".join(names)] == [(False,)]
    assert all(not any(block.breaks) for block in found)


def test_scripts_without_capitals_are_joined_as_before():
    rows = ["שלום עולם של ים ושל ארץ רחבה", "שלום עולם של ים ושל ארץ", "שלום עולם של ים ושל ארץ רחבה"]
    right = [(text, 100.0, 26.0 * place, 150.0, 9.0, 10.0) for place, text in enumerate(rows)]
    (block,) = blocks(right)
    assert block.breaks == (False, False)


@pytest.mark.parametrize("text", ["Figure 2: Sales of apples", "TABLE 4", "Fig. 3.1 Apples", "Tabelle 1. Obst"])
def test_captions(text):
    assert [block.kind for block in of_text(text)] == [BlockKind.CAPTION]


@pytest.mark.parametrize(
    "text", ["Figure 2 shows apples.", "Figures and tables", "Table for two", "Figure 1. Apples ........ 3"]
)
def test_what_is_no_caption(text):
    assert BlockKind.CAPTION not in {block.kind for block in of_text(text)}
