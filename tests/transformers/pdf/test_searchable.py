"""The stage that makes scanned PDFs searchable."""

import io
import shutil
from functools import cache

import numpy as np
import pikepdf
import pyarrow as pa
import pytest

from documents import encode, page, scanned_pdf
from faulty import page_of
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.apps.light import run
from sparkocr.engines.pdf_pages import read_page
from sparkocr.layout import page as layout
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.ranges import single_page
from sparkocr.pdf.read.render import render_page
from sparkocr.pdf.read.text import page_texts
from sparkocr.pdf.write.assemble import assemble, overlay
from sparkocr.stage.light_row import LightRow
from sparkocr.transformers import PdfToSearchablePdf
from variants import files

DIGITAL = "A digital page that says so"
SCANS = ("First scanned page", "Second scanned page")


@cache
def mixed_pdf():
    first, second = (scanned_pdf((text,)) for text in SCANS)
    return assemble([first, make_pdf([Page([Text(72, 700, DIGITAL)])]), second])


def texts(pdf):
    return [found.text.strip() for found in page_texts(bytes(pdf))]


def pictures(pdf, pages):
    return [render_page(bytes(pdf), number, resolution=40, max_pixels=10**6).pixels for number in range(pages)]


class Numbered:
    """An engine that says the size of the image and its resolution."""

    def read(self, pixels, resolution, *, symbols=False):  # noqa: ARG002
        return page_of(f"{pixels.shape[1]}x{pixels.shape[0]}@{resolution}", *pixels.shape[::-1])


class Blank:
    def read(self, pixels, resolution, *, symbols=False):  # noqa: ARG002
        return layout.Page((), *pixels.shape[::-1])


def layer(number, engine=None, least_text=10, max_pixels=10**8):
    with open_pdf(mixed_pdf()) as document:
        return read_page(
            document,
            number,
            engine=engine or Numbered(),
            least_text=least_text,
            only_length=True,
            resolution=100,
            max_pixels=max_pixels,
        )


def test_only_pages_with_little_text_are_read():
    assert texts(layer(number=0)) == ["300x86@100"]
    assert layer(number=1) is None
    assert texts(layer(number=1, least_text=100)) == ["849x1100@100"]
    assert layer(number=1, least_text=len(DIGITAL)) is None
    assert layer(number=0, engine=Blank()) is None


def test_pictures_are_not_rendered_finer_than_they_are():
    def size(dpi, resolution):
        with open_pdf(encode(page("x", (400, 200)), "PDF", resolution=dpi)) as document:
            options = {"least_text": 10, "only_length": True, "resolution": resolution, "max_pixels": 10**8}
            made = read_page(document, 0, engine=Numbered(), **options)
        return texts(made)[0]

    assert size(250, 300) == "400x200@250"
    assert size(100, 300) == "800x400@200", "engines read worse below 200 dpi"
    assert size(600, 300) == "200x100@300"
    assert size(600, 150) == "100x50@150"
    assert size(100, 150) == "600x300@150"


def test_text_is_found_and_everything_else_stays(spark):
    document = pikepdf.open(io.BytesIO(mixed_pdf()))
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Second", 2))
    document.docinfo["/Title"] = "Minutes"
    file = io.BytesIO()
    document.save(file)
    frame = files(spark, a=file.getvalue(), digital=make_pdf([Page([Text(72, 700, DIGITAL)])]))
    # the same document twice is two rows
    rows = PdfToSearchablePdf(engine="tesseract").transform(frame.union(frame.where("path = 'a'"))).collect()
    assert sorted(row.path for row in rows) == ["a", "a", "digital"]
    for row in rows:
        assert row.exception is None
        assert set(row.asDict()) == {"path", "pdf", "exception"}
        if row.path == "digital":
            assert bytes(row.pdf) == make_pdf([Page([Text(72, 700, DIGITAL)])]), "nothing was done"
            continue
        assert texts(row.pdf) == [SCANS[0], DIGITAL, SCANS[1]]
        made = pikepdf.open(io.BytesIO(row.pdf))
        assert not made.check_pdf_syntax()
        assert str(made.docinfo["/Title"]) == "Minutes"
        with made.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Second"]
        for before, after in zip(pictures(file.getvalue(), 3), pictures(row.pdf, 3), strict=True):
            assert np.array_equal(before, after)


def test_each_way_gives_the_same_text(spark, tmp_path):
    long = assemble([mixed_pdf()] * 7)  # more than one page range
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "long.pdf").write_bytes(long)
    options = {"engine": "tesseract", "resolution": 150}
    batch = spark.read.format("binaryFile").load(str(tmp_path / "in"))
    spread = PdfToSearchablePdf(partitionNum=3, **options).transform(batch)
    whole = PdfToSearchablePdf(partitionNum=-1, **options).transform(batch)
    assert spread.columns == whole.columns == ["path", "modificationTime", "length", "pdf", "exception"]
    expected = [SCANS[0], DIGITAL, SCANS[1]] * 7
    assert texts(spread.first().pdf) == texts(whole.first().pdf) == expected

    shutil.copytree(tmp_path / "in", tmp_path / "stream")
    stream = spark.readStream.schema(batch.schema).format("binaryFile").load(str(tmp_path / "stream"))
    query = PdfToSearchablePdf(**options).transform(stream).writeStream.format("memory").queryName("searchable")
    query = query.trigger(availableNow=True).start()
    assert query.awaitTermination(120)
    assert texts(spark.table("searchable").first().pdf) == expected

    (row,) = run([PdfToSearchablePdf(**options)], light_row(long))
    assert texts(row["pdf"].as_py()) == expected


