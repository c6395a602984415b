"""The stage that draws annotations on images."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql.types import ArrayType, DataType, StructType

from sparkocr.enums import Color
from sparkocr.errors import DocumentError
from sparkocr.imaging import draw
from sparkocr.imaging.fonts import FontChoice
from sparkocr.imaging.marks import caption, color_of
from sparkocr.layout.regions import Region
from sparkocr.schemas import AnnotationsSchema, ImageSchema
from sparkocr.stage.annotations import label_of, place_of, score_of
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Data, Dataset, column_of, earlier_exception, with_exception
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.images import read_image, write_image
from sparkocr.stage.params import boolean, choice, column
from sparkocr.stage.regions import PLACE, read_region, valid_box
from sparkocr.transformers.image.draw import ImageDrawRegions

__all__ = ["ImageDrawAnnotations"]

_BOXES = {"bbox1": "key", "bbox2": "value"}
"""Keys of a relation's metadata that hold the boxes of its parts, and what the parts are called."""
_TAGS = frozenset({"entity", "named_entity"})
"""Types of annotations whose result is the tag of a word."""


class ImageDrawAnnotations(Stage):
    """Draw annotations that have a place, such as the words of forms and their relations: as outlines, or as masks.

    Adds the columns `outputCol` and `exception`. The resolution of the result is 0; its pixels are where they were.

    See Also
    --------
    ImageDrawRegions : draws regions, such as those of `PositionFinder`.
    sparkocr.imaging.draw : the same on arrays.

    Notes
    -----
    The place of an annotation is ``x``, ``y``, ``width`` and ``height`` of its metadata, in px of the image, as
    `HocrTokenizer` writes them. A relation of `FormRelationExtractor` has two places, ``bbox1`` and ``bbox2``; the
    labels of these are ``key`` and ``value``. The label of any other is that of its metadata, or its result if that is
    the tag of a word.

    The column may also be an array of arrays of annotations, a table, which has a place for each cell, or regions.

    Masks fail closed: if the column or a part of it is null, or an annotation has no valid place or size, or there is
    no page image to mask, the result is null and `exception` says why. An outline without a valid place is left out.
    Nothing is written on masks or beside them.

    Examples
    --------
    >>> words = [BinaryToImage(), ImageToHocr(), HocrTokenizer()]
    >>> mask = ImageDrawAnnotations(inputChunksCol="token", filledRect=True, rectColor="white")
    >>> light = LightPipeline([*words, mask], keepImages=True)
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711"))
    >>> [page[name].to_pil().getextrema() for name in ("image", "image_with_chunks")]  # nothing but white is left
    [(0, 255), (255, 255)]
    """

    inputCol = column("image", "Column with the image.")
    inputChunksCol = column("region", "Column with annotations that have a place, or with arrays or a table of them.")
    outputCol = column("image_with_chunks", "Column for the image with the annotations.")
    keepInput = boolean(True, "Whether the input column stays in the result.")
    lineWidth = ImageDrawRegions.lineWidth
    fontSize = ImageDrawRegions.fontSize
    fontName = ImageDrawRegions.fontName
    fontStyle = ImageDrawRegions.fontStyle
    displayMetadata = boolean(True, "Whether labels and confidences are written beside outlines.")
    useContrastTextColor = ImageDrawRegions.useContrastTextColor
    rectColor = choice(Color.black, "Colour of annotations that get none from `colorMap`.")
    filledRect = boolean(False, "Whether annotations are filled, which masks what is in them.")
    colorMap = ImageDrawRegions.colorMap

    input_type = ImageSchema
    runs_light = True

    def _check(self, dataset: Dataset) -> None:
        super()._check(dataset)
        name = self.getInputChunksCol()
        if name not in dataset.columns or not _has_places(dataset.schema[name].dataType):
            self.check_column(dataset, "inputChunksCol", AnnotationsSchema)

    def _apply(self, dataset: Data) -> Data:
        work = partial(
            _draw,
            filled=self.getFilledRect(),
            line_width=self.getLineWidth(),
            font_size=self.getFontSize(),
            font=(self.getFontName(), self.getFontStyle()),
            captions=self.getDisplayMetadata(),
            contrast=self.getUseContrastTextColor(),
            rect_color=self.getRectColor(),
            color_map=self.getColorMap(),
        )
        image = self._udf(work, ImageSchema, deterministic=True)(
            column_of(dataset, self.getInputCol()),
            column_of(dataset, self.getInputChunksCol()),
            earlier_exception(dataset),
        )
        return self._without_input(with_exception(dataset, self.getOutputCol(), image))


