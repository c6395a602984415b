"""Fonts of PDF whose files, maps or widths are large."""

# ruff: noqa: E501  an object of PDF is easier to read in one line

from __future__ import annotations

from bombs.making import FLATE, GIB, MIB, blanks, bomb, page, stream


@bomb("font_file_flate.pdf")
def _() -> bytes:
    more = {
        5: b"<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor 6 0 R/FirstChar 97/LastChar 97/Widths[500]>>",
        6: b"<</Type/FontDescriptor/FontName/A/Flags 4/FontFile2 7 0 R>>",
        7: stream(blanks(2 * GIB), FLATE),
    }
    return page(b"BT /F 9 Tf 9 9 Td (aaaa) Tj ET", more, resources=b"/Font<</F 5 0 R>>")


@bomb("font_map_flate.pdf")
def _() -> bytes:
    more = {5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>", 6: stream(blanks(2 * GIB), FLATE)}
    return page(b"BT /F 9 Tf 9 9 Td (aaaa) Tj ET", more, resources=b"/Font<</F 5 0 R>>")


def composite(encoding: bytes, entries: bytes = b"") -> bytes:
    """Return a font of two bytes a character, with entries of the font in it."""
    return (
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding%s/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/A"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>%s>>]>>" % (encoding, entries)
    )


@bomb("font_map_entries.pdf")
def _() -> bytes:
    entries = b"1 beginbfrange\n<0000> <ffff> <" + b"0041" * 100 + b">\nendbfrange\n"
    more = {5: composite(b"/Identity-H/ToUnicode 6 0 R"), 6: stream(blanks(64 * MIB, entries * 1000), FLATE)}
    return page(b"BT /F 9 Tf 9 9 Td <00410042> Tj ET", more, resources=b"/Font<</F 5 0 R>>")


@bomb("font_cmap_ranges.pdf")
def _() -> bytes:
    cmap = b"begincmap 1 begincodespacerange <00000000> <ffffffff> endcodespacerange 1 begincidrange <00000000> <ffffffff> 0 endcidrange endcmap "
    data = blanks(64 * MIB, cmap * 1000)
    more = {5: composite(b" 6 0 R"), 6: stream(data, b"/Type/CMap/CMapName/A" + FLATE)}
    return page(b"BT /F 9 Tf 9 9 Td <00410042> Tj ET", more, resources=b"/Font<</F 5 0 R>>")


@bomb("fonts_many.pdf")
def _() -> bytes:
    more = {5 + k: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 4 0 R>>" for k in range(50_000)}
    names = b"".join(b"/F%d %d 0 R" % (k, 5 + k) for k in range(50_000))
    return page(b"BT /F1 9 Tf 9 9 Td (\x01\x02) Tj ET", more, resources=b"/Font<<" + names + b">>")


@bomb("font_widths.pdf")
def _() -> bytes:
    font = composite(b"/Identity-H", b"/W[" + b"0 65535 500 " * 300_000 + b"]")
    return page(b"BT /F 9 Tf 9 9 Td <" + b"0041" * 5000 + b"> Tj ET", {5: font}, resources=b"/Font<</F 5 0 R>>")
