"""The number of a row's page, in what was found on it.

It is written afterwards: a function of two columns would not be fused with those that make the image.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from pyspark.sql import Column
from pyspark.sql import functions as F
from pyspark.sql.types import IntegerType, IntegralType

from sparkocr.stage.columns import Dataset, column_of, constant

__all__ = ["PAGE_NUMBER", "page_number", "positions_on_page", "regions_on_page", "tables_on_page"]

PAGE_NUMBER = "pagenum"
"""Column that all stages add that make pages of documents, unless the user names it otherwise."""


def page_number(dataset: Dataset) -> Any:
    """Return the number of the page, 0 where no column tells it; for work that is not fused in any case."""
    return column_of(dataset, PAGE_NUMBER) if _has_number(dataset) else constant(dataset, 0, IntegerType())


def positions_on_page(dataset: Dataset, positions: Any) -> Any:
    """Write the number of the page into positions; they stay as they are where no column tells it."""
    if not _has_number(dataset):
        return positions
    number = column_of(dataset, PAGE_NUMBER)
    if isinstance(positions, pa.Scalar):
        units = [[unit | {"p": number.as_py()} for unit in matrix["mapping"]] for matrix in positions.as_py() or []]
        return pa.scalar([{"mapping": mapping} for mapping in units], positions.type) if units else positions

    def numbered(matrix: Column) -> Column:
        units = F.transform(matrix.getField("mapping"), lambda unit: unit.withField("p", number.cast("int")))
        return F.struct(units.alias("mapping"))

    return F.transform(positions, numbered)


def regions_on_page(dataset: Dataset, regions: Any) -> Any:
    """Write the number of the page into regions, 0 where it is null; as `positions_on_page`."""
    if not _has_number(dataset):
        return regions
    number = column_of(dataset, PAGE_NUMBER)
    if isinstance(regions, pa.Scalar):
        numbered = [region | {"page": number.as_py() or 0} for region in regions.as_py() or []]
        return pa.scalar(numbered, regions.type) if numbered else regions
    return F.transform(regions, lambda region: region.withField("page", F.coalesce(number.cast("int"), F.lit(0))))


def tables_on_page(dataset: Dataset, result: Any) -> Any:
    """Write the number of the page into the tables of a struct of `sparkocr.stage.table_rows.tables_schema`.

    It is 0 where the number is null; as `positions_on_page`.
    """
    if not _has_number(dataset):
        return result
    number = column_of(dataset, PAGE_NUMBER)
    if isinstance(result, pa.Scalar):
        page = number.as_py() or 0
        found = result.as_py()
        for each in found["tables"] or ():
            each["page"] = each["table"]["area"]["page"] = page
        return pa.scalar(found, result.type)
    page = F.coalesce(number.cast("int"), F.lit(0))

    def numbered(each: Column) -> Column:
        return each.withField("page", page).withField("table.area.page", page)

    return result.withField("tables", F.transform(result["tables"], numbered))


def _has_number(dataset: Dataset) -> bool:
    return PAGE_NUMBER in dataset.columns and isinstance(dataset.schema[PAGE_NUMBER].dataType, IntegralType)
