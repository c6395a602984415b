"""The base of the stages that read DICOM files, by their bytes or by their paths."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pyspark.sql.types import ArrayType, BinaryType, IntegerType, StringType

from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Data, Dataset, with_result
from sparkocr.stage.guard_params import GuardParams
from sparkocr.stage.params import boolean, column, optional_columns

__all__ = ["FRAMES", "DicomStage", "holds_paths"]

FRAMES = ArrayType(IntegerType())
"""Numbers of frames, from 0."""


def holds_paths(stage: Stage, dataset: Dataset, parameter: str, name: str) -> bool:
    """Tell whether a column of files holds paths, not bytes.

    Raises
    ------
    ValueError
        It is not there, or holds neither.
    """
    stage.check_column(dataset, parameter, name=name)
    if dataset.schema[name].dataType == StringType():
        return True
    stage.check_column(dataset, parameter, BinaryType(), name=name)
    return False


class DicomStage(GuardParams, Stage):
    """Base of the stages that read DICOM files, by their bytes or by their paths."""

    inputCol = column("content", "Column with the bytes of the file, or with its path; if `inputCols` is not set.")
    inputCols = optional_columns("The same as a list, in which a column with numbers of frames may follow.")
    keepInput = boolean(False, "Whether the bytes of the file stay in the result, whole in every row. Paths stay.")

    runs_light = True

    def _file_column(self, dataset: Dataset) -> str:
        """Return the column of bytes or paths.

        Raises
        ------
        ValueError
            The first input column is not there, or holds neither.
        """
        name = self._input_names()[0]
        holds_paths(self, dataset, self._input_parameter(), name)
        return name

    def _frames_column(self, dataset: Dataset) -> str | None:
        """Return the column with numbers of frames, if there is one.

        Raises
        ------
        ValueError
            It is not there, or holds something else; or there are more columns.
        """
        names = self._input_names()[1:]
        for name in names:
            self.check_column(dataset, "inputCols", FRAMES, name=name)
        if len(names) > 1:
            raise ValueError(f"{self.uid}: inputCols has {len(names) + 1} columns; there may be two: file and frames")
        return names[0] if names else None

    def _is_path(self, dataset: Dataset) -> bool:
        return holds_paths(self, dataset, self._input_parameter(), self._input_names()[0])

    def _input_names(self) -> list[str]:
        return self.getOrDefault("inputCols") or [self.getOrDefault("inputCol")]

    def _input_parameter(self) -> str:
        return "inputCol" if self.getOrDefault("inputCols") is None else "inputCols"

    def _check(self, dataset: Dataset) -> None:
        self._file_column(dataset)
        self._frames_column(dataset)

    def _dropped(self, dataset: Dataset) -> list[str]:
        """Return the input columns that do not stay: bytes and numbers of frames."""
        if self.getOrDefault("keepInput"):
            return []
        names = [None if self._is_path(dataset) else self._file_column(dataset), self._frames_column(dataset)]
        return [name for name in names if name]

    def _with_output(
        self, dataset: Data, made: Any, field: str, more: Mapping[str, str] = MappingProxyType({})
    ) -> Data:
        """Write a field of a struct to the output column, and more by their columns; drop what does not stay."""
        columns, gone = {self.getOrDefault("outputCol"): field, **more}, self._dropped(dataset)
        result = with_result(dataset, made, columns)
        return result.drop(*(name for name in gone if name not in columns))
