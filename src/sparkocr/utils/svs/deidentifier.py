"""Take labels and identifying texts out of files of whole slides."""

from __future__ import annotations

import hashlib
import os
import posixpath
import tempfile
import warnings
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from sparkocr.datasource.listing import find_files
from sparkocr.deid.slide import CleanSlide, deidentify_slide
from sparkocr.deid.slide_text import FieldRule
from sparkocr.errors import DocumentError

__all__ = ["CleanedFile", "remove_phi"]

Rename = bool | Callable[[str], str]

_EXTENSIONS = frozenset({".svs", ".tif", ".tiff", ".btf", ".tf8"})
_DESCRIPTION, _PROFILE = "ImageDescription", "InterColorProfile"
_FIELD = f"{_DESCRIPTION}."
_CHUNK = 4 << 20  # bytes that are read at once
_DIGITS = 16  # hexadecimal ones of the sum that names a file, as in sparkocr.deid.names


@dataclass(frozen=True, slots=True)
class CleanedFile:
    """What became of a file.

    Attributes
    ----------
    path : str
        The file as it was.
    output : str or None
        Where it is now without identifiers; None if nothing was written.
    exception : str or None
        Why not; says nothing of what is in the file.
    """

    path: str
    output: str | None = None
    exception: str | None = None


@dataclass(frozen=True, slots=True)
class _Options:
    rule: FieldRule
    keeps_profile: bool
    rename: Rename


def remove_phi(
    input: str | Path,  # noqa: A002  a name of the public contract
    output: str | Path,
    tags: Iterable[str] | None = None,
    append_tags: Iterable[str] = (),
    verbose: bool = False,
    rename: Rename = True,
) -> list[CleanedFile]:
    """Write whole slides, such as SVS, without label and macro images, and without texts that tell somebody.

    The tiles stay bit for bit. All tags go but those that say how pixels are stored and shown.

    Parameters
    ----------
    input : str or Path
        A file, or a folder, of which all ``.svs``, ``.tif``, ``.tiff``, ``.btf`` and ``.tf8`` files are taken, but not
        those in folders of it; paths or URLs of fsspec.
    output : str or Path
        A folder, which is made if it is not there; or, for one file, a file with one of these extensions.
    tags : iterable of str, optional
        Which fields of descriptions go, as ``ImageDescription.User``; **all others stay**. `ImageDescription` is all of
        it, `InterColorProfile` the ICC profile. By default all fields go but those that say how the slide was
        scanned, such as `AppMag` and `MPP`.
    append_tags : iterable of str
        More that go, besides those.
    verbose : bool
        Whether to print how many images are gone, by file.
    rename : bool or Callable
        Whether files in a folder get new names, made of a sum of what is in them: names of slides often are those of
        cases. False keeps names. A function gets the name and returns the new one.

    Returns
    -------
    list of CleanedFile
        In the order of the paths. Of a folder, files that can't be cleaned have an `exception` and no output, and there
        is a warning.

    Raises
    ------
    DocumentError
        `input` is one file that can't be cleaned; nothing was written.
    FileNotFoundError
        There is no such file or folder.
    ValueError
        A tag is none that can be chosen; output would be written over input; two files get the same name, or a
        name is none.

    Notes
    -----
    A file is read again after it was written: its pixels are compared, and removed texts of six characters or more, and
    parts of removed images, are searched in its bytes. Only then it gets its name.

    Memory does not grow with the size of files. Next to the output, or in the folder for temporary files if that is on
    another file system, there has to be room for one file more.

    See Also
    --------
    sparkocr.deid.slide.deidentify_slide : what stays and what goes.
    """
    options = _Options(*_rules(tags, append_tags), rename)
    is_folder = _is_folder(str(input))
    paths = [file.path for file in find_files([str(input)]) if not is_folder or _is_slide(file.path)]
    targets = _targets(paths, str(output), options, is_folder=is_folder)
    results = []
    for number, (path, name) in enumerate(zip(paths, targets, strict=True), 1):
        try:
            target, done = _clean(path, name, options)
        except DocumentError as error:
            if not is_folder:
                raise
            results.append(CleanedFile(path, exception=str(error)))
            continue
        results.append(CleanedFile(path, target))
        if verbose:
            print(f"{number} of {len(paths)}: {done.removed_images} images removed, {done.kept_images} kept")  # noqa: T201
    if failed := sum(result.output is None for result in results):
        warnings.warn(f"{failed} of {len(paths)} files were not written: see exception in the result", stacklevel=2)
    return results


