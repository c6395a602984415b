"""What only a whole document tells: running headers, levels of headings, and text that goes on on the next page."""

import re

import pytest

from document.chunked import SENTENCES, block, heading, made, page, texts, wrapped
from sparkocr.document.blocks import BlockKind, TextBlock
from sparkocr.document.elements import Cutter, page_elements
from sparkocr.entities.sentences import sentences_of
from sparkocr.layout.box import Box
from sparkocr.layout.page import Font, Line, Word


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
