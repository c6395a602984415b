"""Stages that find the cells of a table on its image, and read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from math import isfinite
from typing import Any

import pyarrow as pa
from pyspark.sql.types import StringType, StructField, StructType

from sparkocr.engines.engine import Engine
from sparkocr.engines.tables.cell_text import read_cells as read_text
from sparkocr.enums import CellDetectionAlgos, TableOutputFormat
from sparkocr.imaging.pixels import Image
from sparkocr.imaging.table_cells import find_cells, with_lines
from sparkocr.imaging.table_gaps import GapOptions
from sparkocr.layout.cell_grid import table_of_cells
from sparkocr.layout.move import move_table
from sparkocr.layout.table import Cell
from sparkocr.schemas import ImageSchema, SpannedTableSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Data, column_of, earlier_exception, with_result
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.images import ImageRow, image_udf, read_image, rendered
from sparkocr.stage.page_number import page_number
from sparkocr.stage.params import StageParam, boolean, choice, column, integer
from sparkocr.stage.regions import CellsSchema, check_cells, read_cells
from sparkocr.stage.tables import table_fields
from sparkocr.tables.write import table_csv
from sparkocr.transformers.recognition.engine_params import EngineParams
from sparkocr.transformers.tables.points import points_on

__all__ = ["ImageCellsToTextTable", "ImageTableCellDetector"]

_DEFAULT = (
    "row_treshold=0.05,row_treshold_wide=1.0,row_min_wide=5,"
    "column_treshold=0.05,column_treshold_wide=5,column_min_wide=5"
)
_NAMES = {
    "row_treshold": "row_threshold",
    "row_treshold_wide": "row_least_gap",
    "row_min_wide": "row_least",
    "column_treshold": "column_threshold",
    "column_treshold_wide": "column_least_gap",
    "column_min_wide": "column_least",
}
"""Settings of the contract, and the fields of `GapOptions` that they are; with ``threshold`` they are right, too."""


def _gap_options(text: str) -> GapOptions:
    """Return settings as options; those that are not there have their defaults.

    Raises
    ------
    ValueError
        A setting is unknown, or its value is no number from 0 on.
    """
    options: dict[str, float] = {}
    for setting in filter(None, map(str.strip, text.split(","))):
        name, _, value = setting.partition("=")
        number = float(value)
        field = _NAMES.get(name.strip().replace("threshold", "treshold"))
        if field is None or not isfinite(number) or number < 0:
            raise ValueError
        options[field] = number
    return GapOptions(**options)


def _algo_params(doc: str) -> StageParam:
    """Declare settings of the white space, as ``key=value`` pairs with commas between them."""

    def convert(value: Any) -> str:
        if not isinstance(value, str):
            raise TypeError
        _gap_options(value)
        return value

    allowed = f"key=value pairs with commas between them, with numbers from 0 on; the keys are {', '.join(_NAMES)}"
    return StageParam(_DEFAULT, doc, allowed=allowed, convert=convert, example="row_min_wide=3", annotation="str")


class ImageTableCellDetector(Stage):
    r"""Find the cells of a table on its image.

    Adds the columns `outputCol`, `outputImageCol` (the image without its lines) and `exception`. `outputCol` has rows
    from the top, of cells from the left, each an array of one array ``[x, y, width, height]`` in px of the image. A
    merged cell stands once, in its first row. No table is an empty array; a page that was not rendered because it has
    digital text gets null.

    See Also
    --------
    sparkocr.imaging.table_cells.find_cells : the same on an image.

    Notes
    -----
    The image has to be that of a table alone, as `ImageSplitRegions` cuts it, and upright. ``CONTOURS`` finds the
    parts that the lines of a framed table enclose; a table without lines has none. ``MORPHOPS`` is for all tables: it
    finds the white space between lines of text and between columns, and does the same as ``CONTOURS`` where all
    columns and most rows have lines between them.

    The settings in `algoParams` are those of ``MORPHOPS``; lengths are in tenths of the size of the font, so they are
    px where letters are 10 px high.

    =====================  ===============================================================================
    row_treshold           share of the ink of the text above and below that a white row of px may have
    row_treshold_wide      least height of white space between two lines of text
    row_min_wide           least height of a line of text; what is lower belongs to the next one
    column_treshold        share of the lines of text that may reach over white space between columns
    column_treshold_wide   least width of white space between two columns
    column_min_wide        least width of a column; what is narrower belongs to the one before
    =====================  ===============================================================================

    Examples
    --------
    >>> content = samples.table([["Fruit", "Price"], ["Apples", "2.50"], ["Pears", "3.20"]])
    >>> (page,) = LightPipeline([PdfToImage(), ImageTableCellDetector()]).fromBinary(content)
    >>> [len(row) for row in page["cells"]]
    [2, 2, 2]
    """

    inputCol = column("image", "Column with the image of a table.")
    outputCol = column("cells", "Column for the cells.")
    outputImageCol = column("output_image", "Column for the image without its lines.")
    algoType = choice(CellDetectionAlgos.CONTOURS, "How cells are found.")
    algoParams = _algo_params("What MORPHOPS takes for white space.")
    drawDetectedLines = boolean(False, "Whether the borders of the cells are drawn on the output image.")
    keepOriginalLines = boolean(False, "Whether the lines of the image stay on the output image.")
    keepInput = boolean(True, "Whether the input column stays in the result.")

    input_type = ImageSchema
    runs_light = True

    def _apply(self, dataset: Data) -> Data:
        options: dict[str, Any] = {"algorithm": self.getAlgoType(), "options": _gap_options(self.getAlgoParams())}
        schema = StructType([StructField("cells", CellsSchema), StructField(EXCEPTION, StringType())])
        find = self._udf(rendered(partial(_found, **options), {}), schema, deterministic=False)
        lines = partial(_lined, keep=self.getKeepOriginalLines(), draw=self.getDrawDetectedLines(), **options)
        draw = image_udf(self.uid, lines, name=type(self).__name__, limits=self.stage_limits())
        image = column_of(dataset, self.getInputCol())
        # Of its own function, so that the image is only made, and sent, where somebody asks for it.
        made = dataset.withColumn(self.getOutputImageCol(), draw(image))
        found = find(column_of(dataset, self.getInputCol()))
        return self._without_input(with_result(made, found, {self.getOutputCol(): "cells"}))


def _found(row: ImageRow, *, algorithm: CellDetectionAlgos, options: GapOptions) -> dict[str, Any]:
    """Find the cells of one image."""
    return {"cells": [[[list(cell)] for cell in cells] for cells in find_cells(row.image, algorithm, options).rows]}


def _lined(image: Image, *, algorithm: CellDetectionAlgos, options: GapOptions, keep: bool, draw: bool) -> Image:
    """Return one image with the lines that are wanted."""
    return with_lines(image, find_cells(image, algorithm, options), keep=keep, draw=draw)


class ImageCellsToTextTable(EngineParams, Stage):
    r"""Read the text of the cells of a table from its image.

    Adds the columns `outputCol` (a table, see `sparkocr.schemas.SpannedTableSchema`: px of the image, origin top-left;
    or its text as CSV) and `exception`; keeps the image. A table without cells has no rows. Null cells, and a page that
    was not rendered because it has digital text, give null.

    See Also
    --------
    sparkocr.engines.tables.cell_text.read_cells : how the text is read.
    sparkocr.layout.cell_grid.table_of_cells : which rows and columns cells take.

    Notes
    -----
    The cells are those of `ImageTableCellDetector`, or regions, as other detectors give them. With ``AUTO`` as
    `pageSegMode`, Tesseract reads the table as one block of text.

    Examples
    --------
    >>> content = samples.table([["Fruit", "Price"], ["Apples", "2.50"], ["Pears", "3.20"]])
    >>> stages = [PdfToImage(), ImageTableCellDetector(), ImageCellsToTextTable(outputFormat="csv")]
    >>> (page,) = LightPipeline(stages).fromBinary(content)
    >>> page["table"]
    'Fruit,Price\r\nApples,2.50\r\nPears,3.20\r\n'
    """

    inputCol = column("image", "Column with the image of a table.")
    cellsCol = column(
        "cells", "Column with cells in px: nested arrays of [x, y, width, height], or an array of regions."
    )
    outputCol = column("table", "Column for the table.")
    strip = boolean(True, "Whether texts have no white space around them; else each line ends with a line end.")
    margin = integer(1, "Px at the border of a cell that are not read.", minimum=0)
    pdfCoordinates = boolean(False, "Whether places are in points (1/72 inch) instead of px.")
    outputFormat = choice(TableOutputFormat.TABLE, "What a table is written as.")

    input_type = ImageSchema
    runs_light = True

    def _apply(self, dataset: Data) -> Data:
        check_cells(self, dataset, "cellsCol")
        is_csv = self.getOutputFormat() is TableOutputFormat.CSV
        read = partial(
            _read_table,
            engine=self.engine_of(),
            margin=self.getMargin(),
            strip=self.getStrip(),
            points=self.getPdfCoordinates(),
            as_csv=is_csv,
        )
        kind = StringType() if is_csv else SpannedTableSchema
        schema = StructType([StructField("table", kind), StructField(EXCEPTION, StringType())])
        columns = [column_of(dataset, name) for name in (self.getInputCol(), self.getCellsCol())]
        udf = self._udf(read, schema, deterministic=False)
        found = udf(*columns, earlier_exception(dataset), page_number(dataset))
        return with_result(dataset, found, {self.getOutputCol(): "table"})


def _read_table(
    value: Any,
    cells: Any,
    exception: pa.StringScalar,
    page: pa.Scalar,
    *,
    engine: Engine,
    margin: int,
    strip: bool,
    points: bool,
    as_csv: bool,
) -> Mapping[str, Any]:
    """Read the table of one image."""
    image = read_image(value).image
    raise_earlier(exception)
    if image.is_placeholder or not cells.is_valid:
        return {}
    rows = [[cell.box.upright() for cell in row] for row in read_cells(cells)]
    found = iter(read_text(image, [box for row in rows for box in row], engine, margin=margin))
    table = table_of_cells([[Cell(_text(next(found), strip=strip), box) for box in row] for row in rows])
    if points:
        table = move_table(table, points_on(image))
    table = replace(table, page=page.as_py() or 0)
    return {"table": table_csv(table) if as_csv else table_fields(0, table, "0")}


def _text(text: str, *, strip: bool) -> str:
    """Return a text with or without white space around it."""
    return text.strip() if strip else f"{text}\n" if text else ""
