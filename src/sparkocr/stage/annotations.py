"""Columns of annotations, as Spark NLP has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["LABELS", "annotation_fields", "label_of", "score_of"]

LABELS = ("entity", "ner_label", "label")
"""Keys of a chunk's metadata that hold its label, by converter of Spark NLP."""


def label_of(metadata: Mapping[str, str | None]) -> str | None:
    """Return the label of a chunk: the first that its metadata have."""
    return next((label for key in LABELS if (label := metadata.get(key))), None)


def score_of(metadata: Mapping[str, str | None]) -> float | None:
    """Return the confidence of a chunk; None if its metadata have none, or no number."""
    try:
        return float(metadata.get("confidence") or "")
    except ValueError:
        return None


def annotation_fields(kind: str, begin: int, end: int, result: str, metadata: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of an `AnnotationSchema`."""
    fields = {"annotatorType": kind, "begin": begin, "end": end, "result": result}
    return fields | {"metadata": metadata, "embeddings": []}
