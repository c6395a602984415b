"""The command line on DICOM files, in this process and its session."""

import hashlib
import json

import jsonschema
import numpy as np
import pydicom
import pytest
from pydicom.fileset import FileSet
from pydicom.uid import CTImageStorage

from dicom.make_dicom import dicom
from documents import page
from sparkocr.cli import main
from sparkocr.deid.audit import AUDIT_JSON_SCHEMA
from sparkocr.dicom.directory import directory_of, records_of
from sparkocr.pdf.read.text import page_texts
from sparkocr.samples import dicom_pdf, pdf

STUDY = "1.2.840.113619.2.55.3"
LOCAL = ["--master", "local[2]"]
RULES = ["--detectors", "fields,dates", *LOCAL]
TELLING = ("kowalczyk", "px4711", "03/14/1951", STUDY, "20240229", "wisniewski", "q99887")


def scan(number, text="", **fields):
    """A picture of a patient, with a text in its pixels."""
    pixels = np.full((64, 64), 120, np.uint8)
    if text:
        pixels = np.asarray(page(text).convert("L"))[:200, :600].copy()
    told = {"PatientName": "Kowalczyk^Jane", "PatientID": "PX4711", "StudyDate": "20240229", "SeriesNumber": "1"}
    uids = {"StudyInstanceUID": STUDY, "SeriesInstanceUID": f"{STUDY}.2", "SOPInstanceUID": f"{STUDY}.2.{number}"}
    return dicom(pixels, InstanceNumber=str(number), **(told | uids | fields))


def put(root, files):
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)


@pytest.fixture(scope="module")
def studies(tmp_path_factory):
    """A copy of a CD, a folder with the name of a patient, and other files."""
    root = tmp_path_factory.mktemp("studies")
    letter = dicom_pdf(pdf("Dear Jane Kowalczyk"), patient="Kowalczyk^Jane")
    cd = {f"DICOM/ST000001/IM{number:06}": scan(number) for number in (1, 2)}
    cd["DICOM/KOWALCZY/IM000003"] = scan(3, "Kowalczy 03/14/1951", PatientName="Kowalczy^Jane")
    cd["DICOM/KOWALCZY/IM000004"] = scan(4, PatientName="Wisniewski^Ewa", PatientID="Q99887")
    put(root / "cd", cd | {"DICOM/plan.dcm": scan(5)})
    put(root / "cd", {"DICOMDIR": directory_of(records_of(content, name) for name, content in cd.items())})
    put(root / "Kowalczyk_Jane", {f"{STUDY}.2.9": scan(9), f"{STUDY}.2.10.dcm": scan(10), "x/letter.dcm": letter})
    put(root, {"broken.dcm": scan(11)[:-2000], "none/DICOMDIR": directory_of([]), "readme.txt": b"of Jane Kowalczyk"})
    put(root, {"letter.pdf": pdf("Patient: Jane Kowalczyk")})
    return root


@pytest.mark.usefixtures("spark")
def test_deidentify(studies, tmp_path, capfd):
    out, audit = tmp_path / "clean", tmp_path / "audit.json"
    assert main(["deidentify", str(studies), "--out", f"{out}/", "--audit", str(audit), *RULES]) == 1
    captured = capfd.readouterr()
    assert "13 documents, 3 failures, " in captured.out
    assert "without --key-file, later runs give DICOM files other UIDs" in captured.out
    assert f"1 file not listed in {out}/cd/DICOMDIR: " in captured.out
    failures = {line.rpartition("/")[2] for line in captured.err.splitlines() if line[:7] == "  file:"}
    assert failures == {"broken.dcm", "readme.txt", "DICOMDIR"}
    none = f"1 failed: There is no clean file for a directory of DICOM files\n  file:{studies}/none/DICOMDIR\n"
    assert none in captured.err

    journal = (out / ".sparkocr" / "deidentify.jsonl").read_text()
    files = {str(file.relative_to(out)): file for file in out.rglob("*") if file.is_file() and file.suffix != ".jsonl"}
    cd = {name.removeprefix("cd/"): file for name, file in files.items() if name.startswith("cd/")}
    listed = set(cd) - {"DICOM/plan.dcm", "DICOMDIR"}
    assert {"DICOM/ST000001/IM000001", "DICOM/ST000001/IM000002"} < listed
    (folder,) = {name.split("/")[1] for name in listed} - {"ST000001"}
    assert {f"DICOM/{folder}/IM000003", f"DICOM/{folder}/IM000004"} < listed, "both are renamed, although one tells it"
    assert len(cd) == 6
    named = set(files) - {f"cd/{name}" for name in cd} - {"letter.pdf"}
    assert len({name.split("/")[0] for name in named}) == 1, "all of a patient are in one folder"
    assert sorted(name.partition(".")[2] for name in named) == ["", "dcm", "dcm"], "as before"

    for name, file in files.items():
        content = file.read_bytes()
        assert [word for word in TELLING if word.encode() in content.lower()] == [], name
        if file.name not in {"letter.pdf", "DICOMDIR"}:
            header = pydicom.dcmread(file)
            assert header.file_meta.MediaStorageSOPInstanceUID == header.SOPInstanceUID
            assert header.PatientIdentityRemoved == "YES"
    told = "\n".join(files) + audit.read_text() + captured.out + journal
    assert [word for word in TELLING if word in told.lower()] == []
    letter = pydicom.dcmread(next(file for file in files.values() if file.name == "letter.dcm"))
    (text,) = page_texts(letter.EncapsulatedDocument)
    assert text.text.strip() == "Dear"

    directory = FileSet(out / "cd" / "DICOMDIR")
    assert {one.path.removeprefix(f"{out}/cd/") for one in directory} == listed
    assert all(one.load().SOPInstanceUID == one.SOPInstanceUID for one in directory)
    assert len(directory.find_values("PatientID")) == 2

    audits = json.loads(audit.read_text())
    for row in audits:
        jsonschema.validate(row, AUDIT_JSON_SCHEMA)
    sums = {hashlib.sha256(file.read_bytes()).hexdigest(): file for file in studies.rglob("*") if file.is_file()}
    assert {row["input_sha256"] for row in audits} == set(sums)
    results = {hashlib.sha256(file.read_bytes()).hexdigest() for file in files.values()}
    assert {row["output_sha256"] for row in audits if row["proven"]} == results
    assert {row["error"] for row in audits if "DICOMDIR" in sums[row["input_sha256"]].name} == {
        None,
        "There is no clean file for a directory of DICOM files",
    }


