"""A command from its files to its results."""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import time
from collections import defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from sparkocr.apps.command.checks import is_journaled, is_local_path, rows_folder
from sparkocr.apps.command.journal import Document, written_by_us
from sparkocr.apps.command.light import Outcome, read_all
from sparkocr.apps.command.options import STDOUT, local_cores, telling
from sparkocr.apps.command.progress import bar_of
from sparkocr.apps.command.rows import ROW_FORMATS, encoded_rows
from sparkocr.apps.command.store import FAILURES, Store
from sparkocr.apps.command.summary import Summary, say_skipped
from sparkocr.apps.command.work import Row, Work
from sparkocr.apps.jobs import bases_of
from sparkocr.datasource.listing import FoundFile, find_files
from sparkocr.datasource.names import row_key

__all__ = ["run"]

# Rows wait for so long, or a tenth of the time so far, or until they are so many: then they are a file.
PART_SECONDS, PART_SHARE, PART_ROWS = 30.0, 0.1, 50_000


def run(options: argparse.Namespace) -> int:
    """Run a command.

    Parameters
    ----------
    options : Namespace
        Checked ones.

    Returns
    -------
    int
        Exit status: 1 if any document failed, else 0.
    """
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # a process per core works already
    if options.command == "deidentify":
        from sparkocr.apps.command.deidentify import run_deidentify

        return run_deidentify(options)
    work = _work_of(options)
    if options.out == STDOUT or options.is_one_file:
        return _to_one_place(options, work)
    if not (is_journaled(options) and all(map(is_local_path, options.paths))):
        from sparkocr.apps.command.elsewhere import run_elsewhere

        return run_elsewhere(options, work)
    return _to_folder(options, work)


def _work_of(options: argparse.Namespace) -> Work:
    """Return the work of a command; what the others need is not imported."""
    match options.command:
        case "text":
            from sparkocr.apps.command.text import text_work

            return text_work(options)
        case "tables":
            from sparkocr.apps.command.tables import table_work

            return table_work(options)
        case "searchable":
            from sparkocr.apps.command.pdfs import searchable_work

            return searchable_work(options)
    from sparkocr.apps.command.pdfs import convert_work

    return convert_work(options)


def _found(options: argparse.Namespace, ours: Iterable[Path] = ()) -> list[FoundFile]:
    """Find the files to read, without results of earlier runs, and say what is left out."""
    skipped: dict[str, list[str]] = defaultdict(list)
    files = find_files(options.paths, recursive=True, on_skip=lambda path, why: skipped[why].append(path))
    say_skipped(skipped)
    results = {f"file:{path}" for path in ours}
    return [file for file in files if file.path not in results]


def _to_folder(options: argparse.Namespace, work: Work) -> int:
    """Read files and write results into a folder, as they are done."""
    began = time.monotonic()
    store = Store.of(options.out, options.command, options.format, rows_folder(options))
    files = _found(options, (store.out / name for name in written_by_us(store.out)))
    bases = _bases(files, store.journal.documents if options.resume else {}, work)
    if not options.resume:
        store.journal.documents.clear()
    left = _left(files, store) if options.resume else files
    if not store.rows:
        again = {file.shown for file in left}
        store.check_names(f"{bases[path]}.{work.first_ending}" for path in again)
    store.begin(telling(options), resume=options.resume)
    waiting = _still_good(store, files) if options.resume else []
    there = {document.path for document, _ in waiting}
    left = [file for file in left if file.shown not in there]
    store.drop(file.shown for file in left if file.shown in store.journal.documents)
    summary = Summary(work.unit, kept=len(files) - len(left), note=work.note)
    with bar_of(work.unit) as bar:
        if options.spark:
            made = _by_spark(options, work, store, left, bases, waiting, bar)
        else:
            made = _here(options, work, store, left, bases, waiting, bar)
        try:
            for document in made:
                summary.add(document)
        finally:
            made.close()
            has_failures = store.write_failures()
        bar.total = bar.n
    return summary.say(time.monotonic() - began, options.out, str(store.out / FAILURES) if has_failures else "")


def _left(files: Sequence[FoundFile], store: Store) -> list[FoundFile]:
    """Return the files that are not done: new ones, those that have changed, and those that failed."""
    with ThreadPoolExecutor(local_cores()) as pool:
        sums = pool.map(_sum_of, files)
    return [file for file, digest in zip(files, sums, strict=True) if not _is_done(store, file.shown, digest)]


def _is_done(store: Store, path: str, digest: str) -> bool:
    document = store.journal.documents.get(path)
    return document is not None and not document.failures and document.sha256 == digest != ""


def _sum_of(file: FoundFile) -> str:
    """Return the SHA-256 of a file; empty if it can't be read."""
    try:
        with Path(os.fsdecode(os.fsencode(file.path.removeprefix("file:")))).open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""


