"""``sparkocr tables``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from sparkocr.apps import STAGE
from sparkocr.apps.command.options import reading_of
from sparkocr.apps.command.summary import reason_of
from sparkocr.apps.command.work import Contents, Row, Work, null_of, per_group, through
from sparkocr.apps.groups import Group
from sparkocr.apps.jobs import Steps
from sparkocr.apps.reading import PageRanges
from sparkocr.apps.tables import OFFICE, RESULT_COLUMNS, encoded_tables, read_tables_of, table_steps, write_tables
from sparkocr.errors import DocumentError
from sparkocr.stage.failures import failure
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.tables import table_of

__all__ = ["table_work"]


def table_work(options: argparse.Namespace) -> Work:
    """Return the work of the command."""
    reading, output_format = reading_of(options), options.format
    steps = per_group(partial(table_steps, reading=reading))
    return Work(
        unit="tables",
        counted="table",
        frame=partial(read_tables_of, reading=reading),
        light=partial(_rows, steps=steps, pages=reading.pages),
        contents=partial(_contents, output_format=output_format, is_one_file=options.is_one_file),
        write=lambda result, folder, base: write_tables(result, folder, output_format, base),
        first_ending="t0.csv" if output_format == "csv" else output_format,
        note="" if output_format == "json" else ", and no file",
    )


def _rows(file: LightRow, group: Group, *, steps: Callable[[Group], Steps], pages: PageRanges) -> Iterator[Row]:
    """Read the tables of a document."""
    split = through(steps(group).split, iter([file]))
    wanted = (page for page in split if _is_wanted(page, pages))
    for found in through(steps(group).read, wanted):
        row = {name: null_of(found, name) for name in RESULT_COLUMNS}
        is_office = row["table"] is not None and "engine" not in found
        yield row | {"engine": OFFICE} if is_office else row


def _is_wanted(page: LightRow, pages: PageRanges) -> bool:
    """Tell whether a page is one of those to read; documents that are not split yet have no number."""
    number = null_of(page, "pagenum")
    return number is None or page["exception"].is_valid or number in pages


def _contents(path: str, rows: Sequence[Row], *, output_format: str, is_one_file: bool) -> Contents:
    """Return a file for each table, or one for the document.

    As `write_tables` does: a document without tables has a file if it is ``json``, and nothing of it failed.
    """
    there = [row for row in rows if row["table"] is not None]
    there.sort(key=lambda row: (row["pagenum"] or 0, row["table_index"] or 0))
    has_failed = any(row["exception"] is not None for row in rows)
    found = [(table_of(row["table"]), row["engine"] or "") for row in there]
    if not found and (output_format != "json" or has_failed):
        return [], []
    apart = output_format == "csv" and not is_one_file
    pieces = [(f"t{number}.csv", [one]) for number, one in enumerate(found)] if apart else [(output_format, found)]
    try:
        return [(ending, encoded_tables(path, tables, output_format)) for ending, tables in pieces], []
    except DocumentError as error:
        return [], [(None, reason_of(failure(STAGE, error)))]
