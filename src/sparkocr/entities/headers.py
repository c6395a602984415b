"""Headers that are burnt into images: names and numbers without labels, in cells of lines with a date or a number."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from sparkocr.entities.common_words import is_common
from sparkocr.entities.entity import Entity
from sparkocr.entities.names import Name, name_at

__all__ = ["find_in_headers"]

_SCORE = 0.75
_LINE = re.compile(r"[^\n]+")
_CELL = re.compile(
    r"(?<![^\s|])[^\s|-](?:[^\n\t|]{0,60}?[^\s|])??(?=[ ]{2,}|[ ]?[\t|]|[ ]-[ ]|[ ]{0,60}$)", re.MULTILINE
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_NUMBER = re.compile(r"#?[A-Z]{0,4}-?\d{4,12}(?:[-/]\d{1,8}){0,3}")
_LEAST_DIGITS = 5
_LABEL = re.compile(r"\b(?:MRN|PID|DOB|D\.O\.B|Pat(?:ient)?[ ]?ID|Acc(?:ession)?(?:[ ]?(?:No|#))?)\b", re.IGNORECASE)
_LONGEST_LINE = 200  # characters: headers have no longer ones
_NEAR = 2  # lines between a name and a date of one header
_MOST_WORDS = 4  # of a name in capitals: longer ones are headings


def find_in_headers(text: str, dates: Mapping[int, int], source: str) -> Iterator[Entity]:
    """Yield names and numbers that fill a cell near a date or the label of a number.

    A cell ends at two spaces, a tab, a bar, or the end of its line. Names are as headers write them: in capitals, or
    with the last name first.

    Parameters
    ----------
    text : str
    dates : mapping of int to int
        Where dates begin and end.
    source : str
        Name of the detector.

    Yields
    ------
    Entity
    """
    lines = [match.span() for match in _LINE.finditer(text)]
    known = set()
    begins = sorted(dates)
    for number, (begin, end) in enumerate(lines):
        if end - begin <= _LONGEST_LINE and (_has_any(begins, begin, end) or _LABEL.search(text, begin, end)):
            known.add(number)
    for number, (begin, end) in enumerate(lines):
        if end - begin > _LONGEST_LINE or known.isdisjoint(range(number - _NEAR, number + _NEAR + 1)):
            continue
        for cell in _CELL.finditer(text, begin, end):
            name = name_at(text, cell.start(), cell.end())
            if name and not text[name.end : cell.end()].strip(" .,^"):
                if _is_written_as_name(text, name, in_line=number in known):
                    yield Entity(name.begin, name.end, "PERSON", _SCORE, source)
            elif number in known and _is_number(cell[0]) and cell.start() not in dates:
                yield Entity(*cell.span(), "ID", _SCORE, source)


def _has_any(ordered: list[int], begin: int, end: int) -> bool:
    at = bisect_left(ordered, begin)
    return at < len(ordered) and ordered[at] < end


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None and sum(map(str.isdigit, cell)) >= _LEAST_DIGITS


def _is_written_as_name(text: str, name: Name, *, in_line: bool) -> bool:
    """Tell whether a name is written as headers write names: DOE JANE, or Doe, Jane."""
    words = _WORD.findall(text, name.begin, name.end)
    shaped = (name.capitals and 1 < name.words <= _MOST_WORDS) or (name.last_first and in_line)
    return shaped and not any(map(is_common, words))
