"""PageToChunks: every parameter, pages that failed, and places in points."""

import json
from itertools import groupby

import pytest
from pyspark.ml import PipelineModel
from pyspark.sql.types import (
    ArrayType,
    DoubleType,
    IntegerType,
    LongType,
    StringType,
    StructField,
    StructType,
)

from documents import png
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.enums import ChunkUnit
from sparkocr.schemas import FontsSchema, ImageSchema, PositionsSchema, SpannedTableSchema
from sparkocr.transformers import BinaryToImage, ImageToText, PageToChunks, PdfToImage, PdfToText
from variants import files

SCHEMA = StructType(
    [
        StructField("path", StringType()),
        StructField("pagenum", IntegerType()),
        StructField("positions", PositionsSchema),
        StructField("text", StringType()),
        StructField("tables", ArrayType(SpannedTableSchema)),
        StructField("fonts", FontsSchema),
        StructField("confidence", DoubleType()),
        StructField("image", ImageSchema),
        StructField("width_dimension", IntegerType()),
        StructField("height_dimension", IntegerType()),
        StructField("exception", StringType()),
    ]
)
SENTENCES = "The first sentence is here. A second one follows it. Is this the third one? Yes, and here it ends."


def positions(*texts, x=10.0, scale=1.0):
    """A line for each text, far from the others."""
    rows = [
        {"c": text, "p": 0, "x": x, "y": 10.0 + 40 * number, "width": 5.0 * len(text), "height": 10.0, "fontSize": 9}
        for number, text in enumerate(texts)
    ]
    sides = ("x", "y", "width", "height")
    return [{"mapping": [row | {side: scale * row[side] for side in sides} for row in rows]}]


def page(number=0, *texts, path="a.pdf", **values):
    found = {"path": path, "pagenum": number, "positions": positions(*texts) if texts else None}
    return dict.fromkeys(SCHEMA.names) | {"width_dimension": 595, "height_dimension": 842} | found | values


def chunked(spark, pages, *, rename=None, drop=(), **parameters):
    """The rows of the chunks of pages."""
    frame = spark.createDataFrame([tuple(row[name] for name in SCHEMA.names) for row in pages], SCHEMA)
    frame = frame.withColumnsRenamed(rename or {}).drop(*drop)
    return PageToChunks(**parameters).transform(frame).sort("path", "chunk.number").collect()


def texts(rows):
    return [row.chunk.text for row in rows if row.chunk]


def test_pages_of_documents_in_their_order(spark):
    pages = [page(2, "Three."), page(0, "One.", path="b.pdf"), page(1, "Two."), page(0, "One.")]
    first, second = chunked(spark, pages)
    assert (first.path, first.pagenum, second.path) == ("a.pdf", 0, "b.pdf")
    assert first.chunk.text == "One.\n\nTwo.\n\nThree."
    assert first.chunk.pages == [0, 1, 2]
    assert [(box["index"], box.page, box.label) for box in first.chunk.boxes] == [
        (0, 0, "text"),
        (1, 1, "text"),
        (2, 2, "text"),
    ]
    assert first.exception is None


def test_pages_without_numbers_are_numbered_in_their_order(spark):
    (row,) = chunked(spark, [page(None, "One."), page(None, "Two.")], drop=["pagenum"])
    assert row.chunk.pages == [0, 1]


def test_a_page_that_failed_is_a_row_and_the_others_are_chunks(spark):
    pages = [page(0, "One."), page(1, exception="Earlier_0: It failed."), page(2, "Three."), page(3)]
    rows = chunked(spark, pages)
    failed = {row.pagenum: row.exception for row in rows if row.chunk is None}
    assert texts(rows) == ["One.\n\nThree."]
    assert failed[1] == "Earlier_0: It failed."
    assert failed[3].startswith("PageToChunks_")
    assert failed[3].endswith(": There are neither places of text nor text.")
    assert set(failed) == {1, 3}


