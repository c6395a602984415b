"""Find expressions and phrases in texts, and put together what overlaps."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sparkocr.entities.tokens import Span, pieces_of

__all__ = ["Match", "Phrases", "find_expressions", "overlapping", "phrases_of"]


@dataclass(frozen=True, slots=True)
class Match:
    """Something that was found in a text.

    Attributes
    ----------
    begin, end : int
        Offsets of its first character and of the one after its last.
    label : str
        What it is.
    """

    begin: int
    end: int
    label: str


def find_expressions(text: str, rules: Iterable[tuple[str, str]]) -> list[Match]:
    """Find all places where regular expressions match; empty ones are left out.

    Parameters
    ----------
    text : str
    rules : iterable of (str, str)
        Labels and expressions, as Python's `re` takes them.

    Returns
    -------
    list of Match
        In the order of the text. Those of one rule don't overlap, those of several may.

    Examples
    --------
    >>> find_expressions("MRN 4711 and 0815", [("ID", "[0-9]{4}")])
    [Match(begin=4, end=8, label='ID'), Match(begin=13, end=17, label='ID')]
    """
    found = [
        Match(*match.span(), label)
        for label, expression in rules
        for match in re.finditer(expression, text)
        if match.group()
    ]
    return sorted(found, key=lambda match: (match.begin, match.end))


_Trie = dict[str, Any]
_LABEL = ""  # key of a phrase's label in the trie; no piece of a text is empty


class Phrases:
    r"""Phrases that are looked for in many texts.

    They are compared piece by piece (runs of letters and digits, and single other marks), with any blanks or line ends
    in between: so a phrase is found in any layout, but never inside of a word, and forms of Unicode don't matter. The
    number of phrases hardly counts: they are a trie.

    Parameters
    ----------
    labels : iterable of (str, str)
        Labels and phrases.
    case_sensitive : bool
        Whether ``SMITH`` is another phrase than ``Smith``.

    Examples
    --------
    >>> phrases = Phrases([("NAME", "Jane Smith"), ("NAME", "Jane")], case_sensitive=False)
    >>> text = "JANE\nSMITH, Jane's sister, and Janet"
    >>> [text[match.begin : match.end] for match in phrases.find(text)]
    ['JANE\nSMITH', 'Jane']
    """

    def __init__(self, labels: Iterable[tuple[str, str]], *, case_sensitive: bool) -> None:
        self._case_sensitive = case_sensitive
        self._trie: _Trie = {}
        for label, phrase in labels:
            node = self._trie
            for key in self._keys(phrase, list(pieces_of(phrase))):
                node = node.setdefault(key, {})
            if node is not self._trie:
                node.setdefault(_LABEL, label)

    def find(self, text: str) -> list[Match]:
        """Find the phrases in a text.

        Returns
        -------
        list of Match
            In the order of the text: the longest phrase at each place, and none that is inside of another one.
        """
        spans = list(pieces_of(text))
        keys = self._keys(text, spans)
        found: list[Match] = []
        for first, (begin, _) in enumerate(spans):
            longest = self._longest(keys, first)
            if longest is None:
                continue
            label, last = longest
            end = spans[last][1]
            if not found or end > found[-1].end:
                found.append(Match(begin, end, label))
        return found

    def _longest(self, keys: Sequence[str], first: int) -> tuple[str, int] | None:
        """Return the label of the longest phrase that begins at a piece, and the number of its last piece."""
        node, best = self._trie, None
        for place in range(first, len(keys)):
            node = node.get(keys[place], {})
            if not node:
                break
            if _LABEL in node:
                best = node[_LABEL], place
        return best

    def _keys(self, text: str, spans: Sequence[Span]) -> list[str]:
        """Return pieces in the form in which they are compared."""
        pieces = (unicodedata.normalize("NFKC", text[begin:end]) for begin, end in spans)
        return list(pieces) if self._case_sensitive else [piece.casefold() for piece in pieces]


@lru_cache(maxsize=16)  # once per worker process for each stage
def phrases_of(labels: tuple[tuple[str, str], ...], *, case_sensitive: bool) -> Phrases:
    """Return `Phrases`, made once."""
    return Phrases(labels, case_sensitive=case_sensitive)


def overlapping(spans: Sequence[Span]) -> Iterator[list[int]]:
    """Group spans that overlap each other, directly or by others in between.

    Yields
    ------
    list of int
        Numbers of the spans of a group, by their begin; the groups are in the order of the text. Spans that only touch
        are in different groups.

    Examples
    --------
    >>> list(overlapping([(0, 4), (9, 12), (2, 6), (6, 8)]))
    [[0, 2], [3], [1]]
    """
    group: list[int] = []
    reached = 0
    for number in sorted(range(len(spans)), key=lambda number: spans[number]):
        begin, end = spans[number]
        if group and begin >= reached:
            yield group
            group = []
        reached = max(reached, end) if group else end
        group.append(number)
    if group:
        yield group
