"""A rule: a regular expression, and what else must be true of what it finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sparkocr.entities.entity import Entity

__all__ = ["Rule", "apart", "digit_windows", "find_by"]

_DIGIT_WINDOW = (
    48  # characters before and after a digit in which a rule may match; the longest rule needs 40 before one
)
_DIGITS = re.compile(rf"[0-9](?:[^0-9]{{0,{2 * _DIGIT_WINDOW}}}[0-9])*")


@dataclass(frozen=True, slots=True)
class Rule:
    """Finds one kind of entity.

    Attributes
    ----------
    label : str
        Of what it finds.
    score : float
        How sure it is, 0 to 1: .9 and more for what has a checksum or a form of its own, .6 for what may be something
        else.
    pattern : re.Pattern
        The entity is its group ``value``, or all of it. Repeats are bounded, so that no text makes it slow.
    check : callable
        Takes the text of the entity, and tells whether it is one.
    needs : str
        Text without this has no entity of this kind.
    digits : bool
        An entity has a digit, and what the pattern looks at is at most 48 characters from one.
    """

    label: str
    score: float
    pattern: re.Pattern[str]
    check: Callable[[str], bool] = bool
    needs: str = ""
    digits: bool = True


def digit_windows(text: str) -> list[tuple[int, int]]:
    """Return the parts of a text that are near its digits: most of a page of prose is in none.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of tuple of int
        Begin and end, in order; they don't overlap.
    """
    found = (match.span() for match in _DIGITS.finditer(text))
    return [(max(0, begin - _DIGIT_WINDOW), min(len(text), end + _DIGIT_WINDOW)) for begin, end in found]


def find_by(rules: Iterable[Rule], text: str, source: str) -> Iterator[Entity]:
    """Yield what rules find in a text.

    Parameters
    ----------
    rules : iterable of Rule
    text : str
    source : str
        Name of the detector.

    Yields
    ------
    Entity
        They may overlap.
    """
    near_digits = digit_windows(text)
    for rule in rules:
        if rule.needs not in text:
            continue
        group = "value" if "value" in rule.pattern.groupindex else 0
        for window in near_digits if rule.digits else [(0, len(text))]:
            for match in rule.pattern.finditer(text, *window):
                if rule.check(match[group]):
                    yield Entity(*match.span(group), rule.label, rule.score, source)


def apart(entities: Iterable[Entity], length: int) -> list[Entity]:
    """Drop entities that overlap one of a higher score, or a longer one of the same score.

    Parameters
    ----------
    entities : iterable of Entity
    length : int
        Of the text.

    Returns
    -------
    list of Entity
        In the order of the text.
    """
    taken = bytearray(length)
    kept = []
    for entity in sorted(entities, key=lambda e: (-e.score, e.begin - e.end, e.begin)):
        if 1 not in taken[entity.begin : entity.end]:
            taken[entity.begin : entity.end] = b"\x01" * (entity.end - entity.begin)
            kept.append(entity)
    return sorted(kept, key=lambda e: e.begin)
