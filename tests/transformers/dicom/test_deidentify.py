"""DicomFileDeidentifier: in Spark and without."""

import io
import json
import re

import numpy as np
import pyarrow as pa
import pydicom
import pytest

from dicom.make_dicom import dicom, header, saved
from documents import page
from sparkocr import samples
from sparkocr.apps.light import run
from sparkocr.deid.audit import AUDIT_JSON_SCHEMA
from sparkocr.stage.light_row import LightRow
from sparkocr.transformers import DicomFileDeidentifier

CT = {"Modality": "CT", "ImageType": ["ORIGINAL", "PRIMARY"], "SOPClassUID": "1.2.840.10008.5.1.4.1.1.2"}
DETECTORS = ["fields", "patterns"]
EMPTY = dicom(np.full((64, 64), 255, np.uint8))


def burned(text, **fields):
    return dicom(np.asarray(page(text, (500, 120), 40)), **fields)


NAME = burned("Jane Kowalczyk", PatientName="Kowalczyk^Jane", **CT)


def made(content, columns=None, **parameters):
    columns = {"path": pa.scalar("file:/a/b.dcm"), "content": pa.scalar(content, pa.binary()), **(columns or {})}
    (result,) = run([DicomFileDeidentifier(**{"detectors": DETECTORS, **parameters})], LightRow(columns))
    return {name: result[name].as_py() for name in result.columns}


def read(content):
    return pydicom.dcmread(io.BytesIO(content))


def clean(content, columns=None, **parameters):
    row = made(content, columns, **parameters)
    assert row["exception"] is None
    return read(row["clean"])


def test_in_spark(spark):
    rows = [("file:/a/kowalczyk.dcm", NAME, 1), ("file:/a/broken.dcm", NAME[:-100], 2), ("file:/a/null.dcm", None, 3)]
    files = spark.createDataFrame(rows, "path string, content binary, id int").coalesce(1)  # one worker loads models
    stage = DicomFileDeidentifier(detectors=DETECTORS, nameCol="name", keepInput=True)
    good, *bad = stage.transform(files).collect()
    assert b"Kowalczyk" not in good.clean
    assert len(np.unique(read(good.clean).pixel_array)) == 2
    assert good.audit.proven
    assert good.audit.entities["PERSON"] == 2
    assert [(done.page, done.regions > 0) for done in good.audit.pages] == [(0, True)]
    assert good.exception is None
    assert good.name == f"file:/a/{good.audit.input_sha256[:16]}.dcm"
    assert bytes(good.content) == NAME
    for row in bad:
        assert (row.clean, row.audit, row.name) == (None, None, None)
        assert row.exception.startswith(f"{stage.uid}: ")


def test_files_by_their_paths(tmp_path):
    path = tmp_path / "doe.dcm"
    path.write_bytes(NAME)
    columns = {"file": pa.scalar(str(path))}
    row = made(None, columns, inputCol="file", key="k")
    assert row["file"] == str(path)
    same = made(NAME, key="k")
    assert row["clean"] == same["clean"]
    assert row["audit"]["input_sha256"] == same["audit"]["input_sha256"]
    assert made(None, {"file": pa.scalar("/no/such/file")}, inputCols=["file"])["exception"]
    with pytest.raises(ValueError, match="inputCols"):
        made(None, {"file": pa.scalar("a"), "frames": pa.scalar([0])}, inputCols=["file", "frames"])


def test_the_audit_says_nothing_of_the_identifiers():
    jsonschema = pytest.importorskip("jsonschema")
    audit = made(NAME)["audit"]
    audit["entities"], audit["versions"] = dict(audit["entities"]), dict(audit["versions"])
    jsonschema.validate(audit, AUDIT_JSON_SCHEMA)
    assert "pydicom" in audit["versions"]
    words = set(re.findall(r"\w+", json.dumps(audit)))  # a checksum may have any four digits
    assert not words & {"Kowalczyk", "Jane", "4711"}


def test_what_is_left_makes_the_result_null(monkeypatch):
    monkeypatch.setattr("sparkocr.deid.dicom.clean_header", lambda *_: None)
    row = made(NAME)
    assert (row["clean"], row["audit"]["proven"]) == (None, False)
    assert "of PERSON in" in row["exception"]
    assert "Kowalczyk" not in row["exception"]
    unproven = made(NAME, verify=False)
    assert b"Kowalczyk" in unproven["clean"]
    assert not unproven["audit"]["proven"]


