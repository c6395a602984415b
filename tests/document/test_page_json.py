"""Pages as JSON: the whole document, its schema, and characters that break programs."""

import json

import pytest
from jsonschema import Draft202012Validator
from pyspark.sql.types import ArrayType, StructType

from document.pages import blocks, lines, words
from sparkocr.document.page_json import VERSION, Entity, PageFacts, PageField, page_json, page_json_schema
from sparkocr.enums import PageDetail
from sparkocr.layout.box import Box
from sparkocr.layout.regions import Region
from sparkocr.layout.table import Cell, Table
from sparkocr.schemas import PageJsonSchema

FACTS = PageFacts(
    path="file:/a.pdf",
    page=2,
    width=595,
    height=842.5,
    unit="pt",
    resolution=300,
    text="Hello there",
    confidence=98.76543,
    tables=[Table(((Cell("a", Box(1, 2, 3, 4)), Cell("", Box(0, 0, 0, 0))),), Box(1, 2, 30, 40)), Table(())],
    regions=[Region(Box(1, 2, 30, 40), label="figure", score=0.98765432)],
    entities=[Entity("Hello", "GREETING", 0, 4, 0.98765432, (Box(1.23456, 2, 3, 4),)), Entity()],
    fields=[PageField("name", "Jane", "text", 0), PageField(None, None, None, None)],
)


def written(facts=FACTS, found=(), detail=PageDetail.WORDS):
    text = page_json(facts, found, detail)
    document = json.loads(text)
    Draft202012Validator(page_json_schema()).validate(document)
    return document


def test_schema_is_a_schema_and_has_the_version():
    Draft202012Validator.check_schema(page_json_schema())
    assert page_json_schema()["properties"]["version"]["const"] == VERSION


def test_whole_document():
    facts = written(found=blocks(words("Hello there", 10.123, 20)))
    assert list(facts) == page_json_schema()["required"]
    assert facts == {
        "version": "1.0",
        "path": "file:/a.pdf",
        "page": 2,
        "width": 595,
        "height": 842.5,
        "unit": "pt",
        "resolution": 300,
        "text": "Hello there",
        "confidence": 98.77,
        "blocks": [
            {
                "type": "paragraph",
                "level": None,
                "text": "Hello there",
                "box": [10.12, 20, 55, 7.3],
                "lines": [
                    {
                        "text": "Hello there",
                        "box": [10.12, 20, 55, 7.3],
                        "fontSize": 10,
                        "words": [
                            {"text": "Hello", "box": [10.12, 20, 25, 7.3]},
                            {"text": "there", "box": [40.12, 20, 25, 7.3]},
                        ],
                    }
                ],
            }
        ],
        "tables": [
            {"box": [1, 2, 30, 40], "rows": [[{"text": "a", "box": [1, 2, 3, 4]}, {"text": "", "box": None}]]},
            {"box": None, "rows": []},
        ],
        "regions": [{"label": "figure", "score": 0.9877, "box": [1, 2, 30, 40]}],
        "entities": [
            {"text": "Hello", "label": "GREETING", "begin": 0, "end": 4, "score": 0.9877, "boxes": [[1.23, 2, 3, 4]]},
            {"text": None, "label": None, "begin": None, "end": None, "score": None, "boxes": []},
        ],
        "fields": [
            {"name": "name", "value": "Jane", "type": "text", "page": 0},
            {"name": None, "value": None, "type": None, "page": None},
        ],
    }


def test_detail():
    found = blocks(lines(["Title"], size=20) + lines(["some more text of the page:", "- an item"], y=50))
    assert {tuple(block) for block in written(found=found, detail=PageDetail.BLOCKS)["blocks"]} == {
        ("type", "level", "text", "box")
    }
    rows = [line for block in written(found=found, detail=PageDetail.LINES)["blocks"] for line in block["lines"]]
    assert {tuple(row) for row in rows} == {("text", "box", "fontSize")}
    kinds = [(block["type"], block["level"]) for block in written(found=found)["blocks"]]
    assert kinds == [("heading", 1), ("paragraph", None), ("list_item", 1)]


def test_nothing_is_known():
    document = written(PageFacts(), None)
    assert {key for key, value in document.items() if value is not None} == {"version"}
    assert written(PageFacts(), [])["text"] == ""
    assert written(PageFacts(), blocks(words("of blocks", 0, 0)))["text"] == "of blocks"


def test_sizes_of_fonts_and_confidences():
    found = blocks(words("Hello", 0, 0))

    def line(**facts):
        return written(PageFacts(**facts), found)["blocks"][0]["lines"][0]

    assert line(points_per_row=0.5)["fontSize"] == 5
    assert line(points_per_row=None)["fontSize"] is None
    assert line(word_confidences=True)["words"][0]["confidence"] == 100


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\0", "\x1f", '"', "\\", "\n"])
def test_odd_characters_survive_on_one_line(character):
    text = page_json(PageFacts(text=f"a{character}b"), None)
    assert len(text.splitlines()) == 1
    assert json.loads(text)["text"] == f"a{character}b"


def test_halves_of_pairs_and_letters_of_all_scripts():
    text = page_json(PageFacts(text="é \ud800 שלום", path="\udfff"), None)
    assert "é \ufffd שלום" in text
    text.encode("utf-8")


def test_numbers_that_are_none():
    facts = PageFacts(
        width=float("nan"), confidence=float("inf"), entities=[Entity(boxes=(Box(float("nan"), 1, 2, 3),))]
    )
    document = written(facts)
    assert (document["width"], document["confidence"]) == (None, None)
    assert document["entities"][0]["boxes"] == [[0, 1, 2, 3]]


def test_spark_reads_what_the_schema_says():
    """`PageJsonSchema` has the fields of the JSON Schema, and no others."""
    schema = page_json_schema()

    def check(kind, node):
        while "$ref" in node or "oneOf" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node["oneOf"][0]
        if isinstance(kind, StructType):
            assert kind.names == list(node["properties"])
            for field in kind:
                check(field.dataType, node["properties"][field.name])
        elif isinstance(kind, ArrayType):
            check(kind.elementType, node["items"])

    check(PageJsonSchema, schema)
