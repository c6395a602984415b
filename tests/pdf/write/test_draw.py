"""Outlines on the pages of a PDF: where they are, and that nothing else changes."""

import io
import warnings

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Dictionary, Name

from pdf.make_form import EVERY_KIND, form_document, make_form, saved, text
from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.enums import Color
from sparkocr.errors import DocumentError
from sparkocr.imaging.draw import Mark
from sparkocr.layout.box import Box
from sparkocr.pdf.boxes import page_frame
from sparkocr.pdf.read.forms import form_fields
from sparkocr.pdf.write.draw import draw_marks, draw_outlines, highlight

SQUARE = Box(100, 50, 80, 40).corners()
BLANK = make_pdf([Page()])


def rendered(content, index=0, scale=1, password=None):
    """A page in RGB."""
    with pdfium.PdfDocument(content, password) as document:
        return document[index].render(scale=scale, rev_byteorder=True).to_numpy()[:, :, :3].astype(int)


def page_texts(content):
    with pdfium.PdfDocument(content) as document:
        return [page.get_textpage().get_text_range().strip() for page in document]


def extent(content, index=0, scale=1):
    """Left, top, right and bottom of what is not white, in points of the displayed page."""
    down, across = (rendered(content, index, scale).min(axis=2) < 128).nonzero()
    return across.min() / scale, down.min() / scale, (across.max() + 1) / scale, (down.max() + 1) / scale


def is_sound(content):
    with pikepdf.open(io.BytesIO(content)) as document:
        return document.check_pdf_syntax() == []


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "boxes",
    [
        {},
        {"mediabox": (-50, 20, 550, 800)},
        {"cropbox": (30, 40, 400, 700)},
        {"cropbox": (-30, -40, 4000, 7000)},
    ],
    ids=str,
)
def test_outlines_are_where_the_page_is_displayed(rotate, boxes):
    content = make_pdf([Page(rotate=rotate, **boxes)])
    drawn = draw_outlines(content, {0: [SQUARE]}, line_width=2)
    assert extent(drawn, scale=4) == pytest.approx((99, 49, 181, 91), abs=0.3)
    assert is_sound(drawn)


def test_boxes_that_the_tree_of_pages_has():
    content = make_pdf([Page(mediabox=(-50, 20, 550, 800))], inherit=True)
    assert extent(draw_outlines(content, {0: [SQUARE]}, line_width=2), scale=4) == pytest.approx(
        (99, 49, 181, 91), abs=0.3
    )


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_frames_are_those_of_pdfium(rotate):
    content = make_pdf([Page(rotate=rotate, mediabox=(5, 6, 300, 400), cropbox=(10, 20, 350, 390))])
    with pikepdf.open(io.BytesIO(content)) as document, pdfium.PdfDocument(content) as other:
        frame = page_frame(document.pages[0])
        assert frame == (*other[0].get_bbox(), other[0].get_rotation(), 1)
    points = np.array([[1.0, 2.0], [30.0, 40.0]])
    assert frame.to_display(frame.to_user_space(points)) == pytest.approx(points)


def test_a_page_without_a_size_is_letter():
    with pikepdf.new() as document:
        page = document.add_blank_page()
        page.obj.MediaBox = pikepdf.Array([0, 0, 0, 9])
        assert page_frame(page) == (0, 0, 612, 792, 0, 1)
        page.obj.CropBox = pikepdf.Array([700, 800, 900, 1000])  # beside the page
        page.obj.Rotate = pikepdf.Name.x
        assert page_frame(page) == (0, 0, 612, 792, 0, 1)


def test_line_width():
    thin, thick = (draw_outlines(BLANK, {0: [SQUARE]}, line_width=width) for width in (1, 10))
    assert extent(thin, scale=4) == pytest.approx((99.5, 49.5, 180.5, 90.5), abs=0.3)
    assert extent(thick, scale=4) == pytest.approx((95, 45, 185, 95), abs=0.3)
    assert (rendered(thick)[60:80, 110:170] == 255).all(), "outlines are not filled"


@pytest.mark.parametrize("color", [Color.black, Color.red, Color.pink])
def test_colors(color):
    drawn = rendered(draw_outlines(BLANK, {0: [SQUARE]}, line_width=6, color=color))
    assert tuple(drawn[50, 140]) == pytest.approx(color.rgb, abs=1)


def test_turned_outlines():
    turned = Box(100, 100, 200, 20, 90).corners()
    assert extent(draw_outlines(BLANK, {0: [turned]}), scale=4) == pytest.approx((189.5, 9.5, 210.5, 210.5), abs=0.3)


def test_pages_of_their_own():
    content = make_pdf([Page([Text(72, 700, f"page {number}")]) for number in range(3)])
    drawn = draw_outlines(content, {1: [SQUARE], 7: [SQUARE], -1: [SQUARE]})
    assert [(rendered(drawn, index) == rendered(content, index)).all() for index in range(3)] == [True, False, True]
    assert page_texts(drawn) == ["page 0", "page 1", "page 2"]


