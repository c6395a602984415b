"""Columns of annotations in Spark: metadata and types as Spark NLP wants them, and no Spark NLP."""

import subprocess
import sys

import pytest
from pyspark.ml import PipelineModel
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, FloatType, IntegerType, MapType, StringType, StructField, StructType

from sparkocr.schemas import AnnotationsSchema
from sparkocr.transformers import (
    ChunkMerger,
    EntityFinder,
    FormRelationExtractor,
    NerOutputCleaner,
    PhraseFinder,
    RegexFinder,
    SentenceSplitter,
    TextToDocument,
    WordTokenizer,
)

TEXT = "Seen by Dr. Low. Born 01.09.2012"
PIPELINE = PipelineModel(
    stages=[
        TextToDocument(),
        SentenceSplitter(),
        WordTokenizer(inputCols="sentence"),
        RegexFinder(inputCols="sentence", rules={"DATE": r"\d\d\.\d\d\.\d{4}"}),
        PhraseFinder(phrases=["Dr. Low"]),
        ChunkMerger(inputCols=["regex_chunk", "phrase_chunk"], outputCol="ner_chunk"),
    ]
)
KINDS = {
    "document": "document",
    "sentence": "document",
    "token": "token",
    "regex_chunk": "chunk",
    "phrase_chunk": "chunk",
    "ner_chunk": "chunk",
}
SPARK_NLP = ArrayType(
    StructType(
        [
            StructField("annotatorType", StringType(), nullable=False),
            StructField("begin", IntegerType(), nullable=False),
            StructField("end", IntegerType(), nullable=False),
            StructField("result", StringType(), nullable=False),
            StructField("metadata", MapType(StringType(), StringType()), nullable=False),
            StructField("embeddings", ArrayType(FloatType()), nullable=False),
        ]
    )
)
"""What `sparknlp.annotation.Annotation.arrayType` gives."""


@pytest.fixture(scope="module")
def frame(spark):
    return spark.createDataFrame([("a", TEXT), ("b", None)], "path string, text string").coalesce(1)


@pytest.fixture(scope="module")
def annotated(frame):
    return PIPELINE.transform(frame)


def kinds(dataset):
    found = {field.name: field.metadata.get("annotatorType") for field in dataset.schema}
    return {name: kind for name, kind in found.items() if kind}


def test_columns_say_what_they_hold(annotated):
    assert kinds(annotated) == KINDS
    assert kinds(annotated.select("token", "path").where("path = 'a'").withColumn("n", F.size("token"))) == {
        "token": "token"
    }
    assert kinds(annotated.withColumnRenamed("token", "words").alias("x").select("x.words")) == {"words": "token"}


def test_types_are_those_of_spark_nlp(annotated):
    for name in KINDS:
        assert annotated.schema[name].dataType == SPARK_NLP, name


def test_metadata_outlive_a_file_and_go_on_from_there(annotated, spark, tmp_path):
    path = str(tmp_path / "annotated")
    annotated.write.parquet(path)
    again = spark.read.parquet(path)
    assert kinds(again) == KINDS
    merged = ChunkMerger(inputCols=["ner_chunk", "regex_chunk"]).transform(again.drop("exception"))
    assert kinds(merged) == {**KINDS, "merged_chunk": "chunk"}
    rows = {row.path: row for row in merged.collect()}
    assert [chunk.result for chunk in rows["a"].merged_chunk] == ["Dr. Low", "01.09.2012"]
    assert rows["b"].merged_chunk is None
    assert "the column is null" in rows["b"].exception


def test_a_column_that_is_written_again_says_what_it_holds_now(frame):
    stages = [TextToDocument(outputCol="text"), WordTokenizer(inputCol="text", outputCol="text")]
    assert kinds(PipelineModel(stages=stages[:1]).transform(frame)) == {"text": "document"}
    assert kinds(PipelineModel(stages=stages).transform(frame)) == {"text": "token"}


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (EntityFinder(), {"ner_chunk": "chunk"}),
        (NerOutputCleaner(inputCol="given"), {"new_aux": "chunk", "positions_ner": "chunk"}),
        (FormRelationExtractor(inputCol="given"), {"relations": "relation"}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_kinds_of_other_stages(frame, stage, expected):
    assert kinds(stage.transform(frame.withColumn("given", F.lit(None).cast(AnnotationsSchema)))) == expected


def test_values(annotated):
    rows = {row.path: row for row in annotated.collect()}
    assert [(one.begin, one.end, one.result, one.metadata) for one in rows["a"].ner_chunk] == [
        (8, 14, "Dr. Low", {"entity": "PHRASE", "sentence": "0", "chunk": "0"}),
        (22, 31, "01.09.2012", {"entity": "DATE", "sentence": "1", "chunk": "1"}),
    ]
    assert rows["a"].exception is None
    assert (rows["b"].document, rows["b"].ner_chunk) == (None, None)
    assert rows["b"].exception.startswith("TextToDocument_")


def test_annotations_of_spark_nlp_as_java_writes_them(spark):
    """Java's schema has other parts that may be null, and documents other metadata."""
    java = "array<struct<annotatorType:string,begin:int not null,end:int not null,result:string,"
    java += "metadata:map<string,string>,embeddings:array<float>>>"
    document = [("document", 0, 7, "Jane Doe", {"sentence": "0", "pageNum": "3"}, [])]
    rows = spark.createDataFrame([(document,)], f"document {java}")
    (row,) = WordTokenizer().transform(rows).collect()
    assert [token.result for token in row.token] == ["Jane", "Doe"]


@pytest.mark.parametrize("module", ["sparkocr.transformers", "sparkocr.pretrained", "sparkocr.base", "sparkocr.utils"])
def test_spark_nlp_is_not_imported(module):
    code = f"import sys, {module}; print([name for name in sys.modules if name.startswith(('sparknlp', 'spacy'))])"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "[]"