@pytest.mark.usefixtures("spark")
def test_key_and_options(tmp_path, capsys):
    kind = {"Modality": "CT", "SOPClassUID": CTImageStorage, "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"]}
    put(tmp_path / "in", {"A": scan(1, "Liver, left\nKowalczyk", PatientAge="044Y", **kind)})
    key = tmp_path / "key"
    key.write_text("a secret\n")

    def clean(out, *options):
        arguments = ["deidentify", str(tmp_path / "in"), "--out", str(tmp_path / out), *RULES]
        assert main([*arguments, *options]) == 0
        assert ("--key-file" in options) != ("without --key-file" in capsys.readouterr().out)
        return pydicom.dcmread(tmp_path / out / "A")

    first, second = (clean(out, "--key-file", str(key), "--dicom-unread", "ct") for out in ("1", "2"))
    assert first.SOPInstanceUID == second.SOPInstanceUID != f"{STUDY}.2.1"
    assert first.PatientID == second.PatientID != "PX4711"
    assert (first.PatientIdentityRemoved, first.get("PatientAge")) == ("NO", None)
    key.write_text("another secret\n")
    kept = clean("3", "--key-file", str(key), "--dicom-keep", "Patient, uids", "--dicom-text", "identifiers")
    assert kept.SOPInstanceUID == f"{STUDY}.2.1"
    assert kept.PatientID not in {"PX4711", first.PatientID}
    assert (kept.PatientIdentityRemoved, kept.PatientAge) == ("YES", "044Y")
    masked = clean("4")
    assert masked.SOPInstanceUID != first.SOPInstanceUID
    dark = [(read.pixel_array < 100).sum() for read in (first, kept, masked)]
    assert len(set(dark)) == 3, "unread: as it was; identifiers: one line masked; all: both"


@pytest.mark.usefixtures("spark")
def test_wrong_options(tmp_path, capsys):
    put(tmp_path, {"A": scan(1), "empty": b" \n"})
    arguments = ["deidentify", str(tmp_path / "A"), "--out", str(tmp_path / "out"), *LOCAL]
    assert main([*arguments, "--dicom-keep", "names"]) == 2
    assert "--dicom-keep names: there are uids, " in capsys.readouterr().err
    assert main([*arguments, "--key-file", str(tmp_path / "empty")]) == 2
    assert "it is empty" in capsys.readouterr().err
    for option in (["--dicom-text", "identifiers"], ["--dicom-keep", "uids"], ["--dicom-unread", "CT"]):
        assert main([*arguments, "--highlight", *option]) == 2
        assert f"{option[0]} goes with files" in capsys.readouterr().err
    for wrong in (["--memory", "much"], ["--dicom-text", "some"], ["--key-file", str(tmp_path / "missing")]):
        with pytest.raises(SystemExit) as caught:
            main([*arguments, *wrong])
        assert caught.value.code == 2


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize("command", ["text", "searchable", "convert", "tables", "deidentify"])
def test_other_commands_read_frames_and_pdfs(tmp_path, capsys, command):
    frames = np.asarray(page("Chest").convert("L"))[:200, :600]
    files = {"A/IM.0001": dicom(frames, frames), "A/IM.0002": scan(2, "Liver"), "B": dicom_pdf(pdf("A letter"))}
    put(tmp_path / "in", files)
    out = tmp_path / "out"
    more = {"text": ["--format", "txt"], "tables": ["--format", "json"], "deidentify": ["--highlight"]}.get(command, [])
    assert main([command, str(tmp_path / "in"), "--out", str(out), *more, *LOCAL]) == 0, capsys.readouterr().err
    written = {str(file.relative_to(out)): file for file in out.rglob("*.*") if ".sparkocr" not in str(file)}
    if command == "text":
        texts = {name: file.read_text().strip() for name, file in written.items()}
        pages = {"A/IM.0001.p0.txt": "Chest", "A/IM.0001.p1.txt": "Chest", "A/IM.0002.p0.txt": "Liver"}
        assert texts == pages | {"B.p0.txt": "A letter"}
    elif command == "tables":
        assert set(written) == {"A/IM.0001.json", "A/IM.0002.json", "B.json"}
    else:
        texts = {name: [one.text.strip() for one in page_texts(file.read_bytes())] for name, file in written.items()}
        read = [["Chest", "Chest"], ["Liver"]] if command == "searchable" else [["", ""], [""]]
        assert texts == {"A/IM.0001.pdf": read[0], "A/IM.0002.pdf": read[1], "B.pdf": ["A letter"]}