def test_the_proof_by_ocr(monkeypatch):
    assert made(NAME, verifyByOcr=True)["audit"]["read_images"]
    monkeypatch.setattr("sparkocr.deid.dicom.fill_open", _without_masks)
    assert made(NAME)["audit"]["proven"]
    assert not made(NAME, verifyByOcr=True)["audit"]["proven"]


def _without_masks(dicom, _boxes, *, edit):
    from sparkocr.dicom.draw import Boxes, fill_open

    return fill_open(dicom, Boxes(), edit=edit)


def test_text_that_surely_is_none_stays_if_wanted():
    content = burned("liver   seen  today")
    assert len(np.unique(clean(content).pixel_array)) == 2
    kept = clean(content, pixelText="IDENTIFIERS")
    assert (kept.pixel_array == read(content).pixel_array).all()
    assert kept.PatientIdentityRemoved == "YES"
    assert (clean(NAME, pixelText="IDENTIFIERS").pixel_array != read(NAME).pixel_array).any()


def test_modalities_that_are_not_read():
    kept = clean(NAME, unreadModalities=["CT"])
    assert (kept.pixel_array == read(NAME).pixel_array).all()
    assert kept.PatientIdentityRemoved == "NO"
    assert clean(NAME, unreadModalities=["MR"]).PatientIdentityRemoved == "YES"


def test_the_same_key_gives_the_same_uids():
    uids = [clean(EMPTY, key=key).SOPInstanceUID for key in ("one", "one", "two", "", "")]
    assert uids[0] == uids[1] != uids[2]
    assert uids[3] == uids[4] not in uids[:3]


def test_options_and_placeholder():
    content = saved(header(PatientAge="044Y", ProtocolName="x"))
    kept = clean(content, profileOptions=["patient"], placeholderText="none")
    assert (kept.PatientAge, kept.ProtocolName) == ("044Y", "none")
    assert "PatientAge" not in clean(content)


def test_known_names_of_each_row():
    content = saved(header(StudyDescription="MR of the head, Lind"))
    options = {"profileOptions": ["descriptors"], "detectors": ["patterns"]}
    columns = {"known": pa.scalar(["Lind"])}
    assert clean(content, columns, **options, denyListCol="known").StudyDescription == "MR of the head, anonymous"
    assert clean(content, **options).StudyDescription == "MR of the head, Lind"
    with pytest.raises(ValueError, match="denyListCol"):
        made(content, {"known": pa.scalar(5)}, denyListCol="known")


def test_a_crash_of_a_detector_is_an_exception_that_does_not_quote_it():
    def crash(text):
        raise RuntimeError(text)

    content = saved(header(ContentSequence=[header(TextValue="Kowalczyk")]))
    stage = DicomFileDeidentifier().setFunction(crash)
    (row,) = run([stage], LightRow({"path": pa.scalar("a"), "content": pa.scalar(content)}))
    assert row["clean"].as_py() is None
    assert row["exception"].as_py()
    assert "Kowalczyk" not in row["exception"].as_py()


LETTER = samples.dicom_pdf(samples.pdf("Jane Kowalczyk"), patient="Kowalczyk^Jane")
STEPS = {
    **dict.fromkeys(("find_pixel_text", "fill_open", "identifiers_of", "replaced_values", "kept_texts"), NAME),
    **dict.fromkeys(("with_header", "clean_header", "erase_texts", "pdf_in", "find_on_page", "deidentify_pdf"), LETTER),
}


@pytest.mark.parametrize("error", [RuntimeError, MemoryError, SystemExit])
@pytest.mark.parametrize("step", STEPS)
def test_each_step_may_fail_and_nothing_comes_out(step, error, monkeypatch):
    def fail(*_, **__):
        raise error("Kowalczyk")

    monkeypatch.setattr(f"sparkocr.deid.dicom.{step}", fail)
    row = made(STEPS[step])
    assert row["clean"] is None
    assert row["exception"]
    assert "Kowalczyk" not in row["exception"]


@pytest.mark.parametrize(
    "parameters",
    [
        {"pixelText": "some"},
        {"unreadModalities": "CT"},
        {"profileOptions": ["all"]},
        {"placeholderText": ""},
        {"key": 5},
    ],
    ids=lambda value: next(iter(value)),
)
def test_wrong_parameters(parameters):
    with pytest.raises((ValueError, TypeError)):
        DicomFileDeidentifier(**parameters)
