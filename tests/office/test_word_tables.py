"""Tables of Word documents."""

from dataclasses import replace

import docx
import pytest
from docx.shared import Pt

from office.make_office import cell, paragraph, run, saved, table, word_xml
from sparkocr.errors import DocumentError
from sparkocr.layout.table import NOWHERE
from sparkocr.office.read import doc_tables


def texts(content):
    """The text of all tables: a list of rows for each."""
    found = doc_tables(content, seconds=1).tables
    assert all(
        table.box == replace(one.box, width=0) == NOWHERE for table in found for row in table.rows for one in row
    )
    return [[[one.text for one in row] for row in table.rows] for table in found]


def spans(columns, text=""):
    return cell(text, properties=f'<w:gridSpan w:val="{columns}"/>')


def test_no_tables():
    assert texts(saved(docx.Document())) == []


def test_merged_cells_have_their_text_in_the_first():
    document = docx.Document()
    made = document.add_table(4, 4)
    for row in range(4):
        for column in range(4):
            made.cell(row, column).text = f"{row}{column}"
    made.cell(0, 0).merge(made.cell(0, 1)).text = "wide"
    made.cell(1, 3).merge(made.cell(3, 3)).text = "tall"
    made.cell(2, 0).merge(made.cell(3, 1)).text = "both"
    assert texts(saved(document)) == [
        [
            ["wide", "", "02", "03"],
            ["10", "11", "12", "tall"],
            ["both", "", "22", ""],
            ["", "", "32", ""],
        ]
    ]


def spans_of(content):
    """Rows, columns and heading of each cell of the first table."""
    (found, *_) = doc_tables(content, seconds=1).tables
    return [[(one.row_span, one.column_span, one.is_header) for one in row] for row in found.rows]


ONE, COVERED = (1, 1, False), (0, 0, False)


def test_merged_cells_span_rows_and_columns():
    document = docx.Document()
    made = document.add_table(4, 4)
    made.cell(0, 0).merge(made.cell(0, 1))
    made.cell(1, 3).merge(made.cell(3, 3))
    made.cell(2, 0).merge(made.cell(3, 1))
    assert spans_of(saved(document)) == [
        [(1, 2, False), COVERED, ONE, ONE],
        [ONE, ONE, ONE, (3, 1, False)],
        [(2, 2, False), COVERED, ONE, COVERED],
        [COVERED, COVERED, ONE, COVERED],
    ]


def test_cells_that_go_on_from_nowhere_cover_their_place():
    tall, down = (cell("x", properties=f'<w:vMerge w:val="{value}"/>') for value in ("restart", "continue"))
    assert spans_of(word_xml(table([down, "a"], [tall, "b"], ["c", "d"], [down, "e"]))) == [
        [COVERED, ONE],
        [ONE, ONE],
        [ONE, ONE],
        [COVERED, ONE],
    ]


def test_older_ways_to_merge_in_both_directions():
    def piece(text, **merges):
        return cell(text, properties="".join(f'<w:{name} w:val="{value}"/>' for name, value in merges.items()))

    found = spans_of(
        word_xml(
            table(
                ["A", piece("B", hMerge="restart", vMerge="restart"), piece("", hMerge="continue", vMerge="restart")],
                [
                    "A2",
                    piece("", hMerge="restart", vMerge="continue"),
                    piece("", hMerge="continue", vMerge="continue"),
                ],
            )
        )
    )
    assert found == [[ONE, (2, 2, False), COVERED], [ONE, COVERED, COVERED]]


def test_many_merged_cells_cost_linear_time():
    first, rest = (cell("a", properties=f'<w:hMerge w:val="{value}"/>') for value in ("restart", "continue"))
    ((found, *others),) = spans_of(word_xml(table([first, *[rest] * 20_000])))
    assert found == (1, 20_001, False)
    assert set(others) == {COVERED}


def test_widths_in_points():
    def widths(content):
        (found,) = doc_tables(content, seconds=1).tables
        return [[one.box.width for one in row] for row in found.rows]

    document = docx.Document()
    made = document.add_table(2, 2)
    for row in made.rows:
        row.cells[0].width, row.cells[1].width = Pt(90), Pt(95.75)
    made.cell(0, 0).merge(made.cell(1, 0))
    assert widths(saved(document)) == [[90, 95.75], [90, 95.75]]

    grid = "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in (200, 400, "x")) + "</w:tblGrid>"
    own = cell("a", properties='<w:tcW w:w="500" w:type="dxa"/>')
    share = cell("b", properties='<w:gridSpan w:val="2"/><w:tcW w:w="5000" w:type="pct"/>')
    false = cell("c", properties='<w:tcW w:w="99999999999"/>')
    body = table([own, "b", "c"], [share, "c"], [false, "d"]).replace("<w:tbl>", f"<w:tbl>{grid}")
    assert widths(word_xml(body)) == [[25, 20, 0], [30, 0, 0], [10, 20, 0]]


