"""Stages that write a page for programs and language models: as JSON, and as Markdown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import isfinite
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark.sql.types import (
    ArrayType,
    DataType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    ShortType,
    StringType,
    StructField,
    StructType,
)

from sparkocr.document.blocks import blocks_of
from sparkocr.document.markdown import page_markdown
from sparkocr.document.page_json import PageFacts, page_json
from sparkocr.document.page_size import points_per_unit, size_in_unit
from sparkocr.document.structure import page_of_text
from sparkocr.enums import PageDetail, PageUnit
from sparkocr.imaging.pixels import Matrix, dpi_of
from sparkocr.layout.box import map_box
from sparkocr.layout.regions import Region
from sparkocr.schemas import (
    AnnotationsSchema,
    FontsSchema,
    FormSchema,
    PositionsSchema,
    RegionsSchema,
    TableSchema,
)
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Data, Dataset, column_of, constant, earlier_exception, with_result
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.images import read_matrix
from sparkocr.stage.params import boolean, choice, column
from sparkocr.stage.regions import valid_regions
from sparkocr.transformers.text.page_columns import entities_of, fields_of
from sparkocr.transformers.text.placed_text import PlacedText, matrix_to_px, placed_text, runs_of, tables_in_unit

_WIDTH, _HEIGHT = "width_dimension", "height_dimension"  # added by all stages that read pages of PDF files
_IMAGE = StructType([StructField(name, IntegerType()) for name in ("height", "width", "resolution")])


class PageStage(Stage):
    """What all stages read: the places of the text, or the text alone, and tables."""

    inputCol = column("positions", "Column with the positions of the text, or with hOCR.")
    textCol = column("text", "Column with the text; left out if it is not there.")
    tablesCol = column("tables", "Column with a table or an array of tables; left out if it is not there.")
    tablesUnit = choice(
        PageUnit.AUTO,
        "Unit of the tables; AUTO: that of the text. Tables of PdfToText are in points, text that was read is in px.",
    )
    fontsCol = column("fonts", "Column with the fonts of the text of a PDF; left out if it is not there.")
    confidenceCol = column("confidence", "Column with the mean confidence, 0 to 100; left out if it is not there.")
    imageCol = column("image", "Column with the image that was read; left out if it is not there.")

    input_type = PositionsSchema
    runs_light = True

    def _check(self, dataset: Dataset) -> None:
        name = self.getInputCol()
        if name not in dataset.columns or not isinstance(dataset.schema[name].dataType, StringType):
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

    def _page_columns(self, dataset: Dataset) -> list[Any]:
        """Return the columns that all stages read; of the image its resolution, not its pixels."""
        return [
            earlier_exception(dataset),
            column_of(dataset, self.getInputCol()),
            self._known(dataset, "textCol", _is_text, StringType()),
            self._known(dataset, "tablesCol", _holds_tables, TableSchema),
            self._known(dataset, "fontsCol", _holds_fonts, FontsSchema),
            self._known(dataset, "confidenceCol", _is_number, DoubleType()),
            self._known(dataset, "imageCol", _is_image, _IMAGE)["resolution"],
            self._moved(dataset),
        ]

    def _size_columns(self, dataset: Dataset) -> list[Any]:
        """Return the width and height of the image in px, and those of the page in points."""
        image = self._known(dataset, "imageCol", _is_image, _IMAGE)
        sides = [image[name] for name in ("width", "height")]
        return sides + [self._dimension(dataset, name) for name in (_WIDTH, _HEIGHT)]

    @staticmethod
    def _dimension(dataset: Dataset, name: str) -> Any:
        """Return the size of a page in points, nulls if it is not there."""
        there = name in dataset.columns and (_is_number(kind := dataset.schema[name].dataType) or is_whole(kind))
        return column_of(dataset, name) if there else constant(dataset, None, IntegerType())

    def _moved(self, dataset: Dataset) -> Any:
        """Return where the pixels of the image come from, nulls if it does not say so."""
        name = self.getImageCol()
        there = name in dataset.columns and _has(dataset.schema[name].dataType, *_IMAGE.names, "transform")
        return column_of(dataset, name)["transform"] if there else constant(dataset, None, ArrayType(DoubleType()))


class PageToMarkdown(PageStage):
    r"""Write a page as Markdown, for language models and for people.

    Adds the columns `outputCol` and `exception`. Headings are larger than body text, or bold where the fonts are known
    (`fontsCol` of `PdfToText`); columns come one after the other, then their footnotes; lines are joined to paragraphs.
    Lists are those of Markdown, tables those of HTML.

    See Also
    --------
    sparkocr.document.headings.headings : what is a heading.
    sparkocr.document.blocks.blocks_of : what is a list item, and a line that ends on purpose.
    sparkocr.document.markdown.page_markdown : how they are written, and where tables stand.

    Notes
    -----
    The input column is that of `ImageToText` or `PdfToText`, at any level of detail; words are best. It may also be
    hOCR. Where it is null but there is text, as on a digital page that was read without coordinates, the text alone is
    written: without headings and in its own order.

    Examples
    --------
    >>> light = LightPipeline([PdfToText(extractCoordinates=True), PageToMarkdown()])
    >>> (page,) = light.fromBinary(samples.pdf("The fruit of this summer is\nsweet.\n\n• apples\n• pears"))
    >>> page["markdown"]
    'The fruit of this summer is sweet.\n\n- apples\n- pears\n'
    """

    outputCol = column("markdown", "Column for the Markdown.")
    pageHeaders = boolean(True, "Whether the running header and footer of a page are written.")

    def _apply(self, dataset: Data) -> Data:
        schema = StructType([StructField("markdown", StringType()), StructField(EXCEPTION, StringType())])
        options = {"page_headers": self.getPageHeaders(), "tables_unit": self.getTablesUnit()}
        write = self._udf(partial(_markdown, **options), schema, deterministic=False)
        return with_result(dataset, write(*self._page_columns(dataset)), {self.getOutputCol(): "markdown"})


class PageToJson(PageStage):
    r"""Write all that is known of a page as one JSON document.

    Adds the columns `outputCol` and `exception`. The document is valid by
    `sparkocr.schemas.page_json_schema`, and ``from_json(column, sparkocr.schemas.PageJsonSchema)`` reads it back.

    See Also
    --------
    sparkocr.document.page_json.page_json : the same on a page.

    Notes
    -----
    The input column is as in `PageToMarkdown`. Without places `blocks` is null.

    Boxes are in the `unit` of the document, which is that of the input column. With ``PageUnit.AUTO`` a page with an
    image, or with a confidence, was read from the image: px. One whose image is the 1 x 1 px that `PdfToImage` puts in
    place of a digital page, or that has no image but the columns `width_dimension` and `height_dimension` of
    `PdfToText`, is in points. Else it is null. Set `unit` if positions were made with `pdfCoordinates`, and `imageCol`
    to the image that was read.

    Examples
    --------
    >>> import json
    >>> light = LightPipeline([PdfToText(extractCoordinates=True), PageToJson(detail="blocks")])
    >>> (page,) = light.fromBinary(samples.pdf("In season:\n\n• apples"))
    >>> [(block["type"], block["text"], block["box"]) for block in json.loads(page["json"])["blocks"]]
    [('paragraph', 'In season:', [40, 28.66, 55.37, 14.03]), ('list_item', '• apples', [40, 57.46, 42.89, 14.03])]
    """

    outputCol = column("json", "Column for the JSON.")
    originCol = column("path", "Column that says where the page is from; left out if it is not there.")
    pageNumCol = column("pagenum", "Column with the number of the page, from 0; left out if it is not there.")
    entitiesCol = column("ner_chunk", "Column with chunks of text as annotations; left out if it is not there.")
    coordinatesCol = column("coordinates", "Column with the places of these chunks; left out if it is not there.")
    formCol = column("form", "Column with the fields of a form; left out if it is not there.")
    regionsCol = column(
        "regions",
        "Column with labelled regions of the image, as of DocumentLayoutAnalyzer; left out if it is not there.",
    )
    unit = choice(PageUnit.AUTO, "Unit of the input column; AUTO finds it in the image and the size of the page.")
    detail = choice(PageDetail.WORDS, "The smallest parts to write: BLOCKS have no lines, LINES no words.")

    def _apply(self, dataset: Data) -> Data:
        schema = StructType([StructField("json", StringType()), StructField(EXCEPTION, StringType())])
        options = {"unit": self.getUnit(), "detail": self.getDetail(), "tables_unit": self.getTablesUnit()}
        write = self._udf(partial(_json, **options), schema, deterministic=False)
        made = write(*self._page_columns(dataset), *self._more_columns(dataset))
        return with_result(dataset, made, {self.getOutputCol(): "json"})

    def _more_columns(self, dataset: Dataset) -> list[Any]:
        """Return the columns that only this stage reads."""
        return [
            self._known(dataset, "originCol", _is_text, StringType()),
            self._known(dataset, "pageNumCol", is_whole, IntegerType()),
            self._known(dataset, "entitiesCol", _holds_chunks, AnnotationsSchema),
            self._known(dataset, "coordinatesCol", _holds_regions, RegionsSchema),
            self._known(dataset, "formCol", _holds_fields, FormSchema),
            self._known(dataset, "regionsCol", _holds_labels, RegionsSchema),
            *self._size_columns(dataset),
        ]


def _is_text(kind: DataType) -> bool:
    return isinstance(kind, StringType)


def is_whole(kind: DataType) -> bool:
    """Tell whether a column holds whole numbers."""
    return isinstance(kind, (IntegerType, LongType, ShortType))


def _is_number(kind: DataType) -> bool:
    return isinstance(kind, (DoubleType, FloatType))


def _is_image(kind: DataType) -> bool:
    return _has(kind, *_IMAGE.names)


def _holds_tables(kind: DataType) -> bool:
    return _has(kind, "area", "chunks") or _lists(kind, "area", "chunks")


def _holds_fonts(kind: DataType) -> bool:
    return _lists(kind, "x", "y", "width", "height", "name", "size", "bold", "italic")


def _holds_chunks(kind: DataType) -> bool:
    return _lists(kind, "begin", "end", "result", "metadata")


def _holds_regions(kind: DataType) -> bool:
    return _lists(kind, "index", "x", "y", "width", "height")


def _holds_labels(kind: DataType) -> bool:
    return _lists(kind, "x", "y", "width", "height", "label")


def _holds_fields(kind: DataType) -> bool:
    return _lists(kind, "key", "value", "fieldType")


def _has(kind: DataType, *names: str) -> bool:
    return isinstance(kind, StructType) and set(names) <= set(kind.names)


def _lists(kind: DataType, *names: str) -> bool:
    return isinstance(kind, ArrayType) and _has(kind.elementType, *names)


def _labelled(regions: Any, *, in_points: bool, to_px: Matrix | None) -> list[Region] | None:
    """Return the regions of an image that have a label, in the unit of its page; None if they are unknown."""
    if not regions.is_valid or (in_points and to_px is None):
        return None
    found = [region for region in valid_regions(regions) if region.label]
    if not in_points or to_px is None:
        return found
    to_points = np.asarray(np.linalg.inv(to_px), np.float64)
    return [replace(region, box=map_box(region.box, to_points)) for region in found]


def _markdown(
    exception: Any,
    value: Any,
    text: Any,
    tables: Any,
    fonts: Any,
    confidence: Any,
    resolution: Any,
    transform: Any,
    *,
    page_headers: bool,
    tables_unit: PageUnit,
) -> dict[str, Any]:
    """Write one page as Markdown."""
    raise_earlier(exception)
    plain = text.as_py()
    runs = runs_of(fonts, confidence, resolution, transform)
    placed = placed_text(value, plain, runs) or PlacedText(page_of_text(plain))
    found = tables_in_unit(tables, confidence, resolution, transform, tables_unit) or ()
    blocks = blocks_of(placed.page)
    return {"markdown": page_markdown(blocks, placed.level(found), page_headers=page_headers)}


def _json(
    exception: Any,
    value: Any,
    text: Any,
    tables: Any,
    fonts: Any,
    confidence: Any,
    resolution: Any,
    transform: Any,
    path: Any,
    number: Any,
    chunks: Any,
    coordinates: Any,
    form: Any,
    regions: Any,
    width: Any,
    height: Any,
    *points: Any,
    unit: PageUnit,
    detail: PageDetail,
    tables_unit: PageUnit,
) -> dict[str, Any]:
    """Write one page as JSON."""
    raise_earlier(exception)
    placed = placed_text(value, text.as_py(), runs_of(fonts, confidence, resolution, transform))
    page = placed.page if placed else None
    mean = confidence.as_py()
    dpi = dpi_of(resolution.as_py() or 0, read_matrix(transform, 3))
    size = size_in_unit(
        width.as_py(), height.as_py(), dpi, *(side.as_py() for side in points), was_read=mean is not None, unit=unit
    )
    of_hocr = isinstance(value, pa.StringScalar | pa.LargeStringScalar) and page is not None
    if of_hocr and page is not None and page.width > 0:
        size = size._replace(width=page.width, height=page.height)
    scale = points_per_unit(size) if of_hocr else 1.0
    facts = PageFacts(
        path=path.as_py(),
        page=number.as_py(),
        **size._asdict(),
        text=text.as_py(),
        confidence=mean if mean is None or isfinite(mean) else None,
        word_confidences=of_hocr and "x_wconf" in value.as_py(),
        points_per_row=scale,
        tables=tables_in_unit(tables, confidence, resolution, transform, tables_unit),
        entities=entities_of(chunks, coordinates),
        regions=_labelled(regions, in_points=size.unit == PageUnit.PT, to_px=matrix_to_px(resolution, transform)),
        fields=fields_of(form),
    )
    return {"json": page_json(facts, placed.blocks() if placed else None, detail)}
