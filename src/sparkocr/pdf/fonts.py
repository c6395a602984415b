"""Complete the fonts of a page, so that readers know which letters its glyphs are.

PDFium takes the letters from the ToUnicode map of a font or from its encoding. Where both are missing or wrong, the
names of the glyphs (Adobe Glyph List Specification, section 2) or the font file itself often tell them. It leaves out
text in a font of CJK that isn't embedded where glyphs stand by themselves, because it knows no size of them.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import lru_cache
from typing import Any

import pikepdf
from fontTools import agl
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont
from fontTools.ttLib.standardGlyphOrder import standardGlyphOrder
from pikepdf import Dictionary, Name, Stream

from sparkocr.pdf.boxes import inherited
from sparkocr.pdf.cmap import codes_to_glyphs, codes_to_text, unicode_map
from sparkocr.pdf.entries import elements, entries, entry
from sparkocr.pdf.glyphless import font_program

__all__ = ["Lack", "complete_fonts", "is_known", "lack"]

# What fontTools finds wrong with a font is nothing that a user can change.
logging.getLogger("fontTools").setLevel(logging.CRITICAL)

_IDENTITY = (Name("/Identity-H"), Name("/Identity-V"))
_WIDE_NAME = re.compile(r"u[0-9A-F]{5,6}\b")  # names of characters beyond 16 bits, which PDFium cuts
_CJK = ("GB1", "CNS1", "Japan1", "Korea1", "KR")
_DEEPEST = 5
_STAND_IN = 3  # the glyph of `font_program` with a fifth of its height below the baseline
_CODES = 0x10000
# Microsoft's core fonts for the web.
_USUAL_ORDER = re.compile("/(Arial|TimesNewRoman|CourierNew|Verdana|Georgia|Trebuchet|ComicSans|Tahoma)")
_MANY = 4  # codes of one glyph: it stands for any letter, as in the fonts of invisible text layers
_SHARE = 0.5  # of the codes that both know: where more differ, a ToUnicode map is wrong


class Lack(IntEnum):
    """What PDFium doesn't know of the text in some fonts."""

    NOTHING = 0
    LETTERS = 1
    """Letters of some glyphs, and it knows of which."""
    MORE = 2
    """It leaves out text, or takes it for other letters, without a word."""


def lack(page: Dictionary, known: dict[tuple[int, int], Lack]) -> Lack:
    """Tell what PDFium may not know of the text of a page.

    Parameters
    ----------
    page : Dictionary
    known : dict
        What is known from other pages of the document, by the numbers of fonts and resources; added to.
    """
    resources: Any = inherited(page, "/Resources")
    number = resources.objgen if isinstance(resources, Dictionary) and resources.is_indirect else None
    if number in known:
        return known[number]
    found = Lack.NOTHING
    for font in _fonts(resources, set(), 0):
        if not font.is_indirect:
            found = max(found, _lack_of(font))
            continue
        if font.objgen not in known:
            known[font.objgen] = _lack_of(font)
        found = max(found, known[font.objgen])
    if number:
        known[number] = found
    return found


def _lack_of(font: Dictionary) -> Lack:
    """Tell what PDFium may not know of the text in a font; maps that are there may still be wrong."""
    descendant = _descendant(font)
    if _needs_stand_in(descendant):
        return Lack.MORE
    if isinstance(font.get(Name.ToUnicode), Stream):
        return Lack.NOTHING
    if descendant is not None:
        encoding = font.get(Name.Encoding)
        return Lack.LETTERS if isinstance(encoding, Stream) or encoding in _IDENTITY else Lack.NOTHING
    names = [name for _, name in _differences(entry(font.get(Name.Encoding), Name.Differences))]
    if any(_WIDE_NAME.match(name) for name in names):
        return Lack.MORE
    if font.get(Name.Subtype) == Name.Type3 or any(not _is_simple(name) for name in names):
        return Lack.LETTERS
    is_symbolic = font.get(Name.Subtype) == Name.TrueType and font.get(Name.Encoding) is None
    if is_symbolic and any(text != chr(code) for code, text in _found_texts(font, None).items()):
        return Lack.MORE
    return Lack.NOTHING


def _is_simple(name: str) -> bool:
    """Tell whether PDFium knows the letter of a glyph by its name."""
    return name == ".notdef" or ("_" not in name and len(_text_of(name)) == 1)


