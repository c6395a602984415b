"""Columns of annotations, as Spark NLP has them: the one reader and the one writer of their rows.

Offsets count characters (code points) of the text; `begin` is that of the first one, `end` that of the last one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow as pa
from pyspark.sql.types import ArrayType, StringType, StructField, StructType

from sparkocr.errors import DocumentError
from sparkocr.schemas import AnnotationSchema

__all__ = [
    "LABELS",
    "AnnotatedSchema",
    "Annotation",
    "Text",
    "annotation_fields",
    "annotations_of",
    "chunk_fields",
    "label_of",
    "place_of",
    "score_of",
    "texts_of",
]

LABELS = ("entity", "ner_label", "label")
"""Keys of a chunk's metadata that hold its label, by converter of Spark NLP."""

AnnotatedSchema = StructType(
    [
        StructField(
            "annotations",
            ArrayType(
                StructType([StructField(field.name, field.dataType, nullable=False) for field in AnnotationSchema])
            ),
        ),
        StructField("exception", StringType()),
    ]
)
"""The annotations of one row; no field of one is null, as in Spark NLP."""


class Annotation(NamedTuple):
    """An annotation without its embeddings; the fields are those of `AnnotationSchema`."""

    kind: str
    begin: int
    end: int
    result: str
    metadata: dict[str, str | None]


class Text(NamedTuple):
    """A text that something is looked for in: a document, or a sentence of one.

    Attributes
    ----------
    text : str
    begin : int
        Offset of its first character in the document.
    sentence : str
        Its number.
    """

    text: str
    begin: int
    sentence: str


def label_of(metadata: Mapping[str, str | None]) -> str | None:
    """Return the label of a chunk: the first that its metadata have."""
    return next((label for key in LABELS if (label := metadata.get(key))), None)


def score_of(metadata: Mapping[str, str | None]) -> float | None:
    """Return the confidence of a chunk; None if its metadata have none, or no number."""
    try:
        return float(metadata.get("confidence") or "")
    except ValueError:
        return None


def place_of(metadata: Mapping[str, str | None]) -> dict[str, float]:
    """Return x, y, width and height of the box that metadata tell; those that are no numbers are left out."""
    place = {}
    for side in ("x", "y", "width", "height"):
        try:
            place[side] = float(metadata.get(side) or "")
        except ValueError:
            continue
    return place


def annotations_of(value: pa.ListScalar) -> list[Annotation]:
    """Read a column of annotations; a null one is left out, and fields that are null become empty.

    Raises
    ------
    DocumentError
        It is null.
    """
    if not value.is_valid:
        raise DocumentError("There are no annotations, not even none: the column is null")
    structs = value.values
    fields = dict(zip((field.name for field in structs.type), structs.flatten(), strict=True))  # nulls of structs, too
    columns = (fields[name].to_pylist() for name in ("annotatorType", "begin", "end", "result", "metadata"))
    rows = zip(structs.is_valid().to_pylist(), *columns, strict=True)
    return [
        Annotation(kind or "", begin or 0, end or 0, result or "", dict(metadata or ()))
        for there, kind, begin, end, result, metadata in rows
        if there
    ]


def texts_of(columns: Sequence[pa.Scalar]) -> list[Text]:
    """Return the texts of columns of documents or sentences, or of strings; tokens and other annotations don't count.

    Raises
    ------
    DocumentError
        A column is null, or there are annotations but no document.
    """
    texts: list[Text] = []
    others = 0
    for value in columns:
        if not value.is_valid:  # of any type: on PySpark 4.0 a null has none
            raise DocumentError("There is no text")
        if isinstance(value, pa.ListScalar):
            annotations = annotations_of(value)
            documents = [annotation for annotation in annotations if annotation.kind == "document"]
            others += len(annotations) - len(documents)
            texts += [
                Text(document.result, document.begin, document.metadata.get("sentence") or str(number))
                for number, document in enumerate(documents)
            ]
        else:
            texts.append(Text(value.as_py(), 0, "0"))
    if others and not texts:
        raise DocumentError("There are annotations, but no document among them")
    return texts


def annotation_fields(
    kind: str, begin: int, end: int, result: str, metadata: Mapping[str, str | None]
) -> dict[str, Any]:
    """Return the fields of an `AnnotationSchema`."""
    fields = {"annotatorType": kind, "begin": begin, "end": end, "result": result}
    return fields | {"metadata": metadata, "embeddings": []}


def chunk_fields(number: int, text: Text, span: tuple[int, int], label: str, **more: str) -> dict[str, Any]:
    """Return a part of a text as a chunk of Spark NLP.

    Parameters
    ----------
    number : int
        How many chunks of the row are before it.
    text : Text
    span : (int, int)
        Offsets in the text of its first character and of the one after its last.
    label : str
    **more : str
        Further metadata.
    """
    begin, end = span
    metadata = {"entity": label, "sentence": text.sentence, "chunk": str(number)} | more
    return annotation_fields("chunk", text.begin + begin, text.begin + end - 1, text.text[begin:end], metadata)
