"""ImageToText also finds the tables of the pages that it reads."""

import io

import pikepdf
import pytest
from PIL import Image

from documents import encode, png
from sparkocr import samples
from sparkocr.apps.jobs import markdown_stages
from sparkocr.apps.light import LightPipeline
from sparkocr.pdf.read.render import render_page
from sparkocr.transformers import BinaryToImage, ImageScaler, ImageToText, PageToMarkdown, PdfToImage, PdfToText

FRUIT = [["Fruit", "Price"], ["Apples", "2.50"], ["Pears", "3.20"]]
MARKDOWN = "".join(["<table>", *(f"<tr><td>{one}</td><td>{other}</td></tr>" for one, other in FRUIT), "</table>"])
READ = ImageToText(pageIteratorLevel="word", tablesCol="tables")


def picture(kind="PNG", **options):
    pixels = render_page(samples.table(FRUIT), 0, resolution=150, max_pixels=10**7).pixels
    return encode(Image.fromarray(pixels), kind, **options)


def light(content, *stages):
    return LightPipeline(list(stages)).fromBinary(content)


def texts(tables):
    return [[[cell["chunkText"] for cell in row] for row in table["chunks"]] for table in tables]


def test_points_whatever_became_of_the_image():
    for scaled in ([], [ImageScaler(scaleFactor=1.5, inputCol="image", outputCol="image")]):
        (row,) = light(picture(dpi=(150, 150)), BinaryToImage(), *scaled, READ)
        assert texts(row["tables"]) == [FRUIT]
        assert row["tables"][0]["area"]["x"] == pytest.approx(40, abs=1)
        assert row["text"].result.split() == ["Fruit", "Price", "Apples", "2.50", "Pears", "3.20"]


def test_nothing_unless_it_is_asked_for():
    (row,) = light(picture(), BinaryToImage(), ImageToText())
    assert "tables" not in row
    (row,) = light(png("No table"), BinaryToImage(), READ)
    assert row["tables"] == []


def compact(markdown):
    return "".join(markdown.split())


@pytest.mark.parametrize(
    "content",
    [picture(dpi=(150, 150)), picture(), picture("PDF", resolution=150), samples.table(FRUIT)],
    ids=["image", "unknown resolution", "scan", "digital"],
)
def test_markdown(content):
    stages = markdown_stages()
    if not content.startswith(b"%PDF"):
        stages = [BinaryToImage(), *stages[2:]]
    (row,) = light(content, *stages)
    assert compact(row["text"].result) == MARKDOWN, "the lines of the table are not written twice"


def test_on_spark(spark):
    documents = [("scan", picture("PDF", resolution=150)), ("digital", samples.table(FRUIT))]
    made = spark.createDataFrame(documents, "path string, content binary")
    for stage in markdown_stages():
        made = stage.transform(made)
    rows = made.select("path", "text", "exception").collect()
    assert [(compact(row["text"]), row["exception"]) for row in rows] == [(MARKDOWN, None)] * 2


def test_digital_tables_of_a_page_that_shows_more_stay():
    """A picture of text below a digital table."""
    document = pikepdf.open(io.BytesIO(samples.table(FRUIT)))
    scan = pikepdf.open(io.BytesIO(encode(Image.open(io.BytesIO(png("Words of a picture"))), "PDF", resolution=300)))
    document.pages[0].add_overlay(scan.pages[0], pikepdf.Rectangle(40, 20, 400, 120))
    file = io.BytesIO()
    document.save(file)
    digital = PdfToText(extractCoordinates=True, fontsCol="fonts", tablesCol="tables")
    (row,) = light(file.getvalue(), digital, PdfToImage(), READ, PageToMarkdown(tablesUnit="pt"))
    assert "Words of a picture" in row["text"].result, "the page was read"
    assert texts(row["tables"]) == [FRUIT]
    assert row["tables"][0]["area"]["x"] == 40, "exact"
    assert compact(row["markdown"]).startswith(MARKDOWN)
