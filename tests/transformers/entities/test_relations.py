"""Keys and values of forms, as columns of tagged words."""

import pytest

from annotated import annotation, results, texts
from sparkocr.transformers import FormRelationExtractor

PLACE = {"y": 20, "width": 40, "height": 20}


def word(text, tag, left, begin=0, **more):
    metadata = {"word": text, "x": left, **PLACE, **more}
    return annotation("entity", begin, tag, **metadata) | {"end": begin + len(text) - 1}


FORM = [
    annotation("entity", 0, "O", word="Form"),
    word("Name:", "B-QUESTION", 0, 5),
    word("Dribbler,", "B-ANSWER", 100, 11),
    word("bbb", "I-ANSWER", 150, 21),
]


def relations(words, **options):
    return results(FormRelationExtractor(**options), entities=words)["relations"]


def test_a_relation():
    assert relations(FORM) == [
        annotation(
            "relation",
            5,
            "Name: Dribbler, bbb",
            entity1="Name:",
            entity2="Dribbler, bbb",
            bbox1="0 20 40 20",
            bbox2="100 20 90 20",
        )
    ]


def test_patterns():
    words = [
        word("A:", "b-key", 0),
        word("1", "b-value", 100),
        word("B:", "B-HEADER", 0, y=80),
        word("2", "B-X", 100, y=80),
    ]
    assert relations(words) == []
    assert texts(relations(words, keyPattern="key", valuePattern="val")) == ["A: 1"]
    assert texts(relations(words, keyPattern="key|head", valuePattern="^(value|x)$")) == ["A: 1", "B: 2"]


def test_tolerance():
    words = [word("A:", "B-QUESTION", 0), word("1", "B-ANSWER", 100, y=30)]
    assert texts(relations(words)) == ["A: 1"]
    assert relations(words, lineTolerance=9) == []
    assert FormRelationExtractor().getLineTolerance() == 15


def test_tokens_of_words():
    parts = [word("don't", "B-QUESTION", 0, 0), word("don't", "I-QUESTION", 0, 5), word("go", "I-QUESTION", 0, 11)]
    parts[0]["end"], parts[1]["end"] = 4, 4 + 5
    answer = word("x", "B-ANSWER", 100, 20)
    assert texts(relations([*parts, answer])) == ["don't go x"], "a word is said once"
    tokens = [
        annotation(
            "named_entity", begin, "B-QUESTION" if not begin else "I-QUESTION", token=text, word="a-b", x=0, **PLACE
        )
        | {"end": begin}
        for begin, text in enumerate("a-b")
    ]
    assert texts(relations([*tokens, answer])) == ["a-b x"]


def test_chunks_with_places():
    chunks = [
        annotation("chunk", 0, "First name:", entity="question", x=0, **PLACE),
        annotation("chunk", 20, "Jane", entity="answer", x=100, **PLACE),
        annotation("chunk", 30, "else", entity="answer", x=300, **PLACE),
    ]
    assert texts(relations(chunks)) == ["First name: Jane"]


@pytest.mark.parametrize("more", [{"x": None}, {"width": "wide"}, {"height": -1}, {"y": "nan"}])
def test_words_without_a_place(more):
    row = results(FormRelationExtractor(), entities=[word("A:", "B-QUESTION", 0, **more)])
    assert row["relations"] is None
    assert "A tagged word has no valid place or size" in row["exception"]
    assert "A:" not in row["exception"].partition(": ")[2]


@pytest.mark.parametrize("wrong", ["(", "", " ", 3, None])
def test_wrong_patterns(wrong):
    for name in ("keyPattern", "valuePattern"):
        with pytest.raises(ValueError, match=f"{name} must be a regular expression"):
            FormRelationExtractor(**{name: wrong})


def test_several_columns():
    row = results(
        FormRelationExtractor(inputCols=["keys", "values"], outputCol="found"), keys=FORM[:2], values=FORM[2:]
    )
    assert texts(row["found"]) == ["Name: Dribbler, bbb"]
