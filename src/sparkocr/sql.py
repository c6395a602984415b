"""Functions for SQL, and the formats of files: what a session has to be told once."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.types import ArrayType, DoubleType, IntegerType, StringType, StructField, StructType

from sparkocr import datasource
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.spark_versions import ScalarsFunction, scalars_udf
from sparkocr.stage.udf import arrow_type, settle_worker
from sparkocr.transformers import DocumentToText

__all__ = ["FUNCTION", "register"]

FUNCTION = "ocr_document"
"""Name of the function for SQL."""

_FIELDS = (
    ("pagenum", IntegerType()),
    ("text", StringType()),
    ("confidence", DoubleType()),
    ("kind", StringType()),
    ("exception", StringType()),
)
_PagesSchema = ArrayType(StructType([StructField(name, kind) for name, kind in _FIELDS]))


def register(spark: SparkSession) -> None:
    """Make the formats and the SQL function of sparkocr known to a session, also of Spark Connect.

    ``ocr_document(content [, language [, format]])`` reads a file of any kind, as
    `sparkocr.transformers.DocumentToText` does. It takes the bytes of the file, Tesseract's code of the language
    (``'eng'``), and ``'text'``, ``'markdown'`` or ``'json'``, and gives an array with a struct for each page:
    ``pagenum`` (from 0), ``text``, ``confidence`` (0 to 100, null without OCR), ``kind`` and ``exception``; null for
    null. The pages of a file are read by one task: for long scans, `DocumentToText` spreads them.

    Parameters
    ----------
    spark : SparkSession
        The session. What was registered before under the same names is replaced.

    See Also
    --------
    sparkocr.datasource.register : the formats of ``spark.read`` and ``df.write`` alone.
    """
    datasource.register(spark)
    read = scalars_udf(partial(_prepared, DocumentToText()), _PagesSchema, FUNCTION)
    spark.udf.register(FUNCTION, read.asNondeterministic())  # so that Catalyst does not read a file twice


def _prepared(stage: DocumentToText) -> ScalarsFunction:
    settle_worker()
    return partial(_read, stage)


def _read(stage: DocumentToText, content: pa.Scalar, *options: pa.StringScalar) -> pa.Array:
    """Read one file.

    Raises
    ------
    ValueError
        An option has no such value.
    """
    if not content.is_valid:
        return pa.array([None], arrow_type(_PagesSchema))
    read = _with_options(stage, *(option.as_py() for option in options))
    row = LightRow({"path": pa.scalar(None, pa.string()), "content": content})
    pages = [{name: page[name].as_py() for name, _ in _FIELDS} for page in read.light_rows(row)]
    return pa.array([pages], arrow_type(_PagesSchema))


@lru_cache
def _with_options(stage: DocumentToText, language: str | None = None, how: str | None = None) -> DocumentToText:
    """Return a stage with the options of a call; null is the default."""
    options: dict[str, Any] = {"language": language, "outputFormat": how}
    given = {
        stage.getParam(name): stage.getParam(name).typeConverter(value) for name, value in options.items() if value
    }
    return stage.copy(given)
