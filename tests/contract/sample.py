"""One DataFrame that every stage can be tried on, whatever column it reads."""

import datetime as dt

import numpy as np
from pyspark.sql import Row
from pyspark.sql.types import (
    BinaryType,
    IntegerType,
    MapType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

from documents import page, png
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.schemas import ImageSchema

SCHEMA = StructType(
    [
        StructField("path", StringType()),
        StructField("modificationTime", TimestampType()),
        StructField("content", BinaryType()),
        StructField("image", ImageSchema),
        StructField("id", IntegerType()),
        StructField("user.name", StringType()),
        StructField("tags", MapType(StringType(), IntegerType())),
        StructField("exception", StringType()),
    ]
)
USER_COLUMNS = ("id", "user.name", "tags", "modificationTime")
EARLIER = "Earlier_0: It failed."
BAD_IDS = {2, 3, 4, 5}
"""Rows that no stage can process: null, empty, corrupt, and failed in an earlier stage."""


def image_row(pixels: np.ndarray | None, exception: str | None = None, data: bytes | None = None) -> Row:
    if pixels is None:
        return Row(**dict.fromkeys(ImageSchema.names) | {"exception": exception})
    height, width = pixels.shape
    found = pixels.tobytes() if data is None else data
    return Row(
        origin="file:/a", height=height, width=width, nChannels=1, mode=10, resolution=300, data=found, exception=None
    )


def rows() -> list[tuple]:
    """Rows 0 and 1 are good for every stage that reads images; one of them is for those that read files."""
    good = image_row(np.asarray(page()))
    pdf = make_pdf([Page([Text(72, 700, "One page of digital text")])])
    contents = [png(), pdf, None, b"", b"var x = 1;\n", png()]
    images = [
        good,
        good,
        None,
        image_row(None),
        image_row(np.zeros((9, 9), np.uint8), data=b"\x00\x01"),
        image_row(None, exception=EARLIER),
    ]
    when = dt.datetime(2024, 2, 29, 12, 30, 15, 123456)  # noqa: DTZ001  Spark timestamps of a session are local
    return [
        (f"file:/docs/{number}", when, content, image, number, f"user {number}", {"a": number})
        for number, (content, image) in enumerate(zip(contents, images, strict=True))
    ]


def sample(spark):
    """The rows as a DataFrame; the last one carries the message of an earlier stage."""
    return spark.createDataFrame([(*row, EARLIER if row[4] == 5 else None) for row in rows()], SCHEMA)
