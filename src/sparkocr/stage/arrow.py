"""How rows travel between Spark and plain functions: Arrow in, Arrow out, one row at a time.

A stage's work is one plain function of one row. `row_udf` lifts it into an Arrow iterator UDF that yields a row as
soon as it is made, so that a Python worker holds one page, however many rows an Arrow batch has, and that Catalyst
fuses with the UDFs before and after it: the pixels never leave the worker.
"""

from __future__ import annotations

import gc
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from typing import Any

import cv2
import numpy as np
import pyarrow as pa
from pyspark.sql.functions import arrow_udf  # type: ignore[attr-defined]  # missing in PySpark's stubs
from pyspark.sql.pandas.types import to_arrow_type
from pyspark.sql.types import DataType, StructType

from sparkocr.enums import ImageType
from sparkocr.errors import DocumentError
from sparkocr.imaging.pixels import Image, Matrix, decode_png, encode_png
from sparkocr.pdf.read.text import PageText
from sparkocr.positions.position import Position
from sparkocr.schemas import ImageSchema

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"  # PNG specification, section 5.2

RowFunction = Callable[..., "pa.Array | Mapping[str, Any]"]
RowUdf = Callable[..., Any]
"""From columns to a column, or from the Arrow scalars of one row to an Arrow scalar."""


class EarlierFailureError(Exception):
    """The row failed in an earlier stage, whose message is carried on as it is."""


@dataclass(frozen=True, slots=True)
class ImageRow:
    """An image with what its column says beside the pixels."""

    image: Image
    origin: str | None


@lru_cache
def arrow_type(schema: DataType) -> pa.DataType:
    """Return the Arrow type of a Spark type."""
    return to_arrow_type(schema)


def evaluate_row(stage: str, function: RowFunction, kind: pa.StructType, row: Iterable[pa.Scalar]) -> pa.Array:
    """Call a function with one row, for a result of this type; a failure becomes the result's `exception`."""
    try:
        result = function(*row)
    except Exception as error:  # noqa: BLE001  one bad record must not fail the job
        result = {"exception": failure(stage, error)}
    return result if isinstance(result, pa.Array) else pa.array([result], kind)


def row_udf(stage: str, function: RowFunction, schema: StructType, *, name: str, deterministic: bool) -> RowUdf:
    """Lift a function of one row into a UDF over columns, which also takes the Arrow scalars of one row.

    Parameters
    ----------
    stage : str
        The uid of the stage, the prefix of its messages.
    function : Callable
        Takes one Arrow scalar per column and returns the fields of the result, or a ready array of one row. It
        must be picklable: a function of an importable module, or a `functools.partial` of one over plain values.
    schema : StructType
        Type of the result; has a field `exception`.
    name : str
        What query plans call it.
    deterministic : bool
        False for work so expensive that Catalyst must never evaluate it twice for one row; such a UDF is not fused
        into the stages after it.

    Returns
    -------
    Callable
        Takes columns and returns the column of results, or takes Arrow scalars and returns the result as one.
    """

    def evaluate(batches: Iterator[tuple[pa.Array, ...]]) -> Iterator[pa.Array]:
        settle_worker()
        kind = arrow_type(schema)
        for batch in batches:
            columns = batch if isinstance(batch, tuple) else (batch,)
            for row in zip(*columns, strict=True):
                yield evaluate_row(stage, function, kind, row)

    def udf(*columns: Any) -> Any:
        if isinstance(columns[0], pa.Scalar):
            return evaluate_row(stage, function, arrow_type(schema), columns)[0]
        made = arrow_udf(evaluate, schema)
        return (made if deterministic else made.asNondeterministic())(*columns)

    evaluate.__name__ = name
    return udf


@lru_cache  # once per worker process
def settle_worker() -> None:
    """Let OpenCV use one thread, and take the objects of all imported libraries out of the garbage collector's way.

    Spark runs a task per core: more threads would only get in each other's way.

    PySpark's daemon collects garbage after every task, which walks through 100,000 objects that never change: 40 of
    the 45 ms that a small task and its Python node cost. They are still freed when nothing refers to them.
    """
    cv2.setNumThreads(1)
    gc.freeze()


