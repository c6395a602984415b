"""The jobs of the contract suite: a job costs half a second, so the tests of all stages share a few."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyspark.ml import PipelineModel
from pyspark.ml.util import DefaultParamsReader
from pyspark.sql import functions as F

from contract.sample import PROGRAM, rows_for, sample
from sparkocr.stage.group import AggregatingStage
from sparkocr.transformers import STAGES, PdfToImage
from variants import union


@pytest.fixture(scope="session")
def rows(spark, tmp_path_factory):
    """The sample in a file: createDataFrame would ship its rows with every query."""
    path = str(tmp_path_factory.mktemp("sample") / "rows")
    sample(spark).coalesce(1).write.parquet(path)
    return spark.read.parquet(path)


@pytest.fixture(scope="session")
def row_stages(request):
    """The stages that keep rows and whose tests were selected."""
    parameters = [getattr(item, "callspec", None) for item in request.session.items]
    selected = {spec.params.get("cls") for spec in parameters if spec}
    return [cls for cls in STAGES if cls in selected and not issubclass(cls, AggregatingStage)]


@pytest.fixture(scope="session")
def stages(row_stages):
    """One of each class, with default parameters."""
    return {cls: in_place(cls()) for cls in row_stages}


@pytest.fixture(scope="session")
def results(rows, stages):
    """What `stages` give, as Arrow tables."""
    with ThreadPoolExecutor(2) as pool:  # two jobs of one task each, on two cores
        jobs = {
            cls: pool.submit(lambda cls, stage: stage.transform(rows_for(cls, rows)).toArrow(), cls, stage)
            for cls, stage in stages.items()
        }
    return lambda cls: jobs[cls].result()


def read_metadata(path, _session, class_name=""):
    """Read a saved stage or pipeline as PySpark's `loadMetadata`, but without a job for each of the many files."""
    (file,) = Path(path, "metadata").glob("part-*")
    return DefaultParamsReader._parseMetaData(file.read_text(encoding="utf-8"), class_name)


def load_all(path):
    """Load a pipeline of all stages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DefaultParamsReader, "loadMetadata", read_metadata)
        return PipelineModel.load(str(path)).stages


def in_place(stage):
    """Keep a stage from spreading its pages over partitions: here a task costs more than its page does."""
    if isinstance(stage, PdfToImage):
        return stage.setPartitionNumAfterSplit(-1)
    return stage.setPartitionNum(-1) if stage.hasParam("partitionNum") else stage


def together(frames):
    """Put the results of many stages into one DataFrame of one query.

    Parameters
    ----------
    frames : dict from type to (DataFrame, str)
        By class of stage: its result, and the column of it that counts.

    Returns
    -------
    DataFrame
        The name of the class, `id`, `exception` and the column as JSON, for each row of each result.
    """
    parts = [
        frame.select(
            F.lit(cls.__name__).alias("stage"),
            "id",
            "exception",
            F.to_json(F.struct(F.col(name).alias("_"))).alias("value"),
        )
        for cls, (frame, name) in frames.items()
    ]
    return union(parts)


def by_stage(frame):
    """Collect `together`: by name of class, ids and values of the rows without an exception, and ids of the others."""
    found = {}
    for row in frame.collect():
        value = row["value"] if row["exception"] is None and row["stage"] not in PROGRAM else None
        found.setdefault(row["stage"], []).append((row["id"], row["exception"] is None, value))
    return {stage: sorted(values, key=str) for stage, values in found.items()}


QUERIES = {
    "keep all": lambda df, _output: df,
    "filter, and three consumers": lambda df, output: df.where(
        F.col("exception").isNull() & (F.xxhash64(output) != F.hash(output))
    ),
}


@pytest.fixture(scope="session")
def queried(rows, stages, tmp_path_factory):
    """What the stages give in each query: its values, how often each function ran, and which are deterministic."""
    from contract.counting import counting  # not before pytest has loaded it as a plugin

    found = {}
    for name, query in QUERIES.items():
        with counting(tmp_path_factory.mktemp("evaluations") / "log") as log:
            frames = {}
            for cls, stage in stages.items():
                output = F.col(stage.getOutputCol()).cast("string")  # maps have no hash
                frames[cls] = query(stage.transform(rows_for(cls, rows)), output), stage.getOutputCol()
            values = by_stage(together(frames))
            found[name] = values, log.counts(), dict(log.deterministic)
    return found


@pytest.fixture(scope="session")
def values(queried):
    """Ids and values that `stages` give."""
    return queried["keep all"][0]
