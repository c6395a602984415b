"""Find chunks of a text, such as the entities that NLP found in it, among the positions of the same text.

The text that the chunks come from differs from what the positions spell in spaces, line ends, hyphens, punctuation and
forms of characters, so only letters and digits are compared (`sparkocr.positions.text.letters_of`). Where that
gives several places, the offsets of all chunks together tell which one is meant: the difference between an offset in
one text and in the other changes slowly (Viterbi's algorithm over the places of each chunk, in the order of offsets).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz

from sparkocr.positions.text import Floats, Ints, Mask, PositionText, Stream, letters_of, visible_of

__all__ = ["SIMILARITY", "Chunk", "find_spans"]

SIMILARITY = 80.0
"""Least similarity of letters and digits of a chunk that is not there exactly: one of five may be another one.

It is the normalised Indel similarity of rapidfuzz, 0 to 100."""

# Chosen for this library, on generated pages.
_LEAST_SIMILAR = 4  # letters below which nothing is similar
_LEAST_UNIQUE = 4  # letters from which a chunk with only one place tells how offsets differ
_PLACES = 16  # nearest places that are considered, of all and of those that are whole words
_WINDOWS = (200, 4000)  # letters to both sides of the expected place where a similar text is looked for
_CUT_WORD = 20.0  # characters that a place may be nearer and still lose against one that cuts no word
_OTHER_SPELLING = 3.0  # the same for a place that differs in case, accents or punctuation
_MOST_DRIFT = 200.0  # characters by which the texts may differ between two chunks; beyond, all is equally unlikely
_PULL = 0.05  # weight of the offset itself, against its change


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a text.

    Attributes
    ----------
    text : str
    begin, end : int
        Where it is in the text: offsets of the first and the last character.
    """

    text: str
    begin: int
    end: int


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A chunk as it is looked for: what is compared, and the marks before (nearest first) and after that."""

    key: str
    stream: Stream
    core: str
    before: str
    after: str
    offset: int | None  # of the core in the chunk's text, if the chunk's offsets can be true


@dataclass(frozen=True, slots=True)
class _Places:
    """All places of a key, in order: begin and end in the text, and which of them cut no word."""

    begins: Ints
    ends: Ints
    cuts: Mask
    whole: Ints
    whole_begins: Ints


class _Option(NamedTuple):
    """Some places of a chunk, the difference between both texts' offsets at each, and what speaks against each."""

    chosen: Ints
    drift: Floats
    cost: Floats


def find_spans(text: PositionText, chunks: Sequence[Chunk]) -> list[Span | None]:
    """Find chunks in the text that positions spell.

    Parameters
    ----------
    text : PositionText
    chunks : sequence of Chunk
        In any order; they may overlap and repeat. Chunks without sensible offsets (all 0, say) are taken to be in the
        order of the text, each after the one before.

    Returns
    -------
    list of (int, int) or None
        Begin and end of each chunk in ``text.text``; None if it is not there.
    """
    return _Search(text, chunks).spans()


