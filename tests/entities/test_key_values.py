"""Keys and values of forms: what tells that they belong together, and what doesn't."""

import pytest

from sparkocr.document.font_size import _ink
from sparkocr.entities import form_pieces
from sparkocr.entities.key_values import key_values
from sparkocr.errors import DocumentError
from sparkocr.imaging.straight_lines import Ruling
from sparkocr.layout.box import Box
from sparkocr.layout.merge import union
from sparkocr.layout.page import Block, Line, Page, Paragraph, Word

EM = 20.0


def line(x, y, text, size=EM):
    """A line of a font: words are as large as it is estimated from them; two spaces are 2 em wide."""
    words = []
    for part in text.split("  "):
        for word in part.split():
            width = sum(map(form_pieces._width, word)) * size
            words.append(Word(word, Box(x, y, width, _ink(word) * size), 90.0))
            x += width + 0.3 * size
        x += 1.7 * size
    return Line(tuple(words), union([word.box for word in words]), size)


def page(*lines):
    blocks = [Block((Paragraph((one,), one.box),), one.box) for one in lines]
    return Page(tuple(blocks), 1000, 1000)


def pairs(*lines, rules=()):
    found = key_values(page(*lines), [Ruling(left, y, right, y, 1.0) for left, y, right in rules])
    return [(pair.key, pair.value) for pair in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Order ref: AB-1", [("Order ref", "AB-1")]),
        ("Order ref : AB-1", [("Order ref", "AB-1")]),
        ("Order ref:AB-1", [("Order ref", "AB-1")]),
        ("Order:  AB-1", [("Order", "AB-1")]),
        ("Order: AB-1  Paid by: Ana Reyes", [("Order", "AB-1"), ("Paid by", "Ana Reyes")]),
        ("Name: Ana Reyes Date of birth: 1/2/1990", [("Name", "Ana Reyes"), ("Date of birth", "1/2/1990")]),
        ("Weight (kg): 7.5", [("Weight (kg)", "7.5")]),
        ("Closed: 12:30", [("Closed", "12:30")]),
        ("Site: https://example.org", [("Site", "https://example.org")]),
        ("Order:  Paid by:  Ana Reyes", [("Paid by", "Ana Reyes")]),
        ("Order:", []),
        ("Order: (1)", []),
        ("It closes at 12:30 today", []),
        ("see https://example.org", []),
        ("and what goes on from above: this is text", []),
        ("There are many words before this one that has a colon: yes", []),
        ("The shop is closed. Hours: 9", []),
    ],
)
def test_colons(text, expected):
    assert pairs(line(40, 40, text)) == expected


def test_value_below_a_colon():
    assert pairs(line(40, 40, "Address:"), line(40, 62, "18 Harbour Road")) == [("Address", "18 Harbour Road")]
    assert pairs(line(40, 40, "Address:"), line(40, 162, "18 Harbour Road")) == []
    assert pairs(line(40, 40, "Colour:"), line(40, 62, "Paid by: Ana Reyes")) == [("Paid by", "Ana Reyes")]


def test_value_at_the_left_of_a_hebrew_key():
    key, value = line(600, 40, "שם:"), line(400, 40, "דוד כהן")
    assert pairs(key, value) == [("שם", "דוד כהן")]


BLANK = (110, 66, 500)


def test_blanks():
    form = line(40, 45, "Colour"), line(170, 45, "Blue")
    assert pairs(*form) == []
    assert pairs(*form, rules=[BLANK]) == [("Colour", "Blue")]
    assert pairs(line(40, 45, "Colour"), rules=[BLANK]) == []


def test_several_blanks_of_a_line():
    form = line(40, 45, "Colour"), line(170, 45, "Blue"), line(510, 45, "Model"), line(650, 45, "Ford T")
    assert pairs(*form, rules=[BLANK, (590, 66, 900)]) == [("Colour", "Blue"), ("Model", "Ford T")]


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param((30, 66, 500), id="under the key, too"),
        pytest.param((110, 120, 500), id="too low"),
        pytest.param((110, 30, 500), id="above"),
        pytest.param((110, 66, 130), id="too short"),
        pytest.param((350, 66, 700), id="behind the value"),
    ],
)
def test_lines_that_are_no_blanks(rule):
    assert pairs(line(40, 45, "Colour"), line(170, 45, "Blue"), rules=[rule]) == []


def test_line_below_the_columns_of_a_table_is_no_blank():
    assert pairs(line(40, 45, "Colour"), line(170, 45, "Amount    Tax"), rules=[BLANK]) == []


