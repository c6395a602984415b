"""The state in which instructions of a content stream draw (ISO 32000-1, 8.4 and 9.3), as far as redaction needs it."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

from sparkocr.pdf.redact.fonts import Font
from sparkocr.pdf.redact.geometry import IDENTITY, Matrix, multiply

__all__ = ["State", "TextPlace"]

_PER_EM = 1000


@dataclass(slots=True)
class State:
    """What `q` saves and `Q` restores.

    Attributes
    ----------
    matrix : Matrix
        From the space of the instructions to that of the page.
    font : Font or None
    size, rise, leading : float
        Of text, in units of its space.
    letter_space, word_space : float
        What follows each glyph, and each space too, in the same units.
    stretch : float
        Horizontal scale of text, 1 for none.
    mode : int
        How text is rendered, ISO 32000-1, table 106.
    line_width : float
    patterns : tuple of (str or None)
        Names of the patterns in which is filled and stroked, if they are.
    """

    matrix: Matrix = IDENTITY
    font: Font | None = None
    size: float = 0.0
    rise: float = 0.0
    leading: float = 0.0
    letter_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    mode: int = 0
    line_width: float = 1.0
    fill_pattern: str | None = None
    stroke_pattern: str | None = None

    def saved(self) -> State:
        """Return a copy."""
        return copy.copy(self)


@dataclass(slots=True)
class TextPlace:
    """Where the next glyph of a text object is (ISO 32000-1, 9.4.2)."""

    matrix: Matrix = IDENTITY
    line: Matrix = field(default=IDENTITY)

    def set(self, matrix: Matrix) -> None:
        """Begin a line at a place."""
        self.matrix = self.line = matrix

    def move(self, x: float, y: float) -> None:
        """Begin a line relative to the begin of the last one."""
        self.set(multiply((1.0, 0.0, 0.0, 1.0, x, y), self.line))

    def advance(self, state: State, length: float) -> None:
        """Go on along the line by thousandths of an em."""
        ems = length / _PER_EM * state.size
        a, b, c, d, e, f = self.matrix
        if state.font is not None and state.font.vertical is not None:
            self.matrix = (a, b, c, d, e + ems * c, f + ems * d)
        else:
            ems *= state.stretch
            self.matrix = (a, b, c, d, e + ems * a, f + ems * b)

    def em_space(self, state: State) -> Matrix:
        """Return the matrix from the space of glyphs, in em from where the next one begins, to that of the page."""
        em = (state.size * state.stretch, 0.0, 0.0, state.size, 0.0, state.rise)
        return multiply(multiply(em, self.matrix), state.matrix)
