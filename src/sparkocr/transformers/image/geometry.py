"""Stages that turn, scale and crop images, and the one that takes regions back to the original page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark.sql.types import ArrayType, DataType, DoubleType, IntegerType, StringType, StructField, StructType

from sparkocr.engines.orientation import orient
from sparkocr.enums import CropSquareType
from sparkocr.errors import DocumentError
from sparkocr.imaging import geometry
from sparkocr.imaging.pixels import Image
from sparkocr.imaging.quality import scale_text
from sparkocr.imaging.skew import deskew
from sparkocr.layout.box import map_box
from sparkocr.schemas import ImageSchema, PositionsSchema, RegionSchema, RegionsSchema
from sparkocr.stage.bases import ImageStage, Stage
from sparkocr.stage.columns import EXCEPTION, Data, Dataset, column_of, constant, earlier_exception, with_result
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.params import boolean, choice, column, integer, integers, number, string
from sparkocr.stage.regions import read_box


class ImageScaler(ImageStage):
    """Scale an image, by a factor or to a size.

    If only a width or only a height is given, the other one follows. With both, the image is stretched to that size, or
    with `keepRatio` fitted into it and padded with paper. Without any, `scaleFactor` counts. Adds the columns
    `outputCol` and `exception`.

    `resolution` stays that of the original page, as programs that exist expect. What needs the dots per inch of the
    scaled one (recognition, sizes and positions in points, pages of PDFs, files that are written) computes them from it
    and from how the image was moved.

    See Also
    --------
    sparkocr.imaging.geometry.resize, sparkocr.imaging.geometry.fit : the same on an image.

    Notes
    -----
    With `widthCol` or `heightCol`, the image leaves the Python worker once more than without.

    Examples
    --------
    >>> light = LightPipeline([BinaryToImage(), ImageScaler(scaleFactor=2)], keepImages=True)
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711"))
    >>> [page[name].to_pil().size for name in ("image", "scaled_image")]
    [(900, 260), (1800, 520)]
    """

    outputCol = column("scaled_image", "Column for the scaled image.")
    scaleFactor = number(1.0, "Factor for both sides, if no size is given.", more_than=0)
    keepRatio = boolean(False, "Whether an image that gets both a width and a height is padded, not stretched.")
    width = integer(0, "Width in px; 0: none.", minimum=0)
    height = integer(0, "Height in px; 0: none.", minimum=0)
    widthCol = string("", "Column with the width in px, instead of `width`.")
    heightCol = string("", "Column with the height in px, instead of `height`.")

    def _image_function(self) -> Callable[..., Image]:
        options = {"factor": self.getScaleFactor(), "keep_ratio": self.getKeepRatio()}
        if self._has_size_columns():
            return partial(geometry.scale_to, **options)
        return partial(geometry.scale_to, width=self.getWidth(), height=self.getHeight(), **options)

    def _other_columns(self, dataset: Dataset) -> list[Any]:
        if not self._has_size_columns():
            return []  # Catalyst fuses functions of one argument only
        return [self._size(dataset, "widthCol", "width"), self._size(dataset, "heightCol", "height")]

    def _has_size_columns(self) -> bool:
        return bool(self.getWidthCol() or self.getHeightCol())

    def _size(self, dataset: Dataset, parameter: str, otherwise: str) -> Any:
        """Return the column of a size, or its constant where there is none."""
        if self.getOrDefault(parameter):
            return self.optional_column(dataset, parameter, IntegerType())
        return constant(dataset, self.getOrDefault(otherwise), IntegerType())


class ImageAdaptiveScaler(ImageStage):
    """Scale an image so that its text gets a certain height, which recognition reads best.

    An image without text stays as it is. Adds the columns `outputCol` and `exception`.

    See Also
    --------
    sparkocr.imaging.quality.scale_text : the same on an image.

    Examples
    --------
    >>> small = ImageScaler(scaleFactor=0.5, outputCol="small")  # its text is 17 px high
    >>> light = LightPipeline([BinaryToImage(), small, ImageAdaptiveScaler(inputCol="small")], keepImages=True)
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711"))
    >>> [page[name].to_pil().size for name in ("small", "scaled_image")]
    [(450, 130), (900, 260)]
    """

    outputCol = column("scaled_image", "Column for the scaled image.")
    desiredSize = integer(34, "Height of the text in px.", minimum=1, maximum=1000)

    def _image_function(self) -> Callable[..., Image]:
        return partial(scale_text, size=self.getDesiredSize())


class ImageSkewCorrector(ImageStage):
    """Turn an image so that its lines of text are level.

    The image is first turned by `rotationAngle`, then, with `automaticSkewCorrection`, by the angle that its lines of
    text have (if that is 0.05 degrees or more). The result is large enough for all of the page. Adds the columns
    `outputCol` and `exception`.

    See Also
    --------
    sparkocr.imaging.skew.deskew : the same on an image.

    Examples
    --------
    >>> tilt = ImageSkewCorrector(automaticSkewCorrection=False, rotationAngle=4, outputCol="tilted")
    >>> level = ImageSkewCorrector(inputCol="tilted", outputCol="level")
    >>> find = [ImageTextDetectorV2(inputCol=name, outputCol=f"{name}_lines") for name in ("tilted", "level")]
    >>> (page,) = LightPipeline([BinaryToImage(), tilt, level, *find]).fromBinary(samples.image("Invoice number 4711"))
    >>> [round(page[name][0]["angle"]) for name in ("tilted_lines", "level_lines")]
    [-4, 0]
    """

    outputCol = column("corrected_image", "Column for the level image.")
    rotationAngle = number(0.0, "Degrees by which the image is turned in any case, counter-clockwise.")
    automaticSkewCorrection = boolean(True, "Whether the angle of the text is found and corrected.")
    halfAngle = number(5.0, "Largest skew that is looked for, in degrees to either side.", minimum=0)
    resolution = number(1.0, "Step of the search in degrees; the best angle is refined afterwards.", more_than=0)

    def _image_function(self) -> Callable[..., Image]:
        return partial(
            deskew,
            angle=self.getRotationAngle(),
            automatic=self.getAutomaticSkewCorrection(),
            half_angle=self.getHalfAngle(),
            step=self.getResolution(),
        )


class ImageOrientationCorrector(ImageStage):
    """Turn a page that lies on its side or upside down, by 90, 180 or 270 degrees.

    Tesseract's orientation detection decides; it needs some ten letters and works for upright scripts. Adds the columns
    `outputCol` and `exception`.

    See Also
    --------
    sparkocr.engines.orientation.orient : the same on an image.

    Examples
    --------
    >>> turn = ImageSkewCorrector(automaticSkewCorrection=False, rotationAngle=90, outputCol="turned")
    >>> light = LightPipeline([BinaryToImage(), turn, ImageOrientationCorrector(inputCol="turned")], keepImages=True)
    >>> (page,) = light.fromBinary(samples.image("Invoice number 4711"))
    >>> [page[name].to_pil().size for name in ("turned", "oriented_image")]
    [(260, 900), (900, 260)]
    """

    outputCol = column("oriented_image", "Column for the upright image.")
    minConfidence = number(
        1.0, "Confidence from which the page is turned (Tesseract's units; 2 is rarely wrong).", minimum=0
    )
    modelData = string("", "Folder with osd.traineddata on every worker; empty: the usual places.")

    def _image_function(self) -> Callable[..., Image]:
        return partial(orient, min_confidence=self.getMinConfidence(), model_data=self.getModelData())


class ImageCropper(ImageStage):
    r"""Cut a rectangle out of an image, or the largest square.

    The part of the rectangle that is beyond the image is left out; one that is all beyond it is an exception. Adds the
    columns `outputCol` and `exception`.

    See Also
    --------
    sparkocr.imaging.geometry.crop, sparkocr.imaging.geometry.crop_square : the same on an image.

    Examples
    --------
    >>> crop = ImageCropper(cropRectangle=(0, 100, 400, 160))
    >>> light = LightPipeline([BinaryToImage(), crop, ImageToText(inputCol="cropped_image")], keepImages=True)
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711\nTotal 12.50"))
    >>> page["cropped_image"].to_pil().size, page["text"].result
    ((400, 160), 'Total 12.50\n')
    """

    outputCol = column("cropped_image", "Column for the part of the image.")
    cropRectangle = integers(
        (0, 0, 0, 0), "x, y, width and height in px; a size of 0: up to the edge; all 0: a square instead.", minimum=0
    )
    cropSquareType = choice(CropSquareType.TOP_LEFT, "Where the square is.")

    def _image_function(self) -> Callable[..., Image]:
        rectangle = self.getCropRectangle()
        if any(rectangle):
            x, y, width, height = rectangle
            return partial(geometry.crop, x=x, y=y, width=width, height=height)
        places = {"top": 0.0, "left": 0.0, "center": 0.5, "bottom": 1.0, "right": 1.0}
        names = self.getCropSquareType().value.split("_")
        return partial(geometry.crop_square, vertical=places[names[0]], horizontal=places[names[-1]])


class RegionsToOriginal(Stage):
    """Take regions that were found on a turned, scaled or cropped image back to the original page.

    Every image says where its pixels come from (``image.transform``). This stage applies that to a column of regions
    (an array or a single one) or to the `positions` of `ImageToText`, and adds the columns `outputCol` (of the same
    type) and `exception`.

    Notes
    -----
    The result is upright and covers all that the region covers, so it is a bit larger if the page was turned: right for
    masking. With `rotated`, regions fit closely and have an angle; positions have none and stay upright.

    An image column that is selected leaves the Python worker. To avoid that, let ``ImageToText.setTransformCol("t")``
    write the transform to a column, and name it here as `imageCol`.

    Examples
    --------
    >>> find = [ImageScaler(scaleFactor=2), ImageTextDetector(inputCol="scaled_image")]
    >>> back = RegionsToOriginal(inputCol="text_regions", imageCol="scaled_image")
    >>> (page,) = LightPipeline([BinaryToImage(), *find, back]).fromBinary(samples.image("Invoice 4711"))
    >>> (scaled,), (original,) = page["text_regions"], page["original_regions"]
    >>> [scaled[side] / original[side] for side in ("x", "y", "width", "height")]
    [2.0, 2.0, 2.0, 2.0]
    """

    inputCol = column("regions", "Column with regions, a region, or positions, in px of the image.")
    outputCol = column("original_regions", "Column for the same in px of the original page.")
    imageCol = column("image", "Column with the image that they were found on, or with its transform.")
    rotated = boolean(False, "Whether regions may get an angle instead of growing.")

    input_type = RegionsSchema
    runs_light = True

    def _check(self, dataset: Dataset) -> None:
        self._kind(dataset)

    def _apply(self, dataset: Data) -> Data:
        kind, name = self._kind(dataset), self.getImageCol()
        there = column_of(dataset, name) if name in dataset.columns else None
        if there is not None and dataset.schema[name].dataType == ArrayType(DoubleType()):
            # A transform needs no image: any size says that there is one.
            place = (there, constant(dataset, 0, IntegerType()), constant(dataset, None, StringType()))
        else:
            self.check_column(dataset, "imageCol", ImageSchema)
            place = tuple(self._field(dataset, field) for field in ("transform", "height", EXCEPTION))
        schema = StructType([StructField("moved", kind), StructField(EXCEPTION, StringType())])
        work = partial(_to_original, rotated=self.getRotated(), are_positions=kind is PositionsSchema)
        move = self._udf(work, schema, deterministic=True)
        moved = move(column_of(dataset, self.getInputCol()), earlier_exception(dataset), *place)
        return with_result(dataset, moved, {self.getOutputCol(): "moved"})

    def _field(self, dataset: Dataset, field: str) -> Any:
        """Return a field of the image, or nulls if images of other tools do not have it."""
        image = dataset.schema[self.getImageCol()].dataType
        if field in getattr(image, "names", ()):
            return column_of(dataset, self.getImageCol())[field]
        return constant(dataset, None, ImageSchema[field].dataType)

    def _kind(self, dataset: Dataset) -> DataType:
        """Return which of the three types of columns the input is.

        Raises
        ------
        ValueError
            It is none, or there is no such column.
        """
        name = self.getInputCol()
        if name in dataset.columns:
            actual = dataset.schema[name].dataType
            for kind in (RegionsSchema, RegionSchema, PositionsSchema):
                if actual.simpleString() == kind.simpleString():
                    return kind
        self.check_column(dataset, "inputCol", RegionsSchema)
        return RegionsSchema


def _to_original(
    value: Any,
    exception: pa.StringScalar,
    transform: Any,
    height: pa.Int32Scalar,
    image_exception: pa.StringScalar,
    *,
    rotated: bool,
    are_positions: bool,
) -> dict[str, Any]:
    """Move one row's regions or positions."""
    raise_earlier(exception)
    raise_earlier(image_exception)
    if not height.is_valid:
        raise DocumentError("There is no image.")
    found = value.as_py()
    if not found:
        return {"moved": found}
    matrix = np.array(transform.as_py(), np.float64).reshape(3, 3) if transform.is_valid else None

    def move(fields: dict[str, Any] | None) -> dict[str, Any]:
        box, fields = read_box(fields, "position" if are_positions else "region"), fields or {}
        if matrix is None:  # the image was not moved
            return fields
        moved = map_box(box, matrix, rotated=rotated and "angle" in fields)
        angle = {"angle": moved.angle} if "angle" in fields else {}
        return fields | {"x": moved.x, "y": moved.y, "width": moved.width, "height": moved.height} | angle

    if isinstance(found, dict):
        return {"moved": move(found)}
    if are_positions:
        pages = ((page or {}).get("mapping") or [] for page in found)
        return {"moved": [{"mapping": [move(unit) for unit in units]} for units in pages]}
    return {"moved": [move(region) for region in found]}
