"""What becomes of a folder of real files: rows, exceptions, crashes, hangs, seconds and memory.

    python bench/robustness.py --data DIR [--words] [--slow] [--spark] [--output FILE]

Every PDF, image and Office file below DIR, by the ending of its name, goes through the programs for its kind with
`LightPipeline`. Each time it has a process of its own with a limit of seconds and of memory, two at a time, so that a
crash or a hang is counted, and ends nothing else.

Exceptions are grouped by message; numbers and names of stages are made equal, except the line of an unexpected error.
A program that *raised* got an error out of the library, which would end a job. Peaks are resident sets, and begin at
those of a process that has only loaded the library.

--words compares the text of PDFs with that of pdftotext (of poppler): the share of its words that are found, as bags of
what stands between blanks, in NFKC and lower case. Files with less than ten words by pdftotext are left out. It is no
truth: where the two differ, look at the page.

--spark runs the same programs as Spark jobs over all files of a kind instead, without limits. A job that ends with an
error is run again on halves of its files, until the file is found.
"""

import argparse
import json
import re
import resource
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from pyspark.ml import PipelineModel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from tqdm import tqdm

from common import CORES, local_session, table
from sparkocr.apps.jobs import load_files
from sparkocr.base import LightPipeline
from sparkocr.enums import TextStripperType
from sparkocr.stage.bases import TypedStage
from sparkocr.transformers import (
    BinaryToImage,
    DocToPdf,
    DocToText,
    DocToTextTable,
    HocrDocumentAssembler,
    HocrMerger,
    HocrTokenizer,
    ImageTextDetector,
    ImageToPdf,
    ImageToText,
    PageToJson,
    PageToMarkdown,
    PdfDrawRegions,
    PdfToForm,
    PdfToHocr,
    PdfToImage,
    PdfToSearchablePdf,
    PdfToText,
    PptToPdf,
    PptToTextTable,
)

KINDS = {
    "pdf": {".pdf"},
    "image": {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".jp2", ".j2k"},
    "word": {".docx", ".docm", ".dotx", ".dotm", ".doc"},
    "powerpoint": {".pptx", ".pptm", ".ppsx", ".potx", ".ppt"},
    "hocr": {".hocr"},
}
"""Endings of the names of files."""

Program = Callable[[], list[TypedStage]]
TEXT = "text"  # the program whose text is compared

PROGRAMS: dict[str, dict[str, Program]] = {
    "pdf": {
        TEXT: lambda: [PdfToText()],
        "text in layout": lambda: [
            PdfToText(textStripper=TextStripperType.PDF_LAYOUT_TEXT_STRIPPER, sort=True, splitPage=False)
        ],
        "markdown": lambda: [PdfToText(extractCoordinates=True, storeSplittedPdf=True), PageToMarkdown(), PageToJson()],
        "text, scans": lambda: [PdfToText(), PdfToImage()],
        "images": lambda: [PdfToImage(resolution=150)],
        "hocr": lambda: [PdfToHocr()],
        "form": lambda: [PdfToForm(regionCoordinates=True)],
    },
    "image": {
        "images": lambda: [BinaryToImage(imageType="TYPE_3BYTE_BGR")],
        "pdf": lambda: [BinaryToImage(), ImageToPdf()],
    },
    "word": {
        TEXT: lambda: [DocToText()],
        "tables": lambda: [DocToTextTable()],
    },
    "powerpoint": {"tables": lambda: [PptToTextTable()]},
    "hocr": {
        TEXT: lambda: [HocrDocumentAssembler()],
        "tokens": lambda: [HocrTokenizer()],
        "merged": lambda: [HocrMerger()],
    },
}
"""What a file of a kind goes through, by name."""

SLOW_PROGRAMS: dict[str, dict[str, Program]] = {
    "pdf": {
        "ocr": lambda: [PdfToText(), PdfToImage(), ImageToText(engine="tesseract")],
        "searchable": lambda: [PdfToSearchablePdf(engine="tesseract")],
        "draw": lambda: [
            PdfToImage(resolution=72, keepInput=True),
            ImageTextDetector(outputCol="region"),
            PdfDrawRegions(),
        ],
    },
    "image": {"ocr": lambda: [BinaryToImage(), ImageToText(engine="tesseract")]},
    "word": {"pdf": lambda: [DocToPdf()]},
    "powerpoint": {"pdf": lambda: [PptToPdf()]},
}
"""The same with OCR or LibreOffice."""

