"""Columns of images: how a function reads and writes the image of a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import cv2
import numpy as np
import pyarrow as pa

from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image, Matrix, Pixels, convert, decode_png, encode_png
from sparkocr.schemas import ImageSchema
from sparkocr.stage.failures import EarlierFailureError
from sparkocr.stage.guard import StageLimits
from sparkocr.stage.udf import NO_LIMITS, RowFunction, RowResult, RowUdf, arrow_type, row_udf

JPEG_SIGNATURE = b"\xff\xd8\xff"  # ITU-T T.81, annex B: SOI and the next marker
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"  # PNG specification, section 5.2
_TYPES = {1: ImageType.TYPE_BYTE_GRAY, 3: ImageType.TYPE_3BYTE_BGR, 4: ImageType.TYPE_4BYTE_ABGR}  # by channels


@dataclass(frozen=True, slots=True)
class ImageRow:
    """An image with what its column says beside the pixels."""

    image: Image
    origin: str | None


def read_image(value: Any) -> ImageRow:
    """Read an image struct without copying its pixels.

    Parameters
    ----------
    value : pyarrow.StructScalar
        A row of `ImageSchema`, or of the seven fields that other tools write.

    Raises
    ------
    EarlierFailureError
        If the stage that should have made the image failed.
    DocumentError
        If there is no image, or its data do not fit its size.
    """
    fields = dict(value.items()) if value.is_valid else {}
    exception = fields.get("exception")
    if exception is not None and exception.is_valid:
        raise EarlierFailureError(exception.as_py())
    data = fields.get("data")
    if data is None or not data.is_valid:
        raise DocumentError("There is no image.")
    height, width, channels, mode = (fields[name].as_py() for name in ("height", "width", "nChannels", "mode"))
    image_type = ImageType(mode)
    pixels = pixels_of(memoryview(data.as_buffer()), height, width, channels, image_type)
    resolution = fields["resolution"].as_py() or 0
    transform, boxes = read_matrix(fields.get("transform"), 3), read_matrix(fields.get("textWords"), 6)
    image = Image(pixels, resolution, image_type, transform, boxes)
    return ImageRow(image, fields["origin"].as_py())


def pixels_of(data: memoryview, height: int, width: int, channels: int, image_type: ImageType) -> Pixels:
    """Return the pixels that the fields of an image struct tell, without copying them if they are stored as they are.

    Parameters
    ----------
    data : memoryview
        Rows of pixels, a PNG file of `sparkocr.imaging.pixels.encode_png`, or a JPEG file.
    height, width, channels : int
    image_type : ImageType
        A gray or binary image may have several channels, as some stages give them; then their luma is returned.

    Raises
    ------
    DocumentError
        The data do not fit.
    """
    if bytes(data[:8]) == PNG_SIGNATURE:
        return decode_png(data, image_type)
    if len(data) != height * width * channels or channels not in _TYPES:
        if bytes(data[:3]) == JPEG_SIGNATURE:
            return decode_png(data, image_type)  # OpenCV sees which of the two it is
        raise DocumentError("The data of the image do not fit its size.")
    pixels = np.frombuffer(data, np.uint8).reshape((height, width) if channels == 1 else (height, width, channels))
    if channels > 1 and image_type.channels == 1:
        return convert(pixels, _TYPES[channels], ImageType.TYPE_BYTE_GRAY)
    return pixels


def read_matrix(value: pa.ListScalar | None, columns: int) -> Matrix | None:
    """Return the matrix of an image's field, `transform` or `textWords`."""
    if value is None or not value.is_valid:
        return None
    return np.array(value.as_py(), np.float64).reshape(-1, columns)


def rendered(work: Callable[[ImageRow], RowResult], otherwise: RowResult) -> RowFunction:
    """Return the function of an image's value that does a work on the image.

    A page that was not rendered, because it has digital text, has an image of 1 x 1 px: it needs no work, and gets what
    is given for it.
    """
    return partial(_rendered, work=work, otherwise=otherwise)


def _rendered(value: Any, *, work: Callable[[ImageRow], RowResult], otherwise: RowResult) -> RowResult:
    row = read_image(value)
    return otherwise if row.image.is_placeholder else work(row)


def placeholder_image(origin: str | None) -> pa.StructArray:
    """Return the image of 1 x 1 px of a page that needs no recognition, as one row of `ImageSchema`."""
    return write_image(Image(np.full((1, 1), 255, np.uint8), 0, ImageType.TYPE_BYTE_GRAY), origin)


def write_image(
    image: Image, origin: str | None, *, compress: bool = False, binary_channels: int = 1, jpeg_quality: int = 0
) -> pa.StructArray:
    """Make one row of `ImageSchema` around the pixels.

    They are not copied, unless they are compressed to PNG, or to JPEG of a quality, or a binary image gets more equal
    channels than one.
    """
    height, width = image.pixels.shape[:2]
    channels = binary_channels if image.image_type is ImageType.TYPE_BYTE_BINARY else image.image_type.channels
    if compress:
        data = pa.array([encode_png(image.pixels, image.image_type)], pa.binary())
    elif jpeg_quality:
        _, file = cv2.imencode(".jpg", image.pixels, [cv2.IMWRITE_JPEG_QUALITY, jpeg_quality])
        data = pa.array([file.tobytes()], pa.binary())
    else:
        pixels = np.ascontiguousarray(image.pixels)
        if channels > image.image_type.channels:
            pixels = cast("Pixels", cv2.merge([pixels] * channels))
        offsets = np.array([0, pixels.nbytes], np.int32)
        data = pa.Array.from_buffers(pa.binary(), 1, [None, pa.py_buffer(offsets), pa.py_buffer(pixels.reshape(-1))])
    scalars = (origin, height, width, channels, int(image.image_type), image.resolution)
    fields = list(arrow_type(ImageSchema))
    columns = [pa.array([value], field.type) for value, field in zip(scalars, fields, strict=False)]
    matrices = [None if matrix is None else matrix.ravel() for matrix in (image.transform, image.text_words)]
    columns += [data, pa.array([None], pa.string())]
    columns += [pa.array([matrix], fields[-1].type) for matrix in matrices]
    return pa.StructArray.from_arrays(columns, fields=fields)


def image_udf(
    stage: str,
    function: Callable[..., Image],
    *,
    name: str,
    compress: bool = False,
    binary_channels: int = 1,
    limits: StageLimits = NO_LIMITS,
) -> RowUdf:
    """Lift a function of an image, and of plain values, into a UDF over an image column and columns of such values.

    `compress` and `binary_channels` are those of `write_image`, `limits` those of `row_udf`. It is deterministic, so a
    chain of them and the recognition behind them are one Python node.
    """
    work = partial(_image_row, function=function, compress=compress, binary_channels=binary_channels)
    return row_udf(stage, work, ImageSchema, name=name, deterministic=True, limits=limits)


def _image_row(
    value: Any, *others: pa.Scalar, function: Callable[..., Image], compress: bool, binary_channels: int
) -> pa.Array:
    row = read_image(value)
    if row.image.is_placeholder:
        return write_image(row.image, row.origin, compress=compress)
    image = function(row.image, *(other.as_py() for other in others))
    return write_image(image, row.origin, compress=compress, binary_channels=binary_channels)
