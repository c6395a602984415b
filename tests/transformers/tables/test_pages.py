"""PdfToTables: tables of digital and scanned pages, also over several."""

import io

import pytest
from PIL import Image

from pdf.make_pdf import Page, Text, make_pdf
from sparkocr import samples
from sparkocr.apps.light import LightPipeline
from sparkocr.engines.tables import read as engine_read
from sparkocr.pdf.read.render import render_page
from sparkocr.transformers import PdfToTables

FRUIT = [["Fruit", "Price"], ["Apples", "2.50"], ["Pears", "3.20"]]
HEAD = ["Port", "Leaves"]
PORTS = [[f"Port {chr(65 + number)}", f"{number}:15"] for number in range(20)]
LONG = [[HEAD, *PORTS[:11]], [HEAD, *PORTS[11:]]]  # fills a page, and goes on
COLUMNS = ("path", "table_index", "pagenum", "engine", "exception")


def scanned(content, resolution=150):
    """The pages as pictures."""
    pages = [render_page(content, number, resolution=resolution, max_pixels=10**7).pixels for number in (0, 1)]
    first, second = map(Image.fromarray, pages)
    file = io.BytesIO()
    first.save(file, "PDF", resolution=resolution, save_all=True, append_images=[second])
    return file.getvalue()


def texts(table):
    return [[cell["chunkText"] for cell in row] for row in table["chunks"]]


def light(content, **parameters):
    return LightPipeline([PdfToTables(**parameters)]).fromBinary(content)


def facts(rows):
    return sorted(
        ((*(row[name] for name in COLUMNS), row["table"] and len(row["table"]["chunks"])) for row in rows),
        key=str,
    )


def test_a_document_of_digital_and_scanned_pages_and_one_without_tables(spark):
    documents = {
        "digital": samples.table(FRUIT, FRUIT[:2]),
        "scanned": scanned(samples.table(FRUIT, [["a", "b"], ["c", "d"]])),
        "letter": samples.pdf("No table"),
        "broken": b"%PDF-1.7",
        "long": samples.table(*LONG),
    }
    frame = spark.createDataFrame(list(documents.items()), "path string, content binary")
    rows = PdfToTables().transform(frame).collect()
    stage = rows[[row["path"] for row in rows].index("broken")]["exception"].partition(":")[0]
    assert facts(rows) == facts(
        [
            {"path": path, "table_index": index, "pagenum": page, "engine": engine, "exception": None, "table": table}
            for path, index, page, engine, table in (
                ("digital", 0, 0, "ruled", {"chunks": FRUIT}),
                ("digital", 1, 1, "ruled", {"chunks": FRUIT[:2]}),
                ("scanned", 0, 0, "ruled", {"chunks": FRUIT}),
                ("scanned", 1, 1, "ruled", {"chunks": FRUIT[:2]}),
                ("letter", None, 0, None, None),
                ("long", 0, 0, "ruled", {"chunks": [HEAD, *PORTS]}),
            )
        ]
        + [
            {"path": "broken", "table_index": None, "pagenum": 0, "engine": None, "table": None}
            | {"exception": f"{stage}: PDF is truncated."}
        ]
    )
    (scan, _) = (row for row in rows if row["path"] == "scanned")
    assert texts(scan["table"]) == FRUIT
    assert scan["table"]["area"]["x"] == pytest.approx(40, abs=1), "points, also of scans"


def test_a_page_that_fails_is_a_row_and_the_others_go_on(monkeypatch):
    content = samples.table(FRUIT, FRUIT, FRUIT)
    found_page = engine_read.found_page

    def fails_on_one(document, index, *args, **options):
        if index == 1:
            raise RuntimeError
        return found_page(document, index, *args, **options)

    monkeypatch.setattr("sparkocr.transformers.tables.pages.found_page", fails_on_one)
    rows = light(content)
    assert [(row["pagenum"], row["table_index"], bool(row["exception"])) for row in rows] == [
        (0, 0, False),
        (1, None, True),
        (2, 1, False),
    ]


def test_documents_of_the_same_content_stay_apart(spark):
    frame = spark.createDataFrame([("a", samples.table(*LONG))] * 3, "path string, content binary")
    rows = PdfToTables().transform(frame).collect()
    assert [len(row["table"]["chunks"]) for row in rows] == [21, 21, 21]


