"""The stage that finds the tables of an image, rebuilds them, and gives one row for each."""

from __future__ import annotations

from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql.types import StringType

from sparkocr.document.standing import page_as_it_stands
from sparkocr.engines.engine import Engine
from sparkocr.engines.tables.read import image_tables
from sparkocr.errors import DocumentError
from sparkocr.hocr.read import read
from sparkocr.layout.move import move_table
from sparkocr.layout.page import Page
from sparkocr.schemas import ImageSchema, PositionsSchema, SpannedTableSchema
from sparkocr.stage.columns import Dataset, column_of
from sparkocr.stage.images import read_image
from sparkocr.stage.page_number import tables_on_page
from sparkocr.stage.params import boolean, column, string
from sparkocr.stage.positions import font_sizes_of, units_of
from sparkocr.stage.table_rows import TableRows, tables_schema
from sparkocr.stage.tables import table_fields
from sparkocr.tables.find import FoundTable
from sparkocr.transformers.recognition.engine_params import EngineParams
from sparkocr.transformers.tables.points import points_on
from sparkocr.transformers.tables.structure_params import StructureParams

__all__ = ["ImageToTables"]


class ImageToTables(EngineParams, StructureParams, TableRows):
    """Extract the tables of an image.

    One row per table, with the columns `outputCol` (see `sparkocr.schemas.SpannedTableSchema`: px of the image, origin
    top left), `tableIndexCol` (its number on the image, from 0), `engineCol` (which algorithm rebuilt it) and
    `exception`; drops the image unless `keepInput` is set. An image without tables is one row, whose table is null, and
    so is a page that was not rendered because it has digital text: `PdfToTables` finds the tables of both.

    See Also
    --------
    sparkocr.utils.table_cells : one row per cell, of the rows of this stage.

    Examples
    --------
    >>> content = samples.table([["Fruit", "Price"], ["Apples", "2.50"], ["Pears", "3.20"]])
    >>> (row,) = LightPipeline([PdfToImage(), ImageToTables()]).fromBinary(content)
    >>> [[cell["chunkText"] for cell in cells] for cells in row["table"]["chunks"]]
    [['Fruit', 'Price'], ['Apples', '2.50'], ['Pears', '3.20']]
    """

    inputCol = column("image", "Column with the image.")
    outputCol = column("table", "Column for the table.")
    tableIndexCol = column("table_index", "Column for the number of the table on its image, from 0.")
    positionsCol = string(
        "",
        "Column with the text of this image: positions in px, best of words, or hOCR of one page, other text is an "
        "exception; empty: the image is read.",
        example="positions",
    )
    pdfCoordinates = boolean(False, "Whether boxes are in points (1/72 inch) instead of px.")
    keepInput = boolean(False, "Whether the image stays in the result, in every row.")

    input_type = ImageSchema
    runs_light = True
    named_columns = (*TableRows.named_columns, "engineCol")

    def _check(self, dataset: Dataset) -> None:
        super()._check(dataset)
        name = self.getPositionsCol()
        if name and not (name in dataset.columns and isinstance(dataset.schema[name].dataType, StringType)):
            self.check_column(dataset, "positionsCol", PositionsSchema)

    def _tables(self, dataset: Dataset) -> Any:
        work = partial(
            _tables, engine=self.engine_of(), structure=self.structure_of(), in_points=self.getPdfCoordinates()
        )
        find = self._udf(work, tables_schema(SpannedTableSchema), deterministic=False)
        names = [name for name in (self.getInputCol(), self.getPositionsCol()) if name]
        return tables_on_page(dataset, find(*(column_of(dataset, name) for name in names)))

    def _columns(self, table: Any, number: Any, page: Any, exception: Any) -> dict[str, Any]:
        engine = {self.getEngineCol(): table["area"]["label"]}
        return super()._columns(table, number, page, exception) | engine


def _tables(
    value: pa.StructScalar, text: Any = None, *, engine: Engine, structure: str, in_points: bool
) -> dict[str, Any]:
    """Find the tables of one image, whose text may be known."""
    image = read_image(value).image
    if image.is_placeholder:
        return {}
    page = _known_page(text) if text is not None and text.is_valid else None
    found = image_tables(image, engine, page=page, structure=structure)
    if in_points:
        to_points = points_on(image)
        found = [FoundTable(move_table(each.table, to_points), each.engine) for each in found]
    return {
        "tables": [
            {"table": table_fields(number, each.table, each.engine), "page": 0} for number, each in enumerate(found)
        ]
    }


def _known_page(text: Any) -> Page:
    """Return the lines of positions or hOCR.

    Raises
    ------
    DocumentError
        The hOCR can't be read, or has several pages.
    """
    if isinstance(text, pa.StringScalar | pa.LargeStringScalar):
        pages = read(text.as_py())
        if len(pages) != 1:
            raise DocumentError("The hOCR of an image must have one page")
        return pages[0]
    return page_as_it_stands(units_of(text), font_sizes_of(text))