def test_a_single_page_gets_the_outlines_of_all():
    drawn = draw_outlines(BLANK, {7: [SQUARE], 3: [Box(300, 300, 9, 9).corners()]})
    assert extent(drawn) == pytest.approx((99.5, 49.5, 309.5, 309.5), abs=1)


def test_nothing_to_draw_leaves_the_file():
    three = make_pdf([Page()] * 3)
    assert draw_outlines(BLANK, {}) == BLANK
    assert draw_outlines(BLANK, {0: []}) == BLANK
    assert draw_outlines(three, {5: [SQUARE]}) == three
    assert draw_outlines(memoryview(BLANK), {}) == BLANK


@pytest.mark.parametrize(
    "operators",
    [
        b"2 0 0 2 50 50 cm 5 w [3] 0 d 1 0 0 RG",
        b"q 2 0 0 2 50 50 cm",
        b"q q 2 0 0 2 50 50 cm q 9 9 9 9 re W n",
        b"Q Q 2 0 0 2 50 50 cm",
        b"Q q Q Q q 0.5 0 0 0.5 9 9 cm",
        b"BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI",
        b"",
        b"\x00 ) broken > ]",
    ],
    ids=str,
)
def test_what_the_page_has_set_does_not_matter(operators):
    drawn = draw_outlines(make_pdf([Page(content=operators)]), {0: [SQUARE]}, line_width=2)
    assert extent(drawn, scale=4) == pytest.approx((99, 49, 181, 91), abs=0.3)


def test_what_is_drawn_by_the_page_stays():
    operators = b"q 0 0 1 rg 300 300 50 50 re f q 1 0 0 1 9 9 cm Q Q Q 0 1 0 rg 400 400 50 50 re f q"
    content = make_pdf([Page([Text(72, 100, "text")], content=operators)])
    before, after = rendered(content), rendered(draw_outlines(content, {0: [SQUARE]}))
    assert (before[100:] == after[100:]).all()
    assert (before[:100] != after[:100]).any()


def test_pages_that_share_their_contents_do_not_share_outlines():
    with pikepdf.open(io.BytesIO(make_pdf([Page([Text(72, 700, "a")]), Page()]))) as document:
        document.pages[1].obj.Contents = document.pages[0].obj.Contents
        content = saved(document)
    drawn = draw_outlines(content, {0: [SQUARE]})
    assert (rendered(drawn, 1) == rendered(content, 1)).all()
    assert (rendered(drawn, 0) != rendered(content, 0)).any()


def test_a_page_without_contents():
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(612, 792))
        del document.pages[0].obj["/Contents"]
        content = saved(document)
    assert extent(draw_outlines(content, {0: [SQUARE]})) == pytest.approx((99.5, 49.5, 180.5, 90.5), abs=1)


@pytest.mark.parametrize("decoder", ["FlateDecode", "ASCII85Decode", "Unknown"])
def test_contents_that_can_not_be_decoded(decoder):
    with pikepdf.open(io.BytesIO(BLANK)) as document:
        document.pages[0].obj.Contents.write(b"\xff zz", filter=pikepdf.Name(f"/{decoder}"))
        content = saved(document)
    assert extent(draw_outlines(content, {0: [SQUARE]})) == pytest.approx((99.5, 49.5, 180.5, 90.5), abs=1)


def test_forms_stay():
    content = make_form([EVERY_KIND])
    assert form_fields(draw_outlines(content, {0: [SQUARE]})) == form_fields(content)


