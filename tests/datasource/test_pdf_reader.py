"""The reader "pdf": mostly its plain objects, as Spark would call them, and a few jobs."""

from pathlib import Path

import pytest
from pyspark.sql.types import IntegerType, StringType, StructField, StructType

from datasource.reading import DIGITAL, LOCKED, MIXED, NAMES, batches, document, put, reader, rows
from documents import scanned_pdf
from sparkocr.datasource import pdf_options, pdf_pages, pdf_plan
from sparkocr.datasource.pdf_reader import PdfDataSource, pages_schema
from sparkocr.enums import ImageType
from sparkocr.pdf import files as pdf_files
from sparkocr.pdf.read.text import page_texts
from sparkocr.transformers import ImageToText, PdfToImage

# Rows


def test_a_row_per_page(tmp_path):
    one, two = rows(put(tmp_path, mixed=MIXED))
    assert one == {
        "path": f"file:{tmp_path}/mixed.pdf",
        "pagenum": 0,
        "total_pages": 2,
        "width_dimension": 612,
        "height_dimension": 792,
        "text": DIGITAL,
        "positions": None,
        "exception": None,
    }
    assert (two["pagenum"], two["text"]) == (1, "short")
    assert (two["width_dimension"], two["height_dimension"]) == (144, 72)


@pytest.mark.parametrize("options", [{}, {"readImage": "true", "resolution": "10"}])
def test_batches_have_the_schema_that_spark_expects(tmp_path, options):
    from pyspark.sql.pandas.types import to_arrow_schema

    source = reader(put(tmp_path, mixed=MIXED, bad=b""), **options)
    assert {batch.schema for batch in batches(source)} == {to_arrow_schema(source.columns)}


def test_batches_are_small_and_hold_one_image(tmp_path):
    put(tmp_path, long=document(40))
    assert [batch.num_rows for batch in batches(reader(tmp_path))] == [16, 16, 8]
    assert {batch.num_rows for batch in batches(reader(tmp_path, readImage="true", resolution="10"))} == {1}


@pytest.mark.parametrize("pages_per_partition", [0, 1, 3, 7, 100])
@pytest.mark.parametrize("long_bytes", [0, 3000, 1 << 20])
def test_every_page_once_and_in_order(tmp_path, monkeypatch, pages_per_partition, long_bytes):
    monkeypatch.setattr(pdf_plan, "LONG_BYTES", long_bytes)
    counts = {"a": 1, "b": 30, "c": 2, "d": 7, "e": 1}
    put(tmp_path, **{name: document(count) for name, count in counts.items()})
    found = rows(tmp_path, pagesPerPartition=str(pages_per_partition))
    expected = [(f"file:{tmp_path}/{name}.pdf", page) for name, count in counts.items() for page in range(count)]
    assert [(row["path"], row["pagenum"]) for row in found] == expected
    assert [row["text"] for row in found] == [f"page {page}" for _, page in expected]
    assert [row["total_pages"] for row in found] == [count for count in counts.values() for _ in range(count)]


# Options


def test_extract_coordinates(tmp_path):
    (row, _) = rows(put(tmp_path, mixed=MIXED), extractCoordinates="TRUE")
    ((characters,),) = [matrix.values() for matrix in row["positions"]]
    assert "".join(character["c"] for character in characters) == DIGITAL
    expected = next(iter(page_texts(MIXED, coordinates=True))).characters[0]
    assert characters[0]["x"] == pytest.approx(expected.x)
    assert characters[0]["p"] == 0


def test_no_images_unless_asked_for(tmp_path):
    assert "image" not in rows(put(tmp_path, mixed=MIXED))[0]


def test_read_image_renders_every_page(tmp_path):
    one, two = rows(put(tmp_path, mixed=MIXED), readImage="true", resolution="144")
    assert (one["image"]["width"], one["image"]["height"]) == (1224, 1584)
    assert (two["image"]["width"], two["image"]["height"]) == (288, 145)
    assert two["image"]["origin"] == two["path"]
    assert two["image"]["resolution"] == 144
    assert len(two["image"]["data"]) == 288 * 145
    assert two["text"] == "short"


