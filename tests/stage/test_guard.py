"""Rows that are worked on in a process of their own."""

import os
import signal
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest

import faulty
from faulty import FAULTS, Faulty, read_row
from sparkocr.isolation.work import IsolationError, Limits
from sparkocr.schemas import BytesSchema
from sparkocr.stage import guard
from sparkocr.stage.guard import Guard, StageLimits
from sparkocr.stage.udf import row_udf
from sparkocr.transformers import ImageToText, PdfToText, RegexFinder


def test_a_fault_in_spark_costs_one_row(spark):
    read = row_udf(
        "Read_1",
        partial(read_row, engine=Faulty()),
        BytesSchema,
        name="Read",
        deterministic=False,
        limits=StageLimits(Limits(60.0, 4000)),
    )
    levels = [255, 255, FAULTS.index(faulty.null_pointer), 255, 255, FAULTS.index(faulty.abort), 255]
    rows = spark.createDataFrame(list(enumerate(levels)), "id int, level int").coalesce(1)
    found = rows.select("id", read("level").alias("r")).select("id", "r.content", "r.exception").collect()
    failed = {row["id"]: row["exception"] for row in found if row["exception"]}
    assert failed == {2: "Read_1: A library crashed (SIGSEGV).", 5: "Read_1: A library crashed (SIGABRT)."}
    readers, workers = zip(*(bytes(row["content"]).split() for row in found if row["content"]), strict=True)
    assert len(set(workers)) == 1, "the worker lives on"
    assert [readers.count(reader) for reader in dict.fromkeys(readers)] == [2, 2, 1]


def test_limits_of_a_session_are_those_of_stages_without_their_own(monkeypatch):
    monkeypatch.setattr(guard, "_usual", StageLimits())
    assert PdfToText().stage_limits().process == (0, 0)
    guard.set_usual_limits(StageLimits(Limits(60, 2000)))
    assert RegexFinder().stage_limits().process == PdfToText().stage_limits().process == (60, 2000)
    assert ImageToText(pageTimeout=5).stage_limits().process == (5, 2000)
    assert PdfToText(pageMemory=500).stage_limits().process == (60, 500)


def crashing(path, number, *, start):
    """Tell of itself in a file, and crash after some parts."""
    with Path(path.as_py()).open("a") as file:
        file.write(f"{start} ")
    yield from (pa.array([part]) for part in range(start, number.as_py()))
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("number", [0, 2])
def test_parts_end_with_the_error_of_their_process_unless_another_is_to_go_on(number, tmp_path):
    begun = tmp_path / "begun"
    row = [pa.scalar(str(begun)), pa.scalar(number)]
    parts = Guard(crashing, pa.int64(), StageLimits(Limits(60))).parts(row, failed=None)
    assert [next(parts).to_pylist() for _ in range(number)] == [[part] for part in range(number)]
    with pytest.raises(IsolationError, match="SIGKILL"):
        next(parts)
    assert begun.read_text() == "0 ", "nobody tries again what costs as long as its limit"
