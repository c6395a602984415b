"""Cells of tables, from the page to the text."""

import pyarrow as pa
import pytest
from pyspark.sql.types import ArrayType, FloatType

from sparkocr.apps.light import LightPipeline, run
from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region
from sparkocr.schemas import RegionsSchema, SpannedTableSchema
from sparkocr.stage.images import write_image
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.regions import CellsSchema, region_fields
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import (
    CellDetectionAlgos,
    HocrToTextTable,
    ImageCellsToTextTable,
    ImageDocumentRegionDetector,
    ImageSplitRegions,
    ImageTableCellDetector,
    ImageTableDetector,
    ImageTextDetectorV2,
    ImageToHocr,
    ImageToTextV3,
    PdfToImage,
    RegionsMerger,
    TableOutputFormat,
)
from tables.crops import DPI, SPANNED, bare, framed
from tables.draw import NUMBERS, Drawing

CELLS = [[[[10, 10, 100, 40]], [[110, 10, 100, 40]]], [[[10, 50, 200, 40]]]]
MERGED = [["Fruit", "Harvest", "", "Price"], ["", "2019", "2020", ""], *SPANNED[2:]]


def row_of(image, cells=None, kind=CellsSchema, **columns):
    values = {"image": write_image(image, "memory")[0]} | {name: pa.scalar(value) for name, value in columns.items()}
    return LightRow(values if cells is None else values | {"cells": pa.scalar(cells, arrow_type(kind))})


def result(stages, row):
    (made,) = run(stages if isinstance(stages, list) else [stages], row)
    assert made["exception"].as_py() is None
    return {name: value.as_py() for name, value in made.items()}


def grid(table):
    """The texts of a table, without the spaces that some engines lose."""
    return [[cell["chunkText"].replace(" ", "") for cell in row] for row in table["chunks"]]


def tight(rows):
    return [[text.replace(" ", "") for text in row] for row in rows]


def table_page(*, ruled=True):
    """A page of a table between running text."""
    drawing = Drawing()
    drawing.prose(40)
    drawing.prose(260)
    columns = (40, 160, 230, 320)
    drawing.rows(NUMBERS, 130, columns)
    if ruled:
        drawing.grid((35, 150, 205, 285, 370), [118 + 16 * number for number in range(len(NUMBERS) + 1)])
    return drawing.pdf()


def test_columns_of_cells():
    found = result(ImageTableCellDetector(), row_of(framed()))
    assert list(found) == ["image", "output_image", "cells", "exception"]
    assert [len(row) for row in found["cells"]] == [3, 2, 4, 4, 4]
    assert all(len(cell) == 1 and len(cell[0]) == 4 for row in found["cells"] for cell in row)
    assert (found["output_image"]["mode"], found["output_image"]["resolution"]) == (10, DPI)


def test_names_of_columns():
    stage = ImageTableCellDetector(inputCol="image", outputCol="found", outputImageCol="bare", keepInput=False)
    assert list(result(stage, row_of(framed()))) == ["bare", "found", "exception"]


@pytest.mark.parametrize("algorithm", ["morphops", "MORPHOPS", CellDetectionAlgos.MORPHOPS])
def test_algorithms(algorithm):
    row = row_of(bare(NUMBERS))
    assert result(ImageTableCellDetector(), row)["cells"] == []
    assert [len(one) for one in result(ImageTableCellDetector().setAlgoType(algorithm), row)["cells"]] == [4] * 5


def test_settings_of_white_space():
    stage = ImageTableCellDetector(algoType="morphops")
    for text in ("column_min_wide=100", " column_min_wide = 100.0 ,row_treshold=0.05", "column_treshold_wide=60"):
        cells = result(stage.copy().setAlgoParams(text), row_of(bare(NUMBERS)))["cells"]
        assert {len(row) for row in cells} < {1, 2, 3}
    stage.setAlgoParams("row_threshold_wide=20")  # the right spelling
    assert len(result(stage, row_of(bare(NUMBERS)))["cells"]) == 1


@pytest.mark.parametrize("text", ["wide=5", "row_min_wide", "row_min_wide=-1", "row_min_wide=nan", "row_min_wide=x"])
def test_wrong_settings(text):
    with pytest.raises(ValueError, match=r"algoParams must be .*row_treshold"):
        ImageTableCellDetector(algoParams=text)


