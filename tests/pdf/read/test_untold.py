"""Where pages show what their text does not tell."""

import io

import cv2
import numpy as np
import pikepdf
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.read.text import page_text
from sparkocr.pdf.read.untold import untold_bands

TYPED = [Text(72, 740, "Text that the page has, and says"), Text(72, 72, "in two lines \x97 far from each other.")]
WHOLE = [(0, 792)]


def bands_of(content):
    with open_pdf(content) as document:
        characters = page_text(document, 0, coordinates=True).characters
        return [(round(top), round(bottom)) for top, bottom in untold_bands(document, 0, characters)]


def picture(left, bottom, width, height, pixels=b"\x00\xff"):
    """A picture of one row; unless said otherwise, half of it is black."""
    return b"q %f 0 0 %f %f %f cm BI /W %d /H 1 /CS /G /BPC 8 ID %s EI Q\n" % (
        *(width, height, left, bottom),
        len(pixels),
        pixels,
    )


def outlined(text, size=12):
    """Paths around the letters of a text, at the origin."""
    drawn = Pillow.new("L", (30 * size, 4 * size))
    ImageDraw.Draw(drawn).text((0, size), text, fill=255, font=ImageFont.load_default(2 * size))
    contours, _ = cv2.findContours(np.asarray(drawn), cv2.RETR_LIST, cv2.CHAIN_APPROX_TC89_L1)
    paths = [(contour[:, 0] * [0.5, -0.5] + [0, 2 * size]).tolist() for contour in contours if len(contour) > 2]
    return b"".join(
        b"%f %f m " % tuple(start) + b"".join(b"%f %f l " % tuple(point) for point in rest) + b"h\n"
        for start, *rest in paths
    )


def name_at(x, y, turn=b"1 0 0 1"):
    return b"q %s %d %d cm %s f* Q\n" % (turn, x, y, outlined("Jane Kowalczyk"))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="text only"),
        pytest.param(b"72 400 m 540 400 l S 72 300 400 80 re S 72 300 m 100 380 l S", id="lines"),
        pytest.param(b"".join(b"%d 500 8 %d re f " % (72 + 20 * n, 9 * n) for n in range(9)), id="bars"),
        pytest.param(picture(72, 400, 300, 5), id="a low picture"),
        pytest.param(picture(72, 400, 9, 9), id="a narrow picture"),
        pytest.param(picture(72, 400, 90, 40, b"\xb0"), id="a picture of one colour"),
    ],
)
def test_pages_that_show_nothing_else_are_told(content):
    assert bands_of(make_pdf([Page(TYPED, content=content)])) == []


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(picture(72, 400, 20, 8), id="a small picture"),
        pytest.param(picture(72, 400, 8, 20), id="a narrow one"),
        pytest.param(b"".join(picture(72, 400 + 2 * row, 90, 2) for row in range(5)), id="strips"),
        pytest.param(name_at(72, 400), id="outlines"),
        pytest.param(b"0.8 g 50 390 300 40 re f 0 g " + name_at(72, 400), id="outlines on gray"),
        pytest.param(b"0.75 g " + name_at(72, 400), id="light outlines"),
        pytest.param(
            name_at(72, 400) + b"BT 3 Tr /F1 14 Tf 72 400 Td (Nothing that is to be seen) Tj ET",
            id="outlines over text that is not seen",
        ),
    ],
)
def test_what_is_drawn_is_found_with_the_lines_beside_it(content):
    ((top, bottom),) = bands_of(make_pdf([Page(TYPED, content=content)]))
    assert 350 <= top <= 792 - 420, "18 points above it"
    assert 792 - 400 + 10 <= bottom <= 792 - 400 + 20, "18 points below it"


def test_what_is_far_apart_is_apart():
    content = picture(72, 400, 90, 20) + picture(72, 390, 90, 8) + picture(300, 200, 90, 20)
    first, second = bands_of(make_pdf([Page(TYPED, content=content)]))
    assert (first, second) == (pytest.approx((354, 420), abs=1), pytest.approx((554, 610), abs=1))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(name_at(200, 300, b"0 1 -1 0"), id="a line on its side"),
        pytest.param(b"".join(name_at(72, 600 - 30 * row) for row in range(5)), id="many lines"),
    ],
)
def test_pages_whose_lines_are_drawn_are_untold_as_a_whole(content):
    assert bands_of(make_pdf([Page(TYPED, content=content)])) == WHOLE


def test_bands_are_those_of_the_page_as_it_is_displayed():
    (band,) = bands_of(make_pdf([Page(TYPED, rotate=90, content=picture(100, 300, 20, 90))]))
    assert band == pytest.approx((82, 138), abs=1)


def test_a_picture_in_a_form_is_found():
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_pdf([Page(TYPED, content=b"/L Do")]))) as document:
        form = document.make_stream(
            picture(72, 400, 90, 20), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[72, 400, 162, 420]
        )
        document.pages[0].Resources.XObject = pikepdf.Dictionary(L=form)
        document.save(file)
    (band,) = bands_of(file.getvalue())
    assert band == pytest.approx((354, 410), abs=1)


def test_a_picture_beside_the_page_is_not_shown():
    assert bands_of(make_pdf([Page(TYPED, content=picture(700, 400, 90, 20) + picture(-95, 400, 90, 20))])) == []


def test_the_largest_page_is_looked_at():
    file = io.BytesIO()
    canvas = Canvas(file, (14400, 14400), pageCompression=0)
    canvas.setFont("Helvetica", 200)
    canvas.drawString(100, 9000, "A text that is as large as its page")
    canvas.save()
    assert bands_of(file.getvalue()) == []
