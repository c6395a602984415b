"""Stages that write PDFs: from images, from images and the text that is read in them, and from text alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, BinaryType, DataType, IntegerType, MapType, StringType, StructType

from sparkocr.engines.engine import Engine
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image, encode_png
from sparkocr.pdf.paper import points_per_pixel
from sparkocr.pdf.ranges import single_page
from sparkocr.pdf.read.same_text import displayed_size, says
from sparkocr.pdf.write.assemble import assemble, overlay
from sparkocr.pdf.write.invisible_text import text_layer
from sparkocr.pdf.write.picture import DEFAULT_QUALITY, picture_page
from sparkocr.pdf.write.visible_text import text_page
from sparkocr.positions.position import Position
from sparkocr.schemas import BytesSchema, ImageSchema, PositionsSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Data, Dataset, column_of, earlier_exception, quoted, with_result
from sparkocr.stage.declared import DeclaredParams
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.files import file_content
from sparkocr.stage.group import GroupStage
from sparkocr.stage.images import read_image
from sparkocr.stage.params import boolean, column, integer, optional_columns, string
from sparkocr.stage.udf import RowFunction
from sparkocr.transformers.recognition.engine_params import EngineParams

__all__ = ["ImageToPdf", "ImageToTextPdf", "PdfAssembler", "TextToPdf"]

_MOST_BYTES = 1 << 20  # of the pixels of an image that are not compressed; a page of A4 at 300 dpi has 8 MB
_NO_PICTURE = (
    "The image has one pixel: it is empty, or stands for a page with digital text that PdfToImage did not render"
)


_QUALITY_DOC = "Quality of JPEG. Pictures in black and white never lose anything."


class _PictureParams(DeclaredParams):
    """How pictures are stored in a PDF; the stage says by which parameter it has the quality of JPEG."""

    lossless = boolean(False, "Whether pictures keep every pixel (Flate), which takes more space than JPEG.")
    quality_param: ClassVar[str] = "quality"

    def _picture_function(self) -> Callable[[Image], bytes]:
        quality, lossless = self.getOrDefault(self.quality_param), self.getOrDefault("lossless")
        return partial(picture_page, quality=quality, lossless=lossless)


class _DocumentStage(GroupStage):
    """Base of the stages that make one PDF of the pages of a document."""

    def _assemble_function(self) -> RowFunction:
        return _assembled


class ImageToPdf(_PictureParams, _DocumentStage):
    """Make a PDF of the images of a document: one page per image, which fills it.

    The result has one row per document, with the columns of the origin, `outputCol` and `exception`. The other columns
    come back as arrays with one entry per page, in the order of the pages: the images too, but no other images or
    files. If a page fails, the whole document is null.

    A page is as large as its image at the image's resolution (300 dpi where that is unknown).

    Notes
    -----
    The rows of a document are gathered on one worker, as encoded pages. So are its images, unless the column is not
    used, or `keepInput` is off: those of more than a megabyte as PNG files in their field ``data``, as other stages
    give them with `compressImage`; all stages read them. Pages that `PdfToImage` did not render because
    they have digital text have no picture, and so are an exception. For documents with both scanned and digital pages,
    use `PdfToSearchablePdf`, or render all pages with ``PdfToImage(minSizeBeforeFallback=10**6)``.

    Examples
    --------
    >>> files = spark.createDataFrame([("fax.pdf", samples.scan("One", "Two"))], "path string, content binary")
    >>> (document,) = ImageToPdf(outputCol="pdf").transform(PdfToImage().transform(files)).collect()
    >>> document.path, document.pagenum, bytes(document.pdf[:5])
    ('fax.pdf', [0, 1], b'%PDF-')
    """

    inputCol = column("image", "Column with the image to read.")
    outputCol = column("content", "Column for the PDF.")
    quality = integer(DEFAULT_QUALITY, _QUALITY_DOC, minimum=1, maximum=100)
    aggregatePages = boolean(
        True, "Whether the images of a document make one PDF. Otherwise each row gets one, and keeps all columns."
    )
    keepInput = boolean(True, "Whether the images of a document come back as an array.")

    input_type = ImageSchema

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        if self.getAggregatePages():
            return super()._apply_to_frame(dataset)
        return with_result(dataset, self._encode(dataset), {self.getOutputCol(): "content"})

    def _encode(self, dataset: DataFrame) -> Column:
        encode = self._udf(partial(_picture, self._picture_function()), BytesSchema, deterministic=False)
        made: Column = encode(column_of(dataset, self.getInputCol()))
        return made

    def _kept(self, dataset: DataFrame) -> dict[str, Column]:
        written = {self.getOriginCol(), self.getOutputCol(), EXCEPTION}
        others = [field for field in dataset.schema if field.name not in written]
        kept = {field.name: quoted(field.name) for field in others if not _holds_bytes(field.dataType)}
        image = self.getInputCol()
        if self.getKeepInput() and image not in written:
            kept[image] = self._udf(_small_image, ImageSchema, deterministic=True)(quoted(image))
        return {field.name: kept[field.name] for field in others if field.name in kept}


class PdfAssembler(_DocumentStage):
    """Join the one-page PDFs of a document to one PDF.

    The result has one row per document, with the columns of the origin, `keptCols`, `outputCol` and `exception`. If a
    page is null or failed before, the whole document is null.

    See Also
    --------
    sparkocr.pdf.write.assemble.assemble : what comes along of the parts.

    Examples
    --------
    >>> rows = [("a.pdf", 1, samples.pdf("Second page")), ("a.pdf", 0, samples.pdf("First page"))]
    >>> pages = spark.createDataFrame(rows, "path string, pagenum int, page_pdf binary")
    >>> documents = PdfAssembler().transform(pages)
    >>> [(page.pagenum, page.text) for page in PdfToText(inputCol="pdf").transform(documents).collect()]
    [(0, 'First page'), (1, 'Second page')]
    """

    inputCol = column("page_pdf", "Column with the one-page PDFs.")
    outputCol = column("pdf", "Column for the PDF of the whole document.")
    keptCols = optional_columns("Columns that stay, as arrays with one entry per page.")

    input_type = BinaryType()

    def _check(self, dataset: Dataset) -> None:
        super()._check(dataset)
        for name in self.getKeptCols() or ():
            self.check_column(dataset, "keptCols", name=name)

    def _kept(self, dataset: DataFrame) -> dict[str, Column]:  # noqa: ARG002
        return {name: quoted(name) for name in self.getKeptCols() or ()}

    def _encode(self, dataset: DataFrame) -> Column:
        content = quoted(self.getInputCol())
        missing = F.when(content.isNull(), F.lit(f"{self.uid}: There is no PDF of the page."))
        exception = F.coalesce(earlier_exception(dataset), missing)
        return F.struct(content.alias("content"), exception.alias("exception"))


class ImageToTextPdf(EngineParams, _PictureParams, Stage):
    """Make a searchable one-page PDF of an image: its picture, and the text that is read in it, invisibly.

    Adds the columns `outputCol` and `exception`; keeps the image. `PdfAssembler` joins the pages of a document.

    A page that `PdfToImage` did not render because it has digital text is an exception: it is searchable already. For
    documents with both scanned and digital pages, use `PdfToSearchablePdf`, or render all pages with
    ``PdfToImage(minSizeBeforeFallback=10**6)``.

    Examples
    --------
    >>> light = LightPipeline([BinaryToImage(), ImageToTextPdf(), PdfToText(inputCol="pdf")])
    >>> [page["text"].result for page in light.fromBinary(samples.image("Invoice 4711"))]
    ['Invoice 4711']
    """

    inputCol = column("image", "Column with the image to read.")
    outputCol = column("pdf", "Column for the PDF.")
    originCol = column("path", "Accepted for old programs: PdfAssembler has the column that pages share.")
    pageNumCol = column("pagenum", "Accepted for old programs: PdfAssembler has the column that orders pages.")
    pictureQuality = integer(DEFAULT_QUALITY, _QUALITY_DOC, minimum=1, maximum=100)

    input_type = ImageSchema
    runs_light = True
    quality_param = "pictureQuality"  # `quality` is that of the engine, as elsewhere

    def _apply(self, dataset: Data) -> Data:
        function = partial(_searchable, engine=self.engine_of(), picture=self._picture_function())
        read = self._udf(function, BytesSchema, deterministic=False)
        return with_result(dataset, read(column_of(dataset, self.getInputCol())), {self.getOutputCol(): "content"})


class TextToPdf(_DocumentStage):
    """Write the text of a document at its places on white pages of the size of its images.

    The pictures are not drawn: after `UpdateTextPosition` they would show what was replaced.

    The result has one row per document, with the columns of the origin, `inputText` (an array, one entry per page),
    `outputCol` and `exception`. If a page fails, the whole document is null.

    Pages that `PdfToImage` did not render because they have digital text are taken from the original PDF as they are
    if the positions are null or say what the page says. **If they say anything else, the page is written from them**,
    on white in the size of the original, without its pictures and lines. Positions of such pages are in points, as
    `PdfToText` gives them. If the original can't be read, the page fails.

    See Also
    --------
    sparkocr.pdf.write.visible_text.text_page : how the text fills its boxes.
    sparkocr.pdf.read.same_text.says : how texts are compared.

    Examples
    --------
    >>> row = ("a.png", samples.image("Jane Smith"), "John Doe")
    >>> pages = spark.createDataFrame([row], "path string, content binary, replace_text string")
    >>> for stage in [BinaryToImage(), ImageToText(), UpdateTextPosition(), TextToPdf(inputCol="output_positions")]:
    ...     pages = stage.transform(pages)
    >>> [page.text for page in PdfToText(inputCol="pdf").transform(pages).collect()]
    ['John Doe']
    """

    inputCol = column("positions", "Column with the positions of the text.")
    inputImage = column("image", "Column with the image, which tells the size of the page.")
    inputText = column("text", "Column with the text, which comes back as an array; nulls where there is none.")
    inputContent = column("content", "Column with the original PDF, whole or of the page, for digital pages.")
    outputCol = column("pdf", "Column for the PDF.")
    font = string("", "Path of a TrueType font on every worker; empty: Roboto (Latin, Greek, Cyrillic).")
    pdfCoordinates = boolean(False, "Whether positions are in points instead of px, as ImageToText calls it.")

    input_type = PositionsSchema

    def _encode(self, dataset: DataFrame) -> Column:
        self.check_column(dataset, "inputImage", ImageSchema)
        function = partial(_text_pdf, font=self.getFont(), in_points=self.getPdfCoordinates())
        encode = self._udf(function, BytesSchema, deterministic=False)
        made: Column = encode(
            quoted(self.getInputCol()),
            quoted(self.getInputImage()),
            self.optional_column(dataset, "inputContent", BinaryType()),
            self.optional_column(dataset, "pageNumCol", IntegerType()),
            earlier_exception(dataset),
        )
        return made

    def _kept(self, dataset: DataFrame) -> dict[str, Column]:
        name = self.getInputText()
        if self.isSet("inputText") or name in dataset.columns:
            self.check_column(dataset, "inputText", StringType())
            return {name: quoted(name)}
        return {}


def _holds_bytes(kind: DataType) -> bool:
    """Tell whether values of a type have files or pixels in them."""
    if isinstance(kind, StructType):
        return any(_holds_bytes(field.dataType) for field in kind)
    if isinstance(kind, MapType):
        return _holds_bytes(kind.keyType) or _holds_bytes(kind.valueType)
    return isinstance(kind, BinaryType) or (isinstance(kind, ArrayType) and _holds_bytes(kind.elementType))


def _assembled(parts: pa.ListScalar) -> dict[str, Any]:
    """Join the pages of a document."""
    return {"content": assemble(file_content(part) for part in parts)}


def _small_image(value: Any) -> dict[str, Any]:
    """Return an image that a row can have many of: as it is, or with its pixels as PNG if they are many."""
    fields = dict(value.items()) if value.is_valid else {}
    data = fields.pop("data", None)
    kept = {name: field.as_py() for name, field in fields.items()}
    if data is not None and data.is_valid and len(data.as_buffer()) > _MOST_BYTES:
        image = read_image(value).image
        return kept | {"data": encode_png(image.pixels, image.image_type)}
    return kept | {"data": None if data is None else data.as_py()}


def _picture(picture: Callable[[Image], bytes], value: Any) -> dict[str, Any]:
    """Make a page of an image."""
    return {"content": picture(_rendered(value))}


def _searchable(value: Any, *, engine: Engine, picture: Callable[[Image], bytes]) -> dict[str, Any]:
    """Make a page of an image and lay the text that an engine reads over it."""
    image = _rendered(value)
    page = engine.read(image.pixels, image.dpi)
    return {"content": overlay(picture(image), {0: text_layer(page, image.dpi)})}


def _rendered(value: Any) -> Image:
    """Read an image that has a picture.

    Raises
    ------
    DocumentError
        It stands for a page that was not rendered.
    """
    image = read_image(value).image
    if image.is_placeholder:
        raise DocumentError(_NO_PICTURE)
    return image


def _text_pdf(
    positions: Any,
    value: Any,
    content: pa.BinaryScalar,
    number: pa.Int32Scalar,
    exception: pa.StringScalar,
    *,
    font: str,
    in_points: bool,
) -> dict[str, Any]:
    """Write the text of a page, or take the original page if it was not rendered and its text did not change."""
    raise_earlier(exception)
    image = read_image(value).image
    units = [unit for matrix in positions.as_py() or [] for unit in (matrix or {}).get("mapping") or []]
    if image.is_placeholder:
        original = _original(content, number.as_py() or 0)
        placed = [_position(unit, 1.0) for unit in units]
        if not positions.is_valid or says(original, [unit.c for unit in placed]):
            return {"content": original}
        return {"content": text_page(placed, *displayed_size(original), font=font)}
    height, width = image.pixels.shape[:2]
    scale = points_per_pixel(width, height, image.dpi)
    placed = [_position(unit, 1.0 if in_points else scale) for unit in units]
    return {"content": text_page(placed, width * scale, height * scale, font=font)}


def _position(unit: dict[str, Any], scale: float) -> Position:
    """Return a unit of text in points."""
    x, y, width, height = (unit[side] * scale for side in ("x", "y", "width", "height"))
    return Position(unit["c"] or "", x, y, width, height, unit["fontSize"] or 0)


def _original(content: pa.BinaryScalar, number: int) -> bytes:
    """Cut a page out of the original PDF, which may also be that page alone.

    Raises
    ------
    DocumentError
        There is none, or the page can't be cut out.
    """
    if not content.is_valid:
        raise DocumentError(f"{_NO_PICTURE}, and there is no original PDF in inputContent")
    page = single_page(file_content(content), number)
    if not page:
        raise DocumentError(f"Can't read page {number} of PDF.")
    return page
