"""Documents read here, by the functions that Spark's workers call: nothing of Spark starts."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pyarrow as pa

from sparkocr.apps import STAGE
from sparkocr.apps.command.journal import Document, Failure
from sparkocr.apps.command.pool import worked
from sparkocr.apps.command.summary import reason_of
from sparkocr.apps.command.work import Row, Work
from sparkocr.apps.groups import group_of
from sparkocr.apps.local_files import content_of
from sparkocr.datasource.listing import FoundFile
from sparkocr.errors import DocumentError
from sparkocr.stage.failures import failure
from sparkocr.stage.light_row import LightRow

__all__ = ["Outcome", "read_all"]

_TYPES = {
    "path": pa.string(),
    "modificationTime": pa.timestamp("us", "UTC"),
    "length": pa.int64(),
    "content": pa.binary(),
    "exception": pa.string(),
}  # as `sparkocr.apps.local_files.read_files` gives them
_DIED = "the process that reads it crashed or was killed"


@dataclass(frozen=True)
class Outcome:
    """What was read in a document.

    Attributes
    ----------
    document : Document
        Without names of files.
    rows : sequence of Row
        Empty if it has files of its own.
    contents : sequence of (str, bytes)
        Its files, by what their names end with.
    """

    document: Document
    rows: Sequence[Row] = ()
    contents: Sequence[tuple[str, bytes]] = ()


def read_all(work: Work, files: Sequence[FoundFile], processes: int, *, keeps_rows: bool) -> Iterator[Outcome]:
    """Read documents in processes of their own, and give what was read as they are done.

    Parameters
    ----------
    work : Work
    files : sequence of FoundFile
    processes : int
        How many at a time.
    keeps_rows : bool
        Whether rows are what is wanted, and not files.
    """
    for file, outcome in worked(partial(_read, work=work, keeps_rows=keeps_rows), files, processes):
        yield outcome or Outcome(Document(file.shown, "", failures=((None, _DIED),)))


def _read(file: FoundFile, *, work: Work, keeps_rows: bool) -> Outcome:
    """Read one document."""
    values: dict[str, Any] = {"path": file.shown, "length": file.size}
    values["modificationTime"] = None if file.modified is None else datetime.fromtimestamp(file.modified / 1e6, UTC)
    try:
        content = content_of(os.fsencode(file.path.removeprefix("file:")))
    except DocumentError as error:
        content, values["exception"] = b"", failure(STAGE, error)
    else:
        values["content"] = content
    row = LightRow({name: pa.scalar(values.get(name), kind) for name, kind in _TYPES.items()})
    try:
        rows = list(work.light(row, group_of(content)))
        contents, unwritten = ([], []) if keeps_rows else work.contents(file.shown, rows)
    except Exception as error:  # noqa: BLE001  the next document is read all the same, as a stage does on Spark
        return Outcome(Document(file.shown, "", failures=((None, reason_of(failure(STAGE, error))),)))
    failures = (*failures_of(rows), *unwritten)
    count = sum(each[work.counted] is not None for each in rows)
    sha256 = hashlib.sha256(content).hexdigest() if "content" in values else ""
    return Outcome(Document(file.shown, sha256, "", count, (), failures), rows if keeps_rows else (), contents)


def failures_of(rows: Sequence[Mapping[str, Any]]) -> list[Failure]:
    """Return the failures among rows, with the pages where the rows have numbers."""
    return [(row.get("pagenum"), reason_of(row["exception"])) for row in rows if row["exception"] is not None]
