"""The stage that draws on the pages of PDF files."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyspark.sql.types import BinaryType, StringType

from sparkocr.enums import Color
from sparkocr.pdf.write.draw import draw_outlines
from sparkocr.schemas import BytesSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Data, column_of, earlier_exception, with_result
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.files import file_content
from sparkocr.stage.params import choice, column, integer, string
from sparkocr.stage.regions import check_regions, valid_regions
from sparkocr.transformers.pdf.page_stage import PASSWORD_DOC

Floats = npt.NDArray[np.float64]


class PdfDrawRegions(Stage):
    """Draw the outlines of regions on the pages of PDF files.

    Adds the columns `outputCol`, the PDF, and `exception`. **It hides nothing**: the pages keep their text and
    pictures, under the lines and inside of them.

    See Also
    --------
    sparkocr.pdf.write.draw.draw_outlines : the same without Spark.

    Notes
    -----
    Regions are in points of the displayed page, origin top left, and are turned around their centres by their `angle`.
    Their field `page` says on which page they are, from 0; without it they are on the first. A document of one page
    gets all of them, whatever their page, so that pages that `PdfToText` has split keep theirs. Regions on pages that
    are not there, or without a valid place or size, are left out. Where nothing is to draw, as for null regions, the
    PDF is the one that came in.

    The form, bookmarks and encryption of the document stay; a digital signature of it is no longer valid. Form fields
    and other annotations are above the lines.

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
    rectColor = choice(Color.black, "Colour of outlines.")
    password = string("", PASSWORD_DOC)

    input_type = BinaryType()
    runs_light = True

    def _apply(self, dataset: Data) -> Data:
        self.optional_column(dataset, "originCol", StringType())
        check_regions(self, dataset)
        draw = partial(_draw, line_width=self.getLineWidth(), color=self.getRectColor(), password=self.getPassword())
        result = self._udf(draw, BytesSchema, deterministic=False)(
            column_of(dataset, self.getInputCol()),
            column_of(dataset, self.getInputRegionsCol()),
            earlier_exception(dataset),
        )
        return with_result(dataset, result, {self.getOutputCol(): "content"})


def _draw(content: pa.BinaryScalar, regions: Any, exception: pa.StringScalar, **options: Any) -> dict[str, Any]:
    """Draw the regions of one document."""
    raise_earlier(exception)
    outlines: dict[int, list[Floats]] = {}
    for region in valid_regions(regions):
        outlines.setdefault(region.page, []).append(region.box.corners())
    return {"content": draw_outlines(file_content(content), outlines, **options)}