def test_documents_without_text_and_without_a_path(spark):
    blank, lost = chunked(spark, [page(0, text="", path="z.pdf"), page(0, "One.", path=None)])[::-1]
    assert (blank.path, blank.chunk, blank.exception) == ("z.pdf", None, None)
    assert lost.chunk is None
    assert "path is null" in lost.exception


@pytest.fixture(scope="module")
def long_page():
    return [page(0, text=SENTENCES)]


SIZES = {
    "one chunk": ({}, 1),
    "size": ({"chunkSize": 60}, 2),
    "tokens": ({"chunkSize": 50, "sizeUnit": "tokens"}, 1),
    "overlap": ({"chunkSize": 60, "chunkOverlap": 30}, 3),
}


@pytest.mark.parametrize(("parameters", "count"), SIZES.values(), ids=SIZES)
def test_size_unit_and_overlap(spark, long_page, parameters, count):
    rows = chunked(spark, long_page, **parameters)
    assert len(rows) == count
    assert " ".join(row.chunk.text[row.chunk.overlap :] for row in rows) == SENTENCES
    assert any(row.chunk.overlap for row in rows) is ("chunkOverlap" in parameters)


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory):
    """A tokenizer whose tokens are letters."""
    pytest.importorskip("tokenizers")
    model = {"type": "WordLevel", "vocab": {"?": 0}, "unk_token": "?"}
    split = {"type": "Split", "pattern": {"Regex": "."}, "behavior": "Isolated", "invert": False}
    path = tmp_path_factory.mktemp("tokenizer") / "tokenizer.json"
    truncation = {"direction": "Right", "max_length": 5, "strategy": "LongestFirst", "stride": 0}
    parts = {"model": model, "pre_tokenizer": split, "truncation": truncation, "padding": None, "added_tokens": []}
    path.write_text(json.dumps({"version": "1.0", "normalizer": None, "post_processor": None, "decoder": None} | parts))
    return str(path)


def test_a_tokenizer_of_ones_own(spark, long_page, tokenizer, tmp_path):
    rows = chunked(spark, long_page, chunkSize=60, sizeUnit=ChunkUnit.TOKENS, tokenizer=tokenizer)
    assert len(rows) == 2
    assert all(len(row.chunk.text) <= 60 for row in rows)
    (row,) = chunked(spark, long_page, sizeUnit=ChunkUnit.TOKENS, tokenizer=str(tmp_path / "none.json"))
    assert row.chunk is None
    assert "The tokenizer can't be read" in row.exception


def test_wrong_combinations_are_errors_before_any_job(spark, long_page):
    with pytest.raises(ValueError, match="chunkOverlap must be less than chunkSize=100"):
        chunked(spark, long_page, chunkSize=100, chunkOverlap=100)
    with pytest.raises(ValueError, match=r"sizeUnit=ChunkUnit\.TOKENS"):
        chunked(spark, long_page, tokenizer="tokenizer.json")
    for name, value in (("chunkSize", 49), ("chunkOverlap", -1), ("minShare", 1.5), ("sizeUnit", "words")):
        with pytest.raises(ValueError, match=name):
            PageToChunks(**{name: value})


HOCR = "<div class='ocr_page' title='bbox 0 0 900 260'>{}</div>"
HOCR_LINE = (
    "<div class='ocr_par' title='bbox 10 {1} 305 {2}'><span class='ocr_line' title='bbox 10 {1} 305 {2}; x_size {3}'>"
    "<span class='ocrx_word' title='bbox 10 {1} 305 {2}; x_wconf 91'>{0}</span></span></div>"
)


def hocr():
    """Two short sections."""
    rows = [("One", 10, 50, 40), ("Text_of_one", 70, 90, 20), ("Two", 110, 150, 40), ("Text_of_two", 170, 190, 20)]
    return HOCR.format("".join(HOCR_LINE.format(*row) for row in rows))


