"""Write the instructions of a page or a form anew: with those that draw, and nothing else."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, Dictionary, Name, Object, Operator, Stream, String

from sparkocr.pdf.entries import entry
from sparkocr.pdf.redact.report import CannotRewriteError

__all__ = ["DEVICE_SPACES", "Names", "clean_instructions"]

DEVICE_SPACES = frozenset(["/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern"])
"""Colour spaces that are no resources."""

# ISO 32000-1, annex A, without marks of content (14.6), of which some carry text, and compatibility sections (7.8.2).
_NUMERIC = """
b B b* B* BT c cm d0 d1 ET f F f* g G h i j J k K l m M n q Q re RG rg s S sc SC T* Tc Td TD TL Tm Tr Ts Tw Tz v w W W*
y
"""
_NUMBERS = frozenset(_NUMERIC.split())
_STRINGS = frozenset(["Tj", "'", '"', "TJ"])
# What the last operand names: the kind of resource, and the letter that its new names begin with.
_NAMING = {
    "Tf": ("/Font", "F"),
    "Do": ("/XObject", "X"),
    "gs": ("/ExtGState", "G"),
    "cs": ("/ColorSpace", "C"),
    "CS": ("/ColorSpace", "C"),
    "scn": ("/Pattern", "P"),
    "SCN": ("/Pattern", "P"),
    "sh": ("/Shading", "S"),
}
_INTENTS = frozenset(["/AbsoluteColorimetric", "/RelativeColorimetric", "/Saturation", "/Perceptual"])
# Entries of inline images, ISO 32000-1, table 93.
_INLINE_KEYS = frozenset(
    ["/BitsPerComponent", "/ColorSpace", "/Filter", "/Height", "/ImageMask", "/Interpolate", "/Width"]
)
_COMPONENTS = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4}
_SPOILED = frozenset(["/DCTDecode", "/DCT"])  # pictures that may carry text

_Instruction = tuple[list[Any], Operator] | ContentStreamInlineImage


class Names:
    """The resources that instructions name, and their new names.

    Parameters
    ----------
    document : pikepdf.Pdf
        What they are in.
    resources : object
        The resources of a page, a form, a pattern or a font.
    clean : callable
        Takes the kind of a resource, such as ``"/Font"``, and the resource, None if it is missing; gives what takes
        its place, or None if it draws nothing.
    """

    def __init__(self, document: pikepdf.Pdf, resources: object, clean: Callable[[str, Any], Object | None]) -> None:
        self._document, self._resources, self._clean = document, resources, clean
        self._new: dict[tuple[str, str], Name | None] = {}
        self._found: dict[str, dict[str, Object]] = {}

    def new(self, kind: str, letter: str, old: Name) -> Name | None:
        """Return the new name of a resource; None if it draws nothing.

        Raises
        ------
        CannotRewriteError
            There are no resources: it is that of another stream, and readers don't agree on which.
        """
        key = kind, str(old)
        if key not in self._new:
            if not isinstance(self._resources, Dictionary):
                raise CannotRewriteError("A part of the page has no resources of its own.")
            self._new[key] = self._add(kind, letter, entry(entry(self._resources, Name(kind)), old))
        return self._new[key]

    def picture(self, entries: Mapping[str, Any], data: bytes) -> list[Name]:
        """Return the operands that draw an inline image as a resource, none if it draws nothing."""
        picture = self._document.make_stream(data, {**entries, "/Subtype": Name.Image})
        space = entries.get("/ColorSpace")
        named = entry(entry(self._resources, Name.ColorSpace), space) if isinstance(space, Name) else None
        if named is not None:
            picture.ColorSpace = named
        name = self._add(*_NAMING["Do"], picture)
        return [] if name is None else [name]

    def _add(self, kind: str, letter: str, old: Any) -> Name | None:
        value = self._clean(kind, old)
        if value is None:
            return None
        if kind == "/Font" and not value.is_indirect:
            value = self._document.make_indirect(value)
        of_kind = self._found.setdefault(kind, {})
        name = f"/{letter}{len(of_kind)}"
        of_kind[name] = value
        return Name(name)

    def resources(self) -> Dictionary:
        """Return the resources that were named, by their new names."""
        return Dictionary({kind: Dictionary(of_kind) for kind, of_kind in self._found.items() if of_kind})


def clean_instructions(content: Dictionary | Stream, names: Names) -> bytes:
    """Write the instructions of a page or a form anew.

    Marks of content, comments, unknown operators and operands that don't belong are gone, and so is what names
    resources that are not there.

    Parameters
    ----------
    content : Dictionary or Stream
        A page, or a stream of instructions.
    names : Names
        Its resources, which get new names.

    Raises
    ------
    CannotRewriteError
        A part has no resources, or it is not known where the data of an inline image end.
    """
    kept: list[_Instruction] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of operands without an operator
        for instruction in pikepdf.parse_content_stream(content):
            if isinstance(instruction, ContentStreamInlineImage):
                kept.append(_picture(instruction, names))
                continue
            operands = _clean_operands(str(instruction.operator), list(instruction.operands), names)
            if operands is not None:
                kept.append((operands, instruction.operator))
    return pikepdf.unparse_content_stream(kept)


def _clean_operands(operator: str, operands: list[Any], names: Names) -> list[Any] | None:
    """Return the operands of an instruction; None if it is dropped."""
    if operator in _NUMBERS:
        return operands if all(map(_is_number, operands)) else None
    if operator in _STRINGS:
        return list(_shown(operands))
    if operator in _NAMING:
        return _named(operator, operands, names)
    if operator == "ri":
        return operands if len(operands) == 1 and str(operands[0]) in _INTENTS else None
    if operator == "d":
        is_dash = len(operands) == 2 and isinstance(operands[0], Array)  # noqa: PLR2004
        return operands if is_dash and all(map(_is_number, [*operands[0], operands[1]])) else None
    return None


def _shown(operands: list[Any]) -> Iterator[Any]:
    """Yield operands of text: strings, numbers and arrays of both."""
    for operand in operands:
        if isinstance(operand, Array):
            yield Array([part for part in operand if isinstance(part, String) or _is_number(part)])
        elif isinstance(operand, String) or _is_number(operand):
            yield operand


def _named(operator: str, operands: list[Any], names: Names) -> list[Any] | None:
    """Return operands, of which the last one is a name, with its new name."""
    if not operands:
        return None
    *others, last = operands
    if operator == "Tf" and len(operands) == 2:  # noqa: PLR2004  the name comes first
        last, *others = operands
    if not all(map(_is_number, others)):
        return None
    if not isinstance(last, Name):
        return operands if operator in {"scn", "SCN"} and _is_number(last) else None
    if operator in {"cs", "CS"} and str(last) in DEVICE_SPACES:
        return operands
    new = names.new(*_NAMING[operator], last)
    if new is None:
        return None
    return [new, *others] if operator == "Tf" else [*others, new]


def _is_number(operand: object) -> bool:
    return isinstance(operand, int | Decimal | float)


def _picture(image: ContentStreamInlineImage, names: Names) -> _Instruction:
    """Return an inline image as it is if it has numbers and pixels only, or else what draws it as a resource.

    Raises
    ------
    CannotRewriteError
        It is not known where its data end.
    """
    entries, data = image.iimage.obj, image.iimage.read_raw_bytes()
    space = entries.get(Name.ColorSpace, Name.DeviceGray)
    components = _COMPONENTS.get(str(space)) if isinstance(space, Name) else None
    if Name.Filter not in entries and components:
        bits = components * (1 if entries.get(Name.ImageMask) else int(entries.get(Name.BitsPerComponent, 8)))
        if len(data.rstrip()) > (size := -(-bits * int(entries.Width) // 8) * int(entries.Height)) or len(data) < size:
            raise CannotRewriteError("It is not known where the data of a picture end.")
    is_plain = components and all(key in _INLINE_KEYS and _is_bare(value) for key, value in entries.items())
    return image if is_plain else (names.picture(dict(entries.items()), data), Operator("Do"))


def _is_bare(value: object) -> bool:
    return isinstance(value, bool) or _is_number(value) or (isinstance(value, Name) and str(value) not in _SPOILED)
