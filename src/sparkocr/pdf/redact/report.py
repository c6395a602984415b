"""What was done to the pages of a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["CannotRewriteError", "PageReport", "Redacted", "Technique"]


class Technique(Enum):
    """How a page was redacted."""

    NONE = "none"
    """Nothing was to be taken out of what the page shows; what it hides was dropped."""
    REWRITE = "rewrite"
    """Glyphs and pixels in the regions are gone from the content of the page; all else is as it was."""
    RASTER = "raster"
    """The page is a picture, with the words outside of the regions as invisible text."""


@dataclass(frozen=True, slots=True)
class PageReport:
    """What was done to a page.

    Attributes
    ----------
    page : int
        From 0.
    technique : Technique
    regions : int
        How many regions were on it.
    reason : str or None
        Why the page became a picture; None if it didn't. It never quotes the document.
    """

    page: int
    technique: Technique
    regions: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Redacted:
    """A PDF without its regions.

    Attributes
    ----------
    content : bytes
    pages : tuple of PageReport
        One for each page.
    """

    content: bytes
    pages: tuple[PageReport, ...]


class CannotRewriteError(Exception):
    """A region touches what can't be taken out of the content of a page; its message says what, in general words."""
