"""Drop what models say that can hardly identify anybody: words of medicine, measured values, words of sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from sparkocr.entities.common_words import ABBREVIATIONS, COMMON_WORDS, EPONYM, TERM, is_medical
from sparkocr.entities.entity import Entity
from sparkocr.entities.field_labels import is_label
from sparkocr.entities.genre import is_clinical, is_foreign
from sparkocr.entities.names import NOT_NAMES

__all__ = ["in_its_genre", "plausible"]

_OF_WORDS = frozenset({"PERSON", "LOCATION", "ORGANIZATION", "OTHER", "PROFESSION"})
_OF_NUMBERS = frozenset({"ADDRESS", "ID", "URL"})
_OF_TIMES = frozenset({"DATE", "TIME"})

_PART = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
_NO_SURNAME = 3  # letters from which an abbreviation is hardly a surname, as "Ng" and "Ho" are
_CODE = re.compile(r"[A-Za-z]{1,5}\d{1,3}[A-Za-z]?|\d[\d.,]*[A-Za-z]{0,5}")
"""V6, CK7, HER2, pO2, x10, 45, 37.1C"""
_ROMAN = re.compile(r"[IVX]{1,5}[ABC]?|[IVX]+")
_TELLS = re.compile(
    r"(?i)\d[:/]\d|\d[.-]\d+[.-]\d|\b(?:1[89]|20)\d\d\b|['\u2019]\d\d\b|\d ?(?:[ap]\.?m\b|o'clock)|\d(?:st|nd|rd|th)\b|"
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|"
    r"november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
"""What a date or a time has: a month, a year, a weekday, or numbers with a mark between."""
_SHORT_NUMBER = re.compile(r"\D*\d{1,3}(?:[.,]\d+)?(?:\D+\d{1,3})?\D*")
_SIGN_BEHIND = re.compile(r"\.?[ ]?(?:[:#=]|(?:no|nr|id)\b)|\.[ -]", re.IGNORECASE)
_UNIT_BEFORE = re.compile(r"(?i)(?:\b(?:apt|apartment|suite|ste|unit|flat|box)\.?[ ]?|#)\Z")
_LONGEST_UNIT = 12
_LETTERS = re.compile(r"[^\W\d_]+")
_NAME_BEHIND = re.compile(r"[ ]{1,2}(?:\w\.[ ]?){0,2}(?P<word>[^\W\d_a-zà-ÿ][^\W\d_]*[a-zà-ÿ])")
_KNOWN = COMMON_WORDS | ABBREVIATIONS
_PREPOSITION = re.compile(r"(?i)\b(?:in|from|to|near|of|at|via)[ ](?:the[ ])?\Z")
_WORD_BEHIND = re.compile(
    r"[ /-](?:(?P<unit>\d[\d.,]*[ ]?(?:mg|mcg|g|ml|mL|units?|%|mmol|ng|sec)\b)|(?P<word>[^\W\d_]{2,}))"
)
_WORD_BEFORE = re.compile(r"(?P<word>[^\W\d_]{2,})(?:[ /-]|,[ ]|[ ](?:and|or)[ ])\Z")
_LONGEST_BEFORE = 30
_BESIDE = re.compile(r"[ \t]?[,\n]?[ \t]?")
_STATE = re.compile(r"[A-Z]{2}")
_BEFORE_STATE = re.compile(r"[^\W\d_](?:,[ ]?|,?[ \t]*\n[ \t]*,?[ ]?)\Z")
_AFTER_STATE = re.compile(r",?[ ]{1,3}\d{5}(?!\d)")
_DEGREES = frozenset({"MD", "PA"})
_PLACES = frozenset({"LOCATION", "ADDRESS"})
_COUNTRIES = frozenset({"UK", "US", "EU", "LA", "NY", "DC", "UN"})
_MOSTLY = 0.6  # share of capitals from which on a line is in capitals


def plausible(text: str, entities: Sequence[Entity]) -> Iterator[Entity]:
    """Yield the entities of a model that may be identifiers.

    Models learned from news and letters: in a report they take abbreviations for organisations, drugs for persons, and
    laboratory values for house numbers. Dropped are names that have only words of medicine, forms and sentences, codes
    such as ``T2``, or no capital although the text has some; short numbers without a place beside them;
    times that say no when.

    Parameters
    ----------
    text : str
    entities : sequence of Entity
        What one model found.

    Yields
    ------
    Entity
    """
    has_capitals, is_shouted = not text.islower(), _capitals_of(text)
    begins = {entity.begin: entity for entity in entities}
    ends = {entity.end: entity for entity in entities}
    for entity in entities:
        if entity.label in _OF_TIMES:
            kept = _TELLS.search(text, entity.begin, entity.end) is not None
        elif entity.label in _OF_WORDS or not any(map(str.isdigit, text[entity.begin : entity.end])):
            kept = _is_name(text, entity, is_shouted, has_capitals=has_capitals)
            kept = kept and not _is_degree(text, entity, ends)
        else:
            kept = (
                entity.label not in _OF_NUMBERS
                or not _is_value(text, entity)
                or _is_of_address(text, entity, begins, ends)
            )
        if kept:
            yield entity


def in_its_genre(text: str, entities: Sequence[Entity]) -> Iterator[Entity]:
    """Yield the entities of a model of news that it may be trusted with in this kind of text.

    In a text of medicine, single words are most often drugs, devices and abbreviations: they are kept as persons unless
    a word of medicine or a unit is beside them, as places behind a preposition, and not as organisations. In a text
    that isn't English, only whole names of persons are kept. Other models, rules and `repeated_names` find the rest.
    """
    if is_foreign(text):
        yield from (one for one in entities if one.label not in _OF_WORDS or _is_whole_name(text, one))
    elif is_clinical(text):
        yield from (one for one in entities if one.label not in _OF_WORDS or _is_of_clinic(text, one))
    else:
        yield from entities


def _is_whole_name(text: str, entity: Entity) -> bool:
    words = _PART.findall(text, entity.begin, entity.end)
    return entity.label == "PERSON" and len(words) > 1 and not any(word.casefold() in NOT_NAMES for word in words)


def _is_of_clinic(text: str, entity: Entity) -> bool:
    if len(_LETTERS.findall(text, entity.begin, entity.end)) > 1:
        return True
    if entity.label == "LOCATION":
        return (
            _PREPOSITION.search(text, max(0, entity.begin - _LONGEST_UNIT), entity.begin) is not None
            or _BEFORE_STATE.search(text, max(0, entity.begin - _LONGEST_UNIT), entity.begin) is not None
            or text[entity.end : entity.end + 1] == ","
        )
    if entity.label != "PERSON":
        return False
    behind = _WORD_BEHIND.match(text, entity.end)
    before = _WORD_BEFORE.search(text, max(0, entity.begin - _LONGEST_BEFORE), entity.begin)
    return not (behind and (behind["unit"] or is_medical(behind["word"] or ""))) and not (
        before and is_medical(before["word"])
    )


def _is_name(text: str, entity: Entity, is_shouted: Callable[[int], bool], *, has_capitals: bool) -> bool:
    """Tell whether one of the words of an entity may be of a name."""
    if is_label(text[entity.begin : entity.end]) and _SIGN_BEHIND.match(text, entity.end):
        return False
    if entity.label != "PERSON" and _STATE.fullmatch(text, entity.begin, entity.end):
        return _is_state(text, entity)
    if EPONYM.match(text, entity.begin) and len(_PART.findall(text, entity.begin, entity.end)) <= 3:  # noqa: PLR2004 - "Glasgow Coma Scale"
        return False
    shouted = is_shouted(entity.begin)
    return any(
        _may_be_name(word, has_capitals=has_capitals, shouted=shouted)
        for word in _PART.findall(text, entity.begin, entity.end)
    )


def _may_be_name(word: str, *, has_capitals: bool, shouted: bool) -> bool:
    small = word.casefold()
    if len(word) == 1 or (has_capitals and word.islower()):
        return False
    if small in COMMON_WORDS or small.removesuffix("'s") in COMMON_WORDS or TERM.fullmatch(word):
        return False
    if small in ABBREVIATIONS:
        return (
            len(word) < _NO_SURNAME and word.isalpha() and (word.istitle() or (shouted and word.isupper()))
        )  # "Ng", "HO"
    return not (_CODE.fullmatch(word) or _ROMAN.fullmatch(word))


def _is_degree(text: str, entity: Entity, ends: dict[int, Entity]) -> bool:
    """Tell whether one is the degree of a physician, which is also a state: no place is before it, no code behind."""
    before = (ends[at].label for at in range(entity.begin, max(-1, entity.begin - 4), -1) if at in ends)
    return (
        text[entity.begin : entity.end] in _DEGREES
        and _PLACES.isdisjoint(before)
        and not _AFTER_STATE.match(text, entity.end)
    )


def _is_state(text: str, entity: Entity) -> bool:
    """Tell whether two capitals stand where states do: behind a town, or before a postal code."""
    return (
        text[entity.begin : entity.end] in _COUNTRIES
        or _BEFORE_STATE.search(text, max(0, entity.begin - 8), entity.begin) is not None
        or _AFTER_STATE.match(text, entity.end) is not None
    )


def _capitals_of(text: str) -> Callable[[int], bool]:
    """Return what tells whether the line of a place is in capitals; it looks at each line once."""
    ends = [match.start() for match in re.finditer("\n", text)]

    @cache
    def is_in_capitals(number: int) -> bool:
        line = text[ends[number - 1] + 1 if number else 0 : ends[number] if number < len(ends) else len(text)]
        letters = [letter for letter in line if letter.isalpha()]
        return sum(letter.isupper() for letter in letters) > _MOSTLY * len(letters)

    return lambda begin: is_in_capitals(bisect_left(ends, begin))


def _is_value(text: str, entity: Entity) -> bool:
    """Tell whether an entity has one or two short numbers, and no words but of medicine: "139", "L4-L5", "RBC 4.61"."""
    written = text[entity.begin : entity.end]
    return _SHORT_NUMBER.fullmatch(written) is not None and all(
        len(word) < _NO_SURNAME or word.casefold() in _KNOWN for word in _LETTERS.findall(written)
    )


def _is_of_address(text: str, entity: Entity, begins: dict[int, Entity], ends: dict[int, Entity]) -> bool:
    """Tell whether an entity with a word stands beside one, a unit before it, or a word with a capital behind it."""
    name = _NAME_BEHIND.match(text, entity.end)
    unit = _UNIT_BEFORE.search(text, max(0, entity.begin - _LONGEST_UNIT), entity.begin)
    if unit or (name and name["word"].casefold() not in _KNOWN):
        return True
    before = (ends[at] for at in range(entity.begin, max(-1, entity.begin - 4), -1) if at in ends)
    behind = (begins[at] for at in range(entity.end, entity.end + 4) if at in begins)
    return any(
        _BESIDE.fullmatch(text, min(one.end, entity.end), max(one.begin, entity.begin)) and not _is_value(text, one)
        for one in (*before, *behind)
        if one is not entity
    )
