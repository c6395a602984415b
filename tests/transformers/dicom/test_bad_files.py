"""Files that stages of DICOM can't work on: the row stays, nothing comes out, and nothing tells the name in them."""

import logging
import warnings

import numpy as np
import pyarrow as pa
import pytest
from pyspark.ml import PipelineModel

from dicom.make_dicom import EXPLICIT, JPEG_2000_LOSSLESS, RLE, dicom, header, saved
from sparkocr import register, samples
from sparkocr.apps.light import run
from sparkocr.schemas import ImageSchema, PositionsSchema, RegionSchema
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import (
    DicomDeidentifier,
    DicomDrawRegions,
    DicomFileDeidentifier,
    DicomMetadataDeidentifier,
    DicomSplitter,
    DicomToImage,
    DicomToImageV2,
    DicomToImageV3,
    DicomToMetadata,
    DicomToPdf,
    DicomUpdatePdf,
    ImageTextDetector,
    ImageToDicom,
)
from sparkocr.transformers.dicom import __all__ as names

NAME = "Quillhaven"
MPEG4 = "1.2.840.10008.1.2.4.102"
PIXELS = np.arange(4096, dtype=np.uint8).reshape(64, 64)
GOOD = dicom(PIXELS, PatientName=NAME, StudyDescription=f"of {NAME}")


def deep():
    made = header(PatientName=NAME)
    for _ in range(70):
        outer = header(PatientName=NAME)
        outer.ReferencedSeriesSequence = [made]
        made = outer
    return saved(made)


def with_size(rows, columns):
    made = bytearray(GOOD)
    for tag, number in ((b"\x28\x00\x10\x00US\x02\x00", rows), (b"\x28\x00\x11\x00US\x02\x00", columns)):
        place = made.index(tag) + len(tag)
        made[place : place + 2] = number.to_bytes(2, "little")
    return bytes(made)


BAD = {
    "empty": b"",
    "text": NAME.encode() * 99,
    "preamble alone": b"\0" * 128 + b"DICM",
    "junk behind it": b"\0" * 128 + b"DICM" + NAME.encode() * 99,
    "report": saved(header(PatientName=NAME, ContentSequence=[header(TextValue=NAME)])),
    "cut in the header": GOOD[: GOOD.index(b"\x28\x00\x10\x00US")],
    "cut in the pixels": GOOD[:-10],
    "cut codes": dicom(PIXELS, syntax=RLE, PatientName=NAME)[:-40],
    "other codes": dicom(PIXELS, syntax=JPEG_2000_LOSSLESS, PatientName=NAME).replace(b"\xff\x4f\xff\x51", b"\0\0\0\0"),
    "video": dicom(PIXELS, syntax=MPEG4, codes=[bytes(40)], PatientName=NAME),
    "unknown syntax": dicom(PIXELS, PatientName=NAME).replace(EXPLICIT.encode() + b"\0", EXPLICIT.encode() + b"9"),
    "no rows": with_size(0, 64),
    "too large": with_size(65_535, 65_535),
    "sequences in each other": deep(),
}
NO_HEADER = ("empty", "text", "preamble alone", "sequences in each other")
FRAME_STAGES = [DicomToImage, DicomToImageV2, DicomToImageV3, DicomDrawRegions]
PDF_STAGES = [DicomToPdf, DicomUpdatePdf]
HEADER_STAGES = [DicomToMetadata, DicomMetadataDeidentifier, DicomFileDeidentifier, DicomSplitter]
OTHER_STAGES = [DicomDeidentifier, ImageToDicom]  # they take no files


def row_of(content):
    """A row with all that the stages take, from a path that tells a name."""
    region = pa.scalar([], pa.list_(arrow_type(RegionSchema)))
    return LightRow(
        {
            "path": pa.scalar(f"file:/studies/{NAME}/IM1"),
            "content": pa.scalar(content, pa.binary()),
            "pagenum": pa.scalar(0, pa.int32()),
            "regions": region,
            "pdf": pa.scalar(samples.pdf("clean")),
        }
    )


