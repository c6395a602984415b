"""Which attributes identify somebody, and what becomes of them: PS3.15, table E.1-1."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

__all__ = ["Action", "Option", "Row", "action_of", "basic_profile"]

_FILE = "basic_profile.csv"  # written by scripts/make_basic_profile.py


class Action(StrEnum):
    """What becomes of an attribute (PS3.15, section E.1.1)."""

    DELETE = "X"
    EMPTY = "Z"
    DUMMY = "D"
    UID = "U"
    KEEP = "K"
    CLEAN = "C"


class Option(StrEnum):
    """Options of the Basic Profile (PS3.15, section E.3): what stays in spite of it, or is cleaned."""

    UIDS = "uids"
    FULL_DATES = "full_dates"
    MODIFIED_DATES = "modified_dates"
    DEVICE = "device"
    INSTITUTION = "institution"
    PATIENT = "patient"
    DESCRIPTORS = "descriptors"
    STRUCTURED = "structured"
    GRAPHICS = "graphics"
    SAFE_PRIVATE = "safe_private"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table.

    Attributes
    ----------
    keyword : str
        Empty for attributes that the dictionary does not have.
    action : Action
        Without options.
    options : mapping of Option to Action
        What options make of it.
    """

    keyword: str
    action: Action
    options: Mapping[Option, Action]


# Where the table leaves a choice, the object decides: what is right for any object is taken. "U*" keeps a sequence of
# references, in which UIDs are replaced.
_REFERENCE = "X/Z/U*"
_REFERENCES = frozenset({"ReferencedStudySequence"})  # X/Z, which dummies may replace: that with another UID is one
_CHOICES = {
    "X/Z": Action.EMPTY,
    "X/D": Action.DUMMY,
    "Z/D": Action.DUMMY,
    "X/Z/D": Action.DUMMY,
    "X/Z/U*": Action.KEEP,
}


@cache
def basic_profile() -> Mapping[int, Row]:
    """Return the table by tag."""
    with files(__package__).joinpath(_FILE).open(encoding="utf-8") as file:
        return {int(row["Tag"], 16): _row(row) for row in csv.DictReader(file)}


def _row(row: Mapping[str, str]) -> Row:
    options: dict[Option, Action] = {}
    for word in row["Options"].split():
        name, _, action = word.partition(":")
        if name == "dates":
            options[Option.FULL_DATES], options[Option.MODIFIED_DATES] = Action.KEEP, Action.CLEAN
        else:
            options[Option(name)] = Action(action or "K")
    choice = row["Action"] if row["Keyword"] not in _REFERENCES else _REFERENCE
    return Row(row["Keyword"], _CHOICES[choice] if choice in _CHOICES else Action(choice), options)


def action_of(row: Row, options: Collection[Option]) -> Action:
    """Return what becomes of an attribute.

    Of several options the one that keeps most counts; but dates that move do so for devices, too: otherwise a date of
    a calibration would stand after those of the patient.
    """
    found = {option: action for option, action in row.options.items() if option in options}
    if Option.MODIFIED_DATES in found and Option.FULL_DATES not in found:
        return found[Option.MODIFIED_DATES]
    if Action.KEEP in found.values():
        return Action.KEEP
    return Action.CLEAN if found else row.action
