"""How far each glyph of a font goes, and where it is: what text is placed by (ISO 32000-1, 9.2.4 and 9.6 to 9.7)."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Stream
from reportlab.pdfbase import _fontdata

from sparkocr.pdf.boxes import numbers_of
from sparkocr.pdf.cmap import codes_to_glyphs
from sparkocr.pdf.entries import elements, entries, entry
from sparkocr.pdf.redact.report import CannotRewriteError

__all__ = ["Box", "Font", "read_font"]

Box = tuple[float, float, float, float]
"""Left, bottom, right and top of a glyph from where it begins, in em."""

_UNKNOWN = math.nan
_BYTE, _PAIR = 0x100, 0x10000  # how many codes of one and of two bytes there are
_PER_EM = 1000  # units of widths
_USUAL_WIDTH, _USUAL_HEIGHT, _USUAL_DOWN = 1000.0, 880.0, -1000.0  # /DW and /DW2, ISO 32000-1, table 117
# A glyph is taken out if its core is touched: what is left of its box without a fifth at each side (of an em at most:
# some are much narrower than they say), from a fifth to three fifths of the height of capitals and ascenders. Lines
# above and below, whose boxes often overlap, and letters beside, which padded regions touch, don't lose theirs.
_SIDE = 0.2
_CORE_BOTTOM, _CORE_TOP = 0.2, 0.6
_ASCENT = 0.75  # em, where a font doesn't tell
_LEAST_ASCENT, _MOST_ASCENT = 0.5, 1.0  # em; some fonts claim none, or that of several lines
_NARROW = 0.1  # em to both sides of a glyph without width, such as an accent
_WORD = 3.0  # a glyph that is so many times as long as high may be a word
_METRICS = re.compile(rb"\s*((?:[-+.\d]+\s+){6})d1\b")
_SECTION = re.compile(rb"begincodespacerange(.*?)endcodespacerange", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_VERTICAL = re.compile(rb"/WMode\s+1\b")
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"[,-]?(Bold)?(Italic|Oblique)?(MT)?$")
_FAMILIES = {
    "Arial": "Helvetica",
    "ArialMT": "Helvetica",
    "CourierNew": "Courier",
    "CourierNewPS": "Courier",
    "TimesNewRoman": "Times",
    "TimesNewRomanPS": "Times",
}
_BASE_ENCODINGS = {
    "/WinAnsiEncoding": "WinAnsiEncoding",
    "/MacRomanEncoding": "MacRomanEncoding",
    "/StandardEncoding": "StandardEncoding",
}


@dataclass(frozen=True, slots=True)
class Font:
    """The metrics of a font.

    Attributes
    ----------
    code_size : int
        Bytes of each code: 1 or 2.
    advances : sequence of float
        By code: how far the next glyph begins, to the right or (negative) down, in thousandths of an em; nan where the
        font doesn't tell.
    reach : Box
        Where the core of any glyph may be, from where it begins (left and bottom) or ends (right and top).
    cores : mapping of int to Box
        By code, where they aren't as wide as the glyph.
    vertical : Vertical or None
        Of vertical text: where glyphs are.
    """

    code_size: int
    advances: Sequence[float]
    reach: Box
    cores: Mapping[int, Box] = field(default_factory=dict)
    vertical: Vertical | None = None

    def codes(self, text: bytes) -> Sequence[int]:
        """Return the codes of a string.

        Raises
        ------
        CannotRewriteError
            It ends within a code.
        """
        if self.code_size == 1:
            return text
        if len(text) % 2:
            raise CannotRewriteError("A text is damaged.")
        return struct.unpack(f">{len(text) // 2}H", text)

    def core(self, code: int) -> Box:
        """Return the box that a region must touch to hit the glyph of a code, from where it begins."""
        if self.vertical is not None:
            return self.vertical.core(code)
        if code in self.cores:
            return self.cores[code]
        width = self.advances[code] / _PER_EM
        _, bottom, _, top = self.reach
        if abs(width) < _NARROW:
            return (-_NARROW, bottom, _NARROW, top)
        side = math.copysign(min(abs(width), 1.0) * _SIDE, width)
        left, right = sorted((side, width - side))
        return (left, bottom, right, top)


@dataclass(frozen=True, slots=True)
class Vertical:
    """Where the glyphs of vertical text are, in thousandths of an em (ISO 32000-1, 9.7.4.3).

    Attributes
    ----------
    widths : sequence of float
        By code.
    height : float
        Of the origin of vertical text over that of horizontal text.
    origins : mapping of int to (float, float)
        By code, where the font says it: how far right and up the origin of vertical text is.
    """

    widths: Sequence[float]
    height: float
    origins: Mapping[int, tuple[float, float]]

    def core(self, code: int) -> Box:
        """Return the box that a region must touch to hit the glyph of a code, from where it begins."""
        width = self.widths[code]
        right, up = self.origins.get(code, (width / 2, self.height))
        bottom = _USUAL_HEIGHT - _PER_EM
        left, low, right, high = _shrunk((-right, bottom - up, width - right, _USUAL_HEIGHT - up))
        return (left / _PER_EM, low / _PER_EM, right / _PER_EM, high / _PER_EM)


def read_font(font: object) -> Font:
    """Read the metrics of a font.

    Raises
    ------
    CannotRewriteError
        It has none, or they are of a kind that isn't known.
    """
    try:
        if isinstance(font, Dictionary):
            subtype = font.get(Name.Subtype)
            if subtype == Name.Type0:
                return _composite(font)
            if subtype == Name.Type3:
                return _drawn(font)
            if subtype in {Name.Type1, Name.TrueType, Name.MMType1}:
                return _simple(font)
    except (TypeError, ValueError, IndexError, OverflowError):
        pass
    raise CannotRewriteError("A font is of a kind that is not known.")


def _simple(font: Dictionary) -> Font:
    """Read a font of 1-byte codes."""
    descriptor = font.get(Name.FontDescriptor)
    if isinstance(font.get(Name.Widths), Array):
        widths = _listed_widths(font, entry(descriptor, Name.MissingWidth))
    else:
        widths = _standard_widths(font)
    return Font(1, widths, _band(descriptor))


def _listed_widths(font: Dictionary, missing: Any) -> list[float]:
    """Return the widths that a font lists; readers differ on others, unless it says what they are."""
    widths = [_UNKNOWN if missing is None else float(missing)] * _BYTE
    first = int(font.get(Name.FirstChar, 0))
    listed = [float(width) for width in elements(font.get(Name.Widths))]
    if not 0 <= first < _BYTE:
        raise ValueError
    widths[first : first + len(listed)] = listed
    return widths[:_BYTE]


def _standard_widths(font: Dictionary) -> list[float]:
    """Return the widths of one of the 14 fonts that every reader has (ISO 32000-1, 9.6.2.2)."""
    name = _standard_name(str(font.get(Name.BaseFont, ""))[1:])
    known: Mapping[str, float] = _fontdata.widthsByFontGlyph[name]
    return [known.get(glyph, _UNKNOWN) for glyph in _glyph_names(font, name)]


def _standard_name(name: str) -> str:
    """Return which of the 14 fonts a name means."""
    name = _SUBSET.sub("", name).replace(" ", "")
    if name in _fontdata.standardFonts:
        return name
    style = _STYLE.search(name)
    family = _FAMILIES.get(name[: style.start()] if style else name)
    if style is None or family is None:
        raise CannotRewriteError("A font has no widths.")
    slant = ("Italic" if family == "Times" else "Oblique") if style[2] else ""
    suffix = f"{style[1] or ''}{slant}" or ("Roman" if family == "Times" else "")
    return f"{family}-{suffix}" if suffix else family


def _glyph_names(font: Dictionary, standard_name: str) -> list[str]:
    """Return the names of the glyphs of the codes of one of the 14 fonts; empty where there is none."""
    encoding = font.get(Name.Encoding)
    own = {"Symbol": "SymbolEncoding", "ZapfDingbats": "ZapfDingbatsEncoding"}.get(standard_name, "StandardEncoding")
    base = entry(encoding, Name.BaseEncoding) if isinstance(encoding, Dictionary) else encoding
    names = [glyph or "" for glyph in _fontdata.encodings[_BASE_ENCODINGS.get(str(base), own)]]
    code = 0
    for item in elements(entry(encoding, Name.Differences)):
        if isinstance(item, Name):
            names[code] = str(item)[1:]
            code += 1
        else:
            code = int(item)
    return names


def _band(descriptor: object) -> Box:
    """Return where the cores of the glyphs of a font may be."""
    claimed = entry(descriptor, Name.Ascent)
    ascent = float(claimed) / _PER_EM if claimed else _ASCENT
    ascent = min(max(ascent, _LEAST_ASCENT), _MOST_ASCENT)
    return (-_NARROW, _CORE_BOTTOM * ascent, _NARROW, _CORE_TOP * ascent)


def _drawn(font: Dictionary) -> Font:
    """Read a font whose glyphs are drawn by instructions (Type 3): it has a space of its own."""
    matrix = numbers_of(font.get(Name.FontMatrix))
    if matrix is None or len(matrix) != 6 or matrix[1] or matrix[2] or not matrix[0] * matrix[3]:  # noqa: PLR2004
        raise ValueError
    across, up = matrix[0], matrix[3]
    widths = [width * across * _PER_EM for width in _listed_widths(font, None)]
    named = dict(_differences(font))
    whole = _scaled(numbers_of(font.get(Name.FontBBox)) or [0, 0, 0, 0], across, up)
    boxes = {
        name: _scaled(_inked(procedure), across, up)
        for name, procedure in entries(font.get(Name.CharProcs))
        if isinstance(procedure, Stream)
    }
    tall = [box for box in (whole, *boxes.values()) if box[3] > box[1]]
    if not tall:
        raise CannotRewriteError("A font has no height.")
    bottom, top = (whole[1], whole[3]) if whole in tall else (min(b[1] for b in tall), max(b[3] for b in tall))
    cores = {}
    for code, name in named.items():
        box = boxes.get(name, whole)
        inked = box[2] > box[0] and box[3] > box[1]
        if inked and (box[2] - box[0]) > _WORD * max(box[3] - box[1], top - bottom):
            raise CannotRewriteError("A glyph may be more than a letter.")
        width = widths[code] / _PER_EM
        left, right = (box[0], box[2]) if inked and name in boxes else (min(0.0, width), max(0.0, width))
        low, high = (box[1], box[3]) if inked and name in boxes else (bottom, top)
        cores[code] = _shrunk((left, low, right, high))
    for code in set(range(_BYTE)) - cores.keys():
        width = widths[code] / _PER_EM
        cores[code] = _shrunk((min(0.0, width), bottom, max(0.0, width), top))
    reach = _union([whole, *(box for box in cores.values() if not math.isnan(box[2]))])
    return Font(1, widths, reach, cores)


def _differences(font: Dictionary) -> list[tuple[int, str]]:
    """Return the codes and the names of the glyphs of a font that names all."""
    found, code = [], 0
    for item in elements(entry(font.get(Name.Encoding), Name.Differences)):
        if isinstance(item, Name):
            found.append((code, str(item)))
            code += 1
        else:
            code = int(item)
    return [(code, name) for code, name in found if 0 <= code < _BYTE]


def _inked(procedure: Stream) -> list[float]:
    """Return the box that a glyph says it is in; an empty one if it doesn't."""
    found = _METRICS.match(procedure.read_bytes())
    return [float(number) for number in found[1].split()[2:]] if found else [0, 0, 0, 0]


