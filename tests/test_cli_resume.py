"""Results come as they are done, are never lost, never doubled, and never those of somebody else."""

import contextlib
import json
import os
import signal
from itertools import count

import pyarrow.parquet as pq
import pytest

from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.apps.command import light, run
from sparkocr.apps.command.journal import Journal, append, lines_of
from sparkocr.cli import main

FORMATS = ("parquet", "json", "csv", "txt")


def digital(text):
    return make_pdf([Page([Text(72, 700, text)])])


@pytest.fixture
def letters(tmp_path):
    folder = tmp_path / "letters"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.pdf").write_bytes(digital(f"Letter number {number}"))
    return folder


def texts(out, kind):
    """All texts of a folder of results, in order."""
    if kind == "txt":
        return sorted(file.read_text() for file in out.glob("*.txt"))
    files = sorted(out.glob(f"text.{kind}/part-*"))
    if kind == "parquet":
        return sorted(text for file in files for text in pq.read_table(file)["text"].to_pylist())
    lines = [line for file in files for line in file.read_text().splitlines()]
    if kind == "json":
        return sorted(json.loads(line)["text"] for line in lines)
    return sorted(line.split(",")[2] for line in lines if not line.startswith("path,"))


def read(folder, out, *options):
    return main(["text", str(folder), "--out", str(out), "--jobs", "1", *options])


@pytest.mark.parametrize("kind", FORMATS)
def test_goes_on_with_what_is_new_has_changed_or_failed(letters, tmp_path, capsys, kind):
    out = tmp_path / "out"
    (letters / "1.pdf").write_bytes(b"%PDF-1.7 broken")
    assert read(letters, out, "--format", kind) == 1
    assert (out / "failures.csv").exists()
    (letters / "1.pdf").write_bytes(digital("Mended letter"))
    (letters / "2.pdf").write_bytes(digital("Changed letter"))
    (letters / "new.pdf").write_bytes(digital("New letter it is"))
    os.utime(letters / "0.pdf")  # the bytes decide, not the time
    capsys.readouterr()
    assert read(letters, out, "--format", kind, "--resume") == 0
    said = capsys.readouterr().out
    assert said.startswith("3 pages, 0 failures, ")
    assert "; 2 documents were there; " in said
    assert texts(out, kind) == [
        "Changed letter",
        "Letter number 0",
        "Letter number 3",
        "Mended letter",
        "New letter it is",
    ]
    assert not (out / "failures.csv").exists()
    assert read(letters, out, "--format", kind, "--resume") == 0
    assert capsys.readouterr().out.startswith("0 pages, ")
    assert len(texts(out, kind)) == 5


@pytest.mark.parametrize("kind", FORMATS)
def test_results_are_replaced_only_on_demand(letters, tmp_path, capsys, kind):
    out = tmp_path / "out"
    assert read(letters, out, "--format", kind) == 0
    before = texts(out, kind)
    assert read(letters, out, "--format", kind) == 2
    assert "--resume goes on with them, --overwrite replaces them" in capsys.readouterr().err
    (out / "mine.md").write_text("mine")
    (letters / "0.pdf").unlink()
    assert read(letters, out, "--format", kind, "--overwrite") == 0
    assert texts(out, kind) == before[1:]
    assert (out / "mine.md").read_text() == "mine"
    assert read(letters, out, "--format", kind, "--resume", "--min-confidence", "50") == 2
    assert "has results with other options (--min-confidence as usual)" in capsys.readouterr().err


@pytest.mark.parametrize("options", [[], ["--overwrite"], ["--resume"]])
@pytest.mark.parametrize("name", ["text.parquet/mine.parquet", "text.parquet", "failures.csv"])
def test_a_file_of_the_user_is_refused(letters, tmp_path, capsys, name, options):
    mine = tmp_path / "out" / name
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    assert read(letters, tmp_path / "out", *options) == 2
    assert f"{mine} is no result of sparkocr" in capsys.readouterr().err
    assert mine.read_text() == "mine"


@pytest.mark.parametrize(("command", "name"), [("text", "0.pdf.p0.txt"), ("convert", "0.pdf")])
def test_a_file_of_the_user_with_the_name_of_a_result_is_refused(letters, tmp_path, capsys, command, name):
    mine = tmp_path / "out" / name
    mine.parent.mkdir()
    mine.write_text("mine")
    form = ["--format", "txt"] if command == "text" else []
    for options in ([], ["--overwrite"], ["--resume"]):
        assert main([command, str(letters), "--out", str(mine.parent), *form, *options]) == 2
        assert f"{mine} is there already" in capsys.readouterr().err
    assert mine.read_text() == "mine"


def test_results_below_the_files_are_no_files(letters, capsys):
    for options in (["--format", "txt"], ["--format", "txt", "--resume"], ["--format", "csv"]):
        assert read(letters, letters / "out", *options) == 0, capsys.readouterr().err
    assert len(texts(letters / "out", "csv")) == 4


