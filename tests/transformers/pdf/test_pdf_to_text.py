"""PdfToText: every parameter, in one Spark job."""

from functools import partial

import pyarrow as pa
import pypdfium2 as pdfium
import pytest

from documents import scanned_pdf
from pdf.make_pdf import Page, Text, make_pdf, without_pages
from sparkocr.schemas import PageTextSchema
from sparkocr.stage.guard import Guard, StageLimits
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import PdfToText
from sparkocr.transformers.pdf.rows import page_arrays, range_pages, text_pages
from variants import collect, files

HEBREW = "שלום"
SHORT, LONG = "A short page", "many words " * 25
LETTER = make_pdf([Page([Text(72, 700, "Hello")]), Page([Text(72, 300, "World")], width=300, height=400.9)])
UNSORTED = make_pdf([Page([Text(72, 100, "bottom"), Text(72, 700, "left"), Text(400, 700, "right")])])
LIGATURE = make_pdf([Page([Text(72, 700, "ﬁne")])])
RIGHT_TO_LEFT = make_pdf([Page([Text(72, 700, HEBREW[::-1])])])  # glyphs are written as displayed
LENGTHS = make_pdf([Page([Text(72, 700, SHORT)]), Page([Text(72, 700, LONG, size=4)])])
LOCKED = make_pdf([Page([Text(72, 700, "A secret")])] * 2, user_password="open sesame")
SCAN = scanned_pdf(("A picture of text",))
FORTY_PAGES = make_pdf([Page([Text(72, 700, f"Page {number}")]) for number in range(40)])

OPEN, LOCKED_OUT = PdfToText(password="open sesame"), PdfToText()


@pytest.fixture(scope="module")
def results(spark):
    letter, unsorted, lengths = files(spark, letter=LETTER), files(spark, pdf=UNSORTED), files(spark, pdf=LENGTHS)
    ligature, locked, forty = files(spark, pdf=LIGATURE), files(spark, pdf=LOCKED), files(spark, pdf=FORTY_PAGES)
    both = files(spark, **{f"{number}": LETTER + b"%d" % number for number in range(6)})
    empty = files(spark, pdf=without_pages())
    one = {"partitionNum": 1}
    return collect(
        {
            "default": PdfToText(**one).transform(letter),
            "documents": PdfToText(splitPage=False).transform(letter),
            "no pages": PdfToText().transform(empty),
            "document without pages": PdfToText(splitPage=False).transform(empty),
            "columns": PdfToText(inputCol="file", outputCol="words", pageNumCol="page", **one).transform(
                letter.withColumnRenamed("content", "file")
            ),
            "unsorted": PdfToText(**one).transform(unsorted),
            "sort": PdfToText(sort=True, **one).transform(unsorted),
            "layout": PdfToText(textStripper="PDF_LAYOUT_TEXT_STRIPPER", **one).transform(unsorted),
            "onlyPageNum": PdfToText(onlyPageNum=True, **one).transform(letter),
            "onlyPageNum of documents": PdfToText(onlyPageNum=True, splitPage=False).transform(letter),
            "extractCoordinates": PdfToText(extractCoordinates=True, **one).transform(letter),
            "coordinates of documents": PdfToText(extractCoordinates=True, splitPage=False).transform(letter),
            "ligatures are letters": PdfToText(extractCoordinates=True, **one).transform(ligature),
            "ligatures": PdfToText(extractCoordinates=True, normalizeLigatures=False, **one).transform(ligature),
            "right to left": PdfToText(extractCoordinates=True, **one).transform(files(spark, pdf=RIGHT_TO_LEFT)),
            "lengths": PdfToText(**one).transform(lengths),
            "storeSplittedPdf": PdfToText(storeSplittedPdf=True, **one).transform(lengths),
            "password": OPEN.transform(locked),
            "password of documents": OPEN.copy({OPEN.splitPage: False}).transform(locked),
            "no password": LOCKED_OUT.transform(locked),
            "scan": PdfToText(**one).transform(files(spark, pdf=SCAN)),
            "spread": PdfToText().transform(forty),
            "in place": PdfToText(partitionNum=-1).transform(forty),
            "partitionNum 3": PdfToText(partitionNum=3).transform(forty),
            "partitionNum of documents": PdfToText(partitionNum=2, splitPage=False).transform(both),
            "documents in place": PdfToText(splitPage=False).transform(both),
        }
    )


def texts(rows):
    return [row.text.strip() for row in rows]


def units(row):
    """The units of the only page of positions."""
    (page,) = row.positions
    return page.mapping


def pdf_texts(content):
    with pdfium.PdfDocument(content) as document:
        return [page.get_textpage().get_text_range().strip() for page in document]


def test_pages_are_rows(results):
    rows = results["default"]
    assert texts(rows) == ["Hello", "World"]
    assert [(row.path, row.pagenum, row.exception) for row in rows] == [("letter", 0, None), ("letter", 1, None)]
    assert [row.total_pages for row in rows] == [2, 2]
    assert [(row.width_dimension, row.height_dimension) for row in rows] == [(612, 792), (300, 400)]


def test_documents_are_rows_without_split_page(results):
    (row,) = results["documents"]
    assert row.text.split() == ["Hello", "World"]
    assert (row.pagenum, row.total_pages, row.width_dimension, row.height_dimension) == (0, 2, 612, 792)
    assert row.content == LETTER
    assert row.exception is None


def test_columns(results):
    rows = results["columns"]
    assert [(row.words.strip(), row.page) for row in rows] == [("Hello", 0), ("World", 1)]
    assert [(row.text, row.pagenum) for row in rows] == [(None, None)] * 2
    assert [pdf_texts(row.file) for row in rows] == [["Hello"], ["World"]]


