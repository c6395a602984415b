"""What kind of text a text is: of medicine, and in English or not."""

from __future__ import annotations

import re

from sparkocr.entities.common_words import is_medical

__all__ = ["is_clinical", "is_foreign"]

_WORD = re.compile(r"[^\W\d_]{2,}")
_MEDICAL = 0.15  # share of words of medicine: letters of banks and courts have less than a twentieth
_FEWEST = 3  # words of medicine
_FIRST = 5_000  # words that are looked at
_ENGLISH_WORDS = "the of and to in is was with for on at no not are be by this from as or an has had"
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_OTHER_WORDS = (
    "der die das und ist mit wir ein eine einen den dem des im zu auf von für nicht war bei le les la et est une des "
    "du pour dans sur avec pas aux el los las y con por para una del que se al que di il che per"
)
_OTHERS = frozenset(_OTHER_WORDS.split())


def is_clinical(text: str) -> bool:
    """Tell whether many of the words of a text are of medicine."""
    words = _words(text)
    medical = sum(map(is_medical, words))
    return medical >= _FEWEST and medical >= _MEDICAL * len(words)


def is_foreign(text: str) -> bool:
    """Tell whether the small words of a text are German, French or Spanish rather than English."""
    words = [word for word in _words(text) if word.islower()]
    return sum(word in _OTHERS for word in words) > sum(word in _ENGLISH for word in words)


def _words(text: str) -> list[str]:
    return [word[0] for word, _ in zip(_WORD.finditer(text), range(_FIRST), strict=False)]
