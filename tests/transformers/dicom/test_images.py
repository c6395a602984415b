"""Frames become rows with images, by bytes and by paths, all or some; each parameter does what it says."""

import json

import numpy as np
import pyarrow as pa
import pytest
from pyspark.sql import functions as F

from dicom.make_dicom import BIG_ENDIAN, DEFLATED, JPEG_BASELINE, RLE, dicom, header, ramp, saved
from sparkocr.apps.light import run
from sparkocr.stage.images import read_image
from sparkocr.stage.light_row import LightRow
from sparkocr.transformers import DicomSplitter, DicomToImage, DicomToImageV2, DicomToImageV3, DicomToMetadata

FRAMES = [ramp((40, 60), 0, 255, np.uint8, seed) for seed in range(6)]
MANY = dicom(*FRAMES)
ALL_STAGES = pytest.mark.parametrize("cls", [DicomToImage, DicomToImageV2, DicomToImageV3])


def rows(*stages, content=MANY, **columns):
    """What stages make of one file without Spark."""
    row = LightRow({"path": pa.scalar("file:/a.dcm"), "content": pa.scalar(content, pa.binary()), **columns})
    return list(run(list(stages), row))


def values(found, name):
    return [row[name].as_py() for row in found]


def pixels(row, name="image"):
    return read_image(row[name]).image.pixels


@ALL_STAGES
def test_a_row_with_an_image_for_each_frame(cls):
    found = rows(cls())
    assert values(found, "pagenum") == list(range(6))
    assert values(found, "exception") == [None] * 6
    for row, expected in zip(found, FRAMES, strict=True):
        np.testing.assert_array_equal(pixels(row), expected)
        assert read_image(row["image"]).origin == "file:/a.dcm"


@ALL_STAGES
def test_names_of_columns(cls):
    stage = cls(inputCol="file", outputCol="picture", originCol="from", pageNumCol="frame", keepInput=True)
    columns = {"file": pa.scalar(MANY), "from": pa.scalar("elsewhere")}
    row = rows(stage, content=None, **columns)[5]
    assert row["frame"].as_py() == 5
    assert read_image(row["picture"]).origin == "elsewhere"
    assert row["file"].as_py() == MANY
    assert "file" not in rows(stage.setKeepInput(False), content=None, **columns)[0]


@ALL_STAGES
def test_paths_stay(cls, tmp_path):
    path = tmp_path / "IM0001"
    path.write_bytes(MANY)
    found = rows(cls(inputCol="path"), path=pa.scalar(f"file:{path}"))
    assert values(found, "pagenum") == list(range(6))
    np.testing.assert_array_equal(pixels(found[5]), FRAMES[5])
    assert values(found, "path") == [f"file:{path}"] * 6


def test_a_path_whose_file_changes(tmp_path):
    path = tmp_path / "IM0001"
    for frames in (FRAMES[:1], FRAMES[1:3]):
        path.write_bytes(dicom(*frames))
        found = rows(DicomToImageV3(inputCol="path"), path=pa.scalar(str(path)))
        assert len(found) == len(frames)
        np.testing.assert_array_equal(pixels(found[0]), frames[0])


@ALL_STAGES
def test_frames_of_a_second_column(cls):
    found = rows(cls(inputCols=["content", "frames"]), frames=pa.scalar([4, 1], pa.list_(pa.int32())))
    assert values(found, "pagenum") == [4, 1]
    np.testing.assert_array_equal(pixels(found[0]), FRAMES[4])
    assert "frames" not in found[0]


def test_frames_that_are_not_there_are_exceptions():
    stage = DicomToImageV2(inputCols=["content", "frames"])
    for frames, message in (([9], "Frame 9 is not in"), ([], "No frame is asked for")):
        (row,) = rows(stage, frames=pa.scalar(frames, pa.list_(pa.int32())))
        assert message in row["exception"].as_py()
        assert row["image"]["data"].as_py() is None


def test_wrong_input_columns():
    with pytest.raises(ValueError, match="inputCols='number'"):
        rows(DicomToImageV3(inputCols=["content", "number"]), number=pa.scalar(1))
    with pytest.raises(ValueError, match=r"inputCols='gone'.*there are"):
        rows(DicomToImageV3(inputCols=["gone"]))
    frames = pa.scalar([1], pa.list_(pa.int32()))
    with pytest.raises(ValueError, match="3 columns"):
        rows(DicomToImageV3(inputCols=["content", "one", "two"]), one=frames, two=frames)


@pytest.mark.parametrize(("strategy", "expected"), [("consecutive", [0, 1]), ("stride", [0, 3]), ("middle", [2, 3])])
def test_some_frames(strategy, expected):
    stage = DicomToImageV3(frameLimit=2, frameSamplingStrategy=strategy)
    assert values(rows(stage), "pagenum") == expected
    assert len(rows(stage.setFrameSamplingStrategy("random"))) == 2


