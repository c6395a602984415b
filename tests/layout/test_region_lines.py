"""Regions that were read one by one become lines, and text with its layout."""

from dataclasses import replace

import numpy as np
import pytest

from sparkocr.layout.box import Box, map_box
from sparkocr.layout.page import Block, Line, Page, Paragraph, Word
from sparkocr.layout.region_lines import (
    Reading,
    confidence_of,
    formatted_text,
    group_lines,
    group_neighbours,
    page_of_readings,
)

HEIGHT = 20


def at(x, y, width=100, height=HEIGHT, angle=0.0):
    return Box(x, y, width, height, angle)


def line(text, x, y, confidence=90.0):
    """A line whose words have 10 px per letter, and gaps of 10 px."""
    words, left = [], x
    for word in text.split(" "):
        words.append(Word(word, at(left, y, 10 * len(word)), confidence))
        left += 10 * len(word) + 10
    return Line(tuple(words), at(x, y, left - 10 - x), float(HEIGHT))


def reading(text, x, y, confidence=90.0):
    found = line(text, x, y, confidence)
    return Reading(found.box, (found,))


def page(*lines):
    box = at(0, 0, 1000, 1000)
    return Page((Block((Paragraph(lines, box),), box),) if lines else (), 1000, 1000)


def turned(boxes, degrees):
    angle = np.radians(degrees)
    cos, sin = np.cos(angle), np.sin(angle)
    return [map_box(box, np.array([[cos, -sin, 400], [sin, cos, 400], [0, 0, 1]]), rotated=True) for box in boxes]


def test_regions_are_ordered_from_the_top_and_from_the_left():
    boxes = [at(300, 100), at(0, 200), at(0, 105), at(150, 95)]
    assert group_lines(boxes, 15) == [[2, 3, 0], [1]]
    assert group_lines([], 15) == []


@pytest.mark.parametrize(("tolerance", "lines"), [(0, 3), (15, 3), (16, 2), (30, 1)])
def test_line_tolerance(tolerance, lines):
    boxes = [at(0, 0), at(120, 16), at(240, 32 + 6)]  # the mean of the first two is 8
    assert len(group_lines(boxes, tolerance)) == lines


@pytest.mark.parametrize("tolerance", [0, 1, 15])
@pytest.mark.parametrize("slope", [-15, -10, -3, 0, 4, 10, 15])
def test_regions_beside_each_other_are_a_line_whatever_the_tolerance(tolerance, slope):
    boxes = [at(x, 60 * line + slope * place) for line in range(4) for place, x in enumerate((0, 400))]
    assert group_lines(boxes, tolerance) == [[0, 1], [2, 3], [4, 5], [6, 7]]
    assert group_lines(boxes[::-1], tolerance) == [[7, 6], [5, 4], [3, 2], [1, 0]]


@pytest.mark.parametrize("slope", [-9, 9])
def test_a_line_may_rise_or_fall_by_more_than_its_height(slope):
    boxes = [at(200 * place, 60 * line + slope * place) for line in range(3) for place in range(5)]
    assert group_lines(boxes, 0) == [list(range(5 * line, 5 * line + 5)) for line in range(3)]


def test_lines_below_each_other_stay_apart():
    dense = [at(0, 18 * line, width=600) for line in range(4)]  # the boxes have a tenth in common
    assert group_lines(dense, 0) == [[0], [1], [2], [3]]
    steps = [at(0, 0), at(120, 16), at(240, 32)]  # beside each other, with less than a quarter in common
    assert group_lines(steps, 0) == [[0], [1], [2]]
    below = [at(0, 0), at(120, 12), at(0, 14)]  # the last one is below the first
    assert group_lines(below, 0) == [[0], [2, 1]]


def test_a_tall_region_does_not_draw_lines_together():
    lines = [at(0, 30 * line, width=200) for line in range(3)]
    assert group_lines([at(300, 0, width=60, height=80), *lines], 0) == [[1, 0], [2], [3]]


def test_centres_count_and_not_edges():
    assert group_lines([at(0, 0, height=60), at(120, 20, height=20)], 1) == [[0, 1]]


@pytest.mark.parametrize("degrees", [-12, 7, 90, 180])
def test_skewed_pages_have_the_same_lines(degrees):
    boxes = [at(0, 0), at(400, 3), at(1500, 0), at(0, 40), at(1500, 40)]
    assert group_lines(turned(boxes, degrees), 5) == [[0, 1, 2], [3, 4]]


def test_neighbours_are_no_further_apart_than_they_are_high():
    boxes = [at(0, 0), at(120, 0), at(241, 0), at(361, 0, height=21), at(0, 100)]
    assert group_neighbours(boxes, 15) == [[0, 1], [2, 3], [4]]
    assert group_neighbours([], 15) == []
    assert group_neighbours(turned(boxes, 8), 15) == [[0, 1], [2, 3], [4]]
    assert group_neighbours([at(0, 0), at(105, 12)], 0) == [[0], [1]]  # a line that rises: not level enough


def test_page_of_readings():
    found, order = page_of_readings(
        [reading("right", 300, 2), reading("below it", 0, 80), reading("on the left", 0, 0)], 640, 480, 15
    )
    assert order == [2, 0, 1]
    assert found.text == "on the left right\nbelow it"
    assert (found.width, found.height) == (640, 480)
    first, second = found.lines()
    assert first.box == Box(0, 0, 350, 22)
    assert second.box == at(0, 80, 80)


