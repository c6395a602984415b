"""A stage that reads tables from hOCR."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql.types import StringType

from sparkocr.enums import TableOutputFormat
from sparkocr.hocr.read import read
from sparkocr.layout.box import Box
from sparkocr.layout.cell_grid import table_of_cells
from sparkocr.layout.page import Page
from sparkocr.layout.regions import Region
from sparkocr.layout.table import Cell, Table
from sparkocr.schemas import RegionsSchema, SpannedTableSchema
from sparkocr.stage.columns import Dataset, column_of, constant, earlier_exception
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.page_number import page_number
from sparkocr.stage.params import StageParam, boolean, choice, column, string
from sparkocr.stage.regions import CellsSchema, check_cells, check_regions, read_cells, read_regions
from sparkocr.stage.table_rows import TableRows, tables_schema
from sparkocr.stage.tables import table_fields
from sparkocr.tables.cells import cell_text
from sparkocr.tables.of_page import table_on_page, words_in_cells
from sparkocr.tables.write import table_csv

__all__ = ["HocrToTextTable"]

_CELLS = "cells"


def _use_cells(doc: str) -> StageParam:
    """Declare a switch that programs also use to name a column."""

    def convert(value: Any) -> bool | str:
        if not isinstance(value, bool) and not (isinstance(value, str) and value):
            raise TypeError
        return value

    return StageParam(
        False,
        doc,
        allowed="True, False or the name of a column",
        convert=convert,
        example=True,
        annotation="bool | str",
    )


class HocrToTextTable(TableRows):
    r"""Read tables from the words of hOCR, one row per table.

    Adds the columns `outputCol` (a table, see `sparkocr.schemas.SpannedTableSchema`, in the unit of the hOCR, mostly px
    of the image; or its text as CSV), `tableIndexCol` and `exception`, and `pageNumCol` if it is set.

    With `regionCol` there is a row for each region, and the column then has this region instead of the array; a page
    whose regions are null or none is one row, whose table is null. Without, each page of the hOCR is one table, as that
    of the image of a table is.

    See Also
    --------
    sparkocr.tables.of_page.table_on_page : how rows and columns are found.

    Notes
    -----
    Where cells are given, words go to the cells that their centres are in. They may be those of
    `ImageTableCellDetector`, or regions; with `regionCol`, a table has the cells whose centres are in its region.
    Otherwise rows and columns are told by the white space between the words.

    Examples
    --------
    >>> content = samples.pdf("Apples         2 EUR\nPears          3 EUR\nPlums          4 EUR")
    >>> (page,) = LightPipeline([PdfToHocr(), HocrToTextTable(outputFormat="csv")]).fromBinary(content)
    >>> page["table_index"], page["table"]
    (0, 'Apples,2 EUR\r\nPears,3 EUR\r\nPlums,4 EUR\r\n')
    """

    inputCol = column("hocr", "Column with the hOCR.")
    outputCol = column("table", "Column for the table.")
    regionCol = string(
        "", "Column with the places of tables, an array of regions or a single one; empty: all of the page is a table."
    )
    cellsCol = string(
        "", "Column with cells: nested arrays of [x, y, width, height], or an array of regions; empty: none."
    )
    useCellsCol = _use_cells(
        "Whether cells are used: of `cellsCol`, or else of the column cells; or a column with cells."
    )
    outputFormat = choice(TableOutputFormat.TABLE, "What a table is written as.")
    tableIndexCol = string("table_index", "Column for the number of the table, from 0; empty: none.")
    keepInput = boolean(True, "Whether the input column stays in the result.")

    input_type = StringType()
    runs_light = True

    def _tables(self, dataset: Dataset) -> Any:
        is_csv = self.getOutputFormat() is TableOutputFormat.CSV
        regions, cells = self._regions(dataset), self._cells(dataset)
        read_all = partial(
            _hocr_tables, has_regions=bool(self.getRegionCol()), has_cells=cells is not None, as_csv=is_csv
        )
        kind = StringType() if is_csv else SpannedTableSchema
        udf = self._udf(read_all, tables_schema(kind), deterministic=False)
        none = constant(dataset, None, CellsSchema)
        hocr = column_of(dataset, self.getInputCol())
        return udf(hocr, earlier_exception(dataset), regions, none if cells is None else cells, page_number(dataset))

    def _regions(self, dataset: Dataset) -> Any:
        """Return the regions, or null."""
        if not self.getRegionCol():
            return constant(dataset, None, RegionsSchema)
        return column_of(dataset, self.getRegionCol())

    def _cells(self, dataset: Dataset) -> Any | None:
        """Return the cells, None if there is no column of cells."""
        use = self.getUseCellsCol()
        name = use if isinstance(use, str) else self.getCellsCol() or (_CELLS if use else "")
        if not name:
            return None
        check_cells(self, dataset, "useCellsCol" if use else "cellsCol", name=name)
        return column_of(dataset, name)

    def _arrays(self, dataset: Dataset) -> list[str]:
        name = self.getRegionCol()
        return [name] if name and not check_regions(self, dataset, "regionCol") else []


def _hocr_tables(
    hocr: pa.StringScalar,
    exception: pa.StringScalar,
    regions: Any,
    cells: Any,
    first: pa.Scalar,
    *,
    has_regions: bool,
    has_cells: bool,
    as_csv: bool,
) -> dict[str, Any]:
    """Read the tables of one row."""
    raise_earlier(exception)
    pages = read(hocr.as_py() or "")
    rows = [[cell.box.upright() for cell in row] for row in read_cells(cells)] if has_cells else None
    if has_regions:
        found = [_table(pages[0], region, rows, is_whole=False) for region in read_regions(regions)]
    else:
        number = first.as_py() or 0
        whole = [Region(Box(0, 0, page.width, page.height), number + place) for place, page in enumerate(pages)]
        found = [_table(page, region, rows, is_whole=True) for page, region in zip(pages, whole, strict=True)]
    tables = [
        {"table": table_csv(table) if as_csv else table_fields(number, table, str(number)), "page": table.page}
        for number, table in enumerate(found)
    ]
    return {"tables": tables}


def _table(page: Page, region: Region, rows: Sequence[Sequence[Box]] | None, *, is_whole: bool) -> Table:
    """Read the table of a region, which has no rows without words or cells."""
    if rows is None:
        table = table_on_page(page, region.box) or Table((), region.box)
    else:
        inside = [[cell for cell in row if is_whole or _holds(region.box, cell)] for row in rows]
        texts = iter(map(cell_text, words_in_cells(page.words(), [cell for row in inside for cell in row])))
        table = table_of_cells([[Cell(next(texts), cell) for cell in row] for row in inside])
    return replace(table, page=region.page)


def _holds(region: Box, cell: Box) -> bool:
    """Tell whether the centre of a cell is in a region."""
    along, across = region.offset(cell)
    return abs(along) <= region.width / 2 and abs(across) <= region.height / 2
