"""How the work grows with cores, executors, files and pages: measured where it is small, simulated where it is large.

    python bench/scale.py [--pages 48] [--files 1000] [--images 1000] [--long-pages 1000] [--rounds 3] [--whole]
                          [--price 0.05] [--cores 2 16 100 1000] [--documents 20000]

Five tables:

- *cores and executors*: the same pages on `local[1]`, `local[2]` and two executors of one core (`local-cluster`).
- *driver*: CPU seconds of the driver's Java for files that take no work, by part. The driver has a process of its own
  there, on a `local-cluster`, so that they are its own and not those of tasks.
- *many and long*: small images, and a long digital PDF; `--whole` takes 100,000 images and 10,000 pages, else these are
  extrapolated from fewer: proportional to the number, as each costs the same.
- *simulation*: pages are dealt out to tasks as `sparkocr.stage.partitions.spread` does, from a random one on for each
  document, and each takes the measured seconds of some page; whichever core is free takes the next task. Page counts of
  documents are skewed: Pareto with the shape 1.2, from 1 to 10,000 pages. The first row has the measured pages on two
  cores, next to what was measured there.
- *costs*: of 1,000 and of a million pages.

Every measurement has a process and a session of its own, and one round before it that is not timed.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import heapreplace
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
import psutil
from PIL import Image
from pyspark.ml import PipelineModel
from pyspark.sql import DataFrame, SparkSession

import sparkocr
from common import java, table
from inputs import digital_pdfs, image_folder, long_pdf
from sparkocr.stage.partitions import SHARES, step_around
from sparkocr.transformers import BinaryToImage, ImageToText, PdfToText

MASTERS = {"1 core": "local[1]", "2 cores": "local[2]", "2 executors of 1 core": "local-cluster[2,1,1024]"}
CLUSTER = MASTERS["2 executors of 1 core"]
WHOLE_IMAGES, WHOLE_PAGES = 100_000, 10_000
TASK_SECONDS = 0.01  # that a task costs beside its pages
LAUNCHES = 400.0  # tasks that a driver starts per second
LONGEST, SHAPE = 10_000, 1.2  # pages of a document, and of their distribution
SECONDS_PER_HOUR = 3600


def main() -> None:
    """Print the tables; or measure one thing, in a process of its own, and print it as JSON."""
    options = arguments()
    if options.measure:
        what, master, place = options.measure
        print(json.dumps(measured(what, master, place, options.rounds)))
        return
    print(f"{os.cpu_count()} cores, load average before the start {os.getloadavg()[0]:.1f}\n")
    with TemporaryDirectory() as work:
        pages = image_folder(options.data, options.pages, Path(work) / "pages", range(200, 301))
        runs = {name: run("recognise", master, pages[0].parent, options.rounds) for name, master in MASTERS.items()}
        print(cores_table(runs, options.pages), end="\n\n")
        print(driver_table(Path(work), options.files), end="\n\n")
        print(many_table(Path(work), options), end="\n\n")
    seconds = runs["1 core"]["tasks"]
    print(simulation_table(seconds, median(runs["2 cores"]["seconds"]), options), end="\n\n")
    print(costs_table(mean(seconds), options))


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of PNG files; default: draw pages")
    parser.add_argument("--pages", type=int, default=48, help="images to read (%(default)s)")
    parser.add_argument("--files", type=int, default=1000, help="files without work (%(default)s)")
    parser.add_argument("--images", type=int, default=1000, help="small images (%(default)s)")
    parser.add_argument("--long-pages", type=int, default=1000, help="pages of the long PDF (%(default)s)")
    parser.add_argument("--whole", action="store_true", help="100,000 small images and 10,000 pages")
    parser.add_argument("--documents", type=int, default=20_000, help="that are simulated (%(default)s)")
    parser.add_argument("--cores", type=int, nargs="+", default=[2, 16, 100, 1000], help="that are simulated")
    parser.add_argument("--price", type=float, default=0.05, help="of an hour of a core (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="timed rounds (%(default)s)")
    parser.add_argument("--measure", nargs=3, metavar=("WHAT", "MASTER", "FOLDER"), help=argparse.SUPPRESS)
    return parser.parse_args()


def run(what: str, master: str, folder: Path, rounds: int) -> dict[str, list[float]]:
    """Measure in a process of its own."""
    words = [sys.executable, __file__, "--rounds", str(rounds), "--measure", what, master, str(folder)]
    ended = subprocess.run(words, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(ended.stderr[-2000:])
    found: dict[str, list[float]] = json.loads(ended.stdout.splitlines()[-1])
    return found


def measured(what: str, master: str, folder: str, rounds: int) -> dict[str, list[float]]:
    """Time rounds of a job: seconds, CPU seconds of the driver's Java, and seconds of the tasks of the last round."""
    with TemporaryDirectory() as logs:
        # Parts of the log are neither packed nor cut, so that it can be read when the session ends.
        settings = {"spark.eventLog.enabled": "true", "spark.eventLog.dir": f"file:{logs}", "spark.log.level": "ERROR"}
        settings |= {"spark.eventLog.rolling.enabled": "false", "spark.eventLog.compress": "false"}
        session = sparkocr.start(master_url=master, extra_conf={"spark.ui.enabled": "false"} | settings)
        driver, seconds, cpu = java(), [], []
        for _ in range(rounds + 1):
            start, used = perf_counter(), own_seconds(driver)
            began = JOBS[what](session, folder)
            seconds.append(perf_counter() - start)
            cpu.append(own_seconds(driver) - used)
        session.stop()
        return {"seconds": seconds[1:], "cpu": cpu[1:], "tasks": task_seconds(Path(logs), began)}


