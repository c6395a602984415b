"""The parameters of all stages that find identifiers in texts, and the finder that they ask for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Self

import pyarrow as pa
from pyspark.ml.util import MLWriter
from pyspark.sql.types import ArrayType, StringType

from sparkocr.entities.finder import EntityFinder
from sparkocr.entities.labels import ORIGINAL
from sparkocr.entities.registry import FunctionDetector, check_name
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Dataset, column_of
from sparkocr.stage.params import StageParam, number, string
from sparkocr.transformers.entities.annotating import strings

__all__ = ["FinderParams", "known_values"]

AUTO = "auto"
"""In place of names of detectors: those that are installed."""
_ORIGINAL = "original"

Function = Callable[[str], Iterable[Sequence[object]]]


def _check_detectors(value: Any) -> list[str]:
    """Return names of detectors.

    Raises
    ------
    ValueError
        There is no such detector.
    """
    names = list(value)
    if isinstance(value, str) or not names or not all(isinstance(name, str) for name in names):
        raise ValueError
    for name in names:
        if names != [AUTO]:
            check_name(name)
    return names


def _check_map(value: Any) -> dict[str, str]:
    """Return a map of strings.

    Raises
    ------
    TypeError
        It is none.
    """
    if not isinstance(value, Mapping) or not all(
        isinstance(text, str) and text for pair in value.items() for text in pair
    ):
        raise TypeError
    return dict(value)


def _check_patterns(value: Any) -> dict[str, str]:
    """Return a map from labels to regular expressions.

    Raises
    ------
    ValueError
        One of them is wrong.
    """
    patterns = _check_map(value)
    for pattern in patterns.values():
        try:
            re.compile(pattern)
        except re.error:
            raise ValueError from None
    return patterns


class FinderParams(Stage):
    """Base of the stages that find identifiers in texts."""

    detectors = StageParam(
        [AUTO],
        "Names of detectors, or 'auto': rules, and the models that are installed on the workers.",
        allowed=(
            "'auto' or a list of: patterns, dates, fields, addresses, organizations, spacy, rampart, spacy:MODEL, "
            "onnx:FOLDER (a Hugging Face model), or names of other packages"
        ),
        convert=_check_detectors,
        example=["patterns", "dates"],
        many=True,
        annotation="list[str]",
        accepts="tuple[str, ...] | str",
    )
    whiteList = strings("Labels that are found, before or after `labelMap`; empty: all.", example=["PERSON"])
    threshold = number(0.0, "Least confidence of a chunk.", minimum=0, maximum=1)
    denyList = strings(
        "Values that are always found, such as known names. They are saved with the pipeline.",
        example=["Jane Roe"],
        is_secret=True,
    )
    denyListCol = string("", "Column with more such values of each row, a string or an array of them; empty: none.")
    denyLabel = string("PERSON", "Label of these values.", pattern=".+")
    denySimilarity = number(
        1.0, "How similar a piece of the text must be to one of these values, so that misread names are found.",
        minimum=0, maximum=1,
    )  # fmt: skip
    allowList = strings("Values that are no entities.", example=["Springfield"])
    patterns = StageParam(
        {},
        "Labels and regular expressions of Python, in addition to the detectors.",
        allowed="a dict from label to regular expression",
        convert=_check_patterns,
        example={"CASE": "C-[0-9]+"},
        annotation="dict[str, str]",
    )
    labelMap = StageParam(
        {},
        "Labels and what they become. Or 'original': NAME, LOCATION, CONTACT, ID and others that programs filter on.",
        allowed="a dict from label to label, or 'original'",
        convert=lambda value: value if value == _ORIGINAL else _check_map(value),
        example={"PERSON": "NAME"},
        annotation="dict[str, str] | str",
    )

    _function: Function | None = None

    def setFunction(self, function: Any) -> Self:
        """Find entities with a function instead of the default detectors, or besides those of `detectors`.

        Parameters
        ----------
        function : Callable
            Takes a text, and gives tuples ``(begin, end, label)`` or ``(begin, end, label, score)``: offsets of the
            first character and of the one after the last, and a score of 0 to 1, by default 1. It must be picklable. It
            is not saved with the stage.
        """
        self._function = function
        return self

    def write(self) -> MLWriter:
        """Return a writer.

        Raises
        ------
        ValueError
            The stage has a function, which can't be saved.
        """
        if self._function is not None:
            raise ValueError(
                f"{self.uid}: a stage with a Python function can't be saved; set the function after loading"
            )
        return super().write()

    def __reduce__(self) -> tuple[Any, ...]:
        rebuild, values = super().__reduce__()
        return (rebuild, values) if self._function is None else (_with_function, (rebuild, values, self._function))

    def _finder(self) -> EntityFinder:
        """Return what finds the identifiers of a text."""
        names = self.getOrDefault("labelMap")
        functions = [] if self._function is None else [FunctionDetector(self._function)]
        chosen = [name for name in self.getOrDefault("detectors") if name != AUTO]
        return EntityFinder(
            detectors=[*chosen, *functions] or None,
            white_list=self.getOrDefault("whiteList"),
            threshold=self.getOrDefault("threshold"),
            deny_list=self.getOrDefault("denyList"),
            deny_label=self.getOrDefault("denyLabel"),
            deny_similarity=self.getOrDefault("denySimilarity"),
            allow_list=self.getOrDefault("allowList"),
            patterns=self.getOrDefault("patterns"),
            names=dict(ORIGINAL) if names == _ORIGINAL else names,
        )

    def _check_known(self, dataset: Dataset) -> None:
        """Check the column of `denyListCol`.

        Raises
        ------
        ValueError
            It is not there, or has other values.
        """
        name = self.getOrDefault("denyListCol")
        kind = dataset.schema[name].dataType if name in dataset.columns else None
        if name and not isinstance(kind, StringType):
            self.check_column(dataset, "denyListCol", ArrayType(StringType()))

    def _known_columns(self, dataset: Dataset) -> list[Any]:
        """Return the column of `denyListCol`, if there is one."""
        name = self.getOrDefault("denyListCol")
        return [column_of(dataset, name)] if name else []


def _with_function(rebuild: Callable[..., FinderParams], values: tuple[Any, ...], function: Function) -> FinderParams:
    """Make an unpickled or copied stage that has a function."""
    return rebuild(*values).setFunction(function)


def known_values(columns: Iterable[pa.Scalar]) -> list[str]:
    """Return the strings of columns that have one, or an array of them; null and blank ones are left out."""
    found = [column.as_py() or [] for column in columns]
    texts = [text for value in found for text in ([value] if isinstance(value, str) else value)]
    return [text for text in texts if text and text.strip()]
