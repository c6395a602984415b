"""Stages that read Word and PowerPoint documents."""

import os

import pyarrow as pa
import pytest
from pyspark.sql import functions as F

from office.make_office import letter, ole, paragraph, presentation, table, word_xml
from sparkocr.apps.light import run
from sparkocr.office import libreoffice
from sparkocr.office.libreoffice import find_program
from sparkocr.schemas import RegionSchema, TableSchema
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import DocToPdf, DocToText, DocToTextTable, PdfToImage, PptToPdf, PptToTextTable
from variants import files

NESTED = word_xml(table(["a", "b"], ["c"]) + table(["d"]))
SLIDES = presentation([[["a", "b"]]], [], [[["c"]], [["d"]]])
DOCUMENTS = {
    "good": NESTED,
    "none": word_xml(paragraph("no table")),
    "slides": SLIDES,
    "cut": letter()[:3000],
    "empty": b"",
    "null": None,
    "locked": ole("EncryptedPackage"),
}
EARLIER = "Earlier_0: It failed."


def light(content, **columns):
    """A row with a document."""
    values = {"path": pa.scalar("memory"), "content": pa.scalar(content, pa.binary())}
    return LightRow(values | {name: pa.scalar(value) for name, value in columns.items()})


def light_results(stage, row):
    return [{name: value.as_py() for name, value in made.items()} for made in run([stage], row)]


def program(tmp_path, monkeypatch, action):
    """Put a program in the place of LibreOffice."""
    file = tmp_path / "soffice"
    file.write_text(f'#!/bin/sh\nfor last; do :; done\nout=$(dirname "$last")/output\n{action}\n')
    file.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path), "/usr/bin", "/bin"]))


@pytest.mark.parametrize(
    "stage",
    [
        DocToText(),
        DocToTextTable(tableIndexCol="table_index"),
        PptToTextTable(outputCol="table", tableIndexCol="table_index"),
        DocToTextTable(tableIndexCol="table_index", pageNumCol="page", keepInput=True),
    ],
)
def test_rows_of_spark_and_without_are_the_same(spark, stage):
    rows = stage.transform(files(spark, **DOCUMENTS)).toArrow()
    expected = [
        {name: value.as_py() for name, value in made.items()}
        for path, content in DOCUMENTS.items()
        for made in run([stage], light(content).withColumn("path", pa.scalar(path)))
    ]
    assert rows.to_pylist() == expected
    assert "Unexpected" not in str(expected)
    bad = {row["path"] for row in expected if row["exception"]}
    wrong = "good" if isinstance(stage, PptToTextTable) else "slides"
    assert {"cut", "empty", "null", "locked", wrong} <= bad
    assert len(expected) == len({(row["path"], row.get("table_index")) for row in expected})


def test_columns_of_doc_to_text():
    (row,) = light_results(DocToText(), light(letter(), modificationTime=1, length=2))
    assert list(row) == ["path", "modificationTime", "length", "text", "exception", "pagenum"]
    assert row["text"].startswith("Harbour office\nFerries\n")
    assert (row["pagenum"], row["exception"]) == (0, None)


@pytest.mark.parametrize("stage", [DocToTextTable(outputCol="table"), PptToTextTable(outputCol="table")])
def test_columns_of_tables(stage):
    content = NESTED if isinstance(stage, DocToTextTable) else SLIDES
    row = light(content, modificationTime=1, length=2)
    rows = light_results(stage, row)
    page = [] if isinstance(stage, DocToTextTable) else ["pagenum"]
    assert list(rows[0]) == ["path", "modificationTime", "length", "table", "exception", *page]
    numbered = light_results(stage.copy().setTableIndexCol("number").setPageNumCol("page"), row)
    assert list(numbered[0]) == ["path", "modificationTime", "length", "table", "number", "exception", "page"]
    assert [row["number"] for row in numbered] == list(range(len(rows)))
    assert [[cell["chunkText"] for cell in chunk] for chunk in rows[1]["table"]["chunks"]] in ([["c"]], [["d"]])
    assert {row["exception"] for row in rows} == {None}


def test_places_of_tables():
    word = light_results(DocToTextTable(), light(NESTED))
    nowhere = dict.fromkeys(RegionSchema.names, 0)
    assert [row["tables"]["area"] for row in word] == [nowhere | {"label": "0"}, nowhere | {"label": "1"}]
    slides = light_results(PptToTextTable(), light(SLIDES))
    assert [row["pagenum"] for row in slides] == [0, 2, 2]
    area = slides[2]["tables"]["area"]
    assert area["label"] == "2"
    assert (area["index"], area["page"], area["x"], area["y"], area["width"], area["height"]) == (
        2,
        2,
        40,
        168,
        100,
        40,
    )
    assert slides[0]["tables"]["chunks"][0][1] == {"chunkText": "b", "x": 130, "y": 168, "width": 100, "height": 40}


def test_types_of_the_contract():
    (row, *_) = run([DocToTextTable()], light(NESTED))
    assert row["tables"].type == arrow_type(TableSchema)
    assert TableSchema.simpleString() == (
        "struct<area:struct<index:int,page:int,x:float,y:float,width:float,height:float,score:float,label:string,"
        "angle:float>,chunks:array<array<struct<chunkText:string,x:float,y:float,width:float,height:float>>>>"
    )


def test_merged_cells_and_headings():
    slide = presentation([[["Price", "Sold"], ["2.50", "120"]]])
    (row,) = light_results(PptToTextTable(withSpans=True), light(slide))
    headings = [{"row": 0, "column": column, "rowSpan": 1, "columnSpan": 1, "header": True} for column in (0, 1)]
    assert row["tables"]["spans"] == headings


