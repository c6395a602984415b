"""Pages with digital text and text that only their picture shows, through the stages."""

import codecs

import pyarrow as pa
import pytest

from pdf.make_picture import LETTER, pictured_pdf, scan_of
from pdf.make_type0 import coded_pdf, hexed, nameless_roboto
from sparkocr.apps.light import run
from sparkocr.base import LightPipeline
from sparkocr.schemas import ImageSchema
from sparkocr.stage.images import read_image
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import (
    ImageBinarizer,
    ImageCropper,
    ImageDrawRegions,
    ImageScaler,
    ImageTextDetector,
    ImageToText,
    PdfToImage,
    PdfToSearchablePdf,
    PdfToText,
)
from variants import files

# Tesseract reads the stamp's O as another letter or a zero now and then; digital text does not change.
STAMP = "O0Il1-STAMP-l1IO0"
OVER = f"BT /F1 9 Tf 72 20 Td ({STAMP}) Tj ET"
SCAN = scan_of("Quarterly invoice total\nPay within thirty days")
STAMPED = pictured_pdf(OVER, [(SCAN, LETTER)])
MASK = {"inputRegionsCol": "text_regions", "filledRect": True, "rectColor": "white"}


def rows(pdf, *stages, **options):
    return LightPipeline(list(stages), **options).fromBinary(pdf)


def text_of(row):
    assert not row["exception"]
    return " ".join(row["text"].result.split())


def read(*between, inputCol="image", **options):
    return [PdfToText(), PdfToImage(), *between, ImageToText(engine="tesseract", inputCol=inputCol, **options)]


@pytest.mark.parametrize("options", [{}, {"pageIteratorLevel": "SYMBOL"}, {"keepLayout": True}])
def test_a_stamp_and_its_scan(options):
    (row,) = rows(STAMPED, *read(**options))
    assert text_of(row) == f"Quarterly invoice total Pay within thirty days {STAMP}"


@pytest.mark.parametrize(
    "between",
    [
        ImageBinarizer(outputCol="changed"),
        ImageScaler(outputCol="changed", scaleFactor=1.5),
        ImageScaler(outputCol="changed", scaleFactor=0.6),
    ],
)
def test_the_text_stays_through_stages_that_change_the_image(between):
    (row,) = rows(STAMPED, *read(between, inputCol="changed"))
    assert text_of(row) == f"Quarterly invoice total Pay within thirty days {STAMP}"


def test_a_part_of_an_image_has_the_words_on_it():
    above = ImageCropper(cropRectangle=[0, 0, 2550, 2500], outputCol="part")
    (row,) = rows(STAMPED, *read(above, inputCol="part"))
    assert text_of(row) == "Quarterly invoice total Pay within thirty days"
    below = ImageCropper(cropRectangle=[0, 3000, 2550, 299], outputCol="part")
    (row,) = rows(STAMPED, *read(below, inputCol="part"))
    assert text_of(row) == STAMP


@pytest.mark.parametrize("other", ["", "a word more {}", None])
def test_a_text_that_was_changed_is_not_mixed_with_what_is_read(other):
    (row,) = run([PdfToText(), PdfToImage()], LightRow({"content": pa.scalar(STAMPED)}))
    assert row["image"]["textWords"].is_valid
    text = None if other is None else other.format(row["text"].as_py())
    changed = row.withColumn("text", pa.scalar(text, pa.string()))
    (found,) = run([ImageToText(engine="tesseract")], changed)
    assert "was changed after the page was rendered" in found["exception"].as_py()
    assert not found["text"].is_valid


def test_in_spark(spark):
    (row,) = (
        ImageToText(engine="tesseract")
        .transform(PdfToImage().transform(PdfToText().transform(files(spark, stamped=STAMPED))))
        .collect()
    )
    assert row.text.split() == f"Quarterly invoice total Pay within thirty days {STAMP}".split()
    assert STAMP in "".join(unit.c for unit in row.positions[0].mapping)
    assert row.exception is None


def test_a_masked_image_gets_no_text_back():
    mask = ImageDrawRegions(outputCol="masked", **MASK)
    (row,) = rows(STAMPED, *read(ImageTextDetector(), mask, inputCol="masked"))
    assert STAMP not in row["text"].result
    assert not row["text"].result.strip()


