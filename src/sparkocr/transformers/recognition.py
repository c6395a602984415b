"""Stages that read text from images."""

from __future__ import annotations

import warnings
from functools import partial
from typing import Any

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import DataType, DoubleType, StringType

from sparkocr.arrow import position_fields, read_image
from sparkocr.engines import tesseract
from sparkocr.enums import EngineMode, Language, ModelType, PageIteratorLevel, PageSegmentationMode
from sparkocr.params import boolean, choice, column, integer, settings, split_settings, string
from sparkocr.schemas import ImageSchema, PositionsSchema, RecognitionSchema
from sparkocr.stage import EXCEPTION, Stage, on_page, quoted

_PAGE_NUMBER = "pagenum"  # added by all stages that make page images
_RESULT = "__recognition"


class ImageToText(Stage):
    """Read the text of an image with Tesseract.

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
    pageSegMode = choice(PageSegmentationMode.AUTO, "How Tesseract splits the page.")
    pageIteratorLevel = choice(PageIteratorLevel.BLOCK, "Unit of text that one position describes.")
    ocrEngineMode = choice(EngineMode.LSTM_ONLY, "Which recogniser of Tesseract reads.")
    language = choice(
        Language.ENG,
        "Language of the text.",
        otherwise=r"~?\w+([+]~?\w+)*",
        allowed="codes of Tesseract like 'ita', 'chi_sim', 'eng+deu'",
    )
    confidenceThreshold = integer(
        0, "Units of text below this confidence are dropped from text and positions.", minimum=0, maximum=100
    )
    ignoreResolution = boolean(False, "Whether Tesseract estimates the resolution instead of using the image's.")
    ocrParams = settings([], "Variables of Tesseract, as key=value strings.", example=["preserve_interword_spaces=1"])
    pdfCoordinates = boolean(False, "Whether positions are in points (1/72 inch) instead of px.")
    modelData = string("", "Folder with Tesseract's language data (tessdata) on every worker; empty: the usual places.")
    modelType = choice(ModelType.BASE, "Variant of the language data.")
    downloadModelData = boolean(False, "Accepted for old programs: nothing is ever downloaded.")
    withSpaces = boolean(False, "Whether positions have the spaces between words (levels WORD and SYMBOL).")
    keepLayout = boolean(False, "Whether the text reproduces the layout of the page with spaces.")
    outputSpaceCharacterWidth = integer(8, "Width of a space in points, for keepLayout.", minimum=1)
    transformCol = string(
        "", "Column for the transform of the image to the original page, for RegionsToOriginal; empty: none."
    )

    input_type = ImageSchema

    def _apply(self, dataset: DataFrame) -> DataFrame:
        if self.getDownloadModelData():
            warnings.warn(
                f"{self.uid}: downloadModelData does nothing: sparkocr never downloads. Install the language data on "
                "the workers (Debian: tesseract-ocr-<language>) or set modelData.",
                stacklevel=4,
            )
        recognise = self._udf(
            partial(
                _recognise,
                engine=self._engine_options(),
                options=self._read_options(),
            ),
            RecognitionSchema,
            deterministic=False,
        )
        result = dataset.withColumn(_RESULT, recognise(quoted(self.getInputCol())))
        return result.withColumns(self._columns(result)).drop(_RESULT)

    def _columns(self, result: DataFrame) -> dict[str, Column]:
        """Return the output columns; what a page already has stays if it needed no recognition."""
        found = F.col(_RESULT)
        decided = found.getField("read") | found.getField(EXCEPTION).isNotNull()

        def column(name: str, value: Column, kind: DataType) -> Column:
            there = name in result.columns and result.schema[name].dataType.simpleString() == kind.simpleString()
            return F.when(decided, value).otherwise(quoted(name) if there else F.lit(None).cast(kind))

        positions = found.getField("positions")
        if _PAGE_NUMBER in result.columns:
            positions = on_page(positions, F.col(_PAGE_NUMBER))
        text, place, confidence = self.getOutputCol(), self.getPositionsCol(), self.getConfidenceCol()
        columns = {
            text: column(text, found.getField("text"), StringType()),
            place: column(place, positions, PositionsSchema),
            confidence: column(confidence, found.getField("confidence"), DoubleType()),
            EXCEPTION: found.getField(EXCEPTION),
        }
        if not self.getIncludeConfidence():
            del columns[confidence]
        if self.getTransformCol():
            columns[self.getTransformCol()] = found.getField("transform")
        return columns

    def _engine_options(self) -> tesseract.TesseractOptions:
        return tesseract.TesseractOptions(
            language=str(self.getLanguage()),
            engine_mode=self.getOcrEngineMode(),
            model_data=self.getModelData(),
            model_type=self.getModelType(),
            variables=split_settings(self.getOcrParams()),
        )

    def _read_options(self) -> tesseract.ReadOptions:
        return tesseract.ReadOptions(
            page_seg_mode=self.getPageSegMode(),
            level=self.getPageIteratorLevel(),
            confidence_threshold=self.getConfidenceThreshold(),
            keep_layout=self.getKeepLayout(),
            space_width_pt=self.getOutputSpaceCharacterWidth(),
            with_spaces=self.getWithSpaces(),
            pdf_coordinates=self.getPdfCoordinates(),
            ignore_resolution=self.getIgnoreResolution(),
        )


def _recognise(value: Any, *, engine: tesseract.TesseractOptions, options: tesseract.ReadOptions) -> dict[str, Any]:
    """Read one image; one of 1 x 1 px stands for a page that needs no reading."""
    image = read_image(value).image
    if image.pixels.shape[:2] == (1, 1):
        return {"read": False}
    found = tesseract.read(image.pixels, image.resolution, engine, options)
    units = [position_fields(unit, 0) for unit in found.positions]
    transform = None if image.transform is None else image.transform.ravel()
    fields = {"text": found.text, "confidence": found.confidence, "positions": [{"mapping": units}]}
    return fields | {"transform": transform, "read": True}
