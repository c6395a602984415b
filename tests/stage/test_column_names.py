"""Columns of a result have names of their own."""

import pytest

from sparkocr import samples
from sparkocr.apps.light import LightPipeline
from sparkocr.transformers import (
    DocToTextTable,
    HocrToTextTable,
    ImageToTables,
    PageToChunks,
    PdfToHocr,
    PdfToImage,
    PdfToTables,
    PdfToText,
    PdfToTextTable,
)

TABLE = samples.table([["Fruit", "Price"], ["Apples", "2.50"], ["Pears", "3.20"]])
STAGES = [
    ([], PdfToTables(outputCol="table_index"), "tableIndexCol='table_index'", "outputCol has"),
    ([], PdfToTables(outputCol="path"), "outputCol='path'", "originCol has"),
    ([], PdfToTables(engineCol="exception"), "engineCol='exception'", "exceptions have"),
    ([], PdfToTextTable(pageNumCol="tables"), "pageNumCol='tables'", "outputCol has"),
    ([PdfToImage()], ImageToTables(engineCol="table"), "engineCol='table'", "outputCol has"),
    ([PdfToHocr()], HocrToTextTable(outputCol="table_index"), "tableIndexCol='table_index'", "outputCol has"),
    ([], DocToTextTable(tableIndexCol="tables"), "tableIndexCol='tables'", "outputCol has"),
]


@pytest.mark.parametrize(
    ("before", "stage", "name", "other"), STAGES, ids=[f"{type(stage).__name__} {name}" for _, stage, name, _ in STAGES]
)
def test_two_columns_of_one_name(before, stage, name, other):
    with pytest.raises(ValueError, match=f"{name} must be another name; {other} it"):
        LightPipeline([*before, stage]).fromBinary(TABLE)


def test_two_columns_of_one_name_on_spark(spark):
    files = spark.createDataFrame([("a.pdf", TABLE)], "path string, content binary")
    with pytest.raises(ValueError, match="tableIndexCol='table' must be another name"):
        PdfToTables(tableIndexCol="table").transform(files)
    pages = PdfToText(extractCoordinates=True).transform(files)
    for names in ({"outputCol": "path"}, {"outputCol": "pagenum"}, {"pageNumCol": "exception"}):
        with pytest.raises(ValueError, match="must be another name"):
            PageToChunks(**names).transform(pages)


def test_columns_without_a_name_are_left_out():
    stage = PdfToTextTable(tableIndexCol="", pageNumCol="")
    (row,) = LightPipeline([stage]).fromBinary(TABLE)
    assert "" not in row
