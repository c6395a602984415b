"""Glyphs of all kinds of fonts that are taken out of pages, and fonts of which it can't be told where glyphs are."""

import io

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from reportlab.pdfbase.pdfmetrics import stringWidth

from pdf.make_objects import new, saved
from pdf.make_type0 import coded_pdf, codes_of, hexed, inverse, nameless_roboto
from pdf.redact.holes import box, decoded, found, outside, pixels, text_of, without
from sparkocr.pdf.redact.fonts import read_font
from sparkocr.pdf.redact.report import CannotRewriteError

TEXT, WORD = "Dear Zanzibar thanks", "Zanzibar"


def one_font(font, shown="Dear Zanzibar thanks", **objects):
    """A page in a font, whose entries that are bytes become streams."""
    document = new(f"BT /F1 12 Tf 72 700 Td ({shown}) Tj ET".encode("latin-1"))
    for name, data in objects.items():
        font[f"/{name}"] = document.make_stream(data)
    document.pages[0].obj.Resources.Font.F1 = document.make_indirect(font)
    return saved(document)


@pytest.mark.parametrize(
    ("name", "standard"),
    [
        ("Helvetica", "Helvetica"),
        ("Times-BoldItalic", "Times-BoldItalic"),
        ("Arial,Bold", "Helvetica-Bold"),
        ("ArialMT", "Helvetica"),
        ("Arial-ItalicMT", "Helvetica-Oblique"),
        ("ABCDEF+TimesNewRomanPS-BoldMT", "Times-Bold"),
        ("TimesNewRoman", "Times-Roman"),
        ("CourierNewPSMT", "Courier"),
    ],
)
def test_widths_of_fonts_that_every_reader_has(name, standard):
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/" + name), Encoding=Name.WinAnsiEncoding)
    advances = read_font(font).advances
    assert sum(advances[code] for code in TEXT.encode()) == pytest.approx(stringWidth(TEXT, standard, 1000))


def test_widths_by_the_names_of_glyphs():
    encoding = Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=Array([65, Name.W, Name.i, 97, Name.Euro]))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=encoding)
    advances = read_font(font).advances
    assert [advances[code] for code in (65, 66, 67, 97)] == [944, 222, 722, 556]


def test_listed_widths_win_and_others_are_what_the_font_says():
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name.Arial,
        FirstChar=66,
        Widths=Array([500, 510.5]),
        FontDescriptor=Dictionary(MissingWidth=300),
    )
    assert list(read_font(font).advances[65:69]) == [300, 500, 510.5, 300]


@pytest.mark.parametrize(
    "font",
    [
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Unheard),
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Arial, FirstChar=66, Widths=Array([500])),
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Arial, FirstChar=0, Widths=Array([Name.a] * 200)),
        Dictionary(Type=Name.Font, Subtype=Name.Type9, BaseFont=Name.Helvetica),
        Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Helvetica, Encoding=Name("/90ms-RKSJ-H")),
        Dictionary(Type=Name.Font, Subtype=Name.Type3, FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0])),
    ],
)
def test_fonts_that_do_not_tell_are_refused(font):
    with pytest.raises(CannotRewriteError):
        without(one_font(font), box(60, 690, 200, 715))


@pytest.mark.parametrize("is_mapped", [True, False])
@pytest.mark.parametrize("is_embedded", [True, False])
def test_composite_fonts(is_mapped, is_embedded):
    embedded, codes = nameless_roboto() if is_embedded else (b"", codes_of([TEXT]))
    content = coded_pdf(
        f"BT /F2 12 Tf 72 700 Td [{hexed(TEXT[:8], codes)} 30 {hexed(TEXT[8:], codes)}] TJ ET",
        inverse(codes) if is_mapped else None,
        embedded=embedded,
        width=500,
    )
    hole = box(72 + 30, 697, 72 + 78, 709)
    redacted = without(content, hole)
    left = bytes.fromhex(hexed("Dear ", codes)[1:-1]) + bytes.fromhex(hexed(" thanks", codes)[1:-1])
    assert left in decoded(redacted)
    assert np.array_equal(outside(content, [hole]), outside(redacted, [hole]))
    if is_mapped:
        assert text_of(redacted) == "Dear thanks"


