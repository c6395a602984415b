"""What a report shows of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean
from typing import Any

__all__ = ["Kind", "Picture", "ReportPage", "contents", "judge", "mean_confidence", "size_of"]

_MARGIN = 1.03  # of a page whose size nobody tells: around the boxes on it


class Kind(StrEnum):
    """How a page went, the worst first."""

    FAILED = "failed"
    DOUBTFUL = "doubtful"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Picture:
    """A file that browsers show, and its size in px."""

    content: bytes
    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A page; None is unknown.

    Attributes
    ----------
    path : str or None
        Where it is from.
    number : int or None
        Of the page in its file, from 0.
    text, masked_text : str or None
        What it says, and the same without what had to go.
    confidence : float or None
        0 to 100.
    exception : str or None
        Why it was not read.
    document : mapping or None
        The page as JSON, as `sparkocr.document.page_json` writes it.
    picture, masked : Picture or None
        How it looks, and how it looks without what had to go.
    """

    path: str | None = None
    number: int | None = None
    text: str | None = None
    masked_text: str | None = None
    confidence: float | None = None
    exception: str | None = None
    document: Mapping[str, Any] | None = None
    picture: Picture | None = None
    masked: Picture | None = None


def judge(page: ReportPage, doubtful: float) -> tuple[Kind, str]:
    """Tell how a page went, and why.

    Parameters
    ----------
    page : ReportPage
    doubtful : float
        Confidence below which a page is doubtful, 0 to 100.

    Returns
    -------
    (Kind, str)
        The reason is empty for good pages.

    Examples
    --------
    >>> judge(ReportPage(text="Total", confidence=41.0), doubtful=70)
    (<Kind.DOUBTFUL: 'doubtful'>, 'confidence below 70')
    >>> judge(ReportPage(text=" "), doubtful=70)
    (<Kind.DOUBTFUL: 'doubtful'>, 'no text')
    """
    if page.exception:
        return Kind.FAILED, page.exception
    if page.text is not None and not page.text.strip():
        return Kind.DOUBTFUL, "no text"
    if page.confidence is not None and page.confidence < doubtful:
        return Kind.DOUBTFUL, f"confidence below {doubtful:g}"
    return Kind.GOOD, ""


def mean_confidence(document: Mapping[str, Any]) -> float | None:
    """Return the confidence of a page as JSON: its own, else the mean of its words; None if it tells neither."""
    told: float | None = document.get("confidence")
    words = [sure for _, sure, _ in _units(document) if sure is not None]
    return told if told is not None or not words else fmean(words)


def contents(page: ReportPage) -> dict[str, Any]:
    """Return what the report draws of a page and writes beside it, without its text.

    Returns
    -------
    dict
        ``words``: lists of left, top, width, height, confidence (None if unknown) and text; the smallest units that the
        page as JSON has. ``entities``, ``tables`` and ``regions`` are those of the JSON; ``masked`` is the masked text.
    """
    document = page.document or {}
    return {
        "words": [[*box, confidence, text] for box, confidence, text in _units(document)],
        "entities": document.get("entities") or [],
        "tables": document.get("tables") or [],
        "regions": document.get("regions") or [],
        "masked": page.masked_text,
    }


def _units(document: Mapping[str, Any]) -> Iterator[tuple[list[float], float | None, str]]:
    """Give the words of a page as JSON; lines or blocks where it was written without smaller parts."""
    for block in document.get("blocks") or ():
        for line in block.get("lines") or [block]:
            for word in line.get("words") or [line]:
                yield word["box"], word.get("confidence"), word["text"]


def size_of(page: ReportPage) -> tuple[float, float] | None:
    """Return width and height of a page in the unit of its boxes; None if there is nothing to draw.

    It is that of the JSON, else that of the picture if there are no boxes, else that of the boxes with a margin.
    """
    document = page.document or {}
    width, height = document.get("width"), document.get("height")
    if width and height:
        return width, height
    boxes = [box for box, *_ in _units(document)]
    if boxes:
        return _MARGIN * max(x + wide for x, _, wide, _ in boxes), _MARGIN * max(y + high for _, y, _, high in boxes)
    picture = page.picture or page.masked
    return (picture.width, picture.height) if picture else None
