"""Rows of frames become masked files; each parameter does what it says, and doubt masks nothing but fails."""

from io import BytesIO

import numpy as np
import pyarrow as pa
import pydicom
import pytest
from pyspark.sql import Row
from pyspark.sql.types import (
    ArrayType,
    BinaryType,
    IntegerType,
    StringType,
    StructField,
    StructType,
)

from dicom.make_dicom import EXPLICIT, JPEG_BASELINE, JPEG_LS, JPEG_LS_NEAR, RLE, dicom, ramp
from sparkocr.schemas import RegionSchema
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import DicomDrawRegions, DicomToImageV3, EntityFinder, ImageToText, PositionFinder

FRAMES = [ramp((40, 60), 1, 255, np.uint8, seed) for seed in range(3)]
SCHEMA = StructType(
    [
        StructField("path", StringType()),
        StructField("content", BinaryType()),
        StructField("pagenum", IntegerType()),
        StructField("regions", ArrayType(RegionSchema)),
        StructField("exception", StringType()),
    ]
)


def region(x=10.0, y=5.0, width=20.0, height=10.0, page=0, angle=0.0):
    return Row(index=0, page=page, x=x, y=y, width=width, height=height, score=1.0, label="", angle=angle)


def row(path, content, number, regions, exception=None):
    return (path, content, number, regions, exception)


def stored(content):
    return list(pydicom.dcmread(BytesIO(bytes(content))).pixel_array.reshape(-1, 40, 60))


def dark(content):
    """Rows and columns of the dark box of each frame."""
    found = []
    for frame in stored(content):
        places = np.argwhere(frame == 0)
        found.append((*places.min(axis=0).tolist(), *(places.max(axis=0) + 1).tolist()) if len(places) else None)
    return found


BOX = (5, 10, 15, 30)
MANY = dicom(*FRAMES)


@pytest.fixture(scope="module")
def masked(spark):
    """What becomes of many files in one job."""
    sources = {
        "each frame": [row("", MANY, n, [region()] if n == 1 else []) for n in range(3)],
        "not all frames": [row("", MANY, 0, [region()]), row("", MANY, 2, [])],
        "frame not told": [row("", MANY, None, [region(page=1)])],
        "one frame": [row("", dicom(FRAMES[0]), 0, [region()])],
        "compressed": [row("", dicom(FRAMES[0], syntax=JPEG_LS), 0, [region()])],
        "jpeg": [row("", dicom(np.full((40, 60), 200, np.uint8), syntax=JPEG_BASELINE), 0, [region()])],
        "nothing to mask": [row("", MANY, n, []) for n in range(3)],
        "null regions": [row("", MANY, 0, [region()]), row("", MANY, 1, None), row("", MANY, 2, [])],
        "bad region": [row("", MANY, n, [region(x=float("nan"))]) for n in range(3)],
        "failed before": [row("", MANY, 0, [region()]), row("", None, 1, None, "Earlier_0: It failed.")],
        "frame beyond": [row("", MANY, n, []) for n in range(4)],
        "junk": [row("", b"junk", 0, [])],
        "no file": [row("", None, 0, [])],
    }
    rows = [(name, *one[1:]) for name, parts in sources.items() for one in parts]
    rows.append(row(None, MANY, 0, [region()]))
    frame = spark.createDataFrame(rows, SCHEMA)
    return {made["path"]: made for made in DicomDrawRegions().transform(frame).collect()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("each frame", [None, BOX, None]),
        ("not all frames", [BOX] * 3),
        ("frame not told", [BOX] * 3),
        ("one frame", [BOX]),
        ("compressed", [BOX]),
        ("jpeg", [BOX]),
        ("nothing to mask", [None] * 3),
    ],
)
def test_which_frames_are_masked(masked, name, expected):
    assert masked[name]["exception"] is None
    assert dark(masked[name]["dicom"]) == expected


