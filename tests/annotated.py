"""Rows of texts and annotations for stages that run without Spark."""

import pyarrow as pa

from sparkocr.apps.light import run
from sparkocr.schemas import AnnotationsSchema
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type


def annotation(kind, begin, result, **metadata):
    """An annotation whose end fits its text."""
    return {
        "annotatorType": kind,
        "begin": begin,
        "end": begin + len(result) - 1,
        "result": result,
        "metadata": {key: value if value is None else str(value) for key, value in metadata.items()},
        "embeddings": [],
    }


def column(value):
    """A value as a stage reads it: a string, or annotations."""
    return pa.scalar(value, pa.string() if isinstance(value, str) else arrow_type(AnnotationsSchema))


def results(stages, **values):
    """Run stages, or a single one, over one row; the row that comes out as Python values, metadata as dicts."""
    stages = stages if isinstance(stages, list) else [stages]
    columns = {name: value if isinstance(value, pa.Scalar) else column(value) for name, value in values.items()}
    (row,) = run(stages, LightRow(columns))
    return {name: plain(value.as_py()) for name, value in row.items()}


def plain(value):
    """Annotations with their metadata as dicts."""
    if not isinstance(value, list):
        return value
    return [
        item | {"metadata": dict(item["metadata"])} if isinstance(item, dict) and "metadata" in item else item
        for item in value
    ]


def short(annotations):
    """What counts of annotations: offsets, text and metadata."""
    return [(one["begin"], one["end"], one["result"], one["metadata"]) for one in annotations]


def texts(annotations):
    """The texts of annotations."""
    return [one["result"] for one in annotations]
