"""Pages that ask for more work than any page that people read are refused before it is done."""

import io
import zlib

import pikepdf
import pytest

from pdf.make_bombs import (
    FLATE,
    FORM,
    HELVETICA,
    catalog_in_stream,
    fields,
    forms,
    jbig2,
    packed,
    page,
    picture,
    stream,
)
from sparkocr.errors import DocumentError
from sparkocr.limits import DocumentLimits
from sparkocr.pdf.document import open_page, open_pdf
from sparkocr.pdf.read.forms import form_fields
from sparkocr.pdf.read.render import render_page
from sparkocr.pdf.read.text import page_texts

LARGE, DRAWINGS, CHARACTERS = "larger than 128 MB", "more than 1,000,000 drawings", "more than 1,000,000 characters"
PATTERN = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]"
GROUP = FORM + b"/Group<</S/Transparency/CS/DeviceGray>>"
TYPE3 = (
    b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 97/Widths[1]"
    b"/CharProcs<</a %d 0 R>>/Encoding<</Differences[97/a]>>/Resources<<%s>>>>"
)
MASKS = {
    5 + k: stream(
        b"/G gs 0 0 9 9 re f 0 0 9 9 re f",
        GROUP + b"/Resources<</ExtGState<</G<</SMask<</S/Luminosity/G %d 0 R>>>>>>>>" % (6 + k),
    )
    for k in range(25)
} | {30: stream(b"0 0 9 9 re f", GROUP)}
STITCHED = {
    6 + k: b"<</FunctionType 3/Domain[0 1]/Bounds[.5]/Encode[0 1 0 1]/Functions[%d 0 R %d 0 R]>>" % (7 + k, 7 + k)
    for k in range(30)
} | {36: b"<</FunctionType 2/Domain[0 1]/N 1>>"}
AXIS = b"<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 9 9]/Function 6 0 R>>"
SHOWN = b"BT/F 9 Tf(a)Tj ET"
X, SHADING, FONT = b"/XObject<</X 5 0 R>>", b"/Shading<</S 5 0 R>>", b"/Font<</F 5 0 R>>"
RANGES = b"1 beginbfrange <0000> <ffff> <0041> endbfrange " * 400
PROGRAM = b"/FunctionType 4/Domain[0 1]/Range[0 1]"
TEXT_FORM = b"/Subtype(Form)/BBox[0 0 9 9]/Resources<<%s>>" % X.replace(b"5", b"6")
HUGE = stream(packed(200), FLATE)