def test_heading_rows():
    heading = "<w:trPr><w:tblHeader/></w:trPr>"
    found = spans_of(word_xml(table([heading, cell("a"), cell("b")], ["c", "d"])))
    assert [[is_header for *_, is_header in row] for row in found] == [[True, True], [False, False]]


def test_nested_tables_follow_their_table():
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "around"
    inner = outer.cell(0, 0).add_table(1, 1)
    inner.cell(0, 0).text = "inside"
    inner.cell(0, 0).add_table(1, 1).cell(0, 0).text = "deepest"
    outer.cell(0, 1).text = "beside"
    document.add_table(1, 1).cell(0, 0).text = "next"
    assert texts(saved(document)) == [[["around", "beside"]], [["inside"]], [["deepest"]], [["next"]]]


def test_rows_of_different_lengths():
    gap = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    found = texts(word_xml(table(["a"], [spans(3, "b"), "c"], [gap, cell("d")], [])))
    assert found == [[["a", "", "", ""], ["b", "", "", "c"], ["", "d", "", ""], ["", "", "", ""]]]
    assert texts(word_xml(table())) == [[]]


@pytest.mark.parametrize("columns", ["999999999", "-5", "x", "99999999999999999999"])
def test_a_false_span_takes_no_memory(columns):
    assert len(texts(word_xml(table([spans(columns, "a")])))[0][0]) in {1, 63}


def test_older_ways_to_merge():
    first, rest = (
        cell(text, properties=f'<w:hMerge w:val="{value}"/>') for text, value in (("a", "restart"), ("x", "continue"))
    )
    assert texts(word_xml(table([first, rest, "b"]))) == [[["a", "", "b"]]]
    assert spans_of(word_xml(table([first, rest, "b"]))) == [[(1, 2, False), COVERED, ONE]]


def test_text_of_cells():
    box = "<w:pict><v:textbox><w:txbxContent>" + paragraph("box") + "</w:txbxContent></v:textbox></w:pict>"
    rich = cell(
        "one", "two", paragraph(run(box)), "<w:sdt><w:sdtContent>" + paragraph("three") + "</w:sdtContent></w:sdt>"
    )
    control = "<w:sdt><w:sdtContent>" + cell("four") + "</w:sdtContent></w:sdt>"
    wrapped = "<w:sdt><w:sdtContent><w:tr>" + cell("five") + "</w:tr></w:sdtContent></w:sdt>"
    made = f"<w:tbl><w:tr>{rich}{control}</w:tr>{wrapped}</w:tbl>"
    assert texts(word_xml(made)) == [[["one\ntwo\nbox\nthree", "four"], ["five", ""]]]


def test_right_to_left_cells_in_the_order_of_the_file():
    words = ["\u05d0\u05d1", "\u05d2\u05d3"]
    made = table(words).replace("<w:tbl>", "<w:tbl><w:tblPr><w:bidiVisual/></w:tblPr>")
    assert texts(word_xml(made)) == [[words]]


def test_tables_of_headers_are_left_out():
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    assert texts(word_xml(table(["a"]) + section, header1=table(["b"]))) == [[["a"]]]


def test_long_table():
    rows = [[f"{row}-{column}" for column in range(5)] for row in range(1000)]
    assert texts(word_xml(table(*rows))) == [rows]


def test_deep_nesting():
    made = table(["end"])
    for _ in range(50):
        made = table([cell(made, "")])
    assert len(doc_tables(word_xml(made), seconds=1).tables) == 51


def test_too_many_cells(limit):
    limit(max_cells=10)
    with pytest.raises(DocumentError, match="more than 10 cells"):
        texts(word_xml(table([spans(6)], ["a"])))
    rows = [["a", "b", "c"]]
    with pytest.raises(DocumentError, match="more than 10 cells"):
        texts(word_xml(table(*rows) * 4))
    assert texts(word_xml(table(*rows) * 3)) == [rows] * 3
