"""Columns of files: the bytes of a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark.sql.types import StructType

from sparkocr.errors import DocumentError
from sparkocr.stage.udf import arrow_type, as_array

__all__ = ["MOST_BYTES", "file_content", "file_row"]

MOST_BYTES = 2**31 - 1
"""Of a value in Spark: a larger file has no place in a column."""


def file_content(content: pa.BinaryScalar) -> memoryview:
    """Return the bytes of a file without copying them; a null is an empty file, which no decoder opens."""
    return memoryview(content.as_buffer()) if content.is_valid else memoryview(b"")


def file_row(fields: Mapping[str, Any], schema: StructType) -> pa.StructArray:
    """Return one row of a schema, made around the bytes of its field `content`, which are not copied: they may be many.

    Raises
    ------
    DocumentError
        They are too many for a column, or a value does not fit its type.
    """
    kind = arrow_type(schema)
    content = fields["content"]
    if content is None:
        return as_array([fields], kind)
    if len(content) > MOST_BYTES:
        raise DocumentError(f"The file has more than {MOST_BYTES:,} bytes")
    ends = pa.py_buffer(np.array([0, len(content)], np.int32))
    made = pa.Array.from_buffers(pa.binary(), 1, [None, ends, pa.py_buffer(content)])
    others = {field.name: as_array([fields.get(field.name)], field.type) for field in kind if field.name != "content"}
    return pa.StructArray.from_arrays([others.get(field.name, made) for field in kind], fields=list(kind))
