"""Write another text into the units of positions, words or larger, which keep their places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate, chain, groupby, pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein, Opcode

from sparkocr.positions.text import PositionText, Units

__all__ = ["Replacement", "changes", "replaced_texts", "shares"]

_WORD = re.compile(r"\S+")
_MOST_PAIRS = 100_000_000  # pairs of words up to which texts are compared: 25 MB for the comparison


class Replacement(NamedTuple):
    """What stands in a place: the text, the unit that it comes from or replaces, and its box unless that unit's."""

    text: str
    unit: int
    box: tuple[float, float, float, float] | None


def replaced_texts(units: Units, text: str) -> list[str]:
    """Return what each unit says after its text is replaced.

    Words are: of each line if both texts have as many lines, else of the whole. Words that are the same in both texts
    (Levenshtein's alignment) keep their places, and those in between are dealt out to the places in between.
    (Two texts without lines of 10,000 words and more are not
    compared: all words are dealt out to all places.)

    Parameters
    ----------
    units : Units
    text : str
        What the units say instead.

    Returns
    -------
    list of str
        One for each unit, some may be empty. Spaces in units stay.

    See Also
    --------
    sparkocr.positions.update_characters.replaced_characters : the same for units of one character.
    """
    old = PositionText(units)
    characters = list(old.text)
    _replace_words(characters, old.text, text)
    return _of_units(old, characters)


def _of_units(old: PositionText, characters: list[str]) -> list[str]:
    """Return the units of a text whose characters were replaced."""
    starts = old.starts.tolist()
    pairs = zip(starts, old.units.texts, strict=True)
    return ["".join(characters[start : start + len(unit)]) for start, unit in pairs]


def _replace_words(characters: list[str], old: str, new: str) -> None:
    """Replace the words of a text, line by line if it has as many lines as the new one."""
    places = [
        [(begin + word.start(), begin + word.end()) for word in _WORD.finditer(line)] for begin, line in _lines(old)
    ]
    words = [line.split() for _, line in _lines(new)]
    if len(places) != len(words):
        places, words = [list(chain.from_iterable(places))], [new.split()]
    for line_places, line_words in zip(places, words, strict=True):
        before = [old[begin:end] for begin, end in line_places]
        for (begin, end), dealt in zip(line_places, _deal(before, line_words), strict=True):
            characters[begin:end] = [" ".join(dealt), *[""] * (end - begin - 1)]


def _lines(text: str) -> list[tuple[int, str]]:
    """Return the lines of a text that are not blank, and where they begin."""
    return [(match.start(), match[0]) for match in re.finditer(r"[^\n]*\S[^\n]*", text)]


def _deal(old: list[str], new: list[str]) -> list[list[str]]:
    """Return which of the new words stand in the place of each old one."""
    dealt: list[list[str]] = [[] for _ in old]
    if len(old) == len(new):
        return [[word] for word in new]
    if not old:
        return dealt
    for first, last, new_first, new_last in changes(old, new):
        words = new[new_first:new_last]
        for place, share in zip(range(first, last), shares(len(words), [1] * (last - first)), strict=True):
            dealt[place] += words[share]
        if first == last:
            dealt[max(0, first - 1)] += words
    return dealt


def changes(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    """Compare words: begin and end of the parts that are the same, and of those that differ, in both lists."""
    if len(old) * len(new) <= _MOST_PAIRS:
        return _joined(Levenshtein.opcodes(old, new))
    return [(0, len(old), 0, len(new))]


def _joined(found: Iterable[Opcode]) -> list[tuple[int, int, int, int]]:
    """Join neighbouring changes, so that words which are one more or less are dealt out with those beside them."""
    blocks: list[tuple[int, int, int, int]] = []
    for _, group in groupby(found, key=lambda change: change.tag == "equal"):
        parts = list(group)
        first, last = parts[0], parts[-1]
        blocks.append((first.src_start, last.src_end, first.dest_start, last.dest_end))
    return blocks


def shares(length: int, weights: list[int]) -> list[slice]:
    """Divide a length by weights; larger shares come first."""
    total = sum(weights)
    edges = [-(-length * done // total) for done in accumulate(weights, initial=0)] if total else []
    return [slice(begin, end) for begin, end in pairwise(edges)]