def test_small_sections_of_hocr(spark):
    pages = [page(0, text=hocr())]
    rows = chunked(spark, pages, inputCol="text", minShare=0)
    assert [(row.chunk.headings, row.chunk.kind) for row in rows] == [(["One"], "text"), (["Two"], "text")]
    assert len(chunked(spark, pages, inputCol="text")) == 1


def image(width, height, resolution, **values):
    return dict.fromkeys(ImageSchema.names) | {"width": width, "height": height, "resolution": resolution} | values


MOVED = [2.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 1.0]
NO_SIZE = {"width_dimension": None, "height_dimension": None}
PLACES = {
    "digital": ({}, {}, (10, 10)),
    "scan": ({"image": image(900, 600, 144), "confidence": 90.0}, {}, (5, 5)),
    "scaled scan": ({"image": image(450, 300, 288, transform=MOVED), "confidence": 90.0}, {}, (5, 5)),
    "scan of unknown resolution": ({"image": image(900, 600, 0), "confidence": 90.0}, {}, (2.4, 2.4)),
    "image that was dropped": ({"confidence": 90.0}, {}, None),
    "unknown unit": (NO_SIZE, {}, None),
    "unit of the user": (NO_SIZE, {"unit": "pt"}, (10, 10)),
}


@pytest.mark.parametrize(("values", "parameters", "corner"), PLACES.values(), ids=PLACES)
def test_places_are_in_points(spark, values, parameters, corner):
    (row,) = chunked(spark, [page(0, "Some text.", **values)], **parameters)
    if corner is None:
        assert row.chunk.boxes == []
    else:
        assert (row.chunk.boxes[0].x, row.chunk.boxes[0].y) == pytest.approx(corner, abs=0.01)


def table(*rows):
    """A table in points, below the text of a page."""
    area = {"index": 0, "page": 0, "x": 0.0, "y": 400.0, "width": 90.0, "height": 90.0}
    cells = [[{"chunkText": text, "x": 0.0, "y": 0.0, "width": 0.0, "height": 0.0} for text in row] for row in rows]
    return {"area": area | {"score": 0.0, "label": "0", "angle": 0.0}, "chunks": cells, "spans": None}


COLUMNS = {
    "inputCol": ("positions", "Some text."),
    "textCol": ("text", "alone"),
    "tablesCol": ("tables", "cell"),
}


@pytest.mark.parametrize("parameter", COLUMNS)
def test_columns_may_have_other_names(spark, parameter):
    column, expected = COLUMNS[parameter]
    own = page(0, *(() if parameter == "textCol" else ("Some text.",)), text="alone", tables=[table(["cell"])])
    (row,) = chunked(spark, [own], rename={column: "other"}, **{parameter: "other"})
    assert expected in row.chunk.text


def test_names_of_the_columns_of_the_result(spark):
    pages = [page(0, "Some text.")]
    renamed = {"path": "file", "pagenum": "page"}
    frame = spark.createDataFrame([tuple(pages[0][name] for name in SCHEMA.names)], SCHEMA).withColumnsRenamed(renamed)
    made = PageToChunks(originCol="file", pageNumCol="page", outputCol="part").transform(frame)
    assert made.columns == ["file", "page", "part", "exception"]
    (row,) = made.collect()
    assert (row.file, row.page, row.part.text) == ("a.pdf", 0, "Some text.")
    longs = frame.withColumn("page", frame["page"].cast(LongType()))
    assert PageToChunks(originCol="file", pageNumCol="page").transform(longs).first().page == 0


def bold(x, y, width):
    place = {"x": x, "y": y, "width": width, "height": 10.0, "name": "Serif", "size": 9.0}
    return place | {"bold": True, "italic": False}


@pytest.mark.parametrize("name", ["fonts", "letters"])
def test_fonts_tell_headings(spark, name):
    fonts = [bold(10.0, 10.0, 50.0), bold(10.0, 30.0, 400.0) | {"bold": False}]
    where = positions("A heading", "Text that goes on for a while and is below the heading.")
    where[0]["mapping"][1]["y"] = 30.0
    own = page(0, positions=where, fonts=fonts)
    parameters = {"fontsCol": name} if name != "fonts" else {}
    (row,) = chunked(spark, [own], rename={"fonts": name}, **parameters)
    assert row.chunk.headings == ["A heading"]


