"""The function for SQL."""

import pytest
from pyspark.errors import PySparkException

import sparkocr
from sparkocr import samples

PAGES = """
    SELECT name, page.*
    FROM (SELECT name, explode(ocr_document(content, {options})) AS page FROM files)
    ORDER BY name, pagenum
"""


@pytest.fixture(scope="module")
def files(spark):
    sparkocr.register(spark)
    rows = [
        ("image", samples.image("Invoice 4711")),
        ("nothing", b""),
        ("null", None),
        ("pdf", samples.pdf("First page of it", "Second page of it")),
        ("word", samples.word("A letter", [["a", "b"]])),
    ]
    spark.createDataFrame(rows, "name string, content binary").createOrReplaceTempView("files")


@pytest.mark.usefixtures("files")
def test_files_are_read_in_sql(spark):
    rows = spark.sql(PAGES.format(options="'eng', 'markdown'")).collect()
    assert [(row["name"], row["pagenum"], row["kind"]) for row in rows] == [
        ("image", 0, "image"),
        ("nothing", 0, "empty"),
        ("pdf", 0, "pdf"),
        ("pdf", 1, "pdf"),
        ("word", 0, "docx"),
    ]
    assert [(row["text"] or "").strip() for row in rows[:4]] == [
        *("Invoice 4711", "", "First page of it", "Second page of it")
    ]
    assert rows[4]["text"].startswith("A letter\n\n<table>")
    assert rows[0]["confidence"] > 80
    assert rows[2]["confidence"] is None
    assert ["empty" in (row["exception"] or "") for row in rows] == [False, True, False, False, False]


@pytest.mark.usefixtures("files")
def test_a_wrong_option_ends_the_query_with_what_is_allowed(spark):
    with pytest.raises(PySparkException, match="outputFormat must be"):
        spark.sql("SELECT ocr_document(content, NULL, 'docx') FROM files WHERE name = 'word'").collect()
