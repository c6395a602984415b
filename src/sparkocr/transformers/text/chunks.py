"""The stage that cuts documents into chunks for retrieval."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, IntegerType, StringType, StructField, StructType

from sparkocr.document.blocks import blocks_of
from sparkocr.document.chunks import Chunk, chunks_of, tokens
from sparkocr.document.elements import Cutter, page_elements
from sparkocr.document.pieces import Element, elements_of, fields_of
from sparkocr.document.structure import page_of_text
from sparkocr.document.table_parts import HTML, PIPES
from sparkocr.entities.sentences import sentences_of
from sparkocr.enums import ChunkTables, ChunkUnit, PageUnit
from sparkocr.errors import DocumentError
from sparkocr.layout.box import Box
from sparkocr.schemas import BytesSchema, ChunkSchema
from sparkocr.stage.columns import EXCEPTION, Dataset, quoted
from sparkocr.stage.failures import EarlierFailureError, failure, raise_earlier
from sparkocr.stage.group import GroupStage
from sparkocr.stage.params import boolean, choice, column, integer, number, string
from sparkocr.stage.regions import region_fields
from sparkocr.stage.udf import RowFunction
from sparkocr.transformers.text.column_kinds import is_whole
from sparkocr.transformers.text.page_stage import PageStage
from sparkocr.transformers.text.placed_text import (
    PlacedText,
    placed_text,
    runs_of,
    tables_in_unit,
    to_points_of,
)

__all__ = ["PageToChunks"]

_PART = "__part"
_PartSchema = StructType(
    [*ChunkSchema.fields, StructField("page", IntegerType()), StructField(EXCEPTION, StringType())]
)


class PageToChunks(GroupStage, PageStage):
    r"""Cut documents into chunks for retrieval: by headings and size, with the places they are from.

    The result has one row per chunk, with the columns of the origin and of the number of its first page, `outputCol`, a
    `sparkocr.schemas.ChunkSchema`, and `exception`. A page that failed before is a row without a chunk; the other pages
    of its document are chunks. So is a document without text.

    See Also
    --------
    sparkocr.document.chunks.chunks_of : where documents are cut.
    sparkocr.document.chunks.tokens : how tokens are counted without a `tokenizer`.

    Notes
    -----
    The input is that of `PageToMarkdown`, and the text of a chunk is its Markdown. A chunk may go over pages: the rows
    of a document are gathered on one worker, as text. Chunks without their overlap, one after the other, are the
    document; but the head of a table is repeated in each chunk that has some of its rows.

    Examples
    --------
    >>> content = samples.pdf("In season:\n\n\n• apples\n• pears", "Fruit is sweet where", "the sun is.")
    >>> files = spark.createDataFrame([("food.pdf", content)], "path string, content binary")
    >>> pages = PdfToText(extractCoordinates=True).transform(files)
    >>> chunks = PageToChunks(chunkSize=60).transform(pages)
    >>> [(row.chunk.pages, row.chunk.text) for row in chunks.sort("chunk.number").collect()]
    [([0], 'In season:\n\n- apples\n- pears'), ([1, 2], 'Fruit is sweet where the sun is.')]
    """

    outputCol = column("chunk", "Column for the chunk.")
    chunkSize = integer(2000, "Most that a chunk may have, in `sizeUnit`.", minimum=50)
    chunkOverlap = integer(
        0, "Most of the end of a chunk that the next one begins with: whole sentences and items.", minimum=0
    )
    minShare = number(
        0.1, "A chunk that has less than this share of chunkSize goes on with the next section.", minimum=0, maximum=1
    )
    sizeUnit = choice(ChunkUnit.CHARACTERS, "What sizes are counted in.")
    tokenizer = string(
        "", "Path of a tokenizer.json of Hugging Face on every worker, which counts tokens; empty: a simple rule."
    )
    tableFormat = choice(ChunkTables.HTML, "How tables are written: HTML keeps merged cells, PIPES are half as long.")
    pageHeaders = boolean(
        False, "Whether running headers and footers are written each time, not once; those with numbers only never."
    )
    unit = choice(PageUnit.AUTO, "Unit of the input column; AUTO finds it in the image and the size of the page.")

    runs_light = False
    named_columns = ("originCol", "pageNumCol", "outputCol")
    made_type = StructType([StructField("content", ArrayType(_PartSchema)), StructField(EXCEPTION, StringType())])

    def _check(self, dataset: Dataset) -> None:
        super()._check(dataset)
        if self.getChunkOverlap() >= self.getChunkSize():
            raise ValueError(f"{self.uid}: chunkOverlap must be less than chunkSize={self.getChunkSize()}")
        if self.getTokenizer() and self.getSizeUnit() is not ChunkUnit.TOKENS:
            raise ValueError(f"{self.uid}: tokenizer counts tokens; set sizeUnit=ChunkUnit.TOKENS")

    def _encode(self, dataset: DataFrame) -> Column:
        encode = partial(
            _encoded,
            stage=self.uid,
            limit=self.getChunkSize(),
            in_tokens=self.getSizeUnit() is ChunkUnit.TOKENS,
            tokenizer=self.getTokenizer(),
            unit=self.getUnit(),
            tables_unit=self.getTablesUnit(),
            pipes=self.getTableFormat() is ChunkTables.PIPES,
        )
        number = self._known(dataset, "pageNumCol", is_whole, IntegerType())
        columns = [number, *self._page_columns(dataset), *self._size_columns(dataset)]
        made: Column = self._udf(encode, BytesSchema, deterministic=False)(*columns)
        return made

    def _assemble_function(self) -> RowFunction:
        return partial(
            _chunked,
            limit=self.getChunkSize(),
            overlap=self.getChunkOverlap(),
            least=self.getMinShare() * self.getChunkSize(),
            page_headers=self.getPageHeaders(),
        )

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        documents = super()._apply_to_frame(dataset)
        origin, output = quoted(self.getOriginCol()), quoted(self.getOutputCol())
        parts = documents.select(origin, quoted(EXCEPTION), F.explode_outer(output).alias(_PART))
        part = F.col(_PART)
        chunk = F.struct(*(part[name].alias(name) for name in ChunkSchema.names))
        return parts.select(
            origin,
            part["page"].alias(self.getPageNumCol()),
            F.when(part["text"].isNotNull(), chunk).alias(self.getOutputCol()),
            F.coalesce(part[EXCEPTION], quoted(EXCEPTION)).alias(EXCEPTION),
        )


def _encoded(page: Any, exception: Any, *columns: Any, stage: str, **options: Any) -> dict[str, Any]:
    """Return a page as JSON, or why there is none: other pages of the document don't fail with it."""
    number = page.as_py()
    try:
        raise_earlier(exception)
        found: dict[str, Any] = {"elements": list(map(fields_of, _elements(number or 0, *columns, **options)))}
    except (DocumentError, EarlierFailureError) as error:
        found = {"exception": failure(stage, error)}
    return {"content": json.dumps({"page": number, **found}, ensure_ascii=False, separators=(",", ":")).encode()}


