"""The base classes of every stage: a stage is its parameters plus one plain function.

=================  =====  ======================================================================
`ImageStage`       1→1    an image becomes an image; fuses with its neighbours
`Stage`            1→1    anything else, and the base of all
`spread`           1→N    the way from documents to pages: cut, spread over the cluster, explode
`GroupStage`       N→1    pages become a document again
=================  =====  ======================================================================

Stages only build columns. They start no job, touch no session setting and use nothing of the JVM, so they work the
same in batch, in streaming and on Spark Connect.

A stage also runs on a `LightRow`, one row without Spark, if it is made of the helpers of this module alone: `column_of`
instead of ``F.col``, `constant` instead of ``F.lit``, ``value["field"]``, `struct_of`, `unless`, `on_page`,
`self.optional_column`, `earlier_exception`, `self._udf`, `with_exception`, `with_result`. Then it says
``runs_light = True``, and `LightPipeline` takes it. A stage that needs more of Spark writes `light_rows` besides
`_apply`; the contract suite compares both row by row.
"""

from __future__ import annotations

import os
import re
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, ClassVar, TypeVar, cast

import pyarrow as pa
from pyspark.ml import Transformer
from pyspark.ml.util import DefaultParamsReadable, DefaultParamsWriter, MLWritable, MLWriter
from pyspark.sql import Column, DataFrame, GroupedData, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import DataType, IntegerType, StringType, StructType
from pyspark.sql.utils import is_remote

from sparkocr.imaging.pixels import Image
from sparkocr.schemas import OPTIONAL_IMAGE_FIELDS, BytesSchema, ImageSchema
from sparkocr.stage.arrow import RowFunction, RowUdf, arrow_type, image_udf, raise_earlier, row_udf
from sparkocr.stage.call_sites import without_call_sites
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.params import DeclaredParams, boolean, column

EXCEPTION = "exception"
_RESULT = "__result"
UNLIMITED_EXECUTORS = 2**31 - 1  # Spark's default of spark.dynamicAllocation.maxExecutors
# Small enough tasks to keep all cores busy to the end, few enough to cost nothing (10 ms each).
PARTITIONS_PER_CORE, MIN_PARTITIONS = 4, 16


Data = TypeVar("Data", DataFrame, LightRow)


class Stage(DeclaredParams, Transformer, DefaultParamsReadable[Any], MLWritable):
    """A transformer with declared parameters, checked input and an `exception` column."""

    inputCol = column("input", "Column to read.")
    outputCol = column("output", "Column to write; may be the input column.")

    input_type: ClassVar[DataType]
    runs_inside_spark: ClassVar[bool] = False
    """Whether the stage is made of Spark's own functions alone."""
    runs_light: ClassVar[bool] = False
    """Whether `light_rows` works, so that `LightPipeline` takes the stage."""
    reads_images: ClassVar[bool] = False
    """Whether `textCol`, or else `outputCol`, is the text of the image in the input column."""

    def transform(self, dataset: DataFrame, params: dict[Any, Any] | None = None) -> DataFrame:
        """Add this stage's columns to a DataFrame; `params` are used instead of the stage's own for this call."""
        with without_call_sites:
            return super().transform(dataset, params)

    def _transform(self, dataset: DataFrame) -> DataFrame:
        self._check_column(dataset, "inputCol", self.input_type)
        return self._apply(dataset)

    @abstractmethod
    def _apply(self, dataset: DataFrame) -> DataFrame:
        """Add this stage's columns; the input column exists and has the right type."""

    def light_rows(self, row: LightRow) -> Iterator[LightRow]:
        """Do for one row what `transform` does for a DataFrame, without Spark.

        Stages that give several rows, or whose `_apply` uses Spark's functions, override it.
        """
        yield cast("LightRow", self._transform(cast("DataFrame", row)))

    def write(self) -> MLWriter:
        """Return a writer that also overwrites on Spark Connect."""
        return StageWriter(self)

    def _udf(self, function: RowFunction, schema: StructType, *, deterministic: bool) -> RowUdf:
        return row_udf(self.uid, function, schema, name=type(self).__name__, deterministic=deterministic)

    def _check_column(self, dataset: DataFrame | LightRow, parameter: str, expected: DataType) -> None:
        """Check that the column a parameter names is there and can be read.

        Raises
        ------
        ValueError
            Names the parameter and lists the columns there are.
        """
        name = self.getOrDefault(parameter)
        if name not in dataset.columns:
            found = ", ".join(dataset.columns)
            raise ValueError(f"{self.uid}: {parameter}={name!r} is not a column of the input; there are: {found}")
        actual = dataset.schema[name].dataType
        if isinstance(expected, StructType):
            missing = set(expected.names) - set(OPTIONAL_IMAGE_FIELDS) - set(getattr(actual, "names", ()))
            if missing:
                raise ValueError(f"{self.uid}: {parameter}={name!r} lacks the fields {', '.join(sorted(missing))}")
        elif actual.simpleString() != expected.simpleString():  # which part of it may be null does not count
            wanted, given = expected.simpleString(), actual.simpleString()
            raise ValueError(f"{self.uid}: {parameter}={name!r} must be a {wanted} column; it is {given}")

    def optional_column(self, dataset: DataFrame | LightRow, parameter: str, otherwise: DataType) -> Any:
        """Return the column that a parameter names, or nulls where a default name is not there."""
        name = self.getOrDefault(parameter)
        if name in dataset.columns:
            return column_of(dataset, name)
        if self.isSet(parameter):
            self._check_column(dataset, parameter, otherwise)
        return constant(dataset, None, otherwise)

    def _without_input(self, dataset: Data) -> Data:
        """Drop the input column unless it is kept or was overwritten."""
        name = self.getOrDefault("inputCol")
        return (
            dataset if self.getOrDefault("keepInput") or name == self.getOrDefault("outputCol") else dataset.drop(name)
        )


