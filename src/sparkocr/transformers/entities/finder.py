"""The stage that finds names and other identifiers in texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Self

from pyspark.ml.util import MLWriter
from pyspark.sql.types import ArrayType, DataType, StringType

from sparkocr.entities import finder
from sparkocr.entities.detector import Detector
from sparkocr.entities.labels import ORIGINAL
from sparkocr.entities.registry import FunctionDetector, check_name
from sparkocr.schemas import AnnotationsSchema
from sparkocr.stage.annotations import chunk_fields, texts_of
from sparkocr.stage.columns import Dataset, column_of
from sparkocr.stage.params import StageParam, column, number, string
from sparkocr.transformers.entities.annotating import Annotate, AnnotationStage, strings

__all__ = ["EntityFinder"]

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


class EntityFinder(AnnotationStage):
    """Find names, dates, numbers and other identifiers in a text, with rules and models.

    Adds the columns `outputCol` and `exception`. `outputCol` has annotations of type ``chunk``, as Spark NLP's
    ``NerConverter`` writes them (see `sparkocr.schemas.AnnotationsSchema`), sorted and without overlaps. The metadata:

    ==========  ========================================================================
    entity      label, one of `sparkocr.entities.entity.LABELS` or what `labelMap` makes of it
    sentence    number of the sentence, 0 if the input is a text
    chunk       number of the chunk
    confidence  0 to 1
    source      name of the detector that was surest
    ==========  ========================================================================

    See Also
    --------
    sparkocr.entities.finder.EntityFinder : the same on a text.

    Notes
    -----
    The input is a text, documents or sentences; each is looked at for itself, and more is found in whole pages than in
    single sentences.

    What is in the deny list is found whatever `whiteList`, `threshold` and `allowList` say. A row whose `denyListCol`
    is null has no values of its own.

    `setFunction` takes a Python function in place of detectors.

    Examples
    --------
    >>> finder = EntityFinder(detectors=["patterns"], denyList=["Jane Roe"])
    >>> (page,) = LightPipeline([PdfToText(), finder]).fromBinary(samples.pdf("Jane Roe, info@example.org"))
    >>> [(chunk["result"], chunk["metadata"]["entity"]) for chunk in page["ner_chunk"]]
    [('Jane Roe', 'PERSON'), ('info@example.org', 'EMAIL')]
    """

    inputCol = column("text", "Column with a text, documents or sentences, if `inputCols` is not set.")
    outputCol = column("ner_chunk", "Column for the chunks.")
    detectors = StageParam(
        [AUTO],
        "Names of detectors, or 'auto': rules, and the models that are installed on the workers.",
        allowed=(
            "'auto' or a list of: patterns, dates, fields, addresses, spacy, rampart, spacy:MODEL, onnx:FOLDER (a "
            "Hugging Face model), or names of other packages"
        ),
        convert=_check_detectors,
        example=["patterns", "dates"],
        many=True,
        annotation="list[str]",
        accepts="tuple[str, ...] | str",
    )
    whiteList = strings("Labels that are found, before or after `labelMap`; empty: all.", example=["PERSON"])
    threshold = number(0.0, "Least confidence of a chunk.", minimum=0, maximum=1)
    denyList = strings("Values that are always found, such as known names.", example=["Jane Roe"])
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

    kind = "chunk"
    deterministic = False

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

    def _expected(self, dataset: Dataset, name: str) -> DataType:
        is_text = name in dataset.columns and isinstance(dataset.schema[name].dataType, StringType)
        return StringType() if is_text else AnnotationsSchema

    def _check(self, dataset: Dataset) -> None:
        super()._check(dataset)
        name = self.getDenyListCol()
        kind = dataset.schema[name].dataType if name in dataset.columns else None
        if name and not isinstance(kind, StringType):
            self.check_column(dataset, "denyListCol", ArrayType(StringType()))

    def _other_columns(self, dataset: Dataset) -> list[Any]:
        name = self.getDenyListCol()
        return [column_of(dataset, name)] if name else []

    def _annotate_function(self) -> Annotate:
        names = self.getLabelMap()
        found = finder.EntityFinder(
            detectors=self._detectors(),
            white_list=self.getWhiteList(),
            threshold=self.getThreshold(),
            deny_list=self.getDenyList(),
            deny_label=self.getDenyLabel(),
            deny_similarity=self.getDenySimilarity(),
            allow_list=self.getAllowList(),
            patterns=self.getPatterns(),
            names=dict(ORIGINAL) if names == _ORIGINAL else names,
        )
        return partial(_entities, found, has_known=bool(self.getDenyListCol()))

    def _detectors(self) -> list[str | Detector] | None:
        """Return the detectors, None for those that are installed."""
        names = [name for name in self.getDetectors() if name != AUTO]
        functions: list[Any] = [] if self._function is None else [FunctionDetector(self._function)]
        return [*names, *functions] or None


def _with_function(rebuild: Callable[..., EntityFinder], values: tuple[Any, ...], function: Function) -> EntityFinder:
    """Make an unpickled or copied stage that has a function."""
    return rebuild(*values).setFunction(function)


def _entities(found: finder.EntityFinder, columns: Sequence[Any], *, has_known: bool) -> list[dict[str, Any]]:
    """Find the entities of one row; with `has_known`, the last column has values of its own deny list."""
    known = _strings_of(columns[-1]) if has_known else []
    texts = texts_of(columns[:-1] if has_known else columns)
    entities = [(text, entity) for text in texts for entity in found.find(text.text, known)]
    return [
        chunk_fields(
            number,
            text,
            (entity.begin, entity.end),
            entity.label,
            confidence=f"{entity.score:.4f}",
            source=entity.source,
        )
        for number, (text, entity) in enumerate(entities)
    ]


def _strings_of(value: Any) -> list[str]:
    """Return the strings of a column that has one, or an array of them; null and blank ones are left out."""
    found = value.as_py() or []
    return [text for text in ([found] if isinstance(found, str) else found) if text and text.strip()]
