"""Strategies: tables of users that say what becomes of which tag."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

__all__ = ["ACTIONS", "GROUP_ACTIONS", "Rule", "Strategy", "parse_strategy", "parse_tag"]

_TEXTS = frozenset({"LO", "LT", "PN", "SH", "ST", "UC", "UT"})

ACTIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "remove": frozenset(),
        "delete": frozenset(),
        "replaceWithLiteral": frozenset(),
        "ensureTagExists": frozenset(),
        "replaceWithRandomName": frozenset({"PN", "LO"}),
        "hashId": frozenset({"UI", "LO", "SH"}),
        "patientHashId": frozenset({"LO"}),
        "shiftDateByFixedNbOfDays": frozenset({"DA", "DT"}),
        "shiftDateByRandomNbOfDays": frozenset({"DA", "DT"}),
        "shiftTimeByRandom": frozenset({"TM"}),
        "shiftTimeByRandomNbOfSecs": frozenset({"DT", "TM"}),
        "shiftUnixTimeStampRandom": frozenset({"SL", "FD"}),
        "shiftAgeByRandom": frozenset({"AS"}),
        "capAgeAt99IfOver90": frozenset({"AS"}),
        "cleanTag": _TEXTS,
        "replaceWithMapping": frozenset(),
        "replaceWithDummy": frozenset(),
    }
)
"""Actions, and the value representations that each allows; none: all."""

GROUP_ACTIONS = frozenset({"remove", "delete"})

_OPTIONS = {  # what the actions with a choice take; the first is what an empty option means
    "replaceWithRandomName": ("coherent", "random"),
    "cleanTag": ("", "mask", "deid", "remove"),
    "replaceWithMapping": ("", "nested"),
}
_NAMES = {name.lower(): name for name in ACTIONS}
_COLUMNS = ("Tags", "VR", "Name", "Status", "Action", "Option")
_TAG = re.compile(r"\(?\s*([0-9A-F]{4})\s*,?\s*([0-9A-F]{4})\s*\)?", re.IGNORECASE)
_GROUP_TAG = re.compile(r"\(?\s*([0-9A-F]{1,4})\s*,\s*\)?", re.IGNORECASE)
_VR = re.compile(r"[A-Z]{2}")
_GROUP = "GROUP"


@dataclass(frozen=True, slots=True)
class Rule:
    """What becomes of a tag.

    Attributes
    ----------
    action : str
        One of `ACTIONS`.
    option : str
    vr : str
        Value representation that the table gives; empty if it gives several, or none.
    """

    action: str
    option: str = ""
    vr: str = ""


@dataclass(frozen=True, slots=True)
class Strategy:
    """What becomes of a header; tags without a rule stay as they are.

    Attributes
    ----------
    rules : mapping of int to Rule
        By tag.
    groups : mapping of str to str
        From the first hexadecimal digits of tags to one of `GROUP_ACTIONS`; rules of single tags go first.
    """

    rules: Mapping[int, Rule]
    groups: Mapping[str, str]

    def rule_of(self, tag: int) -> Rule | None:
        """Return what becomes of a tag."""
        if tag in self.rules:
            return self.rules[tag]
        written = f"{tag:08X}"
        fitting = [prefix for prefix in self.groups if written.startswith(prefix)]
        return Rule(self.groups[max(fitting, key=len)]) if fitting else None


def parse_strategy(text: str, group_text: str = "") -> Strategy:
    """Read a strategy.

    Parameters
    ----------
    text : str
        CSV with the columns ``Tags,VR,Name,Status,Action,Option(s)``; tags are written ``"(0010, 0010)"``. A row
        without an action says nothing.
    group_text : str
        CSV with the same columns; tags are ``"(0020,)"`` for a group, or ``"(50,)"`` for all that begin so, and VRs are
        ``GROUP``.

    Raises
    ------
    ValueError
        A row has no valid tag, an unknown action, one that does not fit its VR, or a wrong option. The message names
        the row, counted from 1 for the names of the columns.
    """
    rules: dict[int, Rule] = {}
    groups: dict[str, str] = {}
    for where, row in (*_rows(text, "strategy"), *_rows(group_text, "group strategy")):
        if row["VR"].upper() == _GROUP:
            match = _GROUP_TAG.fullmatch(row["Tags"])
            action = _NAMES.get(row["Action"].lower(), "")
            if not match or action not in GROUP_ACTIONS:
                raise ValueError(f"{where} must have a group such as (0020,) and one of {sorted(GROUP_ACTIONS)}")
            groups[match[1].upper()] = action
        elif row["Action"]:
            rules[_tag(row["Tags"], where)] = _rule(row, where)
    return Strategy(rules, groups)


def parse_tag(text: str) -> int:
    """Return a tag that is written as ``(0010, 0010)``, ``00100010`` or a keyword.

    Raises
    ------
    ValueError
        It is none.
    """
    from pydicom.datadict import tag_for_keyword

    match = _TAG.fullmatch(text.strip())
    tag = int(match[1] + match[2], 16) if match else tag_for_keyword(text.strip())
    if tag is None:
        raise ValueError(f"{text!r} is no tag")
    return tag


def _tag(text: str, where: str) -> int:
    try:
        return parse_tag(text)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None


def _rows(text: str, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rows of a table, and what to call them."""
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=None), skipinitialspace=True)
    try:
        yield from _named_rows(lines, name)
    except csv.Error as error:
        raise ValueError(f"row {lines.line_num} of the {name}: {error}") from None


def _named_rows(lines: Any, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    heads = [head.strip().removesuffix("(s)").removesuffix("s") for head in next(lines, [])]
    if not heads:
        return
    places = {column: heads.index(key) for column in _COLUMNS if (key := column.removesuffix("s")) in heads}
    missing = {"Tags", "VR", "Action"} - set(places)
    if missing:
        raise ValueError(f"row 1 of the {name} lacks the columns {', '.join(sorted(missing))}")
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        where = f"row {lines.line_num} of the {name}"
        if len(cells) <= max(places[column] for column in ("Tags", "VR", "Action")):
            raise ValueError(f"{where} has too few cells")
        yield where, {c: cells[p].strip() if (p := places.get(c, -1)) in range(len(cells)) else "" for c in _COLUMNS}


def _rule(row: Mapping[str, str], where: str) -> Rule:
    """Return the rule of a row.

    Raises
    ------
    ValueError
        It is wrong.
    """
    action = _NAMES.get(row["Action"].lower(), "")
    if not action:
        raise ValueError(f"{where}: {row['Action']!r} is no action; there are: {', '.join(ACTIONS)}")
    vrs, allowed = _VR.findall(row["VR"].upper().replace(" OR ", " ")), ACTIONS[action]
    if allowed and not allowed.intersection(vrs):
        raise ValueError(f"{where}: {action} is for the VRs {', '.join(sorted(allowed))}; got {row['VR']!r}")
    option = row["Option"]
    if action in _OPTIONS:
        first, *_ = choices = _OPTIONS[action]
        option = option.lower() or first
        if option not in choices:
            raise ValueError(f"{where}: the option of {action} must be one of {', '.join(choices)}; got {option!r}")
    return Rule(action, option, vrs[0] if len(vrs) == 1 else "")
