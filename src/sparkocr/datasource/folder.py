"""A target folder on any file system of fsspec, into which whole writes go or nothing.

::

    target/_temporary/<write>/<start>-<attempt>/<number>   files of one attempt of one task
    target/<name>                                          files of finished writes
    target/_SUCCESS                                        the last write into the folder finished
    target/_streams/<query>.json                           what the last batch of a stream wrote

Every attempt of a task writes into a folder of its own. Only the driver moves files out of there, those of the
attempts that Spark reports as successful. A rename replaces a file as a whole; on object stores it is a copy and a
removal, which takes longer but shows no half file either.
"""

from __future__ import annotations

import json
import os
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from sparkocr.datasource.names import RESERVED

_TEMPORARY, _STREAMS = RESERVED
_SUCCESS = "_SUCCESS"
# Whether the driver of another write still runs can't be asked. A write whose last task started longer ago than this
# was killed: no task runs a day.
_LEFTOVER_AGE = 24 * 3600.0
_REQUESTS = 16  # at a time, to object stores: a rename is two requests of up to 100 ms


@dataclass(frozen=True)
class Folder:
    """A folder to write to; goes to the workers by pickle.

    Attributes
    ----------
    fs : fsspec.AbstractFileSystem
        The file system.
    root : str
        Absolute path of the folder in it.
    """

    fs: AbstractFileSystem
    root: str

    @classmethod
    def of(cls, url: str) -> Folder:
        """Return the folder of a path or URL, also of ``file:/path`` as Spark writes it."""
        fs, root = url_to_fs(url)
        return cls(fs, root.rstrip("/"))

    def _path(self, *parts: str) -> str:
        return "/".join((self.root, *parts))

    def new_attempt(self, write: str) -> str:
        """Make the folder of one attempt of a task and return its path relative to the target."""
        attempt = f"{_TEMPORARY}/{write}/{time.time():.0f}-{uuid.uuid4().hex}"
        self._make_folder(self._path(attempt))
        return attempt

    def _make_folder(self, path: str) -> None:
        """Make a folder and those above it, which another write may be removing, since they are empty."""
        for _ in range(3):
            with suppress(FileNotFoundError):
                self.fs.makedirs(path, exist_ok=True)
                return
        self.fs.makedirs(path, exist_ok=True)

    def write(self, name: str, content: bytes | memoryview) -> None:
        """Write a file at a path relative to the target."""
        with self.fs.open(self._path(name), "wb") as file:
            file.write(content)

    def publish(self, files: Mapping[str, str], *, overwrite: bool) -> None:
        """Move files to their names, and then remove all others if they are to be overwritten.

        Parameters
        ----------
        files : mapping of str to str
            From the name to where the file is now, both relative to the target.
        overwrite : bool
            Whether files of earlier writes go.
        """
        self.remove([_SUCCESS])  # it speaks of a whole write; now there may be a part of one
        self._make_folder(self.root)
        earlier = set(self._files()) if overwrite else set()
        for parent in {str(PurePosixPath(name).parent) for name in files} - {"."}:
            self._make_folder(self._path(parent))
        self._move_all(files)
        if overwrite:
            self.remove(earlier.difference(files))
            self._remove_empty_folders()

    def mark_success(self, counts: Mapping[str, int]) -> None:
        """Say that all files of a write are there."""
        self.write(_SUCCESS, json.dumps(counts).encode())

    def discard(self, write: str) -> None:
        """Remove what is left of a write, and of others that were killed long ago."""
        self._remove_tree(f"{_TEMPORARY}/{write}")
        oldest = time.time() - _LEFTOVER_AGE
        for other in self._names(_TEMPORARY):
            attempts = list(self._names(f"{_TEMPORARY}/{other}"))
            if attempts and max(map(_start, attempts)) < oldest:
                self._remove_tree(f"{_TEMPORARY}/{other}")
        with suppress(OSError):  # other writes are using it
            self.fs.rmdir(self._path(_TEMPORARY))

    def stream_batch(self, query: str) -> tuple[int, list[str]]:
        """Return the last batch of a stream that was written, or begun, and the names of its files; else -1."""
        try:
            state = json.loads(self.fs.cat_file(self._path(_STREAMS, f"{query}.json")))
        except FileNotFoundError:
            return -1, []
        return state["batch"], state["files"]

    def save_stream_batch(self, query: str, batch: int, files: Iterable[str]) -> None:
        """Remember which files a batch of a stream is about to write."""
        temporary = f"{self.new_attempt(query)}/state"
        self.write(temporary, json.dumps({"batch": batch, "files": sorted(files)}).encode())
        self._make_folder(self._path(_STREAMS))
        self._move(temporary, f"{_STREAMS}/{query}.json")

    def remove(self, names: Iterable[str]) -> None:
        """Remove files, which need not be there."""
        for name in names:
            with suppress(FileNotFoundError):
                self.fs.rm_file(self._path(name))

    def _move_all(self, files: Mapping[str, str]) -> None:
        if not self.fs.async_impl:
            for target, source in files.items():
                self._move(source, target)
            return
        with ThreadPoolExecutor(_REQUESTS) as pool:
            list(pool.map(self._move, files.values(), files))

    def _move(self, source: str, target: str) -> None:
        """Rename a file; it replaces one that is there."""
        old, new = self._path(source), self._path(target)
        if isinstance(self.fs, LocalFileSystem):
            os.replace(old, new)  # noqa: PTH105  the paths are strings of fsspec
        elif type(self.fs).mv is AbstractFileSystem.mv:  # which would take characters of the names for a glob
            self.fs.cp_file(old, new)
            self.fs.rm_file(old)
        else:
            self._rename(old, new)

    def _rename(self, old: str, new: str) -> None:
        try:
            self.fs.mv(old, new)
        except OSError:  # HDFS renames to new names only
            if not (self.fs.isfile(old) and self.fs.isfile(new)):
                raise
            self.fs.rm_file(new)
            self.fs.mv(old, new)

    def _files(self) -> Iterator[str]:
        """Return the names of all files that writes left in the target."""
        self.fs.invalidate_cache()
        for path in self.fs.find(self.root):
            name = path.removeprefix(self.root).lstrip("/")
            if name.split("/")[0] not in RESERVED:
                yield name

    def _remove_empty_folders(self) -> None:
        self.fs.invalidate_cache()
        found = self.fs.find(self.root, withdirs=True, detail=True)
        for path in sorted((path for path, info in found.items() if info["type"] == "directory"), reverse=True):
            if path.removeprefix(self.root).lstrip("/").split("/")[0] not in ("", *RESERVED):
                with suppress(OSError):
                    self.fs.rmdir(path)

    def _names(self, folder: str) -> Iterator[str]:
        """Return the names in a folder, which need not be there and may be another user's."""
        self.fs.invalidate_cache()
        with suppress(OSError):
            for path in self.fs.ls(self._path(folder), detail=False):
                yield PurePosixPath(path).name

    def _remove_tree(self, name: str) -> None:
        """Remove a folder of temporary files as far as possible; what is left must not fail a write that is done."""
        self.fs.invalidate_cache()
        with suppress(OSError):  # not there, or an abandoned attempt of a task still writes into it
            self.fs.rm(self._path(name), recursive=True)


def _start(attempt: str) -> float:
    """Return when an attempt started, in seconds since 1970; what has another name is not ours and never old."""
    seconds = attempt.partition("-")[0]
    return float(seconds) if seconds.isdigit() else float("inf")
