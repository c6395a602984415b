"""Sentences of pages: abbreviations, lines, lists and other scripts."""

import pytest

from sparkocr.entities.sentences import sentences_of


def cut(text):
    return [text[begin:end] for begin, end in sentences_of(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        (" \n \n", []),
        ("No stop at the end", ["No stop at the end"]),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ('He said "Stop." Then he left.', ['He said "Stop."', "Then he left."]),
        ('"What?" he asked. (Nobody.) So.', ['"What?" he asked.', "(Nobody.)", "So."]),
        ("Dr. Low, Prof. J. R. Hall and Mrs. Lee came.", ["Dr. Low, Prof. J. R. Hall and Mrs. Lee came."]),
        ("Seen at St. Mary Hosp. on Jan. 5. Well.", ["Seen at St. Mary Hosp. on Jan. 5.", "Well."]),
        ("See e.g. Smith (Fig. 3). Done.", ["See e.g. Smith (Fig. 3).", "Done."]),
        ("It was 3.5 mg. It is 4.", ["It was 3.5 mg.", "It is 4."]),
        ("Wait... what? Yes.", ["Wait... what?", "Yes."]),
        ("1. First thing\n2. Second thing", ["1. First thing", "2. Second thing"]),
        ("今日は。元気\uff1fはい。", ["今日は。", "元気\uff1f", "はい。"]),
        ("هل هذا صحيح؟ نعم.", ["هل هذا صحيح؟", "نعم."]),
        ("यह एक है। दूसरा", ["यह एक है।", "दूसरा"]),
    ],
)
def test_marks(text, sentences):
    assert cut(text) == sentences


def test_lines_of_a_form_are_sentences_of_their_own():
    assert cut("John Stiles\nDOB: 01.09.2012\nHomer Simpson\n\nAge: 7") == [
        "John Stiles",
        "DOB: 01.09.2012",
        "Homer Simpson",
        "Age: 7",
    ]


def test_a_text_goes_on_in_the_next_line():
    first = "The patient was seen by the surgeon on Monday and"
    prose = f"{first}\nTuesday, and sent home on Wednesday by old Dr.\nSmith. Fine."
    assert cut(prose) == [prose[:-6], "Fine."]


def test_a_field_or_a_bullet_is_never_the_end_of_a_sentence_before_it():
    line = "The patient was seen by the surgeon on Monday morning"
    for start in ("Name: Jane", "Date of birth: 1929", "DOB:1929", "- Item", "\u2022 Item", "(a) Item", "2. Item"):
        assert cut(f"{line}\n{start}") == [line, start]
    assert len(cut(f"{line}\nItem")) == 1


def test_a_line_with_room_for_the_next_word_ends_a_sentence():
    wide = "The patient was seen by the surgeon on Monday morning"
    assert cut(f"{wide}\nShort line\nNext line") == [wide + "\nShort line", "Next line"]
    assert cut(f"{wide}\nshort line\nnext line") == [f"{wide}\nshort line\nnext line"]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\v", "\f", "\u2028"])
def test_other_ends_of_lines(end):
    assert cut(f"Name: A{end}DOB: B") == ["Name: A", "DOB: B"]
    assert cut(f"one{end} {end}two") == ["one", "two"]
    assert cut(f"one{end}two") == [f"one{end}two"]


def test_nothing_but_blanks_is_left_out():
    text = "  Dr. Low.  \n\n One\ttwo.\u00a0 Three \n- four\n"
    found = sentences_of(text)
    kept = {place for begin, end in found for place in range(begin, end)}
    assert all(text[place].isspace() for place in set(range(len(text))) - kept)
    assert found == sorted(found)


def test_a_huge_text_of_one_word_is_no_problem():
    assert sentences_of("a." * 200_000) == [(0, 400_000)]
    assert len(sentences_of("\n".join(["x"] * 50_000))) == 1
