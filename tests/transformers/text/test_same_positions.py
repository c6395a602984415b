"""Positions of one level and unit on digital and scanned pages."""

import io

import numpy as np
import PIL.Image
import pytest

from sparkocr import samples
from sparkocr.base import LightPipeline
from sparkocr.pdf.read.render import render_page
from sparkocr.transformers import (
    BinaryToImage,
    ImageSkewCorrector,
    ImageToHocr,
    ImageToText,
    PdfToImage,
    PdfToText,
    SamePositions,
)

TEXT = "Invoice 4711\nRope 12.50\n\nPaid in full"
DPI = 200
POINTS_OFF = 3  # ink is smaller than the boxes that a font has


def units(stages, content):
    (page,) = LightPipeline(stages).fromBinary(content)
    assert not page["exception"], page["exception"].message
    return page["positions"].mappings


def scanned(pdf):
    """The first page of a PDF as a PNG of 200 dpi."""
    image = render_page(pdf, 0, resolution=DPI, max_pixels=10**7)
    file = io.BytesIO()
    PIL.Image.fromarray(image.pixels).save(file, "PNG", dpi=(DPI + 0.01, DPI + 0.01))
    return file.getvalue()


DIGITAL = [PdfToText(extractCoordinates=True)]
READ = [BinaryToImage(), ImageToText(pageIteratorLevel="word")]
MIXED = [PdfToText(extractCoordinates=True), PdfToImage(), ImageToText(pageIteratorLevel="word")]


@pytest.fixture(scope="module")
def pair():
    """A digital page, and its scan."""
    pdf = samples.pdf(TEXT)
    return pdf, scanned(pdf)


@pytest.mark.parametrize("resolution", [72, 300])
@pytest.mark.parametrize(
    ("level", "texts"),
    [
        ("WORD", ["Invoice", "4711", "Rope", "12.50", "Paid", "in", "full"]),
        ("TEXTLINE", ["Invoice 4711", "Rope 12.50", "Paid in full"]),
    ],
)
def test_a_digital_page_and_its_scan_have_the_same_boxes(pair, level, texts, resolution):
    same = SamePositions(level=level, resolution=resolution)
    digital, read = units([*DIGITAL, same], pair[0]), units([*READ, same], pair[1])
    assert [unit["c"] for unit in digital] == [unit["c"] for unit in read] == texts
    sides = [
        [(one["x"], one["x"] + one["width"], one["y"] + one["height"] / 2) for one in page] for page in (digital, read)
    ]
    assert np.abs(np.subtract(*sides)).max() <= POINTS_OFF * resolution / 72
    assert digital[0]["x"] == pytest.approx(40 * resolution / 72, abs=resolution / 72)  # the margin of the page


def test_without_it_units_and_levels_differ(pair):
    digital, read = units(DIGITAL, pair[0]), units(READ, pair[1])
    assert len(digital) > len(read)
    assert read[0]["x"] > 2 * digital[0]["x"]


def test_one_pipeline_reads_both(pair):
    same = [*MIXED, SamePositions(level="textline")]
    for content in (pair[0], samples.scan("Invoice 4711\nRope 12.50")):
        assert [unit["c"] for unit in units(same, content)[:2]] == ["Invoice 4711", "Rope 12.50"]


def test_blocks_and_characters(pair):
    (first, *_) = units([*DIGITAL, SamePositions(level="block")], pair[0])
    assert first["c"].startswith("Invoice 4711")
    characters = units([*DIGITAL, SamePositions(level="symbol")], pair[0])
    assert "".join(one["c"] for one in characters) == "".join(TEXT.split())
    symbols = [BinaryToImage(), ImageToText(pageIteratorLevel="symbol"), SamePositions(level="symbol")]
    assert [one["c"] for one in units(symbols, pair[1])[:7]] == list("Invoice")


def test_positions_of_a_levelled_image_are_those_before(pair):
    straight = units([*READ, SamePositions()], pair[1])
    turned = ImageSkewCorrector(automaticSkewCorrection=False, rotationAngle=2.0, outputCol="image")
    moved = units([BinaryToImage(), turned, READ[1], SamePositions()], pair[1])
    places = {one["c"]: one["x"] for one in moved}
    assert all(abs(places[one["c"]] - one["x"]) < 8 for one in straight if one["c"] in places)  # boxes are wider
    assert len(places.keys() & {one["c"] for one in straight}) >= 4


def test_positions_that_are_points_already_are_said_to_be(pair):
    read = [BinaryToImage(), ImageToText(pageIteratorLevel="word", pdfCoordinates=True)]
    expected = units([*READ, SamePositions()], pair[1])
    found = units([*read, SamePositions(inputUnit="pt")], pair[1])
    assert [one["x"] for one in found] == pytest.approx([one["x"] for one in expected], abs=0.5)


def test_hocr_has_words_too(pair):
    hocr = [BinaryToImage(), ImageToHocr(outputCol="hocr"), SamePositions(inputCol="hocr", inputUnit="auto")]
    found = units(hocr, pair[1])
    assert [one["c"] for one in found][:2] == ["Invoice", "4711"]
    assert found[0]["x"] == pytest.approx(40, abs=POINTS_OFF)


@pytest.mark.parametrize(
    ("stages", "which", "message"),
    [
        ([BinaryToImage(), ImageToText(), SamePositions()], 1, "larger than WORD: set pageIteratorLevel"),
        ([BinaryToImage(), ImageToText(), SamePositions(level="textline")], 1, "larger than TEXTLINE"),
        ([*READ, SamePositions(level="symbol")], 1, "larger than SYMBOL"),
        ([PdfToText(), SamePositions()], 0, "There are no positions: set extractCoordinates"),
    ],
)
def test_what_cannot_be_told_is_an_exception(pair, stages, which, message):
    (page,) = LightPipeline(stages).fromBinary(pair[which])
    assert message in page["exception"].message
