"""Let fonts tell only the letters that are still shown: others would tell which letters were taken out.

The glyphs themselves stay in the programs of fonts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, Dictionary, Name, Object, Stream, String

from sparkocr.pdf.cmap import codes_to_text, unicode_map
from sparkocr.pdf.entries import elements, entries, entry

__all__ = ["forget_unused_codes"]

_Number = tuple[int, int]

_TEXT = frozenset(["Tj", "TJ", "'", '"'])
_FONT_AND_TEXT = "q Q Tf Tj TJ ' \""
_TWO_BYTES = frozenset(["/Identity-H", "/Identity-V"])


def forget_unused_codes(document: pikepdf.Pdf) -> None:
    """Drop from the fonts of a document what they tell of codes that no page shows.

    That are the entries of ToUnicode maps and encodings, widths, and glyphs that are instructions. Fonts whose codes
    can't be told apart, and all fonts of a document in which a form shows text in the font of another one, stay.

    Parameters
    ----------
    document : pikepdf.Pdf
        Changed in place. Its pages are sanitised: each has resources of its own, in which fonts are indirect objects.
    """
    uses = _Uses()
    for page in document.pages:
        uses.add(page.obj, page.obj.get(Name.Resources))
    if uses.is_sure:
        for font, codes in uses.of_fonts():
            _forget(document, font, codes)


class _Uses:
    """The codes that pages show of each font.

    Attributes
    ----------
    is_sure : bool
        Whether the font of all text is known.
    """

    def __init__(self) -> None:
        self.is_sure = True
        self._seen: set[_Number] = set()
        self._fonts: dict[_Number, tuple[Dictionary, set[int] | None]] = {}

    def of_fonts(self) -> Iterator[tuple[Dictionary, set[int]]]:
        """Yield the fonts of which it is known what is shown."""
        return ((font, codes) for font, codes in self._fonts.values() if codes is not None)

    def add(self, content: Dictionary | Stream, resources: Object | None) -> None:
        """Add what a page, a form, a pattern or a glyph shows, with all that its resources have."""
        self._add_resources(resources)
        fonts, font = entry(resources, Name.Font), None
        saved: list[Dictionary | None] = []
        for instruction in pikepdf.parse_content_stream(content, _FONT_AND_TEXT):
            if isinstance(instruction, ContentStreamInlineImage):
                continue
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "q":
                saved.append(font)
            elif operator == "Q":
                font = saved.pop() if saved else None
            elif operator == "Tf":
                font = entry(fonts, Name(str(operands[0])))
            elif operator in _TEXT and (data := b"".join(_strings(list(operands)))):
                self._show(font, data)

    def _show(self, font: Dictionary | None, data: bytes) -> None:
        """Add the codes of a text."""
        codes = self._fonts[font.objgen][1] if font is not None and font.objgen in self._fonts else None
        if font is None:
            self.is_sure = False
        elif codes is not None:
            width = _width(font)
            codes.update(int.from_bytes(data[i : i + width], "big") for i in range(0, len(data), width))

    def _add_resources(self, resources: Object | None) -> None:
        for _, font in entries(entry(resources, Name.Font)):
            self._add_font(font)
        for _, state in entries(entry(resources, Name.ExtGState)):
            self.is_sure &= Name.Font not in state
            self._add_stream(entry(entry(state, Name.SMask), Name.G))
        for kind in (Name.XObject, Name.Pattern):
            for _, drawn in entries(entry(resources, kind)):
                self._add_stream(drawn)

    def _add_stream(self, drawn: Any) -> None:
        if not isinstance(drawn, Stream) or drawn.objgen in self._seen or drawn.get(Name.Subtype) == Name.Image:
            return
        self._seen.add(drawn.objgen)
        self.add(drawn, drawn.get(Name.Resources))

    def _add_font(self, font: Dictionary) -> None:
        if font.objgen in self._fonts:
            return
        self._fonts[font.objgen] = font, set() if _width(font) else None
        for _, glyph in entries(font.get(Name.CharProcs)):
            if glyph.objgen not in self._seen:
                self._seen.add(glyph.objgen)
                self.add(glyph, font.get(Name.Resources))


def _width(font: Dictionary) -> int:
    """Return the bytes of a code; 0 if codes are of several sizes."""
    if font.get(Name.Subtype) != Name.Type0:
        return 1
    return 2 if str(font.get(Name.Encoding)) in _TWO_BYTES else 0


def _strings(operands: Sequence[Any]) -> Iterator[bytes]:
    for operand in operands:
        if isinstance(operand, String):
            yield bytes(operand)
        elif isinstance(operand, Array):
            yield from _strings(list(operand))


def _forget(document: pikepdf.Pdf, font: Dictionary, codes: set[int]) -> None:
    """Drop what a font tells of other codes."""
    to_unicode = font.get(Name.ToUnicode)
    if isinstance(to_unicode, Stream):
        texts, _ = codes_to_text(to_unicode.read_bytes())
        shown = {code: text for code, text in texts.items() if code in codes}
        font.ToUnicode = document.make_stream(unicode_map(shown, _width(font)))
    if Name.Widths in font:
        first = int(font.get(Name.FirstChar, 0))
        font.Widths = Array([width if first + i in codes else 0 for i, width in enumerate(elements(font.Widths))])
    names = dict(_differences(entry(font.get(Name.Encoding), Name.Differences)))
    if names:
        kept = {code: name for code, name in names.items() if code in codes}
        encoding = Dictionary(dict(entries(font.Encoding)))
        encoding.Differences = Array([part for code, name in kept.items() for part in (code, name)])
        font.Encoding = encoding
        if font.get(Name.Subtype) == Name.Type3:
            shown_names = {str(name) for name in kept.values()}
            font.CharProcs = Dictionary({name: glyph for name, glyph in entries(font.CharProcs) if name in shown_names})


def _differences(parts: Object | None) -> Iterator[tuple[int, Name]]:
    """Yield the codes of an encoding and their names (ISO 32000-1, table 114)."""
    code = 0
    for part in elements(parts):
        if isinstance(part, Name):
            yield code, part
            code += 1
        else:
            code = int(part)
