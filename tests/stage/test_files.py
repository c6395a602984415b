"""Rows around the bytes of files."""

import pyarrow as pa
import pytest
from pyspark.sql.types import BinaryType, StringType, StructField, StructType

from sparkocr.errors import DocumentError
from sparkocr.stage.files import file_row
from sparkocr.stage.udf import arrow_type

SCHEMA = StructType(
    [StructField("name", StringType()), StructField("content", BinaryType()), StructField("exception", StringType())]
)


def test_a_row_around_the_bytes_of_a_file():
    content = b"abc" * 1000
    row = file_row({"content": content, "name": "a"}, SCHEMA)
    assert row.type == arrow_type(SCHEMA)
    assert row.to_pylist() == [{"name": "a", "content": content, "exception": None}]
    assert row.field("content").buffers()[2].address == pa.py_buffer(content).address  # not copied


def test_a_row_without_a_file():
    assert file_row({"content": None, "exception": "b"}, SCHEMA).to_pylist() == [
        {"name": None, "content": None, "exception": "b"}
    ]


def test_a_file_that_no_column_holds_fails(monkeypatch):
    monkeypatch.setattr("sparkocr.stage.files.MOST_BYTES", 2)
    with pytest.raises(DocumentError, match="more than 2 bytes"):
        file_row({"content": b"abc"}, SCHEMA)
