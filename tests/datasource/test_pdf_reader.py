"""The reader "pdf": mostly its plain objects, as Spark would call them, and a few jobs."""

import io
import os
import pickle
import uuid
from pathlib import Path

import fsspec
import pyarrow as pa
import pytest
from pyspark.sql.streaming.datasource import ReadAllAvailable, ReadMaxFiles
from pyspark.sql.types import IntegerType, StringType, StructField, StructType

from documents import scanned_pdf
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.datasource import listing, pdf_options, pdf_pages, pdf_plan, pdf_reader
from sparkocr.datasource.listing import FoundFile, find_files
from sparkocr.datasource.pdf_plan import plan_partitions
from sparkocr.datasource.pdf_reader import PdfDataSource, pages_schema
from sparkocr.enums import ImageType
from sparkocr.pdf import files as pdf_files
from sparkocr.pdf.text import page_texts
from sparkocr.transformers import ImageToText, PdfToImage

DIGITAL = "A digital page with enough text"
MIXED = make_pdf([Page([Text(72, 700, DIGITAL)]), Page([Text(20, 30, "short", size=24)], width=144, height=72.9)])
LOCKED = make_pdf([Page([Text(72, 700, "A secret")])], user_password="open sesame")
NAMES = ["a b.pdf", "ü.pdf", "h#x.pdf", "p%20q.pdf", "100%.pdf", "q?x.pdf", "a,b.pdf", "[x].pdf", "{y}.pdf", "日本.pdf"]
OLD = 1_000_000_000


def document(pages, **options):
    return make_pdf([Page([Text(72, 700, f"page {number}")]) for number in range(pages)], **options)


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    yield
    pdf_pages._forget()


def reader(path, columns=None, **options):
    source = PdfDataSource({"path": str(path), **options})
    schema = source.schema()
    return source.reader(StructType([field for field in schema if columns is None or field.name in columns]))


def batches(source):
    """Every batch that workers make, of readers and partitions that travelled as Spark sends them."""
    source, partitions = pickle.loads(pickle.dumps((source, source.partitions())))  # noqa: S301
    return [batch for partition in partitions for batch in source.read(partition)]


def rows(path, columns=None, **options):
    return [row for batch in batches(reader(path, columns, **options)) for row in batch.to_pylist()]


def put(folder, **contents):
    for name, content in contents.items():
        (folder / f"{name}.pdf").write_bytes(content)
    return folder


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


# Partitions


def plan(sizes, pages=0, **options):
    files = [FoundFile(f"{number:05}", size, 0) for number, size in enumerate(sizes)]
    opened = []

    def count(file):
        opened.append(file.size)
        return pages

    parts = plan_partitions(files, count, **options)
    return [[(int(span.file.path), span.first, span.count) for span in part] for part in parts], opened


def test_a_long_file_becomes_many_partitions():
    parts, opened = plan([300 << 20], 10_000)
    assert opened == [300 << 20]
    assert [count for ((_, _, count),) in parts] == [64] * 156 + [16]
    assert [first for ((_, first, _),) in parts] == list(range(0, 10_000, 64))


def test_a_file_of_medium_length_gives_64_partitions():
    assert len(plan([2 << 20], 1024)[0]) == 64
    assert len(plan([2 << 20], 80)[0]) == 10, "but not of less than 8 pages"


def test_rendered_pages_make_smaller_partitions():
    assert len(plan([2 << 20], 64, with_images=True)[0]) == 64
    assert max(count for ((_, _, count),) in plan([2 << 20], 10_000, with_images=True)[0]) == 16


def test_short_files_share_partitions_without_being_opened():
    parts, opened = plan([20_000] * 100_000)
    assert not opened
    assert len(parts) == 100_000 / 64 + 0.5
    assert max(map(len, parts)) == 64
    assert [span for part in parts for span in part] == [(number, 0, 0) for number in range(100_000)]


def test_larger_short_files_are_shared_out_by_their_bytes():
    parts, _ = plan([950_000] * 4 + [10_000] * 80, pages_per_partition=40)
    assert [len(part) for part in parts] == [2, 2, 40, 40]


def test_of_many_large_files_none_is_opened():
    assert plan([5 << 20] * 1000, 10)[1] == []
    assert len(plan([5 << 20] * 400, 10)[1]) == 400


def test_pages_per_partition():
    assert [part for (part,) in plan([2 << 20], 25, pages_per_partition=10)[0]] == [(0, 0, 10), (0, 10, 10), (0, 20, 5)]


def test_the_end_of_a_file_and_the_next_one_share_a_partition():
    assert plan([2 << 20, 100], 12, pages_per_partition=10)[0] == [[(0, 0, 10)], [(0, 10, 2), (1, 0, 0)]]


