"""The writer of files: options, names, modes, faults and file systems."""

import io
import os
import signal
import subprocess
import sys
import time

import pytest
from fsspec import AbstractFileSystem
from fsspec.implementations.dirfs import DirFileSystem
from fsspec.implementations.local import LocalFileSystem
from fsspec.implementations.memory import MemoryFileSystem
from PIL import Image as Pillow
from pyspark.sql.datasource import CaseInsensitiveDict
from pyspark.sql.types import BinaryType, IntegerType, StringType, StructType

from datasource.writing import (
    BYTES,
    IMAGES,
    TEXT,
    batch,
    found,
    found_without_temporary,
    image,
    save,
    schema,
    stops_after,
    texts,
    writer,
)
from sparkocr import samples
from sparkocr.datasource import folder
from sparkocr.datasource.binary_format import BinaryFormat
from sparkocr.datasource.dicom_reader import DicomDataSource
from sparkocr.datasource.folder import Folder
from sparkocr.enums import ImageType
from sparkocr.schemas import ImageSchema

# Options


@pytest.mark.parametrize(("kind", "extension"), [("pdf", "pdf"), ("dicom", "dcm"), ("binary", "bin"), ("PDF", "pdf")])
def test_type_of_bytes(tmp_path, kind, extension):
    save(tmp_path, [{"path": "x/a.b", "content": b"\0\xff"}], BYTES, type=kind)
    assert found(tmp_path) == {f"a.{extension}": b"\0\xff"}


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({}, ["1.2.840.1.dcm", "1.2.840.2.dcm", "IM1.dcm"]),
        ({"field": "dicom_cleaned", "prefix": "a_"}, ["a_1.2.840.1.dcm", "a_1.2.840.2.dcm", "a_IM1.dcm"]),
        ({"field": "content", "extension": ".DICOM"}, ["1.2.840.1.dicom", "1.2.840.2.dicom", "IM1.dicom"]),
        ({"nameField": "uid"}, ["2.25.0.dcm", "2.25.1.dcm", "2.25.2.dcm"]),
        ({"nameField": "uid", "extension": "dcm", "prefix": "a_"}, ["a_2.25.0.dcm", "a_2.25.1.dcm", "a_2.25.2.dcm"]),
    ],
    ids=["nothing", "field-prefix", "field-extension", "name", "name-extension-prefix"],
)
def test_dicom_files_are_written_and_read_again(tmp_path, options, names):
    columns = schema(path=StringType, uid=StringType, dicom_cleaned=BinaryType, content=BinaryType)
    columns = columns if "field" in options else StructType(columns.fields[:3])
    contents = [samples.dicom(f"Scan {number}") for number in range(3)]
    rows = [
        {"path": path, "uid": f"2.25.{number}", "dicom_cleaned": contents[number], "content": contents[number]}
        for number, path in enumerate(["file:/in/1.2.840.1", "file:/in/1.2.840.2", "file:/in/IM1"])
    ]
    save(tmp_path, rows, columns, type="dicom", **options)
    assert found(tmp_path) == dict(zip(names, contents, strict=True))
    source = DicomDataSource({"path": str(tmp_path), "content": "true"})
    reader = source.reader(source.schema())
    read = [row for part in reader.partitions() for batch_ in reader.read(part) for row in batch_.to_pylist()]
    assert [(row["content"], row["exception"]) for row in read] == [(content, None) for content in contents]


def test_type_text(tmp_path):
    save(tmp_path, texts("ä", text="Grüße {}"))
    assert found(tmp_path) == {"ä.txt": "Grüße ä".encode()}


