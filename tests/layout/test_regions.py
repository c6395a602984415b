"""Texts and the cells that they are in."""

import numpy as np
import pytest

from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region, clip_region, level_regions, merge_regions

LEFT = Region(Box(0, 0, 100, 50))
RIGHT = Region(Box(100, 0, 100, 50))


def text(x, y, width, height, score=0.5, label="text", angle=0.0, page=0):
    return Region(Box(x, y, width, height, angle), page, score, label)


def test_all_texts_of_a_cell_become_the_cell():
    one, two, other = text(10, 5, 60, 10, 0.4), text(10, 20, 60, 10, 0.9, "best", page=3), text(110, 5, 60, 10)
    found = merge_regions([one, other, two], [LEFT, RIGHT])
    assert found == [Region(LEFT.box, 3, 0.9, "best"), Region(RIGHT.box, 0, 0.5, "text")]


def test_texts_in_no_cell_stay_and_cells_without_text_go():
    outside = text(300, 300, 10, 10)
    assert merge_regions([outside], [LEFT, RIGHT]) == [outside]
    assert merge_regions([outside], []) == [outside]
    assert merge_regions([], [LEFT]) == []


def test_texts_are_kept_behind_their_cell():
    one, outside, two = text(10, 5, 60, 10), text(300, 300, 10, 10), text(10, 20, 60, 10)
    found = merge_regions([one, outside, two], [LEFT], keep_texts=True)
    assert [region.box for region in found] == [LEFT.box, one.box, outside.box, two.box]


@pytest.mark.parametrize(("x", "cell"), [(59, LEFT), (71, RIGHT), (70, None)])
def test_the_cell_with_most_of_the_area_counts(x, cell):
    found = merge_regions([text(x, 10, 60, 10)], [LEFT, RIGHT])
    assert found[0].box == (cell.box if cell else Box(x, 10, 60, 10))


def test_the_smaller_one_of_nested_cells_counts():
    table = Region(Box(0, 0, 500, 500))
    for cells in ([table, LEFT], [LEFT, table]):
        assert merge_regions([text(10, 5, 60, 10)], cells)[0].box == LEFT.box


def test_a_label_of_the_cell_is_kept_and_scores_may_be_missing():
    cell = Region(LEFT.box, label="cell")
    found = merge_regions([text(10, 5, 60, 10, None), text(10, 5, 60, 10, 0.0)], [cell])
    assert found == [Region(LEFT.box, 0, 0.0, "cell")]


def test_turned_texts_are_compared_by_their_real_area():
    along = text(20, 20, 60, 8, angle=45.0)
    cell = Region(
        Box(20, 44, 60, 60)
    )  # the upright box around the text is half in it, the lower half of the text is not
    share = 0.2
    assert merge_regions([along], [Region(Box(0, 0, 100, 100))])[0].box == Box(0, 0, 100, 100)
    assert merge_regions([along], [Region(Box(20, 0, 30 + share, 100))])[0].box != along.box
    assert merge_regions([along], [Region(Box(55, 0, 50, 24))]) == [along]
    assert merge_regions([along], [cell]) == [along]


def test_texts_without_a_place_belong_nowhere():
    lost = text(np.nan, 0, 10, 10)
    assert merge_regions([lost], [LEFT]) == [lost]


def test_clipping():
    assert clip_region(text(-10, -5, 60, 20), 200, 100).box == Box(0, 0, 50, 15)
    assert clip_region(text(180, 90, 60, 20), 200, 100).box == Box(180, 90, 20, 10)
    inside = text(10, 10, 20, 20, label="name")
    assert clip_region(inside, 200, 100) == inside
    assert clip_region(text(200, 0, 10, 10), 200, 100) is None
    turned = text(190, 50, 40, 10, angle=30.0)
    assert clip_region(turned, 200, 100) is turned
    assert clip_region(text(300, 50, 40, 10, angle=30.0), 200, 100) is None


def test_regions_of_a_line_are_level():
    def at(x, y, height, page=0):
        return Region(Box(x, y, 20, height), page, 0.5, "name")

    regions = [at(0, 14, 6), at(60, 50, 10), at(30, 10, 14), at(60, 12, 8), at(0, 11, 5, page=1)]
    levelled = level_regions(regions)
    assert [(found.box.y, found.box.height) for found in levelled] == [(10, 14), (50, 10), (10, 14), (10, 14), (11, 5)]
    assert [(found.box.x, found.page, found.label) for found in levelled] == [
        (found.box.x, found.page, found.label) for found in regions
    ]
    assert level_regions([]) == []
