"""Results, or files, that are not on a disk of this machine: Spark alone reaches them, and there is no journal."""

from __future__ import annotations

import argparse
import time
from collections import defaultdict

from pyspark.sql import functions as F

from sparkocr.apps.command.checks import is_journaled, rows_folder
from sparkocr.apps.command.options import telling
from sparkocr.apps.command.progress import bar_of
from sparkocr.apps.command.spark import Documents, read_at_once, session_of
from sparkocr.apps.command.store import FAILURES, Store
from sparkocr.apps.command.summary import Summary, reason_of, say_skipped
from sparkocr.apps.command.work import Work
from sparkocr.apps.jobs import bases_of, load_files
from sparkocr.apps.survive import survive

__all__ = ["run_elsewhere"]


def run_elsewhere(options: argparse.Namespace, work: Work) -> int:
    """Read all files by one job, and write the results; returns the exit status."""
    began = time.monotonic()
    session = session_of(options)
    skipped: dict[str, list[str]] = defaultdict(list)
    files = load_files(session, options.paths, lambda path, why: skipped[why].append(path))
    say_skipped(skipped)
    documents = Documents(files, frozenset(), {})
    summary = Summary(work.unit, note=work.note)
    if is_journaled(options):  # only the files are elsewhere
        store = Store.of(options.out, options.command, options.format, rows_folder(options))
        paths = [row["path"] for row in files.select("path").collect()]
        bases = bases_of(paths, by_stem=work.named_by_stem)
        store.begin(telling(options), resume=False)
        with bar_of(work.unit) as bar:
            for document in read_at_once(session, work, store, documents, bases, bar):
                summary.add(document)
        table = str(store.out / FAILURES) if store.write_failures() else ""
        return summary.say(time.monotonic() - began, options.out, table)
    with bar_of(work.unit) as bar:
        result = survive(files, lambda part: documents.compute(session, work, part, bar))
    unwritten = work.write(result.rows, options.out, None)
    columns = [name for name in ("path", "pagenum", "exception") if name in result.rows.columns]
    failures = result.rows.where(F.col("exception").isNotNull()).select(columns).orderBy(*columns).collect()
    summary.count = result.count
    for row in [*failures, *unwritten]:
        page = getattr(row, "pagenum", None)
        summary.failures.append((row["path"], page, reason_of(row["exception"])))
    summary.failures += [(path, None, reason) for path, reason in result.lost.items()]
    result.forget()
    return summary.say(time.monotonic() - began, options.out)
