"""What detectors take for names in descriptions of studies and series, and what is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sparkocr.dicom import imaging_words
from sparkocr.dicom.imaging_words import EPONYM, is_imaging_word
from sparkocr.entities.common_words import is_common
from sparkocr.entities.entity import Entity
from sparkocr.entities.registry import MODELS, OF_NEWS

__all__ = ["is_descriptor", "without_descriptors"]

_OF_TIMES = frozenset({"DATE", "TIME", "AGE"})
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
_TRIMMED = frozenset({"LOCATION", "ORGANIZATION", "PERSON"})
_WORD_RULES = ("addresses", "organizations")
_MR = "MR"  # the modality, and no title
_CARET = "^"  # between the parts of a name, and of the name of a protocol: THORAX^Routine
_TITLED = re.compile(
    r"(?:\b(?i:drs?|mrs|miss|prof|doctor|nurse|technologist|tech|physician|by|per|name|patient|pt|attending|read)|\bM[rs])"
    r"\.?:?[ ](?=(?P<name>[^\W_]+))"
)
_LONGEST_WORD = 30
_BEFORE = re.compile(r"([^\W_]+)[ _/-]\Z")
_BEHIND = re.compile(r"[ _/-]([^\W_]+)")
_OF_DISEASE = re.compile(
    r"(?:['\u2019]s)?(?: (?:[IVX]+|\d))? (?:fracture|syndrome|disease|sign|neuroma|tenosynovitis|arteritis|biplane)\b"
)
"""Matches what is behind the name of a physician, in small letters."""
_SHORT = re.compile(r"[A-Z]{2,4}")  # an abbreviation
_STREET = re.compile(r"(?i)\b(?:street|road|avenue|lane|drive|court|place|boulevard|way|square|st|rd|ave|blvd)\b")
_CLOCK = re.compile(r"\d{1,2} ?o['\u2019]clock", re.IGNORECASE)  # a place in a breast
_FORMAT = "jpeg "  # of images, before 2000


def without_descriptors(text: str, entities: Sequence[Entity]) -> Iterator[Entity]:
    """Yield the entities of a description that may be identifiers.

    Models learned from sentences: they take ``SAG T2 FRFSE`` for a person, and ``CT HEAD MILLER`` for one. Words of
    imaging are cut off at both ends of what a model found; what has no others is dropped, and so are signs named after
    physicians. Words that are also names, as "Long", stay behind a title, and where no other word of imaging is.

    Parameters
    ----------
    text : str
    entities : sequence of Entity

    Yields
    ------
    Entity
    """
    for entity in entities:
        found = _undescribed(text, entity) if _is_guess(text, entity) else entity
        if found is not None:
            yield found


def is_descriptor(text: str) -> bool:
    """Tell whether all words of a text are of imaging or medicine, and no names; no numbers."""
    words = _WORD.findall(text)
    return all(word.isalpha() and _is_known(word) for word in words) and not all(map(_may_be_name, words))


def _is_guess(text: str, entity: Entity) -> bool:
    """Tell whether a model found an entity, or a rule took a protocol or a modality for a name."""
    written = text[entity.begin : entity.end]
    is_after_mr = text[max(0, entity.begin - len(_MR) - 1) : entity.begin].rstrip() == _MR
    is_of_words = entity.source in {*MODELS, *_WORD_RULES}  # "Sinuses Limited", "4D Parathyroid CT"
    is_clock = _CLOCK.fullmatch(written) is not None
    return is_of_words or _CARET in written or written == _MR or is_after_mr or is_clock


def _undescribed(text: str, entity: Entity) -> Entity | None:
    """Return an entity without the words of imaging around it; None if there are no others."""
    if entity.label in _OF_TIMES:
        is_format = text[max(0, entity.begin - len(_FORMAT)) : entity.begin].lower() == _FORMAT
        return None if is_format or _CLOCK.fullmatch(text, entity.begin, entity.end) else entity
    if EPONYM.match(text, entity.begin) or _OF_DISEASE.match(text, entity.end):
        return None
    words = [(found[0], *found.span()) for found in _WORD.finditer(text, entity.begin, entity.end)]
    if entity.source == OF_NEWS and entity.label == "ORGANIZATION" and _SHORT.fullmatch(text, entity.begin, entity.end):
        return None
    if entity.label == "ADDRESS" and _STREET.search(text, entity.begin, entity.end):
        return entity
    names = [word for word in words if not _is_known(word[0]) or _may_be_name(word[0])]
    if all(map(_may_be_name, (word for word, _, _ in names))) and not _is_named(text, entity, len(words), len(names)):
        return None
    if entity.label not in _TRIMMED or entity.source in _WORD_RULES:
        return entity
    inner = [at for at, (word, *_) in enumerate(words) if not is_imaging_word(word) or _may_be_name(word)]
    first, last = inner[0], inner[-1]
    first -= first > 0 and len(words[first - 1][0]) == 1  # an initial
    last += last < len(words) - 1 and len(words[last + 1][0]) == 1
    end = words[last][2] if last < len(words) - 1 else entity.end
    if _OF_DISEASE.match(text, end):
        return None
    return replace(entity, begin=words[first][1] if first else entity.begin, end=end)


def _is_named(text: str, entity: Entity, words: int, names: int) -> bool:
    """Tell whether an entity of words that are also names stands where a name does.

    Parameters
    ----------
    text : str
    entity : Entity
    words, names : int
        How many words it has, and how many of them may be names.
    """
    if not names:
        return False
    titled = _TITLED.finditer(text, max(0, entity.begin - _LONGEST_WORD), entity.end)
    if any(_may_be_name(found["name"]) for found in titled):
        return True
    if words > 1:
        return words == names
    return not any(is_imaging_word(word) and not _may_be_name(word) for word in _beside(text, entity))


def _beside(text: str, entity: Entity) -> list[str]:
    before = _BEFORE.search(text[max(0, entity.begin - _LONGEST_WORD) : entity.begin])
    return [found[1] for found in (before, _BEHIND.match(text, entity.end)) if found]


def _may_be_name(word: str) -> bool:
    return imaging_words.may_be_name(word) and not word.islower()


def _is_known(word: str) -> bool:
    return is_imaging_word(word) or is_common(word)
