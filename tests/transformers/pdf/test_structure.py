"""PdfToHocr, PdfToForm and PdfDrawRegions: every parameter, in one Spark job."""

import json

import pypdfium2 as pdfium
import pytest
from pyspark.sql import functions as F

from documents import scanned_pdf
from pdf.make_form import EVERY_KIND, Widget, make_form, rectangle, text
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.base import LightPipeline
from sparkocr.hocr.read import parse
from sparkocr.transformers import (
    HocrDocumentAssembler,
    HocrMerger,
    HocrToImage,
    HocrTokenizer,
    PageToJson,
    PageToMarkdown,
    PdfDrawRegions,
    PdfToForm,
    PdfToHocr,
    PdfToImage,
    PdfToText,
)
from variants import collect, files

LETTER = make_pdf([Page([Text(72, 700, "Hello, there")]), Page([Text(72, 300, "“ﬁne”")], width=300, height=400.9)])
LOCKED = make_pdf([Page([Text(72, 700, "A secret")])] * 2, user_password="open sesame")
SCAN = scanned_pdf(("A picture of text",))
FORTY_PAGES = make_pdf([Page([Text(72, 700, f"Page {number}")]) for number in range(40)])
FORM = make_form(
    [[Widget("group", kids=[text("first", "Jane"), text("last", "Smith")])], [text("third", "")]], rotate=90
)
REGIONS = "array(named_struct({box}, 'page', 0), named_struct({box}, 'page', 1))".format(
    box="'x', 100F, 'y', 50F, 'width', 80F, 'height', 40F"
)
SINGLE = "named_struct('x', 100F, 'y', 50F, 'width', 80F, 'height', 40F, 'page', 1)"
ANYWHERE = "named_struct('x', 100F, 'y', 50F, 'width', 80F, 'height', 40F)"
INVALID = "array(null, named_struct('x', null, 'y', 1F, 'width', 1F, 'height', 1F, 'page', 0))"
NULLS = f"if(false, {REGIONS}, null)"

NO_PASSWORD = PdfToHocr(), PdfToForm(), PdfDrawRegions()


@pytest.fixture(scope="module")
def results(spark):
    letter, locked, form = files(spark, letter=LETTER), files(spark, pdf=LOCKED), files(spark, form=FORM)
    forty, regions = files(spark, pdf=FORTY_PAGES), F.expr(REGIONS)
    one, password = {"partitionNum": 1}, {"password": "open sesame"}
    drawn = letter.withColumn("region", regions)
    frames = {
        "hocr": PdfToHocr(**one).transform(letter),
        "hocr columns": PdfToHocr(inputCol="file", outputCol="words", pageNumCol="page", **one).transform(
            letter.withColumnRenamed("content", "file")
        ),
        "original": PdfToHocr(keepOriginalEncoding=True, **one).transform(letter),
        "structured": PdfToHocr(structured=True, **one).transform(letter),
        "hocr password": PdfToHocr(**one, **password).transform(locked),
        "hocr no password": NO_PASSWORD[0].transform(locked),
        "scan": PdfToHocr(**one).transform(files(spark, pdf=SCAN)),
        "spread": PdfToHocr().transform(forty),
        "partitionNum 3": PdfToHocr(partitionNum=3).transform(forty),
        "form": PdfToForm().transform(form),
        "form columns": PdfToForm(inputCol="file", outputCol="fields").transform(
            form.withColumnRenamed("content", "file")
        ),
        "full names": PdfToForm(useFullyQualifiedName=True).transform(form),
        "regions": PdfToForm(regionCoordinates=True).transform(form),
        "no form": PdfToForm().transform(letter),
        "form password": PdfToForm(**password).transform(locked),
        "form no password": NO_PASSWORD[1].transform(locked),
        "drawn": PdfDrawRegions().transform(drawn),
        "draw columns": PdfDrawRegions(inputCol="file", inputRegionsCol="boxes", outputCol="marked").transform(
            letter.withColumnRenamed("content", "file").withColumn("boxes", regions)
        ),
        "lineWidth": PdfDrawRegions(lineWidth=7).transform(drawn),
        "rectColor": PdfDrawRegions(rectColor="red").transform(drawn),
        "single": PdfDrawRegions().transform(letter.withColumn("region", F.expr(SINGLE))),
        "anywhere": PdfDrawRegions().transform(letter.withColumn("region", F.expr(ANYWHERE))),
        "invalid": PdfDrawRegions().transform(letter.withColumn("region", F.expr(INVALID))),
        "nulls": PdfDrawRegions().transform(letter.withColumn("region", F.expr(NULLS))),
        "draw password": PdfDrawRegions(**password).transform(locked.withColumn("region", regions)),
        "draw no password": NO_PASSWORD[2].transform(locked.withColumn("region", regions)),
    }
    # Regions are of several types here, and no longer of interest.
    return collect({name: frame.drop("region", "boxes") for name, frame in frames.items()})


