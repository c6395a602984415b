"""The command line: reads text and tables, makes searchable PDFs, converts to PDF, takes identifiers out of files."""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

from pyspark.sql import Row
from pyspark.sql import functions as F
from pyspark.sql.types import StringType
from pyspark.sql.utils import is_remote
from tqdm import tqdm

from sparkocr.apps.deidentify import Search, deidentify, highlight, write_audit, write_deidentified
from sparkocr.apps.jobs import (
    convert_to_pdf,
    load_files,
    make_searchable,
    read_markdown,
    read_text,
    write_pdf_files,
    write_text_files,
)
from sparkocr.apps.spark_errors import SPARK_ERRORS, sentence_of
from sparkocr.apps.survive import Result, survive
from sparkocr.apps.tables import TABLE_FORMATS, read_tables, write_tables
from sparkocr.entities.entity import LABELS
from sparkocr.session import start
from sparkocr.version import __version__

if TYPE_CHECKING:
    from pyspark import Accumulator
    from pyspark.sql import Column, DataFrame, SparkSession

FORMATS = ("parquet", "json", "csv", "txt", "md")
POLL_SECONDS = 0.5
TRIES = 4  # of a task: Spark's default of spark.task.maxFailures, which local masters don't go by
SHOWN_PATHS = 5  # of those that are left out for one reason


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words after the program's name; those of the process by default.

    Returns
    -------
    int
        Exit status: 0 if every document was read, 1 if any failed, 2 for wrong arguments or if Spark failed.
    """
    options = _parser().parse_args(arguments)
    try:
        session = start(master_url=with_retries(options.master), extra_conf={"spark.log.level": options.log_level})
        return int(options.run(session, options))
    except ValueError as error:
        print(f"sparkocr: {str(error).partition(chr(10))[0]}", file=sys.stderr)
    except SPARK_ERRORS as error:
        print(f"sparkocr: {sentence_of(error)}", file=sys.stderr)
    return 2


def with_retries(master: str) -> str:
    """Return a local master that gives a task as many tries as other masters do: a worker may be killed."""
    local = re.fullmatch(r"local(?:\[\s*(\d+|\*)\s*\])?", master)
    return f"local[{local[1] or 1},{TRIES}]" if local else master


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sparkocr", description="Document OCR on Apache Spark.")
    parser.add_argument("--version", action="version", version=f"sparkocr {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[SparkSession, argparse.Namespace], int], about: str
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=about, description=about)
        made.add_argument("paths", nargs="+", metavar="PATH", help="file, folder or glob")
        made.add_argument(
            "--out", required=True, metavar="DIR", help="folder for the results; is made if it is not there"
        )
        made.add_argument(
            "--master",
            default="local[*]",
            help="where Spark runs; sc://host:port for a server of Spark Connect (default: %(default)s)",
        )
        made.add_argument("--log-level", default="FATAL", help="of Spark's own messages (default: %(default)s)")
        made.set_defaults(run=run)
        return made

    text = command("text", run_text, "read the text of images and PDFs, page by page")
    text.add_argument("--format", choices=FORMATS, default="parquet", help="of the results (default: %(default)s)")
    tables = command("tables", run_tables, "extract the tables of PDFs, images, Word and PowerPoint files")
    tables.add_argument("--format", choices=TABLE_FORMATS, default="csv", help="of the files (default: %(default)s)")
    searchable = command("searchable", run_searchable, "make searchable PDFs of scanned PDFs and images")
    deid = command(
        "deidentify", run_deidentify, "take names and other identifiers out of PDFs, images and Office files"
    )
    deid.add_argument("--audit", metavar="FILE", help="JSON file for what was done to each file, and what was proven")
    deid.add_argument("--labels", default="", metavar="LABEL,...", help="kinds of identifiers (default: all)")
    deid.add_argument("--detectors", default="auto", metavar="NAME,...", help="what finds them (default: all)")
    deid.add_argument(
        "--known", type=argparse.FileType(encoding="utf-8"), metavar="FILE", help="names to be found, one per line"
    )
    deid.add_argument("--ocr-proof", action="store_true", help="read the results by OCR, too, to prove them (slower)")
    deid.add_argument("--highlight", action="store_true", help="mark identifiers in PDFs instead of taking them out")
    for reading in (text, tables, searchable, deid):
        reading.add_argument("--language", default="eng", help="Tesseract's code, like deu or eng+fra (default: eng)")
    command("convert", run_convert, "convert Office files and images to PDF")
    return parser


def run_text(session: SparkSession, options: argparse.Namespace) -> int:
    """Read the text of all pages and write it.

    Returns
    -------
    int
        1 if any document failed, else 0.
    """
    read = read_markdown if options.format == "md" else read_text

    def write(result: DataFrame) -> None:
        if options.format in {"txt", "md"}:
            write_text_files(result, options.out, options.format)
            return
        settings = {"header": "true", "escape": '"'} if options.format == "csv" else {}
        target = f"{options.out}/text.{options.format}"
        result.write.mode("overwrite").format(options.format).options(**settings).save(target)

    return _run(session, options, lambda files: read(files, options.language), write, "pages")


def run_tables(session: SparkSession, options: argparse.Namespace) -> int:
    """Extract the tables of all files and write them; the result is as that of `run_text`."""

    def write(result: DataFrame) -> list[Row]:
        unwritten = write_tables(result, options.out, options.format)
        found = result.groupBy("path").agg(F.count("table").alias("tables"), F.count("exception").alias("failures"))
        if without := found.where("tables = 0 AND failures = 0").count():
            have = f"{_count(without, 'documents')} {'has' if without == 1 else 'have'}"
            print(f"{have} no tables{'' if options.format == 'json' else ', and no file'}")
        return unwritten

    return _run(session, options, lambda files: read_tables(files, options.language), write, "tables", counted="table")


def run_searchable(session: SparkSession, options: argparse.Namespace) -> int:
    """Make searchable PDFs and write them; the result is as that of `run_text`."""
    make = lambda files: make_searchable(files, options.language)  # noqa: E731
    return _run(session, options, make, lambda result: write_pdf_files(result, options.out), "documents")


def run_convert(session: SparkSession, options: argparse.Namespace) -> int:
    """Convert files to PDF and write them; the result is as that of `run_text`."""
    return _run(session, options, convert_to_pdf, lambda result: write_pdf_files(result, options.out), "documents")


def run_deidentify(session: SparkSession, options: argparse.Namespace) -> int:
    """Take the identifiers out of files, or mark them, and write the files; the result is as that of `run_text`.

    Raises
    ------
    ValueError
        There is no such kind of identifier, or an audit of marks is asked for.
    """
    labels = [label.strip().upper() for label in options.labels.split(",") if label.strip()]
    if unknown := sorted(set(labels) - set(LABELS)):
        raise ValueError(f"--labels {','.join(unknown)}: there are {', '.join(LABELS)}")
    if options.highlight and options.audit:
        raise ValueError("--audit goes with files that identifiers are taken out of, not with --highlight")
    make = highlight if options.highlight else deidentify

    def write(result: DataFrame) -> None:
        write_deidentified(result, options.out)
        if options.audit:
            write_audit(result, options.audit)

    known = [line.strip() for line in options.known.read().splitlines() if line.strip()] if options.known else []
    search = Search(options.language, labels, options.detectors.split(","), known, proves_by_ocr=options.ocr_proof)
    return _run(session, options, lambda files: make(files, search), write, "documents")


def _run(
    session: SparkSession,
    options: argparse.Namespace,
    work: Callable[[DataFrame], DataFrame],
    write: Callable[[DataFrame], Sequence[Row] | None],
    unit: str,
    counted: str = "path",
) -> int:
    """Work through all files with a progress bar, write the results and print a summary.

    The function that writes may return rows with a `path` and an `exception` of its own. What counts in the summary are
    the rows that have a value in a column.
    """
    began = time.monotonic()
    skipped: dict[str, list[str]] = defaultdict(list)
    files = load_files(session, options.paths, lambda path, reason: skipped[reason].append(path))
    for reason, paths in skipped.items():
        more = ", …" if len(paths) > SHOWN_PATHS else ""
        print(f"{len(paths)} left out ({reason}): {', '.join(paths[:SHOWN_PATHS])}{more}", file=sys.stderr)
    compute = lambda part: run_with_progress(session, work(part), unit, counted)  # noqa: E731
    result = survive(files, compute)
    unwritten = write(result.rows) or ()
    columns = [name for name in ("path", "pagenum", "exception") if name in result.rows.columns]
    failures = result.rows.where(F.col("exception").isNotNull()).select(columns).orderBy(*columns).collect()
    failures += unwritten
    failures += [Row(path=path, exception=f"sparkocr: {reason}") for path, reason in result.lost.items()]
    result.forget()
    seconds = time.monotonic() - began
    for row in failures:
        page = f" page {row['pagenum']}" if "pagenum" in row else ""
        print(f"{row['path']}{page}: {row['exception']}", file=sys.stderr)
    done, failed = _count(result.count, unit), _count(len(failures), "failures")
    print(f"{done}, {failed}, {result.count / seconds:.2f} {unit}/s; results in {options.out}")
    return 1 if failures else 0


def _count(number: int, things: str) -> str:
    """Return a number of things, which end in an s."""
    return f"{number} {things.removesuffix('s') if number == 1 else things}"


def run_with_progress(session: SparkSession, rows: DataFrame, unit: str, counted: str) -> Result:
    """Compute all rows once and keep them; count those with a value in a column, and show how many are done meanwhile.

    Finished tasks report their rows, so the bar moves in steps; on Spark Connect, where they can't, only at the end.
    Its total is not known before the end: counting pages first would read every document twice.
    """
    is_counted = F.col(counted).isNotNull()
    done = None if is_remote() else session.sparkContext.accumulator(0)
    if done is not None:
        rows = rows.withColumn("exception", _counting(done, is_counted))
    result = rows.cache()
    with ThreadPoolExecutor(1) as pool, tqdm(unit=f" {unit}", desc="reading") as bar:
        job = pool.submit(result.where(is_counted).count)
        while not wait([job], POLL_SECONDS).done:
            if done is not None:
                bar.update(done.value - bar.n)
        bar.total = job.result()
        bar.update(bar.total - bar.n)
    return Result([result], bar.total)


def _counting(done: Accumulator[int], is_counted: Column) -> Column:
    """Return the column of exceptions as it is, and count rows on the way."""

    def count(exception: str | None, is_counted: bool) -> str | None:
        done.add(int(is_counted))
        return exception

    return F.udf(count, StringType(), useArrow=False).asNondeterministic()("exception", is_counted)


if __name__ == "__main__":
    sys.exit(main())
