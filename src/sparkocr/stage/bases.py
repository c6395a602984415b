"""The base classes of stages: a stage is its parameters plus one plain function.

=================  =====  ======================================================================
`ImageStage`       1→1    an image becomes an image; fuses with its neighbours
`Stage`            1→1    anything else, and the base of all
`PdfPages`         1→N    pages of a document: cut, spread over the cluster, explode
`TableRows`        1→N    tables of an image or a document
`ByPageStage`      1→1    a document whose pages are spread over the cluster on the way
`GroupStage`       N→1    pages become a document again
=================  =====  ======================================================================

Stages only build columns. They start no job, touch no session setting and use nothing of the JVM, so they work the
same in batch, in streaming and on Spark Connect.

A stage also runs on a `LightRow`, one row without Spark, if it is made of the helpers of `sparkocr.stage.columns`
alone, and of `self.optional_column` and `self._udf`. Then it says ``runs_light = True``, and `LightPipeline` takes
it. A stage that needs more of Spark has `_apply_to_frame` and `_apply_to_row` in place of `_apply`; the contract suite
compares both row by row.
"""

from __future__ import annotations

import sys
from abc import abstractmethod
from collections.abc import Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pyspark.ml import Transformer
from pyspark.ml.util import DefaultParamsReadable, MLWritable, MLWriter
from pyspark.sql import DataFrame
from pyspark.sql.types import DataType, StructType

from sparkocr.imaging.pixels import Image
from sparkocr.schemas import OPTIONAL_IMAGE_FIELDS, ImageSchema
from sparkocr.stage.call_sites import without_call_sites
from sparkocr.stage.columns import EXCEPTION, Data, Dataset, column_of, constant, with_exception
from sparkocr.stage.declared import DeclaredParams
from sparkocr.stage.guard import StageLimits, usual_limits
from sparkocr.stage.images import image_udf
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.params import boolean, column
from sparkocr.stage.saving import StageWriter
from sparkocr.stage.udf import RowFunction, RowUdf, row_udf

_DOOR = "sparkocr.transformers"