def hocr_texts(rows, name="hocr"):
    return [parse(row[name])[0].page.text for row in rows]


def fields(rows, name="form"):
    (row,) = rows
    assert row.exception is None
    return row[name]


def drawings(content, password=None):
    """The pages in RGB, 1 px per point."""
    with pdfium.PdfDocument(content, password) as document:
        return [page.render(scale=1, rev_byteorder=True).to_numpy()[:, :, :3].astype(int) for page in document]


def marked(content, password=None):
    """Which pages have the rectangle at its upper edge."""
    return [bool((page[48:52, 110:170].min(axis=2) < 200).any()) for page in drawings(content, password)]


def test_pages_are_rows(results):
    rows = results["hocr"]
    assert hocr_texts(rows) == ["Hello, there", '"fine"']
    assert [(row.path, row.pagenum, row.total_pages, row.exception) for row in rows] == [
        ("letter", 0, 2, None),
        ("letter", 1, 2, None),
    ]
    assert [(row.width_dimension, row.height_dimension) for row in rows] == [(612, 792), (300, 400)]
    pages = [parse(row.hocr)[0].page for row in rows]
    assert [(page.width, page.height) for page in pages] == [(612, 792), (300, 400)]
    assert rows[1].hocr.startswith('<div title="bbox 0 0 300 400" id="page_2" class="ocr_page"><div title="bbox 0 0 ')
    for row in rows:
        assert "ocr_line" not in row.hocr
        assert "ocr_par" not in row.hocr


def test_structured_hocr(results):
    rows = results["structured"]
    assert hocr_texts(rows) == hocr_texts(results["hocr"]) == ["Hello, there", '"fine"']
    pages = [parse(row.hocr)[0] for row in rows]
    assert [(page.number, page.page.width, page.page.height) for page in pages] == [(0, 612, 792), (1, 300, 400)]
    assert [word.text for word in pages[0].page.words()] == ["Hello,", "there"]
    assert rows[0].hocr.startswith("  <div class='ocr_page' id='page_1' title='image \"\"; bbox 0 0 612 792")
    assert "x_size 12" in rows[0].hocr
    assert "ocrx_cinfo" not in rows[0].hocr


def test_hocr_columns(results):
    rows = results["hocr columns"]
    assert hocr_texts(rows, "words") == ["Hello, there", '"fine"']
    assert [row.page for row in rows] == [0, 1]
    assert [row.pagenum for row in rows] == [None, None]


def test_every_page_keeps_its_file(results):
    for row in results["hocr"] + results["scan"]:
        with pdfium.PdfDocument(row.content) as document:
            assert len(document) == 1
    with pdfium.PdfDocument(results["hocr"][1].content) as document:
        assert int(document[0].get_height()) == 400


def test_keep_original_encoding(results):
    assert hocr_texts(results["original"]) == ["Hello, there", "“ﬁne”"]


def test_a_scan_has_no_words(results):
    (row,) = results["scan"]
    (page,) = parse(row.hocr)
    assert page.page.blocks == ()
    assert row.exception is None


def test_partitions(results):
    assert [row.pagenum for row in results["spread"]] == list(range(40))
    assert hocr_texts(results["spread"]) == [f"Page {number}" for number in range(40)]
    assert len({row.partition for row in results["spread"]}) > 1
    assert {row.partition for row in results["partitionNum 3"]} <= {0, 1, 2}


