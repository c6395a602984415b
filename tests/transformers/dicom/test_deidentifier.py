"""What the header tells, found in the text of the pixels."""

import json

import pyarrow as pa
import pytest

from sparkocr.apps.light import run
from sparkocr.deid.dicom_text import find_header_values
from sparkocr.dicom.profile.identifiers import identifiers_in_json
from sparkocr.errors import DocumentError
from sparkocr.schemas import PositionsSchema
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.udf import arrow_type
from sparkocr.transformers import DicomDeidentifier

HEADER = {
    "PatientName": "Kaufman^Scott^Lee",
    "PatientID": "MRN-0047711",
    "PatientBirthDate": "19430722",
    "PatientAge": "080Y",
    "InstitutionName": "Mercy General",
    "AcquisitionDateTime": "20240301120000",
    "ReferencedPatientSequence": [{"OtherPatientNames": "Sandoval^Rita"}],
    "StudyDescription": "Head",
    "Modality": "CT",
    "Rows": 512,
}


def found(text, header=HEADER, **options):
    identifiers = identifiers_in_json(json.dumps(header))
    return [(text[one.begin : one.end], one.label) for one in find_header_values(text, identifiers, **options)]


@pytest.mark.parametrize(
    "name",
    [
        "Scott Kaufman",
        "KAUFMAN SCOTT",
        "Kaufman, Scott",
        "S. Kaufman",
        "KAUFMAN^SCOTT^LEE",
        "Scott Lee Kaufman",
        "Kaufman",
    ],
)
def test_names_in_any_order(name):
    assert found(f"Pt {name} 512") == [(name, "PERSON")]


@pytest.mark.parametrize("name", ["Wang Xiaodong", "王小东", "王 小东", "小东"])
def test_names_of_several_groups(name):
    assert found(f"CT {name} 512", {"PatientName": "Wang^XiaoDong=王^小东"}) == [(name, "PERSON")]


@pytest.mark.parametrize(
    "date", ["07/22/1943", "22.07.1943", "1943-07-22", "22 July 1943", "July 22, 1943", "22-JUL-43", "19430722"]
)
def test_dates_of_any_style(date):
    assert found(f"born {date}") == [(date, "DATE")]


def test_numbers_institutions_ages_and_names_in_sequences():
    text = "MERCY GENERAL CT MRN 0047711 80Y Rita Sandoval 03/01/2024 Head"
    assert found(text) == [
        ("MERCY GENERAL", "ORGANIZATION"),
        ("MRN 0047711", "ID"),
        ("80Y", "AGE"),
        ("Rita Sandoval", "PERSON"),
        ("03/01/2024", "DATE"),
    ]


def test_misread_names_only_with_less_similarity():
    assert found("KAUPMAN", similarity=0.85) == [("KAUPMAN", "PERSON")]
    assert found("KAUPMAN") == []


def test_headers_by_tag():
    header = {"00100010": {"vr": "PN", "value": "Roe^Max"}, "00104000": {"vr": "LT", "value": "Roe"}, "nonsense": "Foo"}
    assert found("Max Roe Foo", header) == [("Max Roe", "PERSON")]


@pytest.mark.parametrize("text", ["", "[1]", "{", '"Jane"'])
def test_no_header_is_an_error(text):
    with pytest.raises(DocumentError, match="JSON"):
        list(identifiers_in_json(text))


def positions(*words):
    units = [
        {"c": word, "p": 0, "x": 10.0 + 100 * number, "y": 20.0, "width": 80.0, "height": 12.0, "fontSize": 9}
        for number, word in enumerate(words)
    ]
    return pa.scalar([{"mapping": units}], arrow_type(PositionsSchema))


def chunks(*words, header=HEADER, columns=None, **parameters):
    row = {"positions": positions(*words), "metadata": pa.scalar(header and json.dumps(header), pa.string())}
    if columns:
        row = {name: row[old] for old, name in columns.items()}
    (made,) = run([DicomDeidentifier(**parameters)], LightRow(row))
    return made


def results(row):
    return [(chunk["result"], dict(chunk["metadata"])["entity"]) for chunk in row["ner_chunk"].as_py()]


def test_chunks_and_their_places_in_the_text():
    row = chunks("CT", "KAUFMAN", "SCOTT")
    (chunk,) = row["ner_chunk"].as_py()
    assert (chunk["result"], chunk["begin"], chunk["end"]) == ("KAUFMAN SCOTT", 3, 15)
    assert "positions" in row.columns
    assert "positions" not in chunks("CT", keepInput=False).columns


def test_columns():
    names = {"positions": "where", "metadata": "what"}
    for parameters in ({"inputCols": ["where", "what"]}, {"inputCol": "where", "metadataCol": "what"}):
        assert results(chunks("KAUFMAN", columns=names, **parameters)) == [("KAUFMAN", "PERSON")]
    with pytest.raises(ValueError, match="two columns"):
        chunks("KAUFMAN", inputCols=["positions"])


def test_black_lists(tmp_path):
    (tmp_path / "values.csv").write_text("value\nZebra,striped\n\n")
    assert results(chunks("Zebra", "Gnu")) == []
    assert results(chunks("Zebra", "Gnu", blackList=["gnu"])) == [("Gnu", "OTHER")]
    assert results(chunks("Zebra", "Gnu", blackListFile=str(tmp_path / "values.csv"))) == [("Zebra", "OTHER")]
    with pytest.raises(ValueError, match="blackListFile"):
        chunks("Zebra", blackListFile=str(tmp_path / "none.csv"))


def test_similarity():
    assert results(chunks("KAUPMAN")) == [("KAUPMAN", "PERSON")]
    assert results(chunks("KAUPMAN", similarity=1.0)) == []


def test_no_metadata_is_an_exception():
    row = chunks("KAUFMAN", header=None)
    assert row["ner_chunk"].as_py() is None
    assert "no metadata" in row["exception"].as_py()
