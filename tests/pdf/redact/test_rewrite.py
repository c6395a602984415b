"""Glyphs that are taken out of the content of a page: they are gone, and the others are where they were."""

import io
import math

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from pdf.make_objects import new, saved
from pdf.redact.holes import box, decoded, found, outside, pixels, poppler_text, text_of, turned, without
from sparkocr.enums import Color
from sparkocr.pdf.redact.report import CannotRewriteError
from sparkocr.pdf.redact.rewrite import rewrite_page

SECRET = "Zanzibar"  # noqa: S105  no password


def page(content):
    return saved(new(content.encode("latin-1")))


def line(show, setup="", y=700):
    """A line of text among two others."""
    return (
        f"BT /F1 12 Tf 72 {y + 14} Td (The line above it says this) Tj ET "
        f"BT {setup} /F1 12 Tf 72 {y} Td {show} ET "
        f"BT /F1 12 Tf 72 {y - 14} Td (The line below it says that) Tj ET"
    )


@pytest.mark.parametrize(
    ("show", "setup"),
    [
        ("(Dear Zanzibar thanks) Tj", ""),
        ("[(Dear Z) 40 (anz) -30.5 (ibar) 12 ( thanks)] TJ", ""),
        ("[(Dear ) -4000] TJ [4000 (Zanzibar)] TJ [-100] TJ ( thanks) Tj", ""),
        ("(Dear ) Tj (Z) Tj (a) Tj (n) Tj (z) Tj (i) Tj (b) Tj (a) Tj (r) Tj ( thanks) Tj", ""),
        ("(Dear Zanzibar thanks) Tj", "1.5 Tc"),
        ("(Dear Zanzibar thanks) Tj", "-0.4 Tc 3 Tw"),
        ("(Dear Zanzibar thanks) Tj", "80 Tz 1 Tc 2 Tw"),
        ("(Dear Zanzibar thanks) Tj", "3 Tr"),
        ("(Dear Zanzibar thanks) Tj", "2 Ts"),
        ("14 TL 0 14 Td (Dear Zanzibar thanks) '", ""),
        ('14 TL 0 14 Td 2 .5 (Dear Zanzibar thanks) "', ""),
        ("<44656172205a616e7a69626172207468616e6b73> Tj", ""),
        ("(Dear \\132anzi\\142ar thanks) Tj", ""),
        ("(Dear ) Tj 30 0 Td (Zanzibar) Tj 60 0 Td (thanks) Tj", ""),
    ],
)
def test_a_word_goes_and_the_others_are_where_they_were(show, setup):
    content = page(line(show, setup))
    holes = found(content, SECRET)
    redacted = without(content, SECRET)
    for read in (text_of(redacted), poppler_text(redacted)):
        assert SECRET not in read
        for word in ("Dear", "thanks", "The line above it says this", "The line below it says that"):
            assert word in read
    assert SECRET.encode() not in decoded(redacted)
    assert np.array_equal(outside(content, holes), outside(redacted, holes))
    for word in ("Dear", "thanks"):
        assert found(redacted, word)[0] == pytest.approx(found(content, word)[0], abs=1e-3)


@pytest.mark.parametrize("angle", [30, 90, 180, 270, -12.5])
@pytest.mark.parametrize("by", ["cm", "Tm"])
def test_turned_text(angle, by):
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    matrix = f"{cos:.6f} {sin:.6f} {-sin:.6f} {cos:.6f} 300 400"
    before = f"q {matrix} cm BT /F1 12 Tf" if by == "cm" else f"q BT /F1 12 Tf {matrix} Tm"
    content = page(f"{before} (Dear Zanzibar thanks) Tj ET Q")
    left, right = 300 + 12 * (0.722 + 3 * 0.556 - 0.223 + 0.278), 300 + 12 * 2.445 + 12 * 4.2
    hole = turned(box(left, 397, right, 409), angle, (300, 400))
    redacted = without(content, hole)
    assert text_of(redacted).split() == ["Dear", "thanks"]
    assert SECRET.encode() not in decoded(redacted)


