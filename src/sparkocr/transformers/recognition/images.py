"""Stages that read text from images."""

from __future__ import annotations

from functools import partial
from typing import Any

from pyspark.sql.types import DataType, DoubleType, StringType

from sparkocr.engines.engine import Engine, recognise
from sparkocr.enums import PageIteratorLevel
from sparkocr.hocr.write import write
from sparkocr.layout.report import ReadOptions
from sparkocr.schemas import HocrSchema, ImageSchema, PositionsSchema, RecognitionSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Data, Dataset, column_of, constant, unless, with_result
from sparkocr.stage.images import is_placeholder, read_image
from sparkocr.stage.params import boolean, choice, column, integer, string
from sparkocr.stage.positions import on_page, position_fields
from sparkocr.transformers.recognition.engine_params import EngineParams

_PAGE_NUMBER = "pagenum"  # added by all stages that make page images
_RESULT = "__recognition"


class ImageToText(EngineParams, Stage):
    """Read the text of an image.

    Adds the columns `outputCol` (text, with a blank line between blocks), `confidenceCol` (mean over words, 0 to
    100), `positionsCol` (see `sparkocr.schemas.PositionsSchema`: px, origin top-left) and `exception`; keeps the
    image.

    A page that `PdfToImage` did not render because it has digital text keeps the text and positions it has.

    Parameters
    ----------
    **values
        Any of the parameters below, as keywords or by their setters.

    Notes
    -----
    `pageIteratorLevel` is the unit of `positions` and of `confidenceThreshold`. Nothing is downloaded: see
    `sparkocr.engines.tessdata.find_tessdata` for where language data are looked for.

    Examples
    --------
    >>> stage = ImageToText(language="deu", pageSegMode="single_block")
    >>> stage.getPageSegMode().name
    'SINGLE_BLOCK'
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

    input_type = ImageSchema
    runs_light = True
    reads_images = True

    def _apply(self, dataset: Data) -> Data:
        recognise = self._udf(
            partial(_recognise, engine=self.engine_of(), options=self._read_options()),
            RecognitionSchema,
            deterministic=False,
        )
        result = dataset.withColumn(_RESULT, recognise(column_of(dataset, self.getInputCol())))
        return result.withColumns(self._columns(result)).drop(_RESULT)

    def _columns(self, result: Dataset) -> dict[str, Any]:
        """Return the output columns; what a page already has stays if it needed no recognition."""
        found = column_of(result, _RESULT)

        def column(name: str, value: Any, kind: DataType) -> Any:
            there = name in result.columns and result.schema[name].dataType.simpleString() == kind.simpleString()
            return unless(
                result, found["read"], value, column_of(result, name) if there else constant(result, None, kind)
            )

        positions = found["positions"]
        if _PAGE_NUMBER in result.columns:
            positions = on_page(positions, column_of(result, _PAGE_NUMBER))
        text, place, confidence = self.getOutputCol(), self.getPositionsCol(), self.getConfidenceCol()
        columns = {
            text: column(text, found["text"], StringType()),
            place: column(place, positions, PositionsSchema),
            confidence: column(confidence, found["confidence"], DoubleType()),
            EXCEPTION: found[EXCEPTION],
        }
        if not self.getIncludeConfidence():
            del columns[confidence]
        if self.getTransformCol():
            columns[self.getTransformCol()] = found["transform"]
        return columns

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
    """Read the text of an image as hOCR: a web page with the place and the confidence of every word.

    Adds the columns `outputCol` (null for a page that needed no reading) and `exception`; keeps the image. At level
    ``SYMBOL`` words also have the boxes of their characters.

    Parameters
    ----------
    **values
        Any of the parameters below, as keywords or by their setters.

    Examples
    --------
    >>> ImageToHocr(pageIteratorLevel="symbol").getPageIteratorLevel().name
    'SYMBOL'
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
        read = self._udf(
            partial(
                _read_hocr,
                engine=self.engine_of(),
                symbols=self.getPageIteratorLevel() == PageIteratorLevel.SYMBOL,
                language=str(self.getLanguage()),
            ),
            HocrSchema,
            deterministic=False,
        )
        found = read(column_of(dataset, self.getInputCol()))
        return with_result(dataset, found, {self.getOutputCol(): "hocr"})


def _recognise(value: Any, *, engine: Engine, options: ReadOptions) -> dict[str, Any]:
    """Read one image; one of 1 x 1 px stands for a page that needs no reading."""
    image = read_image(value).image
    if is_placeholder(image):
        return {"read": False}
    found = recognise(engine, image.pixels, image.resolution, options)
    units = [position_fields(unit, 0) for unit in found.positions]
    transform = None if image.transform is None else image.transform.ravel()
    fields = {"text": found.text, "confidence": found.confidence, "positions": [{"mapping": units}]}
    return fields | {"transform": transform, "read": True}


def _read_hocr(value: Any, *, engine: Engine, symbols: bool, language: str) -> dict[str, Any]:
    """Read one image as hOCR."""
    row = read_image(value)
    if is_placeholder(row.image):
        return {}
    page = engine.read(row.image.pixels, row.image.resolution, symbols=symbols)
    return {"hocr": write(page, image_name=row.origin or "", language=language)}