def test_password(results):
    assert hocr_texts(results["hocr password"]) == ["A secret"] * 2
    assert fields(results["form password"]) == []
    (row,) = results["draw password"]
    assert marked(row.pdf_regions, "open sesame") == [True, True]


def test_a_password_that_is_missing(results):
    for name, stage in zip(("hocr no password", "form no password", "draw no password"), NO_PASSWORD, strict=True):
        (row,) = results[name]
        assert row.exception == f"{stage.uid}: PDF is encrypted: set the right password."
        assert row[stage.getOutputCol()] is None


def test_form(results):
    found = fields(results["form"])
    assert [(field.key, field.value, field.fieldType) for field in found] == [
        ("first", "Jane", "Text"),
        ("last", "Smith", "Text"),
        ("third", "", "Text"),
    ]
    assert [(field.coordinate["index"], field.coordinate.page) for field in found] == [(0, 0), (1, 0), (2, 1)]
    (row,) = results["form"]
    assert row.content == FORM


def test_coordinates_of_a_form_are_edges(results):
    second = fields(results["form"])[1].coordinate
    assert (second.x, second.y, second.width, second.height) == rectangle(1)
    assert (second.score, second.label, second.angle) == (0, None, 0)


def test_region_coordinates(results):
    found = fields(results["regions"])[1].coordinate
    left, bottom, right, top = rectangle(1)
    assert (found.x, found.y, found.width, found.height) == (bottom, left, top - bottom, right - left), "turned by 90"


def test_names(results):
    assert [field.key for field in fields(results["full names"])] == ["group.first", "group.last", "third"]


def test_form_columns(results):
    assert [field.key for field in fields(results["form columns"], "fields")] == ["first", "last", "third"]


def test_no_form_is_an_empty_array(results):
    assert fields(results["no form"]) == []


def test_drawn_regions(results):
    (row,) = results["drawn"]
    assert row.exception is None
    assert row.content == LETTER
    assert marked(row.pdf_regions) == [True, True]
    with pdfium.PdfDocument(row.pdf_regions) as document:
        assert document[0].get_textpage().get_text_range().strip() == "Hello, there", "its text stays"


def test_draw_columns(results):
    (row,) = results["draw columns"]
    assert marked(row.marked) == [True, True]


def test_line_width_and_color(results):
    plain, wide, red = (drawings(results[name][0].pdf_regions)[0] for name in ("drawn", "lineWidth", "rectColor"))
    assert (plain[52, 110:170] == 255).all()
    assert (wide[52, 110:170] == 0).all()
    assert (red[49:51, 140, 0] == 255).all()
    assert (red[49:51, 140, 1] < 255).any()


def test_a_single_region_and_one_without_a_page(results):
    assert marked(results["single"][0].pdf_regions) == [False, True]
    assert marked(results["anywhere"][0].pdf_regions) == [True, False]


def test_nothing_to_draw(results):
    for name in ("invalid", "nulls"):
        (row,) = results[name]
        assert (row.pdf_regions, row.exception) == (LETTER, None)


@pytest.mark.parametrize("stage", [PdfToHocr(), PdfDrawRegions()], ids=lambda stage: type(stage).__name__)
def test_an_origin_column_that_was_asked_for_must_exist(spark, stage):
    data = files(spark, pdf=LETTER).withColumn("region", F.expr(REGIONS))
    with pytest.raises(ValueError, match="originCol='where'"):
        stage.copy({stage.originCol: "where"}).transform(data)
    assert stage.copy({stage.originCol: "path"}).transform(data).columns


def test_columns_that_are_no_regions(spark):
    with pytest.raises(ValueError, match="inputRegionsCol='region'"):
        PdfDrawRegions().transform(files(spark, pdf=LETTER))
    with pytest.raises(ValueError, match="inputRegionsCol='path'"):
        PdfDrawRegions(inputRegionsCol="path").transform(files(spark, pdf=LETTER))


