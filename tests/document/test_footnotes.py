"""Footnotes below columns."""

from document.pages import lines, styled
from sparkocr.document.markdown import page_markdown

LEFT = [f"left column line {word} of running text" for word in ("one", "two", "three", "four", "five", "six")]
RIGHT = [f"right column line {word} of running text" for word in ("one", "two", "three", "four", "five", "six")]
NOTE = ["1 a note on the left that is set in smaller", "letters than the text of the whole column"]


def texts(page):
    return [block.text.split("\n")[0] for block in styled(page)]


def test_footnotes_come_after_the_last_column():
    page = lines(LEFT) + lines(NOTE, y=95, size=8) + lines(RIGHT, x=240) + lines(["12"], x=200, y=160)
    assert texts(page) == [LEFT[0], RIGHT[0], NOTE[0], "12"]


def test_notes_of_both_columns_keep_their_order():
    other = ["2 a note on the right that is set in smaller", "letters than the text of the whole column"]
    page = lines(LEFT) + lines(NOTE, y=95, size=8) + lines(RIGHT, x=240) + lines(other, x=240, y=101, size=8)
    assert texts(page) == [LEFT[0], RIGHT[0], NOTE[0], other[0]]


def test_small_text_without_a_mark_stays():
    note = ["a note on the left that is set in smaller", *NOTE[1:]]
    page = lines(LEFT) + lines(note, y=95, size=8) + lines(RIGHT, x=240)
    assert texts(page) == [LEFT[0], note[0], RIGHT[0]]


def kinds(page):
    return [(block.kind, block.text.split("\n")[0][:9]) for block in styled(page)]


def test_footnotes_are_told_from_text():
    notes = lines(["1. See there."], y=100, size=8) + lines(["2. And here."], y=112, size=8)
    page = lines(LEFT) + notes + lines(["12"], x=120, y=160)
    expected = [("paragraph", "left colu"), ("footnote", "1. See th"), ("footnote", "2. And he"), ("page_footer", "12")]
    assert kinds(page) == expected
    assert "\n1. See there.\n2. And here.\n" in page_markdown(styled(page))


def test_small_text_above_text_is_no_footnote():
    page = lines(LEFT) + lines(["1 See there."], y=100, size=8) + lines(RIGHT, y=140)
    assert "footnote" not in dict(kinds(page))