def failure(stage: str, error: Exception) -> str:
    """Return what the `exception` column says of an error, which is never text of the document.

    The message of an unexpected error may quote the document, so only its type and its place in the code are told.
    """
    if isinstance(error, EarlierFailureError):
        return str(error)
    if isinstance(error, DocumentError):
        return f"{stage}: {str(error).rstrip(chr(46))}."
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{stage}: Unexpected {type(error).__name__} in {PurePath(place.filename).name}, line {place.lineno}."


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
    buffer = data.as_buffer()
    if bytes(buffer[:8]) == PNG_SIGNATURE:
        pixels = decode_png(memoryview(buffer), image_type)
    elif buffer.size == height * width * channels:
        pixels = np.frombuffer(buffer, np.uint8).reshape(
            (height, width) if channels == 1 else (height, width, channels)
        )
    else:
        raise DocumentError("The data of the image do not fit its size.")
    resolution = fields["resolution"].as_py() or 0
    image = Image(pixels, resolution, image_type, _read_transform(fields.get("transform")))
    return ImageRow(image, fields["origin"].as_py())


def _read_transform(value: pa.ListScalar | None) -> Matrix | None:
    """Return the matrix of an image's field `transform`."""
    if value is None or not value.is_valid:
        return None
    return np.array(value.as_py(), np.float64).reshape(3, 3)


def is_placeholder(image: Image) -> bool:
    """Tell whether an image needs no work: it has one pixel, as digital pages that were not rendered, or none."""
    height, width = image.pixels.shape[:2]
    return bool(height * width <= 1)


def placeholder_image(origin: str | None) -> pa.StructArray:
    """Return the image of 1 x 1 px of a page that needs no recognition, as one row of `ImageSchema`."""
    return write_image(Image(np.full((1, 1), 255, np.uint8), 0, ImageType.TYPE_BYTE_GRAY), origin)


def write_image(image: Image, origin: str | None, *, compress: bool = False) -> pa.StructArray:
    """Make one row of `ImageSchema` around the pixels, without copying them unless they are compressed to PNG."""
    height, width = image.pixels.shape[:2]
    if compress:
        data = pa.array([encode_png(image.pixels, image.image_type)], pa.binary())
    else:
        pixels = np.ascontiguousarray(image.pixels)
        offsets = np.array([0, pixels.nbytes], np.int32)
        data = pa.Array.from_buffers(pa.binary(), 1, [None, pa.py_buffer(offsets), pa.py_buffer(pixels.reshape(-1))])
    scalars = (origin, height, width, image.image_type.channels, int(image.image_type), image.resolution)
    fields = list(arrow_type(ImageSchema))
    columns = [pa.array([value], field.type) for value, field in zip(scalars, fields, strict=False)]
    transform = None if image.transform is None else image.transform.ravel()
    columns += [data, pa.array([None], pa.string()), pa.array([transform], fields[-1].type)]
    return pa.StructArray.from_arrays(columns, fields=fields)


def image_udf(stage: str, function: Callable[..., Image], *, name: str, compress: bool = False) -> RowUdf:
    """Lift a function of an image, and of plain values, into a UDF over an image column and columns of such values.

    It is deterministic, so a chain of them and the recognition behind them are one Python node.
    """

    def evaluate(value: Any, *others: pa.Scalar) -> pa.Array:
        row = read_image(value)
        image = row.image if is_placeholder(row.image) else function(row.image, *(other.as_py() for other in others))
        return write_image(image, row.origin, compress=compress)

    return row_udf(stage, evaluate, ImageSchema, name=name, deterministic=True)


def file_content(content: pa.BinaryScalar) -> memoryview:
    """Return the bytes of a file without copying them; a null is an empty file, which no decoder opens."""
    return memoryview(content.as_buffer()) if content.is_valid else memoryview(b"")


def raise_earlier(exception: pa.StringScalar) -> None:
    """Stop if an earlier stage failed for this row.

    Raises
    ------
    EarlierFailureError
        With that stage's message.
    """
    if exception.is_valid:
        raise EarlierFailureError(exception.as_py())


def position_fields(unit: Position, page: int) -> dict[str, Any]:
    """Return the fields of a `PositionSchema` for a unit of text on a page."""
    box = {"x": unit.x, "y": unit.y, "width": unit.width, "height": unit.height}
    return {"c": unit.c, "p": page, **box, "fontSize": unit.font_size}


def text_fields(page: PageText | DocumentError, number: int, *, only_sizes: bool, **_: Any) -> dict[str, Any]:
    """Return the fields of a `PageTextSchema` for a page of that number, or its exception."""
    if isinstance(page, DocumentError):
        return {"exception": str(page)}
    positions = None
    if page.characters is not None:
        units = [position_fields(character, number) for character in page.characters]
        positions = [{"mapping": units}]
    text = None if only_sizes else page.text
    return {"text": text, "positions": positions, "height": int(page.height), "width": int(page.width)}
