"""PdfRedactRegions and the options of PdfDrawRegions: every parameter, in one Spark job."""

import io

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from pyarrow import scalar
from pyspark.sql import functions as F

from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.schemas import ImageSchema, RegionsSchema
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import (
    HocrTokenizer,
    ImageScaler,
    ImageToHocr,
    ImageToText,
    PdfToHocr,
    PdfToImage,
    PdfToText,
    PositionFinder,
)
from sparkocr.transformers.pdf import PdfDrawRegions, PdfRedactRegions
from variants import collect, files

LETTER = make_pdf([Page([Text(60, 700, "Dear"), Text(100, 700, "Jane"), Text(140, 700, "Smith")])])
TWO = make_pdf([Page([Text(100, 700, "Jane")]), Page([Text(100, 700, "Jane")])])
LOCKED = make_pdf([Page([Text(100, 700, "Jane")])], user_password="open sesame")


def region(x=98.0, y=80.0, width=40.0, height=16.0, page=0, angle=0.0, label="NAME", score=0.5):
    x, y, width, height = (side if side is None else float(side) for side in (x, y, width, height))
    return {
        "index": 0, "page": page, "x": x, "y": y, "width": width, "height": height, "score": score, "label": label,
        "angle": angle,
    }  # fmt: skip


def image(width, height, resolution=72, transform=None):
    """An image without pixels, of which only the size counts."""
    return ("file:/a", height, width, 1, 10, resolution, None, None, transform, None)


def frame(spark, content, regions, **columns):
    """A document with regions, and more columns."""
    data = files(spark, pdf=content).withColumn("pagenum", F.lit(0))
    made = spark.createDataFrame([(regions,)], f"coordinates {RegionsSchema.simpleString()}")
    for name, (value, kind) in columns.items():
        made = made.crossJoin(spark.createDataFrame([(value,)], f"{name} {kind}"))
    return data.crossJoin(made)


def seen(value):
    return {"image": (value, ImageSchema.simpleString()), "confidence": (90.0, "double")}


SCALED = [0.5, 0.0, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 1.0]
IN_PX = region(98 * 2, 80 * 2, 80, 32)
BESIDE = region(98, 80 + 16 + 3, 40, 10)  # 3 points below the letters


@pytest.fixture(scope="module")
def results(spark):
    redact, draw = PdfRedactRegions(), PdfDrawRegions(inputRegionsCol="coordinates")
    letter, locked = frame(spark, LETTER, [region()]), frame(spark, LOCKED, [region()])
    both = frame(spark, LETTER, [region(), region(300, label="CITY", score=0.25)])
    frames = {
        "redacted": redact.transform(letter),
        "columns": PdfRedactRegions(
            inputCol="file", inputRegionsCol="boxes", outputCol="clean", reportCol="report"
        ).transform(letter.withColumnRenamed("content", "file").withColumnRenamed("coordinates", "boxes")),
        "no regions": redact.transform(frame(spark, LETTER, [])),
        "null regions": redact.transform(frame(spark, LETTER, None)),
        "invalid region": redact.transform(frame(spark, LETTER, [region(), region(width=None)])),
        "a null": redact.transform(frame(spark, LETTER, [region(), None])),
        "beside": redact.transform(frame(spark, LETTER, [region(x=700.0)])),
        "other page": redact.transform(frame(spark, LETTER, [region(page=7)])),
        "second page": redact.transform(frame(spark, TWO, [region(page=1)])),
        "third page": redact.transform(frame(spark, TWO, [region(page=2)])),
        "single": redact.transform(letter.withColumn("coordinates", F.col("coordinates")[0])),
        "turned": redact.transform(frame(spark, LETTER, [region(98 + 12, 80 - 12, 16, 40, angle=90.0)])),
        "raster": PdfRedactRegions(technique="raster").transform(letter),
        "resolution": PdfRedactRegions(technique="raster", resolution=72).transform(letter),
        "maxPixels": PdfRedactRegions(technique="raster", maxPixels=1000).transform(letter),
        "rectColor": PdfRedactRegions(rectColor="red").transform(letter),
        "no padding": PdfRedactRegions(padding=0).transform(frame(spark, LETTER, [BESIDE])),
        "padding": PdfRedactRegions(padding=14).transform(frame(spark, LETTER, [BESIDE])),
        "password": PdfRedactRegions(password="open sesame").transform(locked),
        "no password": redact.transform(locked),
        "px": redact.transform(frame(spark, LETTER, [IN_PX], **seen(image(1224, 1584)))),
        "px of a scaled image": redact.transform(frame(spark, LETTER, [IN_PX], **seen(image(9, 9, 72, SCALED)))),
        "px padding": PdfRedactRegions(padding=14).transform(
            frame(spark, LETTER, [region(196, 198, 80, 20)], **seen(image(1224, 1584)))
        ),
        "px without a resolution": redact.transform(frame(spark, LETTER, [IN_PX], **seen(image(9, 9, 0, SCALED)))),
        "placeholder": redact.transform(frame(spark, LETTER, [region()], **seen(image(1, 1)))),
        "unknown unit": redact.transform(
            frame(spark, LETTER, [region()], image=(image(1224, 1584), ImageSchema.simpleString()))
        ),
        "unit pt": PdfRedactRegions(unit="pt").transform(frame(spark, LETTER, [region()], **seen(image(1224, 1584)))),
        "unit px": PdfRedactRegions(unit="px").transform(
            frame(spark, LETTER, [IN_PX], image=(image(1224, 1584), ImageSchema.simpleString()))
        ),
        "unit px, no image": PdfRedactRegions(unit="px").transform(frame(spark, LETTER, [IN_PX])),
        "image columns": PdfRedactRegions(imageCol="scan", confidenceCol="sure").transform(
            frame(spark, LETTER, [IN_PX], scan=(image(1224, 1584), ImageSchema.simpleString()), sure=(1.0, "double"))
        ),
        "earlier": redact.transform(letter.withColumn("exception", F.lit("It failed."))),
        "drawn": draw.transform(both),
        "fontSize": PdfDrawRegions(inputRegionsCol="coordinates", displayMetadata=True, fontSize=30).transform(both),
        "displayMetadata": PdfDrawRegions(inputRegionsCol="coordinates", displayMetadata=True).transform(both),
        "colorMap": PdfDrawRegions(inputRegionsCol="coordinates", colorMap={"NAME": "red"}, lineWidth=3).transform(
            both
        ),
        "filledRect": PdfDrawRegions(inputRegionsCol="coordinates", filledRect=True, rectColor="yellow").transform(
            both
        ),
        "highlights": PdfDrawRegions(
            inputRegionsCol="coordinates", highlightAnnotations=True, colorMap={"*": "green"}
        ).transform(both),
        "highlights with scores": PdfDrawRegions(
            inputRegionsCol="coordinates", highlightAnnotations=True, displayMetadata=True
        ).transform(both),
    }
    return collect({name: made.drop("coordinates", "boxes", "image", "scan") for name, made in frames.items()})


