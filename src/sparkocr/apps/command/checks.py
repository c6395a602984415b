"""What can be told to be wrong before anything is loaded: paths, folders, languages, engines, Java."""

from __future__ import annotations

import argparse
import difflib
import glob
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryFile

from sparkocr.apps.command.options import STDOUT, local_cores, telling, words_of
from sparkocr.apps.command.store import Store
from sparkocr.dicom.profile.table import Option
from sparkocr.engines.ppocr.alphabet import is_readable
from sparkocr.engines.tessdata import installed_languages
from sparkocr.entities.entity import LABELS
from sparkocr.enums import OcrEngine
from sparkocr.file_names import without_braces

__all__ = ["check", "is_journaled", "is_local_path", "needs_spark"]

CONNECT = "sc://"
ENGINES = "sparkocr.engines"  # group of entry points, see sparkocr.engines.engine
NO_JAVA = "Spark needs Java 17 or newer, and there is none: set JAVA_HOME, or leave out --master"
# Spark reads the pages of one document on all cores, and takes some 20 s to start on two of them. A scanned page of
# 300 dpi has .1 to 1 MB, and takes a second.
LARGE_FILE = 20 << 20
_URL = re.compile(r"(?!file:)[A-Za-z][\w+.-]*://")
_CALLED = {
    "arabic": "ara", "chinese": "chi_sim", "czech": "ces", "danish": "dan", "deutsch": "deu", "dutch": "nld",
    "en": "eng", "english": "eng", "de": "deu", "es": "spa", "finnish": "fin", "fr": "fra", "french": "fra",
    "german": "deu", "greek": "ell", "it": "ita", "italian": "ita", "japanese": "jpn", "korean": "kor", "nl": "nld",
    "norwegian": "nor", "pl": "pol", "polish": "pol", "portuguese": "por", "pt": "por", "russian": "rus",
    "spanish": "spa", "swedish": "swe", "turkish": "tur", "vietnamese": "vie",
}  # fmt: skip
"""What people call languages, and Tesseract's codes (ISO 639-2/T)."""


def check(options: argparse.Namespace) -> None:
    """Check what a user can get wrong.

    Parameters
    ----------
    options : Namespace
        As `sparkocr.apps.command.options.settled` gives them.

    Raises
    ------
    ValueError
        With one line that says what is wrong, and what would be right.
    """
    is_here = not (options.master or "").startswith(CONNECT)  # a server has its own disk and its own languages
    files = list(_files(options.paths)) if is_here else []
    if hasattr(options, "engine"):
        _check_engine(options.engine)
    if hasattr(options, "language") and is_here:
        _check_language(options.language, getattr(options, "engine", ""))
    if options.command == "deidentify":
        _check_search(options)
    _check_output(options, is_here=is_here)
    options.spark = needs_spark(options, [size for _, size in files])
    if options.spark and is_here and not _java():
        raise ValueError(NO_JAVA)


def is_local_path(path: str) -> bool:
    """Tell whether a path is one of this machine, and no URL."""
    return not _URL.match(path)


def is_journaled(options: argparse.Namespace) -> bool:
    """Tell whether results go into a folder that this process can write into, and keep a journal."""
    return is_local_path(options.out) and options.out != STDOUT and not (options.master or "").startswith(CONNECT)


def needs_spark(options: argparse.Namespace, sizes: Iterable[int]) -> bool:
    """Tell whether a run pays to start Spark.

    It does where a master is given, where files are not on this disk, to take identifiers out of files, and if a
    large file would keep one core busy while others wait: if it is more than its share of all bytes.
    """
    sizes = list(sizes)
    remote = not all(map(is_local_path, [*options.paths, options.out]))
    if options.master or remote or options.command == "deidentify":
        return True
    largest, cores = max(sizes, default=0), options.jobs or local_cores()
    return largest > max(LARGE_FILE, sum(sizes) / cores) and cores > 1