def test_the_transfer_syntax_is_told(masked):
    found = {name: masked[name]["transfer_syntax"] for name in ("each frame", "compressed", "jpeg", "junk")}
    assert found == {"each frame": EXPLICIT, "compressed": JPEG_LS, "jpeg": RLE, "junk": None}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("null regions", "There are no regions, not even none"),
        ("bad region", "no valid place or size"),
        ("failed before", "Earlier_0: It failed."),
        ("frame beyond", "on a frame that the DICOM file has not"),
        ("junk", "Can't open file as DICOM."),
        ("no file", "Can't open file as DICOM: it is empty."),
        (None, "A column of aggCols is null"),
    ],
)
def test_masks_fail_closed(masked, name, message):
    assert masked[name]["dicom"] is None
    assert message in masked[name]["exception"]


def test_the_columns_of_the_result(masked):
    assert list(masked["one frame"].asDict()) == ["path", "dicom", "transfer_syntax", "exception"]


def one(spark, stage, content=MANY, regions=None, **columns):
    """Mask one file by one row per frame."""
    schema = StructType([*SCHEMA.fields, *(StructField(name, StringType()) for name in columns)])
    rows = [
        (*row("a", content, n, [region()] if regions is None else regions), *columns.values())
        for n in range(len(stored(content)))
    ]
    (made,) = stage.transform(spark.createDataFrame(rows, schema)).collect()
    assert made["exception"] is None
    return made


def test_names_of_columns(spark):
    stage = DicomDrawRegions(outputCol="out", transferSyntaxCol="", aggCols=["path", "content", "id"], keepInput=True)
    made = one(spark, stage, id="7")
    assert list(made.asDict()) == ["path", "content", "id", "out", "exception"]
    assert (made["id"], bytes(made["content"])) == ("7", MANY)
    for name, wrong in (("aggCols", "gone"), ("aggCols", "content"), ("inputRegionsCol", "path")):
        with pytest.raises(ValueError, match=name):
            one(spark, DicomDrawRegions(**{name: wrong}))


def test_the_number_of_the_frame_and_the_scale(spark):
    small = [region(x=5.0, y=2.5, width=10.0, height=5.0)]
    rows = spark.createDataFrame([row("a", MANY, n, small if n == 1 else []) for n in range(3)], SCHEMA)
    stage = DicomDrawRegions(scaleFactor=2.0, pageNumCol="number")
    (made,) = stage.transform(rows.withColumnRenamed("pagenum", "number")).collect()
    assert dark(made["dicom"]) == [None, BOX, None]


def test_turned_regions(spark):
    made = one(spark, DicomDrawRegions(rotated=True), regions=[region(angle=90.0)])
    assert dark(made["dicom"])[0] == (0, 15, 20, 25)


@pytest.mark.parametrize(
    ("options", "source", "target"),
    [
        ({"compression": "JPEGLSLossless"}, RLE, JPEG_LS),
        ({"compression": "RLELossless"}, JPEG_LS, RLE),
        ({"forceCompress": True}, EXPLICIT, RLE),
        ({"compression": "JPEGBaseline8Bit", "forceCompress": True}, EXPLICIT, JPEG_BASELINE),
        ({"compression": "JPEGLSNearLossless", "compressionQuality": ["LSNearLossless=2"]}, RLE, JPEG_LS_NEAR),
    ],
)
def test_compression(spark, options, source, target):
    made = one(spark, DicomDrawRegions(**options), dicom(FRAMES[0], syntax=source))
    assert made["transfer_syntax"] == target
    if target == JPEG_LS_NEAR:
        assert 0 < np.abs(stored(made["dicom"])[0][20:].astype(int) - FRAMES[0][20:]).max() <= 2


def test_quality_of_jpeg(spark):
    sizes = [
        len(
            one(
                spark,
                DicomDrawRegions(compression="JPEGBaseline8Bit", compressionQuality=[f"8Bit={q}"]),
                dicom(FRAMES[0], syntax=RLE),
            )["dicom"]
        )
        for q in (10, 95)
    ]
    assert sizes[0] < sizes[1]


