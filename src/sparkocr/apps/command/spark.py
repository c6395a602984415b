"""Documents read on Spark, in batches whose results are in their places before the next one begins."""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from tqdm import tqdm

from sparkocr.apps.command.journal import Document, Failure
from sparkocr.apps.command.options import STDOUT, local_cores
from sparkocr.apps.command.progress import run_with_progress
from sparkocr.apps.command.store import Store
from sparkocr.apps.command.summary import reason_of
from sparkocr.apps.command.work import Work
from sparkocr.apps.groups import group_of, parts_by_column, parts_by_content
from sparkocr.apps.local_files import content_of, found_files, read_found
from sparkocr.apps.survive import Result, survive
from sparkocr.datasource.listing import FoundFile
from sparkocr.errors import DocumentError
from sparkocr.session import start
from sparkocr.stage.partitions import cores

__all__ = ["Documents", "in_batches", "read_at_once", "session_of", "with_retries"]

TRIES = 4  # of a task: Spark's default of spark.task.maxFailures, which local masters don't go by
# The first batch is small, so that people see results; then one takes about a minute, or a tenth of the time so far.
# Spark plans some seconds for each.
FIRST_BATCH_PER_CORE, BATCH_SECONDS, BATCH_SHARE = 32, 60.0, 0.1
LARGEST_GROWTH = 4


def session_of(options: argparse.Namespace) -> SparkSession:
    """Start Spark where it is to run; its versions are printed, unless standard output is for results."""
    memory = {"spark.driver.memory": options.memory} if options.memory else {}
    settings = {"spark.log.level": options.log_level} | memory
    master = options.master or "local[*]"
    if options.jobs:
        master = f"local[{options.jobs}]" if master in {"local", "local[*]"} else master
        settings["spark.cores.max"] = str(options.jobs)
    with redirect_stdout(sys.stderr if options.out == STDOUT else sys.stdout):
        return start(master_url=with_retries(master), extra_conf=settings)


def with_retries(master: str) -> str:
    """Return a local master that gives a task as many tries as other masters do: a worker may be killed."""
    local = re.fullmatch(r"local(?:\[\s*(\d+|\*)\s*\])?", master)
    return f"local[{local[1] or 1},{TRIES}]" if local else master


@dataclass(frozen=True)
class Documents:
    """What Spark is to read.

    Attributes
    ----------
    rows : DataFrame
        Have a column `path`.
    groups : set of str
        Of local files, see `sparkocr.apps.groups.Group`; empty: Spark has read them already, and tells the groups.
    sums : mapping of str to str
        SHA-256 of the files, by path, where they are local.
    """

    rows: DataFrame
    groups: frozenset[str]
    sums: Mapping[str, str]

    def compute(self, session: SparkSession, work: Work, part: DataFrame, bar: tqdm[Any]) -> Result:
        """Read some of the documents."""
        if not self.groups:
            return run_with_progress(session, work.frame(parts_by_content(part)), work.counted, bar)
        found = {group: read_found(files) for group, files in parts_by_column(part, self.groups).items()}
        return run_with_progress(session, work.frame(found), work.counted, bar)


def _local(session: SparkSession, files: Sequence[FoundFile]) -> Documents:
    """Return local files for Spark, with their groups and sums: they are looked at here, so that Spark plans less."""
    with ThreadPoolExecutor(local_cores()) as pool:
        seen = dict(zip((file.shown for file in files), pool.map(_seen, files), strict=True))
    groups = {path: group for path, (group, _) in seen.items()}
    sums = {path: digest for path, (_, digest) in seen.items()}
    return Documents(found_files(session, files, groups), frozenset(groups.values()), sums)


def _seen(file: FoundFile) -> tuple[str, str]:
    """Return the group and the sum of a file; one that can't be read has no sum."""
    try:
        content = content_of(os.fsencode(file.path.removeprefix("file:")))
    except DocumentError:
        return group_of(b"").value, ""
    return group_of(content).value, hashlib.sha256(content).hexdigest()


def in_batches(
    session: SparkSession,
    work: Work,
    store: Store,
    files: Sequence[FoundFile],
    bases: Mapping[str, str],
    bar: tqdm[Any],
) -> Iterator[list[Document]]:
    """Read local documents, and give those of each batch once their results are in place."""
    size, began, done = FIRST_BATCH_PER_CORE * cores(session), time.monotonic(), 0
    while done < len(files):
        batch = files[done : done + size]
        started = time.monotonic()
        yield read_at_once(session, work, store, _local(session, batch), bases, bar)
        done += len(batch)
        now = time.monotonic()
        wanted = max(BATCH_SECONDS, BATCH_SHARE * (now - began))
        size = max(1, min(LARGEST_GROWTH * size, int(len(batch) / (now - started) * wanted)))


def read_at_once(
    session: SparkSession,
    work: Work,
    store: Store,
    documents: Documents,
    bases: Mapping[str, str],
    bar: tqdm[Any],
) -> list[Document]:
    """Read documents by one job, and put their results in their places."""
    result = survive(documents.rows, lambda part: documents.compute(session, work, part, bar))
    try:
        folder = store.new_folder()
        unwritten = work.write(result.rows, str(folder), _place_of)
        found = _described(result, work, documents, bases)
    finally:
        result.forget()
    for row in unwritten:
        found[row["path"]][1].append((None, reason_of(row["exception"])))
    made = [
        Document(path, documents.sums.get(path, ""), bases.get(path, ""), count, (), tuple(failures))
        for path, (count, failures) in found.items()
    ]
    if store.rows:
        placed = store.add_part(made, sorted((folder / store.rows).glob("part-*")))
        store.remove_new_folder()
        return placed
    placed = [store.placed(document, _files_of(document, folder)) for document in made]
    store.journal.done(placed)
    store.remove_new_folder()
    return placed


def _described(
    result: Result, work: Work, documents: Documents, bases: Mapping[str, str]
) -> dict[str, tuple[int, list[Failure]]]:
    """Return, by path, how much was read of each document, and what failed."""
    columns = [name for name in ("path", "pagenum", "exception") if name in result.rows.columns]
    is_counted = F.col(work.counted).isNotNull().alias("__counted")
    counts: dict[str, int] = defaultdict(int)
    failures: dict[str, list[Failure]] = defaultdict(list)
    for row in result.rows.select(*columns, is_counted).collect():
        counts[row["path"]] += row["__counted"]
        if row["exception"] is not None:
            page = getattr(row, "pagenum", None)
            failures[row["path"]].append((page, reason_of(row["exception"])))
    for path, reason in result.lost.items():
        failures[path].append((None, reason))
    paths: Iterable[str] = documents.sums or {**bases, **counts, **failures}
    return {path: (counts[path], failures[path]) for path in paths}


def _place_of(path: str) -> str:
    """Return where a document's files wait for their names: a folder of its own."""
    return f"{_key(path)}/x"


def _key(path: str) -> str:
    return blake2b(path.encode(), digest_size=16).hexdigest()


def _files_of(document: Document, folder: Path) -> list[tuple[str, bytes | Path]]:
    """Return the files that wait for a document's name, by what their names end with."""
    files = sorted((folder / _key(document.path)).glob("x.*"))
    return [(file.name.removeprefix("x."), file) for file in files]
