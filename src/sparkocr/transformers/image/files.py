"""Stages that turn files into images."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import BinaryType, DataType, IntegerType, StringType, StructField, StructType

from sparkocr.enums import ImageSchemaConversion, ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging import decode, tiff
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.pixels import Image
from sparkocr.schemas import AssembledImageSchema, FramesSchema, ImageSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import (
    EXCEPTION,
    Data,
    Dataset,
    column_of,
    constant,
    earlier_exception,
    quoted,
    struct_of,
    with_exception,
    with_result,
)
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.files import file_content
from sparkocr.stage.guard_params import GuardParams
from sparkocr.stage.images import read_image, write_image
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.params import boolean, choice, column, integer, string
from sparkocr.stage.partitions import spread

SHOWN_CHARACTERS = 100  # of a base64 text: enough to tell what it is
_NUMBER, _FRAME, _IMAGE, _CONTENT = "__frame_number", "__frame", "__image", "__content"
_DAMAGED = b"\0"  # a frame that can't be cut: no image, and not empty as a file may be
_OPENCV_TYPES = {1: 0, 3: 16, 4: 24}  # CV_8UC1, CV_8UC3 and CV_8UC4, by number of channels
_DIGIT = "[A-Za-z0-9+/]"
_BASE64 = re.compile(f"(?:{_DIGIT}{{4}})*(?:{_DIGIT}{{2}}(?:==)?|{_DIGIT}{{3}}=?)?")  # the padding may be left out
TIFF_MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")  # TIFF 6.0 section 2, and BigTIFF


class BinaryToImage(GuardParams, Stage):
    """Decode image files: PNG, JPEG, TIFF, BMP, GIF, WebP, JPEG 2000, PNM, AVIF, and HEIC with the extra ``heic``.

    Every page of a TIFF becomes a row of its own, its previews and masks do not; of an animation, the first frame is
    read. EXIF rotation is applied, the resolution comes from the file's metadata (0 where it says none).

    Adds the columns `outputCol` (an image, see `sparkocr.schemas.ImageSchema`), `pageNumCol` and `exception`;
    drops the input column unless `keepInput` is set.

    Examples
    --------
    >>> light = LightPipeline([BinaryToImage(imageType="TYPE_3BYTE_BGR")], keepImages=True)
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711"))
    >>> image = page["image"].to_pil()
    >>> image.size, image.mode
    ((900, 260), 'RGB')
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

    input_type: ClassVar[DataType] = BinaryType()
    runs_light = True

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        content = self._content(dataset)
        is_tiff = F.substring(content, 1, 4).isin([F.lit(magic) for magic in TIFF_MAGIC])
        # Only TIFF bytes go to this UDF, so it costs nothing for formats that have one frame.
        split = self._udf(_split_frames, FramesSchema, deterministic=True)(F.when(is_tiff, content))
        frames = dataset.select("*", F.posexplode_outer(split.getField("frames")).alias(_NUMBER, _FRAME))
        if self.getPartitionNum() >= 0:
            frames = spread(frames, self.getPartitionNum(), F.xxhash64(content) + F.coalesce(F.col(_NUMBER), F.lit(0)))
        image = self._image(dataset, F.coalesce(F.col(_FRAME), content))
        columns = self._columns(dataset, F.col(_IMAGE), F.coalesce(F.col(_NUMBER), F.lit(0)))
        return self._without_input(frames.withColumn(_IMAGE, image)).withColumns(columns).drop(_NUMBER, _FRAME, _IMAGE)

    def _apply_to_row(self, row: LightRow) -> Iterator[LightRow]:
        content = self._content(row)
        frames = None
        if bytes(file_content(content)[:4]) in TIFF_MAGIC:
            frames = self._udf(_split_frames, FramesSchema, deterministic=True)(content)["frames"].values
        for number, frame in enumerate(frames or [content]):
            columns = self._columns(row, self._image(row, frame), constant(row, number, IntegerType()))
            yield self._without_input(row).withColumns(columns)

    def _content(self, dataset: Dataset) -> Any:
        """Return the bytes of the file."""
        return column_of(dataset, self.getInputCol())

    def _image(self, dataset: Dataset, frame: Any) -> Any:
        """Decode one frame."""
        decode_frame = partial(
            _to_image,
            image_type=self.getImageType(),
            max_pixels=self.getMaxPixels(),
            compress=self.getCompressImage(),
        )
        origin = self.optional_column(dataset, "originCol", StringType())
        return self._udf(decode_frame, ImageSchema, deterministic=True)(frame, origin, earlier_exception(dataset))

    def _columns(self, dataset: Dataset, image: Any, number: Any) -> dict[str, Any]:
        """Return the output columns."""
        return image_columns(self, dataset, image) | {self.getPageNumCol(): number, EXCEPTION: image[EXCEPTION]}