def test_a_long_file_that_cant_be_opened_is_left_to_a_worker(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_plan, "LONG_BYTES", 0)
    put(tmp_path, bad=b"no PDF", good=document(3))
    found = rows(tmp_path, pagesPerPartition="1")
    assert [(row["pagenum"], row["exception"] is None) for row in found] == [
        (0, False),
        (0, True),
        (1, True),
        (2, True),
    ]


def test_a_folder_without_files_gives_no_rows(tmp_path):
    source = reader(tmp_path)
    assert source.partitions() == []
    assert list(source.read(pdf_reader.InputPartition(None))) == [], "Spark makes a partition if there are none"


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


def test_image_type(tmp_path):
    found = rows(put(tmp_path, mixed=MIXED), readImage="true", imageType="type_3byte_bgr", resolution="72")
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
        "pdf: Can't open file as PDF.",
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


# Paths


@pytest.mark.parametrize("name", NAMES)
def test_names_round_trip(tmp_path, name):
    (tmp_path / name).write_bytes(document(1))
    expected = [f"file:{tmp_path}/{name}"]
    for path in (tmp_path, tmp_path / name, f"file:{tmp_path}/{name}", f"file://{tmp_path}/{name}"):
        (row,) = rows(path)
        assert [row["path"]] == expected
        assert row["text"] == "page 0"
    (again,) = rows(expected[0])
    assert again["path"] == expected[0]


def paths(*wanted, **options):
    return [file.path.rsplit("/", 1)[-1] for file in find_files(map(str, wanted), **options)]


def test_globs(tmp_path):
    for name in ("a1.pdf", "a2.pdf", "b1.pdf", "_a3.pdf", ".a4.pdf"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "in.pdf").write_bytes(b"x")
    assert paths(tmp_path / "a*.pdf") == ["a1.pdf", "a2.pdf"]
    assert paths(tmp_path / "?1.pdf") == ["a1.pdf", "b1.pdf"]
    assert paths(tmp_path / "[^a]1.pdf") == ["b1.pdf"]
    assert paths(tmp_path / "{a1,b}*.pdf") == ["a1.pdf", "b1.pdf"]
    assert paths(tmp_path / "*") == ["a1.pdf", "a2.pdf", "b1.pdf", "in.pdf"]
    assert paths(tmp_path / "f*" / "*.pdf") == ["in.pdf"]
    assert paths(tmp_path / "_a3.pdf") == ["_a3.pdf"], "what is named is read"