def light_row(content):
    return LightRow({"path": pa.scalar("memory"), "content": pa.scalar(content)})


def made(content, **values):
    """The row that the stage makes without Spark."""
    (row,) = run([PdfToSearchablePdf(engine="tesseract", **values)], light_row(content))
    return row


def test_parameters():
    scan = scanned_pdf((SCANS[0],))
    assert texts(made(scan)["pdf"].as_py()) == [SCANS[0]]
    assert texts(made(scan, outputCol="out")["out"].as_py()) == [SCANS[0]]
    assert "content" not in made(scan)
    assert made(scan, keepInput=True)["content"].as_py() == scan
    assert "maxPixels=50" in made(scan, maxPixels=50)["exception"].as_py()
    assert made(scan, resolution=10)["pdf"].as_py() == scan, "10 dpi are too few to find text"
    digital = make_pdf([Page([Text(72, 700, DIGITAL, 24)])])
    assert texts(made(digital, minSizeBeforeFallback=9)["pdf"].as_py()) == [DIGITAL]
    assert texts(made(digital, minSizeBeforeFallback=99)["pdf"].as_py()) == [DIGITAL], "no word twice"
    stamped = overlay(scan, {0: single_page(digital, 0)})
    assert SCANS[0] in texts(made(stamped)["pdf"].as_py())[0]
    assert texts(made(stamped, minSizeBeforeFallback=9)["pdf"].as_py()) == [DIGITAL], "only the length counts"
    assert SCANS[0] in texts(made(stamped, minSizeBeforeFallback=99)["pdf"].as_py())[0]
    with pytest.raises(ValueError, match="originCol='nowhere'"):
        made(scan, originCol="nowhere")


def test_encrypted_and_damaged_documents(spark):
    secret = make_pdf([Page(content=b"0 0 100 100 re f")], user_password="secret")
    scan = scanned_pdf(SCANS)
    frame = files(spark, encrypted=secret, cut=scan[: len(scan) // 2], script=b"var x;", good=scan)
    stage = PdfToSearchablePdf(engine="tesseract", resolution=100, minSizeBeforeFallback=1)
    found = {row.path: row for row in stage.transform(frame).collect()}
    assert {path: row.pdf is None for path, row in found.items()} == {
        "encrypted": True,
        "cut": True,
        "script": True,
        "good": False,
    }
    assert found["encrypted"].exception == f"{stage.uid}: PDF is encrypted: set the right password."
    assert found["cut"].exception == f"{stage.uid}: PDF is truncated."
    assert found["script"].exception == f"{stage.uid}: Can't open file as PDF."
    stage = stage.setPassword("secret")
    (row,) = stage.transform(frame.where("path = 'encrypted'")).collect()
    assert (row.exception, row.pdf) == (None, secret), "there is no text on its page"


def test_one_bad_page_fails_its_document_only(spark):
    huge = make_pdf([Page([Text(72, 700, DIGITAL)])] * 20 + [Page(width=14_000, height=14_000)])
    frame = files(spark, huge=huge, good=scanned_pdf(SCANS))
    for partitions in (0, -1):
        stage = PdfToSearchablePdf(engine="tesseract", partitionNum=partitions)
        found = {row.path: row for row in stage.transform(frame).collect()}
        assert found["huge"].pdf is None
        assert found["huge"].exception.startswith(f"{stage.uid}: Page 20: Page of 58333 x 58333 px exceeds maxPixels=")
        assert texts(found["good"].pdf) == list(SCANS)


def test_a_turned_page_gets_its_text_where_it_is_seen(spark):
    scan = io.BytesIO()
    page(SCANS[0]).rotate(90, expand=True).save(scan, "PDF", resolution=300)
    turned = pikepdf.open(scan)
    turned.pages[0].Rotate = 90
    file = io.BytesIO()
    turned.save(file)
    (row,) = PdfToSearchablePdf(engine="tesseract").transform(files(spark, a=file.getvalue())).collect()
    (found,) = page_texts(bytes(row.pdf), coordinates=True)
    assert found.text.strip() == SCANS[0]
    first, last = found.characters[0], [c for c in found.characters if c.c == "e"][-1]
    assert (first.x, last.x) == pytest.approx((9.6, 103), abs=10), "40 and 430 px at 300 dpi"
    assert abs(first.y - last.y) < 5
    assert found.width > found.height