class ImageStage(Stage):
    """Base of the stages that turn an image into an image.

    A subclass declares its parameters and returns one function over plain values::

        def _image_function(self):
            return partial(threshold.binarize, threshold=self.getThreshold())

    An image of 1 x 1 px stands for a digital page that needs no image; it passes all stages unchanged.
    """

    keepInput = boolean(True, "Whether the input column stays in the result.")

    inputCol = column("image", "Column with the image to read.")
    input_type = ImageSchema
    runs_light = True

    @abstractmethod
    def _image_function(self) -> Callable[..., Image]:
        """Return the work as a picklable function that holds plain values only."""

    def _other_columns(self, dataset: DataFrame) -> list[Any]:  # noqa: ARG002
        """Return the columns whose values the function takes after the image."""
        return []

    def _apply(self, dataset: DataFrame) -> DataFrame:
        convert = image_udf(self.uid, self._image_function(), name=type(self).__name__)
        image = convert(column_of(dataset, self.getOrDefault("inputCol")), *self._other_columns(dataset))
        return self._without_input(with_exception(dataset, self.getOrDefault("outputCol"), image))


class GroupStage(Stage):
    """Base of the stages that make one document of the rows that share an origin.

    It aggregates: the result has one row per origin with the columns origin, output and `exception`, and those that
    the stage keeps, and Spark gathers the parts of a document on one worker. So each part is encoded first, in a
    step that still runs row by row, and the parts are bytes, never pixels. A part with an exception makes the
    whole document null: half a document is not a document.

    The order of parts with equal numbers, and of all if there is no column of numbers, is that of the rows.

    In streaming, use it inside ``foreachBatch``.
    """

    originCol = column("path", "Column that the parts of one document share.")
    pageNumCol = column("pagenum", "Column that orders the parts.")

    @abstractmethod
    def _encode(self, dataset: DataFrame) -> Column:
        """Return the encoded part of each row, as a `BytesSchema` struct."""

    @abstractmethod
    def _assemble_function(self) -> RowFunction:
        """Return the function that takes the list of encoded parts, in page order, and gives a `BytesSchema`."""

    def _kept(self, dataset: DataFrame) -> list[str]:  # noqa: ARG002
        """Return the columns that come back as arrays with one entry per part, in the order of the parts."""
        return []

    def _apply(self, dataset: DataFrame) -> DataFrame:
        if dataset.isStreaming:
            raise ValueError(f"{self.uid}: gathers the rows of a document; on a stream, call it inside foreachBatch")
        self._check_column(dataset, "originCol", StringType())
        origin, output, kept = self.getOrDefault("originCol"), self.getOrDefault("outputCol"), self._kept(dataset)
        page = F.struct(
            self.optional_column(dataset, "pageNumCol", IntegerType()).alias("number"),
            F.monotonically_increasing_id().alias("row"),
            self._encode(dataset).alias("part"),
            *(quoted(name).alias(f"kept{number}") for number, name in enumerate(kept)),
        )
        parts = gathered(dataset.select(quoted(origin).alias("origin"), page.alias("page")), "origin")
        pages = parts.agg(F.array_sort(F.collect_list("page"), _by_number).alias("pages"))
        assemble = self._udf(partial(_assemble, self._assemble_function()), BytesSchema, deterministic=False)
        failed = self._failure()
        made = pages.withColumn("made", assemble(F.when(failed.isNull(), F.col("pages.part.content")), failed))
        return made.select(
            F.col("origin").alias(origin),
            *(F.col(f"pages.kept{number}").alias(name) for number, name in enumerate(kept)),
            F.col("made.content").alias(output),
            F.col("made.exception").alias(EXCEPTION),
        )

    def _failure(self) -> Column:
        """Return why a document can't be made: the message of its first part that has one."""
        messages = F.filter(F.col("pages.part.exception"), lambda message: message.isNotNull())
        nobody = F.lit(f"{self.uid}: {self.getOrDefault('originCol')} is null: nothing tells the page's document.")
        return F.when(F.col("origin").isNull(), nobody).otherwise(F.get(messages, F.lit(0)))


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


