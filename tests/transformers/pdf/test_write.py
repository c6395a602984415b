"""Stages that write PDFs."""

import io
from functools import partial

import font_roboto
import numpy as np
import pikepdf
import pyarrow as pa
import pytest
from pyspark.ml import PipelineModel
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, BinaryType, IntegerType, MapType, StringType, StructField, StructType

from documents import page, scanned_pdf
from pdf.make_pages import block_page, line_of
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.engines.tesseract import Tesseract
from sparkocr.enums import ImageType, PageIteratorLevel
from sparkocr.errors import DocumentError
from sparkocr.imaging.geometry import scale
from sparkocr.imaging.pixels import Image, convert
from sparkocr.layout.report import ReadOptions, report
from sparkocr.pdf.read.text import page_texts
from sparkocr.pdf.write.picture import picture_page
from sparkocr.schemas import OPTIONAL_IMAGE_FIELDS, ImageSchema, PositionsSchema
from sparkocr.stage.images import read_image, write_image
from sparkocr.stage.positions import position_fields
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import (
    ImageToPdf,
    ImageToTextPdf,
    PdfAssembler,
    PdfToImage,
    PdfToText,
    TextToPdf,
    UpdateTextPosition,
)
from sparkocr.transformers.pdf import write as pdf_output
from sparkocr.transformers.text.positions import _update
from sparkocr.utils import to_pil_image
from variants import files

GRAY = ImageType.TYPE_BYTE_GRAY
PLACEHOLDER = np.full((1, 1), 255, np.uint8)


def texts(pdf):
    return [found.text.strip() for found in page_texts(bytes(pdf))]


def sizes(pdf):
    return [(round(found.width), round(found.height)) for found in page_texts(bytes(pdf), only_sizes=True)]


def image(pixels, resolution=72):
    """An image as a stage's function takes it."""
    return write_image(Image(pixels, resolution, GRAY), "file:/a")[0]


def image_value(width, exception=None):
    """An image of a width as a row for Spark; half black, so that it can be told from others."""
    if exception:
        return (*[None] * 7, exception, None, None)
    pixels = np.full((20, width), 200, np.uint8)
    pixels[:, : width // 2] = np.arange(width // 2) % 250
    return "file:/a", 20, width, 1, int(GRAY), 72, pixels.tobytes(), None, None, None


def test_images_become_documents(spark):
    rows = [
        ("a", 1, 30, image_value(60), [b"file"], {"k": 1}),
        ("b", 0, 40, image_value(80), None, None),
        ("a", 0, 50, image_value(50), [b"x"], {"k": 2}),
        ("c", 0, 60, image_value(70), None, None),
        ("c", 1, 70, image_value(70, "Earlier_1: It failed."), None, None),
        (None, 0, 80, image_value(90), None, None),
    ]
    schema = "path string, pagenum int, id int, image string, blob array<binary>, tags map<string, int>"
    frame = spark.createDataFrame(rows, schema.replace("image string", f"image {ImageSchema.simpleString()}"))
    stage = ImageToPdf()
    found = {row.path: row for row in stage.transform(frame).collect()}
    assert set(found) == {"a", "b", "c", None}
    assert sizes(found["a"].content) == [(50, 20), (60, 20)]
    assert (found["a"].id, found["a"].pagenum, found["a"].tags) == ([50, 30], [0, 1], [{"k": 2}, {"k": 1}])
    assert sizes(found["b"].content) == [(80, 20)]
    assert (found["c"].content, found["c"].exception) == (None, "Earlier_1: It failed.")
    assert found["c"].id == [60, 70], "the rows of a failed document are there"
    assert found[None].exception == f"{stage.uid}: path is null: nothing tells the page's document."
    assert list(found["a"].asDict()) == ["path", "pagenum", "id", "image", "tags", "content", "exception"]
    assert [one.width for one in found["a"].image] == [50, 60]
    assert [one.exception for one in found["c"].image] == [None, "Earlier_1: It failed."]

    named = frame.where("path = 'a'").select(
        F.col("path").alias("file"), F.col("id").alias("n"), F.col("image").alias("picture")
    )
    stage = ImageToPdf(inputCol="picture", outputCol="pdf", originCol="file", pageNumCol="n", lossless=True)
    (row,) = stage.transform(named).collect()
    assert sizes(row.pdf) == [(60, 20), (50, 20)]
    with pikepdf.open(io.BytesIO(row.pdf)) as document:
        assert document.pages[0].Resources.XObject.Picture.Filter == "/FlateDecode"

    single = ImageToPdf(aggregatePages=False, outputCol="pdf", quality=20).transform(frame).collect()
    assert [row.id for row in single] == [row[2] for row in rows]
    assert [row.exception for row in single] == [None] * 4 + ["Earlier_1: It failed.", None]
    assert [row.pdf is None for row in single] == [False] * 4 + [True, False]
    assert set(single[0].asDict()) == {*frame.columns, "pdf", "exception"}
    pixels = np.frombuffer(rows[0][3][6], np.uint8).reshape(20, 60)
    assert single[0].pdf == picture_page(Image(pixels, 72, GRAY), quality=20)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (BinaryType(), True),
        (MapType(StringType(), ArrayType(StructType([StructField("file", BinaryType())]))), True),
        (StructType([StructField("binary", IntegerType()), StructField("b", ArrayType(StringType()))]), False),
    ],
)
def test_files_are_known_by_their_type(kind, expected):
    assert pdf_output._holds_bytes(kind) is expected


