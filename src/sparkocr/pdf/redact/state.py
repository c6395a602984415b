"""The state in which instructions of a content stream draw (ISO 32000-1, 8.4 and 9.3), as far as redaction needs it."""

from __future__ import annotations

import copy
from dataclasses import dataclass

from sparkocr.pdf.redact.fonts import Font
from sparkocr.pdf.redact.geometry import IDENTITY, Matrix

__all__ = ["State"]


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
    fill_pattern, stroke_pattern : str or None
        Names of the patterns that fill and stroke, if any do.
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
