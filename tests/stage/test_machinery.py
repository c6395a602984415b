"""The parts of the machinery that no public stage shows alone."""

from contextlib import ExitStack
from types import SimpleNamespace

import pytest
from pyspark.errors import utils
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, IntegerType, StringType, StructField, StructType

from sparkocr.errors import DocumentError
from sparkocr.schemas import BytesSchema
from sparkocr.stage.call_sites import without_call_sites
from sparkocr.stage.failures import failure
from sparkocr.stage.group import GroupStage
from sparkocr.stage.partitions import cores, spread
from sparkocr.stage.udf import arrow_type, evaluate_row


class Join(GroupStage):
    """Join the texts of the pages of a document."""

    input_type = StringType()

    def _encode(self, _):
        def encode(text):
            if text.as_py() == "bad":
                raise DocumentError("Can't encode.")
            return {"content": text.as_py().encode()}

        return self._udf(encode, BytesSchema, deterministic=False)(F.col(self.getInputCol()))

    def _assemble_function(self):
        return lambda parts: {"content": b" ".join(parts.as_py())}


def test_group_stage_orders_pages_and_fails_closed(spark):
    pages = [
        (path, number, text)
        for path, texts in {"a": "one two three", "b": "one bad three"}.items()
        for number, text in enumerate(texts.split())
    ]
    rows = spark.createDataFrame(pages[::-1], ["path", "pagenum", "text"]).withColumn(
        "pagenum", F.col("pagenum").cast("int")
    )
    stage = Join(inputCol="text", outputCol="joined")
    found = {row["path"]: row for row in stage.transform(rows).collect()}
    assert set(found) == {"a", "b"}
    assert found["a"]["joined"] == b"one two three"
    assert found["a"]["exception"] is None
    assert found["b"]["joined"] is None, "half a document is not a document"
    assert found["b"]["exception"] == f"{stage.uid}: Can't encode."


def test_group_stage_on_a_stream_is_a_clear_error(spark):
    stream = spark.readStream.format("rate").load().withColumn("text", F.lit("x"))
    with pytest.raises(ValueError, match="foreachBatch"):
        Join(inputCol="text").transform(stream)


def test_spread_deals_out_consecutive_keys(spark, monkeypatch):
    rows = spark.range(64, numPartitions=1).withColumn("wide", F.lit("x" * 100))

    def sizes(partitions, **options):
        dealt = spread(rows, partitions, F.col("id"), **options).groupBy(F.spark_partition_id()).count()
        return sorted(row["count"] for row in dealt.collect())

    assert sizes(4) == [16] * 4
    monkeypatch.setattr("sparkocr.stage.partitions.PARTITIONS_PER_CORE", 4)
    assert sizes(0, is_light=True) == [64 // (4 * cores(spark))] * 4 * cores(spark)
    assert sizes(-1) == [64]


def test_tasks_become_smaller(spark, monkeypatch):
    monkeypatch.setattr("sparkocr.stage.partitions.SHARES", (4, 2, 1, 1))
    monkeypatch.setattr("sparkocr.stage.partitions.cores", lambda _: 3)
    rows = spark.range(-100, 860, numPartitions=1)
    dealt = spread(rows, 0, F.col("id")).select("id", F.spark_partition_id().alias("task")).collect()
    tasks = [sorted(row["id"] for row in dealt if row["task"] == task) for task in range(12)]
    assert [len(ids) for ids in tasks] == [160] * 3 + [80] * 3 + [40] * 6
    where = {row["id"]: row["task"] for row in dealt}
    followed = [where[key] != where[key + 1] for key in range(-100, 859)]
    assert sum(followed) > 0.9 * len(followed), "neighbours are read at the same time"
    assert all(len({where[key + n] for n in range(12)}) >= 6 for key in range(-100, 848))


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"spark.master": "local"}, 1),
        ({"spark.master": "local[3]"}, 3),
        ({"spark.master": "local[5, 2]"}, 5),
        ({"spark.master": "local-cluster[3, 2, 1024]"}, 6),
        ({"spark.master": "spark://host:7077", "spark.cores.max": "24"}, 24),
        ({"spark.master": "yarn", "spark.executor.instances": "4", "spark.executor.cores": "8"}, 32),
        ({"spark.master": "yarn", "spark.dynamicAllocation.maxExecutors": "2147483647"}, 50),
        ({"spark.master": "k8s://x", "spark.dynamicAllocation.maxExecutors": "6", "spark.executor.cores": "2"}, 12),
        ({"spark.master": "local[2]", "spark.default.parallelism": "7"}, 7),
        ({"spark.sql.shuffle.partitions": "400"}, 100),
    ],
)
def test_cores(settings, expected, monkeypatch):
    monkeypatch.setattr("sparkocr.stage.partitions.PARTITIONS_PER_CORE", 4)

    def get(name, default):
        if default is not None:
            raise ValueError("Spark validates a default like a value")
        return settings.get(name)

    session = SimpleNamespace(conf=SimpleNamespace(get=get))
    assert cores(session) == expected


def test_unexpected_errors_never_quote_the_document():
    try:
        int("Patient: John Doe")
    except ValueError as error:
        message = failure("Stage_1", error)
    assert message.startswith("Stage_1: Unexpected ValueError in test_machinery.py, line ")
    assert "John" not in message


def test_a_transform_does_not_look_for_lines_of_the_program(spark, monkeypatch):
    pages = spark.createDataFrame([("a", 0, "one")], ["path", "pagenum", "text"])
    looked = []
    monkeypatch.setattr(utils, "_enable_debugging_cache", True)
    monkeypatch.setattr(utils, "_capture_call_site", lambda depth: looked.append(depth) or "")
    rows = pages.withColumn("pagenum", F.col("pagenum").cast("int"))
    before = len(looked)
    assert before, "the user's own columns have their lines"
    Join(inputCol="text").transform(rows)
    assert len(looked) == before
    F.col("text")
    assert len(looked) == before + 1


def test_call_sites_are_back_when_the_last_thread_is_out(monkeypatch):
    monkeypatch.setattr(utils, "_enable_debugging_cache", True)
    enabled = []
    with ExitStack() as first, ExitStack() as second:
        for stack, step in ((first, "enter"), (second, "enter"), (first, "leave"), (second, "leave")):
            stack.enter_context(without_call_sites) if step == "enter" else stack.close()
            enabled.append(utils.is_debugging_enabled())
    assert enabled == [False, False, False, True]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (2**40, IntegerType()),
        (float("inf"), IntegerType()),
        ("\ud800", StringType()),
        ([1, "secret"], ArrayType(IntegerType())),
    ],
)
def test_a_value_that_does_not_fit_its_column_is_an_exception(value, kind):
    arrow = arrow_type(StructType([StructField("value", kind), StructField("exception", StringType())]))
    (row,) = evaluate_row("Stage_1", lambda: {"value": value}, arrow).to_pylist()
    assert row["value"] is None
    assert row["exception"] == "Stage_1: A value of the document does not fit its column."
