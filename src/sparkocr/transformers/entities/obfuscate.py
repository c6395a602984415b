"""The stage that makes other texts for the names and identifiers of a text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql.types import StringType, StructField, StructType

from sparkocr.entities.rewrite import rewritten
from sparkocr.entities.surrogates import Surrogates
from sparkocr.errors import DocumentError
from sparkocr.positions.find import Chunk
from sparkocr.schemas import AnnotationsSchema
from sparkocr.stage.annotations import LABELS, AnnotatedSchema, Annotation, annotation_fields, annotations_of, label_of
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Data, Dataset, column_of, constant, earlier_exception, with_result
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.params import column, integer, secret, string
from sparkocr.transformers.entities.annotating import strings

__all__ = ["EntityObfuscator"]

_SURROGATE, _LABEL, _MASK = "surrogate", "label", "mask"
_MASKED = "\u2588" * 4  # as long for every chunk
_NO_LABEL = "OTHER"
_KEPT_METADATA = frozenset({*LABELS, "chunk", "confidence", "sentence"})  # others may quote the text
_OBFUSCATED = StructType([*AnnotatedSchema, StructField("text", StringType())])


class EntityObfuscator(Stage):
    """Make other texts for chunks, such as the names that were found in a text: surrogates, labels or masks.

    Adds the columns `outputCol`, `exception` and, if it is set, `outputTextCol`. `outputCol` has an annotation for each
    chunk, in the same order, whose `result` is the new text; all else is as in the chunk, but metadata that may quote
    the text are left out. So it serves as `inputChunkMappingCol` of `ImageDrawRegions` for the regions that
    `PositionFinder` finds of the chunks. `outputTextCol` has the text with the new texts in place, for
    `UpdateTextPosition`.

    See Also
    --------
    sparkocr.entities.surrogates.Surrogates : what surrogates are like, and what stays the same over documents.

    Notes
    -----
    `mode` is what a chunk becomes: ``surrogate``, a text of the same kind and shape, which needs a `key`; ``label``,
    its label like ``[PERSON]``; or ``mask``, four blocks, however long it is.

    A row gets an `exception` and null columns if its chunks are null, or if one of them is not in the text.

    Examples
    --------
    >>> finder = RegexFinder(rules={"PERSON": "Jane Roe", "DATE": "[0-9.]{10}"}, outputCol="ner_chunk")
    >>> other = EntityObfuscator(mode="surrogate", key="a secret of your own", outputTextCol="new_text")
    >>> light = LightPipeline([PdfToText(), TextToDocument(), finder, other])
    >>> (page,) = light.fromBinary(samples.pdf("Jane Roe, born 12.03.1961"))
    >>> page["new_text"]
    'Esther Kirkby, born 03.08.1960'
    """

    inputCol = column("ner_chunk", "Column with chunks.")
    outputCol = column("obfuscated", "Column for the new texts, as annotations.")
    inputTextCol = column("text", "Column with the text that the chunks are of, for `outputTextCol`.")
    outputTextCol = string("", "Column for the text with the new texts in place; empty: none.")
    mode = string(
        _LABEL,
        "What a chunk becomes: surrogate, label or mask.",
        pattern=f"{_SURROGATE}|{_LABEL}|{_MASK}",
        allowed="surrogate, label or mask",
        example=_MASK,
    )
    key = secret("Secret on which surrogates depend; the same key gives the same ones. It is saved with the pipeline.")
    dateShift = integer(
        0, "Days by which surrogates of dates are earlier; 0: 32 to 333, as the key and `contextCol` say.", minimum=0
    )
    contextCol = string(
        "", "Column with what dates belong to, such as the number of a patient, each of which gets a shift of its own."
    )
    labels = strings("Labels that get surrogates, others become labels; empty: all.", example=["PERSON", "DATE"])

    input_type = AnnotationsSchema
    runs_light = True

    def _check(self, dataset: Dataset) -> None:
        super()._check(dataset)
        if self.getMode() == _SURROGATE and not self.getKey():
            raise ValueError(f"{self.uid}: key must be set for mode='{_SURROGATE}'")
        if self.getOutputTextCol():
            self.check_column(dataset, "inputTextCol", StringType())
        if self.getContextCol():
            self.check_column(dataset, "contextCol")

    def _apply(self, dataset: Data) -> Data:
        surrogates = None
        if self.getMode() == _SURROGATE:
            surrogates = Surrogates(self.getKey(), shift_days=self.getDateShift() or None)
        work = partial(
            _obfuscate,
            surrogates=surrogates,
            labels=self.getLabels(),
            masked=self.getMode() == _MASK,
            writes_text=bool(self.getOutputTextCol()),
        )
        made = self._udf(work, _OBFUSCATED, deterministic=True)(
            earlier_exception(dataset),
            column_of(dataset, self.getInputCol()),
            self._column(dataset, self.getInputTextCol() if self.getOutputTextCol() else ""),
            self._column(dataset, self.getContextCol()),
        )
        names = {self.getOutputCol(): "annotations"}
        if self.getOutputTextCol():
            names[self.getOutputTextCol()] = "text"
        return with_result(dataset, made, names).withMetadata(self.getOutputCol(), {"annotatorType": "chunk"})

    def _column(self, dataset: Dataset, name: str) -> Any:
        """Return a column, or nulls if it is not needed."""
        return column_of(dataset, name) if name else constant(dataset, None, StringType())


def _obfuscate(
    exception: pa.StringScalar,
    value: pa.ListScalar,
    text: pa.StringScalar,
    context: pa.Scalar,
    *,
    surrogates: Surrogates | None,
    labels: Sequence[str],
    masked: bool,
    writes_text: bool,
) -> dict[str, Any]:
    """Make the new texts of one row."""
    raise_earlier(exception)
    chunks = annotations_of(value)
    if len(chunks) < len(value):
        raise DocumentError("A chunk is null")  # without it, new texts would get into the places of other chunks
    belongs_to = str(context.as_py()) if context.is_valid else ""

    def other(chunk: Annotation) -> str:
        label = label_of(chunk.metadata) or _NO_LABEL
        if masked:
            return _MASKED
        if surrogates is None or (labels and label not in labels):
            return f"[{label}]"
        return surrogates.surrogate(chunk.result, label, belongs_to)

    others = [other(chunk) for chunk in chunks]
    return {
        "annotations": [_with_text(chunk, result) for chunk, result in zip(chunks, others, strict=True)],
        "text": _new_text(text, chunks, others) if writes_text else None,
    }


def _with_text(chunk: Annotation, result: str) -> dict[str, Any]:
    """Return the fields of a chunk with another text."""
    metadata = {key: value for key, value in chunk.metadata.items() if key in _KEPT_METADATA and value is not None}
    return annotation_fields(chunk.kind, chunk.begin, chunk.end, result, metadata)


def _new_text(text: pa.StringScalar, chunks: Sequence[Annotation], others: Sequence[str]) -> str:
    """Write the new texts into the text.

    Raises
    ------
    DocumentError
        There is no text.
    """
    if not text.is_valid:
        raise DocumentError("There is no text")
    return rewritten(text.as_py(), [Chunk(chunk.result, chunk.begin, chunk.end) for chunk in chunks], others)
