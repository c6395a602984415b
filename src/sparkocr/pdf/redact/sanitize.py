"""Leave of a page what draws it, and drop all that could tell more.

Every object that a page needs keeps the entries of `page_grammar.GRAMMAR`; what is not there is gone: metadata,
annotations, marks of content, structure, private data, thumbnails, alternates, dates. Pictures and colour profiles lose
what they carry beside pixels and colours.

What stays, although it may tell something: programs of fonts, of whose glyphs some may not be shown any more (see
`sparkocr.pdf.redact.used_codes` for what fonts say of them), names of fonts that are not embedded, and bytes after the
end of data that are coded otherwise than Flate or JPEG.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from sparkocr.pdf.boxes import inherited, page_frame
from sparkocr.pdf.entries import elements, entries, entry
from sparkocr.pdf.redact.embedded_data import clean_icc, clean_jpeg, clean_jpx, without_comments, without_tail
from sparkocr.pdf.redact.instructions import DEVICE_SPACES, Names, clean_instructions
from sparkocr.pdf.redact.page_grammar import BARE, CODING, GRAMMAR
from sparkocr.pdf.redact.report import CannotRewriteError

__all__ = ["Sanitizer"]

_DEEPEST = 60  # levels of objects in objects: forms in forms are 2 each
_KIND_OF_RESOURCE = {
    "/Font": "a font",
    "/XObject": "drawn",
    "/ExtGState": "state",
    "/ColorSpace": "space",
    "/Pattern": "pattern",
    "/Shading": "shading",
}
_INKS = frozenset(["/All", "/None", "/Cyan", "/Magenta", "/Yellow", "/Black"])
_OF_COMPONENTS = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
_TAG_LETTERS = 6  # before the name of a subset of a font, ISO 32000-1, 9.6.4
_DIRECTION = re.compile(rb"/WMode\s+(\d)\s+def\b")
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_JPEG, _JPX, _FLATE = frozenset(["/DCTDecode", "/DCT"]), "/JPXDecode", frozenset(["/FlateDecode", "/Fl"])


class Sanitizer:
    """Sanitises pages of a document; what they share is looked at once.

    Parameters
    ----------
    document : pikepdf.Pdf
        Whose pages and objects are changed in place.
    """

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self._known: dict[tuple[tuple[int, int], str], Any] = {}
        self._fonts = self._depth = 0
        self._cleaners: dict[str, Callable[[Any], Any]] = {
            BARE: _bare,
            "a font": self._font,
            "character set": _character_set,
            "character map": self._character_map,
            "descendants": self._descendants,
            "drawn": self._drawn,
            "encoding": self._encoding,
            "font and size": self._font_and_size,
            "function": self._function,
            "glyph map": self._glyph_map,
            "mask": self._mask,
            "pattern": self._pattern,
            "space": self._space,
        }

    def clean_page(self, page: Dictionary) -> None:
        """Leave of a page its content, its box and how it is turned.

        Raises
        ------
        CannotRewriteError
            It has something that can't be cleaned.
        """
        names = Names(self._document, inherited(page, "/Resources"), self._resource)
        content = clean_instructions(page, names)
        frame = page_frame(pikepdf.Page(page))
        group = self._clean("group", page.get(Name.Group))
        for key in list(page.keys()):
            if key not in {"/Type", "/Parent"}:
                del page[key]
        page.MediaBox = Array([round(side, 6) for side in frame[:4]])
        page.Contents, page.Resources = self._document.make_stream(content), names.resources()
        if frame.rotation:
            page.Rotate = frame.rotation
        if frame.unit != 1:
            page.UserUnit = Decimal(str(frame.unit))
        if group is not None:
            page.Group = group

    def _resource(self, kind: str, value: Any) -> Any:
        if kind == "/Font" and not isinstance(value, Dictionary):  # readers take a font of their own
            return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        return self._clean(_KIND_OF_RESOURCE[kind], value)

    def _clean(self, kind: str, value: Any) -> Any:
        """Return what takes the place of a value of a kind; None if it has no place."""
        is_shared = getattr(value, "is_indirect", False)
        key = (value.objgen, kind) if is_shared else None
        if key in self._known:
            return self._known[key]
        if key is not None:
            self._known[key] = value  # for objects that are in themselves
        if self._depth > _DEEPEST:
            raise CannotRewriteError("Objects of the page are too deep in each other.")
        self._depth += 1
        try:
            cleaner = self._cleaners.get(kind)
            found = cleaner(value) if cleaner else self._keep(kind, value)
        finally:
            self._depth -= 1
        if key is not None:
            self._known[key] = found
        return found

    def _keep(self, kind: str, value: Any) -> Any:
        """Keep the entries of a dictionary or a stream that its kind has; None if it is something else."""
        if not isinstance(value, Dictionary | Stream):
            return None
        grammar = GRAMMAR[kind]
        for key, old in list(value.items()):
            if key in CODING and isinstance(value, Stream):
                continue
            new = self._clean(grammar[key], old) if key in grammar else None
            if new is None:
                del value[key]
            elif new is not old:
                value[key] = new
        if isinstance(value, Stream):
            _clean_data(value)
        return value

    def _with_content(self, kind: str, stream: Stream) -> Stream:
        """Clean a stream of instructions."""
        names = Names(self._document, stream.get(Name.Resources), self._resource)
        stream.write(clean_instructions(stream, names))
        self._keep(kind, stream)
        stream.Resources = names.resources()
        return stream

    def _drawn(self, value: Any) -> Any:
        kind = str(entry(value, Name.Subtype))
        if not isinstance(value, Stream) or kind not in {"/Form", "/Image"}:
            return None
        return self._with_content("form", value) if kind == "/Form" else self._clean("image", value)

    def _mask(self, value: Any) -> Any:
        return _bare(value) if isinstance(value, Array) else self._clean("image", value)

    def _pattern(self, value: Any) -> Any:
        return (
            self._with_content("tiling", value) if isinstance(value, Stream) else self._keep("shading pattern", value)
        )

    def _function(self, value: Any) -> Any:
        if isinstance(value, Name):
            return value
        if isinstance(value, Array):
            return Array([self._clean("one function", item) for item in value])
        if isinstance(value, Stream) and entry(value, Name.FunctionType) == 4:  # noqa: PLR2004  a program
            value.write(without_comments(value.read_bytes()))
        return self._keep("one function", value)

    def _space(self, value: Any) -> Any:
        """Clean a colour space (ISO 32000-1, 8.6)."""
        if isinstance(value, Name):
            return value if str(value) in DEVICE_SPACES else None
        family, *rest = elements(value) or [None]
        match str(family), rest:
            case (("/CalGray" | "/CalRGB" | "/Lab"), [calibration, *_]):
                return Array([family, self._clean("calibration", calibration)])
            case "/ICCBased", [Stream() as profile, *_]:
                return self._profile(family, profile)
            case (("/Indexed" | "/I"), [base, highest, table, *_]):
                lookup = self._clean("data", table) if isinstance(table, Stream) else table
                is_valid = isinstance(lookup, String | Stream) and _bare(highest) is not None
                return Array([family, self._clean("space", base), highest, lookup]) if is_valid else None
            case "/Separation", [ink, alternate, tint, *_]:
                return Array([family, _ink(ink, 0), self._clean("space", alternate), self._clean("function", tint)])
            case "/DeviceN", [Array() as inks, alternate, tint, *_]:
                names = Array([_ink(ink, number) for number, ink in enumerate(inks)])
                return Array([family, names, self._clean("space", alternate), self._clean("function", tint)])
            case "/Pattern", [base, *_]:
                return Array([family, self._clean("space", base)])
            case name, []:
                return family if name in DEVICE_SPACES else None
        return None

    def _profile(self, family: Name, profile: Stream) -> Any:
        """Clean a colour space of a profile; without one that can be read it is that of the device."""
        cleaned = clean_icc(profile.read_bytes())
        if not cleaned:
            return _OF_COMPONENTS.get(int(profile.get(Name.N, 0)))
        profile.write(cleaned)
        return Array([family, self._clean("profile", profile)])

    def _font(self, font: Any) -> Any:
        if not isinstance(font, Dictionary):
            return None
        names = Names(self._document, font.get(Name.Resources), self._resource)
        glyphs = self._glyphs(font, names)
        self._name_font(font)
        self._keep("font", font)
        if font.get(Name.Subtype) == Name.Type3:
            font.CharProcs, font.Resources = glyphs, names.resources()
        return font

    def _glyphs(self, font: Dictionary, names: Names) -> Dictionary:
        """Return the clean glyphs of a font that has them as instructions, which share its resources."""
        clean: dict[object, Stream] = {}
        found = {}
        for name, glyph in entries(font.get(Name.CharProcs)):
            if isinstance(glyph, Stream):
                if glyph.objgen not in clean:
                    clean[glyph.objgen] = self._document.make_stream(clean_instructions(glyph, names))
                found[name] = clean[glyph.objgen]
        return Dictionary(found)

    def _name_font(self, font: Dictionary) -> None:
        """Give a font that is embedded a name that says nothing."""
        parts = [part for part in [font, *elements(font.get(Name.DescendantFonts))] if isinstance(part, Dictionary)]
        descriptors = [found for part in parts if isinstance(found := part.get(Name.FontDescriptor), Dictionary)]
        if not any(program in descriptor for descriptor in descriptors for program in _PROGRAMS):
            return
        name = Name(f"/{_tag(self._fonts)}+Font")
        self._fonts += 1
        for part in parts:
            part.BaseFont = name
        for descriptor in descriptors:
            descriptor.FontName = name

    def _descendants(self, value: Any) -> Any:
        return Array([self._clean("font", font) for font in elements(value)])

    def _font_and_size(self, value: Any) -> Any:
        font, size, *_ = [*elements(value), None, None]
        return Array([self._clean("a font", font), size]) if _bare(size) is not None else None

    def _encoding(self, value: Any) -> Any:
        if isinstance(value, Name):
            return value
        return self._character_map(value) if isinstance(value, Stream) else self._keep("differences", value)

    def _character_map(self, value: Any) -> Any:
        if isinstance(value, Stream):
            program = without_comments(value.read_bytes())
            written = _DIRECTION.search(program)
            if int(value.get(Name.WMode, 0)) != (int(written[1]) if written else 0):
                raise CannotRewriteError("A font is written in two directions.")  # readers choose either
            value.write(program)
            return self._keep("one character map", value)
        return value if isinstance(value, Name) else None

    def _glyph_map(self, value: Any) -> Any:
        return self._keep("data", value) if isinstance(value, Stream) else _bare(value)


def _bare(value: Any) -> Any:
    """Return a value that consists of numbers, names and booleans; None if it has anything else."""
    if isinstance(value, Array):
        return value if all(_bare(item) is not None for item in value) else None
    return value if isinstance(value, bool | int | float | Decimal | Name) else None


def _character_set(value: Any) -> Any:
    """Return the name of a character collection: that of Adobe's it has, or no special one."""
    ordering = str(entry(value, Name.Ordering))
    known = ordering in {"GB1", "CNS1", "Japan1", "Japan2", "Korea1", "KR", "UCS"}
    supplement = entry(value, Name.Supplement)
    return Dictionary(
        Registry=String("Adobe"),
        Ordering=String(ordering if known else "Identity"),
        Supplement=supplement if isinstance(supplement, int) else 0,
    )


