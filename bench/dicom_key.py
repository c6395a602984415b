"""An answer key for de-identified headers: what has to become of each value, and whether it did.

The actions are those of the MIDI-B challenge (MICCAI 2024). The key is written while a header is made, from what stands
there, and knows nothing of how headers are cleaned.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from pydicom.datadict import tag_for_keyword
from pydicom.dataset import Dataset

__all__ = ["Action", "Answer", "Key", "Place", "Score"]

Place = tuple[str | int | tuple[int, str, int], ...]
"""Keywords, and numbers of items of sequences; a private element is its group, creator and offset."""

_WORDS = re.compile(r"[^\W_]+")
_LEAST = 3  # characters of a word that tells something
_NO_NAMES = frozenset({"the", "mrs", "dob", "mrn", "van", "den", "von"})
_BETWEEN = " ,.:;()-/^\n"


class Action(StrEnum):
    """What has to become of a value."""

    TEXT_REMOVED = "text removed"
    TEXT_RETAINED = "text retained"
    TEXT_NOT_NULL = "text not null"
    TAG_RETAINED = "tag retained"
    DATE_SHIFTED = "date shifted"
    UID_CHANGED = "UID changed"
    UID_CONSISTENT = "UID consistent"
    PATIENT_CONSISTENT = "patient ID consistent"
    PIXELS_HIDDEN = "pixels hidden"
    PIXELS_RETAINED = "pixels retained"


@dataclass(frozen=True)
class Answer:
    """What has to become of the value at a place."""

    action: Action
    place: Place
    value: Any = None


@dataclass
class Key:
    """Writes a header and its key together.

    Parameters
    ----------
    header : Dataset
        Is filled.
    words : dict of str to str
        What texts are filled with.
    place : Place
        Where the header is.
    """

    header: Dataset
    words: dict[str, str]
    place: Place = ()
    answers: list[Answer] = field(default_factory=list)

    def _add(self, action: Action, name: str | tuple[int, str, int], value: Any = None) -> None:
        self.answers.append(Answer(action, (*self.place, name), value))

    def item(self, sequence: str) -> Key:
        """Add an item to a sequence, which has to stay."""
        if sequence not in self.header:
            setattr(self.header, sequence, [])
        items = getattr(self.header, sequence)
        items.append(Dataset())
        return Key(items[-1], self.words, (*self.place, sequence, len(items) - 1), self.answers)

    def keep(self, **values: Any) -> None:
        """Write values that have to stay as they are."""
        for name, value in values.items():
            setattr(self.header, name, value)
            self._add(Action.TAG_RETAINED, name)

    def gone(self, **values: Any) -> None:
        """Write values that identify somebody."""
        for name, value in values.items():
            setattr(self.header, name, value)
            self._add(Action.TEXT_REMOVED, name, _telling(str(value)))

    def replaced(self, **values: Any) -> None:
        """Write values that identify somebody, of attributes that must not be empty."""
        self.gone(**values)
        self.filled(**values)

    def filled(self, **values: Any) -> None:
        """Write values that must not become empty."""
        for name, value in values.items():
            setattr(self.header, name, value)
            self._add(Action.TEXT_NOT_NULL, name)

    def date(self, **values: str) -> None:
        """Write dates, or dates and times, that have to move by the days of the patient."""
        for name, value in values.items():
            setattr(self.header, name, value)
            self._add(Action.DATE_SHIFTED, name, value)

    def uid(self, **values: str) -> None:
        """Write UIDs of objects."""
        for name, value in values.items():
            setattr(self.header, name, value)
            self._add(Action.UID_CHANGED, name, value)
            self._add(Action.UID_CONSISTENT, name, value)

    def patient(self, number: str) -> None:
        """Write the number of the patient."""
        self.replaced(PatientID=number)
        self._add(Action.PATIENT_CONSISTENT, "PatientID", number)

    def text(self, **templates: str) -> None:
        """Write texts: what stands in brackets identifies somebody, and the rest has to stay."""
        for name, template in templates.items():
            text = template.format_map(self.words)
            vr_length = {"SH": 16, "LO": 64}.get(_vr_of(name), 10_000)
            if len(text.replace("[", "").replace("]", "")) > vr_length:
                raise ValueError(f"{name}: {text}")
            setattr(self.header, name, text.replace("[", "").replace("]", ""))
            for number, piece in enumerate(re.split(r"[\[\]]", text)):
                if number % 2:
                    self._add(Action.TEXT_REMOVED, name, _telling(piece))
                elif _telling(piece):
                    self._add(Action.TEXT_RETAINED, name, piece.strip(_BETWEEN))

    def private(self, group: int, creator: str, offset: int, vr: str, value: Any, *, is_safe: bool) -> None:
        """Write a private element that has to stay, or to go."""
        self.header.private_block(group, creator, create=True).add_new(offset, vr, value)
        if is_safe:
            self._add(Action.TAG_RETAINED, (group, creator, offset))
        else:
            self._add(Action.TEXT_REMOVED, (group, creator, offset), _telling(str(value)))


def _vr_of(keyword: str) -> str:
    from pydicom.datadict import dictionary_VR

    return dictionary_VR(tag_for_keyword(keyword) or 0)


def _telling(text: str) -> tuple[str, ...]:
    """Return the words of a text that tell something."""
    words = (word.casefold() for word in _WORDS.findall(text))
    return tuple(word for word in words if len(word) >= _LEAST and word not in _NO_NAMES)


@dataclass
class Score:
    """Counts right answers over all files."""

    right: Counter[Action] = field(default_factory=Counter)
    wrong: Counter[Action] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    uids: dict[str, str] = field(default_factory=dict)
    days: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    def count(self, answer: Answer, *, is_right: bool, found: object = "") -> None:
        """Count one answer."""
        if is_right:
            self.right[answer.action] += 1
        else:
            self.wrong[answer.action] += 1
            name = answer.place[-1]
            self.faults[f"{answer.action}: {name}: {answer.value!r} → {str(found)[:90]!r}"] += 1

    def check(self, before: Dataset, made: Dataset | None, answers: list[Answer], patient: str) -> None:
        """Check a clean header against its key; without a header nothing is right."""
        for answer in answers:
            value = "" if made is None else _at(made, answer.place)
            is_kept = answer.action is Action.TAG_RETAINED and value == _at(before, answer.place)
            is_right = made is not None and (is_kept or self._is_right(answer, value, patient))
            self.count(answer, is_right=is_right, found=value)

    def _is_right(self, answer: Answer, value: str, patient: str) -> bool:
        match answer.action:
            case Action.TEXT_REMOVED:
                there = set(_telling(value))
                return there.isdisjoint(answer.value)
            case Action.TEXT_RETAINED:
                return " ".join(answer.value.split()) in " ".join(value.split())
            case Action.TEXT_NOT_NULL:
                return bool(value)
            case Action.DATE_SHIFTED:
                return self._is_moved(answer.value, value, patient)
            case Action.UID_CHANGED:
                return value not in {"", answer.value} and re.fullmatch(r"[0-9.]{1,64}", value) is not None
            case Action.UID_CONSISTENT:
                return bool(value) and self.uids.setdefault(answer.value, value) == value
            case Action.PATIENT_CONSISTENT:
                return bool(value) and self.numbers.setdefault(answer.value, value) == value
        return False

    def _is_moved(self, before: str, after: str, patient: str) -> bool:
        if not re.match(r"\d{8}", after) or after[8:] != before[8:]:
            return False
        try:
            days = (date.fromisoformat(before[:8]) - date.fromisoformat(after[:8])).days
        except ValueError:
            return False
        return days != 0 and self.days.setdefault(patient, days) == days

    def mistaken(self) -> list[str]:
        """Return what two patients or objects share, which must not be."""
        return [
            f"{name} are not told apart"
            for name, known in (("UIDs", self.uids), ("patients", self.numbers))
            if len(set(known.values())) < len(known)
        ]


def _at(header: Dataset, place: Place) -> str:
    """Return the value at a place as text; empty if there is none."""
    where: Any = header
    for step in place[:-1]:
        if isinstance(step, int):
            if step >= len(where):
                return ""
            where = where[step]
        else:
            where = where.get(step, ())
    name = place[-1]
    if isinstance(name, tuple):
        group, creator, offset = name
        try:
            found = where.private_block(group, creator)[offset]
        except (AttributeError, KeyError):
            return ""
    elif not isinstance(where, Dataset) or name not in where:
        return ""
    else:
        found = where[name]
    return "" if found.value is None else str(found.value)