def test_read_image_of_scanned_pages_only(tmp_path):
    one, two = rows(put(tmp_path, mixed=MIXED), readImage="scanned")
    assert (one["image"]["width"], one["image"]["height"]) == (1, 1)
    assert (two["image"]["width"], two["image"]["resolution"]) == (600, 300)


@pytest.mark.parametrize(("length", "rendered"), [(0, [False, False]), (5, [False, False]), (6, [False, True])])
def test_min_text_length(tmp_path, length, rendered):
    found = rows(put(tmp_path, mixed=MIXED), readImage="scanned", minTextLength=str(length), resolution="20")
    assert [row["image"]["width"] > 1 for row in found] == rendered


@pytest.mark.parametrize("kind", ["type_3byte_bgr", str(ImageType.TYPE_3BYTE_BGR)])  # Spark prints members
def test_image_type(tmp_path, kind):
    found = rows(put(tmp_path, mixed=MIXED), readImage="true", imageType=kind, resolution="72")
    assert {(row["image"]["mode"], row["image"]["nChannels"]) for row in found} == {(ImageType.TYPE_3BYTE_BGR, 3)}


def test_max_pixels(tmp_path):
    one, two = rows(put(tmp_path, mixed=MIXED), readImage="true", resolution="72", maxPixels="20000")
    assert one["exception"] == "pdf: Page of 612 x 792 px exceeds maxPixels=20000."
    assert one["image"]["exception"] == one["exception"], "stages that read the image carry it on"
    assert one["text"] == DIGITAL
    assert two["exception"] is None
    assert two["image"]["width"] == 144
    assert pdf_options.PdfOptions(("a",)).max_pixels == PdfToImage().getMaxPixels()


def test_password(tmp_path):
    put(tmp_path, locked=LOCKED)
    assert [row["text"] for row in rows(tmp_path, password="open sesame")] == ["A secret"]
    assert [row["exception"] for row in rows(tmp_path)] == ["pdf: PDF is encrypted: set the right password."]


def test_password_of_a_long_file(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_plan, "LONG_BYTES", 0)
    put(tmp_path, locked=document(3, user_password="open sesame"))
    source = reader(tmp_path, password="open sesame", pagesPerPartition="2")
    assert len(source.partitions()) == 2
    assert [row["text"] for batch in batches(source) for row in batch.to_pylist()] == ["page 0", "page 1", "page 2"]


def test_recursive_file_lookup(tmp_path):
    (tmp_path / "below").mkdir()
    put(tmp_path, a=document(1))
    put(tmp_path / "below", b=document(1))
    assert [Path(row["path"]).name for row in rows(tmp_path)] == ["a.pdf"]
    assert [Path(row["path"]).name for row in rows(tmp_path, recursiveFileLookup="true")] == ["a.pdf", "b.pdf"]


def test_path_glob_filter(tmp_path):
    put(tmp_path, a=document(1), b=document(1))
    (tmp_path / "c.txt").write_bytes(b"")
    assert len(rows(tmp_path)) == 3
    assert [Path(row["path"]).name for row in rows(tmp_path, pathGlobFilter="{b,c}*.pdf")] == ["b.pdf"]


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("pagesPerPartition", "-1", "an integer from 0"),
        ("pagesPerPartition", "many", "an integer from 0"),
        ("readImage", "auto", "true, false or scanned"),
        ("minTextLength", "-1", "an integer from 0"),
        ("resolution", "0", "an integer from 1 to 10000"),
        ("resolution", "10001", "an integer from 1 to 10000"),
        ("imageType", "GRAY", "one of TYPE_3BYTE_BGR"),
        ("maxPixels", "0", "an integer from 1"),
        ("extractCoordinates", "yes", "true or false"),
        ("recursiveFileLookup", "1", "true or false"),
        ("maxFilesPerTrigger", "0", "an integer from 1"),
    ],
)
def test_a_wrong_value_is_told_on_the_driver(option, value, allowed):
    with pytest.raises(ValueError, match=f"{option} must be {allowed}.*; got '{value}'"):
        PdfDataSource({"path": "a", option: value})


