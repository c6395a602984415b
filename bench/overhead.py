"""What Spark costs over a bare loop of the same calls in as many processes.

    python bench/overhead.py [--data DIR] [--pages 48] [--pdf-pages 18] [--rounds 3]
    python bench/overhead.py --text [--pdf-data DIR] [--long-pages 1000] [--short-files 200] [--rounds 3]

The first form reads images (the PNG files of DIR that state 200 to 300 dpi, repeated up to --pages) and one scanned
PDF; the second extracts the text of digital PDFs: a long one, and many of one page, made from the PDFs of DIR.
Without DIR the pages are drawn.

Both sides are warm: the first rounds, which are not timed, load engines, start workers and let Java compile. Then they
take turns.
"""

import argparse
from collections.abc import Callable
from functools import lru_cache, partial
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import pypdfium2 as pdfium
from PIL import Image
from pyspark.ml import PipelineModel, Transformer
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from common import (
    CORES,
    alternate,
    check_pages,
    cpu_seconds,
    java,
    load_engine,
    load_page,
    local_session,
    median_and_all,
    table,
)
from inputs import digital_pdfs, image_folder, long_pdf, scanned_pdf, single_page_pdfs
from sparkocr.engines.engine import recognise
from sparkocr.engines.tesseract import Tesseract
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.threshold import binarize
from sparkocr.pdf.read.render import render_page
from sparkocr.transformers import BinaryToImage, ImageBinarizer, ImageToText, PdfToImage, PdfToText

CHUNK = 16  # pages of a long PDF that a process of the bare loop takes at once
TEXT_WARM_UP = 20  # a round of text takes seconds: Java has not compiled its code after the first few


