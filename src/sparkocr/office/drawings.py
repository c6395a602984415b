"""Text of what is drawn: DrawingML paragraphs, SmartArt and charts, which Word and PowerPoint share.

ECMA-376, part 1: 21.1.2 (text), 21.4 (diagrams), 21.2 (charts); [MS-ODRAWXML] 2.24 for the charts of Office 2016.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from lxml import etree

from sparkocr.office.equations import EQUATIONS, M, equation_text
from sparkocr.office.package import ALTERNATIVES, local_name
from sparkocr.office.table import check_cells

__all__ = [
    "CHART",
    "DIAGRAM",
    "DIAGRAM_DATA",
    "NEW_CHART",
    "A",
    "chart_lines",
    "diagram_lines",
    "paragraph_text",
    "shown_number",
    "text_lines",
]

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
CHART, NEW_CHART, DIAGRAM = f"{_C}chart", f"{_CX}chart", f"{_DGM}relIds"
"""Elements that refer to a chart, to one of Office 2016, and to a diagram."""
DIAGRAM_DATA = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm"
"""Attribute of `DIAGRAM` with the reference to its texts."""

_INDENT = "  "
# Points of a diagram that say how it is drawn: 21.4.7.51.
_DRAWN = frozenset({"pres", "doc"})
_SHOWN_DIGITS = 11  # the most that the format General of Excel shows
_MOST_DECIMALS = 30  # of a format, as in Excel
# Day 0 of the calendar of Excel, which has a 29th of February in 1900: 18.17.4.1. From 1904: 21.2.2.38.
_DAY_ZERO, _DAY_ZERO_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  no time zone is meant
_LAST_DAY = 2_957_003  # the end of 9999, counted from 1904
# Pieces of a format: texts, blanks as wide as a character, signs that fill a cell, and all else.
_TOKENS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].|general|[0#?.,/e+]+|.', re.IGNORECASE | re.DOTALL)
_DATE_PARTS, _PLACES, _GENERAL = re.compile("[ymdhs]"), re.compile("[0#?]|general"), "general"
_MOST_LEVELS = 32  # of categories: they could be as many as the file is long
_ROWS = 1_048_576  # of a sheet: 18.3.1.73


def text_lines(body: etree._Element) -> list[str]:
    """Return the paragraphs in a text body, in lines."""
    return [line for paragraph in body.iterfind(A + "p") for line in paragraph_text(paragraph).split("\n")]


def diagram_lines(model: etree._Element) -> list[str]:
    """Return the texts of a SmartArt graphic.

    Parameters
    ----------
    model : lxml element
        Its data model, which has the texts; the part with their drawing repeats them.

    Returns
    -------
    list of str
        In the order of the model, what belongs to another text two blanks deeper than it.
    """
    points = {point.get("modelId", ""): point for point in model.iterfind(f"{_DGM}ptLst/{_DGM}pt")}
    below: dict[str, list[tuple[int, etree._Element]]] = {}
    for connection in model.iterfind(f"{_DGM}cxnLst/{_DGM}cxn"):
        if connection.get("type", "parOf") == "parOf":
            order = connection.get("srcOrd", "0")
            place = int(order) if order.isdecimal() else 0
            below.setdefault(connection.get("srcId", ""), []).append((place, connection))
    seen: set[str] = set()
    lines: list[str] = []

    def add(name: str, level: int) -> None:
        point = points.get(name)
        if point is not None and name not in seen and point.get("type", "node") not in _DRAWN:
            seen.add(name)
            lines.extend(_INDENT * level + line for line in _point_lines(point))

    # A stack, because a chain of connections can be as long as the file. Reversed, since the last in is the first out.
    starts = [name for name, point in points.items() if point.get("type") == "doc"]
    stack = [(start, -1, False) for start in reversed(starts)]
    opened: set[str] = set()
    while stack:
        name, level, is_end = stack.pop()
        add(name, max(level, 0))
        if is_end or name in opened:
            continue
        opened.add(name)
        for _, connection in sorted(below.get(name, []), key=lambda item: item[0], reverse=True):
            stack.append((connection.get("sibTransId", ""), level + 1, True))
            stack.append((connection.get("destId", ""), level + 1, False))
            stack.append((connection.get("parTransId", ""), level + 1, True))
    for name in points:
        add(name, 0)
    return lines


def chart_lines(chart: etree._Element) -> list[str]:
    r"""Return the texts of a chart.

    Parameters
    ----------
    chart : lxml element
        Its part, ``chartSpace``.

    Returns
    -------
    list of str
        The title, the titles of the axes, a line with the names of the series, and a line for each category with its
        values, cells separated by ``"\t"``; labels with a text of their own. Numbers are those that the document
        remembers, as they are displayed.
    """
    if chart.tag.startswith(_CX):
        return _new_chart_lines(chart)
    lines: list[str] = []
    for title in chart.iter(_C + "title"):
        lines += _rich_or_cached(title.find(_C + "tx"))
    era = chart.find(_C + "date1904")
    day_zero = _DAY_ZERO if era is None or era.get("val", "1") in {"0", "false"} else _DAY_ZERO_1904
    lines += _series_lines(list(chart.iter(_C + "ser")), day_zero)
    for label in chart.iter(_C + "dLbl"):
        lines += _rich_or_cached(label.find(_C + "tx"))
    lines += [name for line in chart.iter(_C + "trendline") if (name := line.findtext(_C + "name"))]
    return [line for line in lines if line.strip()]


def shown_number(value: str, code: str, day_zero: datetime = _DAY_ZERO) -> str:
    """Write a number as a chart does.

    Parameters
    ----------
    value : str
        As in the file, with a point.
    code : str
        A format of numbers: ECMA-376, part 1, 18.8.31. Of dates, the parts of the format are written, as in ISO 8601.
    day_zero : datetime
        What the number 0 is as a date.

    Examples
    --------
    >>> shown_number("0.256", "0.0%"), shown_number("-1234.5", '"$"#,##0.00'), shown_number("44197", "m/d/yyyy")
    ('25.6%', '-$1,234.50', '2021-01-01')
    """
    try:
        number = float(value)
    except ValueError:
        return value
    if not math.isfinite(number):
        return value
    sections = code.split(";")
    is_other = number < 0 and len(sections) > 1  # negative numbers have a format of their own, with its own sign
    tokens = [_literal(token) for token in _TOKENS.finditer(sections[1 if is_other else 0])]
    bare = "".join(text for text, is_literal in tokens if not is_literal)
    if _DATE_PARTS.search(bare.replace(_GENERAL, "")) and 0 <= number <= _LAST_DAY:
        return _date(number, bare, day_zero)
    places = [place for place, (text, is_literal) in enumerate(tokens) if not is_literal and _PLACES.search(text)]
    if not places:
        return f"{number:.{_SHOWN_DIGITS}g}"
    around = ["".join(text for text, _ in part) for part in (tokens[: places[0]], tokens[places[-1] + 1 :])]
    pattern = "".join(text for text, _ in tokens[places[0] : places[-1] + 1])
    written = _digits(abs(number) if is_other else number, pattern, percent="%" in bare)
    sign = "-" if written.startswith("-") else ""
    return sign + around[0] + written.removeprefix("-") + around[1]


def _literal(token: re.Match[str]) -> tuple[str, bool]:
    """Return what a piece of a format writes, and whether it is a text: quoted, escaped, or a sign of money."""
    text = token[0]
    if text[0] in {'"', "\\"}:
        return text[1:].removesuffix('"'), True
    if text[0] == "[":
        return text[2:-1].partition("-")[0] if text.startswith("[$") else "", True
    return ("", True) if text[0] in "_*" else (text.casefold(), False)


def _digits(number: float, pattern: str, *, percent: bool) -> str:
    """Write the digits of a number, by a pattern such as ``#,##0.0#``."""
    number *= 100 if percent else 1
    whole, _, part = pattern.partition(".")
    if _GENERAL in pattern or "e" in pattern or "/" in pattern:
        return f"{number:.{_SHOWN_DIGITS}g}"
    part = "".join(character for character in part if character in "0#?")[:_MOST_DECIMALS]
    number /= 1000 ** min(len(pattern) - len(pattern.rstrip(",")), _MOST_DECIMALS)
    written = f"{number:{',' if re.search('[0#?],[0#?]', whole) else ''}.{len(part)}f}"
    kept = len(part.rstrip("#?"))
    while len(written.partition(".")[2]) > kept and written.endswith("0"):
        written = written[:-1]
    return written.rstrip(".")


