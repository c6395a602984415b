"""Find the files that paths, folders and globs stand for, and spell them as Spark does."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any, cast

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from sparkocr.file_names import shown, without_braces

__all__ = ["FoundFile", "OnSkip", "find_files", "ignore", "is_hidden"]

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")
_GLOB = re.compile(r"[*?\[{]")
_BROKEN = "broken link"
# Reasons to skip what is neither file nor folder: "other" is fsspec's type of pipes, sockets and devices.
_SKIPPED = {_BROKEN: _BROKEN, "other": "no file"}
# What file systems of fsspec call the time of the last change, in this order.
_TIMES = ("mtime", "LastModified", "last_modified", "updated", "modified", "created")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file.

    Attributes
    ----------
    path : str
        As ``binaryFile`` spells it: ``file:/folder/name`` with nothing encoded, or a URL as the user writes it.
    size : int
        Bytes.
    modified : int or None
        When it was last changed, in microseconds since 1970; None if the storage doesn't tell.
    """

    path: str
    size: int
    modified: int | None

    @property
    def shown(self) -> str:
        """Return the path as text of Unicode, see `shown`."""
        return shown(self.path)


@dataclass(frozen=True)
class _Place:
    """A path in a file system; `prefix` and a name in the file system make a URL again."""

    fs: AbstractFileSystem
    name: str
    prefix: str


OnSkip = Callable[[str, str], None]
"""Gets the path of what is left out, and why."""


def ignore(_path: str, _reason: str) -> None:
    """Tell nobody what is left out; an `OnSkip`."""


def find_files(
    paths: Iterable[str],
    *,
    recursive: bool = False,
    name_filter: str = "",
    may_be_empty: bool = False,
    on_skip: OnSkip = ignore,
) -> list[FoundFile]:
    """Find files.

    Of a folder, the files in it are found, without those that Spark takes for hidden (``_…``, ``.…``). A path that
    exists is taken as it is, also if its name looks like a glob.

    Parameters
    ----------
    paths : iterable of str
        Local paths, ``file:`` URIs, URLs of fsspec; files, folders or globs (``*``, ``?``, ``[ab]``, ``{a,b}``).
    recursive : bool
        Also in folders below a folder.
    name_filter : str
        A glob for the names of files; empty: all.
    may_be_empty : bool
        Whether a glob may match nothing.
    on_skip : Callable
        Is told of all in a folder that is left out, except for what `name_filter` leaves out.

    Returns
    -------
    list of FoundFile
        Each file once, sorted by path. A folder that may not be listed is one of them, so that whoever reads it sees
        the error.

    Raises
    ------
    FileNotFoundError
        If a path doesn't exist or a glob matches nothing.
    """
    wanted = without_braces(name_filter)
    found: dict[str, FoundFile] = {}
    for path in paths:
        place = _locate(path)
        place.fs.invalidate_cache()
        for info in _matches(place, recursive=recursive, may_be_empty=may_be_empty, on_skip=on_skip):
            name = info["name"].rsplit("/", 1)[-1]
            if not name_filter or any(fnmatchcase(name, pattern) for pattern in wanted):
                file = FoundFile(place.prefix + info["name"], info["size"], _modified(info))
                found[file.path] = file
    return [found[path] for path in sorted(found)]


def _locate(path: str) -> _Place:
    """Find the file system of a path."""
    if path.startswith("file:"):
        return _Place(LocalFileSystem(), "/" + path.removeprefix("file:").strip("/"), "file:")
    if not _SCHEME.match(path):
        return _Place(LocalFileSystem(), os.path.abspath(path), "file:")  # noqa: PTH100  links stay as they are
    fs, name = url_to_fs(path)
    url = path.rstrip("/")
    return _Place(fs, name, url.removesuffix(name) if url.endswith(name) else fs.unstrip_protocol("").rstrip("/"))


def _matches(place: _Place, *, recursive: bool, may_be_empty: bool, on_skip: OnSkip) -> Iterator[Mapping[str, Any]]:
    """Give the files of a place."""
    try:
        first = place.fs.info(place.name)
    except FileNotFoundError:
        is_glob = _GLOB.search(place.name) is not None
        matches = sorted(_glob(place)) if is_glob else []
        if not matches and not (is_glob and may_be_empty):
            raise FileNotFoundError(f"Path does not exist: {place.prefix}{place.name}") from None
        infos = [_followed(place.fs, {"name": name, "islink": True}) for name in matches]
    else:
        infos = [first]
    for info in infos:
        if info["type"] == "directory":
            yield from _files(place.fs, info["name"], recursive=recursive, seen=set(), on_skip=on_skip)
        elif info["type"] in _SKIPPED:
            on_skip(info["name"], _SKIPPED[info["type"]])
        else:
            yield info


def _glob(place: _Place) -> Iterator[str]:
    """Give what a glob matches, without hidden files and folders unless the glob says so."""
    for pattern in without_braces(place.name):
        for name in place.fs.glob(pattern):
            if not is_hidden(name) or is_hidden(pattern):
                yield name


def _files(
    fs: AbstractFileSystem, folder: str, *, recursive: bool, seen: set[str], on_skip: OnSkip
) -> Iterator[Mapping[str, Any]]:
    """Give the files in a folder that are not hidden; links are followed, but no folder is read twice."""
    if isinstance(fs, LocalFileSystem):
        folder_itself = os.path.realpath(folder)
        if folder_itself in seen:
            return
        seen.add(folder_itself)
    try:
        listed = fs.ls(folder, detail=True)
    except PermissionError:
        yield fs.info(folder)
        return
    for entry in listed:
        if entry["name"].rstrip("/") == folder:
            continue  # some object stores list a folder itself
        info = _followed(fs, entry)
        if is_hidden(entry["name"]):
            on_skip(entry["name"], "hidden")
        elif info["type"] == "file":
            yield info
        elif info["type"] in _SKIPPED:
            on_skip(entry["name"], _SKIPPED[info["type"]])
        elif recursive:
            yield from _files(fs, entry["name"], recursive=True, seen=seen, on_skip=on_skip)


def _followed(fs: AbstractFileSystem, entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what is behind a link, or what there is if it is none."""
    if not entry.get("islink"):
        return entry
    try:
        return cast("Mapping[str, Any]", fs.info(entry["name"]))
    except OSError:  # nowhere, or in a circle
        return {"name": entry["name"], "type": _BROKEN}


def is_hidden(name: str) -> bool:
    """Tell whether Spark leaves it out (HadoopFSUtils): ``_a`` but not ``_a=1``, ``.a``, and unfinished copies."""
    last = name.rstrip("/").rsplit("/", 1)[-1]
    return last.startswith(".") or (last.startswith("_") and "=" not in last) or last.endswith("._COPYING_")


def _modified(info: Mapping[str, Any]) -> int | None:
    """Return the time of the last change in microseconds."""
    for key in _TIMES:
        value = info.get(key)
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        if isinstance(value, datetime):
            value = value.timestamp()
        if value is not None:
            return round(value * 1_000_000)
    return None