REFUSED = {
    "content": (page(packed(200), filters=FLATE), LARGE),
    "content, damaged at its end": (page(packed(200)[:-2] + b"\xff" * 9, filters=FLATE), LARGE),
    "content in content": (page(zlib.compress(packed(200)), filters=b"/Filter[/FlateDecode/FlateDecode]"), LARGE),
    "content of runs": (
        page(zlib.compress(b"\x81 " * (3 << 20)), filters=b"/Filter[/FlateDecode/RunLengthDecode]"),
        LARGE,
    ),
    "many filters": (page(b"20" * 9, filters=b"/Filter[" + b"/ASCIIHexDecode" * 99 + b"]"), "more than 8 filters"),
    "same part again": (
        page(
            b"",
            {
                3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents[" + b"5 0 R " * 99 + b"]>>",
                5: stream(packed(2), FLATE),
            },
        ),
        "instructions of PDF page are larger",
    ),
    "paths": (page(packed(17, b"0 0 m 9 9 l S " * 70_000), filters=FLATE), DRAWINGS),
    "states": (page(packed(8, b"q " * 500_000), filters=FLATE), DRAWINGS),
    "text": (page(packed(40, b"(" + b"a" * 30_000 + b")Tj "), filters=FLATE, resources=HELVETICA), CHARACTERS),
    "form": (page(b"/X Do", {5: stream(packed(200), FORM + FLATE)}, resources=X), LARGE),
    "form in itself": (
        page(b"/X Do", {5: stream(b"/X Do /X Do", FORM + b"/Resources<<%s>>" % X)}, resources=X),
        DRAWINGS,
    ),
    "forms in forms": (page(b"/X Do", forms(b"/X Do " * 10, 9), resources=X), DRAWINGS),
    "form under a comment": (page(b"/X%\nDo", forms(b"/X%\nDo " * 10, 9), resources=X), DRAWINGS),
    "form under an escaped name": (page(b"/#58 Do", forms(b"/#58 Do " * 10, 9), resources=X), DRAWINGS),
    "form again": (
        page(b"/X Do " * 2000, {5: stream(packed(1), FORM + FLATE)}, resources=X),
        "as often as they are drawn",
    ),
    "annotation": (
        page(
            b"",
            {**forms(b"/X Do " * 10, 9, first=6), 5: b"<</Subtype/Stamp/Rect[0 0 9 9]/AP<</N 6 0 R>>>>"},
            entries=b"/Annots[5 0 R]",
        ),
        DRAWINGS,
    ),
    "masks": (
        page(b"/G gs 0 0 9 9 re f", MASKS, resources=b"/ExtGState<</G<</SMask<</S/Luminosity/G 5 0 R>>>>>>"),
        DRAWINGS,
    ),
    "pattern of many tiles": (
        page(b"", {5: stream(b"", PATTERN + b"/XStep .0001/YStep .0001")}, resources=b"/Pattern<</P 5 0 R>>"),
        "pattern",
    ),
    "pattern over itself": (
        page(b"", {5: stream(b"", PATTERN + b"/XStep .1/YStep .1")}, resources=b"/Pattern<</P 5 0 R>>"),
        "pattern",
    ),
    "glyph": (
        page(SHOWN, {5: TYPE3 % (6, b""), 6: stream(packed(200), FLATE)}, resources=FONT),
        LARGE,
    ),
    "glyph of glyphs": (
        page(SHOWN, {5: TYPE3 % (6, FONT), 6: stream(b"BT/F 1 Tf(" + b"a" * 99 + b")Tj ET")}, resources=FONT),
        "as often as they are drawn",
    ),
    "glyph of forms": (
        page(
            SHOWN,
            {5: TYPE3 % (6, b"/XObject<</X 7 0 R>>"), 6: stream(b"/X Do"), **forms(b"/X Do " * 10, 9, 7)},
            resources=FONT,
        ),
        DRAWINGS,
    ),
    "program": (
        page(b"/S sh", {5: AXIS, 6: stream(b"{" + b"dup mul " * 9999 + b"}", PROGRAM)}, resources=SHADING),
        "function of PDF is longer",
    ),
    "functions": (page(b"/S sh", {5: AXIS, **STITCHED}, resources=SHADING), "function of PDF is made"),
    "font file": (
        page(
            SHOWN,
            {
                5: b"<</Type/Font/Subtype/TrueType/FontDescriptor<</FontFile2 6 0 R>>>>",
                6: stream(packed(200), FLATE),
            },
            resources=FONT,
        ),
        LARGE,
    ),
    "map of a font": (
        page(SHOWN, {5: b"<</Type/Font/Subtype/Type1/ToUnicode 6 0 R>>", 6: stream(RANGES)}, resources=FONT),
        "map of a font",
    ),
    "notes": (
        page(
            b"",
            dict.fromkeys(range(5, 15), b"<</Subtype/FreeText/Rect[0 0 9 9]/Contents(" + b"a b " * 8000 + b")>>"),
            entries=b"/Annots[" + b"".join(b"%d 0 R " % number for number in range(5, 15)) + b"]",
        ),
        "notes of PDF page",
    ),
    "form whose subtype is a text": (
        page(b"/X Do", {**forms(b"/X Do " * 10, 9), 5: stream(b"/X Do " * 10, TEXT_FORM)}, resources=X),
        DRAWINGS,
    ),
    "glyphs under an escaped name": (
        page(SHOWN, {5: (TYPE3 % (6, b"")).replace(b"CharProcs", b"Char#50rocs"), 6: HUGE}, resources=FONT),
        LARGE,
    ),
    "glyphs of a font whose subtype is a text": (
        page(SHOWN, {5: (TYPE3 % (6, b"")).replace(b"/Type3", b"<5479706533>"), 6: HUGE}, resources=FONT),
        LARGE,
    ),
    "map under an escaped name": (
        page(SHOWN, {5: b"<</Type/Font/Subtype/Type1/#54oUnicode 6 0 R>>", 6: stream(RANGES)}, resources=FONT),
        "map of a font",
    ),
    "many pages": (
        page(b"", {2: b"<</Type/Pages/Count 9/Kids[" + b"3 0 R " * (DocumentLimits().max_pages + 1) + b"]>>"}),
        "more than 100,000 pages",
    ),
}
"""Documents, and a part of what is said about them."""


