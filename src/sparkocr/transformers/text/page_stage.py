"""What stages read of a page: the places of its text, or its text alone, its tables, fonts, image and size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyspark.sql.types import ArrayType, DataType, DoubleType, IntegerType, StringType

from sparkocr.enums import PageUnit
from sparkocr.schemas import FontsSchema, PositionsSchema, TableSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Dataset, column_of, constant, earlier_exception
from sparkocr.stage.params import choice, column
from sparkocr.transformers.text.column_kinds import (
    IMAGE,
    has_fields,
    holds_fonts,
    holds_hocr,
    holds_tables,
    is_image,
    is_number,
    is_text,
    is_whole,
)

__all__ = ["PageStage", "PlacedStage"]

_WIDTH, _HEIGHT = "width_dimension", "height_dimension"  # added by all stages that read pages of PDF files


class PlacedStage(Stage):
    """Reads the places of the text of a page, or the text alone, and what tells their unit."""

    inputCol = column("positions", "Column with the positions of the text, or with hOCR.")
    textCol = column("text", "Column with the text; left out if it is not there.")
    confidenceCol = column("confidence", "Column with the mean confidence, 0 to 100; left out if it is not there.")
    imageCol = column("image", "Column with the image that was read; left out if it is not there.")

    input_type = PositionsSchema
    runs_light = True

    def _check(self, dataset: Dataset) -> None:
        if not holds_hocr(dataset, self.getInputCol()):
            super()._check(dataset)

    def _known(self, dataset: Dataset, parameter: str, fits: Callable[[DataType], bool], otherwise: DataType) -> Any:
        """Return a column; nulls where there is none of its default name that fits.

        Raises
        ------
        ValueError
            The column that the user named is not there, or is of another kind.
        """
        name = self.getOrDefault(parameter)
        if name in dataset.columns and not fits(dataset.schema[name].dataType):
            if self.isSet(parameter):
                self.check_column(dataset, parameter, otherwise)
            return constant(dataset, None, otherwise)
        return self.optional_column(dataset, parameter, otherwise)

    def _place_columns(self, dataset: Dataset) -> list[Any]:
        """Return the columns with the places of the text, and what tells their unit beside `_size_columns`."""
        return [
            earlier_exception(dataset),
            column_of(dataset, self.getInputCol()),
            self._known(dataset, "textCol", is_text, StringType()),
            self._known(dataset, "confidenceCol", is_number, DoubleType()),
            self._known(dataset, "imageCol", is_image, IMAGE)["resolution"],
            self._moved(dataset),
        ]

    def _size_columns(self, dataset: Dataset) -> list[Any]:
        """Return the width and height of the image in px, and those of the page in points."""
        image = self._known(dataset, "imageCol", is_image, IMAGE)
        sides = [image[name] for name in ("width", "height")]
        return sides + [self._dimension(dataset, name) for name in (_WIDTH, _HEIGHT)]

    @staticmethod
    def _dimension(dataset: Dataset, name: str) -> Any:
        """Return the size of a page in points, nulls if it is not there."""
        there = name in dataset.columns and (is_number(kind := dataset.schema[name].dataType) or is_whole(kind))
        return column_of(dataset, name) if there else constant(dataset, None, IntegerType())

    def _moved(self, dataset: Dataset) -> Any:
        """Return where the pixels of the image come from, nulls if it does not say so."""
        name = self.getImageCol()
        there = name in dataset.columns and has_fields(dataset.schema[name].dataType, *IMAGE.names, "transform")
        return column_of(dataset, name)["transform"] if there else constant(dataset, None, ArrayType(DoubleType()))


class PageStage(PlacedStage):
    """Reads the places of the text of a page, or the text alone, and tables."""

    tablesCol = column("tables", "Column with a table or an array of tables; left out if it is not there.")
    tablesUnit = choice(
        PageUnit.AUTO,
        "Unit of the tables; AUTO: that of the text. Tables of PdfToText are in points, text that was read is in px.",
    )
    fontsCol = column("fonts", "Column with the fonts of the text of a PDF; left out if it is not there.")

    def _check(self, dataset: Dataset) -> None:
        if not self._has_text_alone(dataset):
            super()._check(dataset)

    def _has_text_alone(self, dataset: Dataset) -> bool:
        """Tell whether pages have text and no column with its places, as those of Word documents."""
        is_usual = not self.isSet("inputCol") and self.getInputCol() not in dataset.columns
        return is_usual and self.getTextCol() in dataset.columns

    def _page_columns(self, dataset: Dataset) -> list[Any]:
        """Return the columns that all stages read; of the image its resolution, not its pixels."""
        return [
            earlier_exception(dataset),
            self.optional_column(dataset, "inputCol", PositionsSchema),
            self._known(dataset, "textCol", is_text, StringType()),
            self._known(dataset, "tablesCol", holds_tables, TableSchema),
            self._known(dataset, "fontsCol", holds_fonts, FontsSchema),
            self._known(dataset, "confidenceCol", is_number, DoubleType()),
            self._known(dataset, "imageCol", is_image, IMAGE)["resolution"],
            self._moved(dataset),
        ]
