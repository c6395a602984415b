"""Tables as Excel workbooks."""

import io
import zipfile

import openpyxl
import pytest

from sparkocr.errors import DocumentError
from sparkocr.layout.table import COVERED, Cell, Table
from sparkocr.tables import excel
from sparkocr.tables.excel import workbook

MERGED = Table(
    [
        [Cell("Port", row_span=2, is_header=True), Cell("Sea", column_span=2, is_header=True), COVERED],
        [COVERED, Cell("in", is_header=True), Cell("out", is_header=True)],
        [Cell("two\nlines"), Cell("007"), Cell("1,5 %")],
    ]
)


def opened(*tables):
    return openpyxl.load_workbook(io.BytesIO(workbook(tables)))


def test_a_sheet_for_each_table_with_merged_cells_and_headings():
    book = opened(MERGED, Table([[Cell("x")]]))
    assert book.sheetnames == ["Table 0", "Table 1"]
    sheet = book["Table 0"]
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"A1:A2", "B1:C1"}
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows == [["Port", "Sea", None], [None, "in", "out"], ["two\nlines", "007", "1,5 %"]]
    assert [sheet["A1"].font.bold, sheet["C2"].font.bold, bool(sheet["A3"].font.bold)] == [True, True, False]
    assert sheet["A3"].alignment.wrap_text
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a.example")', "12", "2024-01-02"])
def test_nothing_is_a_formula_or_a_number(text):
    cell = opened(Table([[Cell(text)]]))["Table 0"]["A1"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix == (text[0] in "=+-@"), "it stays text when somebody edits it"
    with zipfile.ZipFile(io.BytesIO(workbook([Table([[Cell(text)]])]))) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def test_characters_that_no_file_can_hold():
    assert opened(Table([[Cell("a\x01b\x0bc")]]))["Table 0"]["A1"].value == "a\ufffdb\ufffdc"


def test_limits_of_excel(monkeypatch):
    with pytest.raises(DocumentError, match="32767 characters"):
        workbook([Table([[Cell("x" * 32_768)]])])
    monkeypatch.setattr(excel, "_MOST_ROWS", 1)
    with pytest.raises(DocumentError, match="more than 1 rows"):
        workbook([Table([[Cell("x")], [Cell("y")]])])
