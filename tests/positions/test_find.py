"""Chunks planted in generated pages are all found and covered; and each rule of the search alone."""

import random
from collections import Counter
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.planted import (
    FORMS,
    HEIGHT,
    KINDS,
    LEVELS,
    draw,
    equal_width,
    font_width,
    nlp_text,
    plant,
    positions,
    vocabulary,
)
from sparkocr.positions.boxes import SpanBoxes
from sparkocr.positions.find import Chunk, find_spans
from sparkocr.positions.text import PositionText, Stream, Units, letters_of, pdf_entries, visible_of


def covered(char, boxes):
    """Whether a box on the same page covers all of a character."""
    return any(
        box.page == char.page
        and box.left <= char.x + 0.01
        and box.top <= char.y + 0.01
        and box.right >= char.x + char.width - 0.01
        and box.bottom >= char.y + HEIGHT - 0.01
        for box in boxes
    )


@cache
def planted_page(seed, *, changed):
    """Pages, and chunks of all kinds in their text: the same text with words that repeat, or a changed one.

    In a changed text, nobody could tell which of many single letters or commas a chunk is.
    """
    rng = random.Random(seed)  # noqa: S311
    count = rng.randint(60, 300)
    words = [vocabulary(rng) for _ in range(count if changed else rng.choice((40, 400)))]
    width_of = rng.choice((font_width, equal_width))
    pages = draw(rng, words if changed else rng.choices(words, k=count), width_of, pages=rng.choice((1, 1, 2)))
    made = nlp_text(rng, pages, rng.choice(FORMS) if changed else str, changed=changed)
    planted = [one for kind in KINDS for _ in range(3) if (one := plant(rng, made, kind))]
    planted = [one for one in planted if not changed or sum(c.isalnum() for c in one.chunk.text) >= 4]
    rng.shuffle(planted)
    return pages, planted


def missed(pages, planted, level):
    """The chunks that are not found, or whose boxes do not cover all of their characters."""
    text = PositionText(positions(pages, level))
    boxes = SpanBoxes(text)
    spans = find_spans(text, [one.chunk for one in planted])
    found = [boxes.of(*span) if span else [] for span in spans]
    return [
        one for one, places in zip(planted, found, strict=True) if not all(covered(char, places) for char in one.chars)
    ]


@pytest.mark.parametrize("level", LEVELS)
def test_all_of_more_than_500_planted_chunks_are_covered(level):
    kinds = Counter()
    for seed in range(40):
        pages, planted = planted_page(seed, changed=bool(seed % 2))
        kinds.update(one.kind for one in planted)
        assert missed(pages, planted, level) == []
    assert kinds.total() > 500
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 50


@settings(max_examples=40, deadline=None)
@given(st.integers(1000, 10**9), st.sampled_from(LEVELS), st.booleans())
def test_any_planted_chunk_is_covered(seed, level, changed):
    pages, planted = planted_page(seed, changed=changed)
    assert missed(pages, planted, level) == []


@pytest.mark.parametrize("level", LEVELS)
def test_chunks_with_wrong_letters_are_covered(level):
    rng = random.Random(7)  # noqa: S311
    pages = draw(rng, [vocabulary(rng) for _ in range(250)], font_width)
    planted = [one for _ in range(60) if (one := plant(rng, nlp_text(rng, pages), "words"))]
    wrong = []
    for one in planted:
        letters = [place for place, c in enumerate(one.chunk.text) if c.isalpha()]
        if len(letters) >= 8:
            text = list(one.chunk.text)
            text[rng.choice(letters)] = "x"
            one.chunk = Chunk("".join(text), one.chunk.begin, one.chunk.end)
            wrong.append(one)
    assert len(wrong) > 20
    assert missed(pages, wrong, level) == []


def words(*lines, size=(8.0, 12.0), space=8.0, pitch=20.0, page=0):
    """A unit for each word of lines, whose characters are equally wide."""
    texts, boxes = [], []
    for number, line in enumerate(lines):
        x = 10.0
        for word in line.split():
            texts.append(word)
            boxes.append((x, 10.0 + number * pitch, size[0] * len(word), size[1]))
            x += size[0] * len(word) + space
    return make(texts, boxes, page)


def make(texts, boxes, page=0):
    numbers = np.full(len(texts), page, np.int64)
    return Units(list(texts), np.array(boxes, np.float64).reshape(-1, 4), numbers, numbers)


