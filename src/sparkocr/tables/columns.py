"""The columns of a table, by the white space that its lines of words have in common.

White space that goes through all lines is a separator, as the streams of [1]_. Phrases that reach over several columns,
as headings do, are found first and then have no say.

References
----------
.. [1] F. Shafait, R. Smith, "Table detection in heterogeneous documents", Document Analysis Systems X, 2010.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from sparkocr.layout.page import Word
from sparkocr.tables.between import settled

__all__ = ["Chunk", "Columns", "TextLine", "chunk_gap", "chunks_of", "find_columns", "unit_of"]

# Chosen for this library, on tables of reports. Lengths are in heights of a line.
_SPACES = 1.6  # usual spaces, from which on words are not of one phrase
_LEAST_GAP = 0.4  # likewise, at least; the space of most fonts is 0.25
_WIDEST_SPACE = 0.8
_NARROW, _MANY = 0.4, 6  # least width of white space between columns, with so many lines
_MORE, _ENOUGH = 1.2, 12  # times a usual space that it is at least, with fewer lines than that
_WIDE, _VERY_WIDE, _FEW = 0.6, 1.0, 2  # likewise with fewer lines, and with very few
_CROSSING = 0.2  # share of lines that may reach over several columns
_PLACES = 31  # that are tried in white space
_BIN = 0.5  # points
_MOST_BINS = 20_000


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words beside each other, from the left, and the height that they take."""

    words: Sequence[Word]
    top: float
    bottom: float

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].box.x

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(word.box.x + word.box.width for word in self.words)

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return (self.top + self.bottom) / 2

    @classmethod
    def of(cls, words: Sequence[Word]) -> TextLine:
        """Return the line of some words; at least one."""
        return cls(words, min(word.box.y for word in words), max(word.box.y + word.box.height for word in words))