def _has_places(kind: DataType) -> bool:
    """Tell whether a column can hold places: of annotations, of the cells of a table, or of regions."""
    if isinstance(kind, ArrayType):
        return _has_places(kind.elementType)
    if not isinstance(kind, StructType):
        return False
    if "chunks" in kind.names:
        return _has_places(kind["chunks"].dataType)
    return "metadata" in kind.names or set(PLACE) <= set(kind.names)


def _draw(
    value: Any,
    annotations: pa.Scalar,
    exception: pa.StringScalar,
    *,
    filled: bool,
    line_width: int,
    font_size: int,
    font: FontChoice,
    captions: bool,
    contrast: bool,
    rect_color: Color,
    color_map: str | dict[str, str] | None,
) -> pa.StructArray:
    """Draw the annotations of one image."""
    raise_earlier(exception)
    row = read_image(value)
    image = replace(row.image, resolution=0)
    places = [place for fields in _rows(annotations, strict=filled) for place in _places(fields)]
    regions = [read_region(place) for place in places if filled or valid_box(place)]
    if filled and regions and image.is_placeholder:
        raise DocumentError("There is no page image to mask.")
    if not regions or image.is_placeholder:
        return write_image(replace(image, text_words=None) if filled else image, row.origin)
    marks = [
        draw.Mark(region.box.corners(), color_of(region.label, color_map, rect_color), _caption(region, captions))
        for region in regions
    ]
    if filled:
        return write_image(draw.mask(image, marks), row.origin)
    return write_image(draw.outline(image, marks, line_width, font_size, font, contrast=contrast), row.origin)


def _caption(region: Region, wanted: bool) -> str:
    """Return what is written beside a region: nothing for one without a label, such as a word."""
    return caption(region.label, region.score) if wanted and region.label else ""


def _rows(value: pa.Scalar, *, strict: bool) -> Iterator[dict[str, Any]]:
    """Give the annotations, cells or regions that a column holds at any depth.

    Raises
    ------
    DocumentError
        One of them is null, or what should hold them, and `strict` says that none may be missing.
    """
    array = pa.array([value.as_py()], value.type) if isinstance(value, pa.StructScalar) else _items(value)
    while True:
        if strict and (array is None or array.null_count):
            raise DocumentError("It is not known what to mask: an annotation, or all of them, are null.")
        if array is None:
            return
        array = array.drop_null()
        if pa.types.is_list(array.type):
            array = array.flatten()
        elif "chunks" in [field.name for field in array.type]:
            array = array.field("chunks")
        else:
            break
    names = [field.name for field in array.type if field.name != "embeddings"]  # which may be many numbers
    yield from pa.StructArray.from_arrays([array.field(name) for name in names], names=names).to_pylist()


def _items(value: pa.Scalar) -> pa.Array | None:
    """Return the items of an array; None if it is null."""
    return value.values if value.is_valid else None


def _places(fields: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the fields of the regions of an annotation, which has one place or two; those of a cell are its own."""
    if "metadata" not in fields:
        yield dict(fields)
        return
    metadata = dict(fields["metadata"] or ())
    if not _BOXES.keys().isdisjoint(metadata):
        for key, name in _BOXES.items():
            sides = (metadata.get(key) or "").split()
            place = dict(zip(PLACE, sides, strict=True)) if len(sides) == len(PLACE) else {}
            yield {**place_of(place), "label": name}
        return
    label = label_of(metadata) or (fields.get("result") if fields.get("annotatorType") in _TAGS else None)
    yield {**place_of(metadata), "label": label, "score": score_of(metadata)}
