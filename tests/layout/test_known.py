"""Text that is known and text that was read become one page."""

import numpy as np
import pytest

from pdf.make_pages import block_page, line_of
from sparkocr.layout.known import STAND_INS, known_letters, with_known_text, without_known_text
from sparkocr.pdf.fonts import is_known


def boxes_of(line):
    return np.array([[word.box.x, word.box.y, word.box.width, word.box.height] for word in line.words])


def with_known(page, text, boxes, **options):
    """Put a text of one line into a page, and its letters in the place of their stand-ins."""
    words = text.split()
    letters = [len(word) * (1 if is_known(word) else -1) for word in words]
    known = np.column_stack([boxes, letters, np.zeros(len(words))])
    return with_known_text(page, known, **options), "".join(words)


def text_of(found):
    page, letters = found
    return known_letters(page.text, letters)


READ = [line_of("scan of the page", 300), line_of("stamp 4711", 100)]
STAMP = line_of("Stamp 4711", 100)


def test_known_words_take_the_place_of_read_ones():
    page, letters = with_known(block_page(*READ), "Stamp 4711", boxes_of(STAMP))
    assert [known_letters(line.text, letters) for line in page.lines()] == ["Stamp 4711", "scan of the page"]
    assert len(STAND_INS.findall(page.text)) == len("Stamp4711")
    assert not set("Stamp") & set(next(page.words()).text), "the page has none of the known text"
    rest = without_known_text(block_page(*READ), boxes_of(STAMP))
    assert [line.text for line in rest.lines()] == ["scan of the page"]


def test_letters_beyond_the_known_text_are_nothing():
    page, _ = with_known(block_page(*READ), "Stamp 4711", boxes_of(STAMP))
    assert known_letters(page.text, "St").split() == ["St", *["scan", "of", "the", "page"]]


@pytest.mark.parametrize(("share", "there"), [(0.3, True), (0.6, False)])
def test_words_that_are_partly_covered(share, there):
    word = READ[0].words[0].box
    box = np.array([[word.x, word.y, word.width * share, word.height]])
    text = text_of(with_known(block_page(READ[0]), "known", box))
    assert ("scan" in text.split()) == there
    assert "known" in text.split()


def test_a_stamp_across_the_page_covers_no_words():
    text = text_of(with_known(block_page(*READ), "COPY", np.array([[50.0, 50, 800, 600]])))
    assert sorted(text.split()) == sorted(["COPY", "scan", "of", "the", "page", "stamp", "4711"])


@pytest.mark.parametrize("word", ["St\ufffdmp", "\ue001tamp", "\ufffd\ufffd\ufffd"])
def test_letters_that_are_unknown_give_way(word):
    box = boxes_of(STAMP)
    assert text_of(with_known(block_page(READ[1]), f"{word} 4711", box)) == "stamp 4711"
    alone = text_of(with_known(block_page(READ[0]), f"{word} 4711", box))
    assert alone.split()[:2] == [word, "4711"], "nothing was read there"


def test_symbols_and_certainty():
    page, letters = with_known(block_page(READ[0]), "Stamp 4711", boxes_of(STAMP), symbols=True)
    first = next(page.words())
    assert first.confidence == 100
    assert known_letters("".join(symbol.text for symbol in first.symbols), letters) == "Stamp"
    assert sum(symbol.box.width for symbol in first.symbols) == pytest.approx(first.box.width)
