"""Right-to-left words in the order in which a page shows them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

__all__ = ["visual_order"]

# Classes of the Unicode Bidirectional Algorithm (UAX 9): what runs to the left, what to the right, and what joins
# numbers and names.
_LEFTWARD = {"R", "AL"}
_RIGHTWARD = {"L", "EN", "AN"}
_JOINING = {"ES", "CS"}
_PAIRS = ("()", "[]", "{}", "<>", "«»", "\u2039\u203a", "≤≥")  # BidiMirroring.txt of Unicode, the common ones
_MIRRORED = {ord(pair[side]): pair[1 - side] for pair in _PAIRS for side in (0, 1)}


def visual_order(text: str) -> str:
    """Put the characters of a word in their order from left to right.

    Readers of PDFs expect glyphs from left to right and bring right-to-left words back to logical order themselves.
    So a word with right-to-left letters is reversed and its brackets are mirrored, as they are on paper; numbers and
    names in it keep their order. This is a word's share of UAX 9, without embeddings: where a line has words of
    both directions, their boxes say where they stand.

    Parameters
    ----------
    text : str
        A word in logical order.

    Returns
    -------
    str
        The same word if it has no right-to-left letter.
    """
    if text.isascii() or not any(unicodedata.bidirectional(c) in _LEFTWARD for c in text):
        return text
    return "".join(reversed(list(_pieces(text))))


def _pieces(text: str) -> Iterator[str]:
    """Yield the numbers and names of a right-to-left word whole, and its other characters one by one."""
    kinds = [unicodedata.bidirectional(c) for c in text]
    start = 0
    while start < len(text):
        end = start + 1
        if kinds[start] in _RIGHTWARD:
            while end < len(text) and _continues(kinds, end):
                end += 1
            yield text[start:end]
        else:
            yield text[start].translate(_MIRRORED)
        start = end


def _continues(kinds: list[str], place: int) -> bool:
    """Tell whether a character belongs to the number or name before it."""
    if kinds[place] in _JOINING:
        return place + 1 < len(kinds) and kinds[place + 1] in _RIGHTWARD
    return kinds[place] in _RIGHTWARD or kinds[place] == "NSM"