def test_lines_of_the_output_image():
    def dark(**options):
        image = result(ImageTableCellDetector(**options), row_of(framed()))["output_image"]
        return sum(level < 128 for level in image["data"])

    bare_image = dark()
    assert dark(keepOriginalLines=True) > 1.4 * bare_image
    assert dark(drawDetectedLines=True) > 1.4 * bare_image


@pytest.mark.parametrize("engine", ["tesseract", "ppocr"])
def test_text_of_merged_cells(engine):
    made = result([ImageTableCellDetector(), ImageCellsToTextTable(engine=engine)], row_of(framed()))
    table = made["table"]
    assert grid(table) == tight(MERGED)
    spans = {(s["row"], s["column"]): (s["rowSpan"], s["columnSpan"]) for s in table["spans"]}
    assert spans == {(0, 0): (2, 1), (0, 1): (1, 2), (0, 3): (2, 1)}
    area = table["area"]
    assert (area["label"], area["page"], area["x"]) == ("0", 0, pytest.approx(6 * DPI / 72, abs=4))


def test_type_of_the_table():
    (made,) = run([ImageTableCellDetector(), ImageCellsToTextTable()], row_of(framed()))
    assert made["table"].type == arrow_type(SpannedTableSchema)


@pytest.mark.parametrize("csv", ["CSV", TableOutputFormat.CSV])
def test_csv(csv):
    stages = [ImageTableCellDetector(), ImageCellsToTextTable(outputFormat=csv, outputCol="text", engine="tesseract")]
    made = result(stages, row_of(framed()))
    assert made["text"].splitlines()[:3] == ["Fruit,Harvest,,Price", ",2019,2020,", "Apples,12.50,13.10,2 EUR"]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (CELLS, CellsSchema),
        ([[cell for (cell,) in row] for row in CELLS], ArrayType(ArrayType(ArrayType(FloatType())))),
        ([cell for row in CELLS for (cell,) in row], ArrayType(ArrayType(FloatType()))),
        ([region_fields(0, Region(Box(*cell))) for row in CELLS[::-1] for (cell,) in row], RegionsSchema),
    ],
    ids=["nested", "numbers", "flat", "regions"],
)
def test_kinds_of_cells(cells, kind):
    table = result(ImageCellsToTextTable(), row_of(framed(), cells, kind))["table"]
    assert [[(cell["x"], cell["width"]) for cell in row] for row in table["chunks"]] == [
        [(10, 100), (110, 100)],
        [(10, 200), (0, 0)],
    ]


def test_wrong_columns_of_cells():
    with pytest.raises(ValueError, match="cellsCol='missing'"):
        list(run([ImageCellsToTextTable(cellsCol="missing")], row_of(framed())))
    with pytest.raises(ValueError, match="cellsCol='other'"):
        list(run([ImageCellsToTextTable(cellsCol="other")], row_of(framed(), other="text")))


@pytest.mark.parametrize("cells", [[], [[]], [[], []]])
def test_table_without_cells_has_no_rows(cells):
    assert result(ImageCellsToTextTable(), row_of(framed(), cells))["table"]["chunks"] == []
    assert result(ImageCellsToTextTable(outputFormat="csv"), row_of(framed(), cells))["table"] == ""


def test_null_cells_are_no_error():
    row = row_of(framed()).withColumn("cells", pa.scalar(None, arrow_type(CellsSchema)))
    assert result(ImageCellsToTextTable(), row)["table"] is None


def test_points_and_page():
    stages = [ImageTableCellDetector(), ImageCellsToTextTable()]
    row = row_of(framed(), pagenum=3)
    px = result(stages, row)["table"]
    points = result([stages[0], stages[1].copy().setPdfCoordinates(True)], row)["table"]
    assert px["area"]["page"] == 3
    for one, other in ((px["area"], points["area"]), (px["chunks"][2][1], points["chunks"][2][1])):
        assert [other[side] for side in ("x", "width")] == pytest.approx(
            [one[side] * 72 / DPI for side in ("x", "width")]
        )


def test_white_space_and_margin():
    stages = [ImageTableCellDetector(), ImageCellsToTextTable(strip=False)]
    texts = [cell["chunkText"] for row in result(stages, row_of(framed()))["table"]["chunks"] for cell in row]
    assert all(text.endswith("\n") for text in texts if text)
    stages = [ImageTableCellDetector(), ImageCellsToTextTable(margin=30)]
    assert "Apples" not in str(grid(result(stages, row_of(framed()))["table"]))