def test_images_come_back_in_the_order_of_the_pages(spark):
    rows = [("a", 1, image_value(60)), ("b", 0, image_value(70)), ("a", 0, image_value(50))]
    frame = spark.createDataFrame(rows, f"path string, pagenum int, image {ImageSchema.simpleString()}")
    made = ImageToPdf(outputCol="pdf").transform(frame)
    assert made.schema["image"].dataType.simpleString() == f"array<{ImageSchema.simpleString()}>"
    found = {row.path: row for row in made.collect()}
    assert [tuple(image) for image in found["a"].image] == [image_value(50), image_value(60)]
    assert [image.width for image in found["b"].image] == [70]
    assert sizes(found["a"].pdf) == [(50, 20), (60, 20)]
    assert "image" not in ImageToPdf(keepInput=False).transform(frame).columns


def test_the_column_of_images_has_the_name_of_the_input(spark):
    seven = [name for name in ImageSchema.names if name not in OPTIONAL_IMAGE_FIELDS]
    fields = ", ".join(f"image.{name}" for name in seven)
    frame = spark.createDataFrame([("a", image_value(60))], f"path string, image {ImageSchema.simpleString()}")
    images = frame.selectExpr("path", f"struct({fields}) AS images")
    made = ImageToPdf(inputCol="images", outputCol="pdf_document").transform(images)
    assert made.columns == ["path", "images", "pdf_document", "exception"]
    (row,) = made.collect()
    assert [tuple(image) for image in row.images] == [image_value(60)]
    over = ImageToPdf(outputCol="image").transform(frame)
    assert over.columns == ["path", "image", "exception"]
    assert over.head().image.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("mode", "channels"),
    [
        (ImageType.TYPE_BYTE_BINARY, 1),
        (ImageType.TYPE_BYTE_BINARY, 3),
        (GRAY, 1),
        (ImageType.TYPE_3BYTE_BGR, 1),
        (ImageType.TYPE_4BYTE_ABGR, 1),
    ],
)
def test_images_of_many_pixels_come_back_small(mode, channels):
    """As PNG, which everything reads that reads images."""
    pixels = convert(np.add.outer(np.arange(1400), np.arange(900)).astype(np.uint8), GRAY, mode)
    value = write_image(Image(pixels, 150, mode), "file:/a", binary_channels=channels)[0]
    small = pa.scalar(pdf_output._small_image(value), arrow_type(ImageSchema))
    assert small["data"].as_py().startswith(b"\x89PNG")
    assert {name: small[name] for name in ImageSchema.names if name != "data"} == {
        name: value[name] for name in ImageSchema.names if name != "data"
    }
    assert np.array_equal(read_image(small).image.pixels, read_image(value).image.pixels)
    shown = to_pil_image(small.as_py())
    assert np.array_equal(np.asarray(shown), np.asarray(to_pil_image(value.as_py())))


def test_images_that_are_not_used_are_not_gathered(spark, capsys):
    frame = spark.createDataFrame([("a", image_value(60))], f"path string, image {ImageSchema.simpleString()}")
    made = ImageToPdf(outputCol="pdf").transform(frame)
    lists = []
    for selected in (made, made.select("pdf")):
        selected.explain()
        lists.append(capsys.readouterr().out.count("collect_list("))
    assert lists == [2, 1]


