"""Merge what several engines found on the same page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

import numpy as np
import numpy.typing as npt

from sparkocr.errors import DocumentError
from sparkocr.hocr.document import HocrPage
from sparkocr.layout.merge import merged_line
from sparkocr.layout.page import Line, Word
from sparkocr.layout.reading_order import arrange
from sparkocr.limits import current, told

__all__ = ["merge"]


Floats = npt.NDArray[np.float64]


def merge(documents: Iterable[Sequence[HocrPage]], overlap: float = 0.5) -> tuple[HocrPage, ...]:
    """Merge hOCR documents of the same pages, such as the check boxes of a page and its text.

    Parameters
    ----------
    documents : iterable of sequence of HocrPage
        The one whose words are trusted most first: where several have a word at the same place, the earliest wins.
        Confidences don't decide: those of different engines can't be compared.
    overlap : float
        A word is left out if one word of an earlier document covers more than this share of its box, 0 to 1. What
        counts is its own box: a check box that was read as a letter is left out, a long word that also covers a check
        box stays.

    Returns
    -------
    tuple of HocrPage
        As many as the longest document has. Each has the name, language and number that the first document with that
        page gives. Lines, paragraphs and blocks are made anew by `sparkocr.layout.reading_order.arrange`, unless only
        one document has words on that page.

    Raises
    ------
    DocumentError
        A page has too many words.
    """
    return tuple(_merged([page for page in pages if page is not None], overlap) for pages in zip_longest(*documents))


def _merged(pages: Sequence[HocrPage], overlap: float) -> HocrPage:
    """Merge some readings of one page."""
    found = [(page, list(page.page.lines())) for page in pages]
    written = [(page, lines) for page, lines in found if lines]
    width, height = max(page.page.width for page in pages), max(page.page.height for page in pages)
    if len(written) < 2:  # noqa: PLR2004  nothing to merge
        only = written[0][0].page if written else pages[0].page
        return replace(pages[0], page=replace(only, width=width, height=height))
    if sum(len(line.words) for _, lines in written for line in lines) > current().max_merged_words:
        raise DocumentError(f"A page of the hOCR has more than {told('max_merged_words')}")
    merged: list[Line] = []
    for _, lines in written:
        merged += list(_uncovered(lines, _frames(word for line in merged for word in line.words), overlap))
    return replace(pages[0], page=arrange(merged, width, height))


def _uncovered(lines: Sequence[Line], frames: Floats, overlap: float) -> Iterator[Line]:
    """Walk over lines without the words that one of some frames covers."""
    for line in lines:
        kept = [word for word in line.words if not _is_covered(word, frames, overlap)]
        if len(kept) == len(line.words):
            yield line
        elif kept:
            yield merged_line([line], kept, [word.box for word in kept])


def _is_covered(word: Word, frames: Floats, overlap: float) -> bool:
    """Tell whether one frame covers more than a share of a word."""
    if not len(frames):
        return False
    ((left, top, right, bottom),) = _frames([word])
    across = np.minimum(frames[:, 2], right) - np.maximum(frames[:, 0], left)
    down = np.minimum(frames[:, 3], bottom) - np.maximum(frames[:, 1], top)
    covered = np.max(np.maximum(across, 0) * np.maximum(down, 0))
    return bool(covered > overlap * (right - left) * (bottom - top))


def _frames(words: Iterable[Word]) -> Floats:
    """Return the upright boxes around words: left, top, right and bottom; shape (n, 4)."""
    return np.array([word.box.edges() for word in words], np.float64).reshape(-1, 4)