def test_hidden_files_and_folders_are_left_out_as_by_spark(tmp_path):
    for name in ("a.pdf", "_b.pdf", ".c.pdf", "d.pdf._COPYING_", "_k=1/e.pdf", "_f/g.pdf", "h/i.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert paths(tmp_path, recursive=True) == ["e.pdf", "a.pdf", "i.pdf"]


def test_links_are_followed_once(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"1234")
    (tmp_path / "b.pdf").symlink_to(tmp_path / "a.pdf")
    (tmp_path / "nowhere.pdf").symlink_to(tmp_path / "none")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [(file.path[-5:], file.size) for file in find_files([str(tmp_path)], recursive=True)] == [
        ("a.pdf", 4),
        ("b.pdf", 4),
    ]


def test_several_paths_and_each_file_once(tmp_path):
    put(tmp_path, a=document(1), b=document(1))
    source = PdfDataSource({"paths": f'["{tmp_path}/b.pdf", "{tmp_path}", "{tmp_path}/a,c.pdf"]'})
    (tmp_path / "a,c.pdf").write_bytes(document(1))
    found = [file.path.rsplit("/", 1)[-1] for file in source.reader(source.schema()).find()]
    assert found == ["a,c.pdf", "a.pdf", "b.pdf"]


@pytest.mark.parametrize("name", ["none.pdf", "none*.pdf", "none/"])
def test_a_path_that_isnt_there(tmp_path, name):
    with pytest.raises(FileNotFoundError, match=f"Path does not exist: file:{tmp_path}/none"):
        find_files([f"{tmp_path}/{name}"])


def test_relative_paths(tmp_path, monkeypatch):
    monkeypatch.chdir(put(tmp_path, a=document(1)))
    assert rows("a.pdf")[0]["path"] == f"file:{tmp_path}/a.pdf"


# Other storage


@pytest.fixture
def remote():
    folder = f"/{uuid.uuid4().hex}"
    fs = fsspec.filesystem("memory")
    yield lambda name, content: fs.pipe_file(f"{folder}/{name}", content) or f"memory:/{folder}"
    fs.rm(folder, recursive=True)


@pytest.mark.parametrize("whole", [0, 1 << 20])
def test_urls_of_fsspec(remote, monkeypatch, whole):
    monkeypatch.setattr(pdf_files, "WHOLE_BYTES", whole)
    remote("a ü#.pdf", document(3))
    folder = remote("z.pdf", MIXED[:-60])
    for path in (folder, f"{folder}/*.pdf"):
        found = rows(path)
        assert [row["path"] for row in found] == [f"{folder}/a ü#.pdf"] * 3 + [f"{folder}/z.pdf"]
        assert [row["text"] for row in found] == ["page 0", "page 1", "page 2", None]
        assert found[3]["exception"] == "pdf: PDF is truncated."
    with pytest.raises(FileNotFoundError, match="Path does not exist"):
        rows(f"{folder}/none.pdf")


@pytest.mark.parametrize("bad", [b"", b"no PDF" * 50_000, b"%PDF-1.7\n" + b"1 0 obj\n" * 20_000])
def test_bad_files_elsewhere(remote, monkeypatch, bad):
    monkeypatch.setattr(pdf_files, "WHOLE_BYTES", -1)
    (row,) = rows(remote("bad.pdf", bad))
    assert row["exception"] in {"pdf: Can't open file as PDF.", "pdf: PDF is truncated."}


def test_only_parts_of_a_large_remote_file_are_read(monkeypatch):
    noise = os.urandom(200_000).replace(b"\n", b" ").replace(b"\r", b" ")
    content = make_pdf([Page([Text(72, 700, f"page {n}")], content=b"% " + noise) for n in range(20)])
    read = []

    class Counted(io.BytesIO):
        def read(self, size=-1):
            read.append(size)
            return super().read(size)

    monkeypatch.setattr(pdf_files, "url_to_fs", lambda url: (FakeStorage(Counted(content)), url))
    with pdf_files.PdfFile("fake://a", len(content)) as file:
        ((index, document_),) = file.documents(range(7, 8))
        assert pdf_pages.text_or_error(document_, index).text == "page 7"
    assert 0 < sum(read) < len(content) / 4


class FakeStorage:
    def __init__(self, file):
        self.file = file

    def open(self, *_, **__):
        return self.file


def test_storage_that_fails_is_no_property_of_the_document(monkeypatch):
    content = document(3)

    class Broken(io.BytesIO):
        broken = False

        def read(self, size=-1):
            if self.broken:
                raise TimeoutError("storage")
            return super().read(size)

    file = Broken(content)
    monkeypatch.setattr(pdf_files, "url_to_fs", lambda url: (FakeStorage(file), url))
    monkeypatch.setattr(pdf_files, "WHOLE_BYTES", 0)
    pages = pdf_pages.read_spans(
        [pdf_plan.PageSpan(FoundFile("fake://a", len(content), 0), 0, 3)],
        StructType([StructField("text", StringType())]),
        pdf_options.PdfOptions(("a",)),
    )
    monkeypatch.setattr(pdf_pages, "_BATCH_PAGES", 1)
    next(pages)
    file.broken = True
    with pytest.raises(TimeoutError):
        list(pages)
    assert not pdf_pages._kept, "the next attempt opens the file anew"


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


# Streams


def stream(folder, **options):
    source = PdfDataSource({"path": str(folder), **options})
    return source.streamReader(source.schema())


def arrive(folder, name, seconds, pages=1):
    path = folder / f"{name}.pdf"
    path.write_bytes(document(pages))
    os.utime(path, (OLD + seconds, OLD + seconds))


def between(source, start, end):
    names = []
    for part in source.partitions(start, end):
        names += [row["path"].rsplit("/", 1)[-1][:-4] for batch in source.read(part) for row in batch.to_pylist()]
    return names


def test_new_files_since_an_offset(tmp_path):
    source = stream(tmp_path)
    start = source.initialOffset()
    assert source.latestOffset(start, ReadAllAvailable()) == start
    arrive(tmp_path, "b", 1, pages=2)
    arrive(tmp_path, "a", 2)
    first = source.latestOffset(start, ReadAllAvailable())
    assert first == {"modified": (OLD + 2) * 10**6, "path": f"file:{tmp_path}/a.pdf"}
    assert sorted(between(source, start, first)) == ["a", "b", "b"]
    assert source.latestOffset(first, ReadAllAvailable()) == first
    assert source.partitions(first, first) == []
    arrive(tmp_path, "c", 3)
    restarted = stream(tmp_path)
    second = restarted.latestOffset(first, ReadAllAvailable())
    assert between(restarted, first, second) == ["c"]


def test_files_of_the_same_time_are_told_apart(tmp_path):
    for name in "cab":
        arrive(tmp_path, name, 1)
    source = stream(tmp_path, maxFilesPerTrigger="1")
    offset, read = source.initialOffset(), []
    for _ in range(3):
        end = source.latestOffset(offset, source.getDefaultReadLimit())
        read += between(source, offset, end)
        offset = end
    assert read == ["a", "b", "c"]
    assert source.latestOffset(offset, source.getDefaultReadLimit()) == offset


def test_max_files_per_trigger(tmp_path):
    for number in range(5):
        arrive(tmp_path, f"{number}", number)
    source = stream(tmp_path, maxFilesPerTrigger="2")
    limit = source.getDefaultReadLimit()
    assert limit == ReadMaxFiles(2)
    end = source.latestOffset(source.initialOffset(), limit)
    assert between(source, source.initialOffset(), end) == ["0", "1"]
    everything = source.latestOffset(source.initialOffset(), ReadAllAvailable())
    assert len(between(source, source.initialOffset(), everything)) == 5
    assert stream(tmp_path).getDefaultReadLimit() == ReadAllAvailable()
    assert source.latestOffset() == everything, "PySpark 4.1 has no limits"


def test_available_now_stops_at_what_is_there(tmp_path):
    arrive(tmp_path, "a", 1)
    source = stream(tmp_path)
    source.prepareForTriggerAvailableNow()
    end = source.latestOffset(source.initialOffset(), ReadAllAvailable())
    arrive(tmp_path, "b", 2)
    assert source.latestOffset(end, ReadAllAvailable()) == end


def test_a_file_waits_until_no_earlier_one_can_follow(tmp_path, monkeypatch):
    arrive(tmp_path, "a", 1)
    source = stream(tmp_path)
    monkeypatch.setattr(pdf_reader.time, "time", lambda: OLD + 1 + pdf_reader.SETTLE_SECONDS - 0.1)
    assert source.latestOffset(source.initialOffset()) == source.initialOffset()
    monkeypatch.setattr(pdf_reader.time, "time", lambda: OLD + 1 + pdf_reader.SETTLE_SECONDS)
    assert source.latestOffset(source.initialOffset()) != source.initialOffset()


def test_an_empty_glob_waits_for_files_but_a_missing_folder_is_an_error(tmp_path):
    source = stream(tmp_path / "*.pdf")
    assert source.latestOffset() == source.initialOffset()
    with pytest.raises(FileNotFoundError):
        stream(tmp_path / "none").latestOffset()


def test_storage_without_times_cant_be_streamed_from(tmp_path, monkeypatch):
    arrive(tmp_path, "a", 1)
    monkeypatch.setattr(listing, "_TIMES", ())
    with pytest.raises(ValueError, match="tells no modification times"):
        stream(tmp_path).latestOffset()


@pytest.mark.parametrize(
    "info",
    [
        {"mtime": 1.5},
        {"LastModified": "1970-01-01T00:00:01.500+00:00"},
        {"updated": "1970-01-01T00:00:01.5Z"},
        {"last_modified": pa.scalar(1_500_000, pa.timestamp("us", "UTC")).as_py(), "created": 9.0},
    ],
)
def test_times_of_storages(info):
    assert listing._modified(info) == 1_500_000


# Spark


@pytest.fixture(scope="module")
def session(spark):
    spark.dataSource.register(PdfDataSource)
    return spark


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
    assert found[0]["exception"] == "pdf: Can't open file as PDF."
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


def test_spark_stream_goes_on_where_it_stopped(session, tmp_path):
    folder, out, checkpoint = (tmp_path / name for name in ("in", "out", "checkpoint"))
    folder.mkdir()

    def run():
        pages = session.readStream.format("pdf").option("maxFilesPerTrigger", 2).load(str(folder))
        query = pages.select("path", "pagenum", "text").writeStream.format("parquet").option("path", str(out))
        query = query.option("checkpointLocation", str(checkpoint)).trigger(availableNow=True).start()
        query.awaitTermination()
        batches_ = [progress for progress in query.recentProgress if progress["numInputRows"]]
        rows_ = session.read.parquet(str(out)).collect()
        return sorted((Path(row["path"]).stem, row["pagenum"]) for row in rows_), len(batches_)

    for number, name in enumerate("abc"):
        arrive(folder, name, number, pages=2)
    first = [(name, page) for name in "abc" for page in range(2)]
    assert run() == (first, 2)
    arrive(folder, "d", 9)
    assert run() == ([*first, ("d", 0)], 1)
    assert run()[0] == [*first, ("d", 0)]
