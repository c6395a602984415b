"""Fonts tell only the letters that pages show."""

import io

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name

from sparkocr.pdf.cmap import codes_to_text, unicode_map
from sparkocr.pdf.redact.used_codes import forget_unused_codes

LETTERS = {code: chr(code) for code in range(65, 91)}


@pytest.fixture
def document():
    with pikepdf.new() as made:
        yield made


def simple_font(document):
    return document.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.Arial, FirstChar=65, LastChar=90,
            Widths=Array([600] * 26), ToUnicode=document.make_stream(unicode_map(LETTERS, 1)),
            Encoding=Dictionary(Differences=Array([65, *(Name(f"/{letter}") for letter in LETTERS.values())])),
        )
    )  # fmt: skip


def type0_font(document, encoding="/Identity-H"):
    descendant = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Arial)
    return document.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Arial, Encoding=Name(encoding),
            DescendantFonts=Array([descendant]), ToUnicode=document.make_stream(unicode_map(LETTERS)),
        )
    )  # fmt: skip


def add_page(document, content, **resources):
    page = document.add_blank_page()
    page.obj.Contents = document.make_stream(content)
    page.obj.Resources = Dictionary({f"/{name}": Dictionary(value) for name, value in resources.items()})
    return page


def told(font):
    return "".join(codes_to_text(font.ToUnicode.read_bytes())[0].values())


def form(document, content, **resources):
    return document.make_stream(
        content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 99, 99]),
        Resources=Dictionary({f"/{name}": Dictionary(value) for name, value in resources.items()}),
    )  # fmt: skip


def test_maps_widths_and_encodings(document):
    font = simple_font(document)
    add_page(document, b"BT /F 9 Tf (C) Tj [(A) -20 (B)] TJ T* (D) ' 1 2 (E) \" ET", Font={"/F": font})
    forget_unused_codes(document)
    assert told(font) == "ABCDE"
    assert [int(width) for width in font.Widths] == [600] * 5 + [0] * 21
    assert list(font.Encoding.Differences) == [x for c in "ABCDE" for x in (ord(c), Name(f"/{c}"))]


def test_codes_of_two_bytes(document):
    font = type0_font(document)
    add_page(document, b"BT /F 9 Tf <00420043> Tj ET", Font={"/F": font})
    forget_unused_codes(document)
    assert told(font) == "BC"


def test_all_pages_and_forms_count(document):
    font, other = simple_font(document), simple_font(document)
    inner = form(document, b"BT /F 9 Tf (C) Tj ET", Font={"/F": font})
    outer = form(document, b"/In Do", XObject={"/In": inner})
    pattern = form(document, b"BT /F 9 Tf (D) Tj ET", Font={"/F": font})
    mask = Dictionary(S=Name.Luminosity, G=form(document, b"BT /F 9 Tf (E) Tj ET", Font={"/F": font}))
    add_page(document, b"BT /F 9 Tf (A) Tj ET", Font={"/F": font})
    add_page(
        document, b"BT /F 9 Tf (B) Tj ET", Font={"/F": font, "/G": other}, XObject={"/Out": outer},
        Pattern={"/P": pattern}, ExtGState={"/S": Dictionary(SMask=mask)},
    )  # fmt: skip
    forget_unused_codes(document)
    assert told(font) == "ABCDE"
    assert told(other) == ""


def test_saved_states_have_their_font(document):
    font, other = simple_font(document), simple_font(document)
    content = b"BT /F 9 Tf q /G 9 Tf (A) Tj Q (B) Tj ET"
    add_page(document, content, Font={"/F": font, "/G": other})
    forget_unused_codes(document)
    assert (told(font), told(other)) == ("B", "A")


@pytest.mark.parametrize(
    ("content", "state"),
    [(b"/X Do", {}), (b"BT (A) Tj ET", {}), (b"q", {"/Font": Array([1, 2])})],
    ids=["a form in the font of its page", "no font", "a font of a state"],
)
def test_where_the_font_is_not_known_all_stay(document, content, state):
    font = simple_font(document)
    drawn = form(document, b"BT (A) Tj ET" if b"Do" in content else b"")
    add_page(document, content, Font={"/F": font}, XObject={"/X": drawn}, ExtGState={"/S": Dictionary(state)})
    forget_unused_codes(document)
    assert len(told(font)) == 26


def test_codes_of_several_sizes_stay(document):
    font = type0_font(document, "/90ms-RKSJ-H")
    add_page(document, b"BT /F 9 Tf <41> Tj ET", Font={"/F": font})
    forget_unused_codes(document)
    assert len(told(font)) == 26


def test_glyphs_that_are_instructions(document):
    font, used = simple_font(document), simple_font(document)
    font.Subtype = Name.Type3
    glyph = document.make_stream(b"600 0 d0 BT /U 9 Tf (Z) Tj ET")
    font.CharProcs = Dictionary({f"/{letter}": glyph for letter in LETTERS.values()})
    font.Resources = Dictionary(Font=Dictionary(U=used))
    add_page(document, b"BT /F 9 Tf (BA) Tj ET", Font={"/F": font})
    forget_unused_codes(document)
    assert set(font.CharProcs.keys()) == {"/A", "/B"}
    assert told(used) == "Z"


def test_what_is_shown_can_still_be_read(document):
    font = simple_font(document)
    add_page(document, b"BT /F 9 Tf 10 10 Td (HELLO) Tj ET", Font={"/F": font})
    forget_unused_codes(document)
    file = io.BytesIO()
    document.save(file)
    with pdfium.PdfDocument(file) as made:
        assert made[0].get_textpage().get_text_range() == "HELLO"
