"""The entries of a page's objects that readers need to draw it, by ISO 32000-1."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["BARE", "CODING", "GRAMMAR"]

BARE = "bare"
"""Kind of a value that consists of numbers, names and booleans."""
CODING = frozenset(["/Length", "/Filter", "/DecodeParms"])
"""Entries that say how the data of a stream are coded."""


def _entries(bare: str = "", **others: str) -> dict[str, str]:
    """Return the kinds of values by the names of entries: those that are bare, and others."""
    return dict.fromkeys((f"/{name}" for name in bare.split()), BARE) | {
        f"/{name}": kind for name, kind in others.items()
    }


GRAMMAR: Mapping[str, Mapping[str, str]] = {
    "group": _entries("Type S I K", CS="space"),
    "state": _entries(
        "Type LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK",
        Font="font and size",
        SMask="soft mask",
        TR="function",
        TR2="function",
    ),
    "soft mask": _entries("Type S BC", G="drawn", TR="function"),
    "form": _entries("Type Subtype FormType BBox Matrix", Group="group"),
    "image": _entries(
        "Type Subtype Width Height BitsPerComponent ImageMask Decode Interpolate SMaskInData Matte",
        ColorSpace="space",
        Mask="mask",
        SMask="mask",
    ),
    "tiling": _entries("Type PatternType PaintType TilingType BBox XStep YStep Matrix"),
    "shading pattern": _entries("Type PatternType Matrix", Shading="shading", ExtGState="state"),
    "shading": _entries(
        "ShadingType Background BBox AntiAlias Domain Coords Extend Matrix BitsPerCoordinate BitsPerComponent "
        "BitsPerFlag Decode VerticesPerRow",
        ColorSpace="space",
        Function="function",
    ),
    "one function": _entries(
        "FunctionType Domain Range C0 C1 N Bounds Encode Decode Size BitsPerSample Order", Functions="function"
    ),
    "calibration": _entries("WhitePoint BlackPoint Gamma Matrix Range"),
    "profile": _entries("N Range", Alternate="space"),
    "font": _entries(
        "Type Subtype BaseFont FirstChar LastChar Widths DW W DW2 W2 FontBBox FontMatrix",
        CIDSystemInfo="character set",
        FontDescriptor="descriptor",
        DescendantFonts="descendants",
        Encoding="encoding",
        ToUnicode="character map",
        CIDToGIDMap="glyph map",
    ),
    "descriptor": _entries(
        "Type FontName Flags FontBBox ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth "
        "MaxWidth MissingWidth FontStretch FontWeight",
        FontFile="data",
        FontFile2="data",
        FontFile3="data",
    ),
    "differences": _entries("Type BaseEncoding Differences"),
    "data": _entries("Length1 Length2 Length3 Subtype"),
    "one character map": _entries("Type CMapName WMode", CIDSystemInfo="character set", UseCMap="character map"),
}
"""Kinds of values by the names of entries, by the kind of their dictionary or stream."""