@pytest.mark.parametrize("channels", [1, 3])
def test_pages_of_images_that_are_called_binary(channels):
    pixels = np.add.outer(np.arange(70), np.arange(90)).astype(np.uint8)
    value = write_image(Image(pixels, 72, ImageType.TYPE_BYTE_BINARY), "file:/a", binary_channels=channels)[0]
    lossless = partial(picture_page, lossless=True)
    assert pdf_output._picture(lossless, value)["content"] == lossless(Image(pixels, 72, GRAY))


def test_a_scaled_image_makes_a_page_of_the_same_size():
    one = Image(np.full((200, 100), 200, np.uint8), 100, GRAY)
    assert sizes(picture_page(one)) == sizes(picture_page(scale(one, 2))) == [(72, 144)]


def test_order_of_the_rows_counts_without_numbers(spark):
    frame = spark.createDataFrame(
        [("a", image_value(width)) for width in (50, 60, 40)], f"path string, image {ImageSchema.simpleString()}"
    ).coalesce(1)
    (row,) = ImageToPdf().transform(frame).collect()
    assert sizes(row.content) == [(50, 20), (60, 20), (40, 20)]
    with pytest.raises(ValueError, match="pageNumCol"):
        ImageToPdf(pageNumCol="page").transform(frame)


def test_searchable_pages_are_joined_to_documents(spark):
    documents = files(spark, a=scanned_pdf(("The quick brown fox", "jumps over")), b=b"junk")
    read = ImageToTextPdf(engine="tesseract", outputCol="page_pdf", ocrParams=["tessedit_char_blacklist=x"])
    joined = PdfAssembler(outputCol="document")
    rows = PipelineModel(stages=[PdfToImage(resolution=150), read, joined]).transform(documents).collect()
    found = {row.path: row for row in rows}
    assert set(found["a"].asDict()) == {"path", "document", "exception"}
    first, second = texts(found["a"].document)
    assert first.startswith("The quick brown fo")
    assert not first.endswith("x"), "the engine has its parameters"
    assert second == "jumps over"
    assert sizes(found["a"].document) == [(216, 62)] * 2
    assert found["b"].document is None
    assert found["b"].exception.startswith("PdfToImage_")


def test_pages_are_assembled_by_number_and_origin(spark):
    pdfs = {name: make_pdf([Page([Text(72, 700, name)])]) for name in ("one", "two", "three")}
    rows = [
        ("f", 2, pdfs["three"]),
        ("g", 0, pdfs["two"]),
        ("f", 0, pdfs["one"]),
        ("h", 0, pdfs["one"]),
        ("h", 1, None),
    ]
    frame = spark.createDataFrame(rows, "file string, n int, one_page binary").repartition(3)
    stage = PdfAssembler(inputCol="one_page", originCol="file", pageNumCol="n", outputCol="all")
    found = {row.file: row for row in stage.transform(frame).collect()}
    assert (texts(found["f"]["all"]), texts(found["g"]["all"])) == (["one", "three"], ["two"])
    assert found["h"]["all"] is None
    assert found["h"].exception == f"{stage.uid}: There is no PDF of the page."


POSITIONS = [
    [
        {"c": "Hello", "p": 0, "x": 100.0, "y": 100.0, "width": 200.0, "height": 40.0, "fontSize": 12},
        {"c": "world", "p": 0, "x": 320.0, "y": 100.0, "width": 200.0, "height": 40.0, "fontSize": 12},
    ]
]


def test_text_becomes_documents(spark):
    pixels = np.zeros((600, 800), np.uint8)
    big = ("file:/a", 600, 800, 1, int(GRAY), 300, pixels.tobytes(), None, None, None)
    digital = ("file:/a", 1, 1, 1, int(GRAY), 0, b"\xff", None, None, None)
    original = make_pdf([Page([Text(72, 700, f"digital {n}")]) for n in range(3)])
    placed = [([tuple(unit.values()) for unit in POSITIONS[0]],)]
    rows = [
        ("a", 1, digital, "second", None, original),
        ("a", 0, big, "first", placed, original),
        ("b", 0, big, None, None, None),
        ("c", 0, digital, "gone", None, None),
    ]
    kinds = {"image": ImageSchema.simpleString(), "positions": PositionsSchema.simpleString()}
    schema = "path string, pagenum int, image {image}, text string, positions {positions}, content binary"
    frame = spark.createDataFrame(rows, schema.format(**kinds))
    stage = TextToPdf()
    found = {row.path: row for row in stage.transform(frame).collect()}
    assert set(found["a"].asDict()) == {"path", "text", "pdf", "exception"}
    assert found["a"].text == ["first", "second"]
    assert texts(found["a"].pdf) == ["Hello world", "digital 1"], "without positions the original page is copied"
    assert sizes(found["a"].pdf) == [(192, 144), (612, 792)]
    assert texts(found["b"].pdf) == [""]
    assert found["c"].pdf is None
    assert "inputContent" in found["c"].exception

    names = {"path": "file", "pagenum": "n", "image": "i", "text": "t", "positions": "p", "content": "c"}
    renamed = frame.where("path = 'a'").withColumnsRenamed(names)
    stage = TextToPdf(inputCol="p", inputImage="i", inputText="t", originCol="file", inputContent="c", pageNumCol="n")
    (row,) = stage.setOutputCol("o").setFont(font_roboto.RobotoBlack).transform(renamed).collect()
    assert (row.t, texts(row.o)) == (["first", "second"], ["Hello world", "digital 1"])
    with pikepdf.open(io.BytesIO(row.o)) as document:
        fonts = " ".join(str(font.BaseFont) for font in document.pages[0].Resources.Font.values())
    assert "Roboto-Black" in fonts


