"""Lines and paragraphs of a page, from positions of any level and from text."""

import numpy as np
import pytest

from document.pages import lines, units, words
from sparkocr.document.structure import clean, page_of_positions, page_of_text

TEXT = ["The first line of a page", "and the second line of it"]


def page(found):
    return page_of_positions(*units(found))


def texts(found):
    return [line.text for line in page(found).lines()]


def characters(text, x, y, size=10.0, *, end="\n"):
    """The characters of a line as `PdfToText` gives them: spaces and line ends included."""
    found = [(c, x + 5.3 * place, y, 5.3, size, size) for place, c in enumerate(text)]
    return [*found, ("\n", x + 5.3 * len(text), y, 0.0, size, size)] if end else found


LEVELS = {
    "words": lines(TEXT),
    "words with spaces": [
        unit
        for line in (words(TEXT[0], 0, 0), words(TEXT[1], 0, 13))
        for word in line
        for unit in ([word] if word is line[0] else [(" ", word[1] - 5, word[2], 5, 9, 10), word])
    ],
    "lines": [(text + "\n", 0, 13 * number, 5 * len(text), 9.4, 10) for number, text in enumerate(TEXT)],
    "block": [("\n".join(TEXT) + "\n\n", 0, 0, 125, 23, 10)],
    "symbols": [
        unit for number, text in enumerate(TEXT) for unit in characters(text, 0, 13 * number, end="") if unit[0] != " "
    ],
    "characters of a PDF": [unit for number, text in enumerate(TEXT) for unit in characters(text, 0, 13 * number)],
}


@pytest.mark.parametrize("found", LEVELS.values(), ids=LEVELS)
def test_every_level_gives_the_same_lines(found):
    assert texts(found) == TEXT
    assert [len(line.words) for line in page(found).lines()] == [6, 6]


@pytest.mark.parametrize("level", ["words", "lines", "characters of a PDF"])
def test_words_have_their_boxes(level):
    first = next(page(LEVELS[level]).words())
    assert first.text == "The"
    assert first.box.x == pytest.approx(0, abs=1)
    assert first.box.width == pytest.approx(15, abs=10)


def test_order_of_the_units_of_columns_makes_no_difference():
    left = lines([f"left column line {number} with some words" for number in range(8)])
    right = lines([f"right column line {number} with some words" for number in range(8)], x=300.0)
    across = [
        unit
        for number in range(8)
        for unit in [*left[7 * number : 7 * number + 7], *right[7 * number : 7 * number + 7]]
    ]
    read = [text.split()[0] for text in texts(across)]
    assert read == ["left"] * 8 + ["right"] * 8
    assert texts(across) == texts(left + right)


def test_sizes_of_characters_of_a_pdf_are_exact():
    found = characters("A large line", 0, 0, 17.0) + characters("some small text", 0, 30, 9.0)
    assert [line.row_height for line in page(found).lines()] == [17.0, 9.0]


def test_sizes_of_rows_do_not_depend_on_their_letters():
    """Ink of `nose` is as high as its x, that of `Spagyl` has ascenders and descenders: one font, one size."""
    found = [("nose mouse", 0, 0, 100, 5.3, 6), ("Spagyl", 0, 20, 60, 9.4, 11), ("Text line", 0, 40, 90, 7.3, 9)]
    sizes = [line.row_height for line in page(found).lines()]
    assert max(sizes) < 1.02 * min(sizes)
    assert 6 <= sizes[0] <= 11


def test_blocks_do_not_tell_the_sizes_of_their_lines():
    assert {line.row_height for line in page(LEVELS["block"]).lines()} == {0.0}


def test_standing_text_is_read_last():
    upright = lines(["a line of upright text on the page", "and one more line below of it"], x=60.0)
    standing = [
        (word, 10.0, 200.0 - 60 * place, 9.4, 50.0, 10.0) for place, word in enumerate(["margin", "note", "here"])
    ]
    assert texts(standing + upright)[-1] == "margin note here"


def test_a_skewed_page_keeps_its_lines_and_paragraphs():
    found = [
        (word, x, y + 0.04 * x, width, height + 0.04 * width, size)
        for word, x, y, width, height, size in lines(
            ["some words of a line that is long enough to be skewed"] * 5 + ["and a short end"]
        )
    ]
    read = page(found)
    assert len(list(read.lines())) == 6
    assert len(list(read.paragraphs())) == 1
    assert next(read.lines()).box.angle == pytest.approx(np.degrees(np.arctan(0.04)), abs=0.3)


