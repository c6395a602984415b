"""Dates of all common styles, also with letters that OCR read for digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from sparkocr.entities.entity import Entity
from sparkocr.entities.rule import digit_windows

__all__ = ["DateDetector", "FoundDate", "find_dates"]

_YEARS = range(1850, 2151)  # of people who may be named on paper, and of what is planned for them
_MOST_DAYS = 31  # of a month
_SURE, _LIKELY = 0.95, 0.7

# Months in English, German, French and Spanish without accents; each may be cut after its shortest form.
_MONTHS = {
    1: "jan(?:uary|uar|vier|v)?|jaenner|janner|ene(?:ro)?",
    2: "feb(?:ruary|ruar|rero)?|fevr(?:ier)?|fev",
    3: "mar(?:ch|s|zo)?|maerz|marz",
    4: "apr(?:il)?|avr(?:il)?|abr(?:il)?",
    5: "may(?:o)?|mai",
    6: "june?|juni|juin|junio",
    7: "july?|juli|juil(?:let)?|julio",
    8: "aug(?:ust)?|aout|ago(?:sto)?",
    9: "sept?(?:ember|embre|iembre)?",
    10: "oct(?:ober|obre|ubre)?|okt(?:ober)?",
    11: "nov(?:ember|embre|iembre)?",
    12: "dec(?:ember|embre)?|dez(?:ember)?|dic(?:iembre)?",
}
_MONTH_NAMES = {number: re.compile(names) for number, names in _MONTHS.items()}
_WEEKDAYS = (
    "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|montag|"
    "dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|mo|di|mi|do|fr|sa|so|lundi|mardi|mercredi|jeudi|vendredi|"
    "samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
)
_WEEKDAY_BEFORE = re.compile(rf"(?<!\w)(?:{_WEEKDAYS})\.?,? (?:the |den |le |el )?\Z", re.IGNORECASE)
_TIME_AFTER = re.compile(
    r"[ ](?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?!\w|[ ]?[A-Za-z%]|[.,:/-]\d)|"
    r"(?:[ T:]|, |,| - |: | at | um | à | a las | @ ?){0,2}(?<!\d)(?:[01]?\d|2[0-4])[:h][0-5]\d"
    r"(?:[:.][0-5]\d(?:[.,]\d{1,9})?)?(?! ?%)(?: ?[ap]\.?m\b\.?| ?uhr\b)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)\b)?",
    re.IGNORECASE,
)
_LONGEST_WEEKDAY = 18

_READ_FOR_DIGITS = str.maketrans("OoQUDIlSBZ", "0000011582")  # what OCR reads for digits; U and D for a zero, too
_D = "[0-9OoQUDIlSBZ]"
_BEGIN = rf"(?:(?<![^\W_])(?={_D})|(?<!\d)(?=\d))(?<!\d[./,-])"
_YEAR = r"(?P<y>(?:1[89]|2[01])\d\d)"
_SHORT_YEAR = r"(?P<y>(?:1[89]|2[01])\d\d|['\u2019]?\d\d(?!:\d))"
_ENDS = r"(?!\d)(?![./,-]\d)"
# What looks like a month's name; `_month` tells whether it is one.
_M = r"(?P<m>[^\W\d_]{3,10})"
_DAY = r"(?P<d>0?[1-9]|[12]\d|3[01]|[0-3][OoIl]|[OoIl]\d)"
_OF = r"(?:st\b|nd\b|rd\b|th\b|er\b|º|ª|\.)?,?(?:[ \-./]{0,2}(?:of |de |day of |d')?)"
_AFTER_MONTH = r"\.?,?(?:[ \-./]{0,2}(?:of |de |del )?)"
_NOT_A_DATE = re.compile(
    r"(?:\bv(?:er(?:sion|s)?)?|\bsections?|§|\bsec|\bchapter|\bfig(?:ure)?|\btable)\.? ?\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text.

    Attributes
    ----------
    begin, end : int
        Half-open offsets, with a weekday before it and a time after it.
    days : frozenset of date
        What it may mean: ``01/02/03`` is one of several days. Empty if it names no day or no year.
    sure : bool
        Whether it can hardly be anything else.
    """

    begin: int
    end: int
    days: frozenset[date]
    sure: bool


def _years(text: str) -> list[int]:
    """Return the years that a text may mean."""
    year = int(text.lstrip("'\u2019").translate(_READ_FOR_DIGITS))
    return [year] if year > 99 else [1900 + year, 2000 + year]  # noqa: PLR2004 - two digits


def _days(years: Sequence[int], orders: Iterable[tuple[int, int]]) -> frozenset[date]:
    """Return the days that exist: of years, and months and days in either order."""
    days = set()
    for year, (month, day) in product(years, orders):
        try:
            days.add(date(year, month, day))
        except ValueError:
            continue
    return frozenset(day for day in days if day.year in _YEARS)


