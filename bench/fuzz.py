"""Damage documents at random, and look at what becomes of them in Spark jobs: lost rows, jobs, limits, text in logs.

    python bench/fuzz.py [--files N] [--seed N] [--data DIR] [--out DIR] [--only KIND ...]

Seeds are small documents that are made here, and those below --data that are not larger than --largest. Each file is
damaged in one to eight places, anywhere or inside of its format: see `fuzzing/changes.py`. Batches of them go through a
program for their kind, see `fuzzing/programs.py`, as a job of one Spark session, `local[1]`, with limits for each page.

A job that fails, or takes longer than --slow and than a second a row, is run again on halves of its files, until a file
is found. Findings:

failed
    A file that ends the job.
lost
    A file without a row.
slow
    A file that takes longer than --seconds a row, by itself.
limit
    A page that the guard ended: it crashed a library, or went over a limit. It costs a row, but a bound is missing.
memory
    A process of a worker had more than --mib.
unexpected
    An error that nobody foresaw.
text
    A message, or what the session and its workers wrote to their logs, quotes the document.

--out keeps their files, and `log.txt`, all that was written. The messages and the lines of the log are counted at the
end, with equal numbers, so that a person can look for texts of the documents of --data in them.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from pyspark.ml import PipelineModel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

import sparkocr
from common import java, python_workers
from fuzzing.changes import changed
from fuzzing.findings import File, Findings, is_quoted, logged
from fuzzing.programs import PROGRAMS, READER
from fuzzing.seeds import found_seeds, made_seeds
from robustness import MIB_IN_BYTES, MIB_IN_KIB

HIGHEST = re.compile(r"VmHWM:\s+(\d+) kB")  # proc(5): the largest resident set
RESET_HIGHEST = "5"  # to /proc/pid/clear_refs, proc(5)


def main() -> None:
    """Damage documents, and print what was found."""
    options = parsed()
    warnings.simplefilter("ignore")  # of what is changed here; workers warn as they do elsewhere
    with tempfile.TemporaryDirectory() as temporary:
        out = options.out or Path(temporary)
        out.mkdir(parents=True, exist_ok=True)
        with logged(out / "log.txt") as log, session(options) as spark:
            findings = Findings(out, log.shown)
            for program, files in batches(options):
                Jobs(spark, program, findings, options).run(files)
                check_memory(program, files, findings, options.mib)
                if is_quoted(log.new()):
                    findings.add("text", program, "in the log", files)
                print(f"\r{findings.files.total()} files", end="", file=log.shown, flush=True)
        print(findings.report(log.path.read_text(errors="replace")))


def parsed() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000, help="damaged files (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of the random changes")
    parser.add_argument("--data", type=Path, help="folder of more documents")
    parser.add_argument("--largest", type=int, default=20_000, help="bytes of a document of --data (%(default)s)")
    parser.add_argument("--out", type=Path, help="folder for the files that are findings, and the log")
    parser.add_argument("--only", nargs="+", default=list(PROGRAMS), help="only these kinds, like pdf image word hocr")
    parser.add_argument("--programs", nargs="+", help="only these programs")
    parser.add_argument("--batch", type=int, default=40, help="files of a job (%(default)s)")
    parser.add_argument("--seconds", type=float, default=30, help="limit for a page (%(default)s)")
    parser.add_argument("--mib", type=int, default=2000, help="limit of memory for a page (%(default)s)")
    parser.add_argument("--slow", type=float, default=30, help="seconds of a job that is cut in halves (%(default)s)")
    return parser.parse_args()


@contextmanager
def session(options: argparse.Namespace) -> Iterator[SparkSession]:
    """Start Spark on one core, with limits for pages."""
    settings = {"spark.ui.enabled": "false", "spark.sql.legacy.allowHashOnMapType": "true"}
    spark = sparkocr.start(
        master_url="local[1]", page_timeout=options.seconds, page_memory=options.mib, extra_conf=settings
    )
    try:
        yield spark
    finally:
        spark.stop()


def batches(options: argparse.Namespace) -> Iterator[tuple[str, list[File]]]:
    """Damage documents, kind by kind in turn; gives them with the name of a program."""
    chance = random.Random(options.seed)  # noqa: S311  it is no secret
    made = list(made_seeds())
    found = list(found_seeds(options.data, options.largest)) if options.data else []
    pools = {kind: [[seed for seed in seeds if seed.kind == kind] for seeds in (made, found)] for kind in options.only}
    tasks = [(kind, name) for kind in options.only for name in PROGRAMS[kind]]
    tasks = [task for task in tasks if not options.programs or task[1] in options.programs]
    for start in range(0, options.files, options.batch):
        kind, program = tasks[start // options.batch % len(tasks)]
        files = []
        for number in range(start, min(start + options.batch, options.files)):
            seed = chance.choice(chance.choice([seeds for seeds in pools[kind] if seeds]))
            name = f"{options.seed}-{number}{seed.ending}"
            files.append(File(name, kind, changed(seed, made + found, chance)))
        yield program, files


@dataclass(frozen=True)
class Jobs:
    """Jobs that run a program over files."""

    spark: SparkSession
    program: str
    findings: Findings
    options: argparse.Namespace

    def run(self, files: Sequence[File]) -> None:
        """Read files in one job; in more, if that fails or is slow."""
        start = time.monotonic()
        try:
            rows = self._rows(files)
        except Exception as error:  # noqa: BLE001  it is what is looked for
            if len(files) > 1:
                self._run_halves(files)
            else:
                self.findings.count(self.program, files, 0, time.monotonic() - start)
                self.findings.add("failed", self.program, type(error).__name__, files)
            return
        seconds = time.monotonic() - start
        if seconds > max(self.options.slow, len(rows)) and len(files) > 1:  # not if many pages take a second each
            self._run_halves(files)
            return
        self.findings.count(self.program, files, len(rows), seconds)
        for file in files:
            self.findings.judge(self.program, file, [message for name, message in rows if name == file.name])
        if len(files) == 1 and seconds > self.options.seconds * max(1, len(rows)):
            self.findings.add("slow", self.program, f"{len(rows)} rows", files)

    def _run_halves(self, files: Sequence[File]) -> None:
        for half in (files[: len(files) // 2], files[len(files) // 2 :]):
            self.run(half)

    def _rows(self, files: Sequence[File]) -> list[tuple[str, str]]:
        """Return the names of the files and the exceptions of all pages."""
        kind = files[0].kind
        if self.program == READER:
            with tempfile.TemporaryDirectory() as folder:
                for file in files:
                    (Path(folder) / file.name).write_bytes(file.content)
                return collected(self.spark.read.format(kind).load(folder))
        is_text = kind == "hocr"
        values = [
            (f"/{file.name}", file.content.decode("utf-8", "replace") if is_text else file.content) for file in files
        ]
        schema = "path string, hocr string" if is_text else "path string, content binary"
        documents = self.spark.createDataFrame(values, schema).coalesce(1)
        return collected(PipelineModel(stages=[*PROGRAMS[kind][self.program]()]).transform(documents))


def collected(pages: DataFrame) -> list[tuple[str, str]]:
    """Return the names and exceptions of pages; all other columns are computed, because a hash needs them."""
    made = [name for name in pages.columns if name not in {"path", "exception", "content"}]
    used = F.when(F.xxhash64(*made) != 0, F.col("exception").cast("string"))
    rows = pages.select("path", used.alias("exception")).collect()
    return [(row["path"].rpartition("/")[2], row["exception"] or "") for row in rows]


def check_memory(program: str, files: Sequence[File], findings: Findings, most: int) -> None:
    """Look at the largest memory that workers and their children have had since the last look."""
    highest = 0
    for worker in python_workers(java()):
        with suppress(psutil.NoSuchProcess):
            for process in (worker, *worker.children(recursive=True)):
                highest = max(highest, peak_of(process.pid))
    findings.highest = max(findings.highest, highest)
    if highest > most * MIB_IN_BYTES:
        findings.add("memory", program, f"more than {most} MiB", files)


def peak_of(process: int) -> int:
    """Return the largest resident set of a process in bytes, and begin anew."""
    folder = Path("/proc") / str(process)
    try:
        found = HIGHEST.search((folder / "status").read_text())
        (folder / "clear_refs").write_text(RESET_HIGHEST)
    except OSError:  # it has ended
        return 0
    return int(found[1]) * MIB_IN_KIB if found else 0


if __name__ == "__main__":
    main()
