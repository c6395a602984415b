"""Tell text whose letters are all shifted, as fonts give it that number their glyphs by themselves."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

__all__ = ["is_shifted"]

Counts = npt.NDArray[np.int64]

# Percent of the letters a to z, about the mean of English, German, French, Spanish, Italian, Polish and Finnish.
_A_TO_M = (9.5, 1.4, 3, 4, 14, 1.2, 1.7, 2.5, 8, 0.6, 1.8, 4.5, 3)
_N_TO_Z = (7.5, 6.5, 2.5, 0.5, 6.5, 6.5, 6.5, 4, 1.6, 0.9, 0.3, 1, 1.2)
_LOG_SHARE = np.log(np.array(_A_TO_M + _N_TO_Z) / 100)
_MOST_USUAL = "eaionEAION"  # 0.4 of all letters
_FEW = 0.32  # of all characters: a cheap look that most pages pass
_LEAST = 40  # letters that tell
_DIFFERENT = 10  # letters: hexadecimal numbers and genes have less
# Mean logarithm of the share of its letters: -3.2 to -2.6 in languages from Welsh to Maori, at least -3.35 in any 60
# characters of 100 pages of books, about -3.6 in part numbers and in shifted text.
_NONE, _LANGUAGE, _BETTER = -3.35, -3.12, 0.4
_DIGITS = 0.5  # of what is shown: tables of numbers have 0.6 and more, shifted letters spread over three times as many
_LETTERS = 0.75  # of what is shown, in running text
_CODES = 128
_DIGIT = re.compile(r"\d")


def is_shifted(text: str) -> bool:
    """Tell whether a text means nothing as it is, but something if all its code points are shifted by a number.

    Only for languages in Latin letters. It says so of hardly anything: part numbers, genes, hexadecimal numbers and
    other languages mean nothing when they are shifted, either. A table may repeat a few words with letters that are
    rare, so each word has to tell the same once as often as it stands; words that differ in digits are one.

    Examples
    --------
    >>> text = "every letter of this page is shown by the glyph of another one, all of them thirteen further on " * 2
    >>> is_shifted(text), is_shifted("".join(chr(ord(letter) + 3) for letter in text))
    (False, True)
    """
    if len(text) < _LEAST or sum(map(text.count, _MOST_USUAL)) > _FEW * len(text) or not _looks_shifted(text):
        return False
    words = {_DIGIT.sub("0", word): word for word in text.split()}
    return _looks_shifted(" ".join(words.values()))


def _looks_shifted(text: str) -> bool:
    """Tell whether letters are spread as in no language, and as in one if they are shifted by some number."""
    codes = np.frombuffer("".join(text.split()).encode("ascii", "ignore"), np.uint8)
    counts = np.bincount(codes, minlength=_CODES)
    if counts[ord("0") : ord("9") + 1].sum() > _DIGITS * len(codes):
        return False
    letters = _letters(counts)
    as_it_is = _likeness(letters)
    if letters.sum() >= _LEAST and as_it_is > _NONE:
        return False
    within = [(np.roll(letters, shift), len(codes)) for shift in range(1, len(letters))]
    shown = len(codes) - counts.max(initial=0)  # what was a space may be any character now
    beyond = [(_letters(np.roll(counts, shift)), shown) for shift in range(1, _CODES)]
    least = max(_LANGUAGE, as_it_is + _BETTER)
    return any(
        found.sum() >= max(_LEAST, _LETTERS * all_shown)
        and np.count_nonzero(found) >= _DIFFERENT
        and _likeness(found) > least
        for found, all_shown in within + beyond
    )


def _letters(counts: Counts) -> Counts:
    """Return the numbers of the letters a to z among code points; capitals are the same."""
    return counts[ord("A") : ord("Z") + 1] + counts[ord("a") : ord("z") + 1]


def _likeness(letters: Counts) -> float:
    """Return how much the numbers of letters are like those of a language: see `_LANGUAGE`."""
    return float(letters @ _LOG_SHARE / max(1, letters.sum())) if letters.any() else -np.inf
