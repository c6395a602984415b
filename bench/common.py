"""What all benchmarks share: a session, processes to look at, and tables."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import psutil
from pyspark.sql import SparkSession

import sparkocr
from sparkocr.engines.tesseract import Tesseract
from sparkocr.imaging.decode import decode
from sparkocr.imaging.limits import MAX_PIXELS
from sparkocr.imaging.pixels import Image

CORES = 2
"""Task slots of Spark, and processes of what it is compared with."""


@contextmanager
def local_session() -> Iterator[SparkSession]:
    """Start Spark as a user would, on two cores, without its web pages."""
    print(f"{os.cpu_count()} cores, load average before the start {os.getloadavg()[0]:.1f}")
    quiet = {"spark.ui.enabled": "false", "spark.log.level": "ERROR"}
    session = sparkocr.start(master_url=f"local[{CORES}]", extra_conf=quiet)
    try:
        yield session
    finally:
        session.stop()


def load_page(path: Path) -> Image:
    """Decode the image of a page, gray."""
    return decode(path.read_bytes(), max_pixels=MAX_PIXELS)


def check_pages(found: int, expected: int) -> None:
    """Check that all pages were read.

    Raises
    ------
    SystemExit
        If they were not.
    """
    if found != expected:
        raise SystemExit(f"{found} of {expected} pages were read.")


def load_engine() -> None:
    """Load Tesseract in this process, so that the first page does not pay for it."""
    Tesseract().read(np.full((64, 64), 255, np.uint8), 300)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a markdown table; floats get two decimals."""

    def line(cells: Iterable[object]) -> str:
        return "| " + " | ".join(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in cells) + " |"

    return "\n".join([line(header), "|" + "---|" * len(header), *map(line, rows)])


def alternate(*runs: Callable[[], object], rounds: int, warm_up: int = 1) -> list[list[float]]:
    """Time functions by turns, so that what else the machine does hits all.

    Parameters
    ----------
    *runs : Callable
    rounds : int
        Timed rounds.
    warm_up : int
        Rounds before them that are not timed: they load libraries, engines and caches, and Java compiles its code.

    Returns
    -------
    list of lists of float
        Seconds of each timed round, for each function.
    """
    seconds: list[list[float]] = [[] for _ in runs]
    for _ in range(warm_up + rounds):
        for run, times in zip(runs, seconds, strict=True):
            start = perf_counter()
            run()
            times.append(perf_counter() - start)
    return [times[warm_up:] for times in seconds]


def median_and_all(values: Sequence[float]) -> str:
    """Write the median, and all values behind it."""
    return f"{median(values):.2f} ({', '.join(f'{value:.2f}' for value in values)})"


def java() -> psutil.Process:
    """Return the JVM that this process started."""
    return next(child for child in psutil.Process().children(recursive=True) if child.name() == "java")


def python_workers(jvm: psutil.Process) -> list[psutil.Process]:
    """Return Spark's Python workers: the JVM starts one daemon, which forks them."""
    with suppress(psutil.NoSuchProcess):
        return [worker for daemon in jvm.children() for worker in daemon.children()]
    return []


def cpu_seconds(jvm: psutil.Process) -> float:
    """Return the CPU seconds that the JVM and all processes below it have used, those that ended included."""
    return sum(sum(process.cpu_times()[:4]) for process in [jvm, *jvm.children(recursive=True)])