def own_seconds(process: psutil.Process) -> float:
    """Return the CPU seconds of a process without those that it started."""
    return sum(process.cpu_times()[:2])


def recognise(session: SparkSession, folder: str) -> float:
    """Read images, a task for each; return when the tasks began, in seconds since 1970."""
    files = session.read.format("binaryFile").load(folder)
    files = files.repartition(len(os.listdir(folder)))  # noqa: PTH208  a folder of this benchmark
    return collect(PipelineModel([BinaryToImage(), ImageToText(engine="tesseract")]).transform(files), "text")


def small(session: SparkSession, folder: str) -> float:
    """Read small images as they come."""
    files = session.read.format("binaryFile").load(folder)
    return collect(PipelineModel([BinaryToImage(), ImageToText(engine="tesseract")]).transform(files), "text")


def text(session: SparkSession, folder: str) -> float:
    """Read the text of a long PDF."""
    return collect(PdfToText().transform(session.read.format("binaryFile").load(folder)), "text")


def listing(session: SparkSession, folder: str) -> float:
    """Only find the files."""
    session.read.format("binaryFile").load(folder)
    return 0


def paths(session: SparkSession, folder: str) -> float:
    """Find the files, and run tasks that do not open them."""
    return collect(session.read.format("binaryFile").load(folder), "path")


def bytes_of(session: SparkSession, folder: str) -> float:
    """Read files by Spark alone."""
    return collect(session.read.format("binaryFile").load(folder).selectExpr("length(content) AS size"), "size")


def decoded(session: SparkSession, folder: str) -> float:
    """Decode images, without recognition."""
    images = BinaryToImage().transform(session.read.format("binaryFile").load(folder))
    return collect(images.selectExpr("image.width AS width", "exception"), "width")


JOBS: dict[str, Callable[[SparkSession, str], float]] = {
    each.__name__: each for each in (recognise, small, text, listing, paths, bytes_of, decoded)
}


def collect(rows: DataFrame, column: str) -> float:
    """Compute a column."""
    began = time.time()
    rows.select(column).collect()
    return began


def task_seconds(logs: Path, began: float) -> list[float]:
    """Return how long the tasks ran that were started after a time, by Spark's own log."""
    (log,) = (path for path in logs.rglob("*") if path.is_file() and not path.name.startswith("."))
    events = (json.loads(line) for line in log.open(encoding="utf-8") if '"SparkListenerTaskEnd"' in line)
    tasks = [(event["Task Info"], event.get("Task Metrics") or {}) for event in events]
    return [
        metrics["Executor Run Time"] / 1000
        for info, metrics in tasks
        if info["Launch Time"] / 1000 >= began and metrics.get("Executor Run Time", 0) / 1000 > TASK_SECONDS
    ]


def cores_table(runs: dict[str, dict[str, list[float]]], pages: int) -> str:
    """Compare masters."""
    one = median(runs["1 core"]["seconds"])
    rows = [
        (name, median(found["seconds"]), pages / median(found["seconds"]), one / median(found["seconds"]))
        for name, found in runs.items()
    ]
    return table((f"{pages} pages on", "seconds", "pages/s", "times 1 core"), rows)


def driver_table(work: Path, files: int) -> str:
    """Tell the driver's CPU seconds by what it does, for files that are the same tiny picture."""
    folder = tiny_images(work / "files", files, (32, 32))
    parts = (
        ("finds files", listing),
        ("… and runs tasks", paths),
        ("… that read them", bytes_of),
        ("… and decode them", decoded),
    )
    rows = []
    for name, part in parts:
        found = run(part.__name__, CLUSTER, folder, 2)
        rows.append((name, median(found["seconds"]), median(found["cpu"]), median(found["cpu"]) * 10_000 / files))
    return table((f"{files} files: the driver", "seconds", "its CPU seconds", "per 10,000 files"), rows)


