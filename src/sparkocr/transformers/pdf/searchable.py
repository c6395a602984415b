"""The stage that makes scanned PDFs searchable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import BinaryType, StringType

from sparkocr.engines.pdf_pages import read_page
from sparkocr.errors import DocumentError
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.write.assemble import overlay
from sparkocr.schemas import BytesSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Data, column_of, earlier_exception, quoted, with_result
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.files import file_content
from sparkocr.stage.params import boolean, column, integer, string
from sparkocr.stage.partitions import gathered
from sparkocr.transformers.pdf.ranges import SKIP, Unit, range_column, spread_documents
from sparkocr.transformers.recognition.engine_params import EngineParams

_DOCUMENT, _DOCUMENTS, _KEY, _LAYERS = "__document", "__documents", "__key", "__layers"


class PdfToSearchablePdf(EngineParams, Stage):
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

    inputCol = column("content", "Column with the bytes of the PDF file.")
    outputCol = column("pdf", "Column for the searchable PDF.")
    originCol = column("path", "Column that says where the file is from; must be there if it is set.")
    keepInput = boolean(False, "Whether the input column stays in the result.")
    minSizeBeforeFallback = integer(10, "Characters of text from which a page is left as it is.", minimum=1)
    resolution = integer(
        300,
        "Dpi at which pages are rendered to be read; pictures of less at their own, but at 200 at least.",
        minimum=1,
        maximum=10_000,
    )
    maxPixels = integer(MAX_PIXELS, "Largest page in pixels; a larger one is an exception, not rendered.", minimum=1)
    partitionNum = integer(
        0, "Partitions of pages; 0 chooses by the number of cores, -1 leaves documents in one piece.", minimum=-1
    )
    password = string(
        "",
        "Password of encrypted files; one that gets text is no longer encrypted. It is saved with the pipeline.",
    )

    input_type = BinaryType()
    runs_light = True

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        if dataset.isStreaming or self.getPartitionNum() < 0:
            return self._apply(dataset)
        origin = self.optional_column(dataset, "originCol", StringType())
        return self._without_input(self._page_by_page(dataset, origin))

    def _apply(self, dataset: Data) -> Data:
        self.optional_column(dataset, "originCol", StringType())
        make = self._udf(partial(_searchable, **self._reading()), BytesSchema, deterministic=False)
        result = make(column_of(dataset, self.getInputCol()), earlier_exception(dataset))
        return self._without_input(with_result(dataset, result, {self.getOutputCol(): "content"}))

    def _reading(self) -> dict[str, Any]:
        return {
            "engine": self.engine_of(),
            "least_text": self.getMinSizeBeforeFallback(),
            "only_length": self.isSet("minSizeBeforeFallback"),
            "resolution": self.getResolution(),
            "max_pixels": self.getMaxPixels(),
            "password": self.getPassword(),
        }

    def _page_by_page(self, dataset: DataFrame, origin: Any) -> DataFrame:
        """Read the pages where there is room, then bring the layers to the documents.

        A document is two rows: one that only waits, and one that is cut into pages. So the input is computed once.
        """
        content = quoted(self.getInputCol())
        doubled = dataset.select(
            "*",
            F.xxhash64(origin, content, earlier_exception(dataset)).alias(_KEY),
            F.struct(*map(quoted, dataset.columns)).alias(_DOCUMENT),
            F.explode(F.array(F.lit(False), F.lit(True))).alias(SKIP),
        ).withColumn(_DOCUMENT, F.when(F.col(SKIP), F.col(_DOCUMENT)))
        needed = {self.getInputCol(), self.getOriginCol(), EXCEPTION}
        others = [name for name in dataset.columns if name not in needed]
        pages = spread_documents(
            self, doubled.drop(*others), self.getPartitionNum(), Unit.RANGE, keep_input=False, pages_per_range=1
        )
        read = self._udf(partial(_layer, **self._reading()), BytesSchema, deterministic=False)
        number = range_column("first")
        layer = read(range_column("content"), number, F.col(SKIP), range_column("exception"))
        page = F.when(~F.col(SKIP), F.struct(number.alias("page"), layer.alias("layer")))
        made = (
            gathered(pages.select(_KEY, _DOCUMENT, page.alias(_LAYERS)), _KEY)
            .agg(F.collect_list(_DOCUMENT).alias(_DOCUMENTS), F.collect_list(_LAYERS).alias(_LAYERS))
            .select(F.explode(_DOCUMENTS).alias(_DOCUMENT), _LAYERS)
            .select(f"{_DOCUMENT}.*", _LAYERS)
        )
        join = self._udf(partial(_with_layers, password=self.getPassword()), BytesSchema, deterministic=False)
        result = join(content, F.col(_LAYERS), earlier_exception(made))
        return with_result(made, result, {self.getOutputCol(): "content"}).drop(_LAYERS)


def _searchable(
    content: pa.BinaryScalar, exception: pa.StringScalar, *, password: str, **reading: Any
) -> dict[str, Any]:
    """Make a whole document searchable."""
    raise_earlier(exception)
    data = file_content(content)
    layers = {}
    with open_pdf(data, password) as document:
        for number in range(len(document)):
            with _named(number):
                layer = read_page(document, number, **reading)
            if layer:
                layers[number] = layer
    return {"content": overlay(data, layers, password)}


def _layer(
    content: pa.BinaryScalar,
    number: pa.Int32Scalar,
    skip: pa.BooleanScalar,
    exception: pa.StringScalar,
    *,
    password: str,
    **reading: Any,
) -> dict[str, Any]:
    """Make the text layer of a page that was cut out of its document; null if it needs none."""
    if skip.as_py():
        return {}
    raise_earlier(exception)
    with _named(number.as_py()), open_pdf(file_content(content), password) as document:
        return {"content": read_page(document, 0, **reading)}


@contextmanager
def _named(number: int) -> Iterator[None]:
    """Let errors say which page they are about."""
    try:
        yield
    except DocumentError as error:
        raise DocumentError(f"Page {number}: {error}") from error


def _with_layers(
    content: pa.BinaryScalar, layers: pa.ListScalar, exception: pa.StringScalar, *, password: str
) -> dict[str, Any]:
    """Lay the text layers over the pages of a document."""
    raise_earlier(exception)
    found: dict[int, bytes] = {}
    failed: dict[int, pa.StringScalar] = {}
    for page in layers.values:
        number, layer = page["page"].as_py(), page["layer"]
        if layer["exception"].is_valid:
            failed[number] = layer["exception"]
        elif layer["content"].is_valid:
            found[number] = layer["content"].as_py()
    if failed:
        raise_earlier(failed[min(failed)])
    return {"content": overlay(file_content(content), found, password)}
