import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparkocr.layout.box import Box
from sparkocr.layout.page import Line, Word
from sparkocr.layout.reading_order import arrange

HEIGHT = 10  # of a line of text, in px; characters are half as wide
PITCH = 13
# Words of different lengths, so that no gaps stand below each other.
VOCABULARY = [
    "the",
    "harbour",
    "was",
    "quiet",
    "when",
    "a",
    "few",
    "lanterns",
    "moved",
    "along",
    "its",
    "northern",
    "wall",
]


def fragment(text, x, y, *, height=HEIGHT, right=False):
    """Make a fragment; in text from the right the first word is the rightmost."""
    char = height / 2
    line = Box(x, y, char * len(text), height)
    words, at = [], 0
    for word in text.split(" "):
        left = line.x + line.width - char * (at + len(word)) if right else x + char * at
        words.append(Word(word, Box(left, y, char * len(word), height), 90.0))
        at += len(word) + 1
    return Line(tuple(words), line, height, 2.0, 3.0, (0.0, -2.0))


def prose(number, chars, seed, vocabulary=VOCABULARY):
    """Write lines that fill a column, each beginning with its own mark."""
    chance = np.random.default_rng(seed)
    lines = []
    for i in range(number):
        text = f"{vocabulary[0]}{chr(97 + seed)}{chr(97 + i % 26)}"
        while fitting := [word for word in vocabulary if len(text) + len(word) < chars]:
            text += " " + chance.choice(fitting)
        lines.append(text)
    return lines


def column(texts, x, y, *, pitch=PITCH, **options):
    return [fragment(text, x, y + pitch * i, **options) for i, text in enumerate(texts)]


