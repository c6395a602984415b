"""Gaps of a fixed width in the place of what is taken out of lines, so that no gap tells what was in it.

What follows on the line moves by as much as the gap is wider or narrower than what was there. What is further away than
two em, such as the next column of a table, stays. Of a line that was justified the other end moves, too: who knows the
margin can still tell how wide the text was that is gone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import count

from sparkocr.pdf.redact.geometry import Matrix, Point, quad
from sparkocr.pdf.redact.report import CannotRewriteError

__all__ = ["GapLine", "Gaps"]

_PER_EM = 1000
_SAME_LINE = 0.5  # em between the baselines of what is one line, with what is raised or lowered
_SAME_DIRECTION = 1e-3
_JUMP = 2.0  # em from a word to the next column
_BACK = 0.05  # em that text may begin before its line ends
_BOTTOM, _TOP = -0.25, 0.95  # em: the box in the place of what is gone


@dataclass(slots=True, eq=False)
class _Line:
    """A baseline from which text is gone; lengths are in units of user space, along it."""

    origin: Point
    direction: Point
    em: float
    shift: float = 0.0
    end: float = 0.0
    shift_before: float = 0.0
    run_start: float = 0.0
    in_run: bool = False
    runs: list[tuple[int, float, float]] = field(default_factory=list)

    def place_of(self, point: Point) -> tuple[float, float]:
        """Return how far a point is along the line, and from it."""
        x, y = point[0] - self.origin[0], point[1] - self.origin[1]
        across, up = self.direction
        return x * across + y * up, abs(y * across - x * up)

    def is_along(self, direction: Point) -> bool:
        """Tell whether text goes in the direction of the line."""
        return math.dist(self.direction, direction) < _SAME_DIRECTION


class GapLine:
    """A line as an instruction shows text on it, with lengths in thousandths of its em."""

    def __init__(self, gaps: Gaps, line: _Line, em_space: Matrix, scale: float) -> None:
        self._gaps, self._line, self._em_space, self._scale = gaps, line, em_space, scale
        self._base, _ = line.place_of(em_space[4:])

    @property
    def shift(self) -> float:
        """How far glyphs are moved."""
        return self._line.shift / self._scale

    @property
    def user_shift(self) -> float:
        """The same in units of user space."""
        return self._line.shift

    def in_em(self, length: float) -> float:
        """Return a length in units of user space, along the line, in thousandths of an em."""
        return length / self._scale

    def remove(self, start: float, end: float) -> None:
        """Count a glyph that is taken out, without the space behind it."""
        line, scale = self._line, self._scale
        gap = self._gaps.width * _PER_EM * abs(scale)
        first, last = self._base + start * scale, self._base + end * scale
        if not line.in_run:
            line.in_run, line.run_start, line.shift_before = True, first, line.shift
            line.runs.append((self._gaps.number, first, last))
            self._gaps.add_box(line, self._em_space, start / _PER_EM + line.shift / scale / _PER_EM, scale)
        number, run_start, before = line.runs[-1]
        last = max(before, last)  # some formulas go back
        line.runs[-1] = (number, run_start, last)
        line.shift = line.shift_before + gap - (last - line.run_start)

    def keep(self) -> None:
        """Count a glyph that stays."""
        self._line.in_run = False

    def finish(self, length: float) -> None:
        """Count where the instruction ended before anything was taken out."""
        self._line.end = max(self._line.end, self._base + length * self._scale)


class Gaps:
    """The gaps of a page.

    Attributes
    ----------
    width : float
        Of each gap, in em.
    boxes : list of polygon
        Where the gaps are, in user space.
    number : int
        How many instructions have shown text.
    """

    def __init__(self, width: float) -> None:
        self.width = width
        self.boxes: list[list[Point]] = []
        self.number = 0
        self._counter = count(1)
        self._lines: list[_Line] = []
        self._shown: list[tuple[int, Point, Point]] = []

    def line_at(self, em_space: Matrix, *, is_vertical: bool) -> GapLine:
        """Return the line on which an instruction shows text."""
        self.number = next(self._counter)
        a, b, c, d, e, f = em_space
        x, y = (-c, -d) if is_vertical else (a, b)
        em = math.hypot(x, y)
        if not em:
            raise CannotRewriteError("A text has no size.")
        scale = (-em if is_vertical else em) / _PER_EM
        direction, start = (x / em, y / em), (e, f)
        self._shown.append((self.number, start, direction))
        for line in reversed(self._lines):
            along, beside = line.place_of(start)
            is_near = line.run_start - _BACK * em <= along <= line.end + _JUMP * em
            if is_near and beside < _SAME_LINE * max(em, line.em) and line.is_along(direction):
                return GapLine(self, line, em_space, scale)
        return GapLine(self, _Line(start, direction, em), em_space, scale)

    def add_box(self, line: _Line, em_space: Matrix, start: float, scale: float) -> None:
        """Remember where a gap is; `start` is in em."""
        if line not in self._lines:
            self._lines.append(line)
        if scale < 0:
            self.boxes.append(quad(em_space, -0.5, start - self.width, 0.5, start))
        else:
            self.boxes.append(quad(em_space, start, _BOTTOM, start + self.width, _TOP))

    def check(self) -> None:
        """Check that all text that had to move came after what was taken out.

        Raises
        ------
        CannotRewriteError
            Some was shown before.
        """
        for line in self._lines:
            for run_number, start, end in line.runs:
                for number, point, direction in self._shown:
                    if number >= run_number or not line.is_along(direction):
                        continue
                    along, beside = line.place_of(point)
                    if beside < _SAME_LINE * line.em and start + _BACK * line.em < along < end + _JUMP * line.em:
                        raise CannotRewriteError("The words of a line are not in its order.")
