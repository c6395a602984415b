"""The stage that finds names and other identifiers in texts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from pyspark.sql.types import DataType, StringType

from sparkocr.entities.finder import EntityFinder as Finder
from sparkocr.schemas import AnnotationsSchema
from sparkocr.stage.annotations import chunk_fields, texts_of
from sparkocr.stage.columns import Dataset
from sparkocr.stage.params import column
from sparkocr.transformers.entities.annotating import Annotate, AnnotationStage
from sparkocr.transformers.entities.finder_params import FinderParams, known_values

__all__ = ["EntityFinder"]


class EntityFinder(FinderParams, AnnotationStage):
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
    kind = "chunk"
    deterministic = False

    def _expected(self, dataset: Dataset, name: str) -> DataType:
        is_text = name in dataset.columns and isinstance(dataset.schema[name].dataType, StringType)
        return StringType() if is_text else AnnotationsSchema

    def _check(self, dataset: Dataset) -> None:
        super()._check(dataset)
        self._check_known(dataset)

    def _other_columns(self, dataset: Dataset) -> list[Any]:
        return self._known_columns(dataset)

    def _annotate_function(self) -> Annotate:
        return partial(_entities, self._finder(), has_known=bool(self.getDenyListCol()))


def _entities(finder: Finder, columns: Sequence[Any], *, has_known: bool) -> list[dict[str, Any]]:
    """Find the entities of one row; with `has_known`, the last column has values of its own deny list."""
    known = known_values(columns[-1:]) if has_known else []
    texts = texts_of(columns[:-1] if has_known else columns)
    entities = [(text, entity) for text in texts for entity in finder.find(text.text, known)]
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
