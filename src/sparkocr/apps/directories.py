"""Directories of DICOM files (DICOMDIR): they name patients, so they are not cleaned but made anew of clean files."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, Row
from pyspark.sql.types import ArrayType, BinaryType, StringType, StructField, StructType

from sparkocr.dicom.directory import Record, directory_of, is_file_id, records_of
from sparkocr.errors import DocumentError
from sparkocr.stage.files import file_content
from sparkocr.stage.udf import row_udf

__all__ = ["NAME", "NO_FILE_ID", "Directory", "make_directories"]

NAME = "DICOMDIR"
"""Of all directories (PS3.10, section 8.6)."""

NO_FILE_ID = "it may list names of at most 8 parts of 8 capital letters, digits and _, and headers with UIDs"
"""Why a directory does not list a file (PS3.10, section 8.2; PS3.3, section F.5)."""

_NO_FILES = "There is no clean file for a directory of DICOM files"
_NO_NAMES = f"The directory of DICOM files would be empty: {NO_FILE_ID}"
_ListedSchema = StructType(
    [
        StructField("folder", StringType()),
        StructField(
            "records",
            ArrayType(
                StructType(
                    [
                        StructField("kind", StringType()),
                        StructField("key", StringType()),
                        StructField("content", BinaryType()),
                    ]
                )
            ),
        ),
        StructField("exception", StringType()),
    ]
)


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory of DICOM files that was made anew.

    Attributes
    ----------
    path : str
        Of the one before.
    name : str
        Path of the new one below the folder of the results.
    content : bytes or None
        None if there is none.
    unlisted : int
        How many clean files are not in it, because their names or headers don't fit.
    exception : str or None
        Why there is none.
    """

    path: str
    name: str
    content: bytes | None = None
    unlisted: int = 0
    exception: str | None = None


def make_directories(clean: DataFrame, names: Mapping[str, str], stage: str) -> list[Directory]:
    """Make directories anew.

    Parameters
    ----------
    clean : DataFrame
        Clean DICOM files: `name`, the path below the folder of the results, and `content`.
    names : mapping of str to str
        From the paths of directories before to their names now. Each lists the files in its folder and in those below,
        but for those that have a directory of their own.
    stage : str
        What messages begin with.

    Returns
    -------
    list of Directory
        As many as there are names.
    """
    folders = {posixpath.dirname(name) for name in names.values()}
    work = partial(_listed, folders=frozenset(folders))
    listed = row_udf(stage, work, _ListedSchema, name="List in directory", deterministic=False)
    rows = clean.select("name", listed("content", "name").alias("made")).where("made.folder IS NOT NULL").collect()
    files: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        files[row["made"]["folder"]].append(row)
    made = {folder: _made(files[folder]) for folder in folders}
    return [Directory(path, name, *made[posixpath.dirname(name)]) for path, name in names.items()]


def _owner(name: str, folders: Iterable[str]) -> str | None:
    """Return the nearest folder above a file that has a directory; the empty one is above all."""
    above = [folder for folder in folders if not folder or name.startswith(f"{folder}/")]
    return max(above, key=len, default=None)


def _listed(content: pa.BinaryScalar, name: pa.StringScalar, *, folders: Collection[str]) -> dict[str, Any]:
    """Return the folder whose directory lists a file, and its records; none if name or header don't fit."""
    folder = _owner(name.as_py(), folders)
    if folder is None:
        return {}
    below = posixpath.relpath(name.as_py(), folder or ".")
    try:
        found = records_of(file_content(content), below) if is_file_id(below) else ()
    except DocumentError:
        found = ()
    return {"folder": folder, "records": [{"kind": one.kind, "key": one.key, "content": one.content} for one in found]}


def _made(files: Sequence[Row]) -> tuple[bytes | None, int, str | None]:
    """Make the directory of a folder; return it, how many files are not in it, and why there is none."""
    if not files:
        return None, 0, _NO_FILES
    count = Counter(row["name"] for row in files)  # those of the same name are written with suffixes
    fits = [row for row in files if row["made"]["records"] and count[row["name"]] == 1]
    if not fits:
        return None, len(files), _NO_NAMES
    fits.sort(key=lambda row: row["name"])
    records = (
        [Record(one["kind"], one["key"], bytes(one["content"])) for one in row["made"]["records"]] for row in fits
    )
    try:
        return directory_of(records), len(files) - len(fits), None
    except DocumentError as error:
        return None, len(files), str(error)
