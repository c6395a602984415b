"""The base of the stages that make one document of many rows."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import Any, ClassVar

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import IntegerType, StringType, StructType

from sparkocr.schemas import BytesSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import EXCEPTION, quoted
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.params import column
from sparkocr.stage.partitions import gathered
from sparkocr.stage.udf import RowFunction


class AggregatingStage(Stage):
    """Base of the stages that make one row of many. In streaming, they are used inside ``foreachBatch``."""

    def _refuse_stream(self, dataset: DataFrame) -> None:
        """Refuse a stream.

        Raises
        ------
        ValueError
            It is one.
        """
        if dataset.isStreaming:
            raise ValueError(f"{self.uid}: gathers the rows of a document; on a stream, call it inside foreachBatch")


class GroupStage(AggregatingStage):
    """Base of the stages that make one document of the rows that share an origin.

    It aggregates: the result has one row per origin with the columns origin, output and `exception`, and those that
    the stage keeps, and Spark gathers the parts of a document on one worker. So each part is encoded first, in a
    step that still runs row by row, and the parts are bytes, never pixels. A part with an exception makes the
    whole document null: half a document is not a document.

    The order of parts with equal numbers, and of all if there is no column of numbers, is that of the rows.
    """

    originCol = column("path", "Column that the parts of one document share.")
    pageNumCol = column("pagenum", "Column that orders the parts.")

    made_type: ClassVar[StructType] = BytesSchema
    """What is made of a document: its `content`, and an `exception`."""

    @abstractmethod
    def _encode(self, dataset: DataFrame) -> Column:
        """Return the encoded part of each row, as a `BytesSchema` struct."""

    @abstractmethod
    def _assemble_function(self) -> RowFunction:
        """Return the function that takes the list of encoded parts, in page order, and gives a `made_type`."""

    def _kept(self, dataset: DataFrame) -> dict[str, Column]:  # noqa: ARG002
        """Return, by name, what comes back as arrays with one entry per part, in the order of the parts."""
        return {}

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        self._refuse_stream(dataset)
        self.check_column(dataset, "originCol", StringType())
        origin, output, kept = self.getOrDefault("originCol"), self.getOrDefault("outputCol"), self._kept(dataset)
        parts = dataset.select(
            quoted(origin).alias("origin"),
            self.optional_column(dataset, "pageNumCol", IntegerType()).alias("number"),
            F.monotonically_increasing_id().alias("row"),
            self._encode(dataset).alias("part"),
            *(value.alias(f"kept{number}") for number, value in enumerate(kept.values())),
        )
        # A list per column: Spark gathers only those that are used afterwards.
        names = {"pages": "part"} | {f"kept{number}": f"kept{number}" for number in range(len(kept))}
        pages = gathered(parts, "origin").agg(*(_in_order(column).alias(name) for name, column in names.items()))
        assemble = self._udf(partial(_assemble, self._assemble_function()), self.made_type, deterministic=False)
        failed = self._failure()
        made = pages.withColumn("made", assemble(F.when(failed.isNull(), F.col("pages.content")), failed))
        return made.select(
            F.col("origin").alias(origin),
            *(F.col(f"kept{number}").alias(name) for number, name in enumerate(kept)),
            F.col("made.content").alias(output),
            F.col("made.exception").alias(EXCEPTION),
        )

    def _failure(self) -> Column:
        """Return why a document can't be made: the message of its first part that has one."""
        messages = F.filter(F.col("pages.exception"), lambda message: message.isNotNull())
        nobody = F.lit(f"{self.uid}: {self.getOrDefault('originCol')} is null: nothing tells the page's document.")
        return F.when(F.col("origin").isNull(), nobody).otherwise(F.get(messages, F.lit(0)))


def _in_order(column: str) -> Column:
    """Gather a column of the parts in their order."""
    part = F.struct("number", "row", F.col(column).alias("value"))
    return F.array_sort(F.collect_list(part), _by_number)["value"]


def _by_number(one: Column, other: Column) -> Column:
    """Compare two parts: by number, missing ones last, and then by row."""
    keys = [(page["number"].isNull(), page["number"], page["row"]) for page in (one, other)]
    order = F.lit(0)
    for a, b in reversed(list(zip(*keys, strict=True))):
        order = F.when(a < b, -1).when(a > b, 1).otherwise(order)
    return order


def _assemble(function: RowFunction, parts: pa.ListScalar, exception: pa.StringScalar) -> Any:
    """Assemble one document unless one of its parts failed."""
    raise_earlier(exception)
    return function(parts)