def test_text_that_crosses_a_stamp_keeps_its_letters():
    body = "BT /F1 10 Tf 72 400 Td (All these words stay) Tj 118 -19 Td (and these words) Tj ET"
    stamp = "BT /F1 12 Tf 0.866 0.5 -0.5 0.866 150 380 Tm (Zanzibar) Tj ET"
    hole = turned(box(150, 377, 203, 390), 30, (150, 380))
    upright = box(*hole.min(axis=0), *hole.max(axis=0))
    assert "stay and" not in text_of(without(page(body), upright))
    assert text_of(without(page(f"{body} {stamp}"), hole)) == "All these words stay and these words"


def test_lines_and_letters_beside_a_padded_region_stay():
    content = page("BT /F1 10 Tf 10.5 TL 72 700 Td (One Anna two) ' (six Anna ten) ' (ten Anna six) ' ET")
    hole = found(content, "Anna")[1]
    hole += [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    assert text_of(without(content, hole)) == "One Anna two six ten ten Anna six"


def test_only_the_place_that_is_asked_for():
    content = page(line("(Zanzibar and Zanzibar) Tj"))
    redacted = without(content, found(content, SECRET)[1])
    assert "Zanzibar and" in text_of(redacted)
    assert text_of(redacted).count(SECRET) == 1


def test_ligatures_and_accents_go_whole():
    document = new(b"BT /F1 12 Tf 72 700 Td (of\\336ce work\\301) Tj ET")
    document.pages[0].obj.Resources.Font.F1 = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name.Helvetica,
        Encoding=Name.MacRomanEncoding,
        FirstChar=0,
        LastChar=255,
        Widths=Array([0 if code == 0o301 else 500 for code in range(256)]),
    )
    content = saved(document)
    redacted = without(content, box(84.5, 697, 87.5, 709), box(125.5, 697, 130, 709))
    strings = decoded(redacted)
    assert b"\xde" not in strings
    assert b"\xc1" not in strings
    assert b"ce wor" in strings


def test_text_under_a_box_goes_too():
    content = page("BT /F1 12 Tf 72 700 Td (Zanzibar) Tj ET 1 0 0 rg 60 690 200 30 re f")
    redacted = without(content, SECRET)
    assert SECRET.encode() not in decoded(redacted)
    hole = found(content, SECRET)
    assert np.array_equal(outside(content, hole), outside(redacted, hole))


def test_what_is_clipped_away_goes_too():
    content = page("q 0 0 10 10 re W n BT /F1 12 Tf 72 700 Td (Zanzibar) Tj ET Q")
    assert SECRET.encode() not in decoded(without(content, box(60, 690, 200, 715)))


def test_regions_are_filled_at_last_in_the_state_in_which_a_page_begins():
    content = page("Q q 0.5 0 0 0.5 10 10 cm 0 1 0 rg q BT /F1 12 Tf 72 700 Td (Zanzibar) Tj ET")
    (hole,) = found(content, SECRET)
    for color in (Color.red, Color.black):
        middle = (hole.mean(axis=0) * 2).astype(int)
        assert tuple(pixels(without(content, hole, fill=color))[1584 - middle[1], middle[0]]) == color.rgb
    unfilled = without(content, hole, fill=None)
    assert (pixels(unfilled) == 255).all()


def test_text_that_another_text_repeats_goes_from_marks():
    marks = (
        "/Span <</ActualText (Zanzibar) /MCID 4>> BDC BT /F1 12 Tf 72 700 Td (Zanzibar) Tj ET EMC "
        "/P /Named BDC BT /F1 12 Tf 72 600 Td (word) Tj ET EMC /Note <</Contents (Zanzibar)>> DP "
        "/OC /Layer BDC BT /F1 12 Tf 72 500 Td (layer) Tj ET EMC /P <</MCID 7>> BDC EMC"
    )
    document = new(marks.encode())
    resources = document.pages[0].obj.Resources
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="Some"))
    resources.Properties = Dictionary(
        Named=Dictionary(Alt="Zanzibar", MCID=5), Layer=layer, Other=Dictionary(E="Zanzibar")
    )
    redacted = without(saved(document), SECRET)
    assert SECRET.encode() not in decoded(redacted)
    with pikepdf.open(io.BytesIO(redacted)) as result:
        marked = [
            (str(i.operator), [o.MCID for o in i.operands if isinstance(o, Dictionary)])
            for i in pikepdf.parse_content_stream(result.pages[0], "BMC BDC DP")
        ]
        assert marked[:4] == [("BDC", [4]), ("BDC", [5]), ("BDC", []), ("BDC", [7])]
        assert result.pages[0].obj.Resources.Properties.keys() == {"/Layer"}


