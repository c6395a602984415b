"""Chunks put together and tidied up: no character of one may get lost."""

import pytest

from annotated import annotation, results, short, texts
from sparkocr.transformers import ChunkMerger, NerOutputCleaner

TEXT = "Dr. Jane Smith Hall, born 1929"


def chunk(begin, text, entity="NAME", **metadata):
    return annotation("chunk", begin, text, entity=entity, **metadata)


def part(begin, end, entity="NAME", **metadata):
    return chunk(begin, TEXT[begin:end], entity, **metadata)


def merged(*columns):
    names = {f"c{number}": chunks for number, chunks in enumerate(columns)}
    return results(ChunkMerger(inputCols=list(names)), **names)["merged_chunk"]


def test_columns_become_one_in_the_order_of_the_text():
    found = merged([part(26, 30, "DATE", chunk=0)], [part(4, 14, chunk=0, sentence=0)])
    assert short(found) == [
        (4, 13, "Jane Smith", {"entity": "NAME", "chunk": "0", "sentence": "0"}),
        (26, 29, "1929", {"entity": "DATE", "chunk": "1"}),
    ]
    assert texts(results(ChunkMerger(), ner_chunk=[part(0, 3)])["merged_chunk"]) == ["Dr."]
    assert texts(results(ChunkMerger(outputCol="x"), ner_chunk=[part(0, 3)])["x"]) == ["Dr."]
    assert merged([], []) == []


def test_what_overlaps_becomes_one_that_covers_all():
    found = merged([part(4, 14), part(9, 19, "PLACE")], [part(0, 8, "DOCTOR")])
    assert [(one["result"], one["begin"], one["end"]) for one in found] == [("Dr. Jane Smith Hall", 0, 18)]
    assert texts(merged([part(4, 14)], [part(9, 14), part(4, 8)])) == ["Jane Smith"]
    assert texts(merged([part(4, 8), part(8, 14)])) == ["Jane", " Smith"], "what only touches stays apart"


@pytest.mark.parametrize(
    ("chunks", "label"),
    [
        ([part(4, 8, "SHORT", confidence=0.9), part(4, 14, "LONG", confidence=0.1)], "LONG"),
        ([part(4, 8, "UNSURE", confidence=0.1), part(4, 8, "SURE", confidence=0.9)], "SURE"),
        ([part(4, 8, "FIRST"), part(4, 8, "SECOND")], "FIRST"),
    ],
)
def test_label_of_what_was_put_together(chunks, label):
    assert [one["metadata"]["entity"] for one in merged(*([chunk] for chunk in chunks))] == [label]


def test_chunks_whose_offsets_are_wrong_stay_but_once():
    wrong = [chunk(4, "Jane") | {"end": 0}, chunk(4, "Jane") | {"end": 0}, chunk(5, "Jane", "X") | {"end": 0}]
    assert [one["metadata"]["entity"] for one in merged(wrong, [part(4, 14)])] == ["NAME", "NAME", "X"]
    emoji = chunk(0, "\U0001f600 Jane") | {"end": 6}  # as Java counts
    assert texts(merged([emoji], [part(4, 14)])) == ["\U0001f600 Jane", "Jane Smith"]


def test_chunks_with_a_place_stay_but_once():
    place = {"x": 1, "y": 2, "width": 3, "height": 4}
    placed = [part(4, 14, **place), part(4, 8, **place), part(4, 8, **place), part(4, 8, **place | {"x": 9})]
    found = merged(placed, [part(9, 14)])
    assert sorted((one["result"], one["metadata"].get("x")) for one in found) == [
        ("Jane", "1"), ("Jane", "9"), ("Jane Smith", "1"), ("Smith", None),
    ]  # fmt: skip


def test_cleaned():
    place = {"x": 1, "y": 2, "width": 3, "height": 4}
    chunks = [
        part(25, 30, "DATE", **place),
        part(3, 9),
        part(4, 8),
        part(8, 9),
        chunk(0, ""),
        part(26, 30, "DATE", x=1, y=2, width="wide", height=4),
        chunk(40, " \n", **place),
        chunk(7, " Jane ") | {"end": 0},
    ]
    row = results(NerOutputCleaner(), aux=chunks)
    assert row["exception"] is None
    assert [(one["begin"], one["result"], one["metadata"]["chunk"]) for one in row["new_aux"]] == [
        (4, "Jane", "0"), (7, "Jane", "1"), (26, "1929", "2"), (26, "1929", "3"),
    ]  # fmt: skip
    assert short(row["positions_ner"]) == [
        (26, 29, "1929", {"entity": "DATE", "chunk": "0", **{key: str(value) for key, value in place.items()}})
    ]
    assert {one["annotatorType"] for name in ("new_aux", "positions_ner") for one in row[name]} == {"chunk"}


def test_names_of_columns():
    row = results(NerOutputCleaner(inputCol="found", outputCol="clean", outputNerCol="places"), found=[part(4, 8)])
    assert (texts(row["clean"]), row["places"]) == (["Jane"], [])


def test_no_chunks():
    for stage, name in ((NerOutputCleaner(), "new_aux"), (ChunkMerger(inputCol="aux"), "merged_chunk")):
        assert results(stage, aux=[])[name] == []
        row = results(stage, aux=None)
        assert row[name] is None
        assert "the column is null" in row["exception"]
