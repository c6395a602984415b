"""What a run has done: one line of JSON per batch, written once the results of the batch are in their places."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["FOLDER", "Document", "Failure", "Journal", "append", "lines_of", "written_by_us"]

FOLDER = ".sparkocr"
"""In the folder of the results; readers of folders leave out names with a dot."""

Failure = tuple[int | None, str]
"""Page, from 0, and the reason why it can't be read."""


@dataclass(frozen=True)
class Document:
    """What became of a document.

    Attributes
    ----------
    path : str
        As in the results.
    sha256 : str
        Of its bytes, in hex; empty if they can't be read.
    base : str
        What the names of its results begin with; empty where the results of several documents are in one file.
    count : int
        Pages, tables or documents, as the command counts.
    files : tuple of str
        Files that have its results, relative to the folder of results.
    failures : tuple of Failure
    """

    path: str
    sha256: str
    base: str = ""
    count: int = 0
    files: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Document:
        """Return a document from JSON."""
        failures = tuple((page, reason) for page, reason in fields["failures"])
        return cls(**{**fields, "files": tuple(fields["files"]), "failures": failures})


@dataclass
class Journal:
    """The journal of a command in a folder of results.

    Lines that a killed process has not finished are no lines. A line says all of a batch, so that its documents are
    done together or not at all: ``{"options": …}`` of a run, ``{"intent": [files]}`` before files are put in place,
    ``{"documents": […], "part": number}`` when they are, ``{"dropped": [paths]}`` when results were taken out.

    Attributes
    ----------
    file : Path
    documents : dict of str to Document
        By path.
    options : mapping of str to object, or None
        Of the run that began it; None: nothing was begun.
    files : set of str
        All files that were written or were about to be.
    next_part : int
        Number of the next part of results that documents share.
    """

    file: Path
    documents: dict[str, Document] = field(default_factory=dict)
    options: Mapping[str, Any] | None = None
    files: set[str] = field(default_factory=set)
    next_part: int = 0

    @classmethod
    def of(cls, out: Path, name: str) -> Journal:
        """Return the journal of that name in a folder of results; empty if there is none."""
        journal = cls(out / FOLDER / f"{name}.jsonl")
        for line in lines_of(journal.file):
            journal._take(line)
        return journal

    def _take(self, line: Mapping[str, Any]) -> None:
        self.options = line.get("options", self.options)
        self.files.update(line.get("intent", ()))
        for path in line.get("dropped", ()):
            self.documents.pop(path, None)
        for fields in line.get("documents", ()):
            document = Document.of(fields)
            self.documents[document.path] = document
            self.files.update(document.files)
        self.next_part = max(self.next_part, line.get("part", -1) + 1)

    def begin(self, options: Mapping[str, Any]) -> None:
        """Note the options of a run."""
        self._add({"options": options})

    def intend(self, files: Iterable[str]) -> None:
        """Note files that are about to be put in place, so that they are known as ours whatever happens."""
        if new := sorted(set(files) - self.files):
            self._add({"intent": new})

    def done(self, documents: Iterable[Document], part: int | None = None) -> None:
        """Note a batch whose results are in place."""
        line: dict[str, Any] = {"documents": [asdict(document) for document in documents]}
        self._add(line if part is None else line | {"part": part})

    def dropped(self, paths: Iterable[str]) -> None:
        """Note documents whose results were taken out."""
        self._add({"dropped": sorted(paths)})

    def _add(self, line: Mapping[str, Any]) -> None:
        self._take(line)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        append(self.file, line)

    def forget(self) -> None:
        """Remove the journal and all that it knows."""
        self.file.unlink(missing_ok=True)
        self.documents.clear()
        self.files.clear()
        self.options, self.next_part = None, 0


def append(file: Path, line: Mapping[str, Any]) -> None:
    """Append a line of JSON to a file; what a killed process has left of a line goes."""
    with file.open("ab+") as out:
        size = _whole(out.seek(0, os.SEEK_END), file)
        out.truncate(size)
        out.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")


def _whole(size: int, file: Path) -> int:
    """Return how many bytes of a file are whole lines."""
    with file.open("rb") as lines:
        if not size or (lines.seek(size - 1) >= 0 and lines.read(1) == b"\n"):
            return size
        lines.seek(0)
        return lines.read().rfind(b"\n") + 1


def lines_of(file: Path) -> Iterator[dict[str, Any]]:
    """Give the whole lines of a file, which need not be there."""
    if not file.exists():
        return
    with file.open("rb") as lines:
        for line in lines:
            if line.endswith(b"\n"):
                yield json.loads(line)


def written_by_us(out: Path) -> set[str]:
    """Return all files that runs of all commands have written into a folder, relative to it."""
    journals = (out / FOLDER).glob("*.jsonl")
    return {name for file in journals for name in Journal.of(out, file.stem).files}
