"""How fast `spark.read.format("pdf")` reads text, next to `PdfToText` behind binaryFile and to a bare loop.

    python bench/reader.py [--pdf-data DIR] [--long-pages 2000] [--short-files 200] [--rounds 3]

Text of one long PDF and of many PDFs of one page, in one folder, made from the PDFs of DIR; without it they are drawn.
The bare loop is two processes that call only pypdfium2. All are warm, and take turns; then the resident set of the
largest Python worker of the reader is sampled while it reads the long PDF alone, several times in a row.
"""

import argparse
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from common import CORES, check_pages, local_session, median_and_all, table
from inputs import digital_pdfs, long_pdf, single_page_pdfs
from memory import HEADER, measured, megabytes
from overhead import CHUNK, TEXT_WARM_UP, load, text_lengths
from sparkocr.datasource.pdf_reader import PdfDataSource
from sparkocr.transformers import PdfToText


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pdf-data", type=Path, help="folder of digital PDFs; default: draw one")
    parser.add_argument("--long-pages", type=int, default=2000, help="pages of the long PDF (%(default)s)")
    parser.add_argument("--short-files", type=int, default=200, help="PDFs of one page (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="timed rounds (%(default)s)")
    options = parser.parse_args()
    with TemporaryDirectory() as work, local_session() as session, get_context("spawn").Pool(CORES) as pool:
        session.dataSource.register(PdfDataSource)
        folder, alone = Path(work, "pdfs"), Path(work, "alone")
        sources = digital_pdfs(options.pdf_data)
        single_page_pdfs(sources, options.short_files, folder)
        alone.mkdir()
        long = long_pdf(sources, options.long_pages, alone / "long.pdf")
        (folder / "long.pdf").hardlink_to(long)
        tasks = [(long, first, min(CHUNK, options.long_pages - first)) for first in range(0, options.long_pages, CHUNK)]
        tasks += [(path, 0, 1) for path in sorted(folder.glob("page-*.pdf"))]

        def bare() -> int:
            return sum(len(lengths) for lengths in pool.imap_unordered(text_lengths, tasks))

        programs: dict[str, Callable[[], int]] = {
            "bare loop": bare,
            "PdfToText": lambda: pages_of(load(session, folder, PdfToText())),
            "pdf reader": lambda: pages_of(read(session, folder)),
        }
        print(speed_table(programs, options.long_pages + options.short_files, options.rounds))
        print("\nResident set of the largest Python worker in MiB:\n")
        row = ("pdf reader", megabytes(alone), *measured(read(session, alone), options.long_pages))
        print(table(HEADER, [row]))


def read(session: SparkSession, folder: Path) -> DataFrame:
    """Return the pages of a folder."""
    return session.read.format("pdf").load(str(folder))


def pages_of(pages: DataFrame) -> int:
    """Count the pages that could be read."""
    rows = pages.select("path", F.length("text"), "exception").collect()
    return sum(row["exception"] is None for row in rows)


def speed_table(programs: dict[str, Callable[[], int]], pages: int, rounds: int) -> str:
    """Time all programs by turns."""
    speeds: dict[str, list[float]] = {name: [] for name in programs}
    for number in range(TEXT_WARM_UP + rounds):
        for name, run in programs.items():
            start = perf_counter()
            check_pages(run(), pages)
            if number >= TEXT_WARM_UP:
                speeds[name].append(pages / (perf_counter() - start))
    bare, *_ = (median(values) for values in speeds.values())
    rows = [(name, pages, median_and_all(values), median(values) / bare) for name, values in speeds.items()]
    return table(("program", "pages", "pages/s", "to the bare loop"), rows)


if __name__ == "__main__":
    main()
