"""The base of the stages that make annotations of annotations, and parameters that several of them have."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

import pyarrow as pa
from pyspark.sql.types import DataType

from sparkocr.schemas import AnnotationsSchema
from sparkocr.stage.annotations import AnnotatedSchema
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Data, Dataset, column_of, earlier_exception, with_annotations
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.params import StageParam, column, optional_columns

__all__ = ["Annotate", "AnnotationStage", "strings"]

Annotate = Callable[[Sequence[Any]], list[dict[str, Any]]]
"""From the Arrow scalars of one row's input columns to the fields of its annotations."""


def strings(doc: str, *, example: list[str], is_secret: bool = False) -> StageParam:
    """Declare a list of strings that are not blank, by default an empty one; no message quotes secret ones."""

    def convert(value: Any) -> list[str]:
        found = list(value)
        if isinstance(value, str) or not all(isinstance(text, str) and text.strip() for text in found):
            raise ValueError
        return found

    return StageParam(
        [],
        doc,
        allowed="a list of strings that are not blank",
        convert=convert,
        example=example,
        many=True,
        annotation="list[str]",
        accepts="tuple[str, ...] | str",
        is_secret=is_secret,
    )


class AnnotationStage(Stage):
    """Base of the stages that read columns of annotations and write one.

    A subclass says what it writes, and returns one function of the input columns of a row.
    """

    inputCol = column("document", "Column with annotations, if `inputCols` is not set.")
    inputCols = optional_columns("Columns with annotations, instead of `inputCol`.")

    input_type: ClassVar[DataType] = AnnotationsSchema
    runs_light = True
    kind: ClassVar[str]
    """`annotatorType` of what it writes."""

    deterministic: ClassVar[bool] = True
    """Whether the work is so cheap that Catalyst may do it twice."""

    @abstractmethod
    def _annotate_function(self) -> Annotate:
        """Return the work as a picklable function that holds plain values only."""

    def _input_names(self) -> list[str]:
        """Return the names of the input columns."""
        return self.getInputCols() or [self.getInputCol()]

    def _check(self, dataset: Dataset) -> None:
        parameter = "inputCol" if self.getInputCols() is None else "inputCols"
        for name in self._input_names():
            self.check_column(dataset, parameter, self._expected(dataset, name), name=name)

    def _expected(self, dataset: Dataset, name: str) -> DataType:  # noqa: ARG002
        """Return the type that an input column must have."""
        return self.input_type

    def _other_columns(self, dataset: Dataset) -> list[Any]:  # noqa: ARG002
        """Return columns whose values the function takes behind the input columns."""
        return []

    def _apply(self, dataset: Data) -> Data:
        annotate = self._udf(
            partial(_annotate, function=self._annotate_function()), AnnotatedSchema, deterministic=True
        )
        columns = [column_of(dataset, name) for name in self._input_names()]
        made = annotate(earlier_exception(dataset), *columns, *self._other_columns(dataset))
        return with_annotations(dataset, self.getOutputCol(), made, self.kind)


def _annotate(exception: pa.StringScalar, *columns: Any, function: Annotate) -> Mapping[str, Any]:
    """Make the annotations of one row."""
    raise_earlier(exception)
    return {"annotations": function(columns)}
