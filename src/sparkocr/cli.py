"""The command line: reads text and tables, makes searchable PDFs, converts to PDF, takes identifiers out of files."""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

from pyspark.sql import Row
from pyspark.sql import functions as F
from pyspark.sql.types import StringType
from pyspark.sql.utils import is_remote
from tqdm import tqdm

from sparkocr.apps.deidentify import Search, deidentify, highlight, write_audit, write_deidentified
from sparkocr.apps.directories import NO_FILE_ID
from sparkocr.apps.jobs import (
    convert_to_pdf,
    load_files,
    make_searchable,
    read_markdown,
    read_text,
    write_pdf_files,
    write_text_files,
)
from sparkocr.apps.kinds import is_dicom
from sparkocr.apps.spark_errors import SPARK_ERRORS, sentence_of
from sparkocr.apps.survive import Result, survive
from sparkocr.apps.tables import TABLE_FORMATS, read_tables, write_tables
from sparkocr.dicom.profile.table import Option
from sparkocr.entities.entity import LABELS
from sparkocr.enums import PixelText
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
        memory = {"spark.driver.memory": options.memory} if options.memory else {}
        settings = {"spark.log.level": options.log_level} | memory
        session = start(master_url=with_retries(options.master), extra_conf=settings)
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
        made.add_argument(
            "--memory", type=_memory, metavar="SIZE", help="for Java; more for files of 100 MB and more (default: 4g)"
        )
        made.set_defaults(run=run)
        return made

    text = command("text", run_text, "read the text of images, PDFs and DICOM files, page by page")
    text.add_argument("--format", choices=FORMATS, default="parquet", help="of the results (default: %(default)s)")
    tables = command("tables", run_tables, "extract the tables of PDFs, images, Word, PowerPoint and DICOM files")
    tables.add_argument("--format", choices=TABLE_FORMATS, default="csv", help="of the files (default: %(default)s)")
    searchable = command("searchable", run_searchable, "make searchable PDFs of scanned PDFs, images and DICOM files")
    deid = command(
        "deidentify", run_deidentify, "take names and other identifiers out of PDFs, images, Office and DICOM files"
    )
    deid.add_argument("--audit", metavar="FILE", help="JSON file for what was done to each file, and what was proven")
    deid.add_argument("--labels", default="", metavar="LABEL,...", help="kinds of identifiers (default: all)")
    deid.add_argument("--detectors", default="auto", metavar="NAME,...", help="what finds them (default: all)")
    deid.add_argument(
        "--known", type=argparse.FileType(encoding="utf-8"), metavar="FILE", help="names to be found, one per line"
    )
    deid.add_argument("--ocr-proof", action="store_true", help="read the results by OCR, too, to prove them (slower)")
    deid.add_argument("--highlight", action="store_true", help="mark identifiers in PDFs instead of taking them out")
    dicom = deid.add_argument_group("DICOM files")
    dicom.add_argument(
        "--key-file",
        type=argparse.FileType(encoding="utf-8"),
        metavar="FILE",
        help="file with a secret: with the same one, later runs give the same UIDs, numbers and dates",
    )
    dicom.add_argument(
        "--dicom-keep", default="", metavar="NAME,...", help=f"what stays of headers: {', '.join(Option)}"
    )
    dicom.add_argument(
        "--dicom-text",
        choices=[text.value for text in PixelText],
        default=PixelText.ALL.value,
        help="which text in pixels goes (default: %(default)s)",
    )
    dicom.add_argument(
        "--dicom-unread", default="", metavar="CT,...", help="modalities whose pixels nobody reads (default: none)"
    )
    for reading in (text, tables, searchable, deid):
        reading.add_argument("--language", default="eng", help="Tesseract's code, like deu or eng+fra (default: eng)")
    command("convert", run_convert, "convert Office files, images and DICOM files to PDF")
    return parser


def _memory(text: str) -> str:
    """Return a size as Java takes it.

    Raises
    ------
    ValueError
        It is none.
    """
    if not re.fullmatch(r"[1-9]\d*[mMgG]", text):
        raise ValueError
    return text.lower()


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
    return _run(
        session,
        options,
        lambda files: make_searchable(files, options.language),
        lambda result: write_pdf_files(result, options.out),
        "documents",
    )


def run_convert(session: SparkSession, options: argparse.Namespace) -> int:
    """Convert files to PDF and write them; the result is as that of `run_text`."""
    return _run(session, options, convert_to_pdf, lambda result: write_pdf_files(result, options.out), "documents")


def run_deidentify(session: SparkSession, options: argparse.Namespace) -> int:
    """Take the identifiers out of files, or mark them, and write the files; the result is as that of `run_text`.

    Raises
    ------
    ValueError
        There is no such kind of identifier or of attributes, the file of the key is empty, or options are given that
        do not go with marks.
    """
    search = _search(options)
    not_for_marks = {
        "--audit": options.audit,
        "--key-file": options.key_file,
        "--dicom-keep": options.dicom_keep,
        "--dicom-text": search.pixel_text is not PixelText.ALL,
        "--dicom-unread": options.dicom_unread,
    }
    given = [option for option, value in not_for_marks.items() if value]
    if options.highlight and given:
        raise ValueError(f"{given[0]} goes with files that identifiers are taken out of, not with --highlight")
    make = highlight if options.highlight else deidentify

    def write(result: DataFrame) -> list[Row]:
        directories = write_deidentified(result, options.out)
        if options.audit:
            write_audit(result, options.audit, directories)
        if not (search.key or options.highlight) and result.where(is_dicom()).limit(1).count():
            print("without --key-file, later runs give DICOM files other UIDs, numbers and dates")
        for directory in directories:
            if directory.content is not None and directory.unlisted:
                print(
                    f"{_count(directory.unlisted, 'files')} not listed in {options.out}/{directory.name}: {NO_FILE_ID}"
                )
        return [Row(path=one.path, exception=one.exception) for one in directories if one.exception]

    return _run(session, options, lambda files: make(files, search), write, "documents")


def _search(options: argparse.Namespace) -> Search:
    """Return what is looked for.

    Raises
    ------
    ValueError
        There is no such thing.
    """
    known = [line.strip() for line in options.known.read().splitlines() if line.strip()] if options.known else []
    key = options.key_file.read().strip() if options.key_file else ""
    if options.key_file and not key:
        raise ValueError(f"--key-file {options.key_file.name}: it is empty")
    return Search(
        language=options.language,
        labels=_chosen("--labels", options.labels.upper(), LABELS),
        detectors=options.detectors.split(","),
        known=known,
        proves_by_ocr=options.ocr_proof,
        key=key,
        profile_options=_chosen("--dicom-keep", options.dicom_keep.lower(), Option),
        pixel_text=PixelText(options.dicom_text),
        unread_modalities=_words(options.dicom_unread.upper()),
    )


def _words(text: str) -> list[str]:
    """Return words that are divided by commas."""
    return [word.strip() for word in text.split(",") if word.strip()]


def _chosen(option: str, text: str, allowed: Iterable[str]) -> list[str]:
    """Return words that are divided by commas.

    Raises
    ------
    ValueError
        One of them is not allowed.
    """
    words = _words(text)
    if unknown := sorted(set(words) - set(allowed)):
        raise ValueError(f"{option} {','.join(unknown)}: there are {', '.join(allowed)}")
    return words


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
    result = survive(files, lambda part: run_with_progress(session, work(part), unit, counted))
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
    # Both kinds of session have `DataFrame.observe`, but it tells nothing before the end; Connect alone has handlers of
    # progress, which count tasks. Workers on other machines may reach neither a disk nor a port of the driver.
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
