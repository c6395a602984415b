"""Pages that show text which their text layer doesn't have."""

import pytest
from PIL import Image

from pdf.make_picture import LETTER, photo, pictured_pdf, scan_of
from pdf.make_type0 import coded_pdf, hexed, nameless_roboto
from sparkocr.pdf.document import open_pdf
from sparkocr.pdf.read.text import page_text
from sparkocr.pdf.read.unread import shows_more

STAMP = "BT /F1 9 Tf 72 20 Td (Case 1:20-cv-01234 Document 5) Tj ET "
TEXT = "Quarterly invoice total\nPay within thirty days"
UPPER, LOWER = (0, 396, 612, 792), (0, 0, 612, 396)


def more(pdf):
    with open_pdf(pdf) as document:
        found = shows_more(document, 0)
        if found:
            assert page_text(document, 0, looks=True).may_show_more
    return found


SCANS = {
    "plain": scan_of(TEXT),
    "faint": scan_of(TEXT, ink=180),
    "inverted": scan_of(TEXT, ink=240, paper=15),
    "gray on gray": scan_of(TEXT, ink=90, paper=190),
    "small": scan_of(TEXT, font=10),
    "large": scan_of(TEXT, font=56),
    "slanted": scan_of(TEXT).rotate(1.5, Image.Resampling.BICUBIC, fillcolor=255),
    "one word": scan_of("receipt"),
}


@pytest.mark.parametrize("scan", SCANS.values(), ids=SCANS)
def test_a_scan_under_a_stamp(scan):
    assert more(pictured_pdf(STAMP, [(scan, LETTER)]))


def test_a_scan_in_parts_and_in_a_form():
    scan = SCANS["plain"]
    parts = [(scan.crop((0, 0, 850, 550)), UPPER), (scan.crop((0, 550, 850, 1100)), LOWER)]
    assert more(pictured_pdf(STAMP, parts))
    assert more(pictured_pdf(STAMP, [(scan, LETTER)], in_form=True))
    assert more(pictured_pdf(STAMP, [(scan.crop((0, 0, 850, 550)), UPPER)]))


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page(rotate):
    scan = SCANS["plain"].rotate(rotate, expand=True)
    page = (0, 0, 792, 612) if rotate % 180 else LETTER
    assert more(pictured_pdf(STAMP, [(scan, page)], page=page, rotate=rotate))


def layer(lines, *, size=17.28, top=792 - 100.8 - 16.5, leading=28.2):
    """Invisible text where `scan_of` has its lines."""
    return "".join(
        f"BT 3 Tr /F1 {size} Tf 64.8 {top - leading * number} Td ({line}) Tj ET " for number, line in enumerate(lines)
    )


def test_a_scan_with_a_text_layer():
    text = "\n".join(f"Line number {number} of the scan that is read" for number in range(30))
    scan, lines = scan_of(text), text.splitlines()
    step = scan_of("A\nA").getbbox()  # only its size is asked for
    assert step
    whole = layer(lines, leading=(24 * 1.17 + 12) * 0.72)
    assert not more(pictured_pdf(whole, [(scan, LETTER)]))
    assert more(pictured_pdf(layer(lines[:8], leading=(24 * 1.17 + 12) * 0.72), [(scan, LETTER)]))


LOGO = "".join(f"{80 + 9 * n} 700 m {90 + 9 * n} 705 {95 + 9 * n} 690 {85 + 9 * n} 680 c h f " for n in range(12))
CHART = "".join(f"{80 + 11 * n} 300 8 {20 + 37 * n % 90} re f " for n in range(40))


@pytest.mark.parametrize(
    ("content", "pictures"),
    [
        (STAMP, []),
        (STAMP + LOGO, []),
        (STAMP + CHART, []),
        (STAMP, [(photo(), (100, 300, 500, 600))]),
        (STAMP, [(Image.new("L", (850, 1100), 255), LETTER)]),
        (STAMP, [(Image.new("L", (850, 1100), 0), LETTER)]),
        (STAMP, [(scan_of(TEXT), (10, 10, 20, 20))]),
        ("", []),
    ],
    ids=["text", "logo", "chart", "photo", "white", "black", "tiny", "empty"],
)
def test_pages_that_show_no_more(content, pictures):
    assert not more(pictured_pdf(content, pictures))


def test_text_whose_letters_are_not_known():
    embedded, glyphs = nameless_roboto()
    known = "BT /F1 12 Tf 72 700 Td (These letters are known) Tj ET "
    secret = f"BT /F2 12 Tf 72 680 Td {hexed('Nobody knows this line', glyphs)} Tj ET"
    assert more(coded_pdf(known + secret, None, embedded=embedded))
    assert not more(coded_pdf(known, None, embedded=embedded))
