"""Tables as frames and as XML."""

import xml.etree.ElementTree as ET

import pandas as pd
import pytest
from pyspark.sql.types import ArrayType, IntegerType, StringType, StructField, StructType

from sparkocr.schemas import TableSchema
from sparkocr.utils import display_table, display_tables, display_xml

AREA = (0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, "table", 0.0)


def table(*rows):
    return (AREA, [[(text, 0.0, 0.0, 0.0, 0.0) for text in row] for row in rows])


ONE, OTHER = table(["Group", "Lent"], ["Beans", ""]), table(["a<b", "\x01"])


@pytest.fixture
def tables(spark):
    schema = StructType(
        [
            StructField("path", StringType()),
            StructField("pagenum", IntegerType()),
            StructField("table", TableSchema),
            StructField("table_index", IntegerType()),
        ]
    )
    return spark.createDataFrame(
        [("file:/a", 2, ONE, 5), ("file:/b", 0, None, None), ("file:/c", 1, OTHER, 6)], schema
    ).coalesce(1)


@pytest.fixture
def arrays(spark):
    return spark.createDataFrame([([ONE, OTHER],)], StructType([StructField("tables", ArrayType(TableSchema))]))


def printed(capsys):
    return [line.strip() for line in capsys.readouterr().out.splitlines() if line.strip()]


def test_terminal(tables, capsys):
    display_table(tables, empty_val="-", limit=2)
    assert printed(capsys) == [
        "Filename: file:/a",
        "Page: 2",
        "Table: 5",
        "Number of columns: 2",
        "0     1",
        "0  Group  Lent",
        "1  Beans     -",
    ]


def test_notebook(tables, capsys, notebook):
    display_tables(tables)
    assert [type(frame) for frame in notebook] == [pd.DataFrame] * 2
    assert notebook[0].to_numpy().tolist() == [["Group", "Lent"], ["Beans", ""]]
    assert "Beans" not in capsys.readouterr().out


def test_arrays_and_other_names(arrays, tables, capsys):
    display_tables(arrays, "tables")
    lines = printed(capsys)
    assert [line for line in lines if line.startswith("Table")] == ["Table: 0", "Table: 1"]
    assert "Filename: None" in lines
    display_table(tables.withColumnsRenamed({"table": "grid", "table_index": "number"}), "grid", "number")
    assert "Table: 5" in printed(capsys)


def test_number_in_the_label(spark, capsys):
    numbered = ((*AREA[:7], "3", 0.0), ONE[1])
    schema = StructType([StructField("tables", TableSchema)])
    display_tables(spark.createDataFrame([(numbered,), (ONE,)], schema).coalesce(1))
    assert [line for line in printed(capsys) if line.startswith("Table")] == ["Table: 3", "Table: None"]


def test_the_default_column_of_the_stages(tables, capsys):
    display_tables(tables.withColumnRenamed("table", "tables"))
    renamed = capsys.readouterr().out
    display_tables(tables)
    assert renamed == capsys.readouterr().out != ""


def test_xml(tables, arrays, capsys):
    display_xml(tables)
    text = capsys.readouterr().out
    assert text.startswith("<tables>\n  <table ")
    root = ET.fromstring(text)  # noqa: S314  written here
    assert [table.attrib for table in root] == [
        {"path": "file:/a", "page": "2", "index": "5"},
        {"path": "file:/c", "page": "1", "index": "6"},
    ]
    cells = [[cell.text for cell in row] for table in root for row in table]
    assert cells == [["Group", "Lent"], ["Beans", None], ["a<b", "\ufffd"]]
    display_xml(tables, limit=1)
    assert capsys.readouterr().out.count("<table ") == 1
    display_xml(arrays, table_col="tables")
    assert capsys.readouterr().out.count('index="') == 2
    display_xml(tables.withColumnsRenamed({"table_index": "number"}), table_index_col="number")
    assert 'index="5"' in capsys.readouterr().out
