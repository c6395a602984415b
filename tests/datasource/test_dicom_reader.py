"""The reader "dicom": mostly its plain objects, as Spark would call them, and a few jobs."""

import json
import os
import pickle
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pyspark.sql.datasource import InputPartition
from pyspark.sql.types import LongType, StringType, StructField, StructType

from datasource.reading import NAMES, OLD
from dicom.make_dicom import DEFLATED, RLE, dicom, header, saved
from sparkocr.base import LightPipeline
from sparkocr.datasource import dicom_files, dicom_reader
from sparkocr.datasource.dicom_reader import DicomDataSource
from sparkocr.transformers import DicomToImageV3, DicomToMetadata

DIRECTORY = "1.2.840.10008.1.3.10"
NAME = "Rumpelstiltskin"
PIXELS = np.zeros((4, 6), np.uint8)


def study(**fields):
    uids = {"StudyInstanceUID": "2.25.10", "SeriesInstanceUID": "2.25.11", "SOPInstanceUID": "2.25.12"}
    return dicom(PIXELS, PIXELS, PIXELS, syntax=RLE, **uids, **fields)


def put(folder, **contents):
    """Write files without an ending; ``__`` in names makes folders."""
    for name, content in contents.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (OLD, OLD))
    return folder


def reader(path, columns=None, **options):
    source = DicomDataSource({"path": str(path), **options})
    return source.reader(StructType([field for field in source.schema() if columns is None or field.name in columns]))


def batches(source):
    """Every batch that workers make, of readers and partitions that travelled as Spark sends them."""
    source, partitions = pickle.loads(pickle.dumps((source, source.partitions())))  # noqa: S301
    return [batch for partition in partitions for batch in source.read(partition)]


def rows(path, columns=None, **options):
    return [row for batch in batches(reader(path, columns, **options)) for row in batch.to_pylist()]


# Rows


def test_a_row_per_file(tmp_path):
    content = study()
    (row,) = rows(put(tmp_path, IM1=content))
    metadata = json.loads(row.pop("metadata"))
    assert (metadata["PatientName"], metadata["NumberOfFrames"]) == ("Doe^Jane", 3)
    assert row == {
        "path": f"file:{tmp_path}/IM1",
        "modificationTime": datetime.fromtimestamp(OLD, UTC),
        "length": len(content),
        "study_instance_uid": "2.25.10",
        "series_instance_uid": "2.25.11",
        "sop_instance_uid": "2.25.12",
        "sop_class_uid": "1.2.840.10008.5.1.4.1.1.7",
        "modality": "OT",
        "transfer_syntax": RLE,
        "number_of_frames": 3,
        "rows": 4,
        "columns": 6,
        "exception": None,
    }


def test_metadata_are_those_of_the_stage(tmp_path):
    put(tmp_path, IM1=study())
    (page,) = LightPipeline([DicomToMetadata()]).fromBinary(study())
    assert [row["metadata"] for row in rows(tmp_path)] == [page["metadata"]]


def test_what_is_not_told_is_null(tmp_path):
    odd = header(Modality=None, NumberOfFrames="5")
    odd.add_new(0x0020000D, "UI", ["2.25.3", "2.25.4"])
    (row,) = rows(put(tmp_path, report=saved(odd)))
    nulls = ["modality", "number_of_frames", "rows", "columns", "series_instance_uid", "exception"]
    assert [row[name] for name in nulls] == [None] * len(nulls)
    assert row["study_instance_uid"] == "2.25.3", "the first one"


@pytest.mark.parametrize("number", [b"-3", b"9999999999", b"many"])
def test_numbers_that_no_column_holds_are_none(tmp_path, number):
    value = number.ljust(10)
    (row,) = rows(put(tmp_path, IM1=study().replace(b"IS\x02\x003 ", b"IS\x0a\x00" + value)))
    assert (row["number_of_frames"], row["rows"], row["exception"]) == (1, 4, None)


@pytest.mark.parametrize("options", [{}, {"content": "true"}])
def test_batches_have_the_schema_that_spark_expects(tmp_path, options):
    from pyspark.sql.pandas.types import to_arrow_schema

    put(tmp_path, IM1=study(), notes=b"no DICOM")
    source = reader(tmp_path, **options)
    try:
        expected = to_arrow_schema(source.columns, timezone="UTC")
    except TypeError:  # PySpark 4.1 takes that for granted
        expected = to_arrow_schema(source.columns)
    assert {batch.schema for batch in batches(source)} == {expected}


def test_batches_are_small_and_hold_one_content(tmp_path, monkeypatch):
    monkeypatch.setattr(dicom_files, "_BATCH_FILES", 3)
    put(tmp_path, **{f"IM{number}": study() for number in range(5)})
    assert [batch.num_rows for batch in batches(reader(tmp_path))] == [3, 2]
    assert [batch.num_rows for batch in batches(reader(tmp_path, content="true"))] == [1] * 5


