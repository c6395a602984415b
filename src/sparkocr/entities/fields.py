"""Fields of forms, letters and burnt-in headers: a label, and the value behind or below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sparkocr.entities.dates import find_dates
from sparkocr.entities.entity import Entity
from sparkocr.entities.field_labels import FieldLabel, find_labels
from sparkocr.entities.field_values import VALUES, Line
from sparkocr.entities.headers import find_in_headers
from sparkocr.entities.name_rules import find_names

__all__ = ["FieldDetector"]

_LINE = re.compile(r"[^\n]+")
_CELL_ENDS = re.compile(r"[ ]{2,}(?=\S)|\t|[|\u2502;]|[ ]/(?=[ ])|[ ]/(?=[^\W\d_])|/[ ]")
_LONGEST_LINE = 5_000  # characters: what is longer is a whole page without line ends, and is cut
_NOT_ADDRESSES = re.compile(r"(?i)\b(?:ip|mac|web|e-?mail|internet|url|network|wallet|bitcoin)[ -]\Z")
# Labels that are so sure that they need no sign behind them to end the value before them.
_SURE = frozenset("sex;gender;dob;d o b;mrn;pid;ssn;geschlecht;sexe;sexo;date of birth;birth date;birthdate".split(";"))  # noqa: SIM905


_TWO_LINES = frozenset({"name vorname", "name vorname des versicherten", "name des versicherten"})
"""Labels of German cards: the first name is on a line of its own."""


@dataclass(frozen=True, slots=True)
class _Field:
    label: FieldLabel
    value_begins: int
    value_ends: int


class FieldDetector:
    r"""Finds the values of fields (``Name: LAST, FIRST / PID: ...``) and what else in a header says who it is.

    Labels are known in English, German, French and Spanish, also when OCR read them badly. A value ends where the next
    known label begins, at ``/``, ``|``, two spaces or the end of the line; it stands on the next line where nothing
    follows its label. Names are also found behind titles, salutations and sign-offs, and before sex marks, ages,
    degrees and, on a line of their own, dates.

    Examples
    --------
    >>> text = "Name: Good, Guy PID: 125-98-445 DOB:08/02/1929\nDAVIDSON DOUGLAS [M] 01.09.2012"
    >>> [(text[found.begin : found.end], found.label) for found in FieldDetector().find(text)]
    [('Good, Guy', 'PERSON'), ('125-98-445', 'ID'), ('08/02/1929', 'DATE'), ('DAVIDSON DOUGLAS', 'PERSON')]
    """

    name = "fields"

    def find(self, text: str) -> list[Entity]:
        """Find the values of fields, and names of headers.

        Parameters
        ----------
        text : str

        Returns
        -------
        list of Entity
            In the order of the text; they may overlap.
        """
        dates: dict[int, int] = {}
        for date in find_dates(text):
            dates[date.begin] = max(date.end, dates.get(date.begin, 0))
        lines = _lines(text, dates)
        found = {*find_names(text, dates, self.name), *find_in_headers(text, dates, self.name)}
        for number, line in enumerate(lines):
            found.update(self._of_line(line, lines[number + 1 : number + 4]))
        return sorted(found, key=lambda entity: (entity.begin, entity.end, entity.label))

    def _of_line(self, line: Line, below: Sequence[Line]) -> Iterator[Entity]:
        labels = _with_shared_values(line, list(find_labels(line.text, line.begin, line.end)))
        if below and _is_head_of_table(line, labels):
            yield from self._of_columns(labels, below[0])
            return
        for field in _fields(line, labels):
            label = field.label
            value = VALUES[label.kind](line.part(field.value_begins, field.value_ends), label, below)
            if value is None and field.value_begins >= field.value_ends and below and _may_be_below(line, field):
                value = self._below(label, below)
                if value is not None and label.phrase in _TWO_LINES and below[1:]:
                    second = _alone(label, _first_cell(below[1]), ())
                    yield from [replace(second, source=self.name)] if second else []
            if value is not None:
                yield Entity(value.begin, value.end, value.label, value.score, self.name)

    def _below(self, label: FieldLabel, below: Sequence[Line]) -> Entity | None:
        """Return the value of a label with nothing behind it: the first part of the next line."""
        line, cell = below[0], _first_cell(below[0])
        if any(other.strong or other.phrase in _SURE for other in find_labels(line.text, line.begin, cell.end)):
            return None
        return _alone(label, cell, below[1:])

    def _of_columns(self, labels: Sequence[FieldLabel], line: Line) -> Iterator[Entity]:
        """Yield the values of a line below a line of labels: each begins where the one before it ends."""
        at = line.begin
        if any(label.strong for label in find_labels(line.text, line.begin, line.end)):
            return
        for label in labels:
            while at < line.end and line.text[at] in " \t|,;/":
                at += 1
            part = line.part(at, _value_end(line, at, line.end))
            value = _alone(label, part, ())
            if value is not None:
                yield Entity(value.begin, value.end, value.label, value.score, self.name)
                at = value.end


def _alone(label: FieldLabel, value: Line, below: Sequence[Line]) -> Entity | None:
    """Return the value of a label that stands above it: its place says as much as a colon, if it fills its cell."""
    found = VALUES[label.kind](value, replace(label, strong=True), below)
    if found and found.label == "PERSON" and value.text[found.end : value.end].strip(" .,"):
        return VALUES[label.kind](value, label, below)
    return found


def _first_cell(line: Line) -> Line:
    """Return a line up to the end of its first cell."""
    begin = line.begin + len(line.written) - len(line.written.lstrip())
    return line.part(begin, _value_end(line, begin, line.end))


def _lines(text: str, dates: dict[int, int]) -> list[Line]:
    """Return the lines of a text that aren't blank."""
    lines = []
    for match in _LINE.finditer(text):
        for begin in range(match.start(), match.end(), _LONGEST_LINE):
            end = min(match.end(), begin + _LONGEST_LINE)
            if text[begin:end].strip():
                lines.append(Line(text, begin, end, dates))
    return lines


