"""The font of invisible text: one glyph stands for every character.

A code of two bytes is a character of the page; a ToUnicode map says which one. The glyph fills a box of 1 em in height,
a share of which is below the baseline: so words of a line that have descenders and words that have none fill their
boxes and still stand on one baseline, which keeps them together for readers. There is a glyph for each such share, and
a font that uses it.

The glyphs come from ``glyphless.ttf``, which ``scripts/make_glyphless_font.py`` writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import pikepdf
from pikepdf import Array, Dictionary, Name

from sparkocr.pdf.cmap import unicode_map

__all__ = ["ADVANCE", "DESCENTS", "add_fonts", "font_program"]

ADVANCE = 0.5
"""Width of a glyph, in em."""
DESCENTS = (0.0, 0.1, 0.2, 0.3, 0.4)
"""Share of a glyph that is below the baseline."""

_NAME = Name("/Glyphless")
_UNITS = 1000  # of glyph space per em, ISO 32000-1, 9.2.4
_FIXED_PITCH, _SYMBOLIC = 1, 4  # flags of a font, ISO 32000-1, table 123


def add_fonts(document: pikepdf.Pdf, codes: Mapping[str, int], descents: Iterable[int]) -> Dictionary:
    """Embed the font in a document.

    Parameters
    ----------
    document : pikepdf.Pdf
        What the font is added to.
    codes : mapping from str to int
        The code of each character, 1 to 65535.
    descents : iterable of int
        Places in `DESCENTS`.

    Returns
    -------
    pikepdf.Dictionary
        The fonts for the resources of a page: ``/F0`` for the first place in `DESCENTS` and so on.
    """
    program = document.make_stream(font_program(), Length1=len(font_program()))
    to_unicode = document.make_stream(unicode_map({code: character for character, code in codes.items()}))
    fonts = Dictionary()
    for number in descents:
        glyph = (number + 1).to_bytes(2, "big")
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=_NAME,
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=document.make_indirect(_descriptor(DESCENTS[number], program)),
            DW=round(_UNITS * ADVANCE),
            CIDToGIDMap=document.make_stream(b"\0\0" + glyph * max(codes.values(), default=0)),
        )
        fonts[f"/F{number}"] = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=_NAME,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([document.make_indirect(descendant)]),
            ToUnicode=to_unicode,
        )
    return fonts


def _descriptor(descent: float, program: pikepdf.Stream) -> Dictionary:
    """Return the descriptor of the font whose glyphs have a share below the baseline."""
    bottom = -round(_UNITS * descent)
    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=_NAME,
        Flags=_FIXED_PITCH + _SYMBOLIC,
        FontBBox=Array([0, bottom, round(_UNITS * ADVANCE), bottom + _UNITS]),
        ItalicAngle=0,
        Ascent=bottom + _UNITS,
        Descent=bottom or -1,  # Poppler puts its own where this is 0
        CapHeight=bottom + _UNITS,
        StemV=80,  # must be there, means nothing
        FontFile2=program,
    )


@cache
def font_program() -> bytes:
    """Return the font file; its glyphs from the second on are those of `DESCENTS`."""
    return files("sparkocr.pdf").joinpath("glyphless.ttf").read_bytes()