def _date(number: float, code: str, day_zero: datetime) -> str:
    """Write a date, a time, or both: as much of them as a format has."""
    when = day_zero + timedelta(seconds=round(number * 86_400))
    date = "%Y-%m-%d" if "d" in code else "%Y-%m" if "y" in code and "m" in code else "%Y" if "y" in code else ""
    clock = ("%H:%M:%S" if "s" in code else "%H:%M") if "h" in code or "s" in code else ""
    if not date and not clock:  # the name of a month
        date = "%m"
    return when.strftime(" ".join(part for part in (date, clock) if part))


def paragraph_text(parent: etree._Element) -> str:
    """Return the text of a paragraph: of runs, fields, breaks and equations."""
    return "".join(map(_piece, parent))


def _piece(element: etree._Element) -> str:
    if element.tag == A + "br":
        return "\n"
    if element.tag in EQUATIONS:
        return equation_text(element, lambda run: run.findtext(M + "t", ""))
    if element.tag == ALTERNATIVES:
        return next((text for choice in element if (text := paragraph_text(choice))), "")
    if element.tag in {A + "r", A + "fld"}:
        return str(element.findtext(A + "t", ""))
    return paragraph_text(element) if local_name(element) == "m" else ""  # around an equation: [MS-ODRAWXML] 2.8


