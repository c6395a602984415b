"""The fonts of words of PDF pages."""

import io

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from pdf.make_pdf import Field, Page, make_pdf
from sparkocr.pdf.read.text import page_texts


def drawn(*texts, rotate=0):
    """A page with a text per line: font, size and text, or several of them on one line."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 300), pageCompression=0)
    canvas.setPageRotation(rotate)
    for number, line in enumerate(texts):
        x = 40
        for font, size, text in line if isinstance(line, list) else [line]:
            canvas.setFont(font, size)
            canvas.drawString(x, 250 - 30 * number, text)
            x += canvas.stringWidth(text + " ", font, size)
    canvas.save()
    return file.getvalue()


def runs(pdf):
    (page,) = page_texts(pdf, fonts=True)
    return page.fonts


def test_runs_of_one_font():
    found = runs(
        drawn(
            [("Helvetica-Bold", 12, "bold words"), ("Helvetica", 12, "plain words")],
            ("Times-BoldItalic", 9.5, "both"),
            ("Times-Roman", 9.5, "plain again"),
        )
    )
    assert [(run.font.name, run.font.size, run.font.is_bold, run.font.is_italic) for run in found] == [
        ("Helvetica-Bold", 12.0, True, False),
        ("Helvetica", 12.0, False, False),
        ("Times-BoldItalic", 9.5, True, True),
        ("Times-Roman", 9.5, False, False),
    ]
    assert found[0].box.x == pytest.approx(40, abs=1)
    assert found[0].box.x + found[0].box.width < found[1].box.x
    assert found[0].box.y < 50 < found[0].box.y + found[0].box.height


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_lines_of_one_font_are_runs_of_their_own(rotate):
    found = runs(drawn(("Helvetica", 12, "one line"), ("Helvetica", 12, "another"), rotate=rotate))
    assert len(found) == 2


def test_letters_with_outlines_are_bold():
    content = b"BT /F1 12 Tf 2 Tr 72 700 Td (outlined words) Tj 0 Tr 0 -20 Td (plain words) Tj ET"
    found = runs(make_pdf([Page(content=content)]))
    assert [run.font.is_bold for run in found] == [True, False]


def test_fonts_are_told_only_if_they_are_asked_for():
    pdf = drawn(("Helvetica", 12, "words"))
    (page,) = page_texts(pdf)
    assert page.fonts is None
    assert runs(make_pdf([Page()])) == []
    assert len(runs(make_pdf([Page(fields=[Field("name", "a value", 72, 600)])]))) <= 1


@pytest.mark.parametrize(
    ("name", "stem", "is_bold"),
    [
        ("Some-Bold", 80, True),
        ("ABCDEF+CMBX12", 80, True),
        ("SomeMedi-Regular", 180, False),
        ("Some", 150, False),
        ("Some", 80, False),
    ],
)
def test_the_name_tells_the_weight_and_wide_stems_do_not(name, stem, is_bold):
    with pikepdf.open(io.BytesIO(drawn(("Helvetica", 12, "some words")))) as pdf:
        (font,) = (font for _, font in pdf.pages[0].Resources.Font.items())
        font.BaseFont = pikepdf.Name(f"/{name}")
        font.FontDescriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor, FontName=font.BaseFont, Flags=32, StemV=stem, ItalicAngle=0
        )
        file = io.BytesIO()
        pdf.save(file)
    assert [run.font.is_bold for run in runs(file.getvalue())] == [is_bold]
