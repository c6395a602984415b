"""Lines and areas that a page draws."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from pdf.make_pdf import Page, make_pdf
from sparkocr.errors import DocumentError
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.read.drawings import page_drawings


def drawn(content, **options):
    """What a page of 200 x 100 points draws."""
    with open_pdf(make_pdf([Page((), 200, 100, content=content, **options)])) as document:
        return page_drawings(document, 0)


def rounded(rules):
    return [tuple(map(round, rule[:3])) for rule in rules]


def test_strokes_are_rules_in_points_from_the_top_left():
    found = drawn(b"10 80 m 110 80 l S 20 90 m 20 30 l S")
    assert rounded(found.horizontal) == [(20, 10, 110)]
    assert rounded(found.vertical) == [(20, 10, 70)]
    assert not found.areas
    assert not found.figures


@pytest.mark.parametrize(
    ("rotate", "horizontal", "vertical"),
    [(0, [(20, 10, 110)], []), (90, [], [(80, 10, 110)]), (180, [(80, 90, 190)], []), (270, [], [(20, 90, 190)])],
)
def test_rules_of_turned_pages(rotate, horizontal, vertical):
    found = drawn(b"10 80 m 110 80 l S", rotate=rotate)
    assert rounded(found.horizontal) == horizontal
    assert rounded(found.vertical) == vertical


def test_rectangles():
    """A frame is four rules, a thin filled one is a rule, and the sides of an area are edges."""
    frame = drawn(b"10 10 100 50 re S")
    assert sorted(rounded(frame.horizontal)) == [(40, 10, 110), (90, 10, 110)]
    assert sorted(rounded(frame.vertical)) == [(10, 40, 90), (110, 40, 90)]
    thin = drawn(b"10 10 100 1 re f")
    assert rounded(thin.horizontal) == [(90, 10, 110)]
    assert not thin.areas
    area = drawn(b"1 0 0 rg 10 10 100 50 re f")
    assert [tuple(map(round, found[:4])) for found in area.areas] == [(10, 40, 110, 90)]
    assert area.areas[0].colour == (255, 0, 0)
    assert sorted(rounded(area.horizontal)) == [(40, 10, 110), (90, 10, 110)]
    assert all(rule.is_edge for rule in [*area.horizontal, *area.vertical])


@pytest.mark.parametrize(
    "border",
    [
        b"10 10 m 10 60 l 110 60 l 110 10 l 10 10 l 11 11 l 109 11 l 109 59 l 11 59 l 11 11 l f",
        b"10 10 100 50 re 11 11 98 48 re f*",
        b"10 10 m 110 10 l 109 11 l 11 11 l f 10 60 m 110 60 l 109 59 l 11 59 l f",
    ],
    ids=["outline", "hole", "slanted ends"],
)
def test_borders_that_are_filled(border):
    found = drawn(border)
    assert {40, 90} <= {rule[0] for rule in rounded(found.horizontal)}
    assert not found.areas
    assert not found.figures


def test_what_cannot_be_seen_is_left_out():
    assert not drawn(b"1 1 1 RG 10 80 m 110 80 l S").horizontal
    white_on_blue = drawn(b"0 0 1 rg 0 0 200 100 re f 1 1 1 RG 10 80 m 110 80 l S")
    assert (20, 10, 110) in rounded(white_on_blue.horizontal)
    assert not drawn(b"q 0 0 200 50 re W n 10 80 m 110 80 l S Q").horizontal
    assert rounded(drawn(b"q 0 0 50 100 re W n 10 80 m 110 80 l S Q").horizontal) == [(20, 10, 50)]
    assert not drawn(b"10 800 m 110 800 l S").horizontal


def test_areas_of_one_colour_have_no_edge_between_them():
    beside = drawn(b"0.5 g 10 10 50 50 re f 60 10 50 50 re f")
    assert {rule[0] for rule in rounded(beside.vertical)} == {10, 110}
    apart = drawn(b"0.5 g 10 10 50 50 re f 0.9 g 60 10 50 50 re f")
    assert {rule[0] for rule in rounded(apart.vertical)} == {10, 60, 110}


def test_curves_and_slanted_lines_are_figures():
    found = drawn(b"10 10 m 110 60 l S 10 10 m 20 50 60 50 80 10 c S")
    assert not found.horizontal
    first, second = found.figures
    assert (round(first.x), round(first.y), round(first.width), round(first.height)) == (10, 40, 100, 50)
    assert round(second.x) == 10


def test_forms_move_what_they_draw():
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(200, 100))
    canvas.beginForm("rule")
    canvas.line(0, 0, 50, 0)
    canvas.endForm()
    canvas.translate(20, 30)
    canvas.scale(2, 1)
    canvas.doForm("rule")
    canvas.save()
    with open_pdf(target.getvalue()) as document:
        assert rounded(page_drawings(document, 0).horizontal) == [(70, 20, 120)]


def test_a_page_with_too_many_lines_ends():
    content = b"".join(b"%d 10 m %d 90 l S " % (x % 200, x % 200) for x in range(25_000))
    assert len(drawn(content).vertical) == 20_000


def test_no_page():
    with open_pdf(make_pdf([Page()])) as document, pytest.raises(DocumentError):
        page_drawings(document, 1)
