"""Chunks of documents: where they are cut, what they tell, and that no text is lost."""

import random
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from document.chunked import ITEMS, LONG, ROWS, SENTENCES, heading, made, page, table, texts, wrapped
from document.pages import blocks, lines
from sparkocr.document.chunks import chunks_of, tokens
from sparkocr.document.elements import Cutter, page_elements
from sparkocr.document.markdown import page_markdown
from sparkocr.entities.sentences import sentences_of
from sparkocr.layout.box import Box


def test_a_small_document_is_one_chunk():
    (chunk,) = made(page("# Report", LONG.split("\n")[0]))
    assert chunk.text == f"# Report\n\n{LONG.splitlines()[0]}"
    assert (chunk.kind, chunk.headings, chunk.pages, chunk.overlap) == ("text", ("Report",), (0,), 0)


def test_sentences_are_not_cut():
    found = made(page(LONG, limit=100), 100)
    assert len(found) > 3
    assert all(len(chunk.text) <= 100 for chunk in found)
    assert all(chunk.text[-1] in ".?" for chunk in found)
    assert " ".join(chunk.text for chunk in found) == " ".join(SENTENCES * 4)


def test_a_sentence_that_is_too_long_is_cut_between_words_and_a_word_inside():
    text = " ".join(["word"] * 30)
    found = texts(page(wrapped(text), limit=50), 50)
    assert all(len(part) <= 50 for part in found)
    assert " ".join(found) == text
    found = texts(page("x" * 170, limit=50), 50)
    assert "".join(found) == "x" * 170
    assert max(map(len, found)) <= 50


def test_headings_begin_chunks_and_stay_with_their_text():
    elements = page("# One", SENTENCES[0], "# Two", SENTENCES[1], "# Three", SENTENCES[2])
    found = made(elements)
    assert [chunk.text.partition("\n")[0] for chunk in found] == ["# One", "# Two", "# Three"]
    assert [chunk.headings for chunk in found] == [("One",), ("Two",), ("Three",)]


def test_small_sections_go_on_with_the_next_one():
    elements = page("# One", SENTENCES[0], "# Two", SENTENCES[1], "# Three", SENTENCES[2])
    first, second = made(elements, least=40)
    assert first.text.count("# ") == 2
    assert first.headings == ()
    assert second.headings == ("Three",)
    assert len(texts(elements, least=1000)) == 1


def test_the_heading_path():
    first = heading("Top") + page(SENTENCES[0]) + heading("Below", 2) + page(SENTENCES[1])
    second = heading("Deep", 3) + page(SENTENCES[2]) + heading("Other") + page(SENTENCES[3])
    assert [chunk.headings for chunk in made(first + second)] == [
        ("Top",),
        ("Top", "Below"),
        ("Top", "Below", "Deep"),
        ("Other",),
    ]
    (chunk,) = made(first, least=60)
    assert chunk.headings == ("Top",)


def test_headings_that_follow_each_other():
    (chunk,) = made(heading("Title") + heading("1 Section", 2) + page(SENTENCES[0]))
    assert chunk.headings == ("Title", "1 Section")
    (chunk,) = made(heading("Title") + heading("Part *one*", 2))
    assert (chunk.kind, chunk.headings) == ("heading", ("Title", "Part *one*"))


def test_paragraphs_stay_whole_where_they_fit():
    parts = [wrapped(" ".join(SENTENCES[:3])), wrapped(" ".join(SENTENCES)), wrapped(" ".join(SENTENCES[1:]))]
    found = texts(page(*parts, limit=130), 130, least=20)
    assert found == [part.replace("\n", " ") for part in parts]


def test_a_list_stays_with_its_lead_in():
    lead = "All of these are needed:"
    elements = page(wrapped(" ".join(SENTENCES[:2])), lead, "\n".join(ITEMS[:4]), limit=170)
    first, second = made(elements, 170, least=10)
    assert first.text == " ".join(SENTENCES[:2])
    assert second.text.startswith(f"{lead}\n\n- item number 0")
    assert second.kind == "list"


def test_a_long_list_is_cut_between_items():
    found = texts(page("\n".join(ITEMS), limit=80), 80)
    assert [part.count("- item") for part in found] == [2, 2, 2]
    assert all(part.startswith("- item") for part in found)


def test_nested_items_begin_a_chunk_without_indent():
    rows = ["\u2022 one", "    \u2022 nested one", "    \u2022 nested two", "    \u2022 nested three", "\u2022 last"]
    found = texts(page("\n".join(rows), limit=50), 50)
    assert found[0].splitlines()[1] == "  - nested one"
    assert found[1].splitlines()[0].startswith("- ")
    assert "\n".join(found).count("- ") == 5


def test_an_item_that_is_longer_than_a_chunk():
    item = wrapped("\u2022 " + " ".join(SENTENCES * 2))
    found = texts(page(item, limit=100), 100)
    assert found[0].startswith("- The first")
    assert " ".join(found) == "- " + " ".join(SENTENCES * 2)


