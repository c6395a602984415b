"""What fuzzing finds and counts, and the tables of it."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from os import dup, dup2, fdopen
from pathlib import Path
from typing import TextIO

from common import table
from fuzzing.seeds import SECRET
from robustness import MIB_IN_BYTES, UNEXPECTED, grouped

__all__ = ["File", "Findings", "Log", "is_quoted", "logged"]

PIECE = 9  # letters of the secret that are no accident
PIECES = [SECRET[start : start + PIECE].lower() for start in range(len(SECRET) - PIECE + 1)]
ENDED = re.compile(r"took longer than|needs more than|library crashed")
MOST_LINES = 60
KEPT = 3  # files of each finding: they are enough to look at


@dataclass(frozen=True)
class File:
    """A damaged document."""

    name: str
    kind: str
    content: bytes


@dataclass
class Findings:
    """What was found, and what is told of the run; `out` is a folder for the files."""

    out: Path
    shown: TextIO
    files: Counter[tuple[str, str]] = field(default_factory=Counter)
    rows: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds: dict[tuple[str, str], float] = field(default_factory=dict)
    found: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    messages: Counter[tuple[str, str]] = field(default_factory=Counter)
    longest: float = 0.0
    highest: int = 0

    def add(self, what: str, program: str, message: str, files: Sequence[File]) -> None:
        """Keep a finding and its files."""
        key = (what, files[0].kind, program, message)
        self.found[key] += 1
        if self.found[key] == 1:
            line = f"{what}: {files[0].kind}, {program}: {message} ({files[0].name})"
            print(f"\r{time.strftime('%H:%M:%S')} {line}", file=self.shown, flush=True)
        if self.found[key] > KEPT:
            return
        folder = self.out / f"{what}-{files[0].kind}-{program.replace(' ', '_')}"
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            (folder / file.name).write_bytes(file.content)

    def count(self, program: str, files: Sequence[File], rows: int, seconds: float) -> None:
        """Count files that were read by one job."""
        key = (files[0].kind, program)
        self.files[key] += len(files)
        self.rows[key] += rows
        self.seconds[key] = self.seconds.get(key, 0.0) + seconds
        self.longest = max(self.longest, seconds / (1 if len(files) > 1 else max(1, rows)))

    def judge(self, program: str, file: File, messages: Sequence[str]) -> None:
        """Look at the messages of all rows of a file."""
        if not messages:
            self.add("lost", program, "no row", [file])
        for message in filter(None, messages):
            short = grouped(message)
            self.messages[program, short] += 1
            if is_quoted(message):
                self.add("text", program, "in an exception", [file])
            if UNEXPECTED in message:
                self.add("unexpected", program, short, [file])
            elif ENDED.search(message):
                self.add("limit", program, short, [file])

    def report(self, log: str) -> str:
        """Return the tables; `log` is all that was written."""
        lines = Counter(grouped(line) for line in log.splitlines() if line.strip())
        kinds: Counter[str] = Counter()
        for (kind, _), count in self.files.items():
            kinds[kind] += count
        programs = [
            (*key, count, self.rows[key], self.seconds.get(key, 0.0)) for key, count in sorted(self.files.items())
        ]
        found = [(*key, count) for key, count in sorted(self.found.items())]
        total = (
            f"{kinds.total()} files ({', '.join(f'{count} {kind}' for kind, count in kinds.items())}), "
            f"{self.rows.total()} rows; longest job, or page where a job is one file: {self.longest:.1f} s; "
            f"largest process of a worker: {self.highest / MIB_IN_BYTES:.0f} MiB"
        )
        parts = [
            table(("program", "message", "rows"), [(*key, count) for key, count in sorted(self.messages.items())]),
            table(("line of the log", "times"), lines.most_common(MOST_LINES)),
            table(("kind", "program", "files", "rows", "seconds"), programs),
            total,
            table(("finding", "kind", "program", "message", "files"), found) if found else "No findings.",
        ]
        return "\n\n".join(parts)


def is_quoted(text: str) -> bool:
    """Tell whether a text has a piece of the secret."""
    lower = text.lower()
    return any(piece in lower for piece in PIECES)


class Log:
    """A file in which others write."""

    def __init__(self, path: Path, shown: TextIO) -> None:
        self.path, self.shown = path, shown
        self._file = path.open(encoding="utf-8", errors="replace")

    def new(self) -> str:
        """Return what was written since the last call."""
        return self._file.read()


@contextmanager
def logged(path: Path) -> Iterator[Log]:
    """Let this process and its children write to a file, beside what is shown."""
    before = [dup(number) for number in (1, 2)]
    with path.open("wb", buffering=0) as log, fdopen(dup(1), "w") as shown:
        for number in (1, 2):
            dup2(log.fileno(), number)
        try:
            yield Log(path, shown)
        finally:
            for number, copy in enumerate(before, 1):
                dup2(copy, number)
