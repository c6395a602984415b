"""``sparkocr deidentify``: files without names and other identifiers.

Names of folders are known to be clean when all files are: results come to their places together, at the end, and
nothing that is kept beside them tells the names of the files before.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from sparkocr.apps.command.checks import is_journaled
from sparkocr.apps.command.journal import Document
from sparkocr.apps.command.options import words_of
from sparkocr.apps.command.progress import bar_of, run_with_progress
from sparkocr.apps.command.spark import session_of
from sparkocr.apps.command.store import Store
from sparkocr.apps.command.summary import Summary, counted, reason_of, say_skipped
from sparkocr.apps.deidentify import Search, deidentify, highlight, write_audit, write_deidentified
from sparkocr.apps.directories import NO_FILE_ID, Directory
from sparkocr.apps.jobs import load_files
from sparkocr.apps.kinds import is_dicom
from sparkocr.apps.survive import Result, survive
from sparkocr.enums import PixelText

__all__ = ["run_deidentify"]


def run_deidentify(options: argparse.Namespace) -> int:
    """Take the identifiers out of files, or mark them, and write the files; returns the exit status.

    Raises
    ------
    ValueError
        The file of the key is empty.
    """
    began, search = time.monotonic(), _search(options)
    session = session_of(options)
    skipped: dict[str, list[str]] = defaultdict(list)
    files = load_files(session, options.paths, lambda path, why: skipped[why].append(path))
    say_skipped(skipped)
    make = highlight if options.highlight else deidentify
    with bar_of("documents") as bar:
        result = survive(files, lambda part: run_with_progress(session, make(part, search), "path", bar))
    directories = _write(options, result)
    if options.audit:
        write_audit(result.rows, options.audit, directories)
    if not (search.key or options.highlight) and result.rows.where(is_dicom()).limit(1).count():
        print("without --key-file, later runs give DICOM files other UIDs, numbers and dates")  # noqa: T201
    for directory in directories:
        if directory.content is not None and directory.unlisted:
            where = f"{options.out.rstrip('/')}/{directory.name}"
            print(f"{counted(directory.unlisted, 'files')} not listed in {where}: {NO_FILE_ID}")  # noqa: T201
    summary = Summary("documents", result.count, failures=_failures(result.rows, directories))
    summary.failures += [(path, None, reason) for path, reason in result.lost.items()]
    result.forget()
    return summary.say(time.monotonic() - began, options.out)


def _search(options: argparse.Namespace) -> Search:
    """Return what is looked for.

    Raises
    ------
    ValueError
        The file of the key is empty.
    """
    known = [line.strip() for line in options.known.read().splitlines() if line.strip()] if options.known else []
    key = options.key_file.read().strip() if options.key_file else ""
    if options.key_file and not key:
        raise ValueError(f"--key-file {options.key_file.name}: it is empty")
    return Search(
        language=options.language,
        labels=words_of(options.labels.upper()),
        detectors=options.detectors.split(","),
        known=known,
        proves_by_ocr=options.ocr_proof,
        key=key,
        profile_options=words_of(options.dicom_keep.lower()),
        pixel_text=PixelText(options.dicom_text),
        unread_modalities=words_of(options.dicom_unread.upper()),
    )


def _write(options: argparse.Namespace, result: Result) -> list[Directory]:
    """Write the files of a result: all of them, and only then to their names."""
    if not is_journaled(options):
        return write_deidentified(result.rows, options.out)
    store = Store.of(options.out, options.command, "")
    store.begin({}, resume=False)
    folder = store.new_folder()
    directories = write_deidentified(result.rows, str(folder))
    names = _names_in(folder)
    store.check_names(names)
    store.journal.intend(names)
    for name in names:
        store.place(name, folder / name)
    store.journal.done([Document("", "", files=tuple(names))])
    store.remove_new_folder()
    return directories


def _names_in(folder: Path) -> Sequence[str]:
    """Return the files of a folder, but for what the writer keeps there."""
    files = (file for file in folder.rglob("*") if file.is_file() and file != folder / "_SUCCESS")
    return sorted(str(file.relative_to(folder)) for file in files)


def _failures(rows: DataFrame, directories: Sequence[Directory]) -> list[tuple[str, int | None, str]]:
    failed = rows.where(F.col("exception").isNotNull()).select("path", "exception").orderBy("path").collect()
    found = [(row["path"], row["exception"]) for row in failed]
    found += [(one.path, one.exception) for one in directories if one.exception]
    return [(path, None, reason_of(reason)) for path, reason in found]
