"""Stages that draw on images."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyspark.sql.types import DoubleType, NumericType

from sparkocr.enums import Color
from sparkocr.errors import DocumentError
from sparkocr.imaging import draw
from sparkocr.imaging.marks import EACH_LABEL, caption, color_of, scale_of
from sparkocr.schemas import ImageSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Data, Dataset, column_of, constant, earlier_exception, with_exception
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.images import read_image, write_image
from sparkocr.stage.params import StageParam, boolean, choice, column, integer
from sparkocr.stage.regions import check_regions, read_regions, valid_regions

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
        )
        return self._without_input(with_exception(dataset, self.getOutputCol(), result))

    def _options(self) -> dict[str, Any]:
        return {
            "line_width": self.getLineWidth(),
            "font_size": self.getFontSize(),
            "rect_color": self.getRectColor(),
            "color_map": self.getColorMap(),
            "filled": self.getFilledRect(),
            "patched": self.getPatchImages(),
            "scaled": self.getScaleBoundingBoxes(),
        }

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
    *,
    filled: bool,
    patched: bool,
    scaled: bool,
    line_width: int,
    font_size: int,
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
        return write_image(replace(image, text_boxes=None) if masking else image, row.origin)
    scale = scale_of(image, page_width.as_py(), page_height.as_py()) if scaled else np.ones(2)
    marks = []
    for region in found:
        label = region.label or ""
        text = label if masking else caption(label, region.score)
        color = color_of(label, color_map, rect_color)
        marks.append(draw.Mark(region.box.corners() * scale, color, text.strip()))
    if patched:
        image = draw.patch(image, marks)
    elif filled:
        image = draw.mask(image, marks)
    else:
        image = draw.outline(image, marks, line_width, font_size)
    return write_image(image, row.origin)
