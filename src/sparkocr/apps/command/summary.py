"""What people read at the end: what failed and why, and how much was done."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sparkocr.apps.command.journal import Document

__all__ = ["Summary", "counted", "reason_of"]

SHOWN_PATHS = 5  # for one reason
_STAGE = re.compile(r"^\w+_[0-9a-f]{12,}: |^sparkocr: ")

FailedPage = tuple[str, int | None, str]
"""Path, page (from 0) and reason."""


@dataclass
class Summary:
    """What a run did.

    Attributes
    ----------
    unit : str
        What is counted, such as ``pages``.
    count : int
        How many there are, with those that failed.
    kept : int
        Documents that were there already.
    empty : int
        Documents without a page or table, of which nothing failed.
    note : str
        What becomes of these.
    failures : list of FailedPage
    """

    unit: str
    count: int = 0
    kept: int = 0
    empty: int = 0
    note: str = ""
    failures: list[FailedPage] = field(default_factory=list)

    def add(self, document: Document) -> None:
        """Count a document that is done."""
        self.count += document.count
        self.empty += not (document.count or document.failures)
        self.failures += [(document.path, page, reason) for page, reason in document.failures]

    def say(self, seconds: float, where: str, table: str = "") -> int:
        """Print the failures, by their reasons, and the sums.

        Parameters
        ----------
        seconds : float
            That the run took.
        where : str
            Where the results are.
        table : str
            The file that lists all failures; empty: none.

        Returns
        -------
        int
            The exit status: 1 if anything failed, else 0.
        """
        say_failures(self.failures, table)
        done, failed = counted(self.count, self.unit), counted(len(self.failures), "failures")
        kept = f"; {counted(self.kept, 'documents')} {'was' if self.kept == 1 else 'were'} there" if self.kept else ""
        speed = self.count / max(seconds, 1e-3)
        line = f"{done}, {failed}, {speed:.2f} {self.unit}/s{kept}; results in {where}"
        to_screen = sys.stderr if where == "standard output" else sys.stdout
        if self.empty:
            have = "has" if self.empty == 1 else "have"
            print(f"{counted(self.empty, 'documents')} {have} no {self.unit}{self.note}", file=to_screen)
        print(line, file=to_screen)
        return 1 if self.failures else 0


def say_failures(failures: Iterable[FailedPage], table: str) -> None:
    """Print failures by their reasons, those with most first."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for path, page, reason in failures:
        by_reason[reason].append(path if page is None else f"{path} page {page + 1}")
    for reason, places in sorted(by_reason.items(), key=lambda item: -len(item[1])):
        print(f"{len(places)} failed: {reason}", file=sys.stderr)  # noqa: T201
        for place in places[:SHOWN_PATHS]:
            print(f"  {place}", file=sys.stderr)  # noqa: T201
        if len(places) > SHOWN_PATHS:
            more = f": all are in {table}" if table else ""
            print(f"  and {len(places) - SHOWN_PATHS} more{more}", file=sys.stderr)  # noqa: T201


def say_skipped(skipped: Mapping[str, Sequence[str]]) -> None:
    """Print what was left out, by reason."""
    for reason, paths in skipped.items():
        more = ", …" if len(paths) > SHOWN_PATHS else ""
        print(f"{len(paths)} left out ({reason}): {', '.join(paths[:SHOWN_PATHS])}{more}", file=sys.stderr)  # noqa: T201


def reason_of(exception: str) -> str:
    """Return a message without the stage that it is from, whose name is another one in each run.

    >>> reason_of("PdfToText_0123456789ab: Can't open file as PDF.")
    "Can't open file as PDF."
    """
    return _STAGE.sub("", exception)


def counted(number: int, things: str) -> str:
    """Return a number of things, which end in an s."""
    return f"{number} {things.removesuffix('s') if number == 1 else things}"
