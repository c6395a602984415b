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

from pikepdf import Array, Dictionary, Stream

from sparkocr.errors import DocumentError
from sparkocr.limits import current, told
from sparkocr.pdf.boxes import inherited
from sparkocr.pdf.entries import elements, entries, entry
from sparkocr.pdf.resources import Checked, Look, Number, Resources
from sparkocr.pdf.unpacked import instructions, unpacked_data

__all__ = ["Measured", "Pictures", "check_work"]

_LEVELS = 40  # forms in forms, of which PDFium draws no more
_FORM_COST = 3  # drawings that take as much memory as a form that draws nothing
_FEW_BYTES = 250_000  # of instructions: they can't have so many drawings or characters that it matters

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
class Measured:
    """What is known of a document, by the numbers of its objects."""

    drawings: dict[Number, Drawing] = field(default_factory=dict)
    checked: Checked = field(default_factory=Checked)
    whole: set[Number] = field(default_factory=set)


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
    look = Look(page, measured.checked)
    try:
        return _Page(page, measured, look).check()
    except DocumentError:
        look.forget()
        raise


_Weight = tuple[int, int, int, int]
"""Drawings, characters, bytes of instructions, and pixels of pictures."""
_NOTHING: _Weight = (0, 0, 0, 0)


class _Page:
    """Counts what one page draws."""

    def __init__(self, page: Dictionary, measured: Measured, look: Look) -> None:
        self._page, self._measured, self._look = page, measured, look
        self._streams: dict[Number, Stream] = {}
        self._pictures: dict[Number, Stream] = {}
        self._bytes = 0

    def check(self) -> Pictures:
        """Check the page."""
        resources, parts = inherited(self._page, "/Resources"), self._parts()
        found = self._look.look(resources)
        content, data = Drawing(), []
        for part, times in parts:
            data.append((self._instructions(part), times))
            content.size += times * len(data[-1][0])
            _check_bytes(content.size)
            if found.forms or found.pictures:
                _add_names(content, *data[-1])
        for stream, its in self._children(content, found, resources):
            self._find(stream, its)
        looks = list(self._looks())
        for look in looks:
            self._find(look, look.get("/Resources", resources))
        _check_bytes(content.size + self._bytes)
        if content.size <= _FEW_BYTES and not self._streams:
            return self._shown(content)
        for instructions_, times in data:
            _add_counts(content, instructions_, times)
        worst = self._worst(content, looks)
        if _too_much(worst):
            self._count_exactly(content, parts)
            worst = self._worst(content, looks)
            if what := _too_much(worst):
                raise DocumentError(what)
        return Pictures([*self._pictures.values()], worst[-1])

    def _shown(self, content: Drawing) -> Pictures:
        """Return the pictures that a page draws by itself."""
        known = self._measured.drawings
        pixels = sum(times * known[number].pixels for number, times in content.children.items())
        return Pictures([*self._pictures.values()], pixels)

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
        found = entry(self._page, "/Contents")
        streams: dict[Number, Stream] = {}
        times: Counter[Number] = Counter()
        for part in elements(found) if isinstance(found, Array) else [found]:
            if isinstance(part, Stream):
                self._look.count()
                streams[part.objgen] = part
                times[part.objgen] += 1
        return [(part, times[number]) for number, part in streams.items()]

    def _looks(self) -> Iterator[Stream]:
        """Yield the looks of the annotations."""
        annotations = entry(self._page, "/Annots")
        self._look.count(len(annotations) if isinstance(annotations, Array) else 0)
        plain = self._measured.checked.plain
        if plain is not None and not plain.has_looks:
            return
        for annotation in elements(annotations):
            look = entry(entry(annotation, "/AP"), "/N")
            if isinstance(look, Dictionary) and not isinstance(look, Stream):
                for _, state in entries(look):
                    if isinstance(state, Stream):
                        yield state
            elif isinstance(look, Stream):
                yield look

    def _find(self, stream: Stream, resources: Any) -> None:
        """Find what a form and the like draws, with all that is in it."""
        known = self._measured.drawings
        waiting = [(stream, resources)]
        while waiting:
            one, its = waiting.pop()
            if one.objgen in self._streams:
                continue
            self._look.count()
            self._streams[one.objgen] = one
            if one.objgen not in known:
                drawing, data = Drawing(), self._instructions(one)
                drawing.size = len(data)
                _add_names(drawing, data, 1)
                _add_counts(drawing, data, 1)
                known[one.objgen] = drawing
            self._bytes += known[one.objgen].size
            _check_bytes(self._bytes)
            waiting += self._children(known[one.objgen], self._look.look(its), its)

    def _instructions(self, stream: Stream) -> bytes:
        data, is_whole = instructions(stream)
        if is_whole:
            self._measured.whole.add(stream.objgen)
        return data

    def _children(self, drawing: Drawing, found: Resources, resources: Any) -> list[tuple[Stream, Any]]:
        """Return what a drawing may draw, with its resources, and note how often it does."""
        often: dict[Number, int] = {}
        drawn = []
        if drawing.names:
            hidden = drawing.names[b""]
            for name, form in found.forms.items():
                if times := drawing.names[name] + hidden:
                    often[form.objgen] = often.get(form.objgen, 0) + times
                    drawn.append((form, form.get("/Resources", resources)))
            for name, picture in found.pictures.items():
                if times := drawing.names[name] + hidden:
                    often[picture.objgen] = often.get(picture.objgen, 0) + times
                    self._add_picture(picture)
        drawing.children = often
        drawing.with_each = [stream.objgen for stream in found.always]
        drawing.with_letters = [stream.objgen for stream, _ in found.texts]
        drawn += [(stream, stream.get("/Resources", resources)) for stream in found.always]
        return [*drawn, *found.texts, *found.glyphs]

    def _add_picture(self, picture: Stream) -> None:
        self._pictures[picture.objgen] = picture
        if picture.objgen not in self._measured.drawings:
            self._look.count()
            sides = [entry(picture, name) for name in ("/Width", "/Height")]
            width, height = (side if isinstance(side, int) and side > 0 else 0 for side in sides)
            self._measured.drawings[picture.objgen] = Drawing(pixels=width * height)