@pytest.mark.parametrize("options", [{}, {"path": ""}, {"paths": "[]"}])
def test_no_path(options):
    with pytest.raises(ValueError, match="needs a path"):
        PdfDataSource(options)


def test_names_of_options_in_any_case(tmp_path):
    assert rows(put(tmp_path, a=document(1)), READIMAGE="true", Resolution="72")[0]["image"]["width"] == 612


# Columns


@pytest.mark.parametrize(
    ("columns", "calls"),
    [
        ({"path", "pagenum", "total_pages"}, []),
        ({"path", "width_dimension"}, ["size"]),
        ({"exception"}, ["size"]),
        ({"text"}, ["text"]),
        ({"positions", "height_dimension"}, ["text"]),
        ({"image"}, ["image"]),
        ({"image", "width_dimension"}, ["size", "image"]),
        (None, ["text", "image"]),
    ],
)
def test_only_what_the_schema_asks_for_is_done(tmp_path, monkeypatch, columns, calls):
    done = []

    def text(*args, only_sizes, **options):
        done.append("size" if only_sizes else "text")
        return TEXT(*args, only_sizes=only_sizes, **options)

    def image(*args, **options):
        done.append("image")
        return IMAGE(*args, **options)

    monkeypatch.setattr(pdf_pages, "text_or_error", text)
    monkeypatch.setattr(pdf_pages, "draw_page", image)
    (found,) = rows(put(tmp_path, a=document(1)), columns, readImage="true", resolution="10")
    assert done == calls
    assert set(found) == (columns or set(pages_schema(images=True).names))
    assert all(value is not None for name, value in found.items() if name not in {"exception", "positions"})


TEXT, IMAGE = pdf_pages.text_or_error, pdf_pages.draw_page


def test_scanned_pages_are_told_by_their_text_also_if_nobody_wants_it(tmp_path):
    found = rows(put(tmp_path, mixed=MIXED), {"image"}, readImage="scanned", resolution="20")
    assert [row["image"]["width"] > 1 for row in found] == [False, True]


def test_order_of_the_users_columns(tmp_path):
    schema = StructType([StructField("text", StringType()), StructField("path", StringType())])
    source = PdfDataSource({"path": str(put(tmp_path, a=document(1)))}).reader(schema)
    assert [batch.schema.names for batch in batches(source)] == [["text", "path"]]


def test_unknown_columns():
    source = PdfDataSource({"path": "a"})
    with pytest.raises(ValueError, match="no column 'words': it has path, pagenum"):
        source.reader(StructType([StructField("words", StringType())]))
    with pytest.raises(ValueError, match="no column 'image'; set readImage"):
        source.streamReader(StructType([StructField("image", StringType())]))
    with pytest.raises(ValueError, match="text must be string; got int"):
        source.reader(StructType([StructField("text", IntegerType())]))


# Bad files


def test_bad_files_are_one_row_each(tmp_path):
    bad = {"empty": b"", "locked": LOCKED, "no_pdf": b"hello" * 99, "short": MIXED[:-60]}
    put(tmp_path, **bad, zz=document(1))
    found = rows(tmp_path, readImage="true", resolution="10")
    assert [row["exception"] for row in found] == [
        "pdf: Can't open file as PDF: it is empty.",
        "pdf: PDF is encrypted: set the right password.",
        "pdf: Can't open file as PDF.",
        "pdf: PDF is truncated.",
        None,
    ]
    for row in found[:4]:
        assert row["pagenum"] == 0
        assert row["total_pages"] is None
        assert row["text"] is None
        assert row["image"]["exception"] == row["exception"]


def test_a_bad_page_is_one_row(tmp_path, monkeypatch):
    def fail(document, index, **options):
        if index == 1:
            raise ValueError("text of the document")
        return TEXT(document, index, **options)

    monkeypatch.setattr(pdf_pages, "text_or_error", fail)
    found = rows(put(tmp_path, a=document(3)))
    assert [row["text"] for row in found] == ["page 0", None, "page 2"]
    assert found[1]["exception"].startswith("pdf: Unexpected ValueError in test_pdf_reader.py, line ")