def test_scale():
    (row,) = rows(DicomToImageV3(scale=0.5), content=dicom(FRAMES[0]))
    image = read_image(row["image"]).image
    assert image.pixels.shape == (20, 30)
    np.testing.assert_allclose(image.transform, np.diag([2, 2, 1]))


def data_of(stage, content=MANY):
    return rows(stage, content=content)[0]["image"]["data"].as_py()


def test_compression():
    assert len(data_of(DicomToImageV3())) == 2400
    assert data_of(DicomToImageV3(compressImage=True)).startswith(b"\x89PNG")
    assert data_of(DicomToImageV3(compressionMode="enabled")).startswith(b"\xff\xd8\xff")
    row = rows(DicomToImageV3(compressionMode="enabled", compressionQuality=95), content=dicom(FRAMES[0] // 16))[0]
    assert np.abs(pixels(row).astype(int) - FRAMES[0] // 16).max() < 16
    sizes = [len(data_of(DicomToImageV3(compressionMode="enabled", compressionQuality=q))) for q in (10, 90)]
    assert sizes[0] < sizes[1]


def test_compression_of_what_is_large():
    """Six frames of 2,400 pixels are 0.0137 megapixels."""
    for threshold, is_compressed in ((0.013, True), (0.014, False)):
        stage = DicomToImageV3(compressionMode="auto", compressionThreshold=threshold)
        assert data_of(stage).startswith(b"\xff\xd8\xff") is is_compressed


def test_dimensions():
    assert rows(DicomToImageV3(frameDimsCol="dims"))[0]["dims"].as_py() == {"width": 60, "height": 40}
    assert "dims" not in rows(DicomToImageV3())[0]


@pytest.mark.parametrize("cls", [DicomToImage, DicomToImageV2])
def test_metadata(cls):
    (row,) = rows(cls(metadataCol="header"), content=dicom(FRAMES[0]))
    assert json.loads(row["header"].as_py())["PatientName"] == "Doe^Jane"
    assert "header" not in rows(cls(metadataCol=""), content=dicom(FRAMES[0]))[0]


def test_metadata_without_the_patient():
    (row,) = rows(DicomToImage(deIdentifyMetadata=True), content=dicom(FRAMES[0]))
    found = row["metadata"].as_py()
    assert json.loads(found)["Rows"] == 40
    assert "Jane" not in found
    assert "4711" not in found


BAD = {
    "no dicom": (b"junk", "Can't open file as DICOM."),
    "no image": (saved(header()), "There are no pixels in the DICOM file."),
    "video": (dicom(FRAMES[0], syntax="1.2.840.10008.1.2.4.102", codes=[b"\0\0"]), "video"),
    "damaged": (
        dicom(FRAMES[0], syntax=JPEG_BASELINE, codes=[bytes(100)]),
        "Frame 0 does not tell the size that the header says.",
    ),
}


@ALL_STAGES
@pytest.mark.parametrize("kind", BAD)
def test_bad_files_are_one_row_with_an_exception(cls, kind):
    content, message = BAD[kind]
    (row,) = rows(cls(), content=content)
    assert message in row["exception"].as_py()
    assert row["image"]["data"].as_py() is None
    assert row["pagenum"].as_py() == 0


def test_missing_frames_are_an_exception_besides_the_others():
    content = MANY.replace(b"IS\2\x006 ", b"IS\2\x0099")
    found = rows(DicomToImageV3(), content=content)
    assert values(found, "exception")[:6] == [None] * 6
    assert "Frame 6 is not in the DICOM file." in found[6]["exception"].as_py()
    assert len(found) == 7


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, [[0, 1], [2, 3], [4, 5]]),
        ({"splitNumBatch": 4}, [[0, 1, 2, 3], [4, 5]]),
        ({"splitNumBatch": 4, "splittingStategy": "fixed_number_of_partitions"}, [[0], [1, 2], [3], [4, 5]]),
        ({"splitNumBatch": 9, "splittingStrategy": "fixed_number_of_partitions"}, [[n] for n in range(6)]),
    ],
)
def test_groups_of_frames(options, expected):
    found = rows(DicomSplitter(**options))
    assert values(found, "frames") == expected
    assert "content" not in found[0]


def test_a_file_that_can_not_be_grouped():
    (row,) = rows(DicomSplitter(outputCol="groups"), content=b"junk")
    assert row["groups"].as_py() is None
    assert "Can't open" in row["exception"].as_py()


