"""Rows of text as files, in the words that Spark writes them in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["ROW_FORMATS", "encoded_rows", "without"]

ROW_FORMATS = ("parquet", "json", "csv")
_SCHEMA = pa.schema(
    {
        "path": pa.string(),
        "pagenum": pa.int32(),
        "text": pa.string(),
        "confidence": pa.float64(),
        "exception": pa.string(),
    }
)  # as Spark has the columns of `sparkocr.apps.jobs.read_text`
_NEEDS_QUOTES = frozenset(',"\n\r')

Row = Mapping[str, Any]


def encoded_rows(rows: Sequence[Row], row_format: str) -> bytes:
    """Return rows as a file.

    Parameters
    ----------
    rows : sequence of mapping
        With the columns of `sparkocr.apps.jobs.RESULT_COLUMNS`.
    row_format : str
        One of `ROW_FORMATS`: ``json`` has a line for each row, ``csv`` a header.
    """
    match row_format:
        case "parquet":
            return _parquet(pa.Table.from_pylist([*rows], _SCHEMA))
        case "json":
            return b"".join(_json_line(row) for row in rows)
        case _:
            lines = [_SCHEMA.names, *([_cell(row[name]) for name in _SCHEMA.names] for row in rows)]
            return "".join(f"{','.join(line)}\n" for line in lines).encode()


def _parquet(table: pa.Table) -> bytes:
    out = pa.BufferOutputStream()
    pq.write_table(table, out)
    content: bytes = out.getvalue().to_pybytes()
    return content


def _json_line(row: Row) -> bytes:
    """Return a row as a line of JSON, without nulls."""
    there = {name: row[name] for name in _SCHEMA.names if row[name] is not None}
    return json.dumps(there, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _cell(value: Any) -> str:
    """Return a value as a cell of CSV: nothing for null, quotes for an empty text."""
    if value is None:
        return ""
    text = str(value)
    if text and not _NEEDS_QUOTES.intersection(text) and text == text.strip():
        return text
    return '"' + text.replace('"', '""') + '"'


def without(file: Path, paths: Collection[str]) -> bytes | None:
    """Return a file of rows without those of some documents; None if nothing is left."""
    match file.suffix:
        case ".parquet":
            table = pq.read_table(file)
            kept = table.filter(pa.array([path not in paths for path in table["path"].to_pylist()], pa.bool_()))
            return _parquet(kept) if kept.num_rows else None
        case ".json":
            return _left(file, lambda line: json.loads(line)["path"] not in paths)
        case _:
            return _left(file, lambda record: next(csv.reader(io.StringIO(record)))[0] not in paths, header=1)


def _left(file: Path, is_kept: Callable[[str], bool], header: int = 0) -> bytes | None:
    """Return the records that are kept, and those of the header; None if there are none but these."""
    records = list(_records(file.read_text(encoding="utf-8"), quoted=header > 0))
    kept = [record for record in records[header:] if is_kept(record)]
    return "".join(records[:header] + kept).encode() if kept else None


def _records(text: str, *, quoted: bool) -> Iterator[str]:
    """Give the lines of a text; quoted ones may hold line feeds, as quotes come in pairs."""
    record = ""
    for line in io.StringIO(text, newline="\n"):
        record += line
        if not quoted or record.count('"') % 2 == 0:
            yield record
            record = ""
