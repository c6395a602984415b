"""Tables of digital PDFs, as programs that know Tabula ask for them."""

import io

import pikepdf
import pyarrow as pa
import pytest

from sparkocr import samples
from sparkocr.apps.light import run
from sparkocr.schemas import SpannedTableSchema
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import PdfToTextTable
from tables.draw import NUMBERS, Drawing
from variants import files

FRUIT = [["Fruit", "Price"], ["Apples", "2.50"], ["Pears", ""]]
SHIPS = [["Ship", "Crew"], ["Jane", "12"], ["Anna", "9"]]
TWO_PAGES = samples.table(FRUIT, SHIPS)


def mixed():
    """A page with a table with lines, and one without."""
    drawing = Drawing()
    drawing.prose(30)
    columns, edges = (40, 160, 230, 320), (35, 150, 205, 285, 370)
    drawing.rows(NUMBERS, 130, columns)
    drawing.grid(edges, [118 + 16 * number for number in range(len(NUMBERS) + 1)])
    drawing.prose(240)
    drawing.rows([*NUMBERS, *NUMBERS[1:]], 330, columns)
    return drawing.pdf()


def light(content, **columns):
    values = {"path": pa.scalar("memory"), "content": pa.scalar(content, pa.binary())}
    return LightRow(values | {name: pa.scalar(value) for name, value in columns.items()})


def results(stage, content, **columns):
    return [{name: value.as_py() for name, value in row.items()} for row in run([stage], light(content, **columns))]


def grids(rows, name="tables"):
    return [row[name] and [[cell["chunkText"] for cell in cells] for cells in row[name]["chunks"]] for row in rows]


def test_columns_and_places():
    rows = results(PdfToTextTable(), TWO_PAGES, length=3)
    assert [list(row) for row in rows] == [["path", "length", "tables", "exception"]] * 2
    assert grids(rows) == [FRUIT, SHIPS]
    areas = [row["tables"]["area"] for row in rows]
    assert [(area["index"], area["page"], area["label"]) for area in areas] == [(0, 0, "ruled"), (1, 1, "ruled")]
    assert (areas[0]["x"], areas[0]["y"]) == (40, 40)
    (made, _) = run([PdfToTextTable()], light(TWO_PAGES))
    assert made["tables"].type == arrow_type(SpannedTableSchema)


def test_more_columns():
    stage = PdfToTextTable(outputCol="table", tableIndexCol="number", pageNumCol="page", keepInput=True)
    rows = results(stage, TWO_PAGES)
    assert [(row["number"], row["page"]) for row in rows] == [(0, 0), (1, 1)]
    assert rows[0]["content"] == TWO_PAGES


@pytest.mark.parametrize(
    ("number", "expected"), [(-1, [FRUIT, SHIPS]), (0, [FRUIT, SHIPS]), (1, [FRUIT]), (2, [SHIPS])]
)
def test_pages_are_counted_from_one(number, expected):
    assert grids(results(PdfToTextTable(pageIndex=number), TWO_PAGES)) == expected


def test_page_that_is_not_there():
    stage = PdfToTextTable().setPageIndex(3)
    (row,) = results(stage, TWO_PAGES)
    assert (row["tables"], row["exception"]) == (None, f"{stage.uid}: There is no page 3: the document has 2.")


def test_methods():
    content = mixed()
    both = grids(results(PdfToTextTable(method="decide"), content))
    assert both == [NUMBERS, [*NUMBERS, *NUMBERS[1:]]]
    assert grids(results(PdfToTextTable(method="decide", guess=True), content)) == both
    assert grids(results(PdfToTextTable(method="spreadsheet"), content)) == [NUMBERS]
    assert grids(results(PdfToTextTable(method="basic", guess=True), content)) == both
    (whole,) = grids(results(PdfToTextTable().setMethod("basic").setGuess(False), content))
    assert any("shown" in text or "study" in text for row in whole for text in row)
    assert sum(row == NUMBERS[1] for row in whole) == 3
    with pytest.raises(ValueError, match="method must be one of 'basic', 'spreadsheet', 'decide'"):
        PdfToTextTable(method="lattice")


@pytest.mark.parametrize("method", ["basic", "spreadsheet", "decide"])
@pytest.mark.parametrize("content", [samples.scan("A scan"), samples.pdf("")], ids=["scan", "empty page"])
def test_document_without_tables_is_one_row(method, content):
    (row,) = results(PdfToTextTable(method=method), content)
    assert (row["tables"], row["exception"]) == (None, None)


def test_rows_of_spark_and_without_are_the_same(spark):
    documents = {"good": TWO_PAGES, "none": samples.pdf("Text"), "cut": TWO_PAGES[:300], "empty": b"", "null": None}
    stage = PdfToTextTable(tableIndexCol="number")
    rows = stage.transform(files(spark, **documents)).toArrow().to_pylist()
    expected = [row | {"path": path} for path, content in documents.items() for row in results(stage, content)]
    assert rows == expected
    assert {row["path"] for row in rows if row["exception"]} == {"cut", "empty", "null"}


def test_password(tmp_path):
    with pikepdf.open(io.BytesIO(TWO_PAGES)) as document:
        document.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="secret", owner="other"))
    content = (tmp_path / "locked.pdf").read_bytes()
    (row,) = results(PdfToTextTable(), content)
    assert row["exception"]
    assert grids(results(PdfToTextTable(password="secret"), content)) == [FRUIT, SHIPS]


def test_origin_must_be_there_if_it_is_set():
    with pytest.raises(ValueError, match="originCol='missing'"):
        results(PdfToTextTable(originCol="missing"), TWO_PAGES)