def _files(paths: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Give the files of local paths, with their sizes.

    Raises
    ------
    ValueError
        There is no such file, or a folder has none.
    """
    for path in filter(is_local_path, paths):
        plain = path.removeprefix("file://").removeprefix("file:")
        if os.path.exists(plain):  # noqa: PTH110  as `find_files`
            matches = [plain]
        else:
            matches = [match for pattern in without_braces(plain) for match in glob.glob(pattern)]  # noqa: PTH207
        if not matches:
            raise ValueError(f"no such file: {path}")
        found = [file for match in matches for file in _below(match)]
        if not found:
            raise ValueError(f"there are no files in {path}")
        yield from found


def _below(path: str) -> Iterator[tuple[str, int]]:
    """Give a file, or the files in a folder and those in it, with their sizes."""
    if not os.path.isdir(path):  # noqa: PTH112
        yield path, _size(path)
        return
    if not os.access(path, os.R_OK | os.X_OK):
        yield path, 0  # whoever reads it sees the error
    for folder, folders, names in os.walk(path, followlinks=False):
        folders[:] = [name for name in folders if name[0] not in "._"]
        for name in names:
            if name[0] not in "._":
                yield os.path.join(folder, name), _size(os.path.join(folder, name))  # noqa: PTH118


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116
    except OSError:
        return 0


def _check_output(options: argparse.Namespace, *, is_here: bool) -> None:
    """Check that results can be written, and that nothing is there that would be lost.

    Raises
    ------
    ValueError
        One of it is not so.
    """
    is_local = is_here and is_local_path(options.out)
    if not (is_local and all(map(is_local_path, options.paths))):
        if options.resume or (options.overwrite and not is_local):
            raise ValueError("--resume and --overwrite need files, and a folder for --out, of this machine")
        if options.out == STDOUT or options.is_one_file:
            raise ValueError("one file, and standard output, are written of files of this machine")
    if options.out == STDOUT or not is_local:
        return
    out = Path(options.out.removeprefix("file://").removeprefix("file:")).absolute()
    if options.is_one_file:
        if out.samefile(options.paths[0]) if out.exists() else False:
            raise ValueError(f"{out} is the file to be read: choose another one with --out")
        if out.exists() and not options.overwrite:
            raise ValueError(f"{out} is there already: --overwrite replaces it")
        _check_writable(out.parent)
        return
    if out.exists() and not out.is_dir():
        raise ValueError(f"{out} is a file: choose a folder with --out")
    _check_writable(out)
    store = Store.of(options.out, options.command, options.format, rows_folder(options))
    store.check(telling(options), resume=options.resume, overwrite=options.overwrite)


def rows_folder(options: argparse.Namespace) -> str:
    """Return the folder for files of rows of many documents; empty if documents have their own."""
    is_rows = options.command == "text" and options.format in {"parquet", "json", "csv"}
    return f"text.{options.format}" if is_rows else ""


def _check_writable(folder: Path) -> None:
    """Check that a folder can be written into, or made.

    Raises
    ------
    ValueError
        It can't.
    """
    there = next(place for place in (folder, *folder.parents) if place.exists())
    try:
        with TemporaryFile(dir=there):  # what is allowed does not tell, to root and of disks that are read-only
            return
    except OSError as error:
        raise ValueError(f"can't write into {folder}: {(error.strerror or str(error)).lower()}") from None


def _check_engine(engine: str) -> None:
    """Check that an engine is installed.

    Raises
    ------
    ValueError
        There is none of that name.
    """
    known = [*(each.value for each in OcrEngine), *(entry.name for entry in entry_points(group=ENGINES))]
    if engine and engine not in known:
        raise ValueError(f"engine {engine}: {_did_you_mean(engine, known)}")


def _check_language(language: str, engine: str) -> None:
    """Check that there are models for all languages.

    Raises
    ------
    ValueError
        There are none.
    """
    if engine not in {"", *(each.value for each in OcrEngine)}:
        return
    installed = installed_languages()
    for code in language.split("+"):
        plain = code.removeprefix("~").strip()
        is_read = engine != OcrEngine.TESSERACT.value and is_readable(plain, "small")
        if plain not in installed and not is_read:
            raise ValueError(f"language {code}: {_language_meant(plain, installed)}")


def _language_meant(word: str, installed: set[str]) -> str:
    """Say which language was meant, or what to install."""
    if meant := _CALLED.get(word.lower()):
        return f"did you mean {meant}?"
    likely = difflib.get_close_matches(word, [*installed, *_CALLED.values()], n=1)
    if likely and likely[0] != word:
        return f"did you mean {likely[0]}?"
    there = ", ".join(sorted(installed)) or "none"
    return f"there are no models for it; Tesseract has {there} (Debian: apt install tesseract-ocr-{word or 'deu'})"


def _check_search(options: argparse.Namespace) -> None:
    """Check what identifiers are looked for.

    Raises
    ------
    ValueError
        There is no such thing, or options don't go together.
    """
    _check_words("--labels", options.labels.upper(), LABELS)
    _check_words("--dicom-keep", options.dicom_keep.lower(), list(Option))
    given = {
        "--audit": options.audit,
        "--key-file": options.key_file,
        "--dicom-keep": options.dicom_keep,
        "--dicom-text": options.dicom_text != "all",
        "--dicom-unread": options.dicom_unread,
    }
    not_for_marks = [option for option, value in given.items() if value]
    if options.highlight and not_for_marks:
        raise ValueError(f"{not_for_marks[0]} goes with files that identifiers are taken out of, not with --highlight")
    if options.audit and is_local_path(options.audit):
        _check_writable(Path(options.audit).absolute().parent)


def _check_words(option: str, text: str, known: Iterable[str]) -> None:
    """Check words that are divided by commas.

    Raises
    ------
    ValueError
        One of them is not known.
    """
    known = [str(word) for word in known]
    if unknown := sorted(set(words_of(text)) - set(known)):
        raise ValueError(f"{option} {','.join(unknown)}: there are {', '.join(known)}")


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    known = list(known)
    likely = difflib.get_close_matches(word, known, n=1)
    return f"did you mean {likely[0]}?" if likely else f"there are {', '.join(known)}"


def _java() -> str | None:
    """Return where Java is; None if there is none."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=f"{home}/bin" if home else None)