class StageWriter(DefaultParamsWriter):
    """Writes a stage's metadata; `overwrite` needs no JVM of this process, so it works on Spark Connect."""

    def save(self, path: str) -> None:
        """Save to `path`; with `overwrite()`, replace what is there."""
        if not (self.shouldOverwrite and is_remote()):
            super().save(path)
            return
        session = self.sparkSession
        metadata = DefaultParamsWriter._get_metadata_to_save(self.instance, session)  # noqa: SLF001
        session.createDataFrame([(metadata,)], ["value"]).coalesce(1).write.mode("overwrite").text(f"{path}/metadata")


def quoted(name: str) -> Column:
    """Return a column by its literal name, dots included."""
    return F.col("`" + name.replace("`", "``") + "`")


def column_of(dataset: DataFrame | LightRow, name: str) -> Any:
    """Return a column by its literal name, or the value of a row; ``[field]`` gives a field of either."""
    return dataset[name] if isinstance(dataset, LightRow) else quoted(name)


def constant(dataset: DataFrame | LightRow, value: Any, kind: DataType) -> Any:
    """Return a value of a type as a column, or for a row."""
    return pa.scalar(value, arrow_type(kind)) if isinstance(dataset, LightRow) else F.lit(value).cast(kind)


def struct_of(dataset: DataFrame | LightRow, **fields: Any) -> Any:
    """Return a struct of values."""
    if isinstance(dataset, LightRow):
        arrays = [pa.array([value.as_py()], value.type) for value in fields.values()]
        return pa.StructArray.from_arrays(arrays, names=list(fields))[0]
    return F.struct(*(value.alias(name) for name, value in fields.items()))


def unless(dataset: DataFrame | LightRow, condition: Any, value: Any, otherwise: Any) -> Any:
    """Return a value, or another one where a boolean is false; null counts as true."""
    if isinstance(dataset, LightRow):
        return otherwise if condition.as_py() is False else value
    return F.when(~condition, otherwise).otherwise(value)


def with_exception(dataset: Data, output: str, result: Any) -> Data:
    """Write a struct column and copy its `exception` to the top.

    The message comes from this one struct, in which earlier messages travel along: a second source would keep
    Catalyst from fusing the chain.
    """
    made = dataset.withColumn(output, result)
    return made.withColumn(EXCEPTION, column_of(made, output)[EXCEPTION])


def with_result(dataset: Data, result: Any, fields: Mapping[str, str]) -> Data:
    """Write fields of a struct to columns (by column: the field's name), and its `exception` to the top."""
    made = dataset.withColumn(_RESULT, result)
    found = column_of(made, _RESULT)
    columns = {name: found[field] for name, field in {**fields, EXCEPTION: EXCEPTION}.items()}
    return made.withColumns(columns).drop(_RESULT)


