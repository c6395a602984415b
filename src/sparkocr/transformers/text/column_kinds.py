"""What columns hold, by their types: which of those that stand beside a page are meant."""

from __future__ import annotations

from pyspark.sql.types import (
    ArrayType,
    DataType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    ShortType,
    StringType,
    StructField,
    StructType,
)

from sparkocr.stage.columns import Dataset

__all__ = [
    "IMAGE",
    "has_fields",
    "holds_chunks",
    "holds_fields",
    "holds_fonts",
    "holds_hocr",
    "holds_labels",
    "holds_regions",
    "holds_tables",
    "is_image",
    "is_number",
    "is_text",
    "is_whole",
]

IMAGE = StructType([StructField(name, IntegerType()) for name in ("height", "width", "resolution")])
"""What an image says of itself."""


def holds_hocr(dataset: Dataset, name: str) -> bool:
    """Tell whether a dataset has a column that may hold hOCR, in place of positions."""
    return name in dataset.columns and is_text(dataset.schema[name].dataType)


def is_text(kind: DataType) -> bool:
    """Tell whether a column holds texts."""
    return isinstance(kind, StringType)


def is_whole(kind: DataType) -> bool:
    """Tell whether a column holds whole numbers."""
    return isinstance(kind, (IntegerType, LongType, ShortType))


def is_number(kind: DataType) -> bool:
    """Tell whether a column holds numbers with a fraction."""
    return isinstance(kind, (DoubleType, FloatType))


def is_image(kind: DataType) -> bool:
    """Tell whether a column holds images, or what they say of themselves."""
    return has_fields(kind, *IMAGE.names)


def holds_tables(kind: DataType) -> bool:
    """Tell whether a column holds a table, or an array of them."""
    return has_fields(kind, "area", "chunks") or _lists(kind, "area", "chunks")


def holds_fonts(kind: DataType) -> bool:
    """Tell whether a column holds fonts and where they are."""
    return _lists(kind, "x", "y", "width", "height", "name", "size", "bold", "italic")


def holds_chunks(kind: DataType) -> bool:
    """Tell whether a column holds chunks of text as annotations."""
    return _lists(kind, "begin", "end", "result", "metadata")


def holds_regions(kind: DataType) -> bool:
    """Tell whether a column holds regions."""
    return _lists(kind, "index", "x", "y", "width", "height")


def holds_labels(kind: DataType) -> bool:
    """Tell whether a column holds regions with a label."""
    return _lists(kind, "x", "y", "width", "height", "label")


def holds_fields(kind: DataType) -> bool:
    """Tell whether a column holds fields of a form."""
    return _lists(kind, "key", "value", "fieldType")


def has_fields(kind: DataType, *names: str) -> bool:
    """Tell whether a column holds structs with some fields."""
    return isinstance(kind, StructType) and set(names) <= set(kind.names)


def _lists(kind: DataType, *names: str) -> bool:
    return isinstance(kind, ArrayType) and has_fields(kind.elementType, *names)