def test_metadata_formats():
    stage = DicomToMetadata(outputCol="header")
    assert json.loads(rows(stage)[0]["header"].as_py())["PatientName"] == "Doe^Jane"
    tagged = json.loads(rows(stage.setMetadataFormat("tag"))[0]["header"].as_py())
    assert tagged["00100010"] == {"vr": "PN", "value": "Doe^Jane"}
    assert "00100010" not in json.loads(rows(stage.setIgnoreVR("PN, SQ"))[0]["header"].as_py())
    with pytest.raises(ValueError, match="ignoreVR"):
        stage.setIgnoreVR("all")


def test_texts_of_the_header(tmp_path):
    inner = header(PatientComments="in a\r\nsequence", PatientName="Roe^Ann")
    content = saved(
        header(PatientComments="of Jane", ReferencedImageSequence=[inner], OtherPatientNames=["One", "Two"])
    )
    stage = DicomToMetadata(extractTagForNer=True, tagCol="text", tagMappingCol="tags")
    (row,) = rows(stage, content=content)
    lines = dict(zip(row["text"].as_py().split("\n\n"), row["tags"].as_py(), strict=True))
    assert lines["Roe^Ann"] == "00100010"
    assert (lines["One"], lines["Two"]) == ("00101001", "00101001")
    strategy = 'Tags,VR,Name,Status,Action,Options\n"(0010, 4000)",LT,,,cleanTag,\n"(0010,0010)",PN,,,remove,\n'
    path = tmp_path / "strategy.csv"
    path.write_text(strategy)
    for options in ({"strategyFileContent": strategy}, {"strategyFile": str(path)}):
        (row,) = rows(stage.copy().setParams(**options), content=content)
        assert row["text"].as_py() == "in a sequence\n\nof Jane"
        assert row["tags"].as_py() == ["00104000", "00104000"]
    assert "tag_text" not in rows(DicomToMetadata(), content=content)[0]


@pytest.fixture(scope="module")
def files(spark, tmp_path_factory):
    """Files of all kinds in a folder; the name of each tells how many frames it has."""
    folder = tmp_path_factory.mktemp("dicom")
    contents = {
        "1-gray": dicom(FRAMES[0]),
        "6-gray": MANY,
        "6-big": dicom(*FRAMES, syntax=BIG_ENDIAN),
        "6-deflated": dicom(*FRAMES, syntax=DEFLATED),
        "6-rle": dicom(*FRAMES, syntax=RLE),
        "3-bits": dicom(*[frame % 2 for frame in FRAMES[:3]], bits=1),
        "0-junk": b"junk",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return spark.read.format("binaryFile").load(str(folder)), folder


@pytest.mark.parametrize("column", ["content", "path"])
def test_spark_gives_the_same_rows_as_without_it(files, column):
    frame, _ = files
    stage = DicomToImageV3(inputCol=column)
    name = F.regexp_extract("path", "[^/]+$", 0)
    found = stage.transform(frame).select(name.alias("name"), "pagenum", "image.data", "exception").collect()
    expected = {}
    for row in frame.collect():
        for made in rows(stage, content=bytes(row["content"]), path=pa.scalar(row["path"])):
            data = made["image"]["data"].as_py()
            expected[row["path"].rpartition("/")[2], made["pagenum"].as_py()] = data
    assert {(row["name"], row["pagenum"]): row["data"] and bytes(row["data"]) for row in found} == expected
    assert len(found) == len(expected) == 1 + 6 * 4 + 3 + 1
    assert [row["name"] for row in found if row["exception"]] == ["0-junk"]


def test_frames_are_spread_and_files_are_not_copied(files):
    frame, _ = files
    spread = DicomToImageV3(partitionNum=7).transform(frame)
    assert spread.select("pagenum", F.spark_partition_id().alias("part")).where("pagenum > 0").distinct().count() > 7
    assert DicomToImageV3(partitionNum=-1).transform(frame).rdd.getNumPartitions() == frame.rdd.getNumPartitions()
    assert "content" not in spread.columns
    assert "content" in DicomToImageV3(keepInput=True).transform(frame).columns


def test_the_splitter_and_the_second_version(files):
    """As programs of the original use them."""
    frame, _ = files
    groups = DicomSplitter().setInputCol("path").setOutputCol("frames").setSplitNumBatch(4).setPartitionNum(2)
    show = DicomToImageV2().setInputCols(["path", "frames"]).setOutputCol("image")
    found = show.transform(groups.transform(frame.drop("content")))
    counts = found.groupBy("path").agg(
        F.count_if(F.col("exception").isNull()).alias("frames"), F.count("*").alias("rows")
    )
    for row in counts.collect():
        wanted = int(row["path"].rpartition("/")[2].partition("-")[0])
        assert (row["frames"], row["rows"]) == (wanted, max(1, wanted))
