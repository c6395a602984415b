"""Interpret the instructions that show text, and take glyphs out of it (ISO 32000-1, 9.3 and 9.4)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from pikepdf import Array, ContentStreamInstruction, Name, String

from sparkocr.pdf.entries import entry
from sparkocr.pdf.redact.context import Context
from sparkocr.pdf.redact.fonts import Font
from sparkocr.pdf.redact.gaps import GapLine
from sparkocr.pdf.redact.geometry import IDENTITY, Hole, Matrix, area_of, bounds_of, inverse, moved, multiply, quad
from sparkocr.pdf.redact.glyphs import Item, Spacing, cut, extent, shown_array, spacing_of
from sparkocr.pdf.redact.operands import (
    DAMAGED,
    Instruction,
    Replacement,
    made,
    matrix_of,
    numbers,
    operands,
    string_of,
)
from sparkocr.pdf.redact.report import CannotRewriteError
from sparkocr.pdf.redact.state import State

__all__ = ["LEAST_AREA", "TextHandler", "TextObject"]

TextHandler = Callable[[ContentStreamInstruction, State], Replacement]

LEAST_AREA = 1e-4
"""Square points of the em of a text below which nobody can see it: 0.01 points wide and high."""

_PER_EM = 1000
_CLIPS = 4  # text rendering modes from here on clip, ISO 32000-1, table 106


class TextObject:
    """Where text goes on, and what becomes of it.

    Attributes
    ----------
    is_touched : bool
        Whether any glyph was in a hole.
    """

    def __init__(self, context: Context, resources: object) -> None:
        self.is_touched = False
        self._context = context
        self._resources = resources
        self._fonts: dict[str, Font] = {}
        self._matrix = self._line = IDENTITY
        self._moved = 0.0  # in user space: how far the next glyph is from where it was, in gaps of a fixed width

    def handlers(self) -> dict[str, TextHandler]:
        """Return what handles each operator: it changes the state that it takes."""
        return {
            "BT": self._begin,
            "Tf": self._set_font,
            "Tm": self._set_matrix,
            "Td": self._move,
            "TD": self._move_leading,
            "T*": self._next_line,
            "Tc": self._set_letter_space,
            "Tw": self._set_word_space,
            "Tz": self._set_stretch,
            "TL": self._set_leading,
            "Ts": self._set_rise,
            "Tr": self._set_mode,
            "Tj": self._show,
            "TJ": self._show_array,
            "'": self._show_next,
            '"': self._show_spaced,
        }

    # Places

    def _begin_line(self, matrix: Matrix) -> None:
        self._matrix = self._line = matrix
        self._moved = 0.0

    def _move_by(self, x: float, y: float) -> None:
        self._begin_line(multiply((1.0, 0.0, 0.0, 1.0, x, y), self._line))

    def _begin(self, _instruction: ContentStreamInstruction, _state: State) -> None:
        self._begin_line(IDENTITY)

    def _set_matrix(self, instruction: ContentStreamInstruction, _state: State) -> None:
        self._begin_line(matrix_of(instruction))

    def _move(self, instruction: ContentStreamInstruction, _state: State) -> None:
        x, y = numbers(instruction, 2)
        self._move_by(x, y)

    def _move_leading(self, instruction: ContentStreamInstruction, state: State) -> None:
        x, y = numbers(instruction, 2)
        state.leading = -y
        self._move_by(x, y)

    def _next_line(self, _instruction: ContentStreamInstruction, state: State) -> None:
        self._move_by(0.0, -state.leading)

    # The state of text

    def _set_font(self, instruction: ContentStreamInstruction, state: State) -> None:
        name, size = operands(instruction, 2)
        if str(name) not in self._fonts:
            fonts = entry(self._resources, Name.Font)
            self._fonts[str(name)] = self._context.font(entry(fonts, name) if isinstance(name, Name) else None)
        state.font, state.size = self._fonts[str(name)], float(size)

    def _set_letter_space(self, instruction: ContentStreamInstruction, state: State) -> None:
        (state.letter_space,) = numbers(instruction, 1)

    def _set_word_space(self, instruction: ContentStreamInstruction, state: State) -> None:
        (state.word_space,) = numbers(instruction, 1)

    def _set_stretch(self, instruction: ContentStreamInstruction, state: State) -> None:
        (percent,) = numbers(instruction, 1)
        state.stretch = percent / 100

    def _set_leading(self, instruction: ContentStreamInstruction, state: State) -> None:
        (state.leading,) = numbers(instruction, 1)

    def _set_rise(self, instruction: ContentStreamInstruction, state: State) -> None:
        (state.rise,) = numbers(instruction, 1)

    def _set_mode(self, instruction: ContentStreamInstruction, state: State) -> None:
        (mode,) = numbers(instruction, 1)
        state.mode = int(mode)

    # Glyphs

    def _show(self, instruction: ContentStreamInstruction, state: State) -> Replacement:
        (text,) = operands(instruction, 1)
        return self._shown([string_of(text)], state)

    def _show_array(self, instruction: ContentStreamInstruction, state: State) -> Replacement:
        (array,) = operands(instruction, 1)
        if not isinstance(array, Array):
            raise CannotRewriteError(DAMAGED)
        items: list[Any] = list(array)
        return self._shown([bytes(item) if isinstance(item, String) else float(item) for item in items], state)

    def _show_next(self, instruction: ContentStreamInstruction, state: State) -> Replacement:
        (text,) = operands(instruction, 1)
        self._move_by(0.0, -state.leading)
        shown = self._shown([string_of(text)], state)
        return None if shown is None else [made("T*"), *shown]

    def _show_spaced(self, instruction: ContentStreamInstruction, state: State) -> Replacement:
        word, letter, text = operands(instruction, 3)
        state.word_space, state.letter_space = float(word), float(letter)
        self._move_by(0.0, -state.leading)
        shown = self._shown([string_of(text)], state)
        return None if shown is None else [made("Tw", word), made("Tc", letter), made("T*"), *shown]

    def _shown(self, items: Sequence[Item], state: State) -> Sequence[Instruction] | None:
        """Return what shows items without what is in holes, or can't be seen; None if they stay as they are.

        Raises
        ------
        CannotRewriteError
            It can't be told where they are, or glyphs that clip are in a hole.
        """
        em_space = self._em_space(state)
        is_unseen = area_of(em_space) < LEAST_AREA
        if is_unseen and state.font and not (state.size or state.letter_space or state.word_space):
            self.is_touched = True
            return ()
        spacing = spacing_of(state)
        length, least, most = extent(items, spacing)
        self._advance(state, length)
        if is_unseen:
            self.is_touched = True
            return [made("TJ", shown_array([-length]))]
        hits = _Hits(self._context, em_space, spacing.font, least / _PER_EM, most / _PER_EM)
        gaps = self._context.gaps
        new: Sequence[Item] | None
        if gaps is None:
            new = cut(items, spacing, hits.has) if hits.is_possible else None
        else:
            line = gaps.line_at(em_space, is_vertical=spacing.font.vertical is not None)
            new = self._shown_on(line, items, spacing, hits)
            line.finish(length)
        if hits.holes and state.mode >= _CLIPS:
            raise CannotRewriteError("A region is on text that clips what is drawn.")
        if new is None or not (hits.holes or gaps):
            return None
        self._context.text_holes |= hits.holes
        self.is_touched = True
        return [made("TJ", shown_array(new))]

    def _shown_on(self, line: GapLine, items: Sequence[Item], spacing: Spacing, hits: _Hits) -> Sequence[Item] | None:
        """Return items without what is in holes, as far from where they were as the gaps before them say."""
        before = self._moved
        if not hits.is_possible and before == line.user_shift:
            line.keep()
            return None
        new = cut(items, spacing, hits.has, line, line.in_em(before))
        self._moved = line.user_shift
        return new if hits.holes or before != self._moved else None

    def _em_space(self, state: State) -> Matrix:
        """Return the matrix from the space of glyphs, in em from where the next one begins, to that of the page."""
        em = (state.size * state.stretch, 0.0, 0.0, state.size, 0.0, state.rise)
        return multiply(multiply(em, self._matrix), state.matrix)

    def _advance(self, state: State, length: float) -> None:
        """Go on along the line by thousandths of an em."""
        size = length / _PER_EM * state.size
        a, b, c, d, e, f = self._matrix
        if state.font is not None and state.font.vertical is not None:
            self._matrix = (a, b, c, d, e + size * c, f + size * d)
        else:
            size *= state.stretch
            self._matrix = (a, b, c, d, e + size * a, f + size * b)


class _Hits:
    """Tells which glyphs of a string are in a hole.

    Attributes
    ----------
    em_space : Matrix
        From the space of its glyphs, in em from where the first one begins, to that of the page.
    is_possible : bool
        Whether any may be.
    holes : set of int
        The `id` of each hole that had one.
    """

    def __init__(self, context: Context, em_space: Matrix, font: Font, least: float, most: float) -> None:
        self.em_space = em_space
        self.holes: set[int] = set()
        self._font = font
        self._ranges = self._ranges_of(context, least, most)
        self.is_possible = bool(self._ranges)

    def _ranges_of(self, context: Context, least: float, most: float) -> list[tuple[Hole, float, float]]:
        """Return the holes that may touch glyphs, and from where to where they are along the text, in em."""
        left, bottom, right, top = self._font.reach
        is_vertical = self._font.vertical is not None
        if is_vertical:
            corners = quad(self.em_space, left, least + bottom, right, most + top)
        else:
            corners = quad(self.em_space, least + left, bottom, most + right, top)
        bounds = bounds_of(corners)
        if not all(map(math.isfinite, bounds)):
            raise CannotRewriteError(DAMAGED)
        near = [hole for hole in context.holes.near(*bounds) if hole.overlaps(corners)]
        if not near:
            return []
        back = inverse(self.em_space)
        if back is None:
            raise CannotRewriteError("A text has no area.")
        places = [[moved(back, x, y)[is_vertical] for x, y in hole.points] for hole in near]
        return [(hole, min(along), max(along)) for hole, along in zip(near, places, strict=True)]

    def has(self, code: int, place: float) -> bool:
        """Tell whether the glyph of a code at a place, in thousandths of an em, is in a hole."""
        left, bottom, right, top = self._font.core(code)
        if self._font.vertical is None:
            left, right = left + place / _PER_EM, right + place / _PER_EM
            first, last = left, right
        else:
            bottom, top = bottom + place / _PER_EM, top + place / _PER_EM
            first, last = bottom, top
        near = [hole for hole, low, high in self._ranges if first < high and last > low]
        if not near:
            return False
        corners = quad(self.em_space, left, bottom, right, top)
        found = {id(hole) for hole in near if hole.overlaps(corners)}
        self.holes |= found
        return bool(found)