@pytest.mark.parametrize(
    ("extension", "name", "kind"),
    [
        (None, "a.png", "PNG"),
        ("PNG", "a.png", "PNG"),
        (".Jpg", "a.jpg", "JPEG"),
        ("jpeg", "a.jpeg", "JPEG"),
        ("tif", "a.tif", "TIFF"),
        ("tiff", "a.tiff", "TIFF"),
        ("bmp", "a.bmp", "BMP"),
        ("webp", "a.webp", "WEBP"),
    ],
)
def test_type_image(tmp_path, extension, name, kind):
    options = {} if extension is None else {"extension": extension}
    save(tmp_path, [{"path": "x/a.pdf", "image": image()}], IMAGES, type="image", **options)
    read = Pillow.open(io.BytesIO(found(tmp_path)[name]))
    assert (read.format, read.size) == (kind, (30, 20))
    assert read.convert("L").getextrema() == (200, 200)
    if kind != "WEBP":
        assert round(read.info["dpi"][0]) == 300


@pytest.mark.parametrize("kind", ImageType)
def test_compressed_image(tmp_path, kind):
    save(tmp_path, [{"path": "a", "image": image(255, kind, compress=True)}], IMAGES, type="image")
    read = Pillow.open(io.BytesIO(found(tmp_path)["a.png"]))
    assert read.convert("L").getextrema() == (255, 255)
    assert round(read.info["dpi"][0]) == 300


def test_extension_of_other_types(tmp_path):
    save(tmp_path, texts("a"), extension=".HOCR")
    assert list(found(tmp_path)) == ["a.hocr"]


def test_names_with_their_own_extensions(tmp_path):
    columns = schema(path=StringType, text=StringType, name=StringType)
    names = ["DICOM/IM000001", "a.TXT", "b.v1 of 2", "c.pdf", ".d", "e/.f", "c.pdf"]
    rows = [{"path": f"{number}", "text": name, "name": name} for number, name in enumerate(names)]
    save(tmp_path, rows, columns, nameField="name", extension="")
    written = found(tmp_path)
    assert {"DICOM/IM000001", "a.TXT", "b.v1 of 2", ".d", "e/.f"} < set(written)
    twice = [name for name in written if name.startswith("c-")]
    assert [name[-4:] for name in twice] == [".pdf", ".pdf"]
    assert len(written) == len(names)


def test_field_prefix_and_name_field_in_any_case(tmp_path):
    columns = schema(path=StringType, a=StringType, b=StringType, name=StringType)
    rows = [{"path": "x/y.png", "a": "1", "b": "2", "name": "in/z.txt"}]
    save(tmp_path, rows, columns, FIELD="b", PreFix="ocr_", NAMEFIELD="name")
    assert found(tmp_path) == {"in/ocr_z.txt": b"2"}


def test_names_may_be_numbers(tmp_path):
    columns = schema(path=StringType, text=StringType, number=IntegerType)
    rows = [{"path": "x/y.png", "text": "a", "number": 0}, {"path": "x/y.png", "text": "b", "number": None}]
    save(tmp_path, rows, columns, nameField="number")
    assert found(tmp_path) == {"0.txt": b"a", "y.txt": b"b"}


def test_the_only_column_that_fits_is_the_field(tmp_path):
    columns = schema(path=StringType, text=StringType, name=StringType, content=BinaryType, exception=StringType)
    rows = [{"path": "x/y.png", "text": "1", "name": "n", "content": b"2", "exception": None}]
    save(tmp_path, rows, columns, nameField="name")
    save(tmp_path, rows, columns, type="pdf")
    assert found(tmp_path) == {"n.txt": b"1", "y.pdf": b"2"}