def complete_fonts(document: pikepdf.Pdf, page: Dictionary) -> bool:
    """Give the fonts of a page the ToUnicode maps and sizes that can be found.

    Parameters
    ----------
    document : pikepdf.Pdf
        Changed in place: its text is the better for it, its looks are not.
    page : Dictionary
        A page of it.

    Returns
    -------
    bool
        Whether anything changed.
    """
    changed = False
    for font in _fonts(inherited(page, "/Resources"), set(), 0):
        descendant = _descendant(font)
        if descendant is not None and _needs_stand_in(descendant):
            _stand_in(document, descendant)
            changed = True
            continue
        texts = _found_texts(font, descendant)
        changed |= _add_map(document, font, texts, width=1 if descendant is None else 2)
    return changed


def _found_texts(font: Dictionary, descendant: Dictionary | None) -> dict[int, str]:
    """Return the texts of the codes of a font, as far as it tells."""
    try:
        return _simple(font) if descendant is None else _composite(font, descendant)
    except Exception:  # noqa: BLE001  fontTools raises anything on broken fonts
        return {}


def _fonts(resources: object, seen: set[tuple[int, int]], depth: int) -> Iterator[Dictionary]:
    """Yield the fonts of a page, and of the forms and glyphs that are drawn on it."""
    if depth > _DEEPEST:
        return
    for _, font in entries(entry(resources, Name.Font)):
        if isinstance(font, Dictionary) and font.objgen not in seen:
            if font.is_indirect:
                seen.add(font.objgen)
            yield font
    for _, form in entries(entry(resources, Name.XObject)):
        if isinstance(form, Stream) and form.get(Name.Subtype) == Name.Form and form.objgen not in seen:
            seen.add(form.objgen)
            yield from _fonts(form.get(Name.Resources), seen, depth + 1)


def _descendant(font: object) -> Dictionary | None:
    """Return the font that a composite font is made of."""
    fonts = elements(entry(font, Name.DescendantFonts))
    return fonts[0] if fonts and isinstance(fonts[0], Dictionary) else None


def _needs_stand_in(descendant: Dictionary | None) -> bool:
    """Tell whether a font is one of CJK without a font file."""
    if descendant is None:
        return False
    descriptor = descendant.get(Name.FontDescriptor)
    if any(entry(descriptor, name) is not None for name in (Name.FontFile, Name.FontFile2, Name.FontFile3)):
        return False
    return str(entry(descendant.get(Name.CIDSystemInfo), Name.Ordering)) in _CJK


def _stand_in(document: pikepdf.Pdf, descendant: Dictionary) -> None:
    """Embed a font in which all characters are the same glyph, with a size."""
    descriptor = descendant.get(Name.FontDescriptor)
    descriptor = descriptor.copy() if isinstance(descriptor, Dictionary) else Dictionary(Type=Name.FontDescriptor)
    descriptor.FontFile2 = document.make_stream(font_program())
    descendant.FontDescriptor = document.make_indirect(descriptor)
    descendant.Subtype = Name.CIDFontType2
    descendant.CIDToGIDMap = document.make_stream(_STAND_IN.to_bytes(2, "big") * _CODES)


def _add_map(document: pikepdf.Pdf, font: Dictionary, texts: Mapping[int, str], *, width: int) -> bool:
    """Add to the ToUnicode map of a font what it lacks; what the font says replaces a map that is wrong."""
    stream = font.get(Name.ToUnicode)
    old, is_misread = codes_to_text(stream.read_bytes()) if isinstance(stream, Stream) else ({}, False)
    valid = {code: text for code, text in old.items() if is_known(text)}
    common = [code for code in valid if code in texts]
    wrong = [code for code in common if _compared(valid[code]) != _compared(texts[code])]
    if len(wrong) > _SHARE * len(common):
        valid = {}
    found = dict(texts) | valid
    if not is_misread and (not texts or found == old):
        return False
    font.ToUnicode = document.make_stream(unicode_map(found, width))
    return True


def is_known(text: str) -> bool:
    """Tell whether a text consists of characters: nothing for private use, no control characters or replacements."""
    return not any(unicodedata.category(c) in {"Co", "Cc", "Cn", "Cs"} or c == "\ufffd" for c in text.strip())


