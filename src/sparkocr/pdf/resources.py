"""What the instructions of a PDF page may refer to, and whether that is small enough to be read.

Streams are checked before PDFium unpacks them: fonts and their maps, colour profiles, functions, meshes and patterns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Page, Pdf, Stream

from sparkocr.errors import DocumentError
from sparkocr.limits import current, told
from sparkocr.pdf.boxes import numbers_of, page_frame
from sparkocr.pdf.entries import elements, entries, entry, has_subtype, name_of
from sparkocr.pdf.names import Names
from sparkocr.pdf.unpacked import check_unpacked, may_be_large, unpacked_data, unpacked_size

__all__ = ["Checked", "Look", "Number", "Plain", "Resources", "plain_of"]

Number = tuple[int, int]

_DEEPEST = 40  # colour spaces in colour spaces
_SHORT_MAP = 8 << 10  # bytes of the map of a font that can't give too many codes to matter
_LAST_CODE, _DIGITS = 0xFFFF, 8
_LEAST = 1e-30
_PROGRAM = 4  # the type of a function
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_RANGES = re.compile(rb"begin(?:bf|cid)range(.*?)(?:endbf|endcid|\Z)", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<[^<>]*>|\[[^\[\]]*\]|\d+)")


@dataclass(slots=True)
class Resources:
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
class Checked:
    """What is known of a document, by the numbers of its objects.

    Attributes
    ----------
    resources : dict
    numbers : set
        Fonts, shadings and the like that were looked at.
    plain : Plain or None
        What pages can't have, if it is known.
    """

    resources: dict[Number, Resources] = field(default_factory=dict)
    numbers: set[Number] = field(default_factory=set)
    plain: Plain | None = None


@dataclass(frozen=True, slots=True)
class Plain:
    """That pages have no patterns, shadings and glyphs of instructions, and only fonts that are small enough.

    Attributes
    ----------
    has_masks, has_looks, has_large_streams : bool
        Whether there may be masks of graphic states, looks of annotations, streams that are too large.
    """

    has_masks: bool
    has_looks: bool
    has_large_streams: bool


def plain_of(document: Pdf, names: Names, size: int) -> Plain | None:
    """Tell what the pages of a document can't have, by the names in its file, and its streams that fonts refer to.

    Parameters
    ----------
    document : Pdf
    names : Names
    size : int
        Bytes of the file.

    Returns
    -------
    Plain or None
        None where pages have to be looked at: they may have more, or one of these streams is too large.
    """
    if not names.is_plain:
        return None
    has_large_streams = may_be_large(size)
    try:
        for number in names.maps | (names.encodings if names.has_composite_fonts else set()):
            stream = document.get_object(number)
            if isinstance(stream, Stream):
                _check_map(stream)
        for number in names.font_files if has_large_streams else ():
            stream = document.get_object(number)
            if isinstance(stream, Stream):
                check_unpacked(stream)
    except DocumentError:
        return None
    return Plain(names.has_masks, names.has_looks, has_large_streams)


class Look:
    """Looks at what one page refers to.

    Parameters
    ----------
    page : Dictionary
    checked : Checked
        What is known from other pages of the document; added to.
    """

    def __init__(self, page: Dictionary, checked: Checked) -> None:
        self._page, self._checked = page, checked
        self._added: list[Number] = []
        self._nodes = 0

    def look(self, resources: Any) -> Resources:
        """Look at what instructions may refer to, unless that was done for another page.

        Raises
        ------
        DocumentError
            A part of it is too large.
        """
        if not isinstance(resources, Dictionary):
            return Resources()
        number = resources.objgen if resources.is_indirect else None
        known = self._checked.resources
        if number in known:
            return known[number]
        found = Resources()
        plain = self._checked.plain
        self._find_drawings(resources, found)
        if plain is None:
            self._find_patterns(resources, found)
            for _, shading in entries(entry(resources, "/Shading")):
                self._check_shading(shading)
            for _, font in entries(entry(resources, "/Font")):
                self._check_font(font, found)
        if plain is None or plain.has_masks:
            self._find_masks(resources, found)
        if plain is None or plain.has_large_streams:
            for _, space in entries(entry(resources, "/ColorSpace")):
                self._check_colours(space)
        if number is not None:
            known[number] = found
        return found

    def count(self, number: int = 1) -> None:
        """Count what the page refers to.

        Raises
        ------
        DocumentError
            There are too many.
        """
        self._nodes += number
        if self._nodes > current().max_nodes:
            raise DocumentError(f"PDF page refers to more than {told('max_nodes')}: forms, fonts and the like.")

    def forget(self) -> None:
        """Forget what was found of a page that is refused, so that others are, too, for the same reason."""
        self._checked.numbers.difference_update(self._added)

    def _find_drawings(self, resources: Dictionary, found: Resources) -> None:
        """Find forms and pictures."""
        for name, item in entries(entry(resources, "/XObject")):
            self.count()
            if isinstance(item, Stream):
                is_form = has_subtype(item, "/Form")
                (found.forms if is_form else found.pictures)[name[1:].encode("utf-8", "surrogateescape")] = item

    def _find_patterns(self, resources: Dictionary, found: Resources) -> None:
        """Find patterns."""
        for _, pattern in entries(entry(resources, "/Pattern")):
            self.count()
            if isinstance(pattern, Stream):
                found.always.append(pattern)
                self._check_tiles(pattern)
            self._check_shading(entry(pattern, "/Shading"))

    def _find_masks(self, resources: Dictionary, found: Resources) -> None:
        """Find masks of graphic states."""
        for _, state in entries(entry(resources, "/ExtGState")):
            self.count()
            group = entry(entry(state, "/SMask"), "/G")
            if isinstance(group, Stream):
                found.always.append(group)

    def _is_new(self, item: Any) -> bool:
        """Tell whether an object is one that was not looked at."""
        if not isinstance(item, Dictionary | Array | Stream):
            return False
        self.count()
        if not item.is_indirect:
            return True
        if item.objgen in self._checked.numbers:
            return False
        self._checked.numbers.add(item.objgen)
        self._added.append(item.objgen)
        return True

    def _check_font(self, font: Any, found: Resources) -> None:
        """Check the streams of a font, and find its glyphs if they are instructions."""
        if has_subtype(font, "/Type3"):
            self.count()
            resources = entry(font, "/Resources")
            shows_text = any(has_subtype(item, "/Type3") for _, item in entries(entry(resources, "/Font")))
            streams = (glyph for _, glyph in entries(entry(font, "/CharProcs")) if isinstance(glyph, Stream))
            glyphs = [(glyph, resources) for glyph in streams]
            (found.texts if shows_text or entry(resources, "/XObject") is not None else found.glyphs).extend(glyphs)
        if not self._is_new(font):
            return
        for stream in (entry(font, "/ToUnicode"), entry(font, "/Encoding")):
            if isinstance(stream, Stream) and self._is_new(stream):
                _check_map(stream)
        descriptor = entry(font, "/FontDescriptor")
        if descriptor is None:
            for inner in elements(entry(font, "/DescendantFonts"))[:1]:
                self._check_streams(inner, ("/CIDToGIDMap",))
                descriptor = entry(inner, "/FontDescriptor")
        self._check_streams(descriptor, _FONT_FILES)

    def _check_tiles(self, pattern: Stream) -> None:
        """Check how often a tiling pattern fits on the page, and how often it is drawn over itself."""
        box = numbers_of(entry(pattern, "/BBox"))
        steps = numbers_of(Array([pattern.get(name, 0) for name in ("/XStep", "/YStep")]))
        matrix = numbers_of(entry(pattern, "/Matrix")) or [1, 0, 0, 1, 0, 0]
        if not box or not steps or len(box) != 4 or len(matrix) != 6:  # noqa: PLR2004
            return
        step = abs(steps[0] * steps[1])
        scale = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])
        area = abs((box[2] - box[0]) * (box[3] - box[1]))
        left, bottom, right, top, _, _ = page_frame(Page(self._page))
        cells = (right - left) * (top - bottom) / max(step * scale, _LEAST)
        if cells > current().max_pattern_cells:
            raise DocumentError(f"A pattern of PDF page has more than {told('max_pattern_cells')}.")
        if cells > 1 and area > current().max_pattern_overlap * step:
            raise DocumentError(f"A pattern of PDF page is drawn in more than {told('max_pattern_overlap')}.")

    def _check_streams(self, item: Any, names: Sequence[str]) -> None:
        for name in names:
            stream = entry(item, name)
            if isinstance(stream, Stream) and self._is_new(stream):
                check_unpacked(stream)

    def _check_shading(self, shading: Any) -> None:
        """Check the streams of a shading."""
        if not self._is_new(shading):
            return
        if isinstance(shading, Stream):
            check_unpacked(shading, "max_mesh_bytes")
        self._check_function(entry(shading, "/Function"))
        self._check_colours(entry(shading, "/ColorSpace"))

    def _check_colours(self, space: Any) -> None:
        """Check the streams of a colour space, and of those that it is made of."""
        for _ in range(_DEEPEST):
            if not (isinstance(space, Array) and self._is_new(space)) or len(space) < 2:  # noqa: PLR2004
                return
            for item in list(space)[1:4]:
                if isinstance(item, Stream) and self._is_new(item):
                    check_unpacked(item)
                    _check_program(item)
            space = space[2] if name_of(space[0]) in {"/Separation", "/DeviceN"} and len(space) > 2 else space[1]  # noqa: PLR2004

    def _check_function(self, function: Any) -> None:
        """Check a function, and those that it is made of, which PDFium reads as often as they are part of one."""
        level = [(item, 1) for item in elements(function)] if isinstance(function, Array) else [(function, 1)]
        total = 0
        while level:
            below: dict[Any, tuple[Any, int]] = {}
            for place, (item, times) in enumerate(level):
                total += times
                if total > current().max_functions:
                    raise DocumentError(f"A function of PDF is made of more than {told('max_functions')}.")
                if isinstance(item, Stream) and self._is_new(item):
                    check_unpacked(item, "max_sample_bytes")
                    _check_program(item)
                for number, inner in enumerate(elements(entry(item, "/Functions"))):
                    key = inner.objgen if getattr(inner, "is_indirect", False) else (place, number, None)
                    below[key] = inner, times + below.get(key, (None, 0))[1]
            level = list(below.values())


def _check_map(stream: Stream) -> None:
    """Check the map of a font: how long it is, and how many codes its ranges give."""
    data = unpacked_data(stream, "max_map_bytes")
    if len(data) <= _SHORT_MAP:
        return
    codes = 0
    ranges = (pair for section in _RANGES.finditer(data) for pair in _RANGE.findall(section[1]))
    for first, last in ranges:
        codes += max(0, min(int(last, 16), _LAST_CODE) - int(first, 16)) + 1 if len(last) <= _DIGITS else _LAST_CODE
        if codes > current().max_mapped_codes:
            raise DocumentError(f"The map of a font of PDF has more than {told('max_mapped_codes')}.")


def _check_program(function: Stream) -> None:
    """Check the length of a program that computes a colour."""
    if entry(function, "/FunctionType") == _PROGRAM and unpacked_size(function) > current().max_function_bytes:
        raise DocumentError(f"A function of PDF is longer than {told('max_function_bytes')}.")
