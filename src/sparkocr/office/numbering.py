"""Labels of lists in Word documents: ECMA-376, part 1, 17.9."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from sparkocr.office.styles import NOTHING, Styles, W, integer_of, value_of
from sparkocr.office.symbols import PRIVATE, SYMBOLS

__all__ = ["Numbering", "format_number"]

LEVELS = 9
_BULLET = "\N{BULLET}"
_ROMAN_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_ROMAN_LETTERS = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
_MOST_ROMAN, _MOST_LETTERS = 3999, 780  # 780 are 30 letters, the most that Word writes


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level of a list is numbered."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    decimal: bool = False
    restart: int | None = None
    style: str | None = None


@dataclass(slots=True)
class _List:
    """A list: its levels, and which numbers are given anew."""

    counters: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the items of a document's lists, in the order of the document.

    Parameters
    ----------
    root : lxml element or None
        The part ``numbering.xml``.
    styles : Styles
        The document's styles, which can have numbers, too.
    """

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        root = NOTHING if root is None else root
        self._abstract = {item.get(W + "abstractNumId", ""): item for item in root.findall(W + "abstractNum")}
        self._items = {item.get(W + "numId", ""): item for item in root.findall(W + "num")}
        self._lists: dict[str, _List | None] = {}

    def label(self, properties: etree._Element | None) -> tuple[str, int]:
        """Count a paragraph and return what is written in front of it.

        Parameters
        ----------
        properties : lxml element or None
            The paragraph's ``pPr``.

        Returns
        -------
        str
            Such as ``"1. "``; empty for a paragraph that is no item.
        int
            Level of the item, from 0.
        """
        number, level = self._place(properties)
        found = self._list(number) if number else None
        if found is None or level not in found.levels:
            return "", 0
        counts = self._count(number, found, level)
        how = found.levels[level]
        label = _symbol(how.text) if how.kind == "bullet" else _numbered(how, found.levels, counts)
        return (label + ("" if how.suffix == "nothing" else " ") if label else ""), level

    def _place(self, properties: etree._Element | None) -> tuple[str, int]:
        """Return the number of the list, ``""`` for none, and the level of a paragraph."""
        own = None if properties is None else properties.find(W + "numPr")
        style = self._styles.paragraph_style(properties)
        inherited = self._styles.numbering(style)
        number = value_of(own, "numId") or (value_of(inherited, "numId") if inherited is not None else None) or ""
        if number in {"", "0"}:
            return "", 0
        level = integer_of(own, "ilvl")
        if level is None:
            level = integer_of(inherited, "ilvl")
        if level is None:
            found = self._list(number)
            levels = found.levels.items() if found else ()
            level = next((place for place, how in levels if how.style == style and style), 0)
        return number, level

    def _list(self, number: str) -> _List | None:
        """Return a list by its number."""
        if number not in self._lists:
            self._lists[number] = self._read(number)
        return self._lists[number]

    def _read(self, number: str) -> _List | None:
        item = self._items.get(number)
        if item is None:
            return None
        name = value_of(item, "abstractNumId") or ""
        abstract = self._abstract.get(name)
        link = value_of(abstract, "numStyleLink")
        if link:  # the levels are those of the list that a style names
            linked = self._items.get(value_of(self._styles.numbering(link), "numId") or "")
            name = value_of(linked, "abstractNumId") or ""
            abstract = self._abstract.get(name)
        if abstract is None:
            return None
        levels = _levels(abstract)
        starts = {}
        for override in item.findall(W + "lvlOverride"):
            place = _level_number(override)
            levels |= _levels(override)
            start = integer_of(override, "startOverride")
            if start is not None:
                starts[place] = start
        return _List(name, levels, starts)

    def _count(self, number: str, found: _List, level: int) -> list[int]:
        """Count an item; lists with the same levels go on counting, unless they start anew."""
        counts = self._counts.setdefault(found.counters, [None] * LEVELS)
        for place in range(level + 1):
            anew = place in found.starts and (number, place) not in self._started
            start = found.starts[place] if anew else found.levels.get(place, _Level()).start
            if anew:
                self._started.add((number, place))
                counts[place] = None
            if counts[place] is None:
                counts[place] = start
            elif place == level:
                counts[place] = (counts[place] or 0) + 1
        for place in range(level + 1, LEVELS):
            restart = found.levels.get(place, _Level()).restart
            if restart is None or level < restart:  # 0: never; n: after an item of the first n levels
                counts[place] = None
        return [count or 0 for count in counts[: level + 1]]


def format_number(number: int, kind: str) -> str:
    """Write a number as Word does.

    Parameters
    ----------
    number : int
        From 0.
    kind : str
        A value of ``numFmt`` (ECMA-376, part 1, 17.18.59); those of other scripts become decimal.

    Examples
    --------
    >>> format_number(4, "lowerRoman"), format_number(28, "upperLetter"), format_number(3, "decimalZero")
    ('iv', 'BB', '03')
    """
    written = str(number)
    if kind == "decimalZero":
        written = f"{number:02}"
    elif kind == "ordinal":
        teen = number % 100 in {11, 12, 13}
        written += "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    elif kind in {"lowerLetter", "upperLetter"} and 0 < number <= _MOST_LETTERS:
        written = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif kind in {"lowerRoman", "upperRoman"} and 0 < number <= _MOST_ROMAN:
        written = _roman(number)
    elif kind == "none":
        written = ""
    return written.upper() if kind.startswith("upper") else written


def _roman(number: int) -> str:
    written = ""
    for value, letters in zip(_ROMAN_VALUES, _ROMAN_LETTERS, strict=True):
        count, number = divmod(number, value)
        written += letters * count
    return written


def _numbered(how: _Level, levels: dict[int, _Level], counts: list[int]) -> str:
    """Put the numbers of an item and of those it belongs to into the text of a level."""

    def number(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        if place >= len(counts):
            return ""
        kind = "decimal" if how.decimal else levels.get(place, _Level()).kind
        return format_number(counts[place], kind)

    return re.sub(r"%([1-9])", number, how.text)


def _symbol(text: str) -> str:
    """Return a bullet as a character that any font has."""
    shown = SYMBOLS.get(text, text).strip()
    return shown if shown and ord(shown[0]) not in PRIVATE else _BULLET


def _levels(parent: etree._Element) -> dict[int, _Level]:
    """Read the levels of a list; there are `LEVELS` of them, whatever a file says."""
    found = {_level_number(element): _level(element) for element in parent.findall(W + "lvl")}
    return {number: how for number, how in found.items() if 0 <= number < LEVELS}


def _level(element: etree._Element) -> _Level:
    start = integer_of(element, "start")
    return _Level(
        start=0 if start is None else start,
        kind=value_of(element, "numFmt") or "decimal",
        text=value_of(element, "lvlText") or "",
        suffix=value_of(element, "suff") or "tab",
        decimal=element.find(W + "isLgl") is not None,
        restart=integer_of(element, "lvlRestart"),
        style=value_of(element, "pStyle"),
    )


def _level_number(element: etree._Element) -> int:
    """Return the level that an element describes, from 0."""
    try:
        return int(element.get(W + "ilvl", "0"))
    except ValueError:
        return 0
