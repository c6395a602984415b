"""Directories of DICOM files, read by pydicom and, where they are installed, by dcmtk and dicom3tools."""

import io
import shutil
import subprocess

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.fileset import FileSet
from pydicom.uid import ColorPaletteStorage, EnhancedSRStorage

from dicom.make_dicom import JPEG_LS, dicom, header, saved
from sparkocr.dicom import directory
from sparkocr.dicom.directory import directory_of, is_file_id, records_of
from sparkocr.errors import DocumentError
from sparkocr.kinds import MEDIA_DIRECTORY
from sparkocr.samples import dicom_pdf


def image(patient, study, series, number, **fields):
    """A small image."""
    uids = {
        "StudyInstanceUID": f"2.25.1{patient}{study}",
        "SeriesInstanceUID": f"2.25.2{patient}{study}{series}",
        "SOPInstanceUID": f"2.25.3{patient}{study}{series}{number}",
    }
    names = {"PatientID": f"P{patient}", "PatientName": "Dœ^Jané", "SpecificCharacterSet": "ISO_IR 192"}
    return dicom(np.full((8, 8), 7, np.uint8), **(uids | names | {"InstanceNumber": str(number)} | fields))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two patients with two studies of two series of two images, and a document."""
    root = tmp_path_factory.mktemp("files")
    files = {
        f"DICOM/P{patient}/ST{study}/SE{series}/IM{number:06}": image(patient, study, series, number)
        for patient in (1, 2)
        for study in (1, 2)
        for series in (1, 2)
        for number in (1, 2)
    }
    files["LETTER"] = dicom_pdf(b"%PDF-1.4")
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    made = directory_of(records_of(content, name) for name, content in files.items())
    (root / "DICOMDIR").write_bytes(made)
    return root


def test_every_file_is_found_by_its_patient_study_and_series(folder):
    found = FileSet(folder / "DICOMDIR")
    assert len(found) == 17
    for patient in (1, 2):
        for series in (1, 2):
            uid = f"2.25.2{patient}1{series}"
            listed = found.find(PatientID=f"P{patient}", StudyInstanceUID=f"2.25.1{patient}1", SeriesInstanceUID=uid)
            assert [str(one.SOPInstanceUID) for one in listed] == [f"2.25.3{patient}1{series}{n}" for n in (1, 2)]
            for one in listed:
                loaded = one.load()
                assert loaded.SOPInstanceUID == one.SOPInstanceUID
                assert loaded.file_meta.TransferSyntaxUID == one.TransferSyntaxUID
    (letter,) = found.find(MIMETypeOfEncapsulatedDocument="application/pdf")
    assert letter.load().PatientName == "Doe^Jane"
    assert set(map(str, found.find_values("PatientName"))) == {"Dœ^Jané", "Doe^Jane"}


def test_offsets_are_those_of_the_records(folder):
    read = pydicom.dcmread(folder / "DICOMDIR")
    assert read.file_meta.MediaStorageSOPClassUID == MEDIA_DIRECTORY
    records = {record.seq_item_tell: record for record in read.DirectoryRecordSequence}
    reached = []

    def walk(offset):
        last = 0
        while offset:
            reached.append(offset)
            record = records[offset]
            assert record.RecordInUseFlag == 0xFFFF
            walk(record.OffsetOfReferencedLowerLevelDirectoryEntity)
            last, offset = offset, record.OffsetOfTheNextDirectoryRecord
        return last

    first = read.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity
    assert walk(first) == read.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity
    assert sorted(reached) == sorted(records), "each record once"
    assert [record.DirectoryRecordType for record in records.values()].count("PATIENT") == 3


@pytest.mark.skipif(not shutil.which("dcmdump"), reason="dcmtk is not installed")
def test_dcmtk_reads_it(folder, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    new = "DICOM/P1/ST1/SE1/IM000009"
    (copy / new).write_bytes(image(1, 1, 1, 9))
    dumped = subprocess.run(["dcmdump", copy / "DICOMDIR"], check=True, capture_output=True, text=True)
    assert dumped.stderr == ""
    assert dumped.stdout.count(r'refFileID="DICOM\P') == 16
    subprocess.run(["dcmmkdir", "+A", "+I", new], check=True, cwd=copy, capture_output=True)
    found = FileSet(copy / "DICOMDIR").find(PatientID="P1", SeriesInstanceUID="2.25.2111")
    assert len(found) == 3, "it goes where the others are"


@pytest.mark.skipif(not shutil.which("dciodvfy"), reason="dicom3tools is not installed")
def test_it_has_what_the_standard_asks_for(folder):
    checked = subprocess.run(["dciodvfy", folder / "DICOMDIR"], check=False, capture_output=True, text=True)
    assert checked.stderr.split() == ["BasicDirectory"]


def test_what_files_lack_is_assumed():
    read = pydicom.dcmread(io.BytesIO(directory_of([records_of(image(1, 1, 1, 1, PatientID=""), "A")])))
    patient, study, series, leaf = read.DirectoryRecordSequence
    assert patient.PatientID == "UNKNOWN"
    assert (study.StudyDate, study.StudyTime, study.StudyID) == ("19000101", "000000", "UNKNOWN")
    assert (series.Modality, series.SeriesNumber) == ("OT", 1)
    assert leaf.ReferencedFileID == "A"
    two = [records_of(image(patient, 1, 1, 1, PatientID=""), f"A{patient}") for patient in (1, 2)]
    kinds = [record.DirectoryRecordType for record in pydicom.dcmread(io.BytesIO(directory_of(two)))[0x00041220].value]
    assert kinds.count("PATIENT") == 2, "files without a number are not all of one patient"


def test_records_of_kinds():
    assert [record.kind for record in records_of(dicom_pdf(b"%PDF-1.4"), "A")][-1] == "ENCAP DOC"
    assert [record.kind for record in records_of(image(1, 1, 1, 1), "A")] == ["PATIENT", "STUDY", "SERIES", "IMAGE"]
    palette = header(SOPClassUID=ColorPaletteStorage, StudyInstanceUID="2.25.9", ContentLabel="HOT")
    assert [record.kind for record in records_of(saved(palette), "A")] == ["PALETTE"]


def test_of_a_report_only_its_title_and_modifiers():
    title = Dataset()
    title.CodeValue, title.CodingSchemeDesignator, title.CodeMeaning = "1", "99X", "Report"
    report = header(
        SOPClassUID=EnhancedSRStorage, StudyInstanceUID="2.25.8", SeriesInstanceUID="2.25.9", InstanceNumber="1",
        CompletionFlag="COMPLETE", VerificationFlag="UNVERIFIED", ConceptNameCodeSequence=[title],
    )  # fmt: skip
    modifier, text = Dataset(), Dataset()
    modifier.RelationshipType, modifier.TextValue = "HAS CONCEPT MOD", "in English"
    text.RelationshipType, text.TextValue = "CONTAINS", "a long text"
    report.ContentSequence = [text, modifier]
    leaf = records_of(saved(report), "A")[-1]
    assert leaf.kind == "SR DOCUMENT"
    assert b"Report" in leaf.content
    assert b"in English" in leaf.content
    assert b"a long text" not in leaf.content


@pytest.mark.parametrize("missing", ["SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID"])
def test_files_without_uids_are_refused(missing):
    made = pydicom.dcmread(io.BytesIO(image(1, 1, 1, 1)))
    delattr(made, missing)
    file = io.BytesIO()
    made.save_as(file)
    with pytest.raises(DocumentError, match="lacks what a directory needs") as caught:
        records_of(file.getvalue(), "A")
    assert caught.value.__cause__ is None
    with pytest.raises(DocumentError):
        records_of(b"no DICOM file", "A")


def test_same_files_same_directory():
    files = [records_of(image(1, 1, 1, number), f"A{number}") for number in (1, 2)]
    assert directory_of(files) == directory_of(files)
    assert directory_of(files) != directory_of(files[:1])
    assert directory_of([*files, files[0]])[400:] == directory_of(files)[400:], "a file is listed once"


def test_without_files():
    assert not pydicom.dcmread(io.BytesIO(directory_of([]))).DirectoryRecordSequence


def test_transfer_syntax_of_compressed_files():
    uids = {"StudyInstanceUID": "2.25.8", "SeriesInstanceUID": "2.25.9"}
    file = dicom(np.zeros((8, 8), np.uint8), syntax=JPEG_LS, codes=[b"\xff\xd8\xff\xf7"], **uids)
    leaf = records_of(file, "A")[-1]
    assert JPEG_LS.encode() in leaf.content


def test_too_large(monkeypatch):
    monkeypatch.setattr(directory, "_MOST_BYTES", 500)
    with pytest.raises(DocumentError, match="too many files"):
        directory_of([records_of(image(1, 1, 1, 1), "A")])


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("IM1", True),
        ("A/B/C/D/E/F/G/H", True),
        ("A/B/C/D/E/F/G/H/I", False),
        ("IM0000001", False),
        ("im1", False),
        ("IM1.DCM", False),
        ("Ä", False),
        ("", False),
    ],
    ids=["short", "8 parts", "9 parts", "9 letters", "small letters", "extension", "accent", "empty"],
)
def test_file_ids(name, fits):
    assert is_file_id(name) is fits
