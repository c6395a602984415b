"""What detectors take for names in descriptions of studies and series, and what is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sparkocr.dicom.imaging_words import EPONYM, is_imaging_word, may_be_name
from sparkocr.entities.common_words import is_common
from sparkocr.entities.entity import Entity
from sparkocr.entities.registry import MODELS

__all__ = ["is_descriptor", "without_descriptors"]

_OF_TIMES = frozenset({"DATE", "TIME", "AGE"})
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
_CARET = "^"  # between the parts of a name, and of the name of a protocol: THORAX^Routine
_TITLED = re.compile(
    r"(?:\b(?i:drs?|mrs|miss|prof|doctor|nurse|technologist|tech|physician|by|per|name|patient|pt|attending|read)|\bM[rs])"
    r"\.?:?[ ](?=(?P<name>[^\W_]+))"
)
_LONGEST_WORD = 30
_BEFORE = re.compile(r"([^\W_]+)[ _/-]\Z")
_BEHIND = re.compile(r"[ _/-]([^\W_]+)")
_FORMAT = "jpeg "  # of images, before 2000


def without_descriptors(text: str, entities: Sequence[Entity]) -> Iterator[Entity]:
    """Yield the entities of a description that may be identifiers.

    Models learned from sentences: they take ``SAG T2 FRFSE`` for a person. Dropped is what a model found if all of its
    words are of imaging or medicine, or if it is a sign named after a physician. Words that are also names, as "Long",
    stay behind a title, and where there is no other word.

    Parameters
    ----------
    text : str
    entities : sequence of Entity

    Yields
    ------
    Entity
    """
    for entity in entities:
        is_guess = entity.source in MODELS or _CARET in text[entity.begin : entity.end]
        if not is_guess or not _is_descriptor(text, entity):
            yield entity


def is_descriptor(text: str) -> bool:
    """Tell whether all words of a text are of imaging or medicine, and no names; no numbers."""
    words = _WORD.findall(text)
    return all(word.isalpha() and (is_imaging_word(word) or is_common(word)) for word in words) and not all(
        map(may_be_name, words)
    )


def _is_descriptor(text: str, entity: Entity) -> bool:
    if entity.label in _OF_TIMES:
        return text[max(0, entity.begin - len(_FORMAT)) : entity.begin].lower() == _FORMAT
    if EPONYM.match(text, entity.begin):
        return True
    words = _WORD.findall(text, entity.begin, entity.end)
    if not words or not all(is_imaging_word(word) or is_common(word) for word in words):
        return False
    titled = _TITLED.finditer(text, max(0, entity.begin - _LONGEST_WORD), entity.end)
    if any(may_be_name(found["name"]) for found in titled):
        return False
    if len(words) == 1 and may_be_name(words[0]):
        return any(is_imaging_word(word) and not may_be_name(word) for word in _beside(text, entity))
    return not all(map(may_be_name, words))


def _beside(text: str, entity: Entity) -> list[str]:
    before = _BEFORE.search(text[max(0, entity.begin - _LONGEST_WORD) : entity.begin])
    return [found[1] for found in (before, _BEHIND.match(text, entity.end)) if found]
