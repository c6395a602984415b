from itertools import product

import pytest

from sparkocr.entities.addresses import AddressDetector
from sparkocr.entities.dates import DateDetector
from sparkocr.entities.fields import FieldDetector
from sparkocr.entities.patterns import PatternDetector

RULES = [PatternDetector(), DateDetector(), FieldDetector(), AddressDetector()]

# Headers and forms; what stands in <> are the identifiers.
FRAGMENTS = """
Name: <Hale, Ruth> / PID: <305-11-872> / DOB:<03/11/1951>
Name: <Hale, Ruth> PID: <305-11-872> DOB:<03/11/1951>
Name : <HALE RUTH>  Sex : F  Age : <71>
NAME: <HALE^RUTH^M>
Name:<Ruth Hale>|MRN:<00381274>|DOB:<11-Mar-1951>
Patient Name: <RUTH M. HALE> Age: <71> years
Patient: <Hale, Ruth> (F)
Patient's name: <Ruth Hale>
PATIENT NAME <RUTH HALE> DOB <03/11/1951> MRN <381274>
Pt. <HALE, RUTH>
Pt: <Ruth Hale>
Pt Name: <ruth hale>
Last Name: <Hale> First Name: <Ruth> Middle Name: <Mary>
Surname <Hale>
Narne: <Ruth Hale> D0B: <O3/11/195I>
Name;<Hale, Ruth>
Name_____<Ruth Hale>
Name ...... <Ruth Hale>
MORETTI^CARLO
<MORETTI CARLO> [M] <01.09.2012>
<MORETTI CARLO> [IM] <Uo.09. 2012>
<MORETTI CARLO> (M) <01.09.2012>
<MORETTI, CARLO> M <45>Y
<MORETTI, CARLO> <45>Y M
<MORETTI CARLO> <45>Y/M
<MORETTI CARLO> <01-Jan-1950>
<Moretti Carlo> <06.16.1976>
<Carlo Moretti> (M) <16/06/1976>
<DE LA CRUZ MARIA> [F] <2012.09.01>
<O'NEIL SEAN> [M]
<SMITH-JONES ANNE> {F} <02/03/1944>
MRN <1234567> Acc <99887766>
MR# <123456>
MR #: <12-34-56>
MRN# <A0012345>
MRN: <M 123 456>
PID <7654321>
P1D: <7654321>
Acc#: <A12-3456>
Accession No <20120109001>
Accession Number: <ACC.77.1203>
Acc No. <55-1203>
ID: <4711>
lD: <4711>
Patient ID : <PAT-001-A>
Patient ID (hospital): <0098123>
Case No: <2012/456>
Case # <CR-19-0042>
Policy # <ABC-123-456>
Insurance ID: <XQ123456>
Member ID <W123456789>
Group No: <88123>
Account: <0012 3456 78>
Acct # <993-22-1>
Claim number is <CLM2209113>
My driver's license number is <3381-77-1902>
Passport No: <X1234567>
SSN <460 89 9847>
SSN: <xxx-xx-1234>
S.S.N.: <460-89-9847>
Social Security Number <460-89-9847>
D.O.B. <07.22.1943>
DOB. <07.22.1943>
DOB <07 22 1943>
Date of Birth (mm/dd/yyyy): <07/22/1943>
Birth date <1943-07-22>
Born: <1943>
Birthdate: <l2/O3/I987>
Dr. <John Carter>
Dr <Carter>
DR. <CARTER>
Dr. med. <Anna Vogel>
Prof. Dr. <Anna Vogel>
Ref. Phys: <CARTER, BOB>
Ref Phys <CARTER, BOB>
Referring Physician: Dr. <A. B. Carter>, MD
Referred by <Jane Carter>
Physician: <Carter>
Attending: <CARTER, BOB> MD
Electronically signed by: <Mary Carter>, RN
Technologist: <T. Carter>
Dictated by Dr. <Carter>
<Jane Carter>, MD
<Jane Q. Carter>, Ph.D.
Mr. <Bean>
Mrs <Mary Bean>
Ms. <Ana Bean-Ortiz>
Dear Mr <Bean>,
Dear <Mary>,
Emergency contact: <Bob Hale> (brother) <555-222-3333>
Next of kin: <Lara Hale>
Address: <12 Mill Lane, Leeds LS1 4AP>
Address: <Rose Cottage>
Home address: <742 Oak Street, Springfield, IL 62704>
Phone: <555-1234>
Tel <020 7946 0958>
Tel.: <(541) 714-1388>
Fax <555 123 4567>
Cell: <541.714.1388 x12>
Home phone <5417141388>
Email: <ruth@example.org>
Age: <045Y>
Age <71>
Age/Sex: <71>/F
Institution: <St. Agnes Hospital>
Hospital: <Mercy General>
Employer: <Brickworks Ltd.>
Nachname: <Vogel> Vorname: <Anna> geb. <3.4.1950>
Patientin: <Vogel, Anna>
Geb.-Datum: <03.04.1950>
Anschrift: <Lindenstr. 5, 10115 Berlin>
Fall-Nr.: <2023-00812>
Telefon: <030 1234567>
Nom: <DUPUIS> Prénom: <Marie>
Né le <03/04/1950>
Date de naissance : <03/04/1950>
N° de dossier: <448812>
Médecin traitant: Dr <Leroy>
Nombre: <José García López> NHC: <123456>
Apellidos: <García López>
Fecha de nacimiento: <3 de mayo de 1950>
Paciente: <María Ruiz>
Edad: <71>
What's your last name? <Magnusson>
My name is <Ruth Hale>
Name/DOB: <Hale, Ruth> <02/12/1957>
RE: <Ruth Hale>, DOB: <2/12/57>
M.R.N. <0091234>
AccNo:<22910-2>
Auftragsnr: <22910-77>
Patient/in: <Ruth Hale>
Patient Nane: <Ruth Hale>
Patlent Name: <Ruth Hale>
PATIENT'S NAME (LAST, FIRST): <HALE, RUTH>
cc: Dr. <Ruth Hale>
Tel: <+49 30 1234567> Fax: <+49 30 1234568>
<HALE RUTH> F <062Y>
<HALE^RUTH> <19570212> F
SSN (last 4): <9847>
my name is <ruth>
""".strip().splitlines()
FRAGMENTS = [f.replace("MORETTI^CARLO", "<MORETTI^CARLO>") if "<" not in f else f for f in FRAGMENTS]