def _is_number(text: str) -> bool:
    """Tell whether a text is a number, though letters may have been read for at most two thirds of its digits."""
    return 3 * sum(character.isdigit() for character in text) >= len(text)


def _of_numbers(match: re.Match[str], *orders: tuple[str, str]) -> frozenset[date] | None:
    """Return the days of a date in numbers, none if they can't be read, or None for other numbers."""
    fields = match.groupdict()
    if not _is_number(fields["a"] + fields["b"] + fields["y"]) or not _is_number(fields["y"]):
        return None
    numbers = {name: int(fields[name].translate(_READ_FOR_DIGITS)) for name in "ab"}
    years = _years(fields["y"])
    days = _days(years, [(numbers[month], numbers[day]) for month, day in orders])
    letters = not (fields["a"] + fields["b"] + fields["y"]).isdigit()
    if not days and letters and years[0] in _YEARS and max(numbers.values()) <= _MOST_DAYS:
        return frozenset()  # "Uo.09.2012": the day can't be read
    return days or None


def _numeric(match: re.Match[str]) -> frozenset[date] | None:
    """Return the days of a date with the year last."""
    if len(match["y"]) == 2 and match["s"] != "/" and not len(match["a"]) == len(match["b"]) == 2:  # noqa: PLR2004 - digits
        return None  # 1.2.13 is a version or a section
    return _of_numbers(match, ("a", "b"), ("b", "a"))


def _year_first(match: re.Match[str]) -> frozenset[date] | None:
    """Return the days of a date with the year first: its month is next."""
    return _of_numbers(match, ("a", "b"))


