"""Which lines of a page are the headings that the outline of its document names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

__all__ = ["outlined_lines"]

_LINES = 3  # of a heading, at most
_LONGEST_LABEL = 8  # letters and digits of a number that the outline leaves out, such as 2.1 or IV


def outlined_lines(lines: Sequence[str], sizes: Sequence[float], titles: Iterable[tuple[int, str]]) -> dict[int, int]:
    """Find the lines of headings.

    Parameters
    ----------
    lines : sequence of str
    sizes : sequence of float
        Of the font of each line: where several lines say the same, the largest is the heading.
    titles : iterable of (int, str)
        Level and text of the bookmarks of the page.

    Returns
    -------
    dict of int to int
        Levels of the lines, by their number. Only letters and digits are compared; the line may begin with a number
        that the outline leaves out.

    Examples
    --------
    >>> outlined_lines(["2.1 Apples and", "pears", "Apples"], [12, 12, 9], [(2, "Apples and Pears")])
    {0: 2, 1: 2}
    """
    keys = [_key(line) for line in lines]
    found: dict[int, int] = {}
    for level, title in titles:
        wanted = _key(title)
        spans = [span for first in range(len(keys)) if wanted and (span := _span(keys, first, wanted))]
        if spans:
            best = max(spans, key=lambda span: sizes[span[0]])
            found |= dict.fromkeys(range(*best), level)
    return found


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _span(keys: Sequence[str], first: int, wanted: str) -> tuple[int, int] | None:
    """Return the first line, and one past the last, of a title that begins in a line; None if it does not."""
    text = ""
    for last in range(first, min(len(keys), first + _LINES)):
        text += keys[last]
        label = text.removesuffix(wanted)
        if label != text and (not label or _is_label(label)):
            return first, last + 1
        if len(text) > len(wanted) + _LONGEST_LABEL:
            break
    return None


def _is_label(label: str) -> bool:
    return len(label) <= _LONGEST_LABEL and (label[:1].isdigit() or set(label) <= set("ivxlc"))
