"""Group the characters of a line to words.

The network tells most spaces, but drops some beside digits, where it has seen few words: "PAGE 3OF", "13lbs". There the
blank in the ink tells them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from statistics import median_low

from sparkocr.engines.ppocr.recognise import Character
from sparkocr.imaging.glyphs import Mask, blank_between

__all__ = ["grouped"]

# Px of a strip of 48, in which letters are about 20 wide.
_WIDE = 16  # so wide is no blank inside of a word: digits of a typewriter stand up to 10 apart
# On 29 real pages, letters and digits of one word, as "KH12" and "1a", stand up to 8 px apart and spaces are 9 to 13.
_BESIDE_DIGITS = 9
_AROUND_ONE = 1  # more: a 1 is narrow and has the place of any digit
_WIDER = 1.5  # than the usual blank of the line: letters of a typewriter stand as far apart as others' words
_ENDS = frozenset(".,)")  # but no colon: on receipts it stands apart from both sides


def grouped(found: Sequence[Character], letters: Mask) -> list[list[Character]]:
    """Group characters to words.

    Parameters
    ----------
    found : sequence of Character
        A line from left to right; one of them is no space.
    letters : ndarray of bool, shape (48, w)
        Its ink.

    Returns
    -------
    list of list of Character
        Words without their spaces; at least one.
    """
    words = _between_spaces(found)
    blanks = [[_blank(letters, *pair) for pair in pairwise(word)] for word in words]
    flat = [blank for row in blanks for blank in row]
    least = max(_BESIDE_DIGITS, _WIDER * median_low(flat)) if flat else _WIDE
    return [part for word, row in zip(words, blanks, strict=True) for part in _split(word, row, least)]


def _between_spaces(found: Sequence[Character]) -> list[list[Character]]:
    """Group characters at the spaces that the network has seen."""
    words: list[list[Character]] = [[]]
    for character in found:
        if character.text.strip():
            words[-1].append(character)
        elif words[-1]:
            words.append([])
    return words if words[-1] else words[:-1]


def _blank(letters: Mask, one: Character, other: Character) -> float:
    """Return how wide the blank between two characters is."""
    start, end = blank_between(letters, one.middle, other.middle)
    return end - start


def _split(word: Sequence[Character], blanks: Sequence[float], least: float) -> list[list[Character]]:
    """Split a word at the blanks that are spaces; beside digits these have at least a width in px."""
    parts = [[word[0]]]
    for number, blank in enumerate(blanks):
        one, other = word[number], word[number + 1]
        narrowest = least + (_AROUND_ONE if "1" in {one.text, other.text} else 0)
        is_wide = blank >= min(_WIDE, narrowest) if _digit_meets_word(word, number) else blank >= _WIDE
        if is_wide and _is_spaced(one.text) and _is_spaced(other.text):
            parts.append([])
        parts[-1].append(other)
    return parts


def _is_spaced(character: str) -> bool:
    """Tell whether it is of a script that puts spaces between words."""
    return unicodedata.east_asian_width(character) not in "WF"


def _digit_meets_word(word: Sequence[Character], number: int) -> bool:
    """Tell whether a letter ends and a number begins behind a character, or the other way round: "No.|3", "13|lbs"."""
    one, other = word[number].text, word[number + 1].text
    if one in _ENDS and number and other.isdigit():
        one = word[number - 1].text
    return (one.isalpha() and other.isdigit()) or (one.isdigit() and other.isalpha())