def only(rows):
    (row,) = rows
    return row


def words(content):
    with pdfium.PdfDocument(content) as document:
        return [page.get_textpage().get_text_range().split() for page in document]


def pixels(content):
    with pdfium.PdfDocument(content) as document:
        return document[0].render(scale=1, rev_byteorder=True).to_numpy()[:, :, :3].astype(int)


def notes(content):
    with pikepdf.open(io.BytesIO(content)) as document:
        return [(str(note.Contents), [float(part) for part in note.C]) for note in document.pages[0].Annots]


@pytest.mark.parametrize(
    "name",
    ["redacted", "single", "other page", "turned", "px", "px of a scaled image", "placeholder", "unit pt", "unit px"],
)
def test_regions_are_redacted(results, name):
    row = only(results[name])
    assert row.exception is None
    assert words(row.pdf_redacted) == [["Dear", "Smith"]]
    report = [(done.page, done.technique, done.regions, done.reason) for done in row.redaction]
    assert report == [(0, "rewrite", 1, None)]


def test_columns(results):
    row = only(results["columns"])
    assert words(row.clean) == [["Dear", "Smith"]]
    assert row.report[0].technique == "rewrite"
    assert words(only(results["image columns"]).pdf_redacted) == [["Dear", "Smith"]]


def test_no_regions(results):
    row = only(results["no regions"])
    assert words(row.pdf_redacted) == [["Dear", "Jane", "Smith"]]
    assert row.redaction[0].technique == "none"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("null regions", "regions are null"),
        ("invalid region", "no valid place"),
        ("a null", "no valid place"),
        ("beside", "not on its page"),
        ("third page", "page that is not there"),
        ("maxPixels", "maxPixels"),
        ("no password", "encrypted"),
        ("px without a resolution", "no resolution"),
        ("unknown unit", "set unit"),
        ("unit px, no image", "image that is not there"),
        ("earlier", "It failed."),
    ],
)
def test_it_fails_closed(results, name, message):
    row = only(results[name])
    assert row.pdf_redacted is None
    assert row.redaction is None
    assert message in row.exception
    assert "Jane" not in row.exception


def test_pages(results):
    row = only(results["second page"])
    assert words(row.pdf_redacted) == [["Jane"], []]
    assert [(done.page, done.technique) for done in row.redaction] == [(0, "none"), (1, "rewrite")]


def test_pictures(results):
    row = only(results["raster"])
    assert words(row.pdf_redacted) == [["Dear", "Smith"]]
    assert row.redaction[0].technique == "raster"
    assert row.redaction[0].reason
    small = only(results["resolution"]).pdf_redacted
    assert len(small) < len(row.pdf_redacted) / 2