def test_what_can_not_be_compressed(spark):
    content = dicom(ramp((40, 60), 0, 4095, np.uint16), syntax=RLE)
    rows = spark.createDataFrame([row("a", content, 0, [])], SCHEMA)
    stage = DicomDrawRegions(compression="JPEGBaseline8Bit")
    (failed,) = stage.transform(rows).collect()
    assert failed["dicom"] is None
    assert "can't be compressed" in failed["exception"]
    (made,) = stage.setForceOutput(True).transform(rows).collect()
    assert made["transfer_syntax"] == EXPLICIT


def test_by_path(spark, tmp_path):
    path = tmp_path / "IM 1"
    path.write_bytes(MANY)
    rows = spark.createDataFrame([row(f"file:{path}", None, n, [region()]) for n in range(3)], SCHEMA)
    (made,) = DicomDrawRegions(inputCol="path").transform(rows.drop("content")).collect()
    assert dark(made["dicom"]) == [BOX] * 3


def test_a_program_of_the_original(spark):
    """Frames are shown at half their size, read, names found, and masked in the file."""
    from sparkocr import samples

    files = spark.createDataFrame([("a", samples.dicom("Jane Doe", "nothing"))], "path string, content binary")
    stages = [
        DicomToImageV3().setInputCols(["content"]).setOutputCol("image").setScale(0.5).setKeepInput(True),
        ImageToText().setInputCol("image").setOutputCol("text"),
        EntityFinder(denyList=["Jane"], detectors=["patterns"]),
        PositionFinder().setInputCols("ner_chunk").setPageMatrixCol("positions").setOutputCol("regions"),
        DicomDrawRegions().setInputCol("content").setOutputCol("dicom").setAggCols(["path"]).setScaleFactor(2.0),
    ]
    for stage in stages:
        files = stage.transform(files)
    (made,) = files.collect()
    assert made["exception"] is None
    first, second = pydicom.dcmread(BytesIO(bytes(made["dicom"]))).pixel_array
    original = pydicom.dcmread(BytesIO(samples.dicom("Jane Doe", "nothing"))).pixel_array
    np.testing.assert_array_equal(second, original[1])
    assert (first[60, 45:120] == 0).all()
    np.testing.assert_array_equal(first[:, 300:], original[0][:, 300:])


def light(stage, *frames, path="a.dcm", content=MANY):
    """What the stage makes of rows without Spark: of numbers of frames, their regions, and earlier exceptions."""
    kinds = {field.name: arrow_type(field.dataType) for field in SCHEMA}
    rows = [
        LightRow(
            {name: pa.scalar(value, kinds[name]) for name, value in zip(kinds, (path, content, *frame), strict=True)}
        )
        for frame in frames
    ]
    return list(stage.light_document(iter(rows)))


def test_the_rows_of_one_file_without_spark():
    boxes = [region().asDict()]
    (made,) = light(DicomDrawRegions(keepInput=True), (0, [], None), (1, boxes, None), (2, [], None))
    assert list(made) == ["path", "content", "dicom", "transfer_syntax", "exception"]
    assert dark(made["dicom"].as_py()) == [None, BOX, None]
    assert made["content"].as_py() == MANY
    (made,) = light(DicomDrawRegions(), (1, boxes, None))
    assert dark(made["dicom"].as_py()) == [BOX] * 3, "nobody knows the other frames"
    assert light(DicomDrawRegions()) == []


@pytest.mark.parametrize(
    ("frame", "path", "message"),
    [
        ((0, [], "Other_1: too bad."), "a.dcm", "Other_1: too bad."),
        ((0, None, None), "a.dcm", "There are no regions"),
        ((0, [], None), None, "A column of aggCols is null"),
    ],
    ids=["earlier", "regions", "path"],
)
def test_doubt_fails_without_spark_too(frame, path, message):
    (made,) = light(DicomDrawRegions(), frame, path=path)
    assert made["dicom"].as_py() is None
    assert message in made["exception"].as_py()
