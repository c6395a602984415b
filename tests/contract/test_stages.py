"""What every public stage promises about rows, in any kind of session."""

import re

import pytest
from pyspark.ml import Pipeline, PipelineModel
from pyspark.sql import functions as F

from contract.sample import BAD_IDS, EARLIER, SEES_NO_PIXELS, USER_COLUMNS, sample
from sparkocr.transformers import STAGES

pytest_plugins = ["contract.counting"]
every_stage = pytest.mark.parametrize("cls", STAGES, ids=lambda cls: cls.__name__)


@pytest.fixture(scope="module")
def rows(spark, tmp_path_factory):
    """The sample in a file: createDataFrame would ship its rows with every query."""
    path = str(tmp_path_factory.mktemp("sample") / "rows")
    sample(spark).coalesce(1).write.parquet(path)
    return spark.read.parquet(path)


@pytest.fixture(scope="module")
def results(rows):
    """Collects the result of a stage with default parameters once for all tests."""
    found = {}

    def result(cls):
        if cls not in found:
            found[cls] = cls().transform(rows).collect()
        return found[cls]

    return result


def comparable(rows):
    """Rows as text in a fixed order, with the uid of stages replaced."""
    return sorted(re.sub(r"_[0-9a-f]{12}: ", "_uid: ", str(row)) for row in rows)


@every_stage
def test_no_record_is_lost_and_only_bad_ones_fail(cls, results):
    rows = results(cls)
    good = {row["id"] for row in rows if row["exception"] is None}
    assert good
    assert not good & (BAD_IDS - SEES_NO_PIXELS.get(cls.__name__, set()))
    assert {row["id"] for row in rows} == {0, 1} | BAD_IDS
    failed = [row["id"] for row in rows if row["exception"] is not None]
    assert len(failed) == len(set(failed)), "a bad record is one row"


@every_stage
def test_bad_records_have_null_output_and_a_message(cls, results):
    stage = cls()
    output = stage.getOutputCol()
    for row in results(cls):
        value = row[output]
        if row["exception"] is None:
            assert value is not None
            continue
        assert value is None or value["data"] is None
        if row["id"] == 5:
            assert row["exception"] == EARLIER
        else:
            name, _, message = row["exception"].partition(": ")
            assert name.startswith(f"{cls.__name__}_")
            assert message.endswith(".")
            assert "Unexpected" not in message


@every_stage
def test_columns_of_the_user_survive(cls, rows, results):
    original = {row["id"]: row for row in rows.collect()}
    for row in results(cls):
        for name in USER_COLUMNS:
            assert row[name] == original[row["id"]][name]


@every_stage
def test_schema_needs_no_job_and_is_kept(cls, rows):
    planned = cls().transform(rows)
    names = planned.columns
    assert len(names) == len(set(names))
    assert not [name for name in names if name.startswith("__")], "helper columns are gone"
    assert planned.schema["exception"].dataType.simpleString() == "string"


@every_stage
def test_unknown_input_column_is_a_clear_error(cls, rows):
    with pytest.raises(ValueError, match=r"inputCol='missing'.*there are: path, modificationTime"):
        cls().setInputCol("missing").transform(rows)


@every_stage
def test_input_column_of_another_type_is_a_clear_error(cls, rows):
    with pytest.raises(ValueError, match="inputCol='id'"):
        cls().setInputCol("id").transform(rows)


@every_stage
def test_output_may_replace_the_input(cls, rows, results):
    stage = cls()
    stage.setOutputCol(stage.getInputCol())
    found = {row["id"]: row[stage.getInputCol()] for row in stage.transform(rows).where("exception is null").collect()}
    assert found == {row["id"]: row[cls().getOutputCol()] for row in results(cls) if row["exception"] is None}


@every_stage
def test_keep_input(cls, rows):
    if "keepInput" not in cls.declared():
        assert cls().getInputCol() in cls().transform(rows).columns
        return
    name = cls().getInputCol()
    assert (name in cls().transform(rows).columns) is cls().getKeepInput()
    assert name not in cls().setKeepInput(False).transform(rows).columns
    kept = cls().setKeepInput(True).transform(rows)
    original = {row["id"]: row[name] for row in rows.collect()}
    assert all(row[name] == original[row["id"]] for row in kept.select("id", name).collect())


@every_stage
@pytest.mark.usefixtures("spark")
def test_save_and_load(cls, tmp_path):
    stage = cls(**{name: param.example for name, param in cls.declared().items()})
    path = str(tmp_path / "stage")
    stage.write().overwrite().save(path)
    stage.write().overwrite().save(path)
    again = cls.load(path)
    assert again.uid == stage.uid
    assert again.values() == stage.values()
    assert {type(value) for value in again.values().values()} == {type(value) for value in stage.values().values()}


@every_stage
def test_in_a_pipeline_saved_and_loaded(cls, rows, results, tmp_path):
    stage = cls()
    fitted = Pipeline().setStages([stage]).fit(rows)
    path = str(tmp_path / "pipeline")
    fitted.write().overwrite().save(path)
    again = PipelineModel.load(path).transform(rows)
    assert comparable(again.collect()) == comparable(results(cls))


@every_stage
def test_parameters_of_one_call(cls, rows):
    stage = cls()
    assert "elsewhere" in stage.transform(rows, {stage.getParam("outputCol"): "elsewhere"}).columns
    assert "elsewhere" not in stage.transform(rows).columns


@every_stage
def test_streaming_gives_the_same_rows(cls, spark, rows, results, tmp_path):
    rows.write.parquet(str(tmp_path / "in"))
    stage = cls()
    stream = stage.transform(spark.readStream.schema(rows.schema).parquet(str(tmp_path / "in")))
    query = (
        stream.writeStream.format("parquet")
        .option("checkpointLocation", str(tmp_path / "checkpoint"))
        .trigger(availableNow=True)
        .start(str(tmp_path / "out"))
    )
    assert query.awaitTermination(120)
    found = spark.read.parquet(str(tmp_path / "out"))
    assert sorted(row["id"] for row in found.collect()) == sorted(row["id"] for row in results(cls))
    assert {row["id"] for row in found.where("exception is null").collect()} == {
        row["id"] for row in results(cls) if row["exception"] is None
    }


@every_stage
def test_nothing_is_evaluated_twice(cls, rows, results, evaluations):
    stage = cls()
    queries = {
        "keep all": lambda df: df,
        "filter on exception": lambda df: df.where(F.col("exception").isNull()),
        "two consumers": lambda df: df.withColumns(
            {
                "one": F.xxhash64(F.col(stage.getOutputCol()).cast("string")),  # maps have no hash
                "two": F.hash(F.col(stage.getOutputCol()).cast("string")),
            }
        ).where("one <> two"),
    }
    for name, query in queries.items():
        evaluations.clear()
        query(stage.transform(rows)).collect()
        counts = evaluations.counts()
        assert counts or cls.runs_inside_spark, name
        for function, count in counts.items():
            # Cheap image work may be done again for a filter on its own result; recognition may never.
            most = 2 if evaluations.deterministic[function] and name != "keep all" else 1
            assert count <= most * len(results(cls)), (name, function)
