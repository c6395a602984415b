"""The stage that makes scanned PDFs searchable."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from sparkocr.engines.pdf_pages import read_page
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.pdf.write.assemble import overlay
from sparkocr.stage.params import column, integer, secret
from sparkocr.transformers.pdf.by_page import ByPageStage, DocumentWork, PageWork
from sparkocr.transformers.recognition.engine_params import EngineParams


class PdfToSearchablePdf(EngineParams, ByPageStage):
    """Add an invisible text layer to the scanned pages of PDF files.

    Adds the columns `outputCol` (the PDF) and `exception`; drops the input column unless `keepInput` is set. There is
    one row per document. Pages that have text already and show no other stay as they are, and so do pictures,
    bookmarks, forms and metadata: nothing is encoded anew. Where a page shows more than its text, such as a scan under
    a stamp, the layer has what is missing. Once `minSizeBeforeFallback` is set, the number of characters alone decides.

    A document with a page that can't be read is null, with the exception of that page. Signed documents are an
    exception: any change would break their signatures.

    Notes
    -----
    The pages of a document are spread over the cluster, and their text layers, a few kB each, are gathered again: an
    aggregation. On a stream, and with `partitionNum` -1, each document is read by one task instead.

    Examples
    --------
    >>> light = LightPipeline([PdfToSearchablePdf(outputCol="searchable"), PdfToText(inputCol="searchable")])
    >>> [page["text"].result for page in light.fromBinary(samples.scan("First scan", "Second scan"))]
    ['First scan', 'Second scan']
    """

    outputCol = column("pdf", "Column for the searchable PDF.")
    minSizeBeforeFallback = integer(10, "Characters of text from which a page is left as it is.", minimum=1)
    resolution = integer(
        300,
        "Dpi at which pages are rendered to be read; pictures of less at their own, but at 200 at least.",
        minimum=1,
        maximum=10_000,
    )
    maxPixels = integer(MAX_PIXELS, "Largest page in pixels; a larger one is an exception, not rendered.", minimum=1)
    password = secret(
        "Password of encrypted files; one that gets text is no longer encrypted. It is saved with the pipeline."
    )

    def _page_work(self) -> PageWork:
        return partial(
            read_page,
            engine=self.engine_of(),
            least_text=self.getMinSizeBeforeFallback(),
            only_length=self.isSet("minSizeBeforeFallback"),
            resolution=self.getResolution(),
            max_pixels=self.getMaxPixels(),
        )

    def _document_work(self) -> DocumentWork:
        return partial(_with_layers, password=self.getPassword())

    def _result_columns(self) -> dict[str, str]:
        return {self.getOutputCol(): "content"}


def _with_layers(
    content: bytes | memoryview, layers: Mapping[int, bytes], _: str | None, *, password: str
) -> dict[str, Any]:
    """Lay the text layers over the pages of a document."""
    return {"content": overlay(content, layers, password)}