def positions(units=POSITIONS):
    return pa.array([[{"mapping": mapping} for mapping in units]], arrow_type(PositionsSchema))[0]


NO_POSITIONS = pa.scalar(None, arrow_type(PositionsSchema))


def write(pixels, placed=NO_POSITIONS, *, content=None, number=0, font="", in_points=False, resolution=300):
    binary, integer, message = (
        pa.scalar(content, pa.binary()),
        pa.scalar(number, pa.int32()),
        pa.scalar(None, pa.string()),
    )
    place = (placed, image(pixels, resolution), binary, integer, message)
    return bytes(pdf_output._text_pdf(*place, font=font, in_points=in_points)["content"])


@pytest.mark.parametrize("in_points", [True, False])
def test_unit_of_positions(in_points):
    (found,) = page_texts(write(np.zeros((2500, 2500), np.uint8), positions(), in_points=in_points), coordinates=True)
    expected = 100 if in_points else 24
    assert found.characters[0].x == pytest.approx(expected, abs=2)


def test_digital_pages_are_taken_as_they_are():
    whole = make_pdf([Page([Text(72, 700, f"page {n}")]) for n in range(3)])
    assert texts(write(PLACEHOLDER, content=whole, number=2)) == ["page 2"]
    single = make_pdf([Page([Text(72, 700, "alone")])])
    assert write(PLACEHOLDER, content=single, number=2) == single
    for content in (None, b"junk", whole):
        with pytest.raises(DocumentError):
            write(PLACEHOLDER, content=content, number=3)


def placed_on(page, change=None):
    """Positions as PdfToText gives them, with the text changed by a function from text to text."""
    (found,) = page_texts(page, coordinates=True)
    value = positions([[position_fields(unit, 0) for unit in found.characters]])
    if change is None:
        return value
    new = pa.scalar(change(found.text))
    moved = _update(pa.scalar(None, pa.string()), value, new, path=())["moved"]
    return positions([page["mapping"] for page in moved])


DIGITAL = make_pdf(
    [Page([Text(72, 700, "Patient John Miller"), Text(72, 680, "born 12.03.1980")], width=500, height=750, rotate=0)]
)


@pytest.mark.parametrize("in_points", [True, False])
@pytest.mark.parametrize(
    ("old", "new"), [("John Miller", "<NAME>"), ("12.03.1980", "21.03.1980"), ("John", "Jim"), ("Patient", "")]
)
def test_digital_pages_with_another_text_are_written_from_it(old, new, in_points):
    placed = placed_on(DIGITAL, lambda text: text.replace(old, new))
    made = write(PLACEHOLDER, placed, content=DIGITAL, in_points=in_points)
    (before,), (after,) = page_texts(DIGITAL, coordinates=True), page_texts(made, coordinates=True)
    assert after.text.split() == before.text.replace(old, new).split()
    assert (round(after.width), round(after.height)) == (500, 750)
    assert old.encode() not in made
    line = [next(c.x for c in page.characters if c.c == "b") for page in (before, after)]
    assert line[0] == pytest.approx(line[1], abs=1), "positions of digital pages are points, whatever the others are"


@pytest.mark.parametrize("change", [None, str, lambda text: "  ".join(text.split())])
def test_digital_pages_with_the_same_text_are_taken_as_they_are(change):
    assert write(PLACEHOLDER, placed_on(DIGITAL, change), content=DIGITAL) == DIGITAL


