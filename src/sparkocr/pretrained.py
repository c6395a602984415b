"""Ready pipelines by name: those of the public contract that need no trained model of the original product."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from pyspark.ml import PipelineModel, Transformer
from pyspark.sql import DataFrame
from pyspark.sql.types import BinaryType

from sparkocr.apps.light import LightPipeline
from sparkocr.enums import PixelText
from sparkocr.errors import MissingModelError
from sparkocr.stage.bases import TypedStage
from sparkocr.transformers import (
    Base64ToBinary,
    BinaryToImage,
    DicomDrawRegions,
    DicomFileDeidentifier,
    DicomToImageV3,
    ImageSkewCorrector,
    ImageTextCleaner,
    ImageTextDetectorV2,
    ImageToText,
    ImageToTextV2,
    PdfToImage,
    PdfToText,
)

LANGUAGE = "en"


class PretrainedPipeline:
    """A pipeline by its name, or one that was saved to disk.

    Nothing is downloaded: the pipelines are made of the stages of this package.

    Parameters
    ----------
    name : str
        ``mixed_scanned_digital_pdf`` reads PDF files, one row per page: digital pages by their text layer, scanned ones
        by OCR. ``mixed_scanned_digital_pdf_skew_correction`` also levels scanned pages, in the column
        `corrected`. Names that begin with ``dicom_deid`` are those of `DicomPretrainedPipeline`. With `disk_location`
        the name says nothing.
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
    Both of PDF files give the columns `text`, `positions`, `height_dimension`, `width_dimension`, `total_pages`,
    `pagenum`, `content`, `image`, `documentnum`, `confidence` and `exception` besides those of the files. `positions`
    are points on every page, scanned or digital; those of ``..._skew_correction`` are on the levelled page.

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
        if getattr(first, "input_type", BinaryType()) != BinaryType():
            return self._light.fromString(text)
        decode = Base64ToBinary(outputCol=first.getOrDefault("inputCol"))
        return LightPipeline([decode, *self.model.stages]).fromString(text)

    @cached_property
    def _light(self) -> LightPipeline:
        """The stages without Spark; made when it is asked for, since a saved pipeline may need Spark."""
        return LightPipeline(self.model)


class DicomPretrainedPipeline(PretrainedPipeline):
    """A pipeline that takes the identifiers out of DICOM files, by its name or one of your own; it needs little memory.

    `transform` reads files by their paths, one frame at a time, and passes no bytes of files from stage to stage.

    Parameters
    ----------
    name : str, PipelineModel or PretrainedPipeline
        By rising strictness:

        ``dicom_deid_generic_augmented_minimal`` masks what may be an identifier in the pixels, and keeps what it can of
        the header: what describes the patient, machine and institution, texts without the identifiers in them, and
        dates, moved.
        ``dicom_deid_generic_augmented_pseudonym`` masks the same, and keeps of the header what is needed to follow a
        patient over time: pseudonyms, what describes the patient, and dates, moved.
        ``dicom_deid_full_anonymization`` masks all text, and keeps nothing that the Basic Profile does not keep.

        A pipeline of your own has `DicomToImageV3` and `DicomDrawRegions`.
    lang : str
        ``en``.
    remote_loc, parse_embeddings
        Accepted and ignored.
    disk_location : str, optional
        Folder of a saved `PipelineModel`; reading it needs a Spark session.

    Raises
    ------
    MissingModelError
        There is no such pipeline; lists those there are.
    ValueError
        A pipeline of your own lacks a stage.

    See Also
    --------
    DicomFileDeidentifier : the one stage of which the pipelines with a name are made, and what it proves.

    Notes
    -----
    Pipelines with a name add the columns `dicom`, `audit` and `exception`. Without a key, pseudonyms, UIDs and days by
    which dates are moved are others in each run: ``pipeline.model.stages[0].setKey("a secret of yours")``.

    Workers open the files of `path`. Where they can't, call ``pipeline.model.transform``, which takes bytes.

    Examples
    --------
    >>> from sparkocr import samples
    >>> pipeline = DicomPretrainedPipeline("dicom_deid_full_anonymization")
    >>> _ = pipeline.model.stages[0].setKey("a secret").setDetectors(["fields"])
    >>> (file,) = pipeline.fromBinary(samples.dicom("Jane Doe", patient="Doe^Jane"))
    >>> file["audit"]["proven"], file["exception"].message
    (True, '')
    """

    def __init__(
        self,
        name: str | PipelineModel | PretrainedPipeline,
        lang: str = LANGUAGE,
        remote_loc: str | None = None,
        parse_embeddings: bool = False,
        disk_location: str | None = None,
    ) -> None:
        if isinstance(name, str):
            super().__init__(name, lang, remote_loc, parse_embeddings, disk_location)
        else:
            self.name = getattr(name, "name", name.uid if isinstance(name, PipelineModel) else "")
            self.model = name if isinstance(name, PipelineModel) else name.model
        kinds = set(map(type, _flat(self.model)))
        missing = [] if DicomFileDeidentifier in kinds else [one for one in _NEEDED if one not in kinds]
        if missing:
            raise ValueError(f"The pipeline {self.name!r} has no {' and no '.join(one.__name__ for one in missing)}.")

    def transform(self, dataset: DataFrame) -> DataFrame:
        """Add the columns of the pipeline to rows of files, as ``spark.read.format("binaryFile")`` gives them.

        If there are paths, the bytes of the files are left out.
        """
        if not {_PATH, _CONTENT} <= set(dataset.columns):
            return super().transform(dataset)
        return PipelineModel(list(map(_by_path, _flat(self.model)))).transform(dataset.drop(_CONTENT))


