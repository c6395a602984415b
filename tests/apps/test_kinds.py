"""What files are, by their bytes."""

import io

import pydicom
import pytest
from pyspark.sql import functions as F

from documents import png, tiff
from sparkocr.apps.kinds import by_kind, is_directory, is_pdf
from sparkocr.dicom.directory import directory_of
from sparkocr.samples import dicom, dicom_pdf, pdf, word
from sparkocr.schemas import BinarySchema


def without_preamble(content, *, implicit=False, big=False):
    """A file as old ones are: it begins with its first element."""
    read = pydicom.dcmread(io.BytesIO(content))
    del read.file_meta
    file = io.BytesIO()
    pydicom.dcmwrite(file, read, implicit_vr=implicit, little_endian=not big)
    return file.getvalue()


SCAN, LETTER = dicom("Jane"), dicom_pdf(pdf("Dear Jane"))
KINDS = {
    "preamble": (SCAN, "dicom"),
    "with PDF": (LETTER, "dicom"),
    "directory": (directory_of([]), "dicom"),
    "explicit": (without_preamble(SCAN), "dicom"),
    "implicit": (without_preamble(SCAN, implicit=True), "dicom"),
    "big endian": (without_preamble(SCAN, big=True), "dicom"),
    "meta first": (SCAN[132:], "dicom"),
    "preamble of TIFF": (b"II*\0" + SCAN[4:], "dicom"),
    "PDF": (pdf("Dear Jane"), "pdfs"),
    "Word": (word("Dear Jane"), "documents"),
    "old Word": (bytes.fromhex("d0cf11e0a1b11ae1"), "documents"),
    "PowerPoint": (b"PK\x03\x04 ppt/presentation.xml", "slides"),
    "PNG": (png("Jane"), "others"),
    "TIFF": (tiff(("Jane",)), "others"),
    "JPEG 2000": (b"\0\0\0\x0cjP  \r\n\x87\n", "others"),
    "icon": (b"\0\0\x01\0\x01\0\x10\x10\0\0", "others"),
    "MP4": (b"\0\0\0\x18ftypmp42", "others"),
    "text": (b"\x08\x00 of a game", "others"),
    "DICM elsewhere": (b"x" * 127 + b"DICM" * 2, "others"),
    "short": (b"\x08\x00", "others"),
    "empty": (b"", "others"),
    "null": (None, "others"),
}


@pytest.fixture(scope="module")
def found(spark):
    rows = [(name, None, 0, content) for name, (content, _) in KINDS.items()]
    files = spark.createDataFrame(rows, BinarySchema)
    parts = {kind: part.select("path") for kind, part in by_kind(files)._asdict().items()}
    parts |= {"directories": files.where(is_directory()).select("path")}
    parts |= {"all PDFs": by_kind(files).all_pdfs.where(is_pdf()).select("path")}
    parts |= {"frames": by_kind(files).frames.select("path")}
    named = [part.withColumn("kind", F.lit(kind)) for kind, part in parts.items()]
    union = named[0]
    for part in named[1:]:
        union = union.union(part)
    return [(row["path"], row["kind"]) for row in union.collect()]


@pytest.mark.parametrize("name", KINDS)
def test_kind(found, name):
    kinds = {"pdfs", "documents", "slides", "dicom", "others"}
    assert [kind for path, kind in found if path == name and kind in kinds] == [KINDS[name][1]]


def test_pdfs_in_dicom_files(found):
    assert {path for path, kind in found if kind == "all PDFs"} == {"PDF", "with PDF"}
    all_dicom = {name for name, (_, kind) in KINDS.items() if kind == "dicom"}
    assert {path for path, kind in found if kind == "frames"} == all_dicom - {"with PDF"}
    assert [path for path, kind in found if kind == "directories"] == ["directory"]
