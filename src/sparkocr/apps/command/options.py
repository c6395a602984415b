"""The words of the command line, and what they mean; imports nothing that takes time."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any, Final, NoReturn

from sparkocr.apps.reading import PageRanges, Reading
from sparkocr.dicom.profile.table import Option
from sparkocr.enums import OcrQuality, PixelText
from sparkocr.version import __version__

__all__ = ["COMMANDS", "REPORT", "STDOUT", "local_cores", "parser", "reading_of", "settled", "telling", "words_of"]

STDOUT: Final = "-"
REPORT: Final = "report"
_ABOUT_REPORT = "write one HTML file to look at a result: failed and doubtful pages first"
TEXT_FORMATS = ("parquet", "json", "csv", "txt", "md")
TABLE_FORMATS = ("csv", "json", "html", "xlsx", "md")
_TO_STDOUT = ("txt", "md", "json", "csv")
_READING = ("language", "engine", "quality", "pages", "resolution", "deskew", "rotate_pages", "force_ocr")
"""Options that change what comes out. A password only decides whether something does, and is kept nowhere."""


class _Command:
    """A command: its words and its options."""

    def __init__(self, about: str, formats: tuple[str, ...], options: tuple[str, ...]) -> None:
        self.about, self.formats, self.options = about, formats, options


_READS = ("language", "engine", "quality", "password", "resolution")
COMMANDS: Mapping[str, _Command] = {
    "text": _Command(
        "read the text of images, PDFs, Office and DICOM files, page by page",
        TEXT_FORMATS,
        (*_READS, "pages", "deskew", "rotate_pages", "force_ocr", "min_confidence", "resume"),
    ),
    "tables": _Command(
        "extract the tables of PDFs, images, Word, PowerPoint and DICOM files",
        TABLE_FORMATS,
        (*_READS, "pages", "resume"),
    ),
    "searchable": _Command(
        "make searchable PDFs of scanned PDFs, images and DICOM files", ("pdf",), (*_READS, "resume")
    ),
    "deidentify": _Command(
        "take names and other identifiers out of PDFs, images, Office and DICOM files", (), ("language",)
    ),
    "convert": _Command("convert Office files, images and DICOM files to PDF", ("pdf",), ("resume",)),
}


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line, as all others of the command line are."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end with status 2."""
        self.exit(2, f"sparkocr: {message}; see {self.prog} --help\n")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    made = _Parser(prog="sparkocr", description="Document OCR on Apache Spark.")
    made.add_argument("--version", action="version", version=f"sparkocr {__version__}")
    commands = made.add_subparsers(required=True, metavar="COMMAND", dest="command")
    for name, command in COMMANDS.items():
        one = commands.add_parser(name, help=command.about, description=command.about)
        _add_common(one, command)
        _add_reading(one, command.options)
        if name == "deidentify":
            _add_deidentify(one)
    _add_report(commands.add_parser(REPORT, help=_ABOUT_REPORT, description=_ABOUT_REPORT))
    return made


def _add_report(made: argparse.ArgumentParser) -> None:
    made.add_argument("result", metavar="RESULT", help="file of Parquet, JSON or CSV, or folder of some, of `text`")
    made.add_argument("--out", required=True, metavar="FILE", help="the HTML file, like report.html")
    made.add_argument("--overwrite", action="store_true", help="replace the file if it is there")
    made.add_argument("--images", action="store_true", help="with the pictures of pages, where the result has some")
    made.add_argument(
        "--doubtful", type=_percent, metavar="0-100", help="confidence below which a page is doubtful (default: 80)"
    )
    made.add_argument("--title", metavar="TEXT", help="of the report")


def _add_common(made: argparse.ArgumentParser, command: _Command) -> None:
    made.add_argument("paths", nargs="+", metavar="PATH", help="file, folder or glob")
    one_file = f", a file like x.{command.formats[-1]} for one document" if command.formats else ""
    to_screen = ", or - for standard output" if set(command.formats) & {"txt"} else ""
    made.add_argument(
        "--out", required=True, metavar="OUT", help=f"folder for the results{one_file}{to_screen}; is made if need be"
    )
    if len(command.formats) > 1:
        usual = command.formats[0]
        made.add_argument("--format", choices=command.formats, help=f"of the results (default: {usual})")
    made.add_argument("--overwrite", action="store_true", help="replace what an earlier run wrote there")
    if "resume" in command.options:
        made.add_argument("--resume", action="store_true", help="go on: read what is new, has changed, or failed")
    made.add_argument("--jobs", type=_at_least_one, metavar="N", help="cores to use (default: all)")
    made.add_argument(
        "--master", help="where Spark runs, like local[*]; sc://host:port is a server of Spark Connect (default: here)"
    )
    made.add_argument("--log-level", default="FATAL", help="of Spark's own messages (default: %(default)s)")
    made.add_argument(
        "--memory", type=_memory, metavar="SIZE", help="for Java; more for files of 100 MB and more (default: 4g)"
    )


