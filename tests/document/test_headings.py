"""Headings by size, weight, number and capitals, and what looks like one."""

import pytest

from document.pages import lines, runs, styled, units, words
from sparkocr.document.blocks import BlockKind, blocks_of
from sparkocr.document.fonts import with_fonts
from sparkocr.document.structure import page_of_positions
from sparkocr.layout.box import Box
from sparkocr.layout.page import Font, FontRun

PROSE = [
    "The harbour has two piers and a small yard where boats are",
    "painted in winter. In summer there is a market on the longer",
    "pier, and the other one belongs to the anglers of the town.",
]


def headings(page, bold=()):
    return [(block.level, block.text) for block in styled(page, bold=bold) if block.kind is BlockKind.HEADING]


def below(*titles, size=10.0, prose=PROSE):
    """Each title above a paragraph; the page, and the lines of the titles."""
    page, found = [], []
    for number, title in enumerate(titles):
        top = 100.0 * number
        found.append(lines([title], y=top, size=size))
        page += [*found[-1], *lines(prose, y=top + 25)]
    return page, found


def test_bold_lines_in_the_size_of_text():
    page, titles = below("The two piers", "Who fishes there?")
    assert headings(page, titles) == [(1, "The two piers"), (1, "Who fishes there?")]
    assert headings(page) == []


def test_bold_lines_are_below_larger_ones():
    page, titles = below("The two piers")
    title = lines(["All of the harbour"], y=-60, size=20)
    assert headings(title + page, titles) == [(1, "All of the harbour"), (2, "The two piers")]


@pytest.mark.parametrize(
    "title",
    [
        "Figure 3: Boats of the harbour",
        "Table 2. Boats of the harbour",
        "Source: our own count",
        "The two piers ........ 12",
        "www.example.org/harbour",
        "12 May 2024",
        "It was a windy day in the harbour.",
        "and then the boats went home",
        "Boats, piers and",
        "• Boats of the harbour",
        "12.50",
        "0 10 20 30 losses",
        "7 of the boats went home",
        "Yes " * 27,
    ],
)
def test_bold_lines_that_are_no_headings(title):
    title = title + "," if title.endswith("and") else title
    page, titles = below(title, "Who fishes there?")
    page[: len(titles[0])] = titles[0]
    assert [text for _, text in headings(page, titles)] == ["Who fishes there?"]


def test_bold_text_that_goes_on_in_plain_letters():
    first = lines(["Any two of the piers of the old harbour of the town must be"])
    second = words("painted in winter.", 0, 13)
    rest = words("In summer there is a market", second[-1][1] + second[-1][3] + 5, 13)
    page = first + second + rest + lines(PROSE, y=26) + lines(PROSE, y=120)
    assert headings(page, [first, second]) == []


def test_bold_words_mean_nothing_on_a_bold_page():
    page, titles = below("The two piers")
    assert headings(page, [page]) == []
    assert headings(page, titles) != []


def test_rows_of_cells_are_no_headings():
    row = words("Boats", 0, 0) + words("Piers", 120, 0) + words("Anglers", 240, 0)
    page = lines(PROSE, y=-80) + row + lines(PROSE, y=25)
    assert headings(page, [row]) == []


def test_capitals_and_subsections_that_stand_alone():
    page, _ = below("THE TWO PIERS", "2.1 Who fishes there?")
    assert [text for _, text in headings(page)] == ["THE TWO PIERS", "2.1 Who fishes there?"]
    capitals = lines(PROSE[:1], y=0) + lines(["THE TWO PIERS"], y=13) + lines(PROSE, y=26)
    assert headings(capitals) == []


def test_usual_titles():
    page, _ = below("References", prose=PROSE * 2)
    assert headings(page) == [(1, "References")]


def test_a_heading_of_two_lines_and_one_that_begins_with_a_number():
    two = lines(["The two piers of the harbour", "and the yard"], size=14, pitch=1.1)
    page = two + lines(["2 The anglers of the town"], y=31, size=14) + lines(PROSE * 2, y=70)
    assert [text for _, text in headings(page)] == [
        "The two piers of the harbour\nand the yard",
        "2 The anglers of the town",
    ]


