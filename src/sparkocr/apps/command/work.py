"""What a command does with documents, on Spark and without it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import Row as SparkRow

from sparkocr.apps.command.journal import Failure
from sparkocr.apps.groups import Group, Parts
from sparkocr.apps.jobs import BaseName
from sparkocr.stage.light_row import LightRow

__all__ = ["Contents", "Row", "Work", "null_of", "per_group", "through"]

Made = TypeVar("Made")
Row = Mapping[str, Any]
Contents = tuple[list[tuple[str, bytes]], list[Failure]]
"""What is in the files of a document, by what their names end with, and what could not be written."""


@dataclass(frozen=True)
class Work:
    """A command.

    Attributes
    ----------
    unit : str
        What is counted: ``pages``, ``tables`` or ``documents``.
    counted : str
        Column of rows that has a value where there is one.
    frame : Callable
        Reads documents on Spark.
    light : Callable
        Reads one document here; gives the same rows.
    contents : Callable
        Makes the files of a document, of its path and rows.
    write : Callable
        Does that on Spark: writes into a folder, names beginning as a function of the path says; None: as usual. It
        returns rows with `path` and `exception` of what could not be written.
    first_ending : str
        What the name of the first file of a document ends with, where each has its own.
    named_by_stem : bool
        Whether names are without the extension of the document.
    note : str
        What is said of documents without pages or tables, behind that they have none.
    """

    unit: str
    counted: str
    frame: Callable[[Parts], DataFrame]
    light: Callable[[LightRow, Group], Iterator[Row]]
    contents: Callable[[str, Sequence[Row]], Contents]
    write: Callable[[DataFrame, str, BaseName | None], list[SparkRow]]
    first_ending: str
    named_by_stem: bool = False
    note: str = ""


def per_group(make: Callable[[Group], Made]) -> Callable[[Group], Made]:
    """Return what makes the stages of a group when they are first asked for, as imports take a second.

    Those of images are made at once, for all processes that read.
    """
    made = cache(make)
    made(Group.IMAGE)
    return made


def through(stages: Iterable[Any], rows: Iterator[LightRow]) -> Iterator[LightRow]:
    """Run rows through stages, one page at a time."""
    for stage in stages:
        rows = stage.light_document(rows)
    return rows


def null_of(row: LightRow, name: str) -> Any:
    """Return the value of a column, None if there is no such column."""
    value = row[name] if name in row else pa.scalar(None)
    return value.as_py()
