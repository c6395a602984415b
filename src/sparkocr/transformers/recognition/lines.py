"""Stages that read the regions of an image, and put them together to lines."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Self

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    FloatType,
    StringType,
    StructField,
    StructType,
)

from sparkocr.engines.engine import Engine
from sparkocr.engines.parts import read_part
from sparkocr.engines.ppocr.engine import PPOcr
from sparkocr.engines.ppocr.models import SIZES
from sparkocr.engines.ppocr.packs import can_read, with_pack
from sparkocr.enums import ImageType, OcrOutputFormat, PageIteratorLevel, PageSegmentationMode, TokenizerType
from sparkocr.errors import DocumentError
from sparkocr.hocr.document import HocrPage
from sparkocr.hocr.write import write_flat, write_fragment
from sparkocr.imaging.pixels import Image, convert
from sparkocr.layout.box import Box
from sparkocr.layout.merge import union
from sparkocr.layout.page import Page
from sparkocr.layout.region_lines import (
    Reading,
    confidence_of,
    formatted_text,
    group_neighbours,
    page_of_readings,
)
from sparkocr.layout.report import ReadOptions, report
from sparkocr.schemas import ImageSchema, PositionsSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Data, column_of, earlier_exception
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.images import read_image
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.params import (
    boolean,
    choice,
    column,
    integer,
    optional_columns,
    optional_integer,
    split_settings,
    string,
)
from sparkocr.stage.positions import position_fields
from sparkocr.stage.regions import check_regions, read_regions
from sparkocr.stage.warn import warn_user
from sparkocr.transformers.recognition.engine_params import EngineParams
from sparkocr.transformers.recognition.pretrained_model import OnClassOrInstance, PretrainedModel
from sparkocr.transformers.recognition.reading import NOT_READ, with_reading

_ConfidencesType = ArrayType(FloatType())
_ReadingSchema = StructType(
    [
        StructField("text", StringType()),
        StructField("confidences", _ConfidencesType),
        StructField("positions", PositionsSchema),
        StructField("read", BooleanType()),
        StructField(EXCEPTION, StringType()),
    ]
)
"""What is read in one image; `read` is false where a digital page needed none."""


@dataclass(frozen=True, slots=True)
class _Options:
    """What the parameters say about lines and their text."""

    tolerance: int
    border: int
    space_width: int
    output: OcrOutputFormat
    language: str
    flat_hocr: bool
    with_confidence: bool


ReadImage = Callable[[Image, "list[Box] | None"], tuple[Page, list[float]]]
"""Reads an image: in regions, or wherever text is. Gives the page, and confidences from 0 to 1 in reading order."""


class _RegionReader(Stage):
    """Base of the stages that read regions."""

    inputCol = column("image", "Column with the image to read.")
    inputCols = optional_columns(
        "Columns with the image and, if given, with its regions; goes before `inputCol` and `inputRegionsCol`."
    )
    outputCol = column("text", "Column for the text.")
    positionsCol = column("positions", "Column for the positions of the words.")
    confidenceCol = column("confidence", "Column for the confidences, 0 to 1.")
    includeConfidence = boolean(False, "Whether to add `confidenceCol`: one number per region, in reading order.")
    outputFormat = choice(OcrOutputFormat.TEXT, "What `outputCol` holds.")
    lineTolerance = integer(
        15,
        "Px that the centres of regions of one line may differ in height from their mean; those that have half of "
        "their height in common are one line in any case.",
        minimum=0,
    )
    borderWidth = integer(5, "Px around a region that are read with it.", minimum=0)
    spaceWidth = integer(
        10, "Px that a space stands for, in gaps wider than in a sentence; for FORMATTED_TEXT.", minimum=1
    )
    keepInput = boolean(True, "Whether the image stays in the result.")

    input_type = ImageSchema
    runs_light = True
    gives_text = reads_images = True
    flat_hocr: ClassVar[bool]
    """Whether hOCR has words alone, with their confidences only if these are asked for."""

    def getInputCols(self) -> list[str]:
        """Return the columns that are read: those of `inputCols`, or else of the two other parameters."""
        names = self.getOrDefault("inputCols")
        both = [self.getOrDefault("inputCol"), self.getOrDefault("inputRegionsCol")]
        return [name for name in both if name] if names is None else names

    def _transform(self, dataset: DataFrame) -> DataFrame:
        return super(_RegionReader, self._with_columns())._transform(dataset)

    def light_rows(self, row: LightRow) -> Iterator[LightRow]:
        """Do for one row what `transform` does for a DataFrame, without Spark."""
        return super(_RegionReader, self._with_columns()).light_rows(row)

    def _with_columns(self) -> Self:
        """Return a copy whose `inputCol` and `inputRegionsCol` are the columns that are read.

        Raises
        ------
        ValueError
            `inputCols` are too many.
        """
        names = self.getInputCols()
        if len(names) > 2:  # noqa: PLR2004
            raise ValueError(f"{self.uid}: inputCols must be the image and its regions; got {names!r}")
        columns = dict(zip(("inputCol", "inputRegionsCol"), names, strict=False))
        return self.copy({self.getParam(name): value for name, value in columns.items()})

    def _apply(self, dataset: Data) -> Data:
        inputs = [column_of(dataset, self.getInputCol()), earlier_exception(dataset)]
        if self.getOrDefault("inputRegionsCol"):
            check_regions(self, dataset)
            inputs.append(column_of(dataset, self.getOrDefault("inputRegionsCol")))
        options = _Options(
            self.getLineTolerance(),
            self.getBorderWidth(),
            self.getSpaceWidth(),
            self.getOutputFormat(),
            format(self.getOrDefault("language")),
            self.flat_hocr,
            self.getIncludeConfidence(),
        )
        read = self._udf(
            partial(_read, read_image_in=self._reader(options), options=options), _ReadingSchema, deterministic=False
        )
        columns = {
            self.getOutputCol(): ("text", StringType()),
            self.getPositionsCol(): ("positions", PositionsSchema),
            self.getConfidenceCol(): ("confidences", _ConfidencesType),
        }
        if not self.getIncludeConfidence():
            del columns[self.getConfidenceCol()]
        return self._without_input(with_reading(dataset, read(*inputs), columns))

    @abstractmethod
    def _reader(self, options: _Options) -> ReadImage:
        """Return a picklable function that reads an image."""


class ImageToTextV2(PretrainedModel, _RegionReader):
    r"""Read printed text line by line with PP-OCR: the regions that a detector found, or the whole image.

    Each region is read as one line or word and may be turned. Regions of one line, by `lineTolerance`, are joined from
    left to right. Without regions the lines are found first, and put in reading order as by `ImageToText`.

    Adds the columns `outputCol`, `positionsCol` (the words; see `sparkocr.schemas.PositionsSchema`: px, origin
    top-left), `confidenceCol` if asked for, and `exception`. A page that `PdfToImage` did not render because it has
    digital text keeps what it has.

    See Also
    --------
    sparkocr.layout.region_lines : lines and text of regions.

    Notes
    -----
    ``outputFormat``:

    ===================  ===========================================================================================
    TEXT                 a line end after each line
    FORMATTED_TEXT       words beside each other are one line; wide gaps become a space per `spaceWidth` px
    HOCR                 hOCR of the words alone, see `sparkocr.hocr.write.write_flat`; with `includeConfidence`
                         they have ``x_wconf``
    TEXT_WITH_POSITIONS  the same as TEXT, since positions are always there
    ===================  ===========================================================================================

    A confidence is the mean over the words of a region: 0 if there was no text. Without regions there is one per line.
    Null regions, or one without a valid place and size, are an exception; what is beyond the image has no text.

    Examples
    --------
    >>> find = ImageTextDetectorV2(outputCol="regions")
    >>> read = ImageToTextV2(inputRegionsCol="regions", outputFormat="formatted_text", spaceWidth=30)
    >>> light = LightPipeline([BinaryToImage(), find, read])
    >>> (page,) = light.fromBinary(samples.image("Item        Price\nPen            1.20"))
    >>> page["text"].result.splitlines()
    ['Item   Price', 'Pen    1.20']
    """

    inputRegionsCol = string("", "Column with regions in px of the image; empty: the whole image is read.")
    inputRegionsCol.aliases = ("regionsColumn",)
    language = EngineParams.language
    languagePacks = EngineParams.languagePacks
    modelSize = string(
        "small",
        "Size of the models: small reads best, tiny is 3 to 5 times as fast, mix finds with tiny and reads with small.",
        pattern="|".join(SIZES),
        allowed="tiny, small or mix",
        example="tiny",
    )
    groupImages = boolean(
        False, "Whether regions of a line that are no further apart than they are high are read as one."
    )
    taskParallelism = optional_integer("Accepted for old programs: Spark runs one task per core.", minimum=1)
    useCaching = boolean(False, "Accepted for old programs: nothing is computed twice.")
    batchSize = integer(4, "Accepted for old programs: one line at a time is as fast on one core.", minimum=1)
    useGPU = EngineParams.useGPU
    usePandasUdf = boolean(False, "Accepted for old programs: rows always travel as Arrow.")

    flat_hocr = True

    @OnClassOrInstance
    def pretrained(self, name: str = "", lang: str = "en", remote_loc: str | None = "clinical/ocr") -> Any:
        """Return a new stage, or the stage it is called on with its parameters as they are.

        Parameters
        ----------
        name, lang, remote_loc : str
            Accepted for old programs: nothing is downloaded, and there is one open model for all names. The name of a
            model for handwriting is a warning, because this one reads print.
        """
        if "handwritten" in name:
            warn_user(f"{self.uid}: {name!r} reads handwriting, the open model reads print only.")
        return super().pretrained(name, lang, remote_loc)

    def _reader(self, options: _Options) -> ReadImage:
        size = self.getModelSize()
        packs = dict(split_settings(self.getOrDefault("languagePacks")))
        engine = with_pack(PPOcr(options.language, size, gpu=self.getUseGPU()), packs)
        if not can_read(engine):
            raise ValueError(
                f"{self.uid}: the models of modelSize={size!r} don't read language={options.language!r}; "
                "ImageToText and ImageToTextV3 read it with Tesseract"
            )
        return partial(_read_lines, engine=engine, options=options, joined=self.getGroupImages())


class ImageToTextV3(EngineParams, _RegionReader):
    r"""Read regions of an image with any engine: a line, a word or a block of lines each.

    `engine` is that of `ImageToText`; with ``tesseract``, a region of one line is read with the page segmentation mode
    ``SINGLE_LINE``, any other with ``SINGLE_BLOCK``, unless `pageSegMode` is set. Regions of one line, by
    `lineTolerance`, are joined from left to right, or from right to left where the text is written so.

    Adds the columns `outputCol`, `positionsCol` (the words; see `sparkocr.schemas.PositionsSchema`: px, origin
    top-left), `confidenceCol` if asked for, and `exception`; keeps the image. A page that `PdfToImage` did not render
    because it has digital text keeps what it has.

    See Also
    --------
    ImageToTextV2 : what `outputFormat` and the confidences mean; hOCR is that of `ImageToHocr`.

    Notes
    -----
    Null regions, or one without a valid place and size, are an exception; what is beyond the image has no text.

    Examples
    --------
    >>> find, read = ImageTextDetectorV2(outputCol="regions"), ImageToTextV3(engine="tesseract")
    >>> light = LightPipeline([BinaryToImage(), find, read])
    >>> (page,) = light.fromBinary(samples.image("Item        Price\nPen            1.20"))
    >>> len(page["regions"]), page["text"].result  # two regions for each line
    (4, 'Item Price\nPen 1.20\n')
    """

    inputRegionsCol = column("regions", "Column with regions in px of the image.", aliases=("regionsColumn",))

    flat_hocr = False

    def _reader(self, options: _Options) -> ReadImage:
        return partial(_read_parts, engine=self.engine_of(), options=options)


def _read(
    value: Any, exception: pa.StringScalar, regions: Any = None, *, read_image_in: ReadImage, options: _Options
) -> dict[str, Any]:
    """Read one image; one of 1 x 1 px stands for a page that needs no reading."""
    raise_earlier(exception)
    row = read_image(value)
    if row.image.is_placeholder:
        return NOT_READ
    page, confidences = read_image_in(row.image, None if regions is None else _boxes(regions))
    found = report(page, row.image.dpi, ReadOptions(PageIteratorLevel.WORD))
    text = found.text
    if options.output is OcrOutputFormat.HOCR:
        text = _hocr(page, options)
    elif options.output is OcrOutputFormat.FORMATTED_TEXT:
        text = formatted_text(page, options.tolerance, options.space_width)
    units = [position_fields(unit, 0) for unit in found.positions]
    return {"text": text, "confidences": confidences, "positions": [{"mapping": units}], "read": True}


def _hocr(page: Page, options: _Options) -> str:
    """Write a page as hOCR."""
    if options.flat_hocr:
        return write_flat(page, kind=TokenizerType.WHITESPACE, confidence=options.with_confidence)
    return write_fragment([HocrPage(page, language=options.language)])


def _boxes(regions: Any) -> list[Box]:
    """Return the regions of an image.

    Raises
    ------
    DocumentError
        They are not known, or one has no valid place or size.
    """
    if not regions.is_valid:
        raise DocumentError("There are no regions: the column is null.")
    return [region.box for region in read_regions(regions)]


def _read_lines(
    image: Image, boxes: Sequence[Box] | None, *, engine: PPOcr, options: _Options, joined: bool
) -> tuple[Page, list[float]]:
    """Read regions that are lines, or the whole image."""
    pixels = image.pixels
    height, width = pixels.shape[:2]
    if boxes is None:
        page = engine.read(pixels, image.dpi)
        return page, [confidence_of([line]) for line in page.lines()]
    if image.image_type is ImageType.TYPE_4BYTE_ABGR:  # once, and not for every line
        pixels = convert(pixels, image.image_type, ImageType.TYPE_3BYTE_BGR)
    groups = group_neighbours(boxes, options.tolerance) if joined else [[i] for i in range(len(boxes))]
    readings = []
    for group in groups:
        box = union([boxes[i] for i in group])
        seen = _is_seen(box, width, height)
        line = engine.read_line(pixels, box.grown(options.border)) if seen else None
        readings.append(Reading(box, () if line is None else (line,)))
    page, order = page_of_readings(readings, width, height, options.tolerance)
    return page, [confidence_of(readings[i].lines) for i in order for _ in groups[i]]


def _read_parts(
    image: Image, boxes: Sequence[Box] | None, *, engine: Engine, options: _Options
) -> tuple[Page, list[float]]:
    """Read regions that have one or several lines."""
    height, width = image.pixels.shape[:2]
    readings = []
    for box in boxes or ():
        page = Page((), width, height)
        if _is_seen(box, width, height):
            page = read_part(engine, image, box.grown(options.border), block=PageSegmentationMode.SINGLE_BLOCK)
        readings.append(Reading(box, tuple(page.lines())))
    page, order = page_of_readings(readings, width, height, options.tolerance)
    return page, [confidence_of(readings[i].lines) for i in order]


def _is_seen(box: Box, width: int, height: int) -> bool:
    """Tell whether a region covers a part of an image."""
    return box.upright().area > 0 and box.touches(width, height)
