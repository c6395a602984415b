"""The command line: ``sparkocr text PATH… --out DIR`` reads text from images and PDFs."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING

from pyspark.errors import AnalysisException
from pyspark.sql import functions as F
from pyspark.sql.types import StringType
from tqdm import tqdm

from sparkocr.job import load_files, read_text, write_text_files
from sparkocr.session import start
from sparkocr.version import __version__

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FORMATS = ("parquet", "json", "csv", "txt")
POLL_SECONDS = 0.5


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words after the program's name; those of the process by default.

    Returns
    -------
    int
        Exit status: 0 if every document was read, 1 if any failed, 2 for wrong arguments.
    """
    parser = argparse.ArgumentParser(prog="sparkocr", description="Document OCR on Apache Spark.")
    parser.add_argument("--version", action="version", version=f"sparkocr {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    text = commands.add_parser("text", help="read the text of images and PDFs, page by page")
    text.add_argument("paths", nargs="+", metavar="PATH", help="file, folder or glob")
    text.add_argument("--out", required=True, metavar="DIR", help="folder for the results; is made if it is not there")
    text.add_argument("--format", choices=FORMATS, default="parquet", help="of the results (default: %(default)s)")
    text.add_argument("--language", default="eng", help="Tesseract's code, like deu or eng+fra (default: %(default)s)")
    text.add_argument("--master", default="local[*]", help="where Spark runs (default: %(default)s)")
    options = parser.parse_args(arguments)
    session = start(master_url=options.master, extra_conf={"spark.log.level": "ERROR"})
    try:
        return read_and_write(session, options.paths, options.out, options.format, options.language)
    except (AnalysisException, ValueError) as error:
        print(f"sparkocr: {str(error).splitlines()[0]}", file=sys.stderr)
        return 2


def read_and_write(session: SparkSession, paths: Sequence[str], out: str, kind: str, language: str) -> int:
    """Read the text of all pages with a progress bar, write it and print a summary.

    Returns
    -------
    int
        1 if any document failed, else 0.
    """
    began = time.monotonic()
    result = run_with_progress(session, read_text(load_files(session, paths), language))
    if kind == "txt":
        write_text_files(result.toLocalIterator(), Path(out))
    else:
        options = {"header": "true", "escape": '"'} if kind == "csv" else {}
        result.write.mode("overwrite").format(kind).options(**options).save(f"{out}/text.{kind}")
    pages = result.count()
    failures = result.where(F.col("exception").isNotNull()).orderBy("path", "pagenum").collect()
    seconds = time.monotonic() - began
    for row in failures:
        print(f"{row['path']} page {row['pagenum']}: {row['exception']}", file=sys.stderr)
    print(f"{pages} pages, {len(failures)} failures, {pages / seconds:.2f} pages/s; results in {out}")
    return 1 if failures else 0


def run_with_progress(session: SparkSession, pages: DataFrame) -> DataFrame:
    """Compute all rows once, keep them, and show how many are done meanwhile.

    Finished tasks report their pages, so the bar moves in steps. Its total is not known before the end: counting
    pages first would read every document twice.
    """
    done = session.sparkContext.accumulator(0)

    def count(exception: str | None) -> str | None:
        done.add(1)
        return exception

    counted = F.udf(count, StringType(), useArrow=False).asNondeterministic()
    result = pages.withColumn("exception", counted("exception")).cache()
    with ThreadPoolExecutor(1) as pool, tqdm(unit=" pages", desc="reading") as bar:
        job = pool.submit(result.count)
        while not wait([job], POLL_SECONDS).done:
            bar.update(done.value - bar.n)
        bar.total = job.result()
        bar.update(bar.total - bar.n)
    return result


if __name__ == "__main__":
    sys.exit(main())
