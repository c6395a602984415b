"""Look at a result: an HTML file with all pages, or the same in a notebook."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import islice
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame

from sparkocr.report.page import Kind, ReportPage
from sparkocr.report.writer import ReportWriter
from sparkocr.utils.notebook import in_notebook
from sparkocr.utils.report_columns import ReportColumns
from sparkocr.utils.report_frame import pages_of_frame
from sparkocr.utils.report_rows import pages_of_rows

__all__ = ["display_report", "write_report"]

_DOUBTFUL = 80.0  # a confidence is how likely a word is right: below it, more than one word of five is likely wrong
_PICTURE = 1000  # px: texts of A4 are readable, and 1,000 pages are some 40 MB
_TITLE = "What was read"

Pages = DataFrame | Iterable[Mapping[str, Any]]
"""A DataFrame, or rows without Spark: dicts, or rows that were collected as ``row.asDict()``."""


def write_report(
    pages: Pages,
    path: str | Path,
    *,
    images: bool = False,
    title: str = _TITLE,
    doubtful: float = _DOUBTFUL,
    picture_size: int = _PICTURE,
    columns: Mapping[str, str] | None = None,
) -> dict[str, int]:
    """Write pages as one HTML file, which shows the failed and doubtful ones first.

    The file holds the texts of the pages, and with `images` how they look: keep it like the documents themselves. It
    loads nothing from anywhere.

    Parameters
    ----------
    pages : DataFrame or iterable of mapping
        A row per page. Of a DataFrame, all rows are computed by the workers, which also make the pictures; they wait on
        disk, and this process holds one at a time.
    path : str or Path
        The file, on a disk of this machine; one that is there is replaced.
    images : bool
        Whether the report has pictures of the pages.
    title : str
        Stands above the pages.
    doubtful : float
        Pages whose confidence is below it are doubtful, 0 to 100; those without any text are anyway.
    picture_size : int
        The most px of the longer side of a picture.
    columns : mapping of str to str, optional
        Names of columns, by what they hold: see `sparkocr.utils.report_columns.ReportColumns`. Those that are not told
        have their usual names, and are left out if they are not there.

    Returns
    -------
    dict
        How many pages are ``failed``, ``doubtful`` and ``good``.

    Raises
    ------
    ValueError
        There is no such column, or a number is out of its range.
    """
    if not 0 <= doubtful <= 100:  # noqa: PLR2004
        raise ValueError(f"doubtful={doubtful!r}: it is a number from 0 to 100")
    if isinstance(picture_size, bool) or not isinstance(picture_size, int) or picture_size < 1:
        raise ValueError(f"picture_size={picture_size!r}: it is a number of px, 1 or more")
    names = ReportColumns.of(columns or {})
    side = picture_size if images else 0
    with ReportWriter(path, title=title, doubtful=doubtful) as writer:
        for page in _report_pages(pages, names, side):
            writer.add(page)
    return {kind.value: writer.counts[kind] for kind in Kind}


def _report_pages(pages: Pages, names: ReportColumns, side: int) -> Iterator[ReportPage]:
    """Give the pages of rows one by one; a side of 0 px: without pictures."""
    if isinstance(pages, DataFrame):
        return pages_of_frame(pages, names, side)
    return pages_of_rows(pages, names, side)


def display_report(
    pages: Pages,
    limit: int = 20,
    *,
    images: bool = False,
    height: int = 800,
    doubtful: float = _DOUBTFUL,
    picture_size: int = _PICTURE,
    columns: Mapping[str, str] | None = None,
) -> None:
    """Show the first pages of a result as a report in a notebook; in a terminal, say how they went.

    The report becomes a part of the notebook, with the texts of the pages.

    Parameters
    ----------
    pages : DataFrame or iterable of mapping
        As in `write_report`.
    limit : int
        How many pages to show.
    images, doubtful, picture_size, columns
        As in `write_report`.
    height : int
        Of the report in the notebook, in px.
    """
    first = pages.limit(limit) if isinstance(pages, DataFrame) else islice(pages, limit)
    options = {"images": images, "doubtful": doubtful, "picture_size": picture_size, "columns": columns}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        counts = write_report(first, path, **options)  # type: ignore[arg-type]
        if in_notebook():
            from IPython.display import HTML, display

            display(HTML(_framed(path.read_text(encoding="utf-8"), height)))
    print(", ".join(f"{count} {kind}" for kind, count in counts.items()))  # noqa: T201


def _framed(document: str, height: int) -> str:
    """Return a frame with a document that can reach nothing of the notebook."""
    return (
        f'<iframe srcdoc="{escape(document)}" sandbox="allow-scripts" title="report" '
        f'width="100%" height="{int(height)}" style="border: 1px solid #ccc"></iframe>'
    )
