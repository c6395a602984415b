"""Stages that read hOCR."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql.types import StringType, StructField, StructType

from sparkocr.enums import ImageType, TokenizerType
from sparkocr.errors import DocumentError
from sparkocr.hocr.document import HocrPage
from sparkocr.hocr.merge import merge
from sparkocr.hocr.properties import number_text
from sparkocr.hocr.read import parse
from sparkocr.hocr.render import render
from sparkocr.hocr.tokens import Token, text_of, tokens_of
from sparkocr.hocr.write import write_fragment
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.pixels import Image, convert
from sparkocr.schemas import AnnotationsSchema, HocrSchema, ImageSchema
from sparkocr.stage.annotations import annotation_fields
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Data, Dataset, column_of, earlier_exception, with_exception, with_result
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.images import write_image
from sparkocr.stage.params import choice, column, integer, number, optional_columns

_ANNOTATED = StructType([StructField("annotations", AnnotationsSchema), StructField(EXCEPTION, StringType())])
_DECIMALS = 2  # of the px of a box in metadata
_SHOWN = 1000  # characters of a word in metadata, which all of its tokens repeat


class HocrDocumentAssembler(Stage):
    r"""Make a document of hOCR, for Spark NLP.

    Adds the columns `outputCol` and `exception`. `outputCol` has one annotation of type ``document`` (see
    `sparkocr.schemas.AnnotationsSchema`) with the whole text: a line end after each line, a blank line after each
    paragraph. The tokens of `HocrTokenizer` are offsets into this text.

    See Also
    --------
    sparkocr.hocr.tokens.text_of : the same on pages.

    Examples
    --------
    >>> (page,) = LightPipeline([PdfToHocr(), HocrDocumentAssembler()]).fromBinary(samples.pdf("Hello,\nworld"))
    >>> [(part["annotatorType"], part["begin"], part["end"], part["result"]) for part in page["document"]]
    [('document', 0, 11, 'Hello,\nworld')]
    """

    inputCol = column("hocr", "Column with the hOCR.")
    outputCol = column("document", "Column for the document.")

    input_type = StringType()
    runs_light = True

    def _apply(self, dataset: Data) -> Data:
        assemble = self._udf(_assemble, _ANNOTATED, deterministic=False)
        made = assemble(column_of(dataset, self.getInputCol()), earlier_exception(dataset))
        result = with_result(dataset, made, {self.getOutputCol(): "annotations"})
        return result.withMetadata(self.getOutputCol(), {"annotatorType": "document"})


class HocrTokenizer(Stage):
    """Cut the text of hOCR into tokens with their places, for Spark NLP.

    Adds the columns `outputCol` and `exception`. `outputCol` has annotations of type ``token`` (see
    `sparkocr.schemas.AnnotationsSchema`). `begin` and `end` are the offsets of the first and the last character in the
    text that `HocrDocumentAssembler` gives; the metadata are strings:

    ======================  ====================================================================================
    x, y, width, height     box of the token in px of the image (points, if the hOCR is of a PDF), origin top-left
    confidence              of its word, 0 to 100
    word                    the word that the token is a part of
    ======================  ====================================================================================

    See Also
    --------
    sparkocr.hocr.tokens.tokens_of : the same on pages.

    Notes
    -----
    With ``TokenizerType.SIMPLE``, ``don't`` becomes ``don``, ``'`` and ``t``. A part of a word has the box of its
    symbols if the hOCR has them, or else its share of the word's box by the number of characters.

    Examples
    --------
    >>> (page,) = LightPipeline([PdfToHocr(), HocrTokenizer()]).fromBinary(samples.pdf("I don't"))
    >>> [(token["begin"], token["end"], token["result"], token["metadata"]["x"]) for token in page["token"]]
    [(0, 0, 'I', '40'), (2, 4, 'don', '46'), (5, 5, "'", '66'), (6, 6, 't', '68')]
    """

    inputCol = column("hocr", "Column with the hOCR.")
    outputCol = column("token", "Column for the tokens.")
    tokenizerType = choice(TokenizerType.SIMPLE, "What a token is.")

    input_type = StringType()
    runs_light = True

    def _apply(self, dataset: Data) -> Data:
        cut = partial(_tokenize, kind=self.getTokenizerType())
        tokenize = self._udf(cut, _ANNOTATED, deterministic=False)
        made = tokenize(column_of(dataset, self.getInputCol()), earlier_exception(dataset))
        result = with_result(dataset, made, {self.getOutputCol(): "annotations"})
        return result.withMetadata(self.getOutputCol(), {"annotatorType": "token"})


class HocrMerger(Stage):
    """Merge several columns of hOCR of the same image into one, such as check boxes and text.

    Adds the columns `outputCol` and `exception`. Where several columns have a word at the same place, that of the
    column that is named first stays. The words are put into lines and reading order again; the hOCR is that of
    `ImageToHocr`.

    See Also
    --------
    sparkocr.hocr.merge.merge : the same on pages, and what exactly becomes of them.

    Notes
    -----
    A row that is null in one of the columns is an exception: half of a page would look like a page.

    Examples
    --------
    >>> readers = [PdfToHocr(outputCol="plain"), PdfToHocr(outputCol="original", keepOriginalEncoding=True)]
    >>> merger = HocrMerger(inputCols=["original", "plain"])  # the first one counts where both have a word
    >>> light = LightPipeline([*readers, merger, HocrDocumentAssembler(inputCol="merged_hocr")])
    >>> [page["document"][0]["result"] for page in light.fromBinary(samples.pdf("“Yes” or “no”"))]
    ['“Yes” or “no”']
    """

    inputCol = column("hocr", "Column with hOCR, if `inputCols` is not set.")
    inputCols = optional_columns("Columns with hOCR, the most trusted first, instead of `inputCol`.")
    outputCol = column("merged_hocr", "Column for the merged hOCR.")
    overlap = number(0.5, "A word is left out if an earlier column's covers more than this share of it.", minimum=0)

    input_type = StringType()
    runs_light = True

    def _check(self, dataset: Dataset) -> None:
        if self.getInputCols() is None:
            super()._check(dataset)
        for name in self.getInputCols() or ():
            self.check_column(dataset, "inputCols", StringType(), name=name)

    def _apply(self, dataset: Data) -> Data:
        join = self._udf(partial(_merge, overlap=self.getOverlap()), HocrSchema, deterministic=False)
        names = self.getInputCols() or [self.getInputCol()]
        merged = join(earlier_exception(dataset), *(column_of(dataset, name) for name in names))
        return with_result(dataset, merged, {self.getOutputCol(): "hocr"})


class HocrToImage(Stage):
    """Draw hOCR: black words on a white page, each fitted into its box.

    Adds the columns `outputCol` (an image, see `sparkocr.schemas.ImageSchema`) and `exception`. The image has the size
    of the hOCR's page; more than one page, or a page of more than 150 million pixels, is an exception.

    See Also
    --------
    sparkocr.hocr.render.render : the same on a page.

    Notes
    -----
    The font is the one that comes with Pillow. It has Latin letters; others are drawn as boxes.

    Examples
    --------
    >>> stages = [BinaryToImage(), ImageToHocr(), HocrToImage(outputCol="drawn"), ImageToText(inputCol="drawn")]
    >>> (page,) = LightPipeline(stages, keepImages=True).fromBinary(samples.image("Invoice 4711"))
    >>> page["drawn"].to_pil().size, page["text"].result.strip()
    ((900, 260), 'Invoice 4711')
    """

    inputCol = column("hocr", "Column with the hOCR.")
    outputCol = column("image", "Column for the image.")
    originCol = column("path", "Column that says where the hOCR is from; goes into the image.")
    resolution = integer(300, "Resolution that the image says it has, in dpi; 0: unknown.", minimum=0)
    imageType = choice(ImageType.TYPE_BYTE_GRAY, "Pixel layout of the image.")

    input_type = StringType()
    runs_light = True

    def _apply(self, dataset: Data) -> Data:
        draw = partial(_draw, resolution=self.getResolution(), image_type=self.getImageType())
        origin = self.optional_column(dataset, "originCol", StringType())
        columns = (column_of(dataset, self.getInputCol()), earlier_exception(dataset), origin)
        # Deterministic, so that image stages after it are one Python node with it.
        made = self._udf(draw, ImageSchema, deterministic=True)(*columns)
        return with_exception(dataset, self.getOutputCol(), made)


def _pages(hocr: pa.StringScalar, exception: pa.StringScalar) -> tuple[HocrPage, ...]:
    """Read one row's hOCR."""
    raise_earlier(exception)
    if not hocr.is_valid:
        raise DocumentError("There is no hOCR")
    return parse(hocr.as_py())


