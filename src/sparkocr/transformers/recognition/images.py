"""Stages that read text from images."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from pyspark.sql.types import DoubleType, StringType

from sparkocr.engines.engine import Engine
from sparkocr.enums import PageIteratorLevel
from sparkocr.hocr.document import HocrPage
from sparkocr.hocr.write import write_fragment
from sparkocr.imaging.pixels import Image, places_of_text
from sparkocr.layout.box import map_box
from sparkocr.layout.known import with_known_text
from sparkocr.layout.move import move_table
from sparkocr.layout.report import ReadOptions, report
from sparkocr.pdf.paper import POINTS_PER_INCH
from sparkocr.schemas import HocrSchema, ImageSchema, PositionsSchema, RecognitionSchema, SpannedTablesSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Data, column_of, with_result
from sparkocr.stage.images import ImageRow, rendered
from sparkocr.stage.params import boolean, choice, column, integer, string
from sparkocr.stage.positions import position_fields
from sparkocr.stage.tables import table_fields
from sparkocr.stage.udf import RowUdf
from sparkocr.transformers.recognition.engine_params import EngineParams
from sparkocr.transformers.recognition.reading import NOT_READ, fill, with_reading

if TYPE_CHECKING:
    from sparkocr.tables.find import FoundTable

# Letters of a digital page whose pictures are read: its tables are those of the digital text, and what looks like one
# in its pictures is mostly a chart. A stamp or a header over a scan has less.
_DIGITAL = 200


class ImageToText(EngineParams, Stage):
    r"""Read the text of an image.

    Adds the columns `outputCol` (text, with a blank line between blocks), `confidenceCol` (mean over words, 0 to
    100), `positionsCol` (see `sparkocr.schemas.PositionsSchema`: px, origin top-left) and `exception`; keeps the
    image.

    A page that `PdfToImage` did not render because it has digital text keeps the text and positions it has. Of a page
    that has digital text and shows more, the digital text stays as it is, and what is read is put in its place.

    Notes
    -----
    `pageIteratorLevel` is the unit of `positions` and of `confidenceThreshold`. Nothing is downloaded: see
    `sparkocr.engines.tessdata.find_tessdata` for where language data are looked for.

    Examples
    --------
    >>> light = LightPipeline([BinaryToImage(), ImageToText(pageIteratorLevel="word")])
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711\nTotal 12.50"))
    >>> page["text"].result
    'Invoice 4711\nTotal 12.50\n'
    >>> [(word["c"], round(word["width"], -1)) for word in page["positions"].mappings[:2]]
    [('Invoice', 150.0), ('4711', 100.0)]
    """

    inputCol = column("image", "Column with the image to read.")
    outputCol = column("text", "Column for the text.")
    positionsCol = column("positions", "Column for the positions of the text.")
    confidenceCol = column("confidence", "Column for the mean confidence, 0 to 100.")
    includeConfidence = boolean(True, "Whether to add `confidenceCol`.")
    pageIteratorLevel = choice(PageIteratorLevel.BLOCK, "Unit of text that one position describes.")
    confidenceThreshold = integer(
        0, "Units of text below this confidence are dropped from text and positions.", minimum=0, maximum=100
    )
    pdfCoordinates = boolean(False, "Whether positions are in points (1/72 inch) instead of px.")
    withSpaces = boolean(False, "Whether positions have the spaces between words (levels WORD and SYMBOL).")
    keepLayout = boolean(False, "Whether the text reproduces the layout of the page with spaces.")
    outputSpaceCharacterWidth = integer(8, "Width of a space in points, for keepLayout.", minimum=1)
    transformCol = string(
        "", "Column for the transform of the image to the original page, for RegionsToOriginal; empty: none."
    )
    tablesCol = string(
        "",
        "Column for the tables of the page (see sparkocr.schemas.SpannedTableSchema; points; px where the dpi are "
        "unknown), for PageToMarkdown; a page that has some keeps them. Empty: none.",
    )

    input_type = ImageSchema
    runs_light = True
    gives_text = reads_images = True

    def _apply(self, dataset: Data) -> Data:
        has_text = self._has_text(dataset)
        work = partial(
            _recognise,
            engine=self.engine_of(),
            options=self._read_options(),
            has_text=has_text,
            tables=bool(self.getTablesCol()),
        )
        recognise = self._udf(rendered(work, NOT_READ), RecognitionSchema, deterministic=False)
        columns = {
            self.getOutputCol(): ("text", StringType()),
            self.getPositionsCol(): ("positions", PositionsSchema),
            self.getConfidenceCol(): ("confidence", DoubleType()),
        }
        if not self.getIncludeConfidence():
            del columns[self.getConfidenceCol()]
        if self.getTablesCol():
            columns[self.getTablesCol()] = ("tables", SpannedTablesSchema)
        transform = {self.getTransformCol(): "transform"} if self.getTransformCol() else {}
        found = recognise(column_of(dataset, self.getInputCol()))
        return with_reading(dataset, found, columns, transform, self._fill(dataset))

    def _fill(self, dataset: Data) -> RowUdf | None:
        """Return what puts the digital text of a page into what was read, if there is such text."""
        return self._udf(fill, RecognitionSchema, deterministic=False) if self._has_text(dataset) else None

    def _has_text(self, dataset: Data) -> bool:
        name = self.getOutputCol()
        return name in dataset.columns and dataset.schema[name].dataType == StringType()

    def _read_options(self) -> ReadOptions:
        return ReadOptions(
            level=self.getPageIteratorLevel(),
            confidence_threshold=self.getConfidenceThreshold(),
            keep_layout=self.getKeepLayout(),
            space_width_pt=self.getOutputSpaceCharacterWidth(),
            with_spaces=self.getWithSpaces(),
            pdf_coordinates=self.getPdfCoordinates(),
        )


class ImageToHocr(EngineParams, Stage):
    """Read the text of an image as hOCR: blocks, paragraphs, lines and words, with their places and confidences.

    Adds the columns `outputCol` (null for a page that needed no reading) and `exception`; keeps the image. The hOCR is
    a fragment, an ``ocr_page`` as Tesseract's API gives it, and no web page around it. At level ``SYMBOL`` words also
    have the boxes of their characters.

    See Also
    --------
    sparkocr.hocr.write.write : pages as a whole document, for files.

    Examples
    --------
    >>> (page,) = LightPipeline([BinaryToImage(), ImageToHocr()]).fromBinary(samples.image("Invoice 4711"))
    >>> print(page["hocr"])  # doctest: +ELLIPSIS
      <div class='ocr_page' id='page_1' title='image ""; bbox 0 0 900 260; ppageno 0'>
    ... <span class='ocrx_word' id='word_1_2' title='bbox ...; x_wconf ...'>4711</span>...
    """

    inputCol = column("image", "Column with the image to read.")
    outputCol = column("hocr", "Column for the hOCR.")
    pageIteratorLevel = choice(
        PageIteratorLevel.BLOCK, "SYMBOL adds the boxes of characters; words are always there, whatever the level."
    )
    ignoreResolution = boolean(True, "Whether Tesseract estimates the resolution instead of using the image's.")

    input_type = ImageSchema
    runs_light = True

    def _apply(self, dataset: Data) -> Data:
        work = partial(
            _read_hocr,
            engine=self.engine_of(),
            symbols=self.getPageIteratorLevel() == PageIteratorLevel.SYMBOL,
            language=format(self.getLanguage()),
        )
        read = self._udf(rendered(work, {}), HocrSchema, deterministic=False)
        found = read(column_of(dataset, self.getInputCol()))
        return with_result(dataset, found, {self.getOutputCol(): "hocr"})


def _recognise(row: ImageRow, *, engine: Engine, options: ReadOptions, has_text: bool, tables: bool) -> dict[str, Any]:
    """Read one image; where the digital text of its page is known, there are stand-ins for `fill`."""
    image = row.image
    on_page: list[FoundTable] | None = None
    letters = None
    if has_text and image.text_words is not None:
        letters = int(np.abs(image.text_words[:, 4]).sum())
    if tables and (letters or 0) < _DIGITAL:
        from sparkocr.engines.tables.read import read_with_tables  # who wants no tables need not wait for it

        page, on_page = read_with_tables(image, engine)
    else:
        page = engine.read(image.pixels, image.dpi, symbols=options.symbols)
    if letters is not None:
        page = with_known_text(page, places_of_text(image), symbols=options.symbols)
    found = report(page, image.dpi, options)
    units = [position_fields(unit, 0) for unit in found.positions]
    transform = None if image.transform is None else image.transform.ravel()
    fields = {"text": found.text, "confidence": found.confidence, "positions": [{"mapping": units}]}
    fields |= {"transform": transform, "read": True, "letters": letters}
    return fields | {"tables": None if on_page is None else _table_fields(on_page, image)}


def _table_fields(tables: list[FoundTable], image: Image) -> list[dict[str, Any]]:
    """Return the tables of an image as those of its page, in points."""
    scale = POINTS_PER_INCH / image.resolution if image.resolution > 0 else 1.0
    matrix = np.diag([scale, scale, 1.0]) @ (np.eye(3) if image.transform is None else image.transform)
    return [
        table_fields(number, move_table(found.table, lambda box: map_box(box, matrix)), found.engine)
        for number, found in enumerate(tables)
    ]


def _read_hocr(row: ImageRow, *, engine: Engine, symbols: bool, language: str) -> dict[str, Any]:
    """Read one image as hOCR."""
    page = engine.read(row.image.pixels, row.image.dpi, symbols=symbols)
    return {"hocr": write_fragment([HocrPage(page, language=language)])}
