"""Stages that write a page for programs and language models: as JSON, and as Markdown."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from math import isfinite
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark.sql.types import IntegerType, StringType, StructField, StructType

from sparkocr.document.blocks import blocks_of
from sparkocr.document.markdown import page_markdown
from sparkocr.document.page_json import PageFacts, page_json
from sparkocr.document.page_size import points_per_unit
from sparkocr.document.structure import page_of_text
from sparkocr.enums import PageDetail, PageUnit
from sparkocr.imaging.pixels import Matrix
from sparkocr.layout.box import map_box
from sparkocr.layout.regions import Region
from sparkocr.schemas import AnnotationsSchema, FormSchema, RegionsSchema
from sparkocr.stage.columns import EXCEPTION, Data, Dataset, with_result
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.params import boolean, choice, column
from sparkocr.stage.regions import valid_regions
from sparkocr.transformers.text.column_kinds import (
    holds_chunks,
    holds_fields,
    holds_labels,
    holds_regions,
    is_text,
    is_whole,
)
from sparkocr.transformers.text.page_columns import entities_of, fields_of
from sparkocr.transformers.text.page_stage import PageStage
from sparkocr.transformers.text.placed_text import (
    PlacedText,
    matrix_to_px,
    page_size_of,
    placed_text,
    runs_of,
    tables_in_unit,
)


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
    hOCR. Where it is null, or its default name is not there, but there is text, as on a page that was read without
    coordinates, the text alone is written: without headings and in its own order.

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
            self._known(dataset, "originCol", is_text, StringType()),
            self._known(dataset, "pageNumCol", is_whole, IntegerType()),
            self._known(dataset, "entitiesCol", holds_chunks, AnnotationsSchema),
            self._known(dataset, "coordinatesCol", holds_regions, RegionsSchema),
            self._known(dataset, "formCol", holds_fields, FormSchema),
            self._known(dataset, "regionsCol", holds_labels, RegionsSchema),
            *self._size_columns(dataset),
        ]


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
    *sides: Any,
    unit: PageUnit,
    detail: PageDetail,
    tables_unit: PageUnit,
) -> dict[str, Any]:
    """Write one page as JSON."""
    raise_earlier(exception)
    placed = placed_text(value, text.as_py(), runs_of(fonts, confidence, resolution, transform))
    page = placed.page if placed else None
    mean = confidence.as_py()
    size = page_size_of(confidence, resolution, transform, *sides, unit=unit)
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