@pytest.mark.usefixtures("spark")
def test_spark_goes_on_after_batches(letters, tmp_path, capsys, monkeypatch):
    """Parts of several batches, of a run that was interrupted, and of a run without Spark."""
    from sparkocr.apps.command import spark as on_spark

    monkeypatch.setattr(on_spark, "FIRST_BATCH_PER_CORE", 1)
    out, batches = tmp_path / "out", count()
    real = on_spark.read_at_once

    def interrupted(*arguments):
        if next(batches) == 1:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(on_spark, "read_at_once", interrupted)
    assert read(letters, out, "--master", "local[2]") == 130
    assert capsys.readouterr().err.splitlines()[-1] == "sparkocr: stopped: --resume goes on"
    assert texts(out, "parquet") == ["Letter number 0", "Letter number 1"]
    (letters / "1.pdf").write_bytes(digital("Changed letter"))
    assert read(letters, out, "--master", "local[2]", "--resume") == 0
    assert "3 pages, 0 failures, " in capsys.readouterr().out
    assert texts(out, "parquet") == ["Changed letter", "Letter number 0", "Letter number 2", "Letter number 3"]


def test_ctrl_c_keeps_what_was_done(letters, tmp_path, capsys, monkeypatch):
    real = light.worked

    def interrupted(*arguments):
        for number, made in enumerate(real(*arguments)):
            if number == 2:
                raise KeyboardInterrupt
            yield made

    monkeypatch.setattr(light, "worked", interrupted)
    for kind in ("parquet", "txt"):
        out = tmp_path / kind
        assert read(letters, out, "--format", kind) == 130
        assert capsys.readouterr().err.splitlines()[-1] == "sparkocr: stopped: --resume goes on"
        assert texts(out, kind) == ["Letter number 0", "Letter number 1"]


def read_once(once, work, file):
    if file.path not in once:
        once[file.path] = work(file)
    return once[file.path]


class Killed(BaseException):
    """Ends a run as SIGKILL does: nothing that comes after it is done."""


@pytest.mark.parametrize("kind", FORMATS)
def test_killed_at_any_write_nothing_is_lost_or_doubled(letters, tmp_path, capsys, monkeypatch, kind):
    """Every rename, removal and line of the journal may be the last thing that a run does."""
    from sparkocr.apps.command import journal, store

    monkeypatch.setattr(run, "PART_SECONDS", 0.0)
    monkeypatch.setattr(run, "PART_SHARE", 0.0)
    steps = {"left": 10**9}

    def dying(function):
        def step(*arguments, **keywords):
            steps["left"] -= 1
            if steps["left"] < 0:
                raise Killed
            return function(*arguments, **keywords)

        return step

    monkeypatch.setattr(journal, "append", dying(append))
    monkeypatch.setattr(store, "append", dying(append))
    monkeypatch.setattr(store.Path, "replace", dying(store.Path.replace))
    monkeypatch.setattr(store.Path, "unlink", dying(store.Path.unlink))
    once = {}  # what is in the documents is read once for all runs
    monkeypatch.setattr(light, "worked", lambda work, files, _: ((file, read_once(once, work, file)) for file in files))
    expected = [f"Letter number {number}" for number in range(4)]
    for left in range(0, 40, 3 if kind == "txt" else 1):
        out = tmp_path / f"{kind}-{left}"
        steps["left"] = left
        with contextlib.suppress(Killed):
            read(letters, out, "--format", kind)
        for more in (left, 10**9):  # dies again, and then no more
            steps["left"] = more
            with contextlib.suppress(Killed):
                read(letters, out, "--format", kind, "--resume")
        assert texts(out, kind) == expected, left
    capsys.readouterr()


def test_a_half_line_is_none(tmp_path):
    file = tmp_path / "a.jsonl"
    for number in range(3):
        append(file, {"options": {"number": number}})
    with file.open("ab") as out:
        out.write(b'{"options": {"numb')
    assert Journal.of(tmp_path, "none").options is None
    assert [line["options"]["number"] for line in lines_of(file)] == [0, 1, 2]
    append(file, {"options": {"number": 4}})
    assert [line["options"]["number"] for line in lines_of(file)] == [0, 1, 2, 4]


def test_a_document_that_kills_its_process_is_named(letters, tmp_path, capsys, monkeypatch):
    real = light._read

    def deadly(file, **options):
        if file.path.endswith("2.pdf"):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(file, **options)

    monkeypatch.setattr(light, "_read", deadly)
    assert main(["text", str(letters), "--out", str(tmp_path / "out"), "--jobs", "2"]) == 1
    captured = capsys.readouterr()
    assert "3 pages, 1 failure, " in captured.out
    died = "1 failed: the process that reads it crashed or was killed"
    assert f"{died}\n  file:{letters}/2.pdf\n" in captured.err
    assert texts(tmp_path / "out", "parquet") == ["Letter number 0", "Letter number 1", "Letter number 3"]
