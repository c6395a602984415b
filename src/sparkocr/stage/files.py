"""Columns of files: the bytes of a row."""

from __future__ import annotations

import pyarrow as pa


def file_content(content: pa.BinaryScalar) -> memoryview:
    """Return the bytes of a file without copying them; a null is an empty file, which no decoder opens."""
    return memoryview(content.as_buffer()) if content.is_valid else memoryview(b"")