class Base64ToImage(BinaryToImage):
    """Decode image files that are written as base64 text.

    The same as `BinaryToImage` but for the input: base64, with or without line ends and a ``data:`` prefix.

    Examples
    --------
    >>> from base64 import b64encode
    >>> (page,) = LightPipeline([Base64ToImage(), ImageToText()]).fromString(
    ...     "data:image/png;base64," + b64encode(samples.image("Invoice 4711")).decode()
    ... )
    >>> page["text"].result.split()
    ['Invoice', '4711']
    """

    inputCol = column("b64string", "Column with the file as base64 text.")

    input_type: ClassVar[DataType] = StringType()

    def _content(self, dataset: Dataset) -> Any:
        return from_base64(super()._content(dataset))


class Base64ToBinary(Stage):
    """Turn base64 text into bytes, for the stages that read files.

    Adds the columns `outputCol`, `exception` and, if it has a name, `fileNameCol`; drops the input column unless
    `keepInput` is set. Runs inside Spark, without Python.

    Examples
    --------
    >>> from base64 import b64encode
    >>> (page,) = LightPipeline([Base64ToBinary(), PdfToText()]).fromString(
    ...     b64encode(samples.pdf("Invoice 4711")).decode()
    ... )
    >>> page["text"].result.split()
    ['Invoice', '4711']
    """

    inputCol = column("b64string", "Column with the file as base64 text.")
    outputCol = column("content", "Column for the bytes of the file.")
    keepInput = boolean(False, "Whether the text stays in the result.")
    fileNameCol = string("", "Column for a name of the file: the SHA-256 of its bytes in hex; empty: none.")
    truncateInput = boolean(False, f"Whether a text that stays is cut after {SHOWN_CHARACTERS} characters.")

    input_type = StringType()
    runs_light = True

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        text, earlier = quoted(self.getInputCol()), earlier_exception(dataset)
        content = F.when(earlier.isNull(), F.nullif(from_base64(text), F.lit(b"")))
        message = F.lit(self._message())
        made = dataset.withColumn(_CONTENT, content)
        columns = {EXCEPTION: F.coalesce(earlier, F.when(F.col(_CONTENT).isNull(), message))}
        if self.getTruncateInput():
            columns[self.getInputCol()] = F.substring(text, 1, SHOWN_CHARACTERS)
        if self.getFileNameCol():
            columns[self.getFileNameCol()] = F.sha2(F.col(_CONTENT), 256)
        made = made.withColumns(columns)
        return self._without_input(made).withColumn(self.getOutputCol(), F.col(_CONTENT)).drop(_CONTENT)

    def _apply_to_row(self, row: LightRow) -> Iterator[LightRow]:
        text, earlier = row[self.getInputCol()], earlier_exception(row)
        content = None if earlier.is_valid else decode_base64(text.as_py() or "") or None
        failed = None if content else self._message()
        columns = {EXCEPTION: earlier if earlier.is_valid else constant(row, failed, StringType())}
        if self.getTruncateInput():
            columns[self.getInputCol()] = constant(row, text.as_py() and text.as_py()[:SHOWN_CHARACTERS], StringType())
        if self.getFileNameCol():
            columns[self.getFileNameCol()] = constant(row, content and sha256(content).hexdigest(), StringType())
        made = self._without_input(row.withColumns(columns))
        yield made.withColumn(self.getOutputCol(), constant(row, content, BinaryType()))

    def _message(self) -> str:
        return f"{self.uid}: Can't decode base64 text."


class ImageSchemaConverter(Stage):
    """Convert images to the image struct of Spark NLP's ``ImageAssembler``, or back.

    Adds the columns `outputCol` and `exception`; drops the input column unless `keepInput` is set. Spark NLP's column
    is an array of one annotation, whose `mode` is an OpenCV type and whose metadata hold the resolution.

    Examples
    --------
    >>> light = LightPipeline([BinaryToImage(), ImageSchemaConverter()])
    >>> (page,) = light.fromBinary(samples.image("Invoice 4711"))
    >>> (annotation,) = page["image_assembler"]
    >>> [annotation[name] for name in ("annotatorType", "width", "height", "nChannels", "metadata")]
    ['image', 900, 260, 1, {'resolution': '300'}]
    """

    inputCol = column("image", "Column with the image to convert.")
    outputCol = column("image_assembler", "Column for the converted image.")
    outputSchema = choice(ImageSchemaConversion.ASSEMBLER, "What to convert to.")
    keepInput = boolean(False, "Whether the input column stays in the result.")

    input_type = ImageSchema
    runs_light = True

    def _check(self, dataset: Dataset) -> None:
        to_assembler = self.getOutputSchema() is ImageSchemaConversion.ASSEMBLER
        self.check_column(dataset, "inputCol", ImageSchema if to_assembler else AssembledImageSchema)

    def _apply(self, dataset: Data) -> Data:
        image = column_of(dataset, self.getInputCol())
        if self.getOutputSchema() is ImageSchemaConversion.INTERNAL:
            made = self._udf(_from_assembler, ImageSchema, deterministic=True)(image, earlier_exception(dataset))
            return self._without_input(with_exception(dataset, self.getOutputCol(), made))
        schema = StructType([StructField("images", AssembledImageSchema), StructField(EXCEPTION, StringType())])
        made = self._udf(_to_assembler, schema, deterministic=True)(image)
        result = with_result(dataset, made, {self.getOutputCol(): "images"})
        return self._without_input(result.withMetadata(self.getOutputCol(), {"annotatorType": "image"}))


