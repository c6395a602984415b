"""What every public stage promises about rows, in any kind of session."""

import json
from functools import cache
from pathlib import Path

import pytest
from pyspark.ml import Pipeline, PipelineModel
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.utils import is_remote

from contract.conftest import by_stage, in_place, load_all, together
from contract.sample import BAD_IDS, EARLIER, INSIDE_SPARK, PASSES, PROGRAM, SEES_NO_PIXELS, USER_COLUMNS, rows_for
from sparkocr.office.libreoffice import find_program
from sparkocr.stage.group import AggregatingStage
from sparkocr.transformers import STAGES

every_stage = pytest.mark.parametrize("cls", STAGES, ids=lambda cls: cls.__name__)
every_row_stage = pytest.mark.parametrize(
    "cls", [cls for cls in STAGES if not issubclass(cls, AggregatingStage)], ids=lambda cls: cls.__name__
)
every_group_stage = pytest.mark.parametrize(
    "cls", [cls for cls in STAGES if issubclass(cls, AggregatingStage)], ids=lambda cls: cls.__name__
)


@every_row_stage
def test_no_record_is_lost_and_only_bad_ones_fail(cls, results):
    rows = results(cls).to_pylist()
    good = {row["id"] for row in rows if row["exception"] is None}
    assert good or (cls.__name__ in PROGRAM and not find_program())
    assert not good & (BAD_IDS - SEES_NO_PIXELS.get(cls.__name__, set()))
    assert {row["id"] for row in rows} == {0, 1} | BAD_IDS
    failed = [row["id"] for row in rows if row["exception"] is not None]
    assert len(failed) == len(set(failed)), "a bad record is one row"


@every_row_stage
def test_bad_records_have_null_output_and_a_message(cls, results):
    output = cls().getOutputCol()
    for row in results(cls).to_pylist():
        value = row[output]
        if row["exception"] is None:
            assert value is not None
            continue
        assert value is None or value["data"] is None
        check_message(cls, row["exception"], earlier=row["id"] == 5)


def check_message(cls, message, *, earlier):
    if earlier:
        assert message == EARLIER
        return
    name, _, text = message.partition(": ")
    assert name.startswith(f"{cls.__name__}_")
    assert text.endswith(".")
    assert "Unexpected" not in text


@pytest.fixture(scope="module")
def originals(rows):
    return {row["id"]: row for row in rows.toArrow().to_pylist()}


@every_row_stage
def test_columns_of_the_user_survive(cls, results, originals):
    for row in results(cls).select(USER_COLUMNS).to_pylist():
        assert row == {name: originals[row["id"]][name] for name in USER_COLUMNS}


@pytest.fixture(scope="module")
def schemas(rows):
    """The schema that a stage plans, and the jobs before and after."""

    @cache
    def planned(cls):
        before = jobs(rows)
        return cls().transform(rows).schema, before, jobs(rows)

    return planned


@every_stage
def test_schema_needs_no_job(cls, schemas):
    schema, before, after = schemas(cls)
    assert after == before
    assert len(schema) == len(set(schema.names))
    assert not [name for name in schema.names if name.startswith("__")], "helper columns are gone"
    assert schema["exception"].dataType.simpleString() == "string"


def jobs(rows):
    """The jobs of a session so far; a client of Spark Connect can't see those of its server."""
    return None if is_remote() else rows.sparkSession.sparkContext.statusTracker().getJobIdsForGroup()


@every_row_stage
def test_schema_is_kept(cls, rows, schemas, results):
    """What is planned is what comes, and columns of the user keep their types."""
    planned, *_ = schemas(cls)
    made = from_arrow_schema(results(cls).schema)
    assert [(field.name, field.dataType.simpleString()) for field in made] == [
        (field.name, field.dataType.simpleString()) for field in planned
    ]
    for name in USER_COLUMNS:
        assert planned[name].dataType == rows.schema[name].dataType


@every_stage
def test_unknown_input_column_is_a_clear_error(cls, rows):
    with pytest.raises(ValueError, match=r"inputCol='missing'.*there are: path, modificationTime"):
        cls().setInputCol("missing").transform(rows)


@every_stage
def test_input_column_of_another_type_is_a_clear_error(cls, rows):
    with pytest.raises(ValueError, match="inputCol='id'"):
        cls().setInputCol("id").transform(rows)


@pytest.fixture(scope="module")
def replaced(rows, row_stages):
    """What each stage writes over its input."""
    frames = {}
    for cls in row_stages:
        stage = in_place(cls())
        name = stage.getInputCol()
        frames[cls] = (stage.setOutputCol(name).transform(rows_for(cls, rows)), name)
    return by_stage(together(frames))


@every_row_stage
def test_output_may_replace_the_input(cls, replaced, values):
    assert replaced[cls.__name__] == values[cls.__name__]


@pytest.fixture(scope="module")
def kept(rows, row_stages):
    """The input column of each stage that can keep it, afterwards and before."""
    stages = [cls for cls in row_stages if "keepInput" in cls.declared()]
    inputs = {cls: rows_for(cls, rows) for cls in stages}
    after = {cls: (in_place(cls(keepInput=True)).transform(inputs[cls]), cls().getInputCol()) for cls in stages}
    before = {cls: (inputs[cls], cls().getInputCol()) for cls in stages}
    without_exception = [
        {
            cls: (frame.withColumn("exception", F.lit(None).cast("string")), name)
            for cls, (frame, name) in frames.items()
        }
        for frames in (after, before)
    ]
    return [by_stage(together(frames)) if frames else {} for frames in without_exception]


