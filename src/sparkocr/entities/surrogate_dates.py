"""Surrogates of dates, times and ages: moved by some days or minutes, in the style in which they are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sparkocr.entities.surrogate_key import Keyed, plain
from sparkocr.entities.surrogate_names import like
from sparkocr.entities.surrogate_numbers import scrambled

__all__ = ["age", "days_of", "minutes_of", "moved_date", "time_of_day"]

_LANGUAGES = {
    "en": (
        "January February March April May June July August September October November December",
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "Mon Tue Wed Thu Fri Sat Sun",
    ),
    "de": (
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
        "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        "Mo Di Mi Do Fr Sa So",
    ),
    "fr": (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janv févr mars avr mai juin juil août sept oct nov déc",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "lun mar mer jeu ven sam dim",
    ),
    "es": (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "lunes martes miércoles jueves viernes sábado domingo",
        "lun mar mié jue vie sáb dom",
    ),
}
_OTHER_SPELLINGS = {"sept": "Sep", "maerz": "März", "jaenner": "Januar", "janner": "Januar", "sonnabend": "Samstag"}
_SMALL = frozenset(
    """
    a ab al am and at au bis by cet circa d de del den der die du el en est et from gmt h im in la le los of on or pm
    seit since t the through to um und until uhr utc vom von y z
    """.split()  # noqa: SIM905
)

_LEAST_DAYS, _MOST_DAYS = 32, 333  # so that no month without its year stays
_WEEK = 7
_DAY_OF_MONTH, _MONTH_OF_YEAR = 15, 7  # for dates without
_YEAR, _LEAP_YEAR = 2001, 2000
_CENTURY_PIVOT = 30  # 29 is 2029, 30 is 1930: for the days of February alone
_FIRST_DAY, _DAYS = date(1930, 1, 1), 25_000  # of dates that replace what is not understood
_FEW_DIGITS = 3  # "two or 3 weeks" has no more, and is no date
_SOME_TIME = "some time"
_OLDEST, _AGE_DIGITS = 89, 3  # ages above are identifiers: 45 CFR 164.514 (b)(2)(i)(C)
_MINUTES, _HALF_DAY = 24 * 60, 12 * 60

_NAME = r"(?<![^\W\d_])(?P<name>[^\W\d_]{2,12})(?![^\W\d_])"
_DAY, _MONTH, _FULL_YEAR = r"(?<!\d)(?P<d>\d{1,2})", r"(?<!\d)(?P<m>\d{1,2})", r"(?P<y>\d{4})(?!\d)"
_ANY_YEAR = r"['\u2019]?(?P<y>\d{4}|\d{2})(?!\d)"
_ORDINAL = r"(?P<th>(?:st|nd|rd|th|er)\b)?"
_POINT, _GAP = r"\s{0,2}[-./]\s{0,2}", r"[\s,.\-/]{0,3}(?:(?:of|de|del)\s)?"

_TIME = re.compile(
    r"(?<!\d)(?P<hour>[01]?\d|2[0-3])(?P<to>[:.h])(?P<minute>[0-5]\d)(?!\d)(?P<second>(?:[:.]\d{2}(?:[.,]\d{1,6})?)?)"
    r"(?P<half>\s?[ap]\.?m\b)?",
    re.IGNORECASE,
)
_DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d)(?P<y>\d{{4}}){_POINT}(?P<m>\d{{1,2}}){_POINT}(?P<d>\d{{1,2}})(?!\d)",
        r"(?<!\d)(?P<y>(?:1[89]|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)",
        rf"(?<!\d)(?P<one>\d{{1,2}})(?P<point>{_POINT})(?P<other>\d{{1,2}}){_POINT}{_ANY_YEAR}",
        rf"{_DAY}{_ORDINAL}{_GAP}{_NAME}{_GAP}{_ANY_YEAR}",
        rf"(?<!\d)(?P<y>\d{{4}}){_GAP}{_NAME}{_GAP}(?P<d>\d{{1,2}})(?!\d){_ORDINAL}",
        rf"{_NAME}{_GAP}(?P<d>\d{{1,2}})(?!\d){_ORDINAL}{_GAP}{_FULL_YEAR}",
        rf"{_NAME}{_GAP}{_FULL_YEAR}",
        rf"{_DAY}{_ORDINAL}{_GAP}{_NAME}",
        rf"{_NAME}{_GAP}(?P<d>\d{{1,2}})(?!\d){_ORDINAL}",
        rf"{_MONTH}{_POINT}{_FULL_YEAR}",
        rf"(?<!\d)(?P<one>\d{{1,2}})(?P<point>{_POINT})(?P<other>\d{{1,2}})(?!\d)",
        rf"(?<!\d){_FULL_YEAR}",
        _NAME,
    )
]
"""Ways to write a date, the more exact one first."""
_WORDS = re.compile(r"[^\W_]+")

Piece = tuple[str, bool]
"""A part of a text, and whether it is done."""


@dataclass(frozen=True, slots=True)
class _Name:
    """The name of a month or weekday: its number from 0, and all names of the same language and length."""

    number: int
    names: tuple[str, ...]


def _table(*columns: int) -> dict[str, _Name]:
    """Return the names in columns of `_LANGUAGES`, as `plain` gives them; of equal ones that of the first language."""
    found: dict[str, _Name] = {}
    for language in _LANGUAGES.values():
        for column in columns:
            names = tuple(language[column].split())
            for number, name in enumerate(names):
                found.setdefault(plain(name), _Name(number, names))
    return found | {other: found[plain(name)] for other, name in _OTHER_SPELLINGS.items() if plain(name) in found}


_MONTHS, _WEEKDAYS = _table(0, 1), _table(2, 3)


def days_of(keyed: Keyed, context: str) -> int:
    """Return by how many days dates of a context are moved back, 32 to 333, never by whole weeks."""
    allowed = [days for days in range(_LEAST_DAYS, _MOST_DAYS + 1) if days % _WEEK]
    return allowed[keyed.number(len(allowed), "days", context)]


def moved_date(text: str, days: int, minutes: int, keyed: Keyed) -> str:
    """Move a date, or several, to the past; times of day, too.

    Parameters
    ----------
    text : str
        Numbers, or names of months in English, German, French or Spanish. What is not sure is a month before a day,
        but after points a day before a month. Without day or month, the middle of the month or year is moved, and a
        year alone becomes the one before.
    days, minutes : int
        By how much.
    keyed : Keyed

    Returns
    -------
    str
        In the same style. A weekday is that of the new date. If any part of the text is not understood, all of it is
        replaced: by any date in ISO 8601, or by "some time" if the text has but few digits.
    """
    pieces: list[Piece] = [(text, False)]
    pieces = list(_done(pieces, _TIME, lambda match: _moved_time(match, minutes) if match["to"] != "." else None))
    times = len(pieces)
    for pattern in _DATES:
        pieces = list(_done(pieces, pattern, lambda match: _moved(match, days)))
    rest = [word for piece, done in pieces if not done for word in _WORDS.findall(piece)]
    made = "".join(piece for piece, _ in pieces)
    if len(pieces) > times and all(plain(word) in _SMALL for word in rest) and plain(made) != plain(text):
        return made
    if sum(map(str.isdecimal, text)) <= _FEW_DIGITS:
        return like(text, _SOME_TIME)
    return (_FIRST_DAY + timedelta(keyed.number(_DAYS, "date", plain(text)))).isoformat()


def time_of_day(text: str, minutes: int, keyed: Keyed) -> str:
    """Move times of day back by some minutes; other numbers are scrambled, and words alone become "some time"."""
    made = "".join(
        piece if done else scrambled(piece, keyed) if any(map(str.isdecimal, piece)) else piece
        for piece, done in _done([(text, False)], _TIME, lambda match: _moved_time(match, minutes))
    )
    return made if plain(made) != plain(text) else like(text, _SOME_TIME)


def minutes_of(keyed: Keyed, context: str) -> int:
    """Return by how many minutes times of a context are moved back: less than half a day."""
    return 1 + keyed.number(_HALF_DAY - 1, "minutes", context)


def age(text: str, keyed: Keyed) -> str:
    """Replace an age: by one that differs by one or two, or from 90 on by "90+"; words without a number by "adult"."""
    made = re.sub(r"\d+", lambda number: _other_age(number[0], keyed), text)
    if made == text:
        return like(text, "adult")
    return re.sub(r"\+{2,}", "+", made)


def _done(
    pieces: Iterable[Piece], pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str | None]
) -> Iterator[Piece]:
    """Cut what a pattern finds out of the pieces that are not done."""
    for piece, done in pieces:
        start = 0
        for match in () if done else pattern.finditer(piece):
            made = replace(match)
            if made is not None:
                yield piece[start : match.start()], False
                yield made, True
                start = match.end()
        yield piece[start:], done


def _moved(match: re.Match[str], days: int) -> str | None:
    """Return what is written in place of a date; None if it is none."""
    found = {name: value for name, value in match.groupdict().items() if value}
    name = plain(found.get("name", ""))
    if len(found) == 1 and name in _WEEKDAYS and name not in _MONTHS:
        weekday = _WEEKDAYS[name]
        return like(match[0], weekday.names[(weekday.number - days) % _WEEK])
    month = _MONTHS.get(name)
    if name and month is None:
        return None
    if set(found) == {"y"}:
        return f"{int(found['y']) - 1:04}"
    for order in _orders(found.get("point", "")):
        roles = {group: order.get(group, group) for group in found}
        numbers = {roles[group]: int(found[group]) for group in roles if roles[group] in "ymd"}
        if month:
            numbers["m"] = month.number + 1
        moved = _earlier(numbers, days, short_year=len(found.get("y", "")) == len("29"))
        if moved:
            return _written(match, roles, month, moved)
    return None


def _orders(point: str) -> list[dict[str, str]]:
    """Return what two numbers without names may be, the likely order first."""
    orders = [{"one": "m", "other": "d"}, {"one": "d", "other": "m"}]
    return orders[::-1] if "." in point else orders


def _earlier(numbers: Mapping[str, int], days: int, *, short_year: bool) -> date | None:
    """Return the date that is some days before; None if there is none."""
    month, day = numbers.get("m", _MONTH_OF_YEAR), numbers.get("d", _DAY_OF_MONTH)
    year = numbers.get("y", _LEAP_YEAR if (month, day) == (2, 29) else _YEAR)
    if short_year:
        year += 1900 if year >= _CENTURY_PIVOT else 2000
    try:
        return date(year, month, day) - timedelta(days)
    except (ValueError, OverflowError):
        return None


def _written(match: re.Match[str], roles: Mapping[str, str], month: _Name | None, moved: date) -> str:
    """Write a date over another one, in its style."""
    numbers = {"y": moved.year, "m": moved.month, "d": moved.day}
    made, start = "", match.start()
    for group in sorted(roles, key=match.start):
        old, role = match[group], roles[group]
        made += match.string[start : match.start(group)]
        if role == "name" and month:
            made += like(old, month.names[moved.month - 1])
        elif role == "th":
            made += like(old, _ordinal(old, moved.day))
        elif role in numbers:
            made += str(numbers[role]).zfill(len(old))[-max(len(old), 2) :]
        else:
            made += old
        start = match.end(group)
    return made + match.string[start : match.end()]


def _ordinal(old: str, day: int) -> str:
    """Return the English or French ending of an ordinal."""
    if old.lower() == "er":
        return "er" if day == 1 else ""
    endings = {1: "st", 2: "nd", 3: "rd"}
    return "th" if day in {11, 12, 13} else endings.get(day % 10, "th")


def _moved_time(match: re.Match[str], minutes: int) -> str | None:
    """Return a time of day some minutes before; with "am" or "pm", of the same half of the day."""
    half = match["half"]
    span = _HALF_DAY if half else _MINUTES
    total = (int(match["hour"]) * 60 + int(match["minute"]) - minutes) % span
    hour = total // 60 or (12 if half else 0)
    width = len(match["hour"])
    seconds = re.sub(r"\d", "0", match["second"])
    return f"{hour:0{width}}{match['to']}{total % 60:02}{seconds}{half or ''}"


def _other_age(number: str, keyed: Keyed) -> str:
    """Return an age that differs."""
    years = int(number) if len(number) <= _AGE_DIGITS else _OLDEST + 1
    if years > _OLDEST:
        return f"{_OLDEST + 1}+"
    near = [other for other in range(years - 2, years + 3) if other != years and 1 <= other <= _OLDEST]
    return str(near[keyed.number(len(near), "age", years)])
