"""Stages that draw on images."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyspark.sql.types import DoubleType, NumericType

from sparkocr.enums import Color, FontStyle
from sparkocr.errors import DocumentError
from sparkocr.imaging import draw
from sparkocr.imaging.fonts import FontChoice
from sparkocr.imaging.marks import EACH_LABEL, caption, color_of, dealt, scale_of
from sparkocr.layout.regions import Region
from sparkocr.schemas import AnnotationsSchema, ImageSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Data, Dataset, column_of, constant, earlier_exception, with_exception
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.images import read_image, write_image
from sparkocr.stage.params import StageParam, boolean, choice, column, integer, string
from sparkocr.stage.regions import check_regions, read_regions, region_rows, valid_regions

Floats = npt.NDArray[np.float64]


def _check_color_map(value: Any) -> str | dict[str, str]:
    """Return a colour map in a form that JSON can hold."""
    if value == EACH_LABEL:
        return EACH_LABEL
    if not isinstance(value, Mapping) or not all(isinstance(label, str) for label in value):
        raise TypeError
    color = choice(Color.black, "").convert
    return {label: color(name).value for label, name in value.items()}


class ImageDrawRegions(Stage):
    """Draw regions on an image: as outlines with their labels, as masks, or replaced by other texts.

    Adds the columns `outputCol` and `exception`. The resolution of the result is 0; its pixels are where they were.

    See Also
    --------
    sparkocr.imaging.draw : the same on arrays.

    Notes
    -----
    Regions are turned around their centres by their `angle`, and clipped to the image. Masks fail closed: if regions
    are null, or one of them has no valid place or size, or there is no page image to mask, the result is null and
    `exception` says why. No regions (an empty array) are nothing to mask. An outline without a valid place is left
    out.

    A masked pixel has exactly the colour, so nothing is written on masks or beside them: labels may be text of the
    document. With `patchImages`, the label of a region is its new text; a region without a label is filled.

    With `inputChunkMappingCol`, the new text of a region is the `result` of the annotation whose place in the array is
    the region's `index`, as for chunks that `PositionFinder` looked for and a column that has a new text for each of
    them. The words of a text are dealt out to the regions of its chunk, one for each line. A region without a new text
    is filled; if the column is null, the result is null and `exception` says so.

    A gray or binary image becomes one of TYPE_3BYTE_BGR if a region on it gets a colour that is no gray, a binary one
    of TYPE_BYTE_GRAY if it gets a gray; other images keep their type.

    Examples
    --------
    >>> mask = ImageDrawRegions(inputRegionsCol="text_regions", filledRect=True, rectColor="white")
    >>> light = LightPipeline([BinaryToImage(), ImageTextDetector(), mask], keepImages=True)
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711"))
    >>> [page[name].to_pil().getextrema() for name in ("image", "image_with_regions")]  # nothing but white is left
    [(0, 255), (255, 255)]
    """

    inputCol = column("image", "Column with the image.")
    inputRegionsCol = column("region", "Column with an array of regions, or with a single one, in px of the image.")
    outputCol = column("image_with_regions", "Column for the image with the regions.")
    keepInput = boolean(True, "Whether the input column stays in the result.")
    lineWidth = integer(4, "Width of outlines in px.", minimum=1)
    fontSize = integer(12, "Size of labels and scores beside outlines, in px.", minimum=1, maximum=1000)
    fontName = string(
        "",
        "Font of texts: the family of one that is installed on the workers, or its file; empty: Pillow's own, which "
        "has Latin letters only. A family that is not installed is Roboto.",
    )
    fontStyle = choice(FontStyle.PLAIN, "Style of texts; without a `fontName`, others than PLAIN are of Roboto.")
    displayMetadata = boolean(True, "Whether labels and scores are written beside outlines.")
    useContrastTextColor = boolean(
        False, "Whether texts beside outlines are black or white, whichever can be read where they are."
    )
    rotated = boolean(False, "Accepted for old programs: regions with an angle are always drawn turned.")
    rectColor = choice(Color.black, "Colour of regions that get none from `colorMap`.")
    filledRect = boolean(False, "Whether regions are filled, which masks what is in them.")
    colorMap = StageParam(
        None,
        "Colours by label; key '*': all other labels. Or '*': one of eight colours for each label, always the same.",
        allowed=f"None, '*', or a dict from label to Color: {', '.join(Color.__members__)}",
        convert=_check_color_map,
        example={"name": "red"},
    )
    sourceImageHeightCol = column("height_dimension", "Column with the height of the page that regions are on.")
    sourceImageWidthCol = column("width_dimension", "Column with the width of the page that regions are on.")
    scaleBoundingBoxes = boolean(
        False, "Whether regions are in units of that page, such as points, and are scaled to the image."
    )
    patchImages = boolean(False, "Whether the label of a region replaces what is in it.")
    inputChunkMappingCol = string(
        "", "Column with annotations: the new texts of the regions, for `patchImages`; empty: their labels are."
    )

    input_type = ImageSchema
    runs_light = True

    def _apply(self, dataset: Data) -> Data:
        check_regions(self, dataset)
        result = self._udf(partial(_draw, **self._options()), ImageSchema, deterministic=True)(
            column_of(dataset, self.getInputCol()),
            column_of(dataset, self.getInputRegionsCol()),
            earlier_exception(dataset),
            self._size(dataset, "sourceImageWidthCol"),
            self._size(dataset, "sourceImageHeightCol"),
            *self._mapping(dataset),
        )
        return self._without_input(with_exception(dataset, self.getOutputCol(), result))

    def _options(self) -> dict[str, Any]:
        return {
            "line_width": self.getLineWidth(),
            "font_size": self.getFontSize(),
            "font": (self.getFontName(), self.getFontStyle()),
            "captions": self.getDisplayMetadata(),
            "contrast": self.getUseContrastTextColor(),
            "rect_color": self.getRectColor(),
            "color_map": self.getColorMap(),
            "filled": self.getFilledRect(),
            "patched": self.getPatchImages(),
            "scaled": self.getScaleBoundingBoxes(),
        }

    def _mapping(self, dataset: Dataset) -> list[Any]:
        """Return the column with new texts, if there is one."""
        if not self.getInputChunkMappingCol():
            return []
        self.check_column(dataset, "inputChunkMappingCol", AnnotationsSchema)
        return [column_of(dataset, self.getInputChunkMappingCol())]

    def _size(self, dataset: Dataset, parameter: str) -> Any:
        """Return the column with a side of the page, or nulls if it is not needed.

        Raises
        ------
        ValueError
            There is no such column, or it has no numbers.
        """
        name = self.getOrDefault(parameter)
        if self.getScaleBoundingBoxes() or self.isSet(parameter):
            kind = dataset.schema[name].dataType if name in dataset.columns else None
            if not isinstance(kind, NumericType):
                self.check_column(dataset, parameter, DoubleType())
        if not self.getScaleBoundingBoxes():
            return constant(dataset, None, DoubleType())
        return column_of(dataset, name)


def _draw(
    value: Any,
    regions: Any,
    exception: pa.StringScalar,
    page_width: pa.Scalar,
    page_height: pa.Scalar,
    mapping: pa.ListScalar | None = None,
    *,
    filled: bool,
    patched: bool,
    scaled: bool,
    line_width: int,
    font_size: int,
    font: FontChoice,
    captions: bool,
    contrast: bool,
    rect_color: Color,
    color_map: str | dict[str, str] | None,
) -> pa.StructArray:
    """Draw the regions of one image."""
    raise_earlier(exception)
    row = read_image(value)
    image = replace(row.image, resolution=0)
    masking = filled or patched
    if masking and not regions.is_valid:
        raise DocumentError("It is not known what to mask: the regions are null.")
    found = read_regions(regions) if masking else valid_regions(regions)
    if masking and found and image.is_placeholder:
        raise DocumentError("There is no page image to mask.")
    if not found or image.is_placeholder:
        return write_image(replace(image, text_words=None) if masking else image, row.origin)
    scale = scale_of(image, page_width.as_py(), page_height.as_py()) if scaled else np.ones(2)
    if patched and mapping is not None:
        texts = _new_texts(found, region_rows(regions), mapping)
    elif masking:
        texts = [(region.label or "").strip() for region in found]
    else:
        texts = [caption(region.label or "", region.score).strip() if captions else "" for region in found]
    marks = [
        draw.Mark(region.box.corners() * scale, color_of(region.label, color_map, rect_color), text)
        for region, text in zip(found, texts, strict=True)
    ]
    if patched:
        image = draw.patch(image, marks, font)
    elif filled:
        image = draw.mask(image, marks)
    else:
        image = draw.outline(image, marks, line_width, font_size, font, contrast=contrast)
    return write_image(image, row.origin)


def _new_texts(
    regions: Sequence[Region], rows: Sequence[Mapping[str, Any] | None], mapping: pa.ListScalar
) -> list[str]:
    """Return what is written into each region: blanks where the text of its chunk is in its other regions.

    Raises
    ------
    DocumentError
        It is not known.
    """
    if not mapping.is_valid:
        raise DocumentError("It is not known what to write: the new texts are null.")
    results = [(annotation or {}).get("result") or "" for annotation in mapping.as_py()]
    members: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        index = (row or {}).get("index")
        members.setdefault(number if index is None else index, []).append(number)
    texts = [""] * len(regions)
    for index, numbers in members.items():
        text = results[index].strip() if 0 <= index < len(results) else ""
        if text:
            parts = dealt(text, [regions[number].box.width for number in numbers])
            for number, part in zip(numbers, parts, strict=True):
                texts[number] = part or " "
    return texts