def characters(*lines):
    """A unit for each character of lines, spaces and line ends included, as in the text layer of a PDF."""
    found = []
    for number, line in enumerate(lines):
        end = "\n" if number + 1 < len(lines) else ""
        found += [(c, (10.0 + 8 * place, 10.0 + 20 * number, 8.0, 12.0)) for place, c in enumerate(line + end)]
    return make([c for c, _ in found], [box for _, box in found])


def found_texts(units, *chunks):
    """What the positions say where each chunk is found; chunks are texts, or (text, begin)."""
    text = PositionText(units)
    pairs = [(chunk, 0) if isinstance(chunk, str) else chunk for chunk in chunks]
    spans = find_spans(text, [Chunk(c, begin, begin + len(c) - 1) for c, begin in pairs])
    return [text.text[slice(*span)] if span else None for span in spans]


def found_boxes(units, text, begin=0, end=None):
    joined = PositionText(units)
    (span,) = find_spans(joined, [Chunk(text, begin, begin + len(text) - 1 if end is None else end)])
    boxes = SpanBoxes(joined).of(*span) if span else []
    return [(box.left, box.top, box.right, box.bottom) for box in boxes]


@pytest.mark.parametrize(
    ("written", "chunk"),
    [
        ("ﬁnal", "final"),
        ("final", "ﬁnal"),
        ("Straße", "STRASSE"),
        ("José", "Jose\u0301"),
        ("Jose\u0301", "José"),
        ("\uff11\uff12\uff13", "123"),
        ("co\u00adoperate", "cooperate"),
        ("O\u2019Neil", "O'Neil"),
        ("12/03/2020", "12-03-2020"),
        ("محـمد", "محمد"),
        ("\ufee1\ufea4\ufee4\ufea9"[::-1], "دمحم"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_forms_of_the_same_text(written, chunk):
    assert found_texts(words(f"before {written} after"), (chunk, 7)) == [written]


def test_vowel_signs_are_letters():
    assert found_texts(words("कु क कि"), ("क", 3), ("कि", 5)) == ["क", "कि"]
    assert letters_of("\ufe0f") == ""


def test_equal_names_are_told_apart_by_their_offsets():
    units = words("John met John and", "then John saw John", "with John")
    text = PositionText(units).text
    begins = [place for place in range(len(text)) if text.startswith("John", place)]
    assert len(begins) == 5
    wanted = [begins[3], begins[1]]
    joined = PositionText(units)
    spans = find_spans(joined, [Chunk("John", begin, begin + 3) for begin in wanted])
    assert [begin for begin, _ in spans] == wanted


@pytest.mark.parametrize(("character", "word"), [("ﬃ", "oﬃce"), ("㎞", "9㎞")])
def test_a_character_that_stands_for_several_has_its_offset(character, word):
    joined = PositionText(words(f"{word} {word} {word}"))
    begins = [place for place in range(len(joined.text)) if joined.text[place] == character]
    found = find_spans(joined, [Chunk(character, begin, begin) for begin in begins[1:]])
    assert [begin for begin, _ in found] == begins[1:]


def test_a_shift_of_all_offsets_does_no_harm():
    units = words(*["Report of the day"] * 3, "Smith here", "other words", "Smith there")
    text = PositionText(units).text
    first = text.index("Smith")
    shifted = [("other words", text.index("other") + 30), ("Smith", first + 30), ("Smith", text.rindex("Smith") + 30)]
    joined = PositionText(units)
    spans = find_spans(joined, [Chunk(c, begin, begin + len(c) - 1) for c, begin in shifted])
    assert [begin for begin, _ in spans] == [text.index("other"), first, text.rindex("Smith")]


def test_whole_words_and_the_same_spelling_come_first():
    assert found_texts(words("planning may help Ann in May"), ("Ann", 14), ("May", 21)) == ["Ann", "May"]
    assert found_texts(words("planning"), ("ann", 2)) == ["ann"]


def test_a_part_of_a_word_is_found_between_places_that_are_sure():
    joined = PositionText(words("Jonathan planning ann Margaret"))
    begins = [joined.text.index(name) for name in ("Jonathan", "ann", "Margaret")]
    chunks = [
        Chunk(c, begin, begin + len(c) - 1) for c, begin in zip(("Jonathan", "ann", "Margaret"), begins, strict=True)
    ]
    assert [begin for begin, _ in find_spans(joined, chunks)] == begins
    assert find_spans(joined, chunks[1:2]) == [(18, 21)], "a whole word, where nothing is sure"


def test_overlapping_and_repeated_chunks():
    chunks = [("Smith", 5), ("John Smith", 0), ("John Smith", 0), ("John", 0)]
    assert found_texts(words("John Smith came"), *chunks) == [text for text, _ in chunks]


def test_chunks_without_offsets_are_taken_in_order():
    units = words("John met Mary and John left", "Anna")
    joined = PositionText(units)
    names = ["John", "John", "Anna", "Mary", "John", "Jahnn", ""]
    spans = find_spans(joined, [Chunk(name, 0, 0) for name in names])
    begins = [span and span[0] for span in spans]
    assert begins == [0, 18, 28, 9, 18, None, None]
    assert find_spans(joined, [Chunk("Mary", -1, -1)]) == [(9, 13)]


def test_punctuation_alone_and_around():
    assert found_texts(words("5 $ and 6 % more"), ("$", 2), ("%", 10)) == ["$", "%"]
    assert found_texts(words("costs $ 500 (net)"), ("$500", 6), ("(net)", 12)) == ["$ 500", "(net)"]
    assert found_texts(words('said "yes" twice'), ("\u201cyes\u201d", 5)) == ['"yes"']
    assert found_texts(words("C C++ C#"), ("C++", 2), ("C#", 6)) == ["C++", "C#"]
    assert found_texts(words("no such mark"), ("$", 2), ("  ", 1), ("", 0)) == [None, None, None]


def test_an_accent_of_its_own_belongs_to_its_letter():
    units = characters("Jose\u0301 left")
    assert found_texts(units, "Jose") == ["Jose\u0301"]


def test_similar_text():
    units = words("Patient Johnathan Smithers was here", "and Karl too")
    assert found_texts(units, ("Jonathan Smithers", 8)) == ["Johnathan Smithers"]
    assert found_texts(units, ("Johnatham", 8)) == ["Johnathan"]
    far_too_long = "Johnathan Smithers was here and Karl too, and nobody else came for the rest of the day"
    assert found_texts(units, ("Kurl", 40), ("Robinson", 8), (far_too_long, 8)) == [None, None, None]


def test_a_chunk_that_is_not_there_takes_no_place():
    assert found_texts(words("alpha beta gamma"), ("alpha", 0), ("omega", 6), ("gamma", 11)) == ["alpha", None, "gamma"]


def test_no_text_at_all():
    for units in (make([], []), make(["", " "], [(0, 0, 0, 0)] * 2)):
        assert found_texts(units, "any", "$") == [None, None]
    assert find_spans(PositionText(words("text")), []) == []


def test_boxes_of_words_and_lines():
    units = words("one two", "three four")
    assert found_boxes(units, "two three", 4) == [(42, 10, 66, 22), (10, 30, 50, 42)]
    assert found_boxes(units, "three four", 8) == [(10, 30, 90, 42)]


def test_a_word_over_two_lines():
    for units in (words("the exam-", "ple here"), words("the exam", "ple here"), characters("the exam-", "ple here")):
        assert len(found_boxes(units, "example", 4)) == 2


def test_two_pages():
    one, other = words("ends with John"), words("Smith and more", page=1)
    units = Units(
        one.texts + other.texts,
        np.concatenate([one.boxes, other.boxes]),
        np.concatenate([one.pages, other.pages]),
        np.concatenate([one.entries, other.entries]),
    )
    joined = PositionText(units)
    (span,) = find_spans(joined, [Chunk("John Smith", 10, 19)])
    assert [(box.page, box.entry, box.left) for box in SpanBoxes(joined).of(*span)] == [(0, 0, 90), (1, 1, 10)]


def test_a_superscript_stays_on_its_line():
    boxes = [(10, 10, 8, 12), (18, 10, 8, 12), (26, 6, 5, 7), (31, 10, 8, 12)]
    assert found_boxes(make("102m", boxes), "102m") == [(10, 6, 39, 22)]


def test_text_that_runs_down_is_one_region():
    units = make("John", [(10, 10 + 9 * place, 12, 8) for place in range(4)])
    assert PositionText(units).text == "John"
    assert found_boxes(units, "John") == [(10, 10, 22, 45)]


def test_part_of_a_word_is_cut_outwards():
    ((left, _, right, _),) = found_boxes(make(["aaaaaaaaaa"], [(0, 0, 100, 10)]), "aaa", 5)
    assert 30 < left < 50
    assert 80 < right < 100
    ((left, _, right, _),) = found_boxes(make(["JohnSmith"], [(0, 0, 90, 10)]), "JohnSmith")
    assert (left, right) == (0, 90)


def test_lines_of_a_block():
    block = make(["first line here\nsecond line there\n\nthird\n\n"], [(0, 0, 150, 80)])
    ((_, top, right, bottom),) = found_boxes(block, "first line here", 0)
    assert (top, right) == (0, 150)
    assert 26 < bottom < 40
    ((left, top, _, bottom),) = found_boxes(block, "there", 28)
    assert left > 85
    assert (14 < top < 20, 52 < bottom < 60) == (True, True)
    ((left, top, right, bottom),) = found_boxes(block, "third", 35)
    assert (left, right, bottom) == (0, 150, 80)
    assert 48 < top < 60


@pytest.mark.parametrize("left", [50, 300, 700])
def test_a_line_with_wide_gaps(left):
    """The row of a table: its words may be anywhere between those before and after."""
    ((x, _, right, _),) = found_boxes(make(["Name John Smith 12"], [(0, 0, 1000, 12)]), "John Smith", 5)
    assert x <= left
    assert right >= left + 80
    table = make(["Name John Smith 12\nA longer line than the first"], [(0, 0, 1000, 30)])
    ((x, _, right, _),) = found_boxes(table, "John Smith", 5)
    assert x <= left
    assert right >= left + 80


@pytest.mark.parametrize("wide", ["日本語", "名前"])
def test_wide_characters_are_wide(wide):
    line = f"{wide} and some latin words"
    ((_, _, right, _),) = found_boxes(make([line], [(0, 0, 100, 10)]), wide, 0)
    em = 100 / (len(wide) + 0.5 * (len(line) - len(wide)))
    assert right >= len(wide) * em


def test_right_to_left_text():
    line = make(["שלום דוד כהן כאן"], [(0, 0, 160, 18)])
    ((left, _, right, _),) = found_boxes(line, "שלום", 0)
    assert right == 160
    assert 100 < left < 120
    ((left, _, right, _),) = found_boxes(line, "כאן", 13)
    assert left == 0
    assert 30 < right < 60
    units = make(["דוד", "כהן"], [(100, 10, 30, 12), (60, 10, 30, 12)])
    assert found_boxes(units, "דוד כהן") == [(60, 10, 130, 22)]


def test_both_directions_in_one_line():
    """A number in Hebrew stands on the left of what is before it; its digits run to the right."""
    line = make(["אבגדה 12345 וזחטי"], [(0, 0, 170, 18)])
    ((left, _, right, _),) = found_boxes(line, "12345", 6)
    assert left <= 60
    assert right >= 110
    ((left, _, right, _),) = found_boxes(line, "12", 6)
    assert (left <= 60, right >= 110) == (True, True), "the digits may be anywhere in the number"
    mixed = make(["abcde אבגדה fghij"], [(0, 0, 170, 18)])
    ((left, _, right, _),) = found_boxes(mixed, "אב", 6)
    assert (left <= 60, right >= 110) == (True, True)
    ((left, _, right, _),) = found_boxes(mixed, "abcde", 0)
    assert (left, right) == (0, 170), "the line may begin at either side"


def test_entries_of_a_pdf():
    assert pdf_entries(characters("two", "lines")) == {0}
    fractions = characters("one line")
    fractions.boxes[:, 0] += 0.25
    assert pdf_entries(fractions) == {0}
    assert pdf_entries(characters("one line")) == set()
    assert pdf_entries(words("some words here")) == set()


def test_spaces_between_characters_without_spaces():
    line = "many words are in this line"
    units = characters(line)
    kept = [place for place, c in enumerate(line) if c != " "]
    bare = make([line[place] for place in kept], units.boxes[kept])
    assert PositionText(bare).text == line
    assert PositionText(characters("two", "lines")).text == "two\nlines"


@given(st.text("abcé1- \n", max_size=60), st.text("abcé1", min_size=1, max_size=6))
def test_the_index_finds_what_a_search_finds(text, key):
    stream = Stream(text, letters_of)
    wanted = "".join(map(letters_of, key))
    naive = [place for place in range(len(stream.keys)) if stream.keys.startswith(wanted, place)]
    assert stream.occurrences(wanted).tolist() == naive
    assert "".join(letters_of(text[place]) for place in stream.places) == stream.keys


def test_what_is_visible():
    assert [visible_of(c) for c in " \t\u00ad…$"] == ["", "", "", "...", "$"]
