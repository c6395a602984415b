"""Find the entities of a text with all detectors at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from sparkocr.entities.detector import Detector
from sparkocr.entities.entity import Entity
from sparkocr.entities.lists import AllowList, DenyList
from sparkocr.entities.matching import find_expressions
from sparkocr.entities.merge import merge, tidy
from sparkocr.entities.plausible import in_its_genre, plausible
from sparkocr.entities.registry import MODELS, OF_NEWS, RULES, check_name, default_names, detector
from sparkocr.entities.repeats import repeated_names
from sparkocr.errors import DocumentError

__all__ = ["EntityFinder"]

_USER = "user"
"""Source of what the user's patterns find."""
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
"""Halves of characters, which damaged PDFs have; models can't encode them."""


@dataclass(frozen=True)
class EntityFinder:
    """Finds what all detectors find, and what lists and patterns of the user say.

    It holds options only: it pickles, costs nothing to make, and models are loaded when it first finds, once per
    process.

    Parameters
    ----------
    detectors : sequence of str or Detector, optional
        Names (see `sparkocr.entities.registry.check_name`), or objects that pickle. By default the built-in detectors
        that are installed: rules, and the models of the extra ``entities``.
    white_list : sequence of str
        Labels that are found, before or after `names`; by default all. A span that one detector calls a person and
        another one an organisation is found by either.
    threshold : float
        Least score, 0 to 1.
    deny_list : sequence of str
        Values that are always found, whatever the white list and the threshold are.
    deny_label : str
        Their label.
    deny_similarity : float
        How similar to a value a piece of the text must be to be one, 0 to 1, so that misread names are found: "KAUPMAN"
        is .86 of "KAUFMAN". 1: exactly, but for upper case and spaces.
    allow_list : sequence of str
        Values that are no entities, unless they are in the deny list.
    patterns : Mapping of str to str
        Labels to regular expressions of the user.
    names : Mapping of str to str
        Our labels to those that the entities get; `sparkocr.entities.labels.ORIGINAL` has those of the original.

    Raises
    ------
    ValueError
        If there is no such detector, a number is not between 0 and 1, or a regular expression is none.

    Examples
    --------
    >>> finder = EntityFinder(detectors=["patterns"])
    >>> [(entity.begin, entity.end, entity.label) for entity in finder.find("Write to ann@example.org")]
    [(9, 24, 'EMAIL')]
    """

    detectors: Sequence[str | Detector] | None = None
    white_list: Sequence[str] = ()
    threshold: float = 0.0
    deny_list: Sequence[str] = ()
    deny_label: str = "PERSON"
    deny_similarity: float = 1.0
    allow_list: Sequence[str] = ()
    patterns: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.detectors or ():
            if isinstance(one, str):
                check_name(one)
        for name, value in (("threshold", self.threshold), ("deny_similarity", self.deny_similarity)):
            if not 0 <= value <= 1:
                raise ValueError(f"{name} must be between 0 and 1; got {value}")
        for label, pattern in self.patterns.items():
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"the pattern of {label} must be a regular expression: {error}") from None

    def find(self, text: str, known: Sequence[str] = ()) -> list[Entity]:
        """Find the entities of a text.

        Parameters
        ----------
        text : str
            Lines end with a line feed.
        known : sequence of str
            More values for the deny list, of this document alone, such as the name of its patient.

        Returns
        -------
        list of Entity
            Sorted, without overlaps: see `sparkocr.entities.merge.merge`.

        Raises
        ------
        DocumentError
            If a detector's package is missing, or it can't start, or fails.
        """
        text = _LONE_SURROGATES.sub("\ufffd", text)
        found = [entity for entity in self._found(text) if self._is_wanted(entity)]
        found += [entity for entity in repeated_names(text, found) if self._is_wanted(entity)]
        if self.allow_list:
            found = AllowList(self.allow_list).keep(text, found)
        for values in filter(None, (tuple(self.deny_list), tuple(known))):
            found += _deny_list(values, self.deny_label, self.deny_similarity).find(text)
        merged = merge(text, found, preferred=(DenyList.name, _USER, *RULES))
        return [replace(entity, label=self.names.get(entity.label, entity.label)) for entity in merged]

    def _found(self, text: str) -> Iterator[Entity]:
        """Yield what detectors and the user's patterns find."""
        for one in self._detectors():
            found = _found_by(one, text)
            if one.name not in RULES:
                found = [part for entity in found for part in tidy(text, entity)]
            if one.name in MODELS:
                found = list(plausible(text, found))
            yield from in_its_genre(text, found) if one.name == OF_NEWS else found
        for match in find_expressions(text, self.patterns.items()):
            yield Entity(match.begin, match.end, match.label, 1.0, _USER)

    def _detectors(self) -> list[Detector]:
        chosen = default_names() if self.detectors is None else self.detectors
        return [detector(one) if isinstance(one, str) else one for one in chosen]

    def _is_wanted(self, entity: Entity) -> bool:
        labels = {entity.label, self.names.get(entity.label, entity.label)}
        return entity.score >= self.threshold and (not self.white_list or not labels.isdisjoint(self.white_list))


def _found_by(one: Detector, text: str) -> Sequence[Entity]:
    """Return what a detector finds; nothing that it does wrong may let an entity pass.

    Raises
    ------
    DocumentError
        It failed, or gave what can't be.
    """
    try:
        found = list(one.find(text))
        are_inside = all(0 <= entity.begin <= entity.end <= len(text) for entity in found)
        have_scores = all(0 <= entity.score <= 1 for entity in found)  # not so NaN, which is below no threshold
    except (DocumentError, KeyboardInterrupt):
        raise
    except BaseException as error:  # noqa: BLE001  detectors of users do anything, and what they say may quote the text
        raise DocumentError(f"The detector {one.name} failed: {type(error).__name__}") from None
    if not are_inside:
        raise DocumentError(f"The detector {one.name} found something outside of the text")
    if not have_scores:
        raise DocumentError(f"The detector {one.name} gave a score that is not between 0 and 1")
    return [entity for entity in found if entity.begin < entity.end]


@lru_cache(maxsize=8)  # that of a stage, and those of the last documents: their pages come one after the other
def _deny_list(values: tuple[str, ...], label: str, similarity: float) -> DenyList:
    return DenyList(values, label, similarity)
