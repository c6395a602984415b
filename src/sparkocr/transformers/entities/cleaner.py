"""Stages that tidy chunks up, and put those of several columns together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa
from pyspark.sql.types import StructField, StructType

from sparkocr.entities.matching import overlapping
from sparkocr.schemas import AnnotationsSchema
from sparkocr.stage.annotations import (
    AnnotatedSchema,
    Annotation,
    annotation_fields,
    annotations_of,
    label_of,
    place_of,
    score_of,
)
from sparkocr.stage.bases import Stage
from sparkocr.stage.columns import Data, column_of, earlier_exception, with_result
from sparkocr.stage.failures import raise_earlier
from sparkocr.stage.params import column
from sparkocr.stage.regions import PLACE, valid_box
from sparkocr.transformers.entities.annotating import Annotate, AnnotationStage

__all__ = ["ChunkMerger", "NerOutputCleaner"]


class ChunkMerger(AnnotationStage):
    """Put the chunks of several columns together, without overlaps and without losing a character.

    Adds the columns `outputCol` and `exception`. `outputCol` has the chunks of all input columns in the order of the
    text, with new numbers in ``chunk`` of the metadata.

    Notes
    -----
    Chunks that overlap become one, which covers all that they cover. It has the label and the other metadata of the
    longest of them; of equally long ones, of that with the highest confidence, or else of the column that is named
    first. Chunks that have a place of their own (``x``, ``y``, ``width``, ``height``), and those whose offsets don't
    fit their text, stay as they are, but each only once.

    Examples
    --------
    >>> names = PhraseFinder(phrases=["Jane Smith"], label="NAME")
    >>> doctors = RegexFinder(rules={"DOCTOR": "Dr[.] [A-Z]+[a-z]+"})
    >>> merger = ChunkMerger(inputCols=["phrase_chunk", "regex_chunk"])
    >>> light = LightPipeline([PdfToText(), TextToDocument(), names, doctors, merger])
    >>> (page,) = light.fromBinary(samples.pdf("Seen by Dr. Jane Smith"))
    >>> [(chunk["result"], chunk["metadata"]["entity"]) for chunk in page["merged_chunk"]]
    [('Dr. Jane Smith', 'NAME')]
    """

    inputCol = column("ner_chunk", "Column with chunks, if `inputCols` is not set.")
    outputCol = column("merged_chunk", "Column for the chunks.")

    kind = "chunk"

    def _annotate_function(self) -> Annotate:
        return _merged_columns


class NerOutputCleaner(Stage):
    """Tidy up what a model for named entities gave: blanks, empty chunks, doublets, overlaps.

    Adds the columns `outputCol`, `outputNerCol` and `exception`. `outputCol` has the chunks as `ChunkMerger` leaves
    them, without blanks at their ends; `outputNerCol` has those of them that tell their place on the page (``x``,
    ``y``, ``width`` and ``height`` of the metadata), for `ImageDrawAnnotations`.

    Notes
    -----
    What the original stage of this name does exactly is not documented; names and defaults of the parameters are its.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from sparkocr.schemas import AnnotationsSchema
    >>> from sparkocr.stage.light_row import LightRow
    >>> from sparkocr.stage.udf import arrow_type
    >>> found = [(5, "Jane "), (5, "Jane"), (5, "Jane Smith"), (0, " ")]
    >>> chunks = [{"begin": begin, "end": begin + len(text) - 1, "result": text} for begin, text in found]
    >>> row = LightRow({"aux": pa.scalar(chunks, arrow_type(AnnotationsSchema))})
    >>> (page,) = NerOutputCleaner().light_rows(row)
    >>> [(chunk["begin"], chunk["result"]) for chunk in page["new_aux"].as_py()]
    [(5, 'Jane Smith')]
    """

    inputCol = column("aux", "Column with chunks.")
    outputCol = column("new_aux", "Column for the chunks that are left.")
    outputNerCol = column("positions_ner", "Column for those that have a place.")

    input_type = AnnotationsSchema
    runs_light = True

    def _apply(self, dataset: Data) -> Data:
        clean = self._udf(_clean, _CLEANED, deterministic=True)
        made = clean(earlier_exception(dataset), column_of(dataset, self.getInputCol()))
        names = {self.getOutputCol(): "annotations", self.getOutputNerCol(): "placed"}
        result = with_result(dataset, made, names)
        for name in names:
            result = result.withMetadata(name, {"annotatorType": "chunk"})
        return result


_CLEANED = StructType([*AnnotatedSchema, StructField("placed", AnnotatedSchema["annotations"].dataType)])


def _clean(exception: pa.StringScalar, value: pa.ListScalar) -> dict[str, Any]:
    """Tidy up the chunks of one row."""
    raise_earlier(exception)
    trimmed = [_trimmed(chunk) for chunk in annotations_of(value)]
    chunks = _merged([chunk for chunk in trimmed if chunk.result])
    placed = [chunk for chunk in chunks if _has_place(chunk)]
    return {"annotations": _numbered(chunks), "placed": _numbered(placed)}


def _merged_columns(columns: Sequence[Any]) -> list[dict[str, Any]]:
    """Put the chunks of the columns of one row together."""
    return _numbered(_merged([chunk for value in columns for chunk in annotations_of(value)]))


def _trimmed(chunk: Annotation) -> Annotation:
    """Return a chunk without the blanks at its ends."""
    text = chunk.result
    before, after = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
    if not _has_offsets(chunk):
        before = after = 0
    return chunk._replace(begin=chunk.begin + before, end=chunk.end - after, result=text.strip())


def _merged(chunks: Sequence[Annotation]) -> list[Annotation]:
    """Return chunks in the order of the text, without overlaps and doublets."""
    free = [chunk for chunk in chunks if _has_offsets(chunk) and not _has_place(chunk)]
    groups = overlapping([(chunk.begin, chunk.end + 1) for chunk in free])
    joined = [_joined([free[number] for number in group]) for group in groups]
    others = {_identity(chunk): chunk for chunk in reversed(chunks) if not _has_offsets(chunk) or _has_place(chunk)}
    return sorted([*joined, *reversed(others.values())], key=lambda chunk: chunk.begin)


def _identity(chunk: Annotation) -> tuple[Any, ...]:
    """Return what two chunks have in common that are the same."""
    return chunk.begin, chunk.end, chunk.result, label_of(chunk.metadata), *(chunk.metadata.get(side) for side in PLACE)


def _joined(chunks: Sequence[Annotation]) -> Annotation:
    """Return the chunk that covers all of a group, which are sorted by their begin."""
    text, end = "", chunks[0].begin - 1
    for chunk in chunks:
        text += chunk.result[max(0, end + 1 - chunk.begin) :]
        end = max(end, chunk.end)
    best = max(chunks, key=lambda chunk: (chunk.end - chunk.begin, score_of(chunk.metadata) or 0.0))
    return best._replace(begin=chunks[0].begin, end=end, result=text)


def _has_offsets(chunk: Annotation) -> bool:
    """Tell whether the offsets of a chunk fit its text."""
    return chunk.begin >= 0 and len(chunk.result) == chunk.end - chunk.begin + 1


def _has_place(chunk: Annotation) -> bool:
    """Tell whether a chunk says where on the page it is."""
    return valid_box(place_of(chunk.metadata)) is not None


def _numbered(chunks: Iterable[Annotation]) -> list[dict[str, Any]]:
    """Return chunks with new numbers."""
    return [
        annotation_fields("chunk", chunk.begin, chunk.end, chunk.result, chunk.metadata | {"chunk": str(number)})
        for number, chunk in enumerate(chunks)
    ]