def _ink(name: Any, number: int) -> Name:
    return name if str(name) in _INKS else Name(f"/Ink{number}")


def _tag(number: int) -> str:
    """Return the tag of a font: six letters that count."""
    letters = ""
    for _ in range(_TAG_LETTERS):
        number, letter = divmod(number, len(string.ascii_uppercase))
        letters = string.ascii_uppercase[letter] + letters
    return letters


def _clean_data(stream: Stream) -> None:
    """Drop from the data of a stream what is no part of the picture, and what comes after its end."""
    coding = stream.get(Name.Filter)
    filters: list[Any] = elements(coding) if isinstance(coding, Array) else [coding] * (coding is not None)
    parms = stream.get(Name.DecodeParms)
    all_parms: list[Any] = elements(parms) if isinstance(parms, Array) else [parms] * bool(filters)
    for found in all_parms:
        for key, value in list(entries(found)):
            if _bare(value) is None and not (key == "/JBIG2Globals" and isinstance(value, Stream)):
                del found[key]
    if not filters:
        return
    last = str(filters[-1])
    if last not in _JPEG | _FLATE | {_JPX}:
        return
    data = stream.read_raw_bytes()
    if len(filters) > 1:
        if last in _FLATE:
            return  # decoded and packed anew when it is written
        with pikepdf.new() as empty:
            data = Stream(empty, data, Filter=Array(filters[:-1])).read_bytes()
    clean = clean_jpeg if last in _JPEG else clean_jpx if last == _JPX else without_tail
    cleaned = clean(data)
    if len(cleaned) != len(data) or len(filters) > 1:
        last_parms = all_parms[-1] if len(all_parms) == len(filters) else None
        stream.write(cleaned, filter=filters[-1], decode_parms=last_parms)
