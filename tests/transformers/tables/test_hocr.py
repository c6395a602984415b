"""Tables of hOCR."""

import pyarrow as pa
import pytest

from sparkocr.apps.light import run
from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region
from sparkocr.schemas import RegionSchema, RegionsSchema, SpannedTableSchema
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.regions import CellsSchema, region_fields
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import HocrToTextTable, TableOutputFormat

ROWS = [["Fruit", "2019", "2020"], ["Apples", "12.5", "13.1"], ["Pears", "8.2", "9.9"], ["Plums", "5.1", "4.2"]]
UPPER, LOWER = Box(30, 80, 900, 250), Box(30, 480, 900, 250)


def words(rows, top):
    return "".join(
        f"<span class='ocr_line' title='bbox {x} {y} {x + 20 * len(text)} {y + 30}'>"
        f"<span class='ocrx_word' title='bbox {x} {y} {x + 20 * len(text)} {y + 30}'>{text}</span></span>"
        for number, texts in enumerate(rows)
        for x, text in zip((50, 400, 700), texts, strict=True)
        for y in (top + 50 * number,)
    )


def page(*tops):
    return f"<div class='ocr_page' title='bbox 0 0 1000 800'>{''.join(words(ROWS, top) for top in tops)}</div>"


def regions(*boxes, page=0):
    fields = [region_fields(number, Region(box, page, 0.9, "table")) for number, box in enumerate(boxes)]
    return pa.scalar(fields, arrow_type(RegionsSchema))


def cells(top, height=50):
    xs = (30, 380, 680, 950)
    return [
        [[[xs[i], top - 10 + height * row, xs[i + 1] - xs[i], height]] for i in range(3)] for row in range(len(ROWS))
    ]


def results(stage, hocr, **columns):
    row = LightRow({"hocr": pa.scalar(hocr, pa.string())} | columns)
    return [{name: value.as_py() for name, value in made.items()} for made in run([stage], row)]


def grids(rows):
    return [row["table"] and [[cell["chunkText"] for cell in line] for line in row["table"]["chunks"]] for row in rows]


def test_all_of_the_page_is_a_table():
    rows = results(HocrToTextTable(), page(100))
    assert [list(row) for row in rows] == [["hocr", "table", "table_index", "exception"]]
    assert grids(rows) == [ROWS]
    area = rows[0]["table"]["area"]
    assert (area["x"], area["y"], area["page"], area["label"]) == (
        pytest.approx(50, abs=1),
        pytest.approx(100, abs=1),
        0,
        "0",
    )
    (made,) = run([HocrToTextTable()], LightRow({"hocr": pa.scalar(page(100))}))
    assert made["table"].type == arrow_type(SpannedTableSchema)


def test_a_row_for_each_region():
    stage = HocrToTextTable().setRegionCol("places")
    rows = results(stage, page(100, 500), places=regions(LOWER, UPPER, Box(0, 780, 10, 10), page=2))
    assert grids(rows) == [ROWS, ROWS, []]
    assert [row["table_index"] for row in rows] == [0, 1, 2]
    assert [row["table"]["area"]["page"] for row in rows] == [2, 2, 2]
    assert [row["places"]["y"] for row in rows] == [LOWER.y, UPPER.y, 780]
    assert rows[0]["table"]["area"]["y"] > 480 > rows[1]["table"]["area"]["y"]


def test_a_single_region():
    region = pa.scalar(region_fields(0, Region(UPPER)), arrow_type(RegionSchema))
    rows = results(HocrToTextTable(regionCol="place"), page(100, 500), place=region)
    assert grids(rows) == [ROWS]
    assert rows[0]["place"]["y"] == UPPER.y


@pytest.mark.parametrize("value", [None, []])
def test_null_regions_are_tolerated(value):
    found = results(HocrToTextTable(regionCol="places"), page(100), places=pa.scalar(value, arrow_type(RegionsSchema)))
    assert [(row["table"], row["table_index"], row["places"], row["exception"]) for row in found] == [(None,) * 4]


@pytest.mark.parametrize("kind", ["CSV", "csv", TableOutputFormat.CSV])
def test_csv(kind):
    (row,) = results(HocrToTextTable().setOutputFormat(kind), page(100))
    assert row["table"].splitlines() == [",".join(texts) for texts in ROWS]


@pytest.mark.parametrize(
    "stage",
    [
        HocrToTextTable().setCellsCol("cells"),
        HocrToTextTable().setUseCellsCol(True),
        HocrToTextTable().setUseCellsCol("cells"),
        HocrToTextTable(useCellsCol=True, cellsCol="cells"),
    ],
)
def test_cells(stage):
    """Their height is that of two lines, so that they tell more than the words."""
    given = pa.scalar(cells(100, 100)[:2], arrow_type(CellsSchema))
    (row,) = results(stage, page(100), cells=given)
    joined = [["\n".join(pair) for pair in zip(*ROWS[number : number + 2], strict=True)] for number in (0, 2)]
    assert grids([row]) == [joined]
    assert grids(results(HocrToTextTable(), page(100), cells=given)) == [ROWS], "only if they are asked for"


def test_cells_of_several_tables():
    stage = HocrToTextTable(regionCol="places", cellsCol="cells")
    given = pa.scalar([*cells(100), *cells(500)], arrow_type(CellsSchema))
    assert grids(results(stage, page(100, 500), places=regions(LOWER, UPPER), cells=given)) == [ROWS, ROWS]


def test_null_cells():
    none = pa.scalar(None, arrow_type(CellsSchema))
    assert grids(results(HocrToTextTable(cellsCol="cells"), page(100), cells=none)) == [[]]


def test_names_of_columns():
    stage = HocrToTextTable(outputCol="made", tableIndexCol="", pageNumCol="page", keepInput=False)
    (row,) = results(stage, page(100), pagenum=pa.scalar(4))
    assert list(row) == ["pagenum", "made", "exception", "page"]
    assert (row["page"], row["made"]["area"]["page"]) == (4, 4)


def test_wrong_columns():
    with pytest.raises(ValueError, match="regionCol='missing'"):
        results(HocrToTextTable(regionCol="missing"), page(100))
    with pytest.raises(ValueError, match="useCellsCol='cells'"):
        results(HocrToTextTable(useCellsCol=True), page(100))
    with pytest.raises(ValueError, match="cellsCol='hocr'"):
        results(HocrToTextTable(cellsCol="hocr"), page(100))


def test_rows_of_spark_are_the_same(spark):
    stage = HocrToTextTable(regionCol="places")
    given = regions(UPPER, LOWER)
    frame = spark.createDataFrame(
        [(page(100, 500), given.as_py())], "hocr string, places " + RegionsSchema.simpleString()
    )
    rows = [row.asDict(recursive=True) for row in stage.transform(frame).collect()]
    assert rows == results(stage, page(100, 500), places=given)