def test_only_wanted_columns_are_added(spark):
    data = files(spark, pdf=LETTER)
    sizes = {"height_dimension", "width_dimension"}
    assert set(PdfToHocr().transform(data).columns) == {
        "path",
        "content",
        "hocr",
        *sizes,
        "total_pages",
        "pagenum",
        "exception",
    }
    assert PdfToForm().transform(data).columns == ["path", "content", "form", "exception"]


def light(*stages, content=LETTER):
    return LightPipeline(list(stages)).fromBinary(content)


@pytest.mark.parametrize("structured", [False, True])
def test_hocr_stages_read_it(structured):
    pages = light(
        PdfToHocr(structured=structured),
        HocrTokenizer(),
        HocrDocumentAssembler(inputCol="hocr", outputCol="document"),
        PdfToImage(),
    )
    assert [token["result"] for token in pages[0]["token"]] == ["Hello", ",", "there"]
    assert [page["document"][0]["result"] for page in pages] == ["Hello, there", '"fine"']
    assert [page["image"].exception for page in pages] == [None, None]
    assert [page["pagenum"] for page in pages] == [0, 1]


def test_all_pages_of_a_document_are_rows_without_spark():
    assert [page["pagenum"] for page in light(PdfToHocr(), content=FORTY_PAGES)] == list(range(40))
    (failed,) = light(PdfToHocr(), content=b"no file")
    assert "Can't open file as PDF" in failed["exception"]


@pytest.mark.parametrize("structured", [False, True])
def test_all_that_read_hocr_read_both_forms(structured):
    lines = [Text(72, 700, "It's (1.5%) <b> & “more”"), Text(72, 680, "Second, line"), Text(72, 640, "Third-line.")]
    (page,) = light(
        PdfToHocr(structured=structured),
        HocrDocumentAssembler(),
        HocrMerger(inputCols=["hocr", "hocr"], outputCol="merged"),
        HocrDocumentAssembler(inputCol="merged", outputCol="merged_document"),
        HocrToImage(outputCol="drawn"),
        PageToMarkdown(inputCol="hocr"),
        PageToJson(inputCol="hocr"),
        content=make_pdf([Page(lines)]),
    )
    text = page["document"][0]["result"]
    assert text.split() == ["It's", "(1.5%)", "<b>", "&", '"more"', "Second,", "line", "Third-line."]
    assert page["merged_document"][0]["result"].split() == text.split()
    assert page["merged"].startswith("  <div class='ocr_page'")
    assert page["drawn"].exception is None
    assert "Second, line" in page["markdown"]
    blocks = json.loads(page["json"])["blocks"]
    assert " ".join(block["text"] for block in blocks).split() == text.split()


def test_pieces_of_words_are_where_they_are_drawn():
    (page,) = light(PdfToHocr(), HocrTokenizer(), content=make_pdf([Page([Text(72, 700, "W, i")])]))
    letter, comma, _ = (token["metadata"] for token in page["token"])
    assert int(letter["width"]) >= 11, "a W of 12 points"
    assert int(comma["width"]) <= 5


def test_merged_hocr_has_every_word_once():
    (page,) = light(PdfToHocr(), HocrMerger(inputCols=["hocr", "hocr"], outputCol="merged"), content=SCAN)
    assert parse(page["merged"])[0].page.blocks == ()


def test_forms_and_regions_without_spark():
    (row,) = light(PdfToForm(), content=make_form([EVERY_KIND]))
    assert [field["fieldType"] for field in row["form"]][:2] == ["Text", "Text"]
    assert len(row["form"]) == 13


def test_an_xfa_form_without_fields():
    document = make_form([[]]).replace(b"/Fields", b"/XFA 1 ")
    (row,) = light(PdfToForm(), content=document)
    assert row["form"] is None
    assert "XFA" in row["exception"]


def test_regions_on_pages_that_were_split(spark):
    pages = PdfToText(storeSplittedPdf=True, partitionNum=-1).transform(files(spark, pdf=LETTER))
    pages = pages.withColumn(
        "region", F.expr("array(named_struct('x', 100F, 'y', 50F, 'width', 80F, 'height', 40F, 'page', pagenum))")
    )
    rows = PdfDrawRegions().transform(pages).collect()
    assert [marked(row.pdf_regions) for row in rows] == [[True], [True]]