def test_fields_that_no_form_lists_are_no_reason_to_warn():
    content = make_form([[text("a", "b")]], listed=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert form_fields(draw_outlines(content, {0: [SQUARE]})) == form_fields(content)


def test_encryption_stays():
    locked = saved(form_document([[]]), encryption=pikepdf.Encryption(user="open", owner="other"))
    drawn = draw_outlines(locked, {0: [SQUARE]}, password="open")
    assert (rendered(drawn, password="open") < 128).any()
    for content, password in ((locked, "wrong"), (drawn, "")):
        with pytest.raises(DocumentError, match="encrypted"):
            draw_outlines(content, {0: [SQUARE]}, password=password)


def test_the_same_bytes_each_time():
    assert draw_outlines(BLANK, {0: [SQUARE]}) == draw_outlines(BLANK, {0: [SQUARE]})


@pytest.mark.parametrize("content", [b"", b"x", BLANK[:-200]])
def test_what_is_no_pdf(content):
    with pytest.raises(DocumentError):
        draw_outlines(content, {0: [SQUARE]})


def test_boxes_far_beside_the_page_or_without_a_size():
    far = [Box(-1e6, -1e6, 10, 10).corners(), Box(1e9, 5, 1, 1).corners(), Box(50, 50, 0, 0).corners()]
    assert is_sound(draw_outlines(BLANK, {0: far}))


def marks(*texts, color=Color.red):
    return {0: [Mark(SQUARE, color, text) for text in texts]}


def notes(content):
    """Kind, text and colour of the annotations of the first page."""
    with pikepdf.open(io.BytesIO(content)) as document:
        found = list(document.pages[0].obj.get(Name.Annots, ()))
        return [
            (str(note.Subtype), str(note.get(Name.Contents, "")), [float(part) for part in note.get(Name.C, ())])
            for note in found
        ]


def test_colors_of_their_own():
    other = Mark(Box(100, 250, 80, 40).corners(), Color.blue)
    drawn = rendered(draw_marks(BLANK, {0: [*marks("")[0], other]}, line_width=6))
    assert tuple(drawn[50, 140]) == pytest.approx(Color.red.rgb, abs=1)
    assert tuple(drawn[250, 140]) == pytest.approx(Color.blue.rgb, abs=1)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_texts_are_above_regions_upright(rotate):
    content = make_pdf([Page(rotate=rotate)])
    drawn = draw_marks(content, marks("NAME"), font_size=20)
    red = lambda page: (page[..., 0] > 200) & (page[..., 1] < 100)  # noqa: E731
    down, across = red(rendered(drawn, scale=4)).nonzero()
    assert (across.min() / 4, down.min() / 4) == pytest.approx((99.5, 33.6), abs=2)
    assert page_texts(drawn) == ["NAME"]
    assert extent(draw_marks(content, marks("NAME"), font_size=40), scale=4)[1] == pytest.approx(19, abs=2)


def test_texts_stay_on_the_page():
    corner = Box(560, 2, 50, 20).corners()
    drawn = draw_marks(BLANK, {0: [Mark(corner, Color.black, "LOCATION")]}, font_size=20)
    left, _, right, bottom = extent(drawn)
    assert left < 520
    assert right <= 612
    assert 35 < bottom < 50, "below, because there is no room above"


def test_texts_in_other_letters_and_long_ones():
    assert page_texts(draw_marks(BLANK, marks("é (x) \\ 山")))[0] == "é (x) \\ ?"
    assert len(page_texts(draw_marks(BLANK, marks("x" * 5000)))[0]) == 100


def test_filled_regions_let_the_page_shine_through():
    content = make_pdf([Page([Text(110, 722, "HHHHHH", 30)])])  # its top is 50 to 71 below the top
    drawn = rendered(draw_marks(content, marks(""), filled=True))
    inside = drawn[52:88, 102:178]
    assert inside.reshape(-1, 3).min(axis=0).max() < 60, "black letters stay black"
    assert tuple(inside[-1, 0]) == pytest.approx((255, 153, 153), abs=3)
    assert (drawn[45, 140] == 255).all(), "no outline"
    assert page_texts(draw_marks(content, marks(""), filled=True)) == ["HHHHHH"]


def test_labels_of_filled_regions_are_not_translucent():
    drawn = rendered(draw_marks(BLANK, marks("NAME", color=Color.black), filled=True, font_size=40), scale=2)
    assert drawn[:90].min() == 0


def test_pages_without_resources_and_those_that_share_them():
    with pikepdf.new() as document:
        document.add_blank_page()
        del document.pages[0].obj["/Resources"]
        shared = document.make_indirect(Dictionary())
        for page in (document.add_blank_page(), document.add_blank_page()):
            page.obj.Resources = shared
        content = saved(document)
    drawn = draw_marks(content, {0: marks("ONE")[0], 1: marks("TWO")[0]})
    assert page_texts(drawn) == ["ONE", "TWO", ""]
    twice = draw_marks(drawn, {0: marks("THREE")[0]})
    assert {*page_texts(twice)[0].split()} == {"ONE", "THREE"}


def test_highlights_are_annotations():
    made = highlight(BLANK, marks("NAME", ""))
    assert notes(made) == [("/Highlight", "NAME", [1, 0, 0]), ("/Highlight", "", [1, 0, 0])]
    assert page_texts(made) == [""]
    with pikepdf.open(io.BytesIO(made)) as document:
        (first, _) = document.pages[0].Annots
        assert [float(x) for x in first.QuadPoints] == [100, 742, 180, 742, 100, 702, 180, 702]
        assert [float(x) for x in first.Rect] == [100, 702, 180, 742]
    with pdfium.PdfDocument(made) as document:
        with_notes = document[0].render(scale=1, rev_byteorder=True).to_numpy()
        without = document[0].render(scale=1, may_draw_forms=False, draw_annots=False).to_numpy()
    assert tuple(with_notes[70, 140][:3]) == pytest.approx((255, 112, 112), abs=30)
    assert (without == 255).all()
    assert is_sound(made)


def test_highlights_keep_other_notes():
    twice = highlight(highlight(BLANK, marks("ONE")), marks("TWO", color=Color.blue))
    assert notes(twice) == [("/Highlight", "ONE", [1, 0, 0]), ("/Highlight", "TWO", [0, 0, 1])]
    assert highlight(BLANK, {0: []}) == BLANK
    assert highlight(BLANK, marks("A")) == highlight(BLANK, marks("A"))