@pytest.mark.parametrize("partitions", [0, 2, -1])
def test_in_place_or_spread(spark, partitions):
    frame = spark.createDataFrame([("a", samples.table(*LONG)), ("b", samples.pdf("."))], "path string, content binary")
    stage = PdfToTables(partitionNum=partitions, keepInput=True)
    made = stage.transform(frame)
    assert made.columns == ["path", "content", "table", "table_index", "pagenum", "engine", "exception"]
    if partitions == 2:
        assert made.rdd.getNumPartitions() == 2
    rows = {row["path"]: row for row in made.collect()}
    assert len(rows["a"]["table"]["chunks"]) == 21
    assert bytes(rows["a"]["content"]).startswith(b"%PDF"), "the whole document"
    assert rows["b"]["table"] is None


def test_without_merging():
    rows = light(samples.table(*LONG), mergePages=False)
    assert [(row["table_index"], row["pagenum"], len(row["table"]["chunks"])) for row in rows] == [
        (0, 0, 12),
        (1, 1, 10),
    ]


PAGES = {"0": [0], "1-2": [1, 2], "2, 0": [0, 2], "1-9": [1, 2, 3], "": [0, 1, 2, 3]}


@pytest.mark.parametrize("pages", PAGES)
def test_pages(spark, pages):
    content = samples.table(FRUIT, FRUIT, FRUIT, FRUIT)
    assert [row["pagenum"] for row in light(content, pages=pages)] == PAGES[pages]
    frame = spark.createDataFrame([(content,)], "content binary")
    rows = PdfToTables(pages=pages).transform(frame).select("pagenum", "table_index").collect()
    assert [tuple(row) for row in rows] == [(page, number) for number, page in enumerate(PAGES[pages])]


def test_no_page_that_is_wanted():
    (row,) = light(samples.table(FRUIT), pages="7")
    assert (row["table"], bool(row["exception"])) == (None, False)
    for wrong in ("-1", "a", "1-", "1,,2", "3-1", "0,5-2", 3):
        with pytest.raises(ValueError, match="pages must be numbers of pages, counted from 0"):
            PdfToTables(pages=wrong)


def test_columns_of_other_names():
    names = {"outputCol": "t", "tableIndexCol": "n", "pageNumCol": "p", "engineCol": "e", "inputCol": "content"}
    (row,) = light(samples.table(FRUIT), **names)
    assert (row["n"], row["p"], row["e"], texts(row["t"])) == (0, 0, "ruled", FRUIT)
    with pytest.raises(ValueError, match="originCol='where' is not a column"):
        light(samples.table(FRUIT), originCol="where")


def test_engines():
    content = samples.table([HEAD, *PORTS[:6]])
    assert [row["engine"] for row in light(content, structureEngine="aligned")] == ["aligned"]
    with pytest.raises(ValueError, match=r"auto, ruled, aligned, slanet.*'nobody'"):
        light(content, structureEngine="nobody")


def test_parameters_of_scans(monkeypatch):
    seen = {}

    def spy(document, index, *, resolution, max_pixels):
        seen.update(resolution=resolution, max_pixels=max_pixels)
        return draw_scan(document, index, resolution=resolution, max_pixels=max_pixels)

    draw_scan = engine_read.draw_scan
    monkeypatch.setattr(engine_read, "draw_scan", spy)
    scan = scanned(samples.table(FRUIT, FRUIT), 220)
    assert texts(light(scan, resolution=210, pages="0")[0]["table"]) == FRUIT
    assert seen == {"resolution": 210, "max_pixels": 150_000_000}
    (row,) = light(scan, maxPixels=1000, pages="0")
    assert "1000" in row["exception"].message
    assert "tlh" in light(scan, language="tlh", pages="0")[0]["exception"].message


def test_password():
    import pikepdf

    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(samples.table(FRUIT))) as document:
        document.save(file, encryption=pikepdf.Encryption(owner="o", user="secret"))
    assert texts(light(file.getvalue(), password="secret")[0]["table"]) == FRUIT
    assert "password" in light(file.getvalue())[0]["exception"].message


def test_a_stamp_on_a_scan_does_not_hide_its_tables():
    import pikepdf

    scan = pikepdf.open(io.BytesIO(scanned(samples.table(FRUIT, FRUIT))))
    stamp = pikepdf.open(io.BytesIO(make_pdf([Page([Text(30, 20, "Received 12 May", 9)])])))
    scan.pages[0].add_overlay(stamp.pages[0])
    file = io.BytesIO()
    scan.save(file)
    assert texts(light(file.getvalue(), pages="0")[0]["table"]) == FRUIT