def test_how_programs_use_tables(spark):
    stage = DocToTextTable(tableIndexCol="table_index").setInputCol("content").setOutputCol("table")
    made = stage.transform(files(spark, a=NESTED))
    rows = made.select("table_index", F.explode("table.chunks").alias("cells"))
    found = rows.select("table_index", *(F.get("cells", number)["chunkText"] for number in range(2))).collect()
    assert [tuple(row) for row in found] == [(0, "a", "b"), (0, "c", ""), (1, "d", None)]
    second = made.select(made["table.chunks"].getItem(0)["chunkText"].alias("first")).collect()
    assert [row.first for row in second] == [["a", "b"], ["d"]]


def test_text_of_which_a_part_is_missing(spark):
    content = word_xml(paragraph("before") + table(["a"]) + '<w:altChunk r:id="c1"/>' + paragraph("after"))
    stage, tables = DocToText(), DocToTextTable()
    problem = "Text of another part is missing: A part of the document is missing."
    (row,) = light_results(stage, light(content))
    assert (row["text"], row["exception"]) == ("before\na\nafter", f"{stage.uid}: {problem}")
    (row,) = light_results(tables, light(content))
    assert row["tables"]["chunks"][0][0]["chunkText"] == "a"
    assert row["exception"] == f"{tables.uid}: {problem}"
    (row,) = stage.transform(files(spark, a=content)).collect()
    assert (row.text, row.exception) == ("before\na\nafter", f"{stage.uid}: {problem}")


def test_document_without_tables_is_one_row():
    stage = DocToTextTable(tableIndexCol="number", pageNumCol="page")
    (row,) = light_results(stage, light(DOCUMENTS["none"]))
    assert (row["tables"], row["number"], row["page"], row["exception"]) == (None, None, 0, None)


@pytest.mark.parametrize("cls", [DocToText, DocToTextTable, PptToTextTable])
def test_parameters(cls):
    content = SLIDES if cls is PptToTextTable else NESTED
    row = light(content).withColumn("file", pa.scalar(content)).drop("content")
    stage = cls(inputCol="file", outputCol="out", pageNumCol="page")
    first = light_results(stage, row)[0]
    assert first["out"] is not None
    assert first["page"] == 0
    assert "pagenum" not in first
    assert "file" not in first
    assert light_results(stage.setKeepInput(True), row)[0]["file"] == content
    assert light_results(stage.setOutputCol("file"), row)[0]["file"] == first["out"]
    with pytest.raises(ValueError, match="originCol='elsewhere'"):
        list(run([stage.setOriginCol("elsewhere")], row))
    with pytest.raises(ValueError, match="timeout must be an integer >= 1"):
        cls(timeout=0)


@pytest.mark.parametrize("cls", [DocToText, DocToTextTable, PptToTextTable, DocToPdf, PptToPdf])
def test_timeout_and_missing_program(cls, tmp_path, monkeypatch):
    old = light(ole("PowerPoint Document" if cls in {PptToTextTable, PptToPdf} else "WordDocument"))
    program(tmp_path, monkeypatch, "sleep 60")
    stage = cls(timeout=1)
    (row,) = light_results(stage, old)
    assert row["exception"] == f"{stage.uid}: LibreOffice took longer than 1 s."
    assert row[stage.getOutputCol()] is None
    for name in ("_PLACES", "_NAMES"):
        monkeypatch.setattr(libreoffice, name, ())
    (row,) = light_results(stage, old)
    assert row["exception"].startswith(f"{stage.uid}: LibreOffice is not installed: install ")


@pytest.mark.parametrize("cls", [DocToPdf, PptToPdf])
def test_conversion_to_pdf(cls, tmp_path, monkeypatch):
    program(tmp_path, monkeypatch, 'printf "%%PDF-1.7" > "$out/document.pdf"')
    content = NESTED if cls is DocToPdf else SLIDES
    (row,) = light_results(cls(), light(content))
    assert row == {"path": "memory", "content": b"%PDF-1.7", "exception": None}
    (row,) = light_results(cls(outputCol="pdf"), light(content))
    assert (row["content"], row["pdf"]) == (content, b"%PDF-1.7")
    moved = light(content).withColumn("file", pa.scalar(content)).withColumn("content", pa.scalar(b"", pa.binary()))
    assert light_results(cls(inputCol="file"), moved)[0]["content"] == b"%PDF-1.7"
    (row,) = light_results(cls(), light(SLIDES if cls is DocToPdf else NESTED))
    assert row["content"] is None
    assert "Content is a " in row["exception"]


@pytest.mark.parametrize("cls", [DocToText, DocToTextTable, PptToTextTable, DocToPdf, PptToPdf])
def test_earlier_exceptions_are_kept(cls):
    (row,) = light_results(cls(), light(NESTED, exception=EARLIER))
    assert row["exception"] == EARLIER
    assert row[cls().getOutputCol()] is None


@pytest.mark.skipif(find_program() is None, reason="LibreOffice is not installed")
def test_pages_of_a_document(spark):
    pdf = DocToPdf().transform(files(spark, a=letter(), b=b"x"))
    bad, good = PdfToImage(resolution=50, partitionNumAfterSplit=-1).transform(pdf).orderBy(F.desc("path")).collect()
    assert bad.exception.startswith("DocToPdf_")
    assert (good.exception, good.image.width, good.total_pages) == (None, 424, 1)  # 612 * 50 / 72 in single precision