def test_numbers_tell_levels():
    page, titles = below("2 Piers", "2.1 The longer pier", "2.1.3 Its market", "Who fishes there?")
    assert headings(page, titles) == [
        (1, "2 Piers"),
        (2, "2.1 The longer pier"),
        (3, "2.1.3 Its market"),
        (1, "Who fishes there?"),
    ]


def test_a_large_number_above_a_title_is_that_of_its_chapter():
    page = lines(["7"], y=-70, size=24) + lines(["The two piers"], y=-30, size=20) + lines(PROSE * 2, y=20)
    assert [text for _, text in headings(page)] == ["7", "The two piers"]
    assert headings(lines(["7"], y=-70, size=24) + lines(PROSE * 2, y=20)) == []


def test_labels_that_follow_each_other_are_no_headings():
    labels = [lines([f"Label {word}"], y=60.0 * number, size=14) for number, word in enumerate(["A", "B", "C", "D"])]
    page = [unit for label in labels for unit in label] + lines(PROSE * 2, y=300)
    assert headings(page) == []
    assert len(headings([unit for label in labels[:3] for unit in label] + lines(PROSE * 2, y=300))) == 3


def test_the_name_of_a_document_above_its_title():
    title = lines(["Boats of the harbour"], y=-40, size=22)
    page = lines(["Annual plan"], y=-60, size=13) + title + lines(PROSE * 2)
    assert [text for _, text in headings(page)] == ["Boats of the harbour"]
    part = lines(["Chapter 3"], y=-60, size=13) + title + lines(PROSE * 2)
    assert [text for _, text in headings(part)] == ["Chapter 3", "Boats of the harbour"]


def test_text_of_two_sizes():
    page = lines(PROSE * 4) + lines(PROSE * 3, y=300, size=12)
    assert headings(page) == []


def test_a_running_header_is_no_heading():
    page = lines(["THE HARBOUR 12"], y=-70, size=14) + lines(PROSE * 3)
    assert headings(page) == []
    kinds = [block.kind for block in styled(page)]
    assert kinds == [BlockKind.PAGE_HEADER, BlockKind.PARAGRAPH]


def test_letters_of_pictures_are_no_headings():
    page, picture = lines(PROSE * 3), lines(["SALE"], y=150, size=30)
    with_picture = with_fonts(page_of_positions(*units(page + picture)), runs(page))
    assert [block.kind for block in blocks_of(with_picture)] == [BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]


def test_words_without_a_size():
    page = [(text, 10.0 * number, 0.0, 0.0, 0.0, 10) for number, text in enumerate(["THE", "PIER", "12", "of", "it"])]
    assert [block.text for block in styled(page)]


def named(*levels):
    """The headings of a page whose outline names some of its lines: a level, or 0, for each line; all in one size."""
    size = {0: 10.0, 1: 14.0, 2: 10.0, 3: 12.0}
    texts = ["Alpha heading", *["body text of the page that goes on with words and more of them"] * 3, "Beta heading"]
    rows = [words(text, 0, 40.0 * number, size[levels[number]]) for number, text in enumerate(texts)]
    fonts = [
        FontRun(Font("Serif", size[levels[number]], level=levels[number] % 3), Box(*unit[1:5]))
        for number, line in enumerate(rows)
        for unit in line
    ]
    page = with_fonts(page_of_positions(*units([unit for line in rows for unit in line])), fonts)
    return [(block.level, block.text) for block in blocks_of(page) if block.kind is BlockKind.HEADING]


def test_the_outline_names_headings_and_their_levels():
    assert named(1, 0, 0, 0, 2) == [(1, "Alpha heading"), (2, "Beta heading")]


def test_a_smaller_heading_that_the_outline_leaves_out_is_one_level_deeper():
    assert named(1, 0, 0, 0, 3) == [(1, "Alpha heading"), (2, "Beta heading")]