@pytest.mark.parametrize("parameter", ["imageCol", "confidenceCol"])
def test_the_image_and_the_confidence_tell_the_unit(spark, parameter):
    own = page(0, "Some text.", image=image(900, 600, 144), confidence=90.0)
    column = parameter.removesuffix("Col")
    drop = ["image"] if parameter == "confidenceCol" else []
    (row,) = chunked(spark, [own], rename={column: "other"}, drop=drop, **{parameter: "other"})
    (other,) = chunked(spark, [own], rename={column: "other"}, drop=drop)
    assert row.chunk.boxes != other.chunk.boxes


@pytest.mark.parametrize(("unit", "is_first"), [("pt", True), ("px", False)])
def test_unit_of_tables(spark, unit, is_first):
    """On a scan of 144 dpi, text at 900 px is below a table at 400 points, but not at 400 px."""
    where = positions("Some text.")
    where[0]["mapping"][0]["y"] = 700.0
    own = page(0, positions=where, tables=[table(["cell"])], image=image(900, 1600, 144), confidence=90.0)
    (row,) = chunked(spark, [own], tablesUnit=unit)
    assert row.chunk.text.startswith("Some text.") is is_first


def test_format_of_tables(spark):
    own = page(0, tables=[table(["a", "b"], ["1", "2"])], text="")
    (row,) = chunked(spark, [own], tableFormat="pipes")
    assert row.chunk.text == "| a | b |\n|---|---|\n| 1 | 2 |"
    (row,) = chunked(spark, [own])
    assert row.chunk.text.startswith("<table>")


def test_running_headers(spark):
    footer = [
        {"c": text, "p": 0, "x": 10.0, "y": y, "width": 5.0 * len(text), "height": 10.0, "fontSize": 9}
        for text, y in (("One line of text", 10.0), ("and two lines", 22.0), ("and three of them", 34.0))
    ]
    pages = [
        page(number, positions=[{"mapping": [*footer, footer[0] | {"c": f"1{number}", "y": 90.0, "width": 9.0}]}])
        for number in range(2)
    ]
    assert not any("1" in text for text in texts(chunked(spark, pages)))
    kept = texts(chunked(spark, pages, pageHeaders=True))
    assert "10" in "".join(kept)
    assert "11" in "".join(kept)


def test_chunks_of_files(spark):
    """Digital pages and scans of PDFs and images, and a file that is none."""
    sentences = SENTENCES.split(". ")
    digital = make_pdf([Page([Text(72, 700 - 20 * row, text) for row, text in enumerate(sentences)])] * 2)
    stages = [
        PdfToText(extractCoordinates=True, tablesCol="tables", partitionNum=-1),
        PdfToImage(partitionNumAfterSplit=-1, resolution=150),
        ImageToText(pageIteratorLevel="word"),
        PageToChunks(chunkSize=100),
    ]
    rows = PipelineModel(stages).transform(files(spark, digital=digital, broken=b"%PDF-")).collect()
    found = {path: list(group) for path, group in groupby(sorted(rows, key=lambda row: row.path), lambda row: row.path)}
    assert "".join(texts(found["digital"])).count("A second one follows it") == 2
    assert all(box.x == pytest.approx(72, abs=2) for row in found["digital"] for box in row.chunk.boxes)
    (broken,) = found["broken"]
    assert broken.chunk is None
    assert broken.exception.startswith("PdfToText_")
    scan = PipelineModel([BinaryToImage(), ImageToText(pageIteratorLevel="word"), PageToChunks()])
    (row,) = scan.transform(files(spark, scan=png())).collect()
    assert row.chunk.boxes
    assert row.chunk.text