def _add_reading(made: argparse.ArgumentParser, options: Iterable[str]) -> None:
    """Add the options of reading that a command has."""
    known: dict[str, dict[str, Any]] = {
        "language": {"default": "eng", "help": "Tesseract's code, like deu or eng+fra (default: eng)"},
        "engine": {"default": "", "metavar": "NAME", "help": "what reads: auto, tesseract, ppocr (default: auto)"},
        "quality": {"default": "", "choices": [str(each.value) for each in OcrQuality], "help": "how well ppocr reads"},
        "pages": {"type": _pages, "default": PageRanges(), "metavar": "1-3,7", "help": "pages to read, from 1"},
        "password": {"default": "", "help": "of encrypted PDFs"},
        "resolution": {
            "type": _at_least_one,
            "default": 0,
            "metavar": "DPI",
            "help": "at which pages of PDFs are rendered to be read (default: 300)",
        },
        "deskew": {"action": "store_true", "help": "make skewed images level first"},
        "rotate_pages": {"action": "store_true", "help": "turn images upright first"},
        "force_ocr": {"action": "store_true", "help": "read pages with digital text by OCR, too"},
        "min_confidence": {
            "type": _percent,
            "default": 0,
            "metavar": "0-100",
            "help": "leave out text that the engine is less sure of",
        },
    }
    for name in (name for name in known if name in options):
        made.add_argument(f"--{name.replace('_', '-')}", **known[name])


def _add_deidentify(deid: argparse.ArgumentParser) -> None:
    deid.add_argument("--audit", metavar="FILE", help="JSON file for what was done to each file, and what was proven")
    deid.add_argument("--labels", default="", metavar="LABEL,...", help="kinds of identifiers (default: all)")
    deid.add_argument("--detectors", default="auto", metavar="NAME,...", help="what finds them (default: all)")
    deid.add_argument(
        "--known", type=argparse.FileType(encoding="utf-8"), metavar="FILE", help="names to be found, one per line"
    )
    deid.add_argument("--ocr-proof", action="store_true", help="read the results by OCR, too, to prove them (slower)")
    deid.add_argument("--highlight", action="store_true", help="mark identifiers in PDFs instead of taking them out")
    dicom = deid.add_argument_group("DICOM files")
    dicom.add_argument(
        "--key-file",
        type=argparse.FileType(encoding="utf-8"),
        metavar="FILE",
        help="file with a secret: with the same one, later runs give the same UIDs, numbers and dates",
    )
    dicom.add_argument(
        "--dicom-keep", default="", metavar="NAME,...", help=f"what stays of headers: {', '.join(Option)}"
    )
    dicom.add_argument(
        "--dicom-text",
        choices=[text.value for text in PixelText],
        default=PixelText.ALL.value,
        help="which text in pixels goes (default: %(default)s)",
    )
    dicom.add_argument(
        "--dicom-unread", default="", metavar="CT,...", help="modalities whose pixels nobody reads (default: none)"
    )


def _memory(text: str) -> str:
    """Return a size as Java takes it.

    Raises
    ------
    ValueError
        It is none.
    """
    if not re.fullmatch(r"[1-9]\d*[mMgG]", text):
        raise ValueError
    return text.lower()


def _at_least_one(text: str) -> int:
    """Return a number from 1.

    Raises
    ------
    ValueError
        It is none.
    """
    if int(text) < 1:
        raise ValueError
    return int(text)


def _percent(text: str) -> int:
    """Return a number from 0 to 100.

    Raises
    ------
    ValueError
        It is none.
    """
    if not 0 <= int(text) <= 100:  # noqa: PLR2004
        raise ValueError
    return int(text)


def _pages(text: str) -> PageRanges:
    """Return pages.

    Raises
    ------
    ArgumentTypeError
        There are none of that name.
    """
    try:
        return PageRanges.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def settled(options: argparse.Namespace) -> argparse.Namespace:
    """Fill in what other options decide: `format`, by the name of a single file or the usual one, and `is_one_file`.

    Raises
    ------
    ValueError
        Two options say different things.
    """
    formats = COMMANDS[options.command].formats
    given = getattr(options, "format", None)
    ending = PurePath(options.out).suffix.removeprefix(".").lower()
    names_a_file = ending in formats and not os.path.isdir(options.out)  # noqa: PTH112  also of a URL
    options.is_one_file = names_a_file and len(options.paths) == 1 and os.path.isfile(options.paths[0])  # noqa: PTH113
    if options.out == STDOUT:
        if options.command != "text" or given == "parquet":
            raise ValueError("--out - is for text, with --format " + ", ".join(_TO_STDOUT))
        options.format = given or "txt"
    elif options.is_one_file:
        if given not in {None, ending}:
            raise ValueError(f"--out {options.out} is a file of the format {ending}, and --format says {given}")
        options.format = ending
    else:
        options.format = given or next(iter(formats), "")
    options.resume = getattr(options, "resume", False)
    if (options.is_one_file or options.out == STDOUT) and options.master:
        raise ValueError("one file, and standard output, are written without Spark: leave out --master")
    if options.resume and options.overwrite:
        raise ValueError("--resume goes on with what is there, --overwrite replaces it: give one of them")
    if options.resume and (options.is_one_file or options.out == STDOUT):
        raise ValueError("--resume goes on with a folder of results: give one with --out")
    return options


def reading_of(options: argparse.Namespace) -> Reading:
    """Return how documents are read."""
    names = (name for name in (*_READS, "pages", "deskew", "rotate_pages", "force_ocr", "min_confidence"))
    return Reading(**{name: getattr(options, name) for name in names if hasattr(options, name)})


def telling(options: argparse.Namespace) -> dict[str, Any]:
    """Return the options that decide what results say, as words of the command line, for the journal."""
    given = {name: getattr(options, name, None) for name in (*_READING, "min_confidence")}
    given["pages"] = given["pages"].from_zero() if given["pages"] else None
    return {f"--{name.replace('_', '-')}": value for name, value in given.items() if value}


def words_of(text: str) -> list[str]:
    """Return words that are divided by commas."""
    return [word.strip() for word in text.split(",") if word.strip()]


def local_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0))