@pytest.mark.parametrize("size", [9, 10, 500])
def test_a_number_of_characters_alone_decides_where_it_is_set(size):
    stages = [PdfToText(), PdfToImage(minSizeBeforeFallback=size), ImageToText(engine="tesseract")]
    (row,) = rows(STAMPED, *stages)
    if size == 500:
        assert "thirty days" in text_of(row)
        assert STAMP not in text_of(row), "all of it was read"
    else:
        assert text_of(row) == STAMP
    searchable = PdfToSearchablePdf(engine="tesseract", minSizeBeforeFallback=size)
    (row,) = rows(STAMPED, searchable, PdfToText(inputCol="pdf"))
    assert ("thirty days" in text_of(row)) == (size == 500)


@pytest.mark.parametrize(
    "missing", [{"textWords"}, {"textWords", "transform"}, {"textWords", "transform", "exception"}]
)
def test_images_without_the_places_of_text_are_read(missing):
    fields = [field for field in arrow_type(ImageSchema) if field.name not in missing]
    values = {"height": 1, "width": 2, "nChannels": 1, "mode": 10, "resolution": 72, "data": b"\0\xff"}
    image = read_image(pa.scalar({field.name: values.get(field.name) for field in fields}, pa.struct(fields))).image
    assert image.text_words is None
    assert image.pixels.tolist() == [[0, 255]]


def unreadable():
    embedded, glyphs = nameless_roboto()
    shown = hexed("Payable on the third day", glyphs)
    return coded_pdf(f"BT /F2 14 Tf 72 700 Td {shown} Tj ET", None, embedded=embedded, width=560)


def shifted():
    lines = ["Please pay the amount of this", "invoice on the third day and", "tell us the number of the order"]
    embedded, glyphs = nameless_roboto()
    content = "".join(f"BT /F2 14 Tf 72 {700 - 20 * n} Td {hexed(line, glyphs)} Tj ET " for n, line in enumerate(lines))
    mapping = {glyphs[c]: codecs.encode(c, "rot13") for c in set("".join(lines))}
    return coded_pdf(content, mapping, embedded=embedded, width=560)


@pytest.mark.parametrize("make", [unreadable, shifted])
def test_a_layer_that_means_nothing_is_read_from_the_picture(make):
    (row,) = rows(make(), *read())
    assert "on the third day" in text_of(row)
    (row,) = rows(make(), PdfToText())
    assert not row["text"].result.strip()


def test_an_unreadable_page_is_searchable():
    (row,) = rows(unreadable(), PdfToSearchablePdf(engine="tesseract"), PdfToText(inputCol="pdf"))
    assert text_of(row) == "Payable on the third day"


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_pages_on_their_side_and_cropped(rotate):
    turned = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 792 0", 180: "-1 0 0 -1 612 792", 270: "0 -1 1 0 0 612"}[rotate]
    page = (0, 0, 792, 612) if rotate % 180 else LETTER
    scan = SCAN.rotate(rotate, expand=True)
    pdf = pictured_pdf(f"{turned} cm {OVER}", [(scan, page)], page=page, rotate=rotate)
    (row,) = rows(pdf, *read())
    assert text_of(row) == f"Quarterly invoice total Pay within thirty days {STAMP}"


def test_a_cropped_page():
    part = (100, 100, 712, 892)
    cropped = pictured_pdf(f"1 0 0 1 100 100 cm {OVER}", [(SCAN, part)], page=(0, 0, 900, 900), cropbox=part)
    (row,) = rows(cropped, *read())
    assert text_of(row) == f"Quarterly invoice total Pay within thirty days {STAMP}"


def test_the_scan_under_a_watermark_is_kept():
    mark = "BT 0.85 g /F1 90 Tf 0.7071 0.7071 -0.7071 0.7071 120 300 Tm (COPY) Tj ET"
    (row,) = rows(pictured_pdf(mark + " BT 0 g /F1 9 Tf 72 20 Td (Page 1 of 3) Tj ET", [(SCAN, LETTER)]), *read())
    assert {"Quarterly", "thirty", "COPY", "Page"} <= set(text_of(row).split())