@every_row_stage
def test_keep_input(cls, rows, schemas, kept):
    name = cls().getInputCol()
    planned, *_ = schemas(cls)
    if "keepInput" not in cls.declared():
        assert name in planned.names
        return
    assert (name in planned.names) is cls().getKeepInput()
    assert name not in cls().setKeepInput(False).transform(rows).columns
    after, before = kept
    assert set(after[cls.__name__]) == set(before[cls.__name__])


@pytest.fixture(scope="module")
def saved(spark, tmp_path_factory):  # noqa: ARG001  saving needs a session
    """A pipeline of all stages with other than default values, saved over an older one, and what is loaded of it."""
    path = str(tmp_path_factory.mktemp("saved") / "pipeline")
    stages = [cls(**{name: param.example for name, param in cls.declared().items()}) for cls in STAGES]
    pipeline = PipelineModel(stages=stages)
    PipelineModel(stages=stages[:1]).write().overwrite().save(path)
    pipeline.write().overwrite().save(path)
    stored = [json.loads(file.read_text()) for file in sorted(Path(path).glob("stages/*/metadata/part-*"))]
    return dict(zip(STAGES, zip(stages, load_all(path), stored, strict=True), strict=True))


@every_stage
def test_saved_and_loaded_in_a_pipeline(cls, saved):
    stage, again, stored = saved[cls]
    assert stored["class"] == f"sparkocr.transformers.{cls.__name__}"
    assert type(again) is cls
    assert again.uid == stage.uid
    assert again.values() == stage.values()
    assert {type(value) for value in again.values().values()} == {type(value) for value in stage.values().values()}


@pytest.mark.usefixtures("spark")
def test_saved_and_loaded_alone(tmp_path):
    for cls in STAGES[:2]:
        stage = cls(outputCol="other")
        path = str(tmp_path / "stage")
        stage.write().overwrite().save(path)
        assert cls.load(path).values() == stage.values()


@every_stage
def test_needs_no_fitting(cls, rows):
    stage = cls()
    (fitted,) = Pipeline().setStages([stage]).fit(rows).stages
    assert fitted is stage


@every_stage
def test_parameters_of_one_call(cls, rows):
    stage = cls()
    assert "elsewhere" in stage.transform(rows, {stage.getParam("outputCol"): "elsewhere"}).columns
    assert "elsewhere" not in stage.transform(rows).columns


@pytest.fixture(scope="module")
def streamed(spark, rows, stages, tmp_path_factory):
    """What each stage gives for a stream of the rows."""
    folder = tmp_path_factory.mktemp("stream")
    source, checkpoint, target = (str(folder / name) for name in ("in", "checkpoint", "out"))
    rows.write.parquet(source)
    stream = spark.readStream.schema(rows.schema).parquet(source)
    results = together(
        {cls: (stage.transform(rows_for(cls, stream)), stage.getOutputCol()) for cls, stage in stages.items()}
    )
    query = (
        results.writeStream.format("parquet")
        .option("checkpointLocation", checkpoint)
        .trigger(availableNow=True)
        .start(target)
    )
    assert query.awaitTermination(600)
    return by_stage(spark.read.parquet(target))


@every_row_stage
def test_streaming_gives_the_same_rows(cls, streamed, values):
    assert streamed[cls.__name__] == values[cls.__name__]


@every_row_stage
def test_nothing_is_evaluated_twice(cls, queried, results):
    for query, (_, counts, deterministic) in queried.items():
        own = {key: count for key, count in counts.items() if key.split(":")[0] == cls.__name__}
        assert own or cls.__name__ in INSIDE_SPARK, query
        for function, count in own.items():
            # Cheap image work may be done again for a filter on its own result; recognition may never.
            most = 2 if deterministic[function] and query != "keep all" else 1
            assert count <= most * PASSES.get(cls.__name__, 1) * results(cls).num_rows, (query, function)


@every_group_stage
def test_a_document_for_each_origin_and_none_of_half_of_its_pages(cls, rows):
    stage = cls()
    made = {row["path"]: row for row in stage.transform(rows_for(cls, rows)).collect()}
    ids = {row["path"]: row["id"] for row in rows.select("path", "id").collect()}
    assert set(made) == set(ids)
    for path, row in made.items():
        if ids[path] in BAD_IDS:
            assert row[stage.getOutputCol()] is None
            check_message(cls, row["exception"], earlier=ids[path] == 5)
        else:
            value = row[stage.getOutputCol()]
            assert value is not None
            if isinstance(value, bytes | bytearray):
                assert bytes(value).startswith((b"%PDF-", b"\0" * 128 + b"DICM"))
            assert row["exception"] is None


@every_group_stage
def test_grouping_a_stream_is_a_clear_error(cls, spark, rows, tmp_path):
    rows.limit(0).write.parquet(str(tmp_path / "rows"))
    stream = spark.readStream.schema(rows.schema).parquet(str(tmp_path / "rows"))
    with pytest.raises(ValueError, match="foreachBatch"):
        cls().transform(stream)