# Options


@pytest.mark.parametrize("syntax", [RLE, DEFLATED])
def test_content(tmp_path, syntax):
    content = dicom(PIXELS, syntax=syntax)
    put(tmp_path, IM1=content, notes=b"no DICOM")
    assert [row["content"] for row in rows(tmp_path, content="TRUE")] == [content, None]
    assert "content" not in rows(tmp_path)[0]


def test_content_that_no_value_of_spark_holds(tmp_path, monkeypatch):
    monkeypatch.setattr(dicom_files, "MOST_BYTES", 100)
    put(tmp_path, IM1=study())
    (row,) = rows(tmp_path, content="true")
    assert (row["content"], row["exception"]) == (None, "dicom: The file has more than 100 bytes: read it by its path.")
    assert rows(tmp_path)[0]["exception"] is None


def test_folders_in_folders_are_read_unless_they_are_not_wanted(tmp_path):
    put(tmp_path, IM1=study(), A__B__IM2=study(), A__IM3=study())
    names = [Path(row["path"]).name for row in rows(tmp_path)]
    assert sorted(names) == ["IM1", "IM2", "IM3"]
    assert [Path(row["path"]).name for row in rows(tmp_path, recursiveFileLookup="false")] == ["IM1"]


def test_path_glob_filter(tmp_path):
    put(tmp_path, IM1=study(), IM2=study(), notes=b"no DICOM")
    assert [Path(row["path"]).name for row in rows(tmp_path, pathGlobFilter="IM*")] == ["IM1", "IM2"]


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("content", "yes", "true or false"),
        ("recursiveFileLookup", "1", "true or false"),
        ("maxFilesPerTrigger", "0", "an integer from 1"),
    ],
)
def test_a_wrong_value_is_told_on_the_driver(option, value, allowed):
    with pytest.raises(ValueError, match=f"{option} must be {allowed}; got '{value}'"):
        DicomDataSource({"path": "a", option: value})


def test_no_path():
    with pytest.raises(ValueError, match="The dicom reader needs a path"):
        DicomDataSource({})


# Columns


@pytest.mark.parametrize(
    ("columns", "calls"),
    [
        ({"path", "sop_instance_uid"}, []),
        ({"exception"}, []),
        ({"metadata"}, ["metadata"]),
        ({"content"}, ["content"]),
        (None, ["content", "metadata"]),
    ],
)
def test_only_what_the_schema_asks_for_is_done(tmp_path, monkeypatch, columns, calls):
    done = []
    content, metadata = dicom_files._content, dicom_files.header_json
    monkeypatch.setattr(dicom_files, "_content", lambda file: done.append("content") or content(file))
    monkeypatch.setattr(dicom_files, "header_json", lambda fields: done.append("metadata") or metadata(fields))
    (found,) = rows(put(tmp_path, IM1=study()), columns, content="true")
    assert done == calls
    assert set(found) == (columns or set(dicom_reader.files_schema(content=True).names))
    assert all(value is not None for name, value in found.items() if name != "exception")


def test_order_of_the_users_columns(tmp_path):
    schema = StructType([StructField("modality", StringType()), StructField("path", StringType())])
    source = DicomDataSource({"path": str(put(tmp_path, IM1=study()))}).reader(schema)
    assert [batch.schema.names for batch in batches(source)] == [["modality", "path"]]


def test_unknown_columns():
    source = DicomDataSource({"path": "a"})
    with pytest.raises(ValueError, match="The dicom reader has no column 'name': it has path, modificationTime"):
        source.reader(StructType([StructField("name", StringType())]))
    with pytest.raises(ValueError, match="no column 'content'; set content: it has"):
        source.streamReader(StructType([StructField("content", StringType())]))
    with pytest.raises(ValueError, match="rows must be int; got bigint"):
        source.reader(StructType([StructField("rows", LongType())]))


# Bad files


def test_bad_files_are_one_row_each(tmp_path):
    whole = study(PatientName=NAME)
    deep = header(PatientName=NAME)
    for _ in range(70):
        outer = Dataset()
        outer.ReferencedSeriesSequence = [deep]
        deep = outer
    deep.SOPClassUID, deep.SOPInstanceUID = "1.2.3", "2.25.1"
    bad = {"deep": saved(deep), "empty": b"", "no_dicom": NAME.encode() * 99, "short": whole[:140]}
    put(tmp_path, **bad, whole=whole)
    found = rows(tmp_path, content="true")
    assert [Path(row["path"]).name for row in found if row["exception"] is None] == ["whole"]
    for row in found[:-1]:
        told = {name for name, value in row.items() if value is not None}
        assert told == {"path", "modificationTime", "length", "exception"}
        assert row["exception"].startswith("dicom: ")
        assert NAME not in row["exception"]


