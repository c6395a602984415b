"""Forms, masks, patterns and glyphs of PDF that draw each other again and again."""

from __future__ import annotations

from bombs.making import FLATE, FORM, GIB, MIB, Objects, blanks, bomb, forms, page, picture, stream


@bomb("form_itself.pdf")
def _() -> bytes:
    return page(
        b"/X Do",
        {5: stream(b"/X Do /X Do", FORM + b"/Resources<</XObject<</X 5 0 R>>>>")},
        resources=b"/XObject<</X 5 0 R>>",
    )


@bomb("form_exponential.pdf")
def _() -> bytes:
    return page(b"/X Do", forms(b"/X Do " * 10, 9, last=b"0 0 1 1 re f"), resources=b"/XObject<</X 5 0 R>>")


@bomb("form_inherits.pdf")
def _() -> bytes:
    return page(
        b"/X Do /Y Do",
        {5: stream(b"/Y Do /Y Do", FORM), 6: stream(b"/X Do /X Do", FORM)},
        resources=b"/XObject<</X 5 0 R/Y 6 0 R>>",
    )


@bomb("form_flate.pdf")
def _() -> bytes:
    return page(b"/X Do", {5: stream(blanks(2 * GIB), FORM + FLATE)}, resources=b"/XObject<</X 5 0 R>>")


@bomb("form_often.pdf")
def _() -> bytes:
    return page(b"/X Do " * 100_000, {5: stream(blanks(MIB), FORM + FLATE)}, resources=b"/XObject<</X 5 0 R>>")


@bomb("group_stack.pdf")
def _() -> bytes:
    group = FORM + b"/Group<</S/Transparency/I true>>"
    more = {
        5 + k: stream(
            b"/G gs /X Do", group + b"/Resources<</ExtGState<</G<</ca .5>>>>/XObject<</X %d 0 R>>>>" % (6 + k)
        )
        for k in range(35)
    }
    more[40] = stream(b"0 0 99 99 re f", FORM)
    return page(b"/X Do", more, resources=b"/XObject<</X 5 0 R>>", box=b"[0 0 2800 2800]")


GROUP = FORM + b"/Group<</S/Transparency/CS/DeviceGray>>"


@bomb("mask_chain.pdf")
def _() -> bytes:
    more = {
        5 + k: stream(
            b"/G gs 0 0 99 99 re f /G gs 0 0 99 99 re f",
            GROUP + b"/Resources<</ExtGState<</G<</SMask<</S/Luminosity/G %d 0 R>>>>>>>>" % (6 + k),
        )
        for k in range(25)
    }
    more[30] = stream(b"0 0 99 99 re f", GROUP)
    return page(b"/G gs 0 0 99 99 re f", more, resources=b"/ExtGState<</G<</SMask<</S/Luminosity/G 5 0 R>>>>>>")


@bomb("mask_itself.pdf")
def _() -> bytes:
    more = {
        5: stream(b"/G gs 0 0 99 99 re f 0 0 9 9 re f", GROUP + b"/Resources<</ExtGState<</G 6 0 R>>>>"),
        6: b"<</SMask<</S/Luminosity/G 5 0 R>>>>",
    }
    return page(b"/G gs 0 0 99 99 re f", more, resources=b"/ExtGState<</G 6 0 R>>")


@bomb("picture_mask_itself.pdf")
def _() -> bytes:
    return picture(b"\0", b"/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/SMask 5 0 R/Mask 5 0 R")


def tiling(content: bytes, steps: bytes, box: bytes, more: bytes = b"") -> bytes:
    """Return a tiling pattern."""
    return stream(
        content,
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox%s/XStep %s/YStep %s/Resources<<%s>>"
        % (box, steps, steps, more),
    )


def painted(pattern: bytes, more: Objects | None = None) -> bytes:
    """Write a PDF whose page is painted with a pattern."""
    return page(b"/Pattern cs /P scn 0 0 200 100 re f", {5: pattern, **(more or {})}, resources=b"/Pattern<</P 5 0 R>>")


@bomb("pattern_tiny_steps.pdf")
def _() -> bytes:
    return painted(tiling(b"0 0 1 1 re f", b"0.00001", b"[0 0 1 1]"))


@bomb("pattern_large_box.pdf")
def _() -> bytes:
    return painted(tiling(b"0 0 1 1 re f", b"0.01", b"[0 0 2000 2000]"))


@bomb("pattern_itself.pdf")
def _() -> bytes:
    return painted(tiling(b"/Pattern cs /P scn 0 0 9 9 re f 1 1 7 7 re f", b"1", b"[0 0 9 9]", b"/Pattern<</P 5 0 R>>"))


@bomb("pattern_chain.pdf")
def _() -> bytes:
    more = {
        5 + k: tiling(
            b"/Pattern cs /P scn 0 0 200 100 re f", b"1", b"[0 0 200 100]", b"/Pattern<</P %d 0 R>>" % (6 + k)
        )
        for k in range(12)
    }
    more[17] = tiling(b"0 0 1 1 re f", b"1", b"[0 0 200 100]")
    return painted(more[5], more)


@bomb("pattern_flate.pdf")
def _() -> bytes:
    return painted(
        stream(
            blanks(2 * GIB),
            b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9" + FLATE,
        )
    )


TYPE3 = (
    b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 97/Widths[1]"
    b"/CharProcs<</a %d 0 R>>/Encoding<</Differences[97/a]>>%s>>"
)


def glyphs(content: bytes, more: Objects | None = None, entries: bytes = b"", filters: bytes = b"") -> bytes:
    """Write a PDF with text in a Type 3 font of one glyph."""
    font = TYPE3 % (6, entries)
    return page(
        b"BT /F 9 Tf 9 9 Td (" + b"a" * 100 + b") Tj ET",
        {5: font, 6: stream(content, filters), **(more or {})},
        resources=b"/Font<</F 5 0 R>>",
    )


@bomb("glyph_itself.pdf")
def _() -> bytes:
    return glyphs(b"1 0 d0 BT /F 1 Tf (" + b"a" * 100 + b") Tj ET", entries=b"/Resources<</Font<</F 5 0 R>>>>")


@bomb("glyph_chain.pdf")
def _() -> bytes:
    text = b"1 0 d0 BT /F 1 Tf (" + b"a" * 1000 + b") Tj ET"
    more: Objects = {}
    for k in range(10):
        more[5 + 2 * k] = TYPE3 % (6 + 2 * k, b"/Resources<</Font<</F %d 0 R>>>>" % (7 + 2 * k))
        more[6 + 2 * k] = stream(text)
    return glyphs(text, {**more, 25: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"})


@bomb("glyph_flate.pdf")
def _() -> bytes:
    return glyphs(blanks(2 * GIB), filters=FLATE)


@bomb("glyph_forms.pdf")
def _() -> bytes:
    more = forms(b"/X Do " * 10, 9, 7, b"0 0 1 1 re f")
    return glyphs(b"1 0 d0 /X Do", more, entries=b"/Resources<</XObject<</X 7 0 R>>>>")