def test_parameters_of_the_engine_count():
    cells = ImageTableCellDetector(algoType="morphops")
    row = row_of(framed())
    only_digits = ImageCellsToTextTable(ocrParams=["tessedit_char_whitelist=0123456789."])
    assert grid(result([cells, only_digits], row)["table"])[3][1] == "8.25"
    assert "Pears" not in str(grid(result([cells, only_digits], row)["table"]))
    missing = ImageCellsToTextTable(modelData="/nowhere")
    (made,) = run([cells, missing], row)
    assert made["exception"].as_py().startswith(f"{missing.uid}: ")


@pytest.mark.parametrize("algorithm", ["contours", "morphops"])
def test_from_the_page_to_the_text(algorithm):
    stages = [
        PdfToImage(resolution=DPI),
        ImageTableDetector(outputCol="table_regions"),
        ImageSplitRegions(inputRegionsCol="table_regions", outputCol="table_image", dropCols="image"),
        ImageTableCellDetector(inputCol="table_image", algoType=algorithm),
        ImageCellsToTextTable(inputCol="table_image"),
    ]
    (made,) = LightPipeline(stages).fromBinary(table_page())
    assert not made["exception"]
    assert grid(made["table"]) == tight(NUMBERS)


def test_from_the_page_to_the_text_on_spark(spark):
    frame = spark.createDataFrame(
        [("a", bytearray(table_page())), ("b", bytearray(b"no file"))], "path string, content binary"
    )
    stages = [
        PdfToImage(resolution=DPI),
        ImageTableDetector(outputCol="table_regions"),
        ImageSplitRegions(inputRegionsCol="table_regions", outputCol="table_image", dropCols="image"),
        ImageTableCellDetector(inputCol="table_image"),
        ImageCellsToTextTable(inputCol="table_image"),
    ]
    for stage in stages:
        frame = stage.transform(frame)
    found = {row["path"]: row for row in frame.select("path", "table", "exception").collect()}
    assert grid(found["a"]["table"].asDict(recursive=True)) == tight(NUMBERS)
    assert found["b"]["table"] is None
    assert found["b"]["exception"].startswith("PdfToImage_")


def test_page_without_a_table_is_no_error():
    drawing = Drawing()
    drawing.prose(40)
    stages = [
        PdfToImage(resolution=100),
        ImageTableDetector(outputCol="region"),
        ImageSplitRegions(dropCols="image"),
        ImageTableCellDetector(inputCol="region_image"),
        ImageCellsToTextTable(inputCol="region_image"),
    ]
    (made,) = LightPipeline(stages).fromBinary(drawing.pdf())
    assert made["table"] is None


@pytest.mark.parametrize("keep", [False, True])
def test_texts_merged_with_cells_of_the_cell_detector(keep):
    stages = [
        ImageTextDetectorV2(outputCol="text_regions"),
        ImageTableCellDetector(outputCol="cells"),
        RegionsMerger(cellInputCol="cells", imageInputCol="image", keepTextRegions=keep),
        ImageToTextV3(inputCols=["image", "merged_regions"]),
    ]
    made = result(stages, row_of(framed()))
    cells = {tuple(cell) for row in made["cells"] for (cell,) in row}
    merged = [tuple(int(region[side]) for side in ("x", "y", "width", "height")) for region in made["merged_regions"]]
    assert len(cells & set(merged)) >= 14  # of 16 cells with text
    assert (len(merged) > len(set(merged) & cells)) is keep
    assert "Apples" in made["text"]


def test_texts_merged_with_cells_of_the_region_detector():
    stages = [
        ImageTextDetectorV2(outputCol="text_regions"),
        ImageDocumentRegionDetector.pretrained("region_cell_detection_v2").setOutputCol("cells"),
        RegionsMerger(cellInputCol="cells", imageInputCol="image"),
        ImageCellsToTextTable(),
    ]
    made = result(stages, row_of(framed()))
    assert {"Apples", "12.50", "13.10"} < {text for row in grid(made["table"]) for text in row}
    assert made["merged_regions"]


def test_hocr_with_cells():
    stages = [ImageTableCellDetector(), ImageToHocr(engine="ppocr"), HocrToTextTable(useCellsCol=True)]
    assert grid(result(stages, row_of(framed()))["table"]) == tight(MERGED)