_PATH, _CONTENT = "path", "content"
_NEEDED = (DicomToImageV3, DicomDrawRegions)


def _flat(pipeline: PipelineModel) -> Iterator[Transformer]:
    """Yield the stages of a pipeline, those of pipelines inside of it included."""
    for stage in pipeline.stages:
        if isinstance(stage, PipelineModel):
            yield from _flat(stage)
        else:
            yield stage


def _by_path(stage: Transformer) -> Transformer:
    """Return a stage that opens the file of a path, in place of one that takes its bytes."""
    changed: dict[Any, Any] = {}
    for parameter in ("inputCol", "inputCols"):
        names = stage.getOrDefault(parameter) if stage.hasParam(parameter) else None
        if names == _CONTENT:
            changed[stage.getParam(parameter)] = _PATH
        elif isinstance(names, list) and _CONTENT in names:
            changed[stage.getParam(parameter)] = [_PATH if name == _CONTENT else name for name in names]
    return stage.copy(changed)


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


def _mixed_pdf(*cleaning: TypedStage) -> list[Transformer]:
    """Read digital pages by their text layer, scanned ones by OCR, after cleaning."""
    image = cleaning[-1].getOrDefault("outputCol") if cleaning else "image"
    # Points on all pages, so that a position means the same on a digital and on a scanned one.
    return [
        PdfToText(extractCoordinates=True),
        PdfToImage(keepInput=True),
        *cleaning,
        ImageToText(inputCol=image, pdfCoordinates=True),
    ]


def _printed(first: TypedStage) -> list[Transformer]:
    """Find the lines of images, and read them with the large models."""
    return [first, ImageTextDetectorV2(), ImageToTextV2(inputCols=["image", "text_regions"])]


def _dicom(**options: Any) -> list[Transformer]:
    """Take the identifiers out of pixels and headers, and prove it."""
    return [DicomFileDeidentifier(outputCol="dicom", **options)]


PIPELINES: dict[str, Callable[[], list[Transformer]]] = {
    "mixed_scanned_digital_pdf": _mixed_pdf,
    "mixed_scanned_digital_pdf_skew_correction": lambda: _mixed_pdf(ImageSkewCorrector(outputCol="corrected")),
    "mixed_scanned_digital_pdf_image_cleaner": lambda: _mixed_pdf(ImageTextCleaner()),
    "image_printed_transformer_extraction": lambda: _printed(BinaryToImage()),
    "pdf_printed_transformer_extraction": lambda: _printed(PdfToImage()),
    "dicom_deid_generic_augmented_minimal": lambda: _dicom(
        pixelText=PixelText.IDENTIFIERS,
        profileOptions=[
            *("patient", "device", "institution", "modified_dates", "safe_private"),
            *("descriptors", "structured", "graphics"),
        ],
    ),
    "dicom_deid_generic_augmented_pseudonym": lambda: _dicom(
        pixelText=PixelText.IDENTIFIERS, profileOptions=["patient", "modified_dates"]
    ),
    "dicom_deid_full_anonymization": _dicom,
}
"""What makes the stages of each pipeline there is."""
