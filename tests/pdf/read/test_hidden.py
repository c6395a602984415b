"""Scans whose text layer nobody sees."""

import io

import pikepdf
import pytest

from pdf.make_pdf import Page, Text, make_pdf
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.read.hidden import has_hidden_layer

BELOW = [Text(72, 700, "Text that is drawn first")]


def picture(width, height):
    return b"q %d 0 0 %d 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q\n" % (width, height)


def text(mode):
    return b"BT %d Tr /F1 12 Tf 72 600 Td (A text) Tj ET\n" % mode


FULL = picture(612, 792)
HALF = picture(612, 391)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (Page(content=FULL + text(3)), True),
        (Page(content=text(7) + FULL), True),
        (Page(content=FULL + text(0) + text(3)), True),
        (Page(BELOW, content=FULL), True),
        (Page(BELOW, content=FULL + text(0)), True),
        (Page(content=HALF + HALF + text(3)), True),
        (Page(content=FULL + text(0)), False),
        (Page(content=HALF + text(3)), False),
        (Page(content=FULL), False),
        (Page(content=text(3)), False),
        (Page(), False),
    ],
)
def test_text_is_a_hidden_layer_if_it_is_invisible_or_below_a_large_picture(page, expected):
    with open_pdf(make_pdf([page])) as document:
        assert has_hidden_layer(document, 0) is expected


def test_a_layer_in_a_form_is_found():
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_pdf([Page(content=FULL + b"/L Do")]))) as document:
        page = document.pages[0]
        layer = document.make_stream(
            text(3), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 612, 792]
        )
        layer.Resources = page.Resources
        page.Resources = pikepdf.Dictionary(Font=page.Resources.Font, XObject=pikepdf.Dictionary(L=layer))
        document.save(file)
    with open_pdf(file.getvalue()) as document:
        assert has_hidden_layer(document, 0)