def test_overlap():
    elements = page(LONG, limit=100)
    found = made(elements, 100, overlap=40)
    plain = made(elements, 100)
    for one, other in pairwise(found):
        again = other.text[: other.overlap].strip()
        assert 0 < len(again) <= 40
        assert one.text.endswith(again)
    assert all(len(chunk.text) <= 100 for chunk in found)
    assert [chunk.overlap for chunk in plain] == [0] * len(plain)
    whole = " ".join(chunk.text[chunk.overlap :] for chunk in found)
    assert whole == " ".join(SENTENCES * 4)


def test_overlap_of_items():
    elements = page("\n".join(ITEMS), limit=80)
    first, second, *_ = made(elements, 80, overlap=35)
    assert second.text.startswith("- item number 1")
    assert first.text.endswith(second.text[: second.overlap].rstrip())
    assert second.text[second.overlap :] == "- item number 2 of the list"


def test_no_overlap_over_headings_and_tables():
    elements = page("# One", SENTENCES[0], "# Two", SENTENCES[1], tables=[table(ROWS)])
    assert {chunk.overlap for chunk in made(elements, overlap=150)} == {0}


def test_places_are_those_of_the_lines():
    found = made(page(LONG, limit=100), 100)
    tops = [chunk.regions[0].box.y for chunk in found]
    assert tops == sorted(tops)
    assert len(set(tops)) == len(tops)
    (whole,) = made(page(LONG, limit=1000), 1000)
    bottom = max(chunk.regions[0].box.y + chunk.regions[0].box.height for chunk in found)
    assert whole.regions[0].box.y == tops[0]
    assert whole.regions[0].box.y + whole.regions[0].box.height == pytest.approx(bottom)


def test_places_in_points_and_unknown_ones():
    doubled = page("Text.", to_points=lambda box: Box(2 * box.x, 2 * box.y, 2 * box.width, 2 * box.height))
    (one,), (other,) = made(page("Text.")), made(doubled)
    assert other.regions[0].box.height == pytest.approx(2 * one.regions[0].box.height, abs=0.02)
    (unknown,) = made(page("Text.", to_points=None))
    assert unknown.regions == ()
    assert unknown.pages == (0,)


def test_tokens():
    assert tokens("") == 0
    assert tokens("The patient, 1234.5 mg") == 9
    assert tokens("\u4f60\u597d") == 2
    assert tokens("\u043f\u0440\u0438\u0432\u0435\u0442") == 3
    found = texts(page(LONG, limit=50, size=tokens), 50)
    assert len(found) > 1
    assert all(tokens(part) <= 50 for part in found)


def test_marks_at_the_beginning_of_a_chunk_are_escaped():
    text = wrapped(f"{SENTENCES[0]} {SENTENCES[1]} # 4 is the next number of all of them.")
    found = texts(page(text, limit=60), 60)
    assert found[-1].startswith("\\# 4 is")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(50, 400), st.integers(0, 40), st.integers(0, 100))
def test_no_text_is_lost_whatever_the_document(seed, limit, overlap, least):
    """The new text of all chunks is the Markdown of the pages, but for blanks; none is larger than it may be."""
    dice = random.Random(seed)  # noqa: S311
    elements, expected = [], []
    for number in range(3):
        parts = []
        for _ in range(dice.randrange(5)):
            kind = dice.randrange(3)
            words = " ".join(dice.choices(["alpha", "Beta", "gamma.", "x" * 70, "1.", "(a)"], k=dice.randrange(1, 40)))
            parts.append("# Heading of it" if kind == 0 else "\n".join(ITEMS[:3]) if kind == 1 else wrapped(words))
        found, y = [], 0.0
        for part in parts:
            rows = part.split("\n")
            found += lines(rows, y=y)
            y += 13 * len(rows) + 15
        cells = table([[f"a{dice.randrange(99)}", "b c"] for _ in range(dice.randrange(1, 20))], box=Box(0, y, 9, 9))
        own = blocks(found)
        elements += page_elements(own, [cells], number, Cutter(limit, len, sentences_of), Box.upright)
        expected.append(page_markdown(own))
    chunks = list(chunks_of(elements, limit=limit, overlap=overlap, least=least, page_headers=True))
    assert max((len(chunk.text) for chunk in chunks), default=0) <= limit
    new = "\n".join(chunk.text[chunk.overlap :] for chunk in chunks)
    plain = re.sub(r"<table>.*?</table>", "", new, flags=re.DOTALL)
    assert re.findall(r"\w+", plain.replace("x", "")) == re.findall(r"\w+", "\n".join(expected).replace("x", ""))
    assert plain.count("x") == "\n".join(expected).count("x")
    again = list(chunks_of(elements, limit=limit, overlap=overlap, least=least, page_headers=True))
    assert again == chunks, "it is deterministic"
