"""Surrogates of names: of persons, organisations, places and professions, word by word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from sparkocr.entities.surrogate_key import Keyed, plain
from sparkocr.entities.surrogate_numbers import scrambled
from sparkocr.entities.surrogate_words import (
    ADDRESS_WORDS,
    FAMILY_NAMES,
    FEMALE_NAMES,
    MALE_NAMES,
    NAME_WORDS,
    ORGANIZATION_WORDS,
    PLACES,
    PROFESSIONS,
    SMALL_WORDS,
    STATES,
    STREET_ENDINGS,
)

__all__ = ["like", "organization", "person", "place", "profession", "stays"]

# All that is not a separator is part of a word, marks and unknown characters, too, so that nothing is left over.
_WORD = re.compile(r"[^\s,;.:/\\()\[\]{}<>\"&+|_^*=#~!?\u2010-\u2015-]+")
_POSSESSIVE = re.compile(r"(.+?)(['\u2019][sS])?")
_INITIALS = "ABCDEFGHJKLMNPRST"  # with five given names of each gender, and many family names
_GENDERS = {plain(name): names for names in (FEMALE_NAMES, MALE_NAMES) for name in names}
_LENGTHS = range(5, 10)  # letters that a family name or place may have to be as long as what it replaces
_SLACK = 2  # letters by which it may differ


def person(text: str, keyed: Keyed, attempt: int = 0) -> str:
    """Replace a name, part by part, so that all its forms are those of one other person.

    A part depends on nothing but itself: given names that are known become given names of their gender, all others
    family names. What begins with a letter becomes what begins with another one, always the same, so that initials fit.
    Order, separators and case stay, and so do titles.
    """
    return _replaced(text, NAME_WORDS, lambda word: _name(word, keyed, attempt))


def organization(text: str, keyed: Keyed, attempt: int = 0) -> str:
    """Replace the parts of an organisation's name as those of a person's; words for its kind stay."""
    return _replaced(text, ORGANIZATION_WORDS, lambda word: _name(word, keyed, attempt))


def place(text: str, keyed: Keyed, attempt: int = 0) -> str:
    """Replace an address or a place: names by names of places, numbers by numbers, states of the USA by states.

    Words for kinds of streets and places stay.
    """
    return _replaced(text, ADDRESS_WORDS, lambda word: _place(word, keyed, attempt))


def profession(text: str, keyed: Keyed, attempt: int = 0) -> str:
    """Return another profession."""
    return like(text, PROFESSIONS[keyed.number(len(PROFESSIONS), "profession", plain(text), attempt)])


def like(model: str, word: str) -> str:
    """Return a word in the case of another: all in capitals, or all in small letters, or with a capital."""
    letters = [character for character in model if character.isalpha()]
    if len(letters) > 1 and all(map(str.isupper, letters)):
        return word.upper()
    if letters and letters[0].islower():
        return word.lower()
    return word[:1].upper() + word[1:]


def stays(text: str, kinds: AbstractSet[str]) -> Iterator[str]:
    """Yield the words of a name that stay in its surrogate; none if there are no others."""
    words = _WORD.findall(text)
    kept = [word for word in words if plain(word) in kinds or (word.islower() and plain(word) in SMALL_WORDS)]
    if len(kept) < len(words):
        yield from kept


def _replaced(text: str, kinds: AbstractSet[str], replace: Callable[[str], str]) -> str:
    """Replace the words of a text but those that stay."""
    kept = set(stays(text, kinds))
    return _WORD.sub(lambda word: word[0] if word[0] in kept else replace(word[0]), text)


def _name(word: str, keyed: Keyed, attempt: int) -> str:
    """Replace a part of a name, or an initial."""
    parts = _POSSESSIVE.fullmatch(word)
    stem, ending = (parts[1], parts[2] or "") if parts else (word, "")
    key = plain(stem)
    if not key or any(map(str.isdigit, key)):
        return scrambled(word, keyed, attempt) if key else _neutral(word)
    initials = _INITIALS.replace(key[0].upper(), "")
    initial = initials[keyed.number(len(initials), "initial", key[0])]
    if len(key) == 1:
        return like(stem, initial) + ending
    names = _GENDERS.get(key)
    pool = _some(names or FAMILY_NAMES, initial, 0 if names else _length(key))
    return like(stem, _other(keyed.turned(pool, "name", key, attempt), key)) + ending


def _place(word: str, keyed: Keyed, attempt: int) -> str:
    """Replace a part of an address."""
    key = plain(word)
    if word in STATES:
        return _other(keyed.turned(STATES, "state", key, attempt), key)
    if not key:
        return _neutral(word)
    if len(key) == 1 or any(map(str.isdigit, key)):
        return scrambled(word, keyed, attempt)
    ending = next((end for end in STREET_ENDINGS if word.lower().endswith(end) and len(word) > len(end)), "")
    stem = word[: len(word) - len(ending)]
    key = plain(stem) or key
    found = _other(keyed.turned(_some(PLACES, "", _length(key)), "place", key, attempt), key)
    return like(stem, found) + word[len(stem) :]


def _other(candidates: Iterator[str], key: str) -> str:
    """Return the first candidate that does not contain a word, and is not part of it."""
    return next(name for name in candidates if key not in plain(name) and plain(name) not in key)


def _length(key: str) -> int:
    return min(max(len(key), _LENGTHS[0]), _LENGTHS[-1])


@cache
def _some(names: Sequence[str], initial: str, length: int) -> tuple[str, ...]:
    """Return the names with an initial, and of about a length if that is not 0."""
    return tuple(
        name for name in names if name.startswith(initial) and (not length or abs(len(name) - length) <= _SLACK)
    )


def _neutral(word: str) -> str:
    """Return what stands for a word without letters and digits."""
    return "*" * len(word)
