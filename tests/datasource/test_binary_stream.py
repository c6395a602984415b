"""The writer of files on a stream."""

import pytest

from datasource.writing import TEXT, batch, found, stops_after, texts, writer
from sparkocr.datasource import binary_format


@pytest.fixture
def query(monkeypatch):
    monkeypatch.setattr(binary_format, "_query_id", lambda: "query")


def stream(target, rows, number, columns=TEXT, tasks=1, **options):
    made = writer(target, columns, stream=True, **({"type": "text"} | options))
    messages = [made.write(iter([batch(rows[task::tasks], columns)])) for task in range(tasks)]
    writer(target, columns, stream=True, **({"type": "text"} | options)).commit(messages, number)


def streamed(target):
    return {name: content for name, content in found(target).items() if not name.startswith("_streams/")}


@pytest.mark.usefixtures("query")
def test_a_batch_that_is_repeated_gives_the_same_files(tmp_path):
    stream(tmp_path, texts("a", "b"), 0)
    rows = [*texts("c"), {"path": "x/d.png", "text": "1"}, {"path": "y/d.png", "text": "2"}, {"path": "", "text": "3"}]
    stream(tmp_path, rows, 1)
    once = streamed(tmp_path)
    stream(tmp_path, rows[::-1], 1, tasks=3)
    assert streamed(tmp_path) == once
    assert len(once) == 6


@pytest.mark.usefixtures("query")
def test_a_batch_that_is_repeated_with_other_results_leaves_none_of_the_first(tmp_path):
    stream(tmp_path, [{"path": "", "text": "kept"}], 0)
    stream(tmp_path, [{"path": "", "text": "first"}, {"path": "", "text": "same"}], 1)
    stream(tmp_path, [{"path": "", "text": "second"}, {"path": "", "text": "same"}], 1)
    assert sorted(streamed(tmp_path).values()) == [b"kept", b"same", b"second"]


@pytest.mark.usefixtures("query")
def test_a_batch_that_was_killed_twice_while_it_was_shown(tmp_path, monkeypatch):
    def rows(attempt):
        return [{"path": "", "text": f"{attempt} {number}"} for number in range(5)]

    for attempt in ("first", "second"):
        with stops_after(4, monkeypatch), pytest.raises(ZeroDivisionError):
            stream(tmp_path, rows(attempt), 0)
    stream(tmp_path, rows("third"), 0)
    assert sorted(streamed(tmp_path).values()) == [f"third {number}".encode() for number in range(5)]
    assert not (tmp_path / "_temporary").exists()


@pytest.mark.usefixtures("query")
def test_an_aborted_batch_leaves_nothing(tmp_path):
    made = writer(tmp_path, TEXT, stream=True, type="text")
    made.abort([made.write(iter([batch(texts("a"), TEXT)])), None], 0)
    assert found(tmp_path) == {}
    made.write(iter([batch(texts("b"), TEXT)]))
    made.abort([None], 0)  # no task could say where it wrote
    stream(tmp_path, texts("c"), 0)
    assert list(streamed(tmp_path)) == ["c.txt"]
    assert not (tmp_path / "_temporary").exists()


def test_streams_into_the_same_folder_do_not_mix(tmp_path, monkeypatch):
    for name in "ab":
        monkeypatch.setattr(binary_format, "_query_id", lambda name=name: name)
        stream(tmp_path, [{"path": "", "text": name}], 0)
    assert sorted(streamed(tmp_path).values()) == [b"a", b"b"]


def test_a_stream_must_be_known():
    with pytest.raises(RuntimeError, match="no streaming query"):
        binary_format._query_id()


def test_spark_stream_restarts_without_duplicates(session, tmp_path):
    inbox, out, checkpoint = tmp_path / "in", tmp_path / "out", tmp_path / "checkpoint"
    inbox.mkdir()

    def run(partitions):
        lines = session.readStream.format("text").option("maxFilesPerTrigger", 1).load(str(inbox))
        made = lines.repartition(partitions).writeStream.format("binaryFormat").option("type", "text")
        made = made.option("checkpointLocation", str(checkpoint)).trigger(availableNow=True)
        made.start(str(out)).awaitTermination()
        return sorted(content.decode() for content in streamed(out).values())

    (inbox / "1.txt").write_text("a\nb\nc\n")
    (inbox / "2.txt").write_text("d\ne\n")
    assert run(2) == list("abcde")
    (inbox / "3.txt").write_text("f\ng\nh\n")
    assert run(3) == list("abcdefgh")
    names = set(streamed(out))
    for entry in ("2", ".2.crc"):
        (checkpoint / "commits" / entry).unlink()
    assert run(1) == list("abcdefgh")
    assert (checkpoint / "commits" / "2").exists()
    assert set(streamed(out)) == names
    assert not (out / "_temporary").exists()