def many_table(work: Path, options: argparse.Namespace) -> str:
    """Tell how long many small images, and the text of one long PDF take on two cores."""
    images = WHOLE_IMAGES if options.whole else options.images
    pages = WHOLE_PAGES if options.whole else options.long_pages
    folder = tiny_images(work / "images", images, (200, 60))
    (work / "long").mkdir()
    long_pdf(digital_pdfs(None), pages, work / "long" / "long.pdf")
    rows = []
    for name, part, place, number, whole in (
        ("small images, recognised", small, folder, images, WHOLE_IMAGES),
        ("pages of a digital PDF, their text", text, work / "long", pages, WHOLE_PAGES),
    ):
        seconds = median(run(part.__name__, MASTERS["2 cores"], place, 1)["seconds"])
        rows.append((name, number, seconds, number / seconds, f"{whole:,}: {seconds * whole / number:.0f} s"))
    return table(("2 cores", "number", "seconds", "per second", "extrapolated"), rows)


def tiny_images(folder: Path, number: int, size: tuple[int, int]) -> Path:
    """Fill a folder with copies of a white picture."""
    folder.mkdir()
    Image.new("L", size, "white").save(folder / "0.png", dpi=(300, 300))
    content = (folder / "0.png").read_bytes()
    for each in range(1, number):
        (folder / f"{each}.png").write_bytes(content)
    return folder


def simulation_table(seconds: Sequence[float], measured_seconds: float, options: argparse.Namespace) -> str:
    """Simulate clusters; the first row is what was measured."""
    rng = np.random.default_rng(0)
    counts = np.minimum(np.ceil(rng.pareto(SHAPE, options.documents) + 1), LONGEST).astype(int)
    longest = max(seconds)
    small_end = simulated(np.array(seconds), 2)
    rows: list[tuple[object, ...]] = [
        ("2, as measured", len(seconds), *small_end.cells(longest), f"measured: {measured_seconds:.2f} s")
    ]
    for cores in options.cores:
        tasks = task_work(rng, counts, np.array(seconds), cores)
        rows.append((cores, counts.sum(), *simulated(tasks, cores).cells(longest), ""))
    title = f"{options.documents} documents of 1 to {counts.max()} pages, {counts.sum()} in all.\n\n"
    return title + table(("cores", "pages", "seconds", "busy", "tail, longest pages", ""), rows)


def task_work(rng: np.random.Generator, counts: np.ndarray, seconds: np.ndarray, cores: int) -> np.ndarray:
    """Return the seconds of each task: those of its pages, which come from all documents.

    Parameters
    ----------
    rng : numpy.random.Generator
    counts : array of int
        Pages of each document.
    seconds : array of float
        What pages take.
    cores : int
    """
    parts = sum(SHARES) * cores
    first = np.repeat(rng.integers(parts, size=len(counts)) - (counts.cumsum() - counts), counts)
    part = (first + np.arange(counts.sum())) % parts * step_around(parts) % parts
    tasks = np.cumsum(SHARES).searchsorted(part // cores, side="right") * cores + part % cores
    return np.bincount(tasks, rng.choice(seconds, counts.sum()), len(SHARES) * cores)


@dataclass(frozen=True)
class Simulated:
    """A simulated job.

    Attributes
    ----------
    ends : array of float
        When each core was done.
    work : float
        Seconds of all pages.
    """

    ends: np.ndarray
    work: float

    def cells(self, longest: float) -> tuple[float, str, float]:
        """Return the seconds, how busy the cores are, and how long the first waits for the last, in longest pages."""
        seconds = float(self.ends.max())
        return seconds, f"{self.work / (seconds * len(self.ends)):.1%}", (seconds - float(self.ends.min())) / longest


def simulated(tasks: np.ndarray, cores: int) -> Simulated:
    """Give each task to the core that is free first; the driver starts one after the other."""
    free = [0.0] * cores
    for number, seconds in enumerate(tasks):
        heapreplace(free, max(free[0], number / LAUNCHES) + seconds + TASK_SECONDS)
    return Simulated(np.array(free), float(tasks.sum()))


def costs_table(seconds: float, options: argparse.Namespace) -> str:
    """Tell what pages cost on the largest simulated cluster, by the price of a core."""
    title = (
        f"A page takes {seconds:.2f} s of a core; a core costs {options.price} an hour, its memory and disk included; "
        "storage, transfers, start and idle time of the cluster are not in it.\n\n"
    )
    of_page = seconds * options.price / SECONDS_PER_HOUR
    rows = [(f"{pages:,}", pages * seconds / SECONDS_PER_HOUR, pages * of_page) for pages in (1_000, 1_000_000)]
    return title + table(("pages", "core hours", "cost"), rows)


if __name__ == "__main__":
    main()