def test_right_to_left_text_keeps_its_logical_order():
    found = [("שלום", 100, 0, 30, 9, 10), ("עולם", 60, 0, 30, 9, 10)]
    assert texts(found) == ["שלום עולם"]


def test_nothing_and_one_word():
    assert page([]).blocks == ()
    assert page([("   ", 0, 0, 5, 5, 9), ("", 0, 0, 5, 5, 9)]).blocks == ()
    assert texts([("1", 5, 5, 4, 9, 10)]) == ["1"]
    assert texts([("1", 0, 0, 0, 0, 0)]) == ["1"]


def test_places_that_are_no_numbers_and_odd_characters():
    found = [
        ("a\u2028b", float("nan"), 0, float("inf"), 9, 10),
        ("c\0d", 0, 30, 20, 9, 10),
        ("\ud800", 0, 60, 9, 9, 10),
    ]
    words_ = [word for line in page(found).lines() for word in line.words]
    assert sorted(word.text for word in words_) == ["a", "b", "c", "d", "\ufffd"]
    assert all(np.isfinite([word.box.x, word.box.y, word.box.width, word.box.height]).all() for word in words_)


def test_entries_come_one_after_the_other():
    first, sizes = units(lines(["first page"], y=500.0))
    second, _ = units(lines(["second page"]), entry=1)
    both = type(first)(
        first.texts + second.texts,
        np.concatenate([first.boxes, second.boxes]),
        np.concatenate([first.pages, second.pages]),
        np.concatenate([first.entries, second.entries]),
    )
    read = page_of_positions(both, np.concatenate([sizes, sizes]))
    assert [line.text for line in read.lines()] == ["first page", "second page"]


def test_ten_thousand_words():
    row = "word another third fourth fifth sixth seventh eighth ninth tenth"
    assert sum(1 for _ in page(lines([row] * 1000)).words()) == 10_000


def test_text_alone():
    read = page_of_text("one two\r\n  three\tfour\n\n \nfive\x0csix")
    assert [[line.text for line in paragraph.lines] for paragraph in read.paragraphs()] == [
        ["one two", "three four"],
        ["five", "six"],
    ]
    assert [line.box.x for line in read.lines()] == [0, 2, 0, 0]
    assert page_of_text(" \n ").blocks == ()


def test_clean():
    assert clean("a\ud83d\ude00\ud800") == "a\U0001f600\ufffd"
    assert clean("é\0") == "é\0"


FORM = {"Name:": (72, 100), "Juergen": (120, 100), "Paris": (120, 234)}


@pytest.mark.parametrize("level", ["characters", "words", "words in a row"])
def test_a_line_does_not_jump(level):
    """Whatever comes next in the file: the value of a field far below stands on a line of its own."""
    found = []
    for word, (x, y) in FORM.items():
        if level == "characters":
            found += [*characters(word, x, y, end=""), (" ", x + 5.3 * len(word), y, 0.0, 10.0, 10.0)]
        else:
            found += words(word, x, y)
            found += [(" ", x + 50, y, 0.0, 10.0, 10.0)] if level == "words in a row" else []
    assert texts(found) == ["Name: Juergen", "Paris"]
    assert max(line.box.height for line in page(found).lines()) <= 11


def test_lines_of_one_word_below_each_other():
    found = [
        (text, 10.0, 12.0 * place, 25.0, 7.3, 10.0) for place, text in enumerate(["Up \n", "Left ", "Down ", "End"])
    ]
    assert texts(found) == ["Up", "Left", "Down", "End"]


def test_raised_letters_and_large_first_letters_stay_on_their_line():
    raised = [*characters("square m", 0, 10, end=""), ("2", 42.4, 6.0, 3.0, 6.0, 6.0), *characters(" x", 45.4, 10)]
    assert texts(raised) == ["square m2 x"]
    large = [("O", 0.0, 0.0, 20.0, 30.0, 40.0), (" ", 20.0, 0.0, 2.0, 30.0, 40.0), *characters("nce upon", 22, 1)]
    assert len(texts(large)) == 1


def test_standing_characters_stay_together():
    found = [(c, 10.0, 200 - 6.0 * place, 10.0, 6.0, 10.0) for place, c in enumerate("on it we go up to it")]
    assert texts([*characters("an upright line of text", 60, 0), *found])[-1] == "on it we go up to it"
