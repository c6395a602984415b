"""Stages that read PDF files.

A document is first cut into page ranges, the ranges are spread over the cluster, and only then they become pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from math import inf
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import BinaryType, BooleanType, IntegerType, StringType, StructField, StructType

from sparkocr.enums import ImageType, SplittingStrategy, TextStripperType
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.pdf import ranges
from sparkocr.schemas import ImageSchema, PageCountSchema, PageTextSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Data, column_of, constant, earlier_exception, quoted
from sparkocr.stage.guard_params import PdfGuardParams
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.params import boolean, choice, column, integer, secret, settings, split_settings, string
from sparkocr.stage.partitions import spread
from sparkocr.stage.udf import RowUdf
from sparkocr.transformers.image.files import image_columns
from sparkocr.transformers.pdf.page_stage import PASSWORD_DOC, PdfPages
from sparkocr.transformers.pdf.ranges import (
    PAGE,
    RANGE_COLUMNS,
    SKIP,
    Unit,
    explode_ranges,
    range_column,
    spread_documents,
)
from sparkocr.transformers.pdf.rows import PageReader, count_row, document_text, is_digital, render_row, text_pages

_IMAGE, _RESULT = "__image", "__result"

# A page with so little text may be a scan that PdfToImage has to render: 200 is 20 times its default limit.
FALLBACK_TEXT = 200


class PdfToText(PdfPages):
    """Extract the text layer of PDF files.

    Adds the columns `outputCol`, `positions` (null unless `extractCoordinates`; points, origin top-left),
    `height_dimension` and `width_dimension` (size of the page as displayed, in whole points), `total_pages`,
    `pageNumCol` and `exception`.

    With `splitPage` there is one row per page, and `content` becomes the page as a PDF of its own: for every page if
    `storeSplittedPdf` is set, else only for pages with less than 200 characters, so that a following `PdfToImage` can
    render scanned pages of a mixed document. Without `splitPage` there is one row per document, and `content` stays.

    Examples
    --------
    >>> light = LightPipeline([PdfToText()])
    >>> [(page["pagenum"], page["text"].result) for page in light.fromBinary(samples.pdf("First page", "Second page"))]
    [(0, 'First page'), (1, 'Second page')]
    >>> (document,) = LightPipeline([PdfToText(splitPage=False)]).fromBinary(samples.pdf("First page", "Second page"))
    >>> document["text"].result.splitlines()
    ['First page', 'Second page']
    """

    outputCol = column("text", "Column for the text.")
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
    fontsCol = string(
        "", "Column for the fonts of the text (see sparkocr.schemas.FontsSchema), for PageToMarkdown; empty: none."
    )

    tablesCol = string(
        "",
        "Column for the tables of the page (see sparkocr.schemas.SpannedTableSchema; points), for PageToMarkdown; "
        "empty: none. Without `splitPage` it is null.",
    )

    page_schema = PageTextSchema
    gives_text = True

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        if self.getSplitPage():
            return super()._apply_to_frame(dataset)
        self.optional_column(dataset, "originCol", StringType())
        if self.getPartitionNum() > 0:
            dataset = spread(dataset, self.getPartitionNum(), F.xxhash64(quoted(self.getInputCol())))
        return self._documents(dataset)

    def _apply_to_row(self, row: LightRow) -> Iterator[LightRow]:
        if self.getSplitPage():
            yield from super()._apply_to_row(row)
            return
        self.optional_column(row, "originCol", StringType())
        yield self._documents(row)

    def _documents(self, dataset: Data) -> Data:
        """One row per document."""
        extract = self._udf(partial(document_text, **self._text_options()), PageTextSchema, deterministic=False)
        result = extract(column_of(dataset, self.getInputCol()), earlier_exception(dataset))
        made = dataset.withColumn(_RESULT, result)
        page = column_of(made, _RESULT)
        return made.withColumns(self._columns(page, constant(made, 0, IntegerType()), page["total"])).drop(_RESULT)

    def _reader(self) -> PageReader:
        return partial(text_pages, tables=bool(self.getTablesCol()), **self._text_options())

    def _is_compact(self) -> bool:
        return not (self.getExtractCoordinates() or self.getTablesCol())

    def _short_page(self) -> tuple[str, float]:
        return "text", inf if self.getStoreSplittedPdf() else FALLBACK_TEXT

    def _text_options(self) -> dict[str, Any]:
        return {
            "layout": self.getTextStripper() is TextStripperType.PDF_LAYOUT_TEXT_STRIPPER,
            "sort": self.getSort(),
            "coordinates": self.getExtractCoordinates(),
            "normalize_ligatures": self.getNormalizeLigatures(),
            "password": self.getPassword(),
            "only_sizes": self.getOnlyPageNum(),
            "fonts": bool(self.getFontsCol()),
        }

    def _page_columns(self, page: Any) -> dict[str, Any]:
        more = {self.getFontsCol(): "fonts", self.getTablesCol(): "tables"}
        found = {name: page[field] for name, field in more.items() if name}
        return {self.getOutputCol(): page["text"], "positions": page["positions"], **found}


class PdfToImage(PdfGuardParams, Stage):
    """Render the pages of PDF files.

    Adds the columns `outputCol` (an image, see `sparkocr.schemas.ImageSchema`), `total_pages`, `pageNumCol`,
    `documentnum` (number of the page range when `splitNumBatch` is set, else 0) and `exception`; drops the input
    column unless `keepInput` is set.

    If the column `fallBackCol` is there and holds text of at least `minSizeBeforeFallback` characters, and the page
    shows no other text, the document or page is digital: it is not rendered and gets an image of 1 x 1 px, which
    `ImageToText` leaves alone. A page that shows more than its text, such as a scan under a stamp, is rendered, and
    `ImageToText` puts its text and what it reads together. Once `minSizeBeforeFallback` is set, the number of
    characters alone decides. The page number and the number of pages that a row already has (from `PdfToText`) are
    kept.

    Without `splitPage` a document becomes one image, its pages below each other.

    Notes
    -----
    Pages are spread over the cluster evenly, whatever the sizes of the files. `partitionNum` sets the number of
    partitions in which documents are cut, `partitionNumAfterSplit` that in which pages are rendered. With
    `splitNumBatch` = n, a document is cut into ranges of n pages (``FIXED_SIZE_OF_PARTITION``) or into n ranges
    (``FIXED_NUMBER_OF_PARTITIONS``), and the pages of a range stay in one partition.

    Examples
    --------
    >>> light = LightPipeline([PdfToImage(resolution=144)], keepImages=True)  # 2 px per point
    >>> pages = light.fromBinary(samples.pdf("First page", "Second page"))
    >>> [(page["pagenum"], page["image"].to_pil().size) for page in pages]
    [(0, (840, 596)), (1, (840, 596))]
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
    password = secret(PASSWORD_DOC)

    input_type = BinaryType()
    runs_light = True

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        if self.getPartitionNum():
            dataset = spread(dataset, self.getPartitionNum(), F.xxhash64(quoted(self.getInputCol())))
        total = F.col("total_pages") if "total_pages" in dataset.columns else F.lit(None)
        existing_number = quoted(self.getPageNumCol()) if self.getPageNumCol() in dataset.columns else F.lit(0)
        pages = self._spread_pages(dataset)
        image = self._udf(self._render_function(), ImageSchema, deterministic=True)(
            F.when(~F.col(SKIP), range_column("content")),
            F.col(PAGE),
            F.col(SKIP),
            self.optional_column(dataset, "originCol", StringType()),
            range_column("exception"),
            self._digital_text(dataset),
        )
        number = F.coalesce(existing_number, F.lit(0)) + F.coalesce(range_column("first"), F.lit(0)) + F.col(PAGE)
        pages = pages.withColumn(_IMAGE, image)
        columns = image_columns(self, dataset, F.col(_IMAGE)) | {
            "total_pages": F.coalesce(total, range_column("total")),
            self.getPageNumCol(): number.cast("int"),
            "documentnum": range_column("number") if self.getSplitNumBatch() else F.lit(0),
            EXCEPTION: F.col(_IMAGE).getField(EXCEPTION),
        }
        return pages.withColumns(columns).drop(*RANGE_COLUMNS, SKIP, PAGE, _IMAGE)

    def _apply_to_row(self, row: LightRow) -> Iterator[LightRow]:
        content, failed, skip = row[self.getInputCol()], earlier_exception(row), self._is_digital(row)
        counted = self._udf(partial(count_row, password=self.getPassword()), PageCountSchema, deterministic=True)
        count = counted(content, failed, skip)
        total = count["total"].as_py()
        render = self._udf(self._render_function(), ImageSchema, deterministic=True)
        rest = row if self._keeps_input() else row.drop(self.getInputCol())
        for index, document_number in enumerate(self._document_numbers(total or 1)):
            place = (constant(row, index, IntegerType()), skip, self.optional_column(row, "originCol", StringType()))
            image = render(content, *place, count[EXCEPTION], self._digital_text(row))
            numbers = {
                "total_pages": _first_valid(row, "total_pages", total),
                self.getPageNumCol(): _first_valid(row, self.getPageNumCol(), 0) + index,
                "documentnum": document_number,
            }
            columns = {name: constant(row, value, IntegerType()) for name, value in numbers.items()}
            yield rest.withColumns(image_columns(self, row, image) | columns | {EXCEPTION: image[EXCEPTION]})

    def _is_digital(self, row: LightRow) -> pa.BooleanScalar:
        """Tell whether a page needs no rendering: it has enough digital text, and shows no other."""
        text = row[self.getFallBackCol()].as_py() if self.getFallBackCol() in row else None
        enough = text is not None and len(str(text).strip(" ")) >= self.getMinSizeBeforeFallback()
        if enough and self._looks():
            return self._look()(row[self.getInputCol()], earlier_exception(row))["digital"]
        return constant(row, enough, BooleanType())

    def _looks(self) -> bool:
        """Tell whether pages are looked at: unless a user has said how much text makes a page digital."""
        return not self.isSet("minSizeBeforeFallback")

    def _look(self) -> RowUdf:
        schema = StructType([StructField("digital", BooleanType()), StructField(EXCEPTION, StringType())])
        return self._udf(partial(is_digital, password=self.getPassword()), schema, deterministic=False)

    def _digital_text(self, dataset: Any) -> Any:
        """Return the text that a page has besides what it shows, for `textWords`; nulls where nobody looks at it."""
        name = self.getFallBackCol()
        if name in dataset.columns and self._looks() and dataset.schema[name].dataType == StringType():
            return column_of(dataset, name)
        return constant(dataset, None, StringType())

    def _document_numbers(self, total: int) -> list[int]:
        """Return the number of the range that each image would be in on a cluster."""
        if not self.getSplitPage():
            return [0]
        spans = ranges.page_spans(total, *self._batches()) if self.getSplitNumBatch() else [(0, total)]
        return [number for number, (_, count) in enumerate(spans) for _ in range(count)]

    def _keeps_input(self) -> bool:
        return bool(self.getKeepInput()) and self.getInputCol() != self.getOutputCol()

    def _spread_pages(self, dataset: DataFrame) -> DataFrame:
        """Make one row per page of the documents that need rendering, and spread them, or the ranges asked for."""
        skip = F.lit(False)
        if self.getFallBackCol() in dataset.columns:
            length = F.length(F.trim(quoted(self.getFallBackCol()).cast("string")))
            skip = F.coalesce(length >= self.getMinSizeBeforeFallback(), F.lit(False))
            if self._looks():
                digital = self._look()(F.when(skip, quoted(self.getInputCol())), earlier_exception(dataset))
                skip &= F.coalesce(digital["digital"], F.lit(False))
        partitions, batch = self.getPartitionNumAfterSplit(), self.getSplitNumBatch()
        unit = Unit.DOCUMENT if not self.getSplitPage() else Unit.RANGE if batch else Unit.PAGE
        if unit is Unit.RANGE and self.getSplittingStategy() is SplittingStrategy.FIXED_NUMBER_OF_PARTITIONS:
            partitions = partitions or batch
        pages_per_range, number_of_ranges = self._batches()
        rows = spread_documents(
            self,
            dataset.withColumn(SKIP, skip),
            partitions,
            unit,
            keep_input=self._keeps_input(),
            pages_per_range=pages_per_range,
            number_of_ranges=number_of_ranges,
        )
        if unit is Unit.DOCUMENT:
            return rows.withColumn(PAGE, F.lit(0))
        return explode_ranges(rows) if unit is Unit.RANGE else rows

    def _batches(self) -> tuple[int, int]:
        """Return the pages per range and the number of ranges that the user asked for; 0 is automatic."""
        if not self.getSplitPage():
            return 0, 1
        batch = self.getSplitNumBatch()
        by_size = self.getSplittingStategy() is SplittingStrategy.FIXED_SIZE_OF_PARTITION
        return (batch, 0) if by_size else (0, batch)

    def _render_function(self) -> Callable[..., pa.StructArray]:
        threshold = None
        if self.getBinarization():
            threshold = int(dict(split_settings(self.getBinarizationParams())).get("threshold", "170"))
        return partial(
            render_row,
            whole=not self.getSplitPage(),
            threshold=threshold,
            compress=self.getCompressImage(),
            resolution=self.getResolution(),
            image_type=self.getImageType(),
            max_pixels=self.getMaxPixels(),
            max_width=self.getMaxImageWidth(),
            password=self.getPassword(),
        )


def _first_valid(row: LightRow, name: str, otherwise: Any) -> Any:
    """Return the value of a column, or another one where that is null or not there."""
    value = row[name].as_py() if name in row else None
    return otherwise if value is None else value
