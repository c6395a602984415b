"""The stage that draws on the pages of PDF files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql.types import BinaryType, StringType

from sparkocr.enums import Color
from sparkocr.imaging.draw import Mark
from sparkocr.imaging.marks import caption, color_of
from sparkocr.pdf.write.draw import draw_marks, highlight
from sparkocr.schemas import BytesSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Data, column_of, earlier_exception, with_result
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.files import file_content
from sparkocr.stage.guard_params import PdfGuardParams
from sparkocr.stage.params import boolean, choice, column, integer, secret
from sparkocr.stage.regions import check_regions, valid_regions
from sparkocr.transformers.image.draw import ImageDrawRegions
from sparkocr.transformers.pdf.page_stage import PASSWORD_DOC


class PdfDrawRegions(PdfGuardParams, Stage):
    """Draw regions on the pages of PDF files: as outlines, as with a text marker, or as notes; with their labels.

    Adds the columns `outputCol`, the PDF, and `exception`. **It hides nothing**: the pages keep their text and
    pictures, under the lines and inside of them.

    See Also
    --------
    sparkocr.pdf.write.draw.draw_marks, sparkocr.pdf.write.draw.highlight : the same without Spark.

    Notes
    -----
    Regions are in points of the displayed page, origin top left, and are turned around their centres by their `angle`.
    Their field `page` says on which page they are, from 0; without it they are on the first. A document of one page
    gets all of them, whatever their page, so that pages that `PdfToText` has split keep theirs. Regions on pages that
    are not there, or without a valid place or size, are left out. Where nothing is to draw, as for null regions, the
    PDF is the one that came in.

    The form, bookmarks and encryption of the document stay; a digital signature of it is no longer valid. Form fields
    and other annotations are above the lines.

    With `highlightAnnotations` regions become annotations instead: notes on top of the page with the label as their
    text, which readers list and can remove.

    Examples
    --------
    >>> find = [PdfToImage(resolution=72, keepInput=True), ImageTextDetector(outputCol="region")]  # 1 px is 1 point
    >>> draw = PdfDrawRegions(lineWidth=5, rectColor="red")
    >>> show = PdfToImage(inputCol="pdf_regions", outputCol="drawn", resolution=72, imageType="TYPE_3BYTE_BGR")
    >>> (page,) = LightPipeline([*find, draw, show], keepImages=True).fromBinary(samples.pdf("Hello there"))
    >>> page["drawn"].to_pil().getpixel((36, 36))  # left of the text
    (255, 0, 0)
    """

    inputCol = column("content", "Column with the bytes of the PDF file.")
    originCol = column("path", "Column that says where the file is from; must be there if it is set.")
    inputRegionsCol = column("region", "Column with an array of regions, or with a single one, in points.")
    outputCol = column("pdf_regions", "Column for the PDF with the regions.")
    lineWidth = integer(1, "Width of outlines in points.", minimum=1)
    fontSize = integer(10, "Size of labels and scores beside regions, in points.", minimum=1, maximum=1000)
    displayMetadata = boolean(False, "Whether labels and scores are written beside regions.")
    rectColor = choice(Color.black, "Colour of regions that get none from `colorMap`.")
    colorMap = ImageDrawRegions.colorMap
    filledRect = boolean(False, "Whether regions are filled, translucent, instead of outlined.")
    highlightAnnotations = boolean(False, "Whether regions become highlight annotations with their labels.")
    password = secret(PASSWORD_DOC)

    input_type = BinaryType()
    runs_light = True

    def _apply(self, dataset: Data) -> Data:
        self.optional_column(dataset, "originCol", StringType())
        check_regions(self, dataset)
        draw = partial(
            _draw,
            work=self._work(),
            colors=(self.getColorMap(), self.getRectColor()),
            captions=self.getDisplayMetadata(),
            notes=self.getHighlightAnnotations(),
        )
        result = self._udf(draw, BytesSchema, deterministic=False)(
            column_of(dataset, self.getInputCol()),
            column_of(dataset, self.getInputRegionsCol()),
            earlier_exception(dataset),
        )
        return with_result(dataset, result, {self.getOutputCol(): "content"})

    def _work(self) -> Callable[..., bytes]:
        """Return what draws marks on a document."""
        if self.getHighlightAnnotations():
            return partial(highlight, password=self.getPassword())
        return partial(
            draw_marks,
            line_width=self.getLineWidth(),
            font_size=self.getFontSize(),
            filled=self.getFilledRect(),
            password=self.getPassword(),
        )


def _draw(
    content: pa.BinaryScalar,
    regions: Any,
    exception: pa.StringScalar,
    *,
    work: Callable[..., bytes],
    colors: tuple[str | dict[str, str] | None, Color],
    captions: bool,
    notes: bool,
) -> dict[str, Any]:
    """Draw the regions of one document."""
    raise_earlier(exception)
    marks: dict[int, list[Mark]] = {}
    for region in valid_regions(regions):
        label = (region.label or "").strip()
        text = caption(label, region.score) if captions else label if notes else ""
        mark = Mark(region.box.corners(), color_of(region.label, *colors), text)
        marks.setdefault(region.page, []).append(mark)
    return {"content": work(file_content(content), marks)}