@pytest.mark.parametrize(
    ("columns", "options", "message"),
    [
        (TEXT, {"type": "jpg"}, "'type' is 'jpg'; it must be one of binary, dicom, image, pdf, text"),
        (TEXT, {"type": None}, "'type' is missing; it must be one of"),
        (TEXT, {"field": "txt"}, "'field' is 'txt'; it must be one of the columns path, text"),
        (BYTES, {"field": "content"}, "'field' is 'content'; it must be a column of type string; it is binary"),
        (TEXT, {"type": "image", "field": "text"}, "it must be a column of type image struct; it is string"),
        (TEXT, {"type": "dicom", "field": "text"}, "it must be a column of type binary; it is string"),
        (TEXT, {"type": "pdf"}, "'field' is missing; it must be given: 0 columns are of type binary"),
        (schema(a=StringType, b=StringType), {}, "'field' is missing; it must be given: 2 columns .* string: a, b"),
        (
            IMAGES,
            {"type": "image", "extension": "gif"},
            "'gif'; it must be one of bmp, jpeg, jpg, png, tif, tiff, webp",
        ),
        (TEXT, {"extension": "a/b"}, "'extension' is 'a/b'; it must be 1 to 16 letters"),
        (IMAGES, {"type": "image", "extension": ""}, "'extension' is ''; it must be one of bmp"),
        (TEXT, {"prefix": "../"}, "'prefix' is '../'; it must be"),
        (TEXT, {"nameField": "name"}, "'nameField' is 'name'; it must be one of the columns"),
        (
            BYTES,
            {"type": "pdf", "nameField": "content"},
            "'nameField' is 'content'; it must be a column of type string or integer",
        ),
        (TEXT, {"path": ""}, "'path' is ''; it must be the target folder"),
    ],
)
def test_wrong_options_are_told_before_the_job(tmp_path, columns, options, message):
    options = {"path": str(tmp_path), "type": "text"} | options
    source = BinaryFormat(CaseInsensitiveDict({key: value for key, value in options.items() if value is not None}))
    for make in (source.writer, source.streamWriter):
        with pytest.raises(ValueError, match="binaryFormat: option.*" + message):
            make(columns, False)


# Rows and names


def test_pages_get_their_number(tmp_path):
    columns = schema(path=StringType, pagenum=IntegerType, text=StringType)
    save(tmp_path, [{"path": "x/y.pdf", "pagenum": page, "text": str(page)} for page in (0, 1, None)], columns)
    assert found(tmp_path) == {"y.p0.txt": b"0", "y.p1.txt": b"1", "y.txt": b"None"}


def test_rows_without_a_value_are_counted(tmp_path):
    columns = schema(path=StringType, text=StringType, exception=StringType)
    rows = [
        {"path": "a", "text": None, "exception": None},
        {"path": "b", "text": "", "exception": None},
        {"path": "c", "text": "c", "exception": "OCR_1: failed."},
    ]
    counts = save(tmp_path, rows, columns)
    assert found(tmp_path) == {"b.txt": b""}
    assert counts == {"files": 1, "rowsWithoutValue": 2, "imagesNotEncoded": 0}


def test_images_that_are_none_are_counted(tmp_path):
    failed = dict.fromkeys(ImageSchema.names) | {"exception": "Stage: failed."}
    values = [None, failed, image() | {"data": None}, image() | {"data": b"123"}, image() | {"mode": 99}, image()]
    rows = [{"path": str(number), "image": value} for number, value in enumerate(values)]
    counts = save(tmp_path, rows, IMAGES, type="image")
    assert list(found(tmp_path)) == ["5.png"]
    assert counts == {"files": 1, "rowsWithoutValue": 3, "imagesNotEncoded": 2}


def test_images_of_other_tools_have_fewer_fields(tmp_path):
    columns = schema(path=StringType).add("image", StructType(ImageSchema.fields[:7]))
    row = {"path": "a", "image": {name: image()[name] for name in ImageSchema.names[:7]}}
    assert save(tmp_path, [row], columns, type="image")["files"] == 1


@pytest.mark.parametrize("name", [None, ""])
def test_rows_without_a_name_are_named_by_their_content(tmp_path, name):
    columns = schema(path=StringType, text=StringType)
    rows = [{"path": name, "text": text} for text in "abcd"]
    save(tmp_path / "1", rows, columns, tasks=1)
    save(tmp_path / "2", rows[::-1], columns, tasks=3)
    assert found(tmp_path / "1") == found(tmp_path / "2")
    assert sorted(found(tmp_path / "1").values()) == [b"a", b"b", b"c", b"d"]


