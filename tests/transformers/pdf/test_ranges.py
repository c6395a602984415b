"""Documents on their way to page ranges: in slices, put together by the worker."""

from pathlib import Path

import pyarrow as pa
import pytest

from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.transformers import PdfToImage, PdfToText
from sparkocr.transformers.pdf import ranges as page_ranges
from sparkocr.transformers.pdf.ranges import range_column
from variants import collect, files

FIRST = make_pdf([Page([Text(72, 700, f"page {number}")], width=200, height=20 + number) for number in range(7)])
SECOND = make_pdf([Page(width=90, height=80)])
DOCUMENTS = {"a": FIRST, "b": SECOND, "c": FIRST[:-200], "d": b"", "e": None, "f": b"no PDF" * 500, "g": FIRST}
SLICE = 300
LINES = "\n".join(f"{number} is a line of a page with much text" for number in range(9))
FULL = Page([Text(72, 700 - 20 * number, line) for number, line in enumerate(LINES.split("\n"))])
LONG = make_pdf([FULL, FULL])
MIXED = make_pdf([FULL, Page()])
FORTY = make_pdf([FULL] * 40)


def rows_of(stage, documents):
    found = collect({"all": stage.transform(documents)})["all"]
    rows = [row.asDict(True) for row in found]
    for row in rows:
        row["content"] = row.get("content") and len(row["content"])  # PDFium writes the time into it
    return [{name: value for name, value in row.items() if name != "partition"} for row in rows]


@pytest.mark.parametrize(
    "stage",
    [PdfToImage(resolution=72), PdfToText(storeSplittedPdf=True), PdfToImage(resolution=72, keepInput=True)],
    ids=["images", "texts", "keepInput"],
)
def test_slices_make_no_difference(spark, monkeypatch, stage):
    documents = files(spark, **DOCUMENTS)
    whole = rows_of(stage, documents)
    assert len(FIRST) > 3 * SLICE
    monkeypatch.setattr(page_ranges, "SLICE_BYTES", SLICE)
    assert rows_of(stage, documents) == whole
    assert [row["path"] for row in whole if row["exception"] is None] == ["a"] * 7 + ["b"] + ["g"] * 7


@pytest.mark.parametrize(
    "stage",
    [PdfToText(), PdfToText(storeSplittedPdf=True), PdfToText(outputCol="content"), PdfToText(onlyPageNum=True)],
    ids=["texts", "files", "in place of the file", "sizes"],
)
def test_reading_documents_where_they_are_opened_makes_no_difference(spark, monkeypatch, stage):
    documents = files(spark, **DOCUMENTS, long=LONG, mixed=MIXED)
    here = rows_of(stage, documents)
    monkeypatch.setattr(page_ranges, "READ_AT_ONCE", 0)
    assert rows_of(stage, documents) == here
    if "text" in here[0] and not stage.getOnlyPageNum():
        assert [row["text"] for row in here if row["path"] == "long"] == [LINES] * 2


def test_small_documents_are_read_where_they_are_opened(spark, monkeypatch):
    spreads = []
    monkeypatch.setattr("sparkocr.transformers.pdf.ranges.spread", lambda cut, *_, **__: spreads.append(cut) or cut)

    def spread_ranges(stage, **documents):
        stage.transform(files(spark, **documents).repartition(1))
        fields = [range_column(field).isNotNull().alias(field) for field in ("content", "pages")]
        return {row["path"]: (row["content"], row["pages"]) for row in spreads.pop().select("path", *fields).collect()}

    assert spread_ranges(PdfToText(), mixed=MIXED, long=LONG, many=FORTY, bad=b"x", none=None) == {
        "mixed": (True, True),  # its second page may be a scan
        "long": (False, True),
        "many": (True, False),
        "bad": (False, False),
        "none": (False, False),
    }
    assert spread_ranges(PdfToText(storeSplittedPdf=True), long=LONG) == {"long": (True, True)}
    assert spread_ranges(PdfToText(outputCol="content"), mixed=MIXED) == {"mixed": (False, True)}
    assert spread_ranges(PdfToText(extractCoordinates=True), long=LONG) == {"long": (True, False)}
    monkeypatch.setattr(page_ranges, "READ_AT_ONCE", 3)
    found = spread_ranges(PdfToText(), a=LONG, b=LONG, c=LONG)
    assert sorted(found.values()) == [(False, True), (False, True), (True, False)], "a task has read 3 pages"


def test_a_document_of_several_slices_is_put_together_on_disk(monkeypatch, tmp_path):
    monkeypatch.setenv("SPARK_LOCAL_DIRS", f"{tmp_path},/elsewhere")
    rows = [("a", b"one", 1, 1), ("b", b"t", 1, 3), ("b", b"w", 2, 3), ("b", b"o", 3, 3), ("c", None, 1, 1)]
    batches = [
        pa.RecordBatch.from_pylist([dict(zip("nbis", row, strict=True)) for row in part], SCHEMA)
        for part in (rows[:3], rows[3:])
    ]
    found = [
        (row[0][0].as_py(), row[1][0].as_py() if path is None else Path(path).read_bytes(), path is None)
        for row, path in page_ranges._joined(iter(batches), content=1, slice_number=2, slices=3)
    ]
    assert found == [("a", b"one", True), ("b", b"two", False), ("c", None, True)]
    assert not list(tmp_path.iterdir()), "nothing stays on disk"


SCHEMA = pa.schema([("n", pa.string()), ("b", pa.binary()), ("i", pa.int32()), ("s", pa.int32())])