def test_a_page_that_is_gone_is_one_row(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_plan, "LONG_BYTES", 0)
    source = reader(put(tmp_path, a=document(3)), pagesPerPartition="1")
    partitions = source.partitions()
    put(tmp_path, a=document(2))
    assert [next(source.read(part))["exception"][0].as_py() for part in partitions] == [
        None,
        None,
        "pdf: PDF has no page 2: it has 2 pages, counted from 0.",
    ]


def test_a_file_that_cant_be_read_fails_the_task(tmp_path):
    source = reader(put(tmp_path, a=document(1)))
    partitions = source.partitions()
    (tmp_path / "a.pdf").unlink()
    with pytest.raises(FileNotFoundError):
        list(source.read(partitions[0]))


# A worker's files


def test_a_long_file_stays_open_between_tasks_and_no_longer(tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(pdf_plan, "LONG_BYTES", 0)
    monkeypatch.setattr(pdf_pages, "PdfFile", lambda *args: opened.append(args[0][-5:]) or pdf_files.PdfFile(*args))
    put(tmp_path, a=document(3), b=document(2))
    source = reader(tmp_path, pagesPerPartition="1")
    partitions = source.partitions()
    opened.clear()
    for partition in partitions:
        list(source.read(partition))
    assert opened == ["a.pdf", "b.pdf"]
    assert len(pdf_pages._kept) == 1
    put(tmp_path, b=document(2) + b"\n")
    assert [len(list(source.read(part))) for part in source.partitions()] == [1] * 5
    assert opened == ["a.pdf", "b.pdf", "a.pdf", "b.pdf"], "a file that changed is another one"


def test_a_document_is_opened_anew_now_and_then(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_files, "_REOPEN_BYTES", 1000)
    content = document(30)
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pdf_files.PdfFile(str(path), len(content)) as file:
        seen = [(id(pdf), pdf_pages.text_or_error(pdf, index).text) for index, pdf in file.documents(range(30))]
    assert [text for _, text in seen] == [f"page {number}" for number in range(30)]
    assert len({number for number, _ in seen}) > 1


# Spark


def test_spark_reads_pages_and_recognises_scanned_ones(session, tmp_path):
    put(tmp_path, bad=b"", digital=MIXED, scan=scanned_pdf(("A picture of text",)))
    pages = session.read.format("pdf").option("readImage", "scanned").load(str(tmp_path))
    found = ImageToText(engine="tesseract").transform(pages).orderBy("path", "pagenum").collect()
    assert [(Path(row["path"]).name, row["pagenum"], row["total_pages"]) for row in found] == [
        ("bad.pdf", 0, None),
        ("digital.pdf", 0, 2),
        ("digital.pdf", 1, 2),
        ("scan.pdf", 0, 1),
    ]
    assert found[0]["exception"] == "pdf: Can't open file as PDF: it is empty."
    assert [row["text"].strip() for row in found[1:]] == [DIGITAL, "short", "A picture of text"]


def test_spark_several_paths_a_schema_and_the_paths_of_binary_file(session, tmp_path):
    names = [name for name in NAMES if name != "a,b.pdf"]
    for name in NAMES:
        (tmp_path / name).write_bytes(document(1))
    loaded = [str(tmp_path / name) for name in NAMES]
    pages = session.read.format("pdf").schema("text string, path string").load(loaded)
    assert pages.columns == ["text", "path"]
    files = session.read.format("binaryFile").load(str(tmp_path)).select("path", "length")
    joined = pages.join(files, "path").collect()
    assert {Path(row["path"]).name for row in joined} == {*names, "a,b.pdf"}
    assert {row["text"] for row in joined} == {"page 0"}


def test_spark_tells_what_is_wrong(session, tmp_path):
    from pyspark.errors import AnalysisException, PySparkException

    with pytest.raises(AnalysisException, match="resolution must be an integer from 1 to 10000; got 'x'"):
        session.read.format("pdf").option("resolution", "x").load(str(tmp_path))
    with pytest.raises(PySparkException, match="Path does not exist: file:"):
        session.read.format("pdf").load(str(tmp_path / "none")).collect()
