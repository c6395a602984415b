"""Stages that read PDF files.

A document is first cut into page ranges, the ranges are spread over the cluster, and only then they become pages.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import BinaryType, StringType

from sparkocr.arrow import file_content, position_fields, raise_earlier, write_image
from sparkocr.enums import ImageType, SplittingStrategy, TextStripperType
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image
from sparkocr.params import boolean, choice, column, integer, settings, split_settings, string
from sparkocr.pdf import ranges, render
from sparkocr.pdf.text import PageText, page_texts
from sparkocr.schemas import BytesSchema, ImageSchema, PageTextSchema, PageTextsSchema
from sparkocr.stage import EXCEPTION, Stage, earlier_exception, on_page, quoted, spread
from sparkocr.transformers.image import MAX_PIXELS, image_columns
from sparkocr.transformers.page_ranges import RANGE_COLUMNS, SKIP, cut_pages, range_column
from sparkocr.transformers.preprocessing import binarize_image

_PAGE, _NUMBER, _RESULT = "__page", "__number", "__result"

# A page with so little text may be a scan that PdfToImage has to render: 200 is 20 times its default limit.
FALLBACK_TEXT = 200


class PdfToText(Stage):
    """Extract the text layer of PDF files.

    Adds the columns `outputCol`, `positions` (null unless `extractCoordinates`; points, origin top-left),
    `height_dimension` and `width_dimension` (size of the page as displayed, in whole points), `total_pages`,
    `pageNumCol` and `exception`.

    With `splitPage` there is one row per page, and `content` becomes the page as a PDF of its own: for every page if
    `storeSplittedPdf` is set, else only for pages with less than 200 characters, so that a following `PdfToImage` can
    render scanned pages of a mixed document. Without `splitPage` there is one row per document, and `content` stays.

    Parameters
    ----------
    **values
        Any of the parameters below, as keywords or by their setters.

    Examples
    --------
    >>> stage = PdfToText().setInputCol("content").setOutputCol("text").setSplitPage(False)
    >>> stage.getTextStripper().name
    'PDF_TEXT_STRIPPER'
    """

    inputCol = column("content", "Column with the bytes of the PDF file.")
    outputCol = column("text", "Column for the text.")
    originCol = column("path", "Column that says where the file is from; must be there if it is set.")
    pageNumCol = column("pagenum", "Column for the number of the page, from 0; 0 for whole documents.")
    splitPage = boolean(True, "Whether each page becomes a row.")
    textStripper = choice(TextStripperType.PDF_TEXT_STRIPPER, "Plain text, or text that keeps the layout.")
    sort = boolean(False, "Whether text is ordered by its position, instead of as the file has it.")
    partitionNum = integer(
        0,
        "Partitions for the page ranges; 0 chooses by the number of cores, -1 leaves them in place. Whole documents "
        "(splitPage off) move only if a number is given.",
        minimum=-1,
    )
    onlyPageNum = boolean(False, "Whether only the pages are counted: text is null.")
    extractCoordinates = boolean(False, "Whether positions has a box for every character.")
    storeSplittedPdf = boolean(False, "Whether content is the one-page PDF for every page.")
    normalizeLigatures = boolean(True, "Whether ligatures become letters, in text and positions.")
    password = string("", "Password of encrypted files. It is saved with the pipeline and shown in plans.")

    input_type = BinaryType()

    def _apply(self, dataset: DataFrame) -> DataFrame:
        self.optional_column(dataset, "originCol", StringType())
        return self._pages(dataset) if self.getSplitPage() else self._documents(dataset)

    def _documents(self, dataset: DataFrame) -> DataFrame:
        """One row per document."""
        if self.getPartitionNum() > 0:
            dataset = spread(dataset, self.getPartitionNum(), F.xxhash64(quoted(self.getInputCol())))
        extract = self._udf(partial(_document_text, **self._text_options()), PageTextSchema, deterministic=False)
        result = dataset.withColumn(_RESULT, extract(quoted(self.getInputCol()), earlier_exception(dataset)))
        return result.withColumns(self._columns(F.col(_RESULT), F.lit(0), F.col(_RESULT).getField("total"))).drop(
            _RESULT
        )

    def _pages(self, dataset: DataFrame) -> DataFrame:
        """One row per page."""
        cut = cut_pages(self, dataset, keep_input=False)
        cut = spread(cut, self.getPartitionNum(), range_column("key") + range_column("number"))
        extract = self._udf(
            partial(_range_texts, stage=self.uid, **self._text_options()), PageTextsSchema, deterministic=False
        )
        texts = cut.withColumn(_RESULT, extract(range_column("content"), range_column("exception")))
        pages = texts.select("*", F.posexplode_outer(F.col(_RESULT).getField("pages")).alias(_NUMBER, _PAGE))
        number = F.coalesce(range_column("first") + F.col(_NUMBER), F.lit(0))
        pages = pages.withColumns(self._columns(F.col(_PAGE), number, range_column("total")))
        one_page = self._udf(partial(_page_pdf, password=self.getPassword()), BytesSchema, deterministic=True)
        wanted = F.lit(True)
        if not self.getStoreSplittedPdf():
            wanted = F.length(F.coalesce(F.col(_PAGE).getField("text"), F.lit(""))) < FALLBACK_TEXT
        content = one_page(F.when(wanted, range_column("content")), F.col(_NUMBER))
        if self.getInputCol() != self.getOutputCol():
            pages = pages.withColumn(self.getInputCol(), content.getField("content"))
        return pages.drop(*RANGE_COLUMNS, _RESULT, _PAGE, _NUMBER)

    def _text_options(self) -> dict[str, Any]:
        return {
            "layout": self.getTextStripper() is TextStripperType.PDF_LAYOUT_TEXT_STRIPPER,
            "sort": self.getSort(),
            "coordinates": self.getExtractCoordinates(),
            "normalize_ligatures": self.getNormalizeLigatures(),
            "password": self.getPassword(),
            "only_sizes": self.getOnlyPageNum(),
        }

    def _columns(self, page: Column, number: Column, total: Column) -> dict[str, Column]:
        positions = page.getField("positions")
        return {
            self.getOutputCol(): page.getField("text"),
            "positions": on_page(positions, number) if self.getSplitPage() else positions,
            "height_dimension": page.getField("height"),
            "width_dimension": page.getField("width"),
            "total_pages": total,
            self.getPageNumCol(): number,
            EXCEPTION: page.getField(EXCEPTION),
        }


class PdfToImage(Stage):
    """Render the pages of PDF files.

    Adds the columns `outputCol` (an image, see `sparkocr.schemas.ImageSchema`), `total_pages`, `pageNumCol`,
    `documentnum` (number of the page range when `splitNumBatch` is set, else 0) and `exception`; drops the input
    column unless `keepInput` is set.

    If the column `fallBackCol` is there and holds text of at least `minSizeBeforeFallback` characters, the document or
    page is digital: it is not rendered and gets an image of 1 x 1 px, which `ImageToText` leaves alone. The page number
    and the number of pages that a row already has (from `PdfToText`) are kept.

    Without `splitPage` a document becomes one image, its pages below each other.

    Parameters
    ----------
    **values
        Any of the parameters below, as keywords or by their setters.

    Notes
    -----
    Pages are spread over the cluster evenly, whatever the sizes of the files. `partitionNum` sets the number of
    partitions in which documents are cut, `partitionNumAfterSplit` that in which pages are rendered. With
    `splitNumBatch` = n, a document is cut into ranges of n pages (``FIXED_SIZE_OF_PARTITION``) or into n ranges
    (``FIXED_NUMBER_OF_PARTITIONS``), and the pages of a range stay in one partition.

    Examples
    --------
    >>> PdfToImage(resolution=200, imageType="TYPE_3BYTE_BGR").getResolution()
    200
    """

    inputCol = column("content", "Column with the bytes of the PDF file.")
    outputCol = column("image", "Column for the image.")
    originCol = column("path", "Column that says where the file is from; goes into the image.")
    pageNumCol = column("pagenum", "Column for the number of the page, from 0.")
    fallBackCol = column("text", "Column with digital text; enough of it makes rendering needless.")
    minSizeBeforeFallback = integer(10, "Characters of digital text from which a page is not rendered.", minimum=0)
    splitPage = boolean(True, "Whether each page becomes a row.")
    imageType = choice(ImageType.TYPE_BYTE_GRAY, "Pixel layout of the image.")
    resolution = integer(300, "Resolution in dpi.", minimum=1, maximum=10_000)
    keepInput = boolean(False, "Whether the bytes of the file stay in the result, whole in every row.")
    partitionNum = integer(0, "Partitions of documents before they are split; 0 leaves them in place.", minimum=0)
    partitionNumAfterSplit = integer(
        0, "Partitions of pages; 0 chooses by the number of cores, -1 leaves them in place.", minimum=-1
    )
    splitNumBatch = integer(
        0, "Pages per range, or ranges per document, by splittingStategy; 0 is automatic.", minimum=0
    )
    splittingStategy = choice(
        SplittingStrategy.FIXED_SIZE_OF_PARTITION,
        "What splitNumBatch counts.",
        aliases=("splittingStrategy",),
    )
    binarization = boolean(False, "Whether the page is made black and white right after rendering.")
    binarizationParams = settings(
        None,
        "Settings of the binarization.",
        example=["threshold=130"],
        pattern=r"threshold=(\d\d?|1\d\d|2[0-4]\d|25[0-5])",
        allowed="threshold=0 to threshold=255",
    )
    maxImageWidth = integer(
        0, "Largest width in px: wider pages are rendered at a lower resolution; 0: no limit.", minimum=0
    )
    maxPixels = integer(MAX_PIXELS, "Largest page in pixels; a larger one is an exception, not rendered.", minimum=1)
    imageDimsCol = string("", "Column for the size of the image in px (struct of width and height); empty: none.")
    compressImage = boolean(False, "Whether image.data holds a PNG file instead of pixels.")
    password = string("", "Password of encrypted files. It is saved with the pipeline and shown in plans.")

    input_type = BinaryType()

    def _apply(self, dataset: DataFrame) -> DataFrame:
        if self.getPartitionNum():
            dataset = spread(dataset, self.getPartitionNum(), F.xxhash64(quoted(self.getInputCol())))
        total = F.col("total_pages") if "total_pages" in dataset.columns else F.lit(None)
        existing_number = quoted(self.getPageNumCol()) if self.getPageNumCol() in dataset.columns else F.lit(0)
        pages = self._spread_pages(self._cut(dataset))
        image = self._udf(self._render_function(), ImageSchema, deterministic=True)(
            F.when(~F.col(SKIP), range_column("content")),
            F.col(_NUMBER),
            F.col(SKIP),
            self.optional_column(dataset, "originCol", StringType()),
            range_column("exception"),
        )
        number = F.coalesce(existing_number, F.lit(0)) + F.coalesce(range_column("first"), F.lit(0)) + F.col(_NUMBER)
        pages = pages.withColumn(_PAGE, image)
        columns = image_columns(self, F.col(_PAGE)) | {
            "total_pages": F.coalesce(total, range_column("total")),
            self.getPageNumCol(): number.cast("int"),
            "documentnum": range_column("number") if self.getSplitNumBatch() else F.lit(0),
            EXCEPTION: F.col(_PAGE).getField(EXCEPTION),
        }
        return pages.withColumns(columns).drop(*RANGE_COLUMNS, SKIP, _PAGE, _NUMBER)

    def _cut(self, dataset: DataFrame) -> DataFrame:
        """Cut the documents that need rendering into page ranges."""
        skip = F.lit(False)
        if self.getFallBackCol() in dataset.columns:
            length = F.length(F.trim(quoted(self.getFallBackCol()).cast("string")))
            skip = F.coalesce(length >= self.getMinSizeBeforeFallback(), F.lit(False))
        by_size = self.getSplittingStategy() is SplittingStrategy.FIXED_SIZE_OF_PARTITION
        batch = self.getSplitNumBatch()
        if not self.getSplitPage():
            by_size, batch = False, 1
        return cut_pages(
            self,
            dataset.withColumn(SKIP, skip),
            keep_input=self.getKeepInput() and self.getInputCol() != self.getOutputCol(),
            pages_per_range=batch if by_size else 0,
            number_of_ranges=0 if by_size else batch,
        )

    def _spread_pages(self, cut: DataFrame) -> DataFrame:
        """Make one row per page and spread them, or the ranges that the user asked for, over the cluster."""
        partitions, batch = self.getPartitionNumAfterSplit(), self.getSplitNumBatch()
        if not self.getSplitPage():
            return spread(cut.withColumn(_NUMBER, F.lit(0)), partitions, range_column("key"))
        pages = F.explode(F.sequence(F.lit(0), range_column("count") - 1)).alias(_NUMBER)
        if not batch:
            return spread(
                cut.select("*", pages), partitions, range_column("key") + range_column("first") + F.col(_NUMBER)
            )
        if self.getSplittingStategy() is SplittingStrategy.FIXED_NUMBER_OF_PARTITIONS:
            partitions = partitions or batch
        return spread(cut, partitions, range_column("number")).select("*", pages)

    def _render_function(self) -> Callable[..., pa.StructArray]:
        threshold = None
        if self.getBinarization():
            threshold = int(dict(split_settings(self.getBinarizationParams())).get("threshold", "170"))
        return partial(
            _render,
            whole=not self.getSplitPage(),
            threshold=threshold,
            compress=self.getCompressImage(),
            resolution=self.getResolution(),
            image_type=self.getImageType(),
            max_pixels=self.getMaxPixels(),
            max_width=self.getMaxImageWidth(),
            password=self.getPassword(),
        )


def _document_text(content: pa.BinaryScalar, exception: pa.StringScalar, **options: Any) -> dict[str, Any]:
    """Extract the text of a whole document, page after page; its size is that of the first page."""
    raise_earlier(exception)
    found: dict[str, Any] = {}
    texts: list[str] = []
    positions: list[dict[str, Any]] = []
    for number, page in enumerate(page_texts(file_content(content), **options)):
        fields = _text_fields(page, number, **options)
        if "exception" in fields:
            raise DocumentError(fields["exception"])  # half a text would look like all of it
        found = found or fields
        texts.append(fields["text"])
        positions += fields["positions"] or []
    text = None if options["only_sizes"] else "\n".join(texts)
    return found | {"text": text, "positions": positions or None, "total": number + 1}


def _range_texts(content: pa.BinaryScalar, exception: pa.StringScalar, *, stage: str, **options: Any) -> dict[str, Any]:
    """Extract the text of all pages of a range."""
    if exception.is_valid:
        return {"pages": [{"exception": exception.as_py()}]}
    pages = [_text_fields(page, 0, **options) for page in page_texts(file_content(content), **options)]
    for page in pages:
        if "exception" in page:
            page["exception"] = f"{stage}: {page['exception']}"
    return {"pages": pages}


def _text_fields(page: PageText | DocumentError, number: int, *, only_sizes: bool, **_: Any) -> dict[str, Any]:
    """Return the fields of a `PageTextSchema`."""
    if isinstance(page, DocumentError):
        return {"exception": str(page)}
    positions = None
    if page.characters is not None:
        units = [position_fields(character, number) for character in page.characters]
        positions = [{"mapping": units}]
    text = None if only_sizes else page.text
    return {"text": text, "positions": positions, "height": int(page.height), "width": int(page.width)}


def _page_pdf(content: pa.BinaryScalar, number: pa.Int32Scalar, *, password: str) -> dict[str, Any]:
    """Cut one page out of a range."""
    if not content.is_valid:
        return {}
    return {"content": ranges.single_page(file_content(content), number.as_py(), password=password)}


def _render(
    content: pa.BinaryScalar,
    number: pa.Int32Scalar,
    skip: pa.BooleanScalar,
    origin: pa.StringScalar,
    exception: pa.StringScalar,
    *,
    whole: bool,
    threshold: int | None,
    compress: bool,
    **options: Any,
) -> pa.StructArray:
    """Render one page, or all pages below each other; a digital page gives an image of 1 x 1 px."""
    raise_earlier(exception)
    if skip.as_py():
        placeholder = Image(np.full((1, 1), 255, np.uint8), 0, ImageType.TYPE_BYTE_GRAY)
        return write_image(placeholder, origin.as_py())
    data = file_content(content)
    image = render.render_document(data, **options) if whole else render.render_page(data, number.as_py(), **options)
    if threshold is not None:
        image = binarize_image(image, threshold=threshold)
    return write_image(image, origin.as_py(), compress=compress)
