"""Write a report page by page: only a line about each page stays in memory.

The file has the list of all pages in front, so that a browser shows it before it has read the rest. That list is known
at the end, so the pages wait in a temporary file.

Nothing of a page becomes markup or program: texts are JSON without ``<``, ``>`` and ``&`` in elements that browsers do
not run, the program makes elements of them by the DOM alone, and a content security policy allows this one program and
this one style sheet.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sparkocr.report.page import Kind, Picture, ReportPage, contents, judge, size_of

__all__ = ["ReportWriter", "safe_json"]

_IN_MARKUP = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_ORDER = list(Kind)
_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<noscript><p class="note">This report needs JavaScript. It loads nothing from anywhere.</p></noscript>
<script type="application/json" id="index">{index}</script>
<script>{program}</script>
"""
_LOSSY = "replace"  # halves of characters, which no file can have, become question marks
_TAIL = "</body>\n</html>\n"


class ReportWriter:
    """Writes a report; a context manager, which leaves no file if it ends with an error.

    Parameters
    ----------
    path : str or Path
        The HTML file; one that is there is replaced at the end.
    title : str
    doubtful : float
        Confidence below which a page is doubtful, 0 to 100.

    Attributes
    ----------
    counts : dict
        How many pages of each `Kind` there are so far.
    """

    def __init__(self, path: str | Path, *, title: str, doubtful: float) -> None:
        self._path = Path(path)
        self._title = title
        self._doubtful = doubtful
        self._facts: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
        self.counts = dict.fromkeys(Kind, 0)

    def __enter__(self) -> Self:
        self._pages = tempfile.TemporaryFile(
            "w+", encoding="utf-8", errors=_LOSSY, newline="", dir=self._path.absolute().parent
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._pages:
            if error is None:
                self._finish()

    def add(self, page: ReportPage) -> None:
        """Write a page.

        Parameters
        ----------
        page : ReportPage
        """
        kind, reason = judge(page, self._doubtful)
        number = len(self._facts)
        self.counts[kind] += 1
        size = size_of(page)
        shown = contents(page)
        facts = {
            "id": number,
            "path": page.path,
            "page": page.number,
            "kind": kind.value,
            "reason": reason,
            "confidence": None if page.confidence is None else round(page.confidence, 1),
            "size": size,
            "picture": page.picture is not None,
            "masked": page.masked is not None,
            "labels": sorted({entity["label"] for entity in shown["entities"] if entity.get("label")}),
            "shows": size is not None or any([page.text, page.masked_text, shown["entities"], shown["tables"]]),
        }
        self._facts.append((_rank(page, kind), facts))
        self._block("text", number, page.text or "")
        self._block("page", number, shown)
        self._picture("picture", number, page.picture)
        self._picture("masked", number, page.masked)

    def _block(self, name: str, number: int, value: Any) -> None:
        self._pages.write(f'<script type="application/json" id="{name}{number}">{safe_json(value)}</script>\n')

    def _picture(self, name: str, number: int, picture: Picture | None) -> None:
        """Write the bytes of a picture as text, from which the program makes a picture once it is looked at."""
        if picture is not None:
            content = base64.b64encode(picture.content).decode()
            kind = html.escape(f"{picture.media_type};base64")
            self._pages.write(f'<script type="{kind}" id="{name}{number}">{content}</script>\n')

    def _finish(self) -> None:
        """Write the file: its head with the list of pages, then the pages."""
        pages = [facts for _, facts in sorted(self._facts, key=lambda one: one[0])]
        index = {"title": self._title, "doubtful": self._doubtful, "pages": pages}
        style, program = _asset("report.css"), _asset("report.js")
        head = _HEAD.format(
            policy=html.escape(_policy(style, program)),
            title=html.escape(self._title),
            style=style,
            index=safe_json(index),
            program=program,
        )
        self._pages.seek(0)
        part = self._path.with_name(f".{self._path.name}.part")
        try:
            with part.open("w", encoding="utf-8", errors=_LOSSY, newline="") as file:
                file.write(head)
                shutil.copyfileobj(self._pages, file)
                file.write(_TAIL)
            os.replace(part, self._path)  # noqa: PTH105  both are Paths of one folder
        finally:
            with suppress(FileNotFoundError):
                part.unlink()


def _rank(page: ReportPage, kind: Kind) -> tuple[Any, ...]:
    """Return what sorts pages: the worst kind first, of the doubtful the least sure, else by file and page."""
    sure = page.confidence if kind is Kind.DOUBTFUL and page.confidence is not None else 0.0
    return _ORDER.index(kind), sure, page.path or "", page.number or 0


def safe_json(value: Any) -> str:
    r"""Write a value as JSON that may stand in an element of HTML: it ends none and begins none.

    Examples
    --------
    >>> safe_json("</script><!-- & é")
    '"\\u003c/script\\u003e\\u003c!-- \\u0026 é"'
    """
    written = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character, escape in _IN_MARKUP.items():
        written = written.replace(character, escape)
    return written


@cache
def _asset(name: str) -> str:
    return files("sparkocr.report").joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, program: str) -> str:
    """Return a content security policy (CSP 3) by which a browser runs this program alone, and loads nothing."""

    def digest(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    return (
        f"default-src 'none'; script-src {digest(program)}; style-src {digest(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
