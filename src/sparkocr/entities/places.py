"""Streets, towns, states and postal codes that follow each other are one address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sparkocr.entities.entity import Entity

__all__ = ["join_places"]

_PLACES = frozenset({"ADDRESS", "LOCATION"})
_GAP = re.compile(r"[ \t,;]*(?:\n[^\w\n]*)?(?:(?:[^\W\d_a-zà-ÿ]|\d)[\w'\u2019-]*\.?[ \t,]*(?:\n[^\w\n]*)?){0,2}")
"""Between two parts of an address: they may stand on lines of their own, and up to two words that no detector knew may
be between them, as "Apt. 12" or a small town, if they begin with a capital or a digit."""
_LONGEST_GAP = 40
_NUMBER_BEFORE = re.compile(r"(?<![^\s>(])(?:\d{1,5}[A-Za-z]?[ ]){1,2}\Z")
_NUMBER_AFTER = re.compile(r"(?:[ ]\d{1,5}[A-Za-z]?){1,2}(?![\w%]|[.,:/-]\d)")
"""The number of a house stands before or behind its street; models leave it out at times."""
_LONGEST_NUMBERS = 14


def join_places(text: str, entities: Iterable[Entity]) -> Iterator[Entity]:
    """Yield entities; places that follow each other are one ``ADDRESS``, if there is one among them.

    Parameters
    ----------
    text : str
    entities : iterable of Entity
        Sorted, without overlaps.

    Yields
    ------
    Entity
        Sorted, without overlaps. Towns alone stay apart.
    """
    run: list[Entity] = []
    for entity in _with_numbers(text, entities):
        if run and not _follows(text, run[-1], entity):
            yield from _joined(run)
            run = []
        run.append(entity)
    yield from _joined(run)


def _follows(text: str, left: Entity, right: Entity) -> bool:
    return (
        {left.label, right.label} <= _PLACES
        and right.begin - left.end <= _LONGEST_GAP
        and _GAP.fullmatch(text, left.end, right.begin) is not None
        and ("ADDRESS" in {left.label, right.label} or text[left.end : right.begin].strip() in {"", ","})
    )


def _joined(run: Sequence[Entity]) -> Sequence[Entity]:
    if len(run) > 1 and any(entity.label == "ADDRESS" for entity in run):
        surest = max(run, key=lambda entity: entity.score)
        return [replace(surest, begin=run[0].begin, end=run[-1].end, label="ADDRESS")]
    return run


def _with_numbers(text: str, entities: Iterable[Entity]) -> Iterator[Entity]:
    """Yield entities; addresses have the numbers that stand right before and behind them."""
    reached = 0
    for entity in entities:
        begin, end = entity.begin, entity.end
        if entity.label == "ADDRESS":
            before = _NUMBER_BEFORE.search(text, max(reached, begin - _LONGEST_NUMBERS), begin)
            after = _NUMBER_AFTER.match(text, end)
            begin, end = before.start() if before else begin, after.end() if after else end
        reached = end
        yield replace(entity, begin=begin, end=end)
