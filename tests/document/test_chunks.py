"""Chunks of documents: where they are cut, what they tell, and that no text is lost."""

import random
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from document.pages import blocks, lines
from sparkocr.document.blocks import BlockKind, TextBlock
from sparkocr.document.chunks import chunks_of, tokens
from sparkocr.document.elements import Cutter, page_elements
from sparkocr.document.markdown import page_markdown
from sparkocr.document.pieces import elements_of, fields_of
from sparkocr.document.table_parts import HTML, PIPES
from sparkocr.entities.sentences import sentences_of
from sparkocr.layout.box import Box
from sparkocr.layout.page import Font, Line, Word
from sparkocr.layout.table import COVERED, Cell, Table

SENTENCES = ["The first sentence is here.", "A second one follows it.", "Is this the third?", "Yes, and it ends."]


def page(*parts, tables=(), number=0, limit=200, size=len, to_points=Box.upright, style=HTML):
    """The elements of a page: a part is a heading ("# ..."), or lines of a paragraph."""
    found, y = [], 0.0
    for part in parts:
        texts = part.removeprefix("# ").split("\n")
        height = 20.0 if part.startswith("# ") else 10.0
        found += lines(texts, y=y, size=height)
        y += len(texts) * 1.3 * height + 15
    elements = page_elements(blocks(found), tables, number, Cutter(limit, size, sentences_of), to_points, style)
    return list(elements_of(list(map(fields_of, elements)), number))


def block(kind, text, level=0, number=0):
    """The element of a block that is known."""
    line = Line(tuple(Word(word, Box(0, 0, 9, 9), 100.0) for word in text.split()), Box(0, 0, 99, 9), 30.0 - 5 * level)
    found = TextBlock(kind, (line,), level)
    return page_elements([found], [], number, Cutter(200, len, sentences_of), None)


def heading(text, level=1, number=0):
    return block(BlockKind.HEADING, text, level, number)


def made(elements, limit=200, **options):
    return list(chunks_of(elements, limit=limit, **options))


def texts(elements, limit=200, **options):
    return [chunk.text for chunk in made(elements, limit, **options)]


def wrapped(text, width=60):
    """Lines of a paragraph as a page has them."""
    rows = [""]
    for word in text.split():
        if len(rows[-1]) + len(word) >= width:
            rows.append("")
        rows[-1] += f" {word}" if rows[-1] else word
    return "\n".join(rows)


LONG = wrapped(" ".join(SENTENCES * 4))


def test_a_small_document_is_one_chunk():
    (chunk,) = made(page("# Report", LONG.split("\n")[0]))
    assert chunk.text == f"# Report\n\n{LONG.splitlines()[0]}"
    assert (chunk.kind, chunk.headings, chunk.pages, chunk.overlap) == ("text", ("Report",), (0,), 0)


def test_sentences_are_not_cut():
    found = made(page(LONG, limit=100), 100)
    assert len(found) > 3
    assert all(len(chunk.text) <= 100 for chunk in found)
    assert all(chunk.text[-1] in ".?" for chunk in found)
    assert " ".join(chunk.text for chunk in found) == " ".join(SENTENCES * 4)


def test_a_sentence_that_is_too_long_is_cut_between_words_and_a_word_inside():
    text = " ".join(["word"] * 30)
    found = texts(page(wrapped(text), limit=50), 50)
    assert all(len(part) <= 50 for part in found)
    assert " ".join(found) == text
    found = texts(page("x" * 170, limit=50), 50)
    assert "".join(found) == "x" * 170
    assert max(map(len, found)) <= 50


def test_headings_begin_chunks_and_stay_with_their_text():
    elements = page("# One", SENTENCES[0], "# Two", SENTENCES[1], "# Three", SENTENCES[2])
    found = made(elements)
    assert [chunk.text.partition("\n")[0] for chunk in found] == ["# One", "# Two", "# Three"]
    assert [chunk.headings for chunk in found] == [("One",), ("Two",), ("Three",)]


def test_small_sections_go_on_with_the_next_one():
    elements = page("# One", SENTENCES[0], "# Two", SENTENCES[1], "# Three", SENTENCES[2])
    first, second = made(elements, least=40)
    assert first.text.count("# ") == 2
    assert first.headings == ()
    assert second.headings == ("Three",)
    assert len(texts(elements, least=1000)) == 1