FEWEST_WORDS = 10
GOOD_SHARE = 0.97
LONGEST_LIST = 10  # of slow and of large files
PDFTOTEXT_SECONDS = 60
MIB_IN_BYTES = 1 << 20
MIB_IN_KIB = 1 << 10  # getrusage(2) counts in KiB on Linux
UNEXPECTED = "Unexpected "
_LIGHT = re.compile(r"^Light Pipeline Exception\(message: \[(.*)\]\)$", re.DOTALL)
_UID = re.compile(r"(?<=[A-Za-z])_[0-9a-f]{12}\b")
_NUMBER = re.compile(r"(?<!line )(?<!\d)\d+")
_CONTEXT = get_context("forkserver")  # children of a clean process that has loaded the library
_CONTEXT.set_forkserver_preload(["sparkocr.apps.jobs", "sparkocr.base", "sparkocr.engines.tesseract"])


@dataclass
class Trial:
    """One file in one program.

    Attributes
    ----------
    end : str
        ``ok``, ``raised``, ``crash`` or ``timeout``.
    message : str
        What was raised, or how the process ended.
    exceptions : dict of str to int
        Rows by their message.
    cpu : float
        Seconds of computing; 0 if the process could not tell.
    mib : float
        Largest resident set; 0 if the process could not tell.
    """

    path: str
    kind: str
    program: str
    end: str = "ok"
    message: str = ""
    rows: int = 0
    exceptions: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    cpu: float = 0.0
    mib: float = 0.0


@dataclass
class Words:
    """Words of a file by pdftotext, and how many of them were found."""

    path: str
    theirs: int
    found: int

    @property
    def share(self) -> float:
        """Return the share that was found."""
        return self.found / self.theirs


def main() -> None:
    """Print the tables."""
    options = parsed()
    if options.words and not shutil.which("pdftotext"):
        raise SystemExit("--words needs pdftotext, which is in the package poppler-utils of Debian.")
    tasks = list(wanted(options.data.absolute(), slow=options.slow, only=options.only))
    if not tasks:
        raise SystemExit(f"No PDF, image or Office file in {options.data} for these programs.")
    files = len({path for path, _, _ in tasks})
    others = sum(path.is_file() for path in options.data.rglob("*")) - files
    print(f"{files} files; {others} more are of no known kind, or without a program\n")
    words: list[Words] = []
    start = perf_counter()
    trials = spark_trials(tasks) if options.spark else light_trials(tasks, options, words)
    print(report(trials, limited=not options.spark))
    if options.words and not options.spark:
        print(word_report(words))
    print(f"\n{perf_counter() - start:.0f} s")
    if options.output:
        result = {"trials": [asdict(trial) for trial in trials], "words": [asdict(found) for found in words]}
        options.output.write_text(json.dumps(result, indent=1))


def parsed() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of files, also in folders inside of it")
    parser.add_argument("--words", action="store_true", help="compare the text of PDFs with that of pdftotext")
    parser.add_argument("--slow", action="store_true", help="also the programs with OCR or LibreOffice")
    parser.add_argument("--only", nargs="+", metavar="PROGRAM", help="only these programs, like text hocr")
    parser.add_argument("--spark", action="store_true", help="Spark jobs over all files, without limits")
    parser.add_argument("--seconds", type=float, default=120, help="limit for a file in a program (%(default)s)")
    parser.add_argument("--mib", type=int, default=4096, help="limit of address space for the same (%(default)s)")
    parser.add_argument("--output", type=Path, help="JSON file for all results")
    return parser.parse_args()


def wanted(data: Path, *, slow: bool, only: Sequence[str] | None) -> Iterator[tuple[Path, str, str]]:
    """Give each file with its kind and the name of a program."""
    for path in sorted(data.rglob("*")):
        kind = next((kind for kind, endings in KINDS.items() if path.suffix.lower() in endings), None)
        if kind is None or not path.is_file():
            continue
        names = [*PROGRAMS[kind], *(SLOW_PROGRAMS.get(kind, {}) if slow else [])]
        yield from ((path, kind, name) for name in names if only is None or name in only)


def stages(kind: str, program: str) -> Sequence[TypedStage]:
    """Return the stages of a program."""
    return (PROGRAMS[kind] | SLOW_PROGRAMS.get(kind, {}))[program]()


def light_trials(
    tasks: Sequence[tuple[Path, str, str]], options: argparse.Namespace, words: list[Words]
) -> list[Trial]:
    """Run all tasks, two at a time; adds to `words`, if they are wanted."""

    def run(task: tuple[Path, str, str]) -> Trial:
        trial, text = in_limits(*task, seconds=options.seconds, mib=options.mib)
        path, kind, program = task
        if options.words and (kind, program) == ("pdf", TEXT):
            words.extend(compared(path, text))
        return trial

    with ThreadPoolExecutor(CORES) as pool:
        return list(tqdm(pool.map(run, tasks), total=len(tasks), unit=" trials"))


