"""How the pages of `mixed_pages` are drawn: scans, photos, curves, and text in a font that tells no letters."""

import io
from collections.abc import Sequence
from functools import cache
from typing import Any

import font_roboto
import numpy as np
import pikepdf
from fontTools.pens.basePen import BasePen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageFont, ImageOps

WIDTH, HEIGHT, DPI = 612, 792, 200  # points; resolution of the scans
MARGIN, LEADING = 72, 22  # points
LINES, WORDS = 14, 6  # of a page, and of a line
PX = DPI / 72
SIZE = 12  # points
SLANT = 0.6  # degrees
COLORS = {"faint": (170, 255), "inverted": (245, 20), "gray on gray": (90, 190)}  # of ink and paper
SIZES = {"small": 7, "big": 16}  # points

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in points of the page, from its top."""


def scanned(lines: Sequence[tuple[float, str]], box: Box, tone: str, rng: np.random.Generator) -> Image.Image:
    """Draw lines as a scanner sees them."""
    left, top, right, bottom = box
    ink, paper = COLORS.get(tone, (20, 250))
    size = (round((right - left) * PX), round((bottom - top) * PX))
    image = Image.new("L", size, paper)
    draw = ImageDraw.Draw(image)
    for height, text in lines:
        place = ((max(MARGIN, left + 4) - left) * PX, (height - top) * PX)
        draw.text(place, text, ink, face(SIZES.get(tone, SIZE)), anchor="ls")
    if tone == "slanted":
        image = image.rotate(SLANT, Image.Resampling.BICUBIC, fillcolor=paper)
    if tone == "noisy":
        image = Image.fromarray(np.clip(np.asarray(image) + rng.normal(0, 8, size[::-1]), 0, 255).astype(np.uint8))
    return ImageOps.colorize(image, (120, 20, 20), (225, 240, 200)) if tone == "coloured" else image


@cache
def face(size: float) -> ImageFont.FreeTypeFont:
    """Return the font of scans; its size is in points."""
    return ImageFont.truetype(font_roboto.Roboto, round(size * PX))


def measured(text: str, size: float) -> float:
    """Return the width of a text in a scan, in points."""
    return face(size).getlength(text) / PX


@cache
def large_face() -> ImageFont.FreeTypeFont:
    """Return the face of curves and widths, in thousandths of an em."""
    return ImageFont.truetype(font_roboto.Roboto, 1000)


def helvetica_width(text: str, size: float) -> float:
    """Return about the width of a text in Helvetica, in points: Roboto's letters are nearly as wide."""
    return large_face().getlength(text) * size / 1000


def landscape(rng: np.random.Generator) -> Image.Image:
    """Draw what looks like a photo: soft areas, branches, grain."""
    small = rng.integers(0, 256, (12, 16, 3)).astype(np.uint8)
    image = Image.fromarray(small).resize((720, 520), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    for _ in range(120):
        x, y = int(rng.integers(0, 720)), int(rng.integers(0, 520))
        right, down = int(rng.integers(-60, 60)), int(rng.integers(-40, 40))
        draw.line((x, y, x + right, y + down), fill=tuple(rng.integers(0, 256, 3).tolist()))
    grain = np.asarray(image) + rng.normal(0, 12, (520, 720, 3))
    return Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8))


def helvetica() -> Dictionary:
    """Return a font that every viewer has."""
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)


class CurvesPen(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Writes the outline of a glyph as operators of a page."""

    def __init__(self, glyphs: Any, x: float, y: float, scale: float) -> None:
        super().__init__(glyphs)
        self.operators: list[str] = []
        self._place = x, y, scale

    def _write(self, operator: str, *points: tuple[float, float]) -> None:
        x, y, scale = self._place
        numbers = " ".join(f"{x + scale * across:.2f} {y + scale * up:.2f}" for across, up in points)
        self.operators.append(f"{numbers} {operator}")

    def _moveTo(self, pt: tuple[float, float]) -> None:
        self._write("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:
        self._write("l", pt)

    def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:
        self._write("c", pt1, pt2, pt3)

    def _closePath(self) -> None:
        self.operators.append("h")


@cache
def roboto() -> TTFont:
    """Open the font."""
    return TTFont(font_roboto.Roboto)


def as_curves(text: str, x: float, y: float, size: float) -> bytes:
    """Draw each letter of a text as a path."""
    font = roboto()
    glyphs, names, scale = font.getGlyphSet(), font.getBestCmap(), size / font["head"].unitsPerEm
    paths = ["0 g"]
    for letter in text:
        glyph = glyphs[names[ord(letter)]]
        pen = CurvesPen(glyphs, x, y, scale)
        glyph.draw(pen)
        x += glyph.width * scale
        paths += [*pen.operators, "f"] if pen.operators else []
    return "\n".join(paths).encode()


@cache
def nameless_program() -> tuple[bytes, dict[str, int], dict[int, int]]:
    """Return a font file without names and letters, the glyphs of the letters in it, and their widths."""
    font = TTFont(font_roboto.Roboto)
    units = font["head"].unitsPerEm
    options = Options(glyph_names=False, retain_gids=True, layout_features=[])
    subsetter = Subsetter(options)
    letters = "abcdefghijklmnopqrstuvwxyz "
    subsetter.populate(text=letters)
    subsetter.subset(font)
    numbers = {letter: font.getGlyphID(font.getBestCmap()[ord(letter)]) for letter in letters}
    names = font.getGlyphOrder()
    widths = {number: font["hmtx"][names[number]][0] * 1000 // units for number in numbers.values()}
    for tag in ("cmap", "post", "name", "OS/2"):
        del font[tag]
    file = io.BytesIO()
    font.save(file)
    return file.getvalue(), numbers, widths


def nameless(pdf: pikepdf.Pdf) -> Dictionary:
    """Return a font without a ToUnicode map."""
    program, _, widths = nameless_program()
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/AAAAAA+Sub"),
        Flags=4,
        FontBBox=Array([0, -250, 1000, 900]),
        ItalicAngle=0,
        Ascent=900,
        Descent=-250,
        CapHeight=700,
        StemV=80,
        FontFile2=pdf.make_stream(program),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/AAAAAA+Sub"),
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        CIDToGIDMap=Name.Identity,
        W=Array([item for number, width in widths.items() for item in (number, Array([width]))]),
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/AAAAAA+Sub"),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
    )


def nameless_text(text: str, x: float, y: float, *, mode: int = 0) -> bytes:
    """Write text in the font that doesn't tell its letters."""
    _, glyphs, _ = nameless_program()
    codes = "".join(f"{glyphs[letter]:04X}" for letter in text)
    return f"BT 0 g {mode} Tr /F2 {SIZE} Tf {x} {y} Td <{codes}> Tj 0 Tr ET".encode()
