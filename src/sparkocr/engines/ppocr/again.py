"""Which words of a line a second, better recogniser should read, and how what it reads gets into the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sparkocr.engines.confidence import features, mean_log_odds
from sparkocr.engines.ppocr.lines import Strip
from sparkocr.engines.ppocr.recognise import Character
from sparkocr.imaging.glyphs import blank_between, ink

ConfidenceOf = Callable[[Sequence[Character]], float]
"""How sure a word is, in percent."""
ConfidenceIn = Callable[["Reading"], ConfidenceOf]
"""The same for words of a line."""

__all__ = [
    "ConfidenceIn",
    "ConfidenceOf",
    "Part",
    "Reading",
    "doubtful_parts",
    "read_parts",
    "within_budget",
    "words_of",
]

_NARROWEST = 8  # px, a step of the recogniser: words that touch may have no place between them
_MOSTLY = 0.7  # of a line's width: what remains is not worth a cut, and the recogniser reads better with it


@dataclass(frozen=True, slots=True)
class Reading:
    """A line, and what was read there."""

    strip: Strip
    found: tuple[Character, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line that should be read again.

    Attributes
    ----------
    line : int
        Number of the line.
    first, last : int
        Of its characters; `last` is behind the last one.
    left, right : int
        Px of the strip.
    doubt : float
        That of its most doubtful word.
    """

    line: int
    first: int
    last: int
    left: int
    right: int
    doubt: float


def facts_in(reading: Reading) -> Callable[[Sequence[Character]], tuple[float, ...]]:
    """Return what tells the `sparkocr.engines.confidence.features` of a word of a line."""
    mean = mean_log_odds([one.confidence for one in reading.found if one.text.strip()])
    height = reading.strip.box.height

    def facts_of(word: Sequence[Character]) -> tuple[float, ...]:
        text, least = "".join(one.text for one in word), min(one.confidence for one in word)
        return features(text, least, mean, height)

    return facts_of


def words_of(found: Sequence[Character]) -> list[tuple[int, int]]:
    """Return where words begin and end, which blanks separate: numbers of characters."""
    words, start = [], None
    for number, character in enumerate(found):
        is_blank = not character.text.strip()
        if start is None and not is_blank:
            start = number
        elif start is not None and is_blank:
            words.append((start, number))
            start = None
    return words if start is None else [*words, (start, len(found))]


def doubtful_parts(line: int, reading: Reading, confidence_in: ConfidenceIn, sure: float) -> list[Part]:
    """Return the doubtful parts of a line.

    Parameters
    ----------
    line : int
        Its number.
    reading : Reading
    confidence_in : callable
        How sure a word of a line is.
    sure : float
        Words that are so sure may stay.

    Returns
    -------
    list of Part
        Neighbouring words are one part, and so is a line of which hardly anything is without doubt.
    """
    strip, found = reading.strip, reading.found
    words = words_of(found)
    confidence_of = confidence_in(reading)
    doubts = [sure - confidence_of(found[start:end]) for start, end in words]
    if not any(doubt > 0 for doubt in doubts):
        return []
    mask = ink(strip.pixels)
    between = [(found[one[1] - 1].middle, found[other[0]].middle) for one, other in pairwise(words)]
    gaps = [round(sum(blank_between(mask, *middles)) / 2) for middles in between]
    edges = [0, *gaps, strip.pixels.shape[1]]
    parts: list[Part] = []
    for number, ((start, end), doubt) in enumerate(zip(words, doubts, strict=True)):
        if doubt <= 0:
            continue
        if parts and number and doubts[number - 1] > 0:
            parts[-1] = replace(parts[-1], last=end, right=edges[number + 1], doubt=max(doubt, parts[-1].doubt))
        else:
            parts.append(Part(line, start, end, edges[number], edges[number + 1], doubt))
    parts = [part for part in parts if part.right - part.left >= _NARROWEST]
    if sum(part.right - part.left for part in parts) < _MOSTLY * strip.pixels.shape[1]:
        return parts
    return [Part(line, 0, len(found), 0, strip.pixels.shape[1], max(part.doubt for part in parts))]


def within_budget(parts: Sequence[Part], budget: float) -> list[Part]:
    """Return the most doubtful parts whose widths are no more than a budget in px."""
    chosen: list[Part] = []
    for part in sorted(parts, key=lambda part: -part.doubt):
        budget -= part.right - part.left
        if budget < 0:
            break
        chosen.append(part)
    return chosen


def read_parts(
    readings: Sequence[Reading],
    parts: Sequence[Part],
    read: Callable[[Strip], Sequence[Character]],
    confidence_in: ConfidenceIn,
) -> list[Reading]:
    """Return the lines with parts of them read again; a part that is read less surely than before stays as it was."""
    result = list(readings)
    # From right to left, so that the numbers of characters further left stay right.
    for part in sorted(parts, key=lambda part: (part.line, -part.first)):
        line = readings[part.line]
        strip = Strip(line.strip.pixels[:, part.left : part.right], line.strip.place(part.left, part.right))
        before = Reading(strip, line.found[part.first : part.last])
        again = Reading(strip, _without_blanks_around(read(strip)))
        if _least(again, confidence_in) <= _least(before, confidence_in):
            continue
        moved = (replace(one, middle=one.middle + part.left) for one in again.found)
        found = result[part.line].found
        result[part.line] = Reading(line.strip, (*found[: part.first], *moved, *found[part.last :]))
    return result


def _least(reading: Reading, confidence_in: ConfidenceIn) -> float:
    """Return the confidence of the least sure word; 0 without words."""
    confidence_of = confidence_in(reading)
    return min((confidence_of(reading.found[start:end]) for start, end in words_of(reading.found)), default=0.0)


def _without_blanks_around(found: Sequence[Character]) -> tuple[Character, ...]:
    words = words_of(found)
    return tuple(found[words[0][0] : words[-1][1]]) if words else ()
