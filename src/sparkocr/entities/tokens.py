"""Words and marks of a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

__all__ = ["Span", "pieces_of", "tokens_of"]

Span = tuple[int, int]
"""Offsets of the first character of a part of a text, and of the one after its last; characters are code points."""

# Inside of a word: marks that join letters or digits, and those that join digits only.
_TOKEN = re.compile(r"\w+(?:(?:[-.'\u2019/@&]|(?<=\d)[,:](?=\d))\w+)*|[^\w\s]")
_PIECE = re.compile(r"[^\W_]+|[^\s]")
_JOINERS = "\u00ad\u200c\u200d"  # soft hyphen, and what keeps letters apart or together: invisible parts of a word

_KEPT = 0x3000  # kinds of characters before CJK are kept: of all, they would take 100 MB


class _Letters(dict[int, int]):
    r"""For `str.translate`: marks on letters become letters, because ``\w`` does not match them."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        is_part = unicodedata.category(character)[0] == "M" or character in _JOINERS
        found = ord("x") if is_part else code
        if code < _KEPT:
            self[code] = found
        return found


_LETTERS = _Letters()


def tokens_of(text: str) -> Iterator[Span]:
    """Cut a text into words, numbers and single other marks.

    Dates, numbers, addresses of mail, contractions and words with hyphens are one token; marks before and after a word
    are tokens of their own. Scripts without spaces between words are cut at marks only.

    Examples
    --------
    >>> text = "Dr. O'Neil (born 01.09.2012): well-known."
    >>> [text[begin:end] for begin, end in tokens_of(text)]
    ['Dr', '.', "O'Neil", '(', 'born', '01.09.2012', ')', ':', 'well-known', '.']
    """
    return (match.span() for match in _TOKEN.finditer(text.translate(_LETTERS)))


def pieces_of(text: str) -> Iterator[Span]:
    """Cut a text into runs of letters and digits, and single other marks.

    Examples
    --------
    >>> text = "O'Neil's"
    >>> [text[begin:end] for begin, end in pieces_of(text)]
    ['O', "'", 'Neil', "'", 's']
    """
    return (match.span() for match in _PIECE.finditer(text.translate(_LETTERS)))