def test_sort(results):
    assert [row.text.split() for row in results["unsorted"]] == [["bottom", "left", "right"]]
    assert texts(results["sort"]) == ["left right\nbottom"]


def test_layout_keeps_gaps(results):
    (row,) = results["layout"]
    first, *gap, last = row.text.strip("\n").split("\n")
    assert "left" + 10 * " " in first
    assert first.strip().endswith("right")
    assert [line.strip() for line in gap] == ["", "", ""]
    assert last.strip() == "bottom"


def test_only_page_num(results):
    rows = results["onlyPageNum"]
    assert [(row.pagenum, row.text, row.positions) for row in rows] == [(0, None, None), (1, None, None)]
    assert [row.height_dimension for row in rows] == [792, 400]
    (row,) = results["onlyPageNum of documents"]
    assert (row.pagenum, row.text, row.height_dimension) == (0, None, 792)


def test_positions_only_if_asked_for(results):
    assert [row.positions for row in results["default"] + results["documents"]] == [None] * 3


def test_extract_coordinates(results):
    hello, world = results["extractCoordinates"]
    assert "".join(unit.c for unit in units(hello)).strip() == "Hello"
    assert [{unit.p for unit in units(row)} for row in (hello, world)] == [{0}, {1}]
    first = units(hello)[0]
    baseline = 792 - 700  # points below the upper edge
    assert first.x == pytest.approx(72, abs=2)
    assert first.y < baseline
    assert first.y + first.height == pytest.approx(baseline, abs=4)
    assert first.fontSize == 12
    assert texts([hello, world]) == ["Hello", "World"]


def test_coordinates_of_documents_know_their_page(results):
    (row,) = results["coordinates of documents"]
    pages = [page.mapping for page in row.positions]
    assert ["".join(unit.c for unit in page).strip() for page in pages] == ["Hello", "World"]
    assert [{unit.p for unit in page} for page in pages] == [{0}, {1}]


def test_normalize_ligatures(results):
    for name, text in (("ligatures are letters", "fine"), ("ligatures", "ﬁne")):
        (row,) = results[name]
        assert row.text.strip() == text
        assert "".join(unit.c for unit in units(row)).strip() == text


def test_right_to_left_is_in_reading_order(results):
    (row,) = results["right to left"]
    assert row.text.strip() == HEBREW
    letters = [unit for unit in units(row) if unit.c.strip()]
    assert [unit.c for unit in letters] == list(HEBREW)
    assert letters[0].x > letters[-1].x


def test_pages_with_little_text_stay_as_pdf_for_ocr(results):
    short, long = results["lengths"]
    assert pdf_texts(short.content) == [SHORT]
    assert long.content is None
    (scan,) = results["scan"]
    assert (scan.text.strip(), scan.exception) == ("", None)
    assert pdf_texts(scan.content) == [""]


def test_store_splitted_pdf(results):
    assert [pdf_texts(row.content) for row in results["storeSplittedPdf"]] == [[SHORT], [LONG.strip()]]


def test_password(results):
    assert texts(results["password"]) == ["A secret"] * 2
    (row,) = results["password of documents"]
    assert row.text.split() == ["A", "secret"] * 2
    (row,) = results["no password"]
    assert row.exception == f"{LOCKED_OUT.uid}: PDF is encrypted: set the right password."
    assert (row.text, row.pagenum) == (None, 0)


@pytest.mark.parametrize("name", ["no pages", "document without pages"])
def test_a_document_without_pages_keeps_its_row(results, name):
    (row,) = results[name]
    assert row.exception.endswith(": PDF has no pages.")
    assert row.text is None


def test_pages_are_spread_by_default(results):
    for name in ("spread", "in place", "partitionNum 3"):
        assert texts(results[name]) == [f"Page {number}" for number in range(40)]
        assert [row.pagenum for row in results[name]] == list(range(40))
    assert len({row.partition for row in results["in place"]}) == 1
    assert len({row.partition for row in results["spread"]}) > 1


def test_partition_num(results):
    assert {row.partition for row in results["partitionNum 3"]} == {0, 1, 2}
    assert len({row.partition for row in results["documents in place"]}) == 1
    assert {row.partition for row in results["partitionNum of documents"]} == {0, 1}


def test_an_origin_column_that_was_asked_for_must_exist(spark):
    with pytest.raises(ValueError, match="originCol='where'"):
        PdfToText(originCol="where").transform(files(spark, pdf=LETTER))


def test_only_wanted_columns_are_added(spark):
    columns = PdfToText().transform(files(spark, pdf=LETTER)).columns
    sizes = {"height_dimension", "width_dimension"}
    assert set(columns) == {"path", "content", "text", "positions", *sizes, "total_pages", "pagenum", "exception"}


def test_a_range_without_content_is_a_page_with_an_exception():
    """A page that can't be cut out of its document has no content; its row must say so."""
    nothing, kind = pa.scalar(None, pa.string()), arrow_type(PageTextSchema)
    work = partial(page_arrays, stage="PdfToText_1", read=partial(text_pages, only_sizes=False), kind=kind)
    row = pa.scalar(b""), nothing, pa.scalar(7, pa.int32()), pa.scalar(None, pa.binary())
    (pages,) = range_pages(*row, stage="PdfToText_1", guard=Guard(work, kind, StageLimits())).field("pages").to_pylist()
    assert [page["exception"] for page in pages] == ["PdfToText_1: Can't open file as PDF: it is empty."]
