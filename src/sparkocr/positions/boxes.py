"""Where a part of the text of positions is on the page: never less than what it covers, sometimes a bit more."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from sparkocr.positions.same_line import on_one_line
from sparkocr.positions.text import NEAR, PositionText

__all__ = ["Placed", "SpanBoxes"]

# Chosen for this library, on generated lines in six fonts, as none is like the models below.
_MARGIN = 0.6  # of the mean width of a character, where a line is cut
_MARGIN_GROWTH = 0.08  # the same for each character up to the nearer end of the line
_WIDTH_ERROR = 0.06  # of the width of a line, against that of the longest one of its unit
_LINE_EM, _LINES_EM = 0.9, 1.25  # height of a line in em: of its ink alone, and with the space to the next line
_STRETCHED = 0.75  # share of a box's width below which its text has wide gaps, and error of that share
_BAND_MARGIN = 0.25  # of the height of a line: lines of a unit differ in height

# Widths in em of Helvetica, rounded by group (Adobe Core 14 font metrics); all other letters: _WIDTH.
_WIDTH = 0.56
_WIDTHS = {
    character: width
    for characters, width in (
        ("ijl'|", 0.22),
        ("ftI .,:;!/\\[]()`\u2019-r", 0.30),
        ('*"{}^', 0.38),
        ("csJkvxyz", 0.50),
        ("ABEKPSVXY&", 0.67),
        ("CDHNRUw", 0.72),
        ("GOQ", 0.78),
        ("mM", 0.83),
        ("W%@", 0.95),
    )
    for character in characters
}
_FULL_WIDTH = 1.0  # East Asian wide characters

_RIGHT_TO_LEFT = {"R", "AL"}
_NUMBERS = {"EN", "AN"}
_OPPOSITE = {"L": re.compile("R(?:[RN ]*[RN])?"), "R": re.compile("[LN](?:[LN ]*[LN])?")}


@dataclass(frozen=True, slots=True)
class Placed:
    """A part of one line of a page: entry of the positions, page, and the edges of its box."""

    entry: int
    page: int
    left: float
    top: float
    right: float
    bottom: float

    def joined(self, other: Placed) -> Placed:
        """Return the box that covers both."""
        edges = min(self.left, other.left), min(self.top, other.top)
        return Placed(self.entry, self.page, *edges, max(self.right, other.right), max(self.bottom, other.bottom))


class _Row(NamedTuple):
    """A line of a unit that is not blank.

    Attributes
    ----------
    offset : int
        Where its text begins in the unit's.
    text : str
        Without spaces at both ends.
    top, bottom : float
        Fractions of the height of the unit's box, rounded outwards.
    edges : tuple of tuple of float
        For each model of the widths of characters: where each character begins, and the last ends, as a fraction of the
        width of the unit's box if the line begins at its edge.
    certainty : float
        Least share of that width which the line has.
    """

    offset: int
    text: str
    top: float
    bottom: float
    edges: tuple[tuple[float, ...], ...]
    certainty: float


class SpanBoxes:
    """Finds the boxes of parts of a text.

    Parameters
    ----------
    text : PositionText
    """

    def __init__(self, text: PositionText) -> None:
        self.text = text
        self._rows: dict[int, list[_Row]] = {}

    def of(self, start: int, end: int) -> list[Placed]:
        """Return the boxes of a part of the text: one per line, in reading order.

        A unit is cut where the part begins or ends inside it. Its characters may have equal widths, or those of
        Helvetica: the cut covers what either gives, and a margin. The lines of a unit have equal heights, with or
        without the blank lines between them; a line that is shorter than the longest of the unit may stand anywhere in
        its width. So may the words of a box that is much wider than its text, as the row of a table is.

        Parameters
        ----------
        start, end : int
            The part of the text.

        Returns
        -------
        list of Placed
        """
        lines: list[Placed] = []
        previous: Placed | None = None
        units = self.text.units
        first, last = np.searchsorted(self.text.starts, [start, end - 1], "right") - 1
        for unit in range(max(0, int(first)), int(last) + 1):
            begins, single = int(self.text.starts[unit]), len(units.texts[unit]) == 1
            x, y, width, height = units.boxes[unit].tolist()
            for number, (left, top, right, bottom) in enumerate(self._parts(unit, start - begins, end - begins)):
                edges = x + left * width, y + top * height, x + right * width, y + bottom * height
                placed = Placed(int(units.entries[unit]), int(units.pages[unit]), *edges)
                if not number and previous and _continues(lines[-1], previous, placed, single=single):
                    lines[-1] = lines[-1].joined(placed)
                else:
                    lines.append(placed)
                previous = placed
        return lines

    def _parts(self, unit: int, start: int, end: int) -> Iterator[tuple[float, float, float, float]]:
        """Yield which parts of its box a piece of a unit covers, as fractions: one per line, none for spaces."""
        c = self.text.units.texts[unit]
        if not c[max(0, start) : end].strip():
            return
        if len(c) == 1:
            yield 0.0, 0.0, 1.0, 1.0
            return
        if unit not in self._rows:
            self._rows[unit] = _rows(c, *self.text.units.boxes[unit, 2:].tolist())
        for row in self._rows[unit]:
            first, last = max(0, start - row.offset), min(len(row.text), end - row.offset)
            if first < last and row.text[first:last].strip():
                left, right = _cut(row, first, last)
                yield left, row.top, right, row.bottom


def _continues(line: Placed, previous: Placed, placed: Placed, *, single: bool) -> bool:
    """Tell whether a part is on the line of the one before it: they have height in common, or nearly touch."""
    if (line.entry, line.page) != (placed.entry, placed.page):
        return False
    if on_one_line(line.top, line.bottom, placed.top, placed.bottom):
        return True
    height = max(previous.bottom - previous.top, placed.bottom - placed.top)
    down = max(placed.top - previous.bottom, previous.top - placed.bottom)
    across = max(placed.left - previous.right, previous.left - placed.right)
    return single and down <= NEAR * height and across <= height


def _rows(c: str, width: float, height: float) -> list[_Row]:
    """Measure the lines of a unit's text in its box."""
    rows = c.split("\n")
    begins = [0, *accumulate(len(row) + 1 for row in rows)]
    filled = [number for number, row in enumerate(rows) if row.strip()]
    all_rows = filled[-1] + 1 - filled[0]
    longest = [max(sum(map(model, rows[number].strip())) for number in filled) or 1.0 for model in _MODELS]
    em = height / (_LINES_EM * all_rows if len(filled) > 1 else _LINE_EM)
    filling = longest[0] * em / width if width else 1.0
    stretched = filling < _STRETCHED and any(" " in rows[number].strip() for number in filled)
    share = filling * _STRETCHED if stretched else 1.0
    found = []
    for order, number in enumerate(filled):
        text, row_order = rows[number].strip(), number - filled[0]
        offset = begins[number] + len(rows[number]) - len(rows[number].lstrip())
        margin = _BAND_MARGIN / all_rows if len(filled) > 1 else 0.0
        top = max(0.0, min(order / len(filled), row_order / all_rows) - margin)
        bottom = min(1.0, max((order + 1) / len(filled), (row_order + 1) / all_rows) + margin)
        edges = (
            accumulate((share * model(c) / most for c in text), initial=0.0)
            for model, most in zip(_MODELS, longest, strict=True)
        )
        certainty = 1 - _WIDTH_ERROR if len(filled) > 1 else 1.0
        found.append(_Row(offset, text, top, bottom, tuple(map(tuple, edges)), certainty))
    return found


