"""A chain of stages is one Python node, and each of its functions runs once per page."""

import pytest
from pyspark.ml import PipelineModel
from pyspark.sql.utils import is_remote

from documents import png
from sparkocr.transformers import (
    BinaryToImage,
    ImageBinarizer,
    ImageMorphologyOperation,
    ImageRemoveBackground,
    ImageScaler,
    ImageSkewCorrector,
    ImageToText,
)
from variants import files

pytest_plugins = ["contract.counting"]

CHAIN = [
    BinaryToImage(),
    ImageRemoveBackground(outputCol="clean"),
    ImageSkewCorrector(inputCol="clean", outputCol="level"),
    ImageScaler(inputCol="level", outputCol="large", scaleFactor=1.5),
    ImageMorphologyOperation(inputCol="large", outputCol="closed", operation="closing"),
    ImageBinarizer(inputCol="closed", outputCol="binary"),
    ImageToText(inputCol="binary"),
]


@pytest.fixture
def result(spark, evaluations):  # noqa: ARG001  counts what is planned after it
    documents = files(spark, **{name: png(name) for name in ("first", "second", "third")})
    return PipelineModel(stages=CHAIN).transform(documents)


def test_every_function_runs_once_per_page(result, evaluations):
    rows = result.where("exception is null").select("path", "text", "exception").collect()
    assert sorted(row["text"].strip() for row in rows) == ["first", "second", "third"]
    counts = evaluations.counts()
    assert len(counts) == len(CHAIN) + 1, "frames are a function of their own"
    assert set(counts.values()) == {3}


def test_one_python_node_touches_pixels(result, capsys):
    if is_remote():
        pytest.skip("a plan of Spark Connect is explained by the server")
    result.select("text", "exception").explain()
    plan = capsys.readouterr().out
    nodes = [line for line in plan.splitlines() if "EvalPython [" in line]  # of Arrow, or pickled before PySpark 4.1
    assert len(nodes) == 2
    assert sum("ImageToText" in line for line in nodes) == 1
    (node,) = [line for line in nodes if "ImageToText" in line]
    assert all(f"{type(stage).__name__}(" in node for stage in CHAIN)