class _Search:
    """One search: what is known of each chunk, step by step."""

    def __init__(self, text: PositionText, chunks: Sequence[Chunk]) -> None:
        self.text = text
        self.wanted = [_wanted(text, chunk) for chunk in chunks]
        self.found: list[Span | None] = [None] * len(chunks)
        self._places: dict[str, _Places] = {}

    def spans(self) -> list[Span | None]:
        """Find all chunks: those with offsets, those without, and then what is similar."""
        hinted = [number for number, wanted in enumerate(self.wanted) if wanted.offset is not None]
        hinted.sort(key=lambda number: (self.wanted[number].offset, len(self.wanted[number].key)))
        self._choose([number for number in hinted if len(self.places(number).begins)])
        self._stream([number for number, wanted in enumerate(self.wanted) if wanted.offset is None])
        anchors = self._anchors([number for number in hinted if self.found[number]])
        position = 0
        for number, wanted in enumerate(self.wanted):
            if self.found[number] is None and len(wanted.key) >= _LEAST_SIMILAR:
                offset = wanted.offset
                expected = position if offset is None else offset - _drift(anchors, offset)
                self.found[number] = self._similar(wanted, expected)
            position = (self.found[number] or (0, position))[1]
        return [self._with_edges(*pair) for pair in zip(self.wanted, self.found, strict=True)]

    def places(self, number: int) -> _Places:
        """Return where the key of a chunk is."""
        wanted = self.wanted[number]
        if wanted.key not in self._places:
            found, places = wanted.stream.occurrences(wanted.key), wanted.stream.places
            begins, ends = places[found], places[found + max(0, len(wanted.key) - 1)] + 1
            inside = self.text.in_words  # its last item is that of no character, so -1 may be asked for
            cuts = (inside[begins - 1] & inside[begins]) | (inside[ends - 1] & inside[ends])
            whole = np.flatnonzero(~cuts)
            self._places[wanted.key] = _Places(begins, ends, cuts, whole, begins[whole])
        return self._places[wanted.key]

    def _choose(self, numbers: list[int]) -> None:
        """Choose one place for each chunk that has some, so that offsets fit together."""
        sure = [n for n in numbers if len(self.places(n).begins) == 1 and len(self.wanted[n].key) >= _LEAST_UNIQUE]
        for number in sure:
            self._take(number, 0)
        anchors = self._anchors(sure)
        options = [self._options(number, anchors) for number in numbers]
        for number, option, best in zip(numbers, options, _smoothest(options), strict=True):
            self._take(number, int(option.chosen[best]))

    def _options(self, number: int, anchors: tuple[Ints, Ints]) -> _Option:
        """Return the places of a chunk that are nearest to where it should be."""
        places, wanted = self.places(number), self.wanted[number]
        offset = wanted.offset or 0
        expected = offset - _drift(anchors, offset)
        whole = places.whole[_nearest(places.whole_begins, expected)]
        chosen = np.unique(np.concatenate([_nearest(places.begins, expected), whole]))
        begins = places.begins[chosen]
        exact = (begins == expected) & _is_steady(anchors, offset)
        cost = np.where(places.cuts[chosen] & ~exact, _CUT_WORD, 0.0) + _PULL * np.abs(begins - expected)
        if len(chosen) > 1:
            spelled = (self.text.text[b:e] for b, e in zip(begins, places.ends[chosen], strict=True))
            cost += [_OTHER_SPELLING * ("".join(found.split()) != wanted.core) for found in spelled]
        return _Option(chosen, (offset - begins).astype(np.float64), cost)

    def _stream(self, numbers: list[int]) -> None:
        """Give chunks without offsets their next place after the chunk before, or else the first one."""
        position = 0
        for number in numbers:
            places = self.places(number)
            if not len(places.begins):
                continue
            begins = places.whole_begins if len(places.whole) else places.begins
            following = int(np.searchsorted(begins, position)) % len(begins)
            best = int(places.whole[following]) if len(places.whole) else following
            self._take(number, best)
            position = int(places.ends[best])

    def _similar(self, wanted: _Wanted, expected: int) -> Span | None:
        """Find the most similar text near the place where a chunk should be."""
        stream = wanted.stream
        middle = int(np.searchsorted(stream.places, expected))
        for reach in _WINDOWS:
            first = max(0, min(middle, len(stream.keys)) - reach - len(wanted.key))
            window = stream.keys[first : middle + reach + 2 * len(wanted.key)]
            if len(window) < len(wanted.key):
                continue
            found = fuzz.partial_ratio_alignment(wanted.key, window, score_cutoff=SIMILARITY)
            if found and found.dest_end > found.dest_start:
                begin, end = stream.places[first + found.dest_start], stream.places[first + found.dest_end - 1] + 1
                return self._whole_words(int(begin), int(end), at_most=max(3, len(wanted.key) // 4))
        return None

    def _whole_words(self, begin: int, end: int, *, at_most: int) -> Span:
        """Widen a span to whole words, as what is similar may have more letters than the chunk."""
        inside = self.text.in_words
        first, last = begin, end
        while first > max(0, begin - at_most) and inside[first - 1] and inside[first]:
            first -= 1
        while last < end + at_most and inside[last] and inside[last - 1]:
            last += 1
        return first, last

    def _with_edges(self, wanted: _Wanted, span: Span | None) -> Span | None:
        """Add the punctuation of a chunk, and the accents that stand alone behind their letter."""
        if span is None:
            return None
        begin, end = span
        text, inside = self.text.text, self.text.in_words
        while inside[end] and not letters_of(text[end]):
            end += 1
        for mark in wanted.before:
            begin = self._beyond(mark, begin, -1)
        for mark in wanted.after:
            end = self._beyond(mark, end, 1)
        return begin, end

    def _beyond(self, mark: str, edge: int, step: int) -> int:
        """Move an edge over the next mark, which may be another one only if it is right there."""
        text, place = self.text.text, edge if step > 0 else edge - 1
        if 0 <= place < len(text) and not text[place].isspace():
            return edge if self.text.in_words[place] else edge + step
        while 0 <= place < len(text) and text[place].isspace():
            place += step
        if 0 <= place < len(text) and mark in visible_of(text[place]):
            return place + 1 if step > 0 else place
        return edge

    def _take(self, number: int, place: int) -> None:
        places = self.places(number)
        self.found[number] = int(places.begins[place]), int(places.ends[place])

    def _anchors(self, numbers: list[int]) -> tuple[Ints, Ints]:
        """Return offsets in the chunks' text and in the positions' text; both ascend, what does not fit is left out."""
        pairs = [(self.wanted[n].offset or 0, (self.found[n] or (0, 0))[0]) for n in numbers]
        kept = _ascending(pairs)
        return np.array([b for b, _ in kept], np.int64), np.array([f for _, f in kept], np.int64)


def _wanted(text: PositionText, chunk: Chunk) -> _Wanted:
    """Split a chunk into what is compared and the punctuation around it; a chunk of punctuation is compared whole."""
    key = "".join(map(letters_of, chunk.text))
    stream, counts = (text.letters, letters_of) if key else (text.visible, visible_of)
    key = key or "".join(map(visible_of, chunk.text))
    compared = [number for number, character in enumerate(chunk.text) if counts(character)] or [0]
    first, last = compared[0], compared[-1] + 1
    before, after = (
        "".join(map(visible_of, part)) for part in (chunk.text[first - 1 :: -1] if first else "", chunk.text[last:])
    )
    sensible = chunk.begin >= 0 and chunk.end - chunk.begin + 1 >= len(compared) / 2
    offset = chunk.begin + first if sensible else None
    return _Wanted(key, stream, "".join(chunk.text[first:last].split()), before, after, offset)


def _nearest(begins: Ints, expected: int) -> Ints:
    """Return the indices of the places that are nearest to the expected one."""
    middle = int(np.searchsorted(begins, expected))
    return np.arange(max(0, middle - _PLACES), min(len(begins), middle + _PLACES))


def _drift(anchors: tuple[Ints, Ints], offset: int) -> int:
    """Return by how much offsets differ at an offset, between the places where that is known."""
    offsets, begins = anchors
    return round(float(np.interp(offset, offsets, offsets - begins))) if len(offsets) else 0


def _is_steady(anchors: tuple[Ints, Ints], offset: int) -> bool:
    """Tell whether offsets differ by the same before and after an offset, so that nothing changes in between."""
    offsets, begins = anchors
    after = int(np.searchsorted(offsets, offset))
    return 0 < after < len(offsets) and bool(np.ptp((offsets - begins)[after - 1 : after + 1]) == 0)


def _smoothest(options: Sequence[_Option]) -> list[int]:
    """Choose one place per chunk so that costs and changes of the drift are least."""
    steps: list[Ints] = []
    drift, total = np.zeros(1), np.zeros(1)
    for option in options:
        change = np.minimum(np.abs(option.drift[:, None] - drift), _MOST_DRIFT) + total
        steps.append(change.argmin(1))
        total = change.min(1) + option.cost
        drift = option.drift
    best = int(total.argmin())
    chosen = []
    for step in reversed(steps):
        chosen.append(best)
        best = int(step[best])
    return chosen[::-1]


def _ascending(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence whose second numbers ascend strictly (patience sorting); equal first ones once."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    unique = [pair for number, pair in enumerate(pairs) if not number or pairs[number - 1][0] < pair[0]]
    for number, (_, value) in enumerate(unique):
        pile = bisect_left(tops, value)
        before.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1], piles[pile : pile + 1] = [value], [number]
    kept, last = [], piles[-1] if piles else -1
    while last >= 0:
        kept.append(unique[last])
        last = before[last]
    return kept[::-1]
