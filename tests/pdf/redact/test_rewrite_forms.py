"""Form XObjects in which regions are: each is changed only for the place where it is hit."""

import io

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from pdf.make_objects import form, new, saved
from pdf.redact.holes import box, decoded, found, outside, pixels, text_of, without
from sparkocr.pdf.redact.report import CannotRewriteError

WORDS = b"BT /F1 12 Tf 72 700 Td (Dear Zanzibar thanks) Tj ET"
SECRET = b"Zanzibar"
HOLE = box(60, 690, 400, 715)


def with_form(content, drawn=WORDS, **entries):
    document = new(content.encode())
    document.pages[0].obj.Resources.XObject = Dictionary(Form=form(document, drawn, **entries))
    return document


def test_a_form_loses_what_is_in_the_region_and_its_other_places_do_not():
    content = saved(with_form("/Form Do q 1 0 0 1 0 -200 cm /Form Do Q q .5 0 0 .5 0 0 cm /Form Do Q"))
    holes = found(content, "Zanzibar")
    assert len(holes) == 3
    for hole in holes:
        redacted = without(content, hole)
        assert text_of(redacted).count("Zanzibar") == 2
        assert text_of(redacted).count("Dear") == text_of(redacted).count("thanks") == 3
        assert np.array_equal(outside(content, [hole]), outside(redacted, [hole]))
    redacted = without(content, *holes)
    assert SECRET not in decoded(redacted)
    assert text_of(redacted).count("thanks") == 3


def test_matrices_of_forms_count():
    content = saved(with_form("q 0 2 -2 0 700 0 cm /Form Do Q", Matrix=Array([0, -0.5, 0.5, 0, 20, 350])))
    (hole,) = found(content, "Zanzibar")
    redacted = without(content, hole)
    assert text_of(redacted) == "Dear thanks"
    assert SECRET not in decoded(redacted)


def test_forms_in_forms_and_other_pages():
    document = new(b"/Outer Do", b"/Outer Do")
    inner = form(document, WORDS)
    outer = form(document, b"q 1 0 0 1 10 20 cm /Inner Do Q", Resources=Dictionary(XObject=Dictionary(Inner=inner)))
    for page in document.pages:
        page.obj.Resources.XObject = Dictionary(Outer=outer)
    content = saved(document)
    redacted = without(content, "Zanzibar")
    assert text_of(redacted, 0) == "Dear thanks"
    assert text_of(redacted, 1) == "Dear Zanzibar thanks"
    with pikepdf.open(io.BytesIO(redacted)) as result:
        del result.pages[1]
        assert SECRET not in decoded(saved(result))


def test_a_form_takes_the_state_and_the_resources_of_its_page():
    document = with_form("BT /F1 24 Tf 2 Tc ET /Form Do", b"BT 72 700 Td (Zanzibar) Tj 0 -30 Td /F1 12 Tf (x) Tj ET")
    del document.pages[0].obj.Resources.XObject.Form.Resources
    content = saved(document)
    (hole,) = found(content, "Zanzibar")
    assert hole[1, 0] > 175  # 24 points high, 2 between letters
    redacted = without(content, box(hole[1, 0] - 12, 690, hole[1, 0], 715))
    assert text_of(redacted) == "Zanziba x"
    assert SECRET not in decoded(redacted)


def test_what_a_form_leaves_behind_is_not_there_after_it():
    document = with_form("/Form Do BT /F1 12 Tf 72 700 Td (Zanzibar) Tj ET", b"1 0 0 1 0 -300 cm q q 3 0 0 3 0 0 cm")
    content = saved(document)
    assert SECRET not in decoded(without(content, "Zanzibar"))


def test_resources_that_nothing_draws_any_more_are_gone():
    document = with_form("/Form Do")
    shared = document.make_indirect(document.pages[0].obj.Resources)
    shared.XObject.Form.Resources = shared
    shared.XObject.Unused = form(document, b"BT /F1 12 Tf (Zanzibar never shown) Tj ET")
    document.pages[0].obj.Resources = shared
    assert SECRET not in decoded(without(saved(document), HOLE))


def test_marks_in_forms_lose_their_text():
    document = with_form("/Form Do", b"/Span <</ActualText (Zanzibar)>> BDC BT /F1 12 Tf 72 500 Td (x) Tj ET EMC")
    redacted = without(saved(document), HOLE)
    assert SECRET not in decoded(redacted)
    assert text_of(redacted) == "x"


def test_what_forms_say_of_themselves_is_gone():
    entries = {
        "PieceInfo": Dictionary(A=b"Zanzibar"),
        "Metadata": Dictionary(A=b"Zanzibar"),
        "Group": Dictionary(S=Name.X),
    }
    redacted = without(saved(with_form("/Form Do", **entries)), HOLE)
    assert SECRET not in decoded(redacted)
    assert b"/Group" in decoded(redacted)


def test_forms_within_themselves_are_refused():
    document = with_form("/Form Do")
    shared = document.pages[0].obj.Resources.XObject.Form
    shared.Resources.XObject = Dictionary(Form=shared)
    shared.write(b"/Form Do /Form Do")
    with pytest.raises(CannotRewriteError, match="nested"):
        without(saved(document), HOLE)


def test_forms_that_multiply_are_refused():
    document = new(b"/F19 Do")
    last = form(document, b"BT ET")
    for _ in range(18):
        last = form(document, b"/F Do " * 10, Resources=Dictionary(XObject=Dictionary(F=last)))
    document.pages[0].obj.Resources.XObject = Dictionary(F19=last)
    with pytest.raises(CannotRewriteError, match="instructions"):
        without(saved(document), HOLE)


@pytest.mark.parametrize("mask", [WORDS, b"0 0 100 100 re f"])
def test_transparency_masks(mask):
    document = new(b"/G gs 0 0 612 792 re f")
    settings = Dictionary(SMask=Dictionary(S=Name.Luminosity, G=form(document, mask)))
    document.pages[0].obj.Resources.ExtGState = Dictionary(G=settings)
    content = saved(document)
    if mask == WORDS:
        with pytest.raises(CannotRewriteError, match="mask"):
            without(content, HOLE)
    else:
        redacted = without(content, HOLE)
        assert np.array_equal(outside(content, [HOLE]), outside(redacted, [HOLE]))


def test_what_readers_do_not_draw_is_dropped():
    document = with_form("/Missing Do /Print Do /Form Do")
    document.pages[0].obj.Resources.XObject.Print = document.make_stream(b"(Zanzibar) show", Subtype=Name.PS)
    content = saved(document)
    redacted = without(content, HOLE)
    assert SECRET not in decoded(redacted)
    assert pixels(redacted).min() == 0