def in_limits(path: Path, kind: str, program: str, *, seconds: float, mib: int) -> tuple[Trial, str]:
    """Run one file through a program in a process of its own; returns the text of all pages, too."""
    trial = Trial(str(path), kind, program)
    start = perf_counter()
    here, there = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=work, args=(there, path, kind, program, mib))
    process.start()
    there.close()
    text = ""
    try:
        if here.poll(seconds):
            trial, text = here.recv()
        else:
            trial.end, trial.seconds = "timeout", seconds
            process.kill()
    except EOFError:
        process.join()
        trial.end, trial.message = "crash", f"exit status {process.exitcode}"  # negative: a signal
        trial.seconds = perf_counter() - start
    process.join()
    here.close()
    return trial, text


def work(answer: Connection, path: Path, kind: str, program: str, mib: int) -> None:
    """Run one file through a program in this process, with a limit of memory, and send what came out."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (mib * MIB_IN_BYTES,) * 2)
    trial, texts = Trial(str(path), kind, program), []
    start, before = perf_counter(), process_time()
    try:
        found: Counter[str] = Counter()
        for page in pages_of(path, kind, program):
            trial.rows += 1
            if page.get("exception"):
                found[grouped(page["exception"])] += 1
            texts.append(text_of(page))
        trial.exceptions = dict(found)
    except Exception as error:  # noqa: BLE001  it is what is counted
        trial.end, trial.message = "raised", type(error).__name__
    trial.seconds = perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    trial.cpu, trial.mib = used.ru_utime + used.ru_stime - before, used.ru_maxrss / MIB_IN_KIB
    answer.send((trial, "\n".join(texts)))


def pages_of(path: Path, kind: str, program: str) -> Iterable[Mapping[str, Any]]:
    """Return what comes of a file."""
    light = LightPipeline(stages(kind, program))
    if kind == "hocr":
        return light.fromString(path.read_text(encoding="utf-8", errors="replace"))
    return light.iterLocalPath(path)


def text_of(page: Mapping[str, Any]) -> str:
    """Return the text of a page, if the program reads any."""
    found = page.get("text")
    return str(getattr(found, "result", found) or "")


def grouped(message: str) -> str:
    """Return a message without what differs from file to file; lines of unexpected errors stay."""
    plain = _UID.sub("", _LIGHT.sub(r"\1", message))
    return _NUMBER.sub("N", plain)


def compared(path: Path, text: str) -> Iterator[Words]:
    """Compare a text with that of pdftotext; nothing if that has too few words."""
    command = ["pdftotext", "-q", "-enc", "UTF-8", str(path), "-"]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=PDFTOTEXT_SECONDS)
    except subprocess.TimeoutExpired:
        return
    theirs = bag(done.stdout.decode(errors="replace"))
    if theirs.total() >= FEWEST_WORDS:
        yield Words(str(path), theirs.total(), (theirs & bag(text)).total())


def bag(text: str) -> Counter[str]:
    """Return what stands between blanks, in NFKC and lower case."""
    return Counter(unicodedata.normalize("NFKC", text).lower().split())


def spark_trials(tasks: Sequence[tuple[Path, str, str]]) -> list[Trial]:
    """Run each program as a Spark job over all of its files."""
    programs: dict[tuple[str, str], list[Path]] = {}
    for path, kind, program in tasks:
        programs.setdefault((kind, program), []).append(path)
    trials = []
    with local_session() as session:
        for (kind, program), paths in programs.items():
            start = perf_counter()
            trials += job(session, paths, kind, program)
            print(f"{kind}, {program}: {len(paths)} files in {perf_counter() - start:.0f} s")
    print()
    return trials


def job(session: SparkSession, paths: Sequence[Path], kind: str, program: str) -> list[Trial]:
    """Run a program over files; if that ends with an error, over halves of them."""
    start = perf_counter()
    try:
        pages = PipelineModel(stages=[*stages(kind, program)]).transform(files(session, paths))
        rows = pages.select("path", F.col("exception").cast("string")).collect()
    except Exception as error:  # noqa: BLE001  it is what is counted
        if len(paths) == 1:
            seconds = perf_counter() - start
            return [Trial(str(paths[0]), kind, program, "raised", type(error).__name__, seconds=seconds)]
        half = len(paths) // 2
        return [trial for part in (paths[:half], paths[half:]) for trial in job(session, part, kind, program)]
    seconds = (perf_counter() - start) / len(paths)
    trials = {str(path): Trial(str(path), kind, program, seconds=seconds) for path in paths}
    for row in rows:
        trial = trials[row["path"].removeprefix("file:")]
        trial.rows += 1
        if row["exception"]:
            message = grouped(row["exception"])
            trial.exceptions[message] = trial.exceptions.get(message, 0) + 1
    return list(trials.values())


def files(session: SparkSession, paths: Sequence[Path]) -> DataFrame:
    """Return files as the command line reads them."""
    return load_files(session, [str(path) for path in paths])


def report(trials: Sequence[Trial], *, limited: bool) -> str:
    """Return all tables but that of words; those of single files only if each had a process of its own."""
    programs: dict[tuple[str, str], list[Trial]] = {}
    for trial in trials:
        programs.setdefault((trial.kind, trial.program), []).append(trial)
    header = (
        "kind",
        "program",
        "files",
        "rows",
        "with exception",
        "unexpected",
        "raised",
        "crashes",
        "timeouts",
        "without a row",
        "seconds",
        "peak MiB",
    )
    parts = [table(header, (summary(*names, found) for names, found in programs.items()))]
    if messages := list(message_rows(trials)):
        parts.append(table(("program", "message", "rows", "files", "one of them"), messages))
    bad = [trial for trial in trials if trial.end != "ok" or not trial.rows]
    if bad:
        rows = ((name(trial), trial.program, trial.end, trial.message or f"{trial.rows} rows") for trial in bad)
        parts.append(table(("file", "program", "end", "message"), rows))
    if limited:
        parts.append(longest(trials, "slowest", "seconds", lambda trial: trial.seconds))
        parts.append(longest(trials, "largest", "MiB", lambda trial: trial.mib))
    return "\n\n".join(parts)


def summary(kind: str, program: str, trials: Sequence[Trial]) -> Sequence[object]:
    """Return the row of a program."""
    messages = [(message, count) for trial in trials for message, count in trial.exceptions.items()]
    ends = Counter(trial.end for trial in trials)
    return (
        kind,
        program,
        len(trials),
        sum(trial.rows for trial in trials),
        sum(count for _, count in messages),
        sum(count for message, count in messages if UNEXPECTED in message),
        ends["raised"],
        ends["crash"],
        ends["timeout"],
        sum(trial.end == "ok" and not trial.rows for trial in trials),
        f"{sum(trial.seconds for trial in trials):.0f}",
        f"{max(trial.mib for trial in trials):.0f}",
    )


def message_rows(trials: Iterable[Trial]) -> Iterator[Sequence[object]]:
    """Give the messages of each program: first the unexpected ones, then by their rows."""
    counts: Counter[tuple[str, str]] = Counter()
    found: dict[tuple[str, str], list[str]] = {}
    for trial in trials:
        for message, count in trial.exceptions.items():
            counts[trial.program, message] += count
            found.setdefault((trial.program, message), []).append(name(trial))
    for key, count in sorted(counts.items(), key=lambda item: (UNEXPECTED not in item[0][1], -item[1])):
        program, message = key
        yield program, message.replace("|", "\\|"), count, len(found[key]), found[key][0]


def longest(trials: Iterable[Trial], what: str, unit: str, value: Callable[[Trial], float]) -> str:
    """Return a table of the files with the largest values."""
    largest = sorted(trials, key=value, reverse=True)[:LONGEST_LIST]
    return table((f"{what} files", "program", unit), ((name(trial), trial.program, value(trial)) for trial in largest))


def word_report(words: Sequence[Words]) -> str:
    """Return how many words of pdftotext were found, and where some are missing."""
    if not words:
        return f"\nNo file has {FEWEST_WORDS} words by pdftotext."
    total = sum(found.found for found in words) / sum(found.theirs for found in words)
    lowest = sorted((found for found in words if found.share < GOOD_SHARE), key=lambda found: found.share)
    rows = ((Path(found.path).name, found.theirs, found.found, found.share) for found in lowest)
    middle = median(found.share for found in words)
    heading = (
        f"\n{len(words)} files with {FEWEST_WORDS} words or more by pdftotext: {total:.4f} of its words are found, "
        f"median {middle:.4f} per file; {len(lowest)} files are below {GOOD_SHARE}\n\n"
    )
    return heading + table(("file", "words of pdftotext", "found", "share"), rows)


def name(trial: Trial) -> str:
    """Return the name of the file."""
    return Path(trial.path).name


if __name__ == "__main__":
    main()
