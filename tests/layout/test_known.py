"""Text that is known and text that was read become one page."""

import numpy as np
import pytest

from pdf.make_pages import block_page, line_of
from sparkocr.layout.known import with_known_text, without_known_text


def boxes_of(line):
    return np.array([[word.box.x, word.box.y, word.box.width, word.box.height] for word in line.words])


READ = [line_of("scan of the page", 300), line_of("stamp 4711", 100)]
STAMP = line_of("Stamp 4711", 100)


def test_known_words_take_the_place_of_read_ones():
    page = with_known_text(block_page(*READ), "Stamp 4711", boxes_of(STAMP))
    assert [line.text for line in page.lines()] == ["Stamp 4711", "scan of the page"]
    rest = without_known_text(block_page(*READ), boxes_of(STAMP))
    assert [line.text for line in rest.lines()] == ["scan of the page"]


@pytest.mark.parametrize("text", ["", "other words of it", "Stamp"])
def test_a_text_that_is_not_that_of_the_boxes_is_ignored(text):
    page = block_page(*READ)
    assert with_known_text(page, text, boxes_of(STAMP)) is page


@pytest.mark.parametrize(("share", "there"), [(0.3, True), (0.6, False)])
def test_words_that_are_partly_covered(share, there):
    word = READ[0].words[0].box
    box = np.array([[word.x, word.y, word.width * share, word.height]])
    page = with_known_text(block_page(READ[0]), "known", box)
    assert ("scan" in page.text.split()) == there
    assert "known" in page.text.split()


def test_a_stamp_across_the_page_covers_no_words():
    page = with_known_text(block_page(*READ), "COPY", np.array([[50.0, 50, 800, 600]]))
    assert sorted(page.text.split()) == sorted(["COPY", "scan", "of", "the", "page", "stamp", "4711"])


@pytest.mark.parametrize("word", ["St\ufffdmp", "\ue001tamp", "\ufffd\ufffd\ufffd"])
def test_letters_that_are_unknown_give_way(word):
    box = boxes_of(STAMP)
    assert with_known_text(block_page(READ[1]), f"{word} 4711", box).text == "stamp 4711"
    alone = with_known_text(block_page(READ[0]), f"{word} 4711", box)
    assert alone.text.split()[:2] == [word, "4711"], "nothing was read there"


def test_symbols_and_certainty():
    page = with_known_text(block_page(READ[0]), "Stamp 4711", boxes_of(STAMP), symbols=True)
    first = next(page.words())
    assert first.confidence == 100
    assert "".join(symbol.text for symbol in first.symbols) == "Stamp"
    assert sum(symbol.box.width for symbol in first.symbols) == pytest.approx(first.box.width)
