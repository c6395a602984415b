"""The reader "pdf" on a stream."""

import os
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pytest

from datasource.reading import OLD, document
from sparkocr.datasource import file_reader, listing
from sparkocr.datasource.pdf_reader import PdfDataSource

HAS_LIMITS = find_spec("pyspark.sql.streaming.datasource") is not None
needs_limits = pytest.mark.skipif(not HAS_LIMITS, reason="PySpark 4.1 has no limits")


def stream(folder, **options):
    source = PdfDataSource({"path": str(folder), **options})
    return source.streamReader(source.schema())


def arrive(folder, name, seconds, pages=1):
    path = folder / f"{name}.pdf"
    path.write_bytes(document(pages))
    os.utime(path, (OLD + seconds, OLD + seconds))


def between(source, start, end):
    names = []
    for part in source.partitions(start, end):
        names += [row["path"].rsplit("/", 1)[-1][:-4] for batch in source.read(part) for row in batch.to_pylist()]
    return names


def test_new_files_since_an_offset(tmp_path):
    source = stream(tmp_path)
    start = source.initialOffset()
    assert source.latestOffset(start) == start
    arrive(tmp_path, "b", 1, pages=2)
    arrive(tmp_path, "a", 2)
    first = source.latestOffset(start)
    assert first == {"modified": (OLD + 2) * 10**6, "path": f"file:{tmp_path}/a.pdf"}
    assert sorted(between(source, start, first)) == ["a", "b", "b"]
    assert source.latestOffset(first) == first
    assert source.partitions(first, first) == []
    arrive(tmp_path, "c", 3)
    restarted = stream(tmp_path)
    second = restarted.latestOffset(first)
    assert between(restarted, first, second) == ["c"]


@needs_limits
def test_files_of_the_same_time_are_told_apart(tmp_path):
    for name in "cab":
        arrive(tmp_path, name, 1)
    source = stream(tmp_path, maxFilesPerTrigger="1")
    offset, read = source.initialOffset(), []
    for _ in range(3):
        end = source.latestOffset(offset, source.getDefaultReadLimit())
        read += between(source, offset, end)
        offset = end
    assert read == ["a", "b", "c"]
    assert source.latestOffset(offset, source.getDefaultReadLimit()) == offset


@needs_limits
def test_max_files_per_trigger(tmp_path):
    limits = import_module("pyspark.sql.streaming.datasource")
    for number in range(5):
        arrive(tmp_path, f"{number}", number)
    source = stream(tmp_path, maxFilesPerTrigger="2")
    limit = source.getDefaultReadLimit()
    assert limit == limits.ReadMaxFiles(2)
    end = source.latestOffset(source.initialOffset(), limit)
    assert between(source, source.initialOffset(), end) == ["0", "1"]
    everything = source.latestOffset(source.initialOffset(), limits.ReadAllAvailable())
    assert len(between(source, source.initialOffset(), everything)) == 5
    assert stream(tmp_path).getDefaultReadLimit() == limits.ReadAllAvailable()
    assert source.latestOffset() == everything, "PySpark 4.1 has no limits"


def test_available_now_stops_at_what_is_there(tmp_path):
    arrive(tmp_path, "a", 1)
    source = stream(tmp_path)
    source.prepareForTriggerAvailableNow()
    end = source.latestOffset(source.initialOffset())
    arrive(tmp_path, "b", 2)
    assert source.latestOffset(end) == end


def test_a_file_waits_until_no_earlier_one_can_follow(tmp_path, monkeypatch):
    arrive(tmp_path, "a", 1)
    source = stream(tmp_path)
    monkeypatch.setattr(file_reader.time, "time", lambda: OLD + 1 + file_reader.SETTLE_SECONDS - 0.1)
    assert source.latestOffset(source.initialOffset()) == source.initialOffset()
    monkeypatch.setattr(file_reader.time, "time", lambda: OLD + 1 + file_reader.SETTLE_SECONDS)
    assert source.latestOffset(source.initialOffset()) != source.initialOffset()


def test_an_empty_glob_waits_for_files_but_a_missing_folder_is_an_error(tmp_path):
    source = stream(tmp_path / "*.pdf")
    assert source.latestOffset() == source.initialOffset()
    with pytest.raises(FileNotFoundError):
        stream(tmp_path / "none").latestOffset()


def test_storage_without_times_cant_be_streamed_from(tmp_path, monkeypatch):
    arrive(tmp_path, "a", 1)
    monkeypatch.setattr(listing, "_TIMES", ())
    with pytest.raises(ValueError, match="tells no modification times"):
        stream(tmp_path).latestOffset()


@pytest.mark.parametrize(
    "info",
    [
        {"mtime": 1.5},
        {"LastModified": "1970-01-01T00:00:01.500+00:00"},
        {"updated": "1970-01-01T00:00:01.5Z"},
        {"last_modified": pa.scalar(1_500_000, pa.timestamp("us", "UTC")).as_py(), "created": 9.0},
    ],
)
def test_times_of_storages(info):
    assert listing._modified(info) == 1_500_000


def test_spark_stream_goes_on_where_it_stopped(session, tmp_path):
    folder, out, checkpoint = (tmp_path / name for name in ("in", "out", "checkpoint"))
    folder.mkdir()

    def run():
        pages = session.readStream.format("pdf").option("maxFilesPerTrigger", 2).load(str(folder))
        query = pages.select("path", "pagenum", "text").writeStream.format("parquet").option("path", str(out))
        query = query.option("checkpointLocation", str(checkpoint)).trigger(availableNow=True).start()
        query.awaitTermination()
        batches_ = [progress for progress in query.recentProgress if progress["numInputRows"]]
        rows_ = session.read.parquet(str(out)).collect()
        return sorted((Path(row["path"]).stem, row["pagenum"]) for row in rows_), len(batches_)

    for number, name in enumerate("abc"):
        arrive(folder, name, number, pages=2)
    first = [(name, page) for name in "abc" for page in range(2)]
    assert run() == (first, 2 if HAS_LIMITS else 1)
    arrive(folder, "d", 9)
    assert run() == ([*first, ("d", 0)], 1)
    assert run()[0] == [*first, ("d", 0)]
