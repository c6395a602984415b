"""Stages that cut regions out of images, and merge them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, IntegerType, StringType, StructField, StructType

from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image, convert
from sparkocr.imaging.regions import cut_region
from sparkocr.layout.regions import clip_region, merge_regions
from sparkocr.schemas import ImageSchema, RegionsSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, Data, Dataset, column_of, constant, earlier_exception, quoted, with_result
from sparkocr.stage.failures import failure, raise_earlier
from sparkocr.stage.images import read_image, write_image
from sparkocr.stage.light_row import LightRow, element
from sparkocr.stage.params import boolean, choice, column, optional_columns
from sparkocr.stage.regions import (
    check_cells,
    check_regions,
    read_cells,
    read_region,
    read_regions,
    region_fields,
    region_rows,
)
from sparkocr.stage.udf import arrow_type

MAX_CUT_BYTES = 256 * 1024 * 1024  # of all regions of one image, which are in memory together
_RESULT, _NUMBER, _CUT = "__regions", "__region_number", "__region_image"


class ImageSplitRegions(Stage):
    r"""Cut the regions out of an image: one row per region.

    Adds the columns `outputCol` and `exception`; the column of regions then holds a single one. A region with an angle
    is turned upright, and the `transform` of the part says where it was. An image without regions stays one row,
    whose part is null.

    See Also
    --------
    sparkocr.imaging.regions.cut_region : the same on an image.

    Notes
    -----
    A region is clipped to the image; one that is all beyond it is a row with an exception, and so is what exceeds
    256 MB of an image's parts together.

    The image is repeated in every row: drop it with ``setDropCols("image")`` unless you need it.

    Examples
    --------
    >>> words = ImageLayoutAnalyzer(pageIteratorLevel="word", outputCol="words")
    >>> split = ImageSplitRegions(inputRegionsCol="words", dropCols="image")
    >>> light = LightPipeline([BinaryToImage(), words, split, ImageToText(inputCol="region_image")])
    >>> [row["text"].result for row in light.fromBinary(samples.image("Invoice 4711"))]
    ['Invoice\n', '4711\n']
    """

    inputCol = column("image", "Column with the image.")
    inputRegionsCol = column(
        "region", "Column with an array of regions, or with a single one, in px of the image.", aliases=("regionCol",)
    )
    outputCol = column("region_image", "Column for the part of the image.")
    explodeCols = optional_columns(
        "Array columns that get one element per region, in the same order; null where they have none.",
        may_be_empty=True,
    )
    rotated = boolean(False, "Accepted for old programs: regions with an angle are always turned upright.")
    dropCols = optional_columns("Columns to drop, if they are there.", may_be_empty=True)
    imageType = choice(ImageType.TYPE_BYTE_GRAY, "Pixel layout of the parts.")

    input_type = ImageSchema
    runs_light = True

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        arrays = self._exploded(dataset)
        parts = dataset.withColumn(_RESULT, self._parts(dataset))
        # All parts come out of one function: exploding first would send the whole image once per region.
        rows = parts.select("*", F.posexplode_outer(F.col(_RESULT).getField("images")).alias(_NUMBER, _CUT))
        columns: dict[str, Column] = {name: F.get(quoted(name), F.col(_NUMBER)) for name in arrays}
        columns |= {self.getOutputCol(): F.col(_CUT), EXCEPTION: F.col(_CUT).getField(EXCEPTION)}
        return rows.withColumns(columns).drop(_RESULT, _NUMBER, _CUT, *self._dropped())

    def _apply_to_row(self, row: LightRow) -> Iterator[LightRow]:
        arrays = self._exploded(row)
        for number, image in enumerate(self._parts(row)["images"].values):
            columns = {name: element(row[name], number) for name in arrays}
            columns |= {self.getOutputCol(): image, EXCEPTION: image[EXCEPTION] if image.is_valid else _null_string()}
            yield row.withColumns(columns).drop(*self._dropped())

    def _parts(self, dataset: Dataset) -> Any:
        """Cut all regions out."""
        schema = StructType([StructField("images", ArrayType(ImageSchema)), StructField(EXCEPTION, StringType())])
        cut = partial(_cut_all, stage=self.uid, image_type=self.getImageType())
        image, regions = (column_of(dataset, name) for name in (self.getInputCol(), self.getInputRegionsCol()))
        return self._udf(cut, schema, deterministic=True)(image, regions, earlier_exception(dataset))

    def _exploded(self, dataset: Dataset) -> list[str]:
        """Return the array columns of which each row gets one element.

        Raises
        ------
        ValueError
            A column is not there, or has the wrong type.
        """
        names = list(self.getExplodeCols() or ())
        for name in names:
            if name not in dataset.columns or not isinstance(dataset.schema[name].dataType, ArrayType):
                raise ValueError(f"{self.uid}: explodeCols={name!r} must be an array column of the input")
        regions = self.getInputRegionsCol()
        single = check_regions(self, dataset)
        return names if single or regions in names else [*names, regions]

    def _dropped(self) -> list[str]:
        return list(self.getDropCols() or ())


def _cut_all(
    value: Any, regions: Any, exception: pa.StringScalar, *, stage: str, image_type: ImageType
) -> pa.StructArray:
    """Cut all regions out of one image; without any, there is one null in place of a part."""
    found = region_rows(regions)
    budget = MAX_CUT_BYTES
    parts = []
    for region in found or [None]:
        try:
            raise_earlier(exception)
            row = read_image(value)
            if not found:
                parts.append(pa.nulls(1, arrow_type(ImageSchema)))
                continue
            part = _cut(row.image, region, image_type)
            budget -= part.pixels.nbytes
            if budget < 0:
                limit = MAX_CUT_BYTES // 1024**2
                raise DocumentError(f"The regions of the image have more than {limit} MB together.")  # noqa: TRY301
            parts.append(write_image(part, row.origin))
        except Exception as error:  # noqa: BLE001  one bad region must not take the others along
            parts.append(pa.array([{EXCEPTION: failure(stage, error)}], arrow_type(ImageSchema)))
    images = pa.concat_arrays(parts)
    made = pa.ListArray.from_arrays(pa.array([0, len(images)], pa.int32()), images)
    return pa.StructArray.from_arrays([made, pa.nulls(1, pa.string())], names=["images", EXCEPTION])


def _cut(image: Image, region: dict[str, Any] | None, image_type: ImageType) -> Image:
    """Cut one region out.

    Raises
    ------
    DocumentError
        There is nothing of it on the image.
    """
    part = cut_region(image, read_region(region).box.corners())
    return part.with_pixels(convert(part.pixels, part.image_type, image_type), image_type)


def _null_string() -> pa.StringScalar:
    return pa.scalar(None, pa.string())


class RegionsMerger(Stage):
    r"""Merge regions of text with the cells of a table: all text of a cell becomes one region, that of the cell.

    A text belongs to the cell that has more than half of its area. The cell gets the best score of its texts, and its
    own label or else that of this text; texts in no cell stay, cells without text are left out. Adds the columns
    `outputCol` (array of regions, numbered from 0) and `exception`.

    See Also
    --------
    sparkocr.layout.regions.merge_regions : the same on boxes.

    Notes
    -----
    Regions are clipped to the image, of which only the size is used; without an image column they are not. If regions
    of text are null, so is the result.

    Examples
    --------
    >>> words = ImageLayoutAnalyzer(pageIteratorLevel="word", outputCol="words")
    >>> cells = ImageLayoutAnalyzer(pageIteratorLevel="textline", outputCol="cells")
    >>> light = LightPipeline([BinaryToImage(), words, cells, RegionsMerger(inputCol="words")])
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711\nTotal 12.50"))
    >>> [[region["label"] for region in page[name]] for name in ("words", "merged_regions")]
    [['word', 'word', 'word', 'word'], ['textline', 'textline']]
    """

    inputCol = column("text_regions", "Column with regions of text, in px of the image.")
    cellInputCol = column(
        "cells",
        "Column with cells in px: an array of regions, or nested arrays of [x, y, width, height].",
    )
    imageInputCol = column("image", "Column with the image; may be missing if it is the default.")
    keepTextRegions = boolean(False, "Whether texts stay besides the cells that they are in.")
    outputCol = column("merged_regions", "Column for the merged regions.")

    input_type = RegionsSchema
    runs_light = True

    def _apply(self, dataset: Data) -> Data:
        check_cells(self, dataset, "cellInputCol")
        image = self.getImageInputCol()
        size: tuple[Any, ...] = (constant(dataset, 0, IntegerType()), constant(dataset, 0, IntegerType()))
        failed = constant(dataset, None, StringType())
        if image in dataset.columns or self.isSet("imageInputCol"):
            self.check_column(dataset, "imageInputCol", ImageSchema)
            fields = column_of(dataset, image)
            size = (fields["width"], fields["height"])
            if EXCEPTION in getattr(dataset.schema[image].dataType, "names", ()):
                failed = fields[EXCEPTION]
        schema = StructType([StructField("regions", RegionsSchema), StructField(EXCEPTION, StringType())])
        merge = self._udf(partial(_merge, keep_texts=self.getKeepTextRegions()), schema, deterministic=True)
        columns = [column_of(dataset, name) for name in (self.getInputCol(), self.getCellInputCol())]
        merged = merge(*columns, earlier_exception(dataset), failed, *size)
        return with_result(dataset, merged, {self.getOutputCol(): "regions"})


def _merge(
    texts: Any,
    cells: Any,
    exception: pa.StringScalar,
    failed: pa.StringScalar,
    width: pa.Scalar,
    height: pa.Scalar,
    *,
    keep_texts: bool,
) -> dict[str, Any]:
    """Merge the regions of one image; a size of 0 is none."""
    raise_earlier(exception)
    raise_earlier(failed)
    if not width.is_valid or not height.is_valid:
        raise DocumentError("There is no image.")
    if not texts.is_valid:
        return {}
    found = [cell for row in read_cells(cells) for cell in row]
    merged = merge_regions(read_regions(texts), found, keep_texts=keep_texts)
    if width.as_py():
        clipped = [clip_region(region, width.as_py(), height.as_py()) for region in merged]
        merged = [region for region in clipped if region is not None]
    return {"regions": [region_fields(number, region) for number, region in enumerate(merged)]}
