import pytest

from sparkocr.entities.entity import Entity
from sparkocr.entities.plausible import in_its_genre, plausible

REPORT = "Ejection fraction normal, no pericardial effusion, mild aortic stenosis. "


def kept(text, written, label, judge=plausible):
    begin = text.index(written)
    return [text[e.begin : e.end] for e in judge(text, [Entity(begin, begin + len(written), label, 0.85, "spacy")])]


@pytest.mark.parametrize(
    ("text", "written", "label"),
    [
        ("The ECG showed ST segment depression.", "ST", "LOCATION"),
        ("The ECG showed ST segment depression.", "ECG", "ORGANIZATION"),
        ("He was started on a statin.", "statin", "OTHER"),
        ("MD aware.", "MD", "LOCATION"),
        ("Priya Raman, MD", "MD", "LOCATION"),
        ("Copy for the file", "Copy", "PERSON"),
        ("Laboratory: see below", "Laboratory", "ORGANIZATION"),
        ("2. Lisinopril 10 mg", "Lisinopril", "PERSON"),
        ("Atorvastatin 40 mg daily", "Atorvastatin 40", "PERSON"),
        ("with moderate facet arthropathy", "facet arthropathy", "PERSON"),
        ("in leads V4 to V6", "V6", "LOCATION"),
        ("Murphy sign negative", "Murphy", "PERSON"),
        ("known Crohn's disease", "Crohn", "PERSON"),
        ("Sodium    139    mmol/L", "139", "ADDRESS"),
        ("At L4-L5 a bulge", "L4-L5", "ADDRESS"),
        ("PHQ-9 score 14, low mood", "14", "DATE"),
        ("20 pack years", "20 pack years", "DATE"),
        ("Cust. No.: 12", "Cust", "PERSON"),
        ("BI-RADS 2", "BI-RADS", "URL"),
    ],
)
def test_drops_what_tells_nobody(text, written, label):
    assert kept("In short: " + text, written, label) == []


@pytest.mark.parametrize(
    ("text", "written", "label"),
    [
        ("He came from Fresno, CA last week", "CA", "LOCATION"),
        ("MD 20814", "MD", "LOCATION"),
        ("Seen by Walker today", "Walker", "PERSON"),
        ("NG, WEI MIN", "NG", "PERSON"),
        ("Murphy came in with pain", "Murphy", "PERSON"),
        ("sent to IBM", "IBM", "ORGANIZATION"),
        ("12 Ilichova street", "12", "ADDRESS"),
        ("Apt. 12", "12", "ADDRESS"),
        ("zip 62704", "62704", "ADDRESS"),
        ("call 33 50 96", "33 50 96", "PHONE"),
        ("on Tuesday", "Tuesday", "DATE"),
        ("on 5/12", "5/12", "DATE"),
        ("in May 2019", "May 2019", "DATE"),
    ],
)
def test_keeps_what_may_be_an_identifier(text, written, label):
    assert kept("In short:\n" + text, written, label) == [written]


def test_small_letters_count_where_all_are_small():
    assert kept("my friend miller", "miller", "PERSON") == ["miller"]
    assert kept("My friend miller", "miller", "PERSON") == []


def test_a_state_behind_a_town():
    places = [Entity(0, 8, "LOCATION", 0.9, "spacy"), Entity(10, 12, "LOCATION", 0.9, "spacy")]
    assert list(plausible("Bethesda, MD", places)) == places


def test_numbers_beside_places_are_of_the_address():
    text = "12, Springfield"
    places = [Entity(0, 2, "ADDRESS", 0.9, "rampart"), Entity(4, 15, "LOCATION", 0.9, "rampart")]
    assert list(plausible(text, places)) == places


@pytest.mark.parametrize(
    ("sentence", "written", "label", "is_kept"),
    [
        ("Start Enbrelo 50 mg weekly.", "Enbrelo", "PERSON", False),
        ("Enbrelo was given.", "Enbrelo", "ORGANIZATION", False),
        ("Enbrelo was given.", "Enbrelo", "LOCATION", False),
        ("She is from Toledo originally.", "Toledo", "LOCATION", True),
        ("Miller denies pain.", "Miller", "PERSON", True),
        ("Seen at Mercy House by us.", "Mercy House", "ORGANIZATION", True),
    ],
)
def test_single_words_in_reports(sentence, written, label, is_kept):
    assert kept(REPORT + sentence, written, label, in_its_genre) == ([written] if is_kept else [])
    assert kept(sentence, written, label, in_its_genre) == [written]  # no report


def test_only_whole_names_in_other_languages():
    text = "Wir danken für die Zuweisung von Anna Weiss, die mit der Kontrolle zufrieden war."
    assert kept(text, "Anna Weiss", "PERSON", in_its_genre) == ["Anna Weiss"]
    assert kept(text, "Kontrolle", "ORGANIZATION", in_its_genre) == []