def _point_lines(point: etree._Element) -> list[str]:
    body = point.find(_DGM + "t")
    return [] if body is None else [line for line in text_lines(body) if line.strip()]


def _rich_or_cached(text: etree._Element | None) -> list[str]:
    """Return a text of a chart: its own, or that of a cell of the sheet."""
    if text is None:
        return []
    rich = text.find(_C + "rich")
    if rich is not None:
        return text_lines(rich)
    cached = [point.findtext(_C + "v", "") for point in text.iter(_C + "pt")]
    return [" ".join(cached)] if cached else [text.findtext(_C + "v", "")]


def _series_lines(series: list[etree._Element], day_zero: datetime) -> Iterator[str]:
    """Give the series of a chart as a table; those with other categories are in another one."""
    tables: dict[tuple[tuple[int, str], ...], list[etree._Element]] = {}
    for one in series:
        tables.setdefault(tuple(_categories(one, day_zero).items()), []).append(one)
    for categories, same in tables.items():
        yield from _rows(same, dict(categories), day_zero)


def _rows(series: list[etree._Element], categories: dict[int, str], day_zero: datetime) -> Iterator[str]:
    names = [" ".join(_rich_or_cached(one.find(_C + "tx"))) for one in series]
    columns = [
        _points(one.find(_C + name), day_zero)
        for one in series
        for name in ("val", "yVal", "bubbleSize")
        if one.find(_C + name) is not None
    ]
    if any(names):
        yield "\t".join([""] * bool(categories) + names)
    yield from _beside([categories, *columns] if categories else columns)


def _categories(series: etree._Element, day_zero: datetime) -> dict[int, str]:
    """Return the categories of a series, or the places of its points, by their number."""
    for name in ("cat", "xVal"):
        found = series.find(_C + name)
        if found is not None:
            return _points(found, day_zero)
    return {}


def _points(data: etree._Element | None, day_zero: datetime) -> dict[int, str]:
    """Return the points that are remembered, by their number; several levels of categories are one text."""
    found: dict[int, str] = {}
    if data is None:
        return found
    inner, *outer = [_level(level, day_zero) for level in islice(data.iter(_C + "lvl"), _MOST_LEVELS)] or [
        _level(data, day_zero)
    ]
    for points in reversed(outer):
        texts = iter(sorted(points.items()))
        after, written = next(texts, None), ""
        for number in sorted(inner):  # an outer text holds up to the next one
            while after is not None and after[0] <= number:
                written, after = after[1], next(texts, None)
            found[number] = f"{found[number]} {written}" if found.get(number) else written
    for number, text in sorted(inner.items()):
        found[number] = f"{found[number]} {text}" if found.get(number) else text
    return found


def _level(level: etree._Element, day_zero: datetime) -> dict[int, str]:
    code = next((item.text or "" for item in level.iter(_C + "formatCode")), "")
    is_number = next(level.iter(_C + "numCache", _C + "numLit"), None) is not None
    found = {}
    for point in level.iter(_C + "pt"):
        place = point.get("idx", "0")
        value = point.findtext(_C + "v", "")
        if place.isdecimal() and int(place) < _ROWS:
            own = point.get("formatCode") or code
            found[int(place)] = shown_number(value, own, day_zero) if is_number else value
    return found


def _new_chart_lines(chart: etree._Element) -> list[str]:
    """Return the texts of a chart of Office 2016: titles, names of series, and the points of each dimension."""
    lines: list[str] = []
    for text in chart.iter(_CX + "tx"):
        rich = text.find(_CX + "rich")
        lines += text_lines(rich) if rich is not None else [text.findtext(f"{_CX}txData/{_CX}v", "")]
    for data in chart.iterfind(f"{_CX}chartData/{_CX}data"):
        levels = [_new_level(level) for level in data.iter(_CX + "lvl")]
        lines += _beside(levels)
    return [line for line in lines if line.strip()]


def _new_level(level: etree._Element) -> dict[int, str]:
    code = level.get("formatCode", "")
    points = level.iter(_CX + "pt")
    found = ((point.get("idx", ""), point.text or "") for point in points)
    is_number = local_name(level.getparent()) == "numDim"
    return {
        int(place): shown_number(text, code) if is_number else text
        for place, text in found
        if place.isdecimal() and int(place) < _ROWS
    }


def _beside(columns: Iterable[dict[int, str]]) -> list[str]:
    """Write columns next to each other."""
    known = list(columns)
    numbers = sorted(set[int]().union(*known))
    check_cells(len(numbers) * len(known))
    return ["\t".join(column.get(number, "") for column in known).rstrip("\t") for number in numbers]
