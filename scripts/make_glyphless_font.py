"""Write the font of invisible text, `src/sparkocr/pdf/glyphless.ttf`: `python scripts/make_glyphless_font.py`.

Beside the glyph that every font must have, it has one for each share of a word that may be below the baseline. A PDF
that uses the font says what each code means in a ToUnicode map of its own, so one glyph stands for every character.

A glyph is a line from one corner of its box to the other and back: it has no area, so nothing is drawn even by readers
that draw invisible text, but it has an extent. PDFium drops words of a single glyph that has none.
"""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph

from sparkocr.pdf.glyphless import ADVANCE, DESCENTS

TARGET = Path(__file__).parent.parent / "src" / "sparkocr" / "pdf" / "glyphless.ttf"
UNITS = 1000  # per em, as in the glyph space of a PDF
PDFIUM_TOP = 64 / 65  # PDFium takes the top of a glyph for a 64th higher than it is
WIDTH = round(UNITS * ADVANCE)


def blank(descent: float) -> Glyph:
    """Draw the glyph of which a share is below the baseline."""
    bottom = -round(UNITS * descent)
    top = round((bottom + UNITS) * PDFIUM_TOP)
    pen = TTGlyphPen(None)
    pen.moveTo((0, bottom))
    pen.lineTo((WIDTH, top))
    pen.lineTo((WIDTH // 2, (bottom + top) // 2))
    pen.closePath()
    return pen.glyph()


def font() -> FontBuilder:
    """Build the font, the same bytes every time."""
    lowest = round(UNITS * max(DESCENTS))
    glyphs = {".notdef": Glyph()} | {f"blank{number}": blank(descent) for number, descent in enumerate(DESCENTS)}
    builder = FontBuilder(UNITS, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({0x20: "blank0"})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (WIDTH, 0)))
    builder.setupHorizontalHeader(ascent=UNITS, descent=-lowest)
    builder.setupNameTable({"familyName": "Glyphless", "styleName": "Regular", "psName": "Glyphless"}, mac=False)
    builder.setupOS2(sTypoAscender=UNITS, sTypoDescender=-lowest, usWinAscent=UNITS, usWinDescent=lowest, fsType=0)
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    return builder


if __name__ == "__main__":
    font().save(TARGET)
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")
