"""Files that end the process that reads them."""

import os
import signal

import pytest

from datasource.reading import batches, document, put, reader, rows
from sparkocr import register
from sparkocr.datasource import dicom_files, pdf_pages, pdf_reader
from sparkocr.datasource.dicom_reader import DicomDataSource
from sparkocr.datasource.pdf_reader import PdfDataSource
from sparkocr.isolation import process, work
from sparkocr.isolation.work import Limits
from sparkocr.samples import dicom
from sparkocr.stage import guard
from sparkocr.stage.guard import StageLimits

LIMITED = {"pageTimeout": "60"}
CRASH = "pdf: A library crashed (SIGKILL)"


@pytest.fixture(autouse=True)
def forks(monkeypatch):
    """Children are copies of this process, and what it has of libraries."""
    monkeypatch.setattr(work, "started", process._Fork)
    work._pool._waiting.clear()
    yield
    work._pool._waiting.clear()


def kills(function, dies_of):
    """Let a function end its process for some arguments; never that of the tests."""
    tests = os.getpid()

    def poisoned(*arguments, **options):
        if dies_of(*arguments):
            assert os.getpid() != tests
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **options)

    return poisoned


def exceptions(found):
    return [(row["pagenum"], row["exception"]) for row in found]


def test_a_page_costs_its_row(tmp_path, monkeypatch):
    put(tmp_path, a=document(4), b=document(1))
    monkeypatch.setattr(pdf_pages, "_page_fields", kills(pdf_pages._page_fields, lambda *of: of[1] == 1))
    found = rows(tmp_path, **LIMITED)
    assert exceptions(found) == [(0, None), (1, f"{CRASH}."), (2, None), (3, None), (0, None)]
    assert [row["text"] for row in found] == ["page 0", None, "page 2", "page 3", "page 0"]


def test_a_file_that_nobody_survives_opening_is_one_row(tmp_path, monkeypatch):
    put(tmp_path, a=document(4), b=document(1))
    monkeypatch.setattr(pdf_pages, "PdfFile", kills(pdf_pages.PdfFile, lambda path, *_: path.endswith("a.pdf")))
    found = rows(tmp_path, readImage="true", resolution="10", **LIMITED)
    assert exceptions(found) == [(0, f"{CRASH}; nothing after it is read."), (0, None)]
    assert found[0]["image"]["exception"] == found[0]["exception"]


def test_the_third_page_in_a_row_is_the_last(tmp_path, monkeypatch):
    put(tmp_path, a=document(9))
    monkeypatch.setattr(pdf_pages, "_page_fields", kills(pdf_pages._page_fields, lambda *of: of[1] > 2))
    found = rows(tmp_path, **LIMITED)
    assert exceptions(found)[3:] == [(3, f"{CRASH}."), (4, f"{CRASH}."), (5, f"{CRASH}; nothing after it is read.")]


def test_planning_survives_a_file(tmp_path, monkeypatch):
    monkeypatch.setattr("sparkocr.datasource.pdf_plan.LONG_BYTES", 0)
    put(tmp_path, a=document(2))
    monkeypatch.setattr(pdf_reader, "count_pages", kills(pdf_reader.count_pages, lambda *_: True))
    assert exceptions(rows(tmp_path, **LIMITED)) == [(0, None), (1, None)]


def test_headers_of_dicom_files(tmp_path, monkeypatch):
    for name in "abc":
        (tmp_path / f"{name}.dcm").write_bytes(dicom("A frame"))
    monkeypatch.setattr(dicom_files, "open_dicom", kills(dicom_files.open_dicom, lambda path: path.endswith("b.dcm")))
    source = DicomDataSource({"path": str(tmp_path), **LIMITED})
    found = [row for batch in batches(source.reader(source.schema())) for row in batch.to_pylist()]
    assert [row["exception"] for row in found] == [None, "dicom: A library crashed (SIGKILL).", None]
    assert [row["path"][-5:] for row in found] == ["a.dcm", "b.dcm", "c.dcm"]


def test_options_win_over_the_limits_of_a_session(tmp_path):
    limited = PdfDataSource.limited(StageLimits(Limits(30, 900)))
    assert limited.name() == "pdf"
    assert limited({"path": "x"}).parsed.limits.process == (30, 900)
    assert limited({"path": "x", "pageTimeout": "2.5", "pageMemory": "100"}).parsed.limits.process == (2.5, 100)
    assert reader(tmp_path).options.limits.process == (0, 0)


@pytest.mark.parametrize(("name", "value"), [("pageTimeout", "-1"), ("pageTimeout", "nan"), ("pageMemory", "1.5")])
def test_limits_are_checked(name, value):
    with pytest.raises(ValueError, match=f"^{name} must be"):
        PdfDataSource({"path": "x", name: value})


def test_workers_know_the_limits_of_the_session(spark, tmp_path, monkeypatch):
    put(tmp_path, a=document(3))
    monkeypatch.setattr(guard, "_usual", StageLimits(Limits(1e-9)))  # over when the work is sent
    register(spark)
    found = spark.read.format("pdf").load(str(tmp_path)).collect()
    monkeypatch.undo()
    register(spark)
    assert exceptions(found) == [(0, "pdf: The page took longer than 1e-09 s; nothing after it is read.")]
    assert len(spark.read.format("pdf").load(str(tmp_path)).collect()) == 3