def _fields(line: Line, candidates: Sequence[FieldLabel]) -> Iterator[_Field]:
    """Yield the labels of a line that are labels, and where their values are."""
    labels = [label for label in candidates if _is_label(line, label, _next(line, candidates, label))]
    for label in labels:
        begin = label.end
        while begin < line.end and line.text[begin] in " \t":
            begin += 1
        following = max(begin, _next(line, labels, label))
        yield _Field(label, begin, max(begin, _value_end(line, begin, following)))


def _with_shared_values(line: Line, labels: Sequence[FieldLabel]) -> list[FieldLabel]:
    """Return labels; of two that share their values ("Name/DOB:") the first ends where the second does."""
    shared: list[FieldLabel] = []
    for label in reversed(labels):
        behind = shared[-1] if shared else None
        if behind and behind.strong and line.text[label.end : behind.begin].strip() in {"/", "&", "and"}:
            label = replace(label, end=behind.end, strong=True)  # noqa: PLW2901 - the same label
        shared.append(label)
    return shared[::-1]


def _next(line: Line, labels: Sequence[FieldLabel], label: FieldLabel) -> int:
    """Return where the label behind a label begins, or the end of the line."""
    return next((other.begin for other in labels if other.begin >= label.end), line.end)


def _is_label(line: Line, label: FieldLabel, following: int) -> bool:
    """Tell whether a sign, its place or its value says that words are a label."""
    if label.kind == "ADDRESS" and _NOT_ADDRESSES.search(line.text, max(line.begin, label.begin - 12), label.begin):
        return False
    alone = not line.text[line.begin : label.begin].strip() and not line.text[label.end : line.end].strip()
    if label.strong or alone or label.phrase in _SURE:
        return True
    end = _value_end(line, label.end, max(label.end, following))
    return VALUES[label.kind](line.part(label.end, end), label, ()) is not None


def _value_end(line: Line, begin: int, end: int) -> int:
    """Return where a value ends, without spaces at its end."""
    cell = _CELL_ENDS.search(line.text, begin, end)
    end = cell.start() if cell else end
    while end > begin and line.text[end - 1] in " \t":
        end -= 1
    return end


def _is_head_of_table(line: Line, labels: Sequence[FieldLabel]) -> bool:
    """Tell whether a line has labels only, two or more."""
    ends = [line.begin, *(label.end for label in labels)]
    begins = [*(label.begin for label in labels), line.end]
    between = "".join(line.text[end:begin] for end, begin in zip(ends, begins, strict=True))
    return len({label.begin for label in labels}) > 1 and not between.strip(" \t:/|#.,")


def _may_be_below(line: Line, field: _Field) -> bool:
    """Tell whether nothing but blanks stands behind a label on its line."""
    return not line.text[field.value_begins : line.end].strip(" \t_.:|")