@pytest.mark.parametrize("name", REFUSED)
def test_too_much_work_is_refused(name):
    document, message = REFUSED[name]
    with pytest.raises(DocumentError, match=message), open_pdf(document) as opened, open_page(opened, 0):
        pass


# What is made of objects that are no streams: in a stream of objects, no name of them is to be seen.
PACKED = ["annotation", "masks", "pattern over itself", "glyph", "glyph of glyphs", "functions", "map of a font"]


@pytest.mark.parametrize("name", PACKED)
def test_too_much_work_is_refused_if_its_objects_are_packed(name):
    document, message = REFUSED[name]
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as opened:
        opened.save(
            written,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            compress_streams=False,
        )
    with pytest.raises(DocumentError, match=message), open_pdf(written.getvalue()) as opened, open_page(opened, 0):
        pass


PLAIN_FONT = b"/Font<</F<</Type/Font/Subtype/TrueType/BaseFont/Arial/ToUnicode 5 0 R>>>>"


@pytest.mark.parametrize(
    ("resources", "is_plain"),
    [
        (PLAIN_FONT, True),
        (PLAIN_FONT.replace(b"ToUnicode", b"ToUnico#64e"), False),
        (PLAIN_FONT + b"/Pattern<</P 5 0 R>>", False),
        (PLAIN_FONT + b"/XObject<</X 5 0 R>>", True),
    ],
    ids=["a font", "a font under an escaped name", "a pattern", "a form"],
)
def test_fonts_of_usual_documents_need_no_look(resources, is_plain):
    document = page(SHOWN, {5: stream(b"")}, resources=resources)
    with open_pdf(document) as opened:
        assert (opened.measured.checked.plain is not None) is is_plain


ODD = {
    "filter": ({40: stream(b"x", b"/Filter/#ff")}, {"resources": b"/Font<</F<</ToUnicode 40 0 R>>>>"}),
    "colours": ({}, {"resources": b"/ColorSpace<</C[/#ff/#ff]>>"}),
    "names": ({}, {"root": b"/Collection<<>>/Names<</EmbeddedFiles<</Kids[1]>>>>"}),
}
"""Objects and entries of documents that nobody writes."""


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_no_way_around(name):
    objects, entries = ODD[name]
    resources = {"resources": X + entries.get("resources", b"")}
    document = page(b"/X Do", {**forms(b"/X Do " * 10, 9), **objects}, **(entries | resources))
    with pytest.raises(DocumentError, match=DRAWINGS), open_pdf(document) as opened, open_page(opened, 0):
        pass


def test_a_picture_of_an_odd_colour_is_drawn():
    document = picture(b"\0", b"/Width 1/Height 1/ColorSpace/#ff/BitsPerComponent 8/Filter/#ff")
    assert render_page(document, 0, max_pixels=10**8, resolution=72).pixels.shape[:2] == (100, 200)