def _check_bytes(size: int) -> None:
    if size > current().max_page_bytes:
        raise DocumentError(f"The instructions of PDF page are larger than {told('max_page_bytes')}.")


def _add_counts(drawing: Drawing, data: bytes, times: int) -> None:
    """Add to a drawing how much instructions draw, at most."""
    drawing.drawings += times * len(data.translate(None, _OTHER_LETTERS))
    drawing.characters += times * (len(data) if b"(" in data or b"<" in data else 0)


def _add_names(drawing: Drawing, data: bytes, times: int) -> None:
    """Add to a drawing how often instructions draw forms and pictures."""
    if calls := data.count(_DO):
        named = Counter(name for name in _DRAWN.findall(data) if b"#" not in name)
        named[b""] = max(0, calls - named.total())
        for name, count in named.items():
            drawing.names[name] += times * count


def _exact_counts(data: bytes) -> tuple[int, int]:
    """Count drawings, with states that are kept, and the characters of texts; no further than what is too much."""
    limits, drawings, kept, characters = current(), 0, 0, 0
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
        if drawings + kept > limits.max_drawings or characters > limits.max_characters:
            break
    return drawings + kept, characters


def _weight(drawing: Drawing, found: Mapping[Number, _Weight]) -> _Weight:
    """Count what a drawing draws at most, by what is known of those that it draws."""
    inner = [(times, found[number]) for number, times in drawing.children.items()]
    if drawing.with_each:
        inner.append((drawing.drawings, _largest(found[number] for number in drawing.with_each)))
    if drawing.with_letters:
        inner.append((drawing.characters, _largest(found[number] for number in drawing.with_letters)))
    own = (drawing.drawings + _FORM_COST, drawing.characters, drawing.size, drawing.pixels)
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
    found = {"max_drawings": drawings, "max_characters": characters, "max_repeated_bytes": size}
    exceeded = [told(name) for name, value in found.items() if value > getattr(current(), name)]
    what = f"more than {exceeded[0]}" if exceeded else ""
    return f"PDF page has {what}, counting those in forms as often as they are drawn." if what else ""
