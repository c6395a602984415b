"""What the command line tells before it loads anything."""

import os
import subprocess
import sys
import time

import pytest

from sparkocr.apps.command.checks import LARGE_FILE, needs_spark
from sparkocr.apps.command.options import parser, settled
from sparkocr.apps.reading import PageRanges
from sparkocr.cli import main


@pytest.fixture
def scan(tmp_path):
    (tmp_path / "a.png").write_bytes(b"x")
    return str(tmp_path / "a.png")


def said(capsys, *arguments):
    """What a mistake says: one line, and status 2."""
    try:
        status = main([*arguments])
    except SystemExit as end:
        status = end.code
    captured = capsys.readouterr()
    (line,) = captured.err.splitlines()
    assert (status, captured.out) == (2, "")
    return line.removeprefix("sparkocr: ")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--language", "english"], "language english: did you mean eng?"),
        (["--language", "eng+german"], "language german: did you mean deu?"),
        (["--language", "tlh"], "language tlh: there are no models for it; Tesseract has eng"),
        (["--language", "fra", "--engine", "tesseract"], "language fra: "),
        (["--engine", "teseract"], "engine teseract: did you mean tesseract?"),
        (["--pages", "3-1"], "argument --pages: pages must be numbers from 1 and ranges, like 1-3,7,9-; got '3-1'"),
        (["--pages", "0"], "argument --pages: pages must be numbers from 1"),
        (["--quality", "good"], "argument --quality: invalid choice: 'good'"),
        (["--min-confidence", "101"], "argument --min-confidence: invalid"),
        (["--jobs", "0"], "argument --jobs: invalid"),
        (["--format", "docx"], "argument --format: invalid choice: 'docx'"),
        (["--memory", "much"], "argument --memory: invalid"),
        (["--resume", "--overwrite"], "--resume goes on with what is there, --overwrite replaces it: give one of them"),
    ],
)
def test_options(scan, tmp_path, capsys, options, expected):
    assert said(capsys, "text", scan, "--out", str(tmp_path / "out"), *options).startswith(expected)
    assert not (tmp_path / "out").exists()


def test_paths(scan, tmp_path, capsys):
    (tmp_path / "folder" / "_hidden").mkdir(parents=True)
    (tmp_path / "folder" / ".hidden").write_bytes(b"")
    out = ["--out", str(tmp_path / "out")]
    assert said(capsys, "text", f"{scan}x", *out) == f"no such file: {scan}x"
    assert said(capsys, "convert", scan, f"{tmp_path}/*.{{tif,pdf}}", *out) == f"no such file: {tmp_path}/*.{{tif,pdf}}"
    assert said(capsys, "tables", f"{tmp_path}/folder", *out) == f"there are no files in {tmp_path}/folder"
    assert said(capsys, "text", scan, "--out", f"{scan}/out") == f"can't write into {scan}/out: not a directory"
    assert said(capsys, "text", scan, "--out", "/proc/out").startswith("can't write into /proc/out: ")
    assert said(capsys, "text", scan, "--out", scan).endswith("a.png is a file: choose a folder with --out")


def test_one_file_and_standard_output(scan, tmp_path, capsys):
    (tmp_path / "a.txt").write_text("mine")
    there = f"{tmp_path}/a.txt is there already: --overwrite replaces it"
    assert said(capsys, "text", scan, "--out", f"{tmp_path}/a.txt") == there
    assert "is a file of the format txt" in said(capsys, "text", scan, "--out", f"{tmp_path}/b.txt", "--format", "md")
    assert "--out - is for text" in said(capsys, "tables", scan, "--out", "-")
    assert "--out - is for text" in said(capsys, "text", scan, "--out", "-", "--format", "parquet")
    assert "leave out --master" in said(capsys, "text", scan, "--out", "-", "--master", "local[2]")
    assert "--resume goes on with a folder" in said(capsys, "text", scan, "--out", "-", "--resume")
    (tmp_path / "a.pdf").write_bytes(b"")
    itself = f"{tmp_path}/a.pdf"
    assert "is the file to be read" in said(capsys, "convert", itself, "--out", itself, "--overwrite")


def test_what_is_elsewhere(scan, tmp_path, capsys):
    for options in (["--out", "s3://bucket/out", "--resume"], ["--out", "memory://out", "--overwrite"]):
        assert said(capsys, "text", scan, *options).startswith("--resume and --overwrite need")
    assert said(capsys, "text", "s3://bucket/a.png", "--out", f"{tmp_path}/out", "--resume").startswith("--resume and")


def test_java(scan, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    line = said(capsys, "text", scan, "--out", str(tmp_path / "out"), "--master", "local[2]")
    assert line == "Spark needs Java 17 or newer, and there is none: set JAVA_HOME, or leave out --master"


def test_identifiers(scan, tmp_path, capsys):
    arguments = ["deidentify", scan, "--out", str(tmp_path / "out")]
    assert said(capsys, *arguments, "--labels", "nobody").startswith("--labels NOBODY: there are ")
    assert said(capsys, *arguments, "--dicom-keep", "names").startswith("--dicom-keep names: there are uids, ")
    marked = said(capsys, *arguments, "--highlight", "--audit", "a.json")
    assert marked == "--audit goes with files that identifiers are taken out of, not with --highlight"
    assert "can't write" in said(capsys, *arguments, "--audit", "/proc/none/a.json")
    with pytest.raises(SystemExit):
        main([*arguments, "--resume"])  # results come together at the end


@pytest.mark.parametrize(
    ("arguments", "sizes", "expected"),
    [
        ([], [10, 20], False),
        ([], [LARGE_FILE] * 1000, False),  # many files keep all cores busy
        ([], [LARGE_FILE + 1], True),  # the pages of one do on Spark
        (["--jobs", "1"], [LARGE_FILE + 1], False),
        (["--master", "local[2]"], [10], True),
        (["--out", "s3://bucket/out"], [10], True),
    ],
)
def test_spark_starts_when_it_pays(arguments, sizes, expected):
    options = settled(parser().parse_args(["text", "a.png", "--out", "out", "--jobs", "2", *arguments]))
    assert needs_spark(options, sizes) is expected


def test_pages():
    pages = PageRanges.parse("1-3, 7,9-")
    assert [page for page in range(12) if page in pages] == [0, 1, 2, 6, 8, 9, 10, 11]
    assert 5 in PageRanges()


def test_a_mistake_is_told_at_once(scan, tmp_path):
    """In a process of its own: neither Spark nor an engine is loaded."""
    program = "import sys; from sparkocr.cli import main; status = main(); sys.exit(8 if 'pyspark' in sys.modules or "
    command = [
        sys.executable,
        "-c",
        program + "'cv2' in sys.modules else status)",
        "text",
        scan,
        "--out",
        str(tmp_path / "o"),
    ]
    began = time.monotonic()
    ended = subprocess.run([*command, "--language", "english"], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (2, "sparkocr: language english: did you mean eng?\n")
    assert time.monotonic() - began < 30  # some .5 s if the machine has nothing else to do


def test_the_module_is_the_program():
    command = [sys.executable, "-m", "sparkocr", "--version"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ})
    assert ended.stdout.startswith("sparkocr ")