def _elements(
    number: int,
    value: Any,
    text: Any,
    tables: Any,
    fonts: Any,
    confidence: Any,
    resolution: Any,
    transform: Any,
    *sides: Any,
    limit: int,
    in_tokens: bool,
    tokenizer: str,
    unit: PageUnit,
    tables_unit: PageUnit,
    pipes: bool,
) -> list[Element]:
    """Cut a page into elements."""
    plain = text.as_py()
    placed = placed_text(value, plain, runs_of(fonts, confidence, resolution, transform))
    found = tables_in_unit(tables, confidence, resolution, transform, tables_unit) or ()
    to_points = None
    if placed is None:
        placed = PlacedText(page_of_text(plain))
    elif page_to_points := to_points_of(confidence, resolution, transform, *sides, unit=unit):
        to_points = partial(_on_page, placed=placed, to_points=page_to_points)
    size = _token_counter(tokenizer) if tokenizer else tokens if in_tokens else len
    cutter, style = Cutter(limit, size, sentences_of), PIPES if pipes else HTML
    return page_elements(blocks_of(placed.page), placed.level(found), number, cutter, to_points, style)


def _on_page(box: Box, *, placed: PlacedText, to_points: Callable[[Box], Box]) -> Box:
    """Return where a box beside level text is on the page, in points."""
    return to_points(placed.back(box))


@lru_cache
def _token_counter(path: str) -> Callable[[str], int]:
    """Return what counts the tokens of a text; loaded once per worker.

    Raises
    ------
    DocumentError
        The package `tokenizers` is missing, or the file can't be read.
    """
    try:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(path)
    except ImportError:
        raise DocumentError("A tokenizer needs the package tokenizers") from None
    except Exception as error:  # noqa: BLE001  tokenizers raises plain Exception
        raise DocumentError(f"The tokenizer can't be read: {type(error).__name__}") from None
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def _chunked(parts: pa.ListScalar, *, limit: int, overlap: int, least: float, page_headers: bool) -> dict[str, Any]:
    """Cut the pages of a document, in their order, into chunks."""
    pages = [json.loads(part.as_buffer().to_pybytes()) for part in parts]
    failed = [page for page in pages if EXCEPTION in page]
    for place, page in enumerate(pages):
        page["page"] = place if page["page"] is None else page["page"]
    elements = [element for page in pages for element in elements_of(page.get("elements", ()), page["page"])]
    chunks = chunks_of(elements, limit=limit, overlap=overlap, least=least, page_headers=page_headers)
    rows = [_fields(number, chunk) for number, chunk in enumerate(chunks)]
    return {"content": rows + failed}


def _fields(number: int, chunk: Chunk) -> dict[str, Any]:
    """Return the fields of a chunk."""
    boxes = [region_fields(place, region) for place, region in enumerate(chunk.regions)]
    known = {"kind": chunk.kind, "headings": chunk.headings, "pages": chunk.pages, "text": chunk.text}
    return {"number": number, **known, "boxes": boxes, "overlap": chunk.overlap, "page": chunk.pages[0]}
