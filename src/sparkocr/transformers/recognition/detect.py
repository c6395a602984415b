"""Stages that find text on images, without reading it or only to find it."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql.types import StringType, StructField, StructType

from sparkocr.engines.engine import Engine
from sparkocr.engines.find_text import FindOptions, find_text
from sparkocr.enums import PageIteratorLevel
from sparkocr.imaging.clean_text import keep_text
from sparkocr.layout.text_regions import level_regions
from sparkocr.schemas import ImageSchema, RegionsSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Data, column_of, with_exception
from sparkocr.stage.images import ImageRow, read_image, rendered, write_image
from sparkocr.stage.page_number import regions_on_page
from sparkocr.stage.params import boolean, choice, column, integer, number, string
from sparkocr.stage.regions import region_fields
from sparkocr.stage.udf import RowFunction
from sparkocr.transformers.recognition.engine_params import EngineParams
from sparkocr.transformers.recognition.pretrained_model import PretrainedModel

_RESULT = "__found"
_SCHEMA = StructType([StructField("regions", RegionsSchema), StructField(EXCEPTION, StringType())])
_GAP = 0.24  # heights
_REFINED = 2.0  # heights: as wide as the gaps that the detector leaves within a line of spaced letters
_CLEANER_SCORE = 0.5  # rather some noise kept than text lost
_CLEANER_SIDE = 1600  # px, as for recognition


class RegionStage(Stage):
    """Base of the stages that give the regions of an image."""

    inputCol = column("image", "Column with the image.")
    keepInput = boolean(True, "Whether the input column stays in the result.")

    input_type = ImageSchema
    runs_light = True

    def _with_regions(self, dataset: Data, function: RowFunction, *others: Any) -> Data:
        """Add the regions that a function of an image, and of other columns, finds; their page is that of the row."""
        find = self._udf(function, _SCHEMA, deterministic=False)
        made = dataset.withColumn(_RESULT, find(column_of(dataset, self.getInputCol()), *others))
        regions = regions_on_page(made, column_of(made, _RESULT)["regions"])
        columns = {self.getOutputCol(): regions, EXCEPTION: column_of(made, _RESULT)[EXCEPTION]}
        return self._without_input(made.withColumns(columns).drop(_RESULT))


class _TextDetector(PretrainedModel, RegionStage):
    """Base of the stages with a text detector."""

    outputCol = column("text_regions", "Column for the regions.")
    textThreshold = number(
        0.4,
        "Probability, 0 to 1, above which a pixel is text: higher gives tighter boxes and loses pale text.",
        minimum=0,
    )
    linkThreshold = number(
        0.4,
        "Fragments of a line are linked across gaps of less than 0.24 / linkThreshold of their height; 0: across any.",
        minimum=0,
    )
    withRefiner = boolean(False, "Whether fragments of a line are linked across gaps of up to twice their height.")
    useGPU = EngineParams.useGPU
    modelSize = string(
        "tiny",
        "Size of the detector: 'small' is better and slower.",
        pattern="tiny|small",
        allowed="'tiny' or 'small'",
        example="small",
    )

    def _options(self) -> FindOptions:
        """Return what all detectors have in common."""
        gap = _gap(self.getLinkThreshold())
        return FindOptions(
            size=self.getModelSize(),
            text_threshold=self.getTextThreshold(),
            score_threshold=self.getScoreThreshold(),
            widest_gap=max(gap, _REFINED) if self.getWithRefiner() else gap,
            gpu=self.getUseGPU(),
        )


class ImageTextDetectorV2(_TextDetector):
    r"""Find the lines of text on an image; on a skewed page they are turned.

    Adds the columns `outputCol` (array of regions in px of the image, in the order of reading, see
    `sparkocr.schemas.RegionSchema`) and `exception`. The label of all regions is ``0``, `page` is that of the column
    `pagenum`. A page that was not rendered because it has digital text gets null.

    See Also
    --------
    sparkocr.engines.find_text.find_text : the same on an array.

    Notes
    -----
    The detector is that of PP-OCR. It has no map of links between letters as the original one: it finds lines, or
    parts of them where gaps are wide, so `linkThreshold` says how wide. A score tells how likely there is text that
    can be read, see `sparkocr.engines.find_text.certainty`.

    Examples
    --------
    >>> tilt = ImageSkewCorrector(automaticSkewCorrection=False, rotationAngle=4)
    >>> light = LightPipeline([BinaryToImage(), tilt, ImageTextDetectorV2(inputCol="corrected_image")])
    >>> (page,) = light.fromBinary(samples.image("Invoice number 4711\nTotal amount 12.50"))
    >>> [(line["index"], round(line["angle"]), round(line["score"], 1)) for line in page["text_regions"]]
    [(0, -4, 1.0), (1, -4, 1.0)]
    """

    scoreThreshold = number(0.7, "Regions with a lower score, 0 to 1, are dropped.", minimum=0, maximum=1)
    sizeThreshold = integer(
        10, "Regions lower than so many px are dropped; -1: lower than half of their median height.", minimum=-1
    )
    width = integer(
        1280, "Long side in px at which the detector sees the image; 0: as it is, up to 1600 px.", minimum=0
    )
    mergeIntersects = boolean(False, "Whether regions that overlap by more than half of the smaller one become one.")
    forceProcessing = boolean(False, "Accepted for old programs: every image is processed.")

    def _apply(self, dataset: Data) -> Data:
        options = replace(
            self._options(),
            least_height=self.getSizeThreshold(),
            merge=self.getMergeIntersects(),
            long_side=self.getWidth(),
        )
        return self._with_regions(dataset, rendered(partial(_detect, options=options, upright=False), {}))


class ImageTextDetector(_TextDetector):
    """Find the lines of text on an image, as boxes that are not turned.

    Adds the same columns as `ImageTextDetectorV2`; a line that is turned gets the smallest upright box that holds it.

    See Also
    --------
    sparkocr.engines.find_text.find_text : the same on an array.

    Notes
    -----
    `width` and `height` are the size in which the detector sees the image, which keeps its proportions; sheets that are
    longer than twice their width are seen larger. With 0 for both it is seen as it is, up to 1600 px on the long side.

    ``ImageTextDetectorCraft`` and ``ImageTextDetectorDit`` are names for the same stage.

    Examples
    --------
    >>> parts, line = ImageTextDetector(outputCol="parts"), ImageTextDetector(linkThreshold=0, outputCol="line")
    >>> light = LightPipeline([BinaryToImage(), parts, line])
    >>> (page,) = light.fromBinary(samples.image("Total          12.50"))
    >>> len(page["parts"]), len(page["line"])  # regions
    (2, 1)
    """

    scoreThreshold = number(0.9, "Regions with a lower score, 0 to 1, are dropped.", minimum=0, maximum=1)
    sizeThreshold = integer(5, "Regions with an area of fewer px are dropped; -1: none.", minimum=-1)
    width = integer(0, "Largest width in px at which the detector sees the image; 0: any.", minimum=0)
    height = integer(0, "Largest height in px at which the detector sees the image; 0: any.", minimum=0)

    def _apply(self, dataset: Data) -> Data:
        options = replace(
            self._options(), least_area=self.getSizeThreshold(), width=self.getWidth(), height=self.getHeight()
        )
        return self._with_regions(dataset, rendered(partial(_detect, options=options, upright=True), {}))


ImageTextDetectorCraft = ImageTextDetectorDit = ImageTextDetector


class ImageTextCleaner(PretrainedModel, Stage):
    r"""Keep the text of an image, and paint all else in the colour of the paper: pictures, stamps, specks, borders.

    Adds the columns `outputCol` and `exception`. An image without text becomes blank.

    See Also
    --------
    sparkocr.imaging.clean_text.keep_text : the same on an image, with boxes of text.

    Notes
    -----
    Signs that the detector doesn't take for text vanish, too, such as lone dashes and the dots that lead to a page
    number.

    Examples
    --------
    >>> light = LightPipeline([BinaryToImage(), ImageTextCleaner(padding=8)], keepImages=True)
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711\n\n___________"))
    >>> below = (0, 150, 900, 260)  # where the rule is
    >>> [page[name].to_pil().crop(below).getextrema() for name in ("image", "corrected_image")]
    [(0, 255), (255, 255)]
    """

    inputCol = column("image", "Column with the image.")
    outputCol = column("corrected_image", "Column for the image with text only.")
    keepInput = boolean(True, "Whether the input column stays in the result.")
    sizeThreshold = integer(
        10, "Text lower than so many px is painted over; -1: lower than half of its median height.", minimum=-1
    )
    textThreshold = number(0.3, "Probability, 0 to 1, above which a pixel is text.", minimum=0, maximum=1)
    linkThreshold = number(
        0.2,
        "What is between parts of a line is kept in gaps of less than 0.24 / linkThreshold of their height.",
        minimum=0,
    )
    padding = integer(5, "Px around text that are kept, too.", minimum=0)
    medianBlur = integer(
        0,
        "Side in px of a median that smooths the text; an even one counts as the next odd one; 0: none.",
        minimum=0,
        maximum=255,
    )
    binarize = boolean(False, "Whether the result is black and white, by Otsu's threshold of each text box.")

    input_type = ImageSchema
    runs_light = True

    def _apply(self, dataset: Data) -> Data:
        options = FindOptions(
            text_threshold=self.getTextThreshold(),
            score_threshold=_CLEANER_SCORE,
            least_height=self.getSizeThreshold(),
            widest_gap=_gap(self.getLinkThreshold()),
            long_side=_CLEANER_SIDE,
        )
        clean = partial(
            _clean,
            options=options,
            padding=self.getPadding(),
            median_blur=self.getMedianBlur(),
            binarize=self.getBinarize(),
        )
        image = self._udf(clean, ImageSchema, deterministic=False)(column_of(dataset, self.getInputCol()))
        return self._without_input(with_exception(dataset, self.getOutputCol(), image))


class ImageLayoutAnalyzer(EngineParams, RegionStage):
    """Find the blocks, paragraphs, lines, words or symbols of an image.

    Adds the columns `outputCol` (array of regions in px of the image, in the order of reading, see
    `sparkocr.schemas.RegionSchema`) and `exception`. The label is the level in lower case, the score the mean
    confidence of the words, 0 to 1. A page that was not rendered because it has digital text gets null.

    See Also
    --------
    sparkocr.layout.text_regions.level_regions : the same on a page that was read.

    Notes
    -----
    The page is read, with the same engines as by `ImageToText`. To find lines only, `ImageTextDetectorV2` is faster.

    Examples
    --------
    >>> light = LightPipeline([BinaryToImage(), ImageLayoutAnalyzer(pageIteratorLevel="word")])
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711"))
    >>> [(region["label"], round(region["width"], -1)) for region in page["region"]]
    [('word', 150.0), ('word', 100.0)]
    """

    outputCol = column("region", "Column for the regions.")
    pageIteratorLevel = choice(PageIteratorLevel.BLOCK, "Unit of text that one region is.")

    def _apply(self, dataset: Data) -> Data:
        analyse = partial(_analyse, engine=self.engine_of(), level=self.getPageIteratorLevel())
        return self._with_regions(dataset, rendered(analyse, {}))


def _gap(link_threshold: float) -> float:
    """Return the widest gap within a line, in heights: 0.6 at 0.4, as wide as between words; any at 0."""
    return _GAP / link_threshold if link_threshold else math.inf


def _detect(row: ImageRow, *, options: FindOptions, upright: bool) -> dict[str, Any]:
    """Find the text of one image."""
    found = [replace(region, label="0") for region in find_text(row.image.pixels, options)]
    if upright:
        found = [replace(region, box=region.box.upright()) for region in found]
    return {"regions": [region_fields(number, region) for number, region in enumerate(found)]}


def _analyse(row: ImageRow, *, engine: Engine, level: PageIteratorLevel) -> dict[str, Any]:
    """Read one image, and tell where its parts are."""
    image = row.image
    page = engine.read(image.pixels, image.dpi, symbols=level == PageIteratorLevel.SYMBOL)
    return {"regions": [region_fields(number, region) for number, region in enumerate(level_regions(page, level))]}


def _clean(value: Any, *, options: FindOptions, padding: int, median_blur: int, binarize: bool) -> pa.StructArray:
    """Keep the text of one image."""
    row = read_image(value)
    image = row.image
    if not image.is_placeholder:
        boxes = [region.box.corners() for region in find_text(image.pixels, options)]
        image = keep_text(image, boxes, padding=padding, median_blur=median_blur, binarize=binarize)
    return write_image(image, row.origin)