def _scaled(box: Sequence[float], across: float, up: float) -> Box:
    """Return a box in em."""
    left, right = sorted((box[0] * across, box[2] * across))
    bottom, top = sorted((box[1] * up, box[3] * up))
    return (left, bottom, right, top)


def _shrunk(box: Box) -> Box:
    """Return a box without a fifth at each side."""
    left, bottom, right, top = box
    across, up = _SIDE * (right - left), _SIDE * (top - bottom)
    return (left + across, bottom + up, right - across, top - up)


def _composite(font: Dictionary) -> Font:
    """Read a font of codes of several bytes."""
    descendants = elements(font.get(Name.DescendantFonts))
    if len(descendants) != 1 or not isinstance(descendants[0], Dictionary):
        raise ValueError
    descendant = descendants[0]
    code_size, cids, is_vertical = _code_map(font.get(Name.Encoding))
    widths = [float(descendant.get(Name.DW, _USUAL_WIDTH))] * _PAIR
    for first, listed in _runs(descendant.get(Name.W), 1):
        widths[first : first + len(listed)] = [width for (width,) in listed]
    across = [widths[cid] for cid in cids]
    if not is_vertical:
        return Font(code_size, across, _band(descendant.get(Name.FontDescriptor)))
    height, down = numbers_of(descendant.get(Name.DW2)) or (_USUAL_HEIGHT, _USUAL_DOWN)
    metrics = {}
    for first, listed in _runs(descendant.get(Name.W2), 3):
        metrics.update({first + number: (step, (right, up)) for number, (step, right, up) in enumerate(listed)})
    advances = [metrics[cid][0] if cid in metrics else down for cid in cids]
    origins = {code: metrics[cid][1] for code, cid in enumerate(cids) if cid in metrics}
    vertical = Vertical(across, height, origins)
    boxes = [vertical.core(code) for code in {across.index(max(across)), across.index(min(across)), *origins}]
    return Font(code_size, advances, _union(boxes), vertical=vertical)


