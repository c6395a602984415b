"""Stages that turn files into images."""

from __future__ import annotations

from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import BinaryType, StringType

from sparkocr.arrow import file_content, raise_earlier, write_image
from sparkocr.enums import ImageType
from sparkocr.imaging import decode, tiff
from sparkocr.params import boolean, choice, column, integer, string
from sparkocr.schemas import FramesSchema, ImageSchema
from sparkocr.stage import EXCEPTION, Stage, earlier_exception, quoted, spread

MAX_PIXELS = 150_000_000  # an A0 sheet at 300 dpi has 139 million; decoding as many to BGR takes 1.5 GB at its peak
TIFF_MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")  # TIFF 6.0 section 2, and BigTIFF


class BinaryToImage(Stage):
    """Decode image files: PNG, JPEG, TIFF, BMP, GIF, WebP and JPEG 2000.

    Every frame of a multi-page TIFF becomes a row of its own; of an animation, the first frame is read. EXIF
    rotation is applied, the resolution comes from the file's metadata (0 where it says none).

    Adds the columns `outputCol` (an image, see `sparkocr.schemas.ImageSchema`), `pageNumCol` and `exception`;
    drops the input column unless `keepInput` is set.

    Parameters
    ----------
    **values
        Any of the parameters below, as keywords or by their setters.

    Examples
    --------
    >>> stage = BinaryToImage().setInputCol("content").setOutputCol("image")
    >>> stage.getImageType().name
    'TYPE_BYTE_GRAY'
    """

    inputCol = column("content", "Column with the bytes of the file.")
    outputCol = column("image", "Column for the image.")
    originCol = column("path", "Column that says where the file is from; goes into the image.")
    pageNumCol = column("pagenum", "Column for the number of the frame in its file, from 0.")
    imageType = choice(ImageType.TYPE_BYTE_GRAY, "Pixel layout of the image.")
    keepInput = boolean(False, "Whether the bytes of the file stay in the result.")
    partitionNum = integer(
        -1,
        "Partitions to deal the frames out to; 0 chooses by the number of cores, -1 leaves them in place.",
        minimum=-1,
    )
    maxPixels = integer(MAX_PIXELS, "Largest image in pixels; a larger one is an exception, not decoded.", minimum=1)
    imageDimsCol = string("", "Column for the size of the image in px (struct of width and height); empty: none.")
    compressImage = boolean(False, "Whether image.data holds a PNG file instead of pixels.")

    input_type = BinaryType()

    def _apply(self, dataset: DataFrame) -> DataFrame:
        content = quoted(self.getInputCol())
        is_tiff = F.substring(content, 1, 4).isin([F.lit(magic) for magic in TIFF_MAGIC])
        # Only TIFF bytes go to this UDF, so it costs nothing for formats that have one frame.
        split = self._udf(_split_frames, FramesSchema, deterministic=True)(F.when(is_tiff, content))
        frames = dataset.select("*", F.posexplode_outer(split.getField("frames")).alias(_NUMBER, _FRAME))
        if self.getPartitionNum() >= 0:
            frames = spread(frames, self.getPartitionNum(), F.xxhash64(content) + F.coalesce(F.col(_NUMBER), F.lit(0)))
        image = self._udf(
            partial(
                _to_image,
                image_type=self.getImageType(),
                max_pixels=self.getMaxPixels(),
                compress=self.getCompressImage(),
            ),
            ImageSchema,
            deterministic=True,
        )(
            F.coalesce(F.col(_FRAME), content),
            self._optional(dataset, "originCol", StringType()),
            earlier_exception(dataset),
        )
        columns = image_columns(self, F.col(_IMAGE)) | {
            self.getPageNumCol(): F.coalesce(F.col(_NUMBER), F.lit(0)),
            EXCEPTION: F.col(_IMAGE).getField(EXCEPTION),
        }
        return self._without_input(frames.withColumn(_IMAGE, image)).withColumns(columns).drop(_NUMBER, _FRAME, _IMAGE)


_NUMBER, _FRAME, _IMAGE = "__frame_number", "__frame", "__image"


def image_columns(stage: Stage, image: Column) -> dict[str, Column]:
    """Return the columns that hold an image and, if wanted, its size."""
    columns = {stage.getOrDefault("outputCol"): image}
    if stage.getOrDefault("imageDimsCol"):
        columns[stage.getOrDefault("imageDimsCol")] = F.struct(image.getField("width"), image.getField("height"))
    return columns


def _split_frames(content: pa.BinaryScalar) -> dict[str, Any]:
    """Cut a TIFF file of several frames into files of one frame; null for anything else."""
    if not content.is_valid:
        return {}
    data = file_content(content)
    return {"frames": list(tiff.split_frames(data)) if decode.frame_count(data) > 1 else None}


def _to_image(
    content: pa.BinaryScalar,
    origin: pa.StringScalar,
    exception: pa.StringScalar,
    *,
    image_type: ImageType,
    max_pixels: int,
    compress: bool,
) -> pa.StructArray:
    """Decode one file of one frame."""
    raise_earlier(exception)
    image = decode.decode(file_content(content), image_type=image_type, max_pixels=max_pixels)
    return write_image(image, origin.as_py(), compress=compress)