def test_blanks_of_a_skewed_form():
    slope = 0.03
    words = [Word(w, Box(x, 45 + x * slope, 60, 14.6), 90.0) for w, x in (("Colour", 40), ("Blue", 170))]
    text = Line(tuple(words), union([word.box for word in words]), EM)
    found = key_values(page(text), [Ruling(110, 66 + 110 * slope, 500, 66 + 500 * slope, 1.0)])
    assert [(pair.key, pair.value, pair.key_box) for pair in found] == [("Colour", "Blue", words[0].box)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Colour..........Blue", [("Colour", "Blue")]),
        ("Colour ........ Dark blue...", [("Colour", "Dark blue")]),
        ("Colour ______ Blue", [("Colour", "Blue")]),
        ("Colour .Blue", [("Colour", "Blue")]),
        ("First chapter ........ 17", []),
        ("Foreword ........ xii", []),
        ("Larceny ....... 1,056,473  719,983  306,625", []),
        ("Burglary....", []),
    ],
)
def test_dots(text, expected):
    assert pairs(line(40, 40, text)) == expected


BOX = [(30, 30, 400), (30, 90, 400)]


def test_boxes():
    form = line(40, 40, "Colour of vehicle", 12), line(44, 60, "Dark blue")
    assert pairs(*form, rules=BOX) == [("Colour of vehicle", "Dark blue")]
    assert pairs(*form) == []
    assert pairs(*form, rules=[*BOX, (30, 56, 400)]) == []
    assert pairs(line(40, 40, "Colour of vehicle"), line(44, 60, "Dark blue"), rules=BOX) == []


def test_empty_box_does_not_take_the_key_of_the_next_one():
    form = line(40, 40, "Colour", 12), line(40, 62, "Model", 12), line(44, 80, "Ford T")
    assert pairs(*form, rules=[(30, 30, 400), (30, 57, 400), (30, 110, 400)]) == [("Model", "Ford T")]


def test_known_label_above_its_value():
    assert pairs(line(40, 40, "Date of birth"), line(40, 60, "1/2/1990")) == [("Date of birth", "1/2/1990")]


def columns(*rows):
    return [
        one
        for number, (key, value) in enumerate(rows)
        for one in (line(40, 40 + 30 * number, key), line(300, 40 + 30 * number, value))
    ]


def test_columns():
    rows = [("Colour", "Blue"), ("Model", "Ford T"), ("Wheels", "4")]
    assert pairs(*columns(*rows)) == rows
    assert pairs(*columns(*rows[:2])) == []


def test_columns_without_some_values():
    form = [*columns(("Colour", "Blue")), line(40, 70, "Doors")]
    form += [line(40, 100, "Model"), line(300, 100, "Ford T"), line(40, 130, "Wheels"), line(300, 130, "4")]
    assert pairs(*form) == [("Colour", "Blue"), ("Model", "Ford T"), ("Wheels", "4")]


def test_columns_of_known_labels_need_two_rows():
    rows = [("Gender", "female"), ("Date of birth", "1/2/1990"), ("Patient name", "Ana Reyes")]
    assert pairs(*columns(*rows[1:])) == rows[1:]


def test_columns_of_amounts_may_be_aligned_at_the_right():
    rows = [("Total", "1,250.00"), ("Change", "0.50"), ("Cash paid", "20.00")]
    form = [line(40, 40 + 30 * number, key) for number, (key, _) in enumerate(rows)]
    for number, (_, value) in enumerate(rows):
        width = line(0, 0, value).box.width
        form.append(line(500 - width, 40 + 30 * number, value))
    assert pairs(*form) == rows


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([("a Rents", "1a"), ("b Wages", "1b"), ("c Sales", "1c")], id="numbers of lines"),
        pytest.param([("told us so", "and then"), ("he was", "as there"), ("of it", "what we")], id="columns of text"),
        pytest.param([("1000", "2000"), ("3000", "4000"), ("5000", "6000")], id="numbers"),
    ],
)
def test_columns_that_are_no_pairs(rows):
    assert pairs(*columns(*rows)) == []


def test_known_label_beside_its_value():
    assert pairs(line(40, 40, "Phone +49 30 901820")) == [("Phone", "+49 30 901820")]
    assert pairs(line(40, 40, "MRN  4471902")) == [("MRN", "4471902")]
    assert pairs(line(40, 40, "Phone us if you like")) == []


def test_boxes_and_order():
    second, first = line(40, 90, "Model: Ford T"), line(40, 40, "Colour: Blue")
    found = key_values(page(second, first))
    assert [pair.key for pair in found] == ["Colour", "Model"]
    assert found[0].key_box == first.words[0].box
    assert found[0].value_box == first.words[1].box
    assert all(0 < pair.score <= 1 for pair in found)


def test_no_text():
    assert key_values(Page((), 0, 0), [Ruling(10, 10, 100, 10, 1.0)]) == []


def test_words_without_size():
    word = Word("Colour:", Box(10, 10, 0, 0), 90.0)
    assert key_values(page(Line((word, word), word.box, 0.0))) == []


def test_too_many_pieces(monkeypatch):
    monkeypatch.setattr(form_pieces, "MAX_PIECES", 2)
    with pytest.raises(DocumentError, match="more than 2 pieces"):
        pairs(line(40, 40, "One  two  three"))
