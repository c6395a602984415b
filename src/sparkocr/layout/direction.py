"""In which direction words are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

__all__ = ["direction_of", "logical_order"]


def direction_of(text: str) -> int:
    """Return 1 for text that begins with a letter read from the left, -1 for one from the right, 0 without letters."""
    kinds = map(unicodedata.bidirectional, text)
    return next((1 if kind == "L" else -1 for kind in kinds if kind in {"L", "R", "AL"}), 0)


def logical_order(directions: Sequence[int], *, right_to_left: bool) -> list[int]:
    """Order pieces of a line as they are read: by rule L2 of the bidirectional algorithm [1]_.

    Parameters
    ----------
    directions : sequence of int
        What `direction_of` says of each piece, from left to right on the page.
    right_to_left : bool
        Whether the line is read from the right; runs of pieces of the other direction are read in that direction.

    Returns
    -------
    list of int
        Numbers of the pieces.

    References
    ----------
    .. [1] Unicode Standard Annex 9, "Unicode Bidirectional Algorithm".

    Examples
    --------
    >>> logical_order([-1, 1, 1, -1], right_to_left=True)
    [3, 1, 2, 0]
    """
    base = -1 if right_to_left else 1
    numbers = range(len(directions))[::base]
    found: list[int] = []
    for turned, group in groupby(numbers, key=lambda number: directions[number] * base < 0):
        run = list(group)
        found += run[::-1] if turned else run
    return found