BITS = b"/Width 30000/Height 30000/ColorSpace/DeviceGray/BitsPerComponent 1"
PICTURES = {
    "of many regions": (picture(jbig2(9, 30_000), BITS + b"/Filter/JBIG2Decode"), "regions"),
    "of many small regions": (picture(jbig2(30_000, 100), BITS + b"/Filter/JBIG2Decode"), "segments"),
    "that is huge": (
        picture(b"", b"/Width 30000/Height 30000/ColorSpace/DeviceRGB/BitsPerComponent 8"),
        "more than 768 MB",
    ),
    "whose mask is huge": (
        picture(
            b"\0",
            b"/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/SMask 6 0 R",
            {6: stream(b"", b"/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 8")},
        ),
        "more than 768 MB",
    ),
    "that is in data": (
        picture(zlib.compress(packed(200)), BITS + b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"),
        LARGE,
    ),
    "that is drawn often": (
        page(
            b"/X Do " * 3000,
            {5: stream(b"", b"/Subtype/Image/Width 5000/Height 5000/ColorSpace/DeviceGray/BitsPerComponent 8")},
            resources=X,
        ),
        "as often as they are drawn",
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_refused(name):
    document, message = PICTURES[name]
    with pytest.raises(DocumentError, match=message):
        render_page(document, 0, max_pixels=10**8, resolution=72)


def test_pictures_are_no_reason_to_refuse_the_text():
    document = picture(jbig2(9, 30_000), BITS + b"/Filter/JBIG2Decode")
    assert [found.text for found in page_texts(document)] == [""]


@pytest.mark.parametrize(
    "content",
    [
        b"/X Do " * 9,
        b"BT/F 9 Tf 9 9 Td(" + b"f S q Do " * 100 + b")Tj ET",
    ],
    ids=["forms", "letters of operators"],
)
def test_usual_pages_are_read(content):
    more = {5: stream(b"0 0 9 9 re f", FORM)}
    document = page(content, more, resources=X + HELVETICA)
    with open_pdf(document) as opened, open_page(opened, 0) as opened_page:
        assert opened_page.get_size() == (200, 100)


def test_a_page_of_many_drawings_is_read():
    """Half of what is allowed, in letters that are counted twice at first sight."""
    document = page(packed(1, b"(f S q)Tj q 0 0 1 1 re S Q " * 20_000), filters=FLATE, resources=HELVETICA)
    assert DocumentLimits().max_drawings > 40_000
    with open_pdf(document) as opened, open_page(opened, 0) as opened_page:
        assert opened_page.get_size() == (200, 100)


def test_what_two_pages_share_is_refused_on_both():
    font = {
        5: b"<</Type/Font/Subtype/TrueType/FontDescriptor<</FontFile2 6 0 R>>>>",
        6: stream(packed(200), FLATE),
        2: b"<</Type/Pages/Kids[3 0 R 7 0 R]/Count 2>>",
        7: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<<%s>>>>" % FONT,
    }
    assert [LARGE in str(found) for found in page_texts(page(SHOWN, font, resources=FONT))] == [True, True]


def test_other_pages_are_read():
    kids = b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>"
    good = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 7 0 R/Resources<<%s>>>>" % HELVETICA
    more = {2: kids, 5: stream(b""), 6: good, 7: stream(b"BT/F 9 Tf 9 9 Td(Good)Tj ET")}
    bad, found = page_texts(page(packed(200), more, filters=FLATE))
    assert LARGE in str(bad)
    assert found.text == "Good"


def test_objects_in_a_stream_that_is_too_large():
    with pytest.raises(DocumentError, match="objects of PDF are larger than 64 MB"), open_pdf(catalog_in_stream(200)):
        pass


def test_names_in_a_circle_lead_nowhere():
    more = {
        5: b"<</Dests 6 0 R/EmbeddedFiles 6 0 R>>",
        50: b"<</First 51 0 R/Last 51 0 R>>",
        51: b"<</Title(a)/Dest(b)>>",
        **{6 + k: b"<</Kids[%d 0 R %d 0 R]/Limits[(a)(z)]>>" % (7 + k, 7 + k) for k in range(40)},
    }
    document = page(b"", more, root=b"/Names 5 0 R/Outlines 50 0 R/Collection<</View/D>>")
    with open_pdf(document) as opened:
        assert opened.bookmarks == {}


VALUES = {
    "deep": (fields(b"[" * 100 + b"(x)" + b"]" * 100), "levels .maxDepth. deep"),
    "in itself": (fields(b"6 0 R", {6: b"[6 0 R 6 0 R]"}), "levels .maxDepth. deep|or 500,000 parts"),
    "exponential": (
        fields(b"6 0 R", {6 + k: b"[" + b"%d 0 R " % (7 + k) * 10 + b"]" for k in range(9)} | {15: b"(xxxxxxxxxx)"}),
        "or 500,000 parts",
    ),
    "stream": (fields(b"6 0 R", {6: stream(packed(200), FLATE)}), "larger than 16,777,216 characters"),
    "fields in fields": (
        page(
            b"",
            {5 + k: b"<</T(a)/Kids[%d 0 R]>>" % (6 + k) for k in range(99)} | {104: b"<</T(a)/FT/Tx>>"},
            root=b"/AcroForm<</Fields[5 0 R]>>",
        ),
        "levels .maxDepth. deep",
    ),
    "same options again": (
        page(
            b"",
            {5: b"<</FT/Ch/Opt[" + b"(a)" * 9000 + b"]/Kids[" + b"<</T(k)/I[0]>>" * 2000 + b"]>>"},
            root=b"/AcroForm<</Fields[5 0 R]>>",
        ),
        "or 500,000 parts",
    ),
}


@pytest.mark.parametrize("name", VALUES)
def test_values_of_fields_are_refused(name):
    document, message = VALUES[name]
    with pytest.raises(DocumentError, match=message):
        form_fields(document)
