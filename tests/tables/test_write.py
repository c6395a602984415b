"""Tables in other formats."""

import csv
import io
import json

from sparkocr.layout.box import Box
from sparkocr.layout.table import COVERED, Cell, Table
from sparkocr.tables.write import table_csv, table_html, table_json, table_markdown, tables_html, tables_markdown

MERGED = Table(
    [
        [Cell("a", row_span=2, is_header=True), Cell("b & c", column_span=2, is_header=True), COVERED],
        [COVERED, Cell("d", is_header=True), Cell("e", is_header=True)],
        [Cell("two\nlines"), Cell('1,5 "x"'), Cell("<3 | 4")],
    ],
    Box(1.234, 2, 30, 40.567),
    page=3,
)


def test_html():
    assert table_html(MERGED) == (
        '<table>\n<tr><th rowspan="2">a</th><th colspan="2">b &amp; c</th></tr>\n<tr><th>d</th><th>e</th></tr>\n'
        '<tr><td>two<br>lines</td><td>1,5 "x"</td><td>&lt;3 | 4</td></tr>\n</table>'
    )


def test_csv():
    written = table_csv(MERGED)
    assert written.endswith('"two\nlines","1,5 ""x""",<3 | 4\r\n')
    assert list(csv.reader(io.StringIO(written, newline=""))) == [
        ["a", "b & c", ""],
        ["", "d", "e"],
        ["two\nlines", '1,5 "x"', "<3 | 4"],
    ]


def test_markdown():
    """Rows of headings become one."""
    assert table_markdown(MERGED) == '| a | b & c d | e |\n|---|---|---|\n| two lines | 1,5 "x" | <3 \\| 4 |'
    plain = Table([[Cell("1"), Cell("2")], [Cell("3"), Cell("4")]])
    assert table_markdown(plain) == "| 1 | 2 |\n|---|---|\n| 3 | 4 |", "there must be a head"
    assert not table_markdown(Table([]))


def test_json():
    found = json.loads(json.dumps(table_json(MERGED, "ruled")))
    assert (found["page"], found["box"], found["engine"]) == (3, [1.23, 2, 30, 40.57], "ruled")
    assert len(found["cells"]) == 7
    assert found["cells"][1] == {
        "row": 0,
        "column": 1,
        "row_span": 1,
        "column_span": 2,
        "header": True,
        "text": "b & c",
    }


def test_people_count_from_one():
    tables = [Table([[Cell("a")]]), MERGED]
    assert [line for line in tables_markdown(tables).splitlines() if line.startswith("#")] == [
        "## Table 1, page 1",
        "## Table 2, page 4",
    ]
    assert "<h2>Table 2, page 4</h2>" in tables_html("a.pdf", tables)