def _to_assembler(value: Any) -> dict[str, Any]:
    """Write one image as an annotation of Spark NLP."""
    row = read_image(value)
    pixels, kind = row.image.pixels, row.image.image_type
    if kind is ImageType.TYPE_4BYTE_ABGR:
        pixels = pixels[..., [1, 2, 3, 0]]  # OpenCV's order is blue, green, red, alpha
    height, width = pixels.shape[:2]
    fields = {
        "annotatorType": "image",
        "origin": row.origin,
        "height": height,
        "width": width,
        "nChannels": kind.channels,
        "mode": _OPENCV_TYPES[kind.channels],
        "result": pixels.tobytes(),
        "metadata": {"resolution": str(row.image.dpi)},
        "text": "",
    }
    return {"images": [fields]}


def _from_assembler(value: Any, exception: pa.StringScalar) -> pa.StructArray:
    """Read one image of Spark NLP."""
    raise_earlier(exception)
    if not value.is_valid or not len(value):
        raise DocumentError("There is no image.")
    fields = dict(value[0].items())
    height, width, channels = (fields[name].as_py() for name in ("height", "width", "nChannels"))
    data = fields["result"]
    if channels not in _OPENCV_TYPES or not data.is_valid or data.as_buffer().size != height * width * channels:
        raise DocumentError("The data of the image do not fit its size.")
    pixels = np.frombuffer(data.as_buffer(), np.uint8).reshape((height, width, channels))
    kind = {1: ImageType.TYPE_BYTE_GRAY, 3: ImageType.TYPE_3BYTE_BGR, 4: ImageType.TYPE_4BYTE_ABGR}[channels]
    if kind is ImageType.TYPE_4BYTE_ABGR:
        pixels = pixels[..., [3, 0, 1, 2]]
    resolution = dict(fields["metadata"].as_py() or {}).get("resolution", "0")
    image = Image(pixels[..., 0] if channels == 1 else pixels, int(resolution) if resolution.isdecimal() else 0, kind)
    return write_image(image, fields["origin"].as_py())


def image_columns(stage: Stage, dataset: Dataset, image: Any) -> dict[str, Any]:
    """Return the columns that hold an image and, if wanted, its size."""
    columns = {stage.getOrDefault("outputCol"): image}
    if stage.getOrDefault("imageDimsCol"):
        columns[stage.getOrDefault("imageDimsCol")] = struct_of(dataset, width=image["width"], height=image["height"])
    return columns


def from_base64(text: Any) -> Any:
    """Decode base64 text, without the prefix of a data URL (RFC 2397); null if that can't be done."""
    if isinstance(text, pa.Scalar):
        return pa.scalar(decode_base64(text.as_py()) if text.is_valid else None, pa.binary())
    plain = F.regexp_replace(text, r"^\s*data:[^,]*,|\s", "")
    return F.try_to_binary(plain, F.lit("base64"))


def decode_base64(text: str) -> bytes | None:
    """Decode base64 text as `from_base64` does inside Spark."""
    plain = re.sub(r"^\s*data:[^,]*,", "", text, flags=re.ASCII)
    plain = re.sub(r"[^\S\x85\xa0\u2007\u202f]", "", plain)  # what Java takes for white space
    return binascii.a2b_base64(plain + -len(plain) % 4 * "=") if _BASE64.fullmatch(plain) else None


def _split_frames(content: pa.BinaryScalar) -> dict[str, Any]:
    """Cut a TIFF file of several frames into files of one page; null for anything else, and what decoding refuses."""
    if not content.is_valid:
        return {}
    data = file_content(content)
    try:
        tiff.frame_count(data)
    except DocumentError:
        return {}
    if not tiff.has_frames_to_split(data):
        return {"frames": None}
    return {"frames": [frame or _DAMAGED for frame in tiff.split_frames(data)]}


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
