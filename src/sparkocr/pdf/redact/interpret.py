"""Interpret the instructions of a content stream, as far as it takes to take out what is in regions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import pikepdf
from pikepdf import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Operator,
    Stream,
    String,
)

from sparkocr.pdf.boxes import numbers_of
from sparkocr.pdf.entries import elements, entries, entry
from sparkocr.pdf.redact.context import Context, Instruction
from sparkocr.pdf.redact.fonts import Font
from sparkocr.pdf.redact.geometry import IDENTITY, Hole, Matrix, bounds_of, inverse, moved, multiply, quad
from sparkocr.pdf.redact.glyphs import Item, cut, extent, shown_array, spacing_of
from sparkocr.pdf.redact.paths import Construction, path_bounds, without_holes
from sparkocr.pdf.redact.pictures import inline_picture
from sparkocr.pdf.redact.report import CannotRewriteError
from sparkocr.pdf.redact.state import State, TextPlace

__all__ = ["Rewritten", "rewritten"]

_DEEPEST = 20  # forms within forms
_MOST_STATES = 10_000  # saved at a time
_PER_EM = 1000
_CLIPS_TEXT = 4  # text rendering modes from here on clip, ISO 32000-1, table 106
_KEPT_OF_FORM = ("/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Group", "/OC")
_TILING = 1
_SMOOTH = frozenset([2, 3])  # axial and radial shadings, which can't show letters
_STROKES = frozenset(["S", "s", "B", "B*", "b", "b*"])
_FILLS = frozenset(["f", "F", "f*", "B", "B*", "b", "b*"])
_CLOSES = frozenset(["s", "b", "b*"])
_HARMLESS = frozenset(["J", "j", "M", "d", "ri", "i", "BMC", "EMC", "ET", "d0", "d1"])
_DAMAGED = "The content of the page is damaged."

_Replacement = Iterable[Instruction] | None
"""What takes the place of an instruction; None if it stays."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The content of a page or a form without what is in holes.

    Attributes
    ----------
    instructions : sequence of Instruction
    resources : Dictionary
        Of its own, without pictures and forms that nothing draws.
    is_touched : bool
        Whether anything was in a hole.
    is_changed : bool
        Whether it isn't what it was.
    unclosed : int
        How many states it saves and never restores.
    """

    instructions: Sequence[Instruction]
    resources: Dictionary
    is_touched: bool
    is_changed: bool
    unclosed: int


def rewritten(content: Dictionary | Stream, resources: object, context: Context) -> Rewritten:
    """Rewrite the content of a page.

    Parameters
    ----------
    content : Dictionary
        The page.
    resources : Dictionary
        What its instructions name.
    context : Context
        Added to.

    Raises
    ------
    CannotRewriteError
        It can't be done for sure.
    """
    return _Interpreter(context, resources, State(), ()).run(content)


class _Interpreter:
    """Interprets one content stream."""

    def __init__(
        self, context: Context, resources: object, state: State, forms: tuple[tuple[int, int], ...]
    ) -> None:
        self._context = context
        self._resources = resources
        self._state = state
        self._forms = forms  # that this one is in
        self._stack: list[State] = []
        self._place = TextPlace()
        self._moved = 0.0  # in user space: how far the next glyph is from where it was, in gaps of a fixed width
        self._path: list[Construction] = []
        self._clip: list[Instruction] = []
        self._compatible = 0
        self._drawn: dict[str, Stream] = {}
        self._layers: dict[str, Any] = {}
        self._is_touched = self._is_changed = False
        self._fonts: dict[str, Font] = {}
        self._handlers = self._handlers_of_holes() if context.holes.all else self._handlers_of_marks()

    def run(self, content: Dictionary | Stream) -> Rewritten:
        """Rewrite a page or a form."""
        made: list[Instruction] = []
        for instruction in self._context.instructions(content):
            operator = str(instruction.operator)
            handler = self._handlers.get(operator)
            if handler is None:
                if operator in _HARMLESS or not self._context.holes.all:
                    made.append(instruction)
                elif not self._compatible:
                    raise CannotRewriteError(_DAMAGED)
                continue
            replacement = handler(instruction)
            if replacement is None:
                made.append(instruction)
            else:
                made += replacement
        made += self._painted("n", [])  # a path that is never painted
        resources = self._own_resources()
        return Rewritten(made, resources, self._is_touched, self._is_changed, len(self._stack))

    def _own_resources(self) -> Dictionary:
        """Return the resources, with only those pictures, forms and layers that are used."""
        own = self._resources.copy() if isinstance(self._resources, Dictionary) else Dictionary()
        for name, used in (("/XObject", self._drawn), ("/Properties", self._layers)):
            if {key for key, _ in entries(own.get(name))} != used.keys():
                own[name] = Dictionary(used)
                self._is_changed = True
        return own

    def _handlers_of_marks(self) -> dict[str, Callable[[Any], _Replacement]]:
        return {"BDC": self._begin_mark, "MP": self._drop, "DP": self._drop, "Do": self._draw}

    def _handlers_of_holes(self) -> dict[str, Callable[[Any], _Replacement]]:
        handlers: dict[str, Callable[[Any], _Replacement]] = self._handlers_of_marks()
        handlers |= {
            "q": self._save,
            "Q": self._restore,
            "cm": self._transform,
            "w": self._set_line_width,
            "gs": self._set_graphics,
            "BT": self._begin_text,
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
            "INLINE IMAGE": self._draw_inline,
            "sh": self._shade,
            "BX": self._begin_compatible,
            "EX": self._end_compatible,
            "W": self._set_clip,
            "W*": self._set_clip,
        }
        handlers |= dict.fromkeys(("m", "l", "c", "v", "y", "h", "re"), self._construct)
        handlers |= dict.fromkeys((*_STROKES, *_FILLS, "n"), self._paint)
        handlers |= dict.fromkeys(("g", "rg", "k", "cs", "sc", "scn"), self._set_fill)
        handlers |= dict.fromkeys(("G", "RG", "K", "CS", "SC", "SCN"), self._set_stroke)
        return handlers

    def _resource(self, kind: str, name: object) -> Any:
        """Return a resource by its name; None if there is none."""
        return entry(entry(self._resources, Name(kind)), name) if isinstance(name, Name) else None

    # Marks of content and compatibility sections

    def _begin_mark(self, instruction: ContentStreamInstruction) -> _Replacement:
        """Keep the layer of a mark, or its number in the structure of the document: other properties may be text."""
        tag, properties = _operands(instruction, 2)
        if tag == Name.OC and isinstance(properties, Name):
            layer = self._resource("/Properties", properties)
            if layer is not None:
                self._layers[str(properties)] = layer
            return None
        if isinstance(properties, Dictionary) and set(properties.keys()) == {"/MCID"}:
            return None
        self._is_changed = True
        named = self._resource("/Properties", properties) if isinstance(properties, Name) else properties
        number = entry(named, Name.MCID)
        if isinstance(number, int):
            return [_instruction("BDC", tag, Dictionary(MCID=number))]
        return [_instruction("BMC", tag)]

    def _drop(self, _instruction: ContentStreamInstruction) -> _Replacement:
        self._is_changed = True
        return ()

    def _begin_compatible(self, _instruction: ContentStreamInstruction) -> None:
        self._compatible += 1

    def _end_compatible(self, _instruction: ContentStreamInstruction) -> None:
        self._compatible = max(0, self._compatible - 1)

    # Graphics state

    def _save(self, _instruction: ContentStreamInstruction) -> None:
        if len(self._stack) >= _MOST_STATES:
            raise CannotRewriteError(_DAMAGED)
        self._stack.append(self._state.saved())

    def _restore(self, _instruction: ContentStreamInstruction) -> _Replacement:
        if not self._stack:  # readers ignore it
            self._is_changed = True
            return ()
        self._state = self._stack.pop()
        return None

    def _transform(self, instruction: ContentStreamInstruction) -> None:
        self._state.matrix = multiply(_matrix(instruction), self._state.matrix)

    def _set_line_width(self, instruction: ContentStreamInstruction) -> None:
        (self._state.line_width,) = _numbers(instruction, 1)

    def _set_graphics(self, instruction: ContentStreamInstruction) -> None:
        (name,) = _operands(instruction, 1)
        settings = self._resource("/ExtGState", name)
        width, font = entry(settings, Name.LW), elements(entry(settings, Name.Font))
        if width is not None:
            self._state.line_width = float(width)
        if font:
            self._state.font, self._state.size = self._context.font(font[0]), float(font[1])
        mask = entry(entry(settings, Name.SMask), Name.G)
        if isinstance(mask, Stream) and self._form(mask).is_touched:
            raise CannotRewriteError("A region is in a transparency mask.")

    def _set_fill(self, instruction: ContentStreamInstruction) -> None:
        self._state.fill_pattern = _pattern(instruction)

    def _set_stroke(self, instruction: ContentStreamInstruction) -> None:
        self._state.stroke_pattern = _pattern(instruction)

    # Paths

    def _construct(self, instruction: ContentStreamInstruction) -> _Replacement:
        operands = cast("Sequence[Any]", instruction.operands)
        self._path.append(Construction(str(instruction.operator), [float(item) for item in operands], instruction))
        return ()

    def _set_clip(self, instruction: ContentStreamInstruction) -> _Replacement:
        self._clip = [instruction]
        return ()

    def _paint(self, instruction: ContentStreamInstruction) -> _Replacement:
        return self._painted(str(instruction.operator), [instruction])

    def _painted(self, operator: str, paint: list[Instruction]) -> list[Instruction]:
        """Return the instructions of a path that was built, without what is in holes."""
        path, clip = self._path, self._clip
        self._path, self._clip = [], []
        sources: list[Instruction] = [part.source for part in path]
        if not path or (operator == "n" and not clip):
            return [*sources, *clip, *paint]
        is_stroked, is_filled = operator in _STROKES, operator in _FILLS or bool(clip)
        room = self._state.line_width / 2 * _scale(self._state.matrix) if is_stroked else 0.0
        bounds = path_bounds(path, self._state.matrix, room)
        if not all(map(math.isfinite, bounds)):
            raise CannotRewriteError(_DAMAGED)
        if not self._context.holes.near(*bounds):
            return [*sources, *clip, *paint]
        if operator in _FILLS:
            self._check_pattern(self._state.fill_pattern)
        if is_stroked:
            self._check_pattern(self._state.stroke_pattern)
        kept = without_holes(
            path,
            self._state.matrix,
            self._context.holes,
            room=room,
            is_closed=is_filled or operator in _CLOSES,
            is_clip=bool(clip),
        )
        if kept is None:
            return [*sources, *clip, *paint]
        self._context.refuse_in_gaps()
        self._is_touched = self._is_changed = True
        return [*kept, *clip, *paint] if kept else []

    def _check_pattern(self, name: str | None) -> None:
        """Refuse a pattern that may show letters."""
        if name is None:
            return
        pattern = self._resource("/Pattern", Name(name))
        kind = entry(entry(pattern, Name.Shading), Name.ShadingType)
        if entry(pattern, Name.PatternType) == _TILING or kind not in _SMOOTH:
            raise CannotRewriteError("A region is on a pattern.")

    def _shade(self, instruction: ContentStreamInstruction) -> None:
        (name,) = _operands(instruction, 1)
        if entry(self._resource("/Shading", name), Name.ShadingType) not in _SMOOTH:
            raise CannotRewriteError("The page has a shading of many colours.")

    # Pictures and forms

    def _draw(self, instruction: ContentStreamInstruction) -> _Replacement:
        (name,) = _operands(instruction, 1)
        item = self._resource("/XObject", name)
        subtype = entry(item, Name.Subtype)
        new = None
        if subtype == Name.Form:
            new = self._new_form(item)
        elif subtype == Name.Image:
            new = self._new_picture(item)
        else:  # nothing, or PostScript for printers
            self._is_changed = True
            return ()
        if new is None:
            self._drawn[str(name)] = item
            return None
        return [self._draw_new(new)]

    def _draw_inline(self, instruction: ContentStreamInlineImage) -> _Replacement:
        if not self._holes_in(self._state.matrix):
            return None
        new = self._new_picture(inline_picture(self._context.document, instruction.iimage, self._resources))
        return None if new is None else [self._draw_new(new)]

    def _draw_new(self, item: Stream) -> Instruction:
        """Draw a picture or a form that is only for this place."""
        self._is_changed = True
        name = self._context.new_name(entry(self._resources, Name.XObject))
        self._drawn[name] = self._context.document.make_indirect(item)
        return _instruction("Do", Name(name))

    def _holes_in(self, matrix: Matrix) -> list[Hole]:
        """Return the holes that touch the unit square."""
        corners = quad(matrix, 0, 0, 1, 1)
        bounds = bounds_of(corners)
        if not all(map(math.isfinite, bounds)):
            raise CannotRewriteError(_DAMAGED)
        return [hole for hole in self._context.holes.near(*bounds) if hole.overlaps(corners)]

    def _new_picture(self, picture: Stream) -> Stream | None:
        """Return a picture without what is in holes; None if nothing is."""
        holes = self._holes_in(self._state.matrix)
        if not holes:
            return None
        self._is_touched = True
        return self._context.paint(picture, self._state.matrix, holes)

    def _new_form(self, form: Stream) -> Stream | None:
        """Return a form without what is in holes; None if it is as it was."""
        new = self._form(form)
        self._is_touched |= new.is_touched
        if not new.is_changed and isinstance(form.get(Name.Resources), Dictionary):
            return None
        kept = Dictionary({name: form[name] for name in _KEPT_OF_FORM if name in form})
        data = pikepdf.unparse_content_stream(new.instructions)
        return Stream(self._context.document, data, kept, Resources=new.resources)

    def _form(self, form: Stream) -> Rewritten:
        """Rewrite what a form draws."""
        if len(self._forms) >= _DEEPEST or form.objgen in self._forms:
            raise CannotRewriteError("Forms are nested too deep.")
        matrix = numbers_of(form.get(Name.Matrix, Array(IDENTITY)))
        if matrix is None or len(matrix) != len(IDENTITY):
            raise CannotRewriteError(_DAMAGED)
        state = self._state.saved()
        state.matrix = multiply(cast("Matrix", tuple(matrix)), state.matrix)
        resources = form.get(Name.Resources)
        if not isinstance(resources, Dictionary):
            resources = self._resources
        return _Interpreter(self._context, resources, state, (*self._forms, form.objgen)).run(form)

    # Text

    def _begin_text(self, _instruction: ContentStreamInstruction) -> None:
        self._begin_line(IDENTITY)

    def _begin_line(self, matrix: Matrix) -> None:
        self._place.set(matrix)
        self._moved = 0.0

    def _set_font(self, instruction: ContentStreamInstruction) -> None:
        name, size = _operands(instruction, 2)
        if str(name) not in self._fonts:
            self._fonts[str(name)] = self._context.font(self._resource("/Font", name))
        self._state.font, self._state.size = self._fonts[str(name)], float(size)

    def _set_matrix(self, instruction: ContentStreamInstruction) -> None:
        self._begin_line(_matrix(instruction))

    def _move(self, instruction: ContentStreamInstruction) -> None:
        x, y = _numbers(instruction, 2)
        self._move_by(x, y)

    def _move_leading(self, instruction: ContentStreamInstruction) -> None:
        x, y = _numbers(instruction, 2)
        self._state.leading = -y
        self._move_by(x, y)

    def _move_by(self, x: float, y: float) -> None:
        self._begin_line(multiply((1.0, 0.0, 0.0, 1.0, x, y), self._place.line))

    def _next_line(self, _instruction: ContentStreamInstruction) -> None:
        self._move_by(0.0, -self._state.leading)

    def _set_letter_space(self, instruction: ContentStreamInstruction) -> None:
        (self._state.letter_space,) = _numbers(instruction, 1)

    def _set_word_space(self, instruction: ContentStreamInstruction) -> None:
        (self._state.word_space,) = _numbers(instruction, 1)

    def _set_stretch(self, instruction: ContentStreamInstruction) -> None:
        (percent,) = _numbers(instruction, 1)
        self._state.stretch = percent / 100

    def _set_leading(self, instruction: ContentStreamInstruction) -> None:
        (self._state.leading,) = _numbers(instruction, 1)

    def _set_rise(self, instruction: ContentStreamInstruction) -> None:
        (self._state.rise,) = _numbers(instruction, 1)

    def _set_mode(self, instruction: ContentStreamInstruction) -> None:
        (mode,) = _numbers(instruction, 1)
        self._state.mode = int(mode)

    def _show(self, instruction: ContentStreamInstruction) -> _Replacement:
        (text,) = _operands(instruction, 1)
        return self._shown([_string(text)])

    def _show_array(self, instruction: ContentStreamInstruction) -> _Replacement:
        (array,) = _operands(instruction, 1)
        if not isinstance(array, Array):
            raise CannotRewriteError(_DAMAGED)
        return self._shown([bytes(item) if isinstance(item, String) else float(item) for item in array])

    def _show_next(self, instruction: ContentStreamInstruction) -> _Replacement:
        (text,) = _operands(instruction, 1)
        self._move_by(0.0, -self._state.leading)
        shown = self._shown([_string(text)])
        return None if shown is None else [_instruction("T*"), *shown]

    def _show_spaced(self, instruction: ContentStreamInstruction) -> _Replacement:
        word, letter, text = _operands(instruction, 3)
        self._state.word_space, self._state.letter_space = float(word), float(letter)
        self._move_by(0.0, -self._state.leading)
        shown = self._shown([_string(text)])
        if shown is None:
            return None
        return [_instruction("Tw", word), _instruction("Tc", letter), _instruction("T*"), *shown]

    def _shown(self, items: Sequence[Item]) -> Sequence[Instruction] | None:
        """Return what shows items without what is in holes; None if they stay as they are."""
        state = self._state
        spacing = spacing_of(state)
        font = spacing.font
        length, least, most = extent(items, spacing)
        em_space = self._place.em_space(state)
        is_vertical = font.vertical is not None
        ranges = self._ranges(em_space, font, least / _PER_EM, most / _PER_EM)
        hit: list[Hole] = []

        def is_hit(code: int, place: float) -> bool:
            left, bottom, right, top = font.core(code)
            offset = place / _PER_EM
            first, last = (bottom + offset, top + offset) if is_vertical else (left + offset, right + offset)
            found = [hole for hole, low, high in ranges if first < high and last > low]
            if found:
                box = (left, first, right, last) if is_vertical else (first, bottom, last, top)
                corners = quad(em_space, *box)
                found = [hole for hole in found if hole.overlaps(corners)]
                hit.extend(found)
            return bool(found)

        self._place.advance(state, length)
        gaps = self._context.gaps
        if gaps is None:
            if not ranges:
                return None
            new = cut(items, spacing, is_hit)
        else:
            line = gaps.line_at(em_space, is_vertical=is_vertical)
            before = self._moved
            if not ranges and before == line.user_shift == 0:
                line.finish(length)
                return None
            new = cut(items, spacing, is_hit, line, line.in_em(before))
            line.finish(length)
            self._moved = line.user_shift
            if not hit and before == self._moved:
                return None
        if not hit and gaps is None:
            return None
        if state.mode >= _CLIPS_TEXT:
            raise CannotRewriteError("A region is on text that clips what is drawn.")
        self._context.text_holes.update(map(id, hit))
        self._is_touched = self._is_changed = True
        return [_instruction("TJ", shown_array(new))]

    def _ranges(self, em_space: Matrix, font: Font, least: float, most: float) -> list[tuple[Hole, float, float]]:
        """Return the holes that may touch text, and from where to where they are along it, in em."""
        left, bottom, right, top = font.reach
        if font.vertical is not None:
            corners = quad(em_space, left, least + bottom, right, most + top)
        else:
            corners = quad(em_space, least + left, bottom, most + right, top)
        bounds = bounds_of(corners)
        if not all(map(math.isfinite, bounds)):
            raise CannotRewriteError(_DAMAGED)
        near = [hole for hole in self._context.holes.near(*bounds) if hole.overlaps(corners)]
        if not near:
            return []
        back = inverse(em_space)
        if back is None:
            raise CannotRewriteError("A text has no area.")
        axis = 0 if font.vertical is None else 1
        places = [[moved(back, x, y)[axis] for x, y in hole.points] for hole in near]
        return [(hole, min(along), max(along)) for hole, along in zip(near, places, strict=True)]


def _instruction(operator: str, *operands: Any) -> ContentStreamInstruction:
    return ContentStreamInstruction(list(operands), Operator(operator))


def _operands(instruction: ContentStreamInstruction, count: int) -> list[Any]:
    """Return the operands of an instruction.

    Raises
    ------
    CannotRewriteError
        There are not so many.
    """
    operands: list[Any] = list(cast("Sequence[Any]", instruction.operands))
    if len(operands) != count:
        raise CannotRewriteError(_DAMAGED)
    return operands


def _numbers(instruction: ContentStreamInstruction, count: int) -> list[float]:
    return [float(operand) for operand in _operands(instruction, count)]


def _matrix(instruction: ContentStreamInstruction) -> Matrix:
    return cast("Matrix", tuple(_numbers(instruction, len(IDENTITY))))


def _string(operand: Any) -> bytes:
    if not isinstance(operand, String):
        raise CannotRewriteError(_DAMAGED)
    return bytes(operand)


def _pattern(instruction: ContentStreamInstruction) -> str | None:
    """Return the name of the pattern that an instruction sets as colour; None if it is another colour."""
    operands = list(cast("Sequence[Any]", instruction.operands))
    is_pattern = str(instruction.operator) in {"scn", "SCN"} and operands and isinstance(operands[-1], Name)
    return str(operands[-1]) if is_pattern else None


def _scale(matrix: Matrix) -> float:
    """Return how much longer a line gets at most, along the axes."""
    a, b, c, d, _, _ = matrix
    return max(math.hypot(a, b), math.hypot(c, d))
