"""Regular expressions of users."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

from sparkocr.entities.entity import Entity

__all__ = ["UserPatterns"]

_MOST_CHARACTERS = 10_000  # of a line: longer ones are cut, so that quadratic patterns end
_OVERLAP = 200
_MANY = 16  # repeats of what repeats without end: from here on a pattern may take for ever
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)


class UserPatterns:
    r"""Finds what regular expressions of a user match, line by line.

    A pattern that repeats what itself repeats without end, as in ``(a+)+``, is refused, because a text can make it run
    for ever. That isn't all that can: ``(a|a)*`` and two repeats of the same letters beside each other aren't refused,
    and they aren't stopped. Lines are cut at 10,000 characters, which keeps repeats beside each other within seconds.

    Parameters
    ----------
    patterns : Mapping of str to str
        Labels to regular expressions, as Python's `re` takes them. If one has a group ``value``, that is the entity.

    Raises
    ------
    ValueError
        If an expression is none, matches nothing at all, or may take for ever.

    Examples
    --------
    >>> text = "Seen in ward B12."
    >>> [(text[found.begin : found.end], found.label) for found in UserPatterns({"WARD": r"\b[A-C]\d\d\b"}).find(text)]
    [('B12', 'WARD')]
    """

    name = "user_patterns"

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self._patterns = [(label, _compiled(label, expression)) for label, expression in patterns.items()]

    def find(self, text: str) -> list[Entity]:
        """Find what matches.

        Parameters
        ----------
        text : str

        Returns
        -------
        list of Entity
            In order; those of several patterns may overlap. Their score is 1.
        """
        found = set()
        for begin, end in _lines(text):
            for label, pattern in self._patterns:
                group = "value" if "value" in pattern.groupindex else 0
                for match in pattern.finditer(text, begin, end):
                    if match[group]:
                        found.add(Entity(*match.span(group), label, 1.0, self.name))
        return sorted(found, key=lambda entity: (entity.begin, entity.end, entity.label))


def _compiled(label: str, expression: str) -> re.Pattern[str]:
    if not label:
        raise ValueError("A pattern needs a label")
    try:
        pattern = re.compile(expression, re.MULTILINE)
        parsed = _parser.parse(expression)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"The pattern of {label} is no regular expression: {error}") from error
    if pattern.fullmatch(""):
        raise ValueError(f"The pattern of {label} matches an empty text")
    if _may_run_for_ever(parsed, inside=False):
        raise ValueError(
            f"The pattern of {label} repeats what repeats without end; a text can make it run for ever: bound the "
            f"outer one, as in {{1,9}}"
        )
    return pattern


def _may_run_for_ever(part: Any, *, inside: bool) -> bool:
    """Tell whether a repeat without end has one inside; `inside`: whether this part is in such a repeat."""
    if isinstance(part, _parser.SubPattern | list):
        return any(_may_run_for_ever(one, inside=inside) for one in part)
    if not isinstance(part, tuple):
        return False
    if part and part[0] in _REPEATS:
        _, most, repeated = part[1]
        endless = most is _constants.MAXREPEAT or most >= _MANY
        return (endless and inside) or _may_run_for_ever(repeated, inside=inside or endless)
    return any(_may_run_for_ever(one, inside=inside) for one in part)


def _lines(text: str) -> Iterable[tuple[int, int]]:
    """Yield the lines of a text, long ones in parts that overlap."""
    for line in re.finditer(r"[^\n]+", text):
        for begin in range(line.start(), line.end(), _MOST_CHARACTERS - _OVERLAP):
            yield begin, min(line.end(), begin + _MOST_CHARACTERS)
            if begin + _MOST_CHARACTERS >= line.end():
                break
