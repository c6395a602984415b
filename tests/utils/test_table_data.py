"""Tables as rows of cells, as frames and as text."""

import csv
import io
import json

import pytest
from pyspark.errors import PythonException
from pyspark.sql.types import ArrayType, IntegerType, StringType, StructField, StructType

from sparkocr.layout.box import Box
from sparkocr.layout.table import COVERED, NOWHERE, Cell, Table
from sparkocr.schemas import SpannedTableSchema, TableSchema
from sparkocr.stage.tables import table_fields
from sparkocr.tables.write import table_html, table_markdown
from sparkocr.utils import display_table, table_cells, table_frames, table_text

MERGED = Table(
    [
        [
            Cell("Port", Box(1.0, 2.0, 30.0, 8.0), 2, is_header=True),
            Cell("Sea", NOWHERE, 1, 2, is_header=True),
            COVERED,
        ],
        [COVERED, Cell("in", is_header=True), Cell("out", Box(41.0, 6.0, 10.0, 4.0), is_header=True)],
        [Cell("Turku"), Cell("3"), Cell("")],
        [Cell("all", column_span=2), COVERED, Cell("4")],
    ],
    Box(1.0, 2.0, 50.0, 20.0),
    page=3,
)
NAMES = ["path", "page", "table", "row", "column", "row_span", "column_span", "header", "text"]


@pytest.fixture
def tables(spark):
    fields = {"path": StringType(), "pagenum": IntegerType(), "table": SpannedTableSchema, "table_index": IntegerType()}
    schema = StructType([StructField(name, kind) for name, kind in fields.items()])
    rows = [("file:/a", 3, table_fields(0, MERGED, "ruled"), 5), ("file:/b", 0, None, None)]
    return spark.createDataFrame(rows, schema).coalesce(1)


def plain(spark, column, value, kind):
    return spark.createDataFrame([(value,)], StructType([StructField(column, kind)]))


def test_cells(tables):
    cells = table_cells(tables).collect()
    assert [tuple(cell[name] for name in NAMES) for cell in cells] == [
        ("file:/a", 3, 5, 0, 0, 2, 1, True, "Port"),
        ("file:/a", 3, 5, 0, 1, 1, 2, True, "Sea"),
        ("file:/a", 3, 5, 1, 1, 1, 1, True, "in"),
        ("file:/a", 3, 5, 1, 2, 1, 1, True, "out"),
        ("file:/a", 3, 5, 2, 0, 1, 1, False, "Turku"),
        ("file:/a", 3, 5, 2, 1, 1, 1, False, "3"),
        ("file:/a", 3, 5, 2, 2, 1, 1, False, ""),
        ("file:/a", 3, 5, 3, 0, 1, 2, False, "all"),
        ("file:/a", 3, 5, 3, 2, 1, 1, False, "4"),
    ]
    places = [(cell["x"], cell["y"], cell["width"], cell["height"]) for cell in cells]
    assert places[:2] == [(1, 2, 30, 8), (None, None, None, None)]


def test_cells_of_tables_without_spans_and_of_arrays(spark):
    fields = table_fields(7, Table([[Cell("a")], [Cell("b")]]), "7")
    (first, _) = table_cells(plain(spark, "tables", fields, TableSchema)).collect()
    assert (first["table"], first["row_span"], first["column_span"], first["header"]) == (7, 1, 1, False)
    cells = table_cells(plain(spark, "many", [fields, fields], ArrayType(SpannedTableSchema)), "many").collect()
    assert [(cell["path"], cell["table"], cell["text"]) for cell in cells] == [
        (None, number, text) for number in (0, 1) for text in "ab"
    ]


def test_columns_of_other_names(tables):
    renamed = tables.withColumnsRenamed({"table": "grid", "table_index": "number"})
    assert {cell["table"] for cell in table_cells(renamed, "grid", "number").collect()} == {5}
    assert table_frames(renamed, "grid", "number")[0].attrs["table"] == 5


def test_frames(tables):
    (frame,) = table_frames(tables)
    assert list(frame.columns) == ["Port", "Sea in", "Sea out"]
    assert frame.to_numpy().tolist() == [["Turku", "3", ""], ["all", "all", "4"]]
    assert frame.attrs == {"path": "file:/a", "page": 3, "table": 5}
    assert not table_frames(tables.where("table is null"))
    assert len(table_frames(tables.union(tables), limit=1)) == 1


def test_frames_without_headings_and_of_rows_of_different_lengths(spark):
    table = Table([[Cell("a"), Cell("b")], [Cell("c")]])
    (frame,) = table_frames(plain(spark, "table", table_fields(0, table, ""), TableSchema))
    assert list(frame.columns) == [0, 1]
    assert frame.to_numpy().tolist() == [["a", "b"], ["c", ""]]


def test_text(tables):
    names = {"c s v": "csv", "html": "html", "json": "json", "md": "md"}
    made = tables.withColumns({name: table_text("table", kind) for name, kind in names.items()})
    row, nothing = made.select(*(f"`{name}`" for name in names)).collect()
    assert list(nothing) == [None] * 4
    assert next(csv.reader(io.StringIO(row["c s v"], newline=""))) == ["Port", "Sea", ""]
    assert (row["html"], row["md"]) == (table_html(MERGED), table_markdown(MERGED))
    found = json.loads(row["json"])
    assert (found["page"], found["engine"], found["box"], len(found["cells"])) == (3, "ruled", [1, 2, 50, 20], 9)
    with pytest.raises(ValueError, match="csv, html, json, md; got 'xml'"):
        table_text("table", "xml")


def test_merged_cells_in_a_notebook(tables, capsys, notebook):
    display_table(tables, empty_val="-")
    assert 'colspan="2"' in notebook[0]
    assert "<td>-</td>" in notebook[0]
    assert "Number of columns: 3" in capsys.readouterr().out


def test_columns_without_tables(spark, tables):
    for function in (table_cells, table_frames, display_table):
        with pytest.raises(ValueError, match="'nope' is not a column of the DataFrame; there are: path, pagenum, "):
            function(tables, "nope")
        with pytest.raises(ValueError, match="the column 'path' holds no tables; it is string"):
            function(tables, "path")
        with pytest.raises(ValueError, match="'table' is not a column"):
            function(spark.range(1))
    with pytest.raises(PythonException, match="table_text needs a column of tables; it is string"):
        tables.select(table_text("path")).collect()
