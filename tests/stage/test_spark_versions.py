"""What stands in for what PySpark 4.0 lacks does the same."""

from functools import partial

import pyarrow as pa
import pytest
from pyspark.sql import Row
from pyspark.sql import functions as F
from pyspark.sql.types import (
    ArrayType,
    BinaryType,
    DoubleType,
    IntegerType,
    MapType,
    StringType,
    StructField,
    StructType,
)

from sparkocr.stage import spark_versions
from sparkocr.stage.spark_versions import deal_out, hash_of, keys_of_partitions, scalar_of, scalars_udf, value_of
from sparkocr.stage.udf import arrow_type, row_udf

INNER = StructType([StructField("x", DoubleType()), StructField("name", StringType())])
KIND = StructType(
    [
        StructField("text", StringType()),
        StructField("data", BinaryType()),
        StructField("number", IntegerType()),
        StructField("parts", ArrayType(INNER)),
        StructField("tags", MapType(StringType(), StringType())),
        StructField("exception", StringType()),
    ]
)
ROWS = [
    ("a", b"\x00\xff", 1, [(1.5, "x"), (None, None)], {"k": "v", "none": None}, None),
    (None, b"", None, [], {}, "why"),
    (None, None, None, None, None, None),
]


def test_integers_have_the_hashes_of_spark(spark):
    keys = [0, 1, 2, 77, 123456, 2**31 - 1]
    (row,) = spark.range(1).select(*(F.hash(F.lit(key).cast("int")).alias(str(key)) for key in keys)).collect()
    assert [hash_of(key) for key in keys] == list(row)


class Older:
    """A DataFrame of PySpark 4.0."""

    def __init__(self, frame):
        self.frame = frame

    def repartition(self, *arguments):
        return self.frame.repartition(*arguments)


@pytest.mark.parametrize("older", [False, True])
def test_rows_are_dealt_out_to_the_partition_of_their_number(spark, older):
    rows = spark.range(40).withColumn("number", F.pmod("id", F.lit(7)).cast("int"))
    dealt = deal_out(Older(rows) if older else rows, 7, F.col("number")).withColumn("at", F.spark_partition_id())
    found = dealt.select("id", "number", "at").collect()
    assert len(found) == 40
    assert all(row["number"] == row["at"] for row in found)


def test_there_is_a_key_for_each_partition():
    keys = keys_of_partitions(300)
    assert [hash_of(key) % 300 for key in keys] == list(range(300))


def test_values_go_there_and_back():
    part = {"x": 1.5, "name": None}
    values = {"data": b"\0", "number": 3, "parts": [part, None], "tags": [("k", "v")]}
    kind = arrow_type(KIND)
    row = value_of(pa.scalar(values, kind).as_py(), kind)
    assert isinstance(row, Row)
    assert isinstance(row["parts"][0], Row)
    assert row["tags"] == {"k": "v"}
    assert value_of(scalar_of(row).as_py(), kind) == row


def numbered(value, *, text):
    fields = value.as_py()
    return fields | {"text": f"{fields['text']}{text}"}


def as_bytes(row):
    """Return a row with bytes, whatever PySpark makes of them."""
    fields = row.asDict(recursive=True)
    return fields | {"data": None if fields["data"] is None else bytes(fields["data"])}


def test_pickled_functions_give_the_rows_of_arrow_functions_in_chains_too(spark, monkeypatch):
    rows = spark.createDataFrame([(row,) for row in ROWS], StructType([StructField("value", KIND)])).coalesce(1)
    found = []
    for has_arrow_udf in (True, False) if spark_versions.has_arrow_udf else (False,):
        monkeypatch.setattr(spark_versions, "has_arrow_udf", has_arrow_udf)
        first, second = (
            row_udf("Stage_1", partial(numbered, text=text), KIND, name=f"Number{text}", deterministic=True)
            for text in ("1", "2")
        )
        found.append([as_bytes(row["value"]) for row in rows.select(second(first("value")).alias("value")).collect()])
    assert all(each == found[0] for each in found)
    assert [row["text"] for row in found[0]] == ["a12", "None12", "None12"]
    assert found[0][0]["tags"] == {"k": "v", "none": None}


def test_a_pickled_function_of_a_value_without_fields(spark, monkeypatch):
    monkeypatch.setattr(spark_versions, "has_arrow_udf", False)
    double = scalars_udf(lambda: lambda number: pa.array([2 * number.as_py()]), IntegerType(), "double")
    assert [row[0] for row in spark.range(3).select(double("id")).collect()] == [0, 2, 4]
