"""The stages that read hOCR."""

import importlib

import numpy as np
import pytest
from pyspark.ml import PipelineModel
from pyspark.sql import functions as F
from pyspark.sql.types import StringType, StructField, StructType

from documents import pixels
from hocr.pages import line, page, words
from hocr.rules import check
from sparkocr.enums import ImageType
from sparkocr.hocr.read import parse, read
from sparkocr.hocr.render import render
from sparkocr.hocr.write import write, write_pages
from sparkocr.layout.box import Box
from sparkocr.layout.page import Page, Word
from sparkocr.schemas import AnnotationsSchema
from sparkocr.transformers import (
    STAGES,
    HocrDocumentAssembler,
    HocrMerger,
    HocrToImage,
    HocrTokenizer,
    ImageBinarizer,
)

PAGE = page(line(*words("Smoker O never", x=100, y=100)), line(*words("don't", x=100, y=130, confidence=81.0)))
HOCR = write(PAGE, image_name="a.png", language="eng", page_number=4)
BOXES = write(page(line(Word("Yes", Box(169, 99, 14, 14), 60.0))))


def rows(spark, *values, **others):
    """A DataFrame with the column `hocr` and columns that are the same in every row."""
    schema = StructType([StructField("path", StringType()), StructField("hocr", StringType())])
    frame = spark.createDataFrame([(f"file:/{n}", value) for n, value in enumerate(values)], schema).coalesce(1)
    return frame.withColumns({name: F.lit(value).cast("string") for name, value in others.items()})


def result(spark, stages, *values, **others):
    return PipelineModel(stages=list(stages)).transform(rows(spark, *values, **others)).collect()


def test_document_and_tokens_belong_together(spark):
    stages = [
        HocrDocumentAssembler(),
        HocrTokenizer(),
        HocrTokenizer(tokenizerType="whitespace", outputCol="words"),
    ]
    frame = PipelineModel(stages=stages).transform(rows(spark, HOCR, write(Page((), 10, 10))))
    for name, kind in (("document", "document"), ("token", "token"), ("words", "token")):
        assert frame.schema[name].dataType.simpleString() == AnnotationsSchema.simpleString()
        assert frame.schema[name].metadata == {"annotatorType": kind}
    row, empty = frame.collect()
    assert row.exception is None
    (document,) = row.document
    assert document.asDict() == {
        "annotatorType": "document",
        "begin": 0,
        "end": 19,
        "result": "Smoker O never\ndon't",
        "metadata": {},
        "embeddings": [],
    }
    assert [token.result for token in row.token] == ["Smoker", "O", "never", "don", "'", "t"]
    assert [token.result for token in row.words] == ["Smoker", "O", "never", "don't"]
    for token in (*row.token, *row.words):
        assert document.result[token.begin : token.end + 1] == token.result
        assert (token.annotatorType, token.embeddings) == ("token", [])
    assert row.token[4].metadata == {
        "x": "130",
        "y": "130",
        "width": "10",
        "height": "12",
        "confidence": "81",
        "word": "don't",
    }
    assert (empty.exception, empty.token) == (None, [])
    assert (empty.document[0].result, empty.document[0].end) == ("", -1)


def test_boxes_of_turned_tokens_are_upright_and_words_are_cut(spark):
    word = Word("a" * 2000, Box(100, 100, 40, 10, 90), 50.0)
    ((token,),) = [row.token for row in result(spark, [HocrTokenizer()], write(page(line(word))))]
    assert [token.metadata[name] for name in ("x", "y", "width", "height")] == ["115", "85", "10", "40"]
    assert token.result == "a" * 2000
    assert token.metadata["word"] == "a" * 1000


def test_merger(spark):
    stages = [
        HocrMerger(inputCols=["boxes", "hocr"], outputCol="one"),
        HocrMerger(inputCols=["hocr", "boxes"], outputCol="other"),
        HocrMerger(inputCols=["hocr", "boxes"], outputCol="both", overlap=0.9),
        HocrMerger(outputCol="same"),
        HocrMerger(inputCols=["hocr", "boxes", "hocr"], outputCol="three"),
    ]
    (row,) = result(spark, stages, HOCR, boxes=BOXES)
    assert row.exception is None
    for name in ("one", "other", "both", "same", "three"):
        assert row[name].startswith("  <div class='ocr_page'")
    check(write_pages(parse(row.one)))
    texts = {name: read(row[name])[0].text for name in ("one", "other", "both", "same", "three")}
    assert texts["one"] == "Smoker Yes never\ndon't"
    assert texts["other"] == texts["same"] == texts["three"] == "Smoker O never\ndon't"
    assert set(texts["both"].split()) == {"Smoker", "O", "Yes", "never", "don't"}
    assert "ppageno 4" in row.other
    assert "ppageno 0" in row.one


def test_a_null_in_one_column_is_an_exception(spark):
    one, other = result(spark, [HocrMerger(inputCols=["boxes", "hocr"])], HOCR, None, boxes=BOXES)
    assert (one.exception, other.merged_hocr) == (None, None)
    assert other.exception.endswith(": There is no hOCR.")


@pytest.mark.parametrize("name", ["missing", "n"])
def test_columns_of_the_merger_are_checked(spark, name):
    frame = rows(spark, HOCR).withColumn("n", F.lit(1))
    with pytest.raises(ValueError, match=f"inputCols='{name}'"):
        HocrMerger(inputCols=["hocr", name]).transform(frame)


def test_images(spark):
    stages = [
        HocrToImage(),
        HocrToImage(outputCol="colour", imageType="TYPE_3BYTE_BGR", resolution=150, originCol="name"),
        ImageBinarizer(inputCol="colour"),
    ]
    (row,) = result(spark, stages, HOCR, name="elsewhere")
    assert row.exception is None
    assert np.array_equal(pixels(row.image), render(PAGE, 10**8))
    assert (row.image.resolution, row.image.origin) == (300, "file:/0")
    assert row.image.mode == ImageType.TYPE_BYTE_GRAY
    assert (row.colour.resolution, row.colour.origin) == (150, "elsewhere")
    assert (row.colour.mode, row.colour.nChannels) == (ImageType.TYPE_3BYTE_BGR, 3)
    assert np.array_equal(pixels(row.colour)[..., 0], pixels(row.image))


def test_images_that_can_not_be(spark):
    pages = "<div class='ocr_page' title='bbox 0 0 9 9'></div>"
    huge = "<div class='ocr_page' title='bbox 0 0 90000 90000'></div>"
    found = result(spark, [HocrToImage()], pages * 2, huge)
    assert [row.exception.split(": ")[1] for row in found] == [
        "The hOCR has 2 pages, but an image shows one.",
        "The page of the hOCR has 8100000000 pixels, more than 150000000.",
    ]
    assert [row.image.data for row in found] == [None, None]


@pytest.mark.parametrize("cls", [HocrDocumentAssembler, HocrMerger, HocrToImage, HocrTokenizer])
def test_messages_do_not_quote_the_document(spark, cls):
    (row,) = result(spark, [cls()], "<p>Jane Smith</p>")
    assert row.exception == f"{row.exception.split(':')[0]}: There is no hOCR."


def test_deep_import():
    module = importlib.import_module("sparkocr.transformers.tokenizer.hocr_tokenizer")
    assert module.HocrTokenizer is HocrTokenizer
    assert HocrTokenizer in STAGES
