"""Whether a layout model agrees that words in columns are a table."""

import pytest

from sparkocr.engines.tables.confirmed import is_confirmed
from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region
from sparkocr.layout.table import Cell, Table
from sparkocr.pdf.read.drawings import Rule

BOX = Box(100.0, 100.0, 200.0, 50.0)


def table(rows):
    return Table([[Cell("a"), Cell("b")]] * rows, BOX)


def part(label, score, box=BOX):
    return Region(box, 0, score, label)


@pytest.mark.parametrize(
    ("rows", "parts", "expected"),
    [
        pytest.param(9, [], True, id="many rows speak for themselves"),
        pytest.param(3, [], False, id="few rows may be chance"),
        pytest.param(3, [part("table", 0.3)], True, id="few rows that are seen"),
        pytest.param(3, [part("table", 0.05)], False, id="few rows that are hardly seen"),
        pytest.param(3, [part("table", 0.9, Box(400.0, 100.0, 200.0, 50.0))], False, id="another table"),
        pytest.param(3, [part("table", 0.9, Box(0.0, 0.0, 800.0, 800.0))], True, id="in a larger one"),
        pytest.param(9, [part("figure", 0.95)], False, id="labels of a chart"),
        pytest.param(9, [part("figure", 0.85)], True, id="a doubtful figure"),
        pytest.param(13, [part("figure", 0.9)], True, id="more rows than a chart has labels"),
        pytest.param(9, [part("figure", 0.92), part("table", 0.95)], True, id="rather a table"),
        pytest.param(9, [part("figure", 0.9, Box(100.0, 100.0, 20.0, 50.0))], True, id="a small figure in it"),
        pytest.param(9, [part("text", 0.9)], True, id="text"),
    ],
)
def test_is_confirmed(rows, parts, expected):
    assert is_confirmed(table(rows), BOX, parts) is expected


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        pytest.param([Rule(100.0, 90.0, 310.0), Rule(150.0, 100.0, 300.0)], True, id="above and below"),
        pytest.param([Rule(100.0, 90.0, 310.0)], False, id="one"),
        pytest.param([Rule(100.0, 90.0, 310.0), Rule(150.0, 100.0, 200.0)], False, id="a short one"),
        pytest.param([Rule(100.0, 90.0, 310.0), Rule(200.0, 100.0, 300.0)], False, id="beyond it"),
    ],
)
def test_few_rows_between_rulings(rules, expected):
    assert is_confirmed(table(2), BOX, [], rules) is expected
