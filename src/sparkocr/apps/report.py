"""The command `report`: an HTML file to look at, of a result that is on disk. It needs no Spark."""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import IO, Any, cast

import pyarrow.parquet as pq

from sparkocr.utils.report import write_report
from sparkocr.utils.report_columns import ReportColumns

__all__ = ["report_of_result", "result_rows", "run_report"]

_FORMATS = {".parquet": "parquet", ".json": "json", ".jsonl": "json", ".ndjson": "json", ".csv": "csv"}
_FAILURES = "failures.csv"  # a list beside the results, whose rows they have, too
_BATCH = 16  # rows of Parquet, which may hold images of 26 MB
_LONGEST = 1 << 30  # characters of a text in a CSV file
_IMAGE_FACTS = ("height", "width", "resolution", "transform")
_SHOWN = ("text", "json", "hocr", "positions", "exception")  # a report needs one of them


def run_report(options: argparse.Namespace) -> int:
    """Write the report of a result, and say how its pages went.

    Parameters
    ----------
    options : Namespace
        With `result`, `out`, `overwrite`, `images`, `doubtful` and `title`.

    Returns
    -------
    int
        0

    Raises
    ------
    ValueError
        There is no result, or the file is there already, or can't be written.
    """
    if Path(options.out).is_file() and not options.overwrite:
        raise ValueError(f"{options.out} is there already: --overwrite replaces it")
    told = {name: getattr(options, name) for name in ("images", "doubtful", "title")}
    shown = {name: value for name, value in told.items() if value is not None}
    counts = report_of_result(options.result, options.out, **shown)
    pages = sum(counts.values())
    kinds = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    print(f"{pages} page{'s' * (pages != 1)}: {kinds}; report in {options.out}")  # noqa: T201
    return 0


def report_of_result(result: str, out: str, **options: Any) -> dict[str, int]:
    """Write the report of a result.

    Parameters
    ----------
    result : str
        A file or a folder: see `result_rows`.
    out : str
        The HTML file.
    **options
        Those of `sparkocr.utils.write_report`.

    Returns
    -------
    dict
        How many pages are ``failed``, ``doubtful`` and ``good``.

    Raises
    ------
    ValueError
        There is no result, or the file can't be written.
    """
    folder = Path(out).absolute().parent
    if not folder.is_dir():
        raise ValueError(f"there is no folder {folder}")
    if Path(out).is_dir():
        raise ValueError(f"{out} is a folder: give a file with --out, like report.html")
    try:
        return write_report(result_rows(result, images=bool(options.get("images"))), out, **options)
    except OSError as error:
        raise ValueError(f"{error.filename or out}: {(error.strerror or str(error)).lower()}") from None


def result_rows(result: str, *, images: bool = False) -> Iterator[Mapping[str, Any]]:
    """Give the rows of a result one by one.

    Parameters
    ----------
    result : str
        A file of Parquet, JSON lines or CSV with a header, or a folder with some, as `sparkocr text` and Spark write
        them. Names that begin with ``.`` or ``_`` are left out.
    images : bool
        Whether rows get their images, or only the sizes of these.

    Raises
    ------
    ValueError
        There is none, or it is none of pages.
    """
    place = Path(result.removeprefix("file://").removeprefix("file:"))
    files = sorted(_files(place))
    formats = {_format_of(file) for file in files}
    if not files:
        raise ValueError(
            f"no result in {place}: reports are made of Parquet, JSON and CSV, as `sparkocr text` writes them"
        )
    if len(formats) > 1:
        raise ValueError(f"{place} has results as {' and '.join(sorted(formats))}: name one of its folders")
    rows = chain.from_iterable(_rows(file, images=images) for file in files)
    first = next(rows, None)
    if first is not None and not set(_SHOWN) & set(first):
        raise ValueError(
            f"{place} has no column {' or '.join(_SHOWN)}, but {', '.join(first)}: it is no result of pages"
        )
    return chain([first], rows) if first is not None else iter(())


def _files(place: Path) -> Iterator[Path]:
    """Give the files of a result.

    Raises
    ------
    ValueError
        There is no such place.
    """
    if not place.exists():
        raise ValueError(f"no such file: {place}")
    if place.is_file():
        yield place
        return
    for file in place.rglob("*"):
        names = file.relative_to(place).parts
        if file.is_file() and _format_of(file) and file.name != _FAILURES and not any(n[0] in "._" for n in names):
            yield file


def _format_of(file: Path) -> str:
    """Return the format of a file by its name; empty for others."""
    suffix = Path(file.stem).suffix if file.suffix == ".gz" else file.suffix
    return _FORMATS.get(suffix.lower(), "")


def _rows(file: Path, *, images: bool) -> Iterator[Mapping[str, Any]]:
    """Give the rows of a file.

    Raises
    ------
    ValueError
        It can't be read as what its name says.
    """
    read = {"parquet": _parquet_rows, "json": _json_rows, "csv": _csv_rows}.get(_format_of(file))
    if read is None:
        raise ValueError(f"{file} is no Parquet, JSON or CSV")
    try:
        yield from read(file, images)
    except (ValueError, csv.Error):  # also pyarrow's; their messages may quote what is in the file
        raise ValueError(f"can't read {file}") from None


def _parquet_rows(file: Path, images: bool) -> Iterator[Mapping[str, Any]]:
    source = pq.ParquetFile(file)
    there = set(source.schema_arrow.names)
    names = ReportColumns()
    wanted = [getattr(names, kind) for kind in ReportColumns.__slots__ if kind != "told"]
    wanted += ["width_dimension", "height_dimension"]
    columns = [name for name in wanted if name in there and (images or name not in {names.image, names.masked})]
    if not images and names.image in there:
        columns += [f"{names.image}.{fact}" for fact in _IMAGE_FACTS]
    for batch in source.iter_batches(_BATCH, columns=columns):
        for number in range(batch.num_rows):
            yield {name: column[number] for name, column in zip(batch.schema.names, batch.columns, strict=True)}


def _json_rows(file: Path, _: bool) -> Iterator[Mapping[str, Any]]:
    with _opened(file) as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _csv_rows(file: Path, _: bool) -> Iterator[Mapping[str, Any]]:
    usual = csv.field_size_limit(_LONGEST)  # one for the whole process
    try:
        with _opened(file) as lines:
            yield from csv.DictReader(lines)
    finally:
        csv.field_size_limit(usual)


def _opened(file: Path) -> IO[str]:
    """Open a text file, which may be packed."""
    if file.suffix == ".gz":
        return cast("IO[str]", gzip.open(file, "rt", encoding="utf-8", newline=""))
    return file.open(encoding="utf-8", newline="")