def test_colour(results):
    assert tuple(pixels(only(results["redacted"]).pdf_redacted)[88, 120]) == (0, 0, 0)
    assert tuple(pixels(only(results["rectColor"]).pdf_redacted)[88, 120]) == (255, 0, 0)


def test_padding(results):
    assert words(only(results["no padding"]).pdf_redacted) == [["Dear", "Jane", "Smith"]]
    for name in ("padding", "px padding"):
        assert "Jane" not in words(only(results[name]).pdf_redacted)[0]


def test_passwords(results):
    assert words(only(results["password"]).pdf_redacted) == [[]]


def test_columns_that_are_not_there(spark):
    letter = frame(spark, LETTER, [region()])
    for name in ("originCol", "imageCol", "confidenceCol", "inputRegionsCol", "inputCol"):
        with pytest.raises(ValueError, match=f"{name}='nowhere'"):
            PdfRedactRegions(**{name: "nowhere"}).transform(letter)
    with pytest.raises(ValueError, match="technique"):
        PdfRedactRegions(technique="magic")


def test_gaps_of_one_width():
    def end(width):
        content = make_pdf([Page(content=b"BT /F1 12 Tf 60 700 Td (Dear Maximilian Smith) Tj ET")])
        regions = scalar([region(88.2, 80, 58)], arrow_type(RegionsSchema))
        made = light([PdfRedactRegions(padding=0, gapWidth=width)], content, coordinates=regions)
        with pdfium.PdfDocument(made["pdf_redacted"]) as document:
            text = document[0].get_textpage()
            return text.get_charbox(text.get_text_range().index("Smith"))[0]

    assert end(0) - end(2) == pytest.approx(60 - 24, abs=4)
    assert end(3) - end(2) == pytest.approx(12, abs=0.1)


def light(stages, content, **columns):
    """Run stages on one row without Spark."""
    row = LightRow({"path": scalar("a"), "content": scalar(content), **columns})
    for stage in stages:
        (row,) = stage.light_rows(row)
    return {name: row[name].as_py() for name in ("pdf_redacted", "redaction", "exception")}


def test_words_of_a_digital_page():
    digital = [PdfToText(extractCoordinates=True, storeSplittedPdf=True), PdfToHocr(), HocrTokenizer()]
    find = PositionFinder(inputCol="token", padding=0)
    page = light([*digital, find, PdfRedactRegions()], LETTER)
    assert words(page["pdf_redacted"]) == [[]]
    assert page["redaction"][0]["regions"] == 3, page["exception"]


def test_words_of_a_scan_that_was_scaled():
    image = [PdfToImage(resolution=150, keepInput=True), ImageScaler(scaleFactor=2.0, outputCol="image")]
    read = [ImageToText(), ImageToHocr(), HocrTokenizer(), PositionFinder(inputCol="token", padding=2)]
    page = light([*image, *read, PdfRedactRegions()], LETTER)
    assert page["redaction"][0]["regions"] == 3, page["exception"]
    assert words(page["pdf_redacted"]) == [[]]


def test_outlines_are_the_default(results):
    drawn = only(results["drawn"]).pdf_regions
    assert words(drawn) == [["Dear", "Jane", "Smith"]]
    assert tuple(pixels(drawn)[80, 118]) == pytest.approx((0, 0, 0), abs=130)


def test_labels(results):
    plain, large = (only(results[name]).pdf_regions for name in ("displayMetadata", "fontSize"))
    assert {"NAME", "0.50", "CITY", "0.25"} <= set(words(plain)[0])
    assert {"NAME", "0.50"} <= set(words(large)[0])
    ink = [(pixels(drawn).min(axis=2) < 128).nonzero()[0].min() for drawn in (plain, large)]
    assert ink[1] < ink[0] - 10


def test_colours_of_labels(results):
    drawn = pixels(only(results["colorMap"]).pdf_regions)
    assert tuple(drawn[96, 118]) == pytest.approx((255, 0, 0), abs=10)
    assert tuple(drawn[96, 320]) == pytest.approx((0, 0, 0), abs=10)


def test_filled_regions(results):
    drawn = pixels(only(results["filledRect"]).pdf_regions)
    assert tuple(drawn[95, 136]) == pytest.approx((255, 255, 153), abs=3)
    assert drawn[80:96, 98:138].min() < 100, "the letters can still be read"


def test_highlights(results):
    green = [0, 1, 0]
    assert notes(only(results["highlights"]).pdf_regions) == [("NAME", green), ("CITY", green)]
    assert [text for text, _ in notes(only(results["highlights with scores"]).pdf_regions)] == [
        "NAME 0.50",
        "CITY 0.25",
    ]
    assert np.array_equal(words(only(results["highlights"]).pdf_regions), words(LETTER))