def test_the_heading_path():
    first = heading("Top") + page(SENTENCES[0]) + heading("Below", 2) + page(SENTENCES[1])
    second = heading("Deep", 3) + page(SENTENCES[2]) + heading("Other") + page(SENTENCES[3])
    assert [chunk.headings for chunk in made(first + second)] == [
        ("Top",),
        ("Top", "Below"),
        ("Top", "Below", "Deep"),
        ("Other",),
    ]
    (chunk,) = made(first, least=60)
    assert chunk.headings == ("Top",)


def test_headings_of_one_size_have_one_level_on_all_pages():
    """On their own page, sections look like titles."""
    line = Line((Word("Section", Box(0, 0, 9, 9), 100.0),), Box(0, 0, 99, 9), 14.0)
    section = page_elements([TextBlock(BlockKind.HEADING, (line,), 1)], [], 1, Cutter(200, len, sentences_of), None)
    found = made(heading("Title", 1) + page(SENTENCES[0]) + section + page(SENTENCES[1], number=1))
    assert [chunk.headings for chunk in found] == [("Title",), ("Title", "Section")]


def test_levels_of_the_outline_stay():
    def outlined(text, level):
        word = Word(text, Box(0, 0, 9, 9), 100.0, font=Font("Serif", 12.0, level=level))
        line = Line((word,), Box(0, 0, 99, 9), 12.0)
        return page_elements(
            [TextBlock(BlockKind.HEADING, (line,), level)], [], 0, Cutter(200, len, sentences_of), None
        )

    found = made(outlined("A", 1) + page(SENTENCES[0]) + outlined("B", 2) + page(SENTENCES[1]))
    assert [chunk.headings for chunk in found] == [("A",), ("A", "B")]


def test_headings_that_follow_each_other():
    (chunk,) = made(heading("Title") + heading("1 Section", 2) + page(SENTENCES[0]))
    assert chunk.headings == ("Title", "1 Section")
    (chunk,) = made(heading("Title") + heading("Part *one*", 2))
    assert (chunk.kind, chunk.headings) == ("heading", ("Title", "Part *one*"))


def test_paragraphs_stay_whole_where_they_fit():
    parts = [wrapped(" ".join(SENTENCES[:3])), wrapped(" ".join(SENTENCES)), wrapped(" ".join(SENTENCES[1:]))]
    found = texts(page(*parts, limit=130), 130, least=20)
    assert found == [part.replace("\n", " ") for part in parts]


ITEMS = [f"\u2022 item number {number} of the list" for number in range(6)]


def test_a_list_stays_with_its_lead_in():
    lead = "All of these are needed:"
    elements = page(wrapped(" ".join(SENTENCES[:2])), lead, "\n".join(ITEMS[:4]), limit=170)
    first, second = made(elements, 170, least=10)
    assert first.text == " ".join(SENTENCES[:2])
    assert second.text.startswith(f"{lead}\n\n- item number 0")
    assert second.kind == "list"


def test_a_long_list_is_cut_between_items():
    found = texts(page("\n".join(ITEMS), limit=80), 80)
    assert [part.count("- item") for part in found] == [2, 2, 2]
    assert all(part.startswith("- item") for part in found)


def test_nested_items_begin_a_chunk_without_indent():
    rows = ["\u2022 one", "    \u2022 nested one", "    \u2022 nested two", "    \u2022 nested three", "\u2022 last"]
    found = texts(page("\n".join(rows), limit=50), 50)
    assert found[0].splitlines()[1] == "  - nested one"
    assert found[1].splitlines()[0].startswith("- ")
    assert "\n".join(found).count("- ") == 5


def test_an_item_that_is_longer_than_a_chunk():
    item = wrapped("\u2022 " + " ".join(SENTENCES * 2))
    found = texts(page(item, limit=100), 100)
    assert found[0].startswith("- The first")
    assert " ".join(found) == "- " + " ".join(SENTENCES * 2)


BELOW = Box(0, 500, 100, 400)


def table(rows, head=1, box=BELOW):
    """A table of texts."""
    cells = [[Cell(text, is_header=number < head) for text in row] for number, row in enumerate(rows)]
    return Table(cells, box)


def rows_of(text):
    return re.findall(r"<tr>\n(.*?)</tr>", text, re.DOTALL)


ROWS = [["name", "value"], *([f"row {number}", str(number)] for number in range(12))]


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


def test_overlap():
    elements = page(LONG, limit=100)
    found = made(elements, 100, overlap=40)
    plain = made(elements, 100)
    for one, other in pairwise(found):
        again = other.text[: other.overlap].strip()
        assert 0 < len(again) <= 40
        assert one.text.endswith(again)
    assert all(len(chunk.text) <= 100 for chunk in found)
    assert [chunk.overlap for chunk in plain] == [0] * len(plain)
    whole = " ".join(chunk.text[chunk.overlap :] for chunk in found)
    assert whole == " ".join(SENTENCES * 4)