def test_a_file_that_ends_in_its_pixels_has_a_header(tmp_path):
    (row,) = rows(put(tmp_path, IM1=dicom(PIXELS)[:-10]))
    assert (row["number_of_frames"], row["exception"]) == (1, None)


def test_a_file_that_is_gone_is_a_row(tmp_path):
    source = reader(put(tmp_path, IM1=study()))
    partitions = source.partitions()
    (tmp_path / "IM1").unlink()
    (batch,) = source.read(partitions[0])
    assert batch.to_pylist()[0]["exception"] == "dicom: Can't open the file of the path."


def test_directories_are_no_rows(tmp_path):
    directory = saved(header(SOPClassUID=DIRECTORY))
    put(tmp_path, DICOMDIR=directory, A__other=directory, IM1=study())
    assert [Path(row["path"]).name for row in rows(tmp_path)] == ["IM1"]


# Partitions


@pytest.mark.parametrize(
    ("count", "size", "reads_all", "expected"),
    [
        (10, 1, False, [10]),
        (100, 1, False, [16] * 6 + [4]),
        (6400, 1, False, [100] * 64),
        (1024 * 65, 1, False, [1024] * 65),
        (100, 7 << 20, False, [16] * 6 + [4]),
        (100, 7 << 20, True, [2] * 50),
        (3, 5 << 30, True, [1, 1, 1]),
    ],
)
def test_files_are_dealt_out(count, size, reads_all, expected):
    files = [dicom_reader.FoundFile(f"file:/{number}", size, 0) for number in range(count)]
    source = reader("a", {"content"} if reads_all else {"path"}, content="true")
    groups = [partition.parts for partition in source.plan(files)]
    assert [len(group) for group in groups] == expected
    assert [file for group in groups for file in group] == files


def test_no_files(tmp_path):
    source = reader(tmp_path)
    assert source.partitions() == []
    assert list(source.read(InputPartition(None))) == [], "Spark makes a partition if there are none"


# Spark


def test_spark_reads_headers_and_stages_go_on(session, tmp_path):
    put(tmp_path, IM1=study(), A__bad=b"no DICOM", DICOMDIR=saved(header(SOPClassUID=DIRECTORY)))
    files = session.read.format("dicom").load(str(tmp_path))
    found = {Path(row.path).name: row for row in files.collect()}
    assert set(found) == {"IM1", "bad"}
    assert found["bad"].exception == "dicom: Can't open file as DICOM."
    assert (found["IM1"].number_of_frames, found["IM1"].modality) == (3, "OT")
    assert found["IM1"].modificationTime.timestamp() == OLD
    for frames in (
        DicomToImageV3(inputCol="path").transform(files),
        DicomToImageV3().transform(session.read.format("dicom").option("content", True).load(str(tmp_path))),
    ):
        shown = frames.select("path", "pagenum", "image.width", "exception").orderBy("path", "pagenum").collect()
        assert [(Path(row.path).name, row.pagenum, row.width, row.exception) for row in shown] == [
            ("bad", 0, None, "dicom: Can't open file as DICOM."),
            *[("IM1", number, 6, None) for number in range(3)],
        ]


def test_spark_several_paths_a_schema_and_the_paths_of_binary_file(session, tmp_path):
    for name in NAMES:
        (tmp_path / name).write_bytes(study())
    loaded = [str(tmp_path / name) for name in NAMES]
    headers = session.read.format("dicom").schema("modality string, path string").load(loaded)
    assert headers.columns == ["modality", "path"]
    files = session.read.format("binaryFile").load(str(tmp_path)).select("path", "length")
    joined = headers.join(files, "path").collect()
    assert {Path(row["path"]).name for row in joined} == {*NAMES}
    assert {row["modality"] for row in joined} == {"OT"}


def test_spark_stream_goes_on_where_it_stopped(session, tmp_path):
    folder, out, checkpoint = (tmp_path / name for name in ("in", "out", "checkpoint"))
    put(folder, IM1=study(), A__IM2=study())

    def run():
        headers = session.readStream.format("dicom").load(str(folder)).select("path", "modality")
        query = headers.writeStream.format("parquet").option("path", str(out))
        query.option("checkpointLocation", str(checkpoint)).trigger(availableNow=True).start().awaitTermination()
        return sorted(Path(row["path"]).name for row in session.read.parquet(str(out)).collect())

    assert run() == ["IM1", "IM2"]
    put(folder, IM3=study())
    os.utime(folder / "IM3", (OLD + 1, OLD + 1))
    assert run() == ["IM1", "IM2", "IM3"]