def test_no_columns_for_names(tmp_path):
    save(tmp_path, [{"text": "a"}], schema(text=StringType))
    assert list(found(tmp_path).values()) == [b"a"]


def test_rows_of_the_same_name_are_all_written_the_same_way_each_time(tmp_path):
    rows = [{"path": f"{folder}/scan.png", "text": "same"} for folder in "abc"] + texts("other")
    save(tmp_path / "1", rows)
    save(tmp_path / "2", rows[::-1], tasks=3)
    names = list(found(tmp_path / "1"))
    assert found(tmp_path / "1") == found(tmp_path / "2")
    assert len(names) == 4
    assert sum(name.startswith("scan-") for name in names) == 3


def test_a_row_that_comes_twice_is_one_file(tmp_path):
    assert save(tmp_path, texts("a", "a"), tasks=2)["files"] == 1
    assert list(found(tmp_path)) == ["a.txt"]


def test_names_stay_inside_the_target(tmp_path):
    columns = schema(name=StringType, text=StringType)
    rows = [{"name": name, "text": "x"} for name in ("../../out", "/etc/x", "a/../../b", "_temporary/y", "日本/語")]
    save(tmp_path / "deep" / "target", rows, columns, nameField="name")
    assert set(found(tmp_path)) == {
        f"deep/target/{name}.txt" for name in ("out", "etc/x", "a/b", "temporary/y", "日本/語")
    }


# Modes, faults and what is left of them


def test_append_adds_and_replaces(tmp_path):
    save(tmp_path, texts("a", "b"))
    save(tmp_path, texts("b", "c", text="new {}"))
    assert found(tmp_path) == {"a.txt": b"text of a", "b.txt": b"new b", "c.txt": b"new c"}