def _month(name: str) -> int | None:
    """Return the month of a name in one of four languages; ``OCR0BER`` isn't tried."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return next((number for number, names in _MONTH_NAMES.items() if names.fullmatch(plain)), None)


def _named(match: re.Match[str]) -> frozenset[date] | None:
    """Return the days of a date with the name of its month, or None for other words between numbers."""
    month = _month(match["m"])
    if month is None:
        return None
    return _days(_years(match["y"]), [(month, int(match["d"].translate(_READ_FOR_DIGITS)))]) or None


def _no_day(match: re.Match[str]) -> frozenset[date] | None:
    """Return no day for a month, and None for other words."""
    return frozenset() if _month(match["m"]) else None


def _no_year(match: re.Match[str]) -> frozenset[date] | None:
    """Return no day for a day of a month, and None for other words and for verbs: "may 5", "march 10"."""
    name = match["m"]
    return frozenset() if _month(name) and (name[0].isupper() or len(name) > len("march")) else None


def _numbers_only(match: re.Match[str]) -> frozenset[date] | None:
    """Return no day for a day and a month, or a month and a year, in numbers."""
    return frozenset() if match else None


_STYLES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], frozenset[date] | None], bool], ...] = tuple(
    (re.compile(pattern), read, sure)
    for pattern, read, sure in (
        # 01.09.2012, 08/02/1929, 1-2-2003, Uo.09. 2012, 07 / 22 / 1943
        (
            rf"{_BEGIN}(?P<a>{_D}{{1,2}}) ?(?P<s>[./,-]) ?(?P<b>{_D}{{1,2}}) ?[./,-] ?(?P<y>{_D}{{4}}){_ENDS}",
            _numeric,
            True,
        ),
        # 01.09.12, 1/2/03
        (
            (
                rf"(?<![^\W_]){_BEGIN}(?P<a>{_D}{{1,2}})(?P<s>[./-])(?P<b>{_D}{{1,2}})(?P=s)(?P<y>{_D}{{2}})(?!"
                rf"[^\W_]){_ENDS}"
            ),
            _numeric,
            False,
        ),
        # 2018-10-23, 2018. 10. 23, 2018:10:23 of cameras
        (
            rf"{_BEGIN}(?P<y>{_D}{{4}})(?P<s>[./:-]) ?(?P<a>{_D}{{1,2}})(?P=s) ?(?P<b>{_D}{{1,2}})(?!\d)(?![./-]\d)",
            _year_first,
            True,
        ),
        # 1975年3月12日, 1975년 3월 12일
        (r"(?<!\d)(?P<y>\d{4})[年년] ?(?P<a>\d{1,2})[月월] ?(?P<b>\d{1,2})[日일]", _year_first, True),
        # 20181023, 20181023140500, 20181023T1405
        (
            (
                r"(?<!\w)(?<!\d[.,])(?P<y>(?:19|20)\d\d)(?P<a>0[1-9]|1[0-2])(?P<b>0[1-9]|[12]\d|3[01])(?:T?[0-2]\d"
                r"[0-5]\d(?:[0-5]\d(?:\.\d{1,6})?)?)?"
                r"(?:(?!\w)|(?=T\d\d:))(?![.,]\d)"
            ),
            _year_first,
            False,
        ),
        # 23rd of October 2018, 23-OCT-18, 23OCT2018, 3. März 2018, 1er mai 2018, 3 de mayo de 2018
        (rf"(?<![\d.,]){_DAY}{_OF}{_M}{_AFTER_MONTH}{_SHORT_YEAR}(?!\d)(?![.,]\d)", _named, True),
        # 2018 Oct 23, 2018-Oct-23
        (rf"(?<!\d){_YEAR}[ \-./,]{{0,2}}{_M}{_AFTER_MONTH}{_DAY}(?!\d)", _named, True),
        # Oct 23, 2018, October 23rd 2018, Oct-23-2018, Oct 23 '18
        (
            rf"(?<![^\W_]){_M}{_AFTER_MONTH}{_DAY}(?:st|nd|rd|th)?[.,]?[ \-./]{{0,2}}{_SHORT_YEAR}(?!\d)(?![.,]\d)",
            _named,
            True,
        ),
        # October 2018, Oct. '18
        (
            rf"(?<![^\W_]){_M}\.?,?(?:[ \-./]{{1,2}}(?:of |de |del )?)(?:(?:1[89]|2[01])\d\d|['\u2019]\d\d)(?!\d)",
            _no_day,
            True,
        ),
        # 23 Oct, 23rd of October, 3. März
        (rf"(?<![\d.,:/-]){_DAY}{_OF}(?<![\d/]){_M}(?![^\W_])", _no_year, False),
        # Oct 23, March 3rd
        (rf"(?<![^\W_]){_M}\.?[ -]{_DAY}(?:st|nd|rd|th)?(?!\w)(?![.,:%/-]\d)", _no_year, False),
        # 10/2018
        (r"(?<![\d/.,-])(?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?![\d/])", _numbers_only, False),
        # on 10/23, am 23.10.
        (
            (
                r"(?:(?<=\bon )|(?<=\bby )|(?<=\bsince )|(?<=\buntil )|(?<=\bdated ))(?:(?:0[1-9]|1[0-2])/(?:0[1-9]|"
                r"[12]\d|3[01])"
                r"|(?:0[1-9]|[12]\d|3[01])/(?:0[1-9]|1[0-2]))(?![\w/])"
            ),
            _numbers_only,
            False,
        ),
        (
            (
                r"(?:(?<=\bam )|(?<=\bvom )|(?<=\bbis )|(?<=\bab )|(?<=\bseit )|(?<=\bzum ))"
                r"(?:0?[1-9]|[12]\d|3[01])\. ?(?:0?[1-9]|1[0-2])\.(?!\d)"
            ),
            _numbers_only,
            False,
        ),
    )
)


def find_dates(text: str) -> Iterator[FoundDate]:
    """Yield the dates of a text; they may overlap.

    Parameters
    ----------
    text : str

    Yields
    ------
    FoundDate
    """
    for window in digit_windows(text):
        for pattern, read, sure in _STYLES:
            for match in pattern.finditer(text, *window):
                days = read(match)
                if days is None or _NOT_A_DATE.search(text, max(0, match.start() - 12), match.start()):
                    continue
                before = _WEEKDAY_BEFORE.search(text, max(0, match.start() - _LONGEST_WEEKDAY), match.start())
                after = _TIME_AFTER.match(text, match.end())
                yield FoundDate(
                    before.start() if before else match.start(), after.end() if after else match.end(), days, sure
                )


class DateDetector:
    """Finds dates: numeric, ISO, compact, with the names of months in English, German, French and Spanish.

    Dates without a day or without a year are found too, but no year alone, and no weekday alone. A time that follows is
    part of the date.

    Examples
    --------
    >>> text = "seen Uo.09. 2012, again on 3rd of March 2013 at 14:05"
    >>> [text[found.begin : found.end] for found in DateDetector().find(text)]
    ['Uo.09. 2012', '3rd of March 2013 at 14:05']
    """

    name = "dates"

    def find(self, text: str) -> list[Entity]:
        """Find the dates of a text.

        Parameters
        ----------
        text : str

        Returns
        -------
        list of Entity
            In order; of dates that overlap the longest.
        """
        kept: list[FoundDate] = []
        for found in sorted(find_dates(text), key=lambda found: (found.begin, -found.end)):
            if not kept or found.begin >= kept[-1].end:
                kept.append(found)
            elif found.end - found.begin > kept[-1].end - kept[-1].begin:
                kept[-1] = found
        return [Entity(f.begin, f.end, "DATE", _SURE if f.sure else _LIKELY, self.name) for f in kept]
