"""``sparkocr text``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from pyspark.sql import DataFrame
from pyspark.sql import Row as SparkRow

from sparkocr.apps.command.options import reading_of
from sparkocr.apps.command.rows import ROW_FORMATS
from sparkocr.apps.command.work import Contents, Row, Work, null_of, per_group, through
from sparkocr.apps.groups import Group
from sparkocr.apps.jobs import RESULT_COLUMNS, BaseName, Steps, read_text_of, text_steps, write_text_files
from sparkocr.apps.reading import PageRanges
from sparkocr.stage.light_row import LightRow
from sparkocr.stage.partitions import packed

__all__ = ["text_work"]

ROWS_PER_FILE = 100_000  # of 2 kB each: files of 200 MB at most before they are compressed
_CSV = {
    "header": "true",
    "escape": '"',
    "ignoreLeadingWhiteSpace": "false",  # else Spark takes the white space around texts away
    "ignoreTrailingWhiteSpace": "false",
}


def text_work(options: argparse.Namespace) -> Work:
    """Return the work of the command."""
    reading, markdown = reading_of(options), options.format == "md"
    steps = per_group(partial(text_steps, reading=reading, markdown=markdown))
    return Work(
        unit="pages",
        counted="path",
        frame=partial(read_text_of, reading=reading, markdown=markdown),
        light=partial(_rows, steps=steps, pages=reading.pages),
        contents=partial(_contents, extension=options.format),
        write=partial(_write, output_format=options.format),
        first_ending=f"p0.{options.format}",
    )


def _rows(file: LightRow, group: Group, *, steps: Callable[[Group], Steps], pages: PageRanges) -> Iterator[Row]:
    """Read the pages of a document."""
    split = through(steps(group).split, iter([file]))
    wanted = (page for page in split if page["exception"].is_valid or page["pagenum"].as_py() in pages)
    for page in through(steps(group).read, wanted):
        yield {name: null_of(page, name) for name in RESULT_COLUMNS}


def _contents(_path: str, rows: Sequence[Row], *, extension: str) -> Contents:
    """Return a file for each page that was read."""
    read = (row for row in rows if row["exception"] is None)
    return [(f"p{row['pagenum']}.{extension}", (row["text"] or "").encode()) for row in read], []


def _write(result: DataFrame, folder: str, base: BaseName | None, *, output_format: str) -> list[SparkRow]:
    """Write pages, or files of rows."""
    if output_format not in ROW_FORMATS:
        write_text_files(result, folder, output_format, base)
        return []
    # A batch is a minute of work; one job over everything may be a million pages.
    rows = packed(result) if base is None else result.coalesce(1)
    settings = _CSV if output_format == "csv" else {}
    writer = rows.write.format(output_format).option("maxRecordsPerFile", ROWS_PER_FILE).options(**settings)
    writer.save(f"{folder}/text.{output_format}")
    return []