def test_overlap_of_items():
    elements = page("\n".join(ITEMS), limit=80)
    first, second, *_ = made(elements, 80, overlap=35)
    assert second.text.startswith("- item number 1")
    assert first.text.endswith(second.text[: second.overlap].rstrip())
    assert second.text[second.overlap :] == "- item number 2 of the list"


def test_no_overlap_over_headings_and_tables():
    elements = page("# One", SENTENCES[0], "# Two", SENTENCES[1], tables=[table(ROWS)])
    assert {chunk.overlap for chunk in made(elements, overlap=150)} == {0}


def test_a_sentence_goes_on_on_the_next_page():
    first = page("# One", "A sentence that is not at its end where the page is")
    second = page("but goes on here. Another one.", number=1)
    (chunk,) = made(first + second)
    joined = "A sentence that is not at its end where the page is but goes on here. Another one."
    assert chunk.text == f"# One\n\n{joined}"
    assert chunk.pages == (0, 1)
    assert [(region.page, region.label) for region in chunk.regions] == [
        (0, "heading"),
        (0, "text"),
        (1, "text"),
    ]


def test_footnotes_come_after_a_paragraph_that_goes_on():
    note = block(BlockKind.FOOTNOTE, "1 A note.")
    (found,) = texts(page("It goes on and") + note + page("on and on.", number=1))
    assert found == "It goes on and on and on.\n\n1 A note."


def test_a_word_that_is_divided_by_a_page():
    (chunk,) = made(page("This is an exam-") + page("ple of it.", number=1))
    assert chunk.text == "This is an example of it."


@pytest.mark.parametrize("texts_", [("An end.", "but no."), ("No end", "Capital.")])
def test_paragraphs_that_do_not_go_on(texts_):
    (found,) = texts(page(texts_[0]) + page(texts_[1], number=1))
    assert found == "\n\n".join(texts_)


def test_a_long_sentence_over_pages_still_fits():
    one, other = "some words and " * 5 + "no end", "but goes on " * 8
    found = texts(page(wrapped(one), limit=100) + page(wrapped(other), number=1, limit=100), 100)
    assert all(len(part) <= 100 for part in found)
    assert " ".join(found).split() == f"{one} {other}".split()


def running(number):
    """A page with a running header and a number."""
    elements = block(BlockKind.PAGE_HEADER, f"Report, page {number}", number=number)
    elements += page(SENTENCES[number], number=number)
    return elements + block(BlockKind.PAGE_FOOTER, f"{number + 11}", number=number)


def test_running_headers_are_written_once_and_numbers_of_pages_never():
    elements = [element for number in range(3) for element in running(number)]
    found = "\n\n".join(texts(elements))
    assert found.count("Report, page") == 1
    assert not re.search(r"^1[123]$", found, re.MULTILINE)
    kept = "\n\n".join(texts(elements, page_headers=True))
    assert kept.count("Report, page") == 3
    assert re.findall(r"^1[123]$", kept, re.MULTILINE) == ["11", "12", "13"]
    assert re.search(r"^11$", "\n\n".join(texts(running(0))), re.MULTILINE), "nothing of a single page is lost"


def test_what_is_at_the_end_of_three_pages_is_running():
    pages = [block(BlockKind.PARAGRAPH, "ACME Corp", number=number) + page(text) for number, text in enumerate("abc")]
    found = "\n\n".join(texts([element for own in pages for element in own]))
    assert found.split("\n\n") == ["ACME Corp", "a", "b", "c"]
    two = "\n\n".join(texts([element for own in pages[:2] for element in own]))
    assert two.count("ACME Corp") == 2


def test_numbers_that_are_not_of_pages_are_no_running_headers():
    pages = [block(BlockKind.PAGE_HEADER, f"Invoice {4711 + number}", number=number) for number in range(4)]
    found = "\n\n".join(texts([element for own in pages for element in own]))
    assert found.count("Invoice") == 4


@pytest.mark.parametrize(("pages", "is_running"), [((0, 3, 6), False), (range(9), True)])
def test_a_heading_on_most_pages_is_running(pages, is_running):
    elements = []
    for number in range(9):
        elements += heading("Same", number=number) if number in pages else []
        elements += page(SENTENCES[number % 4], number=number)
    found = made(elements)
    assert sum(chunk.text.count("Same") for chunk in found) == (1 if is_running else 3)
    assert any(chunk.headings for chunk in found) is not is_running


