"""The stage that takes regions out of PDF files."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyspark.sql.types import (
    ArrayType,
    BinaryType,
    DoubleType,
    IntegerType,
    NumericType,
    StringType,
    StructField,
    StructType,
)

from sparkocr.enums import Color, PageUnit, RedactTechnique
from sparkocr.errors import DocumentError
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.pixels import is_placeholder
from sparkocr.layout.regions import Region
from sparkocr.pdf.paper import POINTS_PER_INCH
from sparkocr.pdf.read.text import page_texts
from sparkocr.pdf.redact.redact import redact
from sparkocr.pdf.redact.report import PageReport
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Data, Dataset, column_of, constant, earlier_exception, with_result
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.files import file_content
from sparkocr.stage.guard_params import PdfGuardParams
from sparkocr.stage.images import read_matrix
from sparkocr.stage.params import choice, column, integer, number, secret
from sparkocr.stage.regions import check_regions, read_regions
from sparkocr.transformers.pdf.page_stage import PASSWORD_DOC

__all__ = ["PdfRedactRegions", "RedactionSchema"]

Floats = npt.NDArray[np.float64]

RedactionSchema = ArrayType(
    StructType(
        [
            StructField("page", IntegerType()),
            StructField("technique", StringType()),
            StructField("regions", IntegerType()),
            StructField("reason", StringType()),
        ]
    )
)
"""What was done to each page, see `sparkocr.pdf.redact.report.PageReport`."""

_ResultSchema = StructType(
    [
        StructField("content", BinaryType()),
        StructField("redaction", RedactionSchema),
        StructField(EXCEPTION, StringType()),
    ]
)
_IMAGE_FIELDS = {
    "width": IntegerType(),
    "height": IntegerType(),
    "resolution": IntegerType(),
    "transform": ArrayType(DoubleType()),
}


class PdfRedactRegions(PdfGuardParams, Stage):
    """Take regions out of the pages of PDF files for good, and all that the pages don't show.

    Adds the columns `outputCol`, the redacted PDF, `reportCol`, what was done to each page, and `exception`.

    See Also
    --------
    sparkocr.pdf.redact.redact.redact : the same without Spark.

    Notes
    -----
    Glyphs and pixels in regions are gone from the file, and so are metadata, bookmarks, forms, links, notes,
    attachments, scripts, hidden layers, structure and older revisions, on all pages. A page whose content can't be
    rewritten safely becomes a picture with the words outside of its regions as invisible text; `reportCol` says which,
    and why.

    It fails closed: if regions are null, one has no valid place or size or is not on its page, the PDF is encrypted or
    a page is damaged, the result is null and `exception` says why. No regions (an empty array) still drop all that the
    pages don't show.

    Regions are turned around their centres by their `angle`. Their field `page` says on which page they are, from 0;
    without it they are on the first. A document of one page gets all of them, whatever their page, so that pages that
    `PdfToText` has split keep theirs.

    Regions are in points, or in px of the image in `imageCol`, also where that image was turned or scaled after it was
    rendered. With ``PageUnit.AUTO`` they are in points where there is no such image, or one of 1 x 1 px that
    `PdfToImage` puts in place of a digital page; in px where the image was read, so that `confidenceCol` has a number.
    Elsewhere `unit` has to be set.

    Examples
    --------
    >>> words = [PdfToText(extractCoordinates=True, storeSplittedPdf=True), PdfToHocr(), HocrTokenizer()]
    >>> find = [*words, PositionFinder(inputCol="token")]
    >>> redact = PdfRedactRegions(rectColor="gray")
    >>> (page,) = LightPipeline([*find, redact]).fromBinary(samples.pdf("Dear Jane"))
    >>> [(done["technique"], done["regions"]) for done in page["redaction"]]
    [('rewrite', 2)]
    """

    inputCol = column("content", "Column with the bytes of the PDF file.")
    originCol = column("path", "Column that says where the file is from; must be there if it is set.")
    inputRegionsCol = column("coordinates", "Column with an array of regions, or with a single one.")
    outputCol = column("pdf_redacted", "Column for the redacted PDF.")
    reportCol = column("redaction", "Column for what was done to each page.")
    technique = choice(
        RedactTechnique.AUTO, "How pages are redacted: AUTO makes pictures of those that can't be rewritten."
    )
    resolution = integer(200, "Dpi of pages that become pictures.", minimum=1, maximum=10_000)
    maxPixels = integer(MAX_PIXELS, "Largest picture in pixels; a larger one is an exception.", minimum=1)
    padding = number(1.0, "Points by which regions grow to each side.", minimum=0)
    rectColor = choice(Color.black, "Colour that is painted over regions.")
    gapWidth = number(
        0.0,
        "Width in em of the gap that each piece of text leaves, so that it does not tell the text; 0: as it was.",
        minimum=0,
    )
    unit = choice(PageUnit.AUTO, "Unit of the regions; AUTO finds it in the image and the confidence.")
    imageCol = column("image", "Column with the image whose px regions are in; left out if it is not there.")
    confidenceCol = column("confidence", "Column with the confidence of OCR; left out if it is not there.")
    password = secret(PASSWORD_DOC)

    input_type = BinaryType()
    runs_light = True

    def _apply(self, dataset: Data) -> Data:
        self.optional_column(dataset, "originCol", StringType())
        check_regions(self, dataset)
        options = {
            "password": self.getPassword(),
            "technique": self.getTechnique(),
            "resolution": self.getResolution(),
            "max_pixels": self.getMaxPixels(),
            "fill": self.getRectColor(),
            "gap_width": self.getGapWidth() or None,
        }
        work = partial(_redact, padding=self.getPadding(), unit=self.getUnit(), options=options)
        result = self._udf(work, _ResultSchema, deterministic=False)(
            column_of(dataset, self.getInputCol()),
            column_of(dataset, self.getInputRegionsCol()),
            earlier_exception(dataset),
            self._confidence(dataset),
            *self._image_fields(dataset),
        )
        return with_result(dataset, result, {self.getOutputCol(): "content", self.getReportCol(): "redaction"})

    def _confidence(self, dataset: Dataset) -> Any:
        """Return the column with the confidence, nulls if it is not there."""
        name = self.getConfidenceCol()
        if name in dataset.columns and isinstance(dataset.schema[name].dataType, NumericType):
            return column_of(dataset, name)
        if self.isSet("confidenceCol"):
            self.check_column(dataset, "confidenceCol", DoubleType())
        return constant(dataset, None, DoubleType())

    def _image_fields(self, dataset: Dataset) -> list[Any]:
        """Return what the image tells of itself but its pixels, nulls if it is not there."""
        name = self.getImageCol()
        known = getattr(dataset.schema[name].dataType, "names", ()) if name in dataset.columns else ()
        if self.isSet("imageCol"):
            self.check_column(dataset, "imageCol", StructType([StructField("width", IntegerType())]))
        return [
            column_of(dataset, name)[field] if field in known else constant(dataset, None, kind)
            for field, kind in _IMAGE_FIELDS.items()
        ]


class _Seen(NamedTuple):
    """What is known of the image of a page; None is unknown."""

    width: int | None
    height: int | None
    resolution: int | None
    transform: Floats | None

    @property
    def is_there(self) -> bool:
        """Whether there is an image that shows the page."""
        return bool(self.width and self.height) and not is_placeholder(self.width or 0, self.height or 0)


def _redact(
    content: pa.BinaryScalar,
    regions: Any,
    exception: pa.StringScalar,
    confidence: pa.Scalar,
    width: pa.Scalar,
    height: pa.Scalar,
    resolution: pa.Scalar,
    transform: Any,
    *,
    padding: float,
    unit: PageUnit,
    options: dict[str, Any],
) -> dict[str, Any]:
    """Redact one document."""
    raise_earlier(exception)
    if not regions.is_valid:
        raise DocumentError("It is not known what to redact: the regions are null.")
    found, data = read_regions(regions), file_content(content)
    seen = _Seen(width.as_py(), height.as_py(), resolution.as_py(), read_matrix(transform, 3))
    sizes = _sizes(data, options["password"]) if found else []
    in_px = bool(found) and _are_in_px(seen, unit, was_read=confidence.is_valid)
    holes: dict[int, list[Floats]] = {}
    for region in found:
        page = 0 if len(sizes) == 1 else region.page
        if not 0 <= page < len(sizes):
            raise DocumentError("A region is on a page that is not there.")
        hole = _px_to_points(region, seen, sizes[page], padding) if in_px else region.box.grown(padding).corners()
        holes.setdefault(page, []).append(hole)
    made = redact(data, holes, **options)
    return {"content": made.content, "redaction": [_row(page) for page in made.pages]}


def _row(report: PageReport) -> dict[str, Any]:
    return {
        "page": report.page,
        "technique": report.technique.value,
        "regions": report.regions,
        "reason": report.reason,
    }


def _sizes(content: bytes | memoryview, password: str) -> list[tuple[float, float]]:
    """Return width and height of the pages in points.

    Raises
    ------
    DocumentError
        One can't be read.
    """
    sizes = []
    for page in page_texts(content, only_sizes=True, password=password):
        if isinstance(page, DocumentError):
            raise page
        sizes.append((page.width, page.height))
    return sizes


def _are_in_px(seen: _Seen, unit: PageUnit, *, was_read: bool) -> bool:
    """Tell whether regions are in px of the image.

    Raises
    ------
    DocumentError
        They may be or not, or there is no image.
    """
    if unit is PageUnit.AUTO:
        if seen.is_there and not was_read:
            raise DocumentError("It is not known whether regions are in points or in px of the image: set unit.")
        return seen.is_there
    if unit is PageUnit.PX and not seen.is_there:
        raise DocumentError("Regions are in px of an image that is not there.")
    return unit is PageUnit.PX


def _px_to_points(region: Region, seen: _Seen, size: tuple[float, float], padding: float) -> Floats:
    """Return the corners of a region in points of the page, grown by a padding in points.

    Raises
    ------
    DocumentError
        The image does not tell where its pixels were on the page.
    """
    corners = region.box.corners()
    if seen.transform is None:
        scale = np.array(size) / [seen.width or 1, seen.height or 1]
    elif seen.resolution and seen.resolution > 0:
        corners = cv2.perspectiveTransform(corners[np.newaxis], seen.transform)[0]
        scale = np.full(2, POINTS_PER_INCH / seen.resolution)
    else:
        raise DocumentError("It is not known where the px of the image were on the page: it has no resolution.")
    return _grown(corners * scale, padding)


def _grown(corners: Floats, padding: float) -> Floats:
    """Move the corners of a convex shape outwards by some points along both of its sides that meet there."""
    before, after = np.roll(corners, 1, axis=0), np.roll(corners, -1, axis=0)
    grown: Floats = corners + padding * (_direction(corners - before) + _direction(corners - after))
    return grown


def _direction(vectors: Floats) -> Floats:
    """Return vectors of length 1; those without a length as they are."""
    lengths = np.hypot(vectors[:, 0], vectors[:, 1])[:, np.newaxis]
    found: Floats = vectors / np.where(lengths > 0, lengths, 1)
    return found