def quietly(stage, row, caplog, capfd):
    """The rows of a stage, and all that was said meanwhile."""
    with caplog.at_level(logging.DEBUG), warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        made = list(run([stage], row))
    captured = capfd.readouterr()
    said = [caplog.text, captured.out, captured.err, *(str(one.message) for one in warned)]
    said += [made_row["exception"].as_py() or "" for made_row in made]
    return made, "\n".join(said)


def test_each_stage_is_checked():
    assert {stage.__name__ for stage in FRAME_STAGES + PDF_STAGES + HEADER_STAGES + OTHER_STAGES} == {*names}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("cls", [*FRAME_STAGES, *PDF_STAGES], ids=lambda cls: cls.__name__)
def test_nothing_comes_out(cls, name, caplog, capfd):
    ((row,), said) = quietly(cls(), row_of(BAD[name]), caplog, capfd)
    assert NAME not in said
    output = row[cls().getOutputCol()]
    assert not (output.is_valid and (isinstance(output, pa.BinaryScalar) or output["data"].is_valid))
    assert row["exception"].as_py().startswith(f"{cls.__name__}_")


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("cls", HEADER_STAGES, ids=lambda cls: cls.__name__)
def test_a_result_or_an_exception(cls, name, caplog, capfd):
    stage = cls(detectors=["patterns"]) if cls is DicomFileDeidentifier else cls()
    ((row,), said) = quietly(stage, row_of(BAD[name]), caplog, capfd)
    assert NAME not in said
    output = row[stage.getOutputCol()]
    assert output.is_valid != row["exception"].is_valid
    assert not (output.is_valid and name in NO_HEADER)
    assert output.type != pa.binary() or NAME.encode() not in (output.as_py() or b"")


@pytest.mark.parametrize("metadata", [f"no JSON of {NAME}", f'["{NAME}"]', None], ids=["text", "list", "null"])
def test_metadata_that_are_none(metadata, caplog, capfd):
    image = {"data": bytes(24), "height": 4, "width": 6, "nChannels": 1, "mode": 10, "resolution": 0, "origin": NAME}
    columns = {
        "metadata": pa.scalar(metadata, pa.string()),
        "positions": pa.scalar([], arrow_type(PositionsSchema)),
        "image": pa.scalar(image, arrow_type(ImageSchema)),
    }
    row = row_of(b"").withColumns(columns)
    for stage in (DicomDeidentifier(), ImageToDicom()):
        ((made,), said) = quietly(stage, row, caplog, capfd)
        assert NAME not in said
        is_wanted = metadata is not None or isinstance(stage, DicomDeidentifier)
        assert made["exception"].is_valid == is_wanted
        assert made[stage.getOutputCol()].is_valid != is_wanted


def test_plans_tell_no_names(spark, tmp_path, capsys):
    register(spark)
    folder = tmp_path / "studies" / NAME
    folder.mkdir(parents=True)
    bad = [BAD[name] for name in ("text", "video", "report")]
    for number, content in enumerate([GOOD, *bad]):
        (folder / f"{NAME}{number}").write_bytes(content)
    rules = 'Tags,VR,Name,Status,Action,Option\n"(0010, 0010)",PN,,,replaceWithLiteral,no one\n'
    stages = [
        DicomToMetadata(inputCol="path", outputCol="original"),
        DicomToImageV3(inputCol="path", partitionNum=-1),
        ImageTextDetector(outputCol="regions"),
        DicomDrawRegions(inputCol="path"),
        DicomMetadataDeidentifier(inputCol="dicom", strategyFileContent=rules, denyList=[NAME], key=NAME),
    ]
    files = spark.read.format("dicom").option("content", "true").load(str(tmp_path / "studies"))
    frame = PipelineModel(stages).transform(files)
    frame.explain(extended=True)
    assert NAME not in capsys.readouterr().out
    rows = frame.select("path", "dicom_cleaned", "exception").collect()
    assert sorted(row.dicom_cleaned is None for row in rows) == [False] + [True] * len(bad)
    assert not any(NAME in (row.exception or "") for row in rows)