def _rules(tags: Iterable[str] | None, append_tags: Iterable[str]) -> tuple[FieldRule, bool]:
    """Return which fields go, and whether profiles stay."""
    only = None if tags is None else _checked(tags)
    also = _checked(append_tags)
    chosen = also | (only or frozenset())
    rule = FieldRule(None if only is None else _fields(only), _fields(also), everything=_DESCRIPTION in chosen)
    return rule, _PROFILE not in chosen


def _checked(tags: Iterable[str]) -> frozenset[str]:
    found = frozenset(tags)
    for tag in found - {_DESCRIPTION, _PROFILE}:
        if not tag.startswith(_FIELD) or tag == _FIELD:
            raise ValueError(f"Tags are {_FIELD}<field>, {_DESCRIPTION} and {_PROFILE}; pixels need the others.")
    return found


def _fields(tags: Iterable[str]) -> frozenset[str]:
    return frozenset(tag.removeprefix(_FIELD).casefold() for tag in tags if tag.startswith(_FIELD))


# --- Where files are, and where they go


def _is_folder(path: str) -> bool:
    fs, name = url_to_fs(path)
    return bool(fs.isdir(name))


def _is_slide(path: str) -> bool:
    return posixpath.splitext(path)[1].lower() in _EXTENSIONS


def _targets(paths: list[str], output: str, options: _Options, *, is_folder: bool) -> list[str | Callable[[str], str]]:
    """Return where each file goes: a path, or a function of the sum of the file."""
    if not is_folder and _is_slide(output) and not _is_folder(output):
        targets: list[str | Callable[[str], str]] = [output]
    elif options.rename is True:
        targets = [partial(_named_by_sum, output, posixpath.splitext(path)[1]) for path in paths]
    else:
        names = [posixpath.basename(path) for path in paths]
        new = [options.rename(name) for name in names] if callable(options.rename) else names
        if not all(isinstance(name, str) and name and "/" not in name and name not in {".", ".."} for name in new):
            raise ValueError("rename must return a name of a file, without a folder.")
        if len(set(new)) < len(new):
            raise ValueError("rename must return different names for different files.")
        targets = [_joined(output, name) for name in new]
    taken = {_place(path) for path in paths}
    if any(isinstance(target, str) and _place(target) in taken for target in targets):
        raise ValueError("Output must not be written over input.")
    return targets


def _place(path: str) -> tuple[str, str]:
    fs, name = url_to_fs(path)
    return type(fs).__name__, os.path.realpath(name) if isinstance(fs, LocalFileSystem) else name


def _joined(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}"


def _named_by_sum(folder: str, extension: str, checksum: str) -> str:
    return _joined(folder, checksum[:_DIGITS] + extension.lower())


# --- One file


def _clean(path: str, target: str | Callable[[str], str], options: _Options) -> tuple[str, CleanSlide]:
    """Clean a file and move it to its place; return that, and what was done."""
    fs, name = url_to_fs(path)
    try:
        opened = fs.open(name, "rb")
    except (OSError, ValueError):  # their messages quote the path
        raise DocumentError("Can't open the file of the path.") from None
    with opened as source:
        place = target if isinstance(target, str) else target(_checksum(source))
        to, goal = url_to_fs(place)
        to.makedirs(posixpath.dirname(goal), exist_ok=True)
        folder = posixpath.dirname(goal) if isinstance(to, LocalFileSystem) else None
        with tempfile.TemporaryDirectory(prefix=".sparkocr-", dir=folder) as work:
            made = Path(work) / "slide"
            with made.open("w+b") as file:
                done = deidentify_slide(source, file, options.rule, keeps_profile=options.keeps_profile)
            _move(made, to, goal)
    return place, done


def _checksum(file: BinaryIO) -> str:
    found = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(_CHUNK):
        found.update(chunk)
    return found.hexdigest()


def _move(made: Path, fs: AbstractFileSystem, goal: str) -> None:
    if isinstance(fs, LocalFileSystem):
        made.replace(goal)
        return
    try:
        fs.put_file(str(made), goal)
    except BaseException:
        with suppress(Exception):  # a half file, if the file system shows it
            fs.rm_file(goal)
        raise
