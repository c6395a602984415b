"""A folder of results: what may be written there, and how it gets there as a whole or not at all."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sparkocr.apps.command.journal import FOLDER, Document, Journal, append, lines_of, written_by_us

__all__ = ["FAILURES", "Store"]

FAILURES = "failures.csv"
_PART = re.compile(r"part-(\d{5,})[-.]")
_SPOOL, _NEW = ".spool", "new"


@dataclass(frozen=True)
class Store:
    """The results of a command in a folder.

    A process may be killed at any time. Files come to their names by a rename, after the journal knows the names, and
    documents are done when the journal says so: what lies there of others is ours, and is replaced or removed.

    Attributes
    ----------
    out : Path
        The folder.
    journal : Journal
    rows : str
        Folder in it for files of rows of many documents; empty: documents have files of their own.
    """

    out: Path
    journal: Journal
    rows: str = ""

    @classmethod
    def of(cls, out: str, command: str, output_format: str, rows: str = "") -> Store:
        """Return the store of a command and a format in a folder, which need not be there."""
        folder = Path(out.removeprefix("file://").removeprefix("file:")).absolute()
        name = f"{command}-{output_format}" if output_format else command
        return cls(folder, Journal.of(folder, name), rows)

    def check(self, options: Mapping[str, Any], *, resume: bool, overwrite: bool) -> None:
        """Check whether a run may write; changes nothing.

        Raises
        ------
        ValueError
            There are results, and nobody said what becomes of them; or there are files of the user.
        """
        earlier = self.journal.options
        if earlier is not None and not (resume or overwrite):
            raise ValueError(
                f"{self.out} has results of an earlier run: --resume goes on with them, --overwrite replaces them"
                if self.journal.file.stem != "deidentify"
                else f"{self.out} has results of an earlier run: --overwrite replaces them"
            )
        if resume and earlier is not None and dict(earlier) != dict(options):
            said = ", ".join(f"{key} {earlier.get(key, 'as usual')}" for key in _differing(earlier, options))
            raise ValueError(f"{self.out} has results with other options ({said}): --overwrite replaces them")
        ours = written_by_us(self.out)
        foreign = sorted(name for name in self._names_in_rows() if name not in ours)
        if foreign:
            raise ValueError(f"{self.out / foreign[0]} is no result of sparkocr: choose another folder with --out")
        if (self.out / FAILURES).exists() and FAILURES not in ours:
            raise ValueError(f"{self.out / FAILURES} is no result of sparkocr: choose another folder with --out")

    def begin(self, options: Mapping[str, Any], *, resume: bool) -> None:
        """Begin a run: remove what is left of a killed one, and all results unless it goes on with them."""
        self.out.mkdir(parents=True, exist_ok=True)
        self.remove_new_folder()
        if not resume:
            self._remove(self.journal.files)
            self._spool.unlink(missing_ok=True)
            self.journal.forget()
        self._remove(name for name in self._names_in_rows() if self._part_of(name) >= self.journal.next_part)
        if self.journal.options is None:
            self.journal.begin(options)

    def check_names(self, names: Iterable[str]) -> None:
        """Check that no file of the user has a name that a result will have.

        Raises
        ------
        ValueError
            One has.
        """
        ours = written_by_us(self.out)
        taken = next((name for name in names if name not in ours and (self.out / name).exists()), None)
        if taken:
            raise ValueError(f"{self.out / taken} is there already: choose another folder with --out")

    def new_folder(self) -> Path:
        """Return an empty folder on the same disk, for results that are not in their places yet."""
        self.remove_new_folder()
        folder = self.out / FOLDER / _NEW
        folder.mkdir(parents=True)
        return folder

    def remove_new_folder(self) -> None:
        """Remove that folder, with what is not wanted of it."""
        shutil.rmtree(self.out / FOLDER / _NEW, ignore_errors=True)

    def put(self, document: Document, contents: Sequence[tuple[str, bytes | Path]]) -> Document:
        """Put the files of a document in their places, and note it.

        Parameters
        ----------
        document : Document
        contents : sequence of (str, bytes or Path)
            What names end with behind the `base` of the document, and what is in the file, or where it is now.

        Returns
        -------
        Document
            With its files, and a failure for each that has a name of a file of the user.
        """
        made = self.placed(document, contents)
        self.journal.done([made])
        return made

    def placed(self, document: Document, contents: Sequence[tuple[str, bytes | Path]]) -> Document:
        """Put the files of a document in their places, without noting it; see `put`."""
        targets = {f"{document.base}.{ending}": content for ending, content in contents}
        taken = [name for name in targets if name not in self.journal.files and (self.out / name).exists()]
        for name in taken:
            del targets[name]
        self.journal.intend(targets)
        for name, content in targets.items():
            self.place(name, content)
        failures = tuple((None, f"There is a file {name} already, which sparkocr did not write.") for name in taken)
        return replace(document, files=tuple(targets), failures=(*document.failures, *failures))

    def place(self, name: str, content: bytes | Path) -> None:
        """Put a file in its place, which the journal knows."""
        target = self.out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            temporary = self.out / FOLDER / "file"
            temporary.write_bytes(content)
            content = temporary
        content.replace(target)

    def add_part(self, documents: Sequence[Document], contents: Sequence[bytes | Path]) -> list[Document]:
        """Put the rows of documents in their place as the next part, and note it; what waited is forgotten."""
        part = self.journal.next_part
        ending = Path(self.rows).suffix
        several = len(contents) > 1
        names = [
            f"{self.rows}/part-{part:05}{f'-{number:05}' if several else ''}{ending}" for number in range(len(contents))
        ]
        self.journal.intend(names)
        for name, content in zip(names, contents, strict=True):
            self.place(name, content)
        made = [replace(document, files=tuple(names)) for document in documents]
        self.journal.done(made, part)
        self._spool.unlink(missing_ok=True)
        return made

    def wait(self, document: Document, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep the rows of a document until there are enough for a part; they survive a killed process."""
        append(self._spool, {"document": asdict(document), "rows": list(rows)})

    def waiting(self) -> list[tuple[Document, list[dict[str, Any]]]]:
        """Return the documents, with their rows, that a killed process has not made a part of."""
        found = ((Document.of(line["document"]), line["rows"]) for line in lines_of(self._spool))
        return [
            (document, rows)
            for document, rows in found
            if self.journal.documents.get(document.path, Document("", "")).sha256 != document.sha256
        ]

    def drop(self, paths: Iterable[str]) -> None:
        """Take the results of documents out."""
        gone = {path: self.journal.documents[path] for path in paths}
        files = {name for document in gone.values() for name in document.files}
        if not gone:
            return
        if self.rows:
            from sparkocr.apps.command.rows import without

            for name in sorted(files):
                if (self.out / name).exists():
                    left = without(self.out / name, gone)
                    if left is None:
                        self._remove([name])
                    else:
                        self.place(name, left)
        else:
            self._remove(files)
        self.journal.dropped(gone)

    def write_failures(self) -> bool:
        """Write, or remove, the table of failures beside the results; tell whether there are some."""
        rows = [
            (document.path, "" if page is None else page + 1, reason)
            for document in sorted(self.journal.documents.values(), key=lambda each: each.path)
            for page, reason in document.failures
        ]
        if not rows:
            if FAILURES in self.journal.files:
                self._remove([FAILURES])
            return False
        self.journal.intend([FAILURES])
        temporary = self.out / FOLDER / FAILURES
        with temporary.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([("path", "page", "reason"), *rows])
        temporary.replace(self.out / FAILURES)
        return True

    @property
    def _spool(self) -> Path:
        return self.journal.file.with_suffix(_SPOOL)

    def _names_in_rows(self) -> list[str]:
        """Return the files in the folder of rows; readers overlook names with a dot or an underscore before them."""
        if not self.rows or not (self.out / self.rows).exists():
            return []
        if not (self.out / self.rows).is_dir():
            return [self.rows]
        files = (file for file in (self.out / self.rows).rglob("*") if file.is_file())
        return [str(file.relative_to(self.out)) for file in files if file.name[0] not in "._"]

    def _part_of(self, name: str) -> int:
        found = _PART.search(name.rsplit("/", 1)[-1])
        return int(found[1]) if found else -1

    def _remove(self, names: Iterable[str]) -> None:
        """Remove files, and the folders that are empty then."""
        for name in list(names):
            file = self.out / name
            file.unlink(missing_ok=True)
            with suppress(OSError):
                for folder in file.parents:
                    if folder == self.out:
                        break
                    folder.rmdir()


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    return sorted(key for key in {*one, *other} if one.get(key) != other.get(key))
