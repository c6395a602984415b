"""The stage that links the keys of forms with their values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from sparkocr.entities.relations import FormEntity, TaggedWord, group_words, link
from sparkocr.hocr.properties import number_text
from sparkocr.layout.box import Box
from sparkocr.stage.annotations import Annotation, annotation_fields, annotations_of, label_of, place_of
from sparkocr.stage.params import StageParam, column, number
from sparkocr.stage.regions import read_box
from sparkocr.transformers.entities.annotating import Annotate, AnnotationStage

__all__ = ["FormRelationExtractor"]

_DECIMALS = 2  # of the px of a box in metadata
_OUTSIDE = ("O", "")  # tags of words that are no part of an entity


def _expression(default: str, doc: str, example: str) -> StageParam:
    """Declare a regular expression."""

    def convert(value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise ValueError
        try:
            re.compile(value)
        except re.error:
            raise ValueError from None
        return value

    return StageParam(default, doc, allowed="a regular expression", convert=convert, example=example, annotation="str")


class FormRelationExtractor(AnnotationStage):
    """Link the keys of a form with their values, by where they stand.

    Adds the columns `outputCol` and `exception`. `outputCol` has annotations of type ``relation``, one for each key
    that has a value: `result` is the text of both, and the metadata are ``entity1`` (text of the key), ``entity2``
    (text of the value), ``bbox1`` and ``bbox2`` (their boxes, ``"x y width height"``).

    See Also
    --------
    sparkocr.entities.relations.link : the same without Spark, and which value a key gets.
    ImageDrawAnnotations : draws relations.

    Notes
    -----
    The input are the words of the page with a tag, such as ``B-QUESTION``, as `result`, and ``x``, ``y``, ``width`` and
    ``height`` in the metadata; the text of a word is ``token`` or ``word`` of these. Words of an entity are put
    together. Chunks that have such a place are entities, too: their tag is the label of the metadata.

    A word of a key or a value without a valid place is an exception.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from sparkocr.schemas import AnnotationsSchema
    >>> from sparkocr.stage.light_row import LightRow
    >>> from sparkocr.stage.udf import arrow_type
    >>> place = {"y": "20", "width": "90", "height": "20"}
    >>> words = [
    ...     {"annotatorType": "entity", "result": "b-question", "metadata": {"word": "Name:", "x": "10", **place}},
    ...     {"annotatorType": "entity", "result": "b-answer", "metadata": {"word": "Dribbler,", "x": "120", **place}},
    ...     {"annotatorType": "entity", "result": "i-answer", "metadata": {"word": "bbb", "x": "230", **place}},
    ... ]
    >>> row = LightRow({"entities": pa.scalar(words, arrow_type(AnnotationsSchema))})
    >>> (page,) = FormRelationExtractor().light_rows(row)
    >>> [(relation["result"], dict(relation["metadata"])["bbox2"]) for relation in page["relations"].as_py()]
    [('Name: Dribbler, bbb', '120 20 200 20')]
    """

    inputCol = column("entities", "Column with tagged words, if `inputCols` is not set.")
    outputCol = column("relations", "Column for the relations.")
    lineTolerance = number(
        15, "Px by which the middles of a key and a value on one line may differ, and which a value may be below it.",
        minimum=0,
    )  # fmt: skip
    keyPattern = _expression("question", "Expression that the tags of keys have in them, in any case.", "key")
    valuePattern = _expression("answer", "Expression that the tags of values have in them, in any case.", "value")

    kind = "relation"

    def _annotate_function(self) -> Annotate:
        return partial(
            _relations,
            key_pattern=self.getKeyPattern(),
            value_pattern=self.getValuePattern(),
            tolerance=self.getLineTolerance(),
        )


def _relations(
    columns: Sequence[Any], *, key_pattern: str, value_pattern: str, tolerance: float
) -> list[dict[str, Any]]:
    """Link keys and values of one row."""
    key, value = (re.compile(pattern, re.IGNORECASE) for pattern in (key_pattern, value_pattern))
    words = [word for entities in columns for word in _words(annotations_of(entities))]
    entities = group_words(words)
    keys = [entity for entity in entities if key.search(entity.kind)]
    values = [entity for entity in entities if value.search(entity.kind)]
    return [_annotation(relation.key, relation.value) for relation in link(keys, values, tolerance)]


def _words(annotations: Sequence[Annotation]) -> Iterator[TaggedWord]:
    """Give the words of keys, values and other entities, each with its tag."""
    before: Annotation | None = None
    for annotation in annotations:
        metadata = annotation.metadata
        is_chunk = annotation.kind == "chunk"
        tag = f"B-{label_of(metadata) or 'O'}" if is_chunk else annotation.result
        if tag not in _OUTSIDE:
            text = annotation.result if is_chunk else _text(annotation, before)
            yield TaggedWord(text, tag, read_box(place_of(metadata), "tagged word"), annotation.begin, annotation.end)
        before = annotation


def _text(annotation: Annotation, before: Annotation | None) -> str:
    """Return the text of a tagged token; none if the token before it already gave the word that both are parts of."""
    token, word = (annotation.metadata.get(key) or "" for key in ("token", "word"))
    goes_on = before is not None and before.end + 1 == annotation.begin and before.metadata.get("word") == word
    return token or ("" if goes_on else word)


def _annotation(key: FormEntity, value: FormEntity) -> dict[str, Any]:
    """Return a relation as an annotation."""
    boxes = {"bbox1": _numbers(key.box), "bbox2": _numbers(value.box)}
    begin, end = min(key.begin, value.begin), max(key.end, value.end)
    metadata = {"entity1": key.text, "entity2": value.text} | boxes
    return annotation_fields("relation", begin, end, f"{key.text} {value.text}", metadata)


def _numbers(box: Box) -> str:
    """Return the upright box around a box: x, y, width and height."""
    left, top, right, bottom = box.edges()
    return " ".join(number_text(side, _DECIMALS) for side in (left, top, right - left, bottom - top))