def earlier_exception(dataset: DataFrame | LightRow) -> Any:
    """Return the message of the stages so far, for stages whose input is not an image."""
    if EXCEPTION in dataset.columns:
        return column_of(dataset, EXCEPTION)
    return constant(dataset, None, StringType())


def on_page(positions: Any, page: Any) -> Any:
    """Write the page's number into positions that were made without knowing it."""
    if isinstance(positions, pa.Scalar):
        units = [[unit | {"p": page.as_py()} for unit in matrix["mapping"]] for matrix in positions.as_py() or []]
        return pa.scalar([{"mapping": mapping} for mapping in units], positions.type) if units else positions

    def numbered(matrix: Column) -> Column:
        units = F.transform(matrix.getField("mapping"), lambda unit: unit.withField("p", page))
        return F.struct(units.alias("mapping"))

    return F.transform(positions, numbered)


def spread(dataset: DataFrame, partitions: int, key: Column, *, is_light: bool = False) -> DataFrame:
    """Deal rows out to partitions by an integer key, so that pages and not bytes decide who works.

    Parameters
    ----------
    dataset : DataFrame
    partitions : int
        How many; 0 chooses `PARTITIONS_PER_CORE` per core but at least `MIN_PARTITIONS`, -1 leaves the rows where
        they are.
    key : Column
        Integer; consecutive keys go to different partitions. (A plain ``repartition(n)`` would sort all rows
        first, ``repartition(column)`` puts a few small rows into one partition.)
    is_light : bool
        Whether a row takes milliseconds, as text does. `MIN_PARTITIONS` then does not count: it is for pages that take
        seconds, where a core could wait long for the last ones of another.
    """
    if partitions < 0:
        return dataset
    count = partitions or (_light_partitions(dataset) if is_light else _partitions(dataset))
    return dataset.repartitionById(count, F.pmod(key, F.lit(count)).cast("int"))


def packed(dataset: DataFrame) -> DataFrame:
    """Put rows that lie in many small partitions into fewer, without moving them: for work that costs less than a task.

    They are at most `PARTITIONS_PER_CORE` per core.
    """
    return dataset.coalesce(_light_partitions(dataset))


def gathered(dataset: DataFrame, key: str) -> GroupedData:
    """Group rows by a column, in as many partitions as `spread` makes.

    Spark's own number, 200, is a task for each even of three documents once they are cached.
    """
    return dataset.repartition(_partitions(dataset), key).groupBy(key)


def _partitions(dataset: DataFrame) -> int:
    return max(MIN_PARTITIONS, _light_partitions(dataset))


def _light_partitions(dataset: DataFrame) -> int:
    return PARTITIONS_PER_CORE * cores(dataset.sparkSession)


def cores(session: SparkSession) -> int:
    """Return how many tasks run at once, from settings that are readable on Spark Connect too."""

    def setting(name: str) -> str:
        # Not "" in place of None: where a master is not local, Spark checks it like a value that the user sets.
        return session.conf.get(name, None) or ""

    if setting("spark.default.parallelism"):
        return int(setting("spark.default.parallelism"))
    if threads := local_threads(setting("spark.master")):
        return threads
    if cluster := re.fullmatch(r"local-cluster\[\s*(\d+)\s*,\s*(\d+)\s*,.*\]", setting("spark.master")):
        return int(cluster[1]) * int(cluster[2])
    if setting("spark.cores.max").isdecimal():  # of a standalone cluster
        return int(setting("spark.cores.max"))
    executors = setting("spark.executor.instances") or setting("spark.dynamicAllocation.maxExecutors")
    if executors.isdecimal() and int(executors) < UNLIMITED_EXECUTORS:
        return max(1, int(executors) * int(setting("spark.executor.cores") or 1))
    return int(setting("spark.sql.shuffle.partitions") or 200)


def local_threads(master: str) -> int:
    """Return how many tasks a local master runs at once; 0 if it is not local."""
    local = re.fullmatch(r"local(?:\[\s*(\d+|\*).*\])?", master)
    if not local:
        return 0
    return (os.cpu_count() or 1) if local[1] == "*" else int(local[1] or 1)
