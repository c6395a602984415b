"""Directories of DICOM files that are made anew."""

import io

import pydicom
import pytest

from sparkocr.apps import directories
from sparkocr.apps.deidentify import _renamed, _replaced_parts
from sparkocr.apps.directories import make_directories
from sparkocr.samples import dicom


def files_of(directory):
    """The names that a directory lists."""
    records = pydicom.dcmread(io.BytesIO(directory.content)).DirectoryRecordSequence
    ids = [record.ReferencedFileID for record in records if "ReferencedFileID" in record]
    return ["/".join([name] if isinstance(name, str) else name) for name in ids]


SCHEMA = "name string, content binary"


def scan(number):
    """A file with UIDs of its own."""
    return dicom("Scan").replace(b"2.25.4711\0", f"2.25.471{number}\0".encode())


@pytest.fixture
def made(spark):
    clean = [
        ("A", scan(1)),
        ("cd/DICOM/B", scan(2)),
        ("cd/DICOM/long-name.dcm", scan(3)),
        ("cd/DICOM/BAD", b"DICM"),
        ("cd/other/C", scan(4)),
        ("cd/DEEP/D", scan(5)),
        ("cd/DEEP/E", scan(6)),
        ("cd2/F", scan(7)),
        ("cd2/F", scan(8)),
        ("cd3/long-name.dcm", scan(9)),
    ]
    names = {f"in/{name}": f"{name}/DICOMDIR".lstrip("/") for name in ("cd", "cd/DEEP", "cd2", "cd3", "none")}
    frame = spark.createDataFrame(
        [(name, bytearray(content)) for name, content in clean], "name string, content binary"
    )
    return {one.path: one for one in make_directories(frame, names, "stage")}


def test_directories(made):
    assert files_of(made["in/cd"]) == ["DICOM/B"]
    assert made["in/cd"].unlisted == 3, "a long name, small letters, a damaged file"
    assert files_of(made["in/cd/DEEP"]) == ["D", "E"], "those below have their own"
    assert (made["in/cd/DEEP"].unlisted, made["in/cd/DEEP"].exception) == (0, None)
    for path, unlisted, reason in (
        ("in/cd2", 2, "would be empty"),
        ("in/cd3", 1, "8 capital"),
        ("in/none", 0, "no clean"),
    ):
        one = made[path]
        assert (one.content, one.unlisted) == (None, unlisted)
        assert reason in one.exception


def test_a_directory_of_all(spark):
    frame = spark.createDataFrame(
        [("A", bytearray(scan(1))), ("B/C", bytearray(scan(2)))], "name string, content binary"
    )
    (one,) = make_directories(frame, {"file:/in/DICOMDIR": "DICOMDIR"}, "stage")
    assert files_of(one) == ["A", "B/C"]


def test_too_large(spark, monkeypatch):
    monkeypatch.setattr("sparkocr.dicom.directory._MOST_BYTES", 10)
    frame = spark.createDataFrame([("A", bytearray(scan(1)))], SCHEMA)
    (one,) = make_directories(frame, {"file:/in/DICOMDIR": "DICOMDIR"}, "stage")
    assert (one.content, one.unlisted, one.exception) == (None, 1, "There are too many files for one directory")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a/b", "a"), ("a/b/c", "a/b"), ("ab/c", ""), ("d", "")],
    ids=["above", "nearest", "not a part of a name", "root"],
)
def test_owner(name, expected):
    assert directories._owner(name, {"", "a", "a/b"}) == expected
    assert directories._owner("x/y", {"a"}) is None


def test_folders_are_renamed_for_all_files(spark):
    rows = [("Doe/x/1", "beef/x/1"), ("Doe/x/2", "aced/x/2"), ("Doe/3", "Doe/3"), ("Doe", "Doe"), ("y/Doe/4", None)]
    parts = _replaced_parts(spark.createDataFrame(rows, "__relative string, name string"))
    assert parts == {"Doe": "aced"}
    renamed = [_renamed(before, after or before, parts) for before, after in rows]
    assert renamed == ["aced/x/1", "aced/x/2", "aced/3", "Doe", "y/aced/4"]
