"""Local files that Spark's own reader can't read, or leaves out, read by the workers themselves."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import BinaryType, LongType, StringType, StructField, StructType, TimestampType

from sparkocr.apps import STAGE
from sparkocr.apps.groups import GROUP
from sparkocr.datasource.listing import FoundFile, OnSkip, find_files, is_hidden
from sparkocr.errors import DocumentError
from sparkocr.schemas import BytesSchema
from sparkocr.stage.files import MOST_BYTES
from sparkocr.stage.udf import row_udf

__all__ = ["content_of", "files_for_workers", "found_files", "read_files", "read_found"]

_URL = re.compile(r"(?!file:)[A-Za-z][\w+.-]*://")
_GLOB = re.compile(r"[*?\[\]{}\\^]")  # what Hadoop's globs are made of
_PLACE, _READ = "__place", "__read"
_FoundSchema = StructType(
    [
        StructField("path", StringType()),
        StructField("modificationTime", TimestampType()),
        StructField("length", LongType()),
        StructField(_PLACE, BinaryType()),
        StructField(GROUP, StringType()),
    ]
)


def files_for_workers(path: str, on_skip: OnSkip) -> list[FoundFile]:
    """Find the local files of a path, if Spark's reader would not read all of them.

    Parameters
    ----------
    path : str
        A file, folder (with the folders in it) or glob.
    on_skip : Callable
        Gets the path of what is left out, and why.

    Returns
    -------
    list of FoundFile
        All files of the path; none if it is for Spark: a URL, not there, or with nothing that troubles Spark.

    Notes
    -----
    Hadoop takes what is before a colon in a name for a scheme (HADOOP-14217), and a file that can't be read, or is
    larger than 2 GiB, ends the job. It leaves out hidden files even if they are named, and takes a name for a glob even
    if there is such a file.
    """
    if _URL.match(path):
        return []
    skipped: list[tuple[str, str]] = []
    try:
        files = find_files([path], recursive=True, on_skip=lambda *what: skipped.append(what))
    except FileNotFoundError:  # Spark looks for paths without a scheme elsewhere, where that is set
        return []
    for what in skipped:
        on_skip(*what)
    is_no_glob = _GLOB.search(path) is not None and Path(path.removeprefix("file:")).exists()
    return files if is_no_glob or any(map(_troubles_spark, files)) else []


def _troubles_spark(file: FoundFile) -> bool:
    """Tell whether Spark can't read a file."""
    name = file.path.rsplit("/", 1)[-1]
    is_odd = ":" in name or is_hidden(name) or file.shown != file.path
    return is_odd or file.size > MOST_BYTES or not os.access(_local(file), os.R_OK)


def read_files(session: SparkSession, files: Iterable[FoundFile]) -> DataFrame:
    """Read local files; one that can't be read is a row with an exception.

    Parameters
    ----------
    session : SparkSession
    files : iterable of FoundFile
        Of a disk that all workers have.

    Returns
    -------
    DataFrame
        Rows of `sparkocr.schemas.BinarySchema`, and `exception`.
    """
    return read_found(found_files(session, files))


def found_files(
    session: SparkSession, files: Iterable[FoundFile], groups: Mapping[str, str] | None = None
) -> DataFrame:
    """Return rows of local files that nobody has read yet, for `read_found`; with their groups, by their paths."""
    rows = [
        (file.shown, _time(file), file.size, bytearray(os.fsencode(_local(file))), (groups or {}).get(file.shown))
        for file in files
    ]
    return session.createDataFrame(rows, _FoundSchema)


def read_found(found: DataFrame) -> DataFrame:
    """Read rows of `found_files`: adds `content` and `exception`."""
    read = row_udf(STAGE, _read, BytesSchema, name="Read file", deterministic=False)
    fields = (F.col(_READ).getField(name).alias(name) for name in BytesSchema.names)
    return found.withColumn(_READ, read(_PLACE)).select("path", "modificationTime", "length", *fields)


def _local(file: FoundFile) -> str:
    """Return a path of the operating system."""
    return file.path.removeprefix("file:")


def _time(file: FoundFile) -> datetime | None:
    """Return when a file was changed."""
    return None if file.modified is None else datetime.fromtimestamp(file.modified / 1_000_000, UTC)


def _read(place: pa.BinaryScalar) -> dict[str, Any]:
    """Read one file."""
    return {"content": content_of(place.as_py())}


def content_of(place: bytes) -> bytes:
    """Return the bytes of a local file, given by its path as the operating system has it.

    Raises
    ------
    DocumentError
        It can't be read, or is too large.
    """
    path = Path(os.fsdecode(place))
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DocumentError("Can't read file: it is larger than 2 GiB")
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"Can't read file: {os.strerror(error.errno or 0)}") from None