def test_a_title_that_is_repeated_in_headers_stays_a_heading():
    elements = heading("All of it") + page(SENTENCES[0])
    for number in range(1, 4):
        elements += block(BlockKind.PARAGRAPH, "All of it", number=number) + page(SENTENCES[number], number=number)
    found = made(elements)
    assert "".join(chunk.text for chunk in found).count("All of it") == 1
    assert {chunk.headings for chunk in found} == {("All of it",)}


def test_places_are_those_of_the_lines():
    found = made(page(LONG, limit=100), 100)
    tops = [chunk.regions[0].box.y for chunk in found]
    assert tops == sorted(tops)
    assert len(set(tops)) == len(tops)
    (whole,) = made(page(LONG, limit=1000), 1000)
    bottom = max(chunk.regions[0].box.y + chunk.regions[0].box.height for chunk in found)
    assert whole.regions[0].box.y == tops[0]
    assert whole.regions[0].box.y + whole.regions[0].box.height == pytest.approx(bottom)


def test_places_in_points_and_unknown_ones():
    doubled = page("Text.", to_points=lambda box: Box(2 * box.x, 2 * box.y, 2 * box.width, 2 * box.height))
    (one,), (other,) = made(page("Text.")), made(doubled)
    assert other.regions[0].box.height == pytest.approx(2 * one.regions[0].box.height, abs=0.02)
    (unknown,) = made(page("Text.", to_points=None))
    assert unknown.regions == ()
    assert unknown.pages == (0,)


def test_rows_of_a_table_have_their_own_places():
    cells = [[Cell(f"row {number} of a table", Box(0, 10 * number, 50, 10))] for number in range(12)]
    found = made(page(tables=[Table(cells, Box(0, 0, 50, 120))]), 200)
    tops = [chunk.regions[0].box.y for chunk in found]
    assert tops == sorted(set(tops))


def test_tokens():
    assert tokens("") == 0
    assert tokens("The patient, 1234.5 mg") == 9
    assert tokens("\u4f60\u597d") == 2
    assert tokens("\u043f\u0440\u0438\u0432\u0435\u0442") == 3
    found = texts(page(LONG, limit=50, size=tokens), 50)
    assert len(found) > 1
    assert all(tokens(part) <= 50 for part in found)


def test_marks_at_the_beginning_of_a_chunk_are_escaped():
    text = wrapped(f"{SENTENCES[0]} {SENTENCES[1]} # 4 is the next number of all of them.")
    found = texts(page(text, limit=60), 60)
    assert found[-1].startswith("\\# 4 is")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(50, 400), st.integers(0, 40), st.integers(0, 100))
def test_no_text_is_lost_whatever_the_document(seed, limit, overlap, least):
    """The new text of all chunks is the Markdown of the pages, but for blanks; none is larger than it may be."""
    dice = random.Random(seed)  # noqa: S311
    elements, expected = [], []
    for number in range(3):
        parts = []
        for _ in range(dice.randrange(5)):
            kind = dice.randrange(3)
            words = " ".join(dice.choices(["alpha", "Beta", "gamma.", "x" * 70, "1.", "(a)"], k=dice.randrange(1, 40)))
            parts.append("# Heading of it" if kind == 0 else "\n".join(ITEMS[:3]) if kind == 1 else wrapped(words))
        found, y = [], 0.0
        for part in parts:
            rows = part.split("\n")
            found += lines(rows, y=y)
            y += 13 * len(rows) + 15
        cells = table([[f"a{dice.randrange(99)}", "b c"] for _ in range(dice.randrange(1, 20))], box=Box(0, y, 9, 9))
        own = blocks(found)
        elements += page_elements(own, [cells], number, Cutter(limit, len, sentences_of), Box.upright)
        expected.append(page_markdown(own))
    chunks = list(chunks_of(elements, limit=limit, overlap=overlap, least=least, page_headers=True))
    assert max((len(chunk.text) for chunk in chunks), default=0) <= limit
    new = "\n".join(chunk.text[chunk.overlap :] for chunk in chunks)
    plain = re.sub(r"<table>.*?</table>", "", new, flags=re.DOTALL)
    assert re.findall(r"\w+", plain.replace("x", "")) == re.findall(r"\w+", "\n".join(expected).replace("x", ""))
    assert plain.count("x") == "\n".join(expected).count("x")
    again = list(chunks_of(elements, limit=limit, overlap=overlap, least=least, page_headers=True))
    assert again == chunks, "it is deterministic"
