"""Sizes of fonts from the boxes of words: what OCR tells of a row depends on which letters it has."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sparkocr.layout.merge import weighted_median
from sparkocr.layout.page import Word

__all__ = ["em_of", "even_sizes"]

Floats = npt.NDArray[np.float64]

# Heights of ink in em: those of common fonts without and with serifs are within a twentieth (measured).
_X_HEIGHT, _CAP_HEIGHT, _DESCENDERS = 0.53, 0.73, 0.21
_LOW = frozenset("acegmnopqrsuvwxyz.,:;-_~+=<>*")  # all others are as high as capitals
_BELOW = frozenset("gjpqyQ,;()[]{}|/@$")
_EQUAL = 0.01  # of the height: boxes that differ less are all as high as their line
_TALL = 2.0  # heights in widths of text that stands


def even_sizes(rows: Sequence[Sequence[Word]], sizes: Floats) -> Floats:
    """Estimate the sizes of fonts so that lines of one font have one size.

    Parameters
    ----------
    rows : sequence of sequence of Word
        Words of each line, with boxes around their ink, or around that of the whole line.
    sizes : ndarray of float64, shape (n,)
        Size of each line in points, 0 if unknown: right in the middle.

    Returns
    -------
    ndarray of float64, shape (n,)
        In points: the height of a line's ink by what its letters have in em, scaled to the median of `sizes`.
    """
    known = sizes > 0
    if not known.any():
        return sizes
    ems = np.array([em_of(row) for row in rows])
    weights = np.array([sum(len(word.text) for word in row) for row in rows], np.float64)
    median = weighted_median(ems[known], weights[known])
    if median <= 0:
        return sizes
    found: Floats = np.where(known, ems * weighted_median(sizes[known], weights[known]) / median, 0.0)
    return found


def em_of(words: Sequence[Word]) -> float:
    """Return the size of the font of words of a line, at least one, in the unit of their boxes."""
    heights = np.array([_height(word) for word in words])
    if np.ptp(heights) <= _EQUAL * heights.max():
        return float(heights[0]) / _ink("".join(word.text for word in words))
    ems = heights / np.array([_ink(word.text) for word in words])
    return weighted_median(ems, np.array([len(word.text) for word in words], np.float64))


def _height(word: Word) -> float:
    """Return the height of a word's ink, across its direction."""
    box = word.box
    return box.width if len(word.text) > 1 and box.height > _TALL * box.width else box.height


@lru_cache(1 << 14)
def _ink(text: str) -> float:
    """Return how high the letters of a word are, in em."""
    letters = set(unicodedata.normalize("NFD", text) if not text.isascii() else text)
    height = _X_HEIGHT if letters <= _LOW else _CAP_HEIGHT
    return height + _DESCENDERS if letters & _BELOW else height
