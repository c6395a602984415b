"""PDFs in composite fonts whose codes mean what a test says, for tests."""

import io
from collections.abc import Mapping, Sequence
from itertools import count

import font_roboto
import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name


def coded_pdf(
    content: str,
    mapping: Mapping[int, str] | None,
    *,
    vertical: bool = False,
    embedded: bytes = b"",
    width: int = 600,
    box: Sequence[float] = (0, -250, 1000, 900),
    page: Sequence[float] = (0, 0, 612, 792),
    cropbox: Sequence[float] | None = None,
) -> bytes:
    """A page with the fonts /F1 (Helvetica) and /F2 (composite, of 2-byte codes); None: it has no ToUnicode map.

    `box` is what the font claims as its largest glyph, `embedded` its font file.
    """
    pdf = pikepdf.new()
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/AAAAAA+Sub"),
        Flags=4,
        FontBBox=Array(box),
        ItalicAngle=0,
        Ascent=box[3],
        Descent=box[1],
        CapHeight=700,
        StemV=80,
    )
    if embedded:
        descriptor.FontFile2 = pdf.make_stream(embedded)
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/AAAAAA+Sub"),
        DW=1000 if vertical else width,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        CIDToGIDMap=Name.Identity,
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    face = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/AAAAAA+Sub"),
        Encoding=Name("/Identity-V" if vertical else "/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
    )
    if mapping is not None:
        entries = "\n".join(f"<{code:04X}> <{text.encode('utf-16-be').hex()}>" for code, text in mapping.items())
        face.ToUnicode = pdf.make_stream(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
            "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
            f"{len(mapping)} beginbfchar\n{entries}\nendbfchar endcmap end end".encode()
        )
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    shown = pdf.add_blank_page()
    shown.obj.MediaBox = Array(page)
    if cropbox:
        shown.obj.CropBox = Array(cropbox)
    shown.obj.Resources = Dictionary(Font=Dictionary(F1=helvetica, F2=pdf.make_indirect(face)))
    shown.obj.Contents = pdf.make_stream(content.encode("latin-1"))
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


def codes_of(texts: Sequence[str]) -> dict[str, int]:
    """A code for each character of texts."""
    return dict(zip(sorted(set("".join(texts))), count(100), strict=False))


def hexed(text: str, codes: Mapping[str, int]) -> str:
    """A text as a string of a content stream."""
    return "<" + "".join(f"{codes[c]:04X}" for c in text) + ">"


def inverse(codes: Mapping[str, int]) -> dict[int, str]:
    """The map from codes to characters."""
    return {code: c for c, code in codes.items()}


def nameless_roboto() -> tuple[bytes, dict[str, int]]:
    """Roboto without names and letters, and its glyphs: what shows right, and can't be read."""
    font = TTFont(font_roboto.Roboto)
    glyphs = {chr(code): font.getGlyphID(name) for code, name in font.getBestCmap().items() if code < 256}
    kept = {"glyf", "loca", "head", "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep", "GlyphOrder"}
    for tag in set(font.keys()) - kept:
        del font[tag]
    file = io.BytesIO()
    font.save(file)
    return file.getvalue(), glyphs