def _still_good(store: Store, files: Sequence[FoundFile]) -> list[tuple[Document, list[Row]]]:
    """Return what a killed run has read and not written yet, of files that are as they were."""
    waiting = {document.path: (document, rows) for document, rows in store.waiting()}
    sums = {file.shown: _sum_of(file) for file in files if file.shown in waiting}
    return [
        (document, list(rows))
        for path, (document, rows) in waiting.items()
        if sums.get(path) == document.sha256 != "" and not document.failures
    ]


def _bases(files: Sequence[FoundFile], earlier: Mapping[str, Document], work: Work) -> dict[str, str]:
    """Return what the names of results begin with, by path; documents that are done keep theirs."""
    bases = bases_of([file.shown for file in files], by_stem=work.named_by_stem)
    taken = {document.base: document.path for document in earlier.values() if document.base}
    for path, base in bases.items():
        if path in earlier and earlier[path].base:
            bases[path] = earlier[path].base
        elif taken.get(base, path) != path:
            bases[path] = f"{base}-{row_key(path, None, b'')[:12]}"
    return bases


def _here(
    options: argparse.Namespace,
    work: Work,
    store: Store,
    files: Sequence[FoundFile],
    bases: Mapping[str, str],
    waiting: list[tuple[Document, list[Row]]],
    bar: tqdm[Any],
) -> Generator[Document]:
    """Read documents in processes of this machine, and give them once they are safe."""
    outcomes = read_all(work, files, options.jobs or local_cores(), keeps_rows=bool(store.rows))
    if not store.rows:
        for outcome in outcomes:
            bar.update(outcome.document.count)
            yield store.put(replace(outcome.document, base=bases[outcome.document.path]), outcome.contents)
        return
    began = last = time.monotonic()
    try:
        for outcome in outcomes:
            bar.update(outcome.document.count)
            store.wait(outcome.document, outcome.rows)
            waiting.append((outcome.document, [*outcome.rows]))
            now = time.monotonic()
            rows = sum(len(rows) for _, rows in waiting)
            if rows >= PART_ROWS or now - last > max(PART_SECONDS, PART_SHARE * (now - began)):
                _write_part(store, waiting, options.format)
                last = now
            yield outcome.document
    finally:
        _write_part(store, waiting, options.format)


def _write_part(store: Store, waiting: list[tuple[Document, list[Row]]], row_format: str) -> None:
    """Write rows that wait as a file."""
    if waiting:
        rows = [row for _, rows in waiting for row in rows]
        store.add_part([document for document, _ in waiting], [encoded_rows(rows, row_format)])
        waiting.clear()


def _by_spark(
    options: argparse.Namespace,
    work: Work,
    store: Store,
    files: Sequence[FoundFile],
    bases: Mapping[str, str],
    waiting: list[tuple[Document, list[Row]]],
    bar: tqdm[Any],
) -> Generator[Document]:
    """Read documents on Spark, and give them once their batch is in place."""
    from sparkocr.apps.command.spark import in_batches, session_of

    _write_part(store, waiting, options.format)
    if files:
        for batch in in_batches(session_of(options), work, store, files, bases, bar):
            yield from batch


def _to_one_place(options: argparse.Namespace, work: Work) -> int:
    """Read files and write what is in them to standard output, in their order, or to one file."""
    began = time.monotonic()
    files = _found(options)
    keeps_rows = options.command == "text" and options.format in ROW_FORMATS
    summary = Summary(work.unit)
    order = {file.shown: number for number, file in enumerate(files)}
    ready: dict[int, Outcome] = {}
    pieces: list[bytes] = []
    rows: list[Row] = []
    with bar_of(work.unit) as bar:
        for outcome in read_all(work, files, options.jobs or local_cores(), keeps_rows=keeps_rows):
            document = outcome.document
            bar.update(document.count)
            summary.add(document)
            ready[order[document.path]] = outcome
        bar.total = bar.n
    for number in sorted(ready):
        pieces += [content for _, content in ready[number].contents]
        rows += ready[number].rows
    content = encoded_rows(rows, options.format) if keeps_rows else _joined(pieces, options.format)
    if options.out == STDOUT:
        sys.stdout.write(content.decode())
        sys.stdout.flush()
        return summary.say(time.monotonic() - began, "standard output")
    if pieces or rows:
        out = Path(options.out.removeprefix("file://").removeprefix("file:"))
        temporary = out.with_name(f".{out.name}.{os.getpid()}")
        temporary.write_bytes(content)
        temporary.replace(out)
    return summary.say(time.monotonic() - began, options.out if pieces or rows else "no file")


def _joined(pieces: Sequence[bytes], output_format: str) -> bytes:
    """Join the pages of texts: by form feeds, as other programs do, or by empty lines in Markdown."""
    return {"txt": b"\f", "md": b"\n\n"}.get(output_format, b"").join(pieces)
