"""How the memory of a Python worker depends on the number of pages: it should not.

    python bench/memory.py [--pdf-pages 2000] [--images 300] [--scan-dpi 100] [--ocr]

Reads one PDF of scanned A4 pages, and a folder of A4 JPEG files in colour at 300 dpi; both are drawn here. The program
renders or decodes, binarizes and then takes the share of black pixels of each page, a stand-in for recognition that
needs all pixels of the page and hardly any time, in the same Python node as the other stages. With --ocr it is
ImageToText instead, which takes many times longer.

The worker that cuts a PDF into page ranges sees the whole file: --scan-dpi sets its size.

The resident set of the largest worker that is at work is sampled: its peak over the run, and its mean in each third of
the time in which pages are read. The workers are warm from a run of the same program on fewer pages.
"""

import argparse
import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np
import psutil
from pyspark.ml import PipelineModel, Transformer
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import DoubleType, StringType, StructField, StructType

from common import check_pages, java, local_session, python_workers, table
from inputs import drawn_page, long_pdf, scanned_pdf
from sparkocr.stage.images import read_image
from sparkocr.stage.udf import row_udf
from sparkocr.transformers import BinaryToImage, ImageBinarizer, ImageToText, PdfToImage

SECONDS_BETWEEN_SAMPLES = 0.02
DIFFERENT_PAGES = 8  # the others repeat them
WARM_UP_PAGES = 300  # enough to fill Arrow batches of 64 MiB in both workers
MIB = 1 << 20
HEADER = ("input", "MB", "pages", "s", "peak", "first third", "second third", "last third", "last / first", "JVM peak")
InkSchema = StructType([StructField("share", DoubleType()), StructField("exception", StringType())])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pdf-pages", type=int, default=2000, help="pages of the PDF (%(default)s)")
    parser.add_argument("--images", type=int, default=300, help="JPEG files (%(default)s)")
    parser.add_argument("--scan-dpi", type=int, default=100, help="resolution of the pictures in the PDF (%(default)s)")
    parser.add_argument("--ocr", action="store_true", help="recognise the text")
    options = parser.parse_args()
    runs: list[tuple[str, int, Callable[[int, Path], None], list[Transformer]]] = [
        ("one PDF", options.pdf_pages, partial(make_pdf, options.scan_dpi), [PdfToImage(), ImageBinarizer()]),
        (
            "colour JPEG files",
            options.images,
            make_images,
            [BinaryToImage(imageType="TYPE_3BYTE_BGR"), ImageBinarizer()],
        ),
    ]
    rows = []
    with TemporaryDirectory() as work, local_session() as session:
        for name, pages, make, stages in runs:
            few, folder = Path(work, name, "few"), Path(work, name, "all")
            make(WARM_UP_PAGES, few)
            make(pages, folder)
            consumer(program(session, few, stages), ocr=options.ocr).collect()
            result = consumer(program(session, folder, stages), ocr=options.ocr)
            rows.append((name, megabytes(folder), *measured(result, pages)))
    print("Resident set of the largest Python worker in MiB:\n")
    print(table(HEADER, rows))


def make_pdf(dpi: int, count: int, folder: Path) -> None:
    """Make a folder with one PDF of scanned pages."""
    folder.mkdir(parents=True)
    pages = [drawn_page(number, dpi) for number in range(DIFFERENT_PAGES)]
    short = scanned_pdf(pages, dpi, folder / "scan.pdf").read_bytes()
    long_pdf([short], count, folder / "scan.pdf")


def make_images(count: int, folder: Path) -> None:
    """Make a folder of A4 JPEG files in colour."""
    folder.mkdir(parents=True)
    contents = []
    for number in range(DIFFERENT_PAGES):
        file = io.BytesIO()
        drawn_page(number, 300, "RGB").save(file, "JPEG", dpi=(300, 300))
        contents.append(file.getvalue())
    for number, content in enumerate(islice(cycle(contents), count)):
        (folder / f"{number:04}.jpg").write_bytes(content)


def megabytes(folder: Path) -> float:
    """Return the size of all files of a folder."""
    return sum(file.stat().st_size for file in folder.iterdir()) / 1e6


def program(session: SparkSession, folder: Path, stages: list[Transformer]) -> DataFrame:
    """Return black and white images of all pages."""
    return PipelineModel(stages=stages).transform(session.read.format("binaryFile").load(str(folder)))


def consumer(images: DataFrame, *, ocr: bool) -> DataFrame:
    """Return what is left of the images: their text or their share of black pixels, and the exception."""
    if ocr:
        read = ImageToText(inputCol="binarized_image").transform(images)
        return read.select(F.length("text"), "exception")
    ink = row_udf("Ink", black_share, InkSchema, name="Ink", deterministic=False)
    return images.select(ink("binarized_image").alias("ink")).select("ink.share", "ink.exception")


def black_share(value: Any) -> dict[str, float]:
    """Return the share of black pixels of an image."""
    pixels = read_image(value).image.pixels
    return {"share": 1 - np.count_nonzero(pixels) / pixels.size}


def measured(result: DataFrame, pages: int) -> list[object]:
    """Run a program and return the cells of its row.

    Raises
    ------
    SystemExit
        If it did not read all pages, or ended before there were samples for three thirds.
    """
    start = perf_counter()
    with sampled(result.sparkSession) as (workers, jvm):
        rows = result.collect()
    seconds = perf_counter() - start
    read = sum(row["exception"] is None for row in rows)
    check_pages(read, pages)
    last_stage = max(stage for stage, _ in workers)
    at_pages = [size for stage, size in workers if stage == last_stage]
    if len(at_pages) < 3:
        raise SystemExit("The run was too short to sample it: read more pages.")
    third = len(at_pages) // 3
    means = [fmean(part) for part in (at_pages[:third], at_pages[third:-third], at_pages[-third:])]
    cells = [f"{value:.0f}" for value in (seconds, max(size for _, size in workers), *means)]
    return [pages, *cells, means[-1] / means[0], f"{max(jvm):.0f}"]


@contextmanager
def sampled(session: SparkSession) -> Iterator[tuple[list[tuple[int, float]], list[float]]]:
    """Sample the largest working worker and the JVM while the block runs: resident sets in MiB.

    A worker's comes with the number of Spark's stage: documents are cut in an earlier one than pages are read in.
    """
    workers: list[tuple[int, float]] = []
    jvms: list[float] = []
    process = java()
    done = threading.Event()

    def sample() -> None:
        used: dict[int, float] = {}
        while not done.wait(SECONDS_BETWEEN_SAMPLES):
            found = {worker.pid: (cpu_time(worker), resident(worker)) for worker in python_workers(process)}
            # Workers that wait, while Spark plans, would make the first third look small.
            sizes = [size for pid, (cpu, size) in found.items() if cpu > used.get(pid, cpu)]
            used = {pid: cpu for pid, (cpu, _) in found.items()}
            jvms.append(resident(process))
            stages = session.sparkContext.statusTracker().getActiveStageIds()
            if sizes and stages:
                workers.append((max(stages), max(sizes)))

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield workers, jvms
    finally:
        done.set()
        thread.join()


def cpu_time(process: psutil.Process) -> float:
    """Return the CPU seconds of a process so far, 0 if it just ended."""
    with suppress(psutil.NoSuchProcess):
        return sum(process.cpu_times()[:2])
    return 0


def resident(process: psutil.Process) -> float:
    """Return the resident set of a process in MiB, 0 if it just ended."""
    with suppress(psutil.NoSuchProcess):
        return process.memory_info().rss / MIB
    return 0


if __name__ == "__main__":
    main()