def _compared(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _simple(font: Dictionary) -> dict[int, str]:
    """Return the texts of the codes of a simple font that has names for them, as far as its names or its file tell."""
    names = dict(_differences(entry(font.get(Name.Encoding), Name.Differences)))
    texts = {code: _text_of(name) for code, name in names.items()}
    program = _program(font.get(Name.FontDescriptor))
    if isinstance(program, TTFont):
        glyphs = _glyph_texts(program)
        order = {name: number for number, name in enumerate(program.getGlyphOrder())}
        for code, name in names.items():
            if not texts[code] and name in order:
                texts[code] = glyphs.get(order[name], "")
        if font.get(Name.Encoding) is None:
            texts |= {code: glyphs.get(glyph, "") for code, glyph in _symbol_codes(program, order)}
    return {code: text for code, text in texts.items() if text}


def _symbol_codes(program: TTFont, order: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """Yield the codes of a symbolic font and their glyphs (ISO 32000-1, 9.6.6.4)."""
    if "cmap" not in program:
        return
    for table in program["cmap"].tables:
        if (table.platformID, table.platEncID) in {(3, 0), (1, 0)}:
            yield from ((code & 0xFF, order[name]) for code, name in table.cmap.items() if name in order)


def _differences(array: object) -> Iterator[tuple[int, str]]:
    """Yield the codes and names that an encoding sets (ISO 32000-1, 9.6.6.1)."""
    code = 0
    for item in elements(array):
        if isinstance(item, Name):
            yield code, str(item)[1:]
            code += 1
        elif isinstance(item, int):
            code = item


@lru_cache(1 << 12)
def _text_of(name: str) -> str:
    """Return the letters that the name of a glyph means; empty if it means none."""
    text: str = agl.toUnicode(name)
    return text if is_known(text) else ""


def _composite(font: Dictionary, descendant: Dictionary) -> dict[int, str]:
    """Return the texts of the codes of a composite font, as far as its font file tells."""
    program = _program(descendant.get(Name.FontDescriptor))
    if program is None and (isinstance(font.get(Name.ToUnicode), Stream) or not _has_usual_order(font)):
        return {}
    glyphs = _usual_glyphs() if program is None else _glyph_texts(program)
    encoding = font.get(Name.Encoding)
    if isinstance(encoding, Stream):
        cids = codes_to_glyphs(encoding.read_bytes())
    elif encoding in _IDENTITY:
        cids = {code: code for code in range(_CODES)}
    else:
        return {}
    to_glyph = descendant.get(Name.CIDToGIDMap)
    if isinstance(to_glyph, Stream):
        data = to_glyph.read_bytes()
        cids = {code: int.from_bytes(data[2 * cid : 2 * cid + 2], "big") for code, cid in cids.items()}
    shared = Counter(cids.values())
    return {code: glyphs[glyph] for code, glyph in cids.items() if glyph in glyphs and shared[glyph] < _MANY}


def _program(descriptor: object) -> TTFont | CFFFontSet | None:
    """Open the font file of a font; None if it has none that has a table of letters or names."""
    true_type, other = entry(descriptor, Name.FontFile2), entry(descriptor, Name.FontFile3)
    stream = true_type or other
    if not isinstance(stream, Stream):
        return None
    file = io.BytesIO(stream.read_bytes())
    if true_type or other.get(Name.Subtype) == Name.OpenType:
        return TTFont(file, lazy=True, fontNumber=0)
    fonts = CFFFontSet()
    fonts.decompile(file, None)
    return fonts


def _has_usual_order(font: Dictionary) -> bool:
    """Tell whether a font that isn't embedded is one of those that have Apple's order of glyphs, by its name."""
    return _USUAL_ORDER.match(str(font.get(Name.BaseFont, "")).replace(" ", "")) is not None


@lru_cache
def _usual_glyphs() -> dict[int, str]:
    """Return the texts of the first glyphs of fonts in Apple's standard order."""
    return {number: _text_of(name) for number, name in enumerate(standardGlyphOrder) if _text_of(name)}


def _glyph_texts(program: TTFont | CFFFontSet) -> dict[int, str]:
    """Return the text of each glyph, by its number."""
    if isinstance(program, CFFFontSet):
        charset = program[0].charset
        names = [] if hasattr(program[0], "ROS") else charset
        return {number: _text_of(name) for number, name in enumerate(names) if _text_of(name)}
    order = program.getGlyphOrder()
    texts = {number: _text_of(name) for number, name in enumerate(order) if _text_of(name)}
    numbers = {name: number for number, name in enumerate(order)}
    for table in program["cmap"].tables if "cmap" in program else ():
        if table.isUnicode():
            letters = ((numbers[name], chr(code)) for code, name in table.cmap.items() if name in numbers)
            texts |= {number: letter for number, letter in letters if is_known(letter)}
    return texts
