"""Vocabularies, and the tokens of entities."""

import pytest
from pyspark.sql import Row

from sparkocr import samples
from sparkocr.utils import display_dicom, get_vocabulary_dict
from sparkocr.utils.helpers import cluster


def written(tmp_path, text, name="vocabulary"):
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(
    ("text", "sep", "expected"),
    [
        ("a,1\nb,2\n", ",", {"a": 1, "b": 2}),
        ("a\t1\r\nb c\t2", "\t", {"a": 1, "b c": 2}),
        (",,0\n##ing,1\n\n \t,2\n", ",", {",": 0, "##ing": 1, " \t": 2}),
        ("\u2028,5\n\x0b,6\n\u00e9::7\n", ",", None),
        ("\u2028::5\n\x0b::6\n\u00e9::7\n", "::", {"\u2028": 5, "\x0b": 6, "\u00e9": 7}),
        ("\ufefffirst;10\nsecond;x", ";", {"first": "10", "second": "x"}),
        ("a,-1", ",", {"a": -1}),
        ("", ",", {}),
    ],
)
def test_vocabulary(tmp_path, text, sep, expected):
    path = written(tmp_path, text)
    if expected is None:
        with pytest.raises(ValueError, match="line 3 of the vocabulary has no ','"):
            get_vocabulary_dict(path, sep)
        return
    for place in (path, str(path), f"file:{path}"):
        assert get_vocabulary_dict(place, sep) == expected
    assert list(get_vocabulary_dict(path, sep)) == list(expected)


def test_vocabulary_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        get_vocabulary_dict(tmp_path / "none", ",")


def token(tag, word, x=None, y=20.0, width=40.0, confidence=None, begin=0):
    metadata = {"word": word}
    if x is not None:
        metadata |= {"x": str(x), "y": str(y), "width": str(width), "height": "10"}
    if confidence is not None:
        metadata["confidence"] = str(confidence)
    fields = {"annotatorType": "entity", "begin": begin, "end": begin + len(word) - 1, "result": tag}
    return fields | {"metadata": metadata, "embeddings": []}


def joined(tokens):
    return [(entity["metadata"]["entity"], entity["result"]) for entity in cluster(tokens)]


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ([], []),
        ([token("O", "the", 0), token("O", "end", 50)], []),
        ([token("B-NAME", "Jane", 0), token("I-NAME", "Doe", 50)], [("NAME", "Jane Doe")]),
        ([token("b-key", "Age", 0), token("b-value", "42", 50)], [("key", "Age"), ("value", "42")]),
        ([token("B-NAME", "Jane", 0), token("B-NAME", "Tom", 50)], [("NAME", "Jane"), ("NAME", "Tom")]),
        ([token("Yes", "x", 0), token("Yes", "y", 50)], [("Yes", "x y")]),
        ([token("I-A", "one", 0), token("O", "and", 50), token("I-A", "two", 60)], [("A", "one"), ("A", "two")]),
        ([token("I-A", "one", 0), token("I-A", "far", 300)], [("A", "one"), ("A", "far")]),
        ([token("I-A", "one", 200), token("I-A", "below", 0, 34.0)], [("A", "one below")]),
        ([token("I-A", "one", 0), token("I-A", "further", 0, 80.0)], [("A", "one"), ("A", "further")]),
        ([token("I-A", "one", 0), token("I-A", "above", 50, 0.0)], [("A", "one"), ("A", "above")]),
        ([token("I-A", "one"), token("I-A", "two"), token("B-A", "new")], [("A", "one two"), ("A", "new")]),
        ([token("B-A", "pieces", 0), token("I-A", "pieces", 0), token("I-A", "of", 50)], [("A", "pieces of")]),
    ],
)
def test_tokens_of_an_entity(tokens, expected):
    assert joined(tokens) == expected
    rows = [Row(**fields) for fields in tokens]
    assert joined(rows) == expected


def test_entities_have_a_place_and_a_score():
    first, second = token("B-NAME", "Jane", 10, 20.0, 40, 0.5, 7), token("I-NAME", "Doe", 60, 22.0, 30, 1.0, 12)
    (found,) = cluster([first, second])
    assert (found["annotatorType"], found["begin"], found["end"]) == ("entity", 7, 14)
    assert found["metadata"] == {
        "entity": "NAME",
        "x": "10",
        "y": "20",
        "width": "80",
        "height": "12",
        "confidence": "0.75",
    }


def test_dicom_files_next_to_each_other(spark, capsys):
    files = [("a", samples.dicom("One", "Two"), samples.dicom("Masked")), ("b", b"junk", samples.dicom("Other"))]
    frame = spark.createDataFrame(files, "path string, content binary, clean binary").coalesce(1)
    display_dicom(frame, "content, clean", limit=2, width="100")
    shown = capsys.readouterr().out
    assert shown.count("Width: 600 px") == 3
    assert shown.count("Column: content") == shown.count("Column: clean") == 2
    assert "Can't open file as DICOM." in shown
    display_dicom(frame, limit=1, show_meta=False)
    assert not capsys.readouterr().out
