"""How much work a page asks for: what it draws, and how often, counted before PDFium draws it.

A form of 100 bytes that draws another one ten times, which does the same, and so on, is a page of a billion drawings in
less than 2 kB. PDFium carries all of that out. Here drawings are only counted, level by level: how often each form is
drawn is the sum of how often those are drawn that draw it, so the count takes as long as the forms are, not as they
draw. PDFium stops at a depth of its own, where forms are in themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Page, Stream

from sparkocr.errors import DocumentError
from sparkocr.pdf.boxes import inherited, numbers_of, page_frame
from sparkocr.pdf.entries import elements, entries, entry
from sparkocr.pdf.limits import (
    MAX_CHARACTERS,
    MAX_DRAWINGS,
    MAX_FUNCTION_BYTES,
    MAX_FUNCTIONS,
    MAX_MAP_BYTES,
    MAX_MAPPED_CODES,
    MAX_MESH_BYTES,
    MAX_NODES,
    MAX_PAGE_BYTES,
    MAX_PATTERN_CELLS,
    MAX_PATTERN_OVERLAP,
    MAX_REPEATED_BYTES,
    MAX_SAMPLE_BYTES,
)
from sparkocr.pdf.unpacked import check_unpacked, unpacked_data, unpacked_size

__all__ = ["Measured", "Pictures", "check_work"]

Number = tuple[int, int]

_LEVELS = 40  # forms in forms, of which PDFium draws no more
_FORM_COST = 3  # drawings that take as much memory as a form that draws nothing
_FEW_BYTES = 250_000  # of instructions: they can't have so many drawings or characters that it matters
_SHORT_MAP = 8 << 10  # bytes of the map of a font that can't give too many codes to matter
_LAST_CODE, _DIGITS = 0xFFFF, 8
_LEAST = 1e-30
_PROGRAM = 4  # the type of a function
_FONT_FILES = (Name.FontFile, Name.FontFile2, Name.FontFile3)

_DRAWN = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]+)[\x00\t\n\f\r ]+Do\b")
_DO = b"Do"
# Letters of which one is in all operators that paint, show text, or keep something until it is undone.
_OTHER_LETTERS = bytes(set(range(256)) - set(b"fFSsBbjJ'\"oIhq"))
_BREAK = rb"\x00\t\n\f\r ()<>\[\]{}/%"
_COUNTED = re.compile(
    rb"\((?:[^()\\]|\\.)*(\))"
    rb"|<[0-9A-Fa-f\s]*(>)"
    rb"|(?<![^" + _BREAK + rb"])(?:(q)|(Q)|([fFSBbs]\*?|Tj|TJ|Do|EI|sh|['\"]))(?![^" + _BREAK + rb"])",
    re.DOTALL,
)
_LETTERS, _CODES, _SAVES, _RESTORES, _PAINTS = range(1, 6)  # its groups
_RANGES = re.compile(rb"begin(?:bf|cid)range(.*?)(?:endbf|endcid|\Z)", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<[^<>]*>|\[[^\[\]]*\]|\d+)")


@dataclass(slots=True)
class Drawing:
    """A list of instructions: the content of a page, a form, a pattern, a glyph, a mask.

    Attributes
    ----------
    size : int
        Bytes.
    drawings : int
        How much it draws, at most.
    characters : int
        How many bytes its texts have, at most.
    pixels : int
        Width x height, if it is a picture.
    names : Counter
        How often it draws forms and pictures, by name; the empty name is for those whose name is not plain to see.
    children : dict
        How often it draws others, by their numbers.
    with_each : list
        Numbers of patterns and masks, one of which may be drawn with each drawing.
    with_letters : list
        Numbers of glyphs, one of which may be drawn for each character.
    """

    size: int = 0
    drawings: int = 0
    characters: int = 0
    pixels: int = 0
    names: Counter[bytes] = field(default_factory=Counter)
    children: dict[Number, int] = field(default_factory=dict)
    with_each: list[Number] = field(default_factory=list)
    with_letters: list[Number] = field(default_factory=list)
    is_exact: bool = False


@dataclass(slots=True)
class Pictures:
    """The pictures that a page draws.

    Attributes
    ----------
    streams : list of Stream
        Each once.
    pixels : int
        Their pixels, as often as they are drawn.
    """

    streams: list[Stream] = field(default_factory=list)
    pixels: int = 0


@dataclass(slots=True)
class _Resources:
    """What instructions may refer to.

    Attributes
    ----------
    forms : dict
        Forms by name.
    pictures : dict
        Pictures by name.
    always : list
        Patterns and masks, which may be drawn with anything.
    glyphs : list
        Glyphs that are instructions, each read once.
    texts : list
        Such glyphs that show text of the like, drawn as often as there is text.
    """

    forms: dict[bytes, Stream] = field(default_factory=dict)
    pictures: dict[bytes, Stream] = field(default_factory=dict)
    always: list[Stream] = field(default_factory=list)
    glyphs: list[tuple[Stream, Any]] = field(default_factory=list)
    texts: list[tuple[Stream, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Measured:
    """What is known of a document, by the numbers of its objects."""

    drawings: dict[Number, Drawing] = field(default_factory=dict)
    resources: dict[Number, _Resources] = field(default_factory=dict)
    checked: set[Number] = field(default_factory=set)


def check_work(page: Dictionary, measured: Measured) -> Pictures:
    """Check that a page asks for no more work than pages do that people read.

    Parameters
    ----------
    page : Dictionary
    measured : Measured
        What is known from other pages of the document; added to.

    Returns
    -------
    Pictures
        What it draws of pictures, of which nothing is checked.

    Raises
    ------
    DocumentError
        It asks for more: what it draws is too much, or one of its streams is too large when it is unpacked.
    """
    return _Page(page, measured).check()


_Weight = tuple[int, int, int, int]
"""Drawings, characters, bytes of instructions, and pixels of pictures."""
_NOTHING: _Weight = (0, 0, 0, 0)


class _Page:
    """Counts what one page draws."""

    def __init__(self, page: Dictionary, measured: Measured) -> None:
        self._page, self._measured = page, measured
        self._streams: dict[Number, Stream] = {}
        self._pictures: dict[Number, Stream] = {}
        self._nodes = self._bytes = 0

    def check(self) -> Pictures:
        """Check the page."""
        resources, parts = inherited(self._page, "/Resources"), self._parts()
        content = Drawing()
        for part, times in parts:
            _add(content, unpacked_data(part), times)
            _check_bytes(content.size)
        for stream, its in self._children(content, resources):
            self._find(stream, its)
        looks = list(self._looks())
        for look in looks:
            self._find(look, look.get(Name.Resources, resources))
        _check_bytes(content.size + self._bytes)
        if content.size <= _FEW_BYTES and not self._streams and not self._pictures:
            return Pictures()
        worst = self._worst(content, looks)
        if _too_much(worst):
            self._count_exactly(content, parts)
            worst = self._worst(content, looks)
            if what := _too_much(worst):
                raise DocumentError(what)
        return Pictures([*self._pictures.values()], worst[-1])

    def _worst(self, content: Drawing, looks: Sequence[Stream]) -> _Weight:
        """Count what the page draws at most, from the innermost drawings outwards."""
        known = self._measured.drawings
        found = dict.fromkeys([*self._streams, *self._pictures], _NOTHING)
        for _ in range(_LEVELS):
            outer = {number: _weight(known[number], found) for number in found}
            page = _sum([_weight(content, outer), *(outer[look.objgen] for look in looks)])
            if outer == found or _too_much(page):
                break
            found = outer
        return page

    def _count_exactly(self, content: Drawing, parts: Sequence[tuple[Stream, int]]) -> None:
        """Count the drawings in all that the page draws without those that only look like some."""
        content.drawings = content.characters = 0
        for part, times in parts:
            drawings, characters = _exact_counts(unpacked_data(part))
            content.drawings += times * drawings
            content.characters += times * characters
        for number, stream in self._streams.items():
            drawing = self._measured.drawings[number]
            if not drawing.is_exact:
                drawing.drawings, drawing.characters = _exact_counts(unpacked_data(stream))
                drawing.is_exact = True

    def _parts(self) -> list[tuple[Stream, int]]:
        """Return the streams of the content, and how often each is in it."""
        found = self._page.get(Name.Contents)
        streams: dict[Number, Stream] = {}
        times: Counter[Number] = Counter()
        for part in elements(found) if isinstance(found, Array) else [found]:
            if isinstance(part, Stream):
                self._count()
                streams[part.objgen] = part
                times[part.objgen] += 1
        return [(part, times[number]) for number, part in streams.items()]

    def _looks(self) -> Iterator[Stream]:
        """Yield the looks of the annotations."""
        for annotation in elements(self._page.get(Name.Annots)):
            self._count()
            look = entry(entry(annotation, Name.AP), Name.N)
            if isinstance(look, Dictionary) and not isinstance(look, Stream):
                for _, state in entries(look):
                    if isinstance(state, Stream):
                        yield state
            elif isinstance(look, Stream):
                yield look

    def _count(self) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise DocumentError(f"PDF page refers to more than {MAX_NODES} forms, fonts and the like.")

    def _find(self, stream: Stream, resources: Any) -> None:
        """Find what a form and the like draws, with all that is in it."""
        known = self._measured.drawings
        waiting = [(stream, resources)]
        while waiting:
            one, its = waiting.pop()
            if one.objgen in self._streams:
                continue
            self._count()
            self._streams[one.objgen] = one
            if one.objgen not in known:
                drawing = Drawing()
                _add(drawing, unpacked_data(one), 1)
                known[one.objgen] = drawing
            self._bytes += known[one.objgen].size
            _check_bytes(self._bytes)
            waiting += self._children(known[one.objgen], its)

    def _children(self, drawing: Drawing, resources: Any) -> list[tuple[Stream, Any]]:
        """Return what a drawing may draw, with its resources, and note how often it does."""
        found = self._resources(resources)
        often: dict[Number, int] = {}
        drawn = []
        if drawing.names:
            hidden = drawing.names[b""]
            for name, form in found.forms.items():
                if times := drawing.names[name] + hidden:
                    often[form.objgen] = often.get(form.objgen, 0) + times
                    drawn.append((form, form.get(Name.Resources, resources)))
            for name, picture in found.pictures.items():
                if times := drawing.names[name] + hidden:
                    often[picture.objgen] = often.get(picture.objgen, 0) + times
                    self._add_picture(picture)
        drawing.children = often
        drawing.with_each = [stream.objgen for stream in found.always]
        drawing.with_letters = [stream.objgen for stream, _ in found.texts]
        drawn += [(stream, stream.get(Name.Resources, resources)) for stream in found.always]
        return [*drawn, *found.texts, *found.glyphs]

    def _add_picture(self, picture: Stream) -> None:
        self._pictures[picture.objgen] = picture
        if picture.objgen not in self._measured.drawings:
            self._count()
            sides = [picture.get(name) for name in (Name.Width, Name.Height)]
            width, height = (side if isinstance(side, int) and side > 0 else 0 for side in sides)
            self._measured.drawings[picture.objgen] = Drawing(pixels=width * height)

    def _resources(self, resources: Any) -> _Resources:
        """Look at what instructions may refer to, unless that was done for another page."""
        if not isinstance(resources, Dictionary):
            return _Resources()
        number = resources.objgen if resources.is_indirect else None
        known = self._measured.resources
        if number in known:
            return known[number]
        found = _Resources()
        for name, item in entries(resources.get(Name.XObject)):
            self._count()
            if isinstance(item, Stream):
                is_form = item.get(Name.Subtype) == Name.Form
                (found.forms if is_form else found.pictures)[name[1:].encode("utf-8", "surrogateescape")] = item
        for _, pattern in entries(resources.get(Name.Pattern)):
            self._count()
            if isinstance(pattern, Stream):
                found.always.append(pattern)
                self._check_tiles(pattern)
            self._check_shading(entry(pattern, Name.Shading))
        for _, state in entries(resources.get(Name.ExtGState)):
            self._count()
            group = entry(entry(state, Name.SMask), Name.G)
            if isinstance(group, Stream):
                found.always.append(group)
        for _, shading in entries(resources.get(Name.Shading)):
            self._check_shading(shading)
        for _, font in entries(resources.get(Name.Font)):
            self._check_font(font, found)
        for _, space in entries(resources.get(Name.ColorSpace)):
            self._check_colours(space)
        if number is not None:
            known[number] = found
        return found

    def _is_new(self, item: Any) -> bool:
        """Tell whether an object is one that was not looked at."""
        if not isinstance(item, Dictionary | Array | Stream):
            return False
        self._count()
        if not item.is_indirect:
            return True
        if item.objgen in self._measured.checked:
            return False
        self._measured.checked.add(item.objgen)
        return True

    def _check_font(self, font: Any, found: _Resources) -> None:
        """Check the streams of a font, and find its glyphs if they are instructions."""
        if entry(font, Name.Subtype) == Name.Type3:
            self._count()
            resources = font.get(Name.Resources)
            shows_text = any(entry(item, Name.Subtype) == Name.Type3 for _, item in entries(entry(resources, Name.Font)))
            glyphs = [(glyph, resources) for _, glyph in entries(font.get(Name.CharProcs)) if isinstance(glyph, Stream)]
            (found.texts if shows_text or entry(resources, Name.XObject) is not None else found.glyphs).extend(glyphs)
        if not self._is_new(font):
            return
        for stream in (entry(font, Name.ToUnicode), entry(font, Name.Encoding)):
            if isinstance(stream, Stream) and self._is_new(stream):
                _check_map(stream)
        for inner in elements(entry(font, Name.DescendantFonts))[:1]:
            self._check_streams(inner, (Name.CIDToGIDMap,))
            self._check_streams(entry(inner, Name.FontDescriptor), _FONT_FILES)
        self._check_streams(entry(font, Name.FontDescriptor), _FONT_FILES)

    def _check_tiles(self, pattern: Stream) -> None:
        """Check how often a tiling pattern fits on the page, and how often it is drawn over itself."""
        box = numbers_of(pattern.get(Name.BBox))
        steps = numbers_of(Array([pattern.get(name, 0) for name in (Name.XStep, Name.YStep)]))
        matrix = numbers_of(pattern.get(Name.Matrix)) or [1, 0, 0, 1, 0, 0]
        if not box or not steps or len(box) != 4 or len(matrix) != 6:  # noqa: PLR2004
            return
        step = abs(steps[0] * steps[1])
        scale = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])
        area = abs((box[2] - box[0]) * (box[3] - box[1]))
        left, bottom, right, top, _, _ = page_frame(Page(self._page))
        cells = (right - left) * (top - bottom) / max(step * scale, _LEAST)
        if cells > MAX_PATTERN_CELLS or (cells > 1 and area > MAX_PATTERN_OVERLAP * step):
            raise DocumentError(f"A pattern of PDF page is repeated more than {MAX_PATTERN_CELLS} times.")

    def _check_streams(self, item: Any, names: Sequence[Name]) -> None:
        for name in names:
            stream = entry(item, name)
            if isinstance(stream, Stream) and self._is_new(stream):
                check_unpacked(stream)

    def _check_shading(self, shading: Any) -> None:
        """Check the streams of a shading."""
        if not self._is_new(shading):
            return
        if isinstance(shading, Stream):
            check_unpacked(shading, MAX_MESH_BYTES)
        self._check_function(entry(shading, Name.Function))
        self._check_colours(entry(shading, Name.ColorSpace))

    def _check_colours(self, space: Any) -> None:
        """Check the streams of a colour space, and of those that it is made of."""
        for _ in range(_LEVELS):
            if not (isinstance(space, Array) and self._is_new(space)) or len(space) < 2:  # noqa: PLR2004
                return
            for item in list(space)[1:4]:
                if isinstance(item, Stream) and self._is_new(item):
                    check_unpacked(item)
                    _check_program(item)
            space = space[2] if str(space[0]) in {"/Separation", "/DeviceN"} and len(space) > 2 else space[1]  # noqa: PLR2004

    def _check_function(self, function: Any) -> None:
        """Check a function, and those that it is made of, which PDFium reads as often as they are part of one."""
        level = [(item, 1) for item in elements(function)] if isinstance(function, Array) else [(function, 1)]
        total = 0
        while level:
            below: dict[Any, tuple[Any, int]] = {}
            for place, (item, times) in enumerate(level):
                total += times
                if total > MAX_FUNCTIONS:
                    raise DocumentError(f"A function of PDF is made of more than {MAX_FUNCTIONS} functions.")
                if isinstance(item, Stream) and self._is_new(item):
                    check_unpacked(item, MAX_SAMPLE_BYTES)
                    _check_program(item)
                for number, inner in enumerate(elements(entry(item, Name.Functions))):
                    key = inner.objgen if getattr(inner, "is_indirect", False) else (place, number, None)
                    below[key] = inner, times + below.get(key, (None, 0))[1]
            level = list(below.values())


def _check_bytes(size: int) -> None:
    if size > MAX_PAGE_BYTES:
        raise DocumentError(f"The instructions of PDF page are larger than {MAX_PAGE_BYTES >> 20} MB.")


def _add(drawing: Drawing, data: bytes, times: int, *, is_exact: bool = False) -> None:
    """Add instructions to a drawing."""
    drawing.size += times * len(data)
    if is_exact:
        drawings, characters = _exact_counts(data)
    else:
        drawings = len(data.translate(None, _OTHER_LETTERS))
        characters = len(data) if b"(" in data or b"<" in data else 0
    drawing.drawings += times * drawings
    drawing.characters += times * characters
    if calls := data.count(_DO):
        named = Counter(name for name in _DRAWN.findall(data) if b"#" not in name)
        named[b""] = max(0, calls - named.total())
        for name, count in named.items():
            drawing.names[name] += times * count


def _exact_counts(data: bytes) -> tuple[int, int]:
    """Count drawings, with states that are kept, and the characters of texts; no further than what is too much."""
    drawings = kept = characters = 0
    for match in _COUNTED.finditer(data):
        kind = match.lastindex
        if kind == _SAVES:
            kept += 1
        elif kind == _RESTORES:
            kept = max(0, kept - 1)
        elif kind == _PAINTS:
            drawings += 1
        elif kind == _LETTERS:
            characters += match.end() - match.start() - 2
        else:
            characters += (match.end() - match.start()) // 2 - 1
        if drawings + kept > MAX_DRAWINGS or characters > MAX_CHARACTERS:
            break
    return drawings + kept, characters


def _weight(drawing: Drawing, found: Mapping[Number, _Weight]) -> _Weight:
    """Count what a drawing draws at most, by what is known of those that it draws."""
    own = (drawing.drawings + _FORM_COST, drawing.characters, drawing.size, drawing.pixels)
    inner = [(times, found[number]) for number, times in drawing.children.items()]
    inner += [(drawing.drawings, _largest(found[number] for number in drawing.with_each))] if drawing.with_each else []
    inner += [(drawing.characters, _largest(found[number] for number in drawing.with_letters))] if drawing.with_letters else []
    return _sum([own, *((times * a, times * b, times * c, times * d) for times, (a, b, c, d) in inner)])


def _sum(weights: Iterable[_Weight]) -> _Weight:
    drawings, characters, size, pixels = map(sum, zip(*weights, strict=True))
    return drawings, characters, size, pixels


def _largest(weights: Iterable[_Weight]) -> _Weight:
    drawings, characters, size, pixels = map(max, zip(*weights, strict=True))
    return drawings, characters, size, pixels


def _too_much(weight: _Weight) -> str:
    """Tell what is too much, or nothing."""
    drawings, characters, size, _ = weight
    if drawings > MAX_DRAWINGS:
        return f"PDF page has more than {MAX_DRAWINGS} drawings, counting those in forms as often as they are drawn."
    if characters > MAX_CHARACTERS:
        return f"PDF page has more than {MAX_CHARACTERS} characters, counting those in forms as often as they are drawn."
    if size > MAX_REPEATED_BYTES:
        return f"The instructions of PDF page are {MAX_REPEATED_BYTES >> 20} MB, counting forms as often as they are drawn."
    return ""


def _check_map(stream: Stream) -> None:
    """Check the map of a font: how long it is, and how many codes its ranges give."""
    check_unpacked(stream, MAX_MAP_BYTES)
    data = unpacked_data(stream, MAX_MAP_BYTES)
    if len(data) <= _SHORT_MAP:
        return
    codes = 0
    ranges = (pair for section in _RANGES.finditer(data) for pair in _RANGE.findall(section[1]))
    for first, last in ranges:
        codes += max(0, min(int(last, 16), _LAST_CODE) - int(first, 16)) + 1 if len(last) <= _DIGITS else _LAST_CODE
        if codes > MAX_MAPPED_CODES:
            raise DocumentError(f"The map of a font of PDF has more than {MAX_MAPPED_CODES} codes.")


def _check_program(function: Stream) -> None:
    """Check the length of a program that computes a colour."""
    if function.get(Name.FunctionType) == _PROGRAM and unpacked_size(function) > MAX_FUNCTION_BYTES:
        raise DocumentError(f"A function of PDF is longer than {MAX_FUNCTION_BYTES >> 10} kB.")