def composite(encoding, descendant):
    """A document in a composite font, and the codes of TEXT, which are 100 more than its letters."""
    document = new(b"BT /F1 12 Tf 72 700 Td <" + "".join(f"{ord(c) + 100:04x}" for c in TEXT).encode() + b"> Tj ET")
    pair = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.Some,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        **descendant,
    )
    document.pages[0].obj.Resources.Font.F1 = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.Some,
        Encoding=document.make_stream(encoding) if isinstance(encoding, bytes) else encoding,
        DescendantFonts=Array([document.make_indirect(pair)]),
    )
    return saved(document)


def letters(content):
    """What a document made by `composite` shows."""
    with pikepdf.open(io.BytesIO(content)) as document:
        strings = b"".join(
            b"".join(bytes(item) for item in instruction.operands[0] if isinstance(item, pikepdf.String))
            for instruction in pikepdf.parse_content_stream(document.pages[0], "TJ")
        )
    return "".join(chr(int.from_bytes(strings[i : i + 2], "big") - 100) for i in range(0, len(strings), 2))


CMAP = b"""/CMapName /X def /WMode 0 def 1 begincodespacerange <0000> <ffff> endcodespacerange
1 begincidrange <0080> <0120> 7 endcidrange"""


@pytest.mark.parametrize(
    ("encoding", "shift"), [(Name("/Identity-H"), 0), (CMAP, 7 - 0x80)], ids=["identity", "embedded"]
)
def test_widths_of_cids(encoding, shift):
    z, space = ord("Z") + 100 + shift, ord(" ") + 100 + shift
    widths = Array([0, 5, 900, z, Array([2000]), space, space, 100])
    content = composite(encoding, {"DW": 500, "W": widths})
    start = 72 + 12 * (4 * 0.5 + 0.1)  # of the Z, which is 24 wide
    assert letters(without(content, box(start + 8, 697, start + 16, 709))) == "Dear anzibar thanks"
    assert letters(without(content, box(start + 25, 697, start + 29, 709))) == "Dear Znzibar thanks"


@pytest.mark.parametrize(
    "encoding",
    [
        Name("/UniJIS-UTF16-H"),
        b"1 begincodespacerange <00> <80> <8140> <ffff> endcodespacerange",
        b"/Other usecmap 1 begincodespacerange <0000> <ffff> endcodespacerange",
        b"",
    ],
)
def test_maps_of_codes_that_are_not_known_are_refused(encoding):
    with pytest.raises(CannotRewriteError, match="codes"):
        without(composite(encoding, {}), box(60, 690, 200, 715))


def test_a_map_that_contradicts_itself_is_refused():
    with pytest.raises(CannotRewriteError, match="vertical"):
        without(composite(CMAP.replace(b"/WMode 0", b"/WMode 1"), {}), box(60, 690, 200, 715))


@pytest.mark.parametrize(
    "descendant",
    [{"W": Array([5])}, {"W": Array([9, 5, 1, 2])}, {"W": Array([65535, Array([1, 2])])}, {"W": Array([1, Name.a, 3])}],
)
def test_widths_of_cids_that_are_damaged_are_refused(descendant):
    with pytest.raises(CannotRewriteError):
        without(composite(Name("/Identity-H"), descendant), box(60, 690, 200, 715))


def test_half_a_code_is_refused():
    content = coded_pdf("BT /F2 12 Tf 72 700 Td <000102> Tj ET", None)
    with pytest.raises(CannotRewriteError):
        without(content, box(60, 690, 200, 715))


