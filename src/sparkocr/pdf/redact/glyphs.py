"""Take glyphs out of the strings that a content stream shows; the others stay where they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from pikepdf import Array, String

from sparkocr.pdf.redact.fonts import Font
from sparkocr.pdf.redact.gaps import GapLine
from sparkocr.pdf.redact.report import CannotRewriteError
from sparkocr.pdf.redact.state import State

__all__ = ["Item", "Spacing", "cut", "extent", "shown_array", "spacing_of"]

Item = bytes | float
"""What an operand of `TJ` consists of: strings, and numbers of thousandths of an em to go back."""

_PER_EM = 1000
_SPACE = 32
_NOTHING = 1e-4  # thousandths of an em: less than what numbers are written with


@dataclass(frozen=True, slots=True)
class Spacing:
    """How far each glyph goes, in thousandths of an em (ISO 32000-1, 9.4.4).

    Attributes
    ----------
    font : Font
    letter, word : float
        What follows each glyph, and each space too.
    """

    font: Font
    letter: float
    word: float

    def steps(self, codes: Sequence[int]) -> Iterator[float]:
        """Yield how far each glyph goes."""
        advances, letter = self.font.advances, self.letter
        if self.word and self.font.code_size == 1:
            return (advances[code] + letter + (self.word if code == _SPACE else 0) for code in codes)
        return (advances[code] + letter for code in codes)


def spacing_of(state: State) -> Spacing:
    """Return how far glyphs go in a state.

    Raises
    ------
    CannotRewriteError
        There is no font, or it has no size.
    """
    if state.font is None or not state.size:
        raise CannotRewriteError("A text has no font.")
    scale = _PER_EM / state.size
    return Spacing(state.font, state.letter_space * scale, state.word_space * scale)


def extent(items: Sequence[Item], spacing: Spacing) -> tuple[float, float, float]:
    """Return how far items go, and the least and the most on the way, in thousandths of an em.

    Raises
    ------
    CannotRewriteError
        The font doesn't tell.
    """
    place = least = most = 0.0
    for item in items:
        if not isinstance(item, bytes):
            place -= item
            continue
        places = list(accumulate(spacing.steps(spacing.font.codes(item)), initial=place))
        place = places[-1]
        least, most = min(least, *places), max(most, *places)
    if place != place:  # noqa: PLR0124  nan
        raise CannotRewriteError("A font has no widths for its codes.")
    return place, min(least, place), max(most, place)


def cut(
    items: Sequence[Item],
    spacing: Spacing,
    is_hit: Callable[[int, float], bool],
    line: GapLine | None = None,
    error: float = 0.0,
) -> list[Item]:
    """Take glyphs out.

    Parameters
    ----------
    items : sequence of bytes or float
    spacing : Spacing
    is_hit : callable
        Takes a code and where its glyph is, in thousandths of an em from where the items begin, and tells whether the
        glyph goes. So does one without width after it: it is an accent on it.
    line : GapLine or None
        Where gaps have a fixed width: what says how far glyphs move.
    error : float
        How far the first glyph is from where it should be, in thousandths of an em.

    Returns
    -------
    list of bytes or float
        They end where `items` do, or where `line` says.
    """
    made: list[Item] = []
    place, is_gone = 0.0, False

    def aim() -> None:
        nonlocal error
        target = 0.0 if line is None else line.shift
        if abs(error - target) > _NOTHING:
            made.append(error - target)
            error = target

    for item in items:
        if not isinstance(item, bytes):
            place -= item
            error += item
            continue
        size, codes = spacing.font.code_size, spacing.font.codes(item)
        for number, (code, step) in enumerate(zip(codes, spacing.steps(codes), strict=True)):
            is_gone = is_hit(code, place) or (is_gone and not spacing.font.advances[code])
            if is_gone:
                error -= step
                if line is not None:
                    line.remove(place, place + spacing.font.advances[code])
            else:
                aim()
                letter = item[number * size : (number + 1) * size]
                if made and isinstance(made[-1], bytes):
                    made[-1] += letter
                else:
                    made.append(letter)
                if line is not None:
                    line.keep()
            place += step
    aim()
    return made


def shown_array(items: Sequence[Item]) -> Array:
    """Return the operand of `TJ`."""
    return Array([String(item) if isinstance(item, bytes) else Decimal(f"{item:.4f}") for item in items])
