"""The pages of a DataFrame, for a report: what is heavy is done by the workers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from pyspark import StorageLevel
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import BinaryType, IntegerType, StringType, StructField, StructType

from sparkocr.report.page import Picture, ReportPage
from sparkocr.report.picture import picture_of
from sparkocr.schemas import PositionsSchema
from sparkocr.stage.columns import quoted
from sparkocr.stage.images import read_image
from sparkocr.stage.udf import row_udf
from sparkocr.utils.report_columns import ReportColumns
from sparkocr.utils.report_rows import NO_PLACES, PAGE_JSON, json_stage, page_of

__all__ = ["pages_of_frame"]

_FACTS = ("path", "pagenum", "text", "masked_text", "confidence")
_PictureSchema = StructType(
    [
        StructField("content", BinaryType()),
        StructField("media_type", StringType()),
        StructField("width", IntegerType()),
        StructField("height", IntegerType()),
        StructField("exception", StringType()),
    ]
)
_FAILURE = "__failure"  # the exception before `PageToJson`, which has one of its own for rows without places
_NO_PICTURE = dict.fromkeys(_PictureSchema.names)


def pages_of_frame(df: DataFrame, names: ReportColumns, side: int) -> Iterator[ReportPage]:
    """Give the pages of a DataFrame, one by one.

    All rows are computed first, on all cores: rows that are fetched partition by partition would be computed so, too.
    They wait on the disks of the workers, and this process holds as many as Spark sends at once.

    Parameters
    ----------
    df : DataFrame
    names : ReportColumns
    side : int
        Px of the longer side of pictures; 0: no pictures.
    """
    names.check(df.columns)
    rows = _shown(df, names, side).persist(StorageLevel.DISK_ONLY)
    try:
        rows.count()
        for row in rows.toLocalIterator(prefetchPartitions=True):
            found = row.asDict(recursive=True)
            pictures = [_picture(found.get(kind)) for kind in ("image", "masked")]
            yield page_of(found, ReportColumns(), *pictures)
    finally:
        rows.unpersist()


def _shown(df: DataFrame, names: ReportColumns, side: int) -> DataFrame:
    """Return what the report needs, in columns of their usual names."""
    there = df.columns
    failure = quoted(names.exception) if names.exception in there else F.lit(None).cast("string")
    pages = df.withColumn(_FAILURE, failure)
    if names.json in there:
        pages = pages.withColumn(PAGE_JSON, quoted(names.json))
    elif stage := json_stage(names, there):
        pages = stage.transform(pages.withColumn(NO_PLACES, F.lit(None).cast(PositionsSchema)))
    facts = [kind for kind in _FACTS if getattr(names, kind) in there]
    columns = [quoted(getattr(names, kind)).alias(kind) for kind in facts]
    columns.append(F.col(_FAILURE).alias("exception"))
    if PAGE_JSON in pages.columns:
        columns.append(F.col(PAGE_JSON))
    columns += _pictures(names, there, side)
    return pages.select(*columns)


def _pictures(names: ReportColumns, there: list[str], side: int) -> list[Column]:
    """Return the columns of pictures, which are made before anything leaves the workers."""
    if not side:
        return []
    shrink = row_udf("write_report", partial(_shrunk, side=side), _PictureSchema, name="shrink", deterministic=True)
    kinds = [kind for kind in ("image", "masked") if getattr(names, kind) in there]
    return [shrink(quoted(getattr(names, kind))).alias(kind) for kind in kinds]


def _shrunk(value: Any, *, side: int) -> dict[str, Any]:
    """Return the picture of an image; nothing for a page that was not rendered."""
    image = read_image(value).image
    if image.is_placeholder:
        return _NO_PICTURE
    made = picture_of(image, side)
    return {"content": made.content, "media_type": made.media_type, "width": made.width, "height": made.height}


def _picture(found: dict[str, Any] | None) -> Picture | None:
    if not found or found["content"] is None:
        return None
    return Picture(found["content"], found["media_type"], found["width"], found["height"])
