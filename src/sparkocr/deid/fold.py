"""Texts as searches see them: letters and digits alone, in one form, each with its place in the text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

__all__ = ["JOINT", "LINE_HYPHEN", "STOP", "Folded", "fold"]

STOP = "\0"
"""Stands between pieces of text that have nothing to do with each other."""
JOINT = "\x1f"
"""Stands where a word may go on or may end, as between two strings that a PDF shows one after the other."""
LINE_HYPHEN = "\x02"
"""PDFium's sign for a hyphen at the end of a line."""

_IGNORED = frozenset({"Mn", "Mc", "Me", "Cf"})  # marks that belong to a letter, and signs without a look
# Scripts that put no blanks between words: Thai to Burmese, Khmer, kana, Han, Hangul.
_NO_BLANKS = re.compile(
    "[\u0e00-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]"
)
_LOWER, _UPPER, _NO_CASE = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """The letters and digits of a text.

    Attributes
    ----------
    text : str
        As it was.
    letters : str
        Compatibility forms are resolved, accents dropped, and case folded.
    codes : ndarray of uint32, shape (n,)
        The letters as numbers.
    places : ndarray of int64, shape (n,)
        Offset in `text` of the character that each is from.
    cases : ndarray of int8, shape (n,)
        0 for a small letter, 1 for a capital one, 2 for what has no case.
    gaps : ndarray of bool, shape (n,)
        Whether something stands between a letter and the one before it.
    starts : ndarray of bool, shape (n,)
        Whether a word may begin at a letter: after a gap, between letters and digits, and anywhere in scripts that
        have no blanks.
    """

    text: str
    letters: str
    codes: npt.NDArray[np.uint32]
    places: npt.NDArray[np.int64]
    cases: npt.NDArray[np.int8]
    gaps: npt.NDArray[np.bool_]
    starts: npt.NDArray[np.bool_]


def fold(text: str) -> Folded:
    """Reduce a text to its letters and digits.

    Unicode's compatibility decomposition (NFKD) takes ligatures, full-width and presentation forms apart; the full
    case folding of Unicode makes ``ß`` two letters.
    """
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    known, numbers = np.unique(points, return_inverse=True)
    kinds = [_kind(int(point)) for point in known]
    counts = np.array([len(kind.letters) for kind in kinds], np.int64)
    separates = np.array([kind.separates for kind in kinds], bool)

    repeats = counts[numbers]
    places = np.repeat(np.arange(len(points)), repeats)
    firsts = np.cumsum(counts) - counts  # of each kind in the letters of all kinds
    within = np.arange(len(places)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    chosen = np.repeat(firsts[numbers], repeats) + within
    alphabet = np.frombuffer("".join(kind.letters for kind in kinds).encode("utf-32-le"), np.uint32)
    codes = alphabet[chosen]
    cases = _per_letter([kind.case for kind in kinds], counts)[chosen]
    digits = _per_letter([kind.is_digit for kind in kinds], counts)[chosen].astype(bool)
    alone = _per_letter([kind.stands_alone for kind in kinds], counts)[chosen].astype(bool)

    separators = np.cumsum(separates[numbers])[places]
    gaps = np.ones(len(places), bool)
    gaps[1:] = separators[1:] > separators[:-1]
    starts = gaps.copy()
    starts[1:] |= (alone[1:] | alone[:-1] | (digits[1:] != digits[:-1])) & (places[1:] > places[:-1])
    letters = codes.tobytes().decode("utf-32-le")
    return Folded(text, letters, codes, places, cases, gaps, starts)


def _per_letter(values: list[int] | list[bool], counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int8]:
    """Repeat a value of each character for all letters of it."""
    return np.repeat(np.array(values, np.int8), counts)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a character is to a search."""

    letters: str
    separates: bool = False
    case: int = _NO_CASE
    is_digit: bool = False
    stands_alone: bool = False


@lru_cache(4096)
def _kind(point: int) -> _Kind:
    """Tell what a character is to a search."""
    character = chr(point)
    parts = [part for part in unicodedata.normalize("NFKD", character) if part.isalnum()]
    letters = "".join(parts).casefold()
    if not letters or not all(part.isalnum() for part in letters):
        is_ignored = unicodedata.category(character) in _IGNORED
        return _Kind("", separates=not is_ignored)
    case = _LOWER if character.islower() else _UPPER if character.isupper() else _NO_CASE
    if len(letters) > 1:
        case = _UPPER if case == _UPPER else _NO_CASE  # capitals of ß and ligatures are several letters
    return _Kind(letters, False, case, letters[0].isdigit(), bool(_NO_BLANKS.match(character)))