@pytest.mark.parametrize("units", [[], [[]], [None]])
def test_digital_pages_whose_text_is_gone_are_white(units):
    assert texts(write(PLACEHOLDER, positions(units), content=DIGITAL)) == [""]


@pytest.mark.parametrize("content", [None, b"junk", DIGITAL[:400]])
def test_text_that_cannot_be_compared_is_not_copied(content):
    with pytest.raises(DocumentError):
        write(PLACEHOLDER, placed_on(DIGITAL, lambda text: text.replace("John", "Jim")), content=content)


def test_failing_comparison_fails(monkeypatch):
    def fail(*_):
        raise RuntimeError

    monkeypatch.setattr(pdf_output, "says", fail)
    with pytest.raises(RuntimeError):
        write(PLACEHOLDER, placed_on(DIGITAL), content=DIGITAL)


def test_replaced_text_of_digital_documents(spark):
    contents = [Page([Text(72, 700, "John Miller lives here")]), Page([Text(72, 700, "and came home")])]
    documents = files(spark, a=make_pdf(contents))
    read = PdfToText(extractCoordinates=True, storeSplittedPdf=True)
    pages = PdfToImage(keepInput=True).transform(read.transform(documents))
    changed = pages.withColumn("replace_text", F.replace("text", F.lit("John Miller"), F.lit("<NAME>")))
    write_pdf = TextToPdf(inputCol="output_positions")
    (row,) = PipelineModel(stages=[UpdateTextPosition(), write_pdf]).transform(changed).collect()
    assert row.exception is None
    assert texts(row.pdf) == ["<NAME> lives here", "and came home"]
    with pikepdf.open(io.BytesIO(row.pdf)) as document:
        fonts = [[str(font.BaseFont) for font in page.Resources.Font.values()] for page in document.pages]
    written = [any("Roboto" in name for name in names) for names in fonts]
    assert written == [True, False], "a page that did not change is the original one"


def test_symbols_become_words():
    lines = ("Invoice No. 12345", "Customer: Hill Illinois")
    drawn = np.asarray(page("\n".join(lines)))
    found = report(Tesseract().read(drawn, 300, symbols=True), 300, ReadOptions(level=PageIteratorLevel.SYMBOL))
    assert found.text.split() == " ".join(lines).split()
    placed = positions([[position_fields(unit, 0) for unit in found.positions]])
    assert texts(write(drawn, placed))[0].split("\n") == list(lines)
    moved = _update(pa.scalar(None, pa.string()), placed, pa.scalar(found.text.replace("Hill", "<A B>")), path=())[
        "moved"
    ]
    written = write(drawn, positions([page["mapping"] for page in moved]))
    assert texts(written) == ["Invoice No. 12345\nCustomer: <A B> Illinois"]


class Reader:
    """An engine that always reads the same."""

    def read(self, pixels, _, *, symbols=False):  # noqa: ARG002
        return block_page(line_of("found text", 10), width=pixels.shape[1], height=pixels.shape[0])


def test_searchable_page_has_the_picture_and_the_text():
    pixels = np.asarray(page())
    picture = picture_page(Image(pixels, 300, GRAY))
    made = pdf_output._searchable(image(pixels, 300), engine=Reader(), picture=lambda _: picture)["content"]
    assert texts(made) == ["found text"]
    assert sizes(made) == sizes(picture)
    with pikepdf.open(io.BytesIO(made)) as document:
        (found, *_) = (x for x in document.pages[0].Resources.XObject.values() if x.Subtype == "/Image")
        with pikepdf.open(io.BytesIO(picture)) as before:
            assert found.read_raw_bytes() == before.pages[0].Resources.XObject.Picture.read_raw_bytes()


def test_pictures_are_stored_as_the_stage_says():
    found = Image(np.asarray(page()).copy(), 300, GRAY)
    for stage in (ImageToTextPdf, ImageToPdf):
        default = stage()._picture_function()(found)
        assert len(stage(**{stage.quality_param: 20})._picture_function()(found)) < len(default)
        assert b"/FlateDecode" in stage(lossless=True)._picture_function()(found)
        assert stage(lossless=True)._picture_function()(found) == picture_page(found, lossless=True)


def test_pages_that_were_not_rendered_have_no_picture():
    with pytest.raises(DocumentError, match="has one pixel"):
        pdf_output._picture(picture_page, image(PLACEHOLDER))
    with pytest.raises(DocumentError, match="has one pixel"):
        pdf_output._searchable(image(PLACEHOLDER), engine=Reader(), picture=picture_page)