def test_marks_of_a_page_without_regions_lose_their_text():
    document = new(b"/Span <</ActualText (Zanzibar)>> BDC BT /None 12 Tf (word) Tj ET EMC")
    redacted = without(saved(document))
    assert SECRET.encode() not in decoded(redacted)
    assert b"word" in decoded(redacted)


def test_other_pages_and_what_they_share_stay():
    document = new(b"", b"")
    shared = document.make_stream(b"BT /F1 12 Tf 72 700 Td (Dear Zanzibar thanks) Tj ET")
    for one in document.pages:
        one.obj.Contents = Array([shared, document.make_stream(b"BT /F1 12 Tf 72 600 Td (More) Tj ET")])
    content = saved(document)
    redacted = without(content, SECRET, page=0)
    assert text_of(redacted, 0) == "Dear thanks More"
    assert text_of(redacted, 1) == "Dear Zanzibar thanks More"
    assert np.array_equal(pixels(content, 1), pixels(redacted, 1))


def test_inherited_resources():
    document = new(b"BT /F1 12 Tf 72 700 Td (Dear Zanzibar thanks) Tj ET")
    one = document.pages[0].obj
    one.Parent.Resources = one.Resources
    del one.Resources
    assert text_of(without(saved(document), SECRET)) == "Dear thanks"


@pytest.mark.parametrize(
    "content",
    [
        "BT /F1 12 Tf 72 700 Td 7 Tr (Zanzibar) Tj ET 0 0 612 792 re f",
        "BT /F1 12 Tf 72 Td (Zanzibar) Tj ET",
        "BT /F1 12 Tf 72 700 Td /Zanzibar Tj ET",
        "BT /F1 12 Tf 72 700 Td (Zanzibar) Tj ET 1 unknown",
        "BT /F1 0 Tf 1 Tc 72 700 Td (Zanzibar) Tj ET",
        "BT /F9 12 Tf 72 700 Td (Zanzibar) Tj ET",
        "BT 72 700 Td (Zanzibar) Tj ET",
        "BT /F1 12 Tf 1e400 700 Td (Zanzibar) Tj ET",
        "BT /F1 12 Tf 72 700 Td (Zanzibar) Tj ET " + "q " * 20_000,
    ],
)
def test_what_is_not_sure_is_refused_and_the_page_is_as_it_was(content):
    with pikepdf.open(io.BytesIO(page(content))) as document:
        before = document.pages[0].obj.unparse()
        with pytest.raises(CannotRewriteError) as error:
            rewrite_page(document, document.pages[0].obj, [box(60, 690, 200, 715)])
        assert "Zanzibar" not in str(error.value)
        assert error.value.__cause__ is None
        assert document.pages[0].obj.unparse() == before


def test_a_stream_that_ends_early_is_refused():
    document = new(b"BT /F1 12 Tf 72 700 Td (Dear Zanzibar thanks) Tj ET " * 50)
    content = saved(document)
    with pikepdf.open(io.BytesIO(content)) as opened:
        stream = opened.pages[0].obj.Contents
        stream.write(stream.read_raw_bytes()[:-20], filter=Name.FlateDecode)
        with pytest.raises(CannotRewriteError, match="damaged"):
            rewrite_page(opened, opened.pages[0].obj, [box(60, 690, 200, 715)])


def test_a_region_without_a_place_is_an_error():
    with pytest.raises(ValueError, match="no valid place"):
        without(page("BT ET"), box(0, 0, 10, math.nan))


def test_a_glyph_that_is_narrower_than_it_says_goes_where_its_ink_is():
    document = new(b"BT /F1 12 Tf 72 700 Td (Zi) Tj ET")
    document.pages[0].obj.Resources.Font.F1 = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, FirstChar=0, Widths=Array([9000] * 256)
    )
    redacted = without(saved(document), box(71, 698, 80, 710))
    assert b"Zi" not in decoded(redacted)
    assert b"(i)" in decoded(redacted)
