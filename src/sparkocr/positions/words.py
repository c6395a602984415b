"""Words of positions that are single characters."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

import numpy as np

from sparkocr.positions.text import PositionText

__all__ = ["CharacterWord", "character_words", "composed"]

_WORD = re.compile(r"\S+")


class CharacterWord(NamedTuple):
    """A word as the gaps between characters tell it.

    Attributes
    ----------
    text : str
        Its characters in form NFC.
    first, last : int
        Its units, without the last one.
    line : int
        Number of its line.
    """

    text: str
    first: int
    last: int
    line: int


def character_words(text: PositionText) -> list[CharacterWord]:
    """Return the words of a text; those that share a unit are one, without the space between them."""
    found: list[CharacterWord] = []
    for line, part in enumerate(re.finditer(r"[^\n]+", text.text)):
        for word in _WORD.finditer(text.text, part.start(), part.end()):
            begin, end = np.searchsorted(text.starts, [word.start(), word.end() - 1], "right").tolist()
            token = CharacterWord(composed(word[0]), begin - 1, end, line)
            if found and found[-1].last > token.first:
                before = found.pop()
                token = CharacterWord(before.text + token.text, before.first, token.last, before.line)
            found.append(token)
    return found


def composed(text: str) -> str:
    """Return a text in form NFC."""
    return unicodedata.normalize("NFC", text)
