"""Interpret the instructions of a content stream, as far as it takes to take out what is in regions."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, ContentStreamInstruction, Dictionary, Name, Stream

from sparkocr.pdf.boxes import numbers_of
from sparkocr.pdf.entries import elements, entries, entry
from sparkocr.pdf.redact.context import Context
from sparkocr.pdf.redact.geometry import IDENTITY, Hole, Matrix, bounds_of, multiply, quad
from sparkocr.pdf.redact.operands import DAMAGED, Instruction, Replacement, made, matrix_of, numbers, operands
from sparkocr.pdf.redact.paths import Construction, path_bounds, without_holes
from sparkocr.pdf.redact.pictures import inline_picture
from sparkocr.pdf.redact.report import CannotRewriteError
from sparkocr.pdf.redact.state import State
from sparkocr.pdf.redact.text import TextHandler, TextObject

__all__ = ["Rewritten", "rewritten"]

_DEEPEST = 20  # forms within forms
_MOST_STATES = 10_000  # saved at a time
_KEPT_OF_FORM = ("/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Group", "/OC")
_TILING = 1
_SMOOTH = frozenset([2, 3])  # axial and radial shadings, which can't show letters
_STROKES = frozenset(["S", "s", "B", "B*", "b", "b*"])
_FILLS = frozenset(["f", "F", "f*", "B", "B*", "b", "b*"])
_CLOSES = frozenset(["s", "b", "b*"])
_HARMLESS = frozenset(["J", "j", "M", "d", "ri", "i", "BMC", "EMC", "ET", "d0", "d1"])


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

    def __init__(self, context: Context, resources: object, state: State, forms: tuple[tuple[int, int], ...]) -> None:
        self._context = context
        self._resources = resources
        self._state = state
        self._forms = forms  # that this one is in
        self._stack: list[State] = []
        self._path: list[Construction] = []
        self._clip: list[Instruction] = []
        self._compatible = 0
        self._drawn: dict[str, Stream] = {}
        self._layers: dict[str, Any] = {}
        self._is_touched = self._is_changed = False
        self._text = TextObject(context, resources)
        self._handlers = self._handlers_of_holes() if context.holes.all else self._handlers_of_marks()

    def run(self, content: Dictionary | Stream) -> Rewritten:
        """Rewrite a page or a form."""
        new: list[Instruction] = []
        for instruction in self._context.instructions(content):
            operator = str(instruction.operator)
            handler = self._handlers.get(operator)
            if handler is None:
                if operator in _HARMLESS or not self._context.holes.all:
                    new.append(instruction)
                elif not self._compatible:
                    raise CannotRewriteError(DAMAGED)
                continue
            replacement = handler(instruction)
            if replacement is None:
                new.append(instruction)
            else:
                new += replacement
        new += self._painted("n", [])  # a path that is never painted
        resources = self._own_resources()
        touched = self._is_touched or self._text.is_touched
        return Rewritten(new, resources, touched, touched or self._is_changed, len(self._stack))

    def _own_resources(self) -> Dictionary:
        """Return the resources, with only those pictures, forms and layers that are used."""
        own = Dictionary(dict(entries(self._resources)))
        for name, used in (("/XObject", self._drawn), ("/Properties", self._layers)):
            if {key for key, _ in entries(own.get(name))} != used.keys():
                own[name] = Dictionary(used)
                self._is_changed = True
        return own

    def _handlers_of_marks(self) -> dict[str, Callable[[Any], Replacement]]:
        return {"BDC": self._begin_mark, "MP": self._drop, "DP": self._drop, "Do": self._draw}

    def _handlers_of_holes(self) -> dict[str, Callable[[Any], Replacement]]:
        handlers: dict[str, Callable[[Any], Replacement]] = self._handlers_of_marks()
        handlers |= {
            "q": self._save,
            "Q": self._restore,
            "cm": self._transform,
            "w": self._set_line_width,
            "gs": self._set_graphics,
            "INLINE IMAGE": self._draw_inline,
            "sh": self._shade,
            "BX": self._begin_compatible,
            "EX": self._end_compatible,
            "W": self._set_clip,
            "W*": self._set_clip,
        }
        for operator, show in self._text.handlers().items():
            handlers[operator] = self._in_state(show)
        handlers |= dict.fromkeys(("m", "l", "c", "v", "y", "h", "re"), self._construct)
        handlers |= dict.fromkeys((*_STROKES, *_FILLS, "n"), self._paint)
        handlers |= dict.fromkeys(("g", "rg", "k", "cs", "sc", "scn"), self._set_fill)
        handlers |= dict.fromkeys(("G", "RG", "K", "CS", "SC", "SCN"), self._set_stroke)
        return handlers

    def _in_state(self, show: TextHandler) -> Callable[[Any], Replacement]:
        """Return what handles an instruction of text in the state in which it is met."""
        return lambda instruction: show(instruction, self._state)

    def _resource(self, kind: str, name: object) -> Any:
        """Return a resource by its name; None if there is none."""
        return entry(entry(self._resources, Name(kind)), name) if isinstance(name, Name) else None

    # Marks of content and compatibility sections

    def _begin_mark(self, instruction: ContentStreamInstruction) -> Replacement:
        """Keep the layer of a mark, or its number in the structure of the document: other properties may be text."""
        tag, properties = operands(instruction, 2)
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
            return [made("BDC", tag, Dictionary(MCID=number))]
        return [made("BMC", tag)]

    def _drop(self, _instruction: ContentStreamInstruction) -> Replacement:
        self._is_changed = True
        return ()

    def _begin_compatible(self, _instruction: ContentStreamInstruction) -> None:
        self._compatible += 1

    def _end_compatible(self, _instruction: ContentStreamInstruction) -> None:
        self._compatible = max(0, self._compatible - 1)

    # Graphics state

    def _save(self, _instruction: ContentStreamInstruction) -> None:
        if len(self._stack) >= _MOST_STATES:
            raise CannotRewriteError(DAMAGED)
        self._stack.append(self._state.saved())

    def _restore(self, _instruction: ContentStreamInstruction) -> Replacement:
        if not self._stack:  # readers ignore it
            self._is_changed = True
            return ()
        self._state = self._stack.pop()
        return None

    def _transform(self, instruction: ContentStreamInstruction) -> None:
        self._state.matrix = multiply(matrix_of(instruction), self._state.matrix)

    def _set_line_width(self, instruction: ContentStreamInstruction) -> None:
        (self._state.line_width,) = numbers(instruction, 1)

    def _set_graphics(self, instruction: ContentStreamInstruction) -> None:
        (name,) = operands(instruction, 1)
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

    def _construct(self, instruction: ContentStreamInstruction) -> Replacement:
        places = [float(item) for item in cast("Sequence[Any]", instruction.operands)]
        self._path.append(Construction(str(instruction.operator), places, instruction))
        return ()

    def _set_clip(self, instruction: ContentStreamInstruction) -> Replacement:
        self._clip = [instruction]
        return ()

    def _paint(self, instruction: ContentStreamInstruction) -> Replacement:
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
            raise CannotRewriteError(DAMAGED)
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
        (name,) = operands(instruction, 1)
        if entry(self._resource("/Shading", name), Name.ShadingType) not in _SMOOTH:
            raise CannotRewriteError("The page has a shading of many colours.")

    # Pictures and forms

    def _draw(self, instruction: ContentStreamInstruction) -> Replacement:
        (name,) = operands(instruction, 1)
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

    def _draw_inline(self, instruction: ContentStreamInlineImage) -> Replacement:
        if not self._holes_in(self._state.matrix):
            return None
        new = self._new_picture(inline_picture(self._context.document, instruction.iimage, self._resources))
        return None if new is None else [self._draw_new(new)]

    def _draw_new(self, item: Stream) -> Instruction:
        """Draw a picture or a form that is only for this place."""
        self._is_changed = True
        name = self._context.new_name(entry(self._resources, Name.XObject))
        self._drawn[name] = self._context.document.make_indirect(item)
        return made("Do", Name(name))

    def _holes_in(self, matrix: Matrix) -> list[Hole]:
        """Return the holes that touch the unit square."""
        corners = quad(matrix, 0, 0, 1, 1)
        bounds = bounds_of(corners)
        if not all(map(math.isfinite, bounds)):
            raise CannotRewriteError(DAMAGED)
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
        copy = Stream(self._context.document, pikepdf.unparse_content_stream(new.instructions))
        for name in _KEPT_OF_FORM:
            if name in form:
                copy[name] = form[name]
        copy.Resources = new.resources
        return copy

    def _form(self, form: Stream) -> Rewritten:
        """Rewrite what a form draws."""
        if len(self._forms) >= _DEEPEST or form.objgen in self._forms:
            raise CannotRewriteError("Forms are nested too deep.")
        matrix = numbers_of(form.get(Name.Matrix, Array(IDENTITY)))
        if matrix is None or len(matrix) != len(IDENTITY):
            raise CannotRewriteError(DAMAGED)
        state = self._state.saved()
        state.matrix = multiply(cast("Matrix", tuple(matrix)), state.matrix)
        resources: object = form.get(Name.Resources)
        if not isinstance(resources, Dictionary):
            resources = self._resources
        return _Interpreter(self._context, resources, state, (*self._forms, form.objgen)).run(form)


def _pattern(instruction: ContentStreamInstruction) -> str | None:
    """Return the name of the pattern that an instruction sets as colour; None if it is another colour."""
    colors = list(cast("Sequence[Any]", instruction.operands))
    is_pattern = str(instruction.operator) in {"scn", "SCN"} and colors and isinstance(colors[-1], Name)
    return str(colors[-1]) if is_pattern else None


def _scale(matrix: Matrix) -> float:
    """Return how much longer a line gets at most, along the axes."""
    a, b, c, d, _, _ = matrix
    return max(math.hypot(a, b), math.hypot(c, d))