class TypedStage(DeclaredParams, Transformer, DefaultParamsReadable[Any], MLWritable):
    """A transformer with declared parameters, checked input and an `exception` column.

    This is `Stage` as editors see it in programs: ``transformers/__init__.pyi`` has every setter and getter, so that no
    other is there.
    """

    if TYPE_CHECKING:

        @classmethod
        def load(cls, path: str) -> Self:
            """Read a stage that was saved."""

    inputCol = column("input", "Column to read.")
    outputCol = column("output", "Column to write; may be the input column.")

    input_type: ClassVar[DataType]
    runs_light: ClassVar[bool] = False
    """Whether `light_rows` works, so that `LightPipeline` takes the stage."""
    gives_text: ClassVar[bool] = False
    """Whether `textCol`, or else `outputCol`, is the plain text of a page."""
    reads_images: ClassVar[bool] = False
    """Whether that is the text of the image in the input column."""
    named_columns: ClassVar[tuple[str, ...]] = ("outputCol",)
    """The parameters whose columns are in the result, each under a name of its own."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__module__.startswith(f"{_DOOR}.") and cls.__name__ in sys.modules[_DOOR].__all__:
            cls.__module__ = _DOOR  # the public one, which saved pipelines name

    def transform(self, dataset: DataFrame, params: dict[Any, Any] | None = None) -> DataFrame:
        """Add this stage's columns to a DataFrame; `params` are used instead of the stage's own for this call."""
        with without_call_sites:
            return super().transform(dataset, params)

    def _transform(self, dataset: DataFrame) -> DataFrame:
        self._check(dataset)
        self._check_names()
        return self._apply_to_frame(dataset)

    def light_rows(self, row: LightRow) -> Iterator[LightRow]:
        """Do for one row what `transform` does for a DataFrame, without Spark."""
        self._check(row)
        self._check_names()
        yield from self._apply_to_row(row)

    def light_document(self, rows: Iterator[LightRow]) -> Iterator[LightRow]:
        """Do for all rows of one document what `transform` does for a DataFrame, one row at a time."""
        return chain.from_iterable(map(self.light_rows, rows))

    def _check(self, dataset: Dataset) -> None:
        """Check the columns that are read.

        Raises
        ------
        ValueError
            One is not there or has the wrong type.
        """
        self.check_column(dataset, "inputCol", self.input_type)

    def _check_names(self) -> None:
        """Check that no column would take the place of another one.

        Raises
        ------
        ValueError
            Two of them have one name.
        """
        taken = {EXCEPTION: ""}
        for parameter in self.named_columns:
            name = self.getOrDefault(parameter)
            if name in taken:
                other = f"{taken[name]} has" if taken[name] else "exceptions have"
                raise ValueError(f"{self.uid}: {parameter}={name!r} must be another name; {other} it")
            if name:
                taken[name] = parameter

    def _apply(self, dataset: Data) -> Data:
        """Add this stage's columns to a DataFrame or a row; the columns that are read are checked.

        A stage that gives several rows, or needs Spark's own functions, has the two methods below instead.
        """
        raise NotImplementedError

    def _apply_to_frame(self, dataset: DataFrame) -> DataFrame:
        """Add this stage's columns to a DataFrame."""
        return self._apply(dataset)

    def _apply_to_row(self, row: LightRow) -> Iterator[LightRow]:
        """Give the rows that `_apply_to_frame` makes of one."""
        yield self._apply(row)

    def write(self) -> MLWriter:
        """Return a writer that also overwrites on Spark Connect."""
        return StageWriter(self)

    def _udf(
        self, function: RowFunction, schema: StructType, *, deterministic: bool, limits: StageLimits | None = None
    ) -> RowUdf:
        """Return the UDF of a function of one row, within the stage's limits unless others are given."""
        limits, name = self.stage_limits() if limits is None else limits, type(self).__name__
        return row_udf(self.uid, function, schema, name=name, deterministic=deterministic, limits=limits)

    def stage_limits(self) -> StageLimits:
        """Return the limits of documents and pages: those of parameters, and for others those of the session."""
        return usual_limits()

    def check_column(
        self, dataset: Dataset, parameter: str, expected: DataType | None = None, *, name: str | None = None
    ) -> None:
        """Check that the column a parameter names is there and can be read.

        Parameters
        ----------
        dataset : Dataset
        parameter : str
        expected : DataType, optional
            What it must hold, if not just anything.
        name : str, optional
            The column, if the parameter does not name just one.

        Raises
        ------
        ValueError
            Names the parameter and lists the columns there are.
        """
        name = self.getOrDefault(parameter) if name is None else name
        if name not in dataset.columns:
            found = ", ".join(dataset.columns)
            raise ValueError(f"{self.uid}: {parameter}={name!r} is not a column of the input; there are: {found}")
        if expected is None:
            return
        actual = dataset.schema[name].dataType
        if isinstance(expected, StructType):
            missing = set(expected.names) - set(OPTIONAL_IMAGE_FIELDS) - set(getattr(actual, "names", ()))
            if missing:
                raise ValueError(f"{self.uid}: {parameter}={name!r} lacks the fields {', '.join(sorted(missing))}")
        elif actual.simpleString() != expected.simpleString():  # which part of it may be null does not count
            wanted, given = expected.simpleString(), actual.simpleString()
            raise ValueError(f"{self.uid}: {parameter}={name!r} must be a {wanted} column; it is {given}")

    def optional_column(self, dataset: Dataset, parameter: str, otherwise: DataType) -> Any:
        """Return the column that a parameter names, or nulls where a default name is not there."""
        name = self.getOrDefault(parameter)
        if name in dataset.columns:
            return column_of(dataset, name)
        if self.isSet(parameter):
            self.check_column(dataset, parameter, otherwise)
        return constant(dataset, None, otherwise)

    def _without_input(self, dataset: Data) -> Data:
        """Drop the input column unless it is kept or was overwritten."""
        name = self.getOrDefault("inputCol")
        return (
            dataset if self.getOrDefault("keepInput") or name == self.getOrDefault("outputCol") else dataset.drop(name)
        )


class Stage(TypedStage):
    """Base of all stages; within this package, where setters and getters exist at run time only, any may be called."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


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
    binary_channels: ClassVar[int] = 1
    """How many equal channels the column of a binary image has."""

    @abstractmethod
    def _image_function(self) -> Callable[..., Image]:
        """Return the work as a picklable function that holds plain values only."""

    def _other_columns(self, dataset: Dataset) -> list[Any]:  # noqa: ARG002
        """Return the columns whose values the function takes after the image."""
        return []

    def _apply(self, dataset: Data) -> Data:
        name, channels = type(self).__name__, self.binary_channels
        work, limits = self._image_function(), self.stage_limits()
        convert = image_udf(self.uid, work, name=name, binary_channels=channels, limits=limits)
        image = convert(column_of(dataset, self.getOrDefault("inputCol")), *self._other_columns(dataset))
        return self._without_input(with_exception(dataset, self.getOrDefault("outputCol"), image))
