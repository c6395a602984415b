"""Ready pipelines by name: those of the public contract that need no trained model of the original product."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from pyspark.ml import PipelineModel, Transformer
from pyspark.sql import DataFrame
from pyspark.sql.types import BinaryType

from sparkocr.apps.light import LightPipeline
from sparkocr.errors import MissingModelError
from sparkocr.stage.bases import Stage
from sparkocr.transformers import (
    Base64ToBinary,
    BinaryToImage,
    ImageSkewCorrector,
    ImageTextCleaner,
    ImageTextDetectorV2,
    ImageToText,
    ImageToTextV2,
    PdfToImage,
    PdfToText,
)
from sparkocr.transformers.unavailable import Unavailable

LANGUAGE = "en"


class PretrainedPipeline:
    """A pipeline by its name, or one that was saved to disk.

    Nothing is downloaded: the pipelines are made of the stages of this package.

    Parameters
    ----------
    name : str
        ``mixed_scanned_digital_pdf`` reads PDF files, one row per page: digital pages by their text layer, scanned ones
        by OCR. ``mixed_scanned_digital_pdf_skew_correction`` also levels scanned pages, in the column
        `corrected`. With `disk_location` the name says nothing.
    lang : str
        ``en``. For another language, change the stage: ``pipeline.model.stages[-1].setLanguage("deu")``.
    remote_loc, parse_embeddings
        Accepted and ignored.
    disk_location : str, optional
        Folder of a saved `PipelineModel`; reading it needs a Spark session.

    Attributes
    ----------
    name : str
    model : PipelineModel

    Raises
    ------
    MissingModelError
        There is no such pipeline; lists those there are.

    Notes
    -----
    Both give the columns `text`, `positions`, `height_dimension`, `width_dimension`, `total_pages`, `pagenum`,
    `content`, `image`, `documentnum`, `confidence` and `exception` besides those of the files. `positions` are points
    on every page, scanned or digital; those of ``..._skew_correction`` are on the levelled page.

    Examples
    --------
    >>> pipeline = PretrainedPipeline("mixed_scanned_digital_pdf", "en", "clinical/ocr")
    >>> [type(stage).__name__ for stage in pipeline.model.stages]
    ['PdfToText', 'PdfToImage', 'ImageToText']
    >>> pipeline.fromBinary(b"not a PDF")[0]["exception"]  # doctest: +ELLIPSIS
    Light Pipeline Exception(message: [PdfToText_...: Can't open file as PDF.])
    """

    def __init__(
        self,
        name: str,
        lang: str = LANGUAGE,
        remote_loc: str | None = None,  # noqa: ARG002
        parse_embeddings: bool = False,  # noqa: ARG002
        disk_location: str | None = None,
    ) -> None:
        self.name = name
        self.model = PipelineModel.load(disk_location) if disk_location else PipelineModel(stages=_stages(name, lang))

    def transform(self, dataset: DataFrame) -> DataFrame:
        """Add the columns of the pipeline to rows of files, as ``spark.read.format("binaryFile")`` gives them."""
        return self.model.transform(dataset)

    def fromLocalPath(self, path: str | Path) -> list[dict[str, Any]]:
        """Read a file or the files of a folder without Spark, see `LightPipeline.fromLocalPath`."""
        return self._light.fromLocalPath(path)

    def fromBinary(self, content: bytes) -> list[dict[str, Any]]:
        """Read the bytes of a file without Spark, see `LightPipeline.fromBinary`."""
        return self._light.fromBinary(content)

    def fromString(self, text: str) -> list[dict[str, Any]]:
        """Read a file that is written as base64 without Spark, see `LightPipeline.fromString`."""
        first = self.model.stages[0]
        if getattr(first, "input_type", None) != BinaryType():
            return self._light.fromString(text)
        decode = Base64ToBinary(outputCol=first.getOrDefault("inputCol"))
        return LightPipeline([decode, *self.model.stages]).fromString(text)

    @cached_property
    def _light(self) -> LightPipeline:
        """The stages without Spark; made when it is asked for, since a saved pipeline may need Spark."""
        return LightPipeline(self.model)


class DicomPretrainedPipeline(Unavailable):
    """Removes personal data from DICOM files; not available, because it needs trained models of the original product.

    Instead: chain stages of this package with an entity model of your own, see `PositionFinder`.
    """

    instead = (
        "chain PdfToImage or BinaryToImage, ImageToText, an entity model of your own, PositionFinder and "
        "ImageDrawRegions."
    )


def _stages(name: str, lang: str) -> list[Transformer]:
    """Return the stages of a pipeline."""
    if name not in PIPELINES or lang != LANGUAGE:
        raise MissingModelError(
            f"There is no pipeline {name!r} in the language {lang!r}: it is unknown or needs models of the original "
            f"product, and none come with sparkocr. There are, in the language {LANGUAGE!r}: {', '.join(PIPELINES)}. "
            "Instead: chain stages yourself, or load a pipeline that you saved, with disk_location. See the page "
            "Models of the documentation."
        )
    return PIPELINES[name]()


def _mixed_pdf(*cleaning: Stage) -> list[Transformer]:
    """Read digital pages by their text layer, scanned ones by OCR, after cleaning."""
    image = cleaning[-1].getOutputCol() if cleaning else "image"
    # Points on all pages, so that a position means the same on a digital and on a scanned one.
    return [
        PdfToText(extractCoordinates=True),
        PdfToImage(keepInput=True),
        *cleaning,
        ImageToText(inputCol=image, pdfCoordinates=True),
    ]


def _printed(first: Stage) -> list[Transformer]:
    """Find the lines of images, and read them with the large models."""
    return [first, ImageTextDetectorV2(), ImageToTextV2(inputCols=["image", "text_regions"])]


PIPELINES: dict[str, Callable[[], list[Transformer]]] = {
    "mixed_scanned_digital_pdf": _mixed_pdf,
    "mixed_scanned_digital_pdf_skew_correction": lambda: _mixed_pdf(ImageSkewCorrector(outputCol="corrected")),
    "mixed_scanned_digital_pdf_image_cleaner": lambda: _mixed_pdf(ImageTextCleaner()),
    "image_printed_transformer_extraction": lambda: _printed(BinaryToImage()),
    "pdf_printed_transformer_extraction": lambda: _printed(PdfToImage()),
}
"""What makes the stages of each pipeline there is."""
