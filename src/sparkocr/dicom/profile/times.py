"""Dates, times and ages of DICOM (PS3.5, section 6.2), moved."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

__all__ = ["capped_age", "is_common_age", "moved_age", "moved_date", "moved_datetime", "moved_time"]

_DATE = re.compile(r"(\d{4})([.-]?)(\d{2})\2(\d{2})")
_DATETIME = re.compile(r"(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\.\d{1,6})?([+-]\d{4})?")
_TIME = re.compile(r"(\d{2}):?(\d{2})?:?(\d{2})?(\.\d{1,6})?")
_AGE = re.compile(r"(\d{3})([DWMY])")
_DIGITS = re.compile(r"\d+")
_DAY = 86_400  # seconds
_OLDEST, _CAP = 90, 99  # years
_PER_YEAR = {"D": 365.25, "W": 52.18, "M": 12, "Y": 1}
_MIDDLE = ("07", "15", "12", "00", "00")  # of what a date and time leaves out


def moved_date(value: str, days: int) -> str:
    """Move a date back by some days; empty if it is none."""
    match = _DATE.fullmatch(value.strip("\0 "))
    try:
        moved = date(int(match[1]), int(match[3]), int(match[4])) - timedelta(days) if match else None
    except (ValueError, OverflowError):
        return ""
    return moved.strftime("%Y%m%d").zfill(8) if moved else ""


def moved_datetime(value: str, days: int, seconds: int = 0) -> str:
    """Move a date and time back, as exact as it is; empty if it is none."""
    match = _DATETIME.fullmatch(value.strip("\0 "))
    if not match:
        return ""
    parts = [part for part in match.groups()[:6] if part]
    year, month, day, hour, minute, second = map(int, [*parts, *_MIDDLE[len(parts) - 1 :]])
    try:
        moved = datetime(year, month, day, hour, minute, second) - timedelta(days, seconds)  # noqa: DTZ001  the zone stays as it is
    except (ValueError, OverflowError):
        return ""
    written = f"{moved.year:04}{moved.month:02}{moved.day:02}{moved.hour:02}{moved.minute:02}{moved.second:02}"
    return written[: sum(map(len, parts))] + (match[7] or "") + (match[8] or "")


def moved_time(value: str, seconds: int) -> str:
    """Move a time back by some seconds, over midnight if need be, as exact as it is; empty if it is none."""
    match = _TIME.fullmatch(value.strip("\0 "))
    if not match:
        return ""
    parts = [part for part in match.groups()[:3] if part]
    total = sum(int(part) * unit for part, unit in zip(parts, (3600, 60, 1), strict=False))
    total = (total - seconds) % _DAY
    written = f"{total // 3600:02}{total // 60 % 60:02}{total % 60:02}"
    return written[: 2 * len(parts)] + (match[4] or "")


def moved_age(value: str, by: int) -> str:
    """Change an age by some of its units, to at least one; empty if it is none."""
    match = _AGE.fullmatch(value.strip("\0 "))
    return f"{min(max(int(match[1]) + by, 1), 999):03}{match[2]}" if match else ""


def capped_age(value: str) -> str:
    """Return an age, or 99 years from 90 on (45 CFR 164.514 (b)(2)(i)(C)); empty if it is none."""
    match = _AGE.fullmatch(value.strip("\0 "))
    if not match:
        return ""
    return f"{_CAP:03}Y" if int(match[1]) / _PER_YEAR[match[2]] >= _OLDEST else match[0]


def is_common_age(written: str) -> bool:
    """Tell whether an age in a text, as "63 years" and "063Y", is less than 90 of any unit, so that many have it."""
    return all(int(number) < _OLDEST for number in _DIGITS.findall(written))