def turned_box(box, angle):
    """Turn a box around the point (300, 400), clockwise."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    across, down = box.x + box.width / 2 - 300, box.y + box.height / 2 - 400
    x, y = cos * across - sin * down + 300, sin * across + cos * down + 400
    return replace(box, x=x - box.width / 2, y=y - box.height / 2, angle=box.angle + angle)


def scaled_box(box, scale):
    return Box(box.x * scale, box.y * scale, box.width * scale, box.height * scale, box.angle)


def moved(line, move):
    """Move the boxes of a line."""
    words = tuple(replace(word, box=move(word.box)) for word in line.words)
    return replace(line, words=words, box=move(line.box))


def shuffled(lines, seed=0):
    return [lines[i] for i in np.random.default_rng(seed).permutation(len(lines))]


def page(lines, angle=0.0):
    """Arrange lines that are in no order, on a page that is skewed by an angle."""
    return arrange([moved(line, lambda box: turned_box(box, angle)) for line in shuffled(lines)], 600, 800)


def texts(page):
    return [line.text for line in page.lines()]


def words(lines):
    return Counter((word.text, word.box) for line in lines for word in line.words)


skews = pytest.mark.parametrize("angle", [0, 3, -6, 10])


@skews
@pytest.mark.parametrize("offset", [0, 2, 5, 8])  # of the lines of the second column against those of the first
def test_two_columns_below_a_headline(angle, offset):
    left, right = prose(20, 40, 0), prose(18, 40, 1)
    lines = [
        fragment("A headline across both columns", 50, 20, height=20),
        *column(left, 50, 60),
        *column(right, 265, 60 + offset),
    ]
    result = page(lines, angle)
    assert texts(result) == ["A headline across both columns", *left, *right]
    assert [len(list(block.paragraphs)) for block in result.blocks] == [1, 1, 1]


@skews
def test_three_columns(angle):
    columns = [prose(15, 30, i) for i in range(3)]
    lines = [line for i, text in enumerate(columns) for line in column(text, 40 + 165 * i, 50 + 3 * i)]
    assert texts(page(lines, angle)) == [text for column in columns for text in column]


@skews
def test_headline_of_two_of_three_columns(angle):
    columns = [prose(20, 30, i) for i in range(3)]
    lines = [fragment("Head across two of three", 40, 20, height=18), *column(columns[2], 370, 20)]
    lines += [*column(columns[0], 40, 50), *column(columns[1], 205, 50)]
    expected = ["Head across two of three", *(text for column in columns for text in column)]
    assert texts(page(lines, angle)) == expected


def test_a_headline_with_a_wide_gap_is_not_split():
    left, right = prose(20, 40, 0), prose(20, 40, 1)
    first, second = fragment("What children", 110, 20, height=20), fragment("need most", 270, 20, height=20)
    headline = Line(first.words + second.words, Box(110, 20, 250, 20), 20)
    lines = [headline, *column(left, 50, 46), *column(right, 265, 46)]
    assert texts(page(lines)) == ["What children need most", *left, *right]


@pytest.mark.parametrize("offset", [0, 5])
def test_columns_of_single_words(offset):
    left, right = prose(20, 40, 0), prose(20, 40, 1)
    lines = [*column(left, 50, 50), *column(right, 265, 50 + offset)]
    single = [Line((word,), word.box, HEIGHT) for line in lines for word in line.words]
    assert texts(page(single)) == left + right


def test_headings_of_sections_stay_in_their_column():
    lines, expected = [], []
    for k, x in enumerate([50, 265]):
        for i in range(3):
            body = prose(7, 40, 3 * k + i)
            lines += [fragment(f"{i} Heading", x, 50 + 125 * i, height=12), *column(body, x, 70 + 125 * i)]
            expected += [f"{i} Heading", *body]
    assert texts(page(lines)) == expected


def test_narrow_column_of_short_lines_beside_text():
    skills = ["Skills", "Python", "Spark and Scala", "Statistics", "Languages", "English", "German (fluent)", "French"]
    body = prose(30, 60, 0)
    assert texts(page([*column(skills, 50, 53, pitch=16), *column(body, 160, 50)])) == skills + body


def test_two_short_addresses_stay_rows():
    left = ["Bill to", "Maria Example", "12 Long Road", "Springfield 12345"]
    right = ["Ship to", "John Sample", "4 High Street", "Shelbyville 54321"]
    rows = [" ".join(row) for row in zip(left, right, strict=True)]
    assert texts(page([*column(left, 50, 50), *column(right, 300, 50)])) == rows


def test_a_picture_cuts_columns_in_an_upper_and_a_lower_part():
    parts = [prose(8, 40, i) for i in range(4)]
    caption = "Figure 1 shows " + prose(1, 55, 5)[0]
    lines = [
        *column(parts[0], 50, 50),
        *column(parts[1], 265, 50),
        fragment(caption, 70, 300),
        *column(parts[2], 50, 350),
        *column(parts[3], 265, 350),
    ]
    assert texts(page(lines)) == [*parts[0], *parts[1], caption, *parts[2], *parts[3]]


def test_a_fragment_that_spans_both_columns_is_split():
    left, right = prose(12, 40, 0), prose(12, 40, 1)
    lines = [*column(left, 50, 50), *column(right, 265, 50)]
    first, second = lines[4], lines[16]
    wide = Line(first.words + second.words, Box(50, first.box.y, second.box.x + second.box.width - 50, HEIGHT), HEIGHT)
    result = page([line for line in lines if line not in {first, second}] + [wide])
    assert texts(result) == left + right
    part = list(result.lines())[4]
    assert part.box == Box(50, first.box.y, first.box.width, HEIGHT)


KEYS = ["Name of the applicant", "Date of birth", "Place of residence", "Delivery address", "Colour of vehicle"]
VALUES = ["Ana Sofia Reyes de la Cruz", "Monday, 12 March 1987", "Port of Rotterdam (South)", "221 Elm Street, Flat B"]
VALUES += ["Midnight blue, metallic"]


@skews
@pytest.mark.parametrize("colon", ["", ":"])
@pytest.mark.parametrize("pitch", [13, 17])
@pytest.mark.parametrize("lower", [0, 2, 4])  # values in another font or box, with their baselines below those of keys
def test_keys_and_values_stay_on_their_line(angle, colon, pitch, lower):
    keys = [key + colon for key in KEYS]
    rows = [" ".join(row) for row in zip(keys, VALUES, strict=True)]
    lines = [*column(keys, 50, 50, pitch=pitch), *column(VALUES, 200, 50 + lower, pitch=pitch)]
    assert texts(page(lines, angle)) == rows


@pytest.mark.parametrize("lower", [0, 4])
def test_two_pairs_on_a_line_stay_there(lower):
    keys, values = [f"{key}:" for key in KEYS], VALUES
    lines = [*column(keys, 50, 50), *column(values, 180, 50 + lower)]
    lines += [*column(keys[::-1], 340, 50), *column(values[::-1], 470, 50 + lower)]
    cells = zip(keys, values, keys[::-1], values[::-1], strict=True)
    assert texts(page(lines)) == [" ".join(row) for row in cells]


def test_keys_stay_beside_the_first_line_of_their_value():
    keys, notes = [f"{key}:" for key in KEYS], [prose(3, 50, i) for i in range(5)]
    lines = [line for i, note in enumerate(notes) for line in column(note, 200, 54 + 3 * PITCH * i)]
    expected = [[f"{key} {first}", *rest] for key, (first, *rest) in zip(keys, notes, strict=True)]
    assert texts(page([*column(keys, 50, 50, pitch=3 * PITCH), *lines])) == [text for row in expected for text in row]


@pytest.mark.parametrize("offset", [0, 4])
def test_columns_in_which_every_other_line_begins_with_a_capital(offset):
    """As of German prose, which has capitals in the middle of sentences."""
    left, right = ([line.title() if i % 2 else line for i, line in enumerate(prose(12, 40, k))] for k in range(2))
    assert texts(page([*column(left, 50, 50), *column(right, 265, 50 + offset)])) == left + right


def test_columns_of_a_script_without_capitals():
    hebrew = [word.translate({code: code - 97 + 0x5D0 for code in range(97, 123)}) for word in VOCABULARY]
    left, right = prose(12, 40, 0, hebrew), prose(12, 40, 1, hebrew)
    lines = [*column(left, 50, 50, right=True), *column(right, 265, 50, right=True)]
    assert texts(page(lines)) == right + left


@skews
def test_rows_of_a_table_stay_rows(angle):
    names = ["Burglary", "Arson", "Motor vehicle theft", "Fraud", "All other offenses", "Vandalism"]
    lines, rows = [], []
    for i, name in enumerate(names):
        cells = [name, *(f"{(i + 3) * (k + 7) * 3.7:.1f}" for k in range(5))]
        lines += [fragment(cell, 50 + (120 if k else 0) + 60 * k, 50 + PITCH * i) for k, cell in enumerate(cells)]
        rows.append(" ".join(cells))
    assert texts(page(lines, angle)) == rows


def test_a_table_of_words_stays_rows():
    rows = [
        ("Ada Lovelace", "London", "mathematician"),
        ("Hypatia", "Alexandria", "astronomer"),
        ("Marie Curie", "Paris", "physicist, chemist"),
        ("Sofia Kovalevskaya", "Stockholm", "mathematician"),
        ("Lise Meitner", "Berlin", "physicist"),
        ("Emmy Noether", "Göttingen", "mathematician"),
    ]
    lines = [fragment(cell, 50 + 150 * k, 50 + PITCH * i) for i, row in enumerate(rows) for k, cell in enumerate(row)]
    assert texts(page(lines)) == [" ".join(row) for row in rows]


def test_columns_of_numbers_are_a_table_even_if_they_are_wide():
    rows = [[f"{i + k} 2019-01-0{i + 1} 12:0{k}:00 4711 0815" for k in range(2)] for i in range(8)]
    lines = [fragment(cell, 50 + 220 * k, 50 + PITCH * i) for i, row in enumerate(rows) for k, cell in enumerate(row)]
    assert texts(page(lines)) == [" ".join(row) for row in rows]


def test_cells_full_of_text_with_space_between_the_rows_are_a_table():
    left, right = prose(12, 34, 0), prose(12, 30, 1)
    rows = [" ".join(row) for row in zip(left, right, strict=True)]
    assert texts(page([*column(left, 50, 50, pitch=25), *column(right, 260, 50, pitch=25)])) == rows


def test_ragged_labels_beside_full_cells_are_a_table():
    left = [text[: 8 + 5 * (i % 4)].strip() for i, text in enumerate(prose(12, 40, 0))] + prose(1, 40, 2)
    right = prose(13, 40, 1)
    rows = [" ".join(row) for row in zip(left, right, strict=True)]
    assert texts(page([*column(left, 50, 50), *column(right, 265, 50)])) == rows


def test_three_full_lines_are_too_few_for_columns():
    left, right = prose(3, 40, 0), prose(3, 40, 1)
    rows = [" ".join(row) for row in zip(left, right, strict=True)]
    assert texts(page([*column(left, 50, 50), *column(right, 265, 50)])) == rows


def test_a_table_above_columns_stays_rows():
    rows = [(f"Item {i}", f"{i}.50") for i in range(5)]
    left, right = prose(14, 40, 0), prose(14, 40, 1)
    lines = [fragment(cell, 50 + 250 * k, 30 + PITCH * i) for i, row in enumerate(rows) for k, cell in enumerate(row)]
    lines += [*column(left, 50, 130), *column(right, 265, 130)]
    assert texts(page(lines)) == [*(" ".join(row) for row in rows), *left, *right]


@skews
def test_labels_of_a_form_stand_beside_their_values(angle):
    fields = [
        ("Name of the applicant:", "Maria Example"),
        ("Street:", "12 Long Road of the Three Old Mills"),
        ("Town:", "Springfield"),
        ("Date of birth:", "4 May 1970"),
        ("Occupation:", "Inspector of power plants"),
        ("Remarks:", "none"),
    ]
    lines = [fragment(text, 50 + 180 * k, 50 + 24 * i + k) for i, f in enumerate(fields) for k, text in enumerate(f)]
    assert texts(page(lines, angle)) == [" ".join(field) for field in fields]


@skews
def test_receipt(angle):
    lines = [
        fragment("CORNER SHOP", 90, 20, height=16),
        fragment("12 High Street", 90, 45),
        fragment("Tea", 20, 80),
        fragment("4.20", 230, 82),
        fragment("Biscuits with chocolate", 20, 95),
        fragment("12.00", 225, 94),
        fragment("TOTAL", 20, 125, height=14),
        fragment("16.20", 215, 126, height=14),
        fragment("Thank you", 100, 160),
    ]
    assert texts(page(lines, angle)) == [
        "CORNER SHOP",
        "12 High Street",
        "Tea 4.20",
        "Biscuits with chocolate 12.00",
        "TOTAL 16.20",
        "Thank you",
    ]


HEBREW = ["שלום", "עולם", "ספר", "בית", "ים", "מחברת", "ירושלים", "אור"]


@skews
def test_the_right_column_comes_first_in_text_from_the_right(angle):
    left, right = prose(12, 40, 0, HEBREW), prose(12, 40, 1, HEBREW)
    lines = [*column(left, 50, 50, right=True), *column(right, 265, 50, right=True)]
    assert texts(page(lines, angle)) == right + left


def test_rows_from_the_right_begin_at_the_right():
    lines = [
        fragment("שם", 300, 50),
        fragment("דוד כהן", 100, 50, right=True),
        fragment("סכום", 300, 65),
        fragment("12.50", 100, 65),
        fragment("Page", 300, 80),
        fragment("three", 330, 80),
    ]
    assert texts(page(lines)) == ["שם דוד כהן", "סכום 12.50", "Page three"]


def test_pieces_from_the_right_in_a_line_from_the_left():
    lines = [*column(prose(5, 50, 0), 50, 50), fragment("Name:", 50, 130), fragment("כהן", 120, 130)]
    lines += [fragment("דוד", 170, 130), fragment("(customer)", 260, 130)]
    assert texts(page(lines))[-1] == "Name: דוד כהן (customer)"


def test_footnotes_follow_their_column_and_page_numbers_come_last():
    left, right = prose(25, 40, 0), prose(30, 40, 1)
    notes = prose(3, 48, 2)
    lines = [*column(left, 50, 50), *column(right, 265, 50)]
    lines += [*column(notes, 50, 415, pitch=10, height=8), fragment("17", 150, 480)]
    assert texts(page(lines)) == [*left, *notes, *right, "17"]


def test_running_header_and_footer_belong_to_no_column():
    left, right = prose(20, 40, 0), prose(20, 40, 1)
    lines = [fragment("Journal of Examples", 50, 20), fragment("Page 3", 430, 20)]
    lines += [*column(left, 50, 60), *column(right, 265, 60)]
    lines += [fragment("Copyright 2019", 50, 360), fragment("example.org", 400, 360)]
    result = page(lines)
    assert texts(result) == ["Journal of Examples Page 3", *left, *right, "Copyright 2019 example.org"]


def test_centred_page_number():
    left, right = prose(10, 40, 0), prose(10, 40, 1)
    lines = [*column(left, 50, 50), *column(right, 265, 50), fragment("- 4 -", 245, 200)]
    assert texts(page(lines)) == [*left, *right, "- 4 -"]


def test_side_note_is_not_mixed_with_the_text():
    note = ["See also the", "chapter on", "lanterns and", "their oil"]
    body = prose(20, 60, 0)
    lines = [*column(note, 20, 116, pitch=9, height=8), *column(body, 100, 50)]
    found = texts(page(lines))
    assert [text for text in found if text in body] == body
    assert [text for text in found if text in note] == note


def test_numbers_at_the_margin_belong_to_their_lines():
    body = prose(12, 60, 0)
    lines = [*column(body, 100, 50), *(fragment(str(i + 1), 60, 50 + PITCH * i) for i in range(12))]
    assert texts(page(lines)) == [f"{i + 1} {text}" for i, text in enumerate(body)]


@skews
@pytest.mark.parametrize("turn", [-90, 90, None])
def test_vertical_text_at_the_margin_comes_last(angle, turn):
    body = prose(20, 60, 0)
    if turn is None:  # an upright box around it
        box = Box(10, 100, 10, 120)
        margin = Line((Word("arXiv:1234.5678", box, 90.0),), box, 120)
    else:
        margin = fragment("arXiv:1234.5678 of today", -40, 150)
        margin = moved(margin, lambda box: replace(turned_box(box, turn), x=20, y=300 - box.x))
        margin = replace(margin, box=replace(margin.box, x=-40, y=150))
    assert texts(page([*column(body, 50, 50), margin], angle)) == [*body, margin.text]


def test_vertical_lines_are_ordered_from_below():
    sideways = column(["Refundable credits", "and payments"], 0, 0)
    sideways = [moved(line, lambda box: turned_box(box, -90)) for line in sideways]
    body = column(prose(20, 60, 0), 200, 350)
    assert texts(page(sideways + body))[-2:] == ["Refundable credits", "and payments"]


@pytest.mark.parametrize("angle", [0, 90, 180, 270, 175, -175])
def test_a_page_on_its_side_or_head(angle):
    left, right = prose(12, 40, 0), prose(12, 40, 1)
    assert texts(page([*column(left, 50, 50), *column(right, 265, 50)], angle)) == left + right


def test_drop_capital_belongs_to_the_first_line():
    body = prose(10, 60, 0)
    lines = [fragment("S", 50, 50, height=35), *column(body[:3], 75, 50), *column(body[3:], 50, 50 + 3 * PITCH)]
    assert texts(page(lines)) == [f"S {body[0]}", *body[1:]]


def test_large_text_beside_small_lines():
    small = ["Department of the Treasury", "Internal Revenue Service"]
    lines = [*column(small, 50, 50), *column(prose(8, 60, 0), 50, 100), fragment("2019", 400, 50, height=22)]
    assert texts(page(lines))[:2] == [f"{small[0]} 2019", small[1]]


def test_a_large_word_beside_the_gap_of_two_lines_does_not_join_them():
    body = prose(8, 60, 0)
    lines = [*column(body, 80, 50), fragment("Here", 20, 54, height=15)]
    found = texts(page(lines))
    assert len(found) == 8
    assert [text.removeprefix("Here ") for text in found] == body


def test_tiny_marks_belong_to_their_line():
    lines = [fragment("Total", 50, 50), *(fragment(".", 80 + 9 * i, 58, height=2) for i in range(30))]
    lines += [fragment("11.50", 360, 50), fragment("Male", 50, 63), fragment("8.20", 360, 63)]
    assert texts(page(lines)) == ["Total" + " ." * 30 + " 11.50", "Male 8.20"]


def test_paragraphs_by_gap():
    first, second = prose(4, 60, 0), prose(5, 60, 1)
    result = page([*column(first, 50, 50), *column(second, 50, 50 + 5 * PITCH)])
    assert [paragraph.text for paragraph in result.paragraphs()] == ["\n".join(first), "\n".join(second)]
    assert len(result.blocks) == 1


@pytest.mark.parametrize("vocabulary", [VOCABULARY, HEBREW])
def test_paragraphs_by_indent(vocabulary):
    body = prose(9, 60, 0, vocabulary)
    right = vocabulary is HEBREW
    lines = []
    for i, text in enumerate(body):
        indent = 12 if i in {0, 4} else 0
        x = 400 - indent - HEIGHT / 2 * len(text) if right else 50 + indent
        lines.append(fragment(text, x, 50 + PITCH * i, right=right))
    assert [p.text for p in page(lines).paragraphs()] == ["\n".join(body[:4]), "\n".join(body[4:])]


def test_a_headline_is_a_paragraph():
    body = prose(6, 60, 0)
    result = page([fragment("Chapter One", 50, 30, height=18), *column(body, 50, 52)])
    assert [paragraph.text for paragraph in result.paragraphs()] == ["Chapter One", "\n".join(body)]


def test_blocks_by_white_space():
    first, second = prose(6, 60, 0), prose(6, 60, 1)
    result = page([*column(first, 50, 50), *column(second, 50, 200)])
    assert [block.text for block in result.blocks] == ["\n".join(first), "\n".join(second)]
    assert result.blocks[0].box.y == 50
    assert result.blocks[0].box.height == 5 * PITCH + HEIGHT


def test_nothing():
    result = arrange([], 100, 200)
    assert (result.blocks, result.width, result.height) == ((), 100, 200)
    assert arrange([Line((), Box(0, 0, 10, 10), 10)], 100, 200).blocks == ()


@pytest.mark.parametrize("angle", [0, 7])
def test_a_single_line_stays_as_it_is(angle):
    line = moved(fragment("only one  here", 50, 50), lambda box: turned_box(box, angle))
    result = arrange([line], 600, 800)
    assert list(result.lines()) == [line]
    assert result.blocks[0].box == result.blocks[0].paragraphs[0].box == line.box


def test_merged_line():
    first = fragment("Total", 50, 50)
    second = replace(fragment("11.50", 250, 48, height=14), descenders=3.0, ascenders=4.0, baseline=(0.0, -4.0))
    second = replace(second, words=(replace(second.words[0], before=""), *second.words[1:]))
    (line,) = page([first, second]).lines()
    assert line.text == "Total 11.50"
    assert line.box == Box(50, 48, 235, 14)
    assert (line.row_height, line.descenders, line.ascenders) == (14, 3.0, 4.0)
    # Both baselines are at y = 58.
    assert line.baseline == pytest.approx((0, -4))


def test_merged_line_of_a_skewed_page():
    parts = [fragment("Total", 50, 50), fragment("11.50", 250, 50)]
    (line,) = page(parts, 5).lines()
    expected = turned_box(Box(50, 50, 225, 10), 5)
    assert line.box.corners() == pytest.approx(expected.corners())
    assert line.box.angle == pytest.approx(5)
    assert line.baseline == pytest.approx((0, -2))


def test_merged_line_of_a_page_that_is_hardly_skewed_is_upright():
    parts = [fragment("Total", 50, 50), fragment("11.50", 250, 50)]
    (line,) = page(parts, 0.4).lines()
    assert line.box.angle == 0
    assert line.baseline[0] == pytest.approx(math.tan(math.radians(0.4)))
    corners = turned_box(Box(50, 50, 225, 10), 0.4).corners()
    assert line.box.corners() == pytest.approx(
        Box(*corners.min(axis=0), *(corners.max(axis=0) - corners.min(axis=0))).corners()
    )
    left, bottom = line.box.x, line.box.y + line.box.height
    start = turned_box(Box(50, 58, 0, 0), 0.4)  # of the baseline
    assert bottom + line.baseline[1] + line.baseline[0] * (start.x - left) == pytest.approx(start.y, abs=0.05)


def test_a_fragment_within_another_is_kept():
    lines = [fragment("Total amount due", 50, 50), fragment("amount", 80, 51, height=8)]
    assert sorted(word.text for word in page(lines).words()) == ["Total", "amount", "amount", "due"]


def test_uneven_angles_of_fragments_do_no_harm():
    left, right = prose(15, 40, 0), prose(15, 40, 1)
    chance = np.random.default_rng(3)
    lines = []
    for line in [*column(left, 50, 50), *column(right, 265, 50)]:
        angle = chance.uniform(-1, 1)
        lines.append(moved(line, lambda box, angle=angle: replace(box, angle=angle)))
    lines.append(moved(fragment("x", 120, 260), lambda box: replace(box, angle=40.0)))
    assert texts(page(lines, 4)) == [*left, *right, "x"]


LAYOUTS = [
    [
        fragment("A headline across both", 50, 20, height=20),
        *column(prose(12, 40, 0), 50, 60),
        *column(prose(12, 40, 1), 265, 65),
    ],
    [fragment(f"cell {k}", 50 + 100 * k, 50 + PITCH * i) for i in range(6) for k in range(4)],
]


@pytest.mark.parametrize("lines", LAYOUTS)
@pytest.mark.parametrize("scale", [3, 0.1])
def test_any_scale(lines, scale):
    scaled = [moved(line, lambda box: scaled_box(box, scale)) for line in lines]
    scaled = [replace(line, row_height=line.row_height * scale) for line in scaled]
    assert arrange(scaled, 60, 80).text == arrange(lines, 600, 800).text


places = st.integers(-50, 700)
sides = st.integers(0, 120)
angles = st.sampled_from([0.0, 0.0, 0.0, 2.5, 3.0, -7.0, 90.0, 180.0])
boxes = st.builds(Box, places, places, sides, sides, angles)
contents = st.sampled_from(["a", "of", "lantern", "12.50", "שלום", ".", "", "漢字"])
some_words = st.lists(
    st.builds(Word, contents, boxes, st.just(90.0), st.sampled_from([" ", ""])), min_size=1, max_size=4
)
some_lines = st.lists(st.builds(Line, some_words.map(tuple), boxes, st.integers(0, 30)), max_size=40)


@given(some_lines)
def test_no_word_is_lost_or_doubled(lines):
    result = arrange(lines, 600, 800)
    assert words(result.lines()) == words(lines)


@given(some_lines, st.randoms())
def test_the_order_of_the_input_makes_no_difference(lines, chance):
    assert arrange(chance.sample(lines, len(lines)), 600, 800) == arrange(lines, 600, 800)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(1, 60)), min_size=10, max_size=80),
    st.sampled_from([0.0, 4.0]),
)
def test_no_word_is_lost_in_crowded_rows(cells, angle):
    lines = [fragment("x" * size, 10 * x, 7 * y) for x, y, size in cells]
    lines = [moved(line, lambda box: turned_box(box, angle)) for line in lines]
    assert words(arrange(lines, 600, 800).lines()) == words(lines)


def test_many_fragments():
    lines = [fragment(f"w{i}", 30 * (i % 25), PITCH * (i // 25)) for i in range(3000)]
    result = arrange(shuffled(lines), 800, 2000)
    assert " ".join(texts(result)) == " ".join(f"w{i}" for i in range(3000))


def test_places_far_away_cost_no_memory():
    lines = [*column(prose(8, 40, 0), 50, 50), *column(prose(8, 40, 1), 265, 50), fragment("far", 1e12, 1e12)]
    lines += column(["very", "far", "away"], -1e12, 50)
    assert words(arrange(lines, 600, 800).lines()) == words(lines)


def test_a_page_whose_text_stands_is_read_from_below():
    lines = column(prose(6, 40, 0), 50, 50)
    standing = [moved(line, lambda box: turned_box(box, -90).upright()) for line in shuffled(lines)]
    found = arrange(standing, 800, 600)
    assert texts(found) == [line.text for line in lines]
    assert {line.box.angle for line in found.lines()} == {0.0}
