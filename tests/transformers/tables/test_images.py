"""ImageToTables: tables of images."""

import numpy as np
import pytest
from PIL import Image

from documents import encode, page, png
from engines.tables.drawn import DPI, LONG, pixels_of, ruled
from sparkocr import samples
from sparkocr.apps.light import LightPipeline
from sparkocr.transformers import (
    BinaryToImage,
    ImageToHocr,
    ImageToTables,
    ImageToText,
    PdfToImage,
    PdfToText,
)

FRUIT = [["Fruit", "Price"], ["Apples", "2.50"], ["Pears", "3.20"]]
PORTS = [["Port", "Leaves"], ["Turku", "7:00"]]
RENDER = PdfToImage(resolution=150)


def texts(table):
    return [[cell["chunkText"] for cell in row] for row in table["chunks"]]


def light(*stages, content=None):
    return LightPipeline(list(stages)).fromBinary(content or samples.table(FRUIT, PORTS))


def test_tables_of_pages():
    rows = light(RENDER, ImageToTables())
    assert [(row["pagenum"], row["table_index"], row["engine"]) for row in rows] == [(0, 0, "ruled"), (1, 0, "ruled")]
    assert [texts(row["table"]) for row in rows] == [FRUIT, PORTS]
    assert [row["table"]["area"]["page"] for row in rows] == [0, 1]
    assert "image" not in rows[0]
    assert rows[0]["table"]["area"]["x"] == pytest.approx(40 * 150 / 72, abs=2), "px"


def test_on_spark(spark):
    frame = spark.createDataFrame(
        [("a", samples.table(FRUIT, PORTS)), ("b", samples.pdf("x"))], "path string, content binary"
    )
    rows = ImageToTables().transform(RENDER.transform(frame)).orderBy("path", "pagenum").collect()
    assert [row["table"] and row["table"]["area"]["page"] for row in rows] == [0, 1, None]
    assert [row["table_index"] for row in rows] == [0, 0, None]


def test_points_and_names():
    stage = ImageToTables(
        pdfCoordinates=True, outputCol="t", tableIndexCol="n", engineCol="e", keepInput=True, pageNumCol="p"
    )
    row = light(RENDER, stage)[1]
    assert row["t"]["area"]["x"] == pytest.approx(40, abs=1)
    assert (row["n"], row["e"], row["p"], "image" in row) == (0, "ruled", 1, True)


class Deaf:
    """An engine that must not be asked."""

    def read(self, *_, **__):
        raise AssertionError


@pytest.mark.parametrize(
    ("reader", "column"),
    [(ImageToText(pageIteratorLevel="word"), "positions"), (ImageToHocr(), "hocr")],
    ids=["positions", "hocr"],
)
def test_text_that_was_read_already_is_used(reader, column, monkeypatch):
    monkeypatch.setattr(ImageToTables, "engine_of", lambda _: Deaf())
    rows = light(RENDER, reader, ImageToTables(positionsCol=column))
    assert [texts(row["table"]) for row in rows] == [FRUIT, PORTS]


def test_words_that_stand_on_their_side(monkeypatch):
    monkeypatch.setattr(ImageToTables, "engine_of", lambda _: Deaf())
    scan = encode(Image.fromarray(np.rot90(pixels_of(ruled(LONG)))), dpi=(DPI, DPI))
    read = ImageToText(pageIteratorLevel="word")
    (row,) = light(BinaryToImage(), read, ImageToTables(positionsCol="positions"), content=scan)
    assert texts(row["table"])[0] == LONG[0]


def test_wrong_columns():
    for wrong in ("missing", "pagenum"):
        with pytest.raises(ValueError, match=f"positionsCol='{wrong}'"):
            light(RENDER, ImageToTables(positionsCol=wrong))


def test_text_that_is_no_hocr_is_an_exception():
    rows = light(RENDER, ImageToTables(positionsCol="path", keepInput=True))
    assert [row["table"] for row in rows] == [None, None]
    assert all("hOCR" in row["exception"].message for row in rows)


def test_no_tables_and_no_images():
    (row,) = light(BinaryToImage(), ImageToTables(), content=png())
    assert (row["table"], row["table_index"], row["engine"], bool(row["exception"])) == (None, None, None, False)
    (row,) = light(BinaryToImage(), ImageToTables(), content=b"no image")
    assert row["exception"].message.startswith("BinaryToImage_")
    (row,) = light(PdfToText(), PdfToImage(), ImageToTables(), content=samples.pdf("A page that has digital text"))
    assert (row["table"], bool(row["exception"])) == (None, False), "it was not rendered"


def test_engines_and_language():
    rows = light(RENDER, ImageToTables(structureEngine="aligned"))
    assert {row["engine"] for row in rows} == {"aligned"}
    assert "tlh" in light(RENDER, ImageToTables(language="tlh"))[0]["exception"].message


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (5000, 4)])
def test_odd_images(size):
    from documents import encode

    (row,) = light(BinaryToImage(), ImageToTables(), content=encode(page(" ", size)))
    assert (row["table"], bool(row["exception"])) == (None, False)
