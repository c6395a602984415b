"""``sparkocr searchable`` and ``sparkocr convert``: a PDF of each document."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from pyspark.ml import Transformer
from pyspark.sql import DataFrame
from pyspark.sql import Row as SparkRow

from sparkocr.apps import STAGE
from sparkocr.apps.command.options import reading_of
from sparkocr.apps.command.work import Contents, Row, Work, null_of, per_group, through
from sparkocr.apps.groups import Group
from sparkocr.apps.jobs import (
    BaseName,
    convert_stages,
    convert_to_pdf_of,
    has_page_pdfs,
    make_searchable_of,
    searchable_stages,
    shows_images,
    write_pdf_files,
)
from sparkocr.errors import DocumentError
from sparkocr.pdf.write.assemble import assemble
from sparkocr.pdf.write.picture import picture_page
from sparkocr.stage.failures import failure
from sparkocr.stage.images import read_image
from sparkocr.stage.light_row import LightRow

__all__ = ["convert_work", "searchable_work"]

Page = tuple[int, bytes | None, str | None]
"""Number, PDF and exception of a page."""


def searchable_work(options: argparse.Namespace) -> Work:
    """Return the work of ``sparkocr searchable``."""
    reading = reading_of(options)
    stages = per_group(partial(searchable_stages, reading=reading))
    return Work(
        unit="documents",
        counted="path",
        frame=partial(make_searchable_of, reading=reading),
        light=partial(_searchable, stages=stages),
        contents=_contents,
        write=_write,
        first_ending="pdf",
        named_by_stem=True,
    )


def convert_work(_options: argparse.Namespace) -> Work:
    """Return the work of ``sparkocr convert``."""
    return Work(
        unit="documents",
        counted="path",
        frame=convert_to_pdf_of,
        light=partial(_converted, stages=per_group(convert_stages)),
        contents=_contents,
        write=_write,
        first_ending="pdf",
        named_by_stem=True,
    )


def _searchable(file: LightRow, group: Group, *, stages: Callable[[Group], Sequence[Transformer]]) -> Iterator[Row]:
    """Make a searchable PDF of a document."""
    made = through(stages(group), iter([file]))
    if has_page_pdfs(group):
        pages = ((null_of(page, "pagenum") or 0, null_of(page, "page_pdf"), _exception(page)) for page in made)
        yield _joined(file, pages)
    else:
        for row in made:
            yield {name: null_of(row, name) for name in ("path", "pdf", "exception")}


def _converted(file: LightRow, group: Group, *, stages: Callable[[Group], Sequence[Transformer]]) -> Iterator[Row]:
    """Make a PDF of a document."""
    made = through(stages(group), iter([file]))
    if shows_images(group):
        yield _joined(file, map(_pictured, made))
        return
    for row in made:
        pdf = null_of(row, "pdf" if stages(group) else "content")
        yield {"path": null_of(row, "path"), "pdf": pdf, "exception": _exception(row)}


def _exception(row: LightRow) -> str | None:
    found: str | None = row["exception"].as_py()
    return found


def _pictured(row: LightRow) -> Page:
    """Make a page of an image."""
    number, earlier = null_of(row, "pagenum") or 0, _exception(row)
    if earlier is not None:
        return number, None, earlier
    try:
        return number, picture_page(read_image(row["image"]).image), None
    except DocumentError as error:
        return number, None, failure(STAGE, error)


def _joined(file: LightRow, pages: Iterable[Page]) -> Row:
    """Join the pages of a document; one that failed is the end of it, as half a document is none."""
    ordered = sorted(pages, key=lambda page: page[0])
    path = null_of(file, "path")
    exception = next((exception for _, _, exception in ordered if exception is not None), None)
    if exception is None:
        try:
            return {"path": path, "pdf": assemble(pdf for _, pdf, _ in ordered if pdf is not None), "exception": None}
        except DocumentError as error:
            exception = failure(STAGE, error)
    return {"path": path, "pdf": None, "exception": exception}


def _contents(_path: str, rows: Sequence[Row]) -> Contents:
    """Return the file of a document that was made."""
    return [("pdf", row["pdf"]) for row in rows if row["exception"] is None and row["pdf"] is not None], []


def _write(result: DataFrame, folder: str, base: BaseName | None) -> list[SparkRow]:
    write_pdf_files(result, folder, base)
    return []
