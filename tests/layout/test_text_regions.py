"""Regions of text: links, overlaps and the order of reading."""

import math
from dataclasses import replace

import numpy as np
import pytest

from sparkocr.enums import PageIteratorLevel
from sparkocr.layout.box import Box, map_box
from sparkocr.layout.page import Block, Line, Page, Paragraph, Symbol, Word
from sparkocr.layout.regions import Region
from sparkocr.layout.text_regions import in_reading_order, level_regions, link_fragments, merge_intersecting


def region(x, y, width=100.0, height=20.0, score=0.9, angle=0.0):
    return Region(Box(x, y, width, height, angle), 0, score)


def turned(regions, degrees):
    """The regions of a page that is turned around its corner, clockwise."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    matrix = np.array([[cos, -sin, 500.0], [sin, cos, 300.0], [0, 0, 1.0]])
    return [replace(one, box=map_box(one.box, matrix, rotated=True)) for one in regions]


@pytest.mark.parametrize("degrees", [0, 7, -30, 90])
@pytest.mark.parametrize(("gap", "linked"), [(11, True), (13, False)])
def test_fragments_are_linked_by_the_gap_between_them(degrees, gap, linked):
    line = turned([region(0, 0, 200), region(200 + gap, 0), region(0, 200, 300)], degrees)
    found = link_fragments(line[::-1], 0.6)
    assert len(found) == (2 if linked else 3)
    if linked:
        whole = max(found, key=lambda one: one.box.width).box
        assert (whole.width, whole.height) == (pytest.approx(300 + gap), pytest.approx(20))
        assert whole.angle == pytest.approx(degrees)


@pytest.mark.parametrize(
    ("other", "linked"),
    [
        (region(105, 9), True),
        (region(105, 12), False),  # half a line lower: another line
        (region(105, -10, height=39), True),
        (region(105, -11, height=42), False),  # letters of twice the size
        (region(0, 21), False),
        (region(50, 0), True),
    ],
)
def test_fragments_of_a_line_have_one_height(other, linked):
    assert (len(link_fragments([region(0, 0), other], 1)) == 1) is linked


def test_links_are_passed_on_and_scores_weighted_by_area():
    parts = [region(0, 0, 300, score=0.8), region(305, 0, 50, score=0.5), region(360, 0, 50, score=0.6)]
    (found,) = link_fragments(parts, 0.5)
    assert found.box == Box(0, 0, 410, 20)
    assert found.score == pytest.approx((300 * 0.8 + 50 * 0.5 + 50 * 0.6) / 400)


def test_any_gap():
    assert len(link_fragments([region(0, 0), region(5000, 0), region(0, 100)], math.inf)) == 2


@pytest.mark.parametrize("degrees", [0, 20])
@pytest.mark.parametrize(("down", "count"), [(9, 1), (11, 2)])
def test_boxes_that_overlap_become_one(degrees, down, count):
    found = merge_intersecting(turned([region(0, 0), region(0, down)], degrees))
    assert len(found) == count


def test_boxes_that_overlap_after_a_merge():
    """A small box is in the corner of what covers the first two only."""
    small = region(130, 1, 10, 10)
    found = merge_intersecting([region(0, 0, 100, 40), region(40, 5, 105, 70), small, region(0, 500)])
    assert [one.box for one in found] == [Box(0, 0, 145, 75), Box(0, 500, 100, 20)]


def test_turned_boxes_overlap_by_themselves_not_by_their_upright_covers():
    crossing = [region(0, 0, 200, angle=45), region(80, 0, 200, angle=45)]
    assert len(merge_intersecting(crossing)) == 2


@pytest.mark.parametrize("degrees", [0, 6, -6])
def test_reading_order_is_by_rows(degrees):
    rows = [
        region(0, 0, 700, 40),
        region(0, 100),
        region(300, 108, 100, 12),  # lower, but on the same row
        region(600, 92, 100, 30),
        region(0, 130, 900),
        region(400, 160),
    ]
    page = turned(rows, degrees)
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(len(page))
        assert in_reading_order([page[number] for number in order]) == page


def test_standing_text_comes_last():
    standing = region(-150, 200, 300, angle=90)
    found = in_reading_order([standing, region(0, 500, 800), region(0, 0, 800)])
    assert found == [region(0, 0, 800), region(0, 500, 800), standing]


@pytest.mark.parametrize("function", [in_reading_order, merge_intersecting, lambda none: link_fragments(none, 1)])
def test_no_regions(function):
    assert function([]) == []


def test_many_regions_are_linked_in_order():
    grid = [region(150 * column, 30 * row) for row in range(40) for column in range(20)]
    assert link_fragments(grid, 1) == grid
    assert [one.box for one in link_fragments(grid, 3)] == [Box(0, 30 * row, 2950, 20) for row in range(40)]


def sample_page():
    """A block with two paragraphs, of a line with two words and one with one."""
    one = Word("ab", Box(0, 0, 20, 10), 90.0, symbols=(Symbol("a", Box(0, 0, 9, 10), 80.0),))
    two, three = Word("c", Box(30, 0, 20, 10), 70.0), Word("d", Box(0, 40, 20, 10, 3.0), 50.0)
    lines = [Line((one, two), Box(0, 0, 50, 10), 10), Line((three,), Box(0, 40, 21, 11, 3.0), 10)]
    paragraphs = tuple(Paragraph((line,), replace(line.box, width=line.box.width + 1)) for line in lines)
    return Page((Block(paragraphs, Box(0, 0, 60, 60)),), 100, 100)


@pytest.mark.parametrize(
    ("level", "boxes", "scores"),
    [
        ("BLOCK", [Box(0, 0, 60, 60)], [0.7]),
        ("PARAGRAPH", [Box(0, 0, 51, 10), Box(0, 40, 22, 11, 3.0)], [0.8, 0.5]),
        ("TEXTLINE", [Box(0, 0, 50, 10), Box(0, 40, 21, 11, 3.0)], [0.8, 0.5]),
        ("WORD", [Box(0, 0, 20, 10), Box(30, 0, 20, 10), Box(0, 40, 20, 10, 3.0)], [0.9, 0.7, 0.5]),
        ("SYMBOL", [Box(0, 0, 9, 10)], [0.8]),
    ],
)
def test_levels(level, boxes, scores):
    found = level_regions(sample_page(), PageIteratorLevel[level])
    assert [one.box for one in found] == boxes
    assert [one.score for one in found] == pytest.approx(scores)
    assert {one.label for one in found} == {level.lower()}
    assert level_regions(Page((), 9, 9), PageIteratorLevel[level]) == []