def _cut(row: _Row, start: int, end: int) -> tuple[float, float]:
    """Return the fractions of the width of a unit's box between which a part of a line is."""
    length = len(row.text)
    if start == 0 and end == length:
        return 0.0, 1.0
    left, right = 1.0, 0.0
    for base in _base_directions(row.text):
        first, last = _whole_runs(row.text, start, end, base)
        for edges in row.edges:
            mean = edges[-1] / length
            to_right = edges[-1] - edges[last]
            near_edge = edges[first] * row.certainty - mean * _margin(first, length)
            far_edge = 1 - to_right * row.certainty + mean * _margin(last, length)
            if base == "R":
                near_edge, far_edge = 1 - far_edge, 1 - near_edge
            left, right = min(left, near_edge), max(right, far_edge)
    return max(0.0, left), min(1.0, right)


def _margin(place: int, length: int) -> float:
    """Return the characters that a place in a line may be off: none at its ends, most in the middle."""
    from_end = min(place, length - place)
    return _MARGIN + _MARGIN_GROWTH * from_end if from_end else 0.0


def _equal_width(character: str) -> float:
    """Return the width of a character in a font whose characters are all equally wide."""
    return 0.0 if unicodedata.combining(character) else 1.0


def _width(character: str) -> float:
    """Return the width of a character in a usual font, in em."""
    if character.isascii():
        return _WIDTHS.get(character, _WIDTH)
    if unicodedata.category(character) in {"Mn", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return _FULL_WIDTH
    letters = unicodedata.normalize("NFKD", character)  # those of a ligature, and accents
    return sum(_WIDTHS.get(letter, _WIDTH) for letter in letters if not unicodedata.combining(letter))


_MODELS = (_width, _equal_width)


def _class(character: str) -> str:
    """Return L, R, N (a number) or a blank for a character of no direction (UAX 9, table 4)."""
    kind = unicodedata.bidirectional(character)
    if kind in _RIGHT_TO_LEFT:
        return "R"
    return "N" if kind in _NUMBERS else "L" if kind == "L" else " "


def _base_directions(line: str) -> str:
    """Return in which directions a line may be laid out: L, R, or both where that is not certain."""
    if line.isascii():
        return "L"
    classes = set(map(_class, line))
    if "R" not in classes:
        return "L"
    return "LR" if "L" in classes else "R"


def _whole_runs(line: str, start: int, end: int, base: str) -> tuple[int, int]:
    """Widen a part of a line to the whole of the runs against the base direction that it cuts.

    Such a run is a closed part of the line, whose order inside is reversed (UAX 9, rule L2).
    """
    if line.isascii():
        return start, end
    for run in _OPPOSITE[base].finditer("".join(map(_class, line))):
        if run.start() < end and start < run.end():
            start, end = min(start, run.start()), max(end, run.end())
    return start, end