def _code_map(encoding: object) -> tuple[int, Sequence[int], bool]:
    """Return the size of codes in bytes, the CID of each code, and whether text is vertical.

    Raises
    ------
    CannotRewriteError
        The map is not in the document, or has codes of several sizes.
    """
    if encoding in (Name("/Identity-H"), Name("/Identity-V")):
        return 2, range(_PAIR), encoding == Name("/Identity-V")
    if not isinstance(encoding, Stream) or Name.UseCMap in encoding:
        raise CannotRewriteError("A font has a map of codes that is not in the document.")
    data = encoding.read_bytes()
    ends = [end for section in _SECTION.finditer(data) for end in _HEX.findall(section[1])]
    sizes = {len(b"".join(end.split())) // 2 for end in ends}
    if len(sizes) != 1 or not sizes <= {1, 2} or b"usecmap" in data:
        raise CannotRewriteError("A font has codes of several sizes.")
    (code_size,) = sizes
    cids = codes_to_glyphs(data)
    is_vertical = _VERTICAL.search(data) is not None
    if is_vertical != (encoding.get(Name.WMode) == 1):
        raise CannotRewriteError("A font may be vertical or not.")
    return code_size, [min(cids.get(code, 0), _PAIR - 1) for code in range(_BYTE**code_size)], is_vertical


def _runs(array: object, size: int) -> Iterator[tuple[int, list[list[float]]]]:
    """Yield runs of CIDs and what a font says of each, so many numbers (ISO 32000-1, 9.7.4.3).

    Raises
    ------
    ValueError, TypeError, IndexError
        The array is damaged.
    """
    items, place = elements(array), 0
    while place < len(items):
        first, following = int(items[place]), items[place + 1]
        if isinstance(following, Array):
            numbers = [float(number) for number in following]
            listed = [numbers[start : start + size] for start in range(0, len(numbers), size)]
            place += 2
        else:
            last = min(int(following), _PAIR - 1)
            listed = [[float(number) for number in items[place + 2 : place + 2 + size]]] * (last - first + 1)
            place += 2 + size
        if not 0 <= first <= first + len(listed) <= _PAIR or (listed and len(listed[-1]) != size):
            raise ValueError
        yield first, listed


def _union(boxes: Sequence[Box]) -> Box:
    """Return the least box around boxes."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return (min(lefts), min(bottoms), max(rights), max(tops))