def main() -> None:
    """Print the table of one form."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of PNG files; default: draw pages")
    parser.add_argument("--pages", type=int, default=48, help="images to read (%(default)s)")
    parser.add_argument("--pdf-pages", type=int, default=18, help="pages of the scanned PDF (%(default)s)")
    parser.add_argument("--text", action="store_true", help="measure PdfToText instead")
    parser.add_argument("--pdf-data", type=Path, help="folder of digital PDFs; default: draw one")
    parser.add_argument("--long-pages", type=int, default=1000, help="pages of the long PDF (%(default)s)")
    parser.add_argument("--short-files", type=int, default=200, help="PDFs of one page (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="timed rounds (%(default)s)")
    options = parser.parse_args()
    with (
        TemporaryDirectory() as work,
        local_session() as session,
        get_context("spawn").Pool(CORES, load_engine) as pool,
    ):
        if options.text:
            print(text_table(session, pool, Path(work), options))
        else:
            print(recognition_table(session, pool, Path(work), options))


def recognition_table(session: SparkSession, pool: Pool, work: Path, options: argparse.Namespace) -> str:
    """Measure images and a scanned PDF."""
    images = image_folder(options.data, options.pages, work / "images", range(200, 301))
    pictures = image_folder(options.data, options.pdf_pages, work / "pictures", range(300, 301))
    pdf = scanned_pdf([Image.open(path).convert("L") for path in pictures], 300, work / "scan.pdf")
    image_program = PipelineModel(
        stages=[BinaryToImage(), ImageBinarizer(), ImageToText(inputCol="binarized_image", engine="tesseract")]
    )
    pdf_program = PipelineModel(stages=[PdfToImage(), ImageToText(engine="tesseract")])
    numbered = [(pdf, index) for index in range(options.pdf_pages)]
    rows = [
        (name, pages, *compare(pool, read, tasks, partial(load, session, place, program), options.rounds))
        for name, pages, read, tasks, place, program in (
            ("images", options.pages, read_image, images, work / "images", image_program),
            ("one scanned PDF", options.pdf_pages, read_pdf_page, numbered, pdf, pdf_program),
        )
    ]
    return table(("input", "pages", "bare loop s", "Spark s", "Spark / bare"), rows)


def load(session: SparkSession, place: Path, program: Transformer) -> DataFrame:
    """Return the program over the files at a place; a second `collect` of it would find shuffled data ready."""
    files = session.read.format("binaryFile").load(str(place))
    return program.transform(files).select("path", "text", "exception")


def compare(
    pool: Pool, read: Any, tasks: list[Any], result: Callable[[], DataFrame], rounds: int
) -> tuple[str, str, float]:
    """Time both sides by turns, and check that they read the same.

    Raises
    ------
    SystemExit
        If they read different texts, because then they did not do the same work.
    """
    texts: dict[str, list[str]] = {}

    def bare() -> None:
        texts["bare"] = sorted(pool.imap_unordered(read, tasks, chunksize=1))

    def with_spark() -> None:
        texts["spark"] = sorted(row["text"] for row in result().collect())

    bare_seconds, spark_seconds = alternate(bare, with_spark, rounds=rounds)
    if texts["bare"] != texts["spark"]:
        raise SystemExit("Spark and the bare loop read different texts.")
    ratio = median(spark_seconds) / median(bare_seconds)
    return median_and_all(bare_seconds), median_and_all(spark_seconds), ratio


def read_image(path: Path) -> str:
    """Do what the image program does for one file."""
    image = load_page(path)
    return recognise(Tesseract(), binarize(image.pixels), image.resolution).text


def read_pdf_page(task: tuple[Path, int]) -> str:
    """Do what the PDF program does for one page."""
    path, index = task
    image = render_page(file_bytes(path), index, max_pixels=MAX_PIXELS)
    return recognise(Tesseract(), image.pixels, image.resolution).text


@lru_cache
def file_bytes(path: Path) -> bytes:
    """Read a file once per process."""
    return path.read_bytes()


def text_table(session: SparkSession, pool: Pool, work: Path, options: argparse.Namespace) -> str:
    """Measure the extraction of text, and how busy Spark keeps the cores.

    There are two bare loops: over files, as one writes it, in which a long file keeps one process busy to the end; and
    over ranges of pages of files on disk, which is the fastest that two processes can be.
    """
    sources = digital_pdfs(options.pdf_data)
    single_page_pdfs(sources, options.short_files, work / "pdfs")
    long = long_pdf(sources, options.long_pages, work / "pdfs" / "long.pdf")
    short = [(path, 0, 1) for path in sorted((work / "pdfs").glob("page-*.pdf"))]
    ranges = [(long, first, min(CHUNK, options.long_pages - first)) for first in range(0, options.long_pages, CHUNK)]
    pages = options.long_pages + options.short_files
    utilisation = []

    def bare(tasks: list[tuple[Path, int, int]]) -> None:
        check_pages(sum(len(lengths) for lengths in pool.imap_unordered(text_lengths, tasks)), pages)

    def with_spark() -> None:
        jvm = java()
        start, used = perf_counter(), cpu_seconds(jvm)
        rows = load(session, work / "pdfs", PdfToText()).select("path", F.length("text"), "exception").collect()
        utilisation.append((cpu_seconds(jvm) - used) / (CORES * (perf_counter() - start)))
        check_pages(sum(row["exception"] is None for row in rows), pages)

    over_files, over_ranges = partial(bare, [(long, 0, options.long_pages), *short]), partial(bare, [*ranges, *short])
    seconds = alternate(over_files, over_ranges, with_spark, rounds=options.rounds, warm_up=TEXT_WARM_UP)
    files_speed, ranges_speed, spark_speed = ([pages / each for each in times] for times in seconds)
    rows = [
        (name, median_and_all(speed), median(spark_speed) / median(speed))
        for name, speed in (
            ("bare loop over files", files_speed),
            ("bare loop over page ranges", ranges_speed),
            ("Spark", spark_speed),
        )
    ]
    size, busy = long.stat().st_size / 1e6, median(utilisation[TEXT_WARM_UP:])
    title = f"{pages} pages, the long file has {size:.1f} MB; Spark keeps the cores {busy:.0%} busy.\n\n"
    return title + table(("", "pages/s", "Spark's share of it"), rows)


def text_lengths(task: tuple[Path, int, int]) -> list[int]:
    """Extract the text of some pages with nothing but pypdfium2."""
    path, first, count = task
    document = open_document(path)
    lengths = []
    for index in range(first, first + count):
        page = document[index]
        textpage = page.get_textpage()
        lengths.append(len(textpage.get_text_range()))
        textpage.close()
        page.close()
    return lengths


@lru_cache(maxsize=1)  # the slices of a long document come one after the other
def open_document(path: Path) -> pdfium.PdfDocument:
    """Open a PDF from disk."""
    return pdfium.PdfDocument(path)


if __name__ == "__main__":
    main()