def test_overwrite_removes_the_earlier_files_at_the_end(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "old.txt").write_text("old")
    save(tmp_path, texts("a", "b"))
    made = writer(tmp_path, TEXT, overwrite=True, type="text")
    message = made.write(iter([batch(texts("b", text="new"), TEXT)]))
    visible = {name for name in found(tmp_path) if not name.startswith("_temporary")}
    assert visible == {"a.txt", "b.txt", "sub/old.txt"}
    made.commit([message])
    assert found(tmp_path) == {"b.txt": b"new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["_SUCCESS", "b.txt"]


def test_empty_write(tmp_path):
    save(tmp_path / "new", [])
    save(tmp_path / "new", texts("a"))
    assert save(tmp_path / "new", [], overwrite=True)["files"] == 0
    assert found(tmp_path / "new") == {}


class FailsAfter:
    """Batches of one row each, that end with an error."""

    def __init__(self, rows):
        self.rows = rows

    def __iter__(self):
        for row in self.rows:
            yield batch([row], TEXT)
        raise RuntimeError("lost the worker")


def test_only_the_attempt_that_succeeded_counts(tmp_path):
    made = writer(tmp_path, TEXT, type="text")
    with pytest.raises(RuntimeError):
        made.write(iter(FailsAfter(texts("a", "b", text="half"))))
    made.write(iter([batch(texts("a", "b", "c", text="slow"), TEXT)]))  # finished, but Spark took the other attempt
    made.commit([made.write(iter([batch(texts("a", "b", "c"), TEXT)])), None])
    assert found(tmp_path) == {f"{name}.txt": f"text of {name}".encode() for name in "abc"}
    assert not (tmp_path / "_temporary").exists()


def test_abort_leaves_what_was_there(tmp_path):
    save(tmp_path, texts("a"))
    made = writer(tmp_path, TEXT, overwrite=True, type="text")
    message = made.write(iter([batch(texts("b"), TEXT)]))
    with pytest.raises(RuntimeError):
        made.write(iter(FailsAfter(texts("c"))))
    made.abort([message, None])
    assert found(tmp_path) == {"a.txt": b"text of a"}
    assert not (tmp_path / "_temporary").exists()


def test_nothing_is_visible_before_the_commit(tmp_path):
    made = writer(tmp_path, TEXT, type="text")
    made.write(iter([batch(texts("a"), TEXT)]))
    assert [path.name for path in tmp_path.iterdir()] == ["_temporary"]


def test_killed_in_the_middle_of_a_commit(tmp_path, monkeypatch):
    rows = texts(*"abcdef")
    save(tmp_path, texts("z"))
    made = writer(tmp_path, TEXT, overwrite=True, type="text")
    message = made.write(iter([batch(rows, TEXT)]))
    with stops_after(3, monkeypatch), pytest.raises(ZeroDivisionError):
        made.commit([message])
    assert len(found_without_temporary(tmp_path)) == 4
    assert not (tmp_path / "_SUCCESS").exists()
    assert (tmp_path / "z.txt").exists()
    save(tmp_path, rows[::-1], overwrite=True, tasks=2)
    assert found_without_temporary(tmp_path) == {f"{name}.txt": f"text of {name}".encode() for name in "abcdef"}


def test_other_writes_into_the_same_folder_are_left_alone(tmp_path):
    first, second = writer(tmp_path, TEXT, type="text"), writer(tmp_path, TEXT, overwrite=True, type="text")
    message = first.write(iter([batch(texts("a"), TEXT)]))
    second.abort([second.write(iter([batch(texts("b"), TEXT)]))])
    save(tmp_path, texts("c"), overwrite=True)
    first.commit([message])
    assert set(found(tmp_path)) == {"a.txt", "c.txt"}
    assert not (tmp_path / "_temporary").exists()


def test_leftovers_of_killed_writes_are_removed_after_a_day(tmp_path, monkeypatch):
    now = folder.time.time()
    with monkeypatch.context() as patch:
        patch.setattr(folder.time, "time", lambda: now - 25 * 3600)
        writer(tmp_path, TEXT, type="text").write(iter([batch(texts("old"), TEXT)]))
        long = writer(tmp_path, TEXT, type="text")
        first = long.write(iter([batch(texts("b"), TEXT)]))
    second = long.write(iter([batch(texts("c"), TEXT)]))  # a job of more than a day, still running
    (tmp_path / "_temporary" / "theirs").mkdir()
    (tmp_path / "_temporary" / "theirs" / "note").write_text("not ours")
    save(tmp_path, texts("a"))
    assert len(list((tmp_path / "_temporary").iterdir())) == 2
    long.commit([first, second])
    assert set(found(tmp_path)) == {"a.txt", "b.txt", "c.txt", "_temporary/theirs/note"}


# File systems


@pytest.mark.parametrize("form", ["{}", "{}/", "file:{}", "file://{}"])
def test_forms_of_local_paths(tmp_path, form):
    target = tmp_path / "a b%20ü"
    made = writer(form.format(target), TEXT, type="text")
    made.commit([made.write(iter([batch(texts("a"), TEXT)]))])
    assert found(target) == {"a.txt": b"text of a"}


def test_relative_path_is_the_drivers(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = writer("out", TEXT, type="text")
    monkeypatch.chdir("/")
    made.commit([made.write(iter([batch(texts("a"), TEXT)]))])
    assert found(tmp_path / "out") == {"a.txt": b"text of a"}


class RenamesToNewNamesOnly(DirFileSystem):
    """Refuses to replace a file by a rename, as HDFS does."""

    def mv(self, path1, path2, **kwargs):
        if self.exists(path2):
            raise FileExistsError(path2)
        super().mv(path1, path2, **kwargs)


class CopiesOnly(DirFileSystem):
    """Has no rename, as object stores."""

    mv = AbstractFileSystem.mv


@pytest.mark.parametrize("kind", [DirFileSystem, RenamesToNewNamesOnly, CopiesOnly])
def test_other_file_systems(tmp_path, kind, monkeypatch):
    target = Folder(kind(str(tmp_path), LocalFileSystem()), "out [1]")
    monkeypatch.setattr(Folder, "of", lambda _: target)
    save_to = [texts("a", "[b]*"), texts("[b]*", "c", text="new {}")]
    for rows, overwrite in zip(save_to, [False, True], strict=True):
        made = writer("any", TEXT, overwrite, type="text")
        made.commit([made.write(iter([batch(rows, TEXT)]))])
    assert found(tmp_path / "out [1]") == {"[b]_.txt": b"new [b]*", "c.txt": b"new c"}
    assert not (tmp_path / "out [1]" / "_temporary").exists()


def test_url_of_fsspec():
    made = writer("memory://bucket/out", TEXT, type="text")
    made.commit([made.write(iter([batch(texts("a"), TEXT)]))])
    assert MemoryFileSystem().cat("/bucket/out/a.txt") == b"text of a"
    assert {path.rsplit("/")[-1] for path in MemoryFileSystem().ls("/bucket/out", detail=False)} == {
        "a.txt",
        "_SUCCESS",
    }


# With Spark


def test_spark_writes_what_it_is_told(session, tmp_path):
    rows = [{"path": f"x/{number}.png", "image": image(number)} for number in range(7)]
    frame = session.createDataFrame(rows, IMAGES).repartition(3)
    made = frame.write.format("binaryFormat").option("type", "image").option("extension", "TIF")
    made.mode("append").save(f"file:{tmp_path}/out")
    read = {
        name: Pillow.open(io.BytesIO(content)).getpixel((0, 0)) for name, content in found(tmp_path / "out").items()
    }
    assert read == {f"{number}.tif": number for number in range(7)}
    texts_of = session.createDataFrame(texts("a"), TEXT)
    texts_of.write.format("binaryformat").option("type", "text").mode("overwrite").save(str(tmp_path / "out"))
    assert found(tmp_path / "out") == {"a.txt": b"text of a"}


def test_spark_tells_wrong_options_before_the_job(session, tmp_path):
    frame = session.createDataFrame(texts("a"), TEXT)
    made = frame.write.format("binaryFormat").option("type", "text").option("field", "txt").mode("append")
    with pytest.raises(Exception, match="option 'field' is 'txt'; it must be one of the columns path, text"):
        made.save(str(tmp_path / "out"))
    with pytest.raises(Exception, match="ErrorIfExists"):
        frame.write.format("binaryFormat").option("type", "text").save(str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


KILLED = """
import sys, time
import sparkocr
from pyspark.sql import functions as F
spark = sparkocr.start(master_url="local[2]", extra_conf={"spark.ui.enabled": "false"})
slow = F.udf(lambda number: time.sleep(number > 4) or f"text of {number}")
frame = spark.range(0, 40, 1, 4).select(
    F.concat(F.lit("in/"), "id", F.lit(".png")).alias("path"), slow("id").alias("text"))
conf = spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 1)
frame.write.format("binaryFormat").option("type", "text").mode("append").save(sys.argv[1])
"""


def test_spark_job_that_was_killed_is_run_again(session, tmp_path):
    rows = texts(*map(str, range(40)))
    save(tmp_path, texts("old"))
    job = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], start_new_session=True)
    try:
        deadline = time.monotonic() + 120
        while len(list(tmp_path.glob("_temporary/*/*/*"))) < 6:
            assert job.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        os.killpg(job.pid, signal.SIGKILL)
        job.wait()
    assert found_without_temporary(tmp_path) == {"old.txt": b"text of old"}
    frame = session.createDataFrame(rows, TEXT).repartition(3)
    for _ in range(2):
        frame.write.format("binaryFormat").option("type", "text").mode("append").save(str(tmp_path))
    expected = {f"{name}.txt": f"text of {name}".encode() for name in [*range(40), "old"]}
    assert found_without_temporary(tmp_path) == expected
