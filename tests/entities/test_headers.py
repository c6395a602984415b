import pytest

from sparkocr.entities.fields import FieldDetector
from sparkocr.entities.finder import EntityFinder
from sparkocr.entities.registry import RULES

FINDER = EntityFinder(RULES)


def found_in(text):
    return [(text[found.begin : found.end], found.label) for found in FINDER.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MRN 4471-22-90     ABERNATHY, LOUISE     08 Aug 1933", ("ABERNATHY, LOUISE", "PERSON")),
        ("FITZGERALD, EAMON P. | 01/30/1950 | M", ("FITZGERALD, EAMON P", "PERSON")),
        ("XR CHEST PA   DOE JANE   2020-02-02", ("DOE JANE", "PERSON")),
        ("DELGADO, HECTOR\nCHEST PA AND LATERAL\n04/12/2016 13:22", ("DELGADO, HECTOR", "PERSON")),
        ("SUMMARY - WILLIAMSON, AGNES - MRN 1192834", ("WILLIAMSON, AGNES", "PERSON")),
        ("Rossi Giovanni  nato il 04/07/1951", ("Rossi Giovanni", "PERSON")),
        ("Tran, Linh T   DOB 08/25/1982", ("Tran, Linh T", "PERSON")),
        ("IN THE MATTER OF Theodora Blackwood", ("Theodora Blackwood", "PERSON")),
        ("home with daughter Melanie", ("Melanie", "PERSON")),
        ("PID PAT0009912 Name VAN DER BERG, PIETER", ("VAN DER BERG, PIETER", "PERSON")),
        ("Operator: JKW", ("JKW", "PERSON")),
        ("Attending: VASILENKO   Resident: CHOWDHURY", ("CHOWDHURY", "PERSON")),
        ("Tenant(s): Nadia Petrova and Marcus Bell", ("Nadia Petrova and Marcus Bell", "PERSON")),
        ("Patient\nDeborah Kessler\nDate of birth", ("Deborah Kessler", "PERSON")),
        ("Room  Patient  Physician\n402A  Ruth Pennington  Dr. Salgado", ("Ruth Pennington", "PERSON")),
        ("Name, Vorname des Versicherten\nSteinhauer\nWolfgang", ("Wolfgang", "PERSON")),
        ("L   PRUITT SHIRLEY  5/21/1946  0671-882", ("0671-882", "ID")),
        ("Docket No. 19-cv-03321", ("19-cv-03321", "ID")),
        ("Sample No. 33019", ("33019", "ID")),
        ("UHID : APJ1.0002345", ("APJ1.0002345", "ID")),
        ("Aldridge C, 24/11/1990, R443219", ("R443219", "ID")),
        ("BIRCH, A.  #88123  2/14/63", ("#88123", "ID")),
        ("ID 77812", ("77812", "ID")),
        ("HALE MARION   44Y   F", ("44Y", "AGE")),
        ("RAMOS, JULIETA   F/39", ("39", "AGE")),
        ("EXAM DATE/TIME: 07/04/2017 0915", ("07/04/2017 0915", "DATE")),
        ("LAKEVIEW MEMORIAL HOSPITAL", ("LAKEVIEW MEMORIAL HOSPITAL", "ORGANIZATION")),
        ("wohnhaft in 99084 Erfurt, Marktstr. 5", ("99084 Erfurt, Marktstr. 5", "ADDRESS")),
        ("Docteur Henri Vasseur", ("Henri Vasseur", "PERSON")),
        ("Hr. Jan de Vries", ("Jan de Vries", "PERSON")),
        ("الاسم: محمد علي حسن", ("محمد علي حسن", "PERSON")),
        ("姓名\uff1a张伟  出生日期\uff1a1975年3月12日", ("张伟", "PERSON")),
        ("姓名\uff1a张伟  出生日期\uff1a1975年3月12日", ("1975年3月12日", "DATE")),
        ("Имя: Иван Петров", ("Иван Петров", "PERSON")),
    ],
)
def test_header_fragments(text, expected):
    assert expected in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "CHEST PA AND LATERAL\n",
        "Sodium, Potassium",
        "QTc 418 ms. Normal axis.",
        "CT HEAD   AXIAL   BONE WINDOW",
        "Weight 2 hr. Later the dose was given.",
    ],
)
def test_no_names(text):
    assert not [label for _, label in found_in(text) if label == "PERSON"]


def test_headings_beside_dates_are_no_names():
    assert found_in("MRI LUMBAR SPINE   2020-02-02") == [("2020-02-02", "DATE")]


def test_titles_without_a_dot_end_behind_their_word():
    text = "Mr Smith was seen."
    assert [(e.begin, e.end, e.label) for e in FieldDetector().find(text)] == [(0, 2, "OTHER"), (3, 8, "PERSON")]


def test_the_last_initial_of_dicom_names():
    assert ("DOE^JANE^A", "PERSON") in found_in("PATIENT: DOE^JANE^A\nID 77812")


def test_mail_ends_with_its_sentence():
    assert ("guy.good@example.org", "EMAIL") in found_in("Write to guy.good@example.org. Miller waits.")
