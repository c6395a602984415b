"""Tell text whose letters are all shifted, as fonts give it that number their glyphs by themselves."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["is_shifted"]

# Percent of the letters a to z, about the mean of English, German, French, Spanish, Italian, Polish and Finnish.
_A_TO_M = (9.5, 1.4, 3, 4, 14, 1.2, 1.7, 2.5, 8, 0.6, 1.8, 4.5, 3)
_N_TO_Z = (7.5, 6.5, 2.5, 0.5, 6.5, 6.5, 6.5, 4, 1.6, 0.9, 0.3, 1, 1.2)
_USUAL = np.array(_A_TO_M + _N_TO_Z)
_MOST_USUAL = "eaionEAION"  # 0.4 of all letters
_FEW = 0.25  # of all characters: tables of numbers have less of them, too
_LEAST = 80  # characters that tell
_DIFFERENT = 14  # letters: hexadecimal numbers and genes have less
_LANGUAGE, _NONE = 0.85, 0.35  # correlation with the usual letters: of any language, and of none
_LETTERS = 0.75  # of what is shown, in running text
_CODES = 128


def is_shifted(text: str) -> bool:
    """Tell whether a text means nothing as it is, but something if all its code points are shifted by a number.

    Only for languages in Latin letters. It says so of hardly anything: part numbers, genes, hexadecimal numbers and
    other languages mean nothing when they are shifted, either.

    Examples
    --------
    >>> text = "every letter of this page is shown by the glyph of another one, all of them thirteen further on " * 2
    >>> is_shifted(text), is_shifted("".join(chr(ord(letter) + 3) for letter in text))
    (False, True)
    """
    if len(text) < _LEAST or sum(map(text.count, _MOST_USUAL)) > _FEW * len(text):
        return False
    codes = np.frombuffer("".join(text.split()).encode("ascii", "ignore"), np.uint8)
    if len(codes) < _LEAST:
        return False
    counts = np.bincount(codes, minlength=_CODES).astype(np.float64)
    letters = _letters(counts)
    if _likeness(letters, len(codes)) > _NONE:
        return False
    if any(_likeness(np.roll(letters, shift), len(codes)) > _LANGUAGE for shift in range(1, len(letters))):
        return True
    shown = len(codes) - counts.max()  # what was a space may be any character now
    return any(_likeness(_letters(np.roll(counts, shift)), shown) > _LANGUAGE for shift in range(1, _CODES))


def _letters(counts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the numbers of the letters a to z among code points; capitals are the same."""
    found: npt.NDArray[np.float64] = counts[ord("A") : ord("Z") + 1] + counts[ord("a") : ord("z") + 1]
    return found


def _likeness(letters: npt.NDArray[np.float64], shown: float) -> float:
    """Return how much the numbers of letters are like those of a language, at most 1; 0 where it's no running text."""
    if np.count_nonzero(letters) < _DIFFERENT or letters.sum() < _LETTERS * shown:
        return 0.0
    return float(np.corrcoef(letters, _USUAL)[0, 1])
