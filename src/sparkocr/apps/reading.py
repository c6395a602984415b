"""How documents are read: what the options of the command line say, without Spark."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

__all__ = ["PageRanges", "Reading"]

_LAST = 10**9 - 1  # of the nine digits that stages take
_RANGE = re.compile(r"(\d+)(-(\d*))?")


@dataclass(frozen=True, slots=True)
class PageRanges:
    """Pages of a document.

    Attributes
    ----------
    ranges : tuple of (int, int or None)
        First and last page of each range, from 0, both included; None: to the end. No ranges: all pages.
    """

    ranges: tuple[tuple[int, int | None], ...] = ()

    @classmethod
    def parse(cls, text: str) -> PageRanges:
        """Return the pages that a text names, counted from 1, like ``1-3,7,9-``.

        Raises
        ------
        ValueError
            It names none.

        Examples
        --------
        >>> PageRanges.parse("1-3,7,9-").ranges
        ((0, 2), (6, 6), (8, None))
        """
        return cls(tuple(_range(part.strip()) for part in text.split(",")))

    def from_zero(self) -> str:
        """Return the pages as stages take them, counted from 0; empty: all."""
        return ",".join(f"{first}-{_LAST if last is None else last}" for first, last in self.ranges)

    def __contains__(self, page: int) -> bool:
        return not self.ranges or any(first <= page and (last is None or page <= last) for first, last in self.ranges)


def _range(text: str) -> tuple[int, int | None]:
    """Return one range of pages, from 0.

    Raises
    ------
    ValueError
        It is none.
    """
    found = _RANGE.fullmatch(text)
    first = int(found[1]) if found else 0
    last = None if found is None or found[3] == "" else int(found[3] or first)
    if not first or (last is not None and last < first):
        raise ValueError(f"pages must be numbers from 1 and ranges, like 1-3,7,9-; got {text!r}")
    return first - 1, None if last is None else last - 1


@dataclass(frozen=True, slots=True)
class Reading:
    """How documents are read.

    Attributes
    ----------
    language, engine, quality, password
        As the parameters of `sparkocr.transformers.ImageToText` and `PdfToText`; an empty one is the default of these.
    resolution : int
        Dpi at which pages of PDFs are rendered; 0: the default of the stages.
    pages : PageRanges
        Pages that are read.
    deskew, rotate_pages : bool
        Whether images are made level, or turned upright, before they are read.
    force_ocr : bool
        Whether pages with digital text are read by OCR, too.
    min_confidence : int
        Words below are left out, 0 to 100.
    """

    language: str = "eng"
    engine: str = ""
    quality: str = ""
    password: str = field(default="", repr=False)
    resolution: int = 0
    pages: PageRanges = PageRanges()
    deskew: bool = False
    rotate_pages: bool = False
    force_ocr: bool = False
    min_confidence: int = 0

    def engine_params(self) -> dict[str, Any]:
        """Return the parameters of a stage that reads images."""
        chosen = {"engine": self.engine, "quality": self.quality}
        return {"language": self.language} | {name: value for name, value in chosen.items() if value}

    def pdf_params(self) -> dict[str, Any]:
        """Return the parameters of a stage that renders PDFs."""
        chosen = {"password": self.password, "resolution": self.resolution}
        return {name: value for name, value in chosen.items() if value}