BELOW = [
    "Patient Name\n<Ruth Hale>",
    "Name:\n<Ruth Hale>\nMRN:\n<12345678>\nDOB:\n<03/11/1951>",
    "Name   DOB   MRN\n<Ruth Hale>   <03/11/1951>   <88123>",
    "Address:\n<742 Oak Street\nSpringfield, IL 62704>\nPhone: <555-222-3333>",
    "Address: <Rose Cottage\nLittle Snoring\nNR21 0HZ>",
    "Billing address: <Sara Hale>\n  <28245 Puruntie 82 Apt. 5\n  LAPPI\n  SK\n  53650>",
    "Sincerely,\n\n<Ruth Q. Hale>",
    "Mit freundlichen Grüßen\n<Anna Vogel>",
    "From: <Ruth Hale> <<ruth@example.org>>\nTo: <Carlo Moretti>",
]


def spans_of(marked):
    """Return a text without its marks, and what they mark."""
    text, spans, begin = "", [], 0
    marked = marked.replace("<<", "\u2039").replace(">>", "\u203a")
    for character in marked:
        if character in "<\u2039":
            text += "<" if character == "\u2039" else ""
            begin = len(text)
        elif character in ">\u203a":
            spans.append((begin, len(text)))
            text += ">" if character == "\u203a" else ""
        else:
            text += character
    return text, spans


def missed(text, spans):
    """Return the letters and digits of spans that no rule covers."""
    covered = {at for rule in RULES for entity in rule.find(text) for at in range(entity.begin, entity.end)}
    return ["".join(text[at] for at in range(*span) if text[at].isalnum() and at not in covered) for span in spans]