def test_regions_without_text_keep_their_place_in_the_order():
    empty = Reading(at(150, 0), ())
    found, order = page_of_readings([reading("b", 300, 0), empty, reading("a", 0, 0)], 640, 480, 15)
    assert (found.text, order) == ("a b", [2, 1, 0])
    assert page_of_readings([empty], 640, 480, 15) == (Page((), 640, 480), [0])
    assert page_of_readings([], 640, 480, 15) == (Page((), 640, 480), [])


def test_lines_of_a_region_are_lines_of_the_page():
    block = Reading(at(0, 0, 100, 80), (line("one", 0, 0), line("two", 0, 40)))
    found, order = page_of_readings([reading("beside", 200, 38), block], 640, 480, 15)
    assert found.text == "one\ntwo beside"
    assert order == [1, 0]


def test_the_regions_tell_the_angle_and_not_the_lines_in_them():
    wrong = [
        Line(found.words, at(*place, width=300, angle=3.0), 20.0)
        for found, place in ((line("one", 0, 0), (0, 0)), (line("two", 0, 40), (0, 40)))
    ]
    found, _ = page_of_readings([Reading(at(0, 0, 300, 60), tuple(wrong)), reading("beside", 1000, 40)], 2000, 480, 15)
    assert found.text == "one\ntwo beside"


@pytest.mark.parametrize("angle", [0.0, 90.0, -8.0])
def test_text_that_was_read_the_other_way_round_is_in_its_own_order(angle):
    regions = turned([at(300, 0), at(0, 0), at(300, 80), at(0, 80)], angle)  # as they lie: from its end
    texts = ["third", "fourth", "first", "second"]
    readings = []
    for region, text in zip(regions, texts, strict=True):
        box = replace(region, angle=region.angle + 180)
        readings.append(Reading(region, (Line((Word(text, box, 90.0),), box, float(HEIGHT)),)))
    found, order = page_of_readings(readings, 2000, 2000, 15)
    assert found.text == "first second\nthird fourth"
    assert order == [2, 3, 0, 1]


def test_regions_that_are_written_from_the_right_are_read_from_the_right():
    regions = [reading("\u05d3\u05d4\u05d5", 0, 0), reading("12", 120, 0), reading("\u05d0\u05d1\u05d2", 300, 0)]
    found, order = page_of_readings([*regions, reading("left", 0, 80), reading("right", 300, 80)], 640, 480, 15)
    assert found.text == "\u05d0\u05d1\u05d2 12 \u05d3\u05d4\u05d5\nleft right"
    assert order == [2, 1, 0, 3, 4]


def test_formatted_text_has_as_many_spaces_as_fit():
    text = formatted_text(page(line("Total", 100, 0), line("12.50", 250, 0), line("is due", 140, 80)), 15, 10)
    assert text == "Total" + " " * 10 + "12.50\n    is due\n"


@pytest.mark.parametrize(("space_width", "spaces"), [(5, 20), (20, 5), (67, 1), (1000, 1)])
def test_space_width(space_width, spaces):
    assert formatted_text(page(line("a", 0, 0), line("b", 110, 0)), 15, space_width) == "a" + " " * spaces + "b\n"


def test_words_of_a_sentence_have_one_space():
    assert formatted_text(page(line("a few words", 0, 0)), 15, 2) == "a few words\n"
    assert formatted_text(page(line("a", 0, 0), line("b", 23, 0)), 15, 2) == "a b\n"
    assert formatted_text(page(line("a", 0, 0), line("b", 24, 0)), 15, 2) == "a" + " " * 7 + "b\n"


def test_formatted_text_uses_the_tolerance():
    lines = [line("left", 0, 0), line("right", 200, 18)]
    assert formatted_text(page(*lines), 18, 10).count("\n") == 1
    assert formatted_text(page(*lines), 10, 10).count("\n") == 2


@pytest.mark.parametrize("rise", [-12, -6, 8])
def test_formatted_text_keeps_columns_on_their_lines(rise):
    lines = [line(text, x, y) for y in (0, 60) for text, x, y in (("Pen", 0, y), ("1.20", 200, y + rise))]
    assert formatted_text(page(*lines), 0, 10) == ("Pen" + " " * 17 + "1.20\n") * 2


def test_formatted_text_of_odd_pages():
    assert formatted_text(page(), 15, 10) == ""
    far = formatted_text(page(line("a", 0, 0), line("b", 10**6, 0)), 15, 1)
    assert far == "a" + " " * 500 + "b\n"
    chinese = Line(
        (Word("\u4e00", at(0, 0, 20), 90.0), Word("\u4e8c", at(22, 0, 20), 90.0, before="")), at(0, 0, 42), 20.0
    )
    assert formatted_text(page(chinese), 15, 10) == "\u4e00\u4e8c\n"
    skewed = [turned([line(text, x, 0).box], 5)[0] for text, x in (("ab", 0), ("cd", 120))]
    lines = [Line((Word(text, box, 90.0),), box, 20.0) for text, box in zip(("ab", "cd"), skewed, strict=True)]
    assert formatted_text(page(*lines), 15, 10) == "ab" + " " * 10 + "cd\n"


def test_formatted_text_from_the_right():
    words = tuple(
        Word(text, at(x, 0, 30), 90.0) for text, x in (("\u05d0\u05d1\u05d2", 300), ("\u05d3\u05d4\u05d5", 200))
    )
    hebrew = Line(words, at(200, 0, 130), 20.0)
    assert formatted_text(page(hebrew, line("english", 200, 80)), 15, 10) == (
        "\u05d0\u05d1\u05d2" + " " * 7 + "\u05d3\u05d4\u05d5\nenglish\n"
    )


def test_confidence_is_the_mean_over_words():
    assert confidence_of([]) == 0
    assert confidence_of([line("a b c", 0, 0, 80.0), line("d", 0, 40, 40.0)]) == pytest.approx(0.7)