def test_vertical_text():
    codes = codes_of([TEXT])
    content = coded_pdf(f"BT /F2 12 Tf 300 700 Td {hexed(TEXT, codes)} Tj ET", inverse(codes), vertical=True)
    hole = box(294, 700 - 13 * 12, 306, 700 - 5 * 12)
    redacted = without(content, hole)
    assert bytes.fromhex(hexed("Dear ", codes)[1:-1]) in decoded(redacted)
    assert text_of(redacted).replace(" ", "") == "Dearthanks"


def test_vertical_text_with_places_of_its_own():
    metrics = Array([0, 65535, -500, 0, 0])
    content = composite(Name("/Identity-V"), {"W2": metrics})
    assert letters(without(content, box(72, 700 - 13 * 6 + 10.5, 84, 700 - 5 * 6 + 9))) == "Dear thanks"


def drawn_font(document, glyphs, box=(0, 0, 750, 750), flip=1):
    """A Type 3 font with a glyph for each letter, 0.75 em wide."""
    procedures = {f"/{letter}": document.make_stream(drawing) for letter, drawing in glyphs.items()}
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array(box),
        FontMatrix=Array([0.001, 0, 0, 0.001 * flip, 0, 0]),
        CharProcs=Dictionary(procedures),
        Encoding=Dictionary(Differences=Array([97, *(Name(name) for name in procedures)])),
        FirstChar=97,
        Widths=Array([750] * len(procedures)),
        Resources=Dictionary(),
    )


SQUARE = b"750 0 0 0 600 700 d1 0 0 600 700 re f"


@pytest.mark.parametrize(
    ("drawing", "options"),
    [
        (SQUARE, {}),
        (SQUARE, {"box": (0, 0, 0, 0)}),
        (b"750 0 d0 0 0 600 700 re f", {}),
        (b"750 0 0 -700 600 0 d1 0 -700 600 700 re f", {"flip": -1, "box": (0, -750, 750, 0)}),
    ],
)
def test_drawn_glyphs(drawing, options):
    document = new(b"BT /F1 20 Tf 72 700 Td (abcabc) Tj ET")
    document.pages[0].obj.Resources.Font.F1 = drawn_font(document, dict.fromkeys("abc", drawing), **options)
    content = saved(document)
    hole = box(72 + 15, 699, 72 + 45, 715)
    redacted = without(content, hole)
    assert b"aabc" in decoded(redacted)
    assert np.array_equal(outside(content, [hole]), outside(redacted, [hole]))


def test_a_drawn_glyph_is_hit_where_its_ink_is():
    document = new(b"BT /F1 20 Tf 72 700 Td (ab) Tj ET")
    glyphs = {"a": b"750 0 0 2000 600 2700 d1 0 2000 600 700 re f", "b": SQUARE}
    document.pages[0].obj.Resources.Font.F1 = drawn_font(document, glyphs, box=(0, 0, 750, 2700))
    redacted = without(saved(document), box(70, 738, 90, 755))
    assert b"[ -750" in decoded(redacted)
    assert not (pixels(redacted)[:, 144:174].sum(axis=2) == 0)[(84 * 2) :].any()


@pytest.mark.parametrize(
    ("glyphs", "options"),
    [
        ({"a": b"9000 0 0 0 9000 700 d1 0 0 600 700 re f"}, {}),
        ({"a": b"750 0 d0"}, {"box": (0, 0, 0, 0)}),
    ],
)
def test_drawn_glyphs_that_may_be_anything_are_refused(glyphs, options):
    document = new(b"BT /F1 20 Tf 72 700 Td (a) Tj ET")
    document.pages[0].obj.Resources.Font.F1 = drawn_font(document, glyphs, **options)
    with pytest.raises(CannotRewriteError):
        without(saved(document), box(60, 690, 200, 715))


def test_a_font_of_the_graphics_state():
    document = new(b"BT /G gs 72 700 Td (Dear Zanzibar thanks) Tj ET")
    resources = document.pages[0].obj.Resources
    resources.ExtGState = Dictionary(G=Dictionary(Font=Array([resources.Font.F1, 12])))
    content = saved(document)
    redacted = without(content, *found(content, WORD))
    assert text_of(redacted) == "Dear thanks"
