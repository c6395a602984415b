"""Pages that were not read: what stands for their words."""

import pytest

from sparkocr.engines.tables.unread import unread_page
from sparkocr.imaging.rulings import Ruling, Rulings
from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region


def words(box, *vertical):
    page = unread_page([Region(box)], Rulings((), vertical), 400, 300)
    return [word for line in page.lines() for word in line.words]


def test_long_text_is_words_and_short_text_a_value():
    assert [word.text for word in words(Box(10, 10, 40, 10))] == ["0"]
    assert [word.text for word in words(Box(10, 10, 104, 10))] == ["word word word word"]


def test_boxes_are_trimmed_at_both_ends():
    (word,) = words(Box(10, 10, 40, 10))
    assert word.box == Box(12.5, 10, 35, 10)


def test_text_is_cut_at_a_ruling_that_runs_through_it():
    left, right = words(Box(10, 10, 90, 10), Ruling(50, 0, 50, 100, 1))
    assert (left.box.x + left.box.width, right.box.x) == (47.5, 52.5)


@pytest.mark.parametrize(
    "ruling",
    [Ruling(50, 0, 50, 15, 1), Ruling(50, 12, 50, 100, 1), Ruling(11, 0, 11, 100, 1), Ruling(200, 0, 200, 100, 1)],
    ids=["ends in it", "begins in it", "at its side", "beside it"],
)
def test_other_rulings_cut_nothing(ruling):
    assert len(words(Box(10, 10, 90, 10), ruling)) == 1


def test_turned_text_and_its_ruling():
    assert len(words(Box(10, 10, 90, 10, 3.0), Ruling(52, 0, 47, 100, 1))) == 2
    assert len(words(Box(10, 100, 90, 10, 90.0), Ruling(55, 0, 55, 300, 1))) == 1


def test_nothing_there():
    assert unread_page([], Rulings(), 400, 300).blocks == ()
    assert unread_page([Region(Box(1, 1, 0, 5))], Rulings(), 400, 300).blocks == ()
