"""Rows and columns of cells of which only the boxes are known."""

import pytest

from sparkocr.layout.box import Box
from sparkocr.layout.cell_grid import table_of_cells
from sparkocr.layout.table import COVERED, Cell


def cell(text, x, y, width=10, height=10):
    return Cell(text, Box(x, y, width, height))


def spans(table):
    return [[(one.text, one.row_span, one.column_span) for one in row] for row in table.rows]


def test_no_cells():
    assert table_of_cells([]).rows == ()
    assert table_of_cells([[], []]).rows == ()


def test_plain_grid_keeps_its_boxes():
    rows = [[cell("a", 0, 0), cell("b", 10, 0)], [cell("c", 0, 10), cell("d", 10, 10)]]
    table = table_of_cells(rows)
    assert table.rows == rows
    assert table.box == Box(0, 0, 20, 20)


def test_merged_cells():
    tall, wide = cell("tall", 0, 0, 10, 20), cell("wide", 10, 0, 20, 10)
    table = table_of_cells([[tall, wide], [cell("a", 10, 10), cell("b", 20, 10)]])
    assert spans(table) == [[("tall", 2, 1), ("wide", 1, 2), ("", 0, 0)], [("", 0, 0), ("a", 1, 1), ("b", 1, 1)]]
    assert table.rows[1][0] is COVERED


def test_missing_cells_are_empty():
    table = table_of_cells([[cell("a", 0, 0), cell("b", 10, 0)], [cell("c", 10, 10)]])
    assert [[one.text for one in row] for row in table.rows] == [["a", "b"], ["", "c"]]


def test_boxes_need_not_fit():
    """Detectors give boxes with gaps and overlaps of a few px, in any order."""
    cells = [cell("d", 11, 11, 9, 9), cell("a", 0, 0.5, 11, 10), cell("c", 1, 10, 8, 9), cell("b", 10, 0, 9, 10.5)]
    table = table_of_cells([cells])
    assert [[one.text for one in row] for row in table.rows] == [["a", "b"], ["c", "d"]]


@pytest.mark.parametrize("other", [cell("b", 2, 2, 6, 6), cell("b", 10, 0, 0, 10)])
def test_rows_stay_as_they_are_where_boxes_make_no_grid(other):
    table = table_of_cells([[cell("a", 0, 0), other], [cell("c", 0, 10)]])
    assert spans(table) == [[("a", 1, 1), ("b", 1, 1)], [("c", 1, 1), ("", 1, 1)]]


def test_many_cells():
    rows = [[cell(f"{row}/{column}", 10 * column, 10 * row) for column in range(50)] for row in range(200)]
    assert table_of_cells(rows).rows == rows
