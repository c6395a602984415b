"""Read the text of files of all kinds in one call."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from sparkocr.apps.jobs import load_files
from sparkocr.transformers import DocumentToText

__all__ = ["read_documents"]


def read_documents(spark: SparkSession, paths: str | Path | Iterable[str | Path], **parameters: Any) -> DataFrame:
    """Read the text of files of all kinds: PDFs, images, DICOM, Office documents, emails, HTML, text.

    Parameters
    ----------
    spark : SparkSession
    paths : str, Path or iterable of them
        Files, folders (with all folders in them) or globs, also URLs that Spark knows.
    **parameters
        Those of `sparkocr.transformers.DocumentToText`, such as ``language="deu"`` or ``outputFormat="markdown"``.

    Returns
    -------
    DataFrame
        One row per page, with the columns ``path``, ``pagenum``, ``text``, ``confidence``, ``kind`` and ``exception``;
        a file that can't be read, or is empty, is one row with an ``exception``.

    Raises
    ------
    ValueError
        There is no such parameter, or it has no such value.
    """
    read = DocumentToText(**parameters)
    wanted = [paths] if isinstance(paths, str | Path) else list(paths)
    files = load_files(spark, map(str, wanted))
    return read.transform(files.select("path", read.getInputCol(), "exception"))