@dataclass(frozen=True, slots=True)
class Chunk:
    """A phrase: words of a line with usual spaces between them, and where it begins and ends."""

    words: Sequence[Word]
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: the separators between them, ascending, and what is a phrase.

    Attributes
    ----------
    separators : sequence of float
        In points; one less than there are columns.
    gap : float
        Points between words from which on they are not of one phrase.
    left, right : float
        Where the text begins and ends.
    """

    separators: Sequence[float]
    gap: float
    left: float
    right: float

    @property
    def count(self) -> int:
        """How many columns there are."""
        return len(self.separators) + 1

    def at(self, x: float) -> int:
        """Return the column of a place, from 0."""
        return bisect_right(self.separators, x)

    def pieces(self, line: TextLine) -> list[tuple[int, int, list[Word]]]:
        """Return first and last column, and words, of all cells that a line has text in.

        A phrase reaches over a separator only if one of its words does: otherwise it is taken for two cells that
        stand close to each other.
        """
        found: list[tuple[int, int, list[Word]]] = []
        for chunk in chunks_of(line.words, self.gap):
            if self._is_one(chunk):
                found.append((self.at(chunk.left), self.at(chunk.right), list(chunk.words)))
                continue
            for word in chunk.words:
                column = self.at(_centre(word))
                if found and found[-1][:2] == (column, column):
                    found[-1][2].append(word)
                else:
                    found.append((column, column, [word]))
        return _merged(found)

    def _is_one(self, chunk: Chunk) -> bool:
        inside = [at for at in self.separators if chunk.left < at < chunk.right]
        return any(word.box.x < at < word.box.x + word.box.width for at in inside for word in chunk.words)


def _merged(found: Sequence[tuple[int, int, list[Word]]]) -> list[tuple[int, int, list[Word]]]:
    """Join pieces of a line that share a column."""
    merged: list[tuple[int, int, list[Word]]] = []
    for first, last, words in found:
        if merged and first <= merged[-1][1]:
            start, end, before = merged[-1]
            merged[-1] = (min(start, first), max(end, last), [*before, *words])
        else:
            merged.append((first, last, list(words)))
    return merged


def _centre(word: Word) -> float:
    return word.box.x + word.box.width / 2


def unit_of(lines: Iterable[TextLine]) -> float:
    """Return the usual height of words in points; 1 without words."""
    return median([word.box.height for line in lines for word in line.words] or [1.0]) or 1.0


def chunk_gap(lines: Sequence[TextLine], unit: float) -> float:
    """Return the gap in points from which on words are not of one phrase."""
    gaps = [
        gap
        for line in lines
        for word, other in zip(line.words[:-1], line.words[1:], strict=True)
        if 0 < (gap := other.box.x - word.box.x - word.box.width) < _WIDEST_SPACE * unit
    ]
    return max(_LEAST_GAP * unit, _SPACES * median(gaps) if gaps else 0.0)


def chunks_of(words: Sequence[Word], gap: float) -> list[Chunk]:
    """Cut a line at gaps."""
    groups: list[list[Word]] = []
    rights: list[float] = []
    for word in words:
        right = word.box.x + word.box.width
        if groups and word.box.x - rights[-1] < gap:
            groups[-1].append(word)
            rights[-1] = max(rights[-1], right)
        else:
            groups.append([word])
            rights.append(right)
    return [Chunk(group, group[0].box.x, right) for group, right in zip(groups, rights, strict=True)]


def find_columns(lines: Sequence[TextLine], forced: Sequence[float] = ()) -> Columns:
    """Find the columns of a table.

    Parameters
    ----------
    lines : sequence of TextLine
        The lines of the table.
    forced : sequence of float
        Separators that are known, as they are ruled.
    """
    unit = unit_of(lines)
    gap = chunk_gap(lines, unit)
    sides = min((line.left for line in lines), default=0.0), max((line.right for line in lines), default=0.0)
    chunks = [chunks_of(line.words, gap) for line in lines]
    voters = [found for found in chunks if len(found) > 1]
    if not voters:
        return Columns(sorted(forced), gap, *sides)
    wide = _VERY_WIDE if len(voters) <= _FEW else _NARROW if len(voters) >= _MANY else _WIDE
    least = wide * unit
    if len(voters) < _ENOUGH:  # the spaces of a few lines may stand below each other, where letters have one width
        least = max(least, _MORE * gap / _SPACES)
    free = _strips([chunk for found in voters for chunk in found], int(_CROSSING * len(voters)), least)
    words = [word for line in lines for word in line.words]
    cores = [_clearest(strip, words) for strip in free]
    inside = _rare(voters, free)
    within = [
        chunk
        for found in voters
        for chunk in found
        if id(chunk) not in inside and not any(chunk.left < at < chunk.right for at in cores)
    ]
    strips = _strips(within, 0, least) if within else []
    strips += [one for one in free if not any(left < one[1] and one[0] < right for left, right in strips)]
    separators = sorted(forced)
    for left, right in settled(voters, sorted(strips)):
        if not any(left - unit <= at <= right + unit for at in forced):
            separators.append(_clearest((left, right), words))
    return Columns(sorted(separators), gap, *sides)


def _rare(voters: Sequence[Sequence[Chunk]], strips: Sequence[tuple[float, float]]) -> set[int]:
    """Return the identities of phrases in white space that has one alone: a heading over several columns."""
    found: dict[tuple[float, float], list[int]] = {}
    for chunks in voters:
        for chunk in chunks:
            for strip in strips:
                if strip[0] <= chunk.left and chunk.right <= strip[1]:
                    found.setdefault(strip, []).append(id(chunk))
    return {chunks[0] for chunks in found.values() if len(chunks) == 1}


def _clearest(strip: tuple[float, float], words: Sequence[Word]) -> float:
    """Return the place in white space that the fewest words reach over, as the headings of columns may be wider."""
    left, right = strip
    edges = np.array([(word.box.x, word.box.x + word.box.width) for word in words])
    near = edges[(edges[:, 1] > left) & (edges[:, 0] < right)]
    places = np.linspace(left, right, _PLACES + 2)[1:-1]
    crossed = ((near[:, :1] < places) & (places < near[:, 1:])).sum(axis=0)
    best = np.flatnonzero(crossed == crossed.min())
    return float(places[best[np.argmin(np.abs(places[best] - (left + right) / 2))]])


def _strips(chunks: Sequence[Chunk], tolerance: int, least: float) -> list[tuple[float, float]]:
    """Return the white space between phrases: stretches that no more than some reach over."""
    start = min(chunk.left for chunk in chunks)
    end = max(chunk.right for chunk in chunks)
    size = max(_BIN, (end - start) / _MOST_BINS)
    counts = np.zeros(int((end - start) / size) + 3, np.int64)
    for chunk in chunks:
        for word in chunk.words:
            counts[int((word.box.x - start) / size)] += 1
            counts[max(int((word.box.x - start) / size) + 1, round((word.box.x + word.box.width - start) / size))] -= 1
    covered = np.concatenate([[True], np.cumsum(counts)[:-2] > tolerance, [True]])
    turns = np.flatnonzero(covered[1:] != covered[:-1])
    strips = [(start + first * size, start + last * size) for first, last in zip(turns[::2], turns[1::2], strict=True)]
    return [(left, right) for left, right in strips if right - left >= least and left > start and right < end]