def _assemble(hocr: pa.StringScalar, exception: pa.StringScalar) -> dict[str, Any]:
    """Make the document of one row."""
    text = text_of(_pages(hocr, exception))
    return {"annotations": [annotation_fields("document", 0, len(text) - 1, text, {})]}


def _tokenize(hocr: pa.StringScalar, exception: pa.StringScalar, *, kind: TokenizerType) -> dict[str, Any]:
    """Make the tokens of one row."""
    return {"annotations": [_token(token) for token in tokens_of(_pages(hocr, exception), kind)]}


def _token(token: Token) -> dict[str, Any]:
    """Return a token as an annotation, with the upright box around it."""
    x, y, right, bottom = token.box.edges()
    places = {"x": x, "y": y, "width": right - x, "height": bottom - y, "confidence": token.word.confidence}
    metadata = {name: number_text(value, _DECIMALS) for name, value in places.items()}
    return annotation_fields("token", token.begin, token.end, token.text, metadata | {"word": token.word.text[:_SHOWN]})


def _merge(exception: pa.StringScalar, *columns: pa.StringScalar, overlap: float) -> dict[str, Any]:
    """Merge the columns of one row."""
    documents: Sequence[Sequence[HocrPage]] = [_pages(hocr, exception) for hocr in columns]
    return {"hocr": write_fragment(merge(documents, overlap))}


def _draw(
    hocr: pa.StringScalar,
    exception: pa.StringScalar,
    origin: pa.StringScalar,
    *,
    resolution: int,
    image_type: ImageType,
) -> pa.StructArray:
    """Draw one row's hOCR."""
    pages = _pages(hocr, exception)
    if len(pages) > 1:
        raise DocumentError(f"The hOCR has {len(pages)} pages, but an image shows one")
    pixels = convert(render(pages[0].page, MAX_PIXELS), ImageType.TYPE_BYTE_GRAY, image_type)
    return write_image(Image(pixels, resolution, image_type), origin.as_py())
