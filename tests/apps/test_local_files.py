"""Files that Spark's own reader can't read."""

import os

import pytest

from sparkocr.apps import local_files
from sparkocr.apps.jobs import load_files
from sparkocr.apps.local_files import files_for_workers
from sparkocr.file_names import shown

TROUBLE = ["10:30:05.pdf", ":.pdf", "C:\\d.pdf", "s3:x.pdf", os.fsdecode(b"r\xfcck.pdf")]
HARMLESS = ["a.pdf", "100%.pdf", "a%20b.pdf", "h#.pdf", "q?.pdf", "[s].pdf", "{a,b}.pdf", "s*.pdf", "b\\s.pdf", "ü.pdf"]


def fill(folder, names):
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_bytes(name.encode(errors="replace"))


def found(path):
    return [file.path for file in files_for_workers(str(path), lambda *_: None)]


@pytest.mark.parametrize("name", TROUBLE)
def test_one_name_that_troubles_spark_is_enough(tmp_path, name):
    fill(tmp_path, [f"below/{name}", "a.pdf"])
    expected = sorted([f"file:{tmp_path}/below/{name}", f"file:{tmp_path}/a.pdf"])
    assert found(tmp_path) == found(f"file:{tmp_path}") == expected
    assert found(tmp_path / "below" / name) == [f"file:{tmp_path}/below/{name}"]
    assert found(tmp_path / "*") == expected


def test_the_rest_is_for_spark(tmp_path):
    fill(tmp_path, [*HARMLESS, "sub:folder/a.pdf"])
    assert not found(tmp_path)
    assert not found(tmp_path / "a.pdf")
    assert not found(tmp_path / "*.pdf")
    assert not found(tmp_path / "none: at all.pdf")
    assert not found("memory://folder/a:b.pdf")


def test_named_files_are_meant(tmp_path):
    fill(tmp_path, ["_a.pdf", ".b.pdf", "[s].pdf", "{x}/a.pdf"])
    for name in ("_a.pdf", ".b.pdf", "[s].pdf", "{x}"):
        assert found(tmp_path / name), name


def test_what_may_not_be_read(tmp_path, monkeypatch):
    fill(tmp_path, ["a.pdf", "b.pdf"])
    monkeypatch.setattr(local_files.os, "access", lambda path, _: not path.endswith("b.pdf"))
    assert len(found(tmp_path)) == 2


def test_a_file_that_is_too_large_is_a_row(spark, tmp_path):
    fill(tmp_path, ["cine.dcm", "b.dcm"])
    os.truncate(tmp_path / "cine.dcm", 1 << 31)
    assert len(found(tmp_path)) == 2
    rows = load_files(spark, [str(tmp_path)]).select("path", "length", "exception").collect()
    reasons = {row.path.rsplit("/", 1)[-1]: row.exception for row in rows}
    assert reasons == {"b.dcm": None, "cine.dcm": "sparkocr: Can't read file: it is larger than 2 GiB."}


def test_all_files_are_rows(spark, tmp_path):
    names = [*TROUBLE, *HARMLESS, "in:side/n\nl.pdf", "empty.pdf", "x" * 250 + ".pdf"]
    fill(tmp_path / "first", names)
    fill(tmp_path / "second", HARMLESS)
    (tmp_path / "first" / "empty.pdf").write_bytes(b"")
    (tmp_path / "first" / "_hidden.pdf").write_bytes(b"")
    skipped = []
    folders = [str(tmp_path / "first"), str(tmp_path / "second")]
    rows = load_files(spark, folders, lambda *what: skipped.append(what)).collect()
    expected = {f"file:{tmp_path}/first/{shown(name)}": name for name in names}
    expected |= {f"file:{tmp_path}/second/{name}": name for name in HARMLESS}
    assert {row.path for row in rows} == expected.keys()
    assert len(rows) == len(expected)
    for row in rows:
        content = b"" if "empty" in row.path else expected[row.path].encode(errors="replace")
        assert (bytes(row.content), row.length, row.exception) == (content, len(content), None)
    assert skipped == [(f"{tmp_path}/first/_hidden.pdf", "hidden")]
    assert all(row.modificationTime for row in rows)


def test_a_file_that_is_gone_is_a_row(spark, tmp_path):
    fill(tmp_path, ["a:b.pdf", "b.pdf"])
    files = load_files(spark, [str(tmp_path)])
    (tmp_path / "b.pdf").unlink()
    gone = {row.path.rsplit("/", 1)[-1]: row.exception for row in files.collect()}
    assert gone == {"a:b.pdf": None, "b.pdf": "sparkocr: Can't read file: No such file or directory."}
