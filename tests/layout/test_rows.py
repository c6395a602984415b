"""Rows of pieces by the height that they have in common."""

import pytest

from sparkocr.layout.rows import group_rows
from sparkocr.positions.same_line import SAME_LINE


@pytest.mark.parametrize(("top", "expected"), [(10 - 10 * SAME_LINE, [[0, 1]]), (10.1 - 10 * SAME_LINE, [[0], [1]])])
def test_half_of_the_smaller_height_is_common(top, expected):
    for bottom in (top + 10, top + 100):
        assert [row.members for row in group_rows([(0, 10), (top, bottom)], [0, 1], open_rows=1)] == expected


def test_open_rows():
    bands = [(0, 10), (20, 30), (40, 50), (1, 11)]
    assert [row.members for row in group_rows(bands, range(4), open_rows=2)] == [[0], [1], [2], [3]]
    assert [row.members for row in group_rows(bands, range(4), open_rows=3)] == [[0, 3], [1], [2]]
    assert [row.members for row in group_rows(bands, range(4), 1, {3})] == [[0, 3], [1], [2]]


def test_what_counts_for_the_place_of_a_row():
    bands = [(0, 60), (26, 36)]
    (by_height,) = group_rows(bands, [0, 1], open_rows=1)
    (evenly,) = group_rows(bands, [0, 1], open_rows=1, by_height=False)
    assert (by_height.top, by_height.bottom) == pytest.approx((26 / 7, 60 - 24 / 7))
    assert (evenly.top, evenly.bottom) == (13, 48)


def test_pieces_without_height():
    assert [row.members for row in group_rows([(5, 5), (0, 10)], [0, 1], open_rows=1)] == [[0, 1]]
    assert group_rows([], [], open_rows=1) == []


@pytest.mark.parametrize(("tolerance", "expected"), [(0, [[0], [1]]), (14, [[0], [1]]), (15, [[0, 1]])])
def test_middles_within_the_tolerance_are_a_row(tolerance, expected):
    rows = group_rows([(0, 10), (15, 25)], [0, 1], open_rows=1, tolerance=tolerance)
    assert [row.members for row in rows] == expected
