"""Small files that ask for enormous work: how many seconds and how much memory a process takes to refuse or read them.

    python bench/hostile.py [--write DIR] [--only NAME ...] [--programs PROGRAM ...] [--seconds N] [--mib N]

Each file of `bombs.py` goes through the programs for its kind in a process of its own, with a limit of seconds and of
memory. Right is an exception, or what a viewer shows, in less than 30 s of computing a page and below 2 GB; a file is
listed as bad where it takes more, ends its process, raises, or gives no row.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from bombs import BOMBS
from common import table
from robustness import Trial, in_limits

MOST_SECONDS, MOST_MIB = 30, 2048


def main() -> None:
    """Write the files, run them, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, help="folder that keeps the files")
    parser.add_argument("--only", nargs="+", default=[""], help="only files whose names have one of these in them")
    parser.add_argument("--programs", nargs="+", help="only these programs")
    parser.add_argument("--seconds", type=float, default=60, help="limit for a file in a program (%(default)s)")
    parser.add_argument("--mib", type=int, default=6000, help="limit of address space for the same (%(default)s)")
    options = parser.parse_args()
    names = [name for name in BOMBS if any(part in name for part in options.only)]
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.write or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        trials = [trial for name in names for trial in tried(folder, name, options)]
    print(report(trials))


def tried(folder: Path, name: str, options: argparse.Namespace) -> list[Trial]:
    """Make a file and run it through all programs for its kind."""
    path = folder / name
    if not path.exists():
        path.write_bytes(BOMBS[name]())
    trials = []
    for kind, program in programs_of(name):
        if options.programs and program not in options.programs:
            continue
        trial, _ = in_limits(path, kind, program, seconds=options.seconds, mib=options.mib)
        print(line(trial), flush=True)
        trials.append(trial)
    if options.write is None:
        path.unlink()
    return trials


def programs_of(name: str) -> list[tuple[str, str]]:
    """Return the programs for a file, by the ending of its name."""
    ending = name.rpartition(".")[2]
    if ending == "pdf":
        return [("pdf", program) for program in ("text", "images", "form", "searchable")]
    if ending == "docx":
        return [("word", "text"), ("word", "tables")]
    return [("hocr", "text"), ("hocr", "tokens"), ("hocr", "merged")] if ending == "hocr" else [("image", "images")]


def is_bad(trial: Trial) -> bool:
    """Tell whether a file did harm."""
    took = trial.cpu > MOST_SECONDS * max(1, trial.rows) or trial.mib > MOST_MIB
    return trial.end != "ok" or not trial.rows or took or any("Unexpected" in message for message in trial.exceptions)


def line(trial: Trial) -> str:
    """Return what came of a file, in a line."""
    messages = "; ".join(f"{count} x {message}" for message, count in trial.exceptions.items())
    sign = "BAD" if is_bad(trial) else "ok"
    took = f"{trial.seconds:7.1f} s ({trial.cpu:5.1f} computing){trial.mib:7.0f} MiB"
    what = f"{trial.end} {trial.message} {trial.rows} rows {messages}"
    return f"{sign:4}{Path(trial.path).name:28}{trial.program:11}{took}  {what}"


def report(trials: Sequence[Trial]) -> str:
    """Return a table of the programs, and of the files that did harm."""
    rows = []
    for program, found in groupby(
        sorted(trials, key=lambda trial: (trial.kind, trial.program)), lambda trial: (trial.kind, trial.program)
    ):
        each = list(found)
        rows.append((*program, len(each), sum(map(is_bad, each)), max(t.cpu for t in each), max(t.mib for t in each)))
    bad = "\n".join(line(trial) for trial in trials if is_bad(trial))
    return f"\n{bad}\n\n" + table(("kind", "program", "files", "bad", "most seconds of computing", "largest MiB"), rows)


if __name__ == "__main__":
    main()