@pytest.mark.parametrize("marked", FRAGMENTS + BELOW)
def test_fields_of_headers_are_found(marked):
    text, spans = spans_of(marked)
    assert spans
    assert missed(text, spans) == [""] * len(spans)


@pytest.mark.parametrize("marked", FRAGMENTS + BELOW)
def test_labels_of_fields_are_not_values(marked):
    text, _ = spans_of(marked)
    labels = [word for word in ("Name", "DOB", "MRN", "PID", "Phone", "Sex") if f"{word}:" in text]
    for entity in FieldDetector().find(text):
        assert not any(f"{label}:" in text[entity.begin : entity.end] for label in labels)
        assert "\n" not in text[entity.begin : entity.end] or entity.label == "ADDRESS"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Name: Hale, Ruth", "PERSON"),
        ("MRN: 381274", "ID"),
        ("SSN: 460-89-9847", "SSN"),
        ("DOB: 03/11/1951", "DATE"),
        ("Age: 71", "AGE"),
        ("Phone: 555-1234", "PHONE"),
        ("Address: 12 Mill Lane", "ADDRESS"),
        ("City: Leeds", "LOCATION"),
        ("Hospital: Mercy General", "ORGANIZATION"),
        ("Account: 0012345678", "ACCOUNT"),
        ("User name: rhale71", "USERNAME"),
        ("Email: ruth@example.org", "EMAIL"),
    ],
)
def test_kinds_of_fields(text, label):
    (found,) = FieldDetector().find(text)
    assert (text[found.begin : found.end], found.label) == (text.split(": ")[1], label)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Name: unknown",
        "Name:",
        "Name:\nAddress:\nPhone:",
        "Name of the hospital",
        "Name Change",
        "name: the file to open",
        "Patient denies pain",
        "PATIENT DENIES PAIN",
        "Patient is a good historian",
        "Patient: denies pain",
        "The attending physician was called",
        "MR Angiography Brain",
        "MS Office and a doctor in the house",
        "Address: see below",
        "Physician: see note",
        "Mother: Breast Cancer",
        "CASHIER : 01",
        "TOTAL AMOUNT 01.09.2012 12",
        "the order of 12 items in case 3",
        "Employer identification number",
        "Miss the bus, Sir",
        "Dear Sir or Madam,",
        "Dear Customer,",
        "In this case, we refer to the patient",
        "Date received",
        "Chest X-Ray (F)",
        "HSS TWIST DRILL 5*1",
        "Hello World\n",
    ],
)
def test_what_is_no_name_is_not_found(text):
    assert [
        found for found in FieldDetector().find(text) if found.label in {"PERSON", "ID", "ADDRESS", "ORGANIZATION"}
    ] == []


@pytest.mark.parametrize("sep", [" / ", " | ", "   ", "\t", "; ", " "])
@pytest.mark.parametrize(
    ("name", "order"),
    list(product(["Good, Guy", "GOOD^GUY", "Guy A. Good", "GUY GOOD"], [(0, 1, 2), (2, 0, 1), (1, 2, 0)])),
)
def test_several_fields_on_a_line_in_any_order(sep, name, order):
    parts = [f"Name: <{name}>", "PID: <125-98-445>", "DOB:<08/02/1929>"]
    text, spans = spans_of(sep.join(parts[number] for number in order))
    assert missed(text, spans) == [""] * 3
    names = [text[found.begin : found.end] for found in FieldDetector().find(text) if found.label == "PERSON"]
    assert set(names) == {name}


def test_title_stands_beside_the_name():
    text = "Seen by Dr. Carter today"
    assert [(text[found.begin : found.end], found.label) for found in FieldDetector().find(text)] == [
        ("Dr.", "OTHER"),
        ("Carter", "PERSON"),
    ]


def test_long_text_without_lines_is_read():
    text = "x" * 20_000 + " Name: Hale, Ruth " + "1" * 20_000
    assert "Hale, Ruth" in [text[found.begin : found.end] for found in FieldDetector().find(text)]
